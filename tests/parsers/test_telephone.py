"""Which of a letter's numbers rings its writer."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("It leaks.\nJo Marsh\nDirect 0117 555 018 / mobile 07700 900 181 / fax 0117 555 019", "0117 555 018"),
        ("It leaks. My reference is Mr T. Hay, 07700 900 118. You can get me on 07700 900 119 after six.\nJo Marsh", "07700 900 119"),
        ("It leaks. I rang your helpline 0800 555 111 twice.\nJo Marsh\n0871 555 0177 is my number", "0871 555 0177"),
        ("It leaks, somebody needs to ring me tonight: 07700 900645.\nJo Marsh", "07700 900645"),
        ("It leaks.\nJo Marsh\nTel. (home) 01632 960 118, not after 8", "01632 960 118"),
        ("It leaks.\nRegards\nIvo Ban\nIBAN BE71 0961 2345 6118\nTfno. 976 555 018 - Fax 976 555 019", "976 555 018"),
        ("漏水。\n王静\nT: 0769-8800 4118 转 836\nM: 138 0000 2118", "0769-8800 4118 转 836"),
        ("漏水。\n王静\n电话：0575-8460 1118（陈主任）  手机：13600005118", "13600005118"),
        ("漏水。有事打我电话 139 0000 2118，别打座机 0371-6000 1118。\n王静", "139 0000 2118"),
        ("漏水。手机13900000118换号了，新的是13900000119。\n王静", "13900000119"),
        ("It leaks.\nUwe Brandt\nTel. 089 / 55 50 27-14", "089 / 55 50 27-14"),
        ("漏水。我家电话（0371）6595 0118，白天有人。\n王静", "（0371）6595 0118"),
        ("漏水，今晚不回我就打12315。电话13900000118", "13900000118"),
        ("漏水。\n王静\n聯絡電話：6033 8118", "6033 8118"),
        ("It leaks.\nR. Snell\n\nTelephone Dunbury 555 0231 (not on Sundays)", "555 0231"),
        ("It leaks.\nR. Snell\nTel. Glenmore 217", "Glenmore 217"),
        ("It leaks.\nJo Braga\nTel. +55 11 5555 0120 ramal 204", "+55 11 5555 0120 ramal 204"),
        ("It leaks.\nLotte\nshop 01273 555 118\nmob 07700 900 118 <- use this one", "07700 900 118"),
        ("It leaks.\nLotte\n01273 555 118 is dead, 07700 900 118", "07700 900 118"),
        ("漏水。\n林小姐\nLine ID：haifeng_lin／0912-555-018", "0912-555-018"),
        ("漏水。\n林小姐\n代表號：02-2555-0118", "02-2555-0118"),
        ("漏水。\n林小姐\n微信/电话 138 0000 5118（晚上别打）", "138 0000 5118"),
    ],
)  # fmt: skip
def test_the_writer_s_number_is_read(text: str, phone: str):
    """The one to call back, with its extension; of several alike the first in the signature."""
    read = read_signature(text, Address("jo@mailbox.example", ""))
    assert read.phone is not None
    assert read.phone.value == phone


@pytest.mark.parametrize(
    "text",
    [
        "Invoice No 0045718 is wrong.\nJo Marsh",
        "收据号0038812，请退款。\n王静",
        "Order number 204-118-7 is short.\nJo Marsh",
        "It leaks. Fax: 01632 960 118\nJo Marsh",
        "三天不答复我就打12315。\n王静",
        "Delivered 2026-05-04 2026-05-11.\nJo Marsh",
        "It leaks.\nJo Marsh\nMeter 5550 1234 11",
        "It leaks.\nJo Marsh\nMarsh Trading Ltd. Registered in England and Wales, number 07654321.",
        "It leaks.\nJo Marsh\nMarsh Trading Ltd, registered in Scotland with number 07654321",
    ],
)
def test_other_numbers_ring_nobody(text: str):
    """Faxes, authorities, receipts and days are no telephone numbers of the writer."""
    assert read_signature(text, Address("jo@mailbox.example", "Jo Marsh")).phone is None


@pytest.mark.parametrize("text", ["My policy number is HP/338812.", "保单号HP/338812被拒赔，请解释。"])
def test_letters_of_a_number_are_no_telephone_s_label(text: str):
    """`HP` before a telephone's figures is a handphone; before a policy's it is a part of its number."""
    found = read_signature(text, Address("jo@mailbox.example", ""), frozenset({"338812"}))
    assert found.phone is None
