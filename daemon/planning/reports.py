"""Reports as mails: the digest with its tables, the penalty bulletin, each department's worklist.

Every report leaves once a period, also when nothing happened; only a department without open cases gets no worklist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from daemon.case import UNSIGNED, Case, EventKind, State
from daemon.planning.bulletin import Bulletin
from daemon.planning.effects import Notice
from daemon.planning.figures import Figures
from daemon.planning.lists import case_line, with_buttons
from daemon.planning.mandatory import is_empty
from daemon.planning.office import Office
from daemon.planning.parties import Party, department_party, managers, role_party, several
from daemon.planning.penalties import line_of
from daemon.planning.periods import Stretch
from rules.policy import Report, Section
from rules.vocabulary import ClockKind
from templates.contexts import CaseLine, Count, Digest, FiledLine, Penalties, Worklist
from templates.contexts import Section as Table

LINE_COMMANDS = ("REMIND", "REASSIGN", "CLOSE", "STATUS")
RESTING_COMMANDS = ("RESUME", "CLOSE", "STATUS")  # of a deferred case
NOBODY_WAITS = "nobody waits for an answer"  # how the engine's own reason for filing ends
WORK_COMMANDS = ("PROGRESS", "RESOLVE")


def recipients(office: Office, report: Report) -> tuple[Party, ...]:
    """Who gets a digest or bulletin: managers and personal roles, each address once."""
    named = (managers(office) if who == "managers" else role_party(office, who) for who in report.to)
    return several(tuple(named))


def report_key(report: Report, stretch: Stretch, who: str = "") -> str:
    """The effect key of a report: one mail a period and reader."""
    return f"report/{report.name}/{stretch.key}" + (f"/{who}" if who else "")


def digest(office: Office, report: Report, stretch: Stretch, figures: Figures, party: Party, now: datetime) -> Notice:
    """A digest for one reader."""
    key = report_key(report, stretch, ",".join(party.recipients))
    lines = [case_line(office, case, now) for case in figures.standing]
    notable = [line for line, case in zip(lines, figures.standing, strict=True) if _notable(office, case, line)]

    def made(chosen: Iterable[CaseLine]) -> tuple[CaseLine, ...]:
        return tuple(with_buttons(office, line, key, party, _line_commands(line)) for line in chosen)

    wanted = report.sections or tuple(Section)
    context = Digest(
        desk=office.desk,
        title_en=report.en,
        title_zh=report.zh,
        since=office.local(figures.since),
        until=office.local(figures.until),
        opened=len(figures.opened),
        closed=len(figures.closed),
        open=len(figures.standing),
        sections=tuple(table for section in wanted if (table := _table(office, section, figures)) is not None),
        overdue=made(line for line in lines if line.overdue),
        listed=made(line for line in notable if not line.overdue),
        filed=_filed(office, figures, key, party) if Section.FILED in wanted else (),
        filed_besides=figures.filed_besides if Section.FILED in wanted else 0,
    )
    return office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)


def worklist(office: Office, report: Report, stretch: Stretch, figures: Figures, now: datetime) -> tuple[Notice, ...]:
    """To each department its open cases; none to a department that has none."""
    notices: list[Notice] = []
    for department in office.config.departments:
        own = [c for c in figures.standing if c.department == department.name and c.state is not State.TRIAGE]
        if not own:
            continue
        party = department_party(department)
        key = report_key(report, stretch, department.name)
        context = Worklist(
            desk=office.desk,
            department=department.name,
            cases=tuple(
                with_buttons(office, case_line(office, case, now), key, party, _work_commands(case)) for case in own
            ),
        )
        notices.append(
            office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)
        )
    return tuple(notices)


def _line_commands(line: CaseLine) -> tuple[str, ...]:
    """What a manager can do about the case now: nobody is reminded where no clock runs."""
    if line.state == State.DEFERRED:
        return RESTING_COMMANDS
    return LINE_COMMANDS if line.due is not None else tuple(one for one in LINE_COMMANDS if one != "REMIND")


def _work_commands(case: Case) -> tuple[str, ...]:
    """What its department can do about the case now, the likeliest first."""
    return ("ACCEPT", *WORK_COMMANDS) if case.state in UNSIGNED else WORK_COMMANDS


def bulletin_notice(office: Office, bulletin: Bulletin, party: Party, *, signed_at: datetime | None = None) -> Notice:
    """The penalty bulletin: for signature, or signed, to those who settle it."""
    key = bulletin.key + (f"/signed/{party.name}" if signed_at else "")
    waits = signed_at is None
    lines = bulletin.lines if waits else bulletin.kept
    context = Penalties(
        desk=office.desk,
        title_en=bulletin.en,
        title_zh=bulletin.zh,
        since=office.local(bulletin.since),
        until=office.local(bulletin.until),
        currency=bulletin.currency,
        lines=tuple(line_of(office, entry) for entry in lines),
        totals=tuple(sorted(_totals(bulletin).items())),
        signed_by="" if waits else bulletin.signed_by,
        signed_at=office.local(signed_at) if signed_at else None,
        buttons=tuple(office.button(w, effect_key=key, case="", party=party.name) for w in ("APPROVE", "REJECT"))
        if waits and lines
        else (),
    )
    return office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)


def _totals(bulletin: Bulletin) -> Mapping[str, int]:
    totals: Counter[str] = Counter()
    for line in bulletin.kept:
        totals[line.department] += line.amount
    return totals


def _notable(office: Office, case: Case, line: CaseLine) -> bool:
    gravest = office.policy.levels[-1].code
    return line.overdue or case.level == gravest or case.state in (State.TRIAGE, State.REOPENED, State.DEFERRED)


def _filed(office: Office, figures: Figures, key: str, party: Party) -> tuple[FiledLine, ...]:
    return tuple(
        FiledLine(
            sender=letter.sender,
            subject=letter.subject,
            received=office.local(letter.received),
            reason=_why_filed(letter.reason),
            buttons=(office.button(f"COMPLAINT L{letter.intake_id}", effect_key=key, case="", party=party.name),),
        )
        for letter in figures.filed
    )


def _why_filed(reason: str) -> str:
    """Without the rules that fired besides: they decided nothing, and are in the record."""
    said, waits, _ = reason.partition(NOBODY_WAITS)
    return said + waits


def _table(office: Office, section: Section, figures: Figures) -> Table | None:
    make = _TABLES.get(section)
    rows = make(office, figures) if make else ()
    return Table(key=section.value, rows=rows) if rows else None


def _counted(labels: Iterable[tuple[str, str]], whole: int | None = None) -> tuple[Count, ...]:
    """(label, label in Chinese) pairs counted, the most frequent first; with shares of `whole` (None: of all)."""
    counter = Counter(labels)
    total = sum(counter.values()) if whole is None else whole
    return tuple(
        Count(label=en, label_zh=zh, count=count, share=count / total if total else None)
        for (en, zh), count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    )


def _coded(codes: Iterable[str]) -> tuple[Count, ...]:
    """Codes counted; the letters have words for them."""
    return _counted((code, "") for code in codes)


def _one(en: str, zh: str, count: int, share: float | None = None) -> Count:
    return Count(label=en, label_zh=zh, count=count, share=share)


def _categories(_office: Office, figures: Figures) -> tuple[Count, ...]:
    return _coded(case.dossier.topic for case in figures.opened)


def _levels(office: Office, figures: Figures) -> tuple[Count, ...]:
    found = (office.level(case.level) for case in figures.opened)
    return _counted((level.en, level.zh) for level in found)


def _departments(_office: Office, figures: Figures) -> tuple[Count, ...]:
    return _counted((case.department, case.department) for case in figures.opened)


def _channels(_office: Office, figures: Figures) -> tuple[Count, ...]:
    public = sum("public" in case.dossier.tags for case in figures.opened)
    rows = _coded(case.dossier.channel for case in figures.opened)
    return (*rows, _one("public", "", public, public / len(figures.opened))) if public else rows


def _rate(_office: Office, figures: Figures) -> tuple[Count, ...]:
    """Cases that were found to be no complaint, or part of another, are told apart: they are cases, and no complaints."""
    letters, complaints = figures.letters, sum(case.counts for case in figures.opened)
    if not letters:
        return ()
    none = len(figures.opened) - complaints
    rows = (_one("letters", "", letters), _one("complaints", "", complaints, complaints / letters))
    return (*rows, _one("no_complaints", "", none, none / letters)) if none else rows


def _deferred(office: Office, figures: Figures) -> tuple[Count, ...]:
    """Unreasonable complaints among the open ones: by a manager's LEVEL (first) or a granted deferral (secondary)."""
    secondary = [case for case in figures.standing if case.state is State.DEFERRED]
    primary = [c for c in figures.standing if c not in secondary and office.level(c.level).people_only]
    both = [*primary, *secondary]
    if not both:
        return ()
    counts = {"unreasonable": len(both), "primary": len(primary), "secondary": len(secondary)}
    counts |= {mode: sum(case.dossier.mode == mode for case in both) for mode in ("watch", "monitor")}
    return tuple(_one(code, "", count, count / len(figures.standing)) for code, count in counts.items())


def _late(_office: Office, figures: Figures) -> tuple[Count, ...]:
    """By clock, and then the cases one by one: late answers are listed for assessment (procedure 4)."""
    missed = [one for one in figures.events if one.kind is EventKind.MISSED and one.data.get("times") == 1]
    cases = Counter((one.case, str(one.data.get("department") or figures.cases[one.case].department)) for one in missed)
    listed = ((f"{number} · {who}", count) for (number, who), count in sorted(cases.items()))
    return (*_coded(str(one.data["clock"]) for one in missed), *(_one(label, "", count) for label, count in listed))


def _closures(_office: Office, figures: Figures) -> tuple[Count, ...]:
    """Closed within the limit is a first closure, later a second one (procedure 3a)."""
    closed = [case for case in figures.closed if case.counts]
    if not closed:
        return ()
    whole, second = len(closed), sum((case.number, ClockKind.CLOSING.value) in figures.missed for case in closed)
    return tuple(_one(code, "", n, n / whole) for code, n in (("first", whole - second), ("second", second)))


def _measures(_office: Office, figures: Figures) -> tuple[Count, ...]:
    answered = [case.dossier.answered for case in figures.closed if case.dossier.answered is not None]
    if not answered:
        return ()
    whole = len(answered)
    named = (("cause", sum(bool(a.cause) for a in answered)), ("measures", sum(bool(a.measures) for a in answered)))
    return tuple(_one(code, "", count, count / whole) for code, count in named)


def _repeats(_office: Office, figures: Figures) -> tuple[Count, ...]:
    return tuple(_one(fault, fault, count) for fault, count in figures.repeated)


def _satisfaction(_office: Office, figures: Figures) -> tuple[Count, ...]:
    kinds = Counter(one.kind for one in figures.events)
    said = (EventKind.SATISFIED, EventKind.DISSATISFIED)
    rows = [_one(kind.value, "", kinds[kind]) for kind in said if kinds[kind]]
    ratings = Counter(case.dossier.rating for case in figures.closed if case.dossier.rating is not None)
    rows += [_one(str(rating), "", ratings[rating]) for rating in sorted(ratings, reverse=True)]
    return tuple(rows)


def _compensation(_office: Office, figures: Figures) -> tuple[Count, ...]:
    given = (case.dossier.answered.compensation for case in figures.closed if case.dossier.answered)
    paid = sum(not is_empty(said, ()) for said in given)  # "none" is none
    return (_one("compensated", "", paid, paid / len(figures.closed)),) if paid else ()


def _staff(_office: Office, figures: Figures) -> tuple[Count, ...]:
    """Timeliness, satisfaction and quality of each department, and of each person that cases were assigned to."""
    late = {number for number, clock in figures.missed if clock in (ClockKind.CLOSING, ClockKind.ANSWER)}
    content = {one.case for one in figures.events if one.kind is EventKind.SATISFIED}
    closed: dict[str, list[Case]] = {}
    for case in filter(lambda one: one.counts, figures.closed):
        for name in (case.department, case.dossier.assigned):
            closed.setdefault(name, []).append(case)
    rows: list[Count] = []
    for name in sorted(filter(None, closed)):
        cases = closed[name]
        told = (
            ("closed in time", "按时结案", sum(case.number not in late for case in cases)),
            ("customer satisfied", "客户满意", sum(case.number in content for case in cases)),
            ("settled at the first go", "一次办结", sum(not case.dossier.dissatisfied for case in cases)),
        )
        rows += [_one(f"{name}: {en}", f"{name}：{zh}", count, count / len(cases)) for en, zh, count in told]
    return tuple(rows)


def _trend(_office: Office, figures: Figures) -> tuple[Count, ...]:
    if not (figures.opened or figures.opened_before):
        return ()
    now, before = len(figures.opened), figures.opened_before
    return (_one("opened_before", "", before), _one("opened", "", now))


_TABLES: Mapping[Section, Callable[[Office, Figures], tuple[Count, ...]]] = {
    Section.CATEGORIES: _categories,
    Section.LEVELS: _levels,
    Section.DEPARTMENTS: _departments,
    Section.CHANNELS: _channels,
    Section.RATE: _rate,
    Section.DEFERRED: _deferred,
    Section.LATE: _late,
    Section.CLOSURES: _closures,
    Section.MEASURES: _measures,
    Section.REPEATS: _repeats,
    Section.SATISFACTION: _satisfaction,
    Section.COMPENSATION: _compensation,
    Section.STAFF: _staff,
    Section.TREND: _trend,
}
