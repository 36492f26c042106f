"""`amends explain`: what a policy makes of the letters in a file, and why. Needs no configuration and changes nothing.

Where there is a configuration, the letter is read and routed as that desk does: with its policy, its catalogue and its
departments. What only the database knows is not asked: the letter is taken as the customer's first, come within
working hours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daemon.catalogue_file import catalogue_of
from daemon.commands.parse import letters_of
from daemon.config import Config
from daemon.config import load as load_config
from daemon.planning.destination import destination
from daemon.reloading import office_under
from daemon.tokens import KEY_BYTES, Signer
from parsers.goods.catalogue import Catalogue
from parsers.letter import Letter, Origin, Unreadable
from rules.engine import decide
from rules.pack import load
from rules.policy import Policy
from rules.vocabulary import Decision

ORDINARY_POLICY = "standard"  # of who has no configuration yet
ORDINARY_CONFIG = Path("config.toml")


@dataclass(frozen=True, slots=True)
class _Desk:
    """How a letter is read and decided. `config`: None where there is none."""

    policy: Policy
    config: Config | None
    catalogue: Catalogue | None

    def read(self, file: Path) -> Iterator[tuple[str, Letter | Unreadable]]:
        own = frozenset[str]() if self.config is None else self.config.own_addresses
        return letters_of(file, own, self.catalogue)

    def decide(self, letter: Letter, channel: str) -> tuple[Decision, str]:
        """The decision, and the name of the department that gets the case."""
        decision = decide(self.policy, letter, channel=channel)
        if self.config is None:
            return decision, self.policy.role(decision.department).en
        office = office_under(self.config, self.policy, Signer(bytes(KEY_BYTES), "explain"))  # nothing is signed
        department, decision = destination(office, letter, decision)
        return decision, department.name


def explain(file: Path, *, policy: str | None, config: Path | None, channel: str, as_json: bool) -> int:
    """Print the decision on each letter, as sentences or as one JSON object. Exit code 1 when one cannot be read.

    `config`: the desk's configuration; None: config.toml where there is one. `policy`: None for the configuration's.
    Raises PackInvalid with every mistake when the pack cannot be used, `ConfigInvalid`, `CatalogueError`.
    """
    desk = _desk(policy, config)
    failed = False
    for name, letter in desk.read(file):
        if isinstance(letter, Unreadable):
            print(f"{name}: cannot be read: {letter.reason}", file=sys.stderr)
            failed = True
            continue
        decision, department = desk.decide(letter, channel)
        told = _told(name, desk.policy, letter, decision, channel) | {"department_name": department}
        print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)), flush=True)
    return 1 if failed else 0


def _desk(policy: str | None, config: Path | None) -> _Desk:
    if config is None and ORDINARY_CONFIG.is_file():
        config = ORDINARY_CONFIG
    if config is None:
        return _Desk(load(policy or ORDINARY_POLICY), None, None)
    settings = load_config(config)
    return _Desk(load(policy or settings.desk.policy), settings, catalogue_of(settings))


def _told(name: str, policy: Policy, letter: Letter, decision: Decision, channel: str) -> dict[str, Any]:
    terms = policy.terms(level=decision.level, role=decision.department, tags=decision.tags, channel=channel)
    return {
        "file": name,
        "policy": policy.name,
        "version": policy.version,
        "subject": letter.subject,
        "origin": letter.origin.value,
        "origin_reason": letter.origin_reason,
        "handling": decision.handling.value,
        "confidence": round(decision.confidence, 3),
        "level": decision.level,
        "level_name": policy.level(decision.level).en,
        "department": decision.department,
        "tags": list(decision.tags),
        "fired": [{"rule": f.rule, "why": f.why, "why_zh": f.why_zh, "words": list(f.words)} for f in decision.fired],
        "lost": list(decision.lost),
        "clocks": {kind.value: str(clock.budget) for kind, clock in terms.clocks.items()},
        "mandatory": list(terms.mandatory),
    }


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['file']}: {told['subject'] or '(no subject)'}"
    if told["origin"] != Origin.PERSON:
        yield f"  no person wrote it ({told['origin']}: {told['origin_reason']}): it opens no case; otherwise it would be"
    yield f"  handling    {told['handling']}, {told['confidence']:.0%} sure"
    yield f"  level       {told['level_name']} ({told['level']})"
    yield f"  department  {told['department_name']} ({told['department']})"
    if told["tags"]:
        yield f"  tags        {', '.join(told['tags'])}"
    yield f"  clocks      {', '.join(f'{kind} {budget}' for kind, budget in told['clocks'].items()) or 'none'}"
    yield f"  policy      {told['policy']} {told['version']}"
    yield "  because"
    for fired in told["fired"]:
        words = ", ".join(f"“{word}”" for word in fired["words"])
        yield f"    {fired['rule']}: {fired['why']}{f' – {words}' if words else ''}"
    if told["lost"]:
        yield "  what lost"
        yield from (f"    {sentence}" for sentence in told["lost"])
