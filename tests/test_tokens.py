"""Signed names: what they prove, and what they do not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.tokens import Signer, Token, tokens_in

KEY = bytes(range(32))
SIGNER = Signer(KEY, "life")
ALPHABET = string.ascii_lowercase + "234567"
words = st.text(max_size=30)


@given(effect=words)
def test_the_same_effect_has_the_same_name(effect: str):
    """A plan made twice gives the same Message-ID: the second mail is the first."""
    again = Signer(KEY, "life")
    assert SIGNER.notice_id(effect) == again.notice_id(effect)
    assert SIGNER.message_id(SIGNER.notice_id(effect), "a.example") == again.message_id(
        again.notice_id(effect), "a.example"
    )


@given(effect=words)
def test_another_life_or_key_has_other_names(effect: str):
    """After a lost database, or with another desk's key, no name comes back."""
    names = {signer.notice_id(effect) for signer in (SIGNER, Signer(KEY, "next"), Signer(KEY[::-1], "life"))}
    assert len(names) == 3


@given(effect=words)
def test_our_own_message_id_is_known(effect: str):
    """What we sign we recognise, whatever domain we write it with."""
    notice = SIGNER.notice_id(effect)
    assert SIGNER.notice_of(SIGNER.message_id(notice, "shop.example")) == notice


@given(place=st.integers(0, 27), letter=st.sampled_from(ALPHABET))
def test_an_altered_message_id_is_not_ours(place: int, letter: str):
    """Any other letter anywhere in name or signature, and it proves nothing."""
    notice = SIGNER.notice_id("effect")
    good = SIGNER.message_id(notice, "shop.example")
    name = good[4:16] + good[17:33]
    if name[place] == letter:
        return
    bad = name[:place] + letter + name[place + 1 :]
    assert SIGNER.notice_of(f"<am.{bad[:12]}.{bad[12:]}@shop.example>") is None


@pytest.mark.parametrize(
    "message_id",
    ["", "<>", "<am.a.b@c>", "am.x", "<am.aaaaaaaaaaaa.bbbbbbbbbbbbbbbb@shop.example>", "<am.aaaaaaaaaaaa.bbbbbbbbbbbbbbbb>"],
)  # fmt: skip
def test_what_only_looks_like_ours(message_id: str):
    """The form alone proves nothing."""
    assert SIGNER.notice_of(message_id) is None


def _token(case: str = "C2026-000001", party: str = "customer", effect: str = "effect") -> Token:
    [token] = tokens_in(SIGNER.token(SIGNER.notice_id(effect), case, party))
    return token


def test_a_token_proves_its_case_and_party():
    """It was made for one notice, one case and one party, and proves nothing of any other."""
    token = _token()
    assert SIGNER.proves(token, "C2026-000001", "customer")
    assert not SIGNER.proves(token, "C2026-000002", "customer")
    assert not SIGNER.proves(token, "C2026-000001", "department:Quality")
    assert not SIGNER.proves(Token(SIGNER.notice_id("another"), token.mac), "C2026-000001", "customer")
    assert not Signer(KEY[::-1], "life").proves(token, "C2026-000001", "customer")


def test_the_parts_cannot_be_shifted():
    """Case and party are told apart: "1" with "2x" is not "12" with "x"."""
    token = _token(case="1", party="2x")
    assert SIGNER.proves(token, "1", "2x")
    assert not SIGNER.proves(token, "12", "x")


def test_a_message_id_is_no_token():
    """What is public in every reply does not open what only the token opens."""
    notice = SIGNER.notice_id("effect")
    mac = SIGNER.message_id(notice, "shop.example")[17:33]
    assert not SIGNER.proves(Token(notice, mac), "C2026-000001", "customer")


@pytest.mark.parametrize(
    "text",
    ["desk+{}@shop.example", "ACCEPT C2026-000001 [{}]", "Re: AW: [{}] Kettles", "回复：受理 [{}]", "DESK+{}@SHOP.EXAMPLE"],
)  # fmt: skip
def test_tokens_are_found_where_they_travel(text: str):
    """In addresses and subjects, in any case of letters."""
    token = SIGNER.token(SIGNER.notice_id("effect"), "C2026-000001", "customer")
    for written in (token, token.upper()):
        [found] = tokens_in(text.format(written))
        assert SIGNER.proves(found, "C2026-000001", "customer")


def test_each_token_once_and_in_order():
    """The same token in several places counts once."""
    one, two = (SIGNER.token(SIGNER.notice_id(effect), "C", "p") for effect in "ab")
    assert tokens_in(f"{two} {one}", one) == (*tokens_in(two), *tokens_in(one))


@given(text=st.text())
def test_any_text_may_be_searched(text: str):
    """No text raises, and none of them proves anything."""
    assert not any(SIGNER.proves(token, "C2026-000001", "customer") for token in tokens_in(text))


def test_a_token_fits_its_places():
    """With the desk's name it stays a legal local part (64 octets), of plain letters and digits."""
    token = SIGNER.token(SIGNER.notice_id("effect"), "C2026-000001", "department:Quality")
    assert len(f"complaints+{token}") <= 64
    assert set(token) <= set(ALPHABET + "-")


def test_a_weak_key_is_refused():
    """A key shorter than 32 bytes is a mistake of the configuration, and is said to be."""
    with pytest.raises(ValueError, match="32"):
        Signer(b"short", "life")


def test_the_key_is_never_shown():
    """Not in a repr, so not in a log or a crash report."""
    assert KEY.hex() not in repr(SIGNER)
    assert repr(KEY) not in repr(SIGNER)
