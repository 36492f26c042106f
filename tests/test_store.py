"""The database's promises, on SQLite and on PostgreSQL alike: leases, fences, uniqueness, numbers, the sealed record."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from daemon.case import Answered, Case, DeadlineKind, Dossier, EventKind, Proposed, Request, Role, State, Watch
from daemon.holder import Holder
from daemon.planning.effects import Event, IntakeState
from daemon.store import cases, leases, letters, outbox, schema
from daemon.store.engine import Store
from daemon.store.letters import Arrival
from daemon.store.migrate import upgrade
from daemon.store.outbox import UNCERTAIN_AGAIN, Abandoned, Leased, OutboxState, Sealed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
HERE = Holder.me()
ELSEWHERE = Holder("another-host", 4711, "1@boot")
ANN = "ann@customer.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database with tables."""
    url = (
        f"sqlite:///{tmp_path / 'amends.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    )
    store = Store(url)
    upgrade(store.engine)
    yield store
    store.close()


def opening(number: str) -> Case:
    """A new case of Ann's, in the hands of Quality."""
    return Case(
        number=number,
        state=State.DISPATCHED,
        level="normal",
        department="Quality",
        customer=ANN,
        language="en",
        subject="Kettles",
        reason="a complaint",
        received=NOW,
        promised_at=SOON,
        policy="standard 1",
        dossier=Dossier(role="quality", counted_from=NOW, dispatched_at=NOW),
        participants={ANN: Role.CUSTOMER},
    )


def new_case(store: Store) -> int:
    """A case with the next number."""
    with store.writing() as connection:
        number = cases.next_number(connection, 2026)
        return cases.save(connection, [opening(number)], NOW)[0].id


def stored(store: Store, case_id: int) -> Case:
    """The case as it comes back."""
    with store.reading() as connection:
        return cases.load(connection, [case_id])[case_id]


def sealed(name: str, **changes: Any) -> Sealed:
    """A mail to Ann."""
    mail = Sealed(
        effect_key=name,
        notice_id=f"id-{name}",
        message_id=f"<{name}@shop.example>",
        kind="acknowledgement",
        case_id=None,
        party="customer",
        sender="desk@shop.example",
        recipients=(ANN,),
        language="en",
        subject="Hello",
        head=b"Subject: Hello\r\n\r\nHello\r\n",
        next_at=NOW,
    )
    return replace(mail, **changes)


def queue(store: Store, *names: str, **changes: Any) -> None:
    """Mails into the outbox."""
    with store.writing() as connection:
        for name in names:
            assert outbox.queue(connection, [sealed(name, **changes)], NOW)


def lease(store: Store, holder: Holder = HERE, *, now: datetime = NOW, limit: int = 10) -> list[Leased]:
    """What the holder may send now."""
    with store.writing() as connection:
        return outbox.lease(connection, holder, now=now, until=now + timedelta(minutes=15), limit=limit)


def settle(store: Store, mail: Leased, state: OutboxState = OutboxState.SENT) -> bool:
    """The mail's last word."""
    with store.writing() as connection:
        return outbox.settle(connection, mail, state, results={}, error="", now=NOW)


def states(store: Store) -> list[str]:
    """How the mails stand, in order."""
    with store.reading() as connection:
        return [row["state"] for row in outbox.listing(connection)]


# ---- the outbox -------------------------------------------------------------------------------------------------------


def test_an_effect_has_one_mail(store: Store):
    """The same effect queued again, whatever its bytes, changes nothing."""
    queue(store, "a")
    with store.writing() as connection:
        assert not outbox.queue(connection, [sealed("a", head=b"other")], NOW)
    [mail] = lease(store)
    assert mail.content == sealed("a").head


def test_two_workers_never_hold_the_same_mail(store: Store):
    """Twenty mails, two workers leasing at the same time: each mail is held once, and none is left."""
    queue(store, *(f"mail-{number}" for number in range(20)))
    got: list[list[int]] = [[], []]
    start = threading.Barrier(2)

    def work(which: int) -> None:
        holder = HERE if which else ELSEWHERE
        start.wait()
        while taken := lease(store, holder, limit=3):
            got[which] += [mail.id for mail in taken]

    _together(lambda: work(0), lambda: work(1))
    assert sorted(got[0] + got[1]) == list(range(1, 21))


def _together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def test_a_mail_is_leased_when_it_is_due(store: Store):
    """Not a moment before `next_at`."""
    queue(store, "later", next_at=SOON)
    assert lease(store, now=SOON - timedelta(microseconds=1)) == []
    assert len(lease(store, now=SOON)) == 1


def test_the_oldest_first(store: Store):
    """What has waited longest goes first, and a limit is kept."""
    queue(store, "second", next_at=NOW - timedelta(minutes=1))
    queue(store, "first", next_at=NOW - timedelta(minutes=2))
    assert [mail.message_id for mail in lease(store, limit=1)] == ["<first@shop.example>"]


def test_a_worker_that_lost_its_lease_changes_nothing(store: Store):
    """Fencing: after the lease went to another, the first worker may neither begin DATA nor settle nor put back."""
    queue(store, "a")
    [old] = lease(store, ELSEWHERE)
    late = NOW + timedelta(hours=1)
    with store.writing() as connection:
        assert outbox.free_abandoned(connection, now=late) == Abandoned(1, 0, ())
    [new] = lease(store, HERE, now=late)
    with store.writing() as connection:
        assert not outbox.begin_data(connection, old, ELSEWHERE, now=late, until=late)
        assert not outbox.put_back(connection, old, OutboxState.QUEUED, next_at=late, results={}, error="")
    assert not settle(store, old, OutboxState.REFUSED)
    assert states(store) == ["leased"]
    assert settle(store, new)
    assert states(store) == ["sent"]


def test_a_living_holders_lease_is_left_alone(store: Store):
    """Neither our own running process nor another host's unexpired lease is taken away."""
    queue(store, "mine", "theirs")
    lease(store, HERE, limit=1)
    lease(store, ELSEWHERE, limit=1)
    with store.writing() as connection:
        assert outbox.free_abandoned(connection, now=NOW) == Abandoned(0, 0, ())
    assert states(store) == ["leased", "leased"]


_CHILD = """
import sys, time
from datetime import UTC, datetime, timedelta
from daemon.holder import Holder
from daemon.store import outbox
from daemon.store.engine import Store
store, me, now = Store(sys.argv[1]), Holder.me(), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
with store.writing() as connection:
    mails = outbox.lease(connection, me, now=now, until=now + timedelta(days=1), limit=10)
    assert outbox.begin_data(connection, mails[0], me, now=now, until=now + timedelta(days=1))
print(len(mails), flush=True)
time.sleep(600)
"""


def test_a_killed_process_leaves_uncertain_only_what_it_was_sending(store: Store):
    """A real child leases two mails, begins DATA with one and is killed: one is uncertain, the other queued at once."""
    queue(store, "sending", "waiting")
    url = store.url.render_as_string(hide_password=False)
    child = subprocess.Popen([sys.executable, "-c", _CHILD, url], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "2\n"
        with store.writing() as connection:
            assert outbox.free_abandoned(connection, now=NOW) == Abandoned(0, 0, ()), "it lives"
    finally:
        child.kill()
        child.communicate()
    with store.writing() as connection:
        assert outbox.free_abandoned(connection, now=NOW) == Abandoned(1, 1, ())
    assert states(store) == ["uncertain", "queued"]
    [again] = lease(store)
    assert (again.message_id, again.was_uncertain) == ("<waiting@shop.example>", False)
    [unsure] = lease(store, now=NOW + UNCERTAIN_AGAIN)
    assert (unsure.message_id, unsure.was_uncertain) == ("<sending@shop.example>", True)


def test_a_second_try_that_is_abandoned_too_is_held(store: Store):
    """A mail in doubt whose second try died after DATA had begun is held, and named, so that a person is told."""
    queue(store, "a")
    later = NOW + timedelta(days=1)
    assert [_abandon(store, now) for now in (NOW, later)] == [[], [1]]
    assert states(store) == ["held"]
    assert lease(store, now=later + timedelta(days=1)) == []


def _abandon(store: Store, now: datetime) -> list[int]:
    """Somebody begins DATA and is never heard of again. What is held for a person then."""
    [mail] = lease(store, ELSEWHERE, now=now)
    late = now + timedelta(hours=1)
    with store.writing() as connection:
        assert outbox.begin_data(connection, mail, ELSEWHERE, now=now, until=late)
        return [held.id for held in outbox.free_abandoned(connection, now=late).held]


def test_what_is_no_longer_true_is_superseded(store: Store):
    """`valid_while`: sent while the case is in such a state, superseded once it is not."""
    case_id = new_case(store)
    queue(store, "reminder", case_id=case_id, valid_while=("dispatched",))
    with store.writing() as connection:
        cases.save(connection, [stored(store, case_id).moved(EventKind.ACCEPTED)], NOW)
    assert lease(store) == []
    assert states(store) == ["superseded"]


def test_only_those_without_a_final_answer_are_tried_again(store: Store):
    """A recipient who got the mail or was refused for good is not in the next envelope."""
    queue(store, "a", recipients=(ANN, "ben@x.example", "cem@x.example"))
    [mail] = lease(store)
    results = {ANN: {"code": 250, "text": ""}, "ben@x.example": {"code": 550, "text": ""}}
    with store.writing() as connection:
        outbox.put_back(connection, mail, OutboxState.QUEUED, next_at=SOON, results=results, error="")
    [again] = lease(store, now=SOON)
    assert again.recipients == ("cem@x.example",)
    assert again.attempts == 2


def test_an_attempt_that_was_none_does_not_count(store: Store):
    """The server was down: the mail's attempts stay as they were."""
    queue(store, "a")
    for _ in range(5):
        [mail] = lease(store)
        assert mail.attempts == 1
        with store.writing() as connection:
            outbox.put_back(connection, mail, OutboxState.QUEUED, next_at=NOW, results={}, error="", counts=False)


@pytest.mark.parametrize("state", [OutboxState.HELD, OutboxState.REFUSED, OutboxState.DEAD])
def test_retry_by_number(store: Store, state: OutboxState):
    """What was given up is tried again when somebody names it, and only then."""
    queue(store, "a")
    [mail] = lease(store)
    settle(store, mail, state)
    with store.writing() as connection:
        assert outbox.hurry(connection, None, NOW) == []
        assert outbox.hurry(connection, [mail.id], NOW) == [mail.id]
    assert len(lease(store)) == 1


def test_what_was_sent_is_never_tried_again(store: Store):
    """Not even when somebody names it."""
    queue(store, "a")
    [mail] = lease(store)
    settle(store, mail)
    with store.writing() as connection:
        assert outbox.hurry(connection, [mail.id], NOW) == []


# ---- cases ------------------------------------------------------------------------------------------------------------


def test_case_numbers_under_two_writers(store: Store):
    """Two writers open ten cases each at the same time: twenty numbers, no gap, none twice."""
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        for _ in range(10):
            new_case(store)

    _together(work, work)
    with store.reading() as connection:
        numbers = [row["number"] for row in cases.listing(connection)]
    assert sorted(numbers) == [f"C2026-{number:06d}" for number in range(1, 21)]


def test_a_case_that_is_not_opened_uses_no_number(store: Store):
    """A transaction that fails gives its number back."""

    def fails() -> None:
        with store.writing() as connection:
            cases.save(connection, [opening(cases.next_number(connection, 2026))], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    new_case(store)
    with store.reading() as connection:
        assert [row["number"] for row in cases.listing(connection)] == ["C2026-000001"]


def test_each_year_counts_anew(store: Store):
    """The first case of the next year is number one."""
    new_case(store)
    with store.writing() as connection:
        assert cases.next_number(connection, 2026) == "C2026-000002"
        assert cases.next_number(connection, 2027) == "C2027-000001"


def _events(store: Store, case_id: int) -> list[tuple[int, Event, str]]:
    query = select(schema.events).where(schema.events.c.case_id == case_id).order_by(schema.events.c.seq)
    with store.reading() as connection:
        return [
            (row.seq, Event(EventKind(row.kind), row.at, row.actor, row.data), row.hash)
            for row in connection.execute(query)
        ]


def _intact(store: Store, case_id: int) -> bool:
    """Whether every event still has the seal it was written with."""
    previous = ""
    for seq, event, seal in _events(store, case_id):
        previous = cases.chained(previous, case_id, seq, event)
        if previous != seal:
            return False
    return True


def _tell(store: Store, case_id: int) -> None:
    for text in ("one", "two", "三"):
        with store.writing() as connection:
            event = Event(EventKind.NOTED, NOW, "quality@shop.example", {"text": text, "nested": {"a": [1, None]}})
            cases.append(connection, [(case_id, [event, event])])


def test_the_record_is_sealed(store: Store):
    """Events are numbered from one without a gap, and each is sealed to the one before."""
    case_id = new_case(store)
    _tell(store, case_id)
    assert [seq for seq, *_ in _events(store, case_id)] == [1, 2, 3, 4, 5, 6]
    assert _intact(store, case_id)


@pytest.mark.parametrize(
    "change",
    [{"actor": "somebody else"}, {"data": {"text": "another"}}, {"at": NOW + timedelta(seconds=1)}, {"kind": "added"}],
    ids=["actor", "data", "time", "kind"],
)
def test_a_changed_event_shows(store: Store, change: dict[str, Any]):
    """Whatever is changed afterwards, the seals no longer fit."""
    case_id = new_case(store)
    _tell(store, case_id)
    with store.writing() as connection:
        connection.execute(update(schema.events).where(schema.events.c.seq == 2).values(**change))
    assert not _intact(store, case_id)


def test_an_event_has_one_place(store: Store):
    """The database refuses a second event with the same number."""
    case_id = new_case(store)
    _tell(store, case_id)
    row: dict[str, Any] = {
        "case_id": case_id,
        "seq": 1,
        "at": NOW,
        "kind": "noted",
        "actor": "x",
        "data": {},
        "hash": "",
    }
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(insert(schema.events).values(**row))


def test_a_deadline_is_taken_once(store: Store):
    """Two workers see the same due deadline: one takes it."""
    case_id = new_case(store)
    with store.writing() as connection:
        cases.keep_time(connection, {case_id: {DeadlineKind.SIGNING_MISS: NOW}}, NOW)
    [which] = _due(store)
    start, taken = threading.Barrier(2), list[object]()

    def work() -> None:
        start.wait()
        with store.writing() as connection:
            taken.extend(cases.take_due(connection, [which], NOW))

    _together(work, work)
    assert len(taken) == 1
    assert _due(store) == []


def _due(store: Store) -> list[int]:
    with store.reading() as connection:
        return [which for which, _ in cases.due(connection, NOW, 10, 10)]


def _clocks(store: Store, case_id: int) -> dict[str, datetime]:
    with store.reading() as connection:
        return {row["kind"]: row["due_at"] for row in cases.open_deadlines(connection, case_id)}


def test_the_clocks_are_what_they_are_told_to_be(store: Store):
    """Those that are new are set, those that moved are moved, those that are not wanted any more are settled."""
    case_id = new_case(store)
    told: tuple[dict[DeadlineKind, datetime], ...] = (
        {DeadlineKind.SIGNING_MISS: SOON, DeadlineKind.ANSWER_MISS: SOON},
        {DeadlineKind.ANSWER_MISS: SOON + timedelta(days=1), DeadlineKind.CHASE: SOON},
        {},
    )
    for wanted in told:
        with store.writing() as connection:
            cases.keep_time(connection, {case_id: wanted}, NOW)
        assert _clocks(store, case_id) == {kind.value: at for kind, at in wanted.items()}


def test_keeping_the_same_time_twice_changes_nothing(store: Store):
    """Told the same again, not a row is written or touched: a restart costs nothing."""
    case_id = new_case(store)
    wanted = {DeadlineKind.SIGNING_MISS: SOON, DeadlineKind.ANSWER_MISS: SOON}

    def rows() -> list[Any]:
        with store.writing() as connection:
            cases.keep_time(connection, {case_id: wanted}, NOW)
            return list(connection.execute(select(schema.deadlines).order_by(schema.deadlines.c.id)).all())

    first = rows()
    assert len(first) == 2
    assert rows() == first


def test_one_open_deadline_of_a_kind(store: Store):
    """The database refuses the same clock twice for one case; settled ones do not count."""
    case_id = new_case(store)
    row: dict[str, Any] = {"case_id": case_id, "kind": "answer.miss", "due_at": SOON}
    with store.writing() as connection:
        cases.keep_time(connection, {case_id: {DeadlineKind.ANSWER_MISS: SOON}}, NOW)
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(insert(schema.deadlines).values(**row))
    with store.writing() as connection:
        cases.keep_time(connection, {case_id: {}}, NOW)
        cases.keep_time(connection, {case_id: {DeadlineKind.ANSWER_MISS: SOON}}, NOW)
    assert _clocks(store, case_id) == {"answer.miss": SOON}


def test_a_case_comes_back_as_it_was(store: Store):
    """Everything its clocks depend on survives the database: moments, pauses, watches, what was asked and answered."""
    dossier = Dossier(
        role="quality",
        tags=("batch",),
        channel="hotline",
        counted_from=NOW,
        paused=((NOW, SOON),),
        request=Request(asked="extend", reason="parts", by="quality@shop.example", at=SOON, days=3),
        proposed=(Proposed(number=1, text="Repair", benefit="quick", risk="none"),),
        chosen=1,
        answered=Answered(cause="a seal", solution="new ones"),
        rating=4,
        watches={"signing": Watch(start=NOW, reminded=True, times=2, due=SOON, again=SOON)},
    )
    case_id = new_case(store)
    with store.writing() as connection:
        kept = cases.save(connection, [replace(stored(store, case_id), dossier=dossier, promised_at=SOON)], NOW)[0]
    assert stored(store, case_id) == kept
    assert stored(store, case_id).dossier == dossier


def test_who_takes_part_is_added_and_never_lost(store: Store):
    """An address that joins a case keeps the role it came with, and nobody is written twice."""
    case = stored(store, new_case(store))
    joined = replace(case, participants={**case.participants, "carl@customer.example": Role.CC})
    for _ in range(2):
        with store.writing() as connection:
            cases.save(connection, [joined], NOW)
    assert stored(store, case.id).participants == {ANN: Role.CUSTOMER, "carl@customer.example": Role.CC}


# ---- letters ----------------------------------------------------------------------------------------------------------


def keep(store: Store, uid: int, raw: bytes, mailbox: str = "complaints", epoch: int = 9) -> int:
    """A letter comes in. How many of it were new."""
    with store.writing() as connection:
        letters.contact(connection, mailbox, NOW, NOW)
        arrival = Arrival(uid=uid, raw=raw, size=len(raw), received=NOW)
        return letters.keep(connection, mailbox, epoch, [arrival], whole=1000, now=NOW)


def test_a_uid_is_entered_once(store: Store):
    """The same UID of the same epoch seen twice is one row; another epoch or mailbox is another."""
    assert keep(store, 1, b"A: 1\r\n\r\n") == 1
    assert keep(store, 1, b"A: 1\r\n\r\n") == 0
    assert keep(store, 1, b"A: 2\r\n\r\n") == 0
    assert keep(store, 1, b"A: 3\r\n\r\n", epoch=10) == 1
    assert keep(store, 1, b"A: 4\r\n\r\n", mailbox="service") == 1


def test_the_same_bytes_are_a_duplicate_of_the_first(store: Store):
    """Bytes that are known settle the ledger row at once, and are stored once."""
    keep(store, 1, b"A: 1\r\n\r\n")
    keep(store, 2, b"A: 1\r\n\r\n")
    with store.reading() as connection:
        assert letters.ledger(connection, "complaints", 9) == {1: IntakeState.PENDING, 2: IntakeState.DUPLICATE}
        assert len(connection.execute(select(schema.raw_letters.c.id)).all()) == 1


def test_bytes_come_back_as_they_were(store: Store):
    """All 256 byte values, and text that no database likes."""
    raw = bytes(range(256)) * 10 + "\ud7ff\uffff".encode()
    keep(store, 1, raw)
    with store.reading() as connection:
        [stored] = letters.pending(connection, "complaints", 10)
        assert stored.raw == letters.raw_bytes(connection, stored.raw_id) == raw


def test_a_letter_is_settled_once(store: Store):
    """The second process that settles the same letter is told that it was late."""
    keep(store, 1, b"A: 1\r\n\r\n")

    def settled(reason: str) -> bool:
        with store.writing() as connection:
            return letters.settle(connection, 1, IntakeState.FILED, reason, case_id=None, message_id=None, now=NOW)

    assert settled("first")
    assert not settled("second")
    with store.reading() as connection:
        assert [row["reason"] for row in letters.listing(connection)] == ["first"]


def test_the_beginning_is_decided_once(store: Store):
    """The first contact's start stays, whatever later contacts want."""
    with store.writing() as connection:
        assert letters.contact(connection, "complaints", NOW, NOW) == NOW
        assert letters.contact(connection, "complaints", SOON, SOON) == NOW


# ---- leases, times, and the database itself ---------------------------------------------------------------------------


def test_a_mailbox_has_one_reader(store: Store):
    """Somebody living holds it: nobody else gets it, until it is released or runs out."""
    with store.writing() as connection:
        assert leases.take(connection, "mailbox:x", ELSEWHERE, now=NOW, until=SOON)
        assert not leases.take(connection, "mailbox:x", HERE, now=NOW, until=SOON)
        assert leases.take(connection, "mailbox:x", ELSEWHERE, now=NOW, until=SOON), "renewed"
        assert leases.take(connection, "mailbox:x", HERE, now=SOON, until=SOON), "run out"
        leases.release(connection, "mailbox:x", HERE, SOON)
        assert leases.take(connection, "mailbox:x", ELSEWHERE, now=SOON, until=SOON)


def test_a_dead_reader_is_known_at_once(store: Store):
    """A process of this host that has ended keeps nobody waiting, even if another has its number now."""
    reused = replace(HERE, start="1@another-boot")
    with store.writing() as connection:
        assert leases.take(connection, "mailbox:x", reused, now=NOW, until=NOW + timedelta(days=1))
        assert leases.take(connection, "mailbox:x", HERE, now=NOW, until=SOON)


def test_times_come_back_in_utc(store: Store):
    """Whatever zone a time was given in, the same moment comes back, aware."""
    local = NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    with store.writing() as connection:
        back = letters.contact(connection, "complaints", local, local)
    assert back == NOW
    assert back.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(store: Store):
    """A time without a zone is a bug of ours, and does not reach the database."""
    with pytest.raises(Exception, match="naive"), store.writing() as connection:
        letters.contact(connection, "complaints", NOW.replace(tzinfo=None), NOW)


def test_a_database_has_one_life(store: Store):
    """The first to ask decides it, and everybody gets the same answer."""
    lives: list[str] = []
    _together(*(lambda: lives.append(store.life(NOW)) for _ in range(4)))
    assert len(set(lives)) == 1


def test_all_or_nothing(store: Store):
    """An exception inside a transaction leaves no trace of it."""

    def fails() -> None:
        with store.writing() as connection:
            outbox.queue(connection, [sealed("a")], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert states(store) == []


def test_reading_keeps_nothing(store: Store):
    """What is written while reading is gone afterwards."""
    with store.reading() as connection:
        outbox.queue(connection, [sealed("a")], NOW)
    assert states(store) == []
