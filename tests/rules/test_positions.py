"""Where things stand in TOML texts."""

from __future__ import annotations

import tomllib
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from rules.positions import Path, positions

TEXT = '''\
top = 1 # [not.a.table]
"quoted key" = "a # b = c ] }"
[a.b]
date = 2026-12-24 09:00:00
many = [
  "x = 1", # a remark, with a comma
  { deep = [1.5, 2], 'lit' = 'C:\\' },
]
text = """
[not] = a table
  "" second
"""
[[a.list]]
dotted.key = true
[[a.list]]
inline = { one = { two = "here" } }
[a.list.sub]
last = \'\'\'x\'\'\'
'''


def leaves(value: object, path: Path = ()) -> list[Path]:
    """The path of every value in a TOML document."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return [leaf for key, inner in table.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [path, *(leaf for n, inner in enumerate(items) for leaf in leaves(inner, (*path, n)))]
    return [path]


def test_every_value_has_its_line():
    """Tables, arrays of tables, inline tables, dotted keys, arrays over several lines, strings full of traps."""
    found = {path: place.line for path, place in positions(TEXT).items()}
    lines = TEXT.split("\n")
    for path, mark in {
        ("top",): "top =",
        ("quoted key",): '"quoted key"',
        ("a", "b"): "[a.b]",
        ("a", "b", "date"): "date =",
        ("a", "b", "many", 0): '"x = 1"',
        ("a", "b", "many", 1, "deep", 1): "deep",
        ("a", "b", "many", 1, "lit"): "deep",
        ("a", "b", "text"): 'text = """',
        ("a", "list", 0, "dotted", "key"): "dotted.key",
        ("a", "list", 1, "inline", "one", "two"): "inline =",
        ("a", "list", 1, "sub", "last"): "last =",
    }.items():
        assert mark in lines[found[path] - 1], path


def test_text_begins_inside_its_quotes():
    """Columns point at the first character of a string; a newline after three quotes is not part of it (TOML 1.0)."""
    found = positions("one = 'x'\nthree = '''\nx'''\nsame = '''x'''\n")
    assert (found["one",].value_line, found["one",].value_column) == (1, 8)
    assert (found["three",].line, found["three",].value_line, found["three",].value_column) == (2, 3, 1)
    assert (found["same",].value_line, found["same",].value_column) == (4, 11)


def test_nothing_that_toml_reads_is_without_a_place():
    """The paths are those that tomllib gives."""
    found = positions(TEXT)
    assert all(path in found for path in leaves(tomllib.loads(TEXT)))


@given(st.text(alphabet="ab.=[]{}'\"#\n ,1-", max_size=40))
def test_any_toml_text_can_be_walked(text: str):
    """Whatever tomllib accepts has a place for every value."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = positions(text)
    assert all(path in found for path in leaves(read) if path)
