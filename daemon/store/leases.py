"""Leases on things: a mailbox is read by one daemon at a time (hazards F21, F22)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from daemon.holder import Holder
from daemon.store.once import insert_once
from daemon.store.schema import leases

# What is asked each time a mailbox is looked at, built once.
_HELD = select(leases).where(leases.c.what == bindparam("its_name"))
_TAKE_OVER = (
    update(leases)
    .where(
        leases.c.what == bindparam("its_name"),
        leases.c.holder == bindparam("before"),
        leases.c.fence == bindparam("seen"),
    )
    .values(holder=bindparam("me"), until=bindparam("end"), fence=bindparam("next"))
)
_EXTEND = (
    update(leases)
    .where(leases.c.what == bindparam("its_name"), leases.c.holder == bindparam("me"))
    .values(until=bindparam("end"))
)


def take(connection: Connection, what: str, holder: Holder, *, now: datetime, until: datetime) -> bool:
    """Take or renew the lease on `what`. False while somebody living holds it."""
    me = str(holder)
    if connection.execute(_EXTEND, {"its_name": what, "me": me, "end": until}).rowcount == 1:
        return True
    row = {"what": what, "holder": me, "until": until, "fence": 1}
    if connection.execute(insert_once(connection, leases), row).rowcount == 1:
        return True
    held = connection.execute(_HELD, {"its_name": what}).one()
    if held.until > now and not Holder.parse(held.holder).is_dead():
        return False
    row = {"its_name": what, "before": held.holder, "seen": held.fence, "me": me, "end": until, "next": held.fence + 1}
    return connection.execute(_TAKE_OVER, row).rowcount == 1


def release(connection: Connection, what: str, holder: Holder, now: datetime) -> None:
    """Give the lease back, so that nobody has to wait for its end."""
    connection.execute(_EXTEND, {"its_name": what, "me": str(holder), "end": now})
