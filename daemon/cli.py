"""The command line: argv -> a command -> an exit code. 0 fine, 1 the answer is no, 2 usage or configuration.

Commands import what they run when they run, so that `amends --help` answers at once. A person's own mistake gets
sentences, never a traceback.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import click

F = TypeVar("F", bound=Callable[..., Any])
USAGE = 2
NO = 1


def main() -> NoReturn:
    """The console script `amends`."""
    from daemon.commands.output import prepare_output

    prepare_output()
    try:
        cli(prog_name="amends")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not make a good end look like a bad one
    sys.exit(0)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="amends", prog_name="amends")
def cli() -> None:
    """A complaint desk that works entirely by mail."""


def _sentences(command: F) -> F:
    """Whatever the operator can mend ends as sentences on standard error."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        from daemon.commands.trouble import told

        with told():
            command(*args, **kwargs)

    return cast("F", wrapped)


_config = click.option(
    "--config",
    "-c",
    "config",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration file.",
)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@cli.command()
@_config
@click.option("--once", is_flag=True, help="Do what is to be done now, and exit: for cron and for tests.")
@click.option(
    "--adopt", is_flag=True, help="Go on although the handled folder holds letters the database does not know."
)
@_sentences
def run(config: Path, *, once: bool, adopt: bool) -> None:
    """Read the mailboxes, keep the clocks, send the mail."""
    if not once and hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a reload while it starts is no end; what is loaded then is new

    from daemon.commands.run import run as command

    sys.exit(command(config, once=once, adopt=adopt))


@cli.command()
@click.option("--open", "show", is_flag=True, help="Show the gallery in a web browser afterwards.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="Where the gallery goes."
)
@_sentences
def demo(out: Path, *, show: bool) -> None:
    """A small company's day in a mail world of its own: eight letters, a promise, a reminder."""
    from daemon.demo.play import play

    sys.exit(play(out, show=show))


@cli.command()
@_config
@click.option("--connect", is_flag=True, help="Also log in to the servers and send the desk a mail.")
@_sentences
def check(config: Path, *, connect: bool) -> None:
    """Check configuration, policy and templates; with --connect the servers too."""
    from daemon.commands.check import check as command

    sys.exit(command(config, connect=connect))


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--config", "-c", type=click.Path(path_type=Path), help="Read as this desk does, with its catalogue.")
@_json
@_sentences
def parse(files: tuple[Path, ...], *, config: Path | None, as_json: bool) -> None:
    """Read letters from files (.eml, an mbox of many, or - for standard input) and say what is understood."""
    from daemon.commands.parse import parse as command

    sys.exit(command(files, config=config, as_json=as_json))


@cli.command()
@click.argument("pack")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Of the page.")
@_sentences
def policy(pack: str, *, language: str) -> None:
    """A policy pack (a name, or a .toml file) as a page that its staff can read."""
    from daemon.commands.policy import policy as command

    sys.exit(command(pack, language=language))


def _channel(_context: click.Context, _option: click.Parameter, value: str) -> str:
    from daemon.config_values import channel

    try:
        return channel(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} {error}") from error


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--policy", "-p", "pack", help="The pack: a name, or a .toml file; else the configuration's, or standard."
)
@click.option(
    "--config", "-c", type=click.Path(path_type=Path), help="Decide as this desk does; config.toml where there is one."
)
@click.option("--channel", default="mail", show_default=True, callback=_channel, help="Where the letter came from.")
@_json
@_sentences
def explain(file: Path, *, pack: str | None, config: Path | None, channel: str, as_json: bool) -> None:
    """What a policy makes of a letter (.eml, an mbox of many, or -): which rules fire, on which words, which clocks follow."""
    from daemon.commands.explain import explain as command

    sys.exit(command(file, policy=pack, config=config, channel=channel, as_json=as_json))


@cli.command()
@click.option("--policy", "-p", "pack", required=True, help="The pack to try: a name, or a .toml file.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only letters received on that day or later.")
@_config
@_json
@_sentences
def replay(config: Path, *, pack: str, since: datetime | None, as_json: bool) -> None:
    """Try another policy on the letters that came: what would go elsewhere. Changes nothing."""
    from daemon.commands.replay import replay as command

    sys.exit(command(config, pack, since=since, as_json=as_json))


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_json
@click.option("--mails", "-v", "mails", is_flag=True, help="Show the mails themselves.")
@click.option("--save", type=click.Path(path_type=Path, file_okay=False), help="Keep every mail here, as .eml.")
@click.option("--gallery", type=click.Path(path_type=Path, dir_okay=False), help="Write the play as an HTML page.")
@_sentences
def rehearse(files: tuple[Path, ...], *, as_json: bool, mails: bool, save: Path | None, gallery: Path | None) -> None:
    """Play scenarios (.toml) with the real desk on a virtual clock, and say whether all was as expected."""
    from daemon.commands.rehearse import rehearse as command

    if gallery is not None and len(files) > 1:
        raise click.UsageError("a gallery shows one play; name one scenario with --gallery")
    sys.exit(command(files, as_lines=as_json, mails=mails, save=save, gallery=gallery))


@cli.command()
@_config
@_json
@_sentences
def cases(config: Path, *, as_json: bool) -> None:
    """All cases."""
    from daemon.commands.lists import show_cases

    show_cases(config, as_json=as_json)


@cli.command()
@_config
@_json
@_sentences
def letters(config: Path, *, as_json: bool) -> None:
    """Every letter ever seen, and how it ended."""
    from daemon.commands.lists import show_letters

    show_letters(config, as_json=as_json)


@cli.command()
@_config
@_json
@_sentences
def outbox(config: Path, *, as_json: bool) -> None:
    """Every mail we wrote, and where it stands."""
    from daemon.commands.lists import show_outbox

    show_outbox(config, as_json=as_json)


@cli.command()
@click.argument("case")
@_config
@_json
@_sentences
def show(case: str, config: Path, *, as_json: bool) -> None:
    """One case as a timeline."""
    from daemon.commands.show import show as command

    sys.exit(command(config, case, as_json=as_json))


@cli.command()
@_config
@click.option("--recompute", "anew", is_flag=True, help="Compute open cases' deadlines anew, and move what has to.")
@click.option("--dry-run", is_flag=True, help="With --recompute: only say what would move.")
@_json
@_sentences
def clocks(config: Path, *, anew: bool, dry_run: bool, as_json: bool) -> None:
    """The clocks that run; with --recompute, what moves under the policy and calendar of today."""
    from daemon.commands.clocks import clocks as command

    if dry_run and not anew:
        raise click.UsageError("--dry-run says what --recompute would do; give both")
    sys.exit(command(config, anew=anew, dry_run=dry_run, as_json=as_json))


@cli.command()
@_config
@_json
@_sentences
def verify(config: Path, *, as_json: bool) -> None:
    """Whether every case's record is still what was written."""
    from daemon.commands.verify import verify as command

    sys.exit(command(config, as_json=as_json))


@cli.command()
@click.argument("ids", nargs=-1)
@click.option(
    "--all", "everything", is_flag=True, help="All mails that wait for their next try, and all quarantined letters."
)
@_config
@_sentences
def retry(ids: tuple[str, ...], config: Path, *, everything: bool) -> None:
    """Try again at once: mails by their outbox number (12), quarantined letters by theirs with an L (L7)."""
    from daemon.commands.retry import retry as command

    if everything == bool(ids):
        raise click.UsageError("say which: numbers from `amends outbox` or `amends letters`, or --all")
    sys.exit(command(config, ids))


@cli.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@_config
@_sentences
def db_upgrade(config: Path) -> None:
    """Bring the tables up to date."""
    from daemon.commands.database import upgrade_database

    upgrade_database(config)


@db.command("copy")
@click.argument("url")
@_config
@_sentences
def db_copy(config: Path, url: str) -> None:
    """Copy everything into another, empty database (a URL as in [store]).

    Stop the daemon first; the copy has its letters, cases and mails, and its keys_file goes on. [store] url is yours to change.
    """
    from daemon.commands.database import copy_database

    sys.exit(copy_database(config, url))
