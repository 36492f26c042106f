"""`amends rehearse`: scenarios played by the real desk on a virtual clock. Needs no configuration and no mail server."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from rich.console import Console

from daemon.commands.trouble import NO, USAGE
from daemon.rehearsal import timeline
from daemon.rehearsal.play import Played, play
from daemon.rehearsal.record import as_json
from daemon.rehearsal.scenario import Scenario, ScenarioInvalid
from daemon.rehearsal.scenario_file import load


def rehearse(files: Sequence[Path], *, as_lines: bool, mails: bool, save: Path | None, gallery: Path | None) -> int:
    """Play each file and print it. 0: all was as expected; 1: something was not; 2: a file is wrong."""
    scenarios = _loaded(files)
    if scenarios is None:
        return USAGE
    code = 0
    for scenario in scenarios:
        played = play(scenario)
        _print(played, as_lines=as_lines, mails=mails)
        try:
            _keep(played, None if save is None else save / scenario.file.stem if len(files) > 1 else save, gallery)
        except OSError as error:
            return _say([f"{error.filename}: cannot be written: {error.strerror}"], USAGE)
        code = max(code, _judged(played))
    return code


def _loaded(files: Sequence[Path]) -> list[Scenario] | None:
    """All scenarios; None when one is wrong, after every mistake in all of them has been told."""
    scenarios: list[Scenario] = []
    wrong: list[str] = []
    for file in files:
        try:
            scenarios.append(load(file))
        except ScenarioInvalid as invalid:
            wrong += invalid.problems
    _say(wrong, USAGE)
    return None if wrong else scenarios


def _print(played: Played, *, as_lines: bool, mails: bool) -> None:
    stdout: object = sys.stdout
    if isinstance(stdout, TextIOWrapper):
        stdout.reconfigure(encoding="utf-8" if as_lines else None, errors="replace")
    if not as_lines:
        timeline.show(Console(highlight=False), played, mails=mails)
        return
    for line in played.record:
        print(json.dumps(as_json(line, played.scenario.local), ensure_ascii=False))
    sys.stdout.flush()


def _keep(played: Played, save: Path | None, gallery: Path | None) -> None:
    if save is None and gallery is None:
        return
    from daemon.rehearsal import keep  # noqa: PLC0415 - the pages of the demo, which most plays do not need

    if save is not None:
        keep.save(played, save)
    if gallery is not None:
        gallery.parent.mkdir(parents=True, exist_ok=True)
        gallery.write_text(keep.gallery(played), encoding="utf-8")


def _judged(played: Played) -> int:
    """What was not as it should be, on standard error."""
    if played.trouble:
        return _say([played.trouble], USAGE)
    file = played.scenario.file
    failed = [f"{file}:{v.expectation.line}: {v.sentence}" for v in played.verdicts if not v.holds]
    return _say([*failed, *(f"{file}: {problem}" for problem in played.problems)], NO) if not played.holds else 0


def _say(problems: Sequence[str], code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return code
