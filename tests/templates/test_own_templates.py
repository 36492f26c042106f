"""A desk's own templates: they win file by file, and what is wrong with them is said before anybody gets a mail."""

from pathlib import Path

import pytest

from templates import SAMPLES, Kind, catalogue, check, languages, render
from templates.contexts import letter_of
from templates.shelf import HOME

ADDED = SAMPLES[Kind.ADDED][0]
ALARM = SAMPLES[Kind.ALARM][0]


def write(folder: Path, name: str, text: str) -> Path:
    """Put a file into the desk's own templates folder, which is given back."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_file_of_the_desk_wins_over_ours(tmp_path: Path):
    """One changed letter is one file; every other letter stays ours."""
    own = write(tmp_path, "en/added.md", "Subject: Got it, {{ case }}\n\nThank **you**, {{ case }}.\n")
    mail = render(ADDED, "en", overrides=own)
    assert mail.subject == "Got it, A-2026-0042"
    assert mail.text == "Thank you, A-2026-0042.\n"
    assert render(ALARM, "en", overrides=own) == render(ALARM, "en")
    assert render(ADDED, "zh", overrides=own) == render(ADDED, "zh")
    assert check(own) == []


def test_a_word_of_the_desk_wins_over_ours(tmp_path: Path):
    """words.toml wins word by word, so that one changed word is one line."""
    own = write(tmp_path, "en/words.toml", '[dates.zones]\n"Asia/Shanghai" = "Nanjing time"\n')
    assert "(Nanjing time, UTC+8)" in render(ADDED, "en", overrides=own).text
    assert check(own) == []


def test_the_look_can_be_the_desks_own(tmp_path: Path):
    """Style and layout are files like the letters."""
    own = write(tmp_path, "style.css", ".letter { background: #fedcba; }")
    assert 'style="background: #fedcba;"' in render(ADDED, "en", overrides=own).html


def test_a_new_language_is_a_new_folder(tmp_path: Path):
    """A folder with one letter is a language; its other letters are English until they are written, and check says so."""
    own = write(
        tmp_path,
        "de/added.md",
        "Subject: Ihr Schreiben, {{ case }}\n\nDanke. {{ promised | by if promised else '' }}\n",
    )
    assert languages(own) == ("de", "en", "zh")
    assert catalogue(own)[Kind.ADDED] == ("de", "en", "zh")
    assert catalogue(own)[Kind.ALARM] == ("en", "zh")
    assert render(ADDED, "de", overrides=own).subject == "Ihr Schreiben, A-2026-0042"
    assert render(ALARM, "de", overrides=own) == render(ALARM, "en")
    problems = check(own)
    letters = {letter_of(context) for contexts in SAMPLES.values() for context in contexts}
    assert sum("missing; the letter in en is used" in problem for problem in problems) == len(letters) - 1
    assert any(
        problem.startswith(f"{tmp_path / 'de' / 'words.toml'}:1: clocks.signing is missing") for problem in problems
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Subject: x\n\n{{ costumer }}\n", 3, "costumer"),
        ("Subject: x\n\nfine\n\n{% if %}\n", 5, "Expected an expression"),
        ("Subject: x\n\n{{ case | reverse_it }}\n", 3, "reverse_it"),
        ("Subject: x\n\n\n{{ desk }}\n", 4, "a letter prints words"),
        ("Subject: x\n\n{{ case | safe }}\n", 3, "safe"),
        ("Subject: x\n\n{{ case.__class__ }}\n", 3, "unsafe"),
        ("Subject: x\n\nplease**“now”**do\n", 3, "stays visible"),
        ("Subject: x\n\n[x](javascript:alert)\n", 1, "a link goes to"),
        ("Hello\n\nSubject: x\n", 1, "the first line must be"),
        ("Subject: x\n\n{% include 'other.md' %}\n", 3, "other.md"),
        ("", 1, "the first line must be"),
    ],
)
def test_a_broken_letter_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str):
    """Each mistake an author makes is one sentence that begins with file and line."""
    own = write(tmp_path, "en/added.md", text)
    problems = check(own)
    assert problems
    assert all(problem.startswith(f"{tmp_path / 'en' / 'added.md'}:{line}: ") for problem in problems), problems
    assert says in problems[0]


def test_all_problems_come_at_once(tmp_path: Path):
    """Whoever mends templates sees the whole list, not the first entry."""
    write(tmp_path, "en/added.md", "Subject: x\n\n{{ nothing }}\n")
    write(tmp_path, "zh/alarm.md", "Subject: x\n\n{{ nothing }}\n")
    assert {Path(problem.split(":")[0]).name for problem in check(tmp_path)} == {"added.md", "alarm.md"}


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("en/words.toml", "[dates]\nmoment = \n", 2),
        ("en/words.toml", 'dates = "none"\n', 1),
        ("en/words.toml", '[dates]\nby = "by {wekday}"\n', 1),
        ("layout.html.j2", "<p>\n{% endif %}", 2),
        ("layout.html.j2", "<p>\n\n{{ boddy }}", 3),
    ],
)
def test_a_broken_word_or_layout_is_named(tmp_path: Path, file: str, text: str, line: int):
    """Words and layout are checked like letters: no traceback, but a place and a sentence."""
    own = write(tmp_path, file, text)
    problems = check(own)
    assert problems
    if "wekday" in text:  # the form is named by its letter, since that is where it is used
        assert any("wekday" in problem for problem in problems)
    else:
        assert any(problem.startswith(f"{tmp_path / file}:{line}: ") for problem in problems), problems


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path):
    """A mistyped folder does not quietly mean our own letters."""
    assert check(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: the folder of the desk's own letters does not exist; make it, or correct [desk] templates_dir"
    ]


def test_every_language_of_ours_has_the_same_files():
    """A part that one language includes is there in the other: nobody translates half a letter."""
    files = {
        folder.name: {path.name for path in folder.iterdir()}
        for folder in HOME.iterdir()
        if (folder / "words.toml").is_file()
    }
    assert files["en"] == files["zh"]
