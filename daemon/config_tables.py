"""The tables of the configuration, each checked by itself; `daemon.config` puts them together.

Each key's meaning, unit and default stand in `config.example.toml`; a test keeps that file and these types the same.
Secrets are not part of the configuration: it says where a password is kept, and `password()` reads it when it is
needed, so that no password is ever in a `repr`, a log line or a crash report.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from daemon.config_types import (
    MOST,
    ConfigPath,
    Count,
    Country,
    DatabaseUrl,
    Day,
    Host,
    Hours,
    Language,
    Line,
    MailAddress,
    Member,
    Pause,
    Policy,
    Port,
    Positive,
    RoleName,
    Spoken,
    Start,
    Username,
    Variable,
    Zone,
)
from daemon.config_values import authserv, channel, country_of, customer_place, mail_size
from daemon.mailbox import After

FILE_ADVICE = "write it there for this user to read, or name another in password_file"


class SecretMissing(LookupError):
    """A password is not where the configuration says it is. The text is a sentence for the operator."""


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"  # required, not opportunistic (hazards F15)
    NONE = "none"  # loopback only


IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


def _imap_port(data: dict[str, Any]) -> int:
    return IMAP_PORTS[data.get("security", Security.TLS)]


def _smtp_port(data: dict[str, Any]) -> int:
    return SMTP_PORTS[data.get("security", Security.STARTTLS)]


def _country_of(data: dict[str, Any]) -> str:
    return country_of(data["timezone"]) if "timezone" in data else ""


class Table(BaseModel):
    """A table of the file: no key is unknown, and errors do not repeat a value, which may be a password."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Account(Table):
    """A login at a mail server."""

    host: Host
    security: Security
    username: Username
    password_env: Variable | None = None
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
        raise SecretMissing(f"the password file {path} cannot be read: {error.strerror}; {FILE_ADVICE}") from error
    return text.rstrip("\r\n")


class Desk(Table):
    """The desk itself. `policy` is a built-in pack's name, or the absolute path of a pack."""

    name: Line
    address: MailAddress
    aliases: tuple[MailAddress, ...] = ()  # other addresses that are the desk: former ones, and those that lead to it
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
    poll_seconds: Pause = 60
    idle: StrictBool = True


class Source(Table):
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
    max_bytes: Annotated[Count, AfterValidator(mail_size)] = 0  # 0: what the server says (SIZE, RFC 1870)


class Store(Table):
    """The database, as SQLAlchemy writes its address. May hold a password, so it is never shown."""

    url: DatabaseUrl = Field(default="sqlite:///amends.db", validate_default=True, repr=False)


class Department(Table):
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


class Managers(Table):
    """Those who decide what departments may not."""

    addresses: Annotated[tuple[MailAddress, ...], Field(min_length=1)] = ()  # settled: the operator's
    language: Language = ""  # settled to the desk's first


class Operator(Table):
    """Whoever keeps the daemon running. `alarm_command` is run with the alarm on its standard input, by no shell."""

    address: MailAddress = ""  # settled: the first manager's
    alarm_command: tuple[Line, ...] = ()


class Calendar(Table):
    """`extra`: days on which nobody works, besides weekends and public holidays."""

    extra: tuple[Day, ...] = ()


class Catalogue(Table):
    """The company's products. What is in the file is looked at when it is loaded (`daemon.catalogue_file`)."""

    path: ConfigPath | None = None  # None: products are read from the letters alone


class Limits(Table):
    """What the desk never exceeds."""

    letter_bytes: Annotated[StrictInt, Field(ge=1_000_000, le=MOST)] = 35_000_000
    answers_per_address_per_day: Positive = 10
    answers_per_minute: Positive = 3000
    repeats_apart: Positive = 10
    echo_subject: StrictBool = True
    attempts: Annotated[StrictInt, Field(ge=1, le=100)] = 3
    parse_seconds: Annotated[StrictInt, Field(ge=1, le=600)] = 10
    parse_memory_bytes: Annotated[StrictInt, Field(ge=200_000_000, le=MOST)] = 1_000_000_000
