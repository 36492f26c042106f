"""Which department a decision means: the policy's, unless that is only its default and the catalogue knows better.

The catalogue says whose product it is, with a department's name, alias or role. What a rule sends elsewhere (a wrong
invoice, damage in transit) goes there, whatever the product; what the policy leaves where everything goes, goes to the
department of the first product in the letter that has one.
"""

from __future__ import annotations

from dataclasses import replace

from daemon.config_tables import Department
from daemon.planning.forms import in_han
from daemon.planning.office import Office
from parsers.letter import Letter, Product
from rules.vocabulary import Decision, Fired

RULE = "catalogue"  # the name under which the reason is given, beside those of the policy's rules


def destination(office: Office, letter: Letter, decision: Decision) -> tuple[Department, Decision]:
    """The department that gets the letter, and the decision with the reason if it is the product's."""
    product = _listed(letter) if decision.department == office.policy.default_department else None
    department = None if product is None else office.department_called(product.department or "")
    if product is None or department is None:
        return office.department_for(decision.department), decision
    fired = Fired(
        RULE,
        f"{department.name} answers for {product.name}",
        (product.name,),
        f"{in_han(product.name).lstrip()}由{in_han(department.name)}负责",
    )
    keeps = decision.department in department.roles or not department.roles
    role = decision.department if keeps else department.roles[0]
    return department, replace(decision, department=role, fired=(*decision.fired, fired), routed_by=RULE)


def _listed(letter: Letter) -> Product | None:
    """The first product of the letter whose department the catalogue tells."""
    products = (fact.value for fact in letter.facts.products)
    return next((product for product in products if product.department), None)
