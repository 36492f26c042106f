"""What becomes of a mail after an attempt to send it. Pure: outcome in, next step out.

4xx is tried again with a growing, jittered pause for up to five days; 5xx is final for that recipient; what may have
been accepted is tried once more after 30 minutes, with the same bytes, and then held for a person (hazards D4, F10-F13).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from daemon.courier import Delivered, Down, Lost, Outcome, Refused, Reply, Uncertain
from daemon.store.outbox import UNCERTAIN_AGAIN, Leased, OutboxState

LIFE = timedelta(days=5)  # RFC 5321, section 4.5.4.1: give up after 4-5 days
DEFERRED_FIRST = timedelta(minutes=5)  # greylisting lets nobody in sooner
LOST_FIRST = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
JITTER = 0.2  # a share of the pause, so that a queue does not come back as one

Results = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The row's next state. `next_at` only for what is tried again; `told` when a person must know."""

    state: OutboxState
    next_at: datetime | None = None
    results: Results = field(default_factory=dict[str, Any])
    error: str = ""
    counts: bool = True  # whether the attempt counts against this mail
    undelivered: tuple[str, ...] = ()  # recipients that will never get it


def after(mail: Leased, outcome: Outcome, *, now: datetime, chance: float) -> Next:
    """The next step for `mail`. `chance` in 0 … 1 spreads the pauses."""
    match outcome:
        case Delivered(reply, refused):
            got = dict.fromkeys((who for who in mail.recipients if who not in refused), reply)
            return _by_recipient(mail, {**got, **refused}, now, chance)
        case Refused(replies):
            return _by_recipient(mail, replies, now, chance)
        case Lost(reason):
            return _again(mail, mail.results, reason, LOST_FIRST, now, chance)
        case Uncertain(reason):
            if mail.was_uncertain:
                return Next(state=OutboxState.HELD, results=mail.results, error=reason)
            return Next(state=OutboxState.UNCERTAIN, next_at=now + UNCERTAIN_AGAIN, results=mail.results, error=reason)
        case Down(reason):
            return _back(mail, reason, now)


def _back(mail: Leased, reason: str, now: datetime) -> Next:
    """Nothing was offered: as it was."""
    state = OutboxState.UNCERTAIN if mail.was_uncertain else OutboxState.QUEUED
    return Next(state=state, next_at=now, results=mail.results, error=reason, counts=False)


def _by_recipient(mail: Leased, replies: dict[str, Reply], now: datetime, chance: float) -> Next:
    results: Results = {**mail.results, **{who: {"code": r.code, "text": r.text[:500]} for who, r in replies.items()}}
    waiting = [who for who, reply in replies.items() if 400 <= reply.code < 500]
    error = "; ".join(f"{who}: {r.code} {r.text}" for who, r in replies.items() if r.code >= 400)[:500]
    if waiting:
        return _again(mail, results, error, DEFERRED_FIRST, now, chance)
    refused = tuple(who for who, result in results.items() if result["code"] >= 500)
    state = OutboxState.REFUSED if len(refused) == len(results) else OutboxState.SENT
    return Next(state=state, results=results, error=error, undelivered=refused)


def _again(mail: Leased, results: Results, error: str, first: timedelta, now: datetime, chance: float) -> Next:
    if now - mail.queued_at >= LIFE:
        got = {who for who, result in results.items() if result["code"] < 400}
        without = tuple(who for who in dict.fromkeys((*results, *mail.recipients)) if who not in got)
        return Next(state=OutboxState.DEAD, results=results, error=error, undelivered=without)
    pause = min(first * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
    return Next(
        state=OutboxState.UNCERTAIN if mail.was_uncertain else OutboxState.QUEUED,
        next_at=now + pause * (1 + JITTER * chance),
        results=results,
        error=error,
    )
