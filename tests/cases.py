"""Sample facts: a complete, eligible case for each supervision code, and spaces of facts.

The complete cases were released on 3 March 2026, so the strict last day is 3 September; they
departed on 5 March, so the lenient one is 5 September, a Saturday, or 7 September if a rest day
moves on. Under 1210 they left the zone on 4 March.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

from retax.facts.consistency import is_contradictory
from retax.facts.model import ReturnedGoods
from retax.logic.expressions import Side

CODES = ("1210", "9610", "9710", "9810")

_OF_EVERY_CODE: Mapping[str, Any] = {
    "declared_on": date(2026, 3, 2),
    "released_on": date(2026, 3, 3),
    "exported_on": date(2026, 3, 5),
    "returned_on": date(2026, 8, 3),
    "return_declared_on": date(2026, 8, 4),
    "destination": "domestic",
    "reason": "unsold",
    "hs_code": "6109100010",  # cotton T-shirts
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "parts_missing": False,
    "damaged": False,
    "repacked": False,
    "importer_differs": False,
    "attribution": "traced",
    "shipped_as_declared": True,
    "exported_quantity": Decimal(10),
    "returned_quantity": Decimal(4),
    "returned_before": Decimal(1),
    "export_duty_paid": False,
    "taxed_at_export": False,
    "papers_held": frozenset(
        {"export_list", "tax_certificate", "self_declaration", "match_record", "gate_release"}
    ),
}

COMPLETE: Mapping[str, Mapping[str, Any]] = {
    "1210": {
        **_OF_EVERY_CODE,
        "supervision_code": "1210",
        "export_entry": "310020260000000015",
        "left_zone_on": date(2026, 3, 4),
        "domestic_on": date(2026, 8, 4),
    },
    "9610": {
        **_OF_EVERY_CODE,
        "supervision_code": "9610",
        "export_entry": "29012026E000000016",
    },
    "9710": {
        **_OF_EVERY_CODE,
        "supervision_code": "9710",
        "export_entry": "290120260000000017",
    },
    "9810": {
        **_OF_EVERY_CODE,
        "supervision_code": "9810",
        "export_entry": "290120260000000018",
    },
}
"""By supervision code: every fact the law reads is known, and the case is eligible."""


def goods(code: str, **changes: Any) -> ReturnedGoods:
    """Return the complete case of a code with some facts changed; None makes one unknown."""
    return ReturnedGoods.model_validate({**COMPLETE[code], **changes})


# -- every clause over representative values of the facts it reads ------------------------------

REASONS = (
    "unsold",
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "quality_defect",
    "delisted",
    "foreign_customs",
    "wrong_goods",
    "recall",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
    "repair",
    "force_majeure",
)
USES = ("unused", "trial_found_defect", "customer_trial", "used")
ATTRIBUTIONS = ("traced", "fifo", "stated", "none")
REFUNDS = ("not_refunded", "claimed", "refunded", "repaid")
YES_NO = (None, True, False)
ALL_CODES = (None, *CODES, "0110", "1039")


def subsets(papers: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Return every set of some papers, the empty one too."""
    for size in range(len(papers) + 1):
        yield from map(frozenset, combinations(papers, size))


# Six months from these three days end on a Saturday each: 22 August, 5 and 12 September 2026.
FIRST, SECOND, THIRD = date(2026, 2, 22), date(2026, 3, 5), date(2026, 3, 12)
# The three last days, each with the Monday to which a rest day moves it, and one day too late.
ENDS = tuple(
    date(2026, month, day)
    for month, day in ((8, 22), (8, 24), (9, 5), (9, 7), (9, 12), (9, 14), (9, 15))
)
IN_TIME, BETWEEN, LATE = date(2026, 8, 22), date(2026, 9, 5), date(2026, 9, 15)
ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)


def after(days: int) -> date:
    """Return a day soon after the first one."""
    return FIRST + timedelta(days=days)


class Facts(SimpleNamespace):
    """Facts by name as the law reads them; what is not given is unknown."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**dict.fromkeys(ReturnedGoods.model_fields) | facts)


@dataclass(frozen=True)
class Space:
    """A clause and, for the facts it reads and ``as_of``, representative values.

    ``settle`` names the questions of which every combination of sides is tried; the others of the
    clause are settled one at a time.
    """

    name: str
    values: Mapping[str, tuple[Any, ...]]
    settle: tuple[str, ...] = ()

    @property
    def clause(self) -> str:
        """Return the id of the clause, which is the first word of the name."""
        return self.name.split()[0]

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that vary, without ``as_of``."""
        return tuple(name for name in self.values if name != "as_of")

    @cached_property
    def points(self) -> list[tuple[tuple[Any, ...], Facts, date | None]]:
        """Return every combination the model accepts: its values, and as facts with ``as_of``."""
        found = []
        for point in product(*self.values.values()):
            named = dict(zip(self.values, point, strict=True))
            as_of = named.pop("as_of", None)
            facts = Facts(**named)
            if not is_contradictory(facts):
                found.append((point, facts, as_of))
        return found

    @cached_property
    def accepted(self) -> Mapping[tuple[Any, ...], tuple[Facts, date | None]]:
        """Return the facts with ``as_of`` by point."""
        return {point: (facts, as_of) for point, facts, as_of in self.points}


SPACES: tuple[Space, ...] = (
    Space(
        "1.period",
        {
            "declared_on": (
                None,
                *(
                    date(*day)
                    for day in (
                        (2023, 1, 29),
                        (2023, 1, 30),
                        (2024, 1, 30),
                        (2024, 1, 31),
                        (2025, 12, 31),
                        (2026, 1, 1),
                        (2027, 12, 31),
                        (2028, 1, 1),
                    )
                ),
            )
        },
    ),
    Space("1.code", {"supervision_code": ALL_CODES}),
    Space("1.reason", {"reason": (None, *REASONS)}),
    Space(
        "1.six_months of 9610, days close together",
        {
            "supervision_code": ("9610",),
            "declared_on": (None, FIRST, SECOND),
            "released_on": (None, FIRST, SECOND, THIRD),
            "exported_on": (None, SECOND, THIRD),
            "returned_on": (None, *ENDS),
            "return_declared_on": (None, *ENDS),
            "as_of": (None, *ENDS),
        },
        settle=("export-date", "return-date", "rest-day"),
    ),
    Space(
        "1.six_months of 1210, days close together",
        {
            "supervision_code": ("1210",),
            "left_zone_on": (None, FIRST, SECOND),
            "exported_on": (None, SECOND, THIRD),
            "domestic_on": (None, *ENDS),
            "return_declared_on": (None, *ENDS),
            "as_of": (None, *ENDS),
        },
        settle=("zone-exit-date", "return-date", "rest-day"),
    ),
    Space(
        "1.six_months of every code, all facts",
        {
            "supervision_code": (None, "0110", "9610", "1210"),
            "declared_on": (None, FIRST),
            "released_on": (None, FIRST, SECOND),
            "exported_on": (None, SECOND, THIRD),
            "left_zone_on": (None, FIRST, SECOND),
            "returned_on": (None, IN_TIME, LATE),
            "domestic_on": (None, IN_TIME, LATE),
            "return_declared_on": (None, IN_TIME, LATE),
            "as_of": (None, IN_TIME, LATE),
        },
    ),
    Space(
        "1.six_months of goods that may be in the country",
        {
            "supervision_code": (None, "9610", "1210"),
            "declared_on": (FIRST,),
            "released_on": (FIRST,),
            "exported_on": (None, SECOND),
            "left_zone_on": (None, FIRST),
            "return_entry": (None, "290120261000000013"),
            "returned_on": (None, IN_TIME, LATE),
            "domestic_on": (None, IN_TIME, LATE),
            "return_declared_on": (None, IN_TIME),
            "destination": (None, "domestic", "zone"),
            "as_of": (None, IN_TIME, LATE),
        },
    ),
    Space(
        "1.six_months of goods that come by way of a zone",
        {
            "supervision_code": ("9610",),
            "declared_on": (None, FIRST),
            "released_on": (None, FIRST),
            "exported_on": (None, SECOND),
            "returned_on": (None, IN_TIME, BETWEEN),
            "domestic_on": (None, IN_TIME, BETWEEN, LATE),
            "return_declared_on": (None, IN_TIME, LATE),
            "destination": (None, "zone"),
            "as_of": (None, date(2026, 8, 1), BETWEEN, LATE),
        },
        settle=("zone", "export-date", "return-date"),
    ),
    Space(
        "1.six_months of goods that may never have left",
        {
            "supervision_code": (None, "9610", "1210"),
            "released_on": (None, FIRST),
            "exported_on": (None, FIRST, after(9)),
            "left_zone_on": (None, FIRST),
            "returned_on": (None, after(10), after(11)),
            "domestic_on": (None, after(10), after(11)),
            "return_declared_on": (None, after(11), LATE),
            "as_of": (None, after(9), after(11), LATE),
        },
    ),
    Space(
        "1.destination",
        {
            "supervision_code": (None, "0110", "9610", "1210"),
            "declared_on": (None, FIRST),
            "released_on": (None, FIRST, SECOND),
            "exported_on": (None, SECOND, THIRD),
            "left_zone_on": (None, FIRST, SECOND),
            "destination": (None, "domestic", "zone"),
            "as_of": (None, *ENDS),
        },
        settle=("zone", "zone-exit-date", "rest-day"),
    ),
    Space(
        "1.not_food",
        {
            # one heading each: food, not food, depends; then two there are none of, and no code
            "hs_code": ("0902100000", "6109100010", "1301", "770100", "3999", None),
            "is_food": YES_NO,
        },
    ),
    Space(
        "1.same_goods",
        {
            "reason": (None, "unsold", "wrong_goods"),
            "attribution": (None, *ATTRIBUTIONS),
            "shipped_as_declared": YES_NO,
            "exported_quantity": (None, ONE, TWO, THREE),
            "returned_quantity": (None, ONE, TWO, THREE),
            "returned_before": (None, Decimal(0), ONE, TWO, THREE),
        },
        settle=("batch-fifo", "batch-stated"),
    ),
    Space("2.refund_repaid", {"export_refund": (None, *REFUNDS)}),
    Space(
        "2.certificate",
        {"papers_held": (None, *subsets(("tax_certificate", "export_list", "match_record")))},
    ),
    Space("2.same_enterprise", {"importer_differs": YES_NO}),
    Space("3.same_form", {"same_form": YES_NO, "parts_missing": YES_NO, "damaged": YES_NO}),
    Space("3.no_parts_added", {"parts_added": YES_NO}),
    Space("3.not_processed", {"processed": YES_NO, "repacked": YES_NO}),
    Space("3.unused", {"reason": (None, *REASONS), "use": (None, *USES)}),
    Space(
        "4.papers",
        {
            "supervision_code": (None, "1210", "9610", "9810", "0110"),
            # one reason for each of the papers that explain it, and one that asks for none
            "reason": (None, "unsold", "customer_return", "delisted", "repair"),
            "use": (None, "unused", "customer_trial"),
            "export_duty_paid": YES_NO,
            "papers_held": (
                None,
                # at least one paper for each set of documents it serves
                *subsets(
                    (
                        "export_list",
                        "export_declaration",
                        "gate_release",
                        "self_declaration",
                        "platform_return_record",
                        "refusal_record",
                        "inspection_report",
                        "match_record",
                        "export_duty_receipt",
                    )
                ),
            ),
        },
    ),
)


def settlings(questions: tuple[str, ...], space: Space) -> list[dict[str, Side]]:
    """Return how a clause's questions are settled over a space; none settled comes first."""
    sides: tuple[Side | None, ...] = (None, "strict", "lenient")
    combined = [
        {q: side for q, side in zip(space.settle, choice, strict=True) if side is not None}
        for choice in product(sides, repeat=len(space.settle))
    ]
    alone: list[dict[str, Side]] = [
        {q: side} for q in questions if q not in space.settle for side in sides if side is not None
    ]
    return combined + alone
