"""What managers read: what they must decide, with the words to decide it; reports with their numbers."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from templates import Kind, render
from templates.contexts import Announcement, Approval, Asked, Cause, Digest, Escalation, Penalties
from tests.templates.reading import LANGUAGES, buttons, first, sample, samples

COMMANDS = {"REMIND": "催办", "REASSIGN": "转派", "LEVEL": "级别", "CLOSE": "关闭", "COMPLAINT": "立案"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_triage_numbers_its_departments(language: str):
    """The plain text alone is enough to answer: a number, then the department."""
    lines = render(sample(Kind.TRIAGE), language).text.split("\n")
    for number, department in (("1", "Service Department"), ("2", "Quality"), ("3", "Sales")):
        assert any(re.match(rf"{number} +{department}", line) for line in lines)


@pytest.mark.parametrize(("kind", "number"), [(Kind.ESCALATION, 5), (Kind.REVIEW, 2)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_are_answered_by_their_number(kind: Kind, number: int, language: str):
    """A ping-pong of WRONG and a letter under review offer numbers, as triage does."""
    lines = render(sample(kind, number), language).text.split("\n")
    assert [line[0] for line in lines if re.match(r"[123] +\S.*: <mailto:", line)] == ["1", "2", "3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cause_of_an_escalation_is_said_first(language: str):
    """Missed, top level, ping-pong, nobody there, again dissatisfied, only to know: told apart at once."""
    mails = {context.cause: render(context, language) for context in samples(Escalation)}
    assert set(mails) == set(Cause)
    assert len({first(mail, 2) for mail in mails.values()}) == len(Cause)
    assert {"en": "please step in", "zh": "请督办"}[language] in mails[Cause.DISSATISFIED].subject
    assert {"en": "You need not do anything", "zh": "您无需处理"}[language] in first(mails[Cause.NOTABLE])


def test_an_escalation_without_a_clock_shows_no_clock():
    """Nobody being there has no due time: none is shown, and none is made up."""
    context = next(context for context in samples(Escalation) if context.cause is Cause.ABSENT)
    assert context.due is None
    for language in LANGUAGES:
        assert {"en": "– missed", "zh": "已超时"}[language] not in render(context, language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_escalation_quotes_what_led_to_it(language: str):
    """The department's, the mailbox's or the customer's own words are in the mail."""
    said = [context for context in samples(Escalation) if context.said]
    assert len(said) == 4
    for context in said:
        text = render(context, language).text
        assert all(f"> {line}\n" in text for line in context.said.split("\n"))


def test_an_approval_names_the_words_that_decide_it():
    """APPROVE, or REJECT with a reason; a deferral wants to know how the case is followed."""
    for context in samples(Approval):
        english, chinese = first(render(context, "en"), 2), first(render(context, "zh"), 2)
        assert "REJECT" in english
        assert "“驳回”" in chinese
        if context.asked is Asked.DEFER:
            assert "APPROVE watch or APPROVE monitor" in english
            assert "“同意 关注”或“同意 监控”" in chinese
        else:
            assert "APPROVE," in english
            assert "“同意”" in chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_approval_of_more_time_gives_days_date_and_reason(language: str):
    """How many days, which new date and why stand in the mail; the days in the subject too."""
    context = samples(Approval)[0]
    mail = render(context, language)
    assert re.search({"en": "8 more working days", "zh": "8 个工作日"}[language], mail.subject)
    assert {"en": "by Friday 4 December 2026, 18:00", "zh": "2026年12月4日（星期五）18:00 前"}[language] in first(mail)
    assert all(f"> {line}\n" in mail.text for line in context.reason.split("\n"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_announcement_calls_people_together(language: str):
    """Who, over what, why, and by when the first report is due: in the subject and above the form."""
    context = samples(Announcement)[0]
    mail = render(context, language)
    assert {"en": "report by Tue 24 Nov, 09:12", "zh": "11月24日 09:12 前提交初步报告"}[language] in mail.subject
    above = mail.text.partition({"en": "THE CASE", "zh": "【案情】"}[language])[0]
    for words in (*context.called, *(context.why if language == "en" else context.why_zh)):
        assert words in above


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_gives_its_numbers_in_text_and_table(language: str):
    """Opened, closed, open and overdue come first; each section is aligned in text and a table in HTML."""
    context = samples(Digest)[0]
    mail = render(context, language)
    title, numbers = {
        "en": ("Weekly report", "12 new, 7 closed, 19 open, 1"),
        "zh": ("投诉周报", "新收 12 件，结案 7 件"),
    }[language]
    assert title in mail.subject
    assert numbers in mail.subject
    assert numbers in first(mail)
    rows = {
        "en": (
            "normal +9 +75%",
            "product quality +7 +58%",
            "first closure, within the limit +10 +83%",
            "5 – very good +4 +80%",
        )
    }
    rows["zh"] = ("一般 +9 +75%", "产品质量 +7 +58%", "一次关闭（时限内） +10 +83%", "5 分，很满意 +4 +80%")
    for row in rows[language]:
        assert re.search(rf"^{row}$", mail.text, re.MULTILINE)
    filled = [section for section in context.sections if section.rows]
    assert len(LexborHTMLParser(mail.html).css(".letter table")) == len(filled)


def test_an_empty_section_is_left_out():
    """A report does not list what it has not counted."""
    context = samples(Digest)[0]
    assert any(section.key == "trend" and not section.rows for section in context.sections)
    assert "BESIDE THE TIME BEFORE" not in render(context, "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_report_can_be_acted_on(language: str):
    """Cases and filed letters carry their links: a filed complaint is one click away."""
    text = render(samples(Digest)[0], language).text
    for command, chinese in COMMANDS.items():
        assert f"body={quote(command if language == 'en' else chinese)}%0D%0A" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_listed_is_counted(language: str):
    """A report that cannot list every filed letter says how many there were besides."""
    full = samples(Digest)[0]
    assert {"en": "12 more were filed", "zh": "另有 12 封"}[language] in render(full, language).text
    assert {"en": "more were filed", "zh": "另有"}[language] not in render(
        replace(full, filed_besides=0), language
    ).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiet_period_is_two_lines(language: str):
    """When nothing happened, the report says so and ends."""
    for context in (samples(Digest)[1], samples(Penalties)[2]):
        lines = [line for line in render(context, language).text.split("\n") if line]
        assert len(lines) == 2
        assert "23" in lines[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bulletin_is_signed_with_one_word(language: str):
    """APPROVE signs, REJECT with a number takes an entry out: both stand in the first paragraph."""
    mail = render(samples(Penalties)[0], language)
    words = {"en": ("APPROVE", "REJECT 2 "), "zh": ("“同意”", "驳回 2 ")}[language]
    assert all(word in first(mail) for word in words)
    assert len(buttons(mail)) == 2
    signed = render(samples(Penalties)[1], language)
    assert buttons(signed) == []
    assert "Wang Jun, general manager" in first(signed)
    assert words[1] not in signed.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bulletin_adds_up(language: str):
    """Entries by number with case, clock and amount, the departments' sums, and all of it together."""
    context = samples(Penalties)[0]
    text = render(context, language).text
    for line in context.lines:
        assert re.search(rf"^ *{line.number} +{line.amount} +{line.case}[,，] ?{line.department}", text, re.MULTILINE)
    assert sum(line.amount for line in context.lines) == sum(total for _, total in context.totals) == 800
    for department, total in context.totals:
        assert re.search(
            rf"^{department}(?: \(400 of it earlier\)|（含以往通报 400）)? +{total}$",
            text,
            re.MULTILINE,
        )
    assert re.search(r"^\S.* 800$", text, re.MULTILINE)
    assert context.currency in text


def test_months_unclosed_are_said():
    """An amount that grew with the months says by how many, and what of it stood in earlier bulletins: nobody pays twice."""
    context = samples(Penalties)[0]
    assert "2 full months since; includes the 400 of earlier bulletins" in render(context, "en").text
    assert "逾期满 2 个月，含以往通报已计的 400" in render(context, "zh").text
    once = replace(context, lines=(replace(context.lines[2], months=1),))
    assert "1 full month since; includes" in render(once, "en").text


@pytest.mark.parametrize("days, said", [(1, "1 more working day in"), (2, "2 more working days in")])
def test_one_is_not_many(days: int, said: str):
    """One day is a day, and one letter was filed."""
    mail = render(replace(samples(Approval)[0], days=days), "en")
    assert said in mail.text
    assert said.removesuffix(" in") + ", case" in mail.subject
    filed = render(replace(samples(Digest)[0], filed_besides=days), "en").text
    assert f"{days} more {'was' if days == 1 else 'were'} filed" in filed
