"""What of a letter may be told back to whoever sent it, and what is shown to staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.case import Amended
from daemon.planning import forms
from parsers import read
from parsers.letter import (
    Address,
    Amount,
    Attachment,
    Fact,
    Facts,
    Letter,
    Origin,
    Product,
    Remedy,
    Span,
    Topic,
    Where,
)
from templates.contexts import Item, Missing

HOSTILE = [
    "http://evil.example/x", "https://evil.example", "www.evil.example", "evil.example", "mail mallory@evil.example",
    "<b>bold</b>", "[click](x)", "{{ 7*7 }}", "{% include x %}", "evil.COM/path", "visit evil.cn now",
]  # fmt: skip


def letter(subject: str = "", *, warnings: tuple[str, ...] = (), **facts: object) -> Letter:
    """A person's letter with these facts."""
    return Letter(
        origin=Origin.PERSON,
        origin_reason="",
        message_id=None,
        sender=Address("ann@customer.example", "Ann"),
        subject=subject,
        warnings=warnings,
        facts=Facts(**facts),  # pyright: ignore[reportArgumentType] - the test names the facts
    )


@pytest.mark.parametrize("number", ["89621", "INV-2026/11.7", "A7731", "９０１２３", "0"])
def test_plain_numbers_are_told_back(number: str):
    """Letters, digits, dash, dot and slash; full-width digits become plain ones."""
    [told] = forms.safe_numbers([Fact(number)])
    assert told.isascii()


@pytest.mark.parametrize(
    "number",
    ["", " ", "89621 http://x.example", "89621\nBcc: x", "<b>1</b>", "1" * 41, "evil@x.example", "-1", "../etc", "{{7}}", "1\u202e2"],
)  # fmt: skip
def test_other_numbers_are_not(number: str):
    """What is no plain number of at most 40 characters is not repeated to anybody."""
    assert forms.safe_numbers([Fact(number)]) == ()


def test_each_number_once():
    """A number that is written three ways is told once."""
    assert forms.safe_numbers([Fact("89621"), Fact("８９６２１"), Fact(" 89621 ")]) == ("89621",)


@given(st.text(max_size=60))
def test_whatever_the_number_is_it_carries_no_link(number: str):
    """Nothing told back can be a web address with a scheme, an address, or markup."""
    for told in forms.safe_numbers([Fact(number)]):
        assert not set("@:<>[]{}() \n\r\t") & set(told)
        assert len(told) <= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_product_names_are_not_told_back(name: str):
    """A product whose name is a link, an address or markup is left out of the acknowledgement."""
    assert forms.safe_items(letter(products=(Fact(Product(name, 3)),))) == ()


def test_plain_product_names_are_told_back():
    """The customer's own words and number; a name as long as a paragraph is none."""
    products = (Fact(Product("electric kettles", 18)), Fact(Product("空调", None)), Fact(Product("k" * 61, 1)))
    assert forms.safe_items(letter(products=products)) == (Item("electric kettles", 18), Item("空调", None))


@pytest.mark.parametrize("subject", [*HOSTILE, "", "  ", "Re: ", "x" * 151])
def test_hostile_subjects_are_not_echoed(subject: str):
    """The desk's own subject is used instead: nobody can advertise through our answers."""
    assert forms.echoed_subject(letter(subject)) is None


def test_a_letter_with_oddities_is_not_echoed():
    """Where anything about the letter is odd, its subject stays here."""
    assert forms.echoed_subject(letter("Kettles", warnings=("It has two subjects.",))) is None


@pytest.mark.parametrize(
    "subject, echoed",
    [
        ("Kettles", "Re: Kettles"),
        ("Re: Kettles", "Re: Kettles"),
        ("RE: AW: 回复：Kettles", "Re: Kettles"),
        ("投诉空调", "Re: 投诉空调"),
        ("Invoice 89621: nine leak", "Re: Invoice 89621: nine leak"),
    ],
)
def test_plain_subjects_are_echoed_so_that_mail_programs_thread(subject: str, echoed: str):
    """One `Re:`, however many the subject had."""
    assert forms.echoed_subject(letter(subject)) == echoed


def test_what_is_asked_for():
    """At most two things, the most useful first, and only what is missing."""
    goods = Fact(Topic.PRODUCT_QUALITY)
    assert forms.missing(letter(topic=goods)) == (Missing.REFERENCE, Missing.PRODUCT)
    assert forms.missing(letter(topic=goods, orders=(Fact("7"),))) == (Missing.PRODUCT, Missing.PICTURES)
    known = letter(topic=goods, invoices=(Fact("7"),), products=(Fact(Product("kettle")),))
    assert forms.missing(known) == (Missing.PICTURES,)
    assert forms.missing(letter(topic=Fact(Topic.BILLING), invoices=(Fact("7"),))) == ()


def test_pictures_that_came_are_not_asked_for():
    """A photo or a film is enough."""
    sent = Letter(
        origin=Origin.PERSON,
        origin_reason="",
        message_id=None,
        sender=None,
        attachments=(Attachment("p.jpg", "image/jpeg", 10, "2"),),
        facts=Facts(topic=Fact(Topic.PRODUCT_QUALITY), invoices=(Fact("7"),), products=(Fact(Product("kettle")),)),
    )
    assert forms.missing(sent) == ()


def test_staff_see_the_words_a_fact_was_read_from():
    """Each line of the form shows value and evidence, from subject or text."""
    text = "Nine of the 18 kettles leak; we lost 1,200.50 EUR."
    read = Letter(
        origin=Origin.PERSON,
        origin_reason="",
        message_id=None,
        sender=None,
        subject="Invoice 89621",
        text=text,
        facts=Facts(
            invoices=(Fact("89621", (Span(8, 13, Where.SUBJECT),)),),
            products=(Fact(Product("kettles", 9), (Span(12, 22),)),),
            amounts=(Fact(Amount(120_050, "EUR"), (Span(37, 49),)),),
        ),
    )
    lines = {line.label: (line.value, line.words) for line in forms.fact_lines(read)}
    assert lines["invoices"] == ("89621", "89621")
    assert lines["products"] == ("kettles × 9", "18 kettles")
    assert lines["amounts"] == ("EUR 1,200.50", "1,200.50 EUR")


def test_words_within_each_other_stand_once():
    """Where one fact was read from a phrase and from a word in it, the form shows the phrase."""
    demand = Fact(Remedy.REPLACEMENT, (Span(0, 22), Span(7, 22)))
    written = replace(letter(remedies=(demand,)), text="Please replace the lot at once.")
    [line] = forms.fact_lines(written)
    assert line.words == "Please replace the lot"


@pytest.mark.parametrize(
    ("name", "quantity", "shown"),
    [
        ("5台水泵", 5, "5台水泵"),
        ("两台水泵", 2, "两台水泵"),
        ("5 pumps", 5, "5 pumps"),
        ("三星手机", 3, "三星手机 × 3"),
        ("3M tape", 3, "3M tape × 3"),
        ("水泵", 5, "水泵 × 5"),
    ],
)
def test_a_count_that_the_name_says_is_not_said_twice(name: str, quantity: int, shown: str):
    """To staff and to the customer alike; a name that only begins with a number keeps its count."""
    one = letter(products=(Fact(Product(name, quantity)),))
    assert [line.value for line in forms.fact_lines(one)] == [shown]
    assert forms.safe_items(one) == (Item(name, None if shown == name else quantity),)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("运单号 SF1000000000001 没到", "waybills"),
        ("单号 ST1000000000002 没到", "waybills"),
        ("tracking number 1Z12345E0205271688 is lost", "waybills"),
        ("订单号 SF1000000000003 没到", "orders"),
        ("合同号 HT20260101 的货没到", "other_refs"),
    ],
)
def test_a_waybill_is_called_one(words: str, label: str):
    """By the letter's word for it or by the carrier's form; what the letter calls an order stays one."""
    written = read(f"From: a@b.example\r\nSubject: x\r\n\r\n{words}".encode())
    assert isinstance(written, Letter)
    found = forms.numbers_of(written, written.facts)
    assert [key for key, facts in found.items() if facts] == [label]


def test_yen_have_no_cents():
    """Minor units are the currency's own."""
    [line] = forms.fact_lines(letter(amounts=(Fact(Amount(12_000, "JPY")),)))
    assert line.value == "JPY 12,000"


def test_the_numbers_a_case_is_known_by():
    """Invoice and order numbers, in one form: full-width and lower case are the same number."""
    one, two = letter(invoices=(Fact("ab-７"),)), letter(invoices=(Fact("AB-7"),))
    assert forms.case_numbers(one) == forms.case_numbers(two) == (("invoice", "AB-7"),)
    assert forms.case_numbers(letter(orders=(Fact("AB-7"),))) == (("order", "AB-7"),)


def test_an_unknown_sender_is_a_dash():
    """A letter without a sender is shown without inventing one."""
    nobody = Letter(origin=Origin.PERSON, origin_reason="", message_id=None, sender=None, text="Hello")
    assert forms.words_of(nobody, datetime(2026, 11, 23, tzinfo=UTC)).sender == "—"


def written(words: str) -> Letter:
    """A letter with these words, as it is read."""
    found = read(f"From: ann@customer.example\r\nSubject: Hello\r\n\r\n{words}\r\n".encode())
    assert isinstance(found, Letter)
    return found


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("My parcel (waybill SF44192207) is late.", "SF44192207"),
        ("Waybill no. 7734120091 is lost.", "7734120091"),
        ("快递单号：7734120091，还没到。", "7734120091"),
        ("快件（SF44192207）还没到。", "SF44192207"),
        ("RR123456785CN has not come.", "RR123456785CN"),
    ],
)
def test_a_waybill_finds_its_case(words: str, number: str):
    """A further letter about a waybill finds the case by it, whatever the customer calls the number."""
    assert ("waybill", number) in forms.case_numbers(written(words))


@pytest.mark.parametrize("words", ["Contract 55123, customer no. 8812.", "Our VAT number is DE123456789."])
def test_what_names_more_than_one_matter_finds_no_case(words: str):
    """Contract, customer and tax numbers stand in every letter of a customer's."""
    assert forms.case_numbers(written(words)) == ()


@pytest.mark.parametrize(
    ("text", "wrong", "right"), [("invoice 89621", "89621", "89612"), ("发票号89621", "89621", "89612")]
)
def test_what_was_put_right_is_not_shown_beside_the_words_that_say_otherwise(text: str, wrong: str, right: str):
    """The form reads 89612, and does not quote "invoice 89621" beside it; what was not put right keeps its words."""
    letter = read(
        f"From: ann@customer.example\nSubject: Complaint\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    )
    assert isinstance(letter, Letter)
    before = [line for line in forms.fact_lines(letter) if line.label == "invoices"]
    after = forms.fact_lines(letter, (Amended(of="invoices", right=right, wrong=wrong),))
    assert [(line.value, bool(line.words)) for line in before] == [(wrong, True)]
    assert [(line.value, line.words) for line in after if line.label == "invoices"] == [(right, "")]
