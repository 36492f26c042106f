"""What holds for one case: its level's clocks, and the profiles laid over them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import Budget, ClockKind, Policy, load
from rules.durations import Unit
from rules.pack import shipped
from rules.policy import Terms

PACKS = {name: load(name) for name in shipped()}
ROLES = sorted({role.code for policy in PACKS.values() for role in policy.roles})
TAGS = sorted({tag for policy in PACKS.values() for rule in policy.rules for tag in rule.tags} | {"unheard_of"})
CHANNELS = ("mail", "hotline", "media", "authority", "consumer_association", "form")


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    """The standard pack with three profiles that overlap."""
    file = tmp_path / "our.toml"
    file.write_text(
        """
extends = "standard"
title = { en = "Ours", zh = "本公司" }
[clocks.normal]
closing = "9 days"
[[rule]]
name = "who it is"
when = "false"
why = { en = "known people", zh = "重要客户" }
then = { tags = ["vip", "press"] }
[[profile]]
name = "sales"
why = { en = "sales", zh = "销售" }
roles = ["sales"]
clocks = { answer = "3 working days", closing = "none" }
mandatory = ["measures"]
[[profile]]
name = "marked in sales"
why = { en = "marked", zh = "标记" }
roles = ["sales", "finance"]
tags = ["vip", "press"]
clocks_of = "critical"
copies = ["general_manager"]
mandatory = ["measures", "compensation"]
[[profile]]
name = "by telephone"
why = { en = "telephone", zh = "电话" }
channels = ["phone"]
clocks.first_reply = { budget = "10 minutes", start = "received" }
any_hour = true
""",
        encoding="utf-8",
    )
    return load(file)


def budgets(terms: Terms) -> dict[str, str]:
    """The clocks as a pack writes them."""
    return {kind.value: str(clock.budget) for kind, clock in terms.clocks.items()}


def test_without_a_profile_the_levels_clocks_hold(policy: Policy):
    """And what every department must say."""
    terms = policy.terms(level="normal", role="quality")
    assert budgets(terms) == {"signing": "4 working hours", "answer": "5 working days", "closing": "9 days"}
    assert (terms.mandatory, terms.copies, terms.any_hour) == (("cause", "solution"), (), False)


def test_a_profiles_clocks_win_and_none_takes_one_away(policy: Policy):
    """Only the clocks it names; mandatory fields are added."""
    terms = policy.terms(level="normal", role="sales")
    assert budgets(terms) == {"signing": "4 working hours", "answer": "3 working days"}
    assert terms.mandatory == ("cause", "solution", "measures")


def test_a_profile_needs_one_of_its_roles_and_one_of_its_tags(policy: Policy):
    """Every kind of condition must hold, within each kind one is enough."""
    assert policy.terms(level="normal", role="finance", tags=("press", "x")).copies == ("general_manager",)
    assert policy.terms(level="normal", role="finance", tags=("x",)).copies == ()
    assert policy.terms(level="normal", role="quality", tags=("vip",)).copies == ()


def test_the_clocks_of_another_level_are_the_ground_and_every_profiles_own_clocks_stand_over_them(policy: Policy):
    """`clocks_of` does not undo what an earlier profile says about a clock."""
    terms = policy.terms(level="normal", role="sales", tags=("vip",))
    assert budgets(terms) == {"signing": "30 minutes", "answer": "3 working days"}
    assert terms.mandatory == ("cause", "solution", "measures", "compensation")  # each once


def test_the_channel_decides_too(policy: Policy):
    """A letter that came by mail has none of it."""
    assert policy.terms(level="normal", role="quality", channel="phone").any_hour
    assert budgets(policy.terms(level="normal", role="quality", channel="phone"))["first_reply"] == "10 minutes"
    assert "first_reply" not in budgets(policy.terms(level="normal", role="quality"))


@given(
    pack=st.sampled_from(sorted(PACKS)),
    role=st.sampled_from(ROLES),
    tags=st.lists(st.sampled_from(TAGS), max_size=4),
    channel=st.sampled_from(CHANNELS),
)
def test_every_case_of_every_shipped_pack_has_its_terms(pack: str, role: str, tags: Collection[str], channel: str):
    """Whatever a case is: somebody must sign for it and answer by some day, unless only people set its level."""
    policy = PACKS[pack]
    for level in policy.levels:
        terms = policy.terms(level=level.code, role=role, tags=tags, channel=channel)
        if level.people_only:
            assert not terms.clocks
            continue
        assert {ClockKind.SIGNING, ClockKind.ANSWER} <= set(terms.clocks)
        assert all(clock.kind is kind for kind, clock in terms.clocks.items())
        assert len(set(terms.mandatory)) == len(terms.mandatory)
        for clock in terms.clocks.values():
            assert not clock.penalty or (policy.penalties and level.code in policy.penalties.amounts)


BUDGETS = st.builds(Budget, st.integers(1, 900), st.sampled_from(Unit))
SAID = st.none() | BUDGETS | st.just("none")
# An answer is taken away only where there is a closing clock (tests/rules/test_broken_packs.py).
LAYER = st.dictionaries(st.sampled_from(ClockKind), SAID).filter(lambda said: said.get(ClockKind.ANSWER) != "none")


@settings(max_examples=50, deadline=None)
@given(clocks=LAYER, over=LAYER)
def test_what_a_level_and_a_profile_say_of_clocks_is_what_holds(
    clocks: dict[ClockKind, Budget | str | None], over: dict[ClockKind, Budget | str | None]
):
    """Level over the parent's level, profile over the level; "none" takes away, silence leaves as it is."""
    expected = {ClockKind.SIGNING: "4 working hours", ClockKind.ANSWER: "5 working days"}
    for layer in (clocks, over):
        expected |= {kind: str(said) for kind, said in layer.items() if said is not None}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "our.toml"
        file.write_text(
            'extends = "standard"\ntitle = { en = "Ours", zh = "本公司" }\n[clocks.normal]\n'
            + toml(clocks)
            + '[[profile]]\nname = "p"\nwhy = { en = "p", zh = "本" }\nroles = ["sales"]\n[profile.clocks]\n'
            + toml(over),
            encoding="utf-8",
        )
        found = budgets(load(file).terms(level="normal", role="sales"))
    assert found == {kind.value: said for kind, said in expected.items() if said != "none"}


def toml(clocks: dict[ClockKind, Budget | str | None]) -> str:
    """The clocks as lines of a pack."""
    return "".join(f'{kind} = "{said}"\n' for kind, said in clocks.items() if said is not None)
