"""Answers to mails that are about no case: letters for review, and the penalty bulletin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daemon.case import EventKind, State
from daemon.matching import Fresh, Joins, Paperwork, Standing, Stranger
from daemon.planning.bulletin import Bulletin, Entry
from daemon.planning.effects import IntakeState, Plan
from daemon.planning.parties import managers, role_party
from daemon.planning.reports import bulletin_notice
from parsers.letter import Address, Letter, Origin
from templates import render
from templates.contexts import Digest, Told
from tests.planning.desk import BELLA, CARL, DIRECTOR, FINANCE, GRACE, MONDAY, QUALITY, Desk, at, letter, office, remark

MACHINE = "a machine sent it, and it reads like a complaint"
KEY = "report/penalty bulletin/2026-W48"


def entry(number: int, department: str, amount: int) -> Entry:
    """A missed signing."""
    return Entry(
        number=number,
        case=f"C2026-{number:06d}",
        department=department,
        level="general",
        clock="signing",
        due=MONDAY,
        amount=amount,
        months=0,
    )


@pytest.fixture
def desk() -> Desk:
    """A dealer whose penalty bulletin of the week waits for the general manager's signature."""
    desk = Desk("dealership")
    bulletin = Bulletin(
        key=KEY,
        en="Penalty bulletin",
        zh="考核通报",
        since=at(20, 9),
        until=at(27, 9),
        currency="CNY",
        lines=(entry(1, "Quality", 50), entry(2, "物流部", 100)),
    )
    desk.apply(Plan(bulletins=(bulletin,)))
    desk.apply(Plan(notices=(bulletin_notice(desk.office, bulletin, role_party(desk.office, "general_manager")),)))
    return desk


def by_a_machine(written: Letter) -> Letter:
    """The same letter, from a list or a web form."""
    return replace(written, origin=Origin.LIST, origin_reason="List-Id")


@pytest.fixture
def stranger() -> Desk:
    """Carl has written with the marks of Ann's case, in which he takes no part."""
    desk = Desk()
    desk.complain()
    found = desk.case_now
    desk.read(remark("I am her colleague.", sender=CARL), Stranger(found, "it answers our mail"))
    return desk


def test_a_stranger_learns_nothing(stranger: Desk):
    """The managers are asked; Carl gets no mail, and the case is as it was."""
    assert stranger.kinds(CARL) == []
    assert stranger.kinds(BELLA) == ["review"]
    assert stranger.happened()[-1] is EventKind.REVIEWED


def test_it_belongs_to_the_case(stranger: Desk):
    """1: Carl takes part from now on, and the department reads what he wrote."""
    assert stranger.manager("1", to="review")[0].told is Told.JOINED
    assert CARL in stranger.case_now.participants
    assert stranger.told("update", QUALITY).letter.text == "I am her colleague."
    [verdict] = stranger.verdicts
    assert (verdict.state, verdict.case) == (IntakeState.CASE, stranger.case_now.number)


def test_it_is_a_case_of_its_own(stranger: Desk):
    """2: what the rules would not take for a complaint waits for a department to be chosen."""
    assert stranger.manager("2", to="review")[0].told is Told.OPENED
    fresh = stranger.cases["C2026-000002"]
    assert (fresh.customer, fresh.state) == (CARL, State.TRIAGE)
    assert CARL not in stranger.cases["C2026-000001"].participants


def test_it_is_nothing(stranger: Desk):
    """3: filed, by name."""
    assert stranger.manager("3", to="review")[0].told is Told.FILED
    [verdict] = stranger.verdicts
    assert (verdict.state, verdict.reason) == (IntakeState.FILED, f"filed by {BELLA}")


def test_a_machine_s_complaint(desk: Desk):
    """A web form's complaint is shown to the managers; 2 opens the case, for whom it names as sender."""
    desk.read(by_a_machine(letter()), Fresh())
    assert desk.told("review").reason == MACHINE
    assert desk.signs("2", to="review", who=BELLA)[0].told is Told.OPENED
    assert desk.case_now.state is State.DISPATCHED


def test_a_filed_letter_was_a_complaint(desk: Desk):
    """COMPLAINT L1, from the list of what was filed, opens the case after all."""
    desk.read(by_a_machine(remark("The kettles leak.")), Fresh())
    assert desk.cases == {}
    assert desk.signs("COMPLAINT L1", to="penalties")[0].told is not Told.OPENED
    desk.bulletins.clear()
    assert desk.signs("COMPLAINT L1", to="penalties", who=BELLA)[0].told is Told.OPENED
    assert list(desk.cases) == ["C2026-000001"]


def test_a_case_is_not_guessed(desk: Desk):
    """Commands about a case, in answer to a report about many: each is told that it was not done, and what to do."""
    desk.complain()
    desk.bulletins.clear()  # a report that asks for nothing
    told = desk.signs("LEVEL C2026-000001 severe\nREMIND C2026-000001", to="penalties", who=BELLA)
    assert [(done.command, done.detail) for done in told] == [("LEVEL", "which_case"), ("REMIND", "which_case")]
    assert EventKind.LEVELLED not in desk.happened()


def test_an_entry_is_taken_out(desk: Desk):
    """REJECT 2: it stays in the bulletin's numbering, and costs nobody anything."""
    assert desk.signs("REJECT 2", to="penalties")[0].told is Told.REJECTED
    assert [line.number for line in desk.bulletins[KEY].kept] == [1]
    assert desk.signs("REJECT 7", to="penalties")[0].detail == "no_choice"


def test_signed_it_goes_to_those_concerned(desk: Desk):
    """APPROVE: the departments in it and those who settle it have the signed bulletin, without what was taken out."""
    desk.signs("REJECT 2", to="penalties")
    assert desk.signs("APPROVE", to="penalties")[0].told is Told.APPROVED
    signed = [notice for notice in desk.sent("penalties") if notice.context.signed_by]
    assert {address for notice in signed for address in notice.recipients} == {QUALITY, FINANCE}
    assert [line.amount for line in signed[0].context.lines] == [50]
    assert signed[0].context.signed_by == GRACE


def test_once_signed_it_stays(desk: Desk):
    """Neither a second APPROVE nor a late REJECT changes a signed bulletin."""
    desk.signs("APPROVE", to="penalties")
    sent = len(desk.sent("penalties"))
    for text in ("APPROVE", "REJECT 1"):
        assert desk.signs(text, to="penalties")[0].told is Told.REFUSED
    assert len(desk.sent("penalties")) == sent
    assert len(desk.bulletins[KEY].kept) == 2


@pytest.mark.parametrize("words", ["同意，第2条除外", "Approved. Please take out number 2.", "同意。第二条请去掉"])
def test_an_approval_that_speaks_of_an_entry_signs_nothing(desk: Desk, words: str):
    """Whether it takes the entry out cannot be known, and a signed bulletin stays as it is."""
    assert desk.signs(words, to="penalties")[0].detail == "names_entry"
    assert desk.bulletins[KEY].signed_by == ""


def test_who_holds_the_role_signs(desk: Desk):
    """A plain manager who was passed the bulletin signs nothing, and what they would take out its signer reads; without a holder they sign."""
    assert desk.signs("APPROVE", to="penalties", who=BELLA)[0].detail == "not_allowed"
    assert desk.signs("REJECT 1 a holiday", to="penalties", who=BELLA)[0].told is Told.PASSED_ON
    assert (desk.bulletins[KEY].signed_by, len(desk.bulletins[KEY].kept)) == ("", 2)
    desk.office = office("dealership", roles={})
    assert desk.signs("APPROVE", to="penalties", who=BELLA)[0].told is Told.APPROVED


def test_numbers_below_the_name_are_no_entries(desk: Desk):
    """Who signs with a floor and a telephone number signs."""
    answer = remark("APPROVE\n\nGrace Hu\nFloor 2, Tower 1", sender=GRACE)
    answer = replace(answer, sender=Address(GRACE, "Grace Hu"))
    desk.read(answer, Paperwork(Standing.MANAGER, "penalties", KEY))
    assert desk.bulletins[KEY].signed_by == GRACE


def test_all_taken_out_is_not_nothing_missed(desk: Desk):
    """Those who settle it read that it was signed, and that nothing is left in it."""
    desk.signs("REJECT 1\nREJECT 2\nAPPROVE", to="penalties")
    signed = next(notice for notice in desk.sent("penalties") if notice.context.signed_by)
    assert signed.context.lines == ()
    assert "every entry has been taken out" in render(signed.context, "en").text


def test_a_manager_asks_how_things_stand(desk: Desk):
    """STATUS and LIST, in answer to a mail about many cases or none: all open cases."""
    desk.complain()
    assert desk.signs("STATUS", to="penalties", who=BELLA)[0].told is Told.LISTED
    assert [line.case for line in desk.told("receipt", BELLA).cases] == ["C2026-000001"]


def test_a_slip_in_a_signature_is_asked_about(desk: Desk):
    """APROVE: the receipt asks whether APPROVE was meant, and offers it; it speaks of no case."""
    desk.signs("APROVE", to="penalties")
    receipt = desk.told("receipt", GRACE)
    assert (receipt.meant, [button.command for button in receipt.buttons]) == ("APPROVE", ["APPROVE", "REJECT"])
    assert "in case" not in render(receipt, "en").text


def test_words_alone_sign_nothing(desk: Desk):
    """A reply without a command is a note."""
    assert desk.signs("I shall look at it tomorrow.", to="penalties")[0].told is Told.NOTED
    assert desk.bulletins[KEY].signed_by == ""
    assert desk.kinds(DIRECTOR) == []


@pytest.fixture
def listed() -> Desk:
    """Two complaints, and a weekly report to the managers."""
    desk = Desk()
    desk.complain()
    desk.complain(letter("Three chairs wobble.", sender=CARL))
    context = Digest(
        desk=desk.office.desk,
        title_en="weekly report",
        title_zh="周报",
        since=MONDAY,
        until=at(30, 9),
        opened=2,
        closed=0,
        open=2,
        sections=(),
        overdue=(),
        listed=(),
        filed=(),
    )
    party = managers(desk.office)
    desk.apply(
        Plan(
            notices=(
                desk.office.write(
                    context, "report/weekly/1", party=party.name, recipients=party.recipients, language="en"
                ),
            )
        )
    )
    return desk


@pytest.mark.parametrize(
    "words",
    ["REASSIGN C2026-000002 Finance", "转派 C2026-000002 财务部", "C2026-000002: reassign to Finance", "Reassign c2026-000002 to Finance"],
)  # fmt: skip
def test_a_manager_names_the_case_of_a_list(listed: Desk, words: str):
    """The report's mark is bound to no case: the manager is asked to confirm, and then it is done."""
    [done] = listed.signs(words, to="digest", who=BELLA)
    assert (done.told, done.command) == (Told.CONFIRM, "REASSIGN")
    assert listed.cases["C2026-000002"].department == "Quality"
    listed.manager("CONFIRM", to="confirmation")
    assert [case.department for case in listed.cases.values()] == ["Quality", "Finance"]


def test_a_manager_only_asks(listed: Desk):
    """STATUS changes nothing, and is answered at once; a case that does not exist is refused."""
    assert listed.signs("STATUS C2026-000001", to="digest", who=BELLA)[0].told is Told.STATUS
    assert listed.told("receipt", BELLA).cases[0].case == "C2026-000001"
    assert listed.signs("REMIND C2026-000009", to="digest", who=BELLA)[0].detail == "which_case"


def test_two_cases_at_once(listed: Desk):
    """Each line is about the case that it names; each is confirmed by itself."""
    listed.read(
        remark("REMIND C2026-000001\nLEVEL C2026-000002 high", sender=BELLA),
        Paperwork(Standing.MANAGER, "digest", "report/weekly/1"),
    )
    asked = {notice.case: notice.context.command for notice in listed.sent("confirmation")}
    assert asked == {"C2026-000001": "REMIND", "C2026-000002": "LEVEL"}


def test_a_button_of_a_list_counts_at_once(listed: Desk):
    """Its mark is bound to the case that its subject names: nothing need be confirmed."""
    joins = Joins(
        listed.cases["C2026-000002"], Standing.MANAGER, "it carries our token", proven=True, notice="digest",
        effect_key="report/weekly/1",
    )  # fmt: skip
    listed.read(remark("REMIND", sender=BELLA), joins)
    assert [done.told for done in listed.told("receipt", BELLA).done] == [Told.REMINDED]
    assert listed.sent("reminder")[-1].case == "C2026-000002"


@pytest.mark.parametrize("words", ["We object: entry 1 came on a holiday.", "REJECT 1 holiday", "不同意第1条"])
def test_what_a_department_says_of_a_signed_bulletin_is_read_by_who_signed_it(desk: Desk, words: str) -> None:
    """An objection reaches a person, who answers the writer directly; the writer hears who that is."""
    desk.bulletins[KEY] = replace(desk.bulletins[KEY], signed_by=DIRECTOR)
    paper = Paperwork(Standing.DEPARTMENT, "penalties", f"{KEY}/signed/department:Quality")
    plan = desk.read(remark(words, sender=QUALITY), paper)
    assert [notice.context.kind for notice in plan.notices] == ["review", "receipt"]
    assert plan.notices[0].reply_to == QUALITY


def test_a_thank_you_for_a_bulletin_troubles_nobody(desk: Desk) -> None:
    """Only its writer hears of it."""
    paper = Paperwork(Standing.DEPARTMENT, "penalties", f"{KEY}/signed/department:Quality")
    assert [notice.context.kind for notice in desk.read(remark("Thanks", sender=QUALITY), paper).notices] == ["receipt"]


@pytest.mark.parametrize("who", [QUALITY, BELLA])
@pytest.mark.parametrize(
    "words", ["RESOLVE\nCause: a seal\nSolution: nine kettles", "办结\n原因：密封圈老化", "收到", "延期3天，缺件"]
)
def test_a_command_for_no_case_is_no_customers_letter(who: str, words: str):
    """No case is opened on a colleague, and none is handed over: a manager looks, and the writer hears that nothing was done."""
    desk = Desk()
    plan = desk.read(letter(words, sender=who), Fresh())
    assert (plan.state, plan.changes) == (IntakeState.REVIEW, ())
    assert desk.sent("acknowledgement") == []
    assert (desk.told("review").letter.text, desk.told("review").refused) == (words, True)
    assert {(one.told, one.detail) for one in desk.told("receipt", who).done} == {(Told.REFUSED, "no_token")}


@pytest.mark.parametrize("words", ["LIST", "清单"])
def test_who_only_asks_needs_no_case(words: str):
    """A colleague's LIST in a mail of its own is answered with the list."""
    desk = Desk()
    desk.complain()
    desk.read(letter(words, sender=QUALITY), Fresh())
    assert [one.case for one in desk.told("receipt", QUALITY).cases] == ["C2026-000001"]


def test_a_colleague_may_complain_too():
    """Without a command their letter is a letter, and a customer's command words are none."""
    for text, sender in [("Nine of the kettles leak.", QUALITY), ("RESOLVE this now: nine kettles leak.", CARL)]:
        desk = Desk()
        assert desk.read(letter(text, sender=sender), Fresh()).state is IntakeState.CASE


@pytest.mark.parametrize("words", ["收到", "Received, thank you"])
def test_that_a_bulletin_has_come_does_not_sign_it(desk: Desk, words: str):
    """The general manager's courtesy is kept as a note, and costs no department anything."""
    assert [one.told for one in desk.signs(words, to="penalties")] == [Told.NOTED]
