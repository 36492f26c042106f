"""What is wrong with a configuration, in words: pydantic's errors as sentences, and the checks across several keys.

The checks across keys look at the values as they came out of the file, not at the finished `Config`: a misspelt key in
one table must not hide a duplicate department in another, for all problems are reported at once. They therefore trust
nothing about the shape of what they look at; a value of the wrong type is somebody else's problem to report.
"""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from daemon.config_values import is_loopback
from daemon.public_mail import is_public
from rules.positions import Path as Place

Table = Mapping[str, Any]
_LANGUAGE = re.compile(r"[a-z]{2,3}")

PLANNED = {
    "password": "no password stands in this file; name what holds it with password_env or password_file",
    "oauth": "logging in with OAuth is not supported; use password_env or password_file",
    "metrics": "[metrics] is not supported; remove it; `amends outbox` and `amends letters` say how the desk is doing",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, and a sentence that says what, and what to do."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        key = ".".join(part for part in self.place if isinstance(part, str) and part != "[key]")
        return f"{key}: {self.sentence}" if key else self.sentence


def explained(error: ValidationError, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Each of pydantic's errors as a problem. `model` is what was being validated."""
    errors = error.errors(include_url=False, include_input=False)
    places = {details["loc"] for details in errors}
    return tuple(_explain(details, model) for details in errors if not _follows(details, places))


def _follows(details: ErrorDetails, places: set[Place]) -> bool:
    """Whether pydantic says this only because of another error: a default, or a length, that needs what is wrong."""
    if details["type"] == "too_short":
        depth = len(details["loc"])
        return any(len(place) > depth and place[:depth] == details["loc"] for place in places)
    return details["type"] == "default_factory_not_called"


_SENTENCES: dict[str, str] = {
    "missing": "is missing; add it",
    "string_type": "must be text; put it in quotes",
    "bool_type": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes or decimals",
    "tuple_type": 'must be a list; write it like ["one", "two"]',
    "model_type": "must be a table; write its name in square brackets on a line of its own",
    "model_attributes_type": "must be a table; write its name in square brackets on a line of its own",
    "dict_type": "must be a table; write its name in square brackets on a line of its own",
    "mapping_type": "must be a table; write its name in square brackets on a line of its own",
    "date_type": "must be a date; write it without quotes, like 2026-12-24",
    "date_from_datetime_inexact": "must be a date without a time; write it like 2026-12-24",
    "enum": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "is empty; add at least one",
    "string_pattern_mismatch": 'must be "+" or "" ',
}


def _explain(details: ErrorDetails, model: type[BaseModel]) -> Problem:
    place, kind = details["loc"], details["type"]
    if kind == "extra_forbidden":
        return Problem(place, _unknown(place, model))
    if kind == "value_error":
        return Problem(place, str(details.get("ctx", {}).get("error", details["msg"])))
    if kind in _BRACKETS and (form := _form_of(place, model)):
        return Problem(place, _BRACKETS[kind].format(form))
    if kind in _SENTENCES:
        return Problem(place, _SENTENCES[kind].format(**details.get("ctx", {})).strip())
    return Problem(place, f"{details['msg']}; correct it")


# How whole tables are written: [smtp] once, [[department]] as often as there are some.
_BRACKETS: dict[str, str] = {
    "missing": "is missing; add it: {} and its keys, as in config.example.toml",
    "tuple_type": "may stand there several times; write {}, in double brackets, on a line of its own before each",
    "model_type": "stands there once; write {}, in single brackets, on a line of its own",
    "model_attributes_type": "stands there once; write {}, in single brackets, on a line of its own",
    "mapping_type": "stands there once; write {}, in single brackets, on a line of its own",
}


def _form_of(place: Place, model: type[BaseModel]) -> str:
    """[name], or [[name]] for what there may be several of; "" for what is no table of the file's own."""
    fields = dict(zip(keys(model), model.model_fields.values(), strict=True))
    if len(place) != 1 or (field := fields.get(str(place[0]))) is None:
        return ""
    annotation = field.annotation
    if typing.get_origin(annotation) is tuple:
        return f"[[{place[0]}]]" if any(models_in(annotation)) else ""
    return f"[{place[0]}]" if any(models_in(annotation)) or typing.get_origin(annotation) is Mapping else ""


def _unknown(place: Place, model: type[BaseModel]) -> str:
    key = str(place[-1])
    if key in PLANNED:
        return PLANNED[key]
    known = list(keys(_table_at(place[:-1], model)))
    if close := difflib.get_close_matches(key, known, n=1):
        return f"there is no such key; did you mean {close[0]}?"
    return f"there is no such key; known here: {', '.join(known)}"


def keys(model: type[BaseModel]) -> Iterator[str]:
    """A table's keys as the file writes them."""
    for name, field in model.model_fields.items():
        yield field.alias or name


def _table_at(place: Place, model: type[BaseModel]) -> type[BaseModel]:
    for part in place:
        if isinstance(part, str):
            by_key = dict(zip(keys(model), model.model_fields.values(), strict=True))
            model = next(models_in(by_key[part].annotation), model)
    return model


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The tables an annotation holds: itself, or what it is a list of."""
    if (
        isinstance(annotation, type)
        and not isinstance(annotation, types.GenericAlias)
        and issubclass(annotation, BaseModel)
    ):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from models_in(inner)


# -- across several keys ------------------------------------------------------------------------------------------


def across(table: Table) -> tuple[Problem, ...]:
    """What is wrong with values that are right by themselves."""
    checks: tuple[Callable[[Table], Iterator[Problem]], ...] = (
        _unprotected,
        _passwords,
        _one_name_each,
        _one_address_each,
        _not_ourselves,
        _sources,
        _twice,
        _languages,
        _folders,
        _drawers_of_others,
        _read_once,
        _everybody,
    )
    return tuple(chain.from_iterable(check(table) for check in checks))


def _servers(table: Table) -> Iterator[tuple[Place, Table]]:
    for number, mailbox in enumerate(_tables(table, "mailbox")):
        yield ("mailbox", number), mailbox
    if smtp := _table(table, "smtp"):
        yield ("smtp",), smtp


def _unprotected(table: Table) -> Iterator[Problem]:
    """Passwords and letters do not travel in clear text over a network (hazards F15)."""
    for place, server in _servers(table):
        host = _text(server, "host")
        if server.get("security") == "none" and host and not is_loopback(host):
            sentence = f'"none" is only for this machine, and {host} is not; write "tls" or "starttls"'
            yield Problem((*place, "security"), sentence)


def _passwords(table: Table) -> Iterator[Problem]:
    for place, server in _servers(table):
        given = [key for key in ("password_env", "password_file") if key in server]
        if "oauth" in server:
            continue  # already refused with a sentence of its own
        if len(given) == 2:
            yield Problem(
                (*place, given[1]), "the password has two sources; keep password_env or password_file, not both"
            )
        elif given and not server.get("username"):
            yield Problem((*place, given[0]), "there is a password but no username; add username")
        elif not given and server.get("username"):
            yield Problem((*place, "username"), "has no password; add password_env or password_file")


def _one_name_each(table: Table) -> Iterator[Problem]:
    """No two departments answer to one name, no two mailboxes share one."""
    taken: dict[str, str] = {}
    for number, department in enumerate(_tables(table, "department")):
        own = _text(department, "name")
        for key, name in (("name", own), *(("aliases", alias) for alias in _texts(department, "aliases"))):
            holder = taken.setdefault(name.strip().casefold(), own)
            if name and (holder != own or (key == "name" and _first(table, own) != number)):
                yield Problem(("department", number, key), f"{name!r} is also the name of {holder!r}; choose another")
    names: set[str] = set()
    for number, mailbox in enumerate(_tables(table, "mailbox")):
        name = str(mailbox.get("name", "complaints"))
        if name in names:
            yield Problem(("mailbox", number, "name"), f"{name!r} is also the name of another mailbox; choose another")
        names.add(name)


def _first(table: Table, name: str) -> int:
    """The number of the first department of that name."""
    return next(n for n, d in enumerate(_tables(table, "department")) if _text(d, "name") == name)


def _one_address_each(table: Table) -> Iterator[Problem]:
    """A mail from a department's own address must say which department it is from."""
    taken: dict[str, str] = {}
    for number, department in enumerate(_tables(table, "department")):
        address = _text(department, "address").lower()
        if address in taken:
            sentence = f"{address} is also the address of {taken[address]!r}; give each department its own"
            yield Problem(("department", number, "address"), sentence)
        elif address:
            taken[address] = _text(department, "name")


def _not_ourselves(table: Table) -> Iterator[Problem]:
    """Mail to staff must not come back to the desk: that would be a loop (hazards, mail loops)."""
    own = _own(table)
    for place, address in _staff(table):
        if address.lower() in own:
            yield Problem(
                place, f"{address} is the desk itself; the desk cannot write to itself, name a person's address"
            )


def _own(table: Table) -> set[str]:
    """Our own addresses, in lower case."""
    own = {_text(_table(table, "desk"), "address").lower(), _text(_table(table, "smtp"), "from").lower()}
    own |= {_text(server, "username").lower() for _, server in _servers(table)}
    own |= {alias.lower() for alias in _texts(_table(table, "desk"), "aliases")}
    return {address for address in own if "@" in address}


def _sources(table: Table) -> Iterator[Problem]:
    """A web form that writes under the desk's own address is never read: what we sent ourselves is no complaint."""
    taken: set[str] = set()
    for number, source in enumerate(_tables(table, "source")):
        sender = _text(source, "from").lower()
        if sender in _own(table):
            sentence = (
                f"{sender} is the desk itself, whose own mails are no complaints; let it send from another address"
            )
            yield Problem(("source", number, "from"), sentence)
        elif sender and sender in taken:
            yield Problem(("source", number, "from"), f"{sender} is another source already; keep one of them")
        taken.add(sender)


def _twice(table: Table) -> Iterator[Problem]:
    """A list in which something stands twice: whoever wrote it meant something else, or would get each mail twice."""
    lists: list[tuple[Place, list[str]]] = [
        (("desk", "languages"), _texts(_table(table, "desk"), "languages")),
        (("managers", "addresses"), _texts(_table(table, "managers"), "addresses")),
    ]
    for place, items in lists:
        folded = [item.strip().lower() for item in items]
        if again := next((item for number, item in enumerate(folded) if item in folded[:number]), ""):
            yield Problem(place, f"{again} stands there twice; keep one")


def _staff(table: Table) -> Iterator[tuple[Place, str]]:
    for number, department in enumerate(_tables(table, "department")):
        for key in ("address", "head", "deputy"):
            yield ("department", number, key), _text(department, key)
        yield from ((("department", number, "members"), member) for member in _texts(department, "members"))
    yield from ((("managers", "addresses"), manager) for manager in _texts(_table(table, "managers"), "addresses"))
    yield ("operator", "address"), _text(_table(table, "operator"), "address")
    roles = _table(table, "roles")
    yield from ((("roles", name), _text(roles, name)) for name in roles)


def _languages(table: Table) -> Iterator[Problem]:
    """Staff are written to in a language the desk has."""
    spoken = _texts(_table(table, "desk"), "languages") or ["en", "zh"]
    tables = [(("department", n), d) for n, d in enumerate(_tables(table, "department"))]
    for place, reader in (*tables, (("managers",), _table(table, "managers"))):
        code = _text(reader, "language")
        if _LANGUAGE.fullmatch(code) and code not in spoken:  # what is no code at all is told by its own key
            sentence = f"{code!r} is not one of the desk's languages; write one of {', '.join(spoken)}"
            yield Problem((*place, "language"), sentence)


def _folders(table: Table) -> Iterator[Problem]:
    """A letter that is filed away into the folder it came from would be filed away for ever."""
    for number, mailbox in enumerate(_tables(table, "mailbox")):
        folder, sent = _folder(mailbox, "folder"), _folder(mailbox, "sent")
        for key in ("handled", "quarantine", "sent"):
            if _folder(mailbox, key) == folder:
                at = key if key in mailbox else "folder"
                yield Problem(
                    ("mailbox", number, at), f"{folder!r} is the folder letters arrive in, and {key}; name another"
                )
            elif key != "sent" and _folder(mailbox, key) == sent:
                at = key if key in mailbox else "sent"
                sentence = f"{sent!r} is both {key} and sent: customers' letters would be taken for what we sent"
                yield Problem(("mailbox", number, at), f"{sentence}; name another")
        if _moves(mailbox) and _folder(mailbox, "handled") == _folder(mailbox, "quarantine"):
            at = "quarantine" if "quarantine" in mailbox else "handled"
            sentence = (
                f"{_folder(mailbox, at)!r} is both handled and quarantine: nobody would find what could not be read"
            )
            yield Problem(("mailbox", number, at), f"{sentence}; name another")


def _moves(mailbox: Table) -> bool:
    """Whether handled letters go into a folder at all."""
    return mailbox.get("after", "move") == "move"


def _drawers_of_others(table: Table) -> Iterator[Problem]:
    """Of two mailboxes of one account: what one has put away must not arrive at the other, nor pass for what we sent."""
    mailboxes = _tables(table, "mailbox")
    for number, mailbox in enumerate(mailboxes):
        for other in (m for m in mailboxes if m is not mailbox and _account(m) == _account(mailbox)):
            for key, theirs in _clashes(mailbox, other):
                name = str(other.get("name", "complaints"))
                sentence = f"{_folder(mailbox, key)!r} is the {theirs} folder of mailbox {name!r} too; name another"
                yield Problem(("mailbox", number, key if key in mailbox else "username"), sentence)


def _clashes(mailbox: Table, other: Table) -> Iterator[tuple[str, str]]:
    """Keys of the one and of the other that name one folder for two ends."""
    drawers = ("handled", "quarantine") if _moves(other) else ()
    for key, theirs in (("folder", (*drawers, "sent")), ("sent", drawers)):
        yield from ((key, their) for their in theirs if _folder(mailbox, key) == _folder(other, their))


def _account(mailbox: Table) -> tuple[str, ...]:
    """Where its folders are, and whose."""
    return (*(_text(mailbox, key).lower() for key in ("host", "username")), _port(mailbox))


def _everybody(table: Table) -> Iterator[Problem]:
    """*@gmail.com makes colleagues of all customers who have their mail there: they could command cases, and read them."""
    for number, department in enumerate(_tables(table, "department")):
        for member in _texts(department, "members"):
            if _is_everybody(member):
                sentence = (
                    f"{member} is everybody with an address at this public provider, customers too: they could command"
                )
                yield Problem(("department", number, "members"), f"{sentence} cases; name each colleague's address")
    for number, source in enumerate(_tables(table, "source")):
        customer = source.get("customer", "from")  # with "from" nobody is believed to write for others
        if customer != "from" and _is_everybody(sender := _text(source, "from")):
            sentence = f"{sender} is everybody with an address at this public provider, customers too; name the address"
            yield Problem(("source", number, "from"), f"{sentence} that writes for them")


def _is_everybody(address: str) -> bool:
    left, _, domain = address.strip().lower().rpartition("@")
    return left == "*" and is_public(domain.rstrip("."))


def _read_once(table: Table) -> Iterator[Problem]:
    """A folder under two names would be read twice: each letter two cases."""
    taken: dict[tuple[str, ...], str] = {}
    for number, mailbox in enumerate(_tables(table, "mailbox")):
        name = str(mailbox.get("name", "complaints"))
        before = taken.setdefault((*_account(mailbox), _folder(mailbox, "folder")), name)
        if _text(mailbox, "host") and before != name:
            sentence = (
                f"is the same folder of the same account as mailbox {before!r}; remove one, or name another folder"
            )
            yield Problem(("mailbox", number, "username"), sentence)


def _port(mailbox: Table) -> str:
    """The port that is meant; not written, it is the protocol's own."""
    return str(mailbox.get("port", 993 if mailbox.get("security", "tls") == "tls" else 143))


_FOLDERS = {"folder": "INBOX", "handled": "Handled", "quarantine": "Quarantine", "sent": "Sent"}


def _folder(mailbox: Table, key: str) -> str:
    """The folder's name; INBOX is one in any case (RFC 9051, section 5.1)."""
    name = str(mailbox.get(key, _FOLDERS[key])).strip()
    return "INBOX" if name.upper() == "INBOX" else name


def _table(table: Table, key: str) -> Table:
    found: Any = table.get(key)
    return typing.cast("Table", found) if isinstance(found, dict) else {}


def _tables(table: Table, key: str) -> list[Table]:
    found: Any = table.get(key)
    rows = typing.cast("list[Any]", found) if isinstance(found, list) else []
    return [typing.cast("Table", row) if isinstance(row, dict) else {} for row in rows]


def _text(table: Table, key: str) -> str:
    found: Any = table.get(key)
    return found if isinstance(found, str) else ""


def _texts(table: Table, key: str) -> list[str]:
    found: Any = table.get(key)
    items = typing.cast("list[Any]", found) if isinstance(found, list) else []
    return [item for item in items if isinstance(item, str)]
