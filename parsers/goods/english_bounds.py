"""Where an English product's name begins and ends within its noun phrase.

A phrase may begin with what somebody does or asks ("buying varifocals", "question re photocopier") and end with what the
thing does or is like ("the prices stand under"); a noun that is goods may only tell more of the next ("cello bow").
All of a title belongs to it, so none of this is asked of titles.
"""

from __future__ import annotations

from parsers.goods.goods_words import Word, are_thing
from parsers.text.wording import any_set, endings, word_set

_EDITION_DIGITS = 3
_SHORTEST_AGENT = 5  # letters


def begin_of_name(words: list[Word], first: int, end: int) -> int:
    """Where the name begins that ends before `end`: behind verbs, numbers and such as "re" that the phrase begins with."""
    if end - first < 2:
        return first
    for at in range(end - 2, first - 1, -1):
        word = words[at]
        if word.lower in word_set("product.before_name") or (word.number and not word.capital):
            return at + 1
    while end - first > 2 and words[first].lower.endswith("ly") and not words[first].names:
        first += 1 if words[first + 1].names else 2  # "perfectly nice wardrobe"
    return first


def end_of_name(words: list[Word], place: tuple[int, int], quantity: int | None) -> int | None:
    """Behind the last known noun or model; of counted unknown things behind the first plural."""
    first, last = place
    end, known = first, False
    for at in range(first, last):
        word = words[at]
        if word.names and not (end == at > first and _does(words, at)):
            end = at + 1
            known = known or word.noun
        elif at > first and are_thing(words[at - 1], word):
            end, known = at + 1, True
    many, unknown = quantity is not None and quantity > 1, end == first
    if many and not known:
        end = _first_plural(words, first, last)
        return end or (last if is_contained(words, first) else None)
    if unknown:
        end = last
    elif many and not words[end - 1].plural:
        end = _first_plural(words, end, last) or end  # "four kayak paddles"
    while end < last and ((words[end].tail and not _does_one(words, end)) or _is_headed(words, end)):
        end += 1  # "phone case", "cherry picker"
    if _is_verb(words, first, end):
        return end - 1
    return end if unknown or end == last else _beyond(words, end, last)


def end_of_edition(words: list[Word], end: int) -> int:
    """Behind which edition of it a brand's name ends: "HomeGuard Plus", "HomeHub 6", but not "HomeHub 3 times"."""
    while end < len(words) and words[end].capital and words[end].lower in word_set("product.edition"):
        end += 1
    if end < len(words) and words[end].digit and len(words[end].text) <= _EDITION_DIGITS:
        counts = end + 1 < len(words) and words[end + 1].alpha and not words[end + 1].stop
        return end if counts else end + 1
    return end


def _is_headed(words: list[Word], at: int) -> bool:
    """Whether the goods that end before `at` only tell more of what is named there: "oyster grit", "cello bow"."""
    word, before = words[at], words[at - 1]
    if not before.noun or before.plural or word.capital > before.capital or _does(words, at):
        return False
    if _is_agent(word):
        return True
    return word.goes_on or (not before.listed and word.alpha and not word.stop and _is_behind_names(words, at + 1))


def _is_agent(word: Word) -> bool:
    """Whether it is named by what it does: "tyre changer", "sack stitcher"; no list knows it as something else."""
    if not word.one.endswith(endings("product.agent")) or len(word.one) < _SHORTEST_AGENT:
        return False
    return not (word.stop or word.idle or word.adjective) and word.one not in word_set("product.no_agent")


def _is_behind_names(words: list[Word], at: int) -> bool:
    """Whether what stands there says something of a name before it: "your plush fox were opened", "rolls too narrow"."""
    return at < len(words) and words[at].lower in any_set("product.be", "product.was", "product.have", "product.degree")


def _does(words: list[Word], at: int) -> bool:
    """Whether the word, though it may be a thing, is rather what the things before it do: "the hearing aids whistle"."""
    if words[at - 1].plural:
        return not (words[at].listed or words[at].plural)
    return _does_one(words, at)


def _does_one(words: list[Word], at: int) -> bool:
    """The same behind one thing: "the printer prints stripes"."""
    word = words[at]
    if words[at - 1].plural or not word.plural or word.one not in word_set("product.verb"):
        return False
    return at + 1 < len(words) and words[at + 1].alpha and not _is_behind_names(words, at + 1)


def _is_verb(words: list[Word], first: int, end: int) -> bool:
    """Whether the last word says what plural things do: "the prices stand under", "all the lights press against"."""
    if end - first < 2 or end >= len(words):
        return False
    last, before = words[end - 1], words[end - 2]
    if not before.plural or last.plural or before.lower in word_set("product.plural_whole"):
        return False
    return last.lower in word_set("product.verb") and words[end].lower in word_set("product.behind_verb")


def _first_plural(words: list[Word], first: int, last: int) -> int:
    """Behind which word the first of these plurals ends; 0 for none."""
    for at in range(first, last):
        if words[at].plural:
            return at + 1
    return 0


def is_contained(words: list[Word], first: int) -> bool:
    """Whether a container, "of" or a quote stands before the name that begins at `first`: "two cases of the Rioja"."""
    at = first - 1
    while at > 0 and words[at].determiner:
        at -= 1
    return at >= 0 and (words[at].container or words[at].lower in {"of", '"'})


def _is_numbering(words: list[Word], at: int) -> bool:
    """Whether the word at `at` only says what its number is of: "Windows Plot 7"."""
    if at + 1 >= len(words) or not words[at + 1].digit:
        return False
    return words[at].not_counted or words[at].lower in word_set("product.numbered")


def _beyond(words: list[Word], end: int, last: int) -> int:
    """A name may end in a word that no list knows: "Vanilla Cream Filling", "the press elbows are too narrow"."""
    while end < last and words[end].title and words[end - 1].capital and not _is_numbering(words, end):
        end += 1
    is_plural_at_the_end = end + 1 == last < len(words) and words[end].plural
    if not is_plural_at_the_end or words[end - 1].plural:
        return end
    return last if words[last].lower in word_set("product.plural_verb") else end
