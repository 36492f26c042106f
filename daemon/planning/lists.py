"""One case as a line of a list: in STATUS and LIST, in the worklist, in a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import Case
from daemon.planning.office import Office
from daemon.planning.parties import Party, holder_name
from daemon.planning.timetable import running
from templates.contexts import CaseLine


def case_line(office: Office, case: Case, now: datetime) -> CaseLine:
    """The case with the clock that runs out next."""
    level = office.level(case.level)
    due = min((run.due for run in running(office, case).values()), default=None)
    return CaseLine(
        case=case.number,
        customer=case.customer,
        subject=case.subject,
        department=holder_name(office, case),
        level_en=level.en,
        level_zh=level.zh,
        state=case.state.value,
        opened=office.local(case.received),
        due=office.local(due) if due else None,
        overdue=due is not None and due <= now,
    )


def with_buttons(office: Office, line: CaseLine, key: str, party: Party, commands: tuple[str, ...]) -> CaseLine:
    """The line with commands about its case, bound to the mail that it stands in."""
    made = tuple(office.button(word, effect_key=key, case=line.case, party=party.name) for word in commands)
    return replace(line, buttons=made)
