"""What a person can do about TLS is said, whichever library wraps the error; of what is not TLS nothing is."""

from __future__ import annotations

import ssl

import pytest

from daemon.tls_advice import tls_advice


def unverified(code: int) -> ssl.SSLCertVerificationError:
    """As OpenSSL refuses a certificate."""
    problem = ssl.SSLCertVerificationError(1, "certificate verify failed")
    problem.verify_code = code
    return problem


@pytest.mark.parametrize(
    ("code", "words"),
    [(18, "SSL_CERT_FILE"), (20, "SSL_CERT_FILE"), (10, "renew"), (9, "clock"), (62, "as host"), (64, "as host")],
)
def test_a_certificate(code: int, words: str):
    """An unknown authority, a date, a name: each has another remedy, also as the cause of somebody else's error."""
    wrapped = ConnectionError("Error connecting")
    wrapped.__cause__ = unverified(code)
    assert words in tls_advice(unverified(code))
    assert words in tls_advice(wrapped)


def test_a_port_without_tls():
    """TLS was begun where plain text was spoken."""
    problem = ssl.SSLError(1, "wrong version number")
    problem.reason = "WRONG_VERSION_NUMBER"
    assert "starttls" in tls_advice(problem)


def test_anything_else():
    """A refused connection is no matter of TLS."""
    assert tls_advice(ConnectionRefusedError(111, "refused")) == ""


def test_a_port_that_waits_for_tls():
    """Where a server should have greeted and nothing came, TLS may be what it waits for; elsewhere time is just time."""
    assert 'security = "tls"' in tls_advice(TimeoutError("timed out"), greeted_first=True)
    assert tls_advice(TimeoutError("timed out")) == ""
