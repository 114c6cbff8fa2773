"""Declarations (报关单) as data: the message DecMessage, and the JSON of the single window.

Whether it is of an export or of a return its own flag tells. The supervision code of a declaration
for import (4561 and others) is never that of an export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from retax.desk.reports.report import ReportedRows, leave_out_blanks, read_day
from retax.desk.reports.units import read_unit
from retax.desk.reports.xml_groups import read_groups
from retax.desk.source import DeskError, Row
from retax.matching.tables import TableId
from retax.words import Words

DECLARATION = Words("报关单（DecMessage）", "declaration (DecMessage)")
SINGLE_WINDOW = Words("单一窗口报关单（JSON）", "declaration of the single window (JSON)")

UNTOLD_OF_DECLARATIONS: Mapping[TableId, tuple[str, ...]] = {
    "exports": ("sku", "released_on", "is_food", "export_refund", "left_zone_on"),
    "returned": (
        *("sku", "reason", "export_entry", "same_form", "parts_added", "processed", "use"),
        "papers_held",
    ),
}
"""What a declaration cannot tell, of an export and of a return."""

_NO_FLAG = Words(
    "报关单未载明进出口标志，无法判断是出口还是退运",
    "the declaration does not tell whether it is of an export or an import",
)


@dataclass(frozen=True, slots=True)
class DeclarationNames:
    """The names of a declaration's fields in one form of it: head, then line."""

    flag: str
    entry: str
    code: str
    declared: str
    moved: str
    enterprise: str
    enterprise_code: str
    item: str
    hs_code: str
    goods: str
    quantity: str
    unit: str


OF_MESSAGE = DeclarationNames(
    flag="IEFlag",
    entry="EntryId",
    code="TradeMode",
    declared="DDate",
    moved="IEDate",
    enterprise="TradeName",
    enterprise_code="TradeCoScc",
    item="GNo",
    hs_code="CodeTS",
    goods="GName",
    quantity="GQty",
    unit="GUnit",
)
OF_SINGLE_WINDOW = DeclarationNames(
    flag="cusIEFlag",
    entry="entryId",
    code="tradeModeCode",
    declared="dDate",
    moved="iEDate",
    enterprise="consignorCname",
    enterprise_code="cnsnTradeScc",
    item="gNo",
    hs_code="codeTs",
    goods="gName",
    quantity="gQty",
    unit="gUnit",
)


def read_dec_message(stream: IO[bytes]) -> ReportedRows:
    """Return the lines of a DecMessage.

    Raises:
        DeskError: it is not valid XML, or does not tell which way the goods went.
    """
    head: Mapping[str, str] = {}
    lines: list[Mapping[str, str]] = []
    for group in read_groups(stream, ["DecHead", "DecList"]):
        if group.name == "DecHead":
            head = group.fields
        else:
            lines.append(group.fields)
    report = ReportedRows(DECLARATION)
    add_declaration(report, head, lines, OF_MESSAGE)
    return report


def add_declaration(
    report: ReportedRows,
    head: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    names: DeclarationNames,
) -> None:
    """Add the lines of a declaration as exports, or as what came back.

    Raises:
        DeskError: it does not tell which way the goods went.
    """
    flag = _get_text(head, names.flag)
    if flag not in ("E", "I"):
        raise DeskError(_NO_FLAG)
    table: TableId = "exports" if flag == "E" else "returned"
    of_head = (_read_facts_of_export if flag == "E" else _read_facts_of_return)(head, names)
    quantity = "exported_quantity" if flag == "E" else "returned_quantity"
    begun = len(report.rows.get(table, ()))
    for number, line in enumerate(lines, start=begun + 1):
        facts = {
            **of_head,
            "goods_name": _get_text(line, names.goods),
            "hs_code": _get_text(line, names.hs_code),
            quantity: _get_text(line, names.quantity),
            "unit": read_unit(_get_text(line, names.unit)),
        }
        if flag == "E":
            facts["export_item"] = _get_text(line, names.item)
        report.add(table, Row(number, leave_out_blanks(facts)))
    report.untold = tuple(dict.fromkeys((*report.untold, *UNTOLD_OF_DECLARATIONS[table])))


def _read_facts_of_export(head: Mapping[str, Any], names: DeclarationNames) -> dict[str, Any]:
    return {
        "export_entry": _get_text(head, names.entry),
        "supervision_code": _get_text(head, names.code),
        "declared_on": read_day(_get_text(head, names.declared)),
        "exported_on": read_day(_get_text(head, names.moved)),
        "enterprise": _get_text(head, names.enterprise),
        "enterprise_code": _get_text(head, names.enterprise_code),
    }


def _read_facts_of_return(head: Mapping[str, Any], names: DeclarationNames) -> dict[str, Any]:
    return {
        "return_entry": _get_text(head, names.entry),
        "return_declared_on": read_day(_get_text(head, names.declared)),
        "returned_on": read_day(_get_text(head, names.moved)),
    }


def _get_text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value).strip()


# -- the single window -----------------------------------------------------------------------------

_HEAD, _LINES = "preDecHeadVo", "decMergeListVo"
_DEEPEST = 6
_NO_LINES = Words(
    f"{_LINES} 不是商品的列表，无法读取", f"{_LINES} is no list of goods and cannot be read"
)


def is_single_window(thing: object) -> bool:
    """Say whether a value out of JSON holds a declaration of the single window."""
    return next(_find_declarations(thing, _DEEPEST), None) is not None


def read_single_window(thing: object, decode: Callable[[str], Any] = json.loads) -> ReportedRows:
    """Return the lines of every declaration in a value out of JSON.

    Raises:
        DeskError: its lines cannot be read, or it does not tell which way the goods went.
    """
    report = ReportedRows(SINGLE_WINDOW)
    for holder in _find_declarations(thing, _DEEPEST):
        head = holder.get(_HEAD, holder)
        lines = holder.get(_LINES, head.get(_LINES) if isinstance(head, Mapping) else None)
        if isinstance(lines, str):  # a text of JSON within JSON
            try:
                lines = decode(lines)
            except (ValueError, RecursionError):
                raise DeskError(_NO_LINES) from None
        is_list = isinstance(lines, list) and all(isinstance(each, Mapping) for each in lines)
        if not is_list or not isinstance(head, Mapping):
            raise DeskError(_NO_LINES)
        add_declaration(report, head, lines, OF_SINGLE_WINDOW)
    return report


def _find_declarations(thing: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Return the objects that hold a declaration, wherever in an answer they are wrapped."""
    if not depth:
        return
    if isinstance(thing, Mapping):
        if _HEAD in thing or _LINES in thing:
            yield thing
            return
        thing = [*thing.values()]
    if isinstance(thing, list):
        for each in thing:
            yield from _find_declarations(each, depth - 1)
