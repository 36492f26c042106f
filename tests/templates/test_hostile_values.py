"""Whatever a letter says, it stays words in what staff and customers see (hazards H01, H28, H30, H31)."""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from templates import SAMPLES, Context, Kind, languages, render
from templates.contexts import (
    Acknowledgement,
    Alarm,
    Button,
    Enquiry,
    FactLine,
    Handover,
    Item,
    Resolution,
    Words,
    Worklist,
)
from templates.samples.cast import DESK, LINES
from templates.values import LETTER_MAX_CHARS, LETTER_MAX_LINES

HOSTILE = (
    "{{ 7*7 }} {% for x in range(9) %}{% endfor %} {# #} ${7*7} #{7*7} {{ desk.__class__.__mro__ }}",
    "[free money](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example> **bold** `code` _it_",
    "# Heading\n\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quote\n\n---\n\n```\nfence\n```\n\n1. one\n\n    code",
    "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a></table></div>&amp;&#60;",
    "hi\r\nBcc: evil@x.example\r\n\r\nbody\x00\x1b[2J\u2028next\u2029last\x85nel",
    "\u202egpj.exe\u2066 \u200f\ufeffbom \ud800 lone \ue0000\ue001 \ue0001\ue001 slot",
    "| a | b \\| c \\` \\[ \\",
    "\"><svg/onload=alert(1)> ' onmouseover=alert(1) ]]> --> </style><style>*{display:none}</style>",
)
MARKUP = "a[href^='https'], img, script, svg, h1 + h1, hr, pre, code, ol, iframe, [onerror], [onload], [onmouseover]"


def hostile_handover(text: str) -> Handover:
    """A handover in which everything that can come out of a letter is `text`."""
    context = SAMPLES[Kind.HANDOVER][0]
    assert isinstance(context, Handover)
    words = Words(sender=text, subject=text, received=context.letter.received, text=text, attachments=(text,))
    facts = (FactLine(label="invoices", value=text, words=text),)
    return replace(context, letter=words, facts=facts, why=(text,), related=(text,), department=text, case=text)


def tainted(value: Any, text: str) -> Any:
    """`value` with every string in it, however deep, turned into `text`; links and codes of our own stay."""
    if isinstance(value, Enum | Button):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(tainted(part, text) for part in cast("tuple[object, ...]", value))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: tainted(getattr(value, field.name), text) for field in fields(value)}
        return type(value)(**parts)
    return value


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", Kind)
def test_nothing_that_anybody_wrote_becomes_markup(kind: Kind, language: str):
    """In every notice, whatever stands in every field, the mail has the elements and links of a harmless one."""
    for context in SAMPLES[kind][:3]:
        calm = LexborHTMLParser(render(_tainted(context, "calm"), language).html)
        for text in HOSTILE:
            mail = render(_tainted(context, text), language)
            page = LexborHTMLParser(mail.html)
            assert _skeleton(page) == _skeleton(calm)
            assert _targets(page) == _targets(calm)
            assert len(mail.subject.splitlines()) == 1


def _tainted(context: Context, text: str) -> Context:
    return replace(tainted(context, text), desk=context.desk)


def _targets(page: LexborHTMLParser) -> list[str | None]:
    return [link.attributes.get("href") for link in page.css("a")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_departments_words_reach_the_customer_as_they_were_written(text: str):
    """What a department writes is shown to the letter, braces and brackets included, and never carried out."""
    context = SAMPLES[Kind.RESOLUTION][0]
    assert isinstance(context, Resolution)
    mail = render(replace(context, resolved=replace(context.resolved, solution=text)), "en")
    for word in re.findall(r"[\x21-\x7e]{3,}", text.replace("\x1b", " ").replace("\x00", " ")):
        assert word in mail.text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text", HOSTILE)
def test_a_letter_cannot_become_markup(text: str, language: str):
    """Links, images, headings, tables, code, script: none of it appears that a harmless letter would not have."""
    mail = render(hostile_handover(text), language)
    page = LexborHTMLParser(mail.html)
    assert page.css(MARKUP) == []
    calm = LexborHTMLParser(render(hostile_handover("calm"), language).html)
    assert _skeleton(page) == _skeleton(calm)


def _skeleton(page: LexborHTMLParser) -> list[str | None]:
    """The page's elements in order, but for the line breaks of a quoted letter."""
    return [node.tag for node in page.css("body *") if node.tag != "br"]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_words_themselves_are_shown(text: str):
    """Nothing is swallowed: what was typed is what the department reads, in text and in HTML."""
    mail = render(hostile_handover(text), "en")
    shown = LexborHTMLParser(mail.html).css_first("blockquote")
    assert shown is not None
    for word in re.findall(r"[\x21-\x7e]{3,}", text.replace("\x1b", " ").replace("\x00", " ")):
        assert word in mail.text
        assert word in shown.text()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text", HOSTILE)
def test_a_subject_stays_one_line(text: str, language: str):
    """No value brings a line break, a control character or a bidi override into a header (hazards H01)."""
    enquiry = SAMPLES[Kind.ENQUIRY][0]
    alarm = SAMPLES[Kind.ALARM][0]
    assert isinstance(enquiry, Enquiry)
    assert isinstance(alarm, Alarm)
    hostile = replace(enquiry, letter=replace(enquiry.letter, subject=text * 50, sender=text))
    for context in (hostile, replace(alarm, title=text * 50), hostile_handover(text * 50)):
        subject = render(context, language).subject
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", subject)
        assert len(subject) <= 200
        assert len(subject.splitlines()) == 1


def test_a_value_may_hold_what_looks_like_a_slot():
    """The marks that stand for values cannot be forged: a value is filled in once and not looked at again."""
    text = render(hostile_handover("\ue0000\ue001 and \ue0001\ue001"), "en").text
    assert "> \ue0000\ue001 and \ue0001\ue001\n" in text


@pytest.mark.parametrize("language", languages())
def test_a_long_letter_is_cut_and_says_so(language: str):
    """A novel does not fill the department's mailbox, and nobody takes the beginning for the whole."""
    cut = {"en": "only its beginning is shown", "zh": "只是开头部分"}[language]
    for text in ("x" * (LETTER_MAX_CHARS + 1), "line\n" * (LETTER_MAX_LINES + 5), "字" * 1_000_000):
        mail = render(hostile_handover(text), language)
        assert len(mail.text) < 3 * LETTER_MAX_CHARS
        assert cut in mail.text
        assert cut in mail.html
    assert cut not in render(hostile_handover("short"), language).text


def test_line_breaks_of_the_quoted_letter_are_kept():
    """Whoever writes in lines is read in lines; the quote does not end at an empty one."""
    mail = render(hostile_handover("one\n\n\ttwo\r\nthree"), "en")
    assert "> one\n>\n>  two\n> three\n" in mail.text
    quote = LexborHTMLParser(mail.html).css("blockquote")
    assert len(quote) == 1
    assert len(quote[0].css("br")) == 3


def test_product_names_are_words_only():
    """What is repeated to the customer cannot be formatted, linked or broken into lines (hazards H28)."""
    sample = SAMPLES[Kind.ACKNOWLEDGEMENT][0]
    assert isinstance(sample, Acknowledgement)
    context = replace(sample, items=(Item(name="[x](https://evil.example)\n# y", quantity=1),))
    mail = render(context, "en")
    assert "- 1 × [x](https://evil.example) # y\n" in mail.text
    assert LexborHTMLParser(mail.html).css("a[href^='https']") == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_leaves_the_form_as_it_is(text: str):
    """Whatever characters a letter is made of, the mail has the same elements and can be sent as UTF-8."""
    mail = render(hostile_handover(f"a{text}z"), "en")
    assert _skeleton(LexborHTMLParser(mail.html)) == _skeleton(
        LexborHTMLParser(render(hostile_handover("az"), "en").html)
    )
    (mail.subject + mail.text + mail.html).encode()


def test_a_name_written_from_right_to_left_moves_no_date():
    """It is set apart in both bodies; a subject line and a quoted letter stay as they are."""
    line = replace(LINES[0], customer="דוד כהן", subject="שלום")
    mail = render(Worklist(desk=DESK, department="Sales", cases=(line,)), "zh")
    assert "\u2068דוד כהן\u2069" in mail.text
    assert "\u2068דוד כהן\u2069" in mail.html
    assert "\u2068" not in render(Worklist(desk=DESK, department="Vertrieb Köln", cases=LINES), "en").text
