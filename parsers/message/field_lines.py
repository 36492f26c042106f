"""The fields of a header as they stand in a letter's bytes: names, values unfolded, and where the text begins.

Nothing is decoded here. A header that lost its blank line, or the white space before a folded line, is read as far as
its lines still say what they are.
"""

from __future__ import annotations

import re

LOST_LINES = 3  # of a header that are looked at below a line that is no field

_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:")
_ORDERLY = re.compile(rb"(?:[!-9;-~]++ *+:.*+\n)*+[!-9;-~]++ *+:.*+")  # an unfolded header of nothing but fields
# After a line that is no field, one of these shows that the header goes on: the line was folded without white space.
_SURE_FIELD = re.compile(
    rb"(?i)(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|references|in-reply-to|reply-to|mime-version"
    rb"|content-type|content-transfer-encoding|x-mailer|user-agent)[ \t]*:"
)


def fields_of(data: bytes, start: int, most: int) -> tuple[list[tuple[bytes, bytes]], int]:
    """Header fields from `start`, names in lower case, unfolded; and the offset of what follows the blank line.

    A line that is no field ends the header, as the standard library has it, unless the header plainly goes on below it;
    at most `most` bytes are looked at.
    """
    if data.startswith(b"\n", start):
        return [], start + 1
    blank = data.find(b"\n\n", start)
    end = len(data) if blank < 0 else blank
    after = len(data) if blank < 0 else blank + 2
    stop = min(end, start + most)
    if stop == end and (orderly := _orderly(data[start:stop])):
        return orderly, after
    found: list[tuple[bytes, list[bytes]]] = []
    offset = start
    lines = data[start:stop].split(b"\n")
    for number, line in enumerate(lines):
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line.rstrip())
        elif match := _FIELD.match(line):
            found.append((match[1].lower(), [line[match.end() :].strip()]))
        elif stop < end and offset + len(line) >= stop:
            break  # the beginning of a field that was cut off
        elif found and _goes_on(lines, number):
            found[-1][1].append(b"" if line.startswith(b":") else b" " + line.rstrip())
        else:
            return _joined(found), offset
        offset += len(line) + 1
    return _joined(found), after


def _orderly(block: bytes) -> list[tuple[bytes, bytes]]:
    """The fields of a header that has nothing else, nor blanks where it is folded, as most; none of any other."""
    plain = block.replace(b"\t", b" ")
    if b" \n" in plain or b"\x0b" in plain or b"\x0c" in plain:
        return []
    plain = plain.replace(b"\n ", b" ")
    if not _ORDERLY.fullmatch(plain):
        return []
    parted = [line.partition(b":") for line in plain.split(b"\n")]
    return [(name.rstrip().lower(), value.strip()) for name, _, value in parted]


def _goes_on(lines: list[bytes], number: int) -> bool:
    """Whether a header goes on below a line that is no field: one without a name, or one folded without white space."""
    line, above = lines[number], lines[number - 1].rstrip()
    if line.startswith(b"--") or not above:
        return False  # a part begins, or the blank line above has a blank in it
    if line.startswith((b":", b"=?")) or (above.endswith(b";") and b"=" in line):
        return True
    return any(map(_SURE_FIELD.match, lines[number + 1 : number + 1 + LOST_LINES]))


def _joined(found: list[tuple[bytes, list[bytes]]]) -> list[tuple[bytes, bytes]]:
    return [(name, b"".join(lines).strip().replace(b"\t", b" ")) for name, lines in found]
