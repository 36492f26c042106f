"""The weights of a trained model, feature by feature.

A feature's weights are packed into one number, field by field, so that adding two features is one addition; and its
line of the model's file is only taken apart when it is first met, since most never are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from struct import Struct

_COMMENT = b"# "
_FIELD = 32  # bits: a sum lies between -2^31 and 2^31; 2^31 is added to it, so that no field is negative
MOST = (1 << (_FIELD - 1)) - 1  # that a column may hold


def lines_of(content: bytes) -> dict[str, bytes]:
    """The lines of a model's file by their feature, which is what stands before the first tab; without a comment above.

    They stay bytes, and the features are decoded together: of a hundred thousand lines that is done much sooner.
    """
    lines = content.rstrip(b"\n").split(b"\n")
    if lines[0].startswith(_COMMENT):
        del lines[0]
    features = b"\n".join(map(itemgetter(0), map(bytes.partition, lines, repeat(b"\t")))).decode()
    return dict(zip(features.split("\n"), lines, strict=True))


class Weights:
    """Of each feature, one weight a column."""

    def __init__(self, features: Iterable[str], columns: int, weights_of: Callable[[str], Sequence[int]]) -> None:
        self._known = frozenset(features)
        self._rows = _Rows(weights_of)
        self._fields = Struct(f"<{columns}i")
        self._nothing = packed([1 << (_FIELD - 1)] * columns)

    def total(self, features: Iterable[str]) -> tuple[int, int]:
        """The weights of these features together, each counted once, as one number; and how many of them have weights."""
        known = self._known.intersection(features)
        return sum(map(self._rows.__getitem__, known), self._nothing), len(known)

    def columns(self, total: int) -> tuple[int, ...]:
        """Such a number column by column."""
        return self._fields.unpack((total ^ self._nothing).to_bytes(self._fields.size, "little"))

    def last(self, total: int) -> int:
        """The last column of such a number."""
        return (total >> (self._fields.size * 8 - _FIELD)) - MOST - 1

    def reaches(self, total: int, least: int) -> bool:
        """Whether such a number is as much as the packed `least` in any column."""
        return (total - least) & self._nothing != 0


class _Rows(dict[str, int]):
    """The packed weights of the features that were met."""

    def __init__(self, weights_of: Callable[[str], Sequence[int]]) -> None:
        super().__init__()
        self._weights_of = weights_of

    def __missing__(self, feature: str) -> int:
        row = self[feature] = packed(self._weights_of(feature))
        return row


def packed(weights: Iterable[int]) -> int:
    """The weights of one feature, or limits of all columns, as one number."""
    return sum(weight << (_FIELD * column) for column, weight in enumerate(weights))
