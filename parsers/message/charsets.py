"""Which bytes mean which characters, whatever the label says.

Labels are read as browsers read them (WHATWG Encoding: gb2312 means gb18030, iso-8859-1 means windows-1252 …), since
mail programs label supersets with the name of the subset (hazards H10). A label that cannot be right is not believed:
valid UTF-8 is UTF-8, and Chinese bytes under a Western label are recognised by their commonest characters. Nothing
here raises on any input, and nothing changes Python's own tables: other libraries keep theirs.

The results hold neither NUL nor lone surrogates, which databases refuse (hazards H15).
"""

from __future__ import annotations

import codecs
import re
from unicodedata import normalize

SAMPLE_BYTES = 20_000  # that are enough to tell a charset
LABEL_SAMPLE_BYTES = 600  # that are enough to see that a label is wrong
SURE_CHARACTERS = 6  # beyond ASCII; fewer may be a name, in which nothing is common
EUROS = 1000  # signs that are put into one Big5 text by hand

# Label -> Python codec. Only real text codecs are in here: zlib, rot13, idna and the like are no charsets.
_NAMED: dict[str, str] = {
    "gb18030": "gb2312 gbk xgbk cp936 936 ms936 windows936 gb18030 gb231280 csgb2312 eucgb2312cn euccn xeuccn eucgb gb chinese isoir58 gb2312gbk gb18302000",
    "big5hkscs": "big5 big5hkscs cnbig5 csbig5 xxbig5 big5eten cp950 950 ms950 windows950 big5tw xbig5",
    "cp949": "euckr ksc56011987 ksc5601 ksc56011989 korean cseuckr windows949 cp949 949 uhc ksx1001 isoir149 kr",
    "cp932": "shiftjis sjis xsjis ms932 cp932 932 windows31j cswindows31j mskanji csshiftjis shiftjisx0213 cp943c",
    "euc_jp": "eucjp xeucjp cseucpkdfmtjapanese ujis eucjpms cp51932",
    "iso2022_jp": "iso2022jp csiso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jpms cp50220 cp50221 jis",
    "iso2022_kr": "iso2022kr csiso2022kr",
    "hz": "hz hzgb2312 hzgb",
    "utf-8": "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8mb4 uft8 utf8sig cp65001 65001",
    "utf-7": "utf7 unicode11utf7 csunicode11utf7 cp65000",
    "utf-16": "utf16 unicode ucs2 iso10646ucs2 csunicode",
    "utf-16-le": "utf16le",
    "utf-16-be": "utf16be",
    "utf-32": "utf32 ucs4",
    "cp1252": "usascii ascii ansix341968 isoir6 iso646us us cp367 iso88591 88591 latin1 l1 isoir100 cp819 ibm819 windows1252 cp1252 1252 xcp1252 ansi ansix3110 csisolatin1 iso885911987",
    "cp1250": "windows1250 cp1250 1250 xcp1250",
    "cp1251": "windows1251 cp1251 1251 xcp1251 win1251",
    "cp1253": "windows1253 cp1253 1253",
    "cp1254": "windows1254 cp1254 1254 iso88599 latin5 88599",
    "cp1255": "windows1255 cp1255 1255",
    "cp1256": "windows1256 cp1256 1256",
    "cp1257": "windows1257 cp1257 1257",
    "cp1258": "windows1258 cp1258 1258",
    "cp874": "windows874 cp874 tis620 iso885911 dos874",
    "iso8859-2": "iso88592 latin2 l2 88592",
    "iso8859-3": "iso88593 latin3",
    "iso8859-4": "iso88594 latin4",
    "iso8859-5": "iso88595 cyrillic",
    "iso8859-6": "iso88596 arabic iso88596i iso88596e",
    "iso8859-7": "iso88597 greek greek8",
    "iso8859-8": "iso88598 hebrew iso88598i iso88598e",
    "iso8859-10": "iso885910 latin6",
    "iso8859-13": "iso885913",
    "iso8859-14": "iso885914",
    "iso8859-15": "iso885915 latin9 l9",
    "iso8859-16": "iso885916",
    "koi8-r": "koi8r koi8 koi cskoi8r",
    "koi8-u": "koi8u koi8ru",
    "cp866": "cp866 ibm866 866",
    "cp850": "cp850 ibm850 850",
    "cp437": "cp437 ibm437 437",
    "mac-roman": "macintosh mac macroman xmacroman",
    "mac-cyrillic": "xmaccyrillic maccyrillic",
}
_CODECS = {label: codec for codec, labels in _NAMED.items() for label in labels.split()}
_NOISE = re.compile(r"[^a-z0-9]")
_SELF_EVIDENT = frozenset(["iso2022_jp", "iso2022_kr", "hz", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
_READINGS = ("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp")
_EAST_ASIAN = frozenset(_READINGS)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# The commonest characters of Chinese prose and letters, simplified and traditional, with their punctuation: real text
# is a third to a half of these, the same bytes read in a wrong charset hardly any.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都"
    "然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二"
    "理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世"
    "气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫"
    "死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字"
    "请收货订单号发票产品质量退款换坏漏您贵我们谢投诉问题客户联系电话邮件公司购买使用时间处理回复希望尽快赔偿损失包装运输"
    "這來國個說們為時會後對裡麼沒於還發當無開樣見經頭動兩長現將與進實點種聲話兒問機幾業間電門東氣關並內產萬體處總場師書員華"
    "報馬張難數車應親務統請貨訂單號票質量買賣壞漏謝訴題聯繫郵客戶購賠償損貴您妳訂購產品退款換"
    "，。！？、：；（）“”《》　"
)  # fmt: skip
_KANA = re.compile("[\u3040-\u30ff]")
_COMMON_HANGUL = frozenset(
    "이다는에을의고하가지니요를은로한기서자해어도사시아리나인습보대일과있정안주제문으수했세되게면만그저것들전부원상품장물구배송환불합"
)
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзб")
_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{3,}")
_UTF8_CHARACTER = re.compile(rb"\xc2[\xa0-\xbf]|[\xc3-\xdf][\x80-\xbf]|[\xe1-\xec][\x80-\xbf]{2}")
_TOGETHER = re.compile(rb"[\x80-\xff]{3}")  # more than one character of two bytes
_WORDY = re.compile(rb"[A-Za-z]{2}")
# A sign or letter where Western text has it: £35, 40°, 3½, and é within or at the end of a word in small letters.
_SIGN_IN_PLACE = re.compile(
    rb"(?<![\x80-\xff])(?:\xc2[\xa3\xa5](?=\d)|(?<=\d)\xc2[\xb0\xb2\xb3\xbc-\xbe](?![\x80-\xff])|\xc2\xb5(?=[glms])"
    rb"|(?<=[a-z])\xc3(?:[\xa0-\xb6\xb8-\xbf](?=[a-z])|[\xa0\xa1\xa8-\xaa\xad\xb3](?![\x80-\xff]))"
    rb"|(?:\xc3[\x80-\x96\x98-\xb6\xb8-\xbf]|\xc5[\xa0\xa1\xbd\xbe])(?=[a-z]{2}))"
)
_FROM_0800 = re.compile(rb"[\xe0-\xff]")  # begins a character from U+0800 on, in UTF-8
_CP1252_HOLES = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CP1252 = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in _CP1252_HOLES}
# é inside a word, and not every second byte: half of a Big5 character looks like a letter.
_ACCENTED = re.compile(rb"(?<![\x80-\xff])[A-Za-z](?:[\x80-\xff]|\xc3[\x80-\xbf])[a-z](?![\x80-\xff])")
_NO_TEXT_BYTE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")  # wide characters have some of these
_UNWANTED = re.compile("[\x00\ud800-\udfff]")
# What no reader sees, as the inside of a set: soft hyphens, breaks of no width, marks of direction, byte order marks. They
# come with what is copied from pages and chats, and stand inside words and numbers.
UNSEEN = "\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# What is written behind the letter it belongs to, as Macs do (Unicode's form NFD): "e" and its accent, parts of Hangul and
# kana. Joined in short runs: Python's normalization takes quadratic time on thousands of accents.
_JOINED = "\u0300-\u036f\u1160-\u11ff\u3099\u309a"
_JOINING = re.compile(f"[{_JOINED}]")
_APART = re.compile(f"[^{_JOINED}][{_JOINED}]{{1,4}}")
_JAPANESE_ESCAPE = re.compile(rb"\x1b(\$@|\$B|\(B|\(J|\(I|\$\(D)")


def codec_of(label: str | None) -> str | None:
    """The Python codec that a charset label means; None where it means none (unknown, empty, not a text codec)."""
    if not label or len(label) > 60:
        return None
    return _CODECS.get(_NOISE.sub("", label.lower().partition("*")[0]))


def decode(data: bytes, label: str | None = None) -> str:
    """The text that `data` most likely is, labelled `label`. Never raises; what cannot be read is U+FFFD."""
    if label is None and data.isascii() and b"\0" not in data and b"\x1b" not in data:  # as most fields are
        return data.decode("ascii")
    return scrub(_decode(data, codec_of(label)))


def scrub(text: str) -> str:
    """`text` with NUL and lone surrogates as U+FFFD (hazards H15), and accents joined to their letters."""
    if text.isascii():
        return text.replace("\0", "\ufffd")
    text = _UNWANTED.sub("\ufffd", text)
    return _APART.sub(lambda match: normalize("NFC", match[0]), text) if _JOINING.search(text) else text


def _decode(data: bytes, codec: str | None) -> str:
    if codec in _SELF_EVIDENT:
        return _self_evident(data, codec)
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode("utf-8-sig" if marked == "utf-8" else marked, "replace")
    if data.isascii():
        return _self_evident(data, "iso2022_jp") if b"\x1b$" in data else data.decode("ascii")
    as_utf8 = _strictly(data, "utf-8")
    as_labelled = _strictly(data, codec) if codec else None
    if codec in _EAST_ASIAN and as_labelled is not None and _contradicts(data, as_labelled, codec):
        as_labelled = None
    if as_utf8 is not None:
        return (None if _FROM_0800.search(data) else _chinese_after_all(data, codec, as_labelled)) or as_utf8
    if as_labelled is not None and codec != "cp1252":
        return as_labelled
    return _guess(data, codec)


def _chinese_after_all(data: bytes, codec: str | None, as_labelled: str | None) -> str | None:
    """A Chinese word may happen to be valid UTF-8 for odd letters (漏水 is): its label decides, or how common it is."""
    alone = _TOGETHER.search(data) is None and _WORDY.search(data) is not None  # no two beside each other, among words
    if codec in _EAST_ASIAN and as_labelled is not None:
        return None if alone and _is_in_place(data) else as_labelled
    if alone:
        return None
    if (before := _before_gateway(data.decode())) is not None:
        return before
    if codec == "utf-8" or _looks_western(data[:SAMPLE_BYTES]):  # what it says it is: "·" is no 路, nor û in a word 没
        return None
    return data.decode("gb18030", "replace") if _likeness(data[:SAMPLE_BYTES], "gb18030") > 0.6 else None


def _is_in_place(data: bytes) -> bool:
    """Whether all beyond ASCII are signs and letters where Western text has them, and no Chinese one is common: `3楼`, `T恤`."""
    beyond = sum(byte > 0x7F for byte in data)
    return 2 * len(_SIGN_IN_PLACE.findall(data)) == beyond


def _before_gateway(text: str) -> str | None:
    """Chinese that a gateway took for Latin-1 and wrote as UTF-8 ("ÄúºÃ"): what it was before. None for anything else."""
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return None
    sample = data[:SAMPLE_BYTES]
    if sum(byte > 0x7F for byte in sample) < SURE_CHARACTERS * 2:
        return None
    best, name = max((_likeness(sample, name), name) for name in ("gb18030", "big5hkscs"))
    return data.decode(name, "replace") if best >= 0.4 else None


def _contradicts(data: bytes, text: str, codec: str) -> bool:
    """Whether bytes that may be `codec` surely are not: hardly a common character in them, and another reading is plain."""
    sample = data[:LABEL_SAMPLE_BYTES]
    foreign = sum(character > "\x7f" for character in text[:LABEL_SAMPLE_BYTES])
    western = _looks_western(sample)
    if _likeness(sample, codec) >= 0.1 or not (western or foreign >= SURE_CHARACTERS):
        return False
    plain = western or _strictly(data, "utf-8") is not None
    return plain or any(_likeness(sample, other) >= 0.3 for other in _READINGS if other != codec)


def _strictly(data: bytes, codec: str) -> str | None:
    if codec == "big5hkscs" and b"\xa3\xe1" in data:
        return _big5_with_euro(data)
    for name in (codec, "euc_jis_2004") if codec == "euc_jp" else (codec,):
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return None


def _big5_with_euro(data: bytes) -> str | None:
    """Windows' Big5 has € where Python's Big5-HKSCS has nothing."""
    out: list[str] = []
    for _ in range(EUROS):
        try:
            return "".join(out) + data.decode("big5hkscs")
        except UnicodeDecodeError as error:
            if data[error.start : error.start + 2] != b"\xa3\xe1":
                return None
            out.append(data[: error.start].decode("big5hkscs") + "€")
            data = data[error.start + 2 :]
    return None


def _self_evident(data: bytes, codec: str) -> str:
    """Charsets that cannot be mistaken for another, or are believed only when declared (UTF-7, hazards H11)."""
    if codec == "iso2022_jp":
        return _japanese(data)
    if codec in ("utf-7", "hz") and not data.isascii():
        return _decode(data, None)
    if codec.startswith(("utf-16", "utf-32")) and _is_no_wide_text(data):
        return _decode(data, None)
    if codec in ("utf-16", "utf-32") and data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        codec += "-be" if data[:1] == b"\0" else "-le"  # RFC 2781, section 3.3: look before you guess
    return data.decode(codec, "replace")


def _is_no_wide_text(data: bytes) -> bool:
    """Whether text labelled UTF-16 surely is UTF-8: programs label what they hold in memory, not what they send."""
    if len(data) < 8 or _NO_TEXT_BYTE.search(data) or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return _strictly(data, "utf-8") is not None


def _japanese(data: bytes) -> str:
    """ISO-2022-JP with the vendors' rows (①, ㈱), which Python's own codec does not know: by way of Shift_JIS."""
    out: list[str] = []
    mode, position = b"(B", 0
    for match in [*_JAPANESE_ESCAPE.finditer(data), None]:
        piece = data[position : match.start() if match else len(data)]
        if mode in (b"$B", b"$@"):
            out.append(_shift(piece).decode("cp932", "replace"))
        elif mode == b"(I":
            out.append(bytes(byte | 0x80 for byte in piece).decode("cp932", "replace"))
        elif mode == b"$(D":
            out.append((b"\x1b$(D" + piece).decode("iso2022_jp_1", "replace"))
        else:
            out.append(piece.decode("ascii") if piece.isascii() else _decode(piece, "cp932"))
        if match:
            mode, position = match[1], match.end()
    return "".join(out)


def _shift(piece: bytes) -> bytes:
    """Two-byte JIS as Shift_JIS (JIS X 0208:1997, annex 1); control characters pass. An eighth bit means nothing."""
    piece = bytes(byte & 0x7F for byte in piece)
    out = bytearray()
    position = 0
    while position < len(piece):
        row = piece[position]
        if row < 0x21 or position + 1 >= len(piece) or not 0x21 <= (cell := piece[position + 1]) <= 0x7E:
            out.append(row if row < 0x21 else 0x3F)
            position += 1
            continue
        out.append((row + 1 >> 1) + (0x70 if row < 0x5F else 0xB0))
        out.append(cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20))
        position += 2
    return bytes(out)


def _guess(data: bytes, codec: str | None) -> str:
    """The best reading of bytes whose label is missing, wrong, or says so little that it may be either."""
    if (whole := _cut_short(data)) is not None:
        return whole
    damaged = data.decode("utf-8", "replace")
    wrong = damaged.count("\ufffd")
    right = sum(character > "\x7f" for character in damaged[:100_000]) - wrong
    if wrong * 8 <= right:  # UTF-8 with a character cut in half, as gateways do
        return damaged
    sample = data[:SAMPLE_BYTES]
    readings = [(_likeness(sample, name), name) for name in _READINGS]
    best, name = max(readings, key=lambda reading: reading[0])
    if best >= 0.3:
        return data.decode(name, "replace")
    if codec not in (None, "utf-8", "cp1252", *_EAST_ASIAN):
        return data.decode(codec, "replace")
    cyrillic, name = max((_cyrillic_likeness(sample, name), name) for name in ("cp1251", "koi8-r"))
    if cyrillic >= 0.6:
        return data.decode(name, "replace")
    return data.decode(codec, "replace") if codec in _EAST_ASIAN and not _looks_western(sample) else _western(data)


def _cut_short(data: bytes) -> str | None:
    """UTF-8 of which the last character is cut off, as from long fields; None for anything else."""
    try:
        text, _ = codecs.utf_8_decode(data.rstrip(), "strict", False)  # noqa: FBT003 - as the library takes it
    except UnicodeDecodeError:
        return None
    return text + "\ufffd" if sum(character > "\u07ff" for character in text[:SAMPLE_BYTES]) > 1 else None


def _looks_western(sample: bytes) -> bool:
    """Whether characters beyond ASCII stand within words, and are few."""
    foreign = sum(byte > 0x7F for byte in sample)
    return foreign * 4 < len(sample) and _ACCENTED.search(sample) is not None


def _western(data: bytes) -> str:
    """Western text, in which some characters may be UTF-8: programs paste the one into the other."""
    out: list[str] = []
    position = 0
    for match in _UTF8_CHARACTER.finditer(data):
        out.append(_cp1252(data[position : match.start()]) + match[0].decode("utf-8", "replace"))
        position = match.end()
    return "".join(out) + _cp1252(data[position:])


def _cp1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: its five holes are control characters."""
    return data.decode("latin-1").translate(_CP1252)


def _cyrillic_likeness(sample: bytes, codec: str) -> float:
    """How much of the text beyond ASCII is the commonest Cyrillic letters; 0 where it does not come in whole words."""
    foreign = [byte for byte in sample if byte > 0x7F]
    words = [word.decode(codec, "replace") for word in _FOREIGN_WORD.findall(sample)]
    if not foreign or len(words) * 10 < len(foreign) or not _are_cyrillic(words):
        return 0.0
    text = bytes(foreign).decode(codec, "replace")
    return sum(character in _COMMON_CYRILLIC for character in text) / len(text)


def _are_cyrillic(words: list[str]) -> bool:
    """Whether these can be Russian: no word begins with a soft or hard sign, and at least every second has a vowel."""
    vowels = sum(_VOWEL.search(word) is not None for word in words)
    return vowels * 2 >= len(words) and not any(word[0] in "ьъЬЪ" for word in words)


def _likeness(sample: bytes, codec: str) -> float:
    """How much of the text reads as ordinary Chinese, Japanese or Korean, 0 … 1; 0 where it does not decode."""
    text = sample.decode(codec, "replace")
    foreign = [character for character in text if character > "\x7f"]
    if not foreign or text[:-2].count("\ufffd") * 50 > len(foreign):
        return 0.0
    if codec in ("gb18030", "big5hkscs"):
        return sum(character in _COMMON for character in foreign) / len(foreign)
    if codec == "cp949":
        return sum(character in _COMMON_HANGUL for character in foreign) / len(foreign)
    kana = sum(map(bool, map(_KANA.match, foreign)))
    halves = sum("\uff61" <= character <= "\uff9f" for character in foreign)  # half-width kana are what mojibake yields
    return max(0.0, (kana - 2 * halves) / len(foreign)) * 0.9
