"""The packs' own examples, read as customers' mails are."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path

import pytest

from parsers import read
from parsers.letter import Fact, Letter, Purpose, Topic, Unreadable
from rules import Handling, decide, load
from rules.examples import failures, mail_of
from rules.pack import shipped
from tests.rules.letters import letter

MANUAL = Path(__file__).parents[2] / "docs" / "policy.md"


@pytest.mark.parametrize("name", shipped())
def test_every_example_of_a_shipped_pack_is_decided_as_it_says(name: str):
    """From the mail's bytes through the real parsers to the decision."""
    assert failures(load(name), read) == ()


@pytest.mark.parametrize("name", ["standard", "dealership", "manufacturing", "courier"])
def test_every_level_and_every_route_of_a_company_pack_has_a_letter_in_both_languages(name: str):
    """A route without a letter is one nobody has tried."""
    policy = load(name)
    levels = {level.code for level in policy.levels if not level.people_only}
    departments = {rule.department for rule in policy.rules if rule.department}
    for english in (True, False):
        letters = [example for example in policy.examples if example.text.isascii() == english]
        assert {letter.level for letter in letters} >= levels
        assert {letter.department for letter in letters} >= departments


def test_the_manuals_pack_can_be_copied_and_works(tmp_path: Path):
    """The pack that docs/policy.md shows is sound with all the pieces that follow it, and its example holds."""
    shown = re.findall(r"```toml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "kettles.toml"
    file.write_text("\n".join(shown), encoding="utf-8")
    policy = load(file)
    assert failures(policy, read) == ()
    assert (policy.profiles[-1].name, policy.reports[-1].name) == ("hotline", "monthly analysis")


def test_an_example_becomes_a_mail_that_says_the_same():
    """Subject, sender and text survive in both languages."""
    for example in load("standard").examples:
        mail = email.message_from_bytes(mail_of(example), policy=email.policy.default)
        assert (mail["Subject"], mail["From"]) == (example.subject, example.sender)
        assert mail.get_content().strip() == example.text.strip()


@pytest.mark.parametrize("name", shipped())
def test_thanks_with_a_reproach_among_them_are_filed_by_no_pack(name: str):
    """However friendly the rest, the parsers are never surer of such a letter than a pack asks for before it files."""
    text = "Thank you so much for your excellent service, everything works perfectly now, highly recommend!"
    praise, reproach = (
        read(b"From: ann@customer.example\r\nSubject: Thank you\r\n\r\n" + words.encode())
        for words in (text, f"{text} Sadly your driver was a little late again.")
    )
    assert isinstance(praise, Letter)
    assert isinstance(reproach, Letter)
    assert (praise.facts.purpose, reproach.facts.purpose) == (Purpose.THANKS, Purpose.THANKS)
    assert praise.facts.confidence >= load(name).thresholds.file_at_least > reproach.facts.confidence
    assert (decide(load(name), praise).handling, decide(load(name), reproach).handling) == (
        Handling.FILE, Handling.TRIAGE
    )  # fmt: skip


def test_an_example_that_no_longer_holds_is_told_with_its_line():
    """Handling, level, department and tags are compared, and the decision's reasons given."""
    policy = load("standard")

    def misread(_: bytes) -> Letter:
        return letter(purpose=Purpose.ENQUIRY, topic=Fact(Topic.BILLING))

    told = failures(policy, misread)
    assert len(told) >= len(policy.examples) - 2  # the two enquiries differ by their department at most
    assert re.match(r"rules/packs/standard\.toml:\d+: \"Invoice 40417", told[0])
    assert "handling should be case but is enquiry" in told[0]
    assert "department should be quality but is finance" in told[0]
    assert any("tags should contain line_stopped but are none" in problem for problem in told)


def test_an_example_that_cannot_be_read_fails():
    """An unreadable example is a failure, never a pass."""
    policy = load("standard")
    told = failures(policy, lambda _: Unreadable("too odd"))
    assert len(told) == len(policy.examples)
    assert "cannot be read: too odd" in told[0]
