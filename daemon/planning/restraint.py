"""How much mail of ours a stranger, or a colleague's program, can cause in a day (hazards H26).

What customers cause is capped where it is written. What managers and departments get is not, but for two things that no
person causes in such numbers: letters for review from one address, and receipts to a mailbox that answers each of them
by itself and does not say so. Above the cap nothing is lost: the letters are on record, commands are carried out, and
the operator gets one alarm a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from daemon.planning.effects import Notice
from daemon.planning.failures import alarm_notice
from daemon.planning.files import Files
from daemon.planning.office import Office
from templates.contexts import Confirmation, Receipt

TIMES_AN_ANSWER = 3  # receipts about one case to one address: so many times the cap for a customer's answers


def review_or_alarm(office: Office, notice: Notice, sender: str, files: Files, now: datetime) -> Notice:
    """The letter from `sender` for the managers to review; the operator's alarm where they have had too many of these."""
    trigger, cap = f"review:{sender}", office.config.limits.answers_per_address_per_day
    if files.answers_today(trigger) < cap:
        return replace(notice, trigger=trigger)
    title = f"{sender or 'senders unknown'}: more than {cap} letters for review in a day"
    lines = ("the managers get no more of them today", "which they are: amends letters")
    return alarm_notice(office, title, lines, f"alarm/review/{sender}/{office.local(now).date()}")


def receipts_or_alarm(
    office: Office, notices: Iterable[Notice], whose: str, files: Files, now: datetime, *, times: int = TIMES_AN_ANSWER
) -> tuple[Notice, ...]:
    """The notices; without receipts and confirmations where `whose` ("CASE:ADDRESS") had too many, as in a mail loop."""
    trigger, cap = f"receipt:{whose}", times * office.config.limits.answers_per_address_per_day
    if files.answers_today(trigger) < cap:
        return tuple(replace(one, trigger=trigger) if _is_receipt(one) else one for one in notices)
    title = f"more than {cap} receipts in a day: {whose}"
    lines = (
        "a program there seems to answer our mails and not to say that it is one; it gets no more receipts today",
        "it should set Auto-Submitted (RFC 3834), or leave our mails unanswered",
    )
    alarm = alarm_notice(office, title, lines, f"alarm/receipts/{whose}/{office.local(now).date()}")
    return (*(one for one in notices if not _is_receipt(one)), alarm)


def _is_receipt(notice: Notice) -> bool:
    return isinstance(notice.context, Receipt | Confirmation)
