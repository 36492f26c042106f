"""A complaint arrives: what the customer and the department get."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from daemon.store.engine import Store
from daemon.store.migrate import upgrade
from tests.cast import (
    ANN,
    BELLA,
    BROKEN_COOLERS,
    BROKEN_KETTLES,
    FINANCE,
    HANNAH,
    OSCAR,
    QUALITY,
    QUENTIN,
    WANG_FANG,
    WRONG_INVOICE,
)
from tests.world import CHINA, MakeWorld, World

PRICE_LIST = """Dear Sales Team,

We are interested in your electric kettles. Could you please send us your current price list and tell us your terms of
delivery? We look forward to hearing from you.

Ann Lee
"""
THANKS = "Thank you very much for the quick delivery, everything is perfect. Best regards, Ann"


def test_the_acknowledgement_names_what_was_understood_and_by_when(world: World):
    """The customer reads their own invoice number, product and quantity, a case number, and a date with its zone."""
    world.letter(from_=ANN)
    world.run()
    mail = world.only(ANN, "acknowledgement")
    assert "Invoice 89621" in mail.words
    assert "kettles" in mail.words
    assert world.case()["number"] in mail.words
    assert "by Monday 30 November 2026, 18:00 (China time, UTC+8)" in mail.words
    assert mail.headers["content-language"] == "en"


def test_the_promise_is_the_clock_that_is_kept(world: World):
    """The date told to the customer is the one in the case and in the department's form."""
    world.letter(from_=ANN)
    world.run()
    promised = datetime(2026, 11, 30, 18, 0, tzinfo=CHINA)
    assert world.case()["promised_at"] == promised
    assert "Customer has an answer by Monday 30 November 2026, 18:00" in world.only(QUALITY, "handover").words


def test_a_chinese_letter_is_answered_in_chinese(world: World):
    """Wang Fang reads Chinese with a Chinese date; the department's form is in its own language."""
    world.letter(from_=WANG_FANG, subject="投诉空调不制冷", text=BROKEN_COOLERS)
    world.run()
    mail = world.only(WANG_FANG, "acknowledgement")
    assert "您的来信已经收到" in mail.text
    assert "2026年11月30日" in mail.text.replace(" ", "")
    assert "33291234" in mail.text
    assert mail.headers["content-language"] == "zh"
    assert "Please reply to this mail with the word ACCEPT" in world.only(QUALITY, "handover").words


def test_a_chinese_department_reads_chinese(make_world: MakeWorld):
    """A department whose language is Chinese gets its form and its receipts in Chinese, whoever complains."""
    quality = {"name": "质量部", "roles": ["quality"], "address": QUALITY.address, "language": "zh"}
    world = make_world(settings={"department": [quality]})
    world.letter(from_=ANN)
    world.run()
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text="受理")
    world.run()
    assert [mail.headers["content-language"] for mail in world.inbox(QUALITY)] == ["zh", "zh"]
    assert world.only(ANN, "acknowledgement").headers["content-language"] == "en"


def test_the_answer_hangs_under_the_letter(world: World):
    """In-Reply-To and References are the letter's own, and it is marked as an automatic answer (RFC 3834)."""
    letter = world.letter(from_=ANN, headers={"References": "<older@mail.example>"})
    world.run()
    mail = world.only(ANN, "acknowledgement")
    assert mail.headers["in-reply-to"] == letter.message_id
    assert mail.headers["references"].split() == ["<older@mail.example>", letter.message_id]
    assert mail.subject == "Re: Nine kettles leak"
    assert mail.headers["auto-submitted"] == "auto-replied"


def test_the_handover_encloses_the_letter_byte_for_byte(world: World):
    """What the department opens is the mail as the server keeps it, not one written anew."""
    letter = world.letter(from_=ANN, attachments=[("photo.bin", bytes(range(256)) * 40)])
    world.run()
    mail = world.only(QUALITY, "handover")
    assert letter.raw in mail.raw
    assert "message/rfc822" in mail.raw.decode("latin-1")
    assert "The original letter is attached as it came." in mail.words


def test_the_handover_says_what_why_and_until_when(world: World):
    """The form shows the facts with the letter's own words, why the department has it, and its clocks."""
    world.letter(from_=ANN)
    world.run()
    mail = world.only(QUALITY, "handover")
    for words in (
        "89621",
        "Please send us replacements.",
        "a product does not do what it should",
        "by Monday 23 November 2026, 13:00",
    ):
        assert words in mail.words
    assert mail.to == (QUALITY.address,)


def test_each_complaint_goes_to_its_department(world: World):
    """Finance gets the wrong invoice, Quality the broken kettles, and neither the other's."""
    world.letter(from_=ANN)
    world.letter(from_=WANG_FANG, text=WRONG_INVOICE, subject="Invoice 5501 is wrong")
    world.run()
    assert "89621" in world.only(QUALITY, "handover").text
    assert "5501" in world.only(FINANCE, "handover").text
    assert [case["number"] for case in world.cases()] == ["C2026-000001", "C2026-000002"]


def test_the_letter_is_filed_away(world: World):
    """Once it is settled, the letter lies in the handled folder, as it came."""
    letter = world.letter(from_=ANN)
    world.run()
    assert world.folder_of("INBOX") == []
    assert world.folder_of("Handled") == [letter.raw]


def test_nobody_else_hears_of_it(world: World):
    """Neither head, manager, operator nor another department gets a mail about an ordinary complaint."""
    world.letter(from_=ANN)
    world.run()
    world.run()
    assert [world.kinds(person) for person in (HANNAH, BELLA, OSCAR, FINANCE)] == [[], [], [], []]
    assert len(world.everything()) == 2


def test_a_clock_starts_when_the_letter_came(world: World):
    """A letter that waited over the weekend is due from its receipt; a due time that has passed is never promised."""
    friday = world.now - timedelta(days=2, hours=15)
    world.stop()
    world.letter(from_=ANN, received=friday + timedelta(hours=20))
    world.run()
    assert "by Friday 27 November 2026, 18:00" in world.only(ANN, "acknowledgement").words
    assert world.case()["promised_at"] > world.now


def test_a_new_matter_names_the_customers_other_open_case(world: World):
    """The second complaint of one customer is a case of its own, whose form names the first."""
    world.letter(from_=ANN)
    world.run()
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Invoice 5501 is wrong")
    world.run()
    assert "C2026-000001" in world.only(FINANCE, "handover").words
    assert len(world.cases()) == 2


def test_a_thank_you_letter_is_filed_in_silence(world: World):
    """Nobody gets a mail about thanks, and it is kept with its reason."""
    world.letter(from_=ANN, subject="Thank you", text=THANKS)
    world.run()
    assert world.everything() == []
    [letter] = world.letters()
    assert (letter["state"], "thanks" in letter["reason"]) == ("filed", True)


def test_an_enquiry_is_passed_on(make_world: MakeWorld):
    """Sales gets the question and answers the sender directly; the sender gets one friendly line and no clock runs."""
    sales = {"name": "Sales", "roles": ["sales"], "address": FINANCE.address}
    world = make_world(settings={"department": [{"name": "Quality", "address": QUALITY.address}, sales]})
    letter = world.letter(from_=ANN, subject="Price list", text=PRICE_LIST)
    world.run()
    passed_on = world.only(FINANCE, "enquiry")
    assert passed_on.headers["reply-to"] == ANN.address
    assert letter.raw in passed_on.raw
    line = world.only(ANN, "received")
    assert line.headers["in-reply-to"] == letter.message_id
    assert "passed it" in line.words
    assert "sorry" not in line.words
    world.turn(days=30)
    assert world.cases() == []
    assert world.ended() == ["enquiry"]
    assert [mail.kind for mail in (*world.inbox(ANN), *world.inbox(FINANCE))] == ["received", "enquiry"]
    assert world.kinds(QUALITY) == []


def test_a_letter_that_asks_for_silence_gets_it(world: World):
    """X-Auto-Response-Suppress: no acknowledgement, but the case is opened, handed over, and says why."""
    world.letter(from_=ANN, headers={"X-Auto-Response-Suppress": "All"})
    world.run()
    assert world.kinds(ANN) == []
    assert world.kinds(QUALITY) == ["handover"]
    assert world.history() == ["opened", "dispatched", "withheld"]


def _complaint(number: int) -> str:
    return BROKEN_KETTLES.replace("89621", str(70_000 + number))


def test_the_daily_cap(world: World):
    """One address gets ten answers a day and one that says there will be no more; every letter still gets its case."""
    for number in range(13):
        world.letter(from_=ANN, text=_complaint(number), subject=f"Kettles again {number}")
    world.run()
    mails = world.inbox(ANN)
    assert [mail.kind for mail in mails] == ["acknowledgement"] * 11
    assert ["If you write again today".upper() in mail.text.upper() for mail in mails] == [False] * 10 + [True]
    assert len(world.cases()) == 13
    assert len(world.inbox(QUALITY, "handover")) == 13
    assert world.history("C2026-000013") == ["opened", "dispatched", "withheld"]


def test_the_daily_cap_ends_with_the_day(world: World):
    """24 hours later the address is answered again; other addresses were never affected."""
    for number in range(12):
        world.letter(from_=ANN, text=_complaint(number), subject=f"Kettles again {number}")
    world.letter(from_=WANG_FANG, text=BROKEN_COOLERS, subject="投诉空调")
    world.run()
    assert world.kinds(WANG_FANG) == ["acknowledgement"]
    world.turn(hours=25)
    world.letter(from_=ANN, text=_complaint(99), subject="Kettles on the next day")
    world.run()
    assert len(world.inbox(ANN, "acknowledgement")) == 12


def test_copied_people_may_add_and_get_no_copies(world: World):
    """Somebody in Cc of the first letter takes part: their reply joins, the answer to it goes to the customer alone."""
    world.letter(from_=ANN, headers={"Cc": str(WANG_FANG)})
    world.run()
    assert world.kinds(WANG_FANG) == []
    acknowledgement = world.only(ANN, "acknowledgement")
    world.reply(acknowledgement, from_=WANG_FANG, text="The serial number of the batch is 7788.")
    world.run()
    assert world.kinds(WANG_FANG) == []
    assert "7788" in world.only(QUALITY, "update").text
    assert len(world.cases()) == 1


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_the_whole_way(backend: str, make_world: MakeWorld, request: pytest.FixtureRequest):
    """Letter, acknowledgement, handover, reminder, acceptance, another letter: the same on both databases."""
    settings = {}
    if backend == "postgresql":
        settings = {"store": {"url": request.getfixturevalue("postgres_url")}}
    world = make_world(settings=settings)
    if backend == "postgresql":
        _upgrade(world)
    world.letter(from_=ANN)
    world.letter(from_=WANG_FANG, text=BROKEN_COOLERS, subject="投诉空调")
    world.run()
    world.turn(hours=3, minutes=30)
    assert world.kinds(QUALITY) == ["handover", "handover", "reminder", "reminder"]
    for handover in world.inbox(QUALITY, "handover"):
        world.reply(handover, from_=QUENTIN, text="ACCEPT")
    world.run()
    world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text="Two more of them leak now.")
    world.turn(hours=2)
    assert [case["state"] for case in world.cases()] == ["accepted", "accepted"]
    assert world.kinds(QUENTIN) == ["receipt", "receipt"]
    assert world.kinds(ANN) == ["acknowledgement", "added"]
    assert world.kinds(QUALITY)[4:] == ["update"]
    assert world.inbox(HANNAH) == world.inbox(BELLA) == []
    assert {mail["state"] for mail in world.outbox()} == {"sent"}
    assert len(world.folder_of("Handled")) == 5


def _upgrade(world: World) -> None:
    store = Store(world.config.store.url)
    upgrade(store.engine)
    store.close()
