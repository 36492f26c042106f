"""The short form of `tests.simulation.kill9`, with every run of the tests."""

from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.simulation.kill9 import simulate


def test_a_daemon_killed_at_any_moment_loses_and_doubles_nothing(dovecot: Dovecot, tmp_path: Path) -> None:
    """Six SIGKILLs among 40 letters: each letter, case and answer is there once, and old letters stay where they were."""
    report = simulate(tmp_path, dovecot, seed=2, letters=40, old=20, kills=6)
    assert not report.failures, str(report)
    assert report.kills == 6
