"""Charsets: what real mail programs label wrongly is read rightly."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from parsers.message.charsets import codec_of, decode

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
        (None, "cp1252", "These characters: üàéüö"),
        (None, "cp1252", "Anhang äöü"),
        (None, "cp1251", "Здравствуйте, МГУ"),
        (None, "utf-8", "Björn"),
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


def test_an_eighth_bit_in_iso_2022_jp_means_nothing():
    """A gateway that sets the eighth bit, and bytes that are no JIS at all, cost at most themselves."""
    written = "水漏れ".encode("iso2022_jp")
    with_eighth = b"".join(
        bytes([byte | 0x80]) if 3 <= at < len(written) - 3 else bytes([byte]) for at, byte in enumerate(written)
    )
    assert decode(with_eighth, "iso-2022-jp") == "水漏れ"
    assert decode(b"\x1b$B" + bytes(range(256)), "iso-2022-jp")


def test_two_chinese_characters_are_not_greek():
    """A short Chinese text whose bytes happen to be valid UTF-8 is still read as Chinese."""
    data = "漏水".encode("gb18030")
    assert data.decode("utf-8") != "漏水"  # the premise: both readings are possible
    assert decode(data, "gb2312") == "漏水"
    assert decode(data) == "漏水"
    assert decode("Привет, été, ñ".encode()) == "Привет, été, ñ"


@pytest.mark.parametrize("label", ["gb2312", "utf-8", None])
@pytest.mark.parametrize("encoding, text", [("gb18030", SIMPLIFIED), ("big5", TRADITIONAL)])
def test_chinese_that_a_gateway_took_for_latin_1(label: str | None, encoding: str, text: str):
    """What was made UTF-8 letter by letter ("ÄúºÃ") is read as it was before; what only looks a little like it, as it is."""
    assert decode(text.encode(encoding).decode("latin-1").encode(), label) == text
    assert decode("Très fâchés, été, à côté: «déjà»".encode(), label) == "Très fâchés, été, à côté: «déjà»"


def test_utf_7_only_when_declared():
    """Undeclared UTF-7 stays what it looks like: no tags appear out of nothing."""
    assert decode(b"+ADw-script+AD4-") == "+ADw-script+AD4-"
    assert decode(b"+ADw-script+AD4-", "utf-7") == "<script>"


def test_damaged_utf_8_stays_utf_8():
    """A character cut in half by a gateway costs that character, not the letter."""
    assert decode(SIMPLIFIED.encode()[:-1], "utf-8") == SIMPLIFIED[:-1] + "\ufffd"


def test_a_last_character_cut_off_is_all_that_is_lost():
    """Of a short text cut inside its last character the rest is read; an é at the end of a Western word is no such cut."""
    assert decode("水壶漏水，请换货".encode()[:-1] + b"\n") == "水壶漏水，请换\ufffd"
    assert decode("du café".encode("cp1252")) == "du café"


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be", "utf-32", "unicode"])
def test_a_wide_label_on_narrow_text_is_not_believed(label: str):
    """Programs label what they hold in memory, not what they send."""
    for text in ("The kettle leaks.\n", "水壶漏水，请换货。"):
        assert decode(text.encode(), label) == text


@pytest.mark.parametrize("text", ["水壶漏水，请换货。", "The kettle leaks.", "“Leaks” — 漏"])
def test_wide_text_is_read_as_such(text: str):
    """UTF-16 without a mark stays what its label says."""
    assert decode(text.encode("utf-16-le"), "utf-16le") == text
    assert decode(text.encode("utf-16-be"), "utf-16be") == text


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


_WRITTEN = {
    "gb18030": (
        "尊敬的客服：我们上周收到的九台水壶全部漏水，发票号89621，请尽快退款。谢谢！",
        "utf-8 gb18030 gbk gb2312",
    ),
    "big5hkscs": ("您好，我買的水壺漏水了，請退款，發票號碼89621。", "utf-8 gb18030 big5hkscs cp950"),
    "cp932": ("お世話になっております。購入した商品が壊れていましたので返金をお願いします。", "utf-8 cp932"),
    "cp949": ("안녕하세요 주문한 상품이 고장났습니다. 환불해 주세요.", "utf-8 cp949"),
    "cp1252": ("Réclamation : l'été dernier j'ai reçu deux bouilloires cassées, très déçue.", "utf-8 cp1252"),
    "cp1251": ("Здравствуйте, товар не работает, верните деньги", "utf-8 cp1251"),
}
_WRONG = (None, "us-ascii", "iso-8859-1", "windows-1252", "utf-8", "x-unknown", "ansi", "''")
_FARTHER = ("gb2312", "gbk", "big5", "shift_jis", "euc-kr")


@pytest.mark.parametrize("language", sorted(_WRITTEN))
def test_no_label_hides_what_was_written(language: str):
    """A sentence in each encoding of its language is read rightly under every vague or Western label."""
    text, encodings = _WRITTEN[language]
    read = {
        (encoding, label): decode(text.encode(encoding), label) for encoding in encodings.split() for label in _WRONG
    }
    assert {pair: said for pair, said in read.items() if said != text} == {}


@pytest.mark.parametrize("language", ["gb18030", "big5hkscs", "cp1252"])
def test_not_even_the_label_of_another_script(language: str):
    """Chinese and Western sentences are read under the label of any East Asian charset."""
    text, encodings = _WRITTEN[language]
    read = {
        (encoding, label): decode(text.encode(encoding), label) for encoding in encodings.split() for label in _FARTHER
    }
    assert {pair: said for pair, said in read.items() if said != text} == {}


def test_a_long_text_whose_only_odd_byte_comes_last():
    """A charset is told from the beginning of a text; the end may still surprise."""
    assert decode(b"a" * 30_000 + b"\xe9") == "a" * 30_000 + "é"


def test_two_encodings_in_one_text():
    """UTF-8 pasted into a Windows-1252 text is read, and so is the rest."""
    assert decode("Grüße, ".encode("cp1252") + "été ✓".encode(), "iso-8859-1") == "Grüße, été ✓"
    assert decode("¿Qué? ".encode() + "¡Así no!".encode("cp1252"), "utf-8") == "¿Qué? ¡Así no!"


_PAIRS = [
    ("gb2312", "gb18030"), ("gbk", "gb18030"), ("gb18030", "gb18030"), ("hz-gb-2312", "hz"), ("big5", "big5hkscs"), ("shift_jis", "cp932"),
    ("euc-jp", "euc_jp"), ("iso-2022-jp", "iso2022_jp"), ("euc-kr", "cp949"), ("ks_c_5601-1987", "cp949"), ("utf-8", "utf-8"), ("utf-16", "utf-16"),
    ("utf-7", "utf-7"), ("windows-1252", "cp1252"), ("iso-8859-15", "iso8859-15"), ("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("iso-8859-2", "iso8859-2"),
]  # fmt: skip
_SENTENCES = ["退款水壶漏水，请尽快处理。", "請退款，發票號碼有誤。", "商品が壊れていました。", "상품이 고장났습니다.", "Réclamation: été déçu.", "Grüße aus Köln.", "товар не работает", "The kettle leaks."]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(_PAIRS),
    st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=4),
    st.text("abc 123.\n", max_size=20),
)
def test_round_trips(pair: tuple[str, str], sentences: list[str], between: str):
    """Whatever an encoding can hold is read back under its own label, whatever stands between."""
    label, encoding = pair
    text = between.join(sentences) + between
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        reject()
    assert decode(data, label) == text


def test_what_says_it_is_utf_8_and_is_stays_so():
    """A single middle dot happens to be a common Chinese character in another encoding."""
    assert decode("Strandgaten 41 · Bergen".encode(), "utf-8") == "Strandgaten 41 · Bergen"


def test_the_name_python_gives_gb2312_is_known():
    """As it stands in headers that Python's own mail library wrote."""
    assert decode("潘".encode("gb2312"), "eucgb2312_cn") == "潘"


@pytest.mark.parametrize("whole", ["José Müller, Café Crème", "Tiếng Việt", "환불해 주세요", "ガスが"])
def test_accents_written_apart_are_joined_to_their_letters(whole: str):
    """As Macs write names (NFD): else "Jose" and an accent of its own were no word."""
    assert decode(normalize("NFD", whole).encode(), "utf-8") == whole


def test_thousands_of_accents_take_no_time():
    """They stay as they are; the whole text is never normalized at once, which takes quadratic time."""
    text = "a" + "\u0316\u0301" * 50_000
    assert len(decode(text.encode(), "utf-8")) >= 100_000


@pytest.mark.parametrize(
    ("text", "written", "label"),
    [
        ("The kettle \N{COPYRIGHT SIGN} Brewline leaks", "utf-8", None),
        ("\N{COPYRIGHT SIGN} 2024 Ltd", "utf-8", "us-ascii"),
        ("a 2 \N{MIDDLE DOT} 3 set", "utf-8", "iso-8859-1"),
        ("Jos\u00e9 paid \u00a335 in a caf\u00e9", "utf-8", "gb2312"),
        ("It reads 40\u00b0, size 3\u00bd, na\u00efve", "utf-8", "gbk"),
        ("caf\u00e9", "utf-8", "big5"),
        ("漏水", "gb18030", None),
        ("漏", "gb18030", None),
        ("We are on 3楼", "gb18030", "gb2312"),
        ("Mr 茅 called", "gb18030", "gb2312"),
        ("the pump 漏", "gb18030", "gbk"),
        ("app没 reply", "gb18030", "gb2312"),
        ("PE膜 is torn", "gb18030", "gb2312"),
        ("T恤 is torn", "gb18030", "gb2312"),
    ],
)
def test_a_single_sign_among_words(text: str, written: str, label: str | None):
    """One sign between English words is no Chinese character, unless the label says so and the sign is out of place."""
    assert decode(text.encode(written), label) == text
