"""Fields of the records that are no facts of returned goods: what they are called and like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from retax.facts.name_matching import normalize_name
from retax.words import Words

KEPT_NAMES = 4096
"""Headings whose meaning is kept; a table has a few dozen."""

TraceKind = Literal["serial", "carton", "order", "tracking", "lot"]
"""By what a trace tells units: 序列号, 箱号, 订单号, 运单号, 批次号."""

TRACE_KINDS: Mapping[TraceKind, Words] = {
    "serial": Words("序列号", "serial number"),
    "carton": Words("箱号", "carton number"),
    "order": Words("订单号", "order number"),
    "tracking": Words("运单号", "tracking number"),
    "lot": Words("批次号", "lot number"),
}


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that is no fact of returned goods: what it is called, and a fact of its kind."""

    label: Words
    like: str
    aliases: tuple[str, ...] = ()


OWN_FIELDS: Mapping[str, OwnField] = {
    "lot_no": OwnField(TRACE_KINDS["lot"], "order_no", ("批号", "生产批号", "批次")),
    "carton_no": OwnField(TRACE_KINDS["carton"], "order_no", ("LPN", "箱唛")),
    "place": OwnField(Words("海外仓", "place abroad"), "order_no", ("仓库", "运抵国")),
    "arrived_on": OwnField(
        Words("海外入仓日期", "day of arrival in the warehouse abroad"),
        "exported_on",
        ("入仓日期", "上架日期"),
    ),
    "shipped_on": OwnField(
        Words("海外出仓日期", "day out of the warehouse abroad"), "returned_on", ("出仓日期",)
    ),
    "quantity": OwnField(Words("数量", "quantity"), "returned_quantity", ("件数",)),
    "counted": OwnField(Words("盘点数量", "quantity counted"), "returned_before", ("数量",)),
    "gone_on": OwnField(
        Words("减少日期", "day the units left for good"),
        "returned_on",
        ("销售日期", "售出日期", "出库日期"),
    ),
    "counted_on": OwnField(Words("盘点日期", "day of the count"), "returned_on"),
    "why": OwnField(Words("减少原因", "why they are gone"), "note"),
    "kind": OwnField(Words("凭据种类", "kind of trace"), "order_no"),
    "value": OwnField(Words("凭据号", "value of the trace"), "order_no"),
}
"""The fields that are no facts of returned goods."""


@cache
def _map_own_fields(fields: tuple[str, ...]) -> Mapping[str, str]:
    return {
        normalize_name(name): field
        for field in fields
        for name in (field, OWN_FIELDS[field].label.zh, *OWN_FIELDS[field].aliases)
    }


@lru_cache(maxsize=KEPT_NAMES)
def find_own_field(fields: tuple[str, ...], name: str) -> str | None:
    """Return the field of a record's own that a name means; None where it means none of them."""
    return _map_own_fields(fields).get(normalize_name(name))
