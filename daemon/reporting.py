"""Reports on their day -> outbox. `once()` writes what is due; a period's report is written once, whatever happens.

After an outage only the latest period of each report is written, never the missed ones one after the other; it begins
where the last one that was written ended, so that nothing is left out. A period that ended before the desk began has no
report.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from daemon import journal
from daemon.clock import Clock
from daemon.commit import apply
from daemon.crash import crashpoint
from daemon.plan import Office, Plan
from daemon.planning.effects import Notice
from daemon.planning.parties import role_party
from daemon.planning.penalties import bulletin
from daemon.planning.periods import Stretch, following, latest, preceding
from daemon.planning.reports import bulletin_notice, digest, recipients, report_key, worklist
from daemon.store import digests
from daemon.store.engine import Store
from daemon.store.figures import figures, span
from rules.policy import Report, ReportKind


class Reporting:
    """Writes the policy's reports."""

    def __init__(self, store: Store, office: Callable[[], Office], clock: Clock) -> None:
        self._store = store
        self._office = office
        self._clock = clock
        self._written: dict[str, str] = {}  # the latest period of each report that is done with

    def once(self) -> int:
        """Write every report that is due. How many mails that made. Raises `StoreUnavailable`."""
        office, now = self._office(), self._clock.now()
        written = 0
        for report in office.policy.reports:
            stretch = latest(office, report, now)
            if stretch is not None and self._written.get(report.name) != stretch.key:
                written += self._write(office, report, stretch, now)
                self._written[report.name] = stretch.key
        return written

    def next_due(self) -> datetime | None:
        """When the next report comes."""
        office, now = self._office(), self._clock.now()
        coming = (following(office, report, now) for report in office.policy.reports)
        return min((stretch.at for stretch in coming if stretch is not None), default=None)

    def _write(self, office: Office, report: Report, stretch: Stretch, now: datetime) -> int:
        with self._store.reading() as connection:
            if digests.is_written(connection, report.name, stretch.key) or digests.born(connection) >= stretch.at:
                return 0
        crashpoint("report.before")
        with self._store.writing() as connection:
            if not digests.claim(connection, report.name, stretch.key, now):
                return 0
            notices = self._notices(connection, office, report, stretch, now)
            queued = apply(connection, office, Plan(notices=notices), now).queued
        crashpoint("report.after")
        journal.report_written(report=report.name, period=stretch.key, notices=queued)
        return queued

    def _notices(
        self, connection: Connection, office: Office, report: Report, stretch: Stretch, now: datetime
    ) -> tuple[Notice, ...]:
        last = digests.last_counted(connection, report.name)
        over = span(last, stretch.since, stretch.until)
        before = preceding(office, report, stretch)
        earlier = over.since - (over.until - over.since) if before is None else min(before.since, over.since)
        found, counted = figures(connection, over, earlier, office.config.is_staff)
        digests.count(connection, report.name, stretch.key, counted)
        match report.kind:
            case ReportKind.DIGEST:
                to = recipients(office, report)
                return tuple(digest(office, report, stretch, found, party, now) for party in to)
            case ReportKind.WORKLIST:
                return worklist(office, report, stretch, found, now)
            case ReportKind.PENALTIES:
                signer = office.policy.penalties.signed_by if office.policy.penalties else "general_manager"
                forgiven = digests.forgiven(connection, report.name)
                made = bulletin(office, report, found, report_key(report, stretch), forgiven)
                digests.keep(connection, report.name, stretch.key, made)
                return (bulletin_notice(office, made, role_party(office, signer)),)
