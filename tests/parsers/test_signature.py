"""Who signs, for which company, and which number rings them."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature


@pytest.mark.parametrize(
    "text, name, company, phone",
    [
        ("The lamp is broken.\n\nKind regards\nDr. Ana de Souza\nSouza & Sons\n+351 21 555 0101", "Ana de Souza", "Souza & Sons", "+351 21 555 0101"),
        ("The lamp is broken. Please ring me: +44 20 5550 1234.\nJo Marsh", "Jo Marsh", None, "+44 20 5550 1234"),
        ("Broken again.\n\nRegards\nPiet van der Berg\nQuality Manager\nBerg Machines B.V.\nFax: +31 20 555 0199\nTel: +31 20 555 0100", "Piet van der Berg", "Berg Machines B.V.", "+31 20 555 0100"),
        ("灯坏了。\n此致\n敬礼\n周明\n杭州远帆灯具有限公司\n电话：0571-55501234", "周明", "杭州远帆灯具有限公司", "0571-55501234"),
        ("灯坏了，请联系我。\n联系人：周明 13800002222", "周明", None, "13800002222"),
    ],
)  # fmt: skip
def test_a_signature_is_read(text: str, name: str, company: str | None, phone: str | None):
    """Name without its prefix, company by its form, the telephone and not the fax."""
    read = read_signature(text, None)
    assert read.name is not None
    assert (read.name.value, read.company and read.company.value, read.phone and read.phone.value) == (
        name,
        company,
        phone,
    )


def test_a_firm_that_signs_alone_is_the_name_too():
    """Somebody must be addressed."""
    read = read_signature("The towels are grey.\n\nRegards\nHarbour View Hotel", None)
    assert read.name == read.company
    assert read.company is not None
    assert read.company.value == "Harbour View Hotel"


def test_the_sender_s_name_stands_in():
    """Without a signature the mail's From says who writes."""
    read = read_signature(
        "The towels are grey and thin and this is a whole sentence.", Address("j@x.example", "Jo Marsh")
    )
    assert read.name is not None
    assert read.name.value == "Jo Marsh"


def test_a_number_that_names_an_invoice_rings_nobody():
    """What has been read as an invoice's number is taken."""
    read = read_signature("Invoice 0201234567\n\nRegards\nJo Marsh\n0201234567", None, frozenset({"0201234567"}))
    assert read.phone is None
