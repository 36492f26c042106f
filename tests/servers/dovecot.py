"""A private Dovecot (2.3 or 2.4): own directory, own ports, nothing of the system's configuration.

Runs as root (mail then belongs to nobody) and as an ordinary user. Every user name may log in with PASSWORD, so each
test takes a fresh one with `new_user()`. fsync is off and the penalty for wrong passwords too: a test does not wait.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self, cast

from imapclient import IMAPClient

from tests.servers.dovecot_configuration import Certificate, Wanted, configuration, password_file, version_of

PASSWORD = "correct-horse"
START_SECONDS = 15.0
STOP_SECONDS = 5.0
ATTEMPTS = 3  # a free port may be taken between our look and Dovecot's bind
POUR_LETTERS = 200  # per MULTIAPPEND


class Dovecot:
    """A running server. Use as a context manager, or call `start()` and `stop()`.

    `capability` replaces what the server says it can do; `separator` and `prefix` are those of users' own folders.
    `users` have passwords of their own besides PASSWORD.
    """

    def __init__(
        self,
        *,
        certificate: Certificate | None = None,
        capability: str | None = None,
        separator: str = "/",
        prefix: str = "",
        users: Mapping[str, str] | None = None,
    ) -> None:
        self.certificate, self.capability = certificate, capability
        self.separator, self.prefix = separator, prefix
        self.users = dict(users or {})
        self.port = self.tls_port = 0
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._base = Path()

    # ---- life -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start and wait for the greeting. Raises RuntimeError with Dovecot's log when it does not come."""
        program = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        if program is None:
            raise RuntimeError("These tests need Dovecot. Install it: apt-get install dovecot-imapd (or the like)")
        version = _version(program)
        for attempt in range(1, ATTEMPTS + 1):
            # Not pytest's directory: Dovecot's sockets need short paths, its users must be able to enter.
            self._base = Path(tempfile.mkdtemp(prefix="dovecot-"))
            self.port, self.tls_port = _free_port(), _free_port()
            command = [program, "-F", "-c", str(self._configure(version))]
            self._process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
            if self._greets():
                return
            log = self.log()
            self.stop()
            if attempt == ATTEMPTS:
                raise RuntimeError(f"Dovecot does not start:\n{log}")

    def stop(self, *, keep: bool = False) -> None:
        """End the server and its children; `keep` leaves its directory, log included."""
        process, self._process = self._process, None
        if process is not None:
            # A SIGTERM takes Dovecot a second, and there is nothing to save. The group is ours: see start_new_session.
            with suppress(ProcessLookupError):  # one that did not start has gone by itself
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_SECONDS)
        if not keep:
            shutil.rmtree(self._base, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def log(self) -> str:
        """What Dovecot has written down."""
        path = self.log_path
        return path.read_text("utf-8", "replace") if path.exists() else "(no log)"

    @property
    def log_path(self) -> Path:
        """Where it writes."""
        return self._base / "log"

    def _greets(self) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process is not None and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as link:
                return link.recv(100).startswith(b"* OK")
            time.sleep(0.01)  # polling a process that tells us nothing
        return False

    def _configure(self, version: tuple[int, int]) -> Path:
        base = self._base
        base.chmod(0o755)
        (base / "users").write_text(password_file(self.users), "utf-8")
        (base / "mail").mkdir()
        owner = pwd.getpwuid(os.getuid())
        if owner.pw_uid == 0:
            owner = pwd.getpwnam("nobody")
            os.chown(base / "mail", owner.pw_uid, owner.pw_gid)
        wanted = Wanted(
            base=base,
            owner=owner,
            password=PASSWORD,
            port=self.port,
            tls_port=self.tls_port,
            certificate=self.certificate,
            capability=self.capability,
            separator=self.separator,
            prefix=self.prefix,
            users=self.users,
        )
        path = base / "dovecot.conf"
        path.write_text(configuration(version, wanted), "utf-8")
        return path

    # ---- mail -------------------------------------------------------------------------------------------------

    def new_user(self) -> str:
        """A user nobody has used before."""
        return f"user{next(self._numbers)}@shop.test"

    @contextmanager
    def as_user(self, user: str, folder: str = "INBOX") -> Generator[Any]:
        """The user's own mail program (an IMAPClient, untyped), with a folder selected."""
        client = cast("Any", IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20))
        with client:
            client.login(user, PASSWORD)
            client.select_folder(folder)
            yield client

    def deliver(self, user: str, raw: bytes, folder: str = "INBOX", received: datetime | None = None) -> int:
        """Put one letter into a folder, dated as given. Gives its UID."""
        with self.as_user(user) as client:
            answer: bytes = client.append(folder, raw, (), received)
        return int(answer.partition(b"]")[0].split()[-1])

    def pour(self, user: str, letters: Iterable[bytes], folder: str = "INBOX") -> None:
        """Put many letters into a folder, quickly."""
        with self.as_user(user) as client:
            waiting = iter(letters)
            while batch := list(itertools.islice(waiting, POUR_LETTERS)):
                client.multiappend(folder, batch)

    def mail(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """What is in a folder, in the order of arrival; nothing if there is no such folder."""
        with self.as_user(user) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            uids: list[int] = sorted(client.search())
            letters: dict[int, dict[bytes, Any]] = client.fetch(uids, ["BODY.PEEK[]"])
            return [letters[uid][b"BODY[]"] for uid in uids]

    def renumber(self, user: str, uidvalidity: int, folder: str = "INBOX") -> None:
        """Give a folder a new epoch."""
        self._doveadm("mailbox", "update", "-u", user, "--uid-validity", str(uidvalidity), folder)

    def drop(self, user: str) -> None:
        """Cut the user's connections."""
        self._doveadm("kick", user)

    def _doveadm(self, *arguments: str) -> None:
        program = shutil.which("doveadm", path=os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin") or "doveadm"
        command = [program, "-c", str(self._base / "dovecot.conf"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=START_SECONDS, check=False)
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(arguments)}: {done.stderr}{done.stdout}")


def _version(program: str) -> tuple[int, int]:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=START_SECONDS, check=False)
    return version_of(done.stdout or done.stderr)


def make_certificate(folder: Path) -> Certificate:
    """An authority and a certificate for 127.0.0.1 and localhost, made with the openssl command."""
    authority, authority_key = folder / "authority.pem", folder / "authority.key"
    chain, key, request, extensions = (folder / name for name in ("server.pem", "server.key", "server.csr", "san"))
    extensions.write_text("subjectAltName = IP:127.0.0.1, DNS:localhost\n", "utf-8")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    make_authority = ("-x509", *curve, "-subj", "/CN=Test authority", "-days", "30")
    _openssl("req", *make_authority, "-keyout", str(authority_key), "-out", str(authority))
    _openssl("req", *curve, "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(request))
    signing = ("-CA", str(authority), "-CAkey", str(authority_key), "-CAcreateserial", "-days", "30")
    _openssl("x509", "-req", "-in", str(request), *signing, "-extfile", str(extensions), "-out", str(chain))
    return Certificate(authority, chain, key)


def _openssl(*arguments: str) -> None:
    program = shutil.which("openssl")
    if program is None:
        raise RuntimeError("These tests need the openssl command. Install it: apt-get install openssl (or the like)")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
