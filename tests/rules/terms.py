"""Terms of a case as a table of words, for tests of what the packs promise."""

from __future__ import annotations

from rules.policy import Policy, Report, Terms
from rules.vocabulary import ClockKind


def figures(policy: Policy, kind: ClockKind) -> dict[str, str]:
    """The budget of a kind of clock at each level, as a pack writes it; levels without one are left out."""
    return {level.code: str(c.budget) for level in policy.levels if (c := policy.clock(level.code, kind))}


def budget(terms: Terms, kind: ClockKind) -> str | None:
    """The budget of a case's clock, None when there is no such clock."""
    clock = terms.clocks.get(kind)
    return str(clock.budget) if clock else None


def report(policy: Policy, name: str) -> Report:
    """The report of that name. Raises StopIteration when the pack has none."""
    return next(report for report in policy.reports if report.name == name)
