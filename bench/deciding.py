"""Deciding and writing, per call. The yardstick is the time the standard library takes to read one letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import parsers
from bench.figures import Figure, Work, cpu_seconds
from bench.reading import with_stdlib
from daemon.compose import Auto, Draft, compose
from parsers.letter import Address, Letter
from rules.engine import decide
from rules.pack import load
from templates import SAMPLES, Kind, Rendered, render

BESIDE = "stdlib email, a letter"
CALLS = 100
KINDS = (Kind.ACKNOWLEDGEMENT, Kind.HANDOVER)


def run(letters: Sequence[bytes]) -> Iterator[Figure]:
    """Milliseconds of CPU a call."""
    some = letters[:CALLS]
    policy = load("standard")
    read = [letter for raw in some if isinstance(letter := parsers.read(raw), Letter)]
    works: dict[str, tuple[Work, int]] = {"decide": (lambda: [decide(policy, letter) for letter in read], len(read))}
    for kind in KINDS:
        for language in ("en", "zh"):
            works[f"render {kind} {language}"] = (_rendering(kind, language), CALLS)
    draft = _draft(render(SAMPLES[Kind.HANDOVER][0], "en"))
    works["compose the handover"] = (lambda: [compose(draft) for _ in range(CALLS)], CALLS)
    *ours, stdlib = cpu_seconds([*(work for work, _ in works.values()), lambda: [with_stdlib(raw) for raw in some]])
    yardstick = stdlib / len(some)
    for (name, (_, calls)), seconds in zip(works.items(), ours, strict=True):
        per_call = seconds / calls
        yield Figure(what=name, value=1000 * per_call, unit="ms", beside=BESIDE, ratio=per_call / yardstick)


def _rendering(kind: Kind, language: str) -> Work:
    context = SAMPLES[kind][0]
    return lambda: [render(context, language) for _ in range(CALLS)]


def _draft(words: Rendered) -> Draft:
    return Draft(
        message_id="<bench.1@shop.example>",
        date=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        sender=Address("desk@shop.example", "Shop complaints"),
        to=(Address("quality@shop.example"),),
        subject=words.subject,
        text=words.text,
        html=words.html,
        language="en",
        auto=Auto.GENERATED,
    )
