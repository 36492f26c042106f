"""The stage: letters arrive, people answer, time moves, and after each of these the daemon does what is to be done.

Time jumps from one thing due to the next, as in a rehearsal. The daemon works through `supervisor.drain`, as in `amends run --once`, rather than through the
running `Supervisor`: the same workers, but a step has ended when drain says so, so that the story is the same at every
run and nobody waits for a poll.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from daemon.app import App
from daemon.demo.company import DESK
from daemon.demo.correspondence import Sample, answer, letter
from daemon.demo.story import Answers, Arrives, Passes, Scene, Step
from daemon.demo.timeline import Timeline
from daemon.demo.watch import Mail, NotCome, Watch
from daemon.demo.wording import Happening
from daemon.demo.world import MailWorld
from daemon.planning.effects import IntakeState
from daemon.rehearsal.clock import VirtualClock
from daemon.rehearsal.jumps import Jumps
from daemon.supervisor import drain

PLACED = frozenset({IntakeState.CASE.value, IntakeState.ENQUIRY.value, IntakeState.FILED.value})


class Stage:
    """Carries out a story. `happenings` is all of it, in order; `problems` is what should not have been."""

    def __init__(
        self,
        app: App,
        runner: asyncio.Runner,
        world: MailWorld,
        clock: VirtualClock,
        watch: Watch,
        timeline: Timeline,
        letters: Mapping[str, Sample],
    ) -> None:
        """`runner`: the loop in which the daemon works; its connections belong to it. `letters`: samples by key."""
        self._app = app
        self._runner = runner
        self._world = world
        self._clock = clock
        self._watch = watch
        self._timeline = timeline
        self._letters = letters
        self._jumps = Jumps(clock, lambda: app, self._work)
        self._cases: dict[str, str] = {}
        self.happenings: list[Happening] = []
        self.problems: list[str] = []

    def play(self, scene: Scene) -> None:
        """The scene, step by step."""
        self._jumps.until(scene.at)
        self._timeline.scene(scene)
        self.happenings.append(scene)
        for step in scene.steps:
            self._timeline.step(_doing(step, self._letters))
            try:
                arrived = self._enter(step)
            except NotCome as missing:
                self.problems.append(str(missing))
                continue
            place = len(self.happenings)
            self._work()
            if arrived is not None:
                self.happenings.insert(place, self._settled(step, arrived))

    def _enter(self, step: Step) -> Mail | None:
        """Time passes; then what happens without the daemon: a letter or an answer is put into the desk's mailbox."""
        match step:
            case Passes(to):
                self._timeline.passes(to)
                self._jumps.until(to)
                return None
            case Arrives(key):
                sample = self._letters[key]
                self._jumps.until(sample.at)
                answered = self._watch.in_mailbox(sample.writer, sample.answers) if sample.answers else None
                content = letter(sample, answered)
            case Answers(person, notice, about, at, text):
                self._jumps.until(at)
                answered = self._watch.in_mailbox(person, notice, self._cases[about])
                content = answer(answered, person, text, at)
        now = self._clock.now()
        self._world.deliver(DESK.address, content, received=now)
        mail = self._watch.letter(content, now)
        self._timeline.mail(mail)
        return mail

    def _settled(self, step: Step, arrived: Mail) -> Mail:
        """The letter with what has become of it."""
        mail = self._watch.settled(arrived)
        if isinstance(step, Arrives):
            self._cases[step.key] = mail.case
        if mail.state not in PLACED:
            why = mail.reason or "the daemon has not read it"
            self.problems.append(f"the letter “{mail.subject}” has found no place: {why}")
        elif not mail.case:
            self._timeline.filed(mail)
        return mail

    def _work(self) -> bool:
        """The daemon does what is to be done now, and the audience is told. Whether anything came of it."""
        self.problems += self._runner.run(drain(self._app)).problems
        place = len(self.happenings)
        for turn in self._watch.turns():
            self._timeline.turn(turn)
            self.happenings.append(turn)
        for mail in self._watch.sent(self._clock.now()):
            self._timeline.mail(mail)
            self.happenings.append(mail)
        return len(self.happenings) > place


def _doing(step: Step, letters: Mapping[str, Sample]) -> str:
    """What the progress bar says."""
    match step:
        case Arrives(key):
            return f"{letters[key].writer.name} writes"
        case Answers(person):
            return f"{person.name} answers"
        case Passes(to):
            return f"nobody does anything until {to:%H:%M}"
