"""Verdicts at random, and amounts at random beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import samples
from retax import Side, Verdict, check
from retax.money import Amounts

WHOLE = Amounts.model_validate(
    {"dutiable_value": 1_000, "duty_rate": "10%", "vat_rate": "13%", "consumption_tax_rate": 0}
)
"""243.00 if all taxes are levied; 130.00 without the duty."""

AS_OF = date(2026, 9, 1)


def verdict(
    *changes: Any,
    as_of: date | None = None,
    settled: Mapping[str, Side] | None = None,
    **more: Any,
) -> Verdict:
    return check(samples.facts(*changes, **more), as_of=as_of, settled=settled or {})


ANOTHER_EXPORT: Mapping[str, Any] = {"supervision_code": "0110"}
"""What the announcement does not cover and the ordinary route does."""

QUALITY: Mapping[str, Any] = {"cause": "quality"}
"""What opens the ordinary route: of import taxes alone it is not certain then."""

LEVIED: Mapping[str, Side] = {"39:import-taxes": "strict"}
NOT_LEVIED: Mapping[str, Side] = {"39:import-taxes": "lenient"}


BY_STATUS = {
    "eligible": verdict(),
    "conditional": verdict(export_refund="refunded"),
    "needs_review": verdict(reason="recall"),
    "needs_facts": verdict(use=None),
    "ineligible": verdict(use="used"),
    "not_covered": verdict(
        declared_on=date(2028, 3, 2),
        released_on=date(2028, 3, 3),
        exported_on=date(2028, 3, 4),
        returned_on=date(2028, 7, 6),
        return_declared_on=date(2028, 7, 7),
    ),
}
"""One verdict of each status."""


def random_amounts(draw: Random) -> Amounts:
    """Make up amounts of which some are missing."""

    def maybe(value: object) -> object:
        return value if draw.random() < 0.8 else None

    return Amounts.model_validate(
        {
            "dutiable_value": maybe(Decimal(draw.randint(1, 10**8)).scaleb(-2)),
            "duty_rate": maybe(draw.choice(("0%", "6.5%", "10%", "35%"))),
            "vat_rate": maybe(draw.choice(("13%", "9%", 0))),
            "consumption_tax_rate": maybe(draw.choice((0, 0, "15%", "36%"))),
            "return_cost": maybe(draw.randint(0, 500)),
            "vat_deductible": maybe(draw.random() < 0.5),
        }
    )


def random_pairs(number: int, seed: int) -> Iterator[tuple[Verdict, Amounts]]:
    """Pair verdicts of every status with amounts."""
    draw = Random(seed)
    for _ in range(number):
        changes: dict[str, Any] = {}
        for name, values in CHANGES.items():
            if draw.random() < 0.2:
                changes[name] = draw.choice(values)
        entry = draw.choice((None, samples.RETURN_NUMBER, "291020261000000457"))
        as_of = draw.choice((None, AS_OF, date(2026, 7, 8)))
        settled = draw.choice(((), (), LEVIED, NOT_LEVIED))
        judged = verdict(changes, return_entry=entry, as_of=as_of, settled=dict(settled))
        yield judged, random_amounts(draw)


CHANGES: dict[str, tuple[Any, ...]] = {
    "reason": ("recall", "unsold", "repair", "quality_defect", None),
    "cause": ("quality", "specification", "quality", "damage_or_shortage"),
    "supervision_code": ("0110", "0110", "1300"),
    "use": ("used", "customer_trial", None),
    "export_refund": ("refunded", "repaid", "claimed", None),
    "damaged": (True,),
    "is_food": (True, None),
    "returned_on": (date(2026, 9, 3), date(2026, 9, 4), None),
    "return_declared_on": (date(2026, 9, 3), date(2026, 9, 4), None),
    "hs_code": ("3304990090", "1704100000", None),
    "papers_held": ((), ("platform_return_record",), ("match_record",)),
    "declared_on": (date(2026, 3, 1), None),
    "export_duty_paid": (True, False),
}
