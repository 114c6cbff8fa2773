"""Sample facts for the ordinary route: a complete case, and spaces of facts for its clauses.

The complete case is ordinary trade released on 3 March 2026 and departed on 5 March; it is back
after eleven months for its quality, so only the import taxes are open. The strict last day is
3 March 2027, the lenient one 5 March 2027.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import cases
from retax import Cause, ReturnedGoods, Route, Verdict, check
from retax.judge.finding import Finding
from retax.judge.ruling import Ruling
from retax.logic.expressions import Side

COMPLETE: Mapping[str, Any] = {
    **cases.COMPLETE["9710"],
    "supervision_code": "0110",
    "export_entry": "29012026E000000017",
    "returned_on": date(2027, 2, 3),
    "domestic_on": date(2027, 2, 3),
    "return_declared_on": date(2027, 2, 4),
    "reason": "customer_return",
    "cause": "quality",
}
"""Every fact the ordinary route reads is known but a longer period, and every clause is met but
that on the import taxes."""

IMPORT_TAXES_FOLLOW: Mapping[str, Side] = {"39:import-taxes": "lenient"}

NOT_BACK: Mapping[str, Any] = dict.fromkeys(("returned_on", "domestic_on", "return_declared_on"))


def goods(**changes: Any) -> ReturnedGoods:
    """Return the complete case with some facts changed; None makes one unknown."""
    return ReturnedGoods.model_validate({**COMPLETE, **changes})


def ordinary(
    *,
    as_of: date | None = None,
    settled: Mapping[str, str] = IMPORT_TAXES_FOLLOW,
    known_on: date | None = None,
    **changes: Any,
) -> Ruling:
    """Return what the ordinary route says of the complete case with some facts changed."""
    return check(goods(**changes), as_of=as_of, settled=settled, known_on=known_on).ordinary


def finding(clause: str, **given: Any) -> Finding:
    """Return what becomes of a clause in the complete case with some facts changed."""
    return ordinary(**given).finding(clause)


def pointers(verdict: Verdict) -> tuple[Route, ...]:
    """Return what the announcement alone points to, before the ordinary route is judged."""
    return Ruling(verdict._case).routes


# -- every clause over representative values of the facts it reads ------------------------------

CAUSES = get_args(Cause)
SOME_CODES = (None, "0110", "9610", "1210", "0214", "2600")

# Days of export whose year ends on a Sunday (5 March 2028) and on a Saturday (12 February 2028).
FIRST, SECOND = date(2027, 2, 12), date(2027, 3, 5)
IN_TIME, BETWEEN, LATE = date(2028, 2, 12), date(2028, 2, 14), date(2028, 3, 7)
LONG = date(2028, 2, 28)
BEFORE_THE_LAW, WITH_THE_LAW = date(2024, 11, 30), date(2024, 12, 1)

SPACES: tuple[cases.Space, ...] = (
    cases.Space(
        "39.in_force",
        {
            "returned_on": (None, BEFORE_THE_LAW, WITH_THE_LAW),
            "domestic_on": (None, WITH_THE_LAW),
            "return_declared_on": (None, BEFORE_THE_LAW, WITH_THE_LAW),
            "as_of": (None, date(2003, 12, 31), BEFORE_THE_LAW, WITH_THE_LAW),
        },
    ),
    cases.Space("39.procedure", {"supervision_code": SOME_CODES}),
    cases.Space(
        "39.cause",
        {
            "cause": (None, *CAUSES),
            "reason": (None, *cases.REASONS),
            "use": (None, *cases.USES),
            "returned_on": (None, WITH_THE_LAW),
            "domestic_on": (None, WITH_THE_LAW),
            "return_declared_on": (None, BEFORE_THE_LAW, WITH_THE_LAW),
            "as_of": (None, BEFORE_THE_LAW, WITH_THE_LAW),
        },
    ),
    cases.Space(
        "39.one_year of other codes",
        {
            "supervision_code": ("0110",),
            "declared_on": (None, FIRST),
            "released_on": (None, FIRST),
            "exported_on": (None, SECOND),
            "returned_on": (None, IN_TIME, BETWEEN, LATE),
            "domestic_on": (None, LATE),
            "return_declared_on": (None, IN_TIME, LATE),
            "extended_until": (None, LONG, LATE),
            "as_of": (None, IN_TIME, LONG, LATE),
        },
        settle=("export-date", "return-date"),
    ),
    cases.Space(
        "39.one_year of 1210",
        {
            "supervision_code": (None, "1210"),
            "left_zone_on": (None, FIRST),
            "exported_on": (None, SECOND),
            "destination": (None, "zone"),
            "returned_on": (None, IN_TIME),
            "domestic_on": (None, IN_TIME, LATE),
            "return_declared_on": (None, LATE),
            "return_entry": (None, "290120281000000013"),
            "extended_until": (None, LONG, LATE),
            "as_of": (None, IN_TIME, LONG, LATE),
        },
        settle=("zone-exit-date", "return-date"),
    ),
    cases.Space(
        "39.one_year under the regulations",
        {
            "supervision_code": ("0110",),
            "declared_on": (date(2023, 10, 2),),
            "released_on": (None, date(2023, 10, 2)),
            "exported_on": (date(2023, 10, 4),),
            "returned_on": (None, date(2024, 10, 3), BEFORE_THE_LAW, WITH_THE_LAW),
            "domestic_on": (None,),
            "return_declared_on": (None, BEFORE_THE_LAW, WITH_THE_LAW),
            "extended_until": (None, date(2024, 12, 20)),
            "as_of": (None, date(2024, 10, 3), WITH_THE_LAW),
        },
    ),
    cases.Space(
        "39.same_goods",
        {
            "reason": (None, "unsold", "wrong_goods"),
            "attribution": (None, *cases.ATTRIBUTIONS),
            "shipped_as_declared": cases.YES_NO,
            "exported_quantity": (None, Decimal(1), Decimal(3)),
            "returned_quantity": (None, Decimal(1), Decimal(3)),
            "returned_before": (None, Decimal(0), Decimal(1)),
        },
        settle=("batch-fifo", "batch-stated"),
    ),
    cases.Space("39.refund_repaid", {"export_refund": (None, *cases.REFUNDS)}),
    cases.Space(
        "39.certificate",
        {"papers_held": (None, *cases.subsets(("tax_certificate", "export_list")))},
    ),
    cases.Space("39.same_enterprise", {"importer_differs": cases.YES_NO}),
    cases.Space(
        "39.same_form",
        {"same_form": cases.YES_NO, "parts_missing": cases.YES_NO, "damaged": cases.YES_NO},
    ),
    cases.Space("39.no_parts_added", {"parts_added": cases.YES_NO}),
    cases.Space("39.not_processed", {"processed": cases.YES_NO, "repacked": cases.YES_NO}),
    cases.Space("39.unused", {"use": (None, *cases.USES)}),
    cases.Space("39.import_taxes", {}),
)
