"""The weights of a trained model, feature by feature.

A feature's weights are packed into one number, field by field, so that adding two features is one addition; and its
line of the model's file is only taken apart when it is first met, since most never are.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from operator import itemgetter
from struct import Struct

NOTHING = 1 << 16  # added to every weight, so that no field is negative; a field holds as many as a file has lines
_NONE = ""  # of no file: a feature without weight


class Weights:
    """Of each feature, one weight a column."""

    def __init__(self, lines: Mapping[str, str], columns: int) -> None:
        self.known = frozenset(lines)
        self._fields = Struct(f"<{columns}I")
        self._rows = _Rows(lines, self._fields)

    def sums(self, features: AbstractSet[str]) -> tuple[int, ...]:
        """By column, the weights of these known features together, and `NOTHING` for each of them."""
        # One look-up for all; with two more, it gives a tuple however few they are.
        rows: tuple[int, ...] = itemgetter(_NONE, _NONE, *features)(self._rows)
        return self._fields.unpack(sum(rows).to_bytes(self._fields.size, "little"))


class _Rows(dict[str, int]):
    """The packed weights of the features that were met."""

    def __init__(self, lines: Mapping[str, str], fields: Struct) -> None:
        super().__init__({_NONE: 0})
        self._lines, self._fields = lines, fields

    def __missing__(self, feature: str) -> int:
        weights = (NOTHING + int(weight) for weight in self._lines[feature].split())
        row = self[feature] = int.from_bytes(self._fields.pack(*weights), "little")
        return row
