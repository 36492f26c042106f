"""Letters are read in this process: a rehearsal's letters are its author's own, and a child costs more than the play."""

from __future__ import annotations

from collections.abc import Sequence

import parsers
from parsers.goods.catalogue import Catalogue
from parsers.letter import Letter, Unreadable


class InlineReaders:
    """A `daemon.settling.Reads` without processes and limits."""

    def __init__(self, own: frozenset[str], catalogue: Catalogue | None = None) -> None:
        """`own`: the desk's addresses, in lower case; `catalogue`: the company's products."""
        self._own = own
        self._catalogue = catalogue

    def ready(self) -> None:
        """There is nothing to start."""

    def read(self, raws: Sequence[bytes]) -> list[Letter | Unreadable]:
        """Each letter as read, in order."""
        return [parsers.read(raw, own=self._own, catalogue=self._catalogue) for raw in raws]

    def close(self) -> None:
        """There is nothing to give back."""
