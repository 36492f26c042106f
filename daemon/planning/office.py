"""The company as a plan sees it: configuration, policy, signatures and working time in one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from daemon.case import Case, State
from daemon.config import Config
from daemon.config_tables import Department
from daemon.planning.effects import Notice, Thread
from daemon.tokens import Signer
from parsers.letter import Authentication, Letter
from rules.durations import Unit
from rules.hours import Calendar, WorkingTime, due, next_working
from rules.policy import Level, Policy, Terms
from templates.contexts import Button, Context, Desk

LOCAL_PART_OCTETS = 64  # RFC 5321, section 4.5.3.1.1


@dataclass(frozen=True, slots=True)
class Office:
    """Everything about the company that a decision may depend on; one value, replaced as a whole."""

    config: Config
    policy: Policy
    calendar: Calendar
    signer: Signer
    _terms: dict[tuple[str, str, tuple[str, ...], str], Terms] = field(
        default_factory=dict[tuple[str, str, tuple[str, ...], str], Terms], init=False, compare=False, repr=False
    )  # asked for several times for each thing that happens to a case, and there are few

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which dates are told."""
        return self.config.desk.timezone

    @property
    def desk(self) -> Desk:
        """The desk as its readers know it."""
        return Desk(self.config.desk.name, self.config.desk.address)

    def local(self, moment: datetime) -> datetime:
        """The moment on the office's wall clock."""
        return moment.astimezone(self.zone)

    def echoes(self, letter: Letter) -> bool:
        """Whether the sender's own words may go back: not to who is not vouched for, where our server vouches at all."""
        vouched = not self.config.desk.authserv_id or letter.authentication is Authentication.PASS
        return self.config.limits.echo_subject and vouched

    def language(self, asked: str) -> str:
        """`asked` where the desk speaks it, else the desk's first language."""
        languages = self.config.desk.languages
        return asked if asked in languages else languages[0]

    def terms(self, case: Case) -> Terms:
        """What the policy says of such a case: its clocks, who else hears of it, what its department must say."""
        level, role, tags, channel = such = (case.level, case.dossier.role, case.dossier.tags, case.dossier.channel)
        if such not in self._terms:
            self._terms[such] = self.policy.terms(level=level, role=role, tags=tags, channel=channel)
        return self._terms[such]

    def level(self, code: str) -> Level:
        """The level of that code; one that the policy does not know any more is shown by its code."""
        known = next((level for level in self.policy.levels if level.code == code), None)
        return known or Level(code, code, code, rank=0)

    def rests(self, case: Case) -> bool:
        """Whether no clock runs and no date is promised: the case is deferred, or has a level that only people set."""
        return case.state is State.DEFERRED or self.level(case.level).people_only

    def calendar_of(self, case: Case) -> Calendar:
        """The working time that a case's clocks count: its department's own, or the policy's."""
        department = None if case.state is State.TRIAGE else self.department_named(case.department)
        if department is None or department.hours is None:
            return self.calendar
        return _with_hours(self.calendar, department.hours)

    def at_minute(self, moment: datetime, minutes: int) -> datetime:
        """That day at so many minutes after midnight (up to 1440: its end), on the office's wall clock; in UTC."""
        midnight = self.local(moment).replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + timedelta(minutes=minutes)).astimezone(UTC)  # within one zone Python adds wall-clock time

    def civil(self, moment: datetime) -> datetime:
        """`moment`, or the next at which a customer may be written to without being asked."""
        care = self.policy.care
        if moment < (opens := self.at_minute(moment, care.opens)):
            return opens
        if moment > self.at_minute(moment, care.closes):
            return self.at_minute(moment + timedelta(days=1), care.opens)
        return moment

    def working(self, moment: datetime, case: Case | None = None) -> datetime:
        """`moment`, or the beginning of the next working time after it; of the case's department, where one is given."""
        return next_working(moment, self.calendar if case is None else self.calendar_of(case))

    def remembers_since(self, moment: datetime) -> datetime:
        """How far back a complaint counts as the same fault again. Days are whole days, from the first minute of the first."""
        within = self.policy.repeats_within
        if within.unit is Unit.DAYS:
            return self.at_minute(self.local(moment) - timedelta(days=within.amount), 0)
        if within.unit in (Unit.WORKING_MINUTES, Unit.WORKING_HOURS, Unit.WORKING_DAYS):
            return moment - (due(moment, within, self.calendar) - moment)
        return moment - timedelta(minutes=within.amount * within.unit.minutes)

    def department_for(self, role: str) -> Department:
        """Who plays the role."""
        return self.config.department_for(role)

    def department_named(self, name: str) -> Department | None:
        """The department of a case; None when it has left the configuration since."""
        return self.config.department(name)

    def department_called(self, words: str) -> Department | None:
        """The department that a person means: by its name or alias, or by a name of the policy's role it holds."""
        if found := self.config.department(words):
            return found
        wanted = words.strip().casefold()
        for role in self.policy.roles:
            if wanted in {name.casefold() for name in (role.code, role.en, role.zh, *role.aliases)}:
                return next((d for d in self.config.departments if role.code in d.roles), None)
        return None

    def managers(self) -> tuple[str, ...]:
        """Whom management mail goes to."""
        return self.config.managers.addresses

    def write(
        self,
        context: Context,
        effect_key: str,
        *,
        party: str,
        recipients: tuple[str, ...],
        language: str,
        thread: Thread | None = None,
    ) -> Notice:
        """A notice with its id; refine it with `dataclasses.replace`."""
        return Notice(
            context=context,
            case=str(getattr(context, "case", "")),
            effect_key=effect_key,
            notice_id=self.signer.notice_id(effect_key),
            party=party,
            recipients=recipients,
            language=language,
            thread=thread or Thread(),
        )

    def message_id(self, effect_key: str) -> str:
        """The Message-ID that the notice with this effect has, or will have."""
        domain = self.config.desk.address.partition("@")[2]
        return self.signer.message_id(self.signer.notice_id(effect_key), domain)

    def answer_address(self, effect_key: str, case: str, party: str) -> str:
        """Where answers to the notice go: the desk, with the token where sub-addressing is configured."""
        if not self.config.desk.subaddress:
            return self.config.desk.address
        return self._answer_address(self.signer.token(self.signer.notice_id(effect_key), case, party))

    def _answer_address(self, token: str) -> str:
        local, _, domain = self.config.desk.address.partition("@")
        if not self.config.desk.subaddress:
            return self.config.desk.address
        signed = f"{local}{self.config.desk.subaddress}{token}"
        return f"{signed}@{domain}" if len(signed) <= LOCAL_PART_OCTETS else self.config.desk.address

    def button(self, command: str, *, effect_key: str, case: str, party: str, choice: str = "") -> Button:
        """A mailto: link (RFC 6068) that sends `command` with this notice's token."""
        return self.buttons((command,), effect_key=effect_key, case=case, party=party, choice=choice)[0]

    def buttons(
        self, commands: Iterable[str], *, effect_key: str, case: str, party: str, choice: str = ""
    ) -> tuple[Button, ...]:
        """The same for several commands, or for one that is chosen by the number `choice`."""
        token = self.signer.token(self.signer.notice_id(effect_key), case, party)
        address = quote(self._answer_address(token), safe="@+")
        mark = quote(f" {case} [{token}]", safe="")
        return tuple(
            Button(command, f"mailto:{address}?subject={word}{mark}&body={word}%0D%0A", choice)
            for command in commands
            for word in (quote(choice or command, safe=""),)
        )


@lru_cache(maxsize=64)
def _with_hours(calendar: Calendar, hours: WorkingTime) -> Calendar:
    """The calendar with a department's own hours; one for each, since a calendar remembers its shifts."""
    return replace(calendar, time=replace(hours, off=calendar.time.off, working=calendar.time.working))
