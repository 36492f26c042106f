"""The forms in which one name of an article is written: "Wi-Fi" and "WiFi", "battery" and "batteries", `净化器 200X`.

Names and letter are compared `closed`, without the spaces and hyphens within them and without accents. What was there
is looked at afterwards (`is_meant`), for not every gap means nothing: "IN-12" is not in "in 12 boxes", "Ita" not in
"it a". All text here is canonical and in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Between two characters of words, yet not between two figures: 12-5 is not 125.
_GAP = re.compile(r"(?<=\w)[- ](?=\w)(?!(?<=\d[- ])\d)")
_LINK = re.compile(r"(?:https?://|www\.)[!-~]{1,500}|[\w.+-]{1,64}@[a-z0-9.-]{1,190}", re.ASCII)
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ×", "aaaaaaceeeeiiiinoooooouuuuyyx")
_IES = re.compile(r"(?<=[a-z][b-df-hj-np-tv-z])y$", re.ASCII)  # battery: batteries
_VES = re.compile(r"(?<=[a-z])(?:(?<=i)fe|(?<=[lr])f|(?<=[eo]a)f)$", re.ASCII)  # knife, shelf, scarf, leaf; not safe
_MEASURED = re.compile(
    r"(?<![a-z])([a-z]{2,40}[a-rt-z])(?= [^ ]{0,20}\d)", re.ASCII
)  # hex screw M8x40: hex screws M8x40
_LONG = 6  # characters of a name that is told from common words even without its accents or hyphen
_LONGER = 8  # … though it falls into two words
_HALF = 3  # letters on either side of a space within what is one word in the catalogue: "dish washer"
_SERIES = 5  # letters before a space and a number ("aircare 200"); fewer may be a word of their own ("max 100")


def without_links(text: str) -> str:
    """`text`, as long as it was, without what stands in links and mail addresses: nobody names goods there."""
    if "@" not in text and "/" not in text and "www." not in text:  # as most letters
        return text
    return _LINK.sub(lambda link: " " * len(link[0]), text)


def bare(name: str) -> str:
    """The name without gaps and accents."""
    return _GAP.sub("", name if name.isascii() else name.translate(_ACCENTS))


def closed(text: str) -> tuple[str, Sequence[int]]:
    """`text` as `bare` makes it, and the place in `text` of each character that is left."""
    plain = text if text.isascii() else text.translate(_ACCENTS)
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for gap in _GAP.finditer(plain):
        pieces.append(plain[done : gap.start()])
        places += range(done, gap.start())
        done = gap.end()
    pieces.append(plain[done:])
    places += range(done, len(plain))
    return "".join(pieces), places


def forms(name: str) -> tuple[str, ...]:
    """The name, and its plurals where they are more than an s at its end."""
    if name[-1] in "yfe":
        return tuple(dict.fromkeys((name, _IES.sub("ies", name), _VES.sub("ves", name))))
    several = _MEASURED.sub(r"\1s", name, count=1) if " " in name else name
    return (name,) if several == name else (name, several)


def is_meant(name: str, written: str) -> bool:
    """Whether `written`, which is the same as `name` when both are closed, is that name and no other words."""
    if name == written:
        return True
    whole, at_name = closed(name)
    _, at_written = closed(written)
    if _has_other_accents(name, written, at_name, at_written) and len(whole) < _LONG and len(name) == len(whole):
        return False
    return all(
        _may_part(whole, at, name[at_name[at - 1] + 1 : at_name[at]], written[at_written[at - 1] + 1 : at_written[at]])
        for at in range(1, len(whole))
    )


def _has_other_accents(name: str, written: str, at_name: Sequence[int], at_written: Sequence[int]) -> bool:
    pairs = ((name[one], written[other]) for one, other in zip(at_name, at_written, strict=True))
    return any({one, other} != {"x", "×"} for one, other in pairs if one != other)


def _may_part(whole: str, at: int, gap: str, written: str) -> bool:
    """Whether before `whole[at]` the letter may have `written` where the name has `gap`; either may be empty."""
    if gap == written or not (whole[at - 1].isascii() and whole[at].isascii()):
        return True  # beside a Chinese character a space means nothing
    before, after = whole[:at], whole[at:]
    if written != " ":
        return len(whole) >= _LONG or bool(written) or not whole.isalpha()
    if after[0].isdigit():  # "ac 200x" is AC-200X; "at 100", "x 2" are no names
        return not after.isdigit() or any(map(str.isdigit, before)) or _letters_before(before) >= _SERIES
    if before[-1].isdigit():  # "m8 x 40"; "200 x", "5 l" are no names
        return not before.isdigit()
    if gap:  # "t shirt"; "step in" is no Step-In
        return len(whole) >= _LONGER or (len(whole) >= _LONG and at == 1)
    return len(whole) >= _LONGER and _letters_before(before) >= _HALF and len(after) >= _HALF


def _letters_before(before: str) -> int:
    return len(before) - len(before.rstrip("abcdefghijklmnopqrstuvwxyz"))
