"""Regular expressions that are compiled when they are first used.

To compile one that names the Chinese characters takes a millisecond, and many are for what most letters have not: that
is a good part of a process's start-up. The others are compiled where they are written, with `re.compile`, and so are
those that are tried hundreds of times in a letter: there these are slower by a look into a dictionary.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


def later(source: str) -> re.Pattern[str]:
    """What `re.compile` makes of `source`, at the first use of one of its methods."""
    return cast("re.Pattern[str]", _Later(source))


class _Later:
    def __init__(self, source: str) -> None:
        self.pattern = source

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)
