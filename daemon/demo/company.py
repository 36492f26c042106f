"""The cast of the demo: a small maker of kitchen appliances, its departments and its customers; and its configuration.

Everybody has a mailbox in the mail world, so that each of them can read and answer as they would in life. The
configuration is written to a file and loaded like anybody's: the demo takes no short cut into the daemon.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr
from enum import StrEnum
from pathlib import Path

PASSWORD = "only-for-this-play"  # noqa: S105 - of mailboxes that live in memory for some seconds
PASSWORD_FILE = "mailbox.password"  # noqa: S105 - a file's name


class Party(StrEnum):
    """What somebody is to the desk."""

    DESK = "desk"
    CUSTOMER = "customer"
    DEPARTMENT = "department"
    MANAGER = "manager"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mailbox."""

    name: str
    address: str
    party: Party
    language: str = "en"

    def __str__(self) -> str:
        """As mail programs write it in From."""
        return formataddr((self.name, self.address))


DESK = Person("Lanxi Customer Care", "care@lanxi.example", Party.DESK)
SERVICE = Person("Customer Service", "service@lanxi.example", Party.DEPARTMENT)
QUALITY = Person("Quality", "quality@lanxi.example", Party.DEPARTMENT)
FINANCE = Person("Finance", "finance@lanxi.example", Party.DEPARTMENT)
LOGISTICS = Person("物流部", "logistics@lanxi.example", Party.DEPARTMENT, "zh")
MANAGER = Person("Lin Yue", "lin.yue@lanxi.example", Party.MANAGER)
OPERATOR = Person("Postmaster", "postmaster@lanxi.example", Party.OPERATOR)
STAFF = (DESK, SERVICE, QUALITY, FINANCE, LOGISTICS, MANAGER, OPERATOR)


def write_config(folder: Path, *, imap_port: int, smtp_port: int) -> Path:
    """The company's `config.toml` in `folder`, for mail servers on these ports of this machine."""
    (folder / PASSWORD_FILE).write_text(PASSWORD + "\n", encoding="utf-8")
    path = folder / "config.toml"
    path.write_text(_config(imap_port, smtp_port), encoding="utf-8")
    return path


def _config(imap_port: int, smtp_port: int) -> str:
    return f"""\
# The company of `amends demo`. Its mail servers are gone when the play is over; its database stays, to look around.

[desk]
name = "{DESK.name}"
address = "{DESK.address}"
timezone = "Asia/Shanghai"
subaddress = "+"

[[mailbox]]
name = "care"
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{DESK.address}"
password_file = "{PASSWORD_FILE}"

[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[[department]]
name = "{SERVICE.name}"
aliases = ["客户服务部"]
roles = ["service", "sales", "marketing", "administration"]
address = "{SERVICE.address}"

[[department]]
name = "{QUALITY.name}"
aliases = ["质量部"]
roles = ["quality", "production"]
address = "{QUALITY.address}"

[[department]]
name = "{FINANCE.name}"
aliases = ["财务部"]
roles = ["finance"]
address = "{FINANCE.address}"

[[department]]
name = "{LOGISTICS.name}"
aliases = ["Logistics"]
roles = ["logistics"]
address = "{LOGISTICS.address}"
language = "{LOGISTICS.language}"

[managers]
addresses = ["{MANAGER.address}"]

[operator]
address = "{OPERATOR.address}"
"""
