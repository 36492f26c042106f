"""The configuration: one TOML file -> one frozen `Config`, or every problem in it at once.

Its tables are in `daemon.config_tables`, the checks that need more than one key in `daemon.config_checks`; positions
come from `rules.positions`. Relative paths are relative to the configuration file, not to where the daemon was started.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from daemon.config_checks import Problem, across, explained
from daemon.config_tables import (
    Calendar,
    Catalogue,
    Department,
    Desk,
    Limits,
    Mailbox,
    Managers,
    Operator,
    Smtp,
    Source,
    Store,
    Table,
)
from daemon.config_types import MailAddress, RoleName, Surroundings
from rules.positions import positions


class ConfigInvalid(Exception):
    """The configuration cannot be used. `problems`: one `config.toml:LINE: key: what is wrong; what to do` each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """At least one problem."""
        super().__init__("\n".join(problems))
        self.problems = problems


class Config(Table):
    """The whole configuration, checked."""

    desk: Desk
    mailboxes: Annotated[tuple[Mailbox, ...], Field(min_length=1, alias="mailbox")]
    smtp: Smtp
    store: Store
    departments: Annotated[tuple[Department, ...], Field(min_length=1, alias="department")]
    managers: Managers = Managers()
    operator: Operator = Operator()
    sources: Annotated[tuple[Source, ...], Field(alias="source")] = ()
    roles: Mapping[RoleName, MailAddress] = Field(default_factory=dict[str, str])
    calendar: Calendar = Calendar()
    catalogue: Catalogue = Catalogue()
    limits: Limits = Limits()

    @classmethod
    def from_table(cls, table: Mapping[str, Any], base: Path) -> Config:
        """Of values as `tomllib` gives them; relative paths are under `base`. Raises `TableInvalid`."""
        surroundings = Surroundings(base.absolute(), table)
        problems = across(table)
        try:
            config = cls.model_validate({"store": {}, **table}, context=surroundings)
        except ValidationError as error:
            raise TableInvalid((*explained(error, cls), *problems)) from error
        if problems:
            raise TableInvalid(problems)
        return _settled(config)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is ourselves, in lower case: mail from one of them is never a customer's."""
        names = (m.username for m in (*self.mailboxes, self.smtp))
        return frozenset(
            a.lower() for a in (self.desk.address, *self.desk.aliases, self.smtp.sender, *names) if "@" in a
        )

    def is_own(self, address: str) -> bool:
        """Whether `address` is ourselves, a signed sub-address of the desk (desk+token@…) included."""
        local, _, domain = address.lower().rpartition("@")
        mark = self.desk.subaddress
        return f"{local.partition(mark)[0] if mark else local}@{domain}" in self.own_addresses

    def department(self, name: str) -> Department | None:
        """The department of that name or alias; upper and lower case are the same."""
        wanted = name.strip().casefold()
        for department in self.departments:
            if wanted in {n.casefold() for n in (department.name, *department.aliases)}:
                return department
        return None

    def department_for(self, role: str) -> Department:
        """The first department that holds `role`; the first of all when none does."""
        return next((d for d in self.departments if role in d.roles), self.departments[0])

    def departments_of(self, address: str) -> tuple[Department, ...]:
        """The departments `address` may answer for; the desk itself answers for none."""
        if self.is_own(address):
            return ()
        return tuple(d for d in self.departments if d.speaks(address))

    def is_manager(self, address: str) -> bool:
        """Whether `address` is one of the managers'."""
        return address.lower() in {a.lower() for a in self.managers.addresses}

    def roles_of(self, address: str) -> tuple[str, ...]:
        """The personal roles `address` holds."""
        return tuple(name for name, holder in self.roles.items() if holder.lower() == address.lower())

    def is_staff(self, address: str) -> bool:
        """Whether `address` speaks for the company: a department's, a manager's, a role holder's or the operator's."""
        return (
            self.is_manager(address)
            or bool(self.roles_of(address))
            or address.lower() == self.operator.address.lower()
            or bool(self.departments_of(address))
        )


def _settled(config: Config) -> Config:
    """With the defaults that come from other tables."""
    first = {"language": config.desk.languages[0]}
    smtp = config.smtp if config.smtp.sender else config.smtp.model_copy(update={"sender": config.desk.address})
    fallback = config.departments[0].head or config.departments[0].address
    deciding = config.managers.addresses or (config.operator.address or fallback,)
    language = config.managers.language or config.desk.languages[0]
    managers = config.managers.model_copy(update={"addresses": deciding, "language": language})
    operator = config.operator.model_copy(update={"address": config.operator.address or deciding[0]})
    departments = tuple(d if d.language else d.model_copy(update=first) for d in config.departments)
    settled = {"smtp": smtp, "managers": managers, "operator": operator, "departments": departments}
    return config.model_copy(update=settled)


class TableInvalid(Exception):
    """A table of values is no configuration: each problem with its place, not yet with its line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """At least one problem."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load(path: Path) -> Config:
    """The configuration in the file at `path`. Raises `ConfigInvalid` with every problem, in the file's order."""
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigInvalid((_syntax(path, text, str(error)),)) from error
    try:
        return Config.from_table(table, path.absolute().parent)
    except TableInvalid as error:
        lines = sorted({(line, str(problem)) for line, problem in _placed(text, error.problems)})
        raise ConfigInvalid(tuple(f"{path}:{line}: {sentence}" for line, sentence in lines)) from error


def _placed(text: str, problems: Iterable[Problem]) -> Iterator[tuple[int, Problem]]:
    """Each problem with the line of its key, or of the nearest table around it."""
    found = positions(text)
    for problem in problems:
        around = (problem.place[:length] for length in range(len(problem.place), 0, -1))
        yield next((found[place].line for place in around if place in found), 1), problem


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        advice = "write one like config.example.toml, or name another with --config"
        raise ConfigInvalid((f"{path}: cannot be read: {error.strerror}; {advice}",)) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigInvalid((f"{path}:{line}: the file is not UTF-8 text; save it as UTF-8",)) from error


def _syntax(path: Path, text: str, message: str) -> str:
    """`tomllib` says "… (at line 2, column 10)" or "… (at end of document)"."""
    what, _, where = message.rpartition(" (at ")
    digits = where.removeprefix("line ").partition(",")[0]
    line = int(digits) if digits.isdigit() else text.count("\n") + 1
    return f"{path}:{line}: this is not TOML: {what or message}; {_advice(what, text.splitlines()[line - 1 : line])}"


def _advice(what: str, lines: Sequence[str]) -> str:
    """What to do about a syntax error, as its line looks. `lines`: that one, or none behind the end."""
    line = "".join(lines)
    if any(quote in line for quote in "“”„‘’＂"):
        return 'write straight quotes: "…"'
    if "overwrite" in what or "twice" in what:
        return "it stands there twice; keep one"
    if "\\" in line:
        return "put a value with \\ in single quotes: '…'"
    if what == "Invalid value":
        return 'put text in quotes: "…"'
    return "correct this line or the one before it"
