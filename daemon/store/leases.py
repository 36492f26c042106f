"""Leases on things: a mailbox is read by one daemon at a time (hazards F21, F22)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from daemon.holder import Holder
from daemon.store.once import insert_once
from daemon.store.schema import leases


def take(connection: Connection, what: str, holder: Holder, *, now: datetime, until: datetime) -> bool:
    """Take or renew the lease on `what`. False while somebody living holds it."""
    me = str(holder)
    row = {"what": what, "holder": me, "until": until, "fence": 1}
    if connection.execute(insert_once(connection, leases), row).rowcount == 1:
        return True
    held = connection.execute(select(leases).where(leases.c.what == what)).one()
    if held.holder != me and held.until > now and not Holder.parse(held.holder).is_dead():
        return False
    fence = held.fence + (held.holder != me)
    query = update(leases).where(leases.c.what == what, leases.c.holder == held.holder, leases.c.fence == held.fence)
    return connection.execute(query.values(holder=me, until=until, fence=fence)).rowcount == 1


def release(connection: Connection, what: str, holder: Holder, now: datetime) -> None:
    """Give the lease back, so that nobody has to wait for its end."""
    query = update(leases).where(leases.c.what == what, leases.c.holder == str(holder))
    connection.execute(query.values(until=now))
