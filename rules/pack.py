"""Policy packs: from a TOML file to a `Policy` that can be trusted, or to every mistake in it at once.

A pack is what a company decides: levels, departments' roles, rules, clocks, working hours, how sure one must be.
`load` reads it together with the packs that it extends, and nothing else on the disk. A pack with any mistake is not
loaded at all, so that a broken edit never replaces a policy that runs. docs/policy.md tells a quality manager the same.

How packs are laid over each other: single values and tables of the child win key by key; the child's rules come
before the parent's, its profiles after them (the later profile is the stronger one); a rule, profile or report with
the same name replaces the parent's; those named in `drop` are gone. A child with levels of its own has only those:
inherited rules keep department and tags, but no longer set a level that is not there. Examples are not inherited: they speak of the pack they stand in.
"""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from rules.joining import Joining
from rules.pack_file import PackFile, Problems, Where, read_pack_file
from rules.policy import Clock, Example, Level, Policy, Role, Rule, Thresholds

LONGEST_CHAIN = 10  # packs that extend packs

__all__ = [
    "Clock",
    "Example",
    "Level",
    "PackInvalid",
    "Policy",
    "Role",
    "Rule",
    "Thresholds",
    "load",
    "shipped",
]


class PackInvalid(Exception):
    """A pack that cannot be used. `problems`: each "file:line[:column]: what; what to do", in the order of the lines."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def load(name_or_path: str | Path, *, base: Path | None = None) -> Policy:
    """The policy of a pack that comes with Amends ("standard") or of a file ("our.toml", a `Path`).

    A relative path counts from `base` (the config file's folder; the working directory when None), the path in
    `extends` from the file that says it. Raises PackInvalid with all problems at once.
    """
    problems = Problems()
    files, whole = _chain(name_or_path, base, problems)
    joining = Joining.of(files, problems)
    policy = joining.policy() if whole else joining.check_conditions()
    if problems.found or policy is None:
        raise PackInvalid(problems.sentences())
    return policy


def shipped() -> tuple[str, ...]:
    """The names of the packs that come with Amends."""
    return tuple(sorted(p.name.removesuffix(".toml") for p in _packs().iterdir() if p.name.endswith(".toml")))


def _packs() -> Traversable:
    return resources.files("rules") / "packs"


def _chain(name_or_path: str | Path, base: Path | None, problems: Problems) -> tuple[list[PackFile], bool]:
    """The pack's file and all that it extends, the nearest first, and whether all of them could be read."""
    files: list[PackFile] = []
    wanted: str | Path | None = name_or_path
    while wanted is not None:
        where = files[-1].at("extends") if files else Where(0, str(name_or_path), 0)
        label, source, base = _find(wanted, base)
        if any(file.label == label for file in files) or len(files) >= LONGEST_CHAIN:
            problems.add(where, "the packs extend each other in a circle; take one `extends` out")
            return files, False
        try:
            data = source.read_bytes()
        except OSError:
            known = ", ".join(shipped())
            advice = f"those that come with Amends are: {known}; a file's name ends in .toml"
            problems.add(where, f'there is no pack "{wanted}"; {advice}')
            return files, False
        file = read_pack_file(label, len(files), data, problems)
        if file is None:
            return files, False
        files.append(file)
        wanted = file.head.extends
    return files, True


def _find(wanted: str | Path, base: Path | None) -> tuple[str, Traversable | Path, Path | None]:
    """What to call a pack's file, where it is, and the folder from which its own paths count."""
    if isinstance(wanted, str) and re.fullmatch(r"[A-Za-z0-9_-]+", wanted):
        return f"rules/packs/{wanted}.toml", _packs() / f"{wanted}.toml", None
    path = (base or Path()) / wanted
    return str(path), path, path.parent
