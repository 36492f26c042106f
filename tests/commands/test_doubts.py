"""`amends check`: what is not wrong and yet worth a look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from daemon.commands.doubts import late_starts, nobody, silent_alarm, unknown_roles, unsure_dates
from daemon.store import cases, letters
from daemon.store.engine import Store
from rules import Calendar, load
from rules.hours import make_up_days_known
from tests.cast import BELLA
from tests.commands.terminal import typed
from tests.test_store import NOW, opening
from tests.world import CHINA, MakeWorld, World

DEALERSHIP = load("dealership")


def doubtful(world: World) -> list[str]:
    """What `amends check` has doubts about; it passes all the same."""
    result = typed(world.config_path, "check")
    assert result.exit_code == 0
    return [line.removeprefix("??  ") for line in result.stdout.splitlines() if line.startswith("??  ")]


def test_people_whom_nobody_plays(make_world: MakeWorld):
    """Every personal role of the pack that [roles] does not name is listed, those that it names are not."""
    world = make_world(settings={"desk": {"policy": "dealership"}, "roles": {"general_manager": BELLA.address}})
    told = next(line for line in doubtful(world) if line.startswith("[roles]"))
    wanted = {person.code for person in DEALERSHIP.people} - {"general_manager"}
    assert wanted
    assert all(code in told for code in wanted)
    assert "general_manager" not in told
    assert "goes to the managers" in told


def test_everybody_is_somebody(make_world: MakeWorld):
    """With a full [roles] there is nothing to say about it."""
    roles = {person.code: BELLA.address for person in DEALERSHIP.people}
    world = make_world(settings={"desk": {"policy": "dealership"}, "roles": roles})
    assert list(nobody(world.config, DEALERSHIP)) == []
    assert not any(line.startswith("[roles]") for line in doubtful(world))


def last_published() -> int:
    """The last year whose Chinese make-up days the holidays library knows."""
    calendar = Calendar(CHINA, "CN")
    unknown = next(
        y for y in range(2020, 2100) if not make_up_days_known(datetime(y, 6, 1, tzinfo=UTC).date(), calendar)
    )
    return unknown - 1


@pytest.mark.parametrize("country, warned", [("CN", True), ("GB", False), ("", False)])
def test_promises_into_a_year_that_is_not_published(country: str, warned: bool):  # noqa: FBT001 - a column of the table
    """Only where make-up days are published year by year, the year and the latest promise are named."""
    year = last_published()
    told = list(unsure_dates(DEALERSHIP, Calendar(CHINA, country), datetime(year, 12, 30, 2, tzinfo=UTC)))
    assert bool(told) is warned
    assert all(
        f"the make-up days of {year + 1} in CN" in sentence and f"{year + 1}-01-01" in sentence for sentence in told
    )


def test_promises_within_published_years():
    """In March nobody promises into the next year."""
    march = datetime(last_published(), 3, 2, 2, tzinfo=UTC)
    assert list(unsure_dates(DEALERSHIP, Calendar(CHINA, "CN"), march)) == []


def test_slips_that_no_rule_forbids(make_world: MakeWorld):
    """A role the policy does not speak of, a start still to come, an alarm program that is not there: each is told."""
    world = make_world(
        settings={"operator": {"alarm_command": ["/no/such/bell"]}, "roles": {"generalmanager": BELLA.address}}
    )
    company = world.config
    first = company.departments[0].model_copy(update={"roles": ("servcie",)})
    box = company.mailboxes[0].model_copy(update={"start_from": datetime(2031, 1, 1, tzinfo=UTC)})
    company = company.model_copy(update={"departments": (first,), "mailboxes": (box,)})
    told = [*unknown_roles(company, load("standard")), *late_starts(company, datetime(2026, 11, 23, tzinfo=UTC))]
    told += silent_alarm(company)
    near = (
        "servcie; did you mean service?",
        "generalmanager; did you mean general_manager?",
        "2031-01-01",
        "/no/such/bell",
    )
    assert len(told) == len(near)
    assert all(words in sentence for words, sentence in zip(near, told, strict=True))


def test_a_department_and_a_mailbox_that_were_renamed(make_world: MakeWorld):
    """Open cases of a department that the configuration no longer names, and a mailbox under a new name, are told of."""
    world = make_world()
    assert not [line for line in doubtful(world) if "which is not configured" in line]
    with Store(world.config.store.url).writing() as connection:
        cases.save(
            connection,
            [replace(opening(number), department="Packing") for number in ("C2026-000001", "C2026-000002")],
            NOW,
        )
        letters.contact(connection, "front desk", NOW, NOW)
    told = [line for line in doubtful(world) if "which is not configured" in line]
    assert len(told) == 2
    assert "2 open case(s) of the department 'Packing'" in told[0]
    assert "'front desk'" in told[1]
