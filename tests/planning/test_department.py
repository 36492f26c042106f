"""What a department's words do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.case import DeadlineKind, EventKind, State
from daemon.planning.effects import Notice
from rules.vocabulary import ClockKind
from templates.contexts import Told
from tests.planning.desk import ANN, BELLA, FINANCE, HANNAH, LOGISTICS, QUALITY, QUENTIN, Desk, at, letter

RESOLVED = "RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today\nMeasures: seals are tested\n"


@pytest.fixture
def desk() -> Desk:
    """Monday 09:00: Ann has complained about kettles."""
    desk = Desk()
    desk.complain()
    return desk


def to_customer(desk: Desk) -> list[str]:
    """The kinds of what Ann got besides the acknowledgement."""
    return desk.kinds(ANN)[1:]


@pytest.mark.parametrize("words", ["ACCEPT", "受理", "ok", "收到"])
def test_accept(desk: Desk, words: str):
    """Signed for: the signing clock has stopped, and the customer hears nothing of it."""
    [done] = desk.staff(words)
    assert done.told is Told.ACCEPTED
    assert (desk.case_now.state, desk.case_now.dossier.signed_at) == (State.ACCEPTED, desk.now)
    assert to_customer(desk) == []


def test_accept_twice(desk: Desk):
    """The second time nothing happens, and the receipt says so."""
    desk.staff("ACCEPT")
    before = desk.case_now
    [done] = desk.staff("ACCEPT")
    assert done.told is Told.ALREADY_ACCEPTED
    assert desk.case_now == before


def test_progress_before_accept_signs(desk: Desk):
    """Who reports has accepted, and the customer reads the report as it was written."""
    [done] = desk.staff("进展 已找到原因。")
    assert done.told is Told.SENT_PROGRESS
    assert desk.case_now.state is State.INVESTIGATING
    assert desk.case_now.dossier.signed_at == desk.now
    assert desk.told("progress").text == "已找到原因。"


def test_ask_stops_the_clocks_until_the_answer(desk: Desk):
    """No clock while the customer owes the answer; afterwards the promise is later by as much working time."""
    desk.staff("ACCEPT")
    desk.turn(at(24, 10))
    [done] = desk.staff("ASK Which batch number is on the box?")
    assert done.told is Told.SENT_QUESTION
    assert desk.told("clarification").question == "Which batch number is on the box?"
    assert not any(kind.clock for kind in desk.clocks)
    desk.turn(at(25, 10))
    desk.customer("It says B-7.", to="clarification")
    assert EventKind.ANSWERED in desk.happened()
    assert desk.case_now.promised_at == at(1, 18, month=12)
    assert desk.told("update").letter.text == "It says B-7."


@pytest.mark.parametrize("policy", ["uk_disp", "eu_psd2", "au_rg271", "cn_banking", "cn_insurance"])
def test_a_time_limit_of_the_law_does_not_wait_for_an_answer(policy: str):
    """The clock runs on while the complainant is asked, the delay would be told, and the promise stays; nobody says else."""
    desk = Desk(policy)
    desk.complain()
    before, promised = desk.clocks, desk.case_now.promised_at
    assert not desk.told("handover").pauses
    desk.turn(hours=1)
    [done] = desk.staff("ASK Which branch was it?")
    limit = DeadlineKind.of(ClockKind.ANSWER, "miss")
    assert (desk.clocks[limit], DeadlineKind.DELAY in desk.clocks, done.pauses) == (before[limit], True, False)
    desk.turn(hours=72)
    desk.customer("In Kettle Street.", to="clarification")
    assert (desk.clocks[limit], desk.case_now.promised_at) == (before[limit], promised)


def test_more_time_does_not_move_the_last_day_of_all():
    """PSD2: fifteen business days and twenty more are the thirty-five, not fifty-five."""
    desk = Desk("eu_psd2")
    desk.complain()
    last = DeadlineKind.of(ClockKind.CLOSING, "miss")
    before = desk.clocks[last]
    desk.staff("EXTEND 20 days, the other bank has not answered")
    assert (desk.clocks[last], desk.case_now.promised_at) == (before, before)


@pytest.mark.parametrize(
    "said, reports",
    [
        ("PROGRESS\nCause: unknown", False),
        ("PROGRESS\nMeasures: strengthen training", False),
        ("进展\n原因：调查中", False),
        ("PROGRESS\nCause: unknown\nMeasures: all stock is sorted by hand", True),
        ("进展\n原因：压接工具磨损", True),
    ],
)
def test_a_preliminary_report_names_something(desk: Desk, said: str, reports: bool):  # noqa: FBT001
    """Class A's report in 24 hours is cause or measures; a phrase in their place is none."""
    desk.staff(said)
    assert (desk.case_now.dossier.reported_at is not None) is reports


@pytest.mark.parametrize("policy, owed", [("dealership", True), ("manufacturing", False)])
def test_the_next_department_owes_a_first_reply_of_its_own(policy: str, owed: bool):  # noqa: FBT001
    """Where it counts from signing; what counts from the letter's receipt has been replied to."""
    desk = Desk(policy)
    desk.complain()
    desk.staff("PROGRESS We look into it.")
    desk.staff("WRONG Finance: it is the invoice")
    desk.staff("ACCEPT", who=FINANCE)
    assert (DeadlineKind.of(ClockKind.FIRST_REPLY, "miss") in desk.clocks) is owed


def test_a_question_needs_words(desk: Desk):
    """ASK alone asks nothing: it is refused, and the customer is left in peace."""
    [done] = desk.staff("ASK")
    assert (done.told, done.detail) == (Told.REFUSED, "missing_text")
    assert to_customer(desk) == []


def test_options_agreed_before_they_are_carried_out(desk: Desk):
    """The customer chooses by number; the choice is on record, the department is told, and its clocks go on."""
    desk.staff("方案一：更换\n好处：快\n风险：无\n方案二：退款\n好处：省事\n风险：需要时间")
    assert [choice.text for choice in desk.told("options").choices] == ["更换", "退款"]
    assert desk.case_now.state is State.OPTIONS_SENT
    desk.customer("2", to="options")
    assert (desk.case_now.state, desk.case_now.dossier.chosen) == (State.AGREED, 2)
    assert "退款" in desk.told("update").chosen
    assert any(kind.clock == "answer" for kind in desk.clocks)


def test_a_report_does_not_take_the_choice_away(desk: Desk):
    """PROGRESS while the customer is choosing: she may still choose."""
    desk.staff("OPTIONS\nOption 1: repair\nBenefit: quick\nRisk: none\nOption 2: refund\nBenefit: simple\nRisk: none")
    desk.staff("PROGRESS The parts have come.")
    desk.customer("1", to="options")
    assert desk.case_now.state is State.AGREED


def test_a_resolution(desk: Desk):
    """Word for word to the customer, who will be asked after ninety minutes; no options are needed before it."""
    [done] = desk.staff(RESOLVED)
    assert (done.told, done.until) == (Told.RESOLVED, at(23, 10, 30))
    assert desk.told("resolution").resolved.solution == "nine new kettles leave today"
    assert desk.case_now.state is State.RESOLVED


@pytest.mark.parametrize(
    "text, missing, empty",
    [
        ("RESOLVE\nCause: a brittle seal", ("solution",), ()),
        ("RESOLVE", ("cause", "solution"), ()),
        ("RESOLVE\nCause: human error\nSolution: nine new kettles", (), (("cause", "human error"),)),
        ("办结\n原因：人为失误\n解决方案：加强培训", (), (("cause", "人为失误"), ("solution", "加强培训"))),
    ],
)
def test_a_resolution_that_says_nothing(
    desk: Desk, text: str, missing: tuple[str, ...], empty: tuple[tuple[str, str], ...]
):
    """Missing or empty mandatory fields: nothing goes out, and the department is asked again for exactly those."""
    [done] = desk.staff(text)
    assert done.told is Told.ASKED_AGAIN
    asked = desk.told("ask_again")
    assert (asked.missing, asked.empty) == (missing, empty)
    assert desk.case_now.state is State.DISPATCHED
    assert to_customer(desk) == []


def test_wrong_goes_where_it_says(desk: Desk):
    """The other department has the form with the reason; the signing clock begins anew, the closing clock does not."""
    desk.turn(at(23, 10))
    [done] = desk.staff("WRONG logistics: broken on the way")
    assert (done.told, done.detail) == (Told.ROUTED, "物流部")
    assert (desk.case_now.department, desk.case_now.dossier.dispatched_at) == ("物流部", at(23, 10))
    assert desk.case_now.dossier.counted_from == at(23, 9)
    assert any("broken on the way" in why for why in desk.told("handover", LOGISTICS).why)


def test_the_second_wrong_goes_to_the_managers(desk: Desk):
    """Departments that send a case to and fro do not decide alone."""
    desk.staff("WRONG logistics: broken on the way")
    desk.staff("WRONG Quality: not by us", who=LOGISTICS)
    assert desk.case_now.state is State.TRIAGE
    assert desk.kinds(BELLA) == ["triage", "escalation"]


@pytest.mark.parametrize("target, why", [("Nowhere", "unknown_department"), ("Quality", "same_department")])
def test_wrong_with_a_wrong_name(desk: Desk, target: str, why: str):
    """A department that is not there (the receipt names those that are), or has it already: refused, and the case stays."""
    [done] = (
        desk.staff(f"WRONG {target}: not ours") if target == "Quality" else desk.staff(f"WRONG\nDepartment: {target}")
    )
    assert (done.told, done.detail) == (Told.REFUSED, why)
    assert ("物流部" in desk.told("receipt").departments) == (why == "unknown_department")
    assert desk.case_now.department == "Quality"
    assert desk.case_now.dossier.wrongs == 0


def test_a_note_stays_inside_and_signs_nothing(desk: Desk):
    """NOTE and a reply without a command word are kept with their words, and the receipt repeats them."""
    for text, kept in (("NOTE A difficult customer.", "A difficult customer."), ("Really?", "Really?")):
        [done] = desk.staff(text)
        assert done.told is Told.NOTED
        assert desk.told("receipt").kept == kept
    assert desk.case_now.state is State.DISPATCHED
    assert to_customer(desk) == []


def test_several_commands_in_one_reply(desk: Desk):
    """Each is carried out on the case as the one before left it; one receipt tells of all, the note among them."""
    done = desk.staff("ACCEPT\nNOTE An old customer.\nPROGRESS We have found the seal.")
    assert [one.told for one in done] == [Told.ACCEPTED, Told.NOTED, Told.SENT_PROGRESS]
    assert desk.told("receipt").kept == "An old customer."
    assert desk.case_now.state is State.INVESTIGATING


def test_more_time_within_what_is_free(desk: Desk):
    """Three working days: the promise moves, and the customer is told at once with the reason."""
    desk.staff("ACCEPT")
    [done] = desk.staff("EXTEND 3 working days, waiting for parts")
    assert (done.told, done.until) == (Told.EXTENDED, at(3, 18, month=12))
    delay = desk.told("delay")
    assert (delay.was, delay.promised) == (at(30, 18), at(3, 18, month=12))
    assert "waiting for parts" in delay.reason


def test_more_time_than_is_free(desk: Desk):
    """Beyond five days in all a manager decides; until then nothing moves and nobody outside hears of it."""
    desk.staff("EXTEND 3 working days, parts")
    [done] = desk.staff("EXTEND 3 working days, parts again")
    assert done.told is Told.AWAITS_APPROVAL
    assert (desk.told("approval").days, desk.case_now.dossier.extended_days) == (3, 3)
    assert len(desk.sent("delay")) == 1


def test_more_time_needs_a_number(desk: Desk):
    """EXTEND without days is refused."""
    [done] = desk.staff("EXTEND waiting for parts")
    assert (done.told, done.detail) == (Told.REFUSED, "missing_days")


def test_deferral_is_asked_for(desk: Desk):
    """DEFER waits for a manager, and needs a reason."""
    assert desk.staff("DEFER")[0].told is Told.REFUSED
    assert desk.staff("DEFER the supplier is closed for a month")[0].told is Told.AWAITS_APPROVAL
    assert desk.told("approval").asked.value == "defer"


def test_no_complaint_after_all(desk: Desk):
    """NOT-COMPLAINT closes with its reason, which the customer never reads."""
    assert desk.staff("NOT-COMPLAINT only a question about a manual")[0].told is Told.NOT_COMPLAINT
    assert desk.case_now.state is State.CLOSED
    assert "manual" not in repr(desk.told("closed"))


def test_away(desk: Desk):
    """Until the end of that day the deputy has the department's mail."""
    [done] = desk.staff(f"AWAY until 2026-11-27, deputy {HANNAH}")
    assert done.told is Told.AWAY
    assert desk.absences["Quality"].until == at(28, 0)
    assert desk.deputy("Quality", at(27, 23, 59)) == HANNAH
    assert desk.deputy("Quality", at(28, 0)) is None


def test_a_stranger_cannot_be_the_deputy(desk: Desk):
    """Only who speaks for the department may stand in for it."""
    [done] = desk.staff("AWAY until 2026-11-27, deputy mallory@elsewhere.example")
    assert (done.told, done.detail) == (Told.REFUSED, "not_deputy")
    assert desk.absences == {}


def test_questions_change_nothing(desk: Desk):
    """STATUS, LIST and RESEND answer and leave the case as it was."""
    before = desk.case_now
    for text, told in (("STATUS", Told.STATUS), ("LIST", Told.LISTED), ("RESEND", Told.RESENT)):
        assert desk.staff(text, who=QUENTIN)[0].told is told
    assert desk.case_now == before
    assert [line.case for line in desk.told("receipt").cases] == []
    assert desk.sent("handover")[-1].recipients == (QUENTIN,)


def test_a_manager_s_word_in_a_department_s_mouth(desk: Desk):
    """A department may not set the level, close, reassign or approve."""
    for text in ("LEVEL critical", "CLOSE done", "REASSIGN Finance", "APPROVE"):
        [done] = desk.staff(text)
        assert (done.told, done.detail) == (Told.REFUSED, "not_allowed")
    assert desk.case_now.state is State.DISPATCHED
    assert desk.kinds(FINANCE) == []


def test_what_the_state_does_not_allow(desk: Desk):
    """A closed case takes no resolution: refused, and nothing has happened."""
    desk.staff("NOT-COMPLAINT a question")
    before, sent = desk.case_now, len(desk.sent("resolution"))
    [done] = desk.staff(RESOLVED)
    assert (done.told, done.detail) == (Told.REFUSED, "not_in_state")
    assert (desk.case_now, len(desk.sent("resolution"))) == (before, sent)


def test_a_command_without_a_token_waits_for_a_second_mail(desk: Desk):
    """Nothing happens until the department's own address confirms; then exactly what was said."""
    [done] = desk.staff(RESOLVED, proven=False)
    assert done.told is Told.CONFIRM
    assert desk.case_now.state is State.DISPATCHED
    assert desk.sent("resolution") == []
    assert desk.told("confirmation").why == "no_token"
    desk.staff("CONFIRM", to="confirmation")
    assert desk.case_now.state is State.RESOLVED
    assert desk.told("resolution").resolved.cause == "a brittle seal"


def test_a_confirmation_that_is_itself_unproven_confirms_nothing(desk: Desk):
    """The second mail needs the token."""
    desk.staff("ACCEPT", proven=False)
    assert desk.staff("CONFIRM", to="confirmation", proven=False)[0].told is Told.REFUSED
    assert desk.case_now.state is State.DISPATCHED


@pytest.mark.parametrize("text", ["NOTE A remark.", "STATUS", "LIST", "RESEND"])
def test_what_does_no_harm_needs_no_proof(desk: Desk, text: str):
    """Only what changes the case or reaches the customer is confirmed."""
    assert desk.staff(text, proven=False)[0].told is not Told.CONFIRM


def test_every_command_has_one_receipt(desk: Desk):
    """Understood, refused or noted: each reply is answered, to whoever wrote it."""
    receipts: list[Notice] = []
    for text in ("ACCEPT", "nonsense", "EXTEND", RESOLVED):
        desk.staff(text, who=QUENTIN)
        receipts = desk.sent("receipt", QUENTIN)
    assert len(receipts) == 4
    assert desk.sent("receipt", QUALITY) == []


def test_measures_where_the_pack_wants_them():
    """A dealer's service station must name cause and measures: the solution alone is not enough."""
    desk = Desk("dealership")
    desk.complain(letter())
    desk.staff("RESOLVE\nCause: a brittle seal\nSolution: nine new kettles")
    assert desk.told("ask_again").missing == ("measures",)


def test_a_report_and_more_time_are_one_mail(desk: Desk):
    """PROGRESS and EXTEND in one reply: the customer reads the report and the new date together, and no old one."""
    desk.staff("PROGRESS the seals are brittle\n\nEXTEND 2 working days, new seals come on Tuesday")
    assert to_customer(desk) == ["delay"]
    told = desk.told("delay")
    assert (told.news, told.was, told.promised) == ("the seals are brittle", at(30, 18), at(2, 18, month=12))


@pytest.mark.parametrize(("words", "left_out"), [("加强检查", "measures"), ("we will strengthen training", "measures")])
def test_an_empty_phrase_is_spared_the_customer(desk: Desk, words: str, left_out: str):
    """In a field that is not mandatory: the record keeps it, the customer does not read it, and the receipt says so."""
    [done] = desk.staff(f"RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today\nMeasures: {words}")
    assert (done.told, done.detail) == (Told.RESOLVED, left_out)
    assert desk.told("resolution").resolved.measures == ""
    assert desk.case_now.dossier.answered is not None
    assert desk.case_now.dossier.answered.measures == words


def test_a_missed_time_is_not_what_comes_next(desk: Desk):
    """The receipt shows the clocks that still run out, not the one that has."""
    desk.turn(hours=6)
    desk.staff("NOTE we know", to="reminder")
    assert {promise.clock for promise in desk.told("receipt", QUALITY).promises}.isdisjoint({"signing"})


def test_the_form_says_what_the_customer_reads(desk: Desk):
    """One line, where it is not the department's own language."""
    assert desk.told("handover", QUALITY).customer_reads == ""
    other = Desk()
    other.complain(letter("十二台水壶漏水。", language="zh"))
    assert other.told("handover", QUALITY).customer_reads == "zh"


def test_a_misspelt_command_is_asked_about(desk: Desk):
    """Nothing is done; the receipt names the word that was meant, with its button first."""
    [done] = desk.staff("PROGESS we found the fault")
    receipt = desk.told("receipt", QUALITY)
    assert (done.told, receipt.meant, receipt.buttons[0].command) == (Told.NOTED, "PROGRESS", "PROGRESS")
    assert to_customer(desk) == []


def test_a_question_is_not_sent_beside_the_answer(desk: Desk):
    """ASK and RESOLVE in one mail: the answer goes out, and the receipt does not say that a question did."""
    asked, resolved = desk.staff("ASK Which lot?\nRESOLVE\nCause: a brittle seal\nSolution: nine new ones")
    assert (asked.told, asked.detail, resolved.told) == (Told.REFUSED, "answered_below", Told.RESOLVED)
    assert not desk.sent("clarification")


def test_the_same_answer_twice_goes_out_once(desk: Desk):
    """Pressed twice: one mail to the customer. Other words are another answer."""
    words = "RESOLVE\nCause: a brittle seal\nSolution: nine new ones"
    desk.staff(words)
    [again] = desk.staff(words)
    assert (again.told, again.detail) == (Told.REFUSED, "already_sent")
    desk.staff(words + "\nCompensation: 5%")
    assert len(desk.sent("resolution")) == 2


@pytest.mark.parametrize("words", ["We look into it.", "NOTE We look into it."])
def test_a_note_without_our_mark_is_no_first_reply(desk: Desk, words: str):
    """Anybody can write the department's address and the case's number: the clock of the first reply runs on."""
    desk.staff(words, proven=False)
    assert desk.case_now.dossier.replied_at is None
    desk.staff(words)
    assert desk.case_now.dossier.replied_at is not None


def test_another_answer_takes_the_place_of_the_first(desk: Desk):
    """Two clerks answer in other words: the customer's second mail says which counts, and so does the receipt."""
    [first] = desk.staff(RESOLVED)
    [second] = desk.staff(
        "RESOLVE\nCause: a worn seal\nSolution: the money goes back today\nMeasures: seals are tested\n"
    )
    assert (first.replaces, second.replaces) == (False, True)
    assert [mail.context.replaces for mail in desk.sent("resolution")] == [False, True]


OPTIONS = "OPTIONS\nOption 1: new ones. Benefit: quick. Risk: none.\nOption 2: money. Benefit: simple. Risk: slow."


@pytest.mark.parametrize(
    "said, kind",
    [
        ("PROGRESS One has been taken apart.", "progress"),
        ("ASK Which lot is it?", "clarification"),
        (OPTIONS, "options"),
        ("EXTEND 2 days, the part comes", "delay"),
        ("延期 2天，等待配件", "delay"),
        ("DEFER the maker is closed", "approval"),
    ],
)
def test_pressed_twice_is_done_once(desk: Desk, said: str, kind: str):
    """Two mails with the same words within minutes: one mail, one more day, and a receipt that says so; other words go out."""
    desk.staff(said)
    promised = desk.case_now.promised_at
    desk.turn(minutes=3)
    [again] = desk.staff(f"{said} ", who=QUENTIN)
    assert (again.told, again.detail, len(desk.sent(kind))) == (Told.REFUSED, "just_done", 1)
    assert desk.case_now.promised_at == promised


@pytest.mark.parametrize("said, after", [("PROGRESS Still waiting.", 30), ("PROGRESS Waiting for Bonn.", 3)])
def test_the_same_later_or_other_words_are_news(desk: Desk, said: str, after: int):
    """Half an hour later the same words may be meant again; other words are another report."""
    desk.staff("PROGRESS Still waiting.")
    desk.turn(minutes=after)
    assert desk.staff(said)[0].told is Told.SENT_PROGRESS
    assert len(desk.sent("progress")) == 2


@pytest.mark.parametrize(
    "who, target, told",
    [(HANNAH, "Finance", 1), (HANNAH, "", 1), (QUENTIN, "Finance", 0)],
)
def test_who_accepted_reads_that_the_case_has_gone(desk: Desk, who: str, target: str, told: int):
    """A colleague's WRONG takes it from the clerk whose receipt says that it is theirs; nobody is told of their own."""
    desk.staff("ACCEPT", who=QUENTIN)
    desk.staff(f"WRONG {target}", who=who)
    assert len(desk.sent("update", QUENTIN)) == told
    assert desk.sent("update", QUALITY) == []


def test_no_date_lies_behind_the_last_day_of_all():
    """PSD2: neither the desk's own delays nor EXTEND after one promise an answer later than 35 business days."""
    desk = Desk("eu_psd2")
    desk.complain()
    last = desk.clocks[DeadlineKind.of(ClockKind.CLOSING, "miss")]
    desk.turn(days=22)
    desk.staff("EXTEND 20 days, the other bank has not answered")
    assert desk.case_now.promised_at == last
    untouched = Desk("eu_psd2")
    untouched.complain()
    untouched.turn(days=48)
    assert max(mail.context.promised for mail in untouched.sent("delay")) == last


@pytest.mark.parametrize(
    "said, between, kind",
    [
        ("ASK Which lot is it?", "customer", "clarification"),
        ("进展：正在拆检。", "customer", "progress"),
        ("DEFER the maker is closed", "manager", "approval"),
        ("EXTEND 40 days, the maker is closed", "manager", "approval"),
    ],
)
def test_the_same_words_after_an_answer_are_meant(desk: Desk, said: str, between: str, kind: str):
    """The customer has answered beside the point, or a manager has refused: the same command again is no double click."""
    desk.staff(said)
    desk.turn(minutes=2)
    if between == "customer":
        desk.customer("There is none on it.")
    else:
        desk.manager("REJECT not yet", to="approval")
    desk.turn(minutes=2)
    assert desk.staff(said)[0].told is not Told.REFUSED
    assert len(desk.sent(kind)) == 2


@pytest.mark.parametrize("apart, read_apart, times", [(300, 0, 2), (2, 180, 1)])
def test_twice_is_counted_from_when_it_came(desk: Desk, apart: int, read_apart: int, times: int):
    """After an outage the reports of a day are read in one minute, and a second click hours after the first."""
    came = desk.now
    desk.turn(minutes=400)
    desk.staff("PROGRESS Still waiting.", received=came)
    desk.turn(minutes=read_apart)
    desk.staff("PROGRESS Still waiting.", received=came + timedelta(minutes=apart))
    assert len(desk.sent("progress")) == times


@pytest.mark.parametrize(("said", "kind"), [("EXTEND 1 day, a part comes", "delay"), ("DEFER for now", "progress")])
def test_who_was_never_told_a_date_does_not_read_that_there_was_one(said: str, kind: str):
    """The first letter wanted no answer, so nobody had promised anything by a day."""
    desk = Desk()
    desk.complain(replace(letter(), suppress_reply=True))
    desk.staff(said)
    if kind == "progress":
        desk.manager("APPROVE", to="approval")
    assert desk.told(kind).was is None
