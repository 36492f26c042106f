"""Words typed above what a button wrote.

A mailto: button writes its command, and the form that goes with it, into the mail. Some mail programs (Thunderbird, when
it writes HTML) then put the cursor above it, and that is where people type. The desk reads a command's text behind the
command, so such a mail is read with the command first. Only mails that a button began are read so: their subject starts
with the same command. Pure; it knows the letter's text and subject and nothing of the case.
"""

from __future__ import annotations

from datetime import date

from parsers.answers import Command, reply_of
from parsers.letter import Letter

LABEL_ENDS = (":", "：")
ATTRIBUTED = 3  # lines that a mail program writes above what it quotes


def command_first(letter: Letter, today: date) -> str:
    """The writer's own words, the button's command moved to the top where all that was typed stands above it."""
    lines = letter.text.strip().splitlines()
    if _is_bare(lines):  # some mail programs leave a link's text out, and some people write in the subject alone
        return letter.subject.partition(" ")[0] if _command(letter.subject.partition(" ")[0], today) else ""
    pressed = _command(letter.subject.partition(" ")[0], today)
    place = next((n for n, line in enumerate(lines) if n and pressed and _command(line, today) is pressed), None)
    if place is None or any(not _untouched(line) for line in lines[place + 1 :]):
        return letter.text
    above = "\n".join(lines[:place]).strip()
    others = {one.command for one in reply_of(above, today).instructions} - {pressed}
    return letter.text if others else f"{lines[place].strip()}\n{above}"


def _command(line: str, today: date) -> Command | None:
    """The command that a line says and nothing else; None for any other line."""
    found = reply_of(line, today).instructions if line.strip() else ()
    return found[0].command if len(found) == 1 and not found[0].text and found[0].choice is None else None


def _is_bare(lines: list[str]) -> bool:
    """Whether nothing was typed: no line, or only our own mail, quoted below "… wrote:"."""
    quoted = next((place for place, line in enumerate(lines) if line.startswith(">")), len(lines))
    above = [line for line in lines[:quoted] if line.strip()]
    attributed = quoted < len(lines) and len(above) <= ATTRIBUTED and above and above[-1].rstrip().endswith(LABEL_ENDS)
    return not (above and not attributed) and all(not line.strip() or line.startswith(">") for line in lines[quoted:])


def _untouched(line: str) -> bool:
    """A line of the form in which nothing was written."""
    return not line.strip() or line.rstrip().endswith(LABEL_ENDS)
