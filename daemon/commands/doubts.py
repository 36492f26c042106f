"""What is not wrong and yet worth a look: told by `amends check`, which passes all the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches

from daemon.config import Config
from daemon.planning.office import Office
from daemon.store.standing import Standing
from rules.hours import Calendar, due, make_up_days_known
from rules.policy import Policy


def doubts(office: Office, standing: Standing, now: datetime) -> Iterator[str]:
    """A sentence for each."""
    yield from left_behind(office.config, standing)
    yield from nobody(office.config, office.policy)
    yield from unknown_roles(office.config, office.policy)
    yield from late_starts(office.config, now)
    yield from silent_alarm(office.config)
    yield from unsure_dates(office.policy, office.calendar, now)


def left_behind(config: Config, standing: Standing) -> Iterator[str]:
    """What the database goes on with and the configuration no longer names: renamed, mostly."""
    for name, count in standing.departments.items():
        if config.department(name) is None:
            yield (
                f"{count} open case(s) of the department {name!r}, which is not configured: what is meant for it goes to the"
                f" managers. Renamed? Write {name!r} among its aliases. Gone? REASSIGN them (amends cases)"
            )
    names = {mailbox.name for mailbox in config.mailboxes}
    if gone := sorted(standing.mailboxes - names - {f"{name} (sent)" for name in standing.mailboxes}):
        yield (
            f"the database knows the mailbox {', '.join(map(repr, gone))}, which is not configured. Renamed? Give it its old"
            " name back: under another it is a new one, whose handled letters nobody knows"
        )


def nobody(config: Config, policy: Policy) -> Iterator[str]:
    """Personal roles that the policy speaks of and [roles] does not name."""
    unnamed = [person for person in policy.people if person.code not in config.roles]
    if unnamed:
        codes = ", ".join(person.code for person in unnamed)
        yield f"[roles] names nobody for {codes}: what is meant for them goes to the managers; add them to [roles]"


def unknown_roles(config: Config, policy: Policy) -> Iterator[str]:
    """Roles that are given to somebody and that the policy never speaks of: a slip of the pen, mostly."""
    roles = [role.code for role in policy.roles]
    people = [person.code for person in policy.people]
    for department in config.departments:
        for role in (role for role in department.roles if role not in roles):
            yield f"department {department.name}: the policy {policy.name} has no role {role}{_instead(role, roles)}"
    for role in config.roles:
        if role not in people:
            yield f"[roles]: the policy {policy.name} has no personal role {role}{_instead(role, people)}"


def _instead(role: str, known: list[str]) -> str:
    near = get_close_matches(role, known, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; it has {', '.join(known)}" if known else "; it has none"


def late_starts(config: Config, now: datetime) -> Iterator[str]:
    """Until then the desk would be deaf."""
    for mailbox in config.mailboxes:
        if mailbox.start_from is not None and mailbox.start_from > now:
            when = f"{mailbox.start_from.astimezone(config.desk.timezone):%Y-%m-%d %H:%M}"
            yield f"mailbox {mailbox.name}: start_from is still to come; letters before {when} get no case and no answer"


def silent_alarm(config: Config) -> Iterator[str]:
    """The program for the day when mail is broken; nobody would hear then that it is not there."""
    command = config.operator.alarm_command
    if command and shutil.which(command[0]) is None:
        yield f"[operator] alarm_command: there is no program {command[0]}; write its whole path"


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
