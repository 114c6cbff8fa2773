"""The closed sets of names as types, and one line of goods as a typed mapping.

They are written out because a type checker runs nothing; a test holds them to the catalogue of
facts, the clauses and the open questions.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from retax.facts.values import (
    Attribution,
    Cause,
    Destination,
    ExportRefund,
    Paper,
    ReturnReason,
    Use,
)

FactName = Literal[
    "reference",
    "enterprise",
    "enterprise_code",
    "goods_name",
    "sku",
    "serial_no",
    "unit",
    "order_no",
    "tracking_no",
    "note",
    "reason_note",
    "export_entry",
    "export_item",
    "return_entry",
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "extended_until",
    "destination",
    "reason",
    "cause",
    "hs_code",
    "is_food",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "export_duty_paid",
    "taxed_at_export",
    "papers_held",
]
"""The English name of a fact."""

ClauseId = Literal[
    "1.period",
    "1.code",
    "1.reason",
    "1.six_months",
    "1.destination",
    "1.not_food",
    "1.same_goods",
    "2.refund_repaid",
    "2.certificate",
    "2.same_enterprise",
    "3.same_form",
    "3.no_parts_added",
    "3.not_processed",
    "3.unused",
    "4.papers",
    "39.in_force",
    "39.procedure",
    "39.cause",
    "39.one_year",
    "39.same_goods",
    "39.refund_repaid",
    "39.certificate",
    "39.same_enterprise",
    "39.same_form",
    "39.no_parts_added",
    "39.not_processed",
    "39.unused",
    "39.import_taxes",
]
"""The id of a clause: of the announcement, then of Tariff Law Article 39."""

QuestionId = Literal[
    "export-date",
    "zone-exit-date",
    "return-date",
    "rest-day",
    "zone",
    "reason:order_cancelled",
    "reason:delisted",
    "reason:foreign_customs",
    "reason:wrong_goods",
    "reason:recall",
    "reason:quality_defect",
    "reason:payment_default",
    "reason:label_noncompliance",
    "reason:exhibition_sample",
    "reason:other",
    "food-heading",
    "missing-or-damaged",
    "repacking",
    "trial-without-customer",
    "other-enterprise",
    "batch-fifo",
    "batch-stated",
    "39:procedure",
    "39:from-a-zone",
    "39:damage",
    "39:wrong-goods",
    "39:extension",
    "39:used",
    "39:import-taxes",
]
"""The id of an open question of law."""


class GoodsDict(TypedDict, total=False):
    """One line of goods as a mapping that a type checker reads: English names, English words.

    What is left out, or None, is unknown. :func:`retax.check` takes any mapping; goods annotated
    with this type have misspelt names and words found before anything runs.
    """

    reference: str | None
    enterprise: str | None
    enterprise_code: str | None
    goods_name: str | None
    sku: str | None
    serial_no: str | None
    unit: str | None
    order_no: str | None
    tracking_no: str | None
    note: str | None
    reason_note: str | None
    export_entry: str | None
    export_item: int | None
    return_entry: str | None
    supervision_code: str | None
    declared_on: date | str | None
    released_on: date | str | None
    exported_on: date | str | None
    left_zone_on: date | str | None
    returned_on: date | str | None
    domestic_on: date | str | None
    return_declared_on: date | str | None
    extended_until: date | str | None
    destination: Destination | None
    reason: ReturnReason | None
    cause: Cause | None
    hs_code: str | None
    is_food: bool | None
    export_refund: ExportRefund | None
    same_form: bool | None
    parts_added: bool | None
    processed: bool | None
    use: Use | None
    parts_missing: bool | None
    damaged: bool | None
    repacked: bool | None
    importer_differs: bool | None
    attribution: Attribution | None
    shipped_as_declared: bool | None
    exported_quantity: Decimal | int | float | str | None
    returned_quantity: Decimal | int | float | str | None
    returned_before: Decimal | int | float | str | None
    export_duty_paid: bool | None
    taxed_at_export: bool | None
    papers_held: list[Paper] | tuple[Paper, ...] | set[Paper] | frozenset[Paper] | None
