"""`amends policy`: a policy pack as a page that its staff can read. Needs no configuration and changes nothing."""

from __future__ import annotations

from rules.pack import load
from rules.page import page
from rules.page_words import Language


def policy(pack: str, *, language: str) -> int:
    """Print the page of a pack that comes with Amends or of a file, in English ("en") or Chinese ("zh").

    Raises PackInvalid with every mistake when the pack cannot be used.
    """
    print(page(load(pack), Language(language)), end="")
    return 0
