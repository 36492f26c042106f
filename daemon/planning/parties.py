"""Who is written to about a case: addresses, language and the party that the mail's token is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from daemon.case import Case, State
from daemon.config_tables import Department
from daemon.planning.effects import Thread
from daemon.planning.office import Office

CUSTOMER = "customer"
MANAGERS = "managers"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a case: who, at which addresses, in which language."""

    name: str
    recipients: tuple[str, ...]
    language: str


def customer(case: Case) -> Party:
    """The customer of a case."""
    return Party(CUSTOMER, (case.customer,), case.language)


def managers(office: Office) -> Party:
    """Those who decide what departments may not."""
    return Party(MANAGERS, office.managers(), office.config.managers.language)


def department_party(department: Department) -> Party:
    """A department at its own address."""
    return Party(f"department:{department.name}", (department.address,), department.language)


def department_of(office: Office, party: str) -> Department | None:
    """The department that a party's name names; None for the other sides, and when it has left the configuration."""
    kind, _, name = party.partition(":")
    return office.department_named(name) if kind == "department" else None


def head_of(department: Department | None) -> Party | None:
    """A department's head, who may answer for it; None when it has none of its own."""
    if department is None or department.head is None or department.head.lower() == department.address.lower():
        return None
    return Party(f"department:{department.name}", (department.head,), department.language)


def role_party(office: Office, role: str) -> Party:
    """Who holds a personal role; the managers when nobody does."""
    holder = office.config.roles.get(role)
    return Party(f"role:{role}", (holder,), office.config.managers.language) if holder else managers(office)


def holder(office: Office, case: Case) -> Party:
    """Who has the case. In triage, and when the department is gone, the managers have it."""
    department = None if case.state is State.TRIAGE else office.department_named(case.department)
    return managers(office) if department is None else department_party(department)


def holder_name(office: Office, case: Case) -> str:
    """Who is late with it: the department, or the desk itself while nobody has chosen one."""
    return office.desk.name if case.state is State.TRIAGE else case.department


def public_name(office: Office, department: Department, role: str, language: str) -> str:
    """What a customer knows a department by: a name of its own in their language, else that of the policy's role."""

    def read(name: str) -> bool:
        return (language == "zh") is not name.isascii()

    own = next(filter(read, (department.name, *department.aliases)), None)
    known = next((one for one in office.policy.roles if one.code == role and role in department.roles), None)
    if own or known is None:
        return own or department.name
    return known.zh if language == "zh" else known.en


def several(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Each address once: nobody gets the same mail twice because of two roles."""
    seen: set[str] = set()
    kept: list[Party] = []
    for party in parties:
        fresh = tuple(a for a in dict.fromkeys(party.recipients) if a.lower() not in seen)
        seen.update(a.lower() for a in fresh)
        if fresh:
            kept.append(Party(party.name, fresh, party.language))
    return tuple(kept)


def reached(office: Office, case: Case, steps: tuple[str, ...]) -> tuple[Party, ...]:
    """Whom the steps of a ladder mean for this case; the managers where a department has no head."""
    found: list[Party] = []
    for step in steps:
        if step == "head":
            department = None if case.state is State.TRIAGE else office.department_named(case.department)
            found.append(head_of(department) or managers(office))
        elif step == "managers":
            found.append(managers(office))
        else:
            found.append(role_party(office, step))
    return several(tuple(found))


def under_handover(office: Office, case: Case) -> Thread:
    """Mails to staff hang under the case's handover."""
    return _under(office, handover_key(case))


def under_acknowledgement(office: Office, case: Case) -> Thread:
    """Mails to the customer hang under the first one."""
    return _under(office, acknowledgement_key(case.number))


def handover_key(case: Case) -> str:
    """The effect key of the case's handover to the department that has it: what later mails to it hang under."""
    times = case.dossier.dispatches
    return f"{case.number}/handover" if times <= 1 else f"{case.number}/handover/{times}"


def acknowledgement_key(number: str) -> str:
    """The effect key of the case's acknowledgement: what later mails to the customer hang under."""
    return f"{number}/acknowledgement"


def _under(office: Office, key: str) -> Thread:
    message_id = office.message_id(key)
    return Thread(message_id, (message_id,))
