"""What a single value of the configuration may be: text -> the value, or `ValueError` with a sentence for the operator.

Pure, except that a policy pack's file must exist and that time zones and public holidays are looked up in the data
that is installed. Every sentence says what is wrong and, after a semicolon, what to do.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rules.hours import MONDAY_TO_FRIDAY, WEEK, WorkingTime

ADDRESS_MAX = 254  # octets of a forward path, RFC 5321 section 4.5.3.1.3, without its brackets
SMALLEST_LIMIT = 65_536  # bytes: a notice without an original has some thousands
LOCAL_MAX = 64  # octets, RFC 5321 section 4.5.3.1.1

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")  # RFC 5322: dot-atom
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_SERVER = re.compile(r"(?:\[[0-9A-Fa-f:.]{2,45}\]|[^\[\]:/?#]{0,255})(?::[0-9]{0,5})?")  # "": a socket of this machine
_HOURS = re.compile(r"(?:([A-Za-z]{3}(?:[-,][A-Za-z]{3})*)\s+)?(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")


def line(value: str) -> str:
    """One line of text that is not empty: it may stand in a header or a log line."""
    value = value.strip()
    if not value:
        raise ValueError("is empty; write something or leave the key out")
    if any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise ValueError("has a line break or a control character in it; write it on one line")
    return value


def variable(value: str) -> str:
    """An environment variable's name. What is none may be the password itself, so it is not repeated."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", value):
        raise ValueError(
            "must be the name of an environment variable, never the password itself;"
            ' write it like "AMENDS_IMAP_PASSWORD", or use password_file'
        )
    return value


def username(value: str) -> str:
    """A login name, on one line; empty means no login, where that is allowed."""
    return line(value) if value else value


def address(value: str) -> str:
    """A plain addr-spec (RFC 5322, section 3.4.1, dot-atoms only), its domain in lower case."""
    local, at, domain = value.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > LOCAL_MAX or len(value) > ADDRESS_MAX:
        raise ValueError(f"{value!r} is not an address; write it like complaints@company.example, without name or <>")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(f"{value!r} has no valid domain; write international domains in their xn-- form")
    return f"{local}@{domain.lower()}"


def pattern(value: str) -> str:
    """An address, or `*@domain` for everybody at a domain."""
    if value.startswith("*@"):
        return "*@" + address("anybody@" + value[2:]).partition("@")[2]
    if "*" in value:
        raise ValueError(f"{value!r} has a * in the wrong place; write an address, or *@domain for everybody there")
    return address(value)


def hostname(value: str) -> str:
    """A server's name or IP address."""
    if is_ip(value) or _DOMAIN.fullmatch(value):
        return value
    raise ValueError(f"{value!r} is not a server's name; write it like imap.company.example, without port or imap://")


def is_ip(value: str) -> bool:
    """Whether `value` is a literal IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine."""
    return host.lower() == "localhost" or (is_ip(host) and ipaddress.ip_address(host).is_loopback)


def language(value: str) -> str:
    """A language code (ISO 639)."""
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise ValueError(f'{value!r} is not a language code; write it like "en" or "zh"')
    return value


def spoken(value: str, letters: Path | None) -> str:
    """A language that there are letters in: built-in ones, or those in the folder `letters`."""
    built_in = _shipped("templates", ".")
    if (built_in / value).is_dir() or (letters and (letters / value).is_dir()):
        return value
    known = ", ".join(sorted(p.name for p in built_in.iterdir() if re.fullmatch(r"[a-z]{2,3}", p.name)))
    raise ValueError(f"{value!r} is not a language the desk has letters in; write one of {known}, or set templates_dir")


def role(value: str) -> str:
    """A role's name, as packs write it."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,39}", value):
        raise ValueError(f'{value!r} is not a role; write it as the policy does, like "service" or "quality_head"')
    return value


def zone(value: Any) -> ZoneInfo:
    """A time zone of the tz database."""
    try:
        return ZoneInfo(value)
    except (TypeError, ValueError, KeyError, OSError) as error:
        raise ValueError(f'{value!r} is not a time zone; write it like "Asia/Shanghai"') from error


def country(value: str) -> str:
    """A country whose public holidays are known (ISO 3166: "CN", or with a part "GB-SCT"), or "" for none."""
    code, dash, part = value.upper().partition("-")
    parts = _countries().get(code)
    if value and (parts is None or (dash and part not in parts)):
        raise ValueError(f'{value!r} is not a country whose holidays are known; write "CN" or "GB-SCT", or "" for none')
    return value.upper()


def country_of(place: ZoneInfo) -> str:
    """The country a time zone belongs to, as far as it has one whose public holidays are known; else ""."""
    found = _zone_countries().get(place.key, "")
    return found if found in _countries() else ""


@cache
def _countries() -> dict[str, list[str]]:
    """Each country with its parts that have holidays of their own."""
    from holidays import list_supported_countries  # noqa: PLC0415 - slow to import, and most commands need none of it

    return {code: parts for code, parts in list_supported_countries().items() if len(code) == 2}


@cache
def _zone_countries() -> dict[str, str]:
    """The tz database's own table: country, coordinates, zone."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]
    return {row[2]: row[0] for row in rows}


def policy(value: str, base: Path) -> str:
    """A built-in pack's name, or the absolute path of a pack's file (given relative to `base`)."""
    names = sorted(p.stem for p in _shipped("rules", "packs").glob("*.toml"))
    if value in names:
        return value
    path = base / Path(value).expanduser()
    if path.is_file():
        return str(path)
    raise ValueError(f"{value!r} is neither a built-in pack nor a file; write one of {', '.join(names)}, or a path")


def _shipped(package: str, folder: str) -> Path:
    """A folder of one of our own packages, found without importing the package and all that it needs."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the package {package} is not installed")
    return Path(found.submodule_search_locations[0]) / folder


def database(value: str, base: Path) -> str:
    """A database's URL: `sqlite:///file` (a relative file is under `base`) or `postgresql://…`."""
    scheme, colon, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return f"sqlite:///{base / Path(rest[1:]).expanduser()}"
    if colon and scheme in ("postgresql", "postgresql+psycopg") and rest:
        return _readable(f"postgresql+psycopg://{rest}")
    raise ValueError('is not a database Amends can use; write "sqlite:///amends.db" or "postgresql://user@host/name"')


def _readable(url: str) -> str:
    """The URL, if its host and port can be told apart. It may hold a password, so no sentence repeats it."""
    where = url.partition("://")[2].rpartition("@")[2].partition("/")[0].partition("?")[0]
    if not _SERVER.fullmatch(where):
        raise ValueError(
            "is not a database's address; write it like postgresql://user@host:5432/name, the port in digits and an"
            " IPv6 host in []"
        )
    return url


def working_time(value: Any) -> WorkingTime:
    """From "Mon-Fri 09:00-18:00", "Mon,Wed,Fri 08:30-12:00", or "09:00-18:00" for Monday to Friday."""
    match = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise ValueError('must be hours; write them like "Mon-Fri 09:00-18:00"')
    try:
        return WorkingTime(_minutes(match[2]), _minutes(match[3]), _weekdays(match[1]))
    except ValueError as error:
        raise ValueError(f'{value!r} are no hours; write them like "Mon-Fri 09:00-18:00"') from error


def _minutes(text: str) -> int:
    """Since midnight; 24:00 is the end of the day."""
    hour, minute = map(int, text.split(":"))
    if minute > 59:
        raise ValueError("an hour has 60 minutes")
    return hour * 60 + minute


def _weekdays(text: str | None) -> frozenset[int]:
    if text is None:
        return MONDAY_TO_FRIDAY
    days: set[int] = set()
    for part in text.lower().split(","):
        first, _, last = part.partition("-")
        begin, end = WEEK.index(first), WEEK.index(last or first)
        days.update(range(begin, end + 1) if begin <= end else (*range(begin, 7), *range(end + 1)))
    return frozenset(days)


def channel(value: str) -> str:
    """The channel's code, as rules ask for it ("hotline", "media"). Raises ValueError."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
        raise ValueError('is no channel; write a short word of small letters, like "hotline" or "web_form"')
    return value


def customer_place(value: str) -> str:
    """Where a source's letters name their customer. Raises ValueError."""
    if value not in ("from", "reply-to", "forwarded") and not re.fullmatch(r"field:\s*\S.{0,59}", value):
        raise ValueError('must be "from", "reply-to", "forwarded", or the label of a line, like "field:E-mail"')
    return value


def mail_size(value: int) -> int:
    """The largest mail a server takes, in bytes; 0: what it says. Less than a notice alone needs is megabytes, mostly."""
    if 0 < value < SMALLEST_LIMIT:
        raise ValueError(f"{value} bytes are too few for any mail; write bytes, like 25_000_000 for 25 MB, or 0")
    return value


def authserv(value: str) -> str:
    """The name under which a mail server writes Authentication-Results (RFC 8601, section 2.5). Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})", value):
        raise ValueError('must be the first word of your server\'s Authentication-Results header, or "microsoft"')
    return value.lower()
