"""A scenario played on the stage, from its start to its end, and judged."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr

from daemon.rehearsal import mails
from daemon.rehearsal.expectations import Verdict, judge
from daemon.rehearsal.mails import Notice, addresses_in
from daemon.rehearsal.record import CaseLine, Line, NoticeLine
from daemon.rehearsal.scenario import ANY, MailServer, Scenario, ScenarioInvalid, Step, Wanted
from daemon.rehearsal.stage import Stage

SELDOM = (100_000, 20, 20)  # a tenth of a long play's time is saved so


@dataclass(frozen=True, slots=True)
class Played:
    """A play that is over. `trouble`: why it ended early; `problems`: errors of the desk's own."""

    scenario: Scenario
    record: tuple[Line, ...]
    cases: tuple[CaseLine, ...]
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]
    trouble: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything was as expected."""
        return not self.trouble and not self.problems and all(verdict.holds for verdict in self.verdicts)


def play(scenario: Scenario) -> Played:
    """The whole play. A step that cannot be carried out ends it."""
    with _keeping_everything(), Stage(scenario.config, scenario.start) as stage:
        trouble = ""
        steps = list(enumerate(scenario.steps, 1))
        try:
            for number, step in steps:
                if step.old:
                    stage.arrive(_written(step, number, scenario, ()), step.written)
            stage.settle()
            for number, step in steps:
                if not step.old:
                    stage.pass_until(step.at)
                    carry_out(step, number, scenario, stage)
            stage.pass_until(scenario.end)
        except ScenarioInvalid as invalid:
            trouble = str(invalid)
        record = tuple(stage.record)
        verdicts = () if trouble else judge(scenario, record)
        return Played(scenario, record, stage.cases, verdicts, tuple(stage.problems), trouble)


@contextmanager
def _keeping_everything() -> Generator[None]:
    """A play forgets nothing, so the garbage collector looks through ever more and finds nothing: seldom is enough."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def carry_out(step: Step, number: int, scenario: Scenario, stage: Stage) -> None:
    """The play's `number`-th step, now. Raises `ScenarioInvalid` when it answers what nobody has got."""
    if step.smtp is not None:
        stage.courier.down = step.smtp is MailServer.DOWN
    if step.restart:
        stage.restart()
    if step.writes:
        stage.arrive(_written(step, number, scenario, stage.notices()))
    stage.settle()


def _written(step: Step, number: int, scenario: Scenario, notices: Sequence[NoticeLine]) -> bytes:
    """The step's letter; `notices` are those that can be answered. Raises `ScenarioInvalid`."""
    desk = scenario.config.desk.address
    try:
        if step.bounces is not None:
            return mails.bounce(step, number, _got(notices, step.bounces), desk=desk)
        if step.answers_of is not None:
            return mails.letter(step, number, desk=desk, answered=_got(notices, step.answers_of))
        answered = _own(notices, step, scenario) if step.answers else None
        return mails.letter(step, number, desk=desk, answered=answered)
    except (_NotCome, mails.Unwritable) as wrong:
        raise ScenarioInvalid((f"{scenario.file}:{step.line}: {wrong}",)) from wrong


class _NotCome(Exception):
    """No such notice has been sent so far. A sentence."""


def _own(notices: Sequence[NoticeLine], step: Step, scenario: Scenario) -> Notice:
    """The newest such notice that came to the sender, or to a department the sender may answer for."""
    sender = parseaddr(step.sender)[1].lower()
    mailboxes = {sender, *(d.address.lower() for d in scenario.config.departments_of(sender))}
    return _newest(notices, step.answers, lambda who: who.lower() in mailboxes, sender)


def _got(notices: Sequence[NoticeLine], wanted: Wanted) -> Notice:
    asked = addresses_in(wanted.to)
    return _newest(notices, wanted.notice, lambda who: not asked or who.lower() in asked, wanted.to or "anybody")


def _newest(
    notices: Sequence[NoticeLine],
    kind: str,
    hers: Callable[[str], bool],
    whose: str,
) -> Notice:
    for line in reversed(notices):
        recipient = next((who for who in line.to if hers(who)), None)
        if kind in (ANY, line.notice) and recipient is not None:
            return Notice(line.content, recipient, line.answers_to)
    got = ", ".join(dict.fromkeys(line.notice for line in notices if any(map(hers, line.to)))) or "nothing"
    raise _NotCome(
        f"the step answers {kind}, and none has come to {whose} by then (what came: {got});"
        " correct the name or the time of the step"
    )
