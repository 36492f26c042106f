"""Looks on at the desk: what has happened since the last look, read from its database, as lines of the record.

Only reads. Whatever a rehearsal prints, saves or judges comes from here, so that it cannot claim what the desk has not
done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from daemon.case import CASE_NUMBER, EventKind, State, step
from daemon.rehearsal.ports import Sent
from daemon.rehearsal.record import CaseLine, DeadlineLine, LetterLine, Line, NoticeLine
from daemon.rehearsal.shown import message_id, shown
from daemon.store import since
from daemon.store.engine import Store

WITH_CASE = ("case", "duplicate")  # what is filed, an enquiry, or waits for review has none (design, section 7)
OF_CASES = ("reminder", "escalation")  # about a case each, or about a list of them
TOLD_BY_EVENTS = ("level", "department")


class Watch:
    """What one desk does. Cases get their ordinals here, in the order of opening."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}  # events of each case
        self._last: dict[int, CaseLine] = {}
        self._ordinals: dict[int, int] = {}
        self._numbers: dict[int, str] = {}
        self._known: dict[str, int] = {}  # numbers to ordinals
        self._fired: set[int] = set()
        self._looked = datetime.min.replace(tzinfo=UTC)

    def look(self, store: Store, now: datetime, sent: Sequence[Sent]) -> list[Line]:
        """Deadlines, changes of cases, and `sent`, in this order; mails in the order in which they were written."""
        with store.reading() as connection:
            changed = since.changed(connection, self._seen, self._looked)
            standing = since.standing(connection, changed)
            news = {case_id: since.happened(connection, case_id, self._seen.get(case_id, 0)) for case_id in changed}
            fired = [row for row in since.fired(connection, now) if row["id"] not in self._fired]
            named = [(mail, message_id(mail.content)) for mail in sent]
            rows = since.mails(connection, [name for _, name in named]) if named else {}
        self._looked = now
        for case_id in changed:
            self._ordinals.setdefault(case_id, len(self._ordinals) + 1)
            self._numbers[self._ordinals[case_id]] = standing[case_id]["number"]
            self._known[standing[case_id]["number"]] = self._ordinals[case_id]
        turns = [line for case_id in changed for line in self._turns(case_id, standing[case_id], news[case_id], now)]
        self._fired |= {row["id"] for row in fired}
        clocks = [self._clock(row, now) for row in fired]
        notices = sorted(((rows[name], mail) for mail, name in named), key=lambda item: item[0]["id"])
        return [*clocks, *turns, *(self._notice(*item) for item in notices)]

    def letter(self, store: Store, content: bytes, mailbox: str, uid: int, now: datetime) -> LetterLine:
        """The letter with what has become of it."""
        with store.reading() as connection:
            row = since.arrival(connection, mailbox, uid)
        seen = shown(content)
        counts = row is not None and row["state"] in WITH_CASE
        ordinal = self._ordinals.get(row["case_id"]) if row is not None and counts else None
        return LetterLine(
            at=now,
            case=ordinal,
            number=self._number(ordinal),
            sender=seen.sender,
            to=seen.to,
            subject=seen.subject,
            text=seen.text or seen.html,
            message_id=seen.message_id,
            state="pending" if row is None else row["state"],
            reason="" if row is None else row["reason"],
            content=content,
        )

    def cases(self) -> tuple[CaseLine, ...]:
        """Every case as it stands now, in the order of opening."""
        return tuple(sorted(self._last.values(), key=lambda line: line.case))

    def _turns(self, case_id: int, row: dict[str, Any], news: Sequence[since.Turn], now: datetime) -> list[CaseLine]:
        """A line for each state the case has been in since the last look, and for how it stands."""
        lines: list[CaseLine] = []
        before = self._last.get(case_id)
        state = State(before.state) if before else State.RECEIVED
        so_far = {} if before is None else {name: getattr(before, name) for name in TOLD_BY_EVENTS}
        for kind, data in news:
            state = state if kind is EventKind.OPENED else step(state, kind)
            so_far |= {name: data[name] for name in TOLD_BY_EVENTS if name in data}
            lines.append(self._case(case_id, {**row, **so_far, "state": state.value}, now))
        self._seen[case_id] = self._seen.get(case_id, 0) + len(news)
        lines.append(self._case(case_id, row, now))
        told: list[CaseLine] = []
        for line in lines:
            if before is None or _shown(line) != _shown(before):
                told.append(line)
                before = line
        self._last[case_id] = lines[-1]
        return told

    def _case(self, case_id: int, row: dict[str, Any], now: datetime) -> CaseLine:
        values = {
            name: row[name] for name in ("number", "state", "level", "department", "customer", "subject", "reason")
        }
        return CaseLine(at=now, case=self._ordinals[case_id], **values)

    def _clock(self, row: dict[str, Any], now: datetime) -> DeadlineLine:
        ordinal = self._ordinals[row["case_id"]]
        number = self._numbers[ordinal]
        return DeadlineLine(at=now, case=ordinal, number=number, kind=row["kind"], due=row["due_at"])

    def _notice(self, row: dict[str, Any], mail: Sent) -> NoticeLine:
        seen = shown(mail.content)
        ordinal = self._ordinals.get(row["case_id"])
        return NoticeLine(
            at=mail.at,
            case=ordinal,
            number=self._number(ordinal),
            cases=self._listed(seen.text) if ordinal is None and row["notice"] in OF_CASES else _only(ordinal),
            notice=row["notice"],
            to=mail.recipients,
            subject=seen.subject,
            language=row["language"],
            text=seen.text,
            html=seen.html,
            attachments=seen.attachments,
            message_id=row["message_id"],
            answers_to=mail.sender,
            content=mail.content,
        )

    def _listed(self, text: str) -> tuple[int, ...]:
        """The cases that a list in a mail of ours names, in its order."""
        return tuple(
            dict.fromkeys(self._known[number] for number in CASE_NUMBER.findall(text) if number in self._known)
        )

    def _number(self, ordinal: int | None) -> str | None:
        return None if ordinal is None else self._numbers[ordinal]


def _only(ordinal: int | None) -> tuple[int, ...]:
    return () if ordinal is None else (ordinal,)


def _shown(line: CaseLine) -> tuple[str, ...]:
    return line.state, line.level, line.department, line.reason
