"""The decision: what becomes of a letter, how grave it is, who has to deal with it, and why.

First the handling. A letter that is filed is never seen by anybody, so a letter is filed only when it surely is
nothing (thanks, newsletter, machine notice), names no invoice or order, and shows no sign of trouble. Whoever
waits for an answer gets a person's; what cannot be told goes to a person (`TRIAGE`).

Then the pack's rules, all of them, in their order: the first that names a department wins the department, the first
that names a handling the handling, the gravest level wins, tags add up. A rule that cannot be answered for a letter
is no reason to lose it: the letter goes to a person, and the decision says which rule failed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsers.letter import Flag, Letter, Origin, Purpose, Urgency
from rules.conditions import ConditionFailed, Question, in_one_line
from rules.joining import HANDLING_RULE
from rules.policy import Policy, Rule
from rules.vocabulary import DEFAULT_CHANNEL, NO_HISTORY, Decision, Fired, Handling, History, question

DESK_LANGUAGES = frozenset({"en", "zh"})
WAITS_FOR_AN_ANSWER = frozenset({Purpose.ENQUIRY, Purpose.ORDER, Purpose.DUNNING})
WAITS_FOR_NOTHING = frozenset({Purpose.THANKS, Purpose.NEWSLETTER, Purpose.NOTICE})
MOST_WORDS = 6
_PURPOSES_ZH = {
    Purpose.COMPLAINT: "投诉",
    Purpose.ENQUIRY: "咨询",
    Purpose.ORDER: "订单",
    Purpose.THANKS: "致谢",
    Purpose.NEWSLETTER: "推广邮件",
    Purpose.DUNNING: "催款",
    Purpose.NOTICE: "通知",
    Purpose.REPLY: "回复",
    Purpose.UNCLEAR: "性质不明",
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """A handling, and why, in both languages."""

    handling: Handling
    en: str
    zh: str


def decide(
    policy: Policy,
    letter: Letter,
    *,
    channel: str = DEFAULT_CHANNEL,
    history: History = NO_HISTORY,
    working: bool = True,
    languages: Collection[str] = DESK_LANGUAGES,
) -> Decision:
    """What the policy says about a letter, with every rule that fired and the words that made it fire.

    `channel` is "mail" or what the letter's [[source]] says; `working`: whether it came within working hours;
    `languages` are the desk's. Never raises on a letter. The same arguments always give the same decision.
    """
    asked = Question(question(letter, channel=channel, history=history, working=working))
    fired, failed = _ask(policy.rules, asked)
    finding = _handling(policy, letter, languages)
    handling = next((rule.handling for rule in fired if rule.handling is not None), finding.handling)
    routing = next((rule for rule in fired if rule.department), None)
    grading = max(
        (rule for rule in fired if rule.level), key=lambda rule: policy.level(rule.level or "").rank, default=None
    )
    reasons = [Fired(HANDLING_RULE, finding.en, _purpose_words(letter), finding.zh)]
    reasons += [Fired(rule.name, rule.en, rule.condition.words(letter), rule.zh) for rule in fired]
    reasons += failed
    return Decision(
        handling=Handling.TRIAGE if failed else handling,
        level=(grading and grading.level) or policy.default_level,
        department=(routing and routing.department) or policy.default_department,
        tags=tuple(dict.fromkeys(tag for rule in fired for tag in rule.tags)),
        fired=tuple(reasons),
        confidence=letter.facts.confidence,
        lost=tuple(_lost(policy, fired, routing, grading)),
        routed_by=routing.name if routing else "",
    )


def _lost(policy: Policy, fired: list[Rule], routing: Rule | None, grading: Rule | None) -> Iterator[str]:
    """What rules that fired wanted and did not get, and which rule decided instead."""
    for rule in fired:
        if routing and rule.department and rule.department != routing.department:
            loser, winner = policy.role(rule.department).en, policy.role(routing.department or "").en
            yield f'{rule.name}: not {loser}: "{routing.name}" comes first, with {winner}'
        if grading and rule.level and rule.level != grading.level:
            loser, winner = policy.level(rule.level).en, policy.level(grading.level or "").en
            yield f'{rule.name}: not {loser}: "{grading.name}" is graver, with {winner}'


def _ask(rules: tuple[Rule, ...], asked: Question) -> tuple[list[Rule], list[Fired]]:
    """The rules that hold, and an account of those that could not be answered."""
    fired: list[Rule] = []
    failed: list[Fired] = []
    for rule in rules:
        try:
            if rule.condition.holds(asked):
                fired.append(rule)
        except ConditionFailed as failure:
            why = f"this rule could not be answered ({failure}); a person must look"
            failed.append(Fired(rule.name, why, (), f"此规则无法判断（{failure}），须由人工处理"))
    return fired, failed


def _handling(policy: Policy, letter: Letter, languages: Collection[str]) -> _Finding:
    purpose, sure = letter.facts.purpose, letter.facts.confidence
    what, zh = f"{purpose.value}, {sure:.0%} sure", f"{_PURPOSES_ZH[purpose]}，把握 {sure:.0%}"
    limits = policy.thresholds
    if letter.language not in languages and letter.origin is Origin.PERSON:
        if not (letter.text.strip() or letter.subject.strip()):
            return _Finding(
                Handling.TRIAGE, "the letter has no words; somebody must look", "来信没有文字，须由人工判断"
            )
        return _Finding(
            Handling.TRIAGE,
            "a person writes in a language that the desk does not read; somebody must look",
            "来信所用语言不在受理范围内，须由人工判断",
        )
    if purpose is Purpose.COMPLAINT and sure >= limits.case_at_least:
        return _Finding(Handling.CASE, what, zh)
    if sign := _sign_of_trouble(letter):
        return _Finding(
            Handling.TRIAGE, f"{what}, but {sign[0]}; somebody must look", f"{zh}，但{sign[1]}，须由人工判断"
        )
    if purpose in WAITS_FOR_AN_ANSWER and sure >= limits.enquiry_at_least:
        return _Finding(Handling.ENQUIRY, f"{what}; the sender waits for an answer", f"{zh}；对方等待答复")
    if purpose in WAITS_FOR_NOTHING and sure >= limits.file_at_least:
        if doubt := _doubt_about_filing(letter):
            return _Finding(
                Handling.TRIAGE, f"{what}, but {doubt[0]}; somebody must look", f"{zh}，但{doubt[1]}，须由人工判断"
            )
        return _Finding(Handling.FILE, f"{what}; nobody waits for an answer", f"{zh}；无需答复")
    return _Finding(Handling.TRIAGE, f"{what}: not sure enough; somebody must look", f"{zh}，尚不确定，须由人工判断")


def _sign_of_trouble(letter: Letter) -> tuple[str, str] | None:
    """What speaks against taking a letter for harmless, whatever its purpose seems to be."""
    facts = letter.facts
    flags = {flag.value for flag in facts.flags} - {Flag.WITHDRAWN}
    if flags:
        named = ", ".join(sorted(flag.value.replace("_", " ") for flag in flags))
        return f"it speaks of {named}", "提到严重情况"
    if facts.legal_threat.value:
        return "it announces legal steps", "提到法律手段"
    if facts.urgency.value is Urgency.CRITICAL:
        return "it is most urgent", "情况十分紧急"
    return None


def _doubt_about_filing(letter: Letter) -> tuple[str, str] | None:
    """What a letter that nobody waits about would hardly say. Mailing lists may: they advertise discounts and repairs."""
    facts = letter.facts
    if facts.invoices or facts.orders:
        return "it names an invoice or order", "提到发票号或订单号"
    if letter.origin is Origin.PERSON and (facts.remedies or facts.defect):
        return "it speaks of a fault or asks for something", "提到故障或提出要求"
    return None


def _purpose_words(letter: Letter) -> tuple[str, ...]:
    fields = {"subject": letter.subject, "text": letter.text}
    spans = letter.facts.purpose_spans
    return tuple(dict.fromkeys(in_one_line(fields[s.where.value][s.start : s.end]) for s in spans))[:MOST_WORDS]
