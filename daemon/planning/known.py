"""What is known of a complaint by now: its first letter, with what its customer has put right and added since.

A number or product that was put right stands in place of the wrong one. What further letters bring is added to what the
first one says, and takes nothing away: what a complaint is about is told by its first letter, unless that does not say.
How urgent somebody who waits says it is does not count again: a chasing customer is no other complaint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from daemon.case import Amended
from parsers.letter import Correction, Fact, Facts, Flag, Letter, Product, Topic

T = TypeVar("T")
NUMBERS = ("invoices", "orders", "other_refs")


def known(first: Letter, further: Iterable[Letter], amended: Iterable[Amended], *, words: bool) -> Letter:
    """The first letter as if it had said all of it. `words`: the text too, for rules that look for words."""
    facts, texts = first.facts, [first.text]
    for letter in further:
        facts = _with(facts, letter.facts)
        texts.append(letter.text)
    return replace(first, facts=put_right(facts, amended), text="\n\n".join(texts) if words else first.text)


def put_right(facts: Facts, amended: Iterable[Amended]) -> Facts:
    """The facts with what is right instead of what was wrong; added where nothing wrong is found."""
    for one in amended:
        if one.of in NUMBERS:
            facts = replace(facts, **{one.of: _numbers(getattr(facts, one.of), one)})
        elif one.of == "products":
            facts = replace(facts, products=_products(facts.products, one))
        elif one.of == "phone":
            facts = replace(facts, phone=Fact(one.right, facts.phone.spans if facts.phone else ()))
    return facts


def named(correction: Correction, facts: Facts) -> Correction:
    """A number that is put right without its word is what the wrong one is known as: "it is 89216, not 89612"."""
    wrong = _folded(correction.wrong or "")
    kinds = (kind for kind in NUMBERS if any(_folded(fact.value) == wrong for fact in getattr(facts, kind)))
    return replace(correction, of=next(kinds, correction.of)) if wrong else correction


def same_name(name: str) -> str:
    """A product's name without case, width, spacing and an English plural."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return folded[:-1] if folded.isascii() and folded.endswith("s") and not folded.endswith("ss") else folded


def alike(name: str, other: str) -> bool:
    """Whether the names are of one product: the same, or one a fuller form of the other ("kettles", "steel kettles")."""
    one, another = same_name(name), same_name(other)
    return bool(one and another) and (one in another or another in one)


def _numbers(facts: tuple[Fact[str], ...], one: Amended) -> tuple[Fact[str], ...]:
    """The right number takes the wrong one's place; one that is put right alone, that of the only one there is."""
    wrong, right = _folded(one.wrong or (facts[0].value if len(facts) == 1 else "")), _folded(one.right)
    mended = [Fact(one.right, fact.spans) if _folded(fact.value) == wrong else fact for fact in facts]
    if all(_folded(fact.value) != right for fact in mended):
        mended.append(Fact(one.right))
    return tuple({_folded(fact.value): fact for fact in reversed(mended)}.values())[::-1]


def _products(facts: tuple[Fact[Product], ...], one: Amended) -> tuple[Fact[Product], ...]:
    """The right product takes the wrong one's place and number; the catalogue's knowledge of it is kept."""
    right = same_name(one.right)
    meant = next((fact.value for fact in facts if same_name(fact.value.name) == right), Product(one.right))
    left = [fact for fact in facts if same_name(fact.value.name) != right]
    wrong = [fact for fact in left if alike(one.wrong, fact.value.name)]
    others = [fact for fact in left if fact not in wrong]
    was = wrong[0] if wrong else Fact(meant)
    return (Fact(replace(meant, quantity=meant.quantity or was.value.quantity), was.spans), *others)


def _with(facts: Facts, more: Facts) -> Facts:
    """The evidence of what is added stands in another letter: it is left out."""
    unsaid = facts.topic.value is Topic.OTHER and bool(more.topic.spans)
    flags = (flag for flag in more.flags if flag.value is not Flag.WITHDRAWN)
    return replace(
        facts,
        invoices=_joined(facts.invoices, more.invoices),
        orders=_joined(facts.orders, more.orders),
        other_refs=_joined(facts.other_refs, more.other_refs),
        products=_joined(facts.products, more.products),
        amounts=_joined(facts.amounts, more.amounts),
        remedies=_joined(facts.remedies, more.remedies),
        flags=_joined(facts.flags, flags),
        legal_threat=Fact(value=True) if more.legal_threat.value else facts.legal_threat,
        topic=Fact(more.topic.value) if unsaid else facts.topic,
        defect_kind=facts.defect_kind or more.defect_kind,
    )


def _joined(facts: tuple[Fact[T], ...], more: Iterable[Fact[T]]) -> tuple[Fact[T], ...]:
    there = {fact.value for fact in facts}
    return (*facts, *(Fact(fact.value) for fact in more if fact.value not in there))


def _folded(number: str) -> str:
    return unicodedata.normalize("NFKC", number).strip().upper()
