"""The names a scenario may use: every notice and every state that the desk's design knows, carried out yet or not.

A name that is none of them is a typing mistake, and `count = 0` would hold for it for ever.
"""

from __future__ import annotations

from daemon.case import State
from templates.contexts import Kind

_NOTICES = (
    "acknowledgement", "clarification", "progress", "delay", "options", "resolution", "closure_check", "closed", "added",
    "received", "handover", "update", "reminder", "redispatch", "ask_again", "enquiry", "worklist", "receipt",
    "confirmation", "escalation", "approval", "announcement", "triage", "review", "digest", "penalties", "alarm",
)  # fmt: skip
_STATES = (
    "received", "triage", "dispatched", "accepted", "investigating", "options_sent", "agreed", "resolved", "confirming",
    "closed", "deferred", "reopened",
)  # fmt: skip

NOTICES = tuple(dict.fromkeys([*_NOTICES, *(kind.value for kind in Kind)]))
STATES = tuple(dict.fromkeys([*_STATES, *(state.value for state in State)]))
