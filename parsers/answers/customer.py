"""A customer's reply to a question of ours: satisfied or not, a rating, the option chosen, or that the matter is settled.

Careful on purpose. A yes that is followed by a "but", a no that may be politeness, two options in one letter: each is
left open, with the words, for a person to look at. Closing a complaint on a misread "no, thank you" is worse than asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from parsers.answers.choosing import lone_choice, ordinals_in, taken_in
from parsers.answers.closing import words_end
from parsers.answers.words import any_of, choice_number, either, number_of, words
from parsers.lexicon import Hit, lexicon
from parsers.text.folding import lowered

READ_CHARACTERS = 20_000  # of a letter; an answer is short
LINE_CHARACTERS = 80  # of a line that is nothing but an answer
BEST = 5
_STARS = re.compile("[★⭐]\ufe0f?")
_STAR_ROW = re.compile("(?:[★⭐]\ufe0f?){1,5}(?![★⭐])")
_KEYCAP = re.compile("[\ufe0e\ufe0f\u20e3\u200b\ufeff]")
_SCALE = re.compile(r"\(?\b1\s?(?:-|~|to|到|至)\s?5\b\s?分?\)?")
_SCORED = re.compile(r"(?P<answer>.{1,60}?)[\s.,!;:~。、-]{1,4}(?P<score>[1-5]\s?[.!。]?)")
_SENTENCE = re.compile(r"[^.!?。;\n]{1,2000}[.!?。;\n]?")
_POLITE = r"\s.,!;~。、"


class Asked(StrEnum):
    """What the notice that is answered asked for."""

    SATISFIED = "satisfied"
    CHOICE = "choice"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAnswer:
    """What is clear in the reply; None: it is not said, or not clearly."""

    satisfied: bool | None = None
    rating: int | None = None  # 1 to 5
    choice: int | None = None  # the option's number, from 1
    withdrawn: bool = False  # the matter is settled, or the complaint taken back
    thanks: bool = False  # nothing but thanks, or that all is well
    words: str = ""  # the writer's free words: without the lines that are only an answer, and the signature


@dataclass(frozen=True, slots=True)
class _Letter:
    lines: tuple[str, ...]  # folded, lower case, single spaces; no empty ones
    text: str
    hits: Mapping[str, Sequence[Hit]]

    def says(self, *groups: str) -> bool:
        return any(self.hits.get(group) for group in groups)


def customer_answer_of(text: str, *, asked: Asked) -> CustomerAnswer:
    """What the customer's own words `text` answer to a notice that asked for `asked`."""
    written = text[:READ_CHARACTERS].strip().split("\n")
    written = written[: words_end(written, lambda _line: False)]
    plain = [_form().sub("", " ".join(_KEYCAP.sub("", lowered(line)).split())) for line in written]
    lines = tuple(part for line in plain if line for part in (_parts(line) if asked is Asked.SATISFIED else (line,)))
    letter = _Letter(lines, "\n".join(lines), words().scan("\n".join(lines)))
    satisfied, rating, choice = None, None, None
    if asked is Asked.SATISFIED:
        satisfied, rating = _satisfied(letter), _rating(letter, "\n".join(written))
    elif asked is Asked.CHOICE:
        choice = _choice(letter)
    read = (satisfied, rating, choice) != (None, None, None)
    free = [line for line, low in zip(written, plain, strict=True) if not (read and _only_answers(low, asked))]
    return CustomerAnswer(
        satisfied=satisfied,
        rating=rating,
        choice=choice,
        withdrawn=_withdrawn(letter, asked),
        thanks=_only_thanks(letter),
        words="\n".join(line.rstrip() for line in free).strip(),
    )


def _parts(line: str) -> tuple[str, ...]:
    """The yes or no of a line and the number behind it, apart: the form asks for `YES 4`."""
    match = _SCORED.fullmatch(line) if len(line) <= LINE_CHARACTERS else None
    scored = match is not None and _alone(match["answer"]) is not None
    return (match["answer"], match["score"]) if match and scored else (line,)


def _satisfied(letter: _Letter) -> bool | None:
    good, bad = letter.says("opinion.good"), letter.says("opinion.bad")
    doubt = letter.says("opinion.doubt")
    unsure = doubt or "?" in letter.text or letter.says("opinion.not")
    alone = {answer for line in letter.lines if (answer := _alone(line)) is not None}
    if alone:
        answer = alone.pop()
        contradicted = alone or (bad if answer else good or letter.says("opinion.thanks"))
        return None if contradicted or _offers_both(letter) else answer
    lead = _lead(letter.lines[0]) if letter.lines else None
    if _offers_both(letter) or letter.says("opinion.thanks") or (good and bad):
        return None
    if bad:
        return False if lead is not True and not doubt else None
    if lead is True or (good and lead is None):
        return None if unsure else True
    plain_no = lead is False and not good and not doubt  # "No, nobody has called": a no with its reason
    return False if plain_no else None


def _alone(line: str) -> bool | None:
    """The answer of a line that is nothing else: `YES`, `不满意。`, `No!`."""
    if len(line) > LINE_CHARACTERS:
        return None
    return next((said == "yes" for said in ("no", "yes") if _answer_line(said).fullmatch(line)), None)


def _lead(line: str) -> bool | None:
    """The yes or no that a sentence begins with."""
    return next((said == "yes" for said in ("no", "yes") if _answer_lead(said).match(line)), None)


def _offers_both(letter: _Letter) -> bool:
    """Whether the form's "YES / NO" was left as it came."""
    return _both().search(letter.text) is not None


def _rating(letter: _Letter, written: str) -> int | None:
    text = _SCALE.sub(" ", letter.text)
    found = {number_of(match["rating"]) for match in _ratings().finditer(text)}
    found |= {number_of(match["rating"]) for line in letter.lines if (match := _digit().fullmatch(line))}
    found |= {len(_STARS.findall(match[0])) for match in _STAR_ROW.finditer(written)}
    rating = found.pop() if len(found) == 1 else None
    return rating if rating is not None and 1 <= rating <= BEST else None


def _choice(letter: _Letter) -> int | None:
    lines = [number for line in letter.lines[:3] if (number := lone_choice(line)) is not None]
    lines += _lone_sentences(letter)
    taken = taken_in(letter.text)
    named = {number_of(match["number"] or match["numbered"]) for match in _options().finditer(letter.text)} | set(lines)
    named |= ordinals_in(letter.text) | taken
    lead = _leading_number().match(letter.text)
    named |= {number_of(lead["number"])} if lead else set()
    if len(named) != 1 or letter.says("choosing.condition"):
        return None
    if not lines and ("?" in letter.text or letter.says("choosing.doubt")):
        return None
    if not lines and not taken and letter.says("choosing.tentative"):
        return None
    return named.pop()


def _lone_sentences(letter: _Letter) -> list[int]:
    """Sentences that choose and say nothing besides: `Option 2 please. How long will it take?` A bare number may count."""
    told = [match[0].strip() for line in letter.lines[:3] for match in _SENTENCE.finditer(line)]
    said = (one for one in told if not one.endswith("?") and not _digit().fullmatch(one))
    return [number for one in said if (number := lone_choice(one)) is not None]


def _withdrawn(letter: _Letter, asked: Asked) -> bool:
    """Whether a sentence says so without an if, a not or a question. "Solved" is an answer where that was asked."""
    said = [*letter.hits.get("withdrawal.said", ())]
    said += letter.hits.get("withdrawal.settled", ()) if asked is not Asked.SATISFIED else ()
    doubts = letter.hits.get("withdrawal.doubt", ())
    return any(
        any(start <= hit.start < end for hit in said)
        and not letter.text[start:end].rstrip().endswith("?")
        and not any(start <= hit.start < end for hit in doubts)
        for start, end in _sentences(letter)
        if said
    )


def _only_thanks(letter: _Letter) -> bool:
    """Whether every sentence thanks or says that all is well, and nothing is doubted, asked or complained of."""
    if "?" in letter.text or letter.says("opinion.bad", "opinion.doubt", "opinion.not"):
        return False
    kind = [*letter.hits.get("opinion.gratitude", ()), *letter.hits.get("opinion.good", ())]
    said = [span for span in _sentences(letter) if not _greets().match(letter.text, *span)]
    return bool(said) and all(
        any(start <= hit.start < end for hit in kind) or _noted().fullmatch(letter.text, start, end)
        for start, end in said
    )


def _sentences(letter: _Letter) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _SENTENCE.finditer(letter.text))


def _only_answers(low: str, asked: Asked) -> bool:
    """Whether a line is an answer and nothing more."""
    if not low or len(low) > LINE_CHARACTERS:
        return False
    if asked is Asked.CHOICE:
        return lone_choice(low) is not None
    if asked is Asked.SATISFIED:
        rated = _ratings().sub("", _SCALE.sub("", low))
        only_rated = rated != low and not rated.strip(" :.,!()")
        stars = bool(_STARS.search(low)) and not re.sub("[★⭐☆\ufe0f\\s]", "", low)
        answers = all(_alone(part) is not None or _digit().fullmatch(part) for part in _parts(low))
        return answers or only_rated or stars
    return False


@cache
def _greets() -> re.Pattern[str]:
    greeting = either(lexicon().words("sign.greeting") | words().words("form.greeting"))
    return re.compile(rf"{greeting}[^.!?。]{{0,40}}$", re.MULTILINE)


@cache
def _noted() -> re.Pattern[str]:
    """`OK`, `收到`: read, and nothing more."""
    return re.compile(rf"(?:{any_of('alone.ACCEPT', 'customer.polite')}[{_POLITE}]{{0,4}}){{1,4}}")


@cache
def _answer_line(said: str) -> re.Pattern[str]:
    thanks = rf"(?:[{_POLITE}]{{0,4}}{any_of('customer.polite')}){{0,3}}" if said == "yes" else ""
    mark = r"(?:\[x\]\s?|[\"'*(]{0,2})"
    return re.compile(rf"{mark}{any_of(f'customer.{said}')}{thanks}[{_POLITE}\"'*)]{{0,6}}")


@cache
def _answer_lead(said: str) -> re.Pattern[str]:
    # A Chinese no that runs on begins another word: 不错 is praise, 不是不满意 is no no.
    after = rf"(?=[{_POLITE}:-]|$)" if said == "yes" else rf"(?=[.,!;:。、-]|\s{any_of('customer.complains')}|$)"
    return re.compile(any_of(f"customer.{said}") + after)


@cache
def _form() -> re.Pattern[str]:
    """What the form printed before the answer: `Satisfied (yes/no):`. It is our word, not the customer's."""
    return re.compile(rf"^(?:{any_of('customer.form')})\s?(?:\([^()]{{0,30}}\))?\s?[:?]\s?")


@cache
def _both() -> re.Pattern[str]:
    yes, no = any_of("customer.yes"), any_of("customer.no")
    return re.compile(rf"{yes}\s?[/|]\s?{no}|{no}\s?[/|]\s?{yes}")


@cache
def _ratings() -> re.Pattern[str]:
    # "3/5" behind a word is a day or a share, not a rating, unless the word says that it is one.
    fraction = r"(?(labelled)|(?<![a-z0-9一-鿿][ ]\d))\s?/\s?5(?![\d/]|\s?[a-z])"
    return re.compile(
        rf"(?:{any_of('customer.rated')}\s{{0,2}}:?\s{{0,2}}(?P<labelled>))?(?<!\d)(?<!\d[./,-])(?P<rating>\d|[一二三四五六七八九](?=[分星颗]))"
        rf"(?:{fraction}|\s?{any_of('customer.of_five')}|\s?{any_of('customer.points')}(?![钟之])|(?(labelled)(?![\d/.,-]|\s?%)|(?!)))"
    )


@cache
def _digit() -> re.Pattern[str]:
    return re.compile(r"(?P<rating>[1-5])\s?[.!。]?")


@cache
def _leading_number() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{choice_number()})\s?[,!](?!\d)")


@cache
def _options() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z])(?:#|{any_of('argument.named')})\s?(?P<number>{choice_number()})(?:{any_of('argument.counted')}|(?![a-z0-9%]))"
        rf"|(?P<numbered>{choice_number()}){any_of('customer.numbered')}"
    )
