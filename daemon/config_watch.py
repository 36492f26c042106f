"""Whether config.toml and the catalogue are still what the daemon was started with: they are read once, and an edit waits.

Nothing of it is taken over here. What an edit would do is said when it is made, not at the next restart, which may
come at night: one line in the log, with the first problem's file and line where no daemon would start with it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from daemon import journal
from daemon.catalogue_file import CatalogueError, catalogue_of
from daemon.config import Config, ConfigInvalid, load


class _File:
    """One file that is read once."""

    def __init__(self, path: Path, problems: Callable[[], Sequence[str]]) -> None:
        """`path` is what was loaded just now; `problems`: what is wrong with what stands there now."""
        self._path = path
        self._problems = problems
        self._running = self._told = self._content()

    def look(self, *, asked: bool) -> None:
        """Say what a restart would find, if that is not what runs and has not been said."""
        content = self._content()
        told, self._told = self._told, content
        if content == self._running or (content == told and not asked):
            return
        problems = self._problems()
        first = problems[0] if problems else "restart the daemon to take it over"
        journal.configuration_edited(file=str(self._path), problems=len(problems), first=first)

    def _content(self) -> str:
        """A hash of what is in it; "" when it is not there, which also is an edit."""
        try:
            return hashlib.sha256(self._path.read_bytes()).hexdigest()
        except OSError:
            return ""


class ConfigWatch:
    """Looks at these files. May be asked from any thread."""

    def __init__(self, path: Path, running: Config | None = None) -> None:
        """`path` is what was loaded just now; `running`: what came of it, if its catalogue is to be looked at too."""
        self._asked = threading.Event()
        self._files = [_File(path, lambda: _problems_of(path))]
        if running is not None and (catalogue := running.catalogue.path) is not None:
            self._files.append(_File(catalogue, lambda: _problems_of_catalogue(running)))

    def ask(self) -> None:
        """Say it again at the next look (SIGHUP, which does not take it over either)."""
        self._asked.set()

    def look(self) -> None:
        """Say what a restart would find, where that is not what runs and has not been said."""
        asked = self._asked.is_set()
        self._asked.clear()
        for file in self._files:
            file.look(asked=asked)


def _problems_of(path: Path) -> Sequence[str]:
    try:
        load(path)
    except ConfigInvalid as invalid:
        return invalid.problems
    return ()


def _problems_of_catalogue(running: Config) -> Sequence[str]:
    try:
        catalogue_of(running)
    except CatalogueError as invalid:
        return invalid.problems
    return ()
