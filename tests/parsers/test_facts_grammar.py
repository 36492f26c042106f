"""Single facts: numbers, sums, telephones and the rest, told apart from what looks like them."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.facts import read_facts
from parsers.letter import Address, AmountRole, Facts, Span, Where
from parsers.text.numerals import whole


def facts(text: str, subject: str = "") -> Facts:
    """The facts of a letter without a known sender."""
    return read_facts(subject=subject, text=text, language="en", sender=None, attachments=(), date=None)


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("Invoice 70233 is wrong", ["70233"]),
        ("invoice no. INV-2026/114, please", ["INV-2026/114"]),
        ("Inv# 4410", ["4410"]),
        ("machines from you(see Invoice 70233), but", ["70233"]),
        ("invoices 1001, 1002 and 1005", ["1001", "1002", "1005"]),
        ("invoices 1001-1003", ["1001", "1002", "1003"]),
        ("our invoice dated 3 May 2026, no. 221", ["221"]),
        ("发票号码：12345678", ["12345678"]),
        ("發票號碼１２３４５６７８", ["12345678"]),
        ("发票代码：044031900111，发票号码：87654321", ["87654321"]),
        ("invoice of 12 March 2026", []),
        ("the invoice of $1,500 is too high", []),
        ("invoice me for 3 units", []),
        ("开票日期20260312，税号91310000123456789X", []),
        ("请 查 收 附 件 ， 发 票 号 码 0 1 7 7 3 5 2 0 ， 谢 谢 。", ["01773520"]),
        ("(fatt. n. 2026/B/0770 of 28.04.)", ["2026/B/0770"]),
    ],
)
def test_invoice_numbers(text: str, invoices: list[str]) -> None:
    """An invoice number is what follows the word, as written; dates, sums and tax numbers are none."""
    read = facts(text)
    assert [fact.value for fact in read.invoices] == invoices
    for fact in read.invoices:
        evidence = text[fact.spans[0].start : fact.spans[0].end]
        written = unicodedata.normalize("NFKC", evidence).replace(" ", "")
        assert fact.value[:3] in written  # of a range the first digits at least


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("PO 4711", ["4711"]),
        ("purchase order no. GB/245", ["GB/245"]),
        ("my order #Z9Y8X7 never came", ["Z9Y8X7"]),
        ("订单号：DD-20260518", ["DD-20260518"]),
        ("采购单号 4500118832 的货", ["4500118832"]),
        ("运单号：SF1234567890", []),
        ("合同号 HT-2026-01", []),
        ("we order 500 kettles a year", []),
        ("PO Box 4711, Leeds", []),
        ("in order to 12345", []),
        ("tracking number 1Z999AA10123456784", []),
    ],
)
def test_order_numbers(text: str, orders: list[str]) -> None:
    """An order number is told from waybills, contracts, post boxes and the verb."""
    assert [fact.value for fact in facts(text).orders] == orders


def test_other_numbers_are_kept_apart() -> None:
    """Waybill, contract, serial and batch numbers are references of their own."""
    read = facts("合同编号 HT-2026-01，运单号SF1234567890。 Serial no. SN-88213, batch 240117B.")
    assert {fact.value for fact in read.other_refs} == {"HT-2026-01", "SF1234567890", "SN-88213", "240117B"}


@pytest.mark.parametrize(
    ("text", "minor", "currency", "role"),
    [
        ("please refund £618.00", 61_800, "GBP", AmountRole.CLAIMED),
        ("we paid EUR 1.215,50 for it", 121_550, "EUR", AmountRole.PAID),
        ("the quoted price was $45,000", 4_500_000, "USD", AmountRole.PRICE),
        ("损失人民币86,400.00元", 8_640_000, "CNY", AmountRole.LOSS),
        ("要求赔偿3万元", 3_000_000, "CNY", AmountRole.CLAIMED),
        ("請退還1200元，謝謝貴公司處理這筆訂單", 120_000, None, AmountRole.CLAIMED),
        ("it came to JPY 5000", 5_000, "JPY", AmountRole.STATED),
    ],
)
def test_sums_of_money(text: str, minor: int, currency: str | None, role: AmountRole) -> None:
    """A sum is read in minor units with its currency and what it is."""
    read = facts(text)
    assert len(read.amounts) == 1
    amount = read.amounts[0].value
    assert (amount.minor, amount.currency, amount.role) == (minor, currency, role)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,200", 1200),
        ("nine", 9),
        ("two hundred and five", 205),
        ("two dozen", 24),
        ("twenty-four", 24),
        ("十八", 18),
        ("一百二十", 120),
        ("两万五千", 25_000),
        ("2万", 20_000),
        ("二〇二四", 2024),
        ("kettle", None),
        ("", None),
    ],
)
def test_number_words(words: str, value: int | None) -> None:
    """Digits, English words and Chinese numerals give the same whole numbers."""
    assert whole(words) == value


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("It leaks.\n\nRegards\nAnn Poe\nTel. 020 7946 0018\nFax 020 7946 0019", "020 7946 0018"),
        ("漏水了。\n\n联系人：王芳\n电话：138-0013-8000", "138-0013-8000"),
        ("Invoice 0207946001 is wrong.\n\nRegards\nAnn Poe", None),
    ],
)
def test_telephone_numbers(text: str, phone: str | None) -> None:
    """A telephone number is one with its word or one in the signature; never the fax, never an invoice."""
    read = facts(text)
    assert (read.phone.value if read.phone else None) == phone


def test_the_company_stands_in_the_signature() -> None:
    """Name, job and company on neighbouring lines are told apart."""
    read = facts("It leaks.\n\nKind regards,\nJo Marsh\nPurchasing Manager, Otter & Finch Ltd\nTel 020 7946 0018")
    assert read.sender_name is not None
    assert read.company is not None
    assert (read.sender_name.value, read.company.value) == ("Jo Marsh", "Otter & Finch Ltd")


def test_the_writers_own_firm_is_no_product() -> None:
    """Though its name is made of goods, and stands in the text as well."""
    text = "Business name: Hollin Dry Cleaners\nMessage: The drums you sent leak.\n\nOmar Hollin\nHollin Dry Cleaners"

    read = facts(text)

    assert read.company is not None
    assert read.company.value == "Hollin Dry Cleaners"
    assert "Hollin Dry Cleaners" not in [fact.value.name for fact in read.products]


def test_evidence_points_at_the_words_through_odd_spacing_and_wide_characters() -> None:
    """Spans are into the text as it came, whatever was folded and joined to read it."""
    text = "Hello,\r\n\r\n　訂單編號：ＡＢ－１２３４  and   please\t refund  me"
    read = facts(text)
    assert [fact.value for fact in read.orders] == ["AB-1234"]
    span = read.orders[0].spans[0]
    assert text[span.start : span.end] == "ＡＢ－１２３４"
    refund = read.remedies[0].spans[0]
    assert text[refund.start : refund.end] == "refund"


def every_span(read: Facts) -> list[Span]:
    """All evidence of a letter."""
    many = [*read.invoices, *read.orders, *read.other_refs, *read.products, *read.amounts, *read.defect]
    many += [*read.remedies, *read.flags, read.urgency, read.legal_threat, read.prior_contact, read.topic]
    many += [fact for fact in (read.sender_name, read.company, read.phone) if fact is not None]
    return [*read.purpose_spans, *(span for fact in many for span in fact.spans)]


SNIPPETS = st.sampled_from(
    [
        "invoice ",
        "order no. ",
        "PO-",
        "1001",
        ", ",
        "2 dozen ",
        "kettle",
        "refund ",
        "please ",
        "\n",
        "\r\n",
        "\u3000",
        "发票号码：",
        "订单",
        "十八台",
        "空调",
        "退款",
        "。",
        "İ",
        "ﬁ",
        "😀",
        "\x00",
        "$1,200.50",
        "万元",
        "Regards\nBob",
        "tel 020 7946 0018",
        "not ",
        "urgent",
        "(",
        "[",
        "#",
        "…",
        "A-1-",
        "漏水",
    ]
)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(), st.lists(SNIPPETS, max_size=40).map("".join)), subject=st.text(max_size=60))
def test_any_text_is_read_and_every_span_lies_inside(text: str, subject: str) -> None:
    """No characters make the reader raise, and evidence never points outside the letter."""
    read = read_facts(
        subject=subject, text=text, language="und", sender=Address("a@b.example", "N"), attachments=(), date=None
    )
    for span in every_span(read):
        assert span.end <= len(subject if span.where is Where.SUBJECT else text)
    assert 0.0 <= read.confidence <= 1.0


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "1",
        "1 ",
        "(",
        "[] ",
        "\n",
        "invoice ",
        "invoices 1234, ",
        "po ",
        "退款",
        "发票号码",
        "十台空调",
        "$1,000 ",
        "1,000,",
        "1-",
        "客服说要求退款",
        "Mr Bob\n",
        "A b ",
        "12 pallets of ",
        "he was burned and then ",
        "shipped under 5567-R ",
        "单:",
        "the till roll printer ",
    ],
)
def test_hostile_repetition_costs_less_than_a_second(unit: str) -> None:
    """100 KB of one thing are read in linear time (hazards H34)."""
    text = unit * (100_000 // len(unit))
    facts("warm")
    start = time.process_time()
    facts(text, text)
    assert time.process_time() - start < 1.0
