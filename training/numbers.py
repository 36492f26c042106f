"""What `parsers.numbers` learns from of numbers that no word explains: letters in which all numbers are labelled.

They are those of `measured`. All numbers in them that look like a document's are lessons, those too
that the grammar tells, though they count less: what stands around them stands around others. In the letters of
`labelled` the products are marked: what looks like a number in their names is a model's.

`python -m training.numbers` trains the weights of `number_evidence` and writes `parsers/numbers/number_weights.tsv`; the same letters and
lexicon always give the same (half a minute). `python -m training.numbers check` writes nothing: it leaves out a fifth of the
letters after the other and says of how many of their numbers the kind is told that the grammar leaves.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.numbers.known import Known, is_free
from parsers.numbers.number_evidence import KINDS, WEIGHTS, least_odds, unexplained
from parsers.numbers.number_signs import number_signs
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import explained
from parsers.text.reading import Reading
from training.labelled import Labelled, labelled
from training.measured import Measured, measured
from training.regression import Model, Weights, learned, log_odds, written

PARTS = 5  # in which letters are left out in turn
EXPLAINED = 0.3  # how much a number counts that the grammar tells
MODEL = Model(epochs=30, held=1.0, least=2)
_MARK = re.compile(r"^(?:#|:|NO[.:#]|NR[.:]|NO(?=\d)|N[°º])+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A number: its signs, what it is ("invoice", "order", "" for anything else), and whether the grammar tells.

    `least`: the log odds above which it is taken for a document's.
    """

    signs: tuple[str, ...]
    kind: str
    explained: bool
    least: float


def main() -> None:
    """Train and write the weights, or check."""
    if sys.argv[1:] == ["check"]:
        sys.stdout.writelines(line + "\n" for line in check(every()))
        return
    write()


def write() -> None:
    """Train and write the weights."""
    WEIGHTS.write_text(written(train(every()), "training.numbers"), encoding="utf-8")


def lessons(letter: Measured) -> Iterator[Lesson]:
    """What a letter teaches: a number that may be of several kinds teaches nothing."""
    reading = Reading(letter.subject, letter.text)
    kinds = _kinds(letter.labels)
    known = explained(reading, letter.text, find_labels(reading))
    told = {start for start, _ in known.taken}
    for start, end in unexplained(reading):
        name = reading.text[start:end]
        kind = kinds.get(_plain(name), "")
        if kind is None or any(first < end and start < last and first != start for first, last in known.taken):
            continue
        others = Known(
            [place for place in known.taken if place != (start, end)],
            {each: kind for each, kind in known.kinds.items() if each != name.upper()},
            known.announcing,
        )
        signs = tuple(sorted(number_signs(reading, others, start, end)))
        yield Lesson(signs, kind, start in told, least_odds(name))


def models(letter: Labelled) -> Iterator[Lesson]:
    """What a letter teaches in which the products are marked: numbers in their names are of no document."""
    reading = Reading(letter.subject, letter.text)
    names = " ".join(name for name, _ in letter.marks)
    places = [(start, end) for start, end in unexplained(reading) if reading.text[start:end] in names]
    if places:
        known = explained(reading, letter.text, find_labels(reading))
        for start, end in places:
            name = reading.text[start:end]
            if is_free(sorted(known.taken), start, end):
                signs = tuple(sorted(number_signs(reading, known, start, end)))
                yield Lesson(signs, "", explained=False, least=least_odds(name))


def every() -> list[Sequence[Lesson]]:
    """The lessons of all letters, letter by letter."""
    marked = [[*models(letter)] for letter in labelled()]
    return [*([*lessons(letter)] for letter in measured()), *(each for each in marked if each)]


def _kinds(labels: Mapping[str, Any]) -> Mapping[str, str | None]:
    """What each number is, None for what may be one thing or another."""
    kinds: dict[str, str | None] = {_plain(each): kind for kind in KINDS for each in labels[f"{kind}s"]}
    for kind in KINDS:
        doubtful = [*labels.get(f"{kind}s_optional", ()), *(n for each in labels.get(f"{kind}s_alt", ()) for n in each)]
        kinds.update((_plain(each), None) for each in doubtful if kinds.get(_plain(each)) != kind)
    return kinds


def _plain(number: str) -> str:
    """The number as it is compared: without spaces, marks and other ways of writing it."""
    return _MARK.sub("", re.sub(r"\s+", "", unicodedata.normalize("NFKC", number)).upper()).strip(".,;:#()[]")


def train(letters: Sequence[Sequence[Lesson]]) -> tuple[Weights, Weights]:
    """The weights for invoices and for orders."""
    invoice, order = (
        learned(
            [
                (dict.fromkeys(each.signs, 1.0), float(each.kind == kind), EXPLAINED if each.explained else 1.0)
                for letter in letters
                for each in letter
            ],
            MODEL,
        )
        for kind in KINDS
    )
    return invoice, order


def check(letters: Sequence[Sequence[Lesson]]) -> Iterator[str]:
    """How the numbers that the grammar leaves are told by weights that were trained without their letters."""
    found: list[tuple[str, str]] = []
    for part in range(PARTS):
        models = train([letter for at, letter in enumerate(letters) if at % PARTS != part])
        for letter in letters[part::PARTS]:
            for each in letter:
                if not each.explained:
                    both = [log_odds(weights, dict.fromkeys(each.signs, 1.0)) for weights in models]
                    best = max(both)
                    found.append((each.kind, KINDS[both.index(best)] if best > each.least else ""))
    for kind in KINDS:
        right = sum(is_one == told == kind for is_one, told in found)
        wrong = sum(told == kind != is_one for is_one, told in found)
        missed = sum(is_one == kind != told for is_one, told in found)
        yield f"{kind}s: {right} told, {wrong} wrongly, {missed} missed"


if __name__ == "__main__":
    main()
