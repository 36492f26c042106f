"""The customer writes again: which case it joins, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import ANN, BROKEN_KETTLES, FINANCE, MALLORY, QUALITY, WANG_FANG, WRONG_INVOICE
from tests.world import MakeWorld, World


def _begun(world: World) -> World:
    world.letter(from_=ANN)
    world.run()
    return world


def test_a_reply_joins_its_case(world: World):
    """A plain reply to the acknowledgement joins its case; the department reads the new words and can open the letter."""
    _begun(world)
    reply = world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="Two more of them leak since yesterday.")
    world.run()
    assert len(world.cases()) == 1
    update = world.only(QUALITY, "update")
    assert "Two more of them leak since yesterday." in update.text
    assert reply.raw in update.raw
    assert world.history() == ["opened", "dispatched", "added"]


def test_the_update_hangs_under_the_handover(world: World):
    """In the department's mail program everything about a case is one thread."""
    _begun(world)
    world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="Two more leak.")
    world.run()
    assert world.only(QUALITY, "update").headers["in-reply-to"] == world.only(QUALITY, "handover").message_id


def test_the_quoted_mail_is_not_taken_for_the_customers_words(world: World):
    """What the mail program quotes below the reply is not shown as what the customer wrote."""
    _begun(world)
    world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="Two more leak.")
    world.run()
    assert "You will hear from us" not in world.only(QUALITY, "update").words


def test_the_customer_hears_that_it_was_added(world: World):
    """`added` names the case and the promised date, and hangs under the further letter."""
    _begun(world)
    reply = world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="Two more leak.")
    world.run()
    added = world.only(ANN, "added")
    assert world.case()["number"] in added.words
    assert "by Monday 30 November 2026, 18:00" in added.words
    assert added.headers["in-reply-to"] == reply.message_id
    assert added.subject == "Re: Nine kettles leak"


def test_added_at_most_once_a_day(world: World):
    """Five letters on one day: five updates to the department, one `added`; the next day one more."""
    _begun(world)
    acknowledgement = world.only(ANN, "acknowledgement")
    for number in range(5):
        world.reply(acknowledgement, from_=ANN, text=f"One more leaks, that makes {number}.")
        world.turn(minutes=10)
    assert len(world.inbox(ANN, "added")) == 1
    assert len(world.inbox(QUALITY, "update")) == 5
    world.clock.move_to(world.now + timedelta(days=1))
    world.reply(acknowledgement, from_=ANN, text="And one more today.")
    world.run()
    assert len(world.inbox(ANN, "added")) == 2


def test_a_promise_that_has_passed_is_not_repeated(world: World):
    """After the promised date `added` names no date: nobody is promised the past."""
    _begun(world)
    world.turn(days=9)
    world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="I am still waiting.")
    world.run()
    assert "30 November" not in world.only(ANN, "added").words


def test_thanks_are_passed_on_and_not_answered(world: World):
    """A customer who says thank you gets no mail for it, and the department reads it."""
    _begun(world)
    world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="Thank you very much for your quick answer!")
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert "Thank you very much" in world.only(QUALITY, "update").text


def test_a_second_letter_before_the_acknowledgement_came(world: World):
    """A reply to one's own earlier letter joins its case, even when both arrive at once."""
    first = world.letter(from_=ANN)
    text = "I forgot to say: please call me before you come."
    world.letter(from_=ANN, subject="Fwd: Nine kettles leak", text=text, headers={"In-Reply-To": first.message_id})
    world.run()
    assert len(world.cases()) == 1
    assert world.kinds(ANN) == ["acknowledgement", "added"]
    assert "please call me" in world.only(QUALITY, "update").text


def test_an_answer_that_overtakes_its_letter(world: World):
    """Mail overtakes mail: when the letter arrives after the answer to it, it joins the case the answer opened."""
    late = "<the-first@mail.example>"
    world.letter(from_=ANN, subject="Re: Kettles", headers={"In-Reply-To": late})
    world.run()
    world.letter(from_=ANN, subject="Kettles", text="The kettles have come today.", headers={"Message-ID": late})
    world.run()
    assert len(world.cases()) == 1
    assert "have come today" in world.only(QUALITY, "update").text


def test_a_stranger_cannot_claim_to_have_been_overtaken(world: World):
    """Mallory sends a letter with the Message-ID that Ann's letter answers: it joins nothing."""
    late = "<the-first@mail.example>"
    world.letter(from_=ANN, subject="Re: Kettles", headers={"In-Reply-To": late})
    world.run()
    world.letter(from_=MALLORY, subject="Invoice", text=WRONG_INVOICE, headers={"Message-ID": late})
    world.run()
    assert [case["customer"] for case in world.cases()] == [ANN.address, MALLORY.address]
    assert world.inbox(QUALITY, "update") == []


def test_the_token_in_the_sub_address(make_world: MakeWorld):
    """Where sub-addressing works, an answer finds its case by the address alone: no In-Reply-To, another subject."""
    world = _begun(make_world(settings={"desk": {"subaddress": "+"}}))
    acknowledgement = world.only(ANN, "acknowledgement")
    assert acknowledgement.headers["reply-to"].startswith("desk+am-")
    world.letter(
        from_=ANN, to=acknowledgement.headers["reply-to"], subject="Something else", text="Two more of them leak now."
    )
    world.run()
    assert len(world.cases()) == 1
    assert "Two more of them leak now." in world.only(QUALITY, "update").text


def test_a_token_in_delivered_to(make_world: MakeWorld):
    """A mailing program that rewrites To leaves the token in Delivered-To: that is enough."""
    world = _begun(make_world(settings={"desk": {"subaddress": "+"}}))
    address = world.only(ANN, "acknowledgement").headers["reply-to"]
    world.letter(from_=ANN, subject="More", text="Two more of them leak now.", headers={"Delivered-To": address})
    world.run()
    assert len(world.cases()) == 1


def test_an_altered_token_proves_nothing(make_world: MakeWorld):
    """A token with one letter changed is no token: the letter is taken as a new one."""
    world = _begun(make_world(settings={"desk": {"subaddress": "+"}}))
    address = world.only(ANN, "acknowledgement").headers["reply-to"]
    last = address.partition("@")[0][-1]
    forged = address.replace(f"{last}@", f"{'a' if last != 'a' else 'b'}@")
    world.letter(from_=ANN, to=forged, text=WRONG_INVOICE, subject="Invoice 5501")
    world.run()
    assert len(world.cases()) == 2


def test_the_same_invoice_number_joins(world: World):
    """A new mail of the same customer about the same invoice joins the open case, and the form says why."""
    _begun(world)
    world.letter(
        from_=ANN, subject="Still waiting", text="About invoice 89621: the kettles still leak, when will you act?"
    )
    world.run()
    assert len(world.cases()) == 1
    assert "89621" in world.only(QUALITY, "update").words


def test_the_same_invoice_number_of_somebody_else_does_not_join(world: World):
    """Another customer who names the same number gets a case of their own and learns nothing of the first."""
    _begun(world)
    world.letter(from_=WANG_FANG, text=BROKEN_KETTLES, subject="Kettles")
    world.run()
    assert len(world.cases()) == 2
    assert world.kinds(ANN) == ["acknowledgement"]
    assert "C2026-000001" not in world.only(WANG_FANG, "acknowledgement").words


def test_a_reply_goes_to_the_case_it_answers(world: World):
    """With two open cases the reply joins the one whose mail it answers."""
    _begun(world)
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Invoice 5501 is wrong")
    world.run()
    second = world.inbox(ANN, "acknowledgement")[1]
    world.reply(second, from_=ANN, text="Please use our new address on it.")
    world.run()
    assert world.inbox(QUALITY, "update") == []
    assert "our new address" in world.only(FINANCE, "update").text


def test_the_case_number_in_the_subject(world: World):
    """A customer who quotes the case number on a new mail is understood."""
    _begun(world)
    world.letter(from_=ANN, subject="Case C2026-000001", text="Two more of them leak now.")
    world.run()
    assert len(world.cases()) == 1


def test_upper_and_lower_case_of_an_address_are_the_same(world: World):
    """Ann@Customer.Example is Ann."""
    _begun(world)
    world.reply(world.only(ANN, "acknowledgement"), from_="Ann Lee <Ann@Customer.EXAMPLE>", text="Two more leak.")
    world.run()
    assert world.ended() == ["case", "case"]
    assert len(world.cases()) == 1


@pytest.mark.parametrize("before", [{}, {"In-Reply-To": "<ann-1@customer.example>"}])
def test_who_copies_a_stranger_in_does_not_get_their_letter(world: World, before: dict[str, str]):
    """Mallory names Ann beside the desk, and Ann's invoice, or what her letter will be called: her letter is her own."""
    world.letter(from_=MALLORY, headers={"Cc": ANN.address, **before})
    world.run()
    world.letter(from_=ANN, headers={"Message-ID": "<ann-1@customer.example>"})
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert [case["customer"] for case in world.cases()] == [MALLORY.address, ANN.address]


def test_a_colleague_who_was_copied_in_joins(world: World):
    """Of the same firm: what Carl writes about the invoice belongs to Ann's case."""
    carl = "carl@customer.example"
    world.letter(from_=ANN, headers={"Cc": carl})
    world.run()
    world.letter(from_=carl, subject="Kettles", text="Is there any news on invoice 89621?")
    world.run()
    assert len(world.cases()) == 1


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Question", "My case number is C2026-000001. When will the replacements come?"),
        ("询问", "关于我的投诉C2026-000001，什么时候能换货？"),
        ("关于投诉C2026-000001的进展", "什么时候能换货？"),
        ("Thank you", "Case c2026-000001: thank you, the kettles arrived and work."),
    ],
)
def test_a_letter_that_names_its_case_joins_it(world: World, subject: str, text: str):
    """We tell the customer the number; whoever names it in a letter of their own is neither new nor filed."""
    _begun(world)
    world.letter(from_=ANN, subject=subject, text=text)
    world.run()
    assert len(world.cases()) == 1
    assert world.only(QUALITY, "update")


def test_a_department_that_names_the_case_is_no_customer(world: World):
    """A command without any mark but the number in its words is to be confirmed; no case is opened for the department."""
    _begun(world)
    world.letter(from_=QUALITY, subject="the kettles", text="ACCEPT\nC2026-000001")
    world.run()
    assert len(world.cases()) == 1
    assert world.only(QUALITY, "confirmation")


def test_a_stranger_who_names_the_case_is_for_review(world: World):
    """Wherever the number stands, a stranger who asks about the case hears nothing of it."""
    _begun(world)
    world.letter(from_=MALLORY, subject="Question", text="What became of complaint C2026-000001? Please tell me.")
    world.run()
    assert len(world.cases()) == 1
    assert not world.inbox(MALLORY)


def test_another_matter_that_mentions_the_case_is_one_of_its_own(world: World):
    """A new complaint with an invoice of its own gets its own case and promise, though it names the earlier one."""
    _begun(world)
    text = (
        "Besides case C2026-000001: the toaster of invoice 77413 burns all bread. I am dissatisfied, please replace it."
    )
    world.letter(from_=ANN, subject="Toaster", text=text)
    world.run()
    assert len(world.cases()) == 2
