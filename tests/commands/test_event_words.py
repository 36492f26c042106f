"""What happened to a case, in words."""

from __future__ import annotations

from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from daemon.case import DeadlineKind, EventKind
from daemon.commands.event_words import SENTENCES, deadline_words, event_words

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_words_whatever_its_record_says(kind: EventKind):
    """A record without data, an older one say, is told in the kind's last sentence, which needs nothing."""
    assert event_words(kind, {}, CHINA) == (SENTENCES[kind][-1], "")
    assert not any(name for _, name, _, _ in Formatter().parse(SENTENCES[kind][-1]))


def test_times_are_the_desks_and_the_rest_follows():
    """A stored moment is told in the desk's zone; what the sentence does not say stands beside it."""
    data = {"clock": "signing", "due": "2026-11-23T05:00:00+00:00", "times": 2, "level": "high", "by": ""}
    told = event_words(EventKind.MISSED, data, CHINA)
    assert told == ("signing ran out 2026-11-23 13:00; told 2×", "level: high")


def test_what_was_just_read_is_not_said_again():
    """The sentence stays whole; only what stands beside it is left out."""
    data = {"level": "high", "department": "Quality", "reason": "it leaks", "tags": ["line_stopped"]}
    told = event_words(EventKind.DISPATCHED, data, CHINA, {**data, "tags": []})
    assert told == ("handed to Quality", "tags: line_stopped")


def test_a_deferral_asks_for_no_days():
    """DEFER waits for a manager; it is told as what it is, not as nought more days."""
    told = event_words(EventKind.REQUESTED, {"asked": "defer", "days": 0, "reason": "a part is missing"}, CHINA)
    assert told == ("approval asked for: defer", "reason: a part is missing")


def test_a_reminder_says_whether_a_person_asked_for_it():
    """REMIND of a manager, or the clock's own."""
    assert event_words(EventKind.REMINDED, {"clock": "answer", "by": "manager"}, CHINA)[0].startswith("a manager")
    due = {"clock": "answer", "due": "2026-11-30T10:00:00+00:00"}
    assert event_words(EventKind.REMINDED, due, CHINA)[0] == "reminder: answer runs out 2026-11-30 18:00"


@pytest.mark.parametrize("text", ["2026-11-23", "89621", "20261123", "12:00"])
def test_a_number_in_somebodys_words_is_no_moment(text: str):
    """Only what has a date, a time and a zone is told as one."""
    assert event_words(EventKind.NOTED, {"text": text}, CHINA)[0] == f"note: “{text}”"


def test_every_deadline_has_words_of_its_own():
    """What comes next is told apart, a missed clock's next telling too."""
    told = [deadline_words(kind) for kind in DeadlineKind]
    assert len(set(told)) == len(told)
    assert deadline_words(DeadlineKind.SIGNING_MISS, missed=True) == "signing: its end is told once more"
