"""One function per line an operator greps for. Ids and counts, never bodies, subjects or secrets (hazards H35-H37).

JSON lines on standard error. A log that cannot be written never stops the mail (hazards F31).
"""

from __future__ import annotations

import sys
from typing import Any, TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer


class _Patient:
    """A stream whose failures are nobody's problem."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except (OSError, ValueError):
            return 0

    def flush(self) -> None:
        try:
            self._stream.flush()
        except (OSError, ValueError):
            return


def configure(stream: TextIO | None = None, *, only_errors: bool = False) -> None:
    """Write to `stream` (standard error) from now on."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("error" if only_errors else "notset"),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),  # locals hold letters
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=_Patient(stream or sys.stderr)),  # pyright: ignore[reportArgumentType] - all it needs is write and flush
        cache_logger_on_first_use=False,
    )


_log: Any = structlog.get_logger("amends")


def started(*, mailboxes: int, departments: int, policy: str, version: str) -> None:
    """The daemon runs."""
    _log.info("started", mailboxes=mailboxes, departments=departments, policy=policy, policy_version=version)


def key_made_anew(*, file: str) -> None:
    """The signing key was gone: answers to mails sent so far prove nothing any more. An alarm says what to do."""
    _log.error("signing key made anew", file=file)


def letter_replaced(*, letter: str, language: str, problem: str) -> None:
    """The desk's own letter cannot be written: the built-in one goes out. An alarm says why."""
    _log.error("own letter cannot be written", letter=letter, language=language, problem=problem[:300])


def configuration_edited(*, file: str, problems: int, first: str) -> None:
    """config.toml is another than the one that runs. `problems`: of the new one, with which no daemon would start."""
    log = _log.error if problems else _log.warning
    log("configuration edited", file=file, goes_on="as it was until a restart", problems=problems, first=first[:300])


def stopped() -> None:
    """The daemon has ended in good order."""
    _log.info("stopped")


def policy_loaded(*, policy: str, version: str, before: str) -> None:
    """The policy's file was changed and holds from now on. `before`: the version that held until now."""
    _log.info("policy loaded", policy=policy, version=version, before=before)


def policy_refused(*, policy: str, version: str, problems: int, first: str) -> None:
    """The policy's file was changed and cannot be used: `policy` in this `version` goes on. An alarm tells everything."""
    _log.error("policy refused", policy=policy, version=version, problems=problems, first=first[:300])


def policy_failed(*, policy: str) -> None:
    """A bug of ours: the changed policy could not be loaded."""
    _log.exception("policy failed", policy=policy)


def clocks_moved(*, deadlines: int, cases: int) -> None:
    """Open cases' deadlines were computed anew, and these come at another time."""
    _log.info("clocks moved", deadlines=deadlines, cases=cases)


def recompute_failed() -> None:
    """A bug of ours: deadlines stay as they were; `amends clocks --recompute` says what it is about."""
    _log.exception("recompute failed")


def mailbox_opened(*, mailbox: str, uidvalidity: int, messages: int) -> None:
    """Connected and selected."""
    _log.info("mailbox opened", mailbox=mailbox, uidvalidity=uidvalidity, messages=messages)


def mailbox_epoch_changed(*, mailbox: str, uidvalidity: int) -> None:
    """The server has renumbered the folder: every letter is looked at again, none is answered again (hazards F03)."""
    _log.warning("mailbox epoch changed", mailbox=mailbox, uidvalidity=uidvalidity)


def mailbox_read_only(*, mailbox: str) -> None:
    """Letters are read and cannot be filed away (hazards F08)."""
    _log.warning("mailbox is read-only: letters cannot be filed away", mailbox=mailbox)


def mailbox_down(*, mailbox: str, reason: str, again_seconds: float) -> None:
    """The connection failed; it is tried again."""
    _log.warning("mailbox down", mailbox=mailbox, reason=reason, again_seconds=round(again_seconds, 1))


def sent_folder_unread(*, mailbox: str, reason: str) -> None:
    """What colleagues write by hand stays unknown; said once, until the folder could be read."""
    _log.warning("sent folder cannot be read", mailbox=mailbox, reason=reason)


def mailbox_busy(*, mailbox: str) -> None:
    """Another daemon reads it."""
    _log.info("mailbox is read by another daemon", mailbox=mailbox)


def fetch_problem(*, mailbox: str, problem: str) -> None:
    """A letter could not be fetched this time."""
    _log.warning("fetch problem", mailbox=mailbox, problem=problem)


def filing_refused(*, mailbox: str, letters: int, reason: str) -> None:
    """The server will not move or mark letters that are done with: they stay where they are."""
    _log.warning("letters cannot be filed away", mailbox=mailbox, letters=letters, reason=reason)


def baseline(*, mailbox: str, letters: int) -> None:
    """Letters from before the desk began were indexed and left alone."""
    _log.info("baseline", mailbox=mailbox, letters=letters)


def letter_settled(*, intake: int, state: str, case: str, reason: str) -> None:
    """A letter has its place."""
    _log.info("letter settled", intake=intake, state=state, case=case, reason=reason[:200])


def letter_failed(*, intake: int, attempts: int) -> None:
    """A bug of ours: the letter stays and is tried again."""
    _log.exception("letter failed", intake=intake, attempts=attempts)


def deadline_failed(*, deadline: int) -> None:
    """A bug of ours: the deadline stays and is tried again later."""
    _log.exception("deadline failed", deadline=deadline)


def report_written(*, report: str, period: str, notices: int) -> None:
    """A period's report is in the outbox."""
    _log.info("report written", report=report, period=period, notices=notices)


def deadline_settled(*, case: str, kind: str, notices: int) -> None:
    """A due deadline was carried out."""
    _log.info("deadline settled", case=case, kind=kind, notices=notices)


def mail_settled(*, outbox: int, kind: str, state: str, attempts: int, error: str) -> None:
    """A mail was sent, or how it ended or waits."""
    _log.info("mail settled", outbox=outbox, kind=kind, state=state, attempts=attempts, error=error[:200])


def courier_down(*, reason: str, configuration: bool) -> None:
    """No mail can be sent now; all of it waits."""
    log = _log.error if configuration else _log.warning
    log("courier down", reason=reason, a_person_must_act=configuration)


def brake(*, sent: int, per: str) -> None:
    """The limit of mails per minute or day is reached; the rest waits."""
    _log.warning("brake", sent=sent, per=per)


def abandoned(*, queued: int, uncertain: int, held: int) -> None:
    """Mails that a dead process held were taken back."""
    _log.warning("abandoned mails taken back", queued=queued, uncertain=uncertain, held=held)


def worker_failed(*, worker: str, again_seconds: float) -> None:
    """A bug of ours, or the database: the worker goes on later."""
    _log.exception("worker failed", worker=worker, again_seconds=round(again_seconds, 1))


def alarm_lost(*, what: str, reason: str) -> None:
    """An alarm could not even be queued; this line is all there is of it."""
    _log.error("alarm could not be queued", what=what, reason=reason)


def alarm_command_failed(*, command: str, reason: str) -> None:
    """[operator] alarm_command did not do its work."""
    _log.error("alarm command failed", command=command, reason=reason)


def store_down(*, worker: str, reason: str, again_seconds: float) -> None:
    """The database cannot be used; nothing is fetched or sent until it can."""
    _log.error("database down", worker=worker, reason=reason, again_seconds=round(again_seconds, 1))


def database_moved(*, reason: str) -> None:
    """The SQLite file was moved, deleted or replaced: the daemon has stopped."""
    _log.error("database moved", reason=reason)


def store_waits() -> None:
    """Another process holds the database for longer than a moment; it is waited for."""
    _log.warning("database is held by another process")
