"""Where a reply's own words end and its signature begins, as far as that can be told.

A line of two hyphens, or a closing ("Best regards", 此致) with nothing but short lines below it. Without either, a last
paragraph that is a name with a post, a telephone or an address beside or under it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from parsers.answers.words import words
from parsers.lexicon import lexicon
from parsers.text.folding import lowered

SIGNATURE_LINES = 12
NAME_CHARACTERS = 40
SHORT = 60  # characters: a longer line is no part of a signature
_RULE = re.compile(r"--\s?")
_PROSE = re.compile(r"[.!?。！？;；:：]$")
_ABBREVIATED = re.compile(r"(?i)\b(?:ltd|inc|co|corp|dept)\.$")
_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.|\+?\d[\d ()/-]{6,20}\d|www\.|https?:")
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]{0,20}(?: [A-ZÀ-Þ][\w'’.-]{0,20}){0,3}")
_HAN_NAME = re.compile(r"[一-鿿]{2,4}")
_POST = r"[一-鿿]{1,12}(?:部|部门|科|处|组|中心|室|站|厂|公司|经理|主管|主任|工程师)"
_HAN_POST = re.compile(_POST)
_HAN_SIGNED = re.compile(rf"{_POST}[ \u3000]+[一-鿿]{{2,4}}|[一-鿿]{{2,4}}[ \u3000]+{_POST}")
_HAN_TITLED = re.compile(
    r"(?:[小老][一-鿿]|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武孔汤孙][一-鿿]{0,2}?"
    r"(?:工程师|工|经理|总监|总|主任|主管|师傅|部长|科长|厂长|组长|班长|老师|女士|先生))"
)
_DATED = re.compile(r"20\d\d ?[年/.-] ?\d{1,2} ?[月/.-] ?\d{1,2} ?[日号]?")


def words_end(lines: Sequence[str], says_more: Callable[[str], bool]) -> int:
    """The index of the line at which the signature begins; `len(lines)` when none can be told.

    `says_more`: whether a line is one that no signature has. "Thanks" above such a line closes nothing.
    """
    said = False
    for index, line in enumerate(lines):
        if said and (_RULE.fullmatch(line) or (_is_closing(line) and _is_tail(lines, index + 1, says_more))):
            return index
        said = said or bool(line.strip())
    return _block_start(lines, says_more)


def name_start(lines: Sequence[str], signed: str, departments: Collection[str] = ()) -> int:
    """The index of a last line that is only the writer's name, as in `signed` or by its looks; else `len(lines)`.

    By its looks only behind an empty line that ends a sentence: `李工`, `Tom, Quality`. What names a department is none.
    """
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    above = next((line.strip() for line in reversed(lines[: end - 1]) if line.strip()), "") if end else ""
    if not above or above.endswith((":", "：")):
        return len(lines)
    line = lines[end - 1].strip().strip("-–—~ ,.，。")
    places = {lowered(name) for name in departments} | words().words("argument.department")
    if lowered(line) in places or not 0 < len(line) <= NAME_CHARACTERS:
        return len(lines)
    if _is_name_of(line, signed):
        return end - 1
    apart = not lines[end - 2].strip() and _PROSE.search(above)
    return end - 1 if apart and _looks_signed(line, places) else len(lines)


def _is_name_of(line: str, signed: str) -> bool:
    """Whether the line is the name of the From field: `Tom Brown`, his first or his family name, 王敏."""
    name = " ".join(lowered(signed).split()).strip("\"' ")
    said = " ".join(lowered(line).split())
    return bool(name) and (said == name or (name.isascii() and said in name.split() and len(said) > 1))


def _looks_signed(line: str, places: Collection[str]) -> bool:
    """Whether it is a person by its form: a Chinese family name with a title, or a Latin name with a post behind a comma."""
    if _HAN_TITLED.fullmatch(line):
        return True
    name, comma, post = line.partition(",")
    posted = lowered(post).split()
    known = (
        lexicon().words("sign.job") | lexicon().words("sign.company") | {word for one in places for word in one.split()}
    )
    return bool(comma and _LATIN_NAME.fullmatch(name.strip()) and posted and set(posted) & known)


def _is_closing(line: str) -> bool:
    plain = " ".join(lowered(line[:SHORT]).split()).strip(" ,.!~。，！、-*")
    return plain in lexicon().words("sign.closing")


def _is_tail(lines: Sequence[str], start: int, says_more: Callable[[str], bool]) -> bool:
    """Whether the lines from `start` on can all be a signature."""
    if len(lines) - start > SIGNATURE_LINES * 3:  # with an empty line between any two, and some
        return False
    said = [line.strip() for line in lines[start:] if line.strip()]
    return len(said) <= SIGNATURE_LINES and not any(
        len(line) > SHORT or _ends_sentence(line) or says_more(line) for line in said
    )


def _ends_sentence(line: str) -> bool:
    return _PROSE.search(line) is not None and not _ABBREVIATED.search(line)


def _block_start(lines: Sequence[str], says_more: Callable[[str], bool]) -> int:
    """Of `…`, an empty line, `Wang Min`, `Quality department`: the name's line. A name alone may be an answer."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and lines[start - 1].strip() and end - start < SIGNATURE_LINES:
        start -= 1
    block = [line.strip() for line in lines[start:end]]
    if not block or start == 0 or not all(map(_is_post, block[1:])) or any(map(says_more, block)):
        return len(lines)  # "NOTE", "he threatens with a lawyer": a command looks like a name, its text like a post
    named = len(block) > 1 and (_LATIN_NAME.fullmatch(block[0]) or _HAN_NAME.fullmatch(block[0]))
    return start if named or _HAN_SIGNED.fullmatch(block[0]) else len(lines)


def _is_post(line: str) -> bool:
    words = {word.strip(".,").lower() for word in line.split()}
    known = lexicon().words("sign.job") | lexicon().words("sign.company")
    short = len(line) <= SHORT and not _ends_sentence(line)
    return short and bool(_CONTACT.search(line) or words & known or _HAN_POST.fullmatch(line) or _DATED.fullmatch(line))
