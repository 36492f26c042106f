"""The line above a quotation that says who wrote it and when: "On Mon, 3 Mar 2025 at 10:11, Ann <ann@b.example> wrote:".

Mail programs write it in dozens of languages and wrap it over several lines. Where its words are not known, it is known
by what all of them hold: an address, a day or a time, a colon at the end, and quoted lines below.
"""

from __future__ import annotations

import re

LINE_CHARACTERS = 400  # of a line that are looked at
ATTRIBUTION_LINES = 4  # over which a program may wrap "On … wrote:"
QUOTE = re.compile(r"\s{0,3}[>＞]")
_ATTRIBUTION_START = re.compile(
    r"(?i)[\s*]*(on|at|am|le|el|il|op|den|på|em|w dniu|dne|vào|in|在|于|於|从|從|\d{4}\s*[-年/.])(\s|\d|[^\x00-\x7f]|$)"
)
_ATTRIBUTION_END = re.compile(
    r"(?i)(wrote|writes|said|sent|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|geschreven|skrev|napisał\(?a?\)?|pisze|пишет|написала?|đã viết|写道|寫道|写到|寫到|来信|书写|撰写|写了"
    r"|kirjoitti|ezt írta|yazdı|เขียนว่า|작성(하였습니다)?|napsala?(\(a\))?|a scris|έγραψε|menulis|のメール|のメッセージ)"
    r"\s*([^\s:：]{0,40}|[^:：]{0,60}<[^<>\s]{1,80}>)\s*[:：]\s*$|[\"”>)]\s*(写道|寫道)\s*[:：]?\s*$"
    r"|(schrieb|schreef|skrev|kirjoitti)\s[^:：]{0,60}[:：]\s*$|(escreveu|ezt írta)\s*\(.{5,50}\)\s*:\s*$"  # then the name, or the day
)
ATTRIBUTION_LAST = (":", "：", "写道", "寫道")  # one of which such a line ends with: asked first, being cheap
# Where such a line may begin in any other language: with the sender's address, or with a day ("пн, 3 мар. 2025").
_OTHER_START = re.compile(
    r"[^<>]{0,100}<[^<>\s@]{1,80}@[^<>\s@]{1,80}>\s*(?:[\[(,，]\s?\d|$)|[\s*]*([^\s\d]{1,14}[\s,]{1,3})?\d{1,4}[-年/.\s]"
)
_SENDER = re.compile(r"[<(\[][^\s<>()@]{1,80}@[^\s<>()@]{1,80}[>)\]]")
_NAMED_SENDER = re.compile(r"\s*\w[^<>]{0,80}<[^\s<>@]{1,80}@[^\s<>@]{1,80}>")
_SENDER_LAST = re.compile(r"<[^\s<>@]{1,80}@[^\s<>@]{1,80}>\s*[:：]\s*$")
_OF_OURS = re.compile(r"(?i)\b(?:your|our|my)\b|贵(?:公司|司|方|店|厂)|貴(?:公司|司|方|店|廠)|[你您](?:们|們|家|的)")
_OPENING = frozenset('"“”„«「『‘')
_DAY = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_MOMENT = re.compile(r"(?<!\d)\d{1,2}[:：.]\d{2}(?!\d)")
SENDER_WORDS = 16  # in "Monday, 3 March 2025, 10:11 +03:00 from Acme Care <care@acme.example>:"; a sentence has more
_DATED_SENDER = re.compile(
    r"\s*(?:\d{4}[-/.]\d|\d{1,2}\.\d{1,2}\.\d{2}).{5,80}<\s*[^<>\s]{1,80}@[^<>\s]{1,80}>\s*[:：]?\s*"
)  # Gmail, some languages
ATTRIBUTED = re.compile(r"[^\s@<>]@[^\s@<>]|\d{1,2}[:：]\d{2}")


def attribution(lines: list[str], position: int) -> int:
    """How many lines from here say "somebody wrote:"; 0 if they do not.

    Before history without marks the line must also hold an address or a time: "On Monday I wrote:" is a sentence.
    """
    first = lines[position][:LINE_CHARACTERS]
    known = _ends_attribution(first) or _ATTRIBUTION_START.match(first) is not None
    if not known and not _OTHER_START.match(first) and not _names_sender(first):
        return 0
    near = [line[:LINE_CHARACTERS] for line in lines[position : position + ATTRIBUTION_LINES]]
    if not any(line.rstrip().endswith((*ATTRIBUTION_LAST, ">")) for line in near):
        return 0
    for count in range(1, len(near) + 1):
        piece = near[:count]
        if not piece[-1].strip() or (count > 1 and _is_attribution_itself(piece[-1], known=known)):
            return 0
        whole = " ".join(piece)
        verb = _ends_attribution(whole) or _DATED_SENDER.fullmatch(whole) is not None
        if verb or _names_sender(whole):
            if count > 1 and not known and not (_SENDER.search(whole) and _is_dated(whole)):
                return 0
            marked = QUOTE.match(next_words(lines, position + count)) is not None
            said = (verb or _is_sender_alone(whole)) and ATTRIBUTED.search(whole) is not None
            return count if marked or (said and not _is_told(whole, next_words(lines, position + count))) else 0
    return 0


def _is_told(line: str, below: str) -> bool:
    """Whether a writer says who wrote: speaking to us of our people, or with the words between quotation marks below."""
    return not _SENDER.search(line) and (_OF_OURS.search(line) is not None or below.lstrip()[:1] in _OPENING)


def _is_attribution_itself(line: str, *, known: bool) -> bool:
    """Whether a line says when who wrote, so that what stands above it is none of it.

    `known`: what stands above begins as such lines do in a language whose words for it are known; then it needs a day.
    """
    if not _ends_attribution(line) or line.lstrip().startswith(("于", "於")):
        return False
    if not known and _NAMED_SENDER.match(line):
        return True
    return _ATTRIBUTION_START.match(line) is not None and (_is_dated(line) if not known else bool(_DAY.search(line)))


def _is_dated(line: str) -> bool:
    """Whether a day or a time stands in the line."""
    return _DAY.search(line) is not None or _MOMENT.search(line) is not None


def _names_sender(line: str) -> bool:
    """Whether a line ends with a colon and holds an address or a day, and a day or a time, in whatever language."""
    if not line.rstrip().endswith((":", "：")) or not _is_dated(line):
        return False
    dated = _DAY.search(line) is not None and _MOMENT.search(line) is not None and len(line.split()) <= SENDER_WORDS
    return dated or _SENDER.search(line) is not None


def _is_sender_alone(line: str) -> bool:
    """Whether a line holds day, time and sender and hardly anything else, as no sentence does."""
    ends = _SENDER_LAST.search(line) is not None and len(line.split()) <= SENDER_WORDS
    return ends and _DAY.search(line) is not None and _MOMENT.search(line) is not None


def _ends_attribution(line: str) -> bool:
    tail = line[-80:].rstrip()
    return tail.endswith(ATTRIBUTION_LAST) and _ATTRIBUTION_END.search(tail) is not None


def next_words(lines: list[str], position: int) -> str:
    """The first line with words from `position` on, as far as it is looked at; "" if five lines are blank."""
    for line in lines[position : position + 5]:
        if line.strip():
            return line[:LINE_CHARACTERS]
    return ""
