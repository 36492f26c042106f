"""When something must be done about a case, as a function of how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.case import AT_WORK, Case, DeadlineKind, EventKind, State, Watch
from daemon.planning.timetable import answer_due, check_at, delay_at, running, timetable
from rules.vocabulary import ClockKind
from tests.planning.desk import MONDAY, Desk, at, case, office

STANDARD = office()
CLOCKS = {
    State.RECEIVED: set[str](),
    State.TRIAGE: {"answer"},
    State.DISPATCHED: {"signing", "answer"},
    State.REOPENED: {"signing", "answer"},
    State.ACCEPTED: {"answer"},
    State.INVESTIGATING: {"answer"},
    State.OPTIONS_SENT: {"answer"},
    State.AGREED: {"answer"},
    State.RESOLVED: set[str](),
    State.CONFIRMING: set[str](),
    State.DEFERRED: set[str](),
    State.CLOSED: set[str](),
}
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
WATCHES = st.builds(
    Watch,
    start=st.one_of(st.just(MONDAY), MOMENTS),
    reminded=st.booleans(),
    times=st.integers(0, 3),
    due=st.none() | MOMENTS,
    again=st.none() | MOMENTS,
)


@st.composite
def cases(draw: st.DrawFn, states: st.SearchStrategy[State]) -> Case:
    """Cases that may never have been: any state with any past."""
    maybe = st.none() | MOMENTS
    return case(
        draw(states),
        level=draw(st.sampled_from(["normal", "high", "critical"])),
        dispatched_at=draw(maybe),
        signed_at=draw(maybe),
        replied_at=draw(maybe),
        progressed_at=draw(maybe),
        waiting_since=draw(maybe),
        written_at=draw(maybe),
        resolved_at=draw(maybe),
        checked_at=draw(maybe),
        extended_days=draw(st.integers(0, 9)),
        missing=draw(st.sampled_from([(), ("reference",)])),
        chased=draw(st.booleans()),
        watches=draw(st.dictionaries(st.sampled_from(list(ClockKind)), WATCHES, max_size=3)),
    )


@given(cases(st.sampled_from([State.CLOSED, State.RECEIVED, State.DEFERRED])))
@settings(deadline=None)
def test_a_case_that_is_over_has_no_deadline(found: Case):
    """Whatever is in its past, nothing will ever become due about a closed or deferred case."""
    assert timetable(STANDARD, found) == {}


@given(cases(st.sampled_from(State)))
@settings(deadline=None)
def test_the_same_case_has_the_same_deadlines(found: Case):
    """Each is an aware moment, no reminder comes after the end of its clock, and asking twice changes nothing."""
    times = timetable(STANDARD, found)
    assert timetable(STANDARD, found) == times
    assert all(moment.tzinfo is not None for moment in times.values())
    for kind in times:
        if kind.is_reminder:
            assert times[kind] < times[DeadlineKind.of(kind.clock, "miss")]


@given(cases(st.sampled_from(State)))
@settings(deadline=None)
def test_no_clock_runs_while_the_customer_owes_an_answer(found: Case):
    """Waiting for the customer, the department can miss nothing."""
    waiting = found.noting(waiting_since=MONDAY)
    assert running(STANDARD, waiting) == {}
    assert {kind.clock for kind in timetable(STANDARD, waiting)} <= {""}


@pytest.mark.parametrize("state", State)
def test_which_clocks_run_where(state: State):
    """Signing while nobody has signed; the answer while the customer has none, in triage too."""
    assert {kind.value for kind in running(STANDARD, case(state))} == CLOCKS[state]


def test_the_first_morning():
    """A complaint of Monday 09:00: four working hours to sign, five working days to answer, and the courtesies."""
    desk = Desk()
    desk.complain()
    assert desk.clocks == {
        DeadlineKind.SIGNING_REMIND: at(23, 12, 12),
        DeadlineKind.SIGNING_MISS: at(23, 13),
        DeadlineKind.ANSWER_REMIND: at(27, 16, 12),
        DeadlineKind.ANSWER_MISS: at(30, 18),
        DeadlineKind.CHASE: at(25, 18),
        DeadlineKind.CONTACT: at(26, 18),
        DeadlineKind.DELAY: at(30, 12),
    }
    assert answer_due(desk.office, desk.case_now) == desk.case_now.promised_at == at(30, 18)


def test_the_promise_is_the_clock():
    """What the acknowledgement names is when the answer's clock runs out, at every level."""
    for level in ("normal", "high", "critical"):
        found = replace(case(level=level), promised_at=answer_due(STANDARD, case(level=level)))
        assert running(STANDARD, found)[ClockKind.ANSWER].due == found.promised_at


def test_a_pause_moves_the_end_by_as_much_working_time():
    """Asked on Tuesday 10:00, answered on Wednesday 10:00: nine working hours, and the answer is due a day later."""
    paused = case(State.INVESTIGATING, paused=((at(24, 10), at(25, 10)),))
    paused = replace(paused, promised_at=at(1, 18, month=12))
    assert running(STANDARD, paused)[ClockKind.ANSWER].due == at(1, 18, month=12)


def test_a_pause_at_night_moves_nothing():
    """Nobody would have worked: the end stays."""
    paused = case(State.INVESTIGATING, paused=((at(24, 18), at(25, 9)),))
    assert running(STANDARD, paused)[ClockKind.ANSWER].due == at(30, 18)


def test_an_extension_moves_the_answer_and_not_the_signing():
    """Three more working days for the answer; who has not signed is as late as before."""
    runs = running(STANDARD, replace(case(extended_days=3), promised_at=at(3, 18, month=12)))
    assert runs[ClockKind.ANSWER].due == at(3, 18, month=12)
    assert runs[ClockKind.SIGNING].due == at(23, 13)


def test_a_reminder_that_was_given_does_not_come_back():
    """Reminded once about this clock: only its end is left."""
    reminded = case(watches={"signing": Watch(start=MONDAY, reminded=True)})
    assert DeadlineKind.SIGNING_REMIND not in timetable(STANDARD, reminded)
    assert timetable(STANDARD, reminded)[DeadlineKind.SIGNING_MISS] == at(23, 13)


def test_a_missed_clock_is_told_again_when_it_said():
    """From the first miss on the next telling is what counts."""
    missed = case(watches={"signing": Watch(start=MONDAY, times=1, due=at(23, 13), again=at(24, 18))})
    times = timetable(STANDARD, missed)
    assert times[DeadlineKind.SIGNING_MISS] == at(24, 18)
    assert DeadlineKind.SIGNING_REMIND not in times


def test_what_was_told_of_an_earlier_clock_counts_for_nothing():
    """Dispatched again: the signing clock is another one, with a reminder of its own."""
    before = Watch(start=MONDAY - timedelta(days=3), reminded=True, times=4, again=at(24, 18))
    times = timetable(STANDARD, case(watches={"signing": before}))
    assert times[DeadlineKind.SIGNING_REMIND] == at(23, 12, 12)
    assert times[DeadlineKind.SIGNING_MISS] == at(23, 13)


def test_another_level_moves_the_clocks():
    """Set to critical, the same case must be signed for within half an hour and answered within a working day."""
    runs = running(STANDARD, case(level="critical"))
    assert runs[ClockKind.SIGNING].due == MONDAY + timedelta(minutes=30)
    assert runs[ClockKind.ANSWER].due == at(24, 18)


def test_a_departments_own_hours():
    """A department that works from noon to eight has until four in the afternoon, and triage the policy's hours."""
    quality = {"name": "Quality", "roles": ["quality"], "address": "q@shop.example", "hours": "12:00-20:00"}
    late = office(department=[quality])
    assert running(late, case())[ClockKind.SIGNING].due == at(23, 16)
    assert late.calendar_of(case(State.TRIAGE)) == late.calendar


@pytest.mark.parametrize("state", [State.RESOLVED, State.CONFIRMING])
def test_an_answered_case_waits_for_its_customer_only(state: State):
    """Asked after an answer, closed after silence; nothing else."""
    assert timetable(STANDARD, case(state, resolved_at=at(24, 14))) == {DeadlineKind.CHECK: at(24, 15, 30)}
    asked = case(state, resolved_at=at(24, 14), checked_at=at(24, 15, 30))
    assert timetable(STANDARD, asked) == {DeadlineKind.SILENCE: at(1, 18, month=12)}


@pytest.mark.parametrize(
    "resolved, asked",
    [
        (at(24, 14), at(24, 15, 30)),
        (at(24, 6), at(24, 9, 30)),
        (at(24, 19, 30), at(24, 21)),
        (at(24, 20, 59), at(24, 21)),
        (at(24, 21), at(25, 8)),
        (at(24, 23), at(25, 9, 30)),
    ],
)
def test_people_are_asked_while_they_are_up(resolved: datetime, asked: datetime):
    """Ninety minutes after the answer leaves, by day only; what would be later leaves at 21:00 or at 08:00."""
    assert check_at(STANDARD, resolved) == asked


@given(MOMENTS, st.integers(1, 60 * 24 * 20))
def test_a_delay_is_told_before_the_promise_breaks(received: datetime, minutes: int):
    """However short the promise: after the letter came and before the date that it names."""
    promised = received + timedelta(minutes=minutes)
    found = replace(case(), received=received, promised_at=promised)
    assert received < delay_at(STANDARD, found) < promised


def test_nothing_missing_nobody_chased():
    """The chase is for what the acknowledgement asked for, and comes once."""
    assert DeadlineKind.CHASE in timetable(STANDARD, case(missing=("pictures",)))
    assert DeadlineKind.CHASE not in timetable(STANDARD, case())
    assert DeadlineKind.CHASE not in timetable(STANDARD, case(missing=("pictures",), chased=True))


@pytest.mark.parametrize("state", sorted(AT_WORK - {State.DISPATCHED, State.REOPENED}))
def test_signing_ends_with_the_first_word(state: State):
    """Every state behind the handover has the department's word: the signing clock has stopped."""
    assert ClockKind.SIGNING not in running(STANDARD, case(state, signed_at=at(23, 10)))


def test_signing_begins_anew_with_each_handover():
    """Accepted, then sent to another department: four working hours from then; the answer's clock runs on."""
    there = case(State.ACCEPTED, signed_at=at(23, 10)).moved(EventKind.DISPATCHED, dispatched_at=at(24, 10))
    runs = running(STANDARD, there)
    assert runs[ClockKind.SIGNING].due == at(24, 14)
    assert runs[ClockKind.ANSWER].due == at(30, 18)


def test_a_promise_for_the_night_is_taken_back_the_evening_before():
    """At 02:00 nobody is written to, and in the morning it would be too late; what was only just promised is the exception."""
    promised = replace(case(State.ACCEPTED), promised_at=at(24, 2))
    assert delay_at(STANDARD, promised) == at(23, 21)
    assert delay_at(STANDARD, replace(promised, received=at(23, 22))) == at(24, 1)


def test_ninety_days_are_whole_days():
    """The same fault on 25 August counts on 23 November, at whatever hour; on the day before it does not."""
    assert STANDARD.remembers_since(at(23, 17)) == at(25, 0, month=8)
