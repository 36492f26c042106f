"""Letters of old: files, signatures and marks that stand in the text itself."""

from __future__ import annotations

from binascii import b2a_uu

import pytest

from parsers.letter import Letter
from parsers.mail import compose

HEAD = b"From: anna@customer.example\nSubject: x\nMessage-ID: <1@customer.example>\n"
SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n%s\nIt leaks.\n- -- \nAnna\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n%s"
END = "-----END PGP SIGNATURE-----\n"


def _letter(text: str | bytes, fields: bytes = b"") -> Letter:
    body = text if isinstance(text, bytes) else text.encode()
    letter = compose(HEAD + fields + b"\n" + body)
    assert isinstance(letter, Letter), letter
    return letter


def _uuencoded(data: bytes, name: str = "photo.jpg") -> bytes:
    lines = b"".join(b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 " + name.encode() + b"\n" + lines


@pytest.mark.parametrize("end", [b"`\nend\n", b" \nend\n", b"end\n", b""])
def test_a_uuencoded_file_is_a_file(end: bytes):
    """It is listed with its size and is none of the writer's words, even where its end was cut off."""
    letter = _letter(b"It leaks.\n" + _uuencoded(b"\xff\xd8" * 250) + end)
    assert letter.text == "It leaks."
    assert [(file.name, file.type, file.size) for file in letter.attachments] == [("photo.jpg", "image/jpeg", 500)]


def test_words_around_two_files_in_the_text_stay():
    """Chinese names of files are read; a path in a name is none."""
    files = _uuencoded(b"x" * 50, "照片.jpg") + b"end\n", _uuencoded(b"y" * 50, "../b.pdf") + b"end\n"
    letter = _letter("水壶漏水。\n".encode() + files[0] + "还有发票：\n".encode() + files[1] + "谢谢\n".encode())
    assert letter.text == "水壶漏水。\n还有发票：\n谢谢"
    assert [file.name for file in letter.attachments] == ["照片.jpg", "b.pdf"]
    assert len({file.part for file in letter.attachments}) == 2


def test_a_yenc_file_is_a_file():
    """Its own header says what it is called and how large it is."""
    data = bytes((byte + 42) % 256 for byte in b"\xff\xd8" * 20)
    letter = _letter(b"It leaks.\n=ybegin line=128 size=40 name=photo.jpg\n" + data + b"\n=yend size=40\n")
    assert letter.text == "It leaks."
    assert [(file.name, file.size) for file in letter.attachments] == [("photo.jpg", 40)]


@pytest.mark.parametrize(
    "text",
    [
        "begin 644 trials\nThis is no file.\nend",
        "Please begin 644 units\nend",
        "begin 644 nothing\nend",
        "=ybegin is what it said\n=yend",
        "=ybegin line=128 size=10 name=a.jpg\nIt leaks.",
    ],
)
def test_words_that_look_like_a_file_are_words(text: str):
    """Only lines that hold what a file's lines must hold are one."""
    letter = _letter(text)
    assert (letter.text, letter.attachments) == (text, ())


@pytest.mark.parametrize("fields", ["", "Hash: SHA256\n"])
@pytest.mark.parametrize("end", [END, ""])
def test_a_signature_in_place_is_no_words(fields: str, end: str):
    """Of what PGP signed in the text, the words stay and the frame goes (RFC 9580, section 7)."""
    assert _letter(SIGNED % (fields, end)).text == "It leaks.\n-- \nAnna"


def test_what_stands_around_a_signed_text_stays():
    """A list's footer, or words above."""
    assert _letter("Above.\n" + SIGNED % ("", END) + "Below.").text == "Above.\nIt leaks.\n-- \nAnna\nBelow."


def test_a_text_that_is_nothing_but_a_cipher_is_encrypted():
    """It cannot be read, which is said (hazards H40); words about one can."""
    cipher = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    assert any("encrypted" in warning for warning in _letter(cipher).warnings)
    assert not any("encrypted" in warning for warning in _letter("We cannot read this:\n" + cipher).warnings)


def test_a_guarded_from_is_the_writers_word():
    """Mailboxes of old put ">" before a line's "From"; that is no quotation."""
    assert _letter("It leaks.\n\n>From day one it did.\nPlease help.").text.endswith(
        "\n\nFrom day one it did.\nPlease help."
    )


@pytest.mark.parametrize("above", ["You wrote:\n", "您写道：\n\n", "> It is tight.\n"])
def test_a_quotation_that_begins_with_from_is_one(above: str):
    """One that is announced, or has more lines."""
    answering = b"In-Reply-To: <notice@amends.example>\n"
    letter = _letter(f"{above}>From what I see it works.\n\nIt does not.", answering)
    assert "what I see" not in letter.text
    assert "It does not." in letter.text


def test_enriched_text_is_read_without_its_marks():
    """Formats between plain text and HTML (RFC 1896; RFC 1341, section 7.1.3) that some gateways still write."""
    enriched = "<bold>It</bold>\nleaks <<now.\n\n<fontfamily><param>Arial</param>Anna</fontfamily>"
    assert _letter(enriched, b"Content-Type: text/enriched\n").text == "It leaks <now.\nAnna"
    assert _letter("<bold>It</bold> leaks.<nl>Anna", b"Content-Type: text/richtext\n").text == "It leaks.\nAnna"
    assert _letter("<bold>It</bold> leaks.<nl>Anna").text == "<bold>It</bold> leaks.<nl>Anna"


def test_breaks_of_no_width_stand_in_no_word():
    """Soft hyphens and the like are seen by nobody."""
    assert _letter("The ket\u00adtle on in\u200bvoice 12345678 leaks.").text == "The kettle on invoice 12345678 leaks."
