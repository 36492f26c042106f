"""When a report is due, and which stretch of time it tells of.

A daily report covers the 24 hours, a weekly one the seven days before its moment; a monthly one comes on the first
working day of a month and covers the month before. Each period has a key, so that its report is written once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from daemon.planning.office import Office
from rules.policy import Period, Report

ONE_DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)
LONGEST_GAP_DAYS = 70  # between two monthly reports, with a long holiday


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period of a report: from `since` up to, not including, `until`; the report leaves at `at`.

    Its ends are moments of the wall clock: where clocks are changed, a week has an hour more or less, and still begins
    when the one before it ended.
    """

    key: str
    since: datetime
    until: datetime
    at: datetime


def latest(office: Office, report: Report, now: datetime) -> Stretch | None:
    """The period whose report is due at `now` or was last; None when there was none lately."""
    today = office.local(now).date()
    days = (today - ONE_DAY * back for back in range(LONGEST_GAP_DAYS))
    found = (stretch for day in days if (stretch := _on(office, report, day)) is not None)
    return next((stretch for stretch in found if stretch.at <= now), None)


def preceding(office: Office, report: Report, stretch: Stretch) -> Stretch | None:
    """The period before `stretch`: the month before has days of its own number."""
    return latest(office, report, stretch.at - AN_INSTANT)


def following(office: Office, report: Report, now: datetime) -> Stretch | None:
    """The period whose report comes next after `now`."""
    today = office.local(now).date()
    days: Iterator[date] = (today + ONE_DAY * ahead for ahead in range(LONGEST_GAP_DAYS))
    found = (stretch for day in days if (stretch := _on(office, report, day)) is not None)
    return next((stretch for stretch in found if stretch.at > now), None)


def _on(office: Office, report: Report, day: date) -> Stretch | None:
    """The period whose report leaves on that day."""
    at = _moment(office, day, report.at)
    match report.every:
        case Period.DAY:
            return Stretch(day.isoformat(), _moment(office, day - ONE_DAY, report.at), at, at)
        case Period.WEEK:
            if day.weekday() != report.on:
                return None
            year, week, _ = day.isocalendar()
            return Stretch(f"{year}-W{week:02d}", _moment(office, day - 7 * ONE_DAY, report.at), at, at)
        case Period.MONTH:
            first = next(
                d for d in (day.replace(day=1) + ONE_DAY * n for n in range(31)) if office.calendar.works_on(d)
            )
            if day != first:
                return None
            until = day.replace(day=1)
            since = (until - ONE_DAY).replace(day=1)
            return Stretch(f"{since:%Y-%m}", _moment(office, since, 0), _moment(office, until, 0), at)


def _moment(office: Office, day: date, minutes: int) -> datetime:
    hour, minute = divmod(minutes, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=office.zone).astimezone(UTC)
