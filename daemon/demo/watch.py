"""What has happened at the desk since somebody last looked: read from its database and from the mail world.

Only reads. Whatever the timeline tells and the gallery shows comes from here, so that neither can claim what the
daemon has not done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import Any

from daemon.case import EventKind, State, step
from daemon.demo.company import DESK, Party, Person
from daemon.demo.world import MailWorld
from daemon.store import cases, letters, outbox
from daemon.store.engine import Store
from daemon.store.outbox import OutboxState


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail that came in or went out."""

    at: datetime
    writer: Person
    readers: tuple[Person, ...]
    subject: str
    content: bytes
    message_id: str
    language: str = ""  # of a notice
    command: str = ""  # of an answer from staff: its first line
    notice: str = ""  # which of the desk's notices it is; "" for a letter that came in
    case: str = ""
    state: str = ""  # how a letter ended, and why; how sending a notice ended
    reason: str = ""

    @property
    def incoming(self) -> bool:
        """Whether it came to the desk."""
        return not self.notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that happened to a case."""

    at: datetime
    case: str
    kind: EventKind
    before: State
    after: State
    actor: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case as it stands."""

    number: str
    state: str
    level: str
    department: str
    customer: str
    subject: str
    reason: str


class NotCome(Exception):
    """A mail that the story builds on has not come. A sentence."""


class Watch:
    """Looks on. `people`: the cast, for names in the place of addresses."""

    def __init__(self, store: Store, world: MailWorld, people: tuple[Person, ...]) -> None:
        self._store = store
        self._world = world
        self._people = {person.address: person for person in people}
        self._states: dict[str, State] = {}
        self._events: dict[str, int] = {}
        self._sent = 0
        self._rows: dict[str, dict[str, Any]] = {}

    def letter(self, content: bytes, at: datetime) -> Mail:
        """A letter as it arrives; what became of it is not known yet."""
        message = message_from_bytes(content, policy=policy.default)
        writer = self._people[parseaddr(str(message["From"]))[1]]
        body = message.get_body(("plain",))
        command = ""
        if writer.party is not Party.CUSTOMER and body is not None:
            command = str(body.get_content()).partition("\n")[0]
        return Mail(
            at=at,
            writer=writer,
            readers=(DESK,),
            subject=str(message["Subject"]),
            content=content,
            message_id=str(message["Message-ID"]),
            command=command,
        )

    def settled(self, mail: Mail) -> Mail:
        """The letter with what has become of it."""
        with self._store.reading() as connection:
            for row in letters.listing(connection):
                if row["message_id"] == mail.message_id:
                    return replace(mail, case=row["case"] or "", state=row["state"], reason=row["reason"])
        return mail

    def turns(self) -> list[Turn]:
        """What has happened to cases since the last look. Where a case goes first is part of its opening."""
        with self._store.reading() as connection:
            found = [cases.by_number(connection, row["number"]) for row in list(cases.listing(connection))]
            histories = {case.number: cases.history(connection, case.id) for case in found if case is not None}
        turns: list[Turn] = []
        for number, history in histories.items():
            for event in history[self._events.get(number, 0) :]:
                turn = self._turn(number, event)
                first = turn.before is State.RECEIVED and turn.kind is not EventKind.OPENED
                if first and turns and turns[-1].case == number:
                    turn = replace(turns.pop(), after=turn.after)
                turns.append(turn)
            self._events[number] = len(history)
        return turns

    def _turn(self, number: str, event: dict[str, Any]) -> Turn:
        kind = EventKind(event["kind"])
        before = self._states.get(number, State.RECEIVED)
        after = before if kind is EventKind.OPENED else step(before, kind)
        self._states[number] = after
        return Turn(
            at=event["at"],
            case=number,
            kind=kind,
            before=before,
            after=after,
            actor=event["actor"],
            data=event["data"],
        )

    def sent(self, at: datetime) -> list[Mail]:
        """The mails that have left since the last look, in the order in which they were written."""
        new, self._sent = self._world.sent[self._sent :], len(self._world.sent)
        with self._store.reading() as connection:
            self._rows = {row["message_id"]: row for row in outbox.listing(connection)}
        mails = [self._notice(mail.content, mail.recipients, at) for mail in new]
        return sorted(mails, key=lambda mail: self._rows[mail.message_id]["id"])

    def _notice(self, content: bytes, recipients: tuple[str, ...], at: datetime) -> Mail:
        message = message_from_bytes(content, policy=policy.default)
        row = self._rows[str(message["Message-ID"])]
        return Mail(
            at=at,
            writer=DESK,
            readers=tuple(self._people[address] for address in recipients),
            subject=str(message["Subject"]),
            content=content,
            message_id=row["message_id"],
            language=row["language"],
            notice=row["notice"],
            case=row["case"] or "",
            state=row["state"],
        )

    def in_mailbox(self, person: Person, notice: str, case: str = "") -> bytes:
        """The newest such notice in somebody's mailbox. Raises `NotCome` when there is none."""
        for content in reversed(self._world.mail(person.address)):
            message_id = str(message_from_bytes(content, policy=policy.default)["Message-ID"])
            row = self._rows.get(message_id)
            if row is not None and row["notice"] == notice and case in ("", row["case"]):
                return content
        raise NotCome(f"no {notice} has come to {person.name} ({case or 'any case'})")

    def unsent(self) -> list[str]:
        """Mails that were written and have not left, as sentences."""
        with self._store.reading() as connection:
            rows = [row for row in outbox.listing(connection) if row["state"] != OutboxState.SENT.value]
        return [f"the {row['notice']} “{row['subject']}” is {row['state']}: {row['last_error']}" for row in rows]

    def files(self) -> tuple[CaseFile, ...]:
        """Every case as it stands now."""
        with self._store.reading() as connection:
            return tuple(
                CaseFile(**{name: row[name] for name in CaseFile.__slots__}) for row in cases.listing(connection)
            )
