"""Which department a decision means: the one its rules name or, where no rule names any, that of the letter's product.

The catalogue says whose product it is, with a department's name, alias or role. A rule knows more: a stopped line or a
wrong invoice goes where the policy sends it, whatever the product. Without either it is the policy's default.
"""

from __future__ import annotations

from dataclasses import replace

from daemon.config import Department
from daemon.planning.office import Office
from parsers.letter import Letter, Product
from rules.vocabulary import Decision, Fired

RULE = "catalogue"  # the name under which the reason is given, beside those of the policy's rules


def destination(office: Office, letter: Letter, decision: Decision) -> tuple[Department, Decision]:
    """The department that gets the letter, and the decision with the reason if it is the product's."""
    product = None if _is_routed(office, decision) else _listed(letter)
    department = None if product is None else office.department_called(product.department or "")
    if product is None or department is None:
        return office.department_for(decision.department), decision
    fired = Fired(
        RULE,
        f"{product.name} is a product of {department.name}",
        (product.name,),
        f"{product.name}属于{department.name}的产品",
    )
    keeps = decision.department in department.roles or not department.roles
    role = decision.department if keeps else department.roles[0]
    return department, replace(decision, department=role, fired=(*decision.fired, fired))


def _is_routed(office: Office, decision: Decision) -> bool:
    """Whether a rule that fired has named the department."""
    fired = {one.rule for one in decision.fired}
    return any(rule.department and rule.name in fired for rule in office.policy.rules)


def _listed(letter: Letter) -> Product | None:
    """The first product of the letter whose department the catalogue tells."""
    products = (fact.value for fact in letter.facts.products)
    return next((product for product in products if product.department), None)
