"""Telephone numbers in words or spaced against machines, and whose they are."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature


def phone_of(text: str) -> str | None:
    """The number that rings the writer."""
    read = read_signature(text, Address("jo@mailbox.example", "Jo Marsh"))
    return read.phone.value if read.phone else None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("漏水。有事打一三八 0000 六六一二。\n王静", "一三八 0000 六六一二"),
        ("漏水。电话可以打，壹叁柒-0000-2258。\n王静", "壹叁柒-0000-2258"),
        ("漏水。\n王静，0二一-5550-66一八", "0二一-5550-66一八"),
        ("It leaks. I'm on oh-seven-seven-double-oh 496 0 five 19.\nJo Marsh", "oh-seven-seven-double-oh 496 0 five 19"),
        ("It leaks.\nRing: 01482 four-nine-six, oh-three-six-six\nJo Marsh", "01482 four-nine-six, oh-three-six-six"),
        ("It leaks.\nJo Marsh\n01326 / 496 / 0.1.7.4", "01326 / 496 / 0.1.7.4"),
        ("It leaks.\nJo Marsh\n0 7700-900-118", "0 7700-900-118"),
        ("漏水。\n王静\n151.0000.9.3.2.6", "151.0000.9.3.2.6"),
        ("漏水。\n王静\n電話：０２-５５５０-８８１７", "02-5550-8817"),
    ],
)  # fmt: skip
def test_a_number_is_read_however_its_digits_are_written(text: str, phone: str):
    """As it stands; figures of double width become plain ones."""
    assert phone_of(text) == phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("It leaks.\nKeys: Mr Bone, 07700 900 774\nClerk: Jo Marsh, 01935 496 0404", "01935 496 0404"),
        ("It leaks. Darren is on 07700 900 754. If you want me it's 07700 900 318 till May.\nJo Marsh", "07700 900 318"),
        ("It leaks. Ring me rather than him, 01 555 0147, he shouts.\nJo Marsh", "01 555 0147"),
        ("It leaks. The number's 01803 496 0162 so do let it ring.\nJo Marsh", "01803 496 0162"),
        ("1. It leaks. 2. The telephone is 02129 555 0140. 3. Write to me.\nJo Marsh", "02129 555 0140"),
        ("漏水。联系请打我的号189 0000 3360。\n王静", "189 0000 3360"),
        ("漏水。徐工的手机135 0000 2204我背得出，我的是134 0000 7756。\n王静", "134 0000 7756"),
        ("It leaks.\nJo Marsh\n031 555 0148 / 082 555 7790", "031 555 0148"),
    ],
)  # fmt: skip
def test_the_number_of_who_writes_is_told_from_others(text: str, phone: str):
    """By the name before it, or by what is said."""
    assert phone_of(text) == phone


@pytest.mark.parametrize(
    "text",
    [
        "We have bought six drones by three bills, 3310-3312.\nJo Marsh",
        "It leaks. Our VAT number is (DE 000 555 012).\nJo Marsh",
        "The shank is 0.1868-0.1871 wide.\nJo Marsh",
    ],
)
def test_bills_tax_numbers_and_sizes_ring_nobody(text: str):
    """However many digits they have."""
    assert phone_of(text) is None


def test_a_line_full_of_digits_in_words_is_read_in_time():
    """What never becomes a number costs no more than its length."""
    assert phone_of("one two " * 25_000 + "\nJo Marsh") is None
