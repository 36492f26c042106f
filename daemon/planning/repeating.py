"""The same command twice within minutes: a double click, or a mail program that sent its mail once more.

Each of the two letters has a Message-ID of its own, so nothing but their words tells. What would reach the customer, or
move a promise, happens once; the second receipt says so. Later the same words may be meant again ("still waiting"), and
at once where something has come between: the customer has written, a manager has decided, the case has gone elsewhere.
What counts is when the letters came, not when they were read: after an outage a day's letters are read in one minute.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from daemon.case import Case, Said
from daemon.planning.turn import Turn
from parsers.answers import Command, Instruction

WITHIN = timedelta(minutes=10)
ONCE = frozenset({Command.PROGRESS, Command.ASK, Command.OPTIONS, Command.EXTEND, Command.DEFER})
DECIDES = frozenset({Command.APPROVE, Command.REJECT, Command.LEVEL, Command.RESUME})  # a manager's word


def is_repeated(turn: Turn, instruction: Instruction) -> bool:
    """Whether the command was carried out a moment ago, with these very words, by whomever."""
    before = turn.case.dossier.said.get(instruction.command.value)
    if before is None or before.words != _digest(instruction):
        return False
    return abs(turn.reading.received - before.at) <= WITHIN


def remembered(case: Case, turn: Turn, instruction: Instruction) -> Case:
    """The case after the command, which is known again if it comes once more; after a decision all may be meant anew."""
    if instruction.command in DECIDES:
        return case.noting(said={})
    if instruction.command not in ONCE:
        return case
    said = Said(words=_digest(instruction), at=turn.reading.received)
    return case.noting(said={**case.dossier.said, instruction.command.value: said})


def _digest(instruction: Instruction) -> str:
    return sha256(" ".join(instruction.text.split()).encode("utf-8", "replace")).hexdigest()[:16]
