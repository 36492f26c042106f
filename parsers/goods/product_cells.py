"""What a cell or an item says: a product's name, or how many."""

from __future__ import annotations

import re
from functools import cache

from parsers.goods.candidates import HAN, Candidate, has_han
from parsers.numbers.tables import Place
from parsers.text.folding import lowered
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, whole_word, word_set

IN_ROW, IN_LIST, LABELLED = 3.0, 2.4, 2.0  # weights: how surely it is a product
COMPLETE = "complete"  # cue of a row: as many came as were ordered
NAME_END = re.compile(r"[,，;；(（\[【:：]|\s[-–—@/]{1,2}\s|\s{2,}")
_LONGEST_NAME = 60  # characters
_MOST_WORDS = 8
_MOST_HAN = 16
_MARK = re.compile(r"[\s★☆*•·-]*(?:\d{1,2}[.)、\]|｜]\s*|[①-⑳]\s*|\(\d{1,2}\)\s*)?[\s★☆*•·-]*")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def named_in(reading: Reading, text: str, place: Place, quantity: int | None, weight: float) -> Candidate | None:
    """The product whose name the cell of the original at `place` begins with, if it is one: no sum, column or number."""
    first, last = place
    mark = _MARK.match(text, first, last)
    first = mark.end() if mark else first
    last = end_of_name(text, first, last)
    name = text[first:last].strip()
    if not _LETTERS.search(name) or len(name) > _LONGEST_NAME or is_no_name(folded(name)):
        return None
    if name.endswith(endings("zh_product.attributed")):
        return None  # `其余16家店`: whose they are
    start = reading.locate(first)
    return Candidate(name, quantity, start, reading.locate(first + len(name) - 1) + 1, weight, ("row",))


def end_of_name(text: str, first: int, last: int) -> int:
    """Where the name ends that begins at `first` and reaches no further than `last`: before a mark, or a serial number."""
    end = NAME_END.search(text, first + 1, last)
    last = end.start() if end else last
    serial = _serial().search(text, first + 1, last)
    return serial.start() if serial else last


def is_no_name(cell: str) -> bool:
    """Whether it names a sum, a weight, a column or a number: "Total", "Rejected qty", "Article no. 487-13"."""
    *before, last = cell.split()
    if before and last in word_set("product.quantity_label"):
        return True  # "B/L qty"
    if len(before) > 1 and last[-1].isdigit() and word_set("product.not_counted").issuperset(before):
        return True
    tail = next((end for end in endings("rows.so_far") if cell.endswith(end)), "")
    bare = cell.removesuffix(tail).rstrip(" :")  # "affected so far"
    return any(bare in word_set(f"rows.{kind}") for kind in ("none", "affected", "counted"))


def is_name(text: str) -> bool:
    """Whether it has letters and no more of them than a name has."""
    if not _LETTERS.search(text):
        return False
    return len(HAN.findall(text)) <= _MOST_HAN if has_han(text) else len(text.split()) <= _MOST_WORDS


def count_in(cell: str, *, measured: bool = False) -> int | None:
    """`18`, `18 pcs`, `定 200公斤`: how many; `measured`: only with what is counted behind it, or "qty" before it."""
    match = _number().fullmatch(folded(cell).lstrip("-–—=: "))
    if not match or (measured and not (match["measure"] or match["label"])):
        return None
    return whole(match["number"])


def count_behind_comma(cell: str) -> int | None:
    """`fresh salmon, 22 boxes / 484 kg`: how many stand behind a name and a comma."""
    match = _behind_comma().search(folded(cell))
    return whole(match["number"]) if match else None


def folded(cell: str) -> str:
    """The cell as the lexicon writes it: in small letters, without the marks around it."""
    return lowered(cell.strip(" .:：★*")).strip()


@cache
def _serial() -> re.Pattern[str]:
    """A space and what a serial number or a batch's begins with."""
    return re.compile(rf"\s(?i:{one_of('product.serial')})\b\.?[ :#]{{0,3}}(?=[A-Za-z-]{{0,6}}\d)")


@cache
def _number() -> re.Pattern[str]:
    before, measures = one_of("rows.before"), one_of("product.container", "zh_product.measure")
    label = whole_word("product.quantity_label")
    return re.compile(
        rf"(?:(?:(?P<label>{label})|{before})\s?[:：]?\s?|[x×*]\s?)?(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}})"
        rf"(?:\.0+)?\s?(?P<measure>{measures}|[x×])?\.?(?:\s?[@(,].{{0,60}})?"
    )


@cache
def _behind_comma() -> re.Pattern[str]:
    """With what is counted, so that it is neither a size nor a number of something else."""
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(
        rf"[,，;；(（] ?(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}}) ?(?!{whole_word('product.fine')})(?:{measures})(?![a-z])"
    )


@cache
def counted_first() -> re.Pattern[str]:
    """A number and what is counted, before a name: `40 x`, `3 boxes of`."""
    measures = one_of("product.container", "zh_product.measure")
    fine = whole_word("product.fine")  # "12 oz. cans" says how large
    return re.compile(
        rf"(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}})(?!\s?{fine})\s?(?:[x×]\s|(?:{measures})(?![a-z])\s?)(?:of )?"
    )
