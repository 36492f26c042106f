"""A notice becomes a mail: rendered, composed, and sealed. Pure; from here on its bytes never change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from daemon.compose import Auto, Draft, compose, compose_with_original, enclosed
from daemon.plan import Office
from daemon.planning.effects import Notice
from daemon.store.outbox import Sealed
from parsers.letter import Address
from templates.check import BROKEN, told
from templates.contexts import letter_of
from templates.render import Rendered, render

ORIGINAL_NAME = "letter.eml"
NOTICE_HEADER = "X-Amends-Notice"


def worded(office: Office, notice: Notice) -> tuple[Rendered, str]:
    """The notice in words, and what is wrong with the desk's own letter where the built-in one had to take its place.

    Nobody's letter waits for a template to be mended (hazards F26).
    """
    own = office.config.desk.templates_dir
    try:
        return render(notice.context, notice.language, overrides=own), ""
    except (*BROKEN, OSError) as error:
        if own is None:
            raise
        return render(notice.context, notice.language), told(error, f"{letter_of(notice.context)}.md")


def seal(
    office: Office, notice: Notice, words: Rendered, *, case_id: int | None, raw: Callable[[int], bytes], now: datetime
) -> Sealed:
    """The mail for `notice` in `words`. `raw` gives a stored letter's bytes, for a notice that encloses one."""
    config = office.config
    answers_to = office.answer_address(notice.effect_key, notice.case, notice.party)
    reply_to = notice.reply_to or (answers_to if answers_to != config.smtp.sender else None)
    message_id = office.message_id(notice.effect_key)
    draft = Draft(
        message_id=message_id,
        date=office.local(max(now, notice.not_before or now)),
        sender=Address(config.smtp.sender, config.desk.name),
        to=tuple(Address(recipient) for recipient in notice.recipients),
        subject=notice.subject or words.subject,
        text=words.text,
        html=words.html,
        language=notice.language,
        auto=Auto(notice.auto),
        reply_to=Address(reply_to) if reply_to else None,
        in_reply_to=(notice.thread.in_reply_to,) if notice.thread.in_reply_to else (),
        references=notice.thread.references,
        headers={NOTICE_HEADER: notice.context.kind.value},
        hears_absence=notice.party != "customer",
    )
    if notice.encloses is None:
        head, tail = compose(draft), None
    else:
        head, tail = compose_with_original(draft, enclosed(raw(notice.encloses)), ORIGINAL_NAME)
    return Sealed(
        effect_key=notice.effect_key,
        notice_id=notice.notice_id,
        message_id=message_id,
        kind=notice.context.kind.value,
        case_id=case_id,
        party=notice.party,
        sender=answers_to,
        recipients=notice.recipients,
        language=notice.language,
        subject=draft.subject,
        head=head,
        raw_id=notice.encloses,
        tail=tail,
        valid_while=None if notice.valid_while is None else tuple(state.value for state in notice.valid_while),
        trigger=notice.trigger,
        next_at=max(now, notice.not_before or now),
    )
