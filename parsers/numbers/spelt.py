"""Numbers of invoices and orders in words, as a machine writes down what was said: "the order is double four one two seven".

`订单号是六六二七幺` is one, too. Only right behind the word for the document: figures in words are sums and counts as well.
Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.numbers.identifiers import Number
from parsers.numbers.reference_labels import LAST_LATIN, Label
from parsers.text.reading import Reading
from parsers.text.spoken_figures import figures_said, han_figures, spoken_figure
from parsers.text.wording import NEVER, one_of, whole_word

_LEAST, _MOST = 4, 20  # figures of such a number
_TAKEN_UP = 160  # characters between the document and the "number" that is given after it
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
        if match := (_said_in_chinese() if han else _said()).match(reading.lower, label.end):
            name = _chinese_figures(match[1]) if han else figures_said(match[1])[0]
            if _LEAST <= len(name) <= _MOST and not _RUNG.fullmatch(name):
                yield Number(kind, name, match.start(1), match.end(1))


def _chinese_figures(said: str) -> str:
    return "".join(filter(str.isdigit, said.translate(han_figures())))


@cache
def _said() -> re.Pattern[str]:
    """What stands between "order" and the figures: "number is", "was, I think,"."""
    figure = spoken_figure()
    link = whole_word("ref.marker", "ref.copula", "ref.link", "ref.unsure", "ref.saying")
    return re.compile(rf"(?:[ :,#-]|{link}){{0,8}}(?<![a-z])({figure}(?:(?:, ?| ?- ?| ){figure}){{2,{_MOST}}})")


@cache
def _said_in_chinese() -> re.Pattern[str]:
    figure = f"[{''.join(map(chr, han_figures()))}]" if han_figures() else NEVER
    link = rf"(?:{one_of('ref.marker', 'ref.link', 'ref.told', 'ref.copula_of_number')}|[ :,])"
    return re.compile(
        rf"{link}{{0,3}}(?:(?:{one_of('ref.told_aloud')}|[ :,]){{1,10}})?({figure}(?:[ -]?{figure}){{{_LEAST - 1},{_MOST}}})(?!{one_of('ref.after_figures')})"
    )
