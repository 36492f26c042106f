"""[[report]]: which reports come, to whom and when. A report replaces the inherited one of the same name."""

from __future__ import annotations

from rules.chain import Chain
from rules.hours import WEEK
from rules.pack_file import PackFile, Where, near
from rules.policy import Penalties, Period, Report, ReportKind
from rules.settings import MANAGERS, read_time
from rules.shape import ReportTable


def join_reports(chain: Chain, penalties: Penalties | None) -> tuple[Report, ...]:
    """The reports of a chain of packs, inherited ones first; mistakes are told to its problems."""
    reports: dict[str, Report] = {}
    dropped: set[str] = set()
    for file in chain.files:
        own: dict[str, Report] = {}
        for index, table in file.reports.items():
            if table.name in own:
                told = f'a second report is named "{table.name}"; give it a name of its own'
                chain.problems.add(file.at("report", index, "name"), told)
            if table.name not in dropped:
                own[table.name] = _report(chain, file, index, table, priced=penalties is not None)
        reports = {name: report for name, report in own.items() if name not in reports} | reports
        dropped |= set(file.head.drop)
    return tuple(reports.values())


def _report(chain: Chain, file: PackFile, index: int, table: ReportTable, *, priced: bool) -> Report:
    def at(*path: str | int) -> Where:
        return file.at("report", index, *path)

    for n, code in enumerate(table.to):
        chain.known_person(code, at("to", n), besides=(MANAGERS,))
    worklist = table.kind is ReportKind.WORKLIST
    if worklist and table.to:
        chain.problems.add(at("to"), "a worklist goes to each department; take `to` out")
    if not worklist and not table.to:
        chain.problems.add(at("to"), 'nobody gets the report; write to = ["managers"] or personal roles')
    if table.kind is ReportKind.PENALTIES and not priced:
        chain.problems.add(at("kind"), "there are no penalties to report; add [penalties] with amounts")
    return Report(
        name=table.name,
        kind=table.kind,
        en=table.title.en,
        zh=table.title.zh,
        every=table.every,
        on=_day(chain, table, at("on")),
        at=_time(chain, table, at("at")),
        to=tuple(table.to),
        sections=tuple(table.sections),
    )


def _day(chain: Chain, table: ReportTable, where: Where) -> int | None:
    if table.every is not Period.WEEK:
        if table.on is not None:
            usual = "every working day" if table.every is Period.DAY else "on the month's first working day"
            chain.problems.add(where, f'"on" is for weekly reports, this one comes {usual}; take it out')
        return None
    if table.on is None:
        chain.problems.add(where, '"on" is missing; write the day, on = "mon"')
        return None
    if table.on not in WEEK:
        told = f'"{table.on}" is no day of the week; write {", ".join(WEEK)}{near(table.on, WEEK)}'
        chain.problems.add(where, told)
        return None
    return WEEK.index(table.on)


def _time(chain: Chain, table: ReportTable, where: Where) -> int:
    try:
        return read_time(table.at)
    except ValueError as error:
        chain.problems.add(where, str(error))
        return 0
