"""Every command as an operator types it: what it prints for people, what for programs, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from daemon import app, cli
from daemon.commands import check as check_command
from daemon.commands import retry as retry_command
from daemon.commands import run as run_command
from tests.cast import ANN, BROKEN_KETTLES, OSCAR, QUALITY
from tests.commands.terminal import objects, typed
from tests.world import MakeWorld, SharedReaders, World, answering

LETTER_FIELDS = ["id", "sha256", "message_id", "mailbox", "uidvalidity", "uid", "state", "case", "reason", "sender", "subject", "received"]  # fmt: skip
CASE_FIELDS = ["number", "state", "level", "department", "customer", "language", "subject", "reason", "received", "promised_at", "policy", "changed_at"]  # fmt: skip
MAIL_FIELDS = ["id", "notice", "case", "to", "language", "subject", "message_id", "state", "attempts", "next_at", "results", "last_error", "queued_at", "settled_at"]  # fmt: skip


Amends = Callable[..., Result]


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """The usual desk; commands reach its mail as the configuration says, on servers."""
    return make_world(servers=True)


@pytest.fixture
def amends(world: World, readers: SharedReaders, monkeypatch: pytest.MonkeyPatch) -> Amends:
    """Type a command; the configuration is the world's, and so are the clock and the reading children."""
    build = partial(app.build, clock=world.clock, reader_pool=readers)
    for module in (run_command, retry_command):
        monkeypatch.setattr(module, "build", build)
    return partial(typed, world.config_path)


@pytest.fixture
def begun(world: World) -> World:
    """Ann has complained; the daemon has run and ended."""
    world.letter(from_=ANN)
    world.run()
    world.stop()
    return world


# ---- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("begun")
def test_letters_for_programs(amends: Amends):
    """One JSON object a line with the promised field names; times are ISO 8601 in UTC."""
    result = amends("letters", "--json")
    [letter] = objects(result)
    assert list(letter) == LETTER_FIELDS
    assert (letter["state"], letter["case"], letter["sender"]) == ("case", "C2026-000001", ANN.address)
    assert letter["received"] == "2026-11-23T01:00:00+00:00"
    assert result.exit_code == 0


@pytest.mark.usefixtures("begun")
def test_cases_for_programs(amends: Amends):
    """As above, for cases."""
    [case] = objects(amends("cases", "--json"))
    assert list(case) == CASE_FIELDS
    assert (case["number"], case["department"], case["level"]) == ("C2026-000001", "Quality", "normal")
    assert case["promised_at"] == "2026-11-30T10:00:00+00:00"


@pytest.mark.usefixtures("begun")
def test_outbox_for_programs(amends: Amends):
    """As above, for mails."""
    mails = objects(amends("outbox", "--json"))
    assert [list(mail) for mail in mails] == [MAIL_FIELDS] * 2
    assert [(mail["notice"], mail["to"], mail["state"]) for mail in mails] == [
        ("acknowledgement", [ANN.address], "sent"),
        ("handover", [QUALITY.address], "sent"),
    ]


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    "command, words",
    [
        ("cases", ["C2026-000001", "dispatched", "Quality", "2026-11-30 18:00"]),
        ("letters", ["L1", "complaints", "case", ANN.address]),
        ("outbox", ["acknowledgement", "handover", "sent"]),
    ],
)
def test_lists_for_people(amends: Amends, command: str, words: list[str]):
    """A table with the desk's own times."""
    result = amends(command)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


@pytest.mark.parametrize("command", ["cases", "letters", "outbox"])
def test_empty_lists(world: World, amends: Amends, command: str):
    """People read that there is nothing; programs read nothing."""
    world.run()
    world.stop()
    assert "yet" in amends(command).stdout
    assert amends(command, "--json").stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ("cases",),
        ("letters",),
        ("outbox",),
        ("show", "C2026-000001"),
        ("clocks",),
        ("clocks", "--recompute"),
        ("replay", "--policy", "standard"),
        ("retry", "--all"),
    ],
    ids=" ".join,
)
def test_looking_makes_nothing(begun: World, amends: Amends, command: tuple[str, ...]):
    """Where [store] url is mistyped, a sentence names the file, exit code 2; there is neither file nor key afterwards."""
    begun.configure(store={"url": "sqlite:///elsewhere.db"}, desk={"keys_file": "elsewhere.key"})
    result = amends(*command)
    assert result.exit_code == 2
    assert f"there is no database at {begun.folder / 'elsewhere.db'}" in result.stderr
    assert not list(begun.folder.glob("elsewhere*"))


@pytest.mark.parametrize("once", [False, True])
def test_a_daemon_that_starts_outlives_a_reload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, once: bool):
    """SIGHUP ends a process that does not know it yet; `run` takes it from the first moment, `run --once` never does."""
    seen: list[object] = []

    def ran(*_: object, **__: object) -> int:
        seen.append(signal.getsignal(signal.SIGHUP))
        return 0

    monkeypatch.setattr(run_command, "run", ran)
    before = signal.getsignal(signal.SIGHUP)
    try:
        typed(tmp_path / "config.toml", "run", *(["--once"] if once else []))
    finally:
        signal.signal(signal.SIGHUP, before)
    assert seen == [before if once else signal.SIG_IGN]


def test_text_from_letters_is_shown_as_text(world: World, amends: Amends):
    """What looks like the markup of our own tables does nothing in a subject."""
    world.letter(from_=ANN, subject="[bold red]Kettles[/] leak")
    world.run()
    world.stop()
    assert "[bold red]Kettles[/]" in amends("cases").stdout
    assert amends("show", "C2026-000001").exit_code == 0


# ---- one case ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("begun")
def test_show_for_people(amends: Amends):
    """A case as a timeline of letters, events and mails in words, the clocks that run, and what comes next."""
    result = amends("show", "c2026-000001")
    for words in (
        "C2026-000001",
        "promised by 2026-11-30 18:00",
        "← L1 “Nine kettles leak”",
        "a complaint: level normal, for Quality",
        "handed to Quality",
        "acknowledgement “",
        f"→ {QUALITY.address}",
        "signing: 4 working hours since 2026-11-23 09:00",
        "2026-11-23 12:12  reminder: signing",
    ):
        assert words in result.stdout
    assert result.exit_code == 0


@pytest.mark.usefixtures("begun")
def test_show_for_programs(amends: Amends):
    """The same as one object."""
    [case] = objects(amends("show", "C2026-000001", "--json"))
    assert list(case) == ["number", "state", "unreachable", "events", "mails", "deadlines", "letters", "clocks"]
    assert [event["kind"] for event in case["events"]] == ["opened", "dispatched"]
    assert [mail["notice"] for mail in case["mails"]] == ["acknowledgement", "handover"]
    assert [letter["sender"] for letter in case["letters"]] == [ANN.address]
    assert [clock["clock"] for clock in case["clocks"]] == ["signing", "answer"]
    assert {deadline["kind"] for deadline in case["deadlines"]} >= {"signing.remind", "signing.miss", "answer.miss"}


@pytest.mark.usefixtures("begun")
def test_a_case_that_is_none(amends: Amends):
    """A sentence on standard error, and exit code 1."""
    result = amends("show", "C2026-999999")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no case C2026-999999" in result.stderr


# ---- run --------------------------------------------------------------------------------------------------------------


def test_run_once(world: World, amends: Amends):
    """Everything that is to be done is done, and the command ends with 0."""
    world.letter(from_=ANN)
    assert amends("run", "--once").exit_code == 0
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.kinds(QUALITY) == ["handover"]


def test_run_once_without_a_mail_server(world: World, amends: Amends):
    """The mailbox is out of reach: a sentence, exit code 1, no traceback."""
    assert world.servers
    world.servers.stop()
    result = amends("run", "--once")
    assert result.exit_code == 1
    assert "mailbox complaints" in result.stderr
    assert "Traceback" not in result.stderr


def test_run_with_a_lost_database(begun: World, amends: Amends):
    """A sentence that names --adopt, and exit code 2; with --adopt it goes on."""
    for file in begun.folder.glob("amends.db*"):
        file.unlink()
    refused = amends("run", "--once")
    assert refused.exit_code == 2
    assert "--adopt" in refused.stderr
    assert amends("run", "--once", "--adopt").exit_code == 0
    assert begun.kinds(ANN) == ["acknowledgement"]


def test_postgresql_wants_its_tables_first(make_world: MakeWorld, postgres_url: str):
    """On PostgreSQL tables are made by `amends db upgrade` only; until then a sentence says so."""
    world = make_world(settings={"store": {"url": postgres_url}})
    before = typed(world.config_path, "cases")
    assert before.exit_code == 2
    assert "amends db upgrade" in before.stderr
    assert "up to date" in typed(world.config_path, "db", "upgrade").stdout
    assert typed(world.config_path, "cases").exit_code == 0
    assert typed(world.config_path, "db", "upgrade").exit_code == 0


# ---- retry ------------------------------------------------------------------------------------------------------------


def test_retry_a_refused_mail(world: World, amends: Amends):
    """After the customer's server was mended, the mail named goes out at once."""
    world.mail.fault = answering("550 5.1.1 no such user", to=ANN)
    world.letter(from_=ANN)
    world.run()
    world.stop()
    world.mail.fault = None
    result = amends("retry", "1")
    assert (result.exit_code, result.stdout) == (0, "mails tried: 1 (1 sent)\n")
    assert world.kinds(ANN) == ["acknowledgement"]


def test_retry_all_that_waits(world: World, amends: Amends):
    """Mails that wait for their next try are tried now; what is still refused for the moment is exit code 1."""
    world.mail.fault = answering("451 4.3.0 not now")
    world.letter(from_=ANN)
    world.run()
    world.stop()
    still = amends("retry", "--all")
    assert (still.exit_code, still.stdout) == (1, "mails tried: 2 (2 queued)\n")
    world.mail.fault = None
    assert amends("retry", "--all").exit_code == 0
    assert world.kinds(ANN) == ["acknowledgement"]


def test_retry_a_letter(world: World, amends: Amends):
    """A quarantined letter is read again; one that still cannot be read is exit code 1."""
    world.deliver(b"this is no mail\r\n")
    world.run()
    world.stop()
    result = amends("retry", "L1")
    assert result.exit_code == 1
    assert "letters read again: 1 (1 cannot be read)" in result.stdout
    assert world.kinds(OSCAR) == ["alarm"]


@pytest.mark.parametrize("name", ["99", "L99", "1"])
def test_retry_what_does_not_wait(begun: World, amends: Amends, name: str):
    """A number that is none, or of a mail that was sent: a sentence, and exit code 1; nothing is sent again."""
    result = amends("retry", name)
    assert result.exit_code == 1
    assert f"nothing to try again: {name}" in result.stderr
    assert begun.kinds(ANN) == ["acknowledgement"]


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("arguments", [(), ("--all", "1"), ("one",), ("L",), ("-1",)])
def test_retry_wrongly(amends: Amends, arguments: tuple[str, ...]):
    """Usage is exit code 2."""
    assert amends("retry", *arguments).exit_code == 2


# ---- check ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("begun")
def test_check(amends: Amends):
    """Configuration, policy and its examples, templates, database and key are ok; what is worth a look is no mistake."""
    result = amends("check")
    assert result.exit_code == 0, result.stdout
    lines = result.stdout.splitlines()
    assert {line[:4] for line in lines} <= {"ok  ", "??  "}
    assert sum(line.startswith("ok  ") for line in lines) >= 5


@pytest.mark.usefixtures("begun")
def test_check_the_servers(amends: Amends, monkeypatch: pytest.MonkeyPatch):
    """With --connect the desk sends itself a mail and says what survives the way."""
    monkeypatch.setattr(check_command, "LOOK_EVERY_SECONDS", 0.01)
    assert amends("check", "--connect").exit_code == 0
    result = amends("check", "--connect")  # the first check's mail still lies there, and is not this one's
    assert result.exit_code == 0, result.stdout
    for words in ("INBOX holds 1 letters", "accepted a mail", "its Message-ID survives", "our headers survive"):
        assert words in result.stdout


def test_check_servers_that_are_not_there(begun: World, amends: Amends):
    """Lines that begin with no, and exit code 1."""
    assert begun.servers
    begun.servers.stop()
    result = amends("check", "--connect")
    assert result.exit_code == 1
    assert "no  mailbox complaints" in result.stdout
    assert "no  smtp 127.0.0.1" in result.stdout


def test_check_without_the_password(begun: World, amends: Amends):
    """The missing secret is named, and where it was expected."""
    (begun.folder / "password").unlink()
    result = amends("check")
    assert result.exit_code == 1
    assert f"no  the password file {begun.folder / 'password'} cannot be read" in result.stdout


# ---- parse ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """Ann's letter as a file."""
    file = tmp_path / "ann.eml"
    head = "From: Ann <ann@customer.example>\r\nSubject: Kettles\r\nMessage-ID: <1@mail.example>\r\n\r\n"
    file.write_bytes((head + BROKEN_KETTLES).encode())
    return file


def test_parse_for_programs(letter: Path):
    """One object a file, with evidence that points at the very words."""
    result = typed(letter, "parse", str(letter), "--json")
    [told] = objects(result)
    assert (told["kind"], told["from"], told["invoices"]) == ("person", "ann@customer.example", ["89621"])
    [[start, end]] = told["evidence"]["invoices"]
    assert told["text"][start:end] == "89621"
    assert result.exit_code == 0


def test_parse_for_people(letter: Path):
    """A paragraph a file."""
    assert "89621" in typed(letter, "parse", str(letter)).stdout


def test_parse_what_cannot_be_read(letter: Path, tmp_path: Path):
    """The object has just file and error; the others are still read, and the exit code is 1."""
    nothing, nowhere = tmp_path / "empty.eml", tmp_path / "nowhere.eml"
    nothing.write_bytes(b"")
    result = typed(letter, "parse", str(nothing), str(nowhere), str(letter), "--json")
    first, second, third = objects(result)
    assert list(first) == list(second) == ["file", "error"]
    assert (first["file"], second["file"]) == (str(nothing), str(nowhere))
    assert "No such file" in second["error"]
    assert third["kind"] == "person"
    assert result.exit_code == 1


def test_parse_standard_input(letter: Path):
    """`-` is what is piped in."""
    result = CliRunner().invoke(cli.cli, ["parse", "-", "--json"], input=letter.read_bytes())
    assert [(told["file"], told["invoices"]) for told in objects(result)] == [("-", ["89621"])]


def test_parse_an_mbox_letter_by_letter(letter: Path, tmp_path: Path):
    """Two customers' letters in one file are two letters; a line that only begins with "From" parts nothing."""
    postmark = b"From - Mon Nov 23 09:00:00 2026\r\n"
    second = letter.read_bytes().replace(b"89621", b"77432") + b"\r\n\r\nFrom our side that is all.\r\n"
    box = tmp_path / "letters.mbox"
    box.write_bytes(postmark + letter.read_bytes() + b"\r\n\r\n" + postmark + second)
    told = objects(typed(letter, "parse", str(box), "--json"))
    assert [(each["file"], each["invoices"]) for each in told] == [(f"{box}:1", ["89621"]), (f"{box}:2", ["77432"])]


@pytest.mark.parametrize("command", ["parse", "explain"])
def test_outlooks_own_form_is_told(tmp_path: Path, command: str):
    """What it is, and what to do."""
    file = tmp_path / "letter.msg"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500))
    result = typed(tmp_path, command, str(file))
    assert "letter.msg: cannot be read: It is in Outlook's own form (.msg); save the letter as .eml" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize(("encoding", "more"), [("ascii", ["--json"]), ("latin-1", []), ("gbk", ["--json"])])
def test_every_terminal_shows_every_letter(tmp_path: Path, encoding: str, more: list[str]):
    """What an encoding lacks is written as JSON escapes it, so that a program reads the very letter."""
    file = tmp_path / "letter.eml"
    file.write_bytes("From: a@b.example\nSubject: x\n\n水壶坏了 😡 café, refund please\n".encode())
    shown = _printed(tmp_path, encoding, "parse", str(file), *more).decode(encoding)
    assert "refund" in shown
    assert not more or json.loads(shown)["text"] == "水壶坏了 😡 café, refund please"


def _printed(folder: Path, encoding: str, *arguments: str) -> bytes:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "daemon", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True).stdout


def test_a_full_disk_is_told(tmp_path: Path, letter: Path):
    """A sentence and exit code 1, no traceback."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "daemon", "parse", str(letter)]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"The answer cannot be written: No space left on device.\n")


def test_parse_a_folder(tmp_path: Path):
    """A folder is no letter; that is a sentence, not a traceback."""
    result = typed(tmp_path, "parse", str(tmp_path), "--json")
    assert objects(result)[0]["error"]
    assert result.exit_code == 1


# ---- policy and explain -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language, words", [("en", "## Clocks"), ("zh", "## 时限")])
def test_a_policy_as_a_page(tmp_path: Path, language: str, words: str):
    """`amends policy PACK` prints the page that staff read, in the language asked for."""
    result = typed(tmp_path, "policy", "dealership", "--language", language)
    assert result.exit_code == 0
    assert words in result.stdout.splitlines()


def test_a_policy_that_is_none(tmp_path: Path):
    """A sentence, exit code 2, for both commands that take a pack without a configuration."""
    letter = tmp_path / "ann.eml"
    letter.write_bytes(b"From: ann@customer.example\r\n\r\nHello\r\n")
    for arguments in (("policy", "dealershop"), ("explain", str(letter), "--policy", "dealershop")):
        result = typed(tmp_path, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert 'there is no pack "dealershop"' in result.stderr


def test_explain_for_people_and_programs(letter: Path):
    """`amends explain FILE` says what becomes of a letter, under the standard pack unless another is named."""
    told = typed(letter, "explain", str(letter))
    assert told.exit_code == 0
    assert "department  Quality (quality)" in told.stdout
    [decision] = objects(typed(letter, "explain", str(letter), "--policy", "manufacturing", "--json"))
    assert (decision["policy"], decision["handling"]) == ("manufacturing", "case")


def test_explain_what_is_not_there(tmp_path: Path):
    """A sentence, and exit code 1."""
    result = typed(tmp_path, "explain", str(tmp_path / "nowhere.eml"))
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


# ---- the operator's own mistakes, in processes of their own -----------------------------------------------------------


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process."""
    root = Path(__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-m", "daemon", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_mistakes_in_the_configuration(world: World):
    """Every mistake at once as file:line, exit code 2, no traceback."""
    text = world.config_path.read_text(encoding="utf-8")
    world.config_path.write_text(
        text.replace('timezone = "', 'timezone = "Nowhere/') + "\n[nonsense]\n", encoding="utf-8"
    )
    result = run("cases", "--config", str(world.config_path), cwd=world.folder)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{world.config_path}:") for line in lines)
    assert [line.split(":")[1].isdigit() for line in lines] == [True, True]


def test_no_configuration(tmp_path: Path):
    """Without --config it is ./config.toml; where there is none, a sentence says what to do."""
    result = run("run", "--once", cwd=tmp_path)
    assert result.returncode == 2
    assert "config.toml: cannot be read" in result.stderr
    assert "config.example.toml" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_that_goes_away(tmp_path: Path, letter: Path):
    """`amends … | head -1` ends quietly: no traceback, no complaint."""
    files = [str(letter)] * 3000
    root = Path(__file__).parent.parent
    child = subprocess.Popen(
        [sys.executable, "-m", "daemon", "parse", "--json", *files],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline().startswith('{"file"')
    child.stdout.close()
    assert child.stderr.read() == ""
    assert child.wait(30) == 0


def test_help_names_every_command():
    """`amends --help` lists the commands, each with a line that says what it does."""
    result = CliRunner().invoke(cli.cli, ["--help"])
    for name, command in cli.cli.commands.items():
        assert name in result.stdout
        assert command.get_short_help_str()


def test_an_unknown_command():
    """Usage is exit code 2."""
    assert CliRunner().invoke(cli.cli, ["complain"]).exit_code == 2


def test_explain_an_mbox_letter_by_letter(letter: Path, tmp_path: Path):
    """Each letter is decided by itself, from a file as from standard input; `parse` names them in the same way."""
    box = tmp_path / "two.mbox"
    one = b"From ann@customer.example Mon Nov 23 09:00:00 2026\n" + letter.read_bytes() + b"\n\n"
    box.write_bytes(one * 2)
    told = [json.loads(line) for line in typed(box, "explain", str(box), "--json").stdout.splitlines()]
    assert [each["file"] for each in told] == [f"{box}:1", f"{box}:2"]
    piped = CliRunner().invoke(cli.cli, ["explain", "-", "--json"], input=one * 2).stdout.splitlines()
    assert [json.loads(line) | {"file": ""} for line in piped] == [each | {"file": ""} for each in told]


def test_a_channel_that_no_rule_can_ask_for(letter: Path):
    """Rules ask for small letters; another word would silently match none of them."""
    result = typed(letter, "explain", str(letter), "--channel", "Hotline!")
    assert result.exit_code == 2
    assert "'Hotline!' is no channel; write a short word" in result.stderr


@pytest.mark.parametrize("command", ["cases", "verify", "db upgrade", "retry --all"])
def test_a_file_that_is_no_database(begun: World, amends: Amends, command: str):
    """A sentence with what to do, never a traceback."""
    begun.stop()
    for file in begun.folder.glob("amends.db*"):
        file.unlink()
    (begun.folder / "amends.db").write_bytes(b"not a database " * 1000)
    result = amends(*command.split())
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "file is not a database; see that [store] url names the right file" in result.stderr


@pytest.mark.parametrize("name", ["²", "9" * 30])
def test_retry_what_is_no_number_of_ours(amends: Amends, name: str):
    """What looks like a figure and is none, or is larger than any number in a database."""
    result = amends("retry", name)
    assert result.exit_code == 2
    assert "not a number of a mail" in result.stderr


def test_check_tells_every_file_at_once(begun: World, amends: Amends):
    """A broken policy does not hide a missing password or a letter under a name that no notice has."""
    (begun.folder / "our.toml").write_text("name = 1\n", "utf-8")
    (begun.folder / "letters/en").mkdir(parents=True)
    (begun.folder / "letters/en/acknowledgment.md").write_text("Dear customer\n", "utf-8")
    begun.configure(desk={"policy": "our.toml", "templates_dir": "letters"}, catalogue={"path": "none.csv"})
    (begun.folder / "password").unlink()
    result = amends("check")
    assert result.exit_code == 2
    for words in (
        "our.toml:1:",
        "none.csv: it cannot be read",
        "acknowledgment.md:1: no letter has this name, so it is never used; did you mean acknowledgement.md?",
        "the password file",
    ):
        assert words in result.stderr
    assert 'mean "name"' not in result.stderr


def test_a_password_that_went_missing(begun: World, amends: Amends):
    """The mailbox is named with what it lacks, as any other mailbox that cannot be read; it is no bug of ours."""
    (begun.folder / "password").unlink()
    result = amends("run", "--once")
    assert result.exit_code == 1
    assert "mailbox complaints: the password cannot be had: the password file" in result.stderr
