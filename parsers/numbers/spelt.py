"""Numbers of invoices and orders in words, as a machine writes down what was said: "the order is double four one two seven".

`订单号是六六二七幺` is one, too. Only right behind the word for the document: figures in words are sums and counts as well.
Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.lexicon import lexicon
from parsers.numbers.identifiers import Number
from parsers.numbers.reference_labels import LAST_LATIN, Label, label_word
from parsers.text.numerals import english
from parsers.text.reading import Reading
from parsers.text.spoken_figures import figure_words, figures_said, han_figures, spoken_figure
from parsers.text.wording import NEVER, one_of, whole_word, word_set

_LEAST, _MOST = 4, 20  # figures of such a number
_MOST_ATTEMPTS, _MOST_OTHER = 4, 2  # at saying a number, and by how many figures one is longer than the next
_TAKEN_UP = 160  # characters between the document and the "number" that is given after it
_TEN, _TWENTY, _THOUSAND = 10, 20, 1000
_BETWEEN_WORDS = re.compile(r"[ ,-]+")
_RUNG = re.compile(r"0\d{8,11}|1[3-9]\d{9}")  # a telephone's number


def read_spelt(reading: Reading, labels: Sequence[Label]) -> Iterator[Number]:
    """The numbers in words behind these labels of invoices and orders, in order of place."""
    if reading.hits.keys().isdisjoint(("ref.invoice", "ref.order", "ref.again")):
        return
    document: Label | None = None
    for label in labels:
        if label.kind in ("invoice", "order") and not label.again:
            document = label
        near = document is not None and label.start - document.end <= _TAKEN_UP
        kind = document.kind if document and near and (label.again or label is document) else ""
        if not kind:
            continue
        han = reading.lower[label.end - 1] > LAST_LATIN
        if not han and (number := _in_tens(reading, label, kind)):
            yield number
        elif match := (_said_in_chinese() if han else _said()).match(reading.lower, label.end):
            name = _figures(_put_right(reading, match[1], match.end(1)))
            if _LEAST <= len(name) <= _MOST and not _RUNG.fullmatch(name):
                yield Number(kind, name, match.start(1), match.end(1))


def _put_right(reading: Reading, said: str, end: int) -> str:
    """What was said, or what the speaker said instead: `六幺幺九〇〇不是我看看哦是61190427`."""
    for _ in range(_MOST_ATTEMPTS):
        again = _said_again().match(reading.lower, end)
        if again is None or abs(len(_figures(again[1])) - len(_figures(said))) > _MOST_OTHER:
            break
        said, end = again[1], again.end()
    return said


def _in_tens(reading: Reading, label: Label, kind: str) -> Number | None:
    """`invoice nineteen hundred and four`, `order forty-four nineteen`, with nothing behind that they count."""
    match = _said_in_tens().match(reading.lower, label.end)
    if match is None:
        return None
    words = _BETWEEN_WORDS.split(match["said"])
    thing = kind == "invoice" or match["marked"] or label_word(reading, label).split()[0] in word_set("ref.determiner")
    name = _figures_in_tens(words)
    if not thing and not word_set("number.times").isdisjoint(words):  # "we order twelve hundred and fifty"
        return None
    if not _LEAST <= len(name) <= _MOST or _RUNG.fullmatch(name):
        return None
    return Number(kind, name, match.start("said"), match.end("said"))


def _figures_in_tens(words: Sequence[str]) -> str:
    """`1904` of "nineteen hundred and four", `4419` of "forty-four nineteen", `1007` of "ten oh seven"."""
    values = lexicon().numbers
    if not word_set("number.times").isdisjoint(words) or any(values.get(word, 0) >= _THOUSAND for word in words):
        return str(english(list(words)) or "")
    parts: list[str] = []
    tens = False
    for word in words:
        value = values.get(word, 0)
        if tens and 0 < value < _TEN:
            parts[-1] = str(int(parts[-1]) + value)
        else:
            parts.append(str(value) if value else figure_words().get(word, ""))
        tens = value >= _TWENTY
    return "".join(parts) if all(parts) else ""


def _figures(said: str) -> str:
    return figures_said(said.translate(han_figures()))[0]


@cache
def _said() -> re.Pattern[str]:
    """What stands between "order" and the figures: "number is", "was, I think,"."""
    figure = spoken_figure()
    link = whole_word("ref.marker", "ref.copula", "ref.link", "ref.unsure", "ref.saying")
    return re.compile(rf"(?:[ :,#-]|{link}){{0,8}}(?<![a-z])({figure}(?:(?:, ?| ?- ?| ){figure}){{2,{_MOST}}})")


@cache
def _said_again() -> re.Pattern[str]:
    """What takes back the figures that were said, and those that are said instead."""
    han = f"[{''.join(map(chr, han_figures()))}]" if han_figures() else NEVER
    figure = spoken_figure()
    spoken = rf"{figure}(?:(?:, ?| ?- ?| ){figure}){{2,{_MOST}}}|{han}(?:[ -]?{han}){{{_LEAST - 1},{_MOST}}}|\d{{{_LEAST},{_MOST}}}(?![\d年])"
    return re.compile(rf"[ ,.-]{{0,3}}{whole_word('ref.taken_back')}[^\n;]{{0,20}}?(?<![a-z\d])({spoken})")


@cache
def _said_in_tens() -> re.Pattern[str]:
    """A number said as numbers above nine are; not a sum, as behind "the invoice was"."""
    values = {word for word in lexicon().numbers if word.isascii()} - word_set("number.some")
    words = "|".join(sorted(values | set(figure_words()), key=len, reverse=True)) or NEVER
    word = rf"(?:{words})(?![a-z])"
    above = "|".join(word for word in values if lexicon().numbers[word] >= _TEN) or NEVER
    link = whole_word("ref.link", "ref.unsure")
    marked = rf"(?P<marked>{whole_word('ref.marker')}[ :]{{0,2}}(?:{whole_word('ref.copula', 'ref.saying')} )?)?"
    joins = rf"(?: (?:{one_of('number.and')}) | ?- ?|, | )"
    said = rf"(?P<said>(?={word}(?:{joins}{word}){{0,3}}{joins}(?:{above})(?![a-z])|(?:{above})(?![a-z])){word}(?:{joins}{word}){{1,8}}+)"
    return re.compile(
        rf" (?:{link} ?){{0,2}}{marked}(?<![a-z]){said}(?= ?(?:$|[,;:!?)\n]|\.|- )| {whole_word('ref.after')})"
    )


@cache
def _said_in_chinese() -> re.Pattern[str]:
    figure = f"[{''.join(map(chr, han_figures()))}]" if han_figures() else NEVER
    link = rf"(?:{one_of('ref.marker', 'ref.link', 'ref.told', 'ref.copula_of_number')}|[ :,])"
    return re.compile(
        rf"{link}{{0,3}}(?:(?:{one_of('ref.told_aloud')}|[ :,]){{1,10}})?({figure}(?:[ -]?{figure}){{{_LEAST - 1},{_MOST}}})(?!{one_of('ref.after_figures')})"
    )
