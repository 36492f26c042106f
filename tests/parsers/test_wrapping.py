"""Lines that a mail program broke run on; lines that somebody ended do not, with or without full stops."""

from __future__ import annotations

import time

import pytest

from parsers.facts import read_facts
from parsers.letter import Remedy
from parsers.text.reading import Reading
from parsers.text.wrapping import own_lines

WRAPPED = """\
We bought twelve garden benches from you in the spring, and of these four
have lost the varnish on the seat after one single month in the rain, which
is not what one expects of a bench."""
TYPED = """\
hi mate order 60412 forty bags of plaster meant to be on site monday and nothing
got three lads stood about at a hundred and sixty a day
just get it sent out
rang your yard twice nobody picks up"""
CAPITALS = """\
I BOUGHT A WHEELBARROW FROM YOU ON 6 MAY INVOICE 40077
THE HANDLE CAME OFF THE FIRST TIME I USED IT AND THE TYRE WONT HOLD AIR
I WANT A NEW ONE
SORRY FOR THE CAPITALS THE KEY IS STUCK"""
CHINESE_WRAPPED = """\
我们在贵公司订购的十二张户外长椅，使用一个月以后就有四张的漆面全部脱落，
这与贵公司在宣传册上所说的五年不褪色完全不符，希望尽快得到处理。"""


def lines(text: str) -> list[str]:
    """The canonical lines of the text."""
    return Reading("", text).text.strip().split("\n")


@pytest.mark.parametrize("text", [WRAPPED, CHINESE_WRAPPED, f"{WRAPPED}\n\n{TYPED[:40]}"])
def test_what_a_program_has_wrapped_runs_on(text: str):
    """No line ends where the next word would have fitted."""
    assert not own_lines(text)
    assert len(lines(text)) < len(text.split("\n"))


@pytest.mark.parametrize("text", [TYPED, CAPITALS, TYPED.replace("\n", " \n  ")])
def test_what_somebody_typed_line_by_line_stays_so(text: str):
    """A word of the next line would have fitted into the one before."""
    assert len(lines(text)) == 4


def test_each_paragraph_is_told_by_itself():
    """A wrapped paragraph above a form is joined, the form is not."""
    assert lines(f"{WRAPPED}\n\n{CAPITALS}") == [" ".join(WRAPPED.split("\n")), *CAPITALS.split("\n")]


def test_a_long_address_of_a_page_tells_nothing():
    """It is never broken, so it is longer than the lines around it."""
    text = WRAPPED.replace("single month", f"single\nhttps://shop.example/{'bench' * 20}\nmonth")
    assert not own_lines(text)


def test_a_wish_on_a_line_of_its_own_is_heard():
    """Without any full stop."""
    facts = read_facts(subject="", text=CAPITALS, language="en", sender=None, attachments=(), date=None)
    assert [fact.value for fact in facts.remedies] == [Remedy.REPLACEMENT]


def test_a_table_below_an_invoice_s_number_is_no_count_of_items():
    """`Item` begins a table's head, and counts nothing on the line above."""
    text = "Our order 45-10982, your invoice 2240871\nItem          Ordered   Received   Remarks at the gate\nHoses  30  26  four short"
    facts = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    assert [fact.value for fact in facts.invoices] == ["2240871"]


@pytest.mark.parametrize("text", ["a b\n" * 50_000, "x" * 45 + "\n" + "y" * 200_000, ("w" * 50 + "\n") * 4_000])
def test_no_text_takes_long(text: str):
    """A letter of 200 KB: one pass over its lines."""
    start = time.process_time()
    own_lines(text)
    assert time.process_time() - start < 0.5
