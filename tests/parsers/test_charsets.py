"""Charsets: what real mail programs label wrongly is read rightly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.charsets import codec_of, decode

SIMPLIFIED = "尊敬的客服：我叫朱镕基，买的水壶漏水，退款€100，编号①②。"
TRADITIONAL = "您好，我買的水壺漏水了，請退款。粵語服務。"


@pytest.mark.parametrize(
    "label, encoding, text",
    [
        ("gb2312", "gb18030", SIMPLIFIED),
        ("GB2312", "gbk", "朱镕基、堃、喆、玥"),
        ("gb_2312-80", "gb18030", SIMPLIFIED),
        ("gbk", "gb18030", "€①㈱𠮷"),
        ("x-gbk", "gbk", "朱镕基"),
        ("cp936", "gbk", "朱镕基"),
        ("utf-8", "gb18030", SIMPLIFIED),
        ("us-ascii", "gb18030", SIMPLIFIED),
        ("iso-8859-1", "gb18030", SIMPLIFIED),
        ("X-UNKNOWN", "gb18030", SIMPLIFIED),
        (None, "gb18030", SIMPLIFIED),
        ("gb2312", "utf-8", SIMPLIFIED),
        ("iso-8859-1", "utf-8", SIMPLIFIED),
        (None, "utf-8", SIMPLIFIED),
        ("big5", "big5hkscs", TRADITIONAL),
        ("big5", "big5hkscs", "粵①㈱"),
        ("big5", "cp950", "退款€100，€5"),
        (None, "big5", TRADITIONAL),
        ("us-ascii", "big5hkscs", TRADITIONAL),
        ("utf-8", "big5hkscs", TRADITIONAL),
        ("ks_c_5601-1987", "cp949", "똠방각하 뷁 펲시콜라"),
        ("euc-kr", "cp949", "뷁"),
        (None, "cp949", "안녕하세요 주문한 상품이 고장났습니다"),
        ("shift_jis", "cp932", "㈱日立 ①～"),
        (None, "cp932", "お世話になっております。商品が壊れていました。"),
        ("iso-2022-jp", "iso2022_jp", "お世話になっております"),
        ("euc-jp", "euc_jis_2004", "①㈱日本"),
        ("iso-8859-1", "cp1252", "café — “naïve” €5…"),
        ("us-ascii", "cp1252", "Grüße aus Köln, 20 € bitte"),
        (None, "cp1252", "Frösche, déjà vu, señor"),
        ("latin1", "cp1252", "Réclamation très fâchée à propos d'été"),
        ("windows-1251", "cp1251", "Здравствуйте"),
        ("koi8-r", "koi8-r", "Здравствуйте"),
        ("iso-8859-2", "iso8859-2", "Zażółć gęślą jaźń"),
        ("utf-16", "utf-16", SIMPLIFIED),
        ("utf-16le", "utf-16-le", SIMPLIFIED),
        ("hz-gb-2312", "hz", "水壶漏水"),
        ("utf-7", "utf-7", "Grüße 水"),
        ("uft-8", "utf-8", SIMPLIFIED),
        ("''", "utf-8", SIMPLIFIED),
        ("none", "gb18030", SIMPLIFIED),
        ("cp-850", "cp850", "Grüße"),
    ],
)
def test_common_wrong_labels(label: str | None, encoding: str, text: str):
    """Text in the superset of what its label says, or in another charset altogether, is read as it was written."""
    assert decode(text.encode(encoding), label) == text


def test_vendor_rows_of_iso_2022_jp():
    """① and ㈱ are read in ISO-2022-JP, where Python's own codec gives up."""
    assert decode(b"\x1b$B-!-j\x1b(B ok", "iso-2022-jp") == "①㈱ ok"


def test_two_chinese_characters_are_not_greek():
    """A short Chinese text whose bytes happen to be valid UTF-8 is still read as Chinese."""
    data = "漏水".encode("gb18030")
    assert data.decode("utf-8") != "漏水"  # the premise: both readings are possible
    assert decode(data, "gb2312") == "漏水"
    assert decode(data) == "漏水"
    assert decode("Привет, été, ñ".encode()) == "Привет, été, ñ"


def test_utf_7_only_when_declared():
    """Undeclared UTF-7 stays what it looks like: no tags appear out of nothing."""
    assert decode(b"+ADw-script+AD4-") == "+ADw-script+AD4-"
    assert decode(b"+ADw-script+AD4-", "utf-7") == "<script>"


def test_damaged_utf_8_stays_utf_8():
    """A character cut in half by a gateway costs that character, not the letter."""
    assert decode(SIMPLIFIED.encode()[:-1], "utf-8") == SIMPLIFIED[:-1] + "\ufffd"


@pytest.mark.parametrize(
    "label", ["zlib", "rot13", "idna", "punycode", "unicode_escape", "undefined", "base64", "a\0b", ""]
)
def test_codecs_that_are_no_charsets(label: str):
    """Python's transforming codecs are never run on mail."""
    assert codec_of(label) is None
    assert decode(b"plain text", label) == "plain text"


def test_neither_nul_nor_surrogates_come_out():
    """What databases refuse is replaced."""
    assert decode(b"a\0b") == "a\ufffdb"
    assert "\ud800" not in decode(b"+2AA-", "utf-7")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200),
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["gb2312", "big5", "iso-2022-jp", "hz", "utf-7", "utf-16", "utf-32", "euc-jp", "cp1255"])),
)  # fmt: skip
def test_total(data: bytes, label: str | None):
    """No bytes under no label raise, and the result can be stored."""
    assert "\0" not in decode(data, label)
    decode(data, label).encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="的一是不了在我有他这为之大来以个中上们退款水壶漏水朱镕基，。 abc123", min_size=8))
def test_chinese_round_trip(text: str):
    """Any Chinese text labelled gb2312 and written in GB18030, or labelled anything and written in UTF-8, survives."""
    assert decode(text.encode("gb18030"), "gb2312") == text
    assert decode(text.encode("utf-8"), "utf-8") == text
