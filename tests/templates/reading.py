"""How these tests read a mail: the sample by its kind, the words without layout, the page as a tree."""

from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser

from templates import SAMPLES, Context, Kind, Rendered, languages

LANGUAGES = languages()
C = TypeVar("C", bound=Context)


def sample(kind: Kind, number: int = 0) -> Context:
    """A sample context of a notice; the first is the fullest."""
    return SAMPLES[kind][number]


def samples(of: type[C]) -> tuple[C, ...]:
    """All the sample contexts of a type."""
    return tuple(context for contexts in SAMPLES.values() for context in contexts if isinstance(context, of))


def one_spaced(text: str) -> str:
    """Runs of white space as one blank."""
    return " ".join(text.split())


def first(mail: Rendered, paragraphs: int = 1) -> str:
    """The first paragraphs of the plain text."""
    return "\n\n".join(mail.text.split("\n\n")[:paragraphs])


def buttons(mail: Rendered) -> list[tuple[str, str]]:
    """What each button says and the background it has, in order."""
    page = LexborHTMLParser(mail.html)
    return [(link.text(), _background(link.attributes.get("style") or "")) for link in page.css(".buttons a")]


def _background(style: str) -> str:
    declarations = dict(part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in declarations.items()}.get("background", "")
