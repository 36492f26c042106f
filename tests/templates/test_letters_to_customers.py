"""What customers read: when they hear from us, what was found, what they may choose, how to object."""

from dataclasses import fields, replace
from urllib.parse import quote

import pytest

from templates import SAMPLES, Kind, render
from templates.contexts import (
    Acknowledgement,
    Added,
    Clarification,
    Closed,
    ClosureCheck,
    Delay,
    Options,
    Progress,
    Resolution,
)
from templates.values import LETTER_MAX_CHARS
from tests.templates.reading import LANGUAGES, buttons, first, sample, samples


def test_the_acknowledgement_says_first_by_when():
    """The first paragraph after the greeting answers the only question: "when do I hear from you"."""
    english = render(sample(Kind.ACKNOWLEDGEMENT), "en").text.split("\n\n")[1]
    chinese = render(sample(Kind.ACKNOWLEDGEMENT), "zh").text.split("\n\n")[1]
    assert "by Monday 30 November 2026, 18:00 (China time, UTC+8)" in english
    assert "sorry" in english
    assert "2026年11月30日（星期一）18:00 前（北京时间）" in chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_acknowledgement_repeats_the_customers_own_numbers(language: str):
    """The customer can see at a glance whether we understood: every number and item is there."""
    context = samples(Acknowledgement)[0]
    text = render(context, language).text
    said = (
        *context.invoices,
        *context.orders,
        *context.other_refs,
        *(item.name for item in context.items),
        "18",
        context.case,
    )
    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_so_is_not_said(language: str):
    """Urgency, missing facts and the day's last mail are mentioned when they are true, and only then."""
    full = render(sample(Kind.ACKNOWLEDGEMENT, 0), language).text
    bare = render(sample(Kind.ACKNOWLEDGEMENT, 1), language).text
    for words in {"en": ("urgent", "telephone number", "several letters"), "zh": ("紧急", "联系电话", "多封来信")}[
        language
    ]:
        assert words in full
        assert words not in bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_is_confirmed(language: str):
    """Who puts a number right reads the right one, the wrong one, and where the case went for it."""
    full, bare = (render(context, language).text for context in samples(Added)[:2])
    for words in ("89612", "89621", "freezers × 8", "Quality 质量部"):
        assert words in full
        assert words not in bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_asked_in_the_departments_words(language: str):
    """A department's question stands in a quote, line by line; nothing else is asked for beside it."""
    context = samples(Clarification)[0]
    text = render(context, language).text
    assert all(f"> {line}\n" in text for line in context.question.split("\n"))
    assert {"en": "pictures", "zh": "照片"}[language] not in text


@pytest.mark.parametrize(("language", "no_need"), [("en", "you need not do anything"), ("zh", "也不必为难")])
def test_the_one_chase_says_that_we_go_on_without(language: str, no_need: str):
    """What is asked for is named with its reason, and a customer who has none of it is not left waiting."""
    text = render(samples(Clarification)[1], language).text
    assert no_need in text
    for word in {"en": ("invoice", "pictures", "telephone"), "zh": ("发票号", "照片", "电话")}[language]:
        assert word in text


def test_progress_is_the_departments_text_or_a_sign_of_life():
    """What the department wrote goes out as it stands; when it wrote nothing, nothing is made up."""
    report, sign = samples(Progress)[:2]
    for language in LANGUAGES:
        assert f"\n\n{report.text}\n\n" in render(report, language).text
    assert "nothing new to report" in render(sign, "en").text
    assert "还没有新的结果" in render(sign, "zh").text


def test_a_delay_gives_the_new_date_first_the_old_one_and_the_reason():
    """The new promise, the broken one, an apology and the reason: all four, the new date first."""
    context = samples(Delay)[0]
    english, chinese = render(context, "en"), render(context, "zh")
    assert english.text.split("\n\n")[1].startswith("You will hear from us by Friday 4 December 2026, 18:00")
    assert chinese.text.split("\n\n")[1].startswith("我们将于2026年12月4日（星期五）18:00 前（北京时间）给您回音")
    for mail, words in (
        (english, ("by Monday 30 November 2026", "sorry", context.reason)),
        (chinese, ("2026年11月30日（星期一）18:00", "歉意", context.reason)),
    ):
        assert [word for word in words if word not in mail.text] == []
    assert "by Fri 4 Dec, 18:00" in english.subject
    assert "12月4日 18:00 前" in chinese.subject


@pytest.mark.parametrize(("language", "heading"), [("en", "OPTION {}"), ("zh", "【方案{}】")])
def test_options_are_numbered_with_benefit_risk_and_a_button_each(language: str, heading: str):
    """Each way out stands under its number with what is good and what may be bad about it; no button is favoured."""
    context = samples(Options)[0]
    mail = render(context, language)
    numerals = {"en": "123", "zh": "一二三"}[language]
    for choice, numeral in zip(context.choices, numerals, strict=True):
        _, _, below = mail.text.partition(heading.format(numeral) + "\n")
        own = below.partition(heading.format(numerals[choice.number % 3]))[0]
        assert all(text in own for text in (choice.text, choice.benefit, choice.risk))
        assert f"body={choice.number}%0A" in own
    assert len({background for _, background in buttons(mail)}) == 1
    assert len(buttons(mail)) == 3


def test_an_option_without_benefit_or_risk_shows_no_empty_label():
    """What the department left out is not announced."""
    bare = render(samples(Options)[2], "en").text
    assert "In favour" not in bare
    assert "bear in mind" not in bare


@pytest.mark.parametrize(
    ("language", "matter", "annoyance"),
    [
        ("en", "This should not have happened to you", "We are sorry for the trouble you have had."),
        ("zh", "我们的工作没有做好", "此事给您添了麻烦，我们深表歉意"),
    ],
)
def test_a_resolution_apologises_for_what_was_our_fault(language: str, matter: str, annoyance: str):
    """For the matter where a cause was found with us, for the annoyance where none was; never for both."""
    ours, _, not_ours = samples(Resolution)[:3]
    assert matter in render(ours, language).text
    assert annoyance not in render(ours, language).text
    assert annoyance in render(not_ours, language).text
    assert matter not in render(not_ours, language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resolution_says_each_part_if_it_was_given(language: str):
    """Cause, solution, measures, compensation stand as written under headings; what is empty has no heading."""
    full = samples(Resolution)[0]
    text = render(full, language).text
    for field in fields(full.resolved):
        words = getattr(full.resolved, field.name)
        assert f"\n\n{words}\n\n" in text
        without = render(replace(full, resolved=replace(full.resolved, **{field.name: ""})), language).text
        assert words not in without
        if field.name != "solution":  # its heading also holds what the customer chose
            assert len(_headings(without)) == len(_headings(text)) - 1


def _headings(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and (line.isupper() or line.startswith("【"))]


def test_a_resolution_names_the_matter_the_choice_and_the_day_of_the_question():
    """The customer sees what it is about, that the choice was kept to, and when we ask whether it is settled."""
    context = samples(Resolution)[0]
    english, chinese = render(context, "en").text, render(context, "zh").text
    assert "about 18 × cooling machines (invoice 89621, number SN 55120-A)." in english
    assert "（cooling machines × 18，发票号 89621、编号 SN 55120-A）" in chinese
    assert "On Friday 27 November 2026 we will ask you" in english
    assert "我们将于2026年11月27日（星期五）再次去信" in chinese
    assert all(context.agreed in text for text in (english, chinese))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_text_of_a_department_is_cut_and_says_so(language: str):
    """A customer who gets a shortened text knows, and knows how to get the rest."""
    context = samples(Resolution)[0]
    long = replace(context, resolved=replace(context.resolved, measures="x" * (LETTER_MAX_CHARS + 1)))
    rest = {"en": "The text goes on. Reply to this mail", "zh": "如需全文，请回复本邮件"}[language]
    assert render(long, language).text.count(rest) == 1
    assert rest not in render(context, language).text


@pytest.mark.parametrize(("language", "yes", "no"), [("en", "YES", "NO"), ("zh", "“是”", "“否”")])
def test_the_closure_check_can_be_answered_with_one_word(language: str, yes: str, no: str):
    """Subject and first sentence name both words; the date of silence is said; a number from 5 to 1 may be added."""
    context = samples(ClosureCheck)[0]
    mail = render(context, language)
    for words in (yes, no):
        assert words in mail.subject
        assert words in first(mail, 2)
    assert {"en": "Friday 4 December 2026, 18:00", "zh": "2026年12月4日（星期五）18:00"}[language] in mail.text
    answers = (yes.strip("“”"), no.strip("“”"), *"54321")
    assert [f"body={quote(answer)}%0D%0A" in mail.text for answer in answers] == [True] * 7
    assert len(buttons(mail)) == 7
    assert len({background for _, background in buttons(mail)[2:]}) == 1, "no rating is favoured"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_reads_that_a_case_is_closed_learns_how_to_object(language: str):
    """Each way a case can end is said in words of its own, and each mail says that a reply reopens it."""
    object_by = {"en": "just reply to this mail", "zh": "请直接回复本邮件"}[language]
    texts = [render(context, language).text for context in samples(Closed)]
    assert all(object_by in text for text in texts)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("kind", [Kind.CLARIFICATION, Kind.PROGRESS, Kind.DELAY, Kind.OPTIONS, Kind.RESOLUTION])
def test_a_chinese_letter_is_a_letter(kind: Kind):
    """It greets, and ends as Chinese letters end."""
    for context in SAMPLES[kind]:
        text = render(context, "zh").text
        assert text.startswith("尊敬的客户：\n\n")
        assert text.endswith(f"此致\n敬礼\n\n{context.desk.name}\n")
