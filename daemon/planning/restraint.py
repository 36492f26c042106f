"""How much mail of ours a stranger, or a colleague's program, can cause in a day (hazards H26).

What customers cause is capped where it is written. What managers and departments get is not, but for two things that no
person causes in such numbers: letters for review from one address, and receipts to a mailbox that answers each of them
by itself and does not say so. Above the cap nothing is lost: the managers find the letters in their digest, commands are
carried out, and the operator gets one alarm a day. A command that was not carried out, or waits to be confirmed, is told
for much longer, since whoever gave it takes it for done.

Letters that answer no mail of ours anybody can write in a colleague's name: they are counted apart, and use up nothing
of what the colleague gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from daemon.planning.effects import Notice
from daemon.planning.failures import alarm_notice
from daemon.planning.files import Files
from daemon.planning.office import Office
from templates.contexts import Confirmation, Receipt, Told

TIMES_AN_ANSWER = 3  # receipts about one case to one address: so many times the cap for a customer's answers
TIMES_UNDONE = 10  # of those that say that something was not done
UNDONE = frozenset({Told.REFUSED, Told.ASKED_AGAIN, Told.CONFIRM})
TOO_MANY = "too many of one sender's for review in a day: "  # how the reason of such a letter begins

_WHY_ANSWERS = (
    "a program there seems to answer our mails and not to say that it is one; it gets hardly any more receipts today",
    "it should set Auto-Submitted (RFC 3834), or leave our mails unanswered",
)
_WHY_UNASKED = (
    "they answer no mail of ours and may be anybody's; none of them is answered any more today, nor carried out",
    "whoever really writes there should reply to a mail of ours",
)


def review_or_alarm(office: Office, notice: Notice, sender: str, files: Files, now: datetime) -> tuple[Notice, bool]:
    """The letter from `sender` for the managers to review; the operator's alarm where they have had too many of these.

    And whether it is the managers'; what is not, they find in their digest (`TOO_MANY`).
    """
    trigger, cap = f"review:{sender}", office.config.limits.answers_per_address_per_day
    if files.answers_today(trigger) < cap:
        return replace(notice, trigger=trigger), True
    title = f"{sender or 'senders unknown'}: more than {cap} letters for review in a day"
    lines = ("the managers find the others in their digest, and get no mail about each today", "which: amends letters")
    return alarm_notice(office, title, lines, f"alarm/review/{sender}/{office.local(now).date()}"), False


def receipts_or_alarm(
    office: Office,
    notices: Iterable[Notice],
    whose: str,
    files: Files,
    now: datetime,
    *,
    answers_ours: bool = True,
    times: int = TIMES_AN_ANSWER,
) -> tuple[Notice, ...]:
    """The notices; without receipts and confirmations where `whose` ("CASE:ADDRESS") had too many, as in a mail loop.

    `answers_ours`: whether what they answer names a mail of ours, which only its readers can.
    """
    cap = office.config.limits.answers_per_address_per_day
    trigger = f"receipt:{whose}" if answers_ours else f"receipt/unasked:{whose}"
    sent, undone = files.answers_today(trigger), TIMES_UNDONE if answers_ours else times
    counted = tuple(replace(one, trigger=trigger) if _is_receipt(one) else one for one in notices)
    kept = tuple(one for one in counted if not _is_receipt(one) or sent < cap * (undone if _is_undone(one) else times))
    if kept == counted:
        return kept
    title = f"more than {cap * times} receipts in a day: {whose}"
    lines = _WHY_ANSWERS if answers_ours else _WHY_UNASKED
    return (*kept, alarm_notice(office, title, lines, f"alarm/receipts/{whose}/{office.local(now).date()}"))


def _is_receipt(notice: Notice) -> bool:
    return isinstance(notice.context, Receipt | Confirmation)


def _is_undone(notice: Notice) -> bool:
    context = notice.context
    return not isinstance(context, Receipt) or any(one.told in UNDONE for one in context.done)
