"""What a letter may tell of a line: the facts given, in two groups, and never one presumed.

Customs weighs what papers say and what the enterprise states differently, so a file note keeps
the two apart. A fact the enterprise states for a whole batch is its statement, whatever paper
might say it too.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax.desk.letters.letter import Line
from retax.vocabulary import NAMES, shown

GOODS_TABLE = (
    "export_item",
    "goods_name",
    "sku",
    "hs_code",
    "exported_quantity",
    "returned_quantity",
    "unit",
)
"""What papers say of the goods: the columns of the table of goods."""

BESIDE_THE_TABLE = (
    "order_no",
    "tracking_no",
    "export_entry",
    "return_entry",
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
)
"""What papers say besides."""

PAPERS_SAY = (*GOODS_TABLE, *BESIDE_THE_TABLE)
"""What papers say (单证记载)."""

ENTERPRISE_STATES = (
    "reason",
    "destination",
    "is_food",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "batch_traced",
    "returned_before",
    "export_refund",
    "export_duty_paid",
    "taxed_at_export",
)
"""What the enterprise states (企业声明)."""

CARRIED = ("reference", "enterprise", "enterprise_code", "note", "papers_held")
"""What tells whose line it is, and the papers held, which have a table of their own.

The note (备注) is the enterprise's own and stands in no letter.
"""

_YES_AND_NO: Mapping[str, tuple[str, str]] = {
    "is_food": ("商品供人食用或饮用", "商品不供人食用或饮用"),
    "same_form": ("最小商品形态与出口时基本一致", "最小商品形态与出口时不一致"),
    "parts_added": ("增加或更换过配件、部件", "未增加或更换配件、部件"),
    "processed": ("经过加工、改装", "未经加工、改装"),
    "parts_missing": ("缺少配件或部件", "不缺配件、部件"),
    "damaged": ("商品有破损", "商品无破损"),
    "repacked": ("已换标或更换包装", "未换标或更换包装"),
    "importer_differs": ("退运企业与原出口企业不一致", "退运企业与原出口企业一致"),
    "batch_traced": ("可对应原出口批次", "不能逐件对应原出口批次"),
    "export_duty_paid": ("出口时已征出口关税", "出口时未征出口关税"),
    "taxed_at_export": ("出口时已征增值税或消费税", "出口时未征增值税、消费税"),
}


def is_told(line: Line, name: str) -> bool:
    """Say that a fact of a line was given."""
    return getattr(line.verdict.facts, name) is not None


def value(line: Line, name: str) -> str:
    """Return a fact of a line in words, a quantity with its unit; empty where it was not given."""
    if not is_told(line, name):
        return ""
    text = shown(name, getattr(line.verdict.facts, name)).zh
    unit = line.verdict.facts.unit
    return f"{text} {unit}" if NAMES[name].kind == "quantity" and unit else text


def said(line: Line, name: str) -> str | None:
    """Say a fact of a line in a sentence of its own; None where it was not given."""
    if not is_told(line, name):
        return None
    if name in _YES_AND_NO:
        yes, no = _YES_AND_NO[name]
        return yes if getattr(line.verdict.facts, name) else no
    return f"{NAMES[name].label.zh}：{value(line, name)}"


def is_stated(line: Line, name: str) -> bool:
    """Say that a fact of a line is the enterprise's statement."""
    return name in ENTERPRISE_STATES or (name in line.stated and name in PAPERS_SAY)
