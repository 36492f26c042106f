"""Tables as they are seen and as they are read out."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from selectolax.lexbor import LexborHTMLParser

from templates.contexts import Kind
from templates.render import render
from templates.samples import SAMPLES
from templates.shelf import HOME
from templates.words import load, said

LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.HANDOVER, Kind.REVIEW, Kind.DIGEST])
def test_no_table_has_a_header_row_without_words(kind: Kind, language: str):
    """A screen reader says no empty headers: where columns have no names, each row is named by its first cell."""
    page = LexborHTMLParser(render(SAMPLES[kind][0], language).html)
    assert all(cell.text(strip=True) for cell in page.css(".letter thead th"))
    for table in page.css(".letter table"):
        first = [row.css_first("th, td") for row in table.css("tbody > tr")]
        named = table.css_first("thead") is None
        assert {cell.tag for cell in first if cell} == {"th" if named else "td"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_in_plain_text_end_below_each_other(language: str):
    """In the bulletin each amount ends in the same column, and nothing but the amount stands there."""
    lines = render(SAMPLES[Kind.PENALTIES][0], language).text.splitlines()
    sums = [line for line in lines if line.endswith(("200", "600", "800")) and "  " in line]
    assert len(sums) == 3
    assert len({_cells(line) for line in sums}) == 1
    entries = [line.partition("A-2026-00")[0] for line in lines if "A-2026-00" in line and "mailto" not in line]
    assert [entry.split() for entry in entries] == [["1", "100"], ["2", "100"], ["3", "600"]]
    assert len({len(entry) for entry in entries}) == 1


def _cells(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_missed_has_room_on_a_telephone(language: str):
    """The bulletin's entries have three columns: the case stands with what was missed."""
    page = LexborHTMLParser(render(SAMPLES[Kind.PENALTIES][0], language).html)
    assert len(page.css(".letter table")[0].css("thead th")) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inbox_shows_news_beside_the_subject(language: str):
    """The preview of a customer's mail begins with what it says, not with how it greets."""
    page = LexborHTMLParser(render(SAMPLES[Kind.ACKNOWLEDGEMENT][0], language).html)
    preview = page.css_first(".preview")
    assert preview is not None
    assert "18:00" in preview.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_keeps_its_margins_where_boxes_have_none(language: str):
    """Word's engine knows no padding of a div: the sheet is a table's cell, laid out for no reader."""
    page = LexborHTMLParser(render(SAMPLES[Kind.HANDOVER][0], language).html)
    sheet = page.css_first("table.sheet")
    assert sheet is not None
    assert sheet.attributes.get("role") == "presentation"
    assert page.css_first("td.letter") is not None


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            "points at C2026-000001: it names the case's number, but x@other.example takes no part in it",
            "来信指向投诉 C2026-000001：来信写明了投诉编号，但来信人 x@other.example 并非本案当事人",
        ),
        (
            (
                "too many of one sender's for review in a day: points at C2026-000001: it carries our token, "
                "but x@other.example takes no part in it"
            ),
            (
                "同一发件人当日待审来信过多，未逐一发送：来信指向投诉 C2026-000001：来信带有本系统的标记，"
                "但来信人 x@other.example 并非本案当事人"
            ),
        ),
    ],
)
def test_a_reason_within_a_reason_is_said_in_chinese_too(reason: str, words: str):
    """Reasons are kept in English; a Chinese mail has none of it, however deep one stands in another."""
    assert said(reason, "reasons", load([HOME / "en", HOME / "zh"])) == words
