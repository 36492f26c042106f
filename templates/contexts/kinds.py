"""The catalogue of notices."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The catalogue of notices (design, section 6). The value is the name everybody uses for it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ADDED = "added"
    RECEIVED = "received"
    HANDOVER = "handover"
    UPDATE = "update"
    REMINDER = "reminder"
    ENQUIRY = "enquiry"
    RECEIPT = "receipt"
    ESCALATION = "escalation"
    REVIEW = "review"
    TRIAGE = "triage"
    ALARM = "alarm"
    CLARIFICATION = "clarification"
    PROGRESS = "progress"
    DELAY = "delay"
    OPTIONS = "options"
    RESOLUTION = "resolution"
    CLOSURE_CHECK = "closure_check"
    CLOSED = "closed"
    REDISPATCH = "redispatch"
    ASK_AGAIN = "ask_again"
    WORKLIST = "worklist"
    CONFIRMATION = "confirmation"
    APPROVAL = "approval"
    ANNOUNCEMENT = "announcement"
    DIGEST = "digest"
    PENALTIES = "penalties"
