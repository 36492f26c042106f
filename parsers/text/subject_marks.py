"""What mail programs put before the subject of an answer, or of what they pass on: `Re: `, `AW: `, `回复：`, `Fwd: `.

RFC 5322, section 3.6.5, knows "Re: " alone; the others are the programs' own, whatever the language of the letter. The
patterns are matched at the start of a subject.
"""

from __future__ import annotations

import re

_ANSWERED = r"(?:re|aw|antw|sv|回复|回覆|答复|答覆)\s{0,3}[:：]\s{0,3}"
_PASSED_ON = r"(?:fwd?|转发|轉發)\s{0,3}[:：]\s{0,3}"
ANSWER = re.compile(_ANSWERED, re.IGNORECASE)  # the subject is that of the mail that is answered, often our own
ANSWER_TO_ANSWER = re.compile(rf"(?:{_ANSWERED}){{2}}", re.IGNORECASE)
MARKED = re.compile(rf"{_ANSWERED}|{_PASSED_ON}", re.IGNORECASE)
_ANSWERS = re.compile(rf"\s{{0,3}}(?:{_ANSWERED})+", re.IGNORECASE)
_MARKS = re.compile(rf"\s{{0,3}}(?:{MARKED.pattern})+", re.IGNORECASE)


def unanswered(subject: str) -> str:
    """The subject without the marks of answers: that of the mail that was answered first."""
    marks = _ANSWERS.match(subject)
    return subject[marks.end() :] if marks else subject


def unmarked(subject: str) -> str:
    """The subject without any mark: as somebody wrote it."""
    marks = _MARKS.match(subject)
    return subject[marks.end() :] if marks else subject
