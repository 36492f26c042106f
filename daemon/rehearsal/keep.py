"""What a play leaves behind when asked: every mail as a file, or all of it as one page."""

from __future__ import annotations

import re
from email.utils import parseaddr
from pathlib import Path

from daemon.config import Config
from daemon.demo.company import Party, Person
from daemon.demo.gallery import page
from daemon.demo.story import Scene
from daemon.demo.watch import CaseFile, Mail
from daemon.demo.wording import Happening
from daemon.rehearsal.play import Played
from daemon.rehearsal.record import LetterLine, NoticeLine

_UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")


def save(played: Played, folder: Path) -> int:
    """Write every mail that came or left into `folder`, numbered in their order. How many; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    mails = [line for line in played.record if isinstance(line, LetterLine | NoticeLine)]
    for number, line in enumerate(mails, 1):
        what, who = (line.notice, line.to[0]) if isinstance(line, NoticeLine) else ("letter", parseaddr(line.sender)[1])
        (folder / f"{number:03}-{what}-{_UNSAFE.sub('_', who)[:60] or 'nobody'}.eml").write_bytes(line.content)
    return len(mails)


def gallery(played: Played) -> str:
    """The play as a page: every mail as its reader sees it, case by case."""
    scenario = played.scenario
    happenings: list[Happening] = [Scene(scenario.title, scenario.start, ())]
    happenings += [_mail(line, scenario.config) for line in played.record if isinstance(line, LetterLine | NoticeLine)]
    files = [
        CaseFile(
            number=case.number,
            state=case.state,
            level=case.level,
            department=case.department,
            customer=case.customer,
            subject=case.subject,
            reason=case.reason,
        )
        for case in played.cases
    ]
    return page(happenings, files, scenario.config.desk.timezone, title=scenario.title, folder="")


def _mail(line: LetterLine | NoticeLine, config: Config) -> Mail:
    desk = Person(config.desk.name, config.desk.address, Party.DESK)
    incoming = isinstance(line, LetterLine)
    return Mail(
        at=line.at,
        writer=_person(line.sender, config) if incoming else desk,
        readers=(desk,) if incoming else tuple(_person(who, config) for who in line.to),
        subject=line.subject,
        content=line.content,
        message_id=line.message_id,
        language="" if incoming else line.language,
        notice="" if incoming else line.notice,
        case=line.number or "",
        state=line.state if incoming else "sent",
        reason=line.reason if incoming else "",
    )


def _person(written: str, config: Config) -> Person:
    name, address = parseaddr(written)
    if config.departments_of(address):
        party = Party.DEPARTMENT
    elif config.is_manager(address) or config.roles_of(address):
        party = Party.MANAGER
    elif address.lower() == config.operator.address.lower():
        party = Party.OPERATOR
    else:
        party = Party.CUSTOMER
    return Person(name or address or "nobody", address, party)
