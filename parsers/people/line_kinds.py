"""What a line of a letter is by itself: a greeting, a closing, a telephone or address, a sentence, a footer.

Works on the line as it was written; the words that close and open a letter are the lexicon's (`sign`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from parsers.people.posts import RECENT
from parsers.text.lines import Line, plain_initial
from parsers.text.wording import endings, one_of, whole_word, word_set

MAX_WIDTH = 90  # columns of a line of a signature that holds no telephone
MAX_CONTACT_WIDTH = 150
MIDDLE_WIDTH = 60
MAX_GREETING_CHARS = 60
MAX_HAN_GREETING = 24
MAX_CLOSING_WORDS = 7
MAX_HAN_CLOSING = 14
HAN = re.compile(r"[一-鿿]")
_CONTACT = re.compile(r"\d(?:[ .()*/-]{0,2}\d){5}|@|www\.")
_PARTS = re.compile(r"[/,]")
_PARTED = re.compile(r"\s[/|·•]\s")
_RULE = re.compile(r"[-=_*~—─–]{2,}$")
_ENDS = tuple(".?!。？！:：,，;；…~～")
_BRACKETED = re.compile(r"[(（\[【].*[)）\]】]$|[-—–*]{2,}.*[-—–*]{2,}$")
_ABBREVIATED = re.compile(r" [A-Za-z]{2,5}\.$")
_DIGIT = re.compile(r"\d")
_GAP = "   "  # of a line that is set, not said: a letterhead, and at the right its number


def bare(text: str) -> str:
    """The words of a short line without the marks around them, in lower case."""
    return " ".join(text.lower().strip(" ,.!:;~，。！：；、-—_*\t").split())[:120]


def is_contact(text: str) -> bool:
    """Whether the line holds a telephone number, an address of mail or the web."""
    return _CONTACT.search(text) is not None


def is_greeting(line: Line) -> bool:
    """Whether the line addresses somebody."""
    length = len(line.text)
    if length > MAX_GREETING_CHARS:
        return False
    plain = line.plain
    if _greeting().match(plain.lower()):
        return True
    return length <= MAX_HAN_GREETING and HAN.search(plain) is not None and _han_greeting().search(plain) is not None


@lru_cache(RECENT)
def is_closing(text: str) -> bool:
    """Whether a line is nothing but a closing, if a line that could be a name stands below."""
    words = bare(text)
    return is_known_closing(words) or is_closing_above(words)


def is_known_closing(words: str) -> bool:
    """Whether these bare words are one of the lexicon's closings."""
    known = word_set("sign.closing")
    return words in known or (" " in words and words.replace(" ", "") in known)


def is_closing_above(words: str) -> bool:
    """Whether the words begin or end as a closing does: they are one above a line that could be a name."""
    if not words.isascii() and HAN.search(words):
        return len(words) <= MAX_HAN_CLOSING and _han_closing().match(words.replace(" ", "")) is not None
    if words.count(" ") >= MAX_CLOSING_WORDS or _DIGIT.search(words):
        return False
    if ("," in words or "/" in words) and _PARTS.split(words)[-1].strip() in word_set("sign.closing"):
        return True
    likely = words.endswith(endings("sign.closing_word")) or words.startswith(endings("sign.thanking"))
    return likely and _closing_word().search(words) is not None


def is_signing(line: Line) -> bool:
    """Whether the line is one of a signature for sure: a telephone, and nothing said."""
    return is_contact(line.plain) and not is_sentence(line)


def is_footer(line: Line) -> bool:
    """What stands below a signature and is none of it: a postscript, a note of the mail program."""
    plain = line.plain.lower()
    if _foot_words().search(plain):
        return True
    if _RULE.match(plain):
        return True
    return (
        _BRACKETED.match(plain) is not None
        and len(plain) > 6
        and not is_contact(plain)
        and not _behalf().match(plain.lstrip("("))
    )


def is_sentence(line: Line) -> bool:
    """Whether the line is said, rather than a line of a letterhead or signature."""
    plain = line.plain
    han = 0 if plain.isascii() else len(HAN.findall(plain[: MAX_CONTACT_WIDTH + 1]))
    wide = len(plain) + han
    if wide > MAX_CONTACT_WIDTH:
        return True
    if is_postscript(line):
        return True
    if is_contact(plain):
        ended = plain.endswith(_ENDS) and wide > MIDDLE_WIDTH and not plain.endswith((":", "."))
        return ended or _said().search(plain.lower()) is not None
    if wide > MAX_WIDTH:
        return True
    if han:
        signed, bracket, _ = plain.partition("(")
        if bracket and plain.endswith(")") and 2 < len(signed.strip()) <= MAX_HAN_CLOSING:
            plain = signed  # `应收账款组（本函由系统生成，无需签章）`
        ended = plain.endswith(_ENDS) and not _ABBREVIATED.search(plain)
        if ended or any(mark in plain for mark in "。!?;") or ("," in plain and wide > 24 and not _is_of_firm(plain)):
            return True
        return han > 12 and _GAP not in plain and _said().search(plain) is not None
    if not plain.endswith(_ENDS):
        return not _PARTED.search(plain) and wide > MIDDLE_WIDTH and len(plain.split()) > 9
    if plain.endswith("."):
        last = plain.rsplit(maxsplit=1)[-1].strip(".").lower()
        return len(plain.split()) > 3 and last not in word_set("sign.legal_form") and "." not in last
    words = plain.split()
    behalf = 1 < len(words) <= MAX_CLOSING_WORDS and _behalf().match(plain.lower()) and words[1][:1].isupper()
    return not (plain.endswith((",", ":")) and (len(words) <= 2 or behalf))


def _is_of_firm(plain: str) -> bool:
    """`Silkway Depot 有限责任公司,采购`: a comma behind a firm's full name, and a post."""
    firm, _, post = plain.partition(",")
    return firm.endswith(endings("sign.company_form")) and len(post) <= MAX_HAN_CLOSING


def is_postscript(line: Line) -> bool:
    """Whether the line begins as what is said below the signature does."""
    return (
        plain_initial(line.text[:1]) in initials("sign.postscript")
        and _postscript().match(line.plain.lower()) is not None
    )


@cache
def initials(group: str) -> frozenset[str]:
    """What the words of a group begin with: lines that begin otherwise need not be asked."""
    return frozenset(word[:1] for word in word_set(group))


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('sign.greeting')})")


@cache
def _behalf() -> re.Pattern[str]:
    """`For Lakeside Kennels,`: for whom somebody signs."""
    return re.compile(rf"{whole_word('sign.behalf')} ")


@cache
def _han_greeting() -> re.Pattern[str]:
    return re.compile(rf"^[^\d]{{1,24}}:$|(?:{one_of('sign.han_greeting')})[,!。:~\s]*$")


@cache
def _closing_word() -> re.Pattern[str]:
    """A word of closing at the end of a line, or a word of thanks at its start."""
    return re.compile(rf"(?:{whole_word('sign.closing_word')})$|^(?:{whole_word('sign.thanking')})(?![a-z])")


@cache
def _han_closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.han_closing')})")


@cache
def _foot_words() -> re.Pattern[str]:
    return re.compile(rf"^(?:{whole_word('sign.postscript')})|{whole_word('sign.foot')}")


@cache
def _postscript() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('sign.postscript')})")


@cache
def _said() -> re.Pattern[str]:
    """Words that only a sentence has."""
    return re.compile(whole_word("sign.said"))
