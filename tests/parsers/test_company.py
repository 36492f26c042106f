"""For which firm somebody writes: told by its form, its place, the mail's domain; never the one written to."""

from __future__ import annotations

import pytest

from parsers.letter import Address, Where
from parsers.people.signature import read_signature

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
    ("signed", "company"),
    [
        ("Len Pask\nHon. Secretary, Marlock Vale AFC", "Marlock Vale AFC"),
        ("Alan Tordoff\nBandmaster, Cleckford & District Silver Band", "Cleckford & District Silver Band"),
        ("Moira Keith, Tarbrae Community Choir", "Tarbrae Community Choir"),
        ("Joy Tregear\nPresident, Penhallow WI", "Penhallow WI"),
        ("Kirsty\n2nd Dunmore Guides", "2nd Dunmore Guides"),
        ("Ade (night carer, Primrose Bank Rest Home)", "Primrose Bank Rest Home"),
        ("Pat Dooley, Matron\nElmcroft Nursing Home\n\nElmcroft is part of the Tidewell Care Group.", "Elmcroft Nursing Home"),
        ("Mags\nDriftwood B&B, Seafield Terrace", "Driftwood B&B"),
        ("Jess Tarn\nHobb & Tarn", "Hobb & Tarn"),
        ("L. Mottram\nVane, Mottram & Pye\n12 Castle Gate", "Vane, Mottram & Pye"),
        ("Tom Reddy (Reddy Tree Care)", "Reddy Tree Care"),
        ("Vera Stott, play leader at Pelican Playgroup", "Pelican Playgroup"),
        ("Mo\nMo's Kebabs 14 Bridge St", "Mo's Kebabs"),
        ("Eve Kerr\nUnity Dance Academy", "Unity Dance Academy"),
        ("Jon Hart\nTelford Gear Works", "Telford Gear Works"),
        ("A. Cole\nDomestic Bursar\nSt Oswald's", "St Oswald's"),
        ("Kelvin Ho | Rotating Parts | Bluewater Chem (湛江)", "Bluewater Chem"),
    ],
)  # fmt: skip
def test_clubs_homes_and_partners_are_firms_too(signed: str, company: str):
    """Told by their last words, by the writer's family name, or by standing beside the post."""
    read = read_signature(_BODY + signed, Address("x@bluewater-chem.example", ""))
    assert read.company is not None
    assert read.company.value == company


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I am writing on behalf of Pike & Marlowe, the auctioneers. Three lamps flicker.\n\nRosalind Pike", "Pike & Marlowe"),
        ("I run a small café called The Tin Whistle in Orrin. Three lamps flicker.\n\nFay", "The Tin Whistle"),
        ("Hello, Fay from Orrin Pottery here. Three lamps flicker.\n\nFay", "Orrin Pottery"),
        ("I help run Tarn Valley Choir, and three of the lamps flicker.\n\nFay", "Tarn Valley Choir"),
        ("Ashwell Parish Council ordered twelve lamps from you in May. Three of them flicker.\n\nFay Mott\nClerk", "Ashwell Parish Council"),
        ("我係旺角和興茶餐廳，上星期買嘅燈壞咗三盞。\n\n阿標", "旺角和興茶餐廳"),
        ("我這邊是花蓮的民宿「雲棲小築」，燈壞了三盞。\n\n林小姐", "雲棲小築"),
        ("我们光合新能源负责城北电站的运维，灯坏了三盏。\n\n林倩", "光合新能源"),
        ("安康市三院检验科今日收到贵公司灯具20盏，坏了三盏。\n\n林倩", "安康市三院"),
    ],
)  # fmt: skip
def test_a_sentence_names_the_firm(text: str, company: str):
    """Without the town behind it; in Chinese also in quotes, or by what it does."""
    read = read_signature(text, Address("x@mailbox.example", ""))
    assert read.company is not None
    assert read.company.value == company


@pytest.mark.parametrize(
    ("signed", "company"),
    [
        ("林晓\n行政主管 | 云麓资本", "云麓资本"),
        ("藍灣花園業主立案法團\n主席 林志強\n（經管理處 2555 0118 代轉）", "藍灣花園業主立案法團"),
        ("林志強\n永安里辦公處\n(02) 2555-0118", "永安里辦公處"),
        ("同安大药房连锁 第12门店（南湖路）\n验收员：林晓", "同安大药房连锁"),
        ("菜场门口老林包子铺\n老林", "老林包子铺"),
        ("清水湾酒店客房部林倩", "清水湾酒店"),
        ("海之蓝潜水（教练林志强）", "海之蓝潜水"),
        ("皓齿齿科 前台 林倩", "皓齿齿科"),
        ("锐进刀具　机加车间\n林志强\n直线 0512-5550 0118\n\n合同HX-1211，你们开的收费单是 23-0118。", "锐进刀具"),
    ],
)
def test_a_short_chinese_name_is_a_firm(signed: str, company: str):
    """By its trade, by the post beside it, without its branch, its place, a remark or the person in one word with it."""
    read = read_signature("灯坏了三盏，请尽快换。\n\n" + signed, Address("x@mailbox.example", ""))
    assert read.company is not None
    assert read.company.value == company


@pytest.mark.parametrize(
    "signed",
    [
        "Jim Hale\nThe Old Bakery, 12 High St\nWexcombe",
        "Jim Hale\nThe Old School House\nChurch Lane",
        "Jim Hale\nMill House, Station Road, Dunley",
        "Jim Hale\nSycamore Cottage\nLower Farm Lane",
        "Jim Hale BA (Hons.)",
        "Jim Hale\nGoods Inwards",
        "林倩\n（下午六点以后打）",
        "质量检验 林倩",
        "三班家长 林倩",
        "订货咨询：021-5550 0118 林倩",
    ],
)
def test_an_address_a_calling_or_a_remark_is_no_firm(signed: str):
    """However much a house is called by what it was."""
    body = "灯坏了三盏，请尽快换。\n\n" if signed[0] > "z" or "林" in signed else _BODY
    assert read_signature(body + signed, Address("jim@mailbox.example", "")).company is None


def test_another_s_firm_in_a_sentence_is_not_the_writer_s():
    """What a courier, a shop or "our company" did names nobody."""
    for said in ("快递公司昨天送来的箱子破了。", "小区物业于3月5日收到配件。", "我公司于3月采购灯具五盏。"):
        assert read_signature(said + "\n\n林倩", Address("x@mailbox.example", "")).company is None


def test_the_subject_s_bracket_names_a_firm():
    """`【万昌印刷】询价`; a complaint's bracket names no firm, or that of another."""
    sender = Address("x@mailbox.example", "Lily")
    read = read_signature("请报个价。\n\nLily", sender, subject="【万昌印刷】询价")
    assert read.company is not None
    assert read.company.value == "万昌印刷"
    assert read.company.spans[0].where is Where.SUBJECT
    assert read_signature("请退款。\n\nLily", sender, subject="【售后】灯坏了").company is None
    assert read_signature("请退款。\n\nLily", sender, subject="【万昌印刷】投诉").company is None


@pytest.mark.parametrize(
    ("display", "company"),
    [
        ("Jo Marsh (Marsh Pumps Ltd)", "Marsh Pumps Ltd"),
        ("Stores (Marl Quarry)", "Marl Quarry"),
        ("清水湾酒店（何静）", "清水湾酒店"),
        ("何静_清水湾酒店", "清水湾酒店"),
    ],
)
def test_the_from_names_a_person_and_a_firm(display: str, company: str):
    """The firm is told from the person, though the letter is not signed."""
    read = read_signature(
        "The lamp is broken." if display.isascii() else "灯坏了。", Address("x@mailbox.example", display)
    )
    assert read.company is not None
    assert read.company.value == company


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


@pytest.mark.parametrize("display", ["- -", "***", "* * *", "!!!", "|", "½ ½"])
def test_a_from_without_words_names_no_firm(display: str):
    """Marks alone are nobody's name, and no reason not to read the letter."""
    signature = read_signature("The kettle leaks.\n", Address("a@b.example", display))
    assert signature.company is None
