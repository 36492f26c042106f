"""What a letter points at: the look-ups behind `daemon.matching`."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, text

from daemon.case import Case, Role
from daemon.case_numbers import case_numbers_in
from daemon.matching import How, Mark, PaperMark, Shared, Trail
from daemon.planning.forms import case_numbers
from daemon.store import cases as case_rows
from daemon.store.files import same_customer
from daemon.store.schema import message_ids, outbox
from daemon.tokens import Signer, Token, tokens_in
from parsers.letter import Bounce, Letter, Origin

_NUMBERS_LOOKED_UP = 5

# What is asked for every letter, built once.
_KNOWN = (
    select(message_ids.c.message_id, message_ids.c.case_id, outbox.c.party, outbox.c.kind, outbox.c.effect_key)
    .outerjoin(outbox, outbox.c.id == message_ids.c.outbox_id)
    .where(
        message_ids.c.message_id.in_(bindparam("wanted", expanding=True)),
        text("message_ids.source in ('letter', 'notice')"),  # as it stands: an IN of values is expanded at each asking
        message_ids.c.case_id.is_not(None),
    )
)
_OF_NOTICES = outbox.c.notice_id.in_(bindparam("wanted", expanding=True))
_NOTICES = select(outbox.c.notice_id, outbox.c.case_id, outbox.c.party, outbox.c.kind, outbox.c.effect_key).where(
    _OF_NOTICES
)
_PAPERS = select(outbox.c.party, outbox.c.kind, outbox.c.effect_key).where(_OF_NOTICES, outbox.c.case_id.is_(None))
_ANSWERED = select(message_ids.c.case_id).where(
    message_ids.c.message_id == bindparam("its_name"), message_ids.c.source == "reference"
)


def trail_of(connection: Connection, letter: Letter, signer: Signer) -> Trail:
    """Every mark in the letter with the case it leads to, and the sender's own open cases."""
    by_token, papers = _by_token(connection, letter, signer)
    found = [*_by_message_id(connection, letter, signer), *by_token]
    overtaken = list(_answered_already(connection, letter))
    named = [
        (case.id, How.NUMBER, ("", "", ""))
        for number in case_numbers_in(letter.subject)[:_NUMBERS_LOOKED_UP]
        if (case := case_rows.by_number(connection, number)) is not None
    ]
    loaded = case_rows.load(connection, (*(case_id for case_id, *_ in (*found, *named)), *overtaken))
    marks = [Mark(loaded[case_id], how, *about) for case_id, how, about in (*found, *named)]
    marks = [mark for mark in marks if mark.how is not How.TOKEN or _proven(mark, letter, signer)]
    marks += [Mark(loaded[case_id], How.LETTER_ID) for case_id in overtaken if _is_theirs(letter, loaded[case_id])]
    marks += _named_in_words(connection, letter, {mark.case.id for mark in marks})
    if letter.bounce is not None and not marks:
        marks = list(_of_the_unreachable(connection, letter.bounce))
    own = case_rows.of_customer(connection, letter.sender.key) if letter.sender else []
    own = [case for case in own if case.state.is_open]  # some: of a dealer with hundreds not all
    return Trail(marks=tuple(marks), shared=_shared(connection, letter), open_cases=tuple(own), papers=tuple(papers))


Found = tuple[int, How, tuple[str, str, str]]  # the case, how, and of the mail: party, kind, effect key


def _by_message_id(connection: Connection, letter: Letter, signer: Signer) -> Iterable[Found]:
    """In-Reply-To, then References from the newest, then what a bounce names."""
    bounced = (letter.bounce.original_message_id,) if letter.bounce and letter.bounce.original_message_id else ()
    wanted = list(dict.fromkeys((*letter.in_reply_to, *reversed(letter.references), *bounced)))
    if not wanted:
        return
    rows = sorted(connection.execute(_KNOWN, {"wanted": wanted}), key=lambda row: wanted.index(row.message_id))
    for row in rows:
        signed = row.party is not None and signer.notice_of(row.message_id) is not None
        how = How.SIGNED_ID if signed else How.LETTER_ID
        yield row.case_id, how, (row.party or "", row.kind or "", row.effect_key or "")


def _answered_already(connection: Connection, letter: Letter) -> Iterable[int]:
    """Cases in which an answer to this letter arrived before it did."""
    if letter.message_id is None:
        return ()
    return connection.execute(_ANSWERED, {"its_name": letter.message_id}).scalars().all()


def _of_the_unreachable(connection: Connection, bounce: Bounce) -> Iterable[Mark]:
    """A bounce that names no mail of ours belongs to the newest open case of the address that failed."""
    for status in bounce.statuses:
        yield from (Mark(case, How.NUMBER) for case in case_rows.of_customer(connection, status.recipient.lower())[:1])


def _named_in_words(connection: Connection, letter: Letter, known: set[int]) -> Iterable[Mark]:
    """Cases that a person's own words name ("My case number is …"): the acknowledgement tells the number to be named.

    Not where the letter complains of an invoice or order that the case does not know: that is another matter, which
    gets a case and a promise of its own.
    """
    if letter.origin is not Origin.PERSON:
        return
    numbers = case_numbers_in(letter.text)[:_NUMBERS_LOOKED_UP]
    cases = [case for number in numbers if (case := case_rows.by_number(connection, number)) is not None]
    about = set(case_numbers(letter) if letter.facts.is_complaint else ())
    theirs = case_rows.numbers_of(connection, [case.id for case in cases]) if about and cases else {}
    for case in cases:
        if case.id not in known and (not about or theirs[case.id] & about):
            yield Mark(case, How.WORDS)


def _is_theirs(letter: Letter, case: Case) -> bool:
    """Whether the case is the sender's own, or that of somebody at the same firm who copied them in.

    Whom strangers name beside their own letter takes part as well, but without any mark of the case their letters are
    their own: who copies a competitor's customer in must not get what that customer complains of.
    """
    role = case.participants.get(letter.sender.key) if letter.sender else None
    if letter.sender is None or role is None:
        return False
    return role is Role.CUSTOMER or same_customer(case.customer, letter.sender.key)


def _by_token(connection: Connection, letter: Letter, signer: Signer) -> tuple[list[Found], list[PaperMark]]:
    """What the letter's tokens lead to: cases, and mails of ours that are about none.

    A mail about several cases (a digest, a worklist) has a button for each: its token is bound to the case that the
    subject names.
    """
    tokens = _tokens(letter)
    found: list[Found] = []
    papers = list(_answered_papers(connection, letter, signer))
    if not tokens:
        return found, papers
    asked = connection.execute(_NOTICES, {"wanted": [token.notice_id for token in tokens]})
    rows = {row.notice_id: row for row in asked}
    for token in tokens:
        row = rows.get(token.notice_id)
        if row is None:
            continue
        about = (row.party, row.kind, row.effect_key)
        if row.case_id is not None:
            found.append((row.case_id, How.TOKEN, about))
        for number in case_numbers_in(letter.subject) if row.case_id is None else ():
            case_id = case_rows.id_of(connection, number)
            if case_id is not None and signer.proves(token, number, row.party):
                found.append((case_id, How.TOKEN, about))
        if row.case_id is None and signer.proves(token, "", row.party):
            papers.append(PaperMark(*about))
    return found, papers


def _answered_papers(connection: Connection, letter: Letter, signer: Signer) -> Iterable[PaperMark]:
    """Mails about no case that the letter answers, by their signed Message-ID."""
    names = [signer.notice_of(message_id) for message_id in (*letter.in_reply_to, *letter.references)]
    wanted = [name for name in names if name is not None]
    if not wanted:
        return ()
    rows = connection.execute(_PAPERS, {"wanted": wanted})
    return [PaperMark(row.party, row.kind, row.effect_key) for row in rows]


def _tokens(letter: Letter) -> tuple[Token, ...]:
    places = (*(a.address for a in (*letter.to, *letter.cc)), *letter.delivered_to, letter.subject)
    return tokens_in(*places)


def _proven(mark: Mark, letter: Letter, signer: Signer) -> bool:
    return any(signer.proves(token, mark.case.number, mark.party) for token in _tokens(letter))


def _shared(connection: Connection, letter: Letter) -> tuple[Shared, ...]:
    """Asked for by the numbers, since the case may be far behind the sender's newest ones."""
    wanted = set(case_numbers(letter))
    if not wanted or letter.sender is None:
        return ()
    found = case_rows.open_about(connection, letter.sender.key, {value for _, value in wanted})
    own = [case for case in found if _is_theirs(letter, case)]
    known = case_rows.numbers_of(connection, [case.id for case in own])
    return tuple(Shared(case, f"{kind} {value}") for case in own for kind, value in sorted(known[case.id] & wanted))
