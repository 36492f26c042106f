"""A third language is one file: nothing in the code knows German, `german.toml` beside this test does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from parsers.lexicon import load, read_also
from parsers.text.language import language_of

GERMAN = Path(__file__).with_name("german.toml")
LETTERS = {
    "complaint": "Guten Tag,\nder Wasserkocher (Rechnung Nr. 89621) ist undicht und tropft auf den Tisch. Ich bin sehr "
    "enttäuscht. Bitte schicken Sie mir umgehend Ersatz.\n\nMit freundlichen Grüßen\nJutta Brandt",
    "late": "Die Pumpe ist trotz Zusage noch nicht geliefert. Wir haben schon zweimal geschrieben und verlangen "
    "Rückerstattung, sonst geht die Sache zum Anwalt.",
    "standstill": "Ihre Pumpe ist undicht. Beim Versuch, sie abzudichten, wurde gestern Abend unser jüngster Geselle am "
    "linken Unterarm so schwer verletzt, dass er bis auf Weiteres ausfällt und wir niemanden haben.",
    "patient": "Der Wasserkocher ist undicht und ich bin enttäuscht. Bitte schicken Sie mir Ersatz, es eilt nicht.",
    "thanks": "Vielen Dank für die schnelle Lieferung, wir sind rundum zufrieden. Weiter so!",
    "enquiry": "Haben Sie den Kocher auch in Rot, und was kostet er? Es eilt nicht.",
}
READ = """
import json, pathlib, sys
from parsers.facts import read_facts
from parsers.text.language import language_of
from parsers.lexicon import read_also

def facts(text):
    code = language_of(text)
    read = read_facts(subject="", text=text, language=code, sender=None, attachments=(), date=None)
    return {
        "language": code, "purpose": read.purpose.value, "invoices": [each.value for each in read.invoices],
        "urgency": read.urgency.value.value, "remedies": [each.value.value for each in read.remedies],
        "kind": read.defect_kind, "legal": read.legal_threat.value, "prior": read.prior_contact.value,
        "name": read.sender_name.value if read.sender_name else None,
    }

read_also(pathlib.Path(sys.argv[1]))
print(json.dumps({name: facts(text) for name, text in json.loads(sys.argv[2]).items()}))
"""


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process that was given a folder with the one file reads in the letters."""
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "de.toml").write_text(GERMAN.read_text("utf-8"), "utf-8")
    command = [sys.executable, "-c", READ, str(folder), json.dumps(LETTERS)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout)


def test_the_language_is_told(german: dict[str, Any]):
    """Every letter is German, by the small words in the file."""
    assert {read["language"] for read in german.values()} == {"de"}


def test_a_complaint_is_understood(german: dict[str, Any]):
    """Purpose, invoice, urgency, remedy, defect and name come out of German words."""
    assert german["complaint"] == {
        "language": "de", "purpose": "complaint", "invoices": ["89621"], "urgency": "high", "remedies": ["replacement"],
        "kind": "leak", "legal": False, "prior": False, "name": "Jutta Brandt",
    }  # fmt: skip


def test_threats_and_history_are_understood(german: dict[str, Any]):
    """A late delivery with a reminder and a lawyer is no mere question."""
    late = german["late"]
    assert (late["purpose"], late["legal"], late["prior"], late["kind"]) == ("complaint", True, True, "late")
    assert late["remedies"] == ["refund"]


def test_what_has_happened_and_what_can_wait_is_told_by_its_words(german: dict[str, Any]):
    """Of a language without sentences to learn from only the words can tell, and they do."""
    assert (german["standstill"]["purpose"], german["standstill"]["urgency"]) == ("complaint", "critical")
    assert (german["patient"]["purpose"], german["patient"]["urgency"]) == ("complaint", "low")


def test_other_letters_are_no_complaints(german: dict[str, Any]):
    """Thanks are thanks and a question is a question, and the latter is in no hurry."""
    assert german["thanks"]["purpose"] == "thanks"
    assert german["enquiry"]["purpose"] == "enquiry"
    assert german["enquiry"]["urgency"] == "low"


def test_without_the_file_german_is_said_to_be_unread():
    """The desk says that it cannot read a language rather than take it for English."""
    assert {language_of(text) for text in LETTERS.values()} == {"und"}


def test_a_broken_file_is_named(tmp_path: Path):
    """An operator's mistake in a word file is reported with the file and the phrase, and nothing is changed."""
    (tmp_path / "de.toml").write_text('[phrases.purpose]\nthanks = ["(vielen (dank))"]\n', "utf-8")
    with pytest.raises(ValueError, match=r"lexicon de: .*brackets within brackets"):
        read_also(tmp_path)
    (tmp_path / "de.toml").write_text("[phrases", "utf-8")
    with pytest.raises(ValueError, match=r"de\.toml"):
        load(tmp_path)
