"""The short words of a language: labels, names of clocks, how dates are written (`words.toml` beside its letters).

A desk's own file wins word by word, over ours, over English: a word that a new release needs is never missing in a mail,
at worst it is English. `check` names what is missing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, unquote

from templates.contexts.parts import Button

FILE = "words.toml"

_CODE = re.compile("[a-z]+(_[a-z]+)*")


def load(folders: Iterable[Path]) -> dict[str, Any]:
    """The words of the folders, later ones winning. A folder may have no words of its own.

    Raises ValueError when a file is not TOML in UTF-8, or has a word where a folder before it has a table.
    """
    words: dict[str, Any] = {}
    for folder in folders:
        path = folder / FILE
        if path.is_file():
            words = _over(words, tomllib.loads(path.read_text(encoding="utf-8")))
    return words


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`below` with the entries of `above` laid over it, table by table."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if old is not None and _shape(value) != _shape(old):
            raise ValueError(f"{key} must be {_shape(old)}, not {_shape(value)}")
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _over(cast("dict[str, Any]", old), cast("dict[str, Any]", value))
        else:
            merged[key] = value
    return merged


def _shape(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    return (
        "a list"
        if isinstance(value, list)
        else "words in quotation marks"
        if isinstance(value, str)
        else "a bare value"
    )


def names(words: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Every word's full name: "clocks.signing", "dates.moment" …."""
    for key, value in words.items():
        if isinstance(value, dict):
            yield from names(cast("dict[str, Any]", value), f"{above}{key}.")
        else:
            yield f"{above}{key}"


def said(key: str, table: str, words: Mapping[str, Any]) -> str:
    """The word for `key` in a table, or the key itself made readable: the desk may use a code we have no word for.

    Where there is no such table it is no code but somebody's own words, which stay as they are.

    A name in the table with `*` stands for any sentence of that form; the word's own `*` are what stood there, in the
    same order, each in the table's words where it has some and is no number.
    """
    table_of = words.get(table, {})
    known = _known(key, table_of)
    return known or (key.replace("_", " ") if table_of and _CODE.fullmatch(key) else key)


def filled(button: Button, words: Mapping[str, Any]) -> str:
    """The button's link, its body in the reader's language: the command's form (`[forms]`), or else its bare word.

    The subject keeps the command as it is, since it is what the desk's own reading relies on. Where a number is
    chosen, the number is all there is to say.
    """
    form = words.get("forms", {}).get(button.command) or said(button.command, "command_words", words)
    before, mark, body = button.href.partition("&body=")
    if button.choice or _unquoted(body) != button.command:
        return button.href
    return before + mark + _quoted(str(form))


@lru_cache(maxsize=512)
def _unquoted(body: str) -> str:
    return unquote(body).strip()


@lru_cache(maxsize=512)
def _quoted(form: str) -> str:
    return quote("\r\n".join(form.strip().splitlines()) + "\r\n", safe="")


def _known(key: str, table: Mapping[str, Any]) -> str | None:
    known = table.get(key) or next(_alike(key, table), None)
    return str(known) if known else None


def _alike(key: str, table: Mapping[str, Any]) -> Iterator[str]:
    for form, word in table.items():
        if "*" in form and (found := _form(form).fullmatch(key)):
            parts = (part if part.isdigit() else _known(part, table) or part for part in found.groups())
            yield "".join(text + next(parts, "") for text in str(word).split("*"))


@lru_cache(maxsize=512)
def _form(form: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(text) for text in form.split("*")), re.DOTALL)
