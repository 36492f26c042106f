"""The company as a plan sees it: configuration, policy, signatures and working time in one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from daemon.config import Config, Department
from daemon.planning.effects import Notice, Thread
from daemon.tokens import Signer
from rules.hours import Calendar, due, next_working, share_due
from rules.policy import Clock, Policy
from rules.vocabulary import ClockKind
from templates.contexts import Button, Context, Desk

LOCAL_PART_OCTETS = 64  # RFC 5321, section 4.5.3.1.1


@dataclass(frozen=True, slots=True)
class Office:
    """Everything about the company that a decision may depend on; one value, replaced as a whole."""

    config: Config
    policy: Policy
    calendar: Calendar
    signer: Signer

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

    def language(self, asked: str) -> str:
        """`asked` where the desk speaks it, else the desk's first language."""
        languages = self.config.desk.languages
        return asked if asked in languages else languages[0]

    def has_clock(self, level: str, kind: ClockKind) -> bool:
        """Whether cases of that level have such a clock."""
        return self.policy.clock(level, kind) is not None

    def clock(self, level: str, kind: ClockKind) -> Clock:
        """The pack's clock of that kind for cases of that level. Raises ValueError where there is none."""
        clock = self.policy.clock(level, kind)
        if clock is None:
            raise ValueError(f"the pack {self.policy.name} has no {kind.value} clock at level {level}")
        return clock

    def due(self, level: str, kind: ClockKind, start: datetime) -> datetime:
        """When the clock runs out that started at `start`."""
        return due(start, self.clock(level, kind).budget, self.calendar)

    def reminder_due(self, level: str, kind: ClockKind, start: datetime) -> datetime:
        """When the reminder before it is due."""
        clock = self.clock(level, kind)
        return share_due(start, clock.budget, self.calendar, clock.remind_at)

    def working(self, moment: datetime) -> datetime:
        """`moment`, or the beginning of the next working time after it."""
        return next_working(moment, self.calendar)

    def department_for(self, role: str) -> Department:
        """Who plays the role."""
        return self.config.department_for(role)

    def department_named(self, name: str) -> Department | None:
        """The department of a case; None when it has left the configuration since."""
        return self.config.department(name)

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
        local, _, domain = self.config.desk.address.partition("@")
        if not self.config.desk.subaddress:
            return self.config.desk.address
        token = self.signer.token(self.signer.notice_id(effect_key), case, party)
        signed = f"{local}{self.config.desk.subaddress}{token}"
        return f"{signed}@{domain}" if len(signed) <= LOCAL_PART_OCTETS else self.config.desk.address

    def button(self, command: str, *, effect_key: str, case: str, party: str, choice: str = "") -> Button:
        """A mailto: link (RFC 6068) that sends `command` with this notice's token."""
        token = self.signer.token(self.signer.notice_id(effect_key), case, party)
        word = choice or command
        subject = quote(f"{word} {case} [{token}]", safe="")
        address = quote(self.answer_address(effect_key, case, party), safe="@+")
        return Button(command, f"mailto:{address}?subject={subject}&body={quote(word)}%0D%0A", choice)
