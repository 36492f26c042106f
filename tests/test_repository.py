"""What is true of the repository as a whole: names, layers, contents, and the commands that the README promises."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("daemon", "parsers", "rules", "templates")
NOT_OURS = {".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
MADE_HERE = {"demo", "dist", "build"}  # by our own commands, at the top; git ignores them


def files() -> list[Path]:
    """The repository's own files, as git would see them; also in a copy that has no .git."""
    found: list[Path] = []
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.name in NOT_OURS or (path.parent == ROOT and path.name in MADE_HERE) or path.suffix == ".egg-info":
                continue
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)
            elif path.is_file():
                found.append(path)
    return sorted(found)


def git(*arguments: str, environment: Path) -> subprocess.CompletedProcess[str]:
    """Runs git on our files with a repository database of its own, so that it works in a copy without .git."""
    command = ["git", f"--git-dir={environment}", f"--work-tree={ROOT}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


# -- names ----------------------------------------------------------------------------------------------------------


def squatters(owners: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Which of our names somebody else has installed, and who."""
    others = {name: sorted(set(owners.get(name, ())) - {"amends"}) for name in PACKAGES}
    return {name: who for name, who in others.items() if who}


def test_nobody_else_owns_our_names():
    """No other distribution in this environment installs daemon, parsers, rules or templates (decision 0001)."""
    assert squatters(packages_distributions()) == {}, "uninstall it, or use an environment of your own for Amends"


def test_somebody_who_owned_one_would_be_named():
    """The culprit's name is what the test above shows."""
    installed = {"daemon": ["amends", "python-daemon"], "rules": ["rules"], "parsers": ["amends"], "yaml": ["PyYAML"]}

    assert squatters(installed) == {"daemon": ["python-daemon"], "rules": ["rules"]}


@pytest.mark.parametrize("name", PACKAGES)
def test_the_packages_are_those_of_this_repository(name: str):
    """What the tests import is what lies here, not an installed copy."""
    module = __import__(name)

    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT / name)


# -- layers ---------------------------------------------------------------------------------------------------------


def test_imports_go_one_way():
    """The layers are parsers <- rules, templates <- daemon, and the core touches no I/O: the contracts of pyproject.toml hold."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


# -- contents -------------------------------------------------------------------------------------------------------


def test_git_ignores_nothing_that_belongs_to_the_packages(tmp_path: Path):
    """A pattern of .gitignore that is too wide would leave code out of the repository, and of the wheel (hatchling)."""
    git("init", environment=tmp_path / "git")
    ours = [
        str(p.relative_to(ROOT))
        for p in files()
        if p.relative_to(ROOT).parts[0] in (*PACKAGES, "tests", "docs", "bench")
    ]
    done = git("check-ignore", "--no-index", *ours, environment=tmp_path / "git")

    assert done.returncode in (0, 1), done.stderr  # 1: none is ignored; 128 would be a failure of git's
    assert done.stdout.split() == []


# Put together here, so that this file does not name them either.
INDEX_HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "--index" + "-url", "proxy.golang" + ".org")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:ho" + r"me|ro" + r"ot|Us" + r"ers|wo" + r"rk)/\w")


def test_no_file_depends_on_this_machine_or_on_an_index():
    """No package index is named, and no path that exists only where the file was written."""
    found: list[str] = []
    for path in files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # letters of the corpus are bytes in every encoding there is
        for number, line in enumerate(lines, 1):
            if any(host in line for host in INDEX_HOSTS) or MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")

    assert found == []


def test_constraints_name_every_dependency():
    """Everything pyproject.toml asks for has a version in constraints.txt, and each line there is one exact version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]

    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    pinned = {line.partition("==")[0] for line in lines}
    assert {_name(requirement) for requirement in asked} - {"amends"} <= pinned


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


# -- commands -------------------------------------------------------------------------------------------------------


def targets() -> set[str]:
    """What `make` can be asked for."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))


def test_the_readme_promises_only_commands_that_there_are():
    """Every `make …` of the README and the docs is a target, and the four that matter are there."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    promised = {
        name for page in pages for name in re.findall(r"\bmake ([a-z-]+)\b(?=[`\n]| ARGS|  )", page.read_text("utf-8"))
    }

    assert {"demo", "test", "check", "bench"} <= targets()
    assert "test" in promised
    assert promised <= targets()


def test_what_is_run_can_be_run():
    """The scripts are executable, and their shells find no mistake in them."""
    scripts = {".ci/run": "bash", ".ci/install": "sh", ".ci/apt": "sh", "tests/provision.sh": "sh"}
    for name, shell in scripts.items():
        assert (ROOT / name).stat().st_mode & 0o111, name
        done = subprocess.run([shell, "-n", ROOT / name], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
