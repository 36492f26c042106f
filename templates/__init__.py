"""What people read: every mail that the desk writes, in every language it writes.

The catalogue is `Kind`: one notice, one context, one Markdown file a language. A language is a folder, a desk's own
folder wins over ours file by file. A template sees its context and nothing else; nothing here decides, waits, sends or
looks at a clock, and nothing that a letter says is ever read as a template, as Markdown or as HTML.
"""

from __future__ import annotations

from pathlib import Path

from templates.check import check
from templates.contexts import Context, Kind
from templates.render import Rendered, render
from templates.samples import SAMPLES
from templates.shelf import languages, shelf

__all__ = ["SAMPLES", "Context", "Kind", "Rendered", "catalogue", "check", "languages", "render"]


def catalogue(overrides: Path | None = None) -> dict[Kind, tuple[str, ...]]:
    """Every notice, and the languages that have a letter of their own for it."""
    return {kind: tuple(name for name in languages(overrides) if shelf(name, overrides).has(kind)) for kind in Kind}
