"""What is printed reaches every terminal, file and program, whatever its encoding."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path

_ESCAPED = "amends-escaped"


def prepare_output() -> None:
    """Let standard output and error write what their encoding has no bytes for as JSON escapes it (RFC 8259, section 7).

    So a Chinese letter can be shown in an ASCII locale, a file name that is no UTF-8 can be named, and a line of JSON stays
    one: Python's own `backslashreplace` writes two figures or eight where JSON wants four.
    """
    codecs.register_error(_ESCAPED, _escaped)
    sys.stdout = sys.stdout or _nowhere()  # None where it was closed: `amends run >&-`
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)


def _nowhere() -> io.TextIOWrapper:
    return Path(os.devnull).open("w", encoding="utf-8")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end
