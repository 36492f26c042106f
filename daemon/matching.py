"""Which case a letter belongs to (design, section 1 step 3).

The shell looks up what the letter points at; this module judges it. A mark alone is never enough: whoever writes must
take part in the case, or belong to the party the notice went to. A stranger with somebody's mark is for review, and
learns nothing (hazards D7, H21).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from daemon.case import Case, Role
from daemon.config import Config
from parsers.letter import Letter


class How(IntEnum):
    """How a letter points at a case, the surest first."""

    SIGNED_ID = 1  # answers a mail of ours, by its signed Message-ID
    TOKEN = 2  # carries our signed token in an address or the subject
    LETTER_ID = 3  # answers a letter of the case
    NUMBER = 4  # names the case's number in the subject
    WORDS = 5  # names the case's number in the letter's own words

    @property
    def words(self) -> str:
        """For the record."""
        return {
            How.SIGNED_ID: "it answers our mail",
            How.TOKEN: "it carries our token",
            How.LETTER_ID: "it answers a letter of the case",
            How.NUMBER: "it names the case's number",
            How.WORDS: "it names the case's number",
        }[self]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing in the letter that points at a case. `party` and `notice`: whose mail it was and of which kind."""

    case: Case
    how: How
    party: str = ""
    notice: str = ""
    effect_key: str = ""


@dataclass(frozen=True, slots=True)
class PaperMark:
    """Our signed token of a mail that is about no case: a digest, a bulletin, a letter for review."""

    party: str
    notice: str
    effect_key: str


@dataclass(frozen=True, slots=True)
class Shared:
    """An open case of the sender's, and a number that the letter shares with it."""

    case: Case
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What was found about a letter in the database."""

    marks: tuple[Mark, ...] = ()
    shared: tuple[Shared, ...] = ()
    open_cases: tuple[Case, ...] = ()  # open ones that the sender takes part in
    papers: tuple[PaperMark, ...] = ()


class Standing(StrEnum):
    """What the sender is to the case."""

    CUSTOMER = "customer"
    CC = "cc"
    DEPARTMENT = "department"
    MANAGER = "manager"

    @property
    def is_staff(self) -> bool:
        """Whether the company is speaking."""
        return self in (Standing.DEPARTMENT, Standing.MANAGER)


@dataclass(frozen=True, slots=True)
class Joins:
    """The letter belongs to the case. `proven`: the sender holds a signed mark of a notice to that very party."""

    case: Case
    standing: Standing
    because: str
    proven: bool
    notice: str = ""
    effect_key: str = ""
    followed: bool = (
        False  # what it answers was about a case that has become part of this one: no answer to what this one asks
    )


@dataclass(frozen=True, slots=True)
class Paperwork:
    """Staff answer a mail of ours that is about no case."""

    standing: Standing
    notice: str
    effect_key: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """The letter points at the case, and its sender has nothing to do with it.

    `signed`: by a mark that only who got a mail of ours can show; so it is with a mail that truly came back.
    """

    case: Case
    because: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Fresh:
    """The letter is about something new. `related`: the sender's other open cases."""

    related: tuple[Case, ...] = field(default_factory=tuple[Case, ...])


Match = Joins | Paperwork | Stranger | Fresh


def match(letter: Letter, trail: Trail, config: Config) -> Match:
    """Which case `letter` belongs to, by what was found about it."""
    sender = letter.sender.key if letter.sender else ""
    marks = sorted(trail.marks, key=lambda mark: mark.how)
    joined = _joined(sender, [mark for mark in marks if mark.how < How.WORDS], config)
    if joined is not None:
        return joined
    for paper in trail.papers:
        if sender and (office := _in_office(sender, paper.party, config)) is not None:
            return Paperwork(office, paper.notice, paper.effect_key)
    if trail.papers and config.is_staff(sender):  # somebody passed it on to them: a colleague's answer is no new letter
        return Paperwork(Standing.DEPARTMENT, trail.papers[0].notice, trail.papers[0].effect_key)
    if (joined := _joined(sender, marks, config)) is not None:
        return joined
    if trail.shared:
        shared = trail.shared[0]
        standing = Standing(shared.case.participants.get(sender, Role.CC).value)
        because = f"the same sender writes about {shared.reference}, and the case is open"
        return Joins(shared.case, standing, because, proven=False)
    if marks:
        who = sender or "an unknown sender"
        surest = marks[0]
        because = f"{surest.how.words}, but {who} takes no part in it"
        return Stranger(surest.case, because, signed=surest.how <= How.TOKEN)
    return Fresh(trail.open_cases)


def _joined(sender: str, marks: Sequence[Mark], config: Config) -> Joins | None:
    """The first of the marks, the surest first, whose case the sender takes part in."""
    for mark in marks:
        standing = _standing(sender, mark, config)
        if standing is not None:
            proven = mark.how <= How.TOKEN and _is_party(standing, mark.party)
            return Joins(mark.case, standing, mark.how.words, proven, mark.notice, mark.effect_key)
    return None


def _standing(sender: str, mark: Mark, config: Config) -> Standing | None:
    if not sender:
        return None
    staff: list[Standing] = []
    if _in_department(sender, mark, config):
        staff.append(Standing.DEPARTMENT)
    if _in_office(sender, mark.party, config) is Standing.MANAGER:
        staff.append(Standing.MANAGER)
    for standing in staff:  # who answers a department's or the managers' mail speaks as such, whatever they are besides
        if _is_party(standing, mark.party):
            return standing
    role = mark.case.participants.get(sender)
    if role is not None:
        return Standing(role.value)
    return staff[0] if staff else None


def _in_office(sender: str, party: str, config: Config) -> Standing | None:
    """What the sender is to a mail that went to `party`: a manager, whoever holds the role, or one of the department."""
    role = party.removeprefix("role:") if party.startswith("role:") else None
    if config.is_manager(sender) or (role is not None and role in config.roles_of(sender)):
        return Standing.MANAGER
    named = party.removeprefix("department:")
    if any(d.name == named and d.speaks(sender) for d in config.departments):
        return Standing.DEPARTMENT
    return None


def _in_department(sender: str, mark: Mark, config: Config) -> bool:
    """The case's department now, or the one the answered notice went to; or the person that the case was assigned to."""
    if sender == mark.case.dossier.assigned:
        return True
    names: Sequence[str] = (mark.case.department, mark.party.removeprefix("department:"))
    return any(d.name in names and d.speaks(sender) for d in config.departments)


def _is_party(standing: Standing, party: str) -> bool:
    match standing:
        case Standing.DEPARTMENT:
            return party.startswith("department:")
        case Standing.MANAGER:
            return party == "managers" or party.startswith("role:")
        case Standing.CUSTOMER:
            return party == "customer"
        case Standing.CC:
            return False
