"""What `parsers.read` promises of every letter, whatever its bytes were (see `parsers`)."""

from __future__ import annotations

import re

from parsers.letter import Letter

WARNINGS = 20
_LINE_END = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def broken_promises(letter: Letter) -> list[str]:
    """Every promise that `letter` breaks, as a sentence; none where all is well."""
    broken: list[str] = []
    for name, text in (*_lines(letter), ("text", letter.text), ("quoted", letter.quoted)):
        if "\0" in text:
            broken.append(f"There is a NUL in {name}.")
        if any("\ud800" <= character <= "\udfff" for character in text):
            broken.append(f"There is a lone surrogate in {name}.")
    broken += [f"There is more than one line in {name}." for name, text in _lines(letter) if _LINE_END.search(text)]
    broken += [f"{file.name!r} is a path." for file in letter.attachments if re.search(r"[/\\\\]", file.name)]
    broken += ["An attachment has no name." for file in letter.attachments if not file.name]
    if any(map(str.isspace, letter.message_id or "")):
        broken.append("There is white space in the Message-ID.")
    if len(letter.warnings) > WARNINGS:
        broken.append(f"There are more than {WARNINGS} warnings.")
    return broken


def _lines(letter: Letter) -> list[tuple[str, str]]:
    """What must be one line each, with its name."""
    people = [letter.sender, *letter.reply_to, *letter.to, *letter.cc]
    identifiers = [letter.message_id or "", *letter.in_reply_to, *letter.references]
    statuses = letter.bounce.statuses if letter.bounce else ()
    return [
        ("subject", letter.subject),
        ("origin_reason", letter.origin_reason),
        ("language", letter.language),
        *(("an address", part) for person in people if person for part in (person.name, person.address)),
        *(("an attachment", part) for file in letter.attachments for part in (file.name, file.type, file.part)),
        *(("a delivery status", part) for one in statuses for part in (one.recipient, one.status, one.diagnostic)),
        *(("an identifier", identifier) for identifier in identifiers),
        *(("delivered_to", address) for address in letter.delivered_to),
        *(("a warning", warning) for warning in letter.warnings),
    ]
