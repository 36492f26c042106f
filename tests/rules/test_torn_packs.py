"""Packs that somebody's editor, merge or thumb has torn: they are refused in sentences, never with a traceback."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import PackInvalid, Policy, load
from rules.page import page
from rules.page_words import Language

PACKS = Path(__file__).parents[2] / "rules" / "packs"
TEXTS = {file.stem: file.read_text(encoding="utf-8").split("[[example]]")[0] for file in PACKS.glob("*.toml")}
VALUES = (
    '"x"',
    '""',
    "1",
    "-1",
    "1.5",
    "true",
    "[]",
    "[1]",
    '["x"]',
    "{}",
    '{ en = "x" }',
    "2026-01-01",
    "nan",
    '"none"',
)
TOLD = re.compile(r".+:\d+(:\d+)?: .+", re.DOTALL)


def loaded(text: str) -> Policy | PackInvalid:
    """The policy of the text, or what is wrong with it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "torn.toml"
        file.write_text(text, encoding="utf-8")
        try:
            return load(file)
        except PackInvalid as invalid:
            return invalid


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), data=st.data())
def test_a_torn_pack_is_a_policy_or_a_list_of_sentences(name: str, data: st.DataObject):
    """Lines lost, doubled, moved, or with a value of another kind: each problem has its file and line."""
    lines = TEXTS[name].splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(("lose", "double", "move", "value", "rename"))):
            case "lose":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "value":
                lines[at] = re.sub(r"=.*", f"= {data.draw(st.sampled_from(VALUES))}", lines[at])
            case _:
                lines[at] = re.sub(r"^(\[*[\w.]+)", r"\1x", lines[at])
    result = loaded("\n".join(lines) + "\n")
    if isinstance(result, PackInvalid):
        assert result.problems
        assert all(TOLD.fullmatch(problem) for problem in result.problems)
    else:
        assert all(page(result, language) for language in Language)
