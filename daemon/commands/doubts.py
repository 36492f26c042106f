"""What is not wrong and yet worth a look: told by `amends check`, which passes all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from daemon.config import Config
from daemon.planning.office import Office
from rules.hours import Calendar, due, make_up_days_known
from rules.policy import Policy


def doubts(office: Office, now: datetime) -> Iterator[str]:
    """A sentence for each."""
    yield from nobody(office.config, office.policy)
    yield from unsure_dates(office.policy, office.calendar, now)


def nobody(config: Config, policy: Policy) -> Iterator[str]:
    """Personal roles that the policy speaks of and [roles] does not name."""
    unnamed = [person for person in policy.people if person.code not in config.roles]
    if unnamed:
        codes = ", ".join(person.code for person in unnamed)
        yield f"[roles] names nobody for {codes}: what is meant for them goes to the managers; add them to [roles]"


def unsure_dates(policy: Policy, calendar: Calendar, now: datetime) -> Iterator[str]:
    """A promise made now that may be due in a year whose make-up days are not published yet."""
    last = max((due(now, clock.budget, calendar) for clock in policy.clocks.values()), default=now)
    day = calendar.local_day(last)
    unsure = next((year for year in range(now.year, day.year + 1) if not _known(year, calendar)), None)
    if unsure is not None:
        yield (
            f"the make-up days of {unsure} in {calendar.country} are not known yet, and promises made today may be due "
            f"as late as {day}: from {date(unsure, 1, 1)} on they may turn out a day wrong; when they are published, "
            "update the package holidays, or name the days in the policy's [calendar]"
        )


def _known(year: int, calendar: Calendar) -> bool:
    return make_up_days_known(date(year, 1, 1), calendar)
