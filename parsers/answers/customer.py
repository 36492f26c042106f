"""A customer's reply to a question of ours: satisfied or not, a rating, the option chosen, or that the matter is settled.

Careful on purpose. A yes that is followed by a "but", a no that may be politeness, two options in one letter: each is
left open, with the words, for a person to look at. Closing a complaint on a misread "no, thank you" is worse than asking.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from parsers.answers.choosing import lone_choice, ordinal_places, taken_in
from parsers.answers.closing import words_end
from parsers.answers.words import LETTER, any_of, choice_number, either, number_of, words
from parsers.lexicon import Hit, lexicon
from parsers.text.folding import lowered

READ_CHARACTERS = 20_000  # of a letter; an answer is short
LINE_CHARACTERS = 80  # of a line that is nothing but an answer
_POINT = re.compile(r"\d{1,2}\s?[.):,、-]")
BEST = 5
SENTENCES = 40  # that may be a choice and nothing else
MIDDLING = 3  # of a rating: what is above speaks of a content customer
_STARS = re.compile("[★⭐]\ufe0f?")
_STAR_ROW = re.compile("(?:[★⭐]\ufe0f?){1,5}(?![★⭐])")
_KEYCAP = re.compile("[\ufe0e\ufe0f\u20e3\u200b\ufeff]")
_SCALE = re.compile(r"\(?\b1\s?(?:-|~|to|到|至)\s?5\b\s?分?\)?")
_SCORED = re.compile(r"(?P<answer>.{1,60}?)[\s.,!;:~。、-]{1,4}(?P<score>[1-5]\s?[.!。]?)")
_SENTENCE = re.compile(r"[^.!?。;\n]{1,2000}[.!?。;\n]?")
_CLAUSE = re.compile(r"[^.!?,;:。、\n]{1,400}[.!?,;:。、\n]?")
_SINGLE = re.compile(r"[1-5a-e]\s?[.!。]?")
_LOOSE = " \t\n.,!?;:~。、()-"
_FACE = re.compile(r"\s?[:;]-?[()D]{1,3}(?![\w(])|[\U0001F300-\U0001FAFF\u2764]")
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

    def places(self, *groups: str) -> list[int]:
        """Where words of these groups begin, in order of place."""
        return sorted(hit.start for group in groups for hit in self.hits.get(group, ()))


def customer_answer_of(text: str, *, asked: Asked) -> CustomerAnswer:
    """What the customer's own words `text` answer to a notice that asked for `asked`."""
    written = text[:READ_CHARACTERS].strip().split("\n")
    written = written[: words_end(written, lambda _line: False)]
    plain = [_form().sub("", " ".join(_FACE.sub("", _KEYCAP.sub("", lowered(line))).split())) for line in written]
    lines = tuple(part for line in plain if line for part in (_parts(line) if asked is Asked.SATISFIED else (line,)))
    letter = _Letter(lines, "\n".join(lines), words().scan("\n".join(lines)))
    satisfied, rating, choice = None, None, None
    if asked is Asked.SATISFIED:
        satisfied = _satisfied(letter)
        rating = _undisputed(_rating(letter, "\n".join(written)), letter, satisfied=satisfied)
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
    unsure = doubt or "?" in letter.text or letter.says("opinion.not", "opinion.open")
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
    if (lead is True and (good or _goes_on_content(letter))) or (good and lead is None):
        return None if unsure else True
    plain_no = lead is False and not good and not doubt  # "No, nobody has called": a no with its reason
    return False if plain_no else None


def _goes_on_content(letter: _Letter) -> bool:
    """Whether every clause behind the yes thanks, praises or says what was done: `Yes, Tuesday suits me` answers something else."""
    start = next((match.end() for match in [_answer_lead("yes").match(letter.text)] if match), 0)
    said = [match.span() for match in _CLAUSE.finditer(letter.text, start) if match[0].strip(_LOOSE)]
    content = letter.places("opinion.gratitude", "opinion.praise", "opinion.done")
    return all(_holds(content, span) or _says_nothing_more(letter.text[slice(*span)]) for span in said)


def _says_nothing_more(clause: str) -> bool:
    """An `OK`, the number asked for, a rating."""
    plain = clause.strip(_LOOSE)
    rated = not _ratings().sub("", _SCALE.sub("", plain)).strip(_LOOSE)
    return rated or bool(_noted().fullmatch(plain) or _digit().fullmatch(plain))


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
    lead = _rating_lead().match(letter.text) if len(letter.lines) == 1 and "?" not in text else None
    found |= {number_of(lead["rating"] or lead["bare"])} if lead else set()
    found |= {len(_STARS.findall(match[0])) for match in _STAR_ROW.finditer(written)}
    rating = found.pop() if len(found) == 1 else None
    return rating if rating is not None and 1 <= rating <= BEST else None


def _undisputed(rating: int | None, letter: _Letter, *, satisfied: bool | None) -> int | None:
    """A good rating closes a case by itself: none where the words besides leave it open (`4 stars, but it still leaks`)."""
    disputed = "?" in letter.text or letter.says("opinion.bad", "opinion.doubt", "opinion.open")
    return None if satisfied is None and rating is not None and rating > MIDDLING and disputed else rating


def _choice(letter: _Letter) -> int | None:
    lines = [number for line in letter.lines[:3] if (number := lone_choice(line)) is not None]
    lines += _lone_sentences(letter)
    taken = taken_in(letter.text)
    chosen = {*lines, *taken, *_led(letter)}
    named: set[int | None] = {*chosen, *(number for number, _, _ in ordinal_places(letter.text))}
    for match in _options().finditer(letter.text):
        number = number_of(match["number"] or match["numbered"])
        named.add(number)
        chosen |= {number} if number is not None and _is_meant(letter.text, match) else set()
    chosen |= {number for number, *place in ordinal_places(letter.text) if _stands_as_choice(letter.text, *place)}
    if len(named) != 1 or chosen != named or letter.says("choosing.condition"):
        return None
    if not lines and ("?" in letter.text or letter.says("choosing.doubt")):
        return None
    if not lines and not taken and letter.says("choosing.tentative"):
        return None
    return chosen.pop()


def _led(letter: _Letter) -> set[int]:
    """The number that the letter begins with (`2, please`, `2 - refund please`), unless it begins a list of points."""
    lead = _leading_number().match(letter.text)
    listed = sum(_POINT.match(line) is not None for line in letter.lines) > 1
    number = number_of(lead["number"] or lead["letter"]) if lead and not listed else None
    return set() if number is None else {number}


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """Whether the option named here is taken: `第二，我要求道歉` counts points, `option 1 was promised` only speaks of one."""
    counts = match["number"] and match[0].startswith(tuple(words().words("customer.counts"))) and not match["counted"]
    return not counts and _stands_as_choice(text, match.start(), match.end())


def _stands_as_choice(text: str, start: int, end: int) -> bool:
    """Whether nothing but consent leads to what stands here, and consent or the clause's end follows."""
    first = max(0, start - LINE_CHARACTERS)
    return bool(_leads_to_choice().search(text[first:start]) and _follows_choice().match(text, end))


def _lone_sentences(letter: _Letter) -> list[int]:
    """Sentences that choose and say nothing besides, `Option 2 please. How long will it take?`, as lines of their own do.

    A bare number may count, and a letter begin "a.m.".
    """
    said = (match[0].strip() for line in letter.lines[:3] for match in _SENTENCE.finditer(line))
    told = islice(said, SENTENCES)
    plain = (one for one in told if not one.endswith("?") and not _SINGLE.fullmatch(one))
    return [number for one in plain if (number := lone_choice(one)) is not None]


def _withdrawn(letter: _Letter, asked: Asked) -> bool:
    """Whether a sentence says so without an if, a not or a question. "Solved" is an answer where that was asked."""
    groups = ["withdrawal.said", *(["withdrawal.settled"] if asked is not Asked.SATISFIED else [])]
    groups += ["withdrawal.dropped"] if _is_dropped(letter) else []
    said, doubts = letter.places(*groups), letter.places("withdrawal.doubt")
    return bool(said) and any(
        _holds(said, span) and not letter.text[slice(*span)].rstrip().endswith("?") and not _holds(doubts, span)
        for span in _sentences(letter)
    )


def _is_dropped(letter: _Letter) -> bool:
    """Whether "ignore my mail", "never mind" means the matter: the letter says that it was found, came or works, and no more."""
    return letter.says("withdrawal.because") and not letter.says("withdrawal.replaced", "opinion.bad")


def _only_thanks(letter: _Letter) -> bool:
    """Whether every sentence thanks or says that all is well, and nothing is doubted, asked or complained of."""
    if "?" in letter.text or letter.says("opinion.bad", "opinion.doubt", "opinion.not"):
        return False
    if letter.says("opinion.sour", "opinion.open"):
        return False
    kind = letter.places("opinion.gratitude", "opinion.good", "opinion.praise")
    said = [span for span in _clauses(letter) if not _greets().match(letter.text, *span)]
    return bool(said) and all(
        _holds(kind, span) or _noted().fullmatch(letter.text[slice(*span)].strip(_LOOSE)) for span in said
    )


def _clauses(letter: _Letter) -> list[tuple[int, int]]:
    found = _CLAUSE.finditer(letter.text)
    return [match.span() for match in found if match[0].strip(_LOOSE)]


def _holds(places: Sequence[int], span: tuple[int, int]) -> bool:
    """Whether one of these places, in order, lies in the span."""
    return bisect_left(places, span[0]) < bisect_left(places, span[1])


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
    thanks = rf"(?:[{_POLITE}]{{0,4}}{any_of('customer.polite', 'customer.relief')}){{0,3}}" if said == "yes" else ""
    mark = r"(?:\[x\]\s?|[\"'*(]{0,2})"
    return re.compile(rf"{mark}{any_of(f'customer.{said}')}{thanks}[{_POLITE}\"'*)]{{0,6}}")


@cache
def _answer_lead(said: str) -> re.Pattern[str]:
    # A Chinese no that runs on begins another word: 不错 is praise, 不是不满意 is no no.
    after = (
        rf"(?=[{_POLITE}:-]|$)"
        if said == "yes"
        else rf"(?=[.,!;:。、-]|\s-{{1,2}}\s(?!thank)|\s{any_of('customer.complains')}|$)"
    )
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
def _rating_lead() -> re.Pattern[str]:
    """A line that begins with the number asked for, with or without the yes: `3. Friendly but slow`, `YES 5 - great`."""
    answer = any_of("customer.yes", "customer.no")
    return re.compile(
        rf"(?:{answer}[\s.,!;:~。、-]{{1,4}}\(?(?P<rating>[1-5])(?=\s?(?:$|[,!;。、)]|[.:-]\s))"
        r"|(?P<bare>[1-5])(?=[.,!:。、]\s?[^\W\d]|\s-{1,2}\s[^\W\d]))"
    )


@cache
def _ratings() -> re.Pattern[str]:
    # "3/5" behind a word is a day or a share, not a rating, unless the word says that it is one.
    fraction = r"(?(labelled)|(?<![a-z0-9一-鿿][ ]\d))\s?/\s?5(?![\d/]|\s?[a-z])"
    return re.compile(
        rf"(?:{any_of('customer.rated')}\s{{0,2}}:?\s{{0,2}}(?P<labelled>))?(?<!\d)(?<!\d[./,-])(?P<rating>\d|[一二三四五六七八九](?=[分星颗])|(?:one|two|three|four|five)(?=\s(?:stars?|out of)\b))"
        rf"(?:{fraction}|\s?{any_of('customer.of_five')}(?(labelled)|(?!\s(?!{any_of('customer.points', 'customer.polite')})[a-z]))|\s?{any_of('customer.points')}(?![钟之])|(?(labelled)(?![\d/.,-]|\s?%)|(?!)))"
    )


@cache
def _digit() -> re.Pattern[str]:
    return re.compile(r"(?P<rating>[1-5])\s?[.!。]?")


@cache
def _leading_number() -> re.Pattern[str]:
    behind = rf"\s{any_of('customer.suits')}(?:$|[.,!\n。])|(?<!a)(?:\s?,\s|\s-{{1,2}}\s)"
    return re.compile(
        rf"(?P<number>{choice_number()})\s?(?:[,!](?!\d)|-{{1,2}}\s(?=[^\W\d]))|(?P<letter>{LETTER})(?:{behind})",
        re.MULTILINE,
    )


@cache
def _leads_to_choice() -> re.Pattern[str]:
    consent = any_of(
        "customer.yes", "customer.polite", "customer.into", "customer.takes", "sign.greeting", "form.greeting"
    )
    return re.compile(rf"(?:^|[.!?;:,。、\n(\[*\"-])\s?(?:{consent}[\s,]{{0,2}}){{0,5}}[(\[*\"]?$")


@cache
def _follows_choice() -> re.Pattern[str]:
    ends = r"\s?(?:$|[.,!;:\n。、()\]*\"]|-{1,2}\s)"
    polite = rf"(?:\s?{any_of('customer.polite', 'customer.agreeable')}){{1,3}}"
    return re.compile(rf"{ends}|\s{{0,2}}{any_of('customer.suits')}|{polite}{ends}")


@cache
def _options() -> re.Pattern[str]:
    named = "(?:" + "|".join(sorted(re.escape(word) for word in words().words("argument.glued"))) + ")"  # "option2"
    return re.compile(
        rf"(?<![a-z])(?:#|{any_of('argument.named')}|{named}(?=\d))\s?\(?(?P<number>{choice_number()}|{LETTER})\)?"
        rf"(?:(?P<counted>{any_of('argument.counted')})|(?![a-z0-9%]))"
        rf"|(?P<numbered>{choice_number()}(?={any_of('customer.numbered')})|{LETTER}(?={any_of('customer.lettered')}))"
        rf"{any_of('customer.numbered', 'customer.lettered')}"
    )
