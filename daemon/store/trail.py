"""What a letter points at: the look-ups behind `daemon.matching`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from daemon.case import Case
from daemon.matching import How, Mark, Shared, Trail
from daemon.planning.forms import case_numbers
from daemon.store import cases as case_rows
from daemon.store.schema import message_ids, outbox
from daemon.tokens import Signer, Token, tokens_in
from parsers.letter import Bounce, Letter

_NUMBER = re.compile(r"\bC\d{4}-\d{6}\b")
_NUMBERS_LOOKED_UP = 5
_ANSWERED = select(message_ids.c.case_id).where(
    message_ids.c.message_id == bindparam("its_name"), message_ids.c.source == "reference"
)


def trail_of(connection: Connection, letter: Letter, signer: Signer) -> Trail:
    """Every mark in the letter with the case it leads to, and the sender's own open cases."""
    found = [*_by_message_id(connection, letter, signer), *_by_token(connection, letter)]
    overtaken = list(_answered_already(connection, letter))
    named = [
        (case.id, How.NUMBER, "", "")
        for number in list(dict.fromkeys(_NUMBER.findall(letter.subject)))[:_NUMBERS_LOOKED_UP]
        if (case := case_rows.by_number(connection, number)) is not None
    ]
    loaded = case_rows.load(connection, (*(case_id for case_id, *_ in (*found, *named)), *overtaken))
    marks = [Mark(loaded[case_id], how, party, notice) for case_id, how, party, notice in (*found, *named)]
    marks = [mark for mark in marks if mark.how is not How.TOKEN or _proven(mark, letter, signer)]
    marks += [Mark(loaded[case_id], How.LETTER_ID) for case_id in overtaken if _takes_part(letter, loaded[case_id])]
    if letter.bounce is not None and not marks:
        marks = list(_of_the_unreachable(connection, letter.bounce))
    own = case_rows.of_customer(connection, letter.sender.key) if letter.sender else []
    return Trail(marks=tuple(marks), shared=_shared(connection, letter, own), open_cases=tuple(own))


Found = tuple[int, How, str, str]


def _by_message_id(connection: Connection, letter: Letter, signer: Signer) -> Iterable[Found]:
    """In-Reply-To, then References from the newest, then what a bounce names."""
    bounced = (letter.bounce.original_message_id,) if letter.bounce and letter.bounce.original_message_id else ()
    wanted = list(dict.fromkeys((*letter.in_reply_to, *reversed(letter.references), *bounced)))
    if not wanted:
        return
    query = (
        select(message_ids.c.message_id, message_ids.c.case_id, outbox.c.party, outbox.c.kind)
        .outerjoin(outbox, outbox.c.id == message_ids.c.outbox_id)
        .where(
            message_ids.c.message_id.in_(wanted),
            message_ids.c.source.in_(("letter", "notice")),
            message_ids.c.case_id.is_not(None),
        )
    )
    rows = sorted(connection.execute(query), key=lambda row: wanted.index(row.message_id))
    for row in rows:
        signed = row.party is not None and signer.notice_of(row.message_id) is not None
        how = How.SIGNED_ID if signed else How.LETTER_ID
        yield row.case_id, how, row.party or "", row.kind or ""


def _answered_already(connection: Connection, letter: Letter) -> Iterable[int]:
    """Cases in which an answer to this letter arrived before it did."""
    if letter.message_id is None:
        return ()
    return connection.execute(_ANSWERED, {"its_name": letter.message_id}).scalars().all()


def _of_the_unreachable(connection: Connection, bounce: Bounce) -> Iterable[Mark]:
    """A bounce that names no mail of ours belongs to the newest open case of the address that failed."""
    for status in bounce.statuses:
        yield from (Mark(case, How.NUMBER) for case in case_rows.of_customer(connection, status.recipient.lower())[:1])


def _takes_part(letter: Letter, case: Case) -> bool:
    return letter.sender is not None and letter.sender.key in case.participants


def _by_token(connection: Connection, letter: Letter) -> Iterable[Found]:
    notices = [token.notice_id for token in _tokens(letter)]
    if notices:
        query = select(outbox.c.case_id, outbox.c.party, outbox.c.kind)
        query = query.where(outbox.c.notice_id.in_(notices), outbox.c.case_id.is_not(None))
        for row in connection.execute(query):
            yield row.case_id, How.TOKEN, row.party, row.kind


def _tokens(letter: Letter) -> tuple[Token, ...]:
    places = (*(a.address for a in (*letter.to, *letter.cc)), *letter.delivered_to, letter.subject)
    return tokens_in(*places)


def _proven(mark: Mark, letter: Letter, signer: Signer) -> bool:
    return any(signer.proves(token, mark.case.number, mark.party) for token in _tokens(letter))


def _shared(connection: Connection, letter: Letter, own: list[Case]) -> tuple[Shared, ...]:
    wanted = set(case_numbers(letter))
    if not wanted or not own:
        return ()
    known = case_rows.numbers_of(connection, [case.id for case in own])
    return tuple(Shared(case, f"{kind} {value}") for case in own for kind, value in sorted(known[case.id] & wanted))
