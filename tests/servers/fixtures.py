"""Fixtures that give a test its server. The Dovecots live as long as the test process; their users as long as a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.demo.world import MailWorld
from tests.servers.dovecot import Certificate, Dovecot, make_certificate
from tests.servers.imap_script import ImapScript


def _running(request: pytest.FixtureRequest, server: Dovecot) -> Iterator[Dovecot]:
    """Start, hand over, stop; after a failure the log stays and its path is printed."""
    server.start()
    failed_before = request.session.testsfailed
    yield server
    keep = request.session.testsfailed > failed_before
    if keep:
        print(f"\nDovecot's log of the failed tests: {server.log_path}")  # noqa: T201 - for whoever reads the failure
    server.stop(keep=keep)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """An authority nobody trusts by default, and a certificate for 127.0.0.1 signed by it."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    return make_certificate(folder)


@pytest.fixture(scope="session")
def dovecot(request: pytest.FixtureRequest, certificate: Certificate) -> Iterator[Dovecot]:
    """A Dovecot with everything it can do, TLS included."""
    yield from _running(request, Dovecot(certificate=certificate, users={"zoë@shop.test": "pässwörd"}))


@pytest.fixture(scope="session")
def dovecot_without_move(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """A Dovecot that offers UIDPLUS but not MOVE, and no IDLE."""
    yield from _running(request, Dovecot(capability="IMAP4rev1 UIDPLUS"))


@pytest.fixture(scope="session")
def dovecot_plain(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """A Dovecot of 1996: neither MOVE nor UIDPLUS; folders live under "INBOX." and are separated by dots."""
    yield from _running(request, Dovecot(capability="IMAP4rev1 NAMESPACE", separator=".", prefix="INBOX."))


@pytest.fixture
def mail_world() -> Iterator[MailWorld]:
    """An empty mail world with one desk and one customer."""
    with MailWorld({"desk@shop.test": "secret", "alice@customer.test": "a"}) as world:
        yield world


@pytest.fixture
def imap_script() -> Iterator[ImapScript]:
    """A scripted IMAP server with one letter."""
    with ImapScript() as server:
        yield server
