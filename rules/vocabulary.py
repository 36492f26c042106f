"""The facts a policy may ask about, and the decisions it may take.

`question` is what a rule's `when` sees: plain values under documented names. `Decision` is what the engine answers,
with the rules that fired and the words that made them fire. Pure values both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Handling(StrEnum):
    """What kind of work a letter makes."""

    CASE = "case"  # a complaint: a case is opened
    ENQUIRY = "enquiry"  # not a complaint, a person waits for an answer: passed on
    FILE = "file"  # surely nobody waits for an answer: filed in silence
    TRIAGE = "triage"  # nobody can be sure: a case is opened and a person must choose


class ClockKind(StrEnum):
    """A promise with a due time. What starts and stops each is said in the pack."""

    SIGNING = "signing"  # receipt -> the department accepts
    ANSWER = "answer"  # receipt -> the customer has the answer that the acknowledgement promised


@dataclass(frozen=True, slots=True)
class Fired:
    """One rule that fired: its name, why as a sentence of the pack, and the letter's words that made it fire."""

    rule: str
    why: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a letter, and why. `level` and `department` are codes of the pack."""

    handling: Handling
    level: str
    department: str
    tags: tuple[str, ...] = ()
    fired: tuple[Fired, ...] = ()

    @property
    def reason(self) -> str:
        """The rules that fired, as one line."""
        return "; ".join(f"{f.rule}: {f.why}" for f in self.fired) or "no rule fired; the pack's defaults hold"
