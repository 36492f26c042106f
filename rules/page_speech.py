"""How a page speaks: one language, the policy's own names, Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.durations import Budget
from rules.page_words import FIELDS, WORDS_OF_THE_PACK, Language, Pair, length, named, said
from rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Speech:
    """A policy, told in one language."""

    policy: Policy
    language: Language

    def say(self, en: str, zh: str) -> str:
        """The sentence in the page's language."""
        return en if self.language is Language.EN else zh

    def word(self, pair: Pair) -> str:
        """The word in the page's language."""
        return said(pair, self.language)

    def name(self, thing: Any) -> str:
        """The name of whatever has one in `en` and `zh`."""
        return named(thing, self.language)

    def length(self, budget: Budget) -> str:
        """A length of time."""
        return length(budget, self.language)

    def listed(self, words: Iterable[str]) -> str:
        """The words, one after the other."""
        return self.say(", ", "、").join(words)

    def fields(self, fields: Sequence[str]) -> str:
        """The names of a form's fields."""
        return self.listed(self.word(FIELDS[field]) for field in fields)

    def people(self, codes: Sequence[str]) -> str:
        """The names of personal roles, department roles and the words that stand beside them."""
        names: Mapping[str, str] = {
            **{role.code: self.name(role) for role in self.policy.roles},
            **{person.code: self.name(person) for person in self.policy.people},
            **{code: self.word(pair) for code, pair in WORDS_OF_THE_PACK.items()},
        }
        return self.listed(names.get(code, code) for code in codes)

    def table(self, heads: Sequence[Pair], rows: Iterable[Sequence[str]]) -> Iterator[str]:
        """The lines of a table."""
        yield _row([self.word(head) for head in heads])
        yield _row(["---"] * len(heads))
        yield from (_row(row) for row in rows)


def upper(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
