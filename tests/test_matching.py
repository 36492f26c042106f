"""Which case a letter belongs to, judged from what was found about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.case import Case, Dossier, Role, State
from daemon.config import Config
from daemon.matching import Fresh, How, Joins, Mark, PaperMark, Paperwork, Shared, Standing, Stranger, Trail, match
from parsers.letter import Address, Letter, Origin

ANN, CARL, BELLA, MALLORY = "ann@customer.example", "carl@customer.example", "bella@shop.example", "mallory@x.example"
QUALITY, QUENTIN, FINANCE = "quality@shop.example", "quentin@factory.example", "finance@shop.example"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Two departments and a manager."""
    (tmp_path / "password").write_text("secret", encoding="utf-8")
    server = {"host": "127.0.0.1", "security": "none"}
    return Config.from_table(
        {
            "desk": {"name": "Desk", "address": "desk@shop.example", "timezone": "Asia/Shanghai"},
            "mailbox": [{**server, "username": "desk", "password_file": "password"}],
            "smtp": server,
            "department": [
                {"name": "Quality", "address": QUALITY, "members": ["*@factory.example"]},
                {"name": "Finance", "address": FINANCE},
            ],
            "managers": {"addresses": [BELLA]},
            "operator": {"address": "oscar@shop.example"},
        },
        tmp_path,
    )


def case(number: int = 1, department: str = "Quality", people: Mapping[str, Role] | None = None) -> Case:
    """An open case of Ann's, with Carl copied in."""
    return Case(
        id=number,
        number=f"C2026-{number:06d}",
        state=State.DISPATCHED,
        level="normal",
        department=department,
        customer=ANN,
        language="en",
        subject="Kettles",
        received=NOW,
        promised_at=NOW,
        dossier=Dossier(role="quality", counted_from=NOW),
        participants=people or {ANN: Role.CUSTOMER, CARL: Role.CC},
    )


def letter(sender: str | None) -> Letter:
    """A person's letter."""
    return Letter(
        origin=Origin.PERSON,
        origin_reason="",
        message_id="<1@x.example>",
        sender=None if sender is None else Address(sender),
    )


TO_CUSTOMER = Mark(case(), How.SIGNED_ID, "customer", "acknowledgement")
TO_QUALITY = Mark(case(), How.SIGNED_ID, "department:Quality", "handover")


def test_no_mark_is_a_new_matter(config: Config):
    """Nothing points anywhere: fresh, with the sender's other open cases at hand."""
    other = case(7)
    assert match(letter(ANN), Trail(open_cases=(other,)), config) == Fresh((other,))


@pytest.mark.parametrize(
    "sender, mark, standing, proven",
    [
        (ANN, TO_CUSTOMER, Standing.CUSTOMER, True),
        (ANN.upper(), TO_CUSTOMER, Standing.CUSTOMER, True),
        (CARL, TO_CUSTOMER, Standing.CC, False),
        (QUALITY, TO_QUALITY, Standing.DEPARTMENT, True),
        (QUENTIN, TO_QUALITY, Standing.DEPARTMENT, True),
        (BELLA, TO_QUALITY, Standing.MANAGER, False),
        (QUALITY, TO_CUSTOMER, Standing.DEPARTMENT, False),
        (ANN, TO_QUALITY, Standing.CUSTOMER, False),
        (BELLA, Mark(case(), How.SIGNED_ID, "managers", "triage"), Standing.MANAGER, True),
        (QUALITY, Mark(case(), How.TOKEN, "department:Quality", "handover"), Standing.DEPARTMENT, True),
        (QUALITY, Mark(case(), How.LETTER_ID), Standing.DEPARTMENT, False),
        (QUALITY, Mark(case(), How.NUMBER), Standing.DEPARTMENT, False),
    ],
)
def test_who_takes_part(config: Config, sender: str, mark: Mark, standing: Standing, *, proven: bool):
    """Standing comes from the address, proof from a signed mark of a notice to that very party; each alone is not both."""
    joined = match(letter(sender), Trail(marks=(mark,)), config)
    assert isinstance(joined, Joins)
    assert (joined.standing, joined.proven) == (standing, proven)


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("sender", [MALLORY, FINANCE, None])
def test_a_mark_alone_opens_nothing(config: Config, sender: str | None, how: How):
    """Whoever takes no part is a stranger, however sure the mark."""
    found = match(letter(sender), Trail(marks=(Mark(case(), how, "department:Quality"),)), config)
    assert isinstance(found, Stranger)
    assert found.case.number == "C2026-000001"


def test_the_surest_mark_wins(config: Config):
    """A letter that answers one case's mail and names another's number belongs to the first."""
    marks = (Mark(case(2), How.NUMBER), Mark(case(1), How.SIGNED_ID, "customer"))
    joined = match(letter(ANN), Trail(marks=marks), config)
    assert isinstance(joined, Joins)
    assert joined.case.id == 1


def test_a_mark_of_somebody_elses_case_does_not_hide_ones_own(config: Config):
    """Ann forwards a stranger's token and quotes her own case's number: she is heard on her own case."""
    foreign = case(2, people={MALLORY: Role.CUSTOMER})
    marks = (Mark(foreign, How.TOKEN, "customer"), Mark(case(1), How.NUMBER))
    joined = match(letter(ANN), Trail(marks=marks), config)
    assert isinstance(joined, Joins)
    assert joined.case.id == 1


def test_the_department_before_the_case_moved(config: Config):
    """Who got the handover may still answer it after the case went to another department."""
    mark = Mark(case(department="Finance"), How.SIGNED_ID, "department:Quality", "handover")
    joined = match(letter(QUALITY), Trail(marks=(mark,)), config)
    assert isinstance(joined, Joins)
    assert joined.standing is Standing.DEPARTMENT


def test_a_shared_number_joins_without_proof(config: Config):
    """Same sender, same number, open case: it joins, with that reason, and proves nothing."""
    joined = match(letter(CARL), Trail(shared=(Shared(case(), "invoice 89621"),)), config)
    assert isinstance(joined, Joins)
    assert (joined.standing, joined.proven) == (Standing.CC, False)
    assert "invoice 89621" in joined.because


def test_a_participant_who_is_staff_speaks_as_what_they_are_to_the_case(config: Config):
    """An employee who complained privately is the customer of that case, not its department."""
    own = case(people={QUENTIN: Role.CUSTOMER})
    joined = match(letter(QUENTIN), Trail(marks=(Mark(own, How.SIGNED_ID, "customer"),)), config)
    assert isinstance(joined, Joins)
    assert joined.standing is Standing.CUSTOMER


def test_who_answers_a_departments_mail_speaks_for_the_department(config: Config):
    """A customer who copied the department in has not made a customer of it: its ACCEPT still counts."""
    copied_in = case(people={ANN: Role.CUSTOMER, QUALITY: Role.CC})
    answer = Mark(copied_in, How.SIGNED_ID, "department:Quality", "handover")

    found = match(letter(QUALITY), Trail(marks=(answer,)), config)

    assert isinstance(found, Joins)
    assert (found.standing, found.proven) == (Standing.DEPARTMENT, True)


def test_one_person_may_be_the_department_and_the_managers(config: Config):
    """In a small company the same address answers the handover and the triage, each as whom it was sent to."""
    managers = config.managers.model_copy(update={"addresses": (QUALITY,)})
    small = config.model_copy(update={"managers": managers})

    found = [
        match(letter(QUALITY), Trail(marks=(Mark(case(), How.SIGNED_ID, party, notice),)), small)
        for party, notice in (("department:Quality", "handover"), ("managers", "triage"))
    ]

    assert [f.standing for f in found if isinstance(f, Joins) and f.proven] == [Standing.DEPARTMENT, Standing.MANAGER]


@pytest.mark.parametrize("sender, standing", [(BELLA, Standing.MANAGER), (FINANCE, Standing.DEPARTMENT)])
def test_a_colleague_who_answers_a_report_passed_on_to_them_complains_of_nothing(
    config: Config, sender: str, standing: Standing
):
    """Staff who answer a mail of ours open no case, whoever got that mail."""
    trail = Trail(papers=(PaperMark("managers", "digest", "report/weekly/1"),))
    assert match(letter(sender), trail, config) == Paperwork(standing, "digest", "report/weekly/1")
    assert match(letter(MALLORY), trail, config) == Fresh()
