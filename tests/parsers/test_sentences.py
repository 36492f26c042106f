"""What single sentences say: heard without a word list that knows them, and not heard where it is refused or another's."""

from __future__ import annotations

import pytest

from parsers.letter import Span, Where
from parsers.meaning.sentences import LABELS, likeliest, saying, sentences
from parsers.text.reading import Reading


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Leave me a sound one on the doorstep and take this wreck away.", "replacement"),
        ("Do not send vouchers; drop the forty euros back where they came from.", "refund"),
        ("A fitter had better be here before the weekend to get the heating on.", "repair"),
        ("I tried your chat on Monday and again on Thursday, all in vain.", "prior"),
        ("Otherwise my solicitor will issue a claim in the county court.", "legal"),
        ("把坏的三箱带走,明天换好的来。", "replacement"),
        ("我给工人发的误工钱得你们出。", "compensation"),
        ("少的两包下回跟车带来。", "delivery"),
        ("前天在你们网上填过表,到现在没人理。", "prior"),
        ("再不退款,我会委托律师起诉。", "legal"),
    ],
)
def test_a_sentence_is_heard(text: str, label: str):
    """What it says is more likely than not."""
    assert likeliest(Reading("", text), label) > 0


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Whatever you do, don't send me another one.", "replacement"),
        ("I am not after a refund, I never was.", "refund"),
        ("We shall refund you as soon as the parcel is back with us.", "refund"),
        ("My bank told me to turn to you.", "prior"),
        ("We are a law firm and print a great deal.", "legal"),
        ("修就不必了。", "repair"),
        ("我不要赔偿。", "compensation"),
        ("我们不会为这点事上法院。", "legal"),
    ],
)
def test_what_is_refused_or_anothers_is_not(text: str, label: str):
    """The words are there, but the writer does not say so."""
    assert likeliest(Reading("", text), label) < 0


def test_a_sentence_has_its_place_in_the_letter():
    """The evidence is the sentence itself, without the white space around it."""
    text = "Hello,\n\n  Please give me my money back.  \n\nJo"
    reading = Reading("Refund", text)
    (asked,) = [said for said in saying(reading, "refund", 0.0) if said.start >= reading.body_start]
    start = text.index("Please")
    assert asked.span(reading) == Span(start, text.index("back.") + len("back."), Where.TEXT)


def test_every_label_has_odds_in_every_sentence():
    """Also in one whose words nobody has seen, which is said to be strange."""
    said = sentences(Reading("", "Qwrtz plmkn vbgtr xsdcf wqazx."))
    assert all(each.odds.keys() == set(LABELS) for each in said)
    assert [each.strange for each in said] == [True]


@pytest.mark.parametrize("text", ["", "\n\n", "?!", "no " * 3000, "不要," * 5000, "(" * 5000, "a;" * 5000])
def test_no_text_is_too_much(text: str):
    """Nothing, noise and repetition are read like anything else."""
    assert all(said.start <= said.end for said in sentences(Reading("", text)))
