"""Case numbers in what people write."""

from __future__ import annotations

import pytest

from daemon.case_numbers import case_numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("关于投诉C2026-000042的进展", ("C2026-000042",)),
        ("投诉Ｃ２０２６－００００４２", ("C2026-000042",)),
        ("re c2026\u2011000042, and C2026 – 000007", ("C2026-000042", "C2026-000007")),
        ("C2026-000042 (C2026-000042)", ("C2026-000042",)),
        ("case_C2026-000042_photos", ("C2026-000042",)),
        ("order ABC2026-000042, invoice C2026-0000000421, 2026-000042", ()),
    ],
)
def test_a_number_is_known_however_it_was_typed(text: str, numbers: tuple[str, ...]):
    """Chinese around it, wide letters, another dash: it is the same number; part of another one it is not."""
    assert case_numbers_in(text) == numbers
