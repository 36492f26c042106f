"""A colleague wrote by hand, from the desk's own account, to somebody who takes part in a case: on record as contact.

Known from the folder where mail programs keep what they sent. The customer has heard from us, so no sign of life
follows; the department reads what was written. Our own notices that a server keeps there too are nothing new.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from daemon.case import Case, EventKind
from daemon.matching import Mark
from daemon.planning import staff_mail
from daemon.planning.effects import Change, Event, IntakeState, Plan
from daemon.planning.files import Files
from daemon.planning.merging import what_became_of
from daemon.planning.office import Office
from daemon.planning.reading import Reading

ACTOR = "a colleague at the desk's account"
ONLY_OPEN = "it is the recipient's only open case"
NO_CASE = "a colleague's mail by hand, about no case"
OURS = "our own mail, kept in the folder too"


def by_hand_plan(office: Office, reading: Reading, marks: Sequence[Mark], files: Files, now: datetime) -> Plan:
    """What becomes of a mail in the sent folder. `marks`: what in it points at a case."""
    letter = reading.letter
    if letter.message_id is not None and office.signer.notice_of(letter.message_id) is not None:
        return Plan(state=IntakeState.FILED, reason=OURS)
    written_to = tuple(dict.fromkeys(address.key for address in (*letter.to, *letter.cc)))
    meant = _marked(marks, written_to, files) or _only_open(written_to, files)
    if meant is None:
        return Plan(state=IntakeState.FILED, reason=NO_CASE)
    case, because = meant
    contacted = case.noting(written_at=now)
    to = [address for address in written_to if address in case.participants]
    data = {"to": to, "because": because, "letter": reading.raw_id, "text": letter.text}
    news = staff_mail.News(joined_because=because, by_hand=True)
    return Plan(
        state=IntakeState.CASE,
        reason=f"a colleague's mail by hand in {case.number}: {because}",
        case=case.number,
        changes=(Change(case=contacted, events=(Event(EventKind.CONTACTED, reading.received, ACTOR, data),)),),
        notices=(staff_mail.updated_by(office, reading, contacted, news=news),),
    )


def _marked(marks: Sequence[Mark], written_to: Collection[str], files: Files) -> tuple[Case, str] | None:
    """The case that the surest mark points at, if it goes to somebody who takes part in it."""
    for mark in sorted(marks, key=lambda mark: mark.how):
        case = what_became_of(mark.case, files)
        if any(address in case.participants for address in written_to):
            return case, mark.how.words
    return None


def _only_open(written_to: Collection[str], files: Files) -> tuple[Case, str] | None:
    """The one open case of those it goes to; where there are several, nobody can tell which is meant."""
    found = {case.number: case for address in written_to for case in files.cases_of(address) if case.state.is_open}
    return (next(iter(found.values())), ONLY_OPEN) if len(found) == 1 else None
