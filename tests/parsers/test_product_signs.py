"""Signs by which it is told what of all that a letter names it is about; how much each weighs is learned."""

from __future__ import annotations

from parsers.goods.candidates import Candidate
from parsers.goods.product_evidence import signs
from parsers.goods.products import find_goods, standings
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.text.reading import Reading


def signs_of(text: str) -> dict[str, set[str]]:
    """The signs of each thing of a letter by its weightiest name."""
    return {group[0].name: found for group, found in _told(text)}


def cues_of(text: str) -> dict[str, set[str]]:
    """All cues of each thing's mentions."""
    return {group[0].name: {cue for each in group for cue in each.cues} for group, _ in _told(text)}


def _told(text: str) -> list[tuple[tuple[Candidate, ...], set[str]]]:
    reading = Reading("", text)
    taken = read_references(reading, text, find_labels(reading)).taken
    groups = find_goods(reading, text, taken, len(reading.text)).groups
    told = zip(groups, standings(reading, groups), strict=True)
    return [(group, signs(reading, group, standing)) for group, standing in told]


def test_things_are_told_apart_by_which_comes_first_and_how_many_are_counted() -> None:
    """A letter about 18 of one and 72 of another is about both."""
    found = signs_of("We ordered 18 kettles and 72 mugs. The van was late.")
    assert {"rank0", "counted2"} <= found["kettles"]
    assert {"rank1", "counted2"} <= found["mugs"]


def test_what_is_named_again_and_again_is_told() -> None:
    """However it is spoken of."""
    assert "said3" in signs_of("The mattress has a dip. A mattress is to sleep on, mattress by name.")["mattress"]


def test_a_number_in_the_same_sentence_is_told() -> None:
    """An order's or an invoice's."""
    assert "numbered" in cues_of("With order no. 88123 came the kettles. The shelf is fine.")["kettles"]
    assert "numberless" in cues_of("The kettles leak.")["kettles"]
    assert "numbered" in cues_of("订单号88123的电水壶漏水。")["电水壶"]


def test_what_an_english_letter_is_like_is_told() -> None:
    """Banks are written to about other things than shops."""
    assert any(sign.startswith("leans_") for sign in signs_of("The kettles leak.")["kettles"])
    assert not any(sign.startswith("leans_") for sign in signs_of("电水壶漏水。")["电水壶"])
