"""Whether a department's answer says something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.case import Answered
from daemon.planning.mandatory import is_empty, lacking
from tests.planning.desk import pack

PHRASES = pack("standard").answering.empty_phrases


@pytest.mark.parametrize(
    "said",
    [
        "", "  ", "-", "None.", "n/a", "N/A", "无", "暂无。", "略", "同上", "done",
        "Strengthen training.", "We will strengthen training and improve management.", "Human error", "staff reminded",
        "Strengthened training for all employees in future.", "Inspections have been strengthened.",
        "We are improving quality awareness of all staff.", "已加强对员工的培训。", "今后加强了检查和管理",
        "加强培训", "加强培训，提高意识。", "我司将进一步加强管理，杜绝此类问题！", "ＨＵＭＡＮ ＥＲＲＯＲ",
        "强化检查", "强化培训", "检查已加强", "加大检查力度", "培训工作已强化。", "防止类似问题再次发生", "操作失误", "待查明", "调查中",
        "Will be careful in future", "Stricter inspection", "We will step up inspection.", "Increased checks", "see above",
        "We will make sure this does not happen again.", "under investigation",
    ],
)  # fmt: skip
def test_these_say_nothing(said: str):
    """Nothing at all, or nothing but phrases that everybody writes."""
    assert is_empty(said, PHRASES)


@pytest.mark.parametrize(
    "said",
    [
        "A brittle seal.", "seal", "Nine new kettles leave today.",
        "Strengthen training: each shift is shown the torque wrench by Friday.",
        "Improved seal", "Better training plan", "Inspection plan changed",
        "加强培训：周五前对三班组完成扭矩扳手操作考核。", "密封圈老化", "更换密封圈", "Supplier changed",
        "Human error: wrong label printed by the night shift; labels are now scanned", "加强筋断裂", "强化玻璃换为钢化玻璃",
        "强化培训：周五前对三班组完成扭矩扳手操作考核。", "Carelessness: the drain plug was not tightened", "检查发现密封圈老化",
        "防止再次发生：模具加防呆销", "The door seal was reinforced", "Careful cleaning of the nozzle before each run",
    ],
)  # fmt: skip
def test_these_say_something(said: str):
    """A fact, however short; and a phrase does no harm beside something that can be checked."""
    assert not is_empty(said, PHRASES)


def test_missing_and_empty_are_told_apart():
    """Each with its name, in the order in which they are mandatory; what is not mandatory may be empty."""
    answered = Answered(cause="human error", solution="", measures="", compensation="")
    assert lacking(answered, ("cause", "solution"), PHRASES) == (("solution",), (("cause", "human error"),))
    assert lacking(answered, (), PHRASES) == ((), ())


@given(st.text(max_size=80))
def test_every_text_has_an_answer(said: str):
    """Total; and where a company has no list of phrases only a text without words is empty."""
    assert is_empty(said, PHRASES) in (True, False)
    assert not is_empty(f"{said} the torque wrench was never calibrated", PHRASES)
