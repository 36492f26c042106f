"""What departments read: first what to do and by when, then everything needed to do it."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote

import pytest
from selectolax.lexbor import LexborHTMLParser

from parsers.answers import reply_of
from templates import Kind, render
from templates.contexts import (
    AskAgain,
    Button,
    Confirmation,
    Done,
    FactLine,
    Handover,
    Receipt,
    Redispatch,
    Reminder,
    Told,
    Update,
    Why,
    Worklist,
)
from templates.shelf import shelf
from templates.words import filled
from tests.templates.reading import LANGUAGES, buttons, first, sample, samples

ANSWERS = {
    "ACCEPT": "受理",
    "PROGRESS": "进展",
    "ASK": "补充",
    "OPTIONS": "方案",
    "RESOLVE": "办结",
    "WRONG": "转交",
    "EXTEND": "延期",
    "DEFER": "暂缓",
    "NOT-COMPLAINT": "非投诉",
    "NOTE": "备注",
}


@pytest.mark.parametrize(("language", "word"), [("en", "ACCEPT"), ("zh", "受理")])
def test_the_handover_says_first_what_to_do(language: str, word: str):
    """Subject and first sentence name the one word to reply with and by when; the first button only repeats it."""
    mail = render(sample(Kind.HANDOVER), language)
    sentence, button = mail.text.split("\n\n")[0], mail.text.split("\n\n")[2].split("\n")[0]
    assert word in mail.subject
    assert word in sentence
    assert "13:12" in mail.subject
    assert "13:12" in sentence
    assert button.endswith(f"body={quote(word)}%0D%0A>"), "the button writes the word in the language of the reader"
    link = LexborHTMLParser(mail.html).css_first(".buttons a")
    assert link is not None
    assert (link.attributes.get("href") or "").startswith("mailto:complaints@nordlicht.example?subject=")
    assert [background for _, background in buttons(mail)].count(buttons(mail)[0][1]) == 1, "one button stands out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handover_is_the_handling_form(language: str):
    """Level in both languages, customer, reasons, each fact with its words, clocks, letter, files, other cases."""
    context = samples(Handover)[0]
    text = render(context, language).text
    expected = [context.level_en, context.level_zh, context.letter.sender, *context.why, *context.related, "18:00"]
    expected += [fact.words for fact in context.facts] + list(context.letter.attachments)
    expected += [f"> {line}".rstrip() for line in context.letter.text.split("\n")]
    assert [words for words in expected if words not in text] == []
    assert ("客户抱怨处理书" if language == "zh" else "COMPLAINT HANDLING FORM") in text


@pytest.mark.parametrize("context", [samples(Handover)[0], samples(Redispatch)[0]])
def test_every_answer_stands_in_the_form_in_both_languages(context: Handover | Redispatch):
    """A department learns all its words from the mail itself, and its colleagues abroad read the other one beside it."""
    english, chinese = render(context, "en").text, render(context, "zh").text
    for word, own in ANSWERS.items():
        assert re.search(rf"^{word} {own} ", english, re.MULTILINE)
        assert re.search(rf"^{own} {word} ", chinese, re.MULTILINE)
    assert all(f"“{field}: …”" in english for field in ("Cause", "Solution", "Measures", "Compensation"))
    assert all(f"“{field}：……”" in chinese for field in ("原因", "解决方案", "措施", "补偿"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_asks_for_nothing(language: str):
    """Who is only kept informed sees the form, no button, no list of answers, and is told so first."""
    for context in (samples(Handover)[2], samples(Redispatch)[2]):
        mail = render(context, language)
        assert {"en": "You need not do anything", "zh": "无需处理"}[language] in first(mail)
        assert buttons(mail) == []
        assert "NOT-COMPLAINT" not in mail.text
        assert context.letter.sender in mail.text


def test_codes_are_said_in_the_readers_language():
    """A Chinese department reads 换货, not "replacement"; a code without a word is at least readable."""
    text = render(sample(Kind.HANDOVER), "zh").text
    assert re.search(r"^客户要求 +换货 ", text, re.MULTILINE)
    assert re.search(r"^部门受理 +2026年11月23日", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_comes_back_begins_with_the_customers_words(language: str):
    """The new words stand above the form, then what we had answered; the form is as complete as the first time."""
    context = samples(Redispatch)[0]
    text = render(context, language).text
    assert context.before is not None
    order = [
        f"> {context.said.partition(chr(10))[0]}",
        context.before.cause,
        {"en": "COMPLAINT HANDLING FORM", "zh": "客户抱怨处理书"}[language],
        context.letter.sender,
        context.facts[0].words,
        "> Dear Mr. Wise,",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert {"en": "come back 2 times", "zh": "第 2 次退回重办"}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_case_is_back_is_in_subject_and_first_sentences(language: str):
    """A customer's no, a missed clock, a manager's level, the end of a deferral: four reasons, four texts."""
    mails = {context.why: render(context, language) for context in reversed(samples(Redispatch)) if not context.copy}
    assert set(mails) == set(Why)
    assert len({mail.subject for mail in mails.values()}) == len(Why)
    assert len({first(mail, 2) for mail in mails.values()}) == len(Why)


@pytest.mark.parametrize(
    ("clock", "english", "chinese"),
    [
        ("signing", "ACCEPT", "受理"),
        ("first_reply", "PROGRESS", "进展"),
        ("report", "PROGRESS", "初步报告"),
        ("progress", "PROGRESS", "进展"),
        ("answer", "answer", "答复"),
        ("closing", "RESOLVE", "办结"),
    ],
)
def test_a_reminder_says_what_stops_the_clock(clock: str, english: str, chinese: str):
    """Each clock's reminder names the word to reply with and the due time, in subject and first sentence."""
    for context in samples(Reminder):
        if context.clock == clock:
            for language, word in (("en", english), ("zh", chinese)):
                mail = render(context, language)
                assert word in first(mail)
                assert context.due.strftime("%H:%M") in first(mail)
                assert {"en": "Overdue", "zh": "已超时"}[language] in mail.subject or not context.missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_ask_again_names_what_is_missing_and_what_says_nothing(language: str):
    """Field by field, with the phrase that was refused, a good answer to copy, and the reply as it was written."""
    context = samples(AskAgain)[0]
    text = render(context, language).text
    cause, solution = {"en": ("Cause", "Solution"), "zh": ("原因", "解决方案")}[language]
    assert re.search(rf"^{solution} +\S", text, re.MULTILINE)
    assert re.search(rf"^{cause} +“unknown”", text, re.MULTILINE)
    assert "“We will strengthen training.”" in text
    assert "> RESOLVE\n> Cause: unknown\n> Measures: We will strengthen training.\n" in text
    example = {"en": "> RESOLVE\n> Cause: The relays", "zh": "> 办结\n> 原因：第12批继电器"}[language]
    assert example in text
    assert {"en": "nothing has gone to the customer", "zh": "尚未答复客户"}[language] in render(
        context, language
    ).subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_update_says_whether_something_is_to_be_done(language: str):
    """A new letter, a dead address, a choice, a yes, a manager's decision: the subject alone tells them apart."""
    updates = samples(Update)
    chosen = next(update for update in updates if update.chosen)
    content = next(update for update in updates if update.satisfied)
    corrected = next(update for update in updates if update.corrected)
    flags = ("unreachable", "chosen", "satisfied", "decided", "withdrawn", "unclear", "unchosen", "by_hand")
    told = {tuple(getattr(update, flag) for flag in flags): render(update, language).subject for update in updates}
    assert len(set(told.values())) == len(told)
    assert {"en": "89612 instead of 89621", "zh": "89612（原为 89621）"}[language] in render(corrected, language).text
    assert chosen.chosen in first(render(chosen, language))
    assert {"en": "You need not do anything", "zh": "您无需再做什么"}[language] in first(render(content, language))
    assert re.search({"en": "Rating +5 of 5", "zh": "客户评分 +5 分"}[language], render(content, language).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_colleagues_mail_is_not_called_the_customers(language: str):
    """What is attached to an update is called what it is."""
    update = next(update for update in samples(Update) if update.by_hand)
    text = render(update, language).text
    assert {"en": "The colleague's mail is attached", "zh": "同事所发邮件的原件见附件"}[language] in text
    assert "客户来信原件" not in text


@pytest.mark.parametrize(
    ("told", "english", "chinese"),
    [
        (Told.ACCEPTED, "You have accepted case A-2026-0042.", "投诉 A-2026-0042 已由贵部门受理。"),
        (Told.ALREADY_ACCEPTED, "had been accepted before", "此前已受理"),
        (Told.NOTED, "They were not sent to the customer.", "没有发给客户"),
        (Told.ROUTED, "has gone to Service Department", "已转交 Service Department"),
        (Told.SENT_PROGRESS, "has gone to the customer", "已原文发给投诉 A-2026-0042 的客户"),
        (Told.EXTENDED, "by Friday 4 December 2026, 18:00", "2026年12月4日（星期五）18:00 前"),
        (Told.AWAITS_APPROVAL, "A manager must approve DEFER", "“暂缓”申请须经管理人员批准"),
        (Told.DEFERRED, "is deferred, to watch", "跟进方式为关注"),
        (Told.AWAY, "until Friday 4 December 2026", "至2026年12月4日"),
        (Told.MERGED, "part of case A-2026-0017", "并入投诉 A-2026-0017"),
        (Told.SPLIT, "A-2026-0043", "A-2026-0043"),
        (Told.OPENED, "case A-2026-0044", "投诉编号 A-2026-0044"),
        (Told.REFUSED, "was not carried out", "没有执行"),
        (Told.CONFIRM, "Nothing is done yet: please confirm CLOSE", "尚未执行：“关闭”需要确认"),
    ],
)
def test_a_receipt_says_first_what_happened(told: Told, english: str, chinese: str):
    """The first paragraph tells whether the command was done, with its date, place or number."""
    done = next(done for receipt in samples(Receipt) for done in receipt.done if done.told is told)
    context = replace(samples(Receipt)[0], done=(done,))
    assert english in first(render(context, "en"))
    assert chinese in first(render(context, "zh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_answers_each_command_of_a_mail(language: str):
    """Several commands are answered one by one, numbered; the subject says how many were not done."""
    context = next(context for context in samples(Receipt) if len(context.done) > 1)
    mail = render(context, language)
    lines = [line for line in mail.text.split("\n") if re.match(r"\d\. ", line)]
    assert len(lines) == len(context.done) == 4
    assert [line[:2] for line in lines] == ["1.", "2.", "3.", "4."]
    assert re.search({"en": "4 commands, 1 not done", "zh": "4 条指令，1 条未执行"}[language], mail.subject)
    assert all(f"> {line}\n" in mail.text for line in context.kept.split("\n"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_gives_its_reason(language: str):
    """Each reason has a sentence of its own, and none shows the desk's code for it."""
    words = shelf(language, None).words["refused"]
    assert len(set(words.values())) == len(words) >= 15
    context = replace(samples(Receipt)[0], promises=(), buttons=())
    for key, sentence in words.items():
        refused = replace(context, done=(Done(told=Told.REFUSED, command="EXTEND", detail=key),))
        assert sentence in first(render(refused, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_is_told_to_be_one(language: str):
    """A reply without a command word is shown as kept, and the words that would have done something are offered."""
    context = samples(Receipt)[1]
    mail = render(context, language)
    assert all(f"> {line}\n" in mail.text for line in context.kept.split("\n"))
    assert {"en": "for example ACCEPT", "zh": "例如 受理"}[language] in mail.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worklist_counts_its_cases_in_the_subject(language: str):
    """How many are open and overdue is seen before the mail is opened; an empty list is one sentence."""
    full, _, empty = (render(context, language) for context in samples(Worklist))
    assert re.search({"en": "3 open cases, 1 overdue", "zh": "3 件未结投诉，其中 1 件超时"}[language], full.subject)
    assert len(empty.text.strip().split("\n")) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_confirmation_names_the_command_the_case_and_the_reason(language: str):
    """Who is asked once more knows for what, why, and that nothing has happened so far."""
    reasons = set[str]()
    for context in samples(Confirmation):
        mail = render(context, language)
        assert (context.command if language == "en" else "请确认“") in mail.subject
        assert {"en": "Until then nothing is done", "zh": "不作任何改动"}[language] in first(mail)
        reasons.add(mail.text.split("\n\n")[1])
    assert len(reasons) == 3


FILLED_IN = {
    "RESOLVE": ("", "cold joint", "five new ones", "a final test of all", "10 %"),
    "OPTIONS": ("", "new", "quick", "none", "", "refund", "clean", "none"),
    "EXTEND": ("", "3", "the part is late"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_brings_its_form_along(language: str):
    """Who presses RESOLVE, OPTIONS or EXTEND finds its labels to fill in, in their language, and the desk reads them."""
    for command, words in FILLED_IN.items():
        pressed = Button(command=command, href=f"mailto:desk@shop.example?subject=x&body={command}%0D%0A")
        form = unquote(filled(pressed, shelf(language, None).words).partition("&body=")[2])
        assert form.startswith(f"{command if language == 'en' else ANSWERS[command]}\r\n")
        lines = [f"{label} {word}" for label, word in zip(form.splitlines(), words, strict=True)]
        said = reply_of("\n".join(lines), date(2026, 11, 23)).instructions
        assert [one.command.value for one in said] == [command]
        told = [*said[0].fields.values(), *(w for p in said[0].proposals for w in (p.text, p.benefit, p.risk))]
        assert told == [word for word in words if word], "each label is read as what it says"


def test_a_deliberate_note_is_not_asked_about():
    """Only a reply without any word is asked what it meant; a NOTE beside other commands was meant as one."""
    context = samples(Receipt)[0]
    noted = Done(told=Told.NOTED, command="NOTE", detail="batch 0423")
    sent = Done(told=Told.SENT_PROGRESS, command="PROGRESS")
    text = render(replace(context, done=(noted, sent), kept="batch 0423"), "en").text
    assert "If you meant to do something" not in text, "a NOTE is what was meant"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_is_shown_as_it_was_read(language: str):
    """A company called acme_corp is no code of the desk that wants to be made readable."""
    facts = (FactLine(label="company", value="acme_corp", words="acme_corp"), FactLine("topic", "odd_code", ""))
    text = render(replace(samples(Handover)[0], facts=facts), language).text
    assert "acme_corp" in text
    assert "odd code" in text


@pytest.mark.parametrize(
    "language, said", [("en", "No time limit of yours runs"), ("zh", "目前贵部门在本案没有时限在计算")]
)
def test_a_decision_that_stops_the_clocks_says_so(language: str, said: str):
    """Deferred, closed or watched: the department reads that nothing runs; with clocks it reads these."""
    decided = next(one for one in samples(Update) if one.decided and not one.moved_to)
    assert said in render(replace(decided, promises=()), language).text
    assert said not in render(replace(decided, promises=samples(Handover)[0].promises), language).text


def test_the_option_that_was_chosen_is_named_by_its_number():
    """The department wrote "Option 1": it is told of option 1, and not of "1: …"."""
    update = next(one for one in samples(Update) if one.chosen)
    assert "chose, option 1: We send" in render(update, "en").text
    assert "已选定方案一，请照此办理" in render(update, "zh").text


def test_a_reader_is_told_what_the_columns_of_a_table_are():
    """Screen readers are told that a head is the head of its column."""
    page = LexborHTMLParser(render(sample(Kind.HANDOVER), "en").html)
    assert {cell.attributes.get("scope") for cell in page.css("thead th")} == {"col"}
