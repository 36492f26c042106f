"""The letters of `tests/accuracy/tuned.jsonl`, which are measured with and learned from: what is in each as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from parsers.message.quoting import divide

LETTERS = Path(__file__).parents[1] / "tests" / "accuracy" / "tuned.jsonl"


@dataclass(frozen=True, slots=True)
class Measured:
    """A letter: its subject, its writer's own words, and what a careful reader takes from it."""

    name: str
    subject: str
    text: str
    labels: Mapping[str, Any]


@cache
def measured() -> Sequence[Measured]:
    """All of them, in their order."""
    return [_letter(json.loads(line)) for line in LETTERS.read_text(encoding="utf-8").splitlines()]


def _letter(known: Mapping[str, Any]) -> Measured:
    subject = known["subject"] or ""
    return Measured(known["id"], subject, divide(known["body_text"] or "", subject=subject).own, known["labels"])
