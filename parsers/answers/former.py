"""The first form of `reply_of`: one command a reply, and three that are carried out. It goes when its last caller has.

Give this the writer's own words only (`Letter.text`): quoted text is never scanned for commands (hazards H22). A command
is the first word of the text, English or Chinese, in any width and case; everything else is a note with the whole text.
Commands that the desk does not carry out are recognised by name, so that the receipt can say they were kept as a note.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from parsers.answers.instruction import Command

_CARRIED_OUT = frozenset({Command.ACCEPT, Command.NOTE, Command.CHOICE})
CHOICES = 99  # a lone number above is not an answer to a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply as read. Without any command word it is a `NOTE` with `explicit` false."""

    command: Command
    text: str = ""  # what stands after the command word; of a note the whole text
    choice: int | None = None  # of a CHOICE: the number chosen, from 1
    explicit: bool = True  # whether a command word was there
    unsupported: str | None = None  # a command that is known but not carried out: its canonical name


_ACCEPT = ("accept", "accepted", "受理", "接受", "已受理", "接單", "接单")
_NOTE = ("note", "备注", "備註", "備注")
# Alone in the text these mean ACCEPT; with more behind them they are how people begin a sentence.
_ALONE = re.compile(
    r"(?:ok|okay|received|收到了?|已收到|好的?|好滴|明白){1,2}(?:thanks|thankyou|thx|谢谢|謝謝|多谢|多謝|辛苦了)?"
)
_KNOWN = {
    "PROGRESS": ("progress", "进展", "進展"),
    "RESOLVE": ("resolve", "resolved", "办结", "辦結"),
    "WRONG": ("wrong", "转交", "轉交"),
    "ASK": ("ask", "补充", "補充"),
    "OPTIONS": ("options", "方案"),
    "DEFER": ("defer", "暂缓", "暫緩"),
    "EXTEND": ("extend", "延期"),
    "NOT-COMPLAINT": ("not-complaint", "not complaint", "非投诉", "非投訴"),
    "AWAY": ("away", "外出"),
    "STATUS": ("status", "状态", "狀態"),
    "LIST": ("list", "清单", "清單"),
    "RESEND": ("resend", "重发", "重發"),
    "REMIND": ("remind", "催办", "催辦"),
    "REASSIGN": ("reassign", "转派", "轉派"),
    "ASSIGN": ("assign", "指派"),
    "APPROVE": ("approve", "approved", "同意"),
    "REJECT": ("reject", "rejected", "驳回", "駁回"),
    "LEVEL": ("level", "级别", "級別"),
    "CLOSE": ("close", "关闭", "關閉"),
    "RESUME": ("resume", "恢复", "恢復"),
    "MERGE": ("merge", "合并", "合併"),
    "SPLIT": ("split", "拆分"),
    "COMPLAINT": ("complaint", "立案"),
}
_WORDS: dict[str, str] = {
    **{word: name for name, words in _KNOWN.items() for word in words},
    **dict.fromkeys(_ACCEPT, "ACCEPT"),
    **dict.fromkeys(_NOTE, "NOTE"),
}
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
_SEPARATORS = " \t\u3000.,:;!?。，：；！？、~～-—–|/．"
_CHOICE = re.compile(
    r"(?:(?:option|choice|no|number|#|i choose|choose|选择|選擇|选|選|方案|第|选项|選項)[\s.:：#]*){0,3}"
    r"(?P<number>[0-9]{1,2}|[一二三四五六七八九十])\s*(?:号|號|个|個|项|項|种|種)?(?:方案)?\s*[.。!！)）、]?"
)
_SENTENCE_END = (".", "!", "?", "。", "！", "？", ";", "；", "，")
# What may follow 受理 without a break: "受理不了" and "受理前" say something else.
_AFTER_ACCEPT = ("了", "此", "该", "該", "这", "這", "本", "案", "投诉", "投訴")
_LINE_CHARACTERS = 200


def answer_of(text: str) -> Answer:
    """What the reply `text` (its writer's own words) tells the desk to do."""
    bare = text.strip("\ufeff\u200b \t\r\n\u3000")
    first, _, below = bare.partition("\n")
    narrow = unicodedata.normalize("NFKC", first[:_LINE_CHARACTERS]).strip()
    if len(narrow) < _LINE_CHARACTERS:
        if _ALONE.fullmatch(_squeezed(narrow)) and not _says_more(below):
            return Answer(command=Command.ACCEPT, text=below.strip())
        if (number := _choice(narrow)) is not None:
            return Answer(command=Command.CHOICE, choice=number, text=below.strip())
    found = _command(narrow)
    if found is None:
        return Answer(command=Command.NOTE, text=bare, explicit=False)
    name, length = found
    rest = _after(first, length)
    said = f"{rest}\n{below}".strip()
    if name in _CARRIED_OUT:
        return Answer(command=Command(name), text=said)
    return Answer(command=Command.NOTE, text=bare, explicit=False, unsupported=name)


def _squeezed(line: str) -> str:
    return "".join(character for character in line.lower() if character not in _SEPARATORS)


def _says_more(below: str) -> bool:
    """Whether more than a signature stands below: then "OK" was the start of a letter."""
    lines = [line.strip() for line in below.split("\n") if line.strip()]
    return len(lines) > 8 or any(len(line) > 60 or line.endswith(_SENTENCE_END) for line in lines)


def _choice(line: str) -> int | None:
    """The number of a line that is nothing but a choice: "2", "2.", "方案二", "选2"."""
    match = _CHOICE.fullmatch(line.lower())
    if match is None:
        return None
    written = match["number"]
    number = int(written) if written.isascii() else "一二三四五六七八九十".index(written) + 1
    return number if 1 <= number <= CHOICES else None


def _command(line: str) -> tuple[str, int] | None:
    """The canonical name of the command word that `line` begins with, and the word's length."""
    lowered = line.lower().replace("_", "-")
    for word in _LONGEST_FIRST:
        if lowered.startswith(word) and _ends_word(lowered, word):
            return _WORDS[word], len(word)
    return None


def _ends_word(line: str, word: str) -> bool:
    """Whether `word` ends where a word may end. Chinese has no spaces: there only ACCEPT, which acts, is looked at closely."""
    rest = line[len(word) :]
    if not rest:
        return True
    if word.isascii():
        return not (rest[0].isascii() and rest[0].isalnum()) and not re.match(r"['’]|-\w", rest)
    return _WORDS[word] != "ACCEPT" or not rest[0].isalnum() or rest.startswith(_AFTER_ACCEPT)


def _after(first: str, length: int) -> str:
    """The rest of the line behind a command word; narrowing keeps the length of the words we know."""
    return first.lstrip()[length:].lstrip(_SEPARATORS)
