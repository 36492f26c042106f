"""`amends replay`: another policy tried on the letters that came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from daemon.commands import replay as replay_command
from daemon.store.engine import Store
from daemon.store.looking import looking
from daemon.store.schema import counters
from tests.cast import ANN, BELLA, FINANCE, QUALITY, WRONG_INVOICE
from tests.commands.packs import HEAD, KETTLES_TO_FINANCE, SHORTER, pack
from tests.commands.terminal import objects, typed
from tests.world import MakeWorld, SharedReaders, World

UNSURE = """Bonjour,

nous voudrions revenir sur notre conversation de mardi dernier, comme convenu avec votre collègue.

Cordialement
Ann Lee
"""  # in none of the desk's languages: a person must look
ASK_A_PERSON = """
[[rule]]
name = "doubt"
when = "true"
why = { en = "nobody is ever sure", zh = "一律人工判断" }
then = { handling = "triage" }
"""
KETTLES, INVOICE, UNCLEAR = "C2026-000001", "C2026-000002", "C2026-000003"


@pytest.fixture(autouse=True)
def shared(readers: SharedReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    """The children that read letters are those of all stories."""

    def shared_readers(_: object) -> SharedReaders:
        return readers

    monkeypatch.setattr(replay_command, "open_readers", shared_readers)


@pytest.fixture
def worked(world: World) -> World:
    """Three cases: Quality accepts the kettles, Finance the invoice; nobody can read the third."""
    world.letter(from_=ANN)
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Charged twice")
    world.letter(from_=ANN, text=UNSURE, subject="Mardi")
    world.run()
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    world.reply(world.only(FINANCE, "handover"), from_=FINANCE, text="PROGRESS We look into it.")
    world.run()
    world.stop()
    return world


def replayed(world: World, text: str, *arguments: str) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Every case's line by its number, and the summary."""
    file = pack(world.folder, text)
    result = typed(world.config_path, "replay", "--policy", str(file), "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    *lines, last = objects(result)
    return {line["case"]: line for line in lines}, last["summary"]


def test_the_running_policy_itself_changes_nothing(worked: World):
    """Tried on its own letters, the standard pack decides as it did; departments and it agree."""
    result = typed(worked.config_path, "replay", "--policy", "standard", "--json")
    *lines, last = objects(result)
    assert [line["changed"] for line in lines] == [[], [], []]
    assert last["summary"]["accepted"] == last["summary"]["agreed_before"] == last["summary"]["agreed_after"] == 2


def test_a_moved_case_shows_where_from_and_where_to_and_who_was_right(worked: World):
    """Kettles would go to Finance at a higher level; Quality accepted them, so the new policy agrees less."""
    cases, summary = replayed(worked, HEAD + KETTLES_TO_FINANCE)
    kettles = cases[KETTLES]
    assert kettles["changed"] == ["department", "level", "clocks"]
    assert (kettles["before"]["department"], kettles["after"]["department"]) == ("Quality", "Finance")
    assert kettles["accepted_by"] == "Quality"
    assert [cases[number]["changed"] for number in (INVOICE, UNCLEAR)] == [[], []]
    assert (summary["accepted"], summary["agreed_before"], summary["agreed_after"]) == (2, 2, 1)


def test_changed_clocks_are_shown_as_due_times(worked: World):
    """Each clock counted from the letter's receipt, under both policies."""
    cases, summary = replayed(worked, SHORTER)
    before, after = cases[KETTLES]["before"], cases[KETTLES]["after"]
    assert before["clocks"] == {"signing": "2026-11-23T05:00:00+00:00", "answer": "2026-11-30T10:00:00+00:00"}
    assert after["clocks"] == {"signing": "2026-11-23T03:00:00+00:00", "answer": "2026-11-26T10:00:00+00:00"}
    assert cases[KETTLES]["changed"] == ["clocks"]
    assert summary["changed"] == {"handling": 0, "department": 0, "level": 0, "clocks": 3}


def test_another_handling_is_shown(worked: World):
    """A policy that leaves everything to a person decides nothing, and so agrees with nobody."""
    cases, summary = replayed(worked, HEAD + ASK_A_PERSON)
    assert "handling" in cases[KETTLES]["changed"]
    assert (summary["triage_before"], summary["triage_after"]) == (1, 3)
    assert summary["agreed_after"] == 0


def test_people_read_what_moves_and_the_figures(worked: World):
    """Only cases that change are in the table; the summary counts them all."""
    file = pack(worked.folder, HEAD + KETTLES_TO_FINANCE)
    told = typed(worked.config_path, "replay", "--policy", str(file)).stdout
    assert "department: Quality → Finance" in told
    assert "level: normal → high" in told
    assert "answer: 2026-11-30 18:00 → 2026-11-25 18:00" in told
    assert "kettles: kettles are Finance's business" in told
    assert INVOICE not in told
    assert "cases: 3" in told
    assert "to another department: 1 · another level: 1 · other clocks: 1 · handled otherwise: 0" in told
    assert "of 2: 2 (100%) → 1 (50%)" in told


def test_only_letters_since_a_day(worked: World):
    """The day begins at midnight of the desk's own zone."""
    worked.start()
    worked.turn(days=1)
    worked.letter(from_=ANN, text=WRONG_INVOICE.replace("5501", "5502"), subject="Charged twice again")
    worked.run()
    worked.stop()
    cases, summary = replayed(worked, SHORTER, "--since", "2026-11-24")
    assert (list(cases), summary["cases"]) == (["C2026-000004"], 1)
    assert len(replayed(worked, SHORTER, "--since", "2026-11-23")[0]) == 4


def test_the_history_is_that_of_the_day(make_world: MakeWorld):
    """A rule about the customer's open cases sees those that were open then: not the case itself, nor later ones."""
    world = make_world()
    world.letter(from_=ANN)
    world.run()
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Charged twice")
    world.turn(minutes=5)
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text="NOT-COMPLAINT It is a question.")
    world.turn(minutes=5)
    world.letter(from_=ANN, text=WRONG_INVOICE.replace("5501", "5502"), subject="Charged twice again")
    world.run()
    world.stop()
    rules = "".join(
        f'[[rule]]\nname = "{n} open"\nwhen = "customer_open_cases == {n}"\nwhy = {{ en = "x", zh = "某" }}\n'
        f'then = {{ tags = ["public"], level = "{level}" }}\n'
        for n, level in ((0, "normal"), (1, "high"), (2, "critical"))
    )
    cases, _ = replayed(world, HEAD + rules)
    reasons = {number: str(line["after"]["reason"]) for number, line in cases.items()}
    assert "0 open" in reasons[KETTLES]
    assert "1 open" in reasons[INVOICE]
    assert "1 open" in reasons[UNCLEAR]  # the kettles were closed by then


def test_where_a_manager_sent_a_case_counts_as_right_once_it_is_accepted(worked: World):
    """The French letter was nobody's; a manager chooses Finance, which accepts: the policies left it to a person."""
    worked.start()
    worked.reply(worked.only(BELLA, "triage"), from_=BELLA, text="2")
    worked.run()
    worked.reply(worked.inbox(FINANCE, "handover")[-1], from_=FINANCE, text="ACCEPT")
    worked.run()
    worked.stop()
    cases, summary = replayed(worked, SHORTER)
    assert cases[UNCLEAR]["accepted_by"] == "Finance"
    assert (summary["accepted"], summary["agreed_before"], summary["agreed_after"]) == (3, 2, 2)


def test_a_back_test_changes_nothing(worked: World):
    """Not a byte of the database or of what anybody has in their mailbox."""
    before = {file.name: file.read_bytes() for file in worked.folder.glob("amends.db")}
    sent = len(worked.everything())
    replayed(worked, HEAD + KETTLES_TO_FINANCE)
    assert {file.name: file.read_bytes() for file in worked.folder.glob("amends.db")} == before
    assert len(worked.everything()) == sent


def test_the_database_itself_refuses_to_be_written_while_it_is_looked_at(worked: World, postgres_url: str):
    """On SQLite and PostgreSQL alike; afterwards it can be written again."""
    for url in (worked.config.store.url, postgres_url):
        store = Store(url)
        with store.writing() as connection:
            counters.create(connection, checkfirst=True)
        with pytest.raises(Exception, match=r"(?i)read.?only"), looking(store) as connection:
            connection.execute(counters.insert().values(name="x", value=1))
        with store.writing() as connection:
            connection.execute(counters.insert().values(name="y", value=1))
        store.close()


def test_a_pack_with_mistakes_is_told_and_not_tried(worked: World, tmp_path: Path):
    """File and line, exit code 2; so is a pack that is not there."""
    file = pack(worked.folder, HEAD + '[clocks.normal]\nanswer = "soon"\n')
    result = typed(worked.config_path, "replay", "--policy", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{file}:4" in result.stderr
    assert typed(worked.config_path, "replay", "--policy", str(tmp_path / "none.toml")).exit_code == 2


def test_no_cases_yet(world: World):
    """An empty desk is no error: nothing was left to decide."""
    result = typed(world.config_path, "replay", "--policy", "standard")
    assert result.exit_code == 0
    assert "cases: 0" in result.stdout
