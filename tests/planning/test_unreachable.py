"""A customer's address that is dead: told of once, and nothing goes there by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daemon.case import DeadlineKind, EventKind, State
from daemon.matching import Stranger
from daemon.planning.failures import Failure, undelivered_plan
from parsers.letter import Bounce, DeliveryStatus, Origin
from parsers.message.refusals import is_of_the_address
from templates.contexts import Told
from tests.planning.desk import ANN, BELLA, CARL, FINANCE, HANNAH, QUALITY, Desk, at, remark

HARD = DeliveryStatus(recipient=ANN, status="5.1.1", permanent=True, diagnostic="no such user", given_up=True)
OSCAR = "oscar@shop.example"
COURTESIES = {DeadlineKind.CHASE, DeadlineKind.CONTACT, DeadlineKind.DELAY, DeadlineKind.CHECK}


@pytest.fixture
def desk() -> Desk:
    """Monday 09:00: Ann has complained, and the acknowledgement comes back."""
    desk = Desk()
    desk.complain()
    bounces(desk)
    return desk


def bounces(desk: Desk, status: DeliveryStatus = HARD, *, signed: bool = True) -> None:
    """A mail to Ann comes back."""
    report = replace(remark("It came back."), origin=Origin.BOUNCE, bounce=Bounce((status,)), sender=None)
    desk.read(report, Stranger(desk.case_now, "it answers our mail", signed=signed))


def test_it_is_told_once(desk: Desk):
    """Department and operator read it once, and that nothing more goes there by itself; a second bounce says nothing new."""
    desk.now = at(25, 10)
    bounces(desk)
    [update] = desk.sent("update", QUALITY)
    assert (update.context.unreachable, update.context.given_up) == (ANN, True)
    [alarm] = desk.sent("alarm", OSCAR)
    assert any("nothing more goes there by itself" in line for line in alarm.context.lines)
    assert desk.happened().count(EventKind.UNDELIVERED) == 2
    assert desk.case_now.dossier.unreachable == ANN


def test_a_report_that_anybody_can_write():
    """Without a signed mark of ours it is told of once a day, of nobody but whom the desk writes to, and silences no one."""
    desk = Desk()
    desk.complain()
    for _ in range(3):
        bounces(desk, signed=False)
        bounces(desk, replace(HARD, recipient="nobody@elsewhere.example"), signed=False)
    [update] = desk.sent("update", QUALITY)
    assert (update.context.unreachable, update.context.given_up) == (ANN, False)
    assert len(desk.sent("alarm", OSCAR)) == 1
    assert desk.case_now.dossier.unreachable == ""


def test_she_is_sent_nothing_by_itself(desk: Desk):
    """No chase, no sign of life, no delay, however long it takes; the department's clocks run as ever."""
    before = len(desk.kinds(ANN))
    assert not COURTESIES & set(desk.clocks)
    desk.turn(at(18, 18, month=12))
    assert len(desk.kinds(ANN)) == before
    assert desk.sent("reminder", QUALITY)


def test_she_writes_again(desk: Desk):
    """Whoever writes can be reached: what she is owed in time is owed again."""
    desk.customer("Is anybody there?")
    assert desk.case_now.dossier.unreachable == ""
    assert DeadlineKind.DELAY in desk.clocks


def test_the_department_names_another_address(desk: Desk):
    """NOTE and an address in answer to that mail: mails go there from then on, and the receipt says so."""
    [done] = desk.staff(f"NOTE she reads {CARL} now", to="update")
    assert done.told is Told.NOTED
    assert (desk.case_now.customer, desk.case_now.dossier.unreachable) == (CARL, "")
    assert desk.told("receipt", QUALITY).reaches == CARL
    desk.staff("PROGRESS we found the fault")
    assert desk.kinds(CARL) == ["progress"]


@pytest.mark.parametrize("words", [f"NOTE ask {FINANCE}", f"NOTE {CARL} or dan@customer.example", "NOTE I call her"])
def test_no_address_of_hers(desk: Desk, words: str):
    """A colleague's address, two of them or none: the note is a note."""
    desk.staff(words, to="update")
    assert (desk.case_now.customer, desk.case_now.dossier.unreachable) == (ANN, ANN)


def test_an_address_elsewhere_is_a_note(desk: Desk):
    """An address in answer to any other mail changes nothing."""
    desk.staff(f"NOTE the carrier is {CARL}")
    assert desk.case_now.customer == ANN


def test_a_report_is_still_sent_and_warned_of(desk: Desk):
    """What the department itself sends is tried; its receipt says that it may not arrive."""
    desk.staff("PROGRESS we found the fault")
    assert desk.kinds(ANN)[-1] == "progress"
    assert desk.told("receipt", QUALITY).unreachable == ANN


def test_the_case_ends(desk: Desk):
    """Nobody can be asked whether it is settled: it is closed when an answer would have been waited for, and on record why."""
    desk.staff("RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today")
    before = desk.kinds(ANN)
    desk.turn(at(4, 18, month=12))
    assert desk.case_now.state is State.CLOSED
    assert desk.kinds(ANN) == before
    assert desk.events["C2026-000001"][-1].data["ended"] == "unreachable"


@pytest.mark.parametrize(
    ("status", "permanent"), [("4.2.2", False), ("5.2.2", True), ("5.7.1", True), ("5.3.4", True)], ids=str
)
def test_what_may_pass_is_not_dead(status: str, permanent: bool):  # noqa: FBT001 - a table's column
    """A full mailbox, a policy, a size: it is told that this mail came back, and the next one is tried all the same."""
    desk = Desk()
    desk.complain()
    bounces(desk, replace(HARD, status=status, permanent=permanent, diagnostic="refused", given_up=True))
    assert desk.told("update", QUALITY).given_up is False
    assert desk.case_now.dossier.unreachable == ""


@pytest.mark.parametrize(
    ("error", "dead"),
    [("550 5.1.1 user unknown", True), ("552 5.3.4 too big", False), ("550 5.1.1 mailbox full", False)],
)
def test_refused_on_the_way_out(error: str, dead: bool):  # noqa: FBT001 - a table's column
    """A server that refuses the address itself says the same as a bounce; of anything else only this mail is told."""
    desk = Desk()
    desk.complain()
    failure = Failure(
        outbox_id=1, kind="acknowledgement", party="customer", ended="refused", error=error, recipients=(ANN,)
    )
    desk.apply(undelivered_plan(desk.office, desk.case_now, failure, desk.now))
    desk.apply(undelivered_plan(desk.office, desk.case_now, replace(failure, outbox_id=2), desk.now))
    assert bool(desk.case_now.dossier.unreachable) is dead
    assert len(desk.sent("update", QUALITY)) == len(desk.sent("alarm")) == (1 if dead else 2)


def handover_back(desk: Desk, *lost: str, how: str) -> None:
    """The handover does not reach `lost`: it bounces, or the server refuses it at once."""
    if how == "bounces":
        statuses = tuple(replace(HARD, recipient=one) for one in lost)
        report = replace(remark("It came back."), origin=Origin.BOUNCE, bounce=Bounce(statuses), sender=None)
        desk.read(report, Stranger(desk.case_now, "it answers our mail"))
        return
    failure = Failure(
        outbox_id=7,
        kind="handover",
        party="department:Quality",
        ended=how,
        error="550 5.1.1 no such user",
        recipients=lost,
    )
    desk.apply(undelivered_plan(desk.office, desk.case_now, failure, desk.now))


@pytest.mark.parametrize(
    ("lost", "how", "told"),
    [
        ((QUALITY,), "bounces", HANNAH),
        ((QUALITY,), "refused", HANNAH),
        ((QUALITY,), "dead", HANNAH),
        ((QUALITY, HANNAH), "bounces", BELLA),
        ((QUALITY,), "held", ""),
        ((ANN,), "bounces", ""),
        ((BELLA,), "bounces", ""),
    ],
)
def test_a_department_that_no_mail_reaches(lost: tuple[str, ...], how: str, told: str):
    """Its head, else the managers, hear of the case at once and once a day; a mail that may have arrived alarms nobody else."""
    desk = Desk()
    desk.complain()
    handover_back(desk, *lost, how=how)
    handover_back(desk, *lost, how=how)
    found = {notice.recipients[0] for to in (HANNAH, BELLA) for notice in desk.sent("escalation", to)}
    assert found == ({told} if told else set())
    assert len(desk.sent("escalation")) == len(found)


@pytest.mark.parametrize("how", ["bounces", "refused"])
def test_a_head_that_no_mail_reaches(how: str):
    """The department has its mail: the managers read whose address is dead, not that nobody there knows of the case."""
    desk = Desk()
    desk.complain()
    handover_back(desk, HANNAH, how=how)
    [mail] = desk.sent("escalation")
    assert (mail.recipients, mail.context.department) == ((BELLA,), HANNAH)


@pytest.mark.parametrize(
    ("words", "dead"),
    [
        ("550 5.1.0 Address rejected", True),
        ("550 5.2.1 The account is disabled", True),
        ("550 No such user here", True),
        ("550 用户不存在", True),
        ("550 5.7.1 blocked using a list; no such user", True),
        ("550 5.1.1 blocked as spam", False),
        ("550 5.1.1 收件人邮箱已满", False),
        ("550 5.1.8 Sender address rejected: domain not found", False),
        ("550 发件人地址不存在", False),
        ("550 Mailbox unavailable", False),
        ("550 from 192.5.1.1 refused", False),
    ],
)
def test_which_refusals_are_of_the_address(words: str, dead: bool):  # noqa: FBT001 - a table's column
    """The words outweigh the code that so many servers give to everything; a refused sender is ours, not theirs."""
    assert is_of_the_address("", words) is dead
