"""What the company decides: policy packs, the decisions they lead to, and the hours in which promises are kept.

Owns the packs' format and meaning (`pack`), what a rule may ask and answer (`vocabulary`), the decision itself
(`engine`) and business time (`hours`). It never sends, stores or logs anything and knows no clock: the letter and the
time come in as values, the decision goes out as one. So a decision can be taken again, in a test, a rehearsal or a
replay, and comes out the same.
"""

from rules.durations import Budget
from rules.engine import decide
from rules.hours import Calendar, due, is_working, next_working, share_due
from rules.pack import Clock, Level, PackInvalid, Policy, Role, Rule, load
from rules.vocabulary import ClockKind, Decision, Fired, Handling, question

__all__ = [
    "Budget",
    "Calendar",
    "Clock",
    "ClockKind",
    "Decision",
    "Fired",
    "Handling",
    "Level",
    "PackInvalid",
    "Policy",
    "Role",
    "Rule",
    "decide",
    "due",
    "is_working",
    "load",
    "next_working",
    "question",
    "share_due",
]
