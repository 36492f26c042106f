"""A terminal for tests: commands as an operator types them, and what they print for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from daemon import cli

WITHOUT_CONFIG = ("parse", "policy", "explain", "rehearse")


def typed(config: Path, *arguments: str) -> Result:
    """Run a command in this process, with the configuration unless it takes none or has another."""
    without = arguments[0] in WITHOUT_CONFIG or "--config" in arguments
    return CliRunner().invoke(cli.cli, list(arguments) if without else [*arguments, "--config", str(config)])


def objects(result: Result) -> list[dict[str, Any]]:
    """The lines of a --json answer."""
    return [json.loads(line) for line in result.stdout.splitlines()]
