"""Where the letters stand: one folder a language, one Markdown file a notice; the desk's own files win over ours.

A shelf is a language's letters made ready to print: Jinja2 in its sandbox, strict about what is not defined, without any
filter that could let a value through as markup (hazards H30). Every value that a template prints becomes a slot
(`templates.values`). A running desk keeps the templates it was started with; `check` reads them afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, Template, Undefined, pass_context
from jinja2.runtime import Context as Names
from jinja2.sandbox import ImmutableSandboxedEnvironment as Environment
from markupsafe import Markup

from templates import dates, values, words

HOME = Path(__file__).parent
DEFAULT_LANGUAGE = "en"
VALUES = "_values"  # the name under which a rendering's `Values` travels with the template's names
_DATE_FORMS = ("moment", "by", "short", "short_by", "day")

# Filters that give markup, or that print what no letter prints. Without them a value can only become a slot.
_UNWANTED_FILTERS = (
    "safe",
    "escape",
    "e",
    "forceescape",
    "xmlattr",
    "urlize",
    "tojson",
    "striptags",
    "pprint",
    "attr",
    "map",
)


@dataclass(frozen=True, slots=True, eq=False)  # one shelf is like no other: its files may have changed since
class Shelf:
    """The letters and words of one language, and the page they are printed on."""

    language: str
    words: dict[str, Any]
    letters: frozenset[str]  # the files there are
    environment: Environment
    layout: Template
    style: str

    def has(self, letter: str) -> bool:
        """Whether this language has a letter of that name of its own."""
        return f"{letter}.md" in self.letters


def roots(overrides: Path | None) -> tuple[Path, ...]:
    """The folders that hold language folders, the winning one first."""
    return (overrides, HOME) if overrides is not None and overrides.is_dir() else (HOME,)


def languages(overrides: Path | None = None) -> tuple[str, ...]:
    """The languages there are letters in, ours and the desk's own, sorted."""
    return tuple(
        sorted({folder.name for root in roots(overrides) for folder in root.iterdir() if _is_language(folder)})
    )


@lru_cache(maxsize=64)
def shelf(language: str, overrides: Path | None) -> Shelf:
    """The shelf of a language, made once a process."""
    return fresh(language, overrides)


def fresh(language: str, overrides: Path | None) -> Shelf:
    """The shelf of a language as its files are now.

    Raises ValueError when words.toml cannot be read, jinja2.TemplateError when the layout is broken.
    """
    places = roots(overrides)
    ladder = dict.fromkeys((DEFAULT_LANGUAGE, language))  # below: English words for what a language lacks
    own_words = words.load(root / name for name in ladder for root in reversed(places))
    environment = _environment([root / language for root in places], own_words)
    pages = Environment(loader=FileSystemLoader(places), undefined=StrictUndefined, autoescape=True)
    return Shelf(
        language=language,
        words=own_words,
        letters=frozenset(environment.list_templates(extensions=("md",))),
        environment=environment,
        layout=pages.get_template("layout.html.j2"),
        style=next(style.read_text(encoding="utf-8") for root in places if (style := root / "style.css").is_file()),
    )


def _is_language(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(("_", ".")) and any(folder.glob("*.md"))


def _environment(folders: Iterable[Path], own_words: dict[str, Any]) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # an included part keeps its distance from what follows
        auto_reload=False,
        finalize=_finalizer(own_words["dates"]),
    )
    filters, tests = (cast("dict[str, Any]", table) for table in (environment.filters, environment.tests))
    for name in _UNWANTED_FILTERS:
        filters.pop(name, None)
    for form in _DATE_FORMS:
        filters[form] = partial(dates.written, form=form, dates=own_words["dates"])
    filters["said"] = partial(words.said, words=own_words)
    filters["filled"] = partial(words.filled, words=own_words)
    filters["letter"] = values.letter
    tests["cut"] = values.is_cut
    return environment


def _finalizer(date_words: Mapping[str, Any]) -> Callable[[Names, object], str]:
    """What Jinja2 does with each value that a template prints: it becomes a slot, a date in words first."""

    @pass_context
    def finalize(names: Names, value: object) -> str:
        if isinstance(value, Markup | Undefined):  # a macro's or a block's output, whose slots are made; or an error
            return Markup(value)  # noqa: S704 - the template wrote it; its values are slots by now
        if isinstance(value, datetime):
            value = dates.written(value, "moment", date_words)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise TypeError(f"a letter prints words, numbers and dates, not {type(value).__name__}")
        kept = cast("values.Values", names[VALUES])
        return Markup(kept.slot(value if isinstance(value, str) else str(value)))  # noqa: S704 - a slot is no HTML

    return finalize
