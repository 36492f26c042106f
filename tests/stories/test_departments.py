"""The department answers by mail."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.cast import ANN, BELLA, FINANCE, HANNAH, OSCAR, QUALITY, QUENTIN, Mail, Person
from tests.world import MakeWorld, World


@pytest.fixture
def begun(world: World) -> World:
    """Ann has complained, and Quality has the case."""
    world.letter(from_=ANN)
    world.run()
    return world


@pytest.mark.parametrize("word", ["ACCEPT", "accept.", "OK", "受理", "好的", "收到，谢谢"])
def test_acceptance(begun: World, word: str):
    """One word in English or Chinese accepts; the receipt says so, and the signing clock has stopped."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text=word)
    begun.run()
    assert begun.case()["state"] == "accepted"
    assert "is yours" in begun.only(QUALITY, "receipt").subject
    begun.turn(hours=8)
    assert begun.kinds(QUALITY) == ["handover", "receipt"]
    assert begun.kinds(HANNAH) == []


@pytest.mark.parametrize("who", [QUALITY, HANNAH, QUENTIN], ids=["address", "head", "member"])
def test_who_may_accept(begun: World, who: Person):
    """The department's address, its head and its members; the receipt goes to whoever wrote."""
    begun.reply(begun.only(QUALITY, "handover"), from_=who, text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "accepted"
    assert len(begun.inbox(who, "receipt")) == 1


def test_another_department_may_not_accept(begun: World):
    """Finance has nothing to do with the case: its answer is for review."""
    begun.reply(begun.only(QUALITY, "handover"), from_=FINANCE, text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.kinds(BELLA) == ["review"]


def test_the_receipt_hangs_under_the_command(begun: World):
    """The receipt is an answer to the very mail that gave the command."""
    command = begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    begun.run()
    receipt = begun.only(QUALITY, "receipt")
    assert receipt.headers["in-reply-to"] == command.message_id
    assert receipt.headers["auto-submitted"] == "auto-replied"


def test_accepting_twice_changes_nothing(begun: World):
    """The second ACCEPT gets a receipt that says so."""
    for _ in range(2):
        begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
        begun.turn(minutes=1)
    assert [receipt.subject.split(":")[0] for receipt in begun.inbox(QUALITY, "receipt")] == [
        "Case C2026-000001 is yours",
        "Nothing to do",
    ]
    assert begun.history().count("accepted") == 1


def test_accepting_without_a_token_is_asked_about(begun: World):
    """A new mail with nothing but the case number does not accept; the department is asked whether it meant it."""
    begun.letter(from_=QUALITY, subject="C2026-000001", text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.only(QUALITY, "receipt").subject.startswith("Not done yet, please confirm")
    confirmation = begun.only(QUALITY, "confirmation")
    assert confirmation.subject == "Please confirm ACCEPT: case C2026-000001"
    begun.reply(confirmation, from_=QUALITY, text="CONFIRM")
    begun.run()
    assert begun.case()["state"] == "accepted"


def test_somebody_else_cannot_confirm(begun: World):
    """The second mail counts only from the department itself: Finance, with the very same mail, confirms nothing."""
    begun.letter(from_=QUALITY, subject="C2026-000001", text="ACCEPT")
    begun.run()
    begun.reply(begun.only(QUALITY, "confirmation"), from_=FINANCE, text="CONFIRM")
    begun.run()
    assert begun.case()["state"] == "dispatched"


def test_confirming_nothing(begun: World):
    """CONFIRM in answer to a mail that asked for none is refused."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="CONFIRM")
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.only(QUALITY, "receipt").subject.startswith("Not done")


def test_accepting_with_the_customers_mark_is_asked_about(begun: World):
    """The department holding the customer's acknowledgement does not hold a mark of its own."""
    begun.reply(begun.only(ANN, "acknowledgement"), from_=QUALITY, text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert sorted(begun.kinds(QUALITY)) == ["confirmation", "handover", "receipt"]  # two at once, over two connections


def test_the_button_of_the_receipt_accepts(begun: World):
    """Whoever was asked for want of a token finds a button with one in the receipt, too."""
    begun.letter(from_=QUALITY, subject="C2026-000001", text="ACCEPT")
    begun.run()
    press(begun, begun.only(QUALITY, "receipt"), QUALITY)
    begun.run()
    assert begun.case()["state"] == "accepted"


def test_a_button_accepts(begun: World):
    """The button's mail carries everything: no quoted text and no In-Reply-To are needed."""
    press(begun, begun.only(QUALITY, "handover"), QUENTIN)
    begun.run()
    assert begun.case()["state"] == "accepted"


def test_a_button_in_somebody_elses_hands(begun: World):
    """The token alone is not enough: the same button pressed by Finance is for review."""
    press(begun, begun.only(QUALITY, "handover"), FINANCE)
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.kinds(BELLA) == ["review"]


def test_a_button_with_sub_addressing(make_world: MakeWorld):
    """Where sub-addressing works the button's address carries the token too."""
    world = make_world(settings={"desk": {"subaddress": "+"}})
    world.letter(from_=ANN)
    world.run()
    press(world, world.only(QUALITY, "handover"), QUALITY, subject="something else")
    world.run()
    assert world.case()["state"] == "accepted"


def press(world: World, mail: Mail, who: Person, subject: str | None = None) -> None:
    """Press the first mailto: button of a mail, as a mail program does (RFC 6068)."""
    found = re.search(r'href="(mailto:[^"]*subject=[^"]*)"', mail.html)
    assert found, mail.html
    link = urlsplit(unescape(found[1]))
    fields = {name: values[0] for name, values in parse_qs(link.query, strict_parsing=True).items()}
    world.letter(from_=who, to=unquote(link.path), subject=subject or fields["subject"], text=fields["body"])


def test_words_without_a_command_stay_inside(begun: World):
    """A reply without a command word is a note: the customer never reads it, and the receipt says so with a button."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="This customer complains every week, ignore her.")
    begun.run()
    begun.turn(days=1)
    receipt = begun.only(QUALITY, "receipt")
    assert "not sent to the customer" in receipt.words
    assert "Accept this case" in receipt.html
    assert begun.kinds(ANN) == ["acknowledgement"]
    assert not any(b"ignore her" in mail.content for mail in begun.everything() if ANN.address in mail.recipients)
    assert begun.history()[2] == "noted"
    assert begun.case()["state"] == "dispatched"


def test_an_explicit_note(begun: World):
    """NOTE 备注 is a note that was meant as one."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="备注 客户为老客户")
    begun.run()
    assert "客户为老客户" in begun.only(QUALITY, "receipt").text
    assert begun.history()[-1] == "noted"


def test_a_resolution_that_lacks_something(begun: World):
    """RESOLVE without a solution goes to nobody: the department is asked again, and the case stays where it is."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="RESOLVE\nCause: a seal")
    begun.run()
    assert "Not sent yet" in begun.only(QUALITY, "receipt").subject
    assert "Solution" in begun.only(QUALITY, "ask_again").words
    assert begun.kinds(ANN) == ["acknowledgement"]
    assert begun.case()["state"] == "dispatched"


def test_a_resolution_reaches_the_customer(begun: World):
    """RESOLVE with all that is mandatory goes to the customer as it was written; 90 minutes later she is asked."""
    text = "RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today"
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text=text)
    begun.run()
    assert begun.case()["state"] == "resolved"
    resolution = begun.only(ANN, "resolution")
    assert "a brittle seal" in resolution.words
    assert "nine new kettles leave today" in resolution.words
    begun.turn(minutes=90)
    assert begun.kinds(ANN) == ["acknowledgement", "resolution", "closure_check"]


def test_quoted_text_is_never_a_command(begun: World):
    """The handover, quoted below a reply, says ACCEPT many times; that accepts nothing."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="What do you mean by this?")
    begun.run()
    assert begun.case()["state"] == "dispatched"


def test_accepting_in_answer_to_the_reminder(begun: World):
    """Any mail of the case that went to the department can be answered."""
    begun.turn(hours=3, minutes=30)
    begun.reply(begun.only(QUALITY, "reminder"), from_=QUALITY, text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "accepted"


def test_a_departments_answers_are_not_capped(begun: World):
    """Fifteen notes on one day get fifteen receipts: the daily cap is for customers."""
    for number in range(15):
        begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text=f"Note number {number}")
    begun.run()
    assert len(begun.inbox(QUALITY, "receipt")) == 15


def test_only_what_is_meant_for_the_customer_reaches_her(begun: World):
    """She reads the report word for word, and nothing of the signing, the note or the remark; the operator nothing."""
    handover = begun.only(QUALITY, "handover")
    for text in ("ACCEPT", "NOTE A difficult customer.", "Is it really ours?", "PROGRESS We found the seal."):
        begun.reply(handover, from_=QUALITY, text=text)
        begun.run()
    assert begun.kinds(ANN) == ["acknowledgement", "progress"]
    assert "We found the seal." in begun.only(ANN, "progress").words
    to_ann = [mail.content for mail in begun.everything() if ANN.address in mail.recipients]
    assert not any(b"difficult" in content or b"really ours" in content for content in to_ann)
    assert begun.kinds(OSCAR) == []
