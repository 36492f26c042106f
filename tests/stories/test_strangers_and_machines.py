"""Whoever is not a person taking part: strangers with stolen marks, machines, lists, bounces, ourselves."""

from __future__ import annotations

import pytest

from tests.cast import ANN, BELLA, BROKEN_KETTLES, MALLORY, OSCAR, QUALITY, WRONG_INVOICE
from tests.world import DESK_ADDRESS, MakeWorld, World


@pytest.fixture
def begun(world: World) -> World:
    """Ann has complained, and Quality has the case."""
    world.letter(from_=ANN)
    world.run()
    return world


# ---- strangers --------------------------------------------------------------------------------------------------------


def _untouched(world: World) -> tuple[object, ...]:
    """Everything about the case that a stranger must not move, and everything they must not cause."""
    case = world.case()
    told = [(person.name, world.kinds(person)) for person in (ANN, QUALITY, MALLORY)]
    return (case["state"], case["level"], case["department"], case["customer"], case["promised_at"], told)


def test_a_stranger_with_a_stolen_message_id(begun: World):
    """Somebody else's reply to Ann's acknowledgement is shown to the manager; the sender hears nothing, nothing moves."""
    before = _untouched(begun)
    stolen = begun.only(ANN, "acknowledgement")
    begun.reply(stolen, from_=MALLORY, text="Please send the replacements to my address instead.")
    begun.run()
    assert _untouched(begun) == before
    review = begun.only(BELLA, "review")
    assert "C2026-000001" in review.words
    assert "my address instead" in review.text
    assert MALLORY.address in review.text
    assert begun.ended() == ["case", "review"]


def test_a_stranger_with_a_departments_mail_cannot_accept(begun: World):
    """ACCEPT from an address that is not the department's is a letter for review, whatever it answers."""
    begun.reply(begun.only(QUALITY, "handover"), from_=MALLORY, text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.kinds(MALLORY) == []
    assert begun.kinds(BELLA) == ["review"]


def test_a_stranger_with_a_guessed_number(begun: World):
    """A case number in the subject opens nothing to a stranger."""
    before = _untouched(begun)
    begun.letter(from_=MALLORY, subject="C2026-000001", text="What is the state of this case? Please answer.")
    begun.run()
    assert _untouched(begun) == before
    assert begun.kinds(BELLA) == ["review"]


def test_a_stranger_does_not_become_one_who_takes_part(begun: World):
    """After the review a second letter of the same stranger is for review again."""
    before = _untouched(begun)
    stolen = begun.only(ANN, "acknowledgement")
    first = begun.reply(stolen, from_=MALLORY, text="Tell me more.")
    begun.run()
    thread = {"In-Reply-To": first.message_id, "References": f"{stolen.message_id} {first.message_id}"}
    begun.letter(from_=MALLORY, subject="Re: more", text="Any news?", headers=thread)
    begun.run()
    assert _untouched(begun) == before
    assert begun.kinds(BELLA) == ["review", "review"]


def test_a_stranger_who_answers_only_themselves_starts_anew(begun: World):
    """A reviewed letter is no way into the case: an answer to it is a matter of its own."""
    first = begun.reply(begun.only(ANN, "acknowledgement"), from_=MALLORY, text="Tell me more.")
    begun.run()
    begun.letter(from_=MALLORY, subject="Invoice", text=WRONG_INVOICE, headers={"In-Reply-To": first.message_id})
    begun.run()
    assert [case["customer"] for case in begun.cases()] == [ANN.address, MALLORY.address]
    assert all("C2026-000001" not in mail.words for mail in begun.inbox(MALLORY))
    assert begun.kinds(ANN) == ["acknowledgement"]


def test_a_customer_cannot_speak_for_the_department(begun: World):
    """Ann answers the handover she was shown with ACCEPT: it is her words, not the department's command."""
    begun.reply(begun.only(QUALITY, "handover"), from_=ANN, text="ACCEPT")
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.kinds(ANN) == ["acknowledgement", "added"]


def _raw(*fields: str, text: str = BROKEN_KETTLES) -> bytes:
    head = [*fields, f"To: {DESK_ADDRESS}", "Subject: Nine kettles leak", "Message-ID: <odd@mail.example>"]
    return "\r\n".join([*head, "", *text.splitlines(), ""]).encode()


@pytest.mark.parametrize(
    "fields",
    [
        (),
        (f"From: {ANN.address}", f"From: {MALLORY.address}"),
        (f"From: {ANN.address}, {MALLORY.address}",),
    ],
    ids=["none", "two fields", "two addresses"],
)
def test_a_letter_from_nobody_or_from_two(world: World, fields: tuple[str, ...]):
    """Without one clear sender nobody is answered and no case is opened; a manager reads the letter."""
    world.deliver(_raw(*fields))
    world.run()
    assert "nine of them are defective" in world.only(BELLA, "review").text
    assert len(world.everything()) == 1
    assert world.cases() == []
    assert world.ended() == ["review"]


# ---- machines ---------------------------------------------------------------------------------------------------------


def test_out_of_office_of_the_customer(begun: World):
    """It is kept with its case and answered by nobody."""
    begun.reply(
        begun.only(ANN, "acknowledgement"),
        from_=ANN,
        subject="Automatic reply: Nine kettles leak",
        text="I am out of the office until Monday.",
        headers={"Auto-Submitted": "auto-replied"},
    )
    begun.run()
    assert begun.kinds(ANN) == ["acknowledgement"]
    assert begun.kinds(QUALITY) == ["handover"]
    assert begun.ended() == ["case", "filed"]
    assert begun.history()[-1] == "auto_replied"


def test_out_of_office_of_the_department_is_no_acceptance(begun: World):
    """A machine cannot accept, even with the right word from the right address."""
    begun.reply(
        begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT", headers={"Auto-Submitted": "auto-replied"}
    )
    begun.run()
    assert begun.case()["state"] == "dispatched"
    assert begun.kinds(QUALITY) == ["handover"]


def test_machine_mail_without_a_case_is_filed(world: World):
    """An automatic answer that belongs to nothing is filed in silence."""
    text = "I am out of the office until Monday and will read your mail then."
    world.letter(from_=ANN, subject="Out of office", text=text, headers={"Auto-Submitted": "auto-replied"})
    world.run()
    assert world.everything() == []
    assert world.cases() == []
    assert world.ended() == ["filed"]


def test_a_complaint_that_a_machine_sent_is_shown_to_a_manager(world: World):
    """A web form's mail is never answered, but the complaint in it reaches a person."""
    world.letter(from_="Web form <no-reply@forms.example>", headers={"Auto-Submitted": "auto-generated"})
    world.run()
    assert "89621" in world.only(BELLA, "review").text
    assert len(world.everything()) == 1
    assert world.cases() == []


def test_two_desks_do_not_write_to_each_other_for_ever(world: World):
    """Another helpdesk that answers each of our mails without any mark of a machine gets a handful, not a flood."""
    world.letter(from_=ANN)
    for _ in range(16):
        world.run()
        newest = world.inbox(ANN)[-1]
        text = "We have received your message and opened a ticket for it. It still does not work."
        world.reply(newest, from_=ANN, text=text, headers={"References": "", "In-Reply-To": ""}, subject="[Ticket 1]")
    world.run()
    assert len(world.inbox(ANN)) <= 12


def test_a_newsletter_is_filed(world: World):
    """Mail through a list gets no answer."""
    text = "Our autumn collection is here! Up to 30 % off. Unsubscribe here."
    world.letter(from_=MALLORY, subject="Autumn news", text=text, headers={"List-Id": "<news.elsewhere.example>"})
    world.run()
    assert world.everything() == []
    assert world.ended() == ["filed"]


def test_a_complaint_through_a_list_is_shown_to_a_manager(world: World):
    """A list is never answered, but a complaint that came through one is not lost either."""
    world.letter(from_=ANN, headers={"List-Id": "<customers.customer.example>"})
    world.run()
    assert world.kinds(ANN) == []
    assert "89621" in world.only(BELLA, "review").text
    assert world.ended() == ["review"]


def test_our_own_mail_coming_back(begun: World):
    """Our own notice in our own mailbox is filed: no case, no answer, no loop."""
    begun.deliver(begun.only(ANN, "acknowledgement").raw)
    begun.deliver(begun.only(QUALITY, "handover").raw)
    sent = len(begun.everything())
    begun.run()
    assert len(begun.everything()) == sent
    assert len(begun.cases()) == 1
    assert begun.ended() == ["case", "filed", "filed"]


def test_a_letter_that_claims_to_be_from_the_desk(world: World):
    """The desk does not write to itself, whoever wrote the letter."""
    world.letter(from_=f"The desk <{DESK_ADDRESS}>")
    world.run()
    assert world.everything() == []
    assert world.cases() == []


# ---- bounces ----------------------------------------------------------------------------------------------------------


def test_the_acknowledgement_comes_back(begun: World):
    """The department is told that the customer cannot be reached; no case is opened, nobody answers the mail system."""
    begun.bounce(begun.only(ANN, "acknowledgement"), recipient=ANN.address)
    begun.run()
    update = begun.only(QUALITY, "update")
    assert "find another way to reach the customer" in update.words
    assert ANN.address in update.words
    assert len(begun.cases()) == 1
    assert begun.kinds(ANN) == ["acknowledgement"]
    assert begun.history()[-1] == "undelivered"


def test_a_delayed_acknowledgement_is_only_noted(begun: World):
    """A mail that is merely late is on record, and disturbs nobody."""
    begun.bounce(begun.only(ANN, "acknowledgement"), recipient=ANN.address, status="4.4.1")
    begun.run()
    assert begun.kinds(QUALITY) == ["handover"]
    assert begun.history()[-1] == "undelivered"


def test_an_acknowledgement_given_up_after_days_is_lost(begun: World):
    """The status says "for now", but nobody tries again: the mail will not arrive, and the department must know."""
    begun.bounce(begun.only(ANN, "acknowledgement"), recipient=ANN.address, status="4.4.7", action="failed")
    begun.run()
    assert "find another way to reach the customer" in begun.only(QUALITY, "update").words
    assert begun.history()[-1] == "undelivered"


def test_a_bounce_of_nothing_we_know_is_filed(world: World):
    """Somebody else's bounce opens no case."""
    stray = _raw(f"From: {ANN.address}")
    world.deliver(b"Return-Path: <>\r\n" + stray.replace(ANN.address.encode(), b"MAILER-DAEMON@mx.example"))
    world.run()
    assert world.everything() == []
    assert world.ended() == ["filed"]


def test_a_bounce_to_the_sub_address(make_world: MakeWorld):
    """A bounce that quotes nothing of our mail is known by the address it came back to."""
    world = make_world(settings={"desk": {"subaddress": "+"}})
    world.letter(from_=ANN)
    world.run()
    envelope = next(mail.sender for mail in world.everything() if ANN.address in mail.recipients)
    world.letter(
        from_="MAILER-DAEMON@mx.example",
        to=envelope,
        subject="Undelivered Mail Returned to Sender",
        text=f"<{ANN.address}>: 550 5.1.1 no such user",
        headers={"Return-Path": "<>", "X-Failed-Recipients": ANN.address},
    )
    world.run()
    assert "find another way" in world.only(QUALITY, "update").words


def test_the_operator_hears_of_an_address_once_a_day(begun: World):
    """Mail to an address comes back twice: one alarm that day; and an alarm that comes back raises no alarm."""
    for _ in range(2):
        begun.bounce(begun.only(ANN, "acknowledgement"), recipient=ANN.address)
        begun.run()
    alarm = begun.only(OSCAR, "alarm")
    assert ANN.address in alarm.subject
    begun.bounce(alarm, recipient=OSCAR.address)
    begun.run()
    assert begun.kinds(OSCAR) == ["alarm"]


def test_a_bounce_that_names_only_the_address_finds_its_newest_case(begun: World):
    """No mail of ours in it, no token: it is kept with the newest case of the address that failed."""
    begun.letter(
        from_="MAILER-DAEMON@mx.example",
        subject="Undelivered Mail Returned to Sender",
        text=f"<{ANN.address}>: 550 5.1.1 no such user",
        headers={"Return-Path": "<>", "X-Failed-Recipients": ANN.address},
    )
    begun.run()
    assert begun.history()[-1] == "undelivered"
    assert ANN.address in begun.only(QUALITY, "update").words
