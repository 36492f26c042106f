"""Which department gets a complaint about a product of the catalogue."""

from __future__ import annotations

from typing import Any

from daemon.plan import Plan
from parsers.letter import Fact, Product, Topic
from tests.planning.desk import FINANCE, LOGISTICS, QUALITY, Desk, letter

OTHER = {"topic": Fact(Topic.OTHER)}  # no rule of the standard policy sends it anywhere
KETTLES = Fact(Product("kettles", 9))


def listed(department: str, name: str = "FrostKing XL") -> Fact[Product]:
    """A product that the catalogue knows."""
    return Fact(Product(name, 2, "FK-XL", department))


def complain(desk: Desk, *products: Fact[Product], **facts: Any) -> Plan:
    """Ann complains about these products."""
    return desk.complain(letter(products=products, **facts))


def test_by_name_alias_or_role():
    """However the catalogue calls it; the reason is told in both languages."""
    for called in ("Finance", "finance", "物流部", "logistics"):
        desk = Desk()
        complain(desk, listed(called), **OTHER)
        finance = called.lower() == "finance"
        assert desk.kinds(FINANCE if finance else LOGISTICS) == ["handover"]
        assert desk.kinds(QUALITY) == []
        name = "Finance" if finance else "物流部"
        assert f"catalogue: {name} answers for FrostKing XL" in desk.case_now.reason
        assert desk.case_now.dossier.role == ("finance" if finance else "logistics")


def test_the_first_that_has_one():
    """Of several products the first whose department is known."""
    desk = Desk()
    complain(desk, KETTLES, listed("finance"), listed("logistics", "Lumo"), **OTHER)
    assert desk.kinds(FINANCE) == ["handover"]


def test_what_a_rule_sends_elsewhere_goes_there():
    """An invoice is Finance's business, whoever makes the product."""
    desk = Desk()
    complain(desk, listed("logistics"), topic=Fact(Topic.BILLING))
    assert (desk.kinds(FINANCE), desk.kinds(LOGISTICS)) == (["handover"], [])


def test_without_a_department_it_is_the_default():
    """Products of the letter alone change nothing."""
    desk = Desk()
    complain(desk, KETTLES, **OTHER)
    assert desk.kinds(QUALITY) == ["handover"]
    assert "catalogue" not in desk.case_now.reason


def test_a_department_that_has_gone_is_the_default():
    """The catalogue was read at the start; it may name what the configuration does not know."""
    desk = Desk()
    complain(desk, listed("Kitchen"), **OTHER)
    assert desk.kinds(QUALITY) == ["handover"]
