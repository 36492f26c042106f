"""Full and nearly empty contexts for every notice: what `check` renders, and what a preview shows.

The first of a notice is its fullest.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from templates.contexts import Context, Kind
from templates.samples.customer import CUSTOMER
from templates.samples.department import DEPARTMENTS
from templates.samples.management import MANAGEMENT
from templates.samples.receipts import RECEIPTS

SAMPLES: Mapping[Kind, tuple[Context, ...]] = MappingProxyType(
    {**CUSTOMER, **DEPARTMENTS, Kind.RECEIPT: RECEIPTS, **MANAGEMENT}
)
