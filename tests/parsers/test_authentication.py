"""Whom the desk's own mail server vouches for: forged headers count for nothing."""

from __future__ import annotations

import pytest

from parsers.letter import Authentication
from parsers.message.authentication import MICROSOFT, authentication_of, is_disowned

OURS = "mx.factory.example"


def letter(*results: str) -> bytes:
    """A letter with these Authentication-Results, the topmost first."""
    lines = [f"Authentication-Results: {result}" for result in results]
    return "\r\n".join([*lines, "From: ann@customer.example", "Subject: x", "", "hello"]).encode()


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ((f"{OURS}; dmarc=pass header.from=customer.example",), Authentication.PASS),
        ((f"{OURS}; spf=fail smtp.mailfrom=x.example; dmarc=fail header.from=customer.example",), Authentication.FAIL),
        ((f"{OURS} 1; dkim=pass (2048-bit key) header.d=customer.example",), Authentication.PASS),
        ((f"{OURS}; dkim=pass header.d=mailer.example; spf=fail smtp.mailfrom=a@b.example",), Authentication.FAIL),
        ((f"{OURS}; dkim=pass header.d=mailer.example",), Authentication.NONE),
        ((f"{OURS}; dmarc=none; spf=softfail",), Authentication.NONE),
        ((f"{OURS}; none",), Authentication.NONE),
        (("mx.attacker.example; dmarc=pass header.from=customer.example",), Authentication.NONE),
        (("mx.attacker.example; dmarc=pass", f"{OURS}; dmarc=pass"), Authentication.NONE),
        ((f"{OURS}; dmarc=fail", f"{OURS}; dmarc=pass"), Authentication.FAIL),
        ((f"{OURS}.attacker.example; dmarc=pass",), Authentication.NONE),
        ((f"{OURS}; x=y (a comment; dmarc=pass) ; spf=none",), Authentication.NONE),
        ((f"{OURS}; dmarc/1=pass header.from=customer.example",), Authentication.PASS),
        ((f'{OURS}; dkim=pass header.i="@customer.example"',), Authentication.PASS),
        ((f"{OURS}; dmarc=pass header.from=other.example",), Authentication.NONE),
        ((f"{OURS}; dkim=pass header.d=example; spf=fail",), Authentication.FAIL),
        ((f'{OURS}; spf=none reason="ok; dmarc=pass"; dmarc=fail',), Authentication.FAIL),
        ((f"{OURS}; spf=none (a (b); dmarc=pass) x=y",), Authentication.NONE),
        ((f"{OURS}; spf=none (a; dmarc=pass header.from=customer.example",), Authentication.NONE),
        ((f"{OURS}; spf=none x=a(b@x.example; dmarc=fail",), Authentication.FAIL),
        ((), Authentication.NONE),
    ],
)
def test_only_our_own_servers_topmost_word_counts(results: tuple[str, ...], verdict: Authentication):
    """DMARC decides; without it an aligned signature passes and a failed SPF fails; other servers' words are nothing."""
    assert authentication_of(letter(*results), OURS, "customer.example") is verdict


def test_a_domain_in_letters_of_another_script_is_the_one_that_the_server_names():
    """Servers name `müller.example` by its encoded form (RFC 5890)."""
    named = letter(f"{OURS}; dmarc=pass header.from=xn--mller-kva.example")

    assert authentication_of(named, OURS, "müller.example") is Authentication.PASS


def test_microsoft_writes_no_name():
    """Microsoft 365's header begins with a result; it counts only where the operator says that the server is theirs."""
    header = (
        "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=customer.example; dkim=pass header.d=customer.example;"
        "dmarc=fail action=none header.from=customer.example;compauth=fail reason=001"
    )

    assert authentication_of(letter(header), MICROSOFT, "customer.example") is Authentication.FAIL
    assert authentication_of(letter(header), OURS, "customer.example") is Authentication.NONE
    assert authentication_of(letter("x; dmarc=pass"), MICROSOFT, "customer.example") is Authentication.NONE


def test_without_a_name_nobody_is_trusted():
    """An operator who has named no server gets no verdicts."""
    assert authentication_of(letter("mx; dmarc=pass"), "", "customer.example") is Authentication.NONE


@pytest.mark.parametrize(
    "result",
    [
        "dkim=pass header.i=customer.example@evil.example header.s=k",
        'dkim=pass reason="header.d=customer.example" header.d=evil.example',
        'dkim=pass header.i="x header.d=customer.example"@evil.example',
        r'spf=pass smtp.mailfrom="a\"; dmarc=pass header.from=customer.example; x=\"b"@evil.example',
        r"spf=pass (of a\) ; dmarc=pass header.from=customer.example ; \(b)",
        'dkim=pass header.d=customer.example header.b="',
    ],
)
def test_what_the_signer_likes_to_write_is_no_domain(result: str):
    """What stands before an @, in a quoted string or behind an escape is the stranger's own; left open, it proves nothing."""
    assert authentication_of(letter(f"{OURS}; {result}"), OURS, "customer.example") is Authentication.NONE


def test_an_identity_is_as_good_as_a_domain():
    """Servers name the signature by its domain, or by the whole identity (RFC 6376, `i=`)."""
    for named in ("header.i=@customer.example", "header.i=ann@mail.customer.example", 'header.d="customer.example"'):
        passed = letter(f"{OURS}; dkim=pass {named} header.s=k")
        assert authentication_of(passed, OURS, "customer.example") is Authentication.PASS


@pytest.mark.parametrize(
    "result, disowned",
    [
        ("dmarc=fail (p=REJECT sp=REJECT dis=QUARANTINE) header.from=customer.example", True),
        ("dkim=none; dmarc=fail (p=quarantine dis=none) header.from=customer.example", True),
        ("dmarc=fail header.from=customer.example policy.dmarc=reject", True),
        ('dmarc=fail reason="no aligned" header.from=customer.example (policy=reject)', True),
        ("dmarc=fail (p=none dis=none) header.from=customer.example", False),
        ("dmarc=fail (p=NONE sp=REJECT) header.from=customer.example", False),
        ("dmarc=fail header.from=customer.example", False),
        ("dmarc=pass (p=reject) header.from=customer.example", False),
        ("spf=fail (p=reject) smtp.mailfrom=customer.example; dkim=pass header.d=customer.example", False),
        ('spf=none x="dmarc=fail (p=reject)"', False),
    ],
)
def test_a_domain_that_disowns_the_letter(result: str, disowned: bool):  # noqa: FBT001 - a table's column
    """DMARC failed and the domain asks for reject or quarantine; only our own server's topmost word counts."""
    assert is_disowned(letter(f"{OURS}; {result}"), OURS) is disowned
    assert not is_disowned(letter(f"mx.attacker.example; {result}"), OURS)
    assert not is_disowned(letter(f"{OURS}; {result}"), "")
