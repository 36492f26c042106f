"""The configuration: one TOML file -> one frozen `Config`, or every problem in it at once.

Each key's meaning, unit and default stand in `config.example.toml`; a test keeps that file and these types the same.
Secrets are not part of the configuration: it says where a password is kept, and `password()` reads it when it is
needed, so that no password is ever in a `repr`, a log line or a crash report. Relative paths are relative to the
configuration file, not to where the daemon was started.

The checks that need more than one key are in `daemon.config_checks`; positions come from `rules.positions`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StrictBool,
    StrictInt,
    ValidationError,
    ValidationInfo,
)

from daemon.config_checks import Problem, across, explained
from daemon.config_values import (
    address,
    authserv,
    channel,
    country,
    country_of,
    customer_place,
    database,
    hostname,
    language,
    line,
    pattern,
    policy,
    role,
    spoken,
    username,
    working_time,
    zone,
)
from daemon.mailbox import After
from rules.hours import WorkingTime
from rules.positions import positions


class ConfigInvalid(Exception):
    """The configuration cannot be used. `problems`: one `config.toml:LINE: key: what is wrong; what to do` each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """At least one problem."""
        super().__init__("\n".join(problems))
        self.problems = problems


class SecretMissing(Exception):
    """A password is not where the configuration says it is. The text is a sentence for the operator."""


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"  # required, not opportunistic (hazards F15)
    NONE = "none"  # loopback only


class _Surroundings:
    """What a value's meaning depends on besides the value: the file's folder, and the desk's zone and letters."""

    def __init__(self, base: Path, table: Mapping[str, Any]) -> None:
        """`table` is the whole file, not yet validated."""
        self.base = base
        found: Any = table.get("desk")
        desk = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        letters = desk.get("templates_dir")
        self.letters = base / Path(letters).expanduser() if isinstance(letters, str) else None
        try:
            self.zone = zone(desk.get("timezone"))
        except ValueError:
            self.zone = ZoneInfo("UTC")  # a wrong or missing zone is reported by its own key


def _context(info: ValidationInfo) -> _Surroundings:
    if not isinstance(info.context, _Surroundings):
        raise TypeError("a configuration is made by load() or Config.from_table()")
    return info.context


def _path(value: Any, info: ValidationInfo) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a path in quotes")
    return _context(info).base / Path(value).expanduser()


def _start(value: Any, info: ValidationInfo) -> datetime:
    """A moment; a date is its first moment in the desk's time zone."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("has no offset from UTC; write it like 2026-11-20T09:00:00+08:00")
        return value.astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, _context(info).zone).astimezone(UTC)
    raise ValueError("must be a date or a time, without quotes: 2026-11-20 or 2026-11-20T09:00:00+08:00")


def _policy(value: str, info: ValidationInfo) -> str:
    return policy(value, _context(info).base)


def _url(value: str, info: ValidationInfo) -> str:
    return database(value, _context(info).base)


def _spoken(value: str, info: ValidationInfo) -> str:
    return spoken(language(value), _context(info).letters)


Line = Annotated[str, AfterValidator(line)]
MailAddress = Annotated[str, AfterValidator(address)]
Member = Annotated[str, AfterValidator(pattern)]
Host = Annotated[str, AfterValidator(hostname)]
Username = Annotated[str, AfterValidator(username)]
Language = Annotated[str, AfterValidator(language)]
Spoken = Annotated[str, AfterValidator(_spoken)]
RoleName = Annotated[str, AfterValidator(role)]
Country = Annotated[str, AfterValidator(country)]
Zone = Annotated[ZoneInfo, BeforeValidator(zone)]
Hours = Annotated[WorkingTime, BeforeValidator(working_time)]
ConfigPath = Annotated[Path, BeforeValidator(_path)]
Policy = Annotated[str, AfterValidator(_policy)]
Day = Annotated[date, Strict()]
Start = Annotated[datetime, BeforeValidator(_start)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
Count = Annotated[StrictInt, Field(ge=0)]
Positive = Annotated[StrictInt, Field(ge=1)]

IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


def _imap_port(data: dict[str, Any]) -> int:
    return IMAP_PORTS[data.get("security", Security.TLS)]


def _smtp_port(data: dict[str, Any]) -> int:
    return SMTP_PORTS[data.get("security", Security.STARTTLS)]


def _country_of(data: dict[str, Any]) -> str:
    return country_of(data["timezone"]) if "timezone" in data else ""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Account(_Table):
    """A login at a mail server."""

    host: Host
    security: Security
    username: Username
    password_env: Line | None = None  # the name of an environment variable
    password_file: ConfigPath | None = None

    def password(self) -> str:
        """The password, read now. Raises `SecretMissing`."""
        if self.password_env is not None:
            found = os.environ.get(self.password_env, "")
            where = f"the environment variable {self.password_env}"
        elif self.password_file is not None:
            found, where = _file_secret(self.password_file), f"the file {self.password_file}"
        else:
            raise SecretMissing(f"no password is configured for {self.host}; set password_env or password_file")
        if not found:
            raise SecretMissing(f"{where}, the password for {self.host}, is missing or empty; set it")
        return found


def _file_secret(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SecretMissing(f"the password file {path} is not UTF-8 text; write it again") from error
    except OSError as error:
        raise SecretMissing(f"the password file {path} cannot be read: {error.strerror}") from error
    return text.rstrip("\r\n")


class Desk(_Table):
    """The desk itself. `policy` is a built-in pack's name, or the absolute path of a pack."""

    name: Line
    address: MailAddress
    timezone: Zone
    country: Country = Field(default_factory=_country_of)  # "": no public holidays
    languages: Annotated[tuple[Spoken, ...], Field(min_length=1)] = ("en", "zh")
    policy: Policy = "standard"
    subaddress: Annotated[str, Field(pattern=r"^\+?$")] = ""
    authserv_id: Annotated[str, AfterValidator(authserv)] = ""  # "": no marks of authentication are trusted
    templates_dir: ConfigPath | None = None
    keys_file: ConfigPath = Field(default="amends.key", validate_default=True)  # pyright: ignore[reportAssignmentType] - validated into a path beside the file


class Mailbox(Account):
    """One IMAP folder that complaints arrive in, and where letters go from there."""

    name: Line = "complaints"
    security: Security = Security.TLS
    port: Port = Field(default_factory=_imap_port)
    start_from: Start | None = None  # aware UTC; None: 48 hours before the first contact
    folder: Line = "INBOX"
    after: After = After.MOVE
    handled: Line = "Handled"
    quarantine: Line = "Quarantine"
    sent: Line = "Sent"
    poll_seconds: Positive = 60
    idle: StrictBool = True


class Source(_Table):
    """Somebody who sends letters for customers: `customer` says where the customer is found."""

    sender: Member = Field(alias="from")  # an address, or *@domain
    channel: Annotated[str, AfterValidator(channel)]
    customer: Annotated[str, AfterValidator(customer_place)] = "from"


class Smtp(Account):
    """The server that mail is handed to."""

    security: Security = Security.STARTTLS
    username: Username = ""  # "": no login
    port: Port = Field(default_factory=_smtp_port)
    sender: MailAddress = Field(default="", alias="from")  # settled to the desk's address
    connections: Annotated[StrictInt, Field(ge=1, le=50)] = 2
    per_minute: Count = 0  # mails; 0: no limit
    per_day: Count = 0  # mails; 0: no limit
    max_bytes: Count = 0  # 0: what the server says (SIZE, RFC 1870)


class Store(_Table):
    """The database, as SQLAlchemy writes its address. May hold a password, so it is never shown."""

    url: Annotated[str, AfterValidator(_url)] = Field(default="sqlite:///amends.db", validate_default=True, repr=False)


class Department(_Table):
    """A department: it answers from its address, its head's, its deputy's or a member's."""

    name: Line
    address: MailAddress
    aliases: tuple[Line, ...] = ()
    roles: tuple[RoleName, ...] = ()
    members: tuple[Member, ...] = ()  # addresses, or *@domain
    head: MailAddress | None = None
    deputy: MailAddress | None = None
    language: Language = ""  # settled to the desk's first
    hours: Hours | None = None  # in the desk's time zone; None: the policy's

    def speaks(self, address: str) -> bool:
        """Whether `address` may answer for this department. Upper and lower case are the same."""
        key = address.lower()
        own = {a.lower() for a in (self.address, self.head, self.deputy, *self.members) if a}
        return key in own or f"*@{key.rpartition('@')[2]}" in own


class Managers(_Table):
    """Those who decide what departments may not."""

    addresses: Annotated[tuple[MailAddress, ...], Field(min_length=1)] = ()  # settled: the operator's
    language: Language = ""  # settled to the desk's first


class Operator(_Table):
    """Whoever keeps the daemon running. `alarm_command` is run with the alarm on its standard input, by no shell."""

    address: MailAddress = ""  # settled: the first manager's
    alarm_command: tuple[Line, ...] = ()


class Calendar(_Table):
    """`extra`: days on which nobody works, besides weekends and public holidays."""

    extra: tuple[Day, ...] = ()


class Catalogue(_Table):
    """The company's products. What is in the file is looked at when it is loaded (`daemon.catalogue_file`)."""

    path: ConfigPath | None = None  # None: products are read from the letters alone


class Limits(_Table):
    """What the desk never exceeds."""

    letter_bytes: Annotated[StrictInt, Field(ge=1_000_000)] = 35_000_000
    answers_per_address_per_day: Positive = 10
    answers_per_minute: Positive = 3000
    repeats_apart: Positive = 10
    echo_subject: StrictBool = True
    attempts: Annotated[StrictInt, Field(ge=1, le=100)] = 3
    parse_seconds: Annotated[StrictInt, Field(ge=1, le=600)] = 10
    parse_memory_bytes: Annotated[StrictInt, Field(ge=200_000_000)] = 1_000_000_000


class Config(_Table):
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
        surroundings = _Surroundings(base.absolute(), table)
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
        return frozenset(a.lower() for a in (self.desk.address, self.smtp.sender, *names) if "@" in a)

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
    return f"{path}:{line}: this is not TOML: {what or message}; correct this line or the one before it"
