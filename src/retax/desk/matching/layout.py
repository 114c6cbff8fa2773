"""The workbooks of a matching: the sheets of the blank one, and the sheets and columns of answers.

Readers find tables by the names of these sheets, or else by what only one table has. Of the sheets
of answers only the lines that can be judged name facts of goods in their headings, so that the
workbook goes into the other commands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retax.desk import layout
from retax.matching.records import (
    ExportLine,
    Record,
    ReturnedUnits,
    StockCount,
    Trace,
    UnitsGone,
)
from retax.matching.tables import TableId as TableId
from retax.words import Words


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table to fill in: its name, its records, and the columns of the blank sheet."""

    name: Words
    record: type[Record]
    columns: tuple[str, ...]


TABLES: Mapping[TableId, TableSheet] = {
    "exports": TableSheet(
        Words("出口台账", "Exports"),
        ExportLine,
        (
            *("sku", "goods_name", "supervision_code", "export_entry", "export_item"),
            *("exported_quantity", "unit", "declared_on", "released_on", "exported_on"),
            *("left_zone_on", "hs_code", "is_food", "export_refund", "export_duty_paid"),
            *("taxed_at_export", "returned_before", "enterprise", "enterprise_code", "order_no"),
            *("tracking_no", "serial_no", "lot_no", "arrived_on", "place"),
        ),
    ),
    "returned": TableSheet(
        Words("退货清单", "Returned"),
        ReturnedUnits,
        (
            *("reference", "sku", "goods_name", "returned_quantity", "unit", "returned_on"),
            *("domestic_on", "return_declared_on", "return_entry", "destination"),
            *("export_entry", "export_item", "order_no", "tracking_no", "serial_no", "lot_no"),
            *("carton_no", "shipped_on", "place", "reason", "reason_note", "same_form"),
            *("parts_added", "processed", "use", "parts_missing", "damaged", "repacked"),
            *("shipped_as_declared", "papers_held", "importer_differs", "note"),
        ),
    ),
    "gone": TableSheet(
        Words("减少记录", "Gone"),
        UnitsGone,
        ("sku", "quantity", "gone_on", "why", "export_entry", "export_item", "place"),
    ),
    "counts": TableSheet(
        Words("库存盘点", "Counts"), StockCount, ("sku", "counted", "counted_on", "place")
    ),
    "traces": TableSheet(
        Words("对应记录", "Traces"),
        Trace,
        ("kind", "value", "sku", "export_entry", "export_item", "quantity"),
    ),
}
"""Every table, in order."""


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A sheet of answers: its name, its headings with their widths, and a line above them."""

    name: Words
    columns: tuple[tuple[Words, int], ...] = ()
    remark: Words | None = None


_ROW = (Words("退回行", "Returned row"), 20)
_ITEM = (Words("货号", "sku"), 18)
_PLACE = (Words("海外仓", "Place"), 12)
_WORDS = (Words("说明", "In words"), 80)
_EXACT = (Words("界限是否精确", "Exact"), 12)

OVERVIEW_SHEET = AnswerSheet(Words("摘要", "Overview"))
LINES_SHEET = AnswerSheet(
    Words("可判定行", "Lines"),
    (
        (Words("来源行", "Source row"), 20),
        (Words("凭据", "Evidence"), 14),
        (layout.EVIDENCE_HEADING, 40),
    ),
)
OPEN_SHEET = AnswerSheet(
    Words("待定件数", "Open units"),
    (
        _ROW,
        _ITEM,
        _PLACE,
        (Words("件数", "Units"), 10),
        (Words("从严至少在期限内", "Strict, at least in time"), 12),
        (Words("从严至多在期限内", "Strict, at most in time"), 12),
        (Words("从宽至少在期限内", "Lenient, at least in time"), 12),
        (Words("从宽至多在期限内", "Lenient, at most in time"), 12),
        _EXACT,
        (Words("可能的出口明细", "Possible export lines"), 60),
        _WORDS,
    ),
    Words(
        "逐行界限均以其他行不定为前提，不得相加；合计见“货号汇总”。",
        "Ranges of rows hold each by itself and must not be added up; see Items for totals.",
    ),
)
ITEMS_SHEET = AnswerSheet(
    Words("货号汇总", "Items"),
    (
        _ITEM,
        _PLACE,
        *OPEN_SHEET.columns[3:8],
        (Words("先进先出在期限内", "First in, first out in time"), 12),
        (Words("不采用先进先出的原因", "Why not first in, first out"), 50),
        _EXACT,
        (Words("账面清零日", "Days the books were empty"), 24),
        _WORDS,
    ),
)
DEADLINES_SHEET = AnswerSheet(
    Words("期限", "Deadlines"),
    (
        (Words("届满日", "Day of lapse"), 12),
        (Words("剩余", "Left"), 14),
        _ITEM,
        _PLACE,
        (Words("尚在境外", "Abroad"), 10),
        (Words("至少超期", "Lapse at least"), 10),
        (Words("至多超期", "Lapse at most"), 10),
        _WORDS,
    ),
)
TO_PROVE_SHEET = AnswerSheet(
    Words("待举证", "To prove"),
    (
        _ROW,
        (Words("所涉出口明细", "Export line"), 30),
        (Words("件数", "Units"), 10),
        (Words("届满日", "Day of lapse"), 12),
        _WORDS,
    ),
    Words("并非事实认定，未经证明不得据此申报。", "No findings: nothing may be declared on them."),
)
CONTRADICTIONS_SHEET = AnswerSheet(
    Words("矛盾", "Contradictions"),
    (
        (Words("类别", "Kind"), 12),
        _ITEM,
        (Words("件数", "Units"), 10),
        (Words("所涉各行", "Rows"), 40),
        _WORDS,
    ),
)

ANSWER_SHEETS: tuple[AnswerSheet, ...] = (
    *(
        OVERVIEW_SHEET,
        LINES_SHEET,
        OPEN_SHEET,
        ITEMS_SHEET,
        DEADLINES_SHEET,
        TO_PROVE_SHEET,
        CONTRADICTIONS_SHEET,
    ),
)
"""The sheets of answers, in order."""
