"""For which firm somebody writes: told by its form, its place, the mail's domain; never the one written to."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.signature import read_signature

_BODY = "Three of the twelve lamps flicker.\n\n"


@pytest.mark.parametrize(
    ("text", "address", "company"),
    [
        (_BODY + "Regards\nPetra Holub\nBuyer\nSklo Holub s.r.o.\nTel. +420 555 010 118", "p@sklo.example", "Sklo Holub s.r.o."),
        (_BODY + "Regards\nKen Oda\nODA SEIKI CO., LTD.\nTEL 052-555-0118", "k@oda.example", "ODA SEIKI CO., LTD."),
        (_BODY + "R. Tate\nYard Manager\nNorth Weir Slate", "r@northweirslate.example", "North Weir Slate"),
        (_BODY + "Yours sincerely\nAmy Boon\nfor and on behalf of Boon & Reed Joinery", "amy@mailbox.example", "Boon & Reed Joinery"),
        (_BODY + "Cheers\nIvo\nStablemaster, Hollow Farm", "ivo@mailbox.example", "Hollow Farm"),
        ("hi its ida from quay lamps in leith, 3 of 12 flicker", "ida@quaylamps.example", "quay lamps"),
        ("Greetings from Nile Star Trading LLC.\n\n" + _BODY + "Thanks,\nOmar", "omar@mailbox.example", "Nile Star Trading LLC"),
        ("ST ANNE'S SCHOOL\n4 Mill Lane, Dorne\nTel 01999 555 018\n\nDear Sirs\n\n" + _BODY + "Yours faithfully\nJ. Pole", "j@mailbox.example", "ST ANNE'S SCHOOL"),
        (_BODY + "Regards\nIdris Vaughan\nVaughan Joinery  //  01999 555 018", "i@mailbox.example", "Vaughan Joinery"),
        (_BODY + "Ruth Pole, Pole Window Repairs, tel.: 01999-555-018", "ruth@polerepairs.example", "Pole Window Repairs"),
        (_BODY + "Payee: Harbour Lamps Ltd\n\nWeir Borough Council, Treasury, 01999 555 018", "p@weircouncil.example", "Weir Borough Council"),
        ("To: Harbour Lamps\nFrom: Ann Bell, director, Bell Roofing Cyf\n\n" + _BODY + "Tel: 01999 555 018", "office@bell.example", "Bell Roofing Cyf"),
        (_BODY + "Dr. A. Singh, Practice Manager, Riverside Dental, 01999 555 018", "a@mailbox.example", "Riverside Dental"),
        (_BODY + "Regards\nOrme Ceramics Warehouse Team\nT 01999 555 018", "w@ormeceramics.example", "Orme Ceramics"),
        (_BODY + "For Lakeside Kennels,\nDi Travers", "di@mailbox.example", "Lakeside Kennels"),
        (_BODY + "Di Travers\nof Lakeside Kennels", "di@mailbox.example", "Lakeside Kennels"),
        ("灯坏了三盏。\n\n王静（绿野农机）\n13900002222", "w@mailbox.example", "绿野农机"),
        ("安和大药房（桥东店）\n\n供应商：\n\n灯坏了三盏。\n\n桥东店 药师 徐静", "x@mailbox.example", "安和大药房（桥东店）"),
        ("灯坏了三盏。\n\n青岛海澜制衣 生管部\n孙丽 13900002222", "s@mailbox.example", "青岛海澜制衣"),
        ("灯坏了三盏。\n\n新河县人民医院设备科 李强", "l@mailbox.example", "新河县人民医院"),
        ("灯坏了三盏。\n\n江南小馆（东湖店）\n老板 周六", "z@mailbox.example", "江南小馆（东湖店）"),
        ("我是育英小学总务处的王静，灯坏了三盏。\n王静", "w@mailbox.example", "育英小学"),
        ("貴公司：\n燈壞了三盞。\n\n明光電器行　主任 陳大文", "c@mailbox.example", "明光電器行"),
    ],
)  # fmt: skip
def test_the_writer_s_firm_is_read(text: str, address: str, company: str):
    """From the signature, the letterhead or the letter's own words, with a legal form or without."""
    read = read_signature(text, Address(address, ""))
    assert read.company is not None
    assert read.company.value == company
    span = read.company.spans[0]
    assert text[span.start : span.end] == company


@pytest.mark.parametrize(
    "text",
    [
        "The Manager\nGrand Pier Hotel\n\nDear Sir\n\n" + _BODY + "Yours faithfully\nIda Moss (Mrs)",
        "To: Harbour Lamps Ltd\n\nDear Harbour Lamps,\n\n" + _BODY + "Regards\nIda Moss",
        "I bought it from Fjord Marine AS and they sent me to you. " + _BODY + "Ida Moss",
        _BODY + "Regards\nIda Moss\nmailbox.example | 01999 555 018",
        "致：宏达灯具有限公司\n\n灯坏了三盏。\n\n王静",
        "宏达灯具有限公司：\n灯坏了三盏。\n此致\n敬礼\n王静\n山东临沂",
    ],
)
def test_the_one_written_to_is_not_the_writer(text: str):
    """Nor is the maker, or somebody's town."""
    assert read_signature(text, Address("ida@mailbox.example", "Ida Moss")).company is None


def test_the_from_of_a_firm_stands_in():
    """When the letter itself does not say."""
    read = read_signature("灯坏了三盏，请尽快换。", Address("x@mailbox.example", "北湖物流-阿强"))
    assert read.company is not None
    assert read.company.value == "北湖物流"


def test_a_letter_passed_on_is_signed_by_who_passes_it_on():
    """The lines above the pasted header are the sender's."""
    text = (
        "Please see below.\n\nJon Hart\nHart Lighting GmbH\n\nFrom: Ida Moss\nDate: 4 May 2026\nSubject: lamps\n\n"
        "Three lamps flicker.\nIda Moss\nMoss Hotels Ltd\n+353 1 555 0118"
    )
    read = read_signature(text, Address("j@mailbox.example", "Jon Hart"))
    assert read.name is not None
    assert read.company is not None
    assert (read.name.value, read.company.value) == ("Jon Hart", "Hart Lighting GmbH")
