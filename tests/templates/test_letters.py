"""Every notice in every language, read as its reader gets it."""

import re
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum
from time import perf_counter
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from daemon.case import State
from templates import SAMPLES, Context, Kind, catalogue, check, render
from templates.contexts import (
    Added,
    Approval,
    Asked,
    Cause,
    Closed,
    Ended,
    Escalation,
    Overdue,
    Receipt,
    Redispatch,
    Told,
    Why,
)
from templates.shelf import shelf
from tests.templates.reading import LANGUAGES, one_spaced, sample, samples

ONE_BY_ONE = [
    replace(receipt, done=(done,)) for receipt in samples(Receipt) if len(receipt.done) > 1 for done in receipt.done
]
ALL = [
    (context.kind, language, context)
    for language in LANGUAGES
    for context in (*(context for contexts in SAMPLES.values() for context in contexts), *ONE_BY_ONE)
]
NEVER_EMPTY = {"choices", "done", "buttons"}  # without these there would be no mail; buttons have tests of their own


def test_every_language_has_every_notice():
    """No reader gets a mail in a language that is not theirs because a letter was forgotten."""
    assert {"en", "zh"} <= set(LANGUAGES)
    assert catalogue() == dict.fromkeys(Kind, LANGUAGES)


def test_every_notice_has_samples_with_and_without_everything():
    """What `check` renders covers each context type, and each optional part both there and missing."""
    assert set(SAMPLES) == set(Kind)
    assert {type(context) for contexts in SAMPLES.values() for context in contexts} == set(get_args(Context))
    assert all(context.kind is kind for kind, contexts in SAMPLES.items() for context in contexts)
    for made in get_args(Context):
        contexts = samples(made)
        for field in fields(made):
            values = {bool(getattr(context, field.name)) for context in contexts}
            optional = field.name not in NEVER_EMPTY and made is not Overdue  # a list of nothing is not sent
            if optional and isinstance(getattr(contexts[0], field.name), tuple):
                assert values == {True, False}, f"{made.__name__}: {field.name} is always there or never"


def test_every_turn_a_letter_takes_has_a_sample():
    """What a command did, why a case came back, was escalated, closed or waits: no branch of a letter goes unread."""
    assert {done.told for receipt in samples(Receipt) for done in receipt.done} == set(Told)
    assert {context.why for context in samples(Redispatch)} == set(Why)
    assert {context.cause for context in samples(Escalation)} == set(Cause)
    assert {context.ended for context in samples(Closed)} == set(Ended)
    assert {context.asked for context in samples(Approval)} == set(Asked)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "codes"), [("told", Told), ("states", State)])
def test_every_code_has_a_word(table: str, codes: type[StrEnum], language: str):
    """Nobody reads `options_sent`: each state of a case and each outcome of a command has words of its own."""
    words = shelf(language, None).words[table]
    assert set(words) == set(codes)
    assert len(set(words.values())) == len(words)


def test_our_own_letters_have_no_problems():
    """`check` finds nothing to say about what we ship."""
    assert check() == []


@pytest.mark.parametrize(("kind", "language", "context"), ALL)
def test_a_mail_is_whole(kind: Kind, language: str, context: Context):
    """Each mail has a one-line subject, a text without leftover markup, and HTML that says the same."""
    mail = render(context, language)
    assert mail.subject == one_spaced(mail.subject)
    assert 0 < len(mail.subject) <= 200
    assert mail.text.endswith("\n")
    assert not mail.text.endswith("\n\n")
    assert "\n\n\n" not in mail.text
    assert not re.search(r"\*\*|`|\]\(|^#|^\|| \| |\{\{|\{%|[\ue000-\uf8ff]", mail.text, re.MULTILINE), mail.text
    assert not re.search(r"\{\{|\{%|[\ue000-\uf8ff]", mail.html)
    assert f'lang="{language}"' in mail.html
    assert context.desk.name in mail.text
    body = LexborHTMLParser(mail.html).css_first(".letter")
    assert body is not None
    shown = "".join(body.text().split())
    said = re.sub(r"<mailto:[^>]*>|^\d+\. ", "", mail.text, flags=re.MULTILINE)  # HTML numbers its lists itself
    for word in re.findall(r"[A-Za-z0-9一-鿿]{2,}", said):
        assert word.casefold() in shown.casefold(), f"{word!r} is in the text of {kind} but not in its HTML"


@pytest.mark.parametrize(("kind", "language", "context"), ALL)
def test_a_sentence_is_well_set(kind: Kind, language: str, context: Context):
    """No blank is missing or too many around what was filled in, in subject and text."""
    mail = render(context, language)
    lines = [mail.subject, *(line for line in mail.text.split("\n") if not re.search(r"  \S|^>|^ ", line))]
    for line in lines:
        assert not re.search(r" [,;:.!?](\s|$)|[a-z0-9]–|–[a-z]|\(\s|\s\)", line), f"{kind}: {line!r}"
        assert not re.search(r"[。，：；、]{2}|[。，；：] |（）|“”", line), f"{kind}: {line!r}"
        assert not re.search(r"\bNone\b|\b[a-z]+_[a-z]+\b", line), f"{kind}: {line!r}"


@pytest.mark.parametrize(("kind", "language", "context"), ALL)
def test_a_mail_loads_nothing(kind: Kind, language: str, context: Context):
    """No image, script, style sheet or address is fetched when a mail is opened; links are mailto:."""
    page = LexborHTMLParser(render(context, language).html)
    assert not page.css("img, script, link, iframe, object, form, base, [src], [background], meta[http-equiv]"), kind
    assert "url(" not in (page.html or "")
    assert "@import" not in (page.html or "")
    assert all((link.attributes.get("href") or "").startswith("mailto:") for link in page.css("a"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if hasattr(sample(kind), "case") and kind is not Kind.ACKNOWLEDGEMENT]
)
def test_subjects_name_the_case(kind: Kind, language: str):
    """Somebody with forty mails in the inbox sees which case each is about."""
    for context in SAMPLES[kind]:
        if getattr(context, "case", ""):
            assert "A-2026-0042" in render(context, language).subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_list_is_easy_to_scan(language: str):
    """Each case of a list begins a line with its number, and what is overdue says so."""
    lines = render(sample(Kind.WORKLIST), language).text.split("\n")
    assert [line[2:13] for line in lines if line.startswith("- ")] == ["A-2026-0042", "A-2026-0017", "A-2026-0009"]
    overdue = {"en": "overdue since Mon 23 Nov, 13:12", "zh": "11月23日 13:12 到期，已超时"}[language]
    assert sum(overdue in line for line in lines) == 1


def test_tables_are_aligned_in_plain_text():
    """Columns start at the same place, also where Chinese characters take two columns."""
    lines = render(sample(Kind.HANDOVER, 1), "zh").text.split("\n")
    starts = {
        sum(2 if ord(char) > 0x2E7F else 1 for char in line[: line.index(value)])
        for line in lines
        for value in ("89621", "冷柜 × 18", "不制冷", "换货")
        if re.match(rf"\S+ +{value} ", line)
    }
    assert len(starts) == 1


def test_a_language_we_do_not_write_gets_english():
    """An unknown language is no reason to send nothing."""
    for language in ("xx", "und", "", "../zh"):
        assert render(sample(Kind.ADDED), language) == render(sample(Kind.ADDED), "en")


def test_a_variety_of_a_language_gets_that_language():
    """Who writes from a Chinese or British program reads Chinese or English."""
    assert render(sample(Kind.ADDED), "zh-CN") == render(sample(Kind.ADDED), "zh")
    assert render(sample(Kind.ADDED), "en-GB") == render(sample(Kind.ADDED), "en")


def test_a_notice_is_written_in_less_than_three_milliseconds():
    """A desk that answers thousands of letters an hour spends its time elsewhere (the best of twenty is compared)."""
    for kind in Kind:
        best = min(_seconds(kind) for _ in range(20))
        assert best < 0.003, f"{kind} took {best * 1000:.1f} ms"


def _seconds(kind: Kind) -> float:
    start = perf_counter()
    render(sample(kind), "zh")
    return perf_counter() - start


def test_dates_follow_the_readers_zone():
    """A zone without a name of its own is said by its city, a fixed offset by itself."""
    vienna = datetime(2026, 7, 1, 9, 5, tzinfo=ZoneInfo("Europe/Vienna"))
    context = sample(Kind.ADDED)
    assert isinstance(context, Added)
    text = render(replace(context, promised=vienna), "en").text
    assert "by Wednesday 1 July 2026, 09:05 (Vienna time, UTC+2)" in text
    offset = datetime.fromisoformat("2026-01-05T23:59:00-03:30")
    assert "by Monday 5 January 2026, 23:59 (UTC-3:30)" in render(replace(context, promised=offset), "en").text
    assert "2026年1月5日（星期一）23:59 前（UTC-3:30）" in render(replace(context, promised=offset), "zh").text
