"""Whom the desk trusts under TLS, whichever Python it runs on."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from daemon.tls_advice import tls_advice
from daemon.tls_context import verifying_context
from tests.servers.dovecot import Certificate

CREATE = ssl.create_default_context


def strict() -> ssl.SSLContext:
    """What Python makes since 3.13."""
    context = CREATE()
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def shake_hands(context: ssl.SSLContext, certificate: Certificate, host: str = "localhost") -> str:
    """A client and a server with the certificate, in memory. Gives the protocol that they agreed upon."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate.chain, certificate.key)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(back, there, server_hostname=host)
    server = theirs.wrap_bio(there, back, server_side=True)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return client.version() or ""


def test_an_authority_as_the_openssl_command_makes_it_is_trusted(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
):
    """It says nothing of what its key is for, which no mail program minds; Python does since 3.13."""
    monkeypatch.setattr(ssl, "create_default_context", strict)
    newer = strict()
    newer.load_verify_locations(certificate.authority)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(newer, certificate)
    assert shake_hands(verifying_context(str(certificate.authority)), certificate).startswith("TLS")


def test_chain_and_name_are_checked(certificate: Certificate):
    """Somebody whom nobody vouches for, or who is somebody else, is not talked to."""
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(verifying_context(), certificate)
    with pytest.raises(ssl.SSLCertVerificationError, match=r"shop\.example"):
        shake_hands(verifying_context(str(certificate.authority)), certificate, "shop.example")


@pytest.mark.parametrize("made", [None, "rubbish"])
def test_an_authority_file_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str | None
):
    """OpenSSL passes over it in silence and then knows nobody: that the server's certificate is at fault would be untrue."""
    file = tmp_path / "ours.pem"
    if made is not None:
        file.write_text(made)
    problem = ssl.SSLCertVerificationError()
    problem.verify_code = 20
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert tls_advice(problem).startswith(f"{file}, which the environment variable SSL_CERT_FILE names, ")
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "nobody known here" in tls_advice(problem)
