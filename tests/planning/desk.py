"""The core at work on a desk of three departments, with no mail server, no database and no clock of its own.

    desk = Desk("dealership")              Monday 09:00 in Shanghai
    desk.complain()                        Ann's letter becomes the case
    desk.staff("ACCEPT")                   Quality answers its newest handover
    desk.turn(hours=5)                     time passes, and each deadline is carried out at its moment
    desk.told("reminder")                  what has been written so far, as contexts

Letters are values made here, with the facts that a story needs; only replies of staff and answers of customers are
read, by `parsers.answers`. What `daemon.commit` does with the database is done here with dictionaries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from daemon.case import Case, DeadlineKind, Dossier, EventKind, Role, State
from daemon.config import Config
from daemon.matching import Fresh, Joins, Match, Paperwork, Standing
from daemon.plan import Due, Office, Plan, plan_deadlines, plan_letter
from daemon.planning.bulletin import Bulletin
from daemon.planning.effects import Absence, Event, Example, IntakeState, Notice, Verdict
from daemon.planning.reading import Reading
from daemon.planning.timetable import timetable
from daemon.tokens import Signer
from parsers.letter import Address, Fact, Facts, Letter, Origin, Product, Purpose, Topic
from rules.pack import load
from rules.policy import Policy
from rules.vocabulary import History
from templates.contexts import Done, Original, Receipt

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)  # no public holiday is near
DESK = "desk@shop.example"
ANN, CARL = "ann@customer.example", "carl@customer.example"
QUALITY, HANNAH, QUENTIN = "quality@shop.example", "hannah@shop.example", "quentin@shop.example"
FINANCE, LOGISTICS, BELLA, GRACE = "finance@shop.example", "wuliu@shop.example", "bella@shop.example", "gm@shop.example"
DIRECTOR = "director@shop.example"

_SERVER = {"host": "127.0.0.1", "security": "none"}
_COMPANY: Mapping[str, Any] = {
    "desk": {"name": "Shop complaints", "address": DESK, "timezone": "Asia/Shanghai"},
    "mailbox": [{**_SERVER, "username": "desk", "password_env": "NOT_NEEDED_HERE"}],
    "smtp": _SERVER,
    "department": [
        {
            "name": "Quality",
            "aliases": ["质量部"],
            "roles": ["quality", "service"],
            "address": QUALITY,
            "head": HANNAH,
            "members": [QUENTIN],
        },
        {"name": "Finance", "roles": ["finance"], "address": FINANCE},
        {"name": "物流部", "roles": ["logistics"], "address": LOGISTICS, "language": "zh"},
    ],
    "managers": {"addresses": [BELLA]},
    "operator": {"address": "oscar@shop.example"},
    "roles": {"general_manager": GRACE, "service_director": DIRECTOR},
}


@cache
def pack(name: str) -> Policy:
    """A pack of ours."""
    return load(name)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """That moment of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def office(policy: str | Policy = "standard", **company: Any) -> Office:
    """The company; tables in `company` replace ours."""
    config = Config.from_table({**_COMPANY, **company}, Path(__file__).parent)
    decided = pack(policy) if isinstance(policy, str) else policy
    return Office(
        config, decided, decided.calendar(config.desk.timezone, config.desk.country), Signer(b"k" * 32, "one")
    )


def letter(text: str = "Nine of the kettles leak.", *, sender: str = ANN, language: str = "en", **facts: Any) -> Letter:
    """A person's letter: a complaint about kettles on an invoice, unless told otherwise."""
    about: dict[str, Any] = {
        "purpose": Purpose.COMPLAINT,
        "confidence": 0.95,
        "topic": Fact(Topic.PRODUCT_QUALITY),
        "defect_kind": "leak",
        "invoices": (Fact("89621"),),
        "products": (Fact(Product("kettles", 9)),),
    }
    return Letter(
        origin=Origin.PERSON,
        origin_reason="no mark of a machine",
        message_id="<1@customer.example>",
        sender=Address(sender),
        subject="Nine kettles leak",
        text=text,
        language=language,
        facts=Facts(**{**about, **facts}),
    )


def remark(text: str, *, sender: str = ANN, **facts: Any) -> Letter:
    """A further letter, which complains of nothing."""
    plain: dict[str, Any] = {
        "purpose": Purpose.REPLY,
        "topic": Fact(Topic.OTHER),
        "defect_kind": None,
        "invoices": (),
        "products": (),
    }
    return letter(text, sender=sender, **{**plain, **facts})


def case(state: State = State.DISPATCHED, *, level: str = "normal", role: str = "quality", **dossier: Any) -> Case:
    """A case as it may stand, received on Monday at 09:00."""
    began: dict[str, Any] = {"role": role, "counted_from": MONDAY, "dispatched_at": MONDAY, "written_at": MONDAY}
    return Case(
        id=1,
        number="C2026-000001",
        state=state,
        level=level,
        department="Quality",
        customer=ANN,
        language="en",
        subject="Nine kettles leak",
        received=MONDAY,
        promised_at=at(30, 18),
        dossier=Dossier(**{**began, **dossier}),
        participants={ANN: Role.CUSTOMER},
    )


class Desk:
    """A desk and what has come of it; it is its own files (`daemon.planning.files`)."""

    def __init__(self, policy: str | Policy = "standard", *, start: datetime = MONDAY, **company: Any) -> None:
        self.office = office(policy, **company)
        self.now = start
        self.cases: dict[str, Case] = {}
        self.events: dict[str, list[Event]] = {}
        self.notices: dict[str, Notice] = {}  # by effect key: each effect has one mail
        self.readings: dict[int, Reading] = {}
        self.firsts: dict[str, int] = {}
        self.joined: set[int] = set()  # letters that belong to a case
        self.verdicts: list[Verdict] = []
        self.examples: list[Example] = []
        self.absences: dict[str, Absence] = {}
        self.bulletins: dict[str, Bulletin] = {}
        self.known = History()
        self._ids = count(1)

    # ---- what happens -----------------------------------------------------------------------------------------

    def complain(self, written: Letter | None = None, *, related: tuple[Case, ...] = ()) -> Plan:
        """A letter about something new."""
        return self.read(written or letter(), Fresh(related))

    def read(self, written: Letter, match: Match, *, channel: str = "mail", received: datetime | None = None) -> Plan:
        """A letter comes and is settled."""
        reading = Reading(
            raw_id=next(self._ids),
            letter=written,
            received=received or self.now,
            original=Original.ATTACHED,
            channel=channel,
        )
        self.readings[reading.raw_id] = reading
        plan = plan_letter(self.office, reading, match, self, self.now)
        self.apply(plan)
        if plan.case and plan.state is IntakeState.CASE:
            self.joined.add(reading.raw_id)
            self.firsts.setdefault(plan.case, reading.raw_id)
        return plan

    def staff(
        self,
        text: str,
        *,
        who: str = QUALITY,
        to: str = "handover",
        proven: bool = True,
        received: datetime | None = None,
    ) -> tuple[Done, ...]:
        """A department answers the newest mail of that kind. What the receipt says of each command."""
        return self._replied(text, who, Standing.DEPARTMENT, to, proven=proven, received=received)

    def manager(self, text: str, *, who: str = BELLA, to: str = "escalation") -> tuple[Done, ...]:
        """A manager does."""
        return self._replied(text, who, Standing.MANAGER, to, proven=True)

    def customer(self, text: str, *, to: str = "acknowledgement", proven: bool = True, **facts: Any) -> Plan:
        """The customer answers the newest mail of that kind."""
        return self.read(remark(text, **facts), self._joins(Standing.CUSTOMER, to, proven=proven))

    def signs(self, text: str, *, to: str, who: str = GRACE) -> tuple[Done, ...]:
        """A manager or role holder answers a mail that is about no case."""
        answered = self._newest(to)
        return self._receipt(self.read(remark(text, sender=who), Paperwork(Standing.MANAGER, to, answered.effect_key)))

    def turn(self, until: datetime | None = None, **by: float) -> None:
        """Time passes; each deadline is carried out at its own moment."""
        end = until or self.now + timedelta(**by)
        while (coming := self._next()) is not None and coming[0] <= end:
            moment, number, kind = coming
            self.now = max(self.now, moment)
            self.fire(number, kind, moment)
        self.now = end

    def fire(self, number: str, kind: DeadlineKind, moment: datetime) -> Plan:
        """Carry out one deadline now."""
        [plan] = plan_deadlines(self.office, [(self.cases[number], Due(kind, moment))], self, self.now)
        self.apply(plan)
        return plan

    def apply(self, plan: Plan) -> None:
        """What `daemon.commit.apply` does."""
        for change in plan.changes:
            self.cases[change.case.number] = change.case
            self.events.setdefault(change.case.number, []).extend(change.events)
        for notice in plan.notices:
            self.notices.setdefault(notice.effect_key, notice)
        self.verdicts += plan.verdicts
        self.joined |= {verdict.raw_id for verdict in plan.verdicts if verdict.case}
        self.examples += plan.examples
        self.absences.update({absence.department: absence for absence in plan.absences})
        self.bulletins.update({bulletin.key: bulletin for bulletin in plan.bulletins})

    # ---- what can be seen -------------------------------------------------------------------------------------

    @property
    def case_now(self) -> Case:
        """The only case, as it stands."""
        [found] = self.cases.values()
        return found

    @property
    def clocks(self) -> dict[DeadlineKind, datetime]:
        """The only case's deadlines."""
        return timetable(self.office, self.case_now)

    def sent(self, kind: str, to: str | None = None) -> list[Any]:
        """Every notice of that kind so far, in order; those that go to that address. The kind says what they tell."""
        found = (notice for notice in self.notices.values() if notice.context.kind.value == kind)
        return [notice for notice in found if to is None or to in notice.recipients]

    def told(self, kind: str, to: str | None = None) -> Any:
        """What the newest of them says."""
        return self.sent(kind, to)[-1].context

    def kinds(self, to: str) -> list[str]:
        """The kinds of everything that somebody has got, in order."""
        return [notice.context.kind.value for notice in self.notices.values() if to in notice.recipients]

    def happened(self, number: str = "C2026-000001") -> list[EventKind]:
        """The kinds of what happened to a case."""
        return [event.kind for event in self.events[number]]

    # ---- the desk's files -------------------------------------------------------------------------------------

    def next_number(self, year: int) -> str:
        """See `daemon.planning.files`, here and below."""
        return f"C{year}-{len(self.cases) + 1:06d}"

    def case(self, number: str) -> Case | None:  # noqa: D102 - as above
        return self.cases.get(number)

    def open_cases(self, department: str | None = None) -> Sequence[Case]:  # noqa: D102 - as above
        return [c for c in self.cases.values() if c.state.is_open and department in (None, c.department)]

    def cases_of(self, address: str) -> Sequence[Case]:  # noqa: D102 - as above
        return [c for c in reversed(self.cases.values()) if address in c.participants]

    def first_letter(self, case: Case) -> Reading | None:  # noqa: D102 - as above
        return self.readings.get(self.firsts.get(case.number, 0))

    def letter(self, raw_id: int) -> Reading | None:  # noqa: D102 - as above
        return self.readings.get(raw_id)

    def arrived(self, intake_id: int) -> Reading | None:  # noqa: D102 - as above
        return self.readings.get(intake_id)

    def is_of_a_case(self, raw_id: int) -> bool:  # noqa: D102 - as above
        return raw_id in self.joined

    def bulletin(self, effect_key: str) -> Bulletin | None:  # noqa: D102 - as above
        return self.bulletins.get(effect_key)

    def history(self, letter: Letter, since: datetime) -> History:  # noqa: D102 - as above
        del letter, since
        return self.known

    def answers_today(self, address: str) -> int:  # noqa: D102 - as above
        return sum(notice.trigger == address for notice in self.notices.values())

    def deputy(self, department: str, now: datetime) -> str | None:  # noqa: D102 - as above
        absence = self.absences.get(department)
        return absence.deputy if absence and now < absence.until else None

    # ---- inside -----------------------------------------------------------------------------------------------

    def _replied(
        self, text: str, who: str, standing: Standing, to: str, *, proven: bool, received: datetime | None = None
    ) -> tuple[Done, ...]:
        joins = self._joins(standing, to, proven=proven)
        return self._receipt(self.read(remark(text, sender=who), joins, received=received))

    def _receipt(self, plan: Plan) -> tuple[Done, ...]:
        [receipt] = (notice.context for notice in plan.notices if isinstance(notice.context, Receipt))
        return receipt.done

    def _joins(self, standing: Standing, to: str, *, proven: bool) -> Joins:
        answered = self._newest(to)
        found = self.cases[answered.case]
        return Joins(found, standing, "it answers our mail", proven, to, answered.effect_key)

    def _newest(self, kind: str) -> Notice:
        return self.sent(kind)[-1]

    def _next(self) -> tuple[datetime, str, DeadlineKind] | None:
        coming = (
            (moment.astimezone(UTC), number, kind)
            for number, found in self.cases.items()
            for kind, moment in timetable(self.office, found).items()
        )
        return min(coming, default=None)
