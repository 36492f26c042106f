"""The firm whose Chinese name the mail's domain spells as it is read: mutian-yx.example is that of `木田影像`.

The domain's first part is taken apart into syllables, and each stands for the characters that are read so: where they
stand one behind the other, there is the firm's name. It goes on with what tells a firm behind them (`影像`), with
characters of which the domain gives the initials (`yx`), or to the end of a line's piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from parsers.letter import Fact
from parsers.patterns import later
from parsers.people.firm_domain import LEAST_DOMAIN_CHARS
from parsers.people.firms import DOMAIN, LESS, Candidate, Sight
from parsers.people.line_kinds import HAN
from parsers.people.persons_chinese import person_start
from parsers.people.posts import department_start, firm_end, is_department
from parsers.people.sheet import Sheet
from parsers.people.signatory import looks_like_person
from parsers.text.lines import Line
from parsers.text.wording import NEVER, endings, one_of, word_set

MAX_SEARCHED_CHARS = 2_000  # of a line
MAX_SEARCHED_LINES = 60
MAX_RUN_CHARS = 30
_MOST_OF_DOMAIN = 32  # characters that are taken apart
_MOST_WAYS = 6  # to take it apart that are looked for: xian is 西安, and 先
_MOST_OF_SYLLABLE = 6  # letters: zhuang
_MOST_INITIALS = 4
_LEAST_OF_PIECE = 4  # letters of the domain's first part
_MOST_OF_TAIL = 6  # characters behind the sounded ones up to the end of a piece that belong to the name
_RUN = later(r"[一-鿿A-Za-z()&]+")
_BEFORE_PIECE = ' |/,:;-—《「"('
_SHORTEST = 2  # characters
_OPEN = re.compile(r"\([^)]*$")


def sounded(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    """The names in the letter that the domain spells: those of the signature first, then the letterhead, then what is said."""
    pattern = spelt(sight.domain)
    if pattern is None:
        return
    display = [Line(0, sight.display)] if HAN.search(sight.display) else []
    said = (*sheet.body[-1:], *sheet.addressee, *sheet.body[:MAX_SEARCHED_LINES])
    for lines, weight in ((sheet.block, DOMAIN), (sheet.head, DOMAIN - LESS), (said, DOMAIN - 2 * LESS), (display, 0)):
        for line in lines:
            for match in pattern.finditer(line.plain, 0, MAX_SEARCHED_CHARS):
                end = _end(line.plain, match, sight, signed=weight in {DOMAIN, 0})
                if end:
                    fact = line.cut(match.start(), end) if weight else Fact(line.plain[match.start() : end])
                    yield Candidate(weight or DOMAIN - LESS, fact)


def is_sounded(name: str, domain: str) -> bool:
    """Whether the name holds characters that the domain spells."""
    pattern = spelt(domain)
    return pattern is not None and pattern.search(name) is not None


def _end(plain: str, match: re.Match[str], sight: Sight, *, signed: bool) -> int:
    """Where the name ends that begins with the match; 0 when it is rather a person's, or some word that is read so."""
    start, core = match.start(), match.end() - match.start()
    found = _RUN.match(plain, start, start + MAX_RUN_CHARS)
    run = _without_person(_OPEN.sub("", found[0]) if found else match[0], core, sight)
    behind = run.find("的", core)
    run = run[:behind] if behind >= 0 else run  # `山野茶事的市场负责人`
    end = _marked_end(run, core)
    labelled = plain[start - 1 : start] == ":" and found is not None and found.end() == len(plain)
    if signed or labelled:
        end += _tail(run[end:])
    name = run[:end]
    if name == sight.name or (end == core and not _is_sure(plain, start, name, sight, signed=signed or labelled)):
        return 0
    return start + end


def _marked_end(run: str, core: int) -> int:
    """Where in the run the name ends by what tells a firm: behind the sounded characters or with them."""
    if (end := firm_end(run)) >= core:
        return end
    marked = _marked().match(run, core) or (_short_end().match(run, core) if core == _SHORTEST else None)
    return marked.end() if marked else core


def _tail(rest: str) -> int:
    """How much of what stands behind it in one word belongs to the name: no department, and nothing that is said."""
    cut = _after_firm().search(rest)
    tail = rest[: cut.start()] if cut else rest
    if is_department(tail) or tail in word_set("sign.stem") or looks_like_person(tail):
        return 0
    tail = tail[: department_start(tail)]
    return len(tail) if len(tail) <= _MOST_OF_TAIL and "(" not in tail else 0


def _is_sure(plain: str, start: int, name: str, sight: Sight, *, signed: bool) -> bool:
    """Whether characters that nothing marks as a firm's are one: no town, not the writer, and of two only where a firm stands."""
    if name in word_set("sign.place") or len(sight.domain.partition("-")[0]) < LEAST_DOMAIN_CHARS:
        return False
    if looks_like_person(name) and not name.endswith(endings("sign.company_end")):
        return False
    begins = not start or plain[start - 1] in _BEFORE_PIECE
    return len(name) > _SHORTEST or (begins if signed else _ours().search(plain, max(0, start - 8), start) is not None)


def _without_person(run: str, core: int, sight: Sight) -> str:
    """The run up to the one who signs: `石源运输岑吉舟`."""
    at = run.find(sight.name, core) if sight.name else -1
    if at < 0:
        at = person_start(run)
    return run[:at] if at >= core else run


@cache
def _ours() -> re.Pattern[str]:
    """What stands before the writer's own firm in a sentence."""
    return re.compile(rf"(?:{one_of('sign.we', 'sign.we_are')}|我)[\"“《「]?$")


@cache
def _marked() -> re.Pattern[str]:
    """What a firm's name goes on with: `影像`, `精密铸造`, `寺`."""
    return re.compile(
        rf"[一-鿿]{{0,2}}?(?:{one_of('sign.trade', 'sign.company', 'sign.han_form', 'sign.company_form')})"
        rf"(?:{one_of('sign.trade', 'sign.company', 'sign.han_form', 'sign.company_form')}){{0,3}}"
        rf"|(?:{one_of('sign.company_end')})(?![一-鿿])"
    )


@cache
def _short_end() -> re.Pattern[str]:
    return re.compile(one_of("sign.company_end"))


@cache
def _after_firm() -> re.Pattern[str]:
    return re.compile(one_of("sign.after_firm"))


# ---------------------------------------------------------------- the domain


@lru_cache(64)
def spelt(domain: str) -> re.Pattern[str] | None:
    """The characters that a domain spells, as a pattern; None for one that spells none."""
    first, *others = [piece for piece in domain[:_MOST_OF_DOMAIN].lower().split("-") if piece] or [""]
    ways = _ways(first)
    if not ways or len(first) < _LEAST_OF_PIECE:
        return None
    heads = "|".join("".join(map(_characters, way)) for way in ways)
    tail = "".join(f"(?:{_spelt_behind(piece)})?" for piece in others)
    return re.compile(f"(?:{heads}){tail}")


def _spelt_behind(piece: str) -> str:
    """What a further part of the domain stands for: its syllables, or the initials of as many."""
    ways = ["".join(map(_characters, way)) for way in _ways(piece)]
    if len(piece) <= _MOST_INITIALS and piece.isascii() and piece.isalpha():
        ways.append("".join(_initials(letter) for letter in piece))
    return "|".join(ways) or NEVER


def _ways(piece: str) -> list[list[str]]:
    """The ways to take a part of the domain apart into two syllables or more, a few of them."""
    sounds = _sounds()
    size = len(piece)
    able = [False] * size + [True]
    for at in range(size - 1, -1, -1):
        able[at] = any(
            piece[at:end] in sounds and able[end] for end in range(at + 1, min(at + _MOST_OF_SYLLABLE, size) + 1)
        )
    if not able[0]:
        return []
    ways: list[list[str]] = [[]]
    done: list[list[str]] = []
    while ways and len(done) < _MOST_WAYS:
        way = ways.pop()
        at = sum(map(len, way))
        if at == size:
            done += [way] if len(way) > 1 else []
            continue
        ends = range(at + 1, min(at + _MOST_OF_SYLLABLE, size) + 1)
        ways += [[*way, piece[at:end]] for end in ends if piece[at:end] in sounds and able[end]]
    return done


def _characters(sound: str) -> str:
    return f"[{_sounds()[sound]}]"


@cache
def _initials(letter: str) -> str:
    """Every character whose sound begins with the letter."""
    return (
        f"[{''.join(chars for sound, chars in _sounds().items() if sound[0] == letter)}]"
        if letter in {sound[0] for sound in _sounds()}
        else NEVER
    )


@cache
def _sounds() -> dict[str, str]:
    """The syllables, each with the characters that are read so."""
    parted = [re.match(r"[a-z]+", entry) for entry in word_set("sign.sound")]
    return {match[0]: match.string[match.end() :] for match in parted if match}
