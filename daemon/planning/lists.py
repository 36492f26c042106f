"""One case as a line of a list: in STATUS and LIST, in the worklist, in a digest. And one letter of a case, in STATUS."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import Case
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.parties import Party, holder_name
from daemon.planning.timetable import Running, running
from templates.contexts import CaseLine, Kind, LetterLine

LISTS = frozenset({Kind.DIGEST.value, Kind.WORKLIST.value})
OVERDUE_KEY = "overdue"  # how the effect keys of lists of overdue cases begin: reminders and escalations by kind
LISTED = 10  # further letters in STATUS, the latest
BEGINNING = 120  # characters of each


def is_list(notice: str, effect_key: str) -> bool:
    """Whether a mail of ours is about many cases."""
    return notice in LISTS or effect_key.startswith(f"{OVERDUE_KEY}/")


def case_line(office: Office, case: Case, now: datetime, about: Running | None = None) -> CaseLine:
    """The case with the clock that the list is `about`, or else with the one that runs out next."""
    level = office.level(case.level)
    due = about.due if about else min((run.due for run in running(office, case).values()), default=None)
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
        clock=about.clock.kind.value if about else "",
    )


def still_joined(case: Case) -> dict[int, int]:
    """The further letters of the case by their number in it, which never changes: their raw ids."""
    gone = set(case.dossier.split_off)
    return {number: raw_id for number, raw_id in enumerate(case.dossier.added, 1) if raw_id not in gone}


def letter_lines(office: Office, case: Case, files: Files, key: str, party: Party) -> tuple[LetterLine, ...]:
    """The latest further letters of the case, each with the command that makes a case of its own of it."""
    lines: list[LetterLine] = []
    for number, raw_id in list(still_joined(case).items())[-LISTED:]:
        reading = files.letter(raw_id)
        if reading is None:
            continue
        words = " ".join(reading.letter.text.split())
        command = f"SPLIT {number}"
        lines.append(
            LetterLine(
                number=number,
                sender=str(reading.letter.sender or ""),
                received=office.local(reading.received),
                subject=reading.letter.subject,
                words=words[:BEGINNING] + ("…" if len(words) > BEGINNING else ""),
                button=office.button("SPLIT", effect_key=key, case=case.number, party=party.name, choice=command),
            )
        )
    return tuple(lines)


def with_buttons(office: Office, line: CaseLine, key: str, party: Party, commands: tuple[str, ...]) -> CaseLine:
    """The line with commands about its case, bound to the mail that it stands in."""
    return replace(line, buttons=office.buttons(commands, effect_key=key, case=line.case, party=party.name))
