"""What becomes of a mail after an attempt to send it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from daemon.courier import Delivered, Down, Lost, Outcome, Refused, Reply, Uncertain
from daemon.delivery import DEFERRED_FIRST, JITTER, LIFE, LONGEST_PAUSE, LOST_FIRST, after
from daemon.store.outbox import UNCERTAIN_AGAIN, Leased, OutboxState

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANN, BEN = "ann@x.example", "ben@x.example"
OK, NOT_NOW, NO = Reply(250, "fine"), Reply(451, "not now"), Reply(550, "no such user")


def mail(*to: str, attempts: int = 1, age: timedelta = timedelta(0), **changes: Any) -> Leased:
    """A mail that is being sent for the `attempts`-th time."""
    fields: dict[str, Any] = {
        "id": 1,
        "fence": 1,
        "kind": "acknowledgement",
        "case_id": 1,
        "party": "customer",
        "message_id": "<1@shop.example>",
        "sender": "desk@shop.example",
        "recipients": to or (ANN,),
        "content": b"",
        "attempts": attempts,
        "was_uncertain": False,
        "encloses": False,
        "results": {},
        "queued_at": NOW - age,
    }
    return Leased(**{**fields, **changes})


def step(outcome: Outcome, which: Leased | None = None, chance: float = 0.0):
    """What happens next."""
    return after(which or mail(), outcome, now=NOW, chance=chance)


def test_delivered():
    """Accepted: sent, with the server's answer on record for each recipient."""
    done = step(Delivered(OK, {}), mail(ANN, BEN))
    assert done.state is OutboxState.SENT
    assert done.results == {who: {"code": 250, "text": "fine"} for who in (ANN, BEN)}
    assert (done.undelivered, done.next_at) == ((), None)


def test_refused():
    """5xx: refused, nobody is tried again, and it is said who will not get it."""
    done = step(Refused({ANN: NO}))
    assert (done.state, done.undelivered, done.next_at) == (OutboxState.REFUSED, (ANN,), None)
    assert done.error == f"{ANN}: 550 no such user"


def test_one_of_two_is_refused_for_good():
    """The mail is sent; the other recipient is told about."""
    done = step(Delivered(OK, {BEN: NO}), mail(ANN, BEN))
    assert (done.state, done.undelivered) == (OutboxState.SENT, (BEN,))
    assert done.results[BEN]["code"] == 550


def test_one_of_two_is_asked_to_wait():
    """The mail is queued for the other one, and the first one's success is kept."""
    waiting = step(Delivered(OK, {BEN: NOT_NOW}), mail(ANN, BEN))
    assert waiting.state is OutboxState.QUEUED
    assert waiting.results[ANN]["code"] == 250
    assert waiting.undelivered == ()
    then = step(Refused({BEN: NO}), mail(BEN, attempts=2, results=waiting.results))
    assert (then.state, then.undelivered) == (OutboxState.SENT, (BEN,))


def test_refused_and_asked_to_wait():
    """One is refused for good, one is asked to wait: it waits, and the refusal is not forgotten."""
    waiting = step(Refused({ANN: NO, BEN: NOT_NOW}), mail(ANN, BEN))
    assert waiting.state is OutboxState.QUEUED
    then = step(Delivered(OK, {}), mail(BEN, attempts=2, results=waiting.results))
    assert (then.state, then.undelivered) == (OutboxState.SENT, (ANN,))


@pytest.mark.parametrize("outcome, first", [(Refused({ANN: NOT_NOW}), DEFERRED_FIRST), (Lost("gone"), LOST_FIRST)])
def test_pauses_grow(outcome: Outcome, first: timedelta):
    """Each pause is twice the one before, up to four hours, and never shrinks, whatever chance adds."""
    pauses = [_pause(outcome, attempt) for attempt in range(1, 15)]
    assert pauses[0] == first
    assert all(later == min(2 * earlier, LONGEST_PAUSE) for earlier, later in pairwise(pauses))
    assert pauses[-1] == LONGEST_PAUSE


def _pause(outcome: Outcome, attempt: int, chance: float = 0.0) -> timedelta:
    again = step(outcome, mail(attempts=attempt), chance)
    assert again.next_at is not None
    return again.next_at - NOW


def test_chance_spreads_the_pauses():
    """Two mails that failed together come back at different times, and none earlier than the pause."""
    for attempt in (1, 5, 20):
        low, high = (_pause(Lost("gone"), attempt, chance) for chance in (0.0, 1.0))
        assert high - low == low * JITTER


def test_five_days():
    """Just before five days there is one more try, from then on the mail is dead, and its recipients are named."""
    outcome = Refused({ANN: NOT_NOW})
    assert step(outcome, mail(attempts=30, age=LIFE - timedelta(seconds=1))).state is OutboxState.QUEUED
    dead = step(outcome, mail(attempts=30, age=LIFE))
    assert (dead.state, dead.next_at, dead.undelivered) == (OutboxState.DEAD, None, (ANN,))


def test_only_those_who_waited_are_undelivered_when_it_dies():
    """Whoever got the mail days ago is not called undelivered."""
    results = {ANN: {"code": 250, "text": "fine"}}
    dead = step(Refused({BEN: NOT_NOW}), mail(BEN, attempts=30, age=LIFE, results=results))
    assert dead.undelivered == (BEN,)


def test_those_refused_before_are_undelivered_when_it_dies():
    """Ann was refused on the first day, Ben waited until the end: neither got it, both are named."""
    results = {ANN: {"code": 550, "text": "no"}, BEN: {"code": 451, "text": "not now"}}
    dead = step(Refused({BEN: NOT_NOW}), mail(BEN, attempts=30, age=LIFE, results=results))
    assert set(dead.undelivered) == {ANN, BEN}


def test_who_got_it_on_the_last_day_is_not_undelivered():
    """The very last attempt reached Ann and not Ben: only Ben is named."""
    dead = step(Delivered(OK, {BEN: NOT_NOW}), mail(ANN, BEN, attempts=30, age=LIFE))
    assert (dead.state, dead.undelivered) == (OutboxState.DEAD, (BEN,))


def test_uncertain():
    """It may have arrived: once more after 30 minutes, not sooner."""
    unsure = step(Uncertain("no answer to the dot"))
    assert (unsure.state, unsure.next_at) == (OutboxState.UNCERTAIN, NOW + UNCERTAIN_AGAIN)
    assert timedelta(minutes=30) == UNCERTAIN_AGAIN


def test_uncertain_twice():
    """Then it is held, for a person."""
    held = step(Uncertain("again no answer"), mail(was_uncertain=True, attempts=2))
    assert (held.state, held.next_at) == (OutboxState.HELD, None)


def test_an_uncertain_mail_stays_uncertain():
    """If its second try does not even begin, it is still the mail that may have arrived: one try, not many."""
    for outcome in (Lost("gone"), Down("closed", configuration=False), Refused({ANN: NOT_NOW})):
        assert step(outcome, mail(was_uncertain=True, attempts=2)).state is OutboxState.UNCERTAIN


def test_an_uncertain_mail_that_is_accepted_is_sent():
    """The second try succeeded: sent."""
    assert step(Delivered(OK, {}), mail(was_uncertain=True, attempts=2)).state is OutboxState.SENT


@pytest.mark.parametrize("configuration", [True, False])
def test_down_says_nothing_of_the_mail(*, configuration: bool):
    """Nobody could be reached: the mail is as it was, at once due again, and the attempt does not count."""
    back = step(Down("connection refused", configuration=configuration), mail(age=LIFE * 2, attempts=40))
    assert (back.state, back.next_at, back.counts) == (OutboxState.QUEUED, NOW, False)


def test_a_long_answer_is_cut():
    """A server that lectures does not fill the database."""
    done = step(Refused({ANN: Reply(550, "no " * 5000)}))
    assert len(done.results[ANN]["text"]) <= 500
    assert len(done.error) <= 500
