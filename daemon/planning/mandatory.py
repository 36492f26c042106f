"""Whether a department's answer says something: which mandatory fields are missing, and which hold an empty phrase.

"Strengthen training" alone is no measure (procedure 3b): where a company's list of such phrases is all that stands in a
field, the field is empty. With something that can be checked beside it, the phrase does no harm.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable

from daemon.case import Answered
from templates.contexts import Resolved

NOTHING = frozenset(
    {
        "",
        "none",
        "n a",  # as marks leave "n/a"
        "na",
        "no",
        "nil",
        "unknown",
        "ok",
        "done",
        "tbd",
        "todo",
        "nothing",
        "not known",
        "to be determined",
        "under investigation",
        "see above",
        "as above",
        "sorry",
        "we are sorry",
        "无",
        "没有",
        "暂无",
        "不详",
        "未知",
        "略",
        "同上",
        "待定",
        "待查",
        "待查明",
        "调查中",
        "正在调查",
        "原因不明",
    }
)
_FILLERS = re.compile(
    r"\b(?:and|or|the|our|of|we|will|shall|to|a|an|all|on|in|for|further|more|again|staff|employees|future|please"
    r"|be|is|are|have|has|been|ve|ll)\b|我们|我司|公司|以及|进一步|继续|今后|以后|员工|人员|相关|予以|力度|工作|[将会要已并和及对的了等]"
)
_SAME = (  # other words for what a company's phrases call "strengthen" and 加强
    (
        re.compile(
            r"\b(?:reinforc|enhanc|intensif|increas|tighten|strict|step up|stepp?ed up|stepping up)[a-z]{0,4}\b"
        ),
        "strengthen",
    ),
    (re.compile(r"强化|加大|严格"), "加强"),
)
_MARKS = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[㐀-鿿]")
_ENDINGS = ("ings", "ing", "ed", "es", "e", "s")
VERB = 2  # characters
SHORTEST_STEM = 4  # letters
SAYS_SOMETHING = 3  # words, or Chinese characters, beside the empty phrases


def lacking(
    answered: Answered, mandatory: Iterable[str], empty_phrases: Iterable[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The mandatory fields that are missing, and (field, what stands there) for those that say nothing."""
    phrases = tuple(empty_phrases)
    missing: list[str] = []
    empty: list[tuple[str, str]] = []
    for field in mandatory:
        said = str(getattr(answered, field)).strip()
        if not said:
            missing.append(field)
        elif is_empty(said, phrases):
            empty.append((field, said))
    return tuple(missing), tuple(empty)


def left_out(resolved: Resolved, empty_phrases: Iterable[str]) -> tuple[str, ...]:
    """The fields that something stands in, and that say nothing: they stay on record, and the customer is spared them."""
    phrases = tuple(empty_phrases)
    fields = ((field.name, str(getattr(resolved, field.name)).strip()) for field in dataclasses.fields(resolved))
    return tuple(name for name, said in fields if said and is_empty(said, phrases))


def shown(resolved: Resolved, empty_phrases: Iterable[str]) -> Resolved:
    """What the customer reads of the department's answer."""
    return dataclasses.replace(resolved, **dict.fromkeys(left_out(resolved, empty_phrases), ""))


def is_empty(said: str, phrases: Iterable[str]) -> bool:
    """Whether nothing but empty phrases stands there."""
    plain = _in_one_word(_plain(said))
    if plain.strip() in NOTHING:
        return True
    written, spoken = _han(plain), _stems(plain)
    rest, left, found = written, _stems(_FILLERS.sub(" ", plain)), False
    for phrase in sorted((_in_one_word(_plain(one)) for one in phrases), key=len, reverse=True):
        in_han, words = _either_way(_han(phrase), written), set(_stems(phrase))
        if (in_han or words) and in_han in written and words <= set(spoken):
            found, rest = True, rest.replace(in_han, " ") if in_han else rest
            left = [word for word in left if word not in words]
    return found and len(left) + len(rest.replace(" ", "")) < SAYS_SOMETHING


def _plain(words: str) -> str:
    return _MARKS.sub(" ", unicodedata.normalize("NFKC", words).casefold())


def _in_one_word(plain: str) -> str:
    """The words with one verb for all that say the same: who "tightens" inspection strengthens it."""
    for others, usual in _SAME:
        plain = others.sub(usual, plain)
    return plain


def _either_way(in_han: str, written: str) -> str:
    """The phrase as it stands there: 加强检查 may be said as 检查已加强, the thing first."""
    turned = in_han[VERB:] + in_han[:VERB]
    return turned if len(in_han) == 2 * VERB and in_han not in written and turned in written else in_han


def _han(words: str) -> str:
    """The Chinese characters alone, without those that only join: "加强对员工的培训" is "加强培训"."""
    return "".join(_HAN.findall(_FILLERS.sub("", words)))


def _stems(words: str) -> list[str]:
    return [_stem(word) for word in _LATIN.findall(words)]


def _stem(word: str) -> str:
    """A word without its English ending: training is "strengthened", too, or somebody is "improving" it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
