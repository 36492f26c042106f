"""What a rule may ask: every name answered, in its type, and told in the manual."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parsers.letter import Amount, AmountRole, Attachment, Fact, Letter, Product
from rules.conditions import Question, compile_condition
from rules.samples import SILENT, TALKATIVE
from rules.vocabulary import NAMES, CelType, History, question
from tests.rules.letters import letter

HISTORY = History(open_cases=2, earlier_cases=5, repeats=3, product_repeats=4)
MANUAL = Path(__file__).parents[2] / "docs" / "policy.md"
PYTHON_TYPES = {
    CelType.STRING: str,
    CelType.STRINGS: list,
    CelType.BOOL: bool,
    CelType.INT: int,
    CelType.DOUBLE: float,
}


@pytest.mark.parametrize("what", [SILENT, TALKATIVE], ids=["silent", "talkative"])
def test_every_name_is_answered_in_its_type(what: Letter):
    """A letter that says nothing has answers too: empty ones."""
    answers = question(what)
    assert list(answers) == [name.name for name in NAMES]
    for name in NAMES:
        assert type(answers[name.name]) is PYTHON_TYPES[name.type], name.name


def test_every_name_can_be_used_in_a_condition():
    """The type checker of conditions knows each name by the type of the table."""
    compares = {
        CelType.STRING: "{} + 'x' == 'y'",
        CelType.STRINGS: "size({}) > 0",
        CelType.BOOL: "{}",
        CelType.INT: "{} > 1",
        CelType.DOUBLE: "{} > 1.0",
    }
    for name in NAMES:
        condition = compile_condition(compares[name.type].format(name.name))
        assert condition.names == (name.name,)


def test_the_manual_names_every_fact_its_type_and_its_values():
    """docs/policy.md holds one row a name; a fact nobody can look up is a fact nobody uses."""
    manual = MANUAL.read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(" `"): row for row in manual.splitlines() if row.startswith("| `")}
    for name in NAMES:
        assert f"`{name.type}`" in rows[name.name], name.name
        for value in name.values:
            assert f"`{value}`" in rows[name.name], (name.name, value)


@pytest.mark.parametrize(
    "amounts, expected, currency",
    [
        ((), 0.0, ""),
        ((Amount(120_000, "CNY", AmountRole.CLAIMED), Amount(5_000, "CNY", AmountRole.LOSS)), 1200.0, "CNY"),
        ((Amount(999_999, None, AmountRole.LOSS),), 9999.99, ""),
        ((Amount(5_000, "JPY", AmountRole.CLAIMED),), 5000.0, "JPY"),  # no smaller unit
        ((Amount(5_000, "KWD", AmountRole.CLAIMED),), 5.0, "KWD"),  # a thousandth
        ((Amount(5_000, "USD", AmountRole.PRICE),), 0.0, ""),  # a price is no claim
    ],
)
def test_the_amount_is_the_largest_claim_or_loss_in_whole_units(
    amounts: tuple[Amount, ...], expected: float, currency: str
):
    """Yuan, not fen; yen are yen; what things cost is not what is claimed."""
    answers = question(letter(amounts=tuple(map(Fact, amounts))))
    assert (answers["amount"], answers["currency"]) == (expected, currency)


def test_what_surrounds_a_letter_can_be_asked_too():
    """Sender, files, channel and the customer's other cases."""
    what = letter("text", subject="subject", products=(Fact(Product("kettle", 3)), Fact(Product("lid", 20))))
    files = (Attachment("a.JPG", "image/jpeg", 1, "2"), Attachment("b.pdf", "application/pdf", 1, "3"))
    what = replace(what, attachments=files)
    asked = Question(question(what, channel="hotline", history=HISTORY, working=False))
    for source in (
        'sender == "nora@customer.example" && sender_domain == "customer.example"',
        "attachments == 2 && pictures == 1",
        'channel == "hotline" && !working_time',
        "customer_open_cases == 2 && customer_earlier_cases == 5 && repeats == 3 && product_repeats == 4",
        'quantity == 20 && products == ["kettle", "lid"]',
        'words == "subject\\ntext"',
    ):
        assert compile_condition(source).holds(asked), source
