"""What a product's name tells of itself: how long it is, how it is written, what kind of thing its last word is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from parsers.goods.candidates import has_han, singular
from parsers.goods.goods_words import KNOWN_WORDS, is_noun, thing, thing_at_end
from parsers.text.wording import endings, word_set

_KINDS = ("packing", "paper", "surroundings")  # of words, in the lexicon
_LONG = 6  # characters of a Chinese name


@lru_cache(maxsize=KNOWN_WORDS)
def signs_of_name(name: str) -> tuple[str, ...]:
    """The signs, most of them once a name."""
    return tuple(_han_kinds(name) if has_han(name) else _latin_kinds(name))


def _han_kinds(name: str) -> Iterator[str]:
    yield f"length{min(len(name), _LONG)}"
    if kind := thing_at_end(name):
        yield f"is_{kind}"
    yield from (f"as_{kind}" for kind in _KINDS if name in word_set(f"zh_product.{kind}"))
    if name.endswith(endings("zh_product.paper")) and name not in word_set("zh_product.paper"):
        yield "as_paper"
    if any(char.isascii() and char.isalnum() for char in name):
        yield "latin"


def _latin_kinds(name: str) -> Iterator[str]:
    words = name.lower().split()
    yield f"length{min(len(words), 4)}"
    yield "shape" + "".join(map(_shape, name.split()[:4]))
    head = singular(words[-1])
    if kind := thing(words):
        yield f"is_{kind}" if len(words) == 1 else f"are_{kind}"
    if not any(is_noun(word) or name.split()[at][:1].isupper() for at, word in enumerate(words[:-1])):
        # a garage is where things stand, a garage door may be what is bought
        yield from (f"as_{kind}" for kind in (*_KINDS, "vague", "not") if _is(head, kind))


def _shape(word: str) -> str:
    return "A" if word.isupper() else "0" if any(map(str.isdigit, word)) else "T" if word[0].isupper() else "a"


def _is(head: str, kind: str) -> bool:
    return head in word_set(f"product.{kind}")
