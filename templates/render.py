"""A context and a language in; subject, plain text and HTML of one mail out.

One Markdown file a notice and language gives both bodies, so that they cannot say different things. The file's first
line is `Subject: …`. This module puts the steps together; it knows no notice by name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from css_inline import CSSInliner

from templates import markup, plaintext
from templates.contexts import Context, Desk, letter_of
from templates.shelf import DEFAULT_LANGUAGE, VALUES, Shelf, shelf
from templates.values import Values, one_line

SUBJECT_MARK = "Subject: "
SUBJECT_MAX_CHARS = 200  # far below the 998 of a header line (RFC 5322, section 2.1.1), still readable
SALUTATION_ENDS = (",", "，", ":", "：")
PREVIEW_MAX_CHARS = 140  # what mail programs show beside the subject

# Rules for telephones and for the dark stay in the page; everything else moves into the elements. Nothing is fetched.
_INLINER = CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One mail's words. `subject` is one line; `text` ends in a newline; `html` is a whole document, styles inlined."""

    subject: str
    text: str
    html: str


def render(context: Context, language: str, *, overrides: Path | None = None) -> Rendered:
    """The notice that belongs to `context`, in `language`, or in English where that language has no such letter.

    `overrides` is the desk's own templates folder; its files win one by one. Raises jinja2.TemplateError, TypeError,
    KeyError or ValueError when a template is broken; `check` finds that before the desk starts.
    """
    ladder = (language, language.partition("-")[0], DEFAULT_LANGUAGE)  # "zh-CN" is read as "zh" (RFC 5646)
    shelves = (shelf(name, overrides) for name in ladder if name.replace("-", "").isalnum())
    return render_from(next(own for own in shelves if own.has(letter_of(context))), context)


def render_from(own: Shelf, context: Context) -> Rendered:
    """The notice as this shelf has it. Raises as `render` does."""
    values = Values()
    head, _, body = source(own, context, values).partition("\n")
    if not head.startswith(SUBJECT_MARK):
        raise ValueError(f"the first line must be `{SUBJECT_MARK}…`")
    subject = one_line(values.plain(head.removeprefix(SUBJECT_MARK)), SUBJECT_MAX_CHARS)
    shape = markup.shape(body)
    text = plaintext.render(shape.tree, values)
    markup.judge_links(shape, values)
    preview = one_line(_opening(text), PREVIEW_MAX_CHARS)
    above = (values.slot(part) if part else "" for part in (subject, preview, getattr(context, "case", "")))
    page = _page(own, context.desk, shape.page, *above)
    return Rendered(subject=subject, text=text, html=values.html(page))


def _opening(text: str) -> str:
    """The letter's first paragraph that says something: beside a subject, "Dear customer," says nothing."""
    first, _, rest = text.partition("\n\n")
    return rest.partition("\n\n")[0] if rest and first.endswith(SALUTATION_ENDS) else first


def source(own: Shelf, context: Context, values: Values) -> str:
    """The letter as Markdown, each value a slot of `values`."""
    names = {name: getattr(context, name) for name in _names(type(context))}
    template = own.environment.get_template(f"{letter_of(context)}.md")
    return values.spaced(template.render({**names, VALUES: values}))


@lru_cache(maxsize=markup.SHAPES_KEPT)
def _page(own: Shelf, desk: Desk, body: str, subject: str, preview: str, case: str) -> str:
    """The whole document with the styles in its elements; `body`, `subject`, `preview` and `case` hold slots.

    Printing and inlining a page takes longer than everything else about a mail, and a desk has few different ones.
    """
    page = own.layout.render(
        language=own.language, subject=subject, preview=preview, desk=desk, case=case, body=body, style=own.style
    )
    return _INLINER.inline(page)


@lru_cache(maxsize=64)
def _names(context: type[Context]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(context))
