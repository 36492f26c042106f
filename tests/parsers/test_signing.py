"""Who signs, for which firm, and where to ring: the ways in which people put it below a letter."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import Signature, read_signature

_EN = "Two of the chairs have a split seat and one leg is shorter than the rest. We want them changed.\n\n"
_ZH = "上周送的货里有三件是坏的，打开就发现裂了，请尽快换新的过来。\n\n"


def _read(text: str, sender: str = "x@mailbox.example", display: str = "") -> Signature:
    return read_signature(text, Address(sender, display))


def _told(read: Signature) -> tuple[str | None, ...]:
    return tuple(fact.value if fact else None for fact in (read.name, read.company, read.phone))


@pytest.mark.parametrize(
    ("signed", "sender", "display", "told"),
    [
        ("Mick\nDunstan Build", "site@dunstanbuild.example", "Site Office", ("Mick", "Dunstan Build", None)),
        ("Ned Birkbeck\nLow Fold", "lowfold@example.com", "Low Fold Farm", ("Ned Birkbeck", "Low Fold Farm", None)),
        ("Aelred Boyce OSB\nCellarer\nFernham Abbey", "aelred@abbeyfernham.example", "Fr. Aelred Boyce", ("Aelred Boyce OSB", "Fernham Abbey", None)),
        ("Dave / D&G Heating / 07700 900 222", "jobs@dgheating.example", "D&G Heating", ("Dave", "D&G Heating", "07700 900 222")),
        ("Yours faithfully\n\nM A Cartwright\nClerk to Upper Wick Parish Council", "clerk@upperwick.example", "Parish Clerk", ("M A Cartwright", "Upper Wick Parish Council", None)),
        ("Head Chef Luca Bianchi\nOsteria del Porto", "luca@osteriadelporto.example", "Luca", ("Luca Bianchi", "Osteria del Porto", None)),
        ("Thanks, Denise, accounts dept, Poole Marine Fittings", "x@mailbox.example", "Denise", ("Denise", "Poole Marine Fittings", None)),
        ("Warmly, Isla MacCrimmon and all at Thistle & Thread", "news@thistleandthread.example", "Thistle & Thread", ("Thistle & Thread", "Thistle & Thread", None)),
        ("Sgt. Maria Lopez\nQuartermaster\nFort Bellamy Fire Rescue", "mlopez@fbfr.example", "Maria Lopez", ("Maria Lopez", "Fort Bellamy Fire Rescue", None)),
        ("Kisses to Emma,\nColette\nJardins Vasseur", "colette@jardinsvasseur.example", "Colette Vasseur", ("Colette", "Jardins Vasseur", None)),
        ("Marlow Roasters\nUnsubscribe", "hello@marlowroasters.example", "Marlow Roasters", ("Marlow Roasters", "Marlow Roasters", None)),
        ("Regards\nRose Church\n14 Temple Gardens\nNorwich", "rchurch@example.com", "Rose Church", ("Rose Church", None, None)),
        ("Major Sandeep Gill\n2 Rifles Way\nAldershot", "x@mailbox.example", "Sandeep Gill", ("Sandeep Gill", None, None)),
        ("Marnie x\nBud & Bloom, 3 Fore St", "hello@budandbloom.example", "Bud & Bloom", ("Marnie", "Bud & Bloom", None)),
        ("/Åsa\nLind Glas AB, Kungsgatan 4, Boden", "order@lindglas.example", "Lind Glas AB (order)", ("Åsa", "Lind Glas AB", None)),
        ("Diolch yn fawr,\nSiân\nCaffi Mynydd", "sian@example.com", "Siân", ("Siân", "Caffi Mynydd", None)),
        ("Wes at Wheelhouse Bikes", "wes@example.com", "Wes", ("Wes", "Wheelhouse Bikes", None)),
        ("Jean\nJean's Alterations", "jean@example.com", "Jean", ("Jean", "Jean's Alterations", None)),
        ("Tilda Brand\nLoaf, Unit 5, The Arches", "orders@loafonline.example", "Loaf", ("Tilda Brand", "Loaf", None)),
        ("Colin Rudd\nCoxswain, Pelham Lifeboat Station", "s@example.com", "Station", ("Colin Rudd", "Pelham Lifeboat Station", None)),
        ("Beatriz Lobo\nLaundry & Linen Services\nHospital Santa Rita", "blobo@example.com", "Beatriz Lobo", ("Beatriz Lobo", "Hospital Santa Rita", None)),
    ],
)  # fmt: skip
def test_an_english_signature(signed: str, sender: str, display: str, told: tuple[str | None, ...]) -> None:
    """Name and firm told apart by the domain, the posts between them, and what is only where somebody lives."""
    assert _told(_read(_EN + signed, sender, display)) == told


@pytest.mark.parametrize(
    ("signed", "display", "told"),
    [
        ("　　陈 立 新\n　　物流部 / 副经理\n　　嘉禾食品（山东）有限公司\n　　T  0536-722 5518 转 806", "", ("陈立新", "嘉禾食品（山东）有限公司", "0536-722 5518 转 806")),
        ("万帆传媒行政 Cici", "行政前台", ("Cici", "万帆传媒", None)),
        ("云栖湖景酒店 客房部\n晚班主管 Vivian\n内线 8801", "云栖酒店-PA", ("Vivian", "云栖湖景酒店", "内线 8801")),
        ("中城三局 安全员 鲁大勇\n现场电话 17705218833", "总包", ("鲁大勇", "中城三局", "17705218833")),
        ("鲍文杰\n良谊第三方检测（合肥）\n173 5566 0912", "鲍文杰", ("鲍文杰", "良谊第三方检测（合肥）", "173 5566 0912")),
        ("万科城物业服务中心 客服主管 苏娜", "苏娜", ("苏娜", "万科城物业服务中心", None)),
        ("林志强（海风民宿）", "林", ("林志强", "海风民宿", None)),
        ("半亩花店　店主林倩", "林", ("林倩", "半亩花店", None)),
        ("許磊@青禾牧場", "许", ("許磊", "青禾牧場", None)),
        ("旺旺五金（老街总店）收货员小何", "旺旺五金", ("小何", "旺旺五金", None)),
        ("单位：南华大学后勤处\n经手人：龙飞", "后勤处", ("龙飞", "南华大学", None)),
        ("Angela / 采购 / 上海佳映传媒", "Angela", ("Angela", "上海佳映传媒", None)),
        ("华联超市　生鲜课\n课长　叶  青", "生鲜课", ("叶青", "华联超市", None)),
    ],
)  # fmt: skip
def test_a_chinese_card(signed: str, display: str, told: tuple[str | None, ...]) -> None:
    """Places in brackets, posts, spaced names, and names in Latin letters behind a post."""
    assert _told(_read(_ZH + signed, "x@mailbox.example", display)) == told


def test_the_writer_s_work_tells_the_firm() -> None:
    """Where nothing below the letter says it."""
    assert _told(_read("I look after the bookings at Tregarth Caravan Park (Mr Dunn is ill). " + _EN + "Sally"))[1] == (
        "Tregarth Caravan Park"
    )
    read = _read("俺是清河湾蔬菜种植专业合作社的，社员托我写这个信。\n" + _ZH + "魏长河")
    assert read.company is not None
    assert read.company.value == "清河湾蔬菜种植专业合作社"


def test_a_form_says_who_and_for_whom() -> None:
    """The field's own word is no part of the name."""
    form = "Company name: Highfield Stud\nYour name: Georgina Pell\nTelephone: 01638 555 040\nMessage: " + _EN
    assert _told(_read(form)) == ("Georgina Pell", "Highfield Stud", "01638 555 040")
    assert _told(_read("Customer: Ravi Textiles, Tirupur\n\n" + _EN + "S. Balan"))[1] == "Ravi Textiles"


def test_a_wish_is_no_name_and_a_saying_no_firm() -> None:
    """`祝编安` closes a letter; `原路返回就行` ends as a bank's name does."""
    assert _told(_read("字印得淡，我眼睛花，看着吃力，不必专门答复。\n\n祝编安"))[0] is None
    assert _told(_read("买的耳机左耳没声音，不要换货。\n直接退我钱 269块 原路返回就行"))[1] is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        (_EN + "Ann Ray\nSchool office 01270 555 618; my mobile 07700 900 731", "01270 555 618"),
        (_EN + "Ann Ray\nD: +852 2555 0186   M: +852 9555 0127   F: +852 2555 0190", "+852 2555 0186"),
        (_EN + "Ann Ray\ntel/fax +48 48 555 01 22", "+48 48 555 01 22"),
        (_EN + "Ann Ray\nThe Old Rectory. Telephone: Wallop 555 014", "555 014"),
        (_EN + "It's fine to ring after 4, my wife is at home, 01286 555 0110.\n\nHuw Rhys", "01286 555 0110"),
        (_EN + "Fax back to 0161 555 0909 please, we do not take calls.\n\nK. Lomax", None),
        (_EN + "The fitter (Darren, 07700 900 321) can confirm.\n\nElaine Moss", None),
        ("I am away. For urgent orders: Meg Farraday, meg.farraday@mailbox.example, 01482 555 0183.\n\nAnn Ray", None),
        (_EN + "T: 01524 880 117 (ext. 6)    F: 01524 880 118", "01524 880 117 (ext. 6)"),
        (_ZH + "第七中学教务处\n（联系：汪主任，办公室 6688 3071，夜间请打传达室 6688 3000）", "6688 3071"),
        ("我休年假，紧急事项请联系同事 康宁 138 1716 2204。\n\n叶倩\n成本会计", None),
        (_ZH + "传真回复即可：0755-8888 1234\n\n刘经理", None),
    ],
)
def test_the_first_number_of_one_s_own(text: str, phone: str | None) -> None:
    """Of several the first; no fax, and nobody else's."""
    assert _told(_read(text))[2] == phone


def test_the_number_above_a_letter_passed_on_is_kept() -> None:
    """A line of digits alone belongs to the signature above the forwarded header."""
    text = "Hi Dennis,\nplease see below.\n\nRegards\nTracey Ormondroyd\n0113 555 0161\n\nFrom: Kitchen <k@mailbox.example>\nTo: Office\nSubject: broken\n\nIt broke again.\n\nCol Meakin\n01530 555 0117"
    assert _told(_read(text))[2] == "0113 555 0161"
