"""The play as one page: every mail that came or went, as its reader sees it, by case, with the timeline beside it.

The page needs nothing from anywhere: no fonts, no pictures, no scripts but its own. A mail's HTML stands in a frame that
may run nothing and fetch nothing; everything else is escaped. Mails are taken apart with the standard library, not
with what composed them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib import resources
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined

from daemon.demo.story import Scene
from daemon.demo.watch import CaseFile, Mail, Turn
from daemon.demo.wording import Happening, sentences, told, why
from daemon.rehearsal.shown import shown

# Frames are as high as what is in them; a long mail is cut off until somebody asks for all of it.
SCRIPT = """
const CUT = 600;
for (const frame of document.querySelectorAll("iframe")) {
  const fit = () => {
    const inside = frame.contentDocument && frame.contentDocument.documentElement;
    if (!inside || !frame.offsetParent) return;
    frame.style.height = "0";
    const height = inside.scrollHeight;
    frame.style.height = height + "px";
    frame.closest(".mail").classList.toggle("long", height > CUT);
  };
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
  for (const choice of frame.closest(".mail").querySelectorAll("input")) choice.addEventListener("change", fit);
  fit();
}
addEventListener("load", () => {  // the frames have moved what the address points at
  const target = document.getElementById(location.hash.slice(1));
  if (target) target.scrollIntoView();
});
"""
TITLE = "A Monday at the complaint desk"
LANGUAGES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, slots=True)
class _Card:
    """A mail as the page shows it."""

    id: str
    file: str
    hour: str
    incoming: bool
    party: str  # of the one at the other end
    who: str  # their names
    sender: str
    to: str
    date: str
    subject: str
    label: str
    language: str
    html: str
    text: str
    quoted: str  # the mail it answers, as it stands below its own words
    attachments: tuple[str, ...]
    case: str
    outcome: str


@dataclass(frozen=True, slots=True)
class _Note:
    """Something that happened to a case, as the page shows it."""

    hour: str
    case: str
    words: str
    because: str
    before: str
    after: str
    grave: str  # how it is coloured


@dataclass(frozen=True, slots=True)
class _Group:
    """What belongs to one case, or to none."""

    file: CaseFile | None
    items: tuple[_Card | _Note, ...]


def page(
    happenings: Sequence[Happening],
    files: Sequence[CaseFile],
    zone: ZoneInfo,
    *,
    title: str = TITLE,
    folder: str = "mail",
) -> str:
    """The page, as HTML. Mails are numbered in the order of `happenings`, as their files in `folder` are ("": none)."""
    numbers = {id(mail): number for number, mail in enumerate((m for m in happenings if isinstance(m, Mail)), 1)}
    items: list[Scene | _Card | _Note] = []
    for happening in happenings:
        match happening:
            case Mail():
                items.append(_card(happening, numbers[id(happening)], zone, folder))
            case Turn():
                items.append(_note(happening, zone))
            case Scene():
                items.append(happening)
    cards = [item for item in items if isinstance(item, _Card)]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.tests["card"] = lambda value: isinstance(value, _Card)
    environment.tests["scene"] = lambda value: isinstance(value, Scene)
    source = resources.files("daemon.demo").joinpath("gallery.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source).render(
        items=items,
        groups=_groups(items, files),
        came=sum(card.incoming for card in cards),
        sent=sum(not card.incoming for card in cards),
        day=next((item.at for item in items if isinstance(item, Scene)), None),
        title=title,
        script=SCRIPT,
        script_hash=base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
    )


def mail_file(mail: Mail, number: int) -> str:
    """The name under which the mail is kept beside the page."""
    return f"{number:02}-{mail.notice or 'letter'}.eml"


def _groups(items: Iterable[Scene | _Card | _Note], files: Sequence[CaseFile]) -> list[_Group]:
    placed = [item for item in items if not isinstance(item, Scene)]
    groups = [_Group(file, tuple(item for item in placed if item.case == file.number)) for file in files]
    without = tuple(item for item in placed if not item.case)
    return [*groups, _Group(None, without)] if without else groups


def _card(mail: Mail, number: int, zone: ZoneInfo, folder: str) -> _Card:
    message = message_from_bytes(mail.content, policy=policy.default)
    seen = shown(mail.content)  # letters may be broken in every way
    written: datetime | None = getattr(message["Date"], "datetime", None)  # a letter may have none, or no real one
    date = (written or mail.at).astimezone(zone)
    others = (mail.writer,) if mail.incoming else mail.readers
    text, quoted = _unquoted(seen.text) if mail.incoming else (seen.text, "")
    outcome = f"{mail.state}: {sentences(mail.reason)}" if mail.incoming and not mail.case else ""
    return _Card(
        id=f"mail-{number:02}",
        file=f"{folder}/{mail_file(mail, number)}" if folder else "",
        hour=_hour(mail.at, zone),
        incoming=mail.incoming,
        party=others[0].party.value,
        who=", ".join(person.name for person in others),
        sender=seen.sender,
        to=seen.to,
        date=f"{date:%a} {date.day} {date:%b %Y, %H:%M}",
        subject=mail.subject,
        label=mail.notice or _kind(message),
        language=LANGUAGES.get(mail.language, mail.language),
        html=seen.html,
        text=text,
        quoted=quoted,
        attachments=tuple(_attachments(message)),
        case=mail.case,
        outcome=outcome,
    )


def _kind(message: EmailMessage) -> str:
    """What a mail to the desk is, by its headers."""
    if message["Auto-Submitted"]:
        return "automatic answer"
    return "answer" if message["In-Reply-To"] else "letter"


def _unquoted(text: str) -> tuple[str, str]:
    """An answer's own words, and what it quotes with the line that introduces it."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith(">")), None)
    if first is None:
        return text, ""
    return "\n".join(lines[: first - 1]), "\n".join(lines[first - 1 :])


def _attachments(message: EmailMessage) -> Iterable[str]:
    for part in message.iter_attachments():
        kind = "the letter as it came" if part.get_content_type() == "message/rfc822" else part.get_content_type()
        yield f"{part.get_filename() or 'unnamed'} ({kind})"


def _note(turn: Turn, zone: ZoneInfo) -> _Note:
    moved = turn.before is not turn.after
    return _Note(
        hour=_hour(turn.at, zone),
        case=turn.case,
        words=told(turn),
        because=why(turn),
        before=turn.before.value if moved else "",
        after=turn.after.value if moved else "",
        grave=turn.kind.value,
    )


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
