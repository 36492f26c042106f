"""A case goes to somebody else: those who had it until now read that they need do nothing more.

Whoever accepted it is told at their own address: their receipt says that it is theirs, and the department's mailbox may
be read by others.
"""

from __future__ import annotations

from daemon.case import AT_WORK
from daemon.planning import staff_mail
from daemon.planning.effects import Notice
from daemon.planning.parties import Party, department_party, several
from daemon.planning.turn import Turn
from parsers.answers import Command
from templates.contexts import Words


def gone(turn: Turn, command: Command, to: str) -> tuple[Notice, ...]:
    """To the department where somebody else has decided it, and to whoever accepted the case; never to the sender."""
    had = turn.department
    if had is None or turn.case.state not in AT_WORK:
        return ()
    own, actor = department_party(had), turn.actor.lower()
    by = turn.case.dossier.signed_by
    signer = (Party(own.name, (by,), own.language),) if by and turn.office.config.is_staff(by) else ()
    told = several((*((own,) if turn.is_manager else ()), *signer))
    news = staff_mail.News(decided=command.value, moved_to=to)
    return tuple(
        staff_mail.update(turn.office, turn.case, own_words(turn), key, news=news, to=party)
        for number, party in enumerate(told)
        if actor not in {one.lower() for one in party.recipients}
        for key in (turn.key("gone" if not number else "gone/signer"),)
    )


def own_words(turn: Turn) -> Words:
    """The letter that decides it, as its writer wrote it."""
    letter = turn.reading.letter
    return Words(
        sender=str(letter.sender) if letter.sender else turn.actor,
        subject=letter.subject,
        received=turn.office.local(turn.now),
        text=letter.text,
    )
