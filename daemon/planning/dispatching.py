"""A case goes to a department: for the first time, to another one, or back to the same with the customer's words.

Each handing-over starts the signing clock anew and counts in the case's dossier; who else must hear of it (copies,
announcements, an escalation at once) is what the policy's terms say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import Case, EventKind, Role, State
from daemon.config_tables import Department
from daemon.planning import staff_mail
from daemon.planning.effects import Change, Event, Notice
from daemon.planning.office import Office
from daemon.planning.parties import Party, department_party, head_of, role_party, several
from daemon.planning.reading import Reading
from daemon.planning.timetable import answer_due
from rules.policy import Start
from rules.vocabulary import ClockKind, Fired
from templates.contexts import Cause, Why

HEADS_FROM = 2  # the second time that a case comes back, its department's head gets a copy


def handed_to(case: Case, department: Department, event: EventKind, now: datetime) -> Case:
    """The case in the hands of the department, which has to sign for it. Raises `IllegalTransition`."""
    moved = case.moved(
        event,
        dispatched_at=now,
        signed_at=None,
        signed_by="",
        said={},
        progressed_at=None,
        waiting_since=None,
        request=None,
        resolved_at=None,
        checked_at=None,
        closed_at=None,
        no_complaint=False,
        dispatches=case.dossier.dispatches + 1,
    )
    return replace(moved, department=department.name)


def owing_anew(office: Office, before: Case, case: Case) -> Case:
    """The case in other hands: a first reply that counts from signing is each department's own, whatever the last one wrote."""
    clock = office.terms(case).clocks.get(ClockKind.FIRST_REPLY)
    theirs = clock is not None and clock.start is not Start.RECEIVED and before.department != case.department
    return case.noting(replied_at=None) if theirs else case


def handover_notices(
    office: Office, reading: Reading, case: Case, fired: tuple[Fired, ...], related: tuple[Case, ...] = ()
) -> tuple[Notice, ...]:
    """To the department, and to everybody whom the policy wants to know of such a case at once."""
    department = office.department_for(case.dossier.role)
    if department.name != case.department:
        department = office.department_named(case.department) or department
    terms = office.terms(case)
    notices = [staff_mail.handover(office, reading, case, fired, department=department, related=related)]
    own = department_party(department)
    copies = several((own, *(role_party(office, role) for role in terms.copies)))[1:]
    notices += [
        staff_mail.handover(office, reading, case, fired, department=department, related=related, copy_to=party)
        for party in copies
    ]
    return (*notices, *called_together(office, reading, case, fired), *_notable(office, case, terms.escalates, fired))


def told_anew(
    office: Office, reading: Reading, before: Case, case: Case, fired: tuple[Fired, ...]
) -> tuple[Notice, ...]:
    """Whom the terms of the case's new level want to know of it, and those of the level before did not."""
    old, new = office.terms(before), office.terms(case)
    department = office.department_named(case.department) or office.department_for(case.dossier.role)
    copies = several(tuple(role_party(office, role) for role in new.copies if role not in old.copies))
    notices = [
        staff_mail.handover(office, reading, case, fired, department=department, copy_to=party) for party in copies
    ]
    called = () if set(new.announces) <= set(old.announces) else called_together(office, reading, case, fired)
    named = tuple(role for role in new.escalates if role not in old.escalates)
    return (*notices, *called, *_notable(office, case, named, fired))


def called_together(office: Office, reading: Reading, case: Case, fired: tuple[Fired, ...]) -> tuple[Notice, ...]:
    """The announcement to those whom the policy calls together about such a case."""
    roles = office.terms(case).announces
    parties = several(tuple(role_party(office, role) for role in roles))
    graves = {rule.name for rule in office.policy.rules if rule.level == case.level} | {"person"}
    why = tuple(one for one in fired if one.rule in graves) or fired
    return tuple(
        staff_mail.announcement(office, reading, case, why, party, _called(office, roles, party.language))
        for party in parties
    )


def _called(office: Office, roles: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Each address once, with what its holder is called for."""
    named: dict[str, list[str]] = {}
    for role in roles:
        person = office.policy.person(role)
        for address in role_party(office, role).recipients:
            named.setdefault(address, []).append(person.zh if language == "zh" else person.en)
    between = "、" if language == "zh" else ", "
    return tuple(f"{between.join(who)} <{address}>" for address, who in named.items())


def _notable(office: Office, case: Case, roles: tuple[str, ...], fired: tuple[Fired, ...]) -> tuple[Notice, ...]:
    parties = several(tuple(role_party(office, role) for role in roles))
    at = case.dossier.dispatched_at or case.received

    def reason(party: Party) -> staff_mail.Reason:
        zh = party.language == "zh"
        why = ((one.why_zh if zh else "") or one.why for one in fired)
        return staff_mail.Reason(cause=Cause.NOTABLE, said=("；" if zh else "; ").join(why))

    return tuple(staff_mail.escalation(office, case, reason(party), "notable", party, at) for party in parties)


def risen(office: Office, case: Case) -> str:
    """The level that the case's level rises to; its own where there is none."""
    return office.level(case.level).rises_to or case.level


def sent_back(
    office: Office, reading: Reading, case: Case, why: Why, *, said: str, actor: str, now: datetime
) -> tuple[Change, tuple[Notice, ...]]:
    """The case comes back to its department, one level up where levels rise; all its clocks count from now.

    The customer has a new promise; where the level has risen by itself, the one that was told last, as long as it is to
    come. From the second time on the department's head gets a copy (design, section 11). A
    case in triage has no department yet: its level rises, and it stays with the managers.
    """
    department = office.department_named(case.department) or office.department_for(case.dossier.role)
    level = case.level if why is Why.RESUMED else risen(office, case)
    kind = {Why.DISSATISFIED: EventKind.DISSATISFIED, Why.RISEN: EventKind.RISEN}.get(why, EventKind.RESUMED)
    back = case.moved(kind) if case.state is State.TRIAGE else handed_to(case, department, kind, now)
    back = back.noting(
        counted_from=now, replied_at=None, reported_at=None, extended_days=0, extended_to=None, paused=()
    )
    back = replace(back, level=level)
    if kind is EventKind.RISEN:  # nobody writes to the customer, nor has a manager said anything to what was asked for
        back = back.noting(request=case.dossier.request)
    if kind is not EventKind.RISEN or back.promised_at <= now:
        back = replace(back, promised_at=answer_due(office, back))
    events = [Event(kind, now, actor, {"why": why.value, "said": said, "level": level})]
    if level != case.level and kind is not EventKind.RISEN:
        events.append(Event(EventKind.LEVELLED, now, "amends", {"from": case.level, "to": level}))
    if back.state is State.TRIAGE:
        return Change(case=back, events=tuple(events)), ()
    own, head = department_party(department), head_of(department)
    notices = [staff_mail.redispatch(office, reading, back, why, said, own)]
    if head is not None and back.dossier.dispatches > HEADS_FROM:
        notices.append(staff_mail.redispatch(office, reading, back, why, said, head, copy=True))
    now_it_is = office.level(level)
    fired = Fired("level", f"the level has risen to {now_it_is.en}", why_zh=f"级别已升为{now_it_is.zh}")
    notices += told_anew(office, reading, case, back, (fired,))
    return Change(case=back, events=tuple(events)), tuple(notices)


def people_of(office: Office, reading: Reading) -> dict[str, Role]:
    """Who takes part in a case that this letter opens: its sender, and those who were copied in."""
    letter = reading.letter
    others = (
        a for a in (*letter.cc, *letter.to) if not (office.config.is_own(a.address) or office.config.is_staff(a.key))
    )
    roles = {address.key: Role.CC for address in others}
    if letter.sender is not None:
        roles[letter.sender.key] = Role.CUSTOMER
    return roles
