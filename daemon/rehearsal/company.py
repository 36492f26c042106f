"""The company that a scenario plays in unless it brings its own: factory.example, one mailbox for each role.

A department for every role of the policy pack, at <role>@factory.example with its head at head.<role>@factory.example,
a manager and an operator. What a scenario says under [config] is laid over it, table by table; lists are replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from rules.policy import Policy, Role

DOMAIN = "factory.example"
DESK = f"complaints@{DOMAIN}"
MANAGER = f"manager@{DOMAIN}"
OPERATOR = f"operator@{DOMAIN}"
CHINA = timedelta(hours=8)

Table = Mapping[str, Any]


def company(policy: Policy, start: datetime, overrides: Table) -> dict[str, Any]:
    """The configuration, as a table. `start` tells the time zone: +08:00 is China, anything else UTC."""
    built_in: dict[str, Any] = {
        "desk": {
            "name": "Complaints desk",
            "address": DESK,
            "timezone": "Asia/Shanghai" if start.utcoffset() == CHINA else "UTC",
            "subaddress": "+",
        },
        "smtp": {"host": f"mail.{DOMAIN}"},
        "department": [_department(role, policy.roles) for role in policy.roles],
        "managers": {"addresses": [MANAGER]},
        "operator": {"address": OPERATOR},
    }
    table = _laid_over(built_in, overrides)
    if "mailbox" not in table:
        table["mailbox"] = [_mailbox(table)]
    return table


def _department(role: Role, roles: tuple[Role, ...]) -> dict[str, Any]:
    """The department of a role; a name that another role has too stays with that one."""
    taken = {name.casefold() for other in roles if other is not role for name in (other.en, other.zh, other.code)}
    names = dict.fromkeys(name for name in (role.code, role.zh) if name.casefold() not in {*taken, role.en.casefold()})
    return {
        "name": role.en,
        "aliases": [name for name in names if name],
        "roles": [role.code],
        "address": f"{role.code}@{DOMAIN}",
        "head": f"head.{role.code}@{DOMAIN}",
    }


def _mailbox(table: Table) -> dict[str, Any]:
    desk: Any = table.get("desk")
    address = cast("Table", desk).get("address", DESK) if isinstance(desk, dict) else DESK
    return {"host": f"mail.{DOMAIN}", "username": address, "password_env": "AMENDS_REHEARSAL_NEEDS_NONE"}


def _laid_over(below: Table, above: Table) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        before: Any = result.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        result[key] = _laid_over(cast("Table", before), cast("Table", value)) if both else value
    return result
