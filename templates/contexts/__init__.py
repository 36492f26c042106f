"""What each notice may mention: one frozen dataclass a notice.

A template sees the fields of its context and nothing else. Everything that comes out of a letter is a plain string
here and is only ever a value, never template source (hazards H30). Times are aware and already in the reader's zone.
"""

from __future__ import annotations

from templates.contexts.customer import (
    Acknowledgement,
    Added,
    Clarification,
    Closed,
    ClosureCheck,
    Delay,
    Ended,
    Options,
    Progress,
    Received,
    Resolution,
)
from templates.contexts.department import (
    AskAgain,
    Confirmation,
    Done,
    Enquiry,
    Handover,
    Receipt,
    Redispatch,
    Reminder,
    Told,
    Update,
    Why,
    Worklist,
)
from templates.contexts.kinds import Kind
from templates.contexts.management import (
    Alarm,
    Announcement,
    Approval,
    Asked,
    Cause,
    Digest,
    Escalation,
    Overdue,
    Penalties,
    Review,
    Triage,
)
from templates.contexts.parts import (
    Button,
    CaseLine,
    Choice,
    Corrected,
    Count,
    Desk,
    FactLine,
    FiledLine,
    Item,
    LetterLine,
    Missing,
    Original,
    PenaltyLine,
    Promise,
    Resolved,
    Section,
    Words,
)

Context = (
    Acknowledgement
    | Added
    | Received
    | Clarification
    | Progress
    | Delay
    | Options
    | Resolution
    | ClosureCheck
    | Closed
    | Handover
    | Redispatch
    | Update
    | Reminder
    | AskAgain
    | Enquiry
    | Worklist
    | Confirmation
    | Receipt
    | Escalation
    | Overdue
    | Approval
    | Announcement
    | Review
    | Triage
    | Digest
    | Penalties
    | Alarm
)

__all__ = [
    "Acknowledgement",
    "Added",
    "Alarm",
    "Announcement",
    "Approval",
    "AskAgain",
    "Asked",
    "Button",
    "CaseLine",
    "Cause",
    "Choice",
    "Clarification",
    "Closed",
    "ClosureCheck",
    "Confirmation",
    "Context",
    "Corrected",
    "Count",
    "Delay",
    "Desk",
    "Digest",
    "Done",
    "Ended",
    "Enquiry",
    "Escalation",
    "FactLine",
    "FiledLine",
    "Handover",
    "Item",
    "Kind",
    "LetterLine",
    "Missing",
    "Options",
    "Original",
    "Overdue",
    "Penalties",
    "PenaltyLine",
    "Progress",
    "Promise",
    "Receipt",
    "Received",
    "Redispatch",
    "Reminder",
    "Resolution",
    "Resolved",
    "Review",
    "Section",
    "Told",
    "Triage",
    "Update",
    "Why",
    "Words",
    "Worklist",
    "letter_of",
]


def letter_of(context: Context) -> str:
    """The name of the Markdown file that says it: its kind's, and a file of its own for a list of many."""
    return "overdue" if isinstance(context, Overdue) else context.kind.value
