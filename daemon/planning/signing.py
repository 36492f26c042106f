"""Signing the bulletin of penalties: entry by entry, by mail; and what a department objects to it.

Once signed it goes to the departments that it names and to those who settle it, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from daemon.planning.bulletin import Bulletin
from daemon.planning.effects import Notice
from daemon.planning.forms import words_of
from daemon.planning.office import Office
from daemon.planning.parties import department_party, role_party, several
from daemon.planning.reading import Reading
from daemon.planning.reports import bulletin_notice
from parsers.answers import Command, Instruction
from parsers.text.folding import folded
from templates.contexts import Done, Review, Told

SIGNING = (Command.APPROVE, Command.REJECT)
_ENTRY = re.compile(
    r"(?<![A-Za-z0-9.:/-])\d{1,4}(?![0-9A-Za-z%年月日]|[.:/-]\d)|(?<=第)[一二三四五六七八九十](?=[条项个号])", re.ASCII
)
_HAN = "一二三四五六七八九十"


def signed(bulletin: Bulletin, instructions: Iterable[Instruction], reading: Reading) -> tuple[Bulletin, list[Done]]:
    """The bulletin as the commands of the letter leave it, and what each command did.

    REJECT takes an entry out; APPROVE signs the rest. Nothing more is done with a bulletin that is signed.
    """
    actor = reading.letter.sender.key if reading.letter.sender else "unknown"
    left, done = bulletin, list[Done]()
    for instruction in instructions:
        command = instruction.command
        if command in (Command.ACCEPT, Command.CONFIRM):  # a plain yes signs
            command = Command.APPROVE
        if left.signed_by or command not in SIGNING:
            done.append(Done(told=Told.REFUSED, command=command, detail="nothing_open"))
        elif command is Command.APPROVE and _names_entry(_above_name(instruction.text, reading), bulletin):
            done.append(Done(told=Told.REFUSED, command=command, detail="names_entry"))
        elif command is Command.APPROVE:
            left = replace(left, signed_by=actor)
            done.append(Done(told=Told.APPROVED, command=command, detail="penalties"))
        elif instruction.choice in {entry.number for entry in left.kept}:
            left = left.without(instruction.choice or 0)
            done.append(Done(told=Told.REJECTED, command=command, detail=str(instruction.choice)))
        else:
            done.append(Done(told=Told.REFUSED, command=command, detail="no_choice"))
    return left, done


def notices_of_signed(office: Office, bulletin: Bulletin, now: datetime) -> list[Notice]:
    """The signed bulletin to the departments that it names, and to those who settle it."""
    named = {entry.department for entry in bulletin.kept}
    settled_by = office.policy.penalties.settled_by if office.policy.penalties else ()
    departments = [d for d in office.config.departments if d.name in named]
    departments += [office.department_for(role) for role in settled_by]
    parties = several(tuple(department_party(department) for department in departments))
    return [bulletin_notice(office, bulletin, party, signed_at=now) for party in parties]


def objection(office: Office, reading: Reading, bulletin: Bulletin) -> Notice:
    """What a department wrote about the bulletin, to whoever signs it; an answer goes to its writer.

    Raises ValueError for a letter without a sender.
    """
    party = role_party(office, office.policy.penalties.signed_by if office.policy.penalties else "")
    sender = reading.letter.sender
    if sender is None:
        raise ValueError("staff are known by their address")
    context = Review(
        desk=office.desk,
        case="",
        reason="",
        letter=words_of(reading.letter, office.local(reading.received)),
        bulletin=bulletin.zh if party.language == "zh" else bulletin.en,
        signed=bool(bulletin.signed_by),
    )
    key = f"letter/{reading.raw_id}/objection"
    mail = office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)
    return replace(mail, reply_to=sender.address)


def _above_name(words: str, reading: Reading) -> str:
    """The words above the writer's own name: below it, numbers are of floors and telephones."""
    name = reading.letter.sender.name.casefold().strip() if reading.letter.sender else ""
    lines = words.splitlines()
    end = next((at for at, line in enumerate(lines) if name and line.casefold().strip() == name), len(lines))
    return "\n".join(lines[:end])


def _names_entry(words: str, bulletin: Bulletin) -> bool:
    """Whether an approval speaks of an entry ("APPROVE all but 2", `同意，第2条除外`): which, a signature cannot say."""
    numbers = {entry.number for entry in bulletin.lines}
    named = (found[0] for found in _ENTRY.finditer(folded(words)))
    return any((int(one) if one.isdecimal() else _HAN.index(one) + 1) in numbers for one in named)
