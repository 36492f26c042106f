"""Folder names on a server: the configuration's "/" becomes the server's separator, under its prefix; missing ones are made."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from daemon.imap.session import Denied, Garbled, Session

NAMED = 20  # folders, for the operator
NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Naming:
    """How a server writes folder names (RFC 3501, section 5.1; RFC 2342)."""

    separator: str
    prefix: str = ""  # of one's own folders, such as "INBOX."
    elsewhere: tuple[str, ...] = ()  # prefixes of other people's and shared folders

    def __call__(self, configured: str) -> str:
        """The server's name of a folder that the configuration writes with "/"."""
        parts = configured.split("/")
        if parts[0].upper() == "INBOX":
            return self.separator.join(["INBOX", *parts[1:]])
        name = self.separator.join(parts)
        if not self.prefix or name.startswith((self.prefix, *self.elsewhere)):
            return name
        return self.prefix + name


def naming(session: Session) -> Naming:
    """Ask the server for its separator and prefixes."""
    prefix, separator, elsewhere = "", None, list[str]()
    if "NAMESPACE" in session.capabilities:
        with suppress(Denied, Garbled):  # then the separator that LIST gives has to do
            own, *others = session.ask("NAMESPACE", lambda c: c.namespace())
            prefix, separator = own[0] if own else (prefix, separator)
            elsewhere = [foreign for space in others for foreign, _ in space or () if foreign]
    if separator is None:
        roots = session.ask("LIST", lambda c: c.list_folders("", ""))
        separator = next((delimiter.decode("ascii", "replace") for _, delimiter, _ in roots if delimiter), "/")
    return Naming(separator, prefix, tuple(elsewhere))


def ensure(session: Session, folder: str) -> str | None:
    """Create and subscribe to a folder unless it is there; gives a sentence if only subscribing failed.

    Raises MailboxError when it can be neither found nor created.
    """
    if _there(session, folder):
        return None
    try:
        session.ask(f"creating {folder}", lambda c: c.create_folder(folder))
    except Denied as refusal:
        if refusal.code != "ALREADYEXISTS":
            raise
    try:
        session.ask(f"subscribing to {folder}", lambda c: c.subscribe_folder(folder))
    except Denied as refusal:
        return str(refusal)  # only mail programs care
    return None


def missing(session: Session, folder: str) -> str:
    """Which folders there are instead of this one, as a sentence; "" when it is there, or the server does not say."""
    try:
        listed = session.ask("LIST", lambda c: c.list_folders("", "*"))
    except (Denied, Garbled):
        return ""
    names = [name for flags, _, name in listed if _usable(flags)]
    if not names or any(_same(name, folder) for name in names):
        return ""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return "the folders there are " + ", ".join(_plain(name) for name in sorted(names)[:NAMED]) + more


def _plain(name: str) -> str:
    """A name for people: a line in a log stays one."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:NAME_CHARACTERS])


def _there(session: Session, folder: str) -> bool:
    listed = session.ask(f"listing {folder}", lambda c: c.list_folders("", folder))
    return any(_same(name, folder) and _usable(flags) for flags, _, name in listed)


def _usable(flags: Sequence[bytes]) -> bool:
    return not {b"\\noselect", b"\\nonexistent"} & {flag.lower() for flag in flags}


def _same(one: str, other: str) -> bool:
    """Asked for by its very name, a server that finds it written otherwise tells no case apart (Exchange)."""
    return one.casefold() == other.casefold()
