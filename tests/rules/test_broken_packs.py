"""Mistakes that people make in packs: each is found at its line, and all of them at once.

In the packs below `«n»` marks the line of a mistake and is taken out before the pack is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules import PackInvalid, load

TITLE = 'extends = "standard"\ntitle = { en = "Ours", zh = "本公司" }\n'


def rule(when: str, then: str = 'level = "high"', name: str = "ours") -> str:
    """A rule, its condition on the fourth line."""
    return f'\n[[rule]]\nname = "{name}"\nwhen = {when}\nwhy = {{ en = "because", zh = "因为" }}\nthen = {{ {then} }}\n'


def profile(terms: str) -> str:
    """One profile."""
    return f'\n[[profile]]\nname = "ours"\nwhy = {{ en = "because", zh = "因为" }}\n{terms}\n'


def report(to: str = 'to = ["managers"]\n') -> str:
    """A weekly report."""
    title = 'title = { en = "Friday", zh = "周五" }'
    return f'\n[[report]]\nname = "friday"\nkind = "digest"\n{title}\nevery = "week"\non = "fri"\nat = "09:00"\n{to}'


def problems(folder: Path, text: str) -> tuple[str, ...]:
    """What loading the pack complains of, without the folder."""
    file = folder / "our.toml"
    file.write_text(re.sub("«.*?»", "", text), encoding="utf-8")
    with pytest.raises(PackInvalid) as refused:
        load(file)
    return tuple(problem.replace(f"{file}:", "") for problem in refused.value.problems)


MISTAKES = {
    # conditions
    "unknown fact": (rule("'''«»topc == \"billing\"'''"), 'there is no fact "topc"; did you mean "topic"?'),
    "unknown function": (rule("'text.mention([\"x\"])«»'"), 'there is no fact "mention"; did you mean "mentions"?'),
    "wrong type": (rule("'flags == \"batch\"'«»"), "== does not go with (list(string), string)"),
    "whole number for a sum": (rule("'amount > 100'«»"), "write 100.0 instead of 100"),
    "not true or false": (rule("'topic'«»"), "the condition gives a string, not true or false"),
    "syntax": (rule("'is_complaint &&'«»"), "look for a missing quote, bracket or operator"),
    "empty": (rule("''«»"), "look for a missing quote"),
    "value that never is": (rule("'topic == \"biling\"'«»"), 'topic is never "biling"; write billing'),
    "flag that never is": (rule("'\"line_stoped\" in flags'«»"), 'flags is never "line_stoped"; write line_stopped'),
    "list with a value that never is": (rule("'urgency in [\"high\", \"hihg\"]'«»"), 'urgency is never "hihg"; write high'),
    "bad pattern": (rule("'topic == \"billing\" && text.matches(\"(\")'«»"), "missing ): (; correct the pattern"),
    "not answerable": (rule("'invoices[0] == \"1\"'«»"), "cannot be answered for every letter"),
    # what no case could live with
    "usual level of people only": ('[levels.a]\nen = "A"\nzh = "甲"\npeople_only = true\n[defaults]\n«»level = "a"\n', 'only people may set the level "a"'),
    "rises to people only": ('[levels.a]\nen = "A"\nzh = "甲"\n«»rises_to = "b"\n[levels.b]\nen = "B"\nzh = "乙"\npeople_only = true\n[defaults]\nlevel = "a"\n[clocks.a]\nsigning = "1 hour"\nanswer = "1 day"\n', 'only people may set the level "b"'),
    "signing from signing": ('[clocks.high]\n«»signing = { budget = "1 day", start = "signed" }\n', 'signing cannot begin with signing; write start = "dispatched"'),
    # what follows
    "nothing follows": (rule("'true'").replace('{ level = "high" }', "{}«»"), "nothing follows; set department"),
    "unknown level": (rule("'true'", 'level = "hihg"«»'), 'no level "hihg"; the levels are: normal, high, critical (did you mean "high"?)'),
    "unknown department": (rule("'true'", 'department = "finanse"«»'), 'no department role "finanse"; add [roles.finanse] (did you mean "finance"?)'),
    "rule that files": (rule("'true'", 'handling = "file"«»'), "only a letter that is surely nothing is filed"),
    "unknown handling": (rule("'true'", 'handling = "ignore"«»'), "write case, triage, enquiry"),
    "reserved name": (rule("'true'", name="handling").replace('"handling"', '"handling"«»'), "choose another name"),
    "two of a name": (rule("'true'") + rule("'true'").replace('"ours"', '"ours"«»'), 'a second rule is named "ours"'),
    "misspelt key": (rule("'true'") + "priority = 1«»\n", 'there is no key "priority" here'),
    "key with a near name": (rule("'true'") + "wehn = 'true'«»\n", 'there is no key "wehn" here; correct its name or take it out (did you mean "when"?)'),
    "no condition": ('[[rule]]«»\nname = "x"\nwhy = { en = "b", zh = "因" }\nthen = { level = "high" }\n', '"when" is missing'),
    "no Chinese": (rule("'true'").replace(', zh = "因为" }', " }«»"), '"zh" is missing; add it'),
    "drop of nothing": ("__TOP__drop = ['atitude']«»\n", 'no inherited rule, profile or report is named "atitude"; take it out (did you mean "attitude"?)'),
    # clocks, hours, numbers
    "bare number": ("[clocks.normal]\nsigning = 4«»\n", '"signing" must be a length of time in quotes'),
    "number without unit": ('[clocks.normal]\nsigning = "4"«»\n', "write a whole number and minutes, hours"),
    "clock table without budget": ("[clocks.normal]\nreport = { remind_at = 0.5 }«»\n", '"budget" is missing'),
    "clock table with a bare number": ("[clocks.normal]\nsigning = { budget = 4, remind_at = 0.5 }«»\n", '"budget" must be a length of time in quotes'),
    "nothing promised": ('[clocks.normal]\nanswer = "none"«»\n', "no date to promise the customer"),
    "nothing promised by a profile": (profile('clocks.answer = "none"«»'), "no date to promise the customer"),
    "closing taken, too": ('[clocks.normal]\nclosing = "9 days"\n' + profile('levels = ["normal"]\nclocks = { answer = "none", closing = "none" }«»'), "no date to promise the customer"),
    "unknown unit": ('[clocks.normal]\nanswer = "2 weeks"«»\n', "is not a length of time"),
    "no time": ('[clocks.normal]\nanswer = "0 days"«»\n', "is no time at all; write at least 1"),
    "unknown clock": ('[clocks.normal]\nanwser = "2 days"«»\n', 'there is no clock "anwser"; the clocks are: signing, first_reply, report, progress, answer, closing (did you mean "answer"?)'),
    "clock of no level": ('[clocks.hgih]«»\nanswer = "2 days"\n', 'there is no level "hgih"'),
    "reminder after the end": ("[defaults]\nremind_at = 1.5«»\n", '"remind_at" should be less than or equal to 1'),
    "impossible certainty": ("[handling]\nfile_at_least = 85«»\n", '"file_at_least" should be less than or equal to 1'),
    "hours that end first": ('[calendar]\nhours = "18:00-09:00"«»\n', 'such as "09:00-18:00"'),
    "hours that are none": ('[calendar]\nhours = "nine to six"«»\n', "are no working hours"),
    "no such weekday": ('[calendar]\nweekdays = ["mon", "tues"]«»\n', '"tues" is no day of the week; write mon, tue'),
    "weekday of a longer list": ('[calendar]\nweekdays = [\n  "mon",\n  "tues",«»\n]\n', '"tues" is no day of the week'),
    "nobody works": ("[calendar]\nweekdays = []«»\n", "no day is worked"),
    "off and worked": ("[calendar]«»\nholidays = [2026-12-24]\nworking_days = [2026-12-24]\n", "cannot be both"),
    "day that is none": ('[calendar]\nholidays = ["Christmas"]«»\n', '"0" should be a valid date'),
    # clocks by kind, profiles
    "unknown start": ('[clocks.normal]\nsigning = { start = "sigend" }«»\n', "\"start\" should be 'received', 'dispatched' or 'signed'"),
    "unknown start of a kind": ('[clock_kinds.closing]\nstart = "opened"«»\n', "\"start\" should be 'received', 'dispatched' or 'signed'"),
    "unknown hearer": ('[clock_kinds.report]\nheard = "boss"«»\n', "\"heard\" should be 'ladder', 'managers' or 'nobody'"),
    "kind that is none": ("[clock_kinds.close]«»\npenalty = false\n", 'there is no clock "close"; the clocks are: signing'),
    "again without a unit": ('[clock_kinds.progress]\nagain = "30"«»\n', "is not a length of time"),
    "again as a number": ("[clock_kinds.progress]\nagain = 30«»\n", '"again" must be a length of time in quotes'),
    "penalty without a price": ('[clocks.normal]\nclosing = { budget = "3 days", penalty = true }\n[penalties]\namounts = { high = 50 }«»\n', 'the level "normal" no amount; write amounts = { normal = 50 }'),
    "profile of no role": (profile('roles = ["servise"]«»'), 'no department role "servise"; add [roles.servise] (did you mean "service"?)'),
    "profile of no tag": (profile('tags = ["publc"]«»'), 'no rule sets the tag "publc"; add one that does (did you mean "public"?)'),
    "profile of no level": (profile('levels = ["hgih"]«»'), 'there is no level "hgih"'),
    "profile with the clocks of no level": (profile('clocks_of = "severe"«»'), 'there is no level "severe"'),
    "profile with an unknown clock": (profile('clocks = { anser = "3 days" }«»'), 'there is no clock "anser"'),
    "profile with a bare number": (profile("clocks.answer = 3«»"), '"answer" must be a length of time in quotes'),
    "profile for nobody": (profile('copies = ["general_manger"]«»'), 'no personal role "general_manger"; add [people.general_manger] (did you mean "general_manager"?)'),
    "profile with a strange field": (profile('mandatory = ["reason"]«»'), "should be 'cause', 'solution', 'measures' or 'compensation'"),
    "two profiles of a name": (profile("any_hour = true") + profile("any_hour = true").replace('"ours"', '"ours"«»'), 'a second profile is named "ours"'),
    # care, answering, escalation, penalties, reports
    "chase without a unit": ('[care]\nchase_after = "2"«»\n', "is not a length of time"),
    "chase as a number": ("[care]\nchase_after = 2«»\n", '"chase_after" must be a length of time in quotes'),
    "noon that is none": ('[care]\ndelay_by = "noon"«»\n', '"noon" is no time of day; write it like "09:00"'),
    "hours of care that end first": ('[care]\nhours = "21:00-08:00"«»\n', 'such as "09:00-18:00"'),
    "satisfied tells nobody": ('[care]\nsatisfied_tells = ["heads"]«»\n', 'no department role "heads"'),
    "field that is none": ('[answering]\nmandatory = ["cuase"]«»\n', "should be 'cause', 'solution'"),
    "negative days": ("[answering]\nextend_freely = -1«»\n", '"extend_freely" should be greater than or equal to 0'),
    "deferred to no level": ('[answering]\ndeferred_level = "unreasonable"«»\n', 'there is no level "unreasonable"'),
    "approval by nobody": ('[answering]\nclosing_approval = "boss"«»\n', 'no personal role "boss"; add [people.boss]'),
    "ladder to nobody": ('[escalation]\nthen = ["heads"]«»\n', 'no personal role "heads"; add [people.heads] (did you mean "head"?)'),
    "ladder without steps": ("[escalation]\nfirst = []«»\n", "nobody hears of it"),
    "people with a taken name": ('[people.managers]«»\nen = "M"\nzh = "管理"\n', "a word of the packs' own"),
    "amount for no level": ("[penalties]\namounts = { severe = 200 }«»\n", 'there is no level "severe"'),
    "amount with decimals": ("[penalties]\namounts = { high = 2.5 }«»\n", '"high" should be a valid integer'),
    "currency that is none": ('[penalties]\ncurrency = "yuan"«»\n', '"currency" string should match pattern'),
    "settled by nobody": ('[penalties]\nsettled_by = ["accountancy"]«»\n', 'no department role "accountancy"'),
    "report of no kind": (report().replace('"digest"', '"digset"«»'), "should be 'digest', 'penalties' or 'worklist'"),
    "report without a day": (report('to = ["managers"]\n').replace('on = "fri"\n', "").replace("[[report]]", "[[report]]«»"), '"on" is missing; write the day'),
    "report on no day": (report().replace('"fri"', '"friday"«»'), '"friday" is no day of the week; write mon, tue, wed, thu, fri, sat, sun (did you mean "fri"?)'),
    "monthly report with a day": (report().replace('"week"', '"month"').replace('on = "fri"', 'on = "fri"«»'), '"on" is for weekly reports'),
    "report at no time": (report().replace('"09:00"', '"9 o\'clock"«»'), "is no time of day"),
    "report to nobody": (report("").replace("[[report]]", "[[report]]«»"), 'nobody gets the report; write to = ["managers"]'),
    "report to a stranger": (report('to = ["manager"]«»\n'), 'no personal role "manager"; add [people.manager] (did you mean "managers"?)'),
    "worklist to somebody": (report('to = ["managers"]«»\n').replace('"digest"', '"worklist"'), "a worklist goes to each department"),
    "penalties without a price list": (report().replace('"digest"', '"penalties"«»'), "there are no penalties to report"),
    "section that is none": (report('to = ["managers"]\nsections = ["levls"]«»\n'), "should be 'categories', 'levels'"),
    "two reports of a name": (report() + report().replace('"friday"', '"friday"«»'), 'a second report is named "friday"'),
    "window without a unit": ("[repeats]\nwithin = 90«»\n", '"within" must be a length of time in quotes'),
    "kept for no time": ("[keep]\nyears = 0«»\n", '"years" should be greater than or equal to 1'),
    "history of an example": ('[[example]]\nsubject = "s"\ntext = "t"\nhandling = "case"\nhistory = { repeats = 0 }«»\n', '"repeats" should be greater than or equal to 1'),
    # levels, roles, defaults, examples
    "rises to nothing": ('[levels.a]\nen = "A"\nzh = "甲"\nrises_to = "b"«»\n[clocks.a]\nsigning = "1 day"\nanswer = "1 day"\n[defaults]\nlevel = "a"\n', '"a" cannot rise to "b"'),
    "level without a clock": ('[levels.a]«»\nen = "A"\nzh = "甲"\n[clocks.a]\nsigning = "1 day"\n[defaults]\nlevel = "a"\n', 'the level "a" has no answer clock; add answer'),
    "level only people set": ('[levels.a]\nen = "A"\nzh = "甲"\n[levels.b]\nen = "B"\nzh = "乙"\npeople_only = true\n[clocks.a]\nsigning = "1 day"\nanswer = "1 day"\n[defaults]\nlevel = "a"\n' + rule("'true'", 'level = "b"«»'), 'only people may set the level "b"'),
    "default that is gone": ('[defaults]«»\nremind_at = 0.5\n[levels.a]\nen = "A"\nzh = "甲"\n[clocks.a]\nsigning = "1 day"\nanswer = "1 day"\n', 'there is no level "normal"; the levels are: a'),
    "default department": ('[defaults]\ndepartment = "servise"«»\n', 'no department role "servise"'),
    "example of no level": ('[[example]]\nsubject = "s"\ntext = """\nfirst\n[clocks]\n"""\nhandling = "case"\nlevel = "hot"«»\n', 'there is no level "hot"'),
    "example of no handling": ('[[example]]\nsubject = "s"\ntext = "t"\nhandling = "maybe"«»\n', 'there is no handling "maybe"; write case, enquiry, file, triage'),
    "rules that are a table": ("[rule]«»\nname = 'x'\n", '"rule" must be a list of tables; write [[rule]]'),
    "unknown table": ("[clock.normal]«»\nanswer = '2 days'\n", 'there is no key "clock" here; correct its name or take it out (did you mean "clocks"?)'),
    "level code with a space": ('[roles."our shop"]«»\nen = "Shop"\nzh = "店"\n', "should match pattern"),
    # TOML itself, and the chain
    "not TOML": ("[defaults]\nlevel = high«»\n", "correct the TOML there"),
    "key twice": ('[defaults]\nlevel = "high"\nlevel = "high"«»\n', "correct the TOML there"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_once_with_its_line_and_what_to_do(tmp_path: Path, mistake: str):
    """One mistake gives one problem, at the line where it stands, in words that help."""
    text, expected = MISTAKES[mistake]
    text = text.removeprefix("__TOP__") + TITLE if text.startswith("__TOP__") else TITLE + text
    line = text[: text.index("«»")].count("\n") + 1
    found = problems(tmp_path, text)
    assert len(found) == 1, found
    told_line, _, sentence = found[0].partition(":")
    assert (int(told_line), expected in sentence) == (line, True), found[0]
    assert "; " in sentence, "every problem says what to do"


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path):
    """Whoever mends a pack wants one list, not one error after the other."""
    texts = [
        text for name, (text, _) in MISTAKES.items() if name in {"unknown fact", "wrong type", "unknown department"}
    ]
    renamed = [text.replace('"ours"', f'"r{n}"') for n, text in enumerate(texts)]
    text = TITLE + "\n".join(renamed) + '[clocks.normal]\nsigning = 4«»\nanswer = "4"«»\n[calendar]\nhours = "x"«»\n'
    expected = [n for n, line in enumerate(text.split("\n"), 1) if "«»" in line]
    found = problems(tmp_path, text)
    assert [int(problem.split(":")[0]) for problem in found] == expected


def test_a_condition_of_several_lines_is_told_by_line_and_column(tmp_path: Path):
    """Line and column are those of the editor, with Chinese text before the mistake too."""
    text = TITLE + rule("'''\nis_complaint &&\n  text.mentions([\"投诉\"]) && amout > 1.0\n'''")
    line = text[: text.index("amout")].count("\n") + 1
    column = text.split("\n")[line - 1].index("amout") + 1
    assert problems(tmp_path, text) == (f'{line}:{column}: ours: there is no fact "amout"; did you mean "amount"?',)


def test_a_mistake_in_the_parent_names_the_parents_file(tmp_path: Path):
    """Whoever extends a pack that is broken is sent to the right file."""
    parent = tmp_path / "parent.toml"
    parent.write_text(TITLE + rule("'topc == \"x\"'"), encoding="utf-8")
    child = TITLE.replace("standard", "parent.toml")
    (tmp_path / "our.toml").write_text(child, encoding="utf-8")
    with pytest.raises(PackInvalid) as refused:
        load("our.toml", base=tmp_path)
    assert [p.split(":")[:2] for p in refused.value.problems] == [[str(parent), "6"]]


def test_a_circle_of_packs_and_a_missing_parent_are_told_with_the_rest(tmp_path: Path):
    """What can be checked without the parent is, and its absence is one problem, not fifty."""
    found = problems(tmp_path, TITLE.replace("standard", "our.toml") + rule("'topc == 1'"))
    assert len(found) == 2
    assert "circle" in found[0]
    assert "topc" in found[1]
    found = problems(tmp_path, TITLE.replace("standard", "standart") + rule("'topc == 1'"))
    assert [problem.split(":")[0] for problem in found] == ["1", "6"]
    assert 'there is no pack "standart"' in found[0]


def test_a_pack_on_its_own_is_told_all_that_it_lacks(tmp_path: Path):
    """Without `extends` everything must be said; nothing is filled in behind one's back."""
    found = problems(tmp_path, 'title = { en = "Ours", zh = "本公司" }\n')
    for missing in (
        "levels",
        "roles",
        '"department"',
        '"level"',
        '"remind_at"',
        '"hours"',
        '"weekdays"',
        '"case_at_least"',
    ):
        assert any(missing in problem for problem in found), missing


@pytest.mark.parametrize(
    "data", [b"title = '\xff'", b"\x00", b"[" * 5000, b"a = " + b"[" * 100_000, b"x" * 1_000_001, b""]
)
def test_a_file_that_is_no_pack_is_refused_without_a_traceback(tmp_path: Path, data: bytes):
    """Half-written, binary or absurd files are problems like any other."""
    file = tmp_path / "our.toml"
    file.write_bytes(data)
    with pytest.raises(PackInvalid) as refused:
        load(file)
    assert refused.value.problems
