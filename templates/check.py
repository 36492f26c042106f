"""Reads every letter in every language before anybody gets one: `amends check` and the desk's start call this.

Every notice is rendered with its samples, the full and the nearly empty one. Problems are sentences, all at once, each
beginning with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from traceback import extract_tb

from jinja2 import TemplateError, TemplateSyntaxError

from templates import markup, words
from templates.contexts import Context, Kind, letter_of
from templates.render import render_from, source
from templates.samples import SAMPLES
from templates.shelf import DEFAULT_LANGUAGE, HOME, Shelf, fresh, languages, roots
from templates.values import Values, without_slots

_LEFT_OVER = re.compile(r"\*\*|__|\]\(|`|^#+ |^\|")
_AT_LINE = re.compile(r"at line (\d+)")

# What a broken template or word raises: ours to report with its place, not to die of.
BROKEN = (TemplateError, TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError)


def check(overrides: Path | None = None) -> list[str]:
    """What is wrong with the letters, ours and the desk's own; an empty list when nothing is."""
    if overrides is not None and not overrides.is_dir():
        wrong = "is a file, not a folder" if overrides.exists() else "does not exist"
        return [f"{overrides}: the folder of the desk's own letters {wrong}; make it, or correct [desk] templates_dir"]
    problems = (problem for language in languages(overrides) for problem in _language(language, overrides))
    return list(dict.fromkeys((*_unused(overrides), *problems)))


def _unused(overrides: Path | None) -> Iterator[str]:
    """The desk's own letters under a name that no notice has: ours would be sent, and nobody would know why."""
    if overrides is None:
        return
    known = {f"{letter_of(context)}.md" for kind in Kind for context in SAMPLES[kind]}
    known |= {path.name for path in (HOME / DEFAULT_LANGUAGE).glob("*.md")}
    for language in languages(overrides):
        for path in sorted((overrides / language).glob("*.md")):
            if path.name not in known and not path.name.startswith("_"):  # a part of theirs that letters include
                near = get_close_matches(path.name, sorted(name for name in known if name[0] != "_"), n=1)
                advice = f"did you mean {near[0]}?" if near else f"the names are those of {HOME / DEFAULT_LANGUAGE}"
                yield f"{path}:1: no letter has this name, so it is never used; {advice}"


def _language(language: str, overrides: Path | None) -> Iterator[str]:
    unreadable = list(_unreadable_words(language, overrides))
    if unreadable:
        yield from unreadable
        return
    try:
        own = fresh(language, overrides)
    except BROKEN as error:  # the layout, or a table that words.toml turned into something else
        yield f"{_place(error) or _file(language, words.FILE, overrides)}: {error}"
        return
    yield from _missing_words(language, overrides)
    for letter in dict.fromkeys(letter_of(context) for kind in Kind for context in SAMPLES[kind]):
        if not own.has(letter):
            file = _file(language, f"{letter}.md", overrides)
            yield f"{file}: missing; the letter in {DEFAULT_LANGUAGE} is used instead"
    for context in (context for kind in Kind for context in SAMPLES[kind]):
        if own.has(letter_of(context)):
            yield from _letter(own, context, overrides)


def _unreadable_words(language: str, overrides: Path | None) -> Iterator[str]:
    for path in (root / name / words.FILE for root in roots(overrides) for name in (DEFAULT_LANGUAGE, language)):
        try:
            words.load((HOME / DEFAULT_LANGUAGE, path.parent))
        except ValueError as error:
            line = _AT_LINE.search(str(error))
            yield f"{path}:{line[1] if line else 1}: {error}"


def _missing_words(language: str, overrides: Path | None) -> Iterator[str]:
    """Words that English has and this language lacks: their readers would read English there."""
    here, ours = (words.load(root / name for root in roots(overrides)) for name in (language, DEFAULT_LANGUAGE))
    for name in sorted(set(words.names(ours)) - set(words.names(here))):
        yield f"{_file(language, words.FILE, overrides)}: {name} is missing; its English word is used instead"


def _letter(own: Shelf, context: Context, overrides: Path | None) -> Iterator[str]:
    file = f"{letter_of(context)}.md"
    try:
        render_from(own, context)
        tokens = markup.parse(source(own, context, Values()).partition("\n")[2])
    except BROKEN as error:
        yield f"{_place(error) or _file(own.language, file, overrides)}: {type(error).__name__}: {error}"
        return
    for text in markup.said(tokens):
        if left := _LEFT_OVER.search(without_slots(text)):
            place = _file(own.language, file, overrides, having=left[0])
            yield f"{place}: `{left[0]}` stays visible; put a space or a letter beside it: {without_slots(text)!r}"


def told(error: Exception, letter: str) -> str:
    """Why a letter could not be written, with its file and line where they are known."""
    return f"{_place(error) or letter}: {type(error).__name__}: {error}"


def _place(error: BaseException) -> str:
    """File and line of the template that the error happened in; empty when it happened in none."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith((".md", ".j2"))]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _file(language: str, name: str, overrides: Path | None, having: str = "") -> str:
    """The file that is in use, and the first line that has the words, or else 1."""
    places = [root / language / name for root in roots(overrides)]
    path = next((path for path in places if path.is_file()), places[0])
    lines = path.read_text(encoding="utf-8").splitlines() if having and path.is_file() else []
    return f"{path}:{next((number for number, line in enumerate(lines, 1) if having in line), 1)}"
