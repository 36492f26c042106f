"""A department has stopped answering: what is told again goes out as lists, and what is told first never does."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from daemon import deadlines
from tests.cast import ANN, BELLA, FINANCE, HANNAH, QUALITY, Mail, Person
from tests.world import MakeWorld, World

CASES = 4


@pytest.fixture
def silent(make_world: MakeWorld) -> World:
    """Four customers complained on Monday; nobody has accepted anything by Monday afternoon. Three may be told apart."""
    world = make_world(settings={"limits": {"repeats_apart": CASES - 1}})
    for number in range(CASES):
        world.letter(from_=f"customer{number}@customer.example", subject=f"Kettle {number} leaks")
    world.run()
    world.turn(hours=5)
    return world


def tuesday(world: World) -> World:
    """A working day later."""
    world.turn(days=1)
    return world


def press(world: World, mail: Mail, who: Person, command: str, case: str) -> None:
    """Press the button in a list that sends `command` about `case`."""
    links = [urlsplit(unescape(link)) for link in re.findall(r'href="(mailto:[^"]*)"', mail.html)]
    [link] = [link for link in links if parse_qs(link.query).get("subject", [""])[0].startswith(f"{command} {case} ")]
    asked = parse_qs(link.query)
    world.letter(from_=who, to=unquote(link.path), subject=asked["subject"][0], text=asked["body"][0])
    world.run()


def test_the_first_time_each_case_has_a_mail_of_its_own(silent: World):
    """However many are missed at once: a reminder and an escalation each, which name their case."""
    for who, kind in ((QUALITY, "reminder"), (HANNAH, "escalation")):
        mails = [mail for mail in silent.inbox(who, kind) if "Due" not in mail.subject]
        assert len(mails) == CASES
        assert all(any(case["number"] in mail.subject for mail in mails) for case in silent.cases())


def test_from_then_on_one_list_names_them_all(silent: World):
    """The next day the department, its head and the managers get one mail each, with every case and its buttons."""
    before = {who: len(silent.inbox(who)) for who in (QUALITY, HANNAH, BELLA)}
    tuesday(silent)
    for who, kind in ((QUALITY, "reminder"), (HANNAH, "escalation"), (BELLA, "escalation")):
        [mail] = silent.inbox(who)[before[who] :]
        assert mail.kind == kind
        assert f"{CASES} cases are still overdue" in mail.subject
        for case in silent.cases():
            assert case["number"] in mail.text
            assert case["customer"] in mail.text
        assert mail.text.count("overdue since Mon 23 Nov") == CASES


def test_many_departments_are_each_told_by_a_list(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch):
    """However their cases are mixed, and though only so many clocks are looked at together: nobody gets a mail a case."""
    monkeypatch.setattr(deadlines, "BATCH", CASES)
    world = make_world(settings={"limits": {"repeats_apart": CASES - 1}})
    for number in range(CASES):
        world.letter(from_=f"customer{number}@customer.example", subject=f"Kettle {number} leaks")
        charged = f"You charged me twice for invoice 7712{number}. Please refund the second payment of 40 EUR."
        world.letter(from_=f"payer{number}@payer.example", subject=f"Invoice 7712{number} charged twice", text=charged)
    world.run()
    world.turn(hours=5)
    before = {who: len(world.inbox(who, "reminder")) for who in (QUALITY, FINANCE)}
    tuesday(world)
    for who, told in before.items():
        [mail] = world.inbox(who, "reminder")[told:]
        assert f"{CASES} cases are still overdue" in mail.subject


def test_few_are_told_apart(silent: World):
    """Once one of them is accepted, three are left, and three are told by a mail each."""
    first = silent.cases()[0]["number"]
    [handover] = [mail for mail in silent.inbox(QUALITY, "handover") if first in mail.subject]
    silent.reply(handover, from_=QUALITY, text="ACCEPT")
    silent.run()
    before = len(silent.inbox(BELLA))
    tuesday(silent)
    subjects = [mail.subject for mail in silent.inbox(BELLA)[before:]]
    assert len(subjects) == CASES - 1
    assert not any("still overdue" in subject or first in subject for subject in subjects)


def test_a_button_of_the_list_acts_on_its_case(silent: World):
    """Each button is bound to its own case: the department accepts the second, the manager asks how the third stands."""
    tuesday(silent)
    numbers = [case["number"] for case in silent.cases()]
    press(silent, silent.inbox(QUALITY)[-1], QUALITY, "ACCEPT", numbers[1])
    assert [case["state"] for case in silent.cases()] == ["dispatched", "accepted", "dispatched", "dispatched"]
    press(silent, silent.inbox(BELLA)[-1], BELLA, "STATUS", numbers[2])
    receipt = silent.inbox(BELLA)[-1]
    assert receipt.kind == "receipt"
    assert numbers[2] in receipt.words


def test_the_button_of_another_case_is_worth_nothing(silent: World):
    """A token out of the list proves only the case that it was made for."""
    tuesday(silent)
    numbers = [case["number"] for case in silent.cases()]
    mail = silent.inbox(QUALITY)[-1]
    link = urlsplit(unescape(re.findall(r'href="(mailto:[^"]*ACCEPT[^"]*)"', mail.html)[0]))
    asked = parse_qs(link.query)["subject"][0]
    own = next(number for number in numbers if number in asked)
    other = next(number for number in numbers if number != own)
    silent.letter(from_=QUALITY, to=unquote(link.path), subject=asked.replace(own, other), text="ACCEPT")
    silent.run()
    assert {case["state"] for case in silent.cases()} == {"dispatched"}


def test_the_manager_names_a_case_in_the_answer(silent: World):
    """Without a button the list's answer names its case, and a change is confirmed first, as for a digest."""
    tuesday(silent)
    number = silent.cases()[3]["number"]
    silent.reply(silent.inbox(BELLA)[-1], from_=BELLA, text=f"{number} REASSIGN Finance")
    silent.run()
    assert number in silent.only(BELLA, "confirmation").words
    assert silent.cases()[3]["department"] == "Quality"


def test_the_department_names_cases_in_the_answer(silent: World):
    """So it is for the department: two commands, two cases, a confirmation each; somebody else's case is not touched."""
    tuesday(silent)
    second, third = (case["number"] for case in silent.cases()[1:3])
    answer = f"{second} ACCEPT\n{third}: ACCEPT"
    silent.reply(silent.inbox(QUALITY)[-1], from_=QUALITY, text=answer)
    silent.run()
    asked = silent.inbox(QUALITY, "confirmation")
    assert [number in mail.words for number, mail in zip((second, third), asked, strict=True)] == [True, True]
    for mail in asked:
        silent.reply(mail, from_=QUALITY, text="CONFIRM")
    silent.run()
    assert [case["state"] for case in silent.cases()] == ["dispatched", "accepted", "accepted", "dispatched"]


def test_a_command_without_a_case_is_asked_about(silent: World):
    """ACCEPT in answer to a list of four: the receipt asks which, and nothing has changed."""
    tuesday(silent)
    silent.reply(silent.inbox(QUALITY)[-1], from_=QUALITY, text="ACCEPT")
    silent.run()
    assert "not clear which one you mean" in silent.only(QUALITY, "receipt").words
    assert {case["state"] for case in silent.cases()} == {"dispatched"}


def test_a_critical_case_is_no_line_among_many(make_world: MakeWorld):
    """Where a line stands still each telling has a mail of its own, however many other cases wait."""
    world = make_world(settings={"limits": {"repeats_apart": CASES - 1}})
    for number in range(CASES):
        world.letter(from_=f"customer{number}@customer.example", subject=f"Kettle {number} leaks")
    world.letter(
        from_=ANN, subject="Line stopped", text="Your 18 sensors are defective and our production line has stopped."
    )
    world.run()
    critical = next(case["number"] for case in world.cases() if case["level"] == "critical")
    world.turn(hours=5)
    before = len(world.inbox(BELLA))
    tuesday(world)
    subjects = [mail.subject for mail in world.inbox(BELLA, "escalation") if mail in world.inbox(BELLA)[before:]]
    assert any(critical in subject for subject in subjects)
    assert any(f"{CASES} cases are still overdue" in subject for subject in subjects)


def test_a_customer_hears_nothing_of_lists(silent: World):
    """Lists go to the department and to those above it, and to nobody else."""
    tuesday(silent)
    lists = [mail for mail in silent.outbox() if "still overdue" in mail["subject"]]
    assert {who for mail in lists for who in mail["to"]} == {QUALITY.address, HANNAH.address, BELLA.address}


def test_a_long_list_is_several_mails(make_world: MakeWorld):
    """No mail lists more than 25 cases; together they list each case once."""
    world = make_world()
    for number in range(30):
        world.letter(from_=f"customer{number}@customer.example", subject=f"Kettle {number} leaks")
    world.run()
    world.turn(hours=5)
    tuesday(world)
    lists = [mail for mail in world.inbox(BELLA, "escalation") if "still overdue" in mail.subject]
    named = [number for mail in lists for number in re.findall(r"\*?C2026-\d{6}(?= · )", mail.text)]
    assert sorted(named) == sorted(case["number"] for case in world.cases())
    assert max(len(re.findall(r"C2026-\d{6}(?= · )", mail.text)) for mail in lists) <= 25
