"""What somebody reads whose mail program shows plain text."""

from __future__ import annotations

from templates import markup, plaintext
from templates.values import Values


def _told(letter: str) -> list[str]:
    return plaintext.render(markup.shape(letter).tree, Values()).rstrip("\n").split("\n")


def _row(*words: str) -> str:
    return " ".join(f"[{word}](mailto:desk@shop.example?body={word})" for word in words)


def test_a_long_row_of_buttons_does_not_push_the_letter_off_the_screen():
    """The first is in its place, where it is asked for; the others stand below everything else."""
    commands = ("ACCEPT", "PROGRESS", "ASK", "OPTIONS", "RESOLVE", "WRONG", "EXTEND")
    told = _told(f"Please accept.\n\n{_row(*commands)}\n\n## The case\n\nNine kettles leak.")
    places = [next(n for n, line in enumerate(told) if line.startswith(f"{word}:")) for word in commands]
    assert told[2].startswith("ACCEPT: <mailto:")
    assert told[4:7] == ["THE CASE", "", "Nine kettles leak."]
    assert places[1:] == list(range(len(told) - 6, len(told)))


def test_a_short_row_stays_together():
    """Five marks to choose from are one question."""
    told = _told(f"How satisfied are you?\n\n{_row('1', '2', '3', '4', '5')}\n\nThank you.")
    assert [line.partition(":")[0] for line in told] == ["How satisfied are you?", "", *"12345", "", "Thank you."]
