"""Conditions: what stands behind `when`, as CEL (the Common Expression Language), checked before it is trusted.

Owns the language that packs write their conditions in: its names (`vocabulary.NAMES`), the function `mentions`, and
how mistakes are told. CEL has no loops without end and no side effects, and its regular expressions are RE2, so that
a pack cannot hang the desk. cel-expr-python returns run-time errors as values (a truthy string): only this module
touches it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from cel_expr_python import cel

from parsers.letter import Letter
from rules.samples import SILENT, TALKATIVE
from rules.vocabulary import NAMES, CelType, evidence, question

LONGEST_CONDITION_CHARS = 4000
LONGEST_WORDS_CHARS = 80
MOST_WORDS = 6

_TYPES = {
    CelType.STRING: cel.Type.STRING,
    CelType.STRINGS: cel.Type.List(cel.Type.STRING),
    CelType.BOOL: cel.Type.BOOL,
    CelType.INT: cel.Type.INT,
    CelType.DOUBLE: cel.Type.DOUBLE,
}
_CLOSED = {name.name: name.values for name in NAMES}
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
_IDENTIFIER = re.compile(r"(?<![\w.])[a-z_]\w*")
_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_LIST = rf"\[\s*(?:(?:{_STRING.pattern})\s*(?:,\s*)?)*\]"
_COMPARED = re.compile(
    rf"(?<![\w.])(?P<left>[a-z_]\w*)\s*(?:==|!=|in)\s*(?P<right>{_STRING.pattern}|{_LIST})"
    rf"|(?P<member>{_STRING.pattern})\s*in\s+(?P<list>[a-z_]\w*)"
    rf"|(?P<first>{_STRING.pattern})\s*(?:==|!=)\s*(?P<second>[a-z_]\w*)"
)
_REGEX = re.compile(rf"\.\s*matches\(\s*(?P<literal>r?(?:{_STRING.pattern}))")
_MENTIONED = re.compile(rf"\.\s*mentions\(\s*(?P<list>{_LIST})\s*\)")


class ConditionInvalid(Exception):
    """A condition that cannot be used. `mistakes`: line and column within it, counted from 1, and a sentence each."""

    def __init__(self, mistakes: Iterable[tuple[int, int, str]]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(sentence for _, _, sentence in self.mistakes))


class ConditionFailed(Exception):
    """A condition that is well formed could not be answered for this letter (an index beyond a list, for instance)."""


class Question:
    """A letter's answers, prepared once and asked many times."""

    __slots__ = ("_activation",)

    def __init__(self, answers: Mapping[str, object]) -> None:
        self._activation = _env().Activation(answers)

    @property
    def activation(self) -> cel.Activation:
        """The answers in CEL's own form."""
        return self._activation


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled, type-checked condition."""

    source: str
    expression: cel.Expression
    names: tuple[str, ...]  # of the vocabulary, in order of appearance
    literals: frozenset[str]  # the strings it compares with
    mentions: tuple[str, ...]  # the words it looks for in the text

    def holds(self, question: Question) -> bool:
        """Whether it is true of the letter. Raises ConditionFailed when that cannot be said."""
        try:
            value = self.expression.eval(question.activation)
        except RuntimeError as error:  # the iteration budget
            raise ConditionFailed(str(error)) from error
        if value.type() != cel.Type.BOOL:
            raise ConditionFailed(str(value.value()))
        return bool(value.value())

    def words(self, letter: Letter) -> tuple[str, ...]:
        """The letter's words that answered it: the evidence of the facts it asks for, and the words it mentions."""
        found: dict[str, None] = {}
        for name in self.names:
            asked_for = self.literals & _CLOSED[name]  # "batch" in flags: the words of other flags prove nothing
            places = evidence(letter, name)
            chosen = [place for place in places if place[0] in asked_for] if asked_for else places
            for _, span in chosen:
                field = letter.subject if span.where.value == "subject" else letter.text
                found.setdefault(in_one_line(field[span.start : span.end]))
        for field in (letter.subject, letter.text):
            found.update(dict.fromkeys(in_one_line(hit) for word in self.mentions if (hit := find(field, word))))
        return tuple(word for word in found if word)[:MOST_WORDS]


def compile_condition(source: str) -> Condition:
    """The condition, ready to be asked. Raises ConditionInvalid with every mistake that can be found at once."""
    if len(source) > LONGEST_CONDITION_CHARS:
        raise ConditionInvalid([(1, 1, f"the condition is longer than {LONGEST_CONDITION_CHARS} characters; split it")])
    mistakes = list(_unknown_values(source))
    try:
        expression = _env().compile(source)
    except RuntimeError as error:
        told = [(int(line), int(column), _in_words(what)) for line, column, what in _ERROR.findall(str(error))]
        raise ConditionInvalid((told or [(1, 1, str(error))]) + mistakes) from error
    if expression.return_type() != cel.Type.BOOL:
        given = expression.return_type().name().lower()
        mistakes.insert(0, (1, 1, f"the condition gives a {given}, not true or false; compare it with something"))
    mistakes += _bad_patterns(source)
    if mistakes:
        raise ConditionInvalid(mistakes)
    condition = Condition(source, expression, *_reading(source))
    for answers in _samples():
        try:
            condition.holds(answers)
        except ConditionFailed as failed:
            sentence = (
                f"the condition cannot be answered for every letter ({failed}); ask first, e.g. size(invoices) > 0"
            )
            raise ConditionInvalid([(1, 1, sentence)]) from failed
    return condition


def _reading(source: str) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """What a condition reads: names of the vocabulary, strings, mentioned words."""
    strings = [_unquoted(s) for s in _STRING.findall(source)]
    known = {name.name for name in NAMES}
    names = dict.fromkeys(name for name in _IDENTIFIER.findall(_STRING.sub('""', source)) if name in known)
    mentioned = [_unquoted(s) for m in _MENTIONED.finditer(source) for s in _STRING.findall(m["list"])]
    return tuple(names), frozenset(strings), tuple(mentioned)


def find(text: str, word: str) -> str:
    """The first place where a text mentions a word, as it is written there; "" when it does not.

    Case and width do not matter. Latin words count only whole ("fire" is not in "fired"), unless the word ends in an
    asterisk ("explo*"); Chinese ones count anywhere.
    """
    found = _pattern(word).search(_folded(text))
    if found is None:
        return ""
    # Folding keeps lengths for all but a few characters; where it does not, the folded words are shown.
    return text[found.start() : found.end()] if len(_folded(text)) == len(text) else found[0]


def _mentions(text: str, words: list[str]) -> bool:
    folded = _folded(text)
    return any(_pattern(word).search(folded) for word in words)


@lru_cache(maxsize=16)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    stem = _folded(word.strip().removesuffix("*").strip())
    if not stem:
        return re.compile(r"(?!)")  # nothing is mentioned by no word
    before = r"(?<![a-z0-9_])" if re.match(r"[a-z0-9_]", stem) else ""
    after = r"(?![a-z0-9_])" if re.search(r"[a-z0-9_]$", stem) and not word.rstrip().endswith("*") else ""
    return re.compile(before + r"\s+".join(map(re.escape, stem.split())) + after)


@lru_cache(maxsize=1)
def _env() -> cel.Env:
    mentions = cel.Overload(
        "string_mentions_list",
        cel.Type.BOOL,
        [cel.Type.STRING, cel.Type.List(cel.Type.STRING)],
        is_member=True,
        impl=_mentions,
    )
    return cel.NewEnv(
        variables={name.name: _TYPES[name.type] for name in NAMES},
        functions=[cel.FunctionDecl("mentions", [mentions])],
    )


@lru_cache(maxsize=1)
def _samples() -> tuple[Question, ...]:
    return tuple(Question(question(letter)) for letter in (SILENT, TALKATIVE))


def _bad_patterns(source: str) -> Iterable[tuple[int, int, str]]:
    """Regular expressions that RE2 refuses; CEL itself would only tell when they are asked."""
    for match in _REGEX.finditer(source):
        value = _env().compile(f'"".matches({match["literal"]})').eval(_env().Activation({}))
        if value.type() != cel.Type.BOOL:
            what = str(value.value()).removeprefix("INVALID_ARGUMENT: ")
            yield *_at(source, match.start("literal")), f"{what}; correct the pattern (RE2 syntax)"


def _at(source: str, offset: int) -> tuple[int, int]:
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def _in_words(told: str) -> str:
    """CEL's message in our words, with what to do about it."""
    if unknown := re.match(r"undeclared reference to '([^']*)'", told):
        near = get_close_matches(unknown[1], [name.name for name in NAMES] + ["mentions"], n=1)
        advice = f'did you mean "{near[0]}"?' if near else "the names are listed in docs/policy.md"
        return f'there is no fact "{unknown[1]}"; {advice}'
    if "'(double, int)'" in told or "'(int, double)'" in told:
        return "a number with decimals is compared with a whole one; write 100.0 instead of 100 (or the reverse)"
    if overload := re.match(r"found no matching overload for '([^']*)' applied to '([^']*)'", told):
        operator = overload[1].replace("@in", "in").strip("_")
        return f"{operator} does not go with {overload[2]}; see the types in docs/policy.md"
    told = re.sub(r" expecting \{.*\}", "", told.removesuffix(" [INVALID_ARGUMENT]"))
    return f"{told}; look for a missing quote, bracket or operator"


def _unknown_values(source: str) -> Iterable[tuple[int, int, str]]:
    """Strings that the name they are compared with can never be: a rule that could never fire."""
    for match in _COMPARED.finditer(source):
        name = match["left"] or match["list"] or match["second"]
        where, texts = next((g, match[g]) for g in ("right", "member", "first") if match[g] is not None)
        for text in _STRING.finditer(texts) if _CLOSED.get(name) else ():
            if (value := _unquoted(text[0])) not in _CLOSED[name]:
                near = get_close_matches(value, _CLOSED[name], n=1) or [", ".join(sorted(_CLOSED[name]))]
                at = match.start(where) + text.start()
                yield *_at(source, at), f'{name} is never "{value}"; write {near[0]}'


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def in_one_line(words: str) -> str:
    """The words on one line, cut to what a table row holds."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_WORDS_CHARS else line[: LONGEST_WORDS_CHARS - 1] + "…"
