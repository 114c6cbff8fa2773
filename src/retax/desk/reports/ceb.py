"""Messages of customs for e-commerce (CEB): export lists, receipts, departures, applications.

Names and meanings are those of the XSD and the specification of May 2022.

An export list (CEB603) rarely tells its own number, and never the day of its release or of its
departure: these are in its receipts (CEB604) and in the departures of its parcels (CEB509). The
list's ``ieDate`` is typed when it is filed and is no day of export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from retax import Refusal
from retax.desk.reports.report import ReportedRows, leave_out_blanks, read_day
from retax.desk.reports.units import read_unit
from retax.desk.reports.xml_groups import read_groups
from retax.desk.source import Row, refuse_row
from retax.facts.catalogue import NAMES
from retax.facts.parse_value import normalize_value
from retax.words import Words

CEB603 = Words("出口申报清单（CEB603）", "export lists (CEB603)")
CEB604 = Words("清单回执（CEB604）", "receipts of export lists (CEB604)")
CEB509 = Words("离境单（CEB509）", "departures (CEB509)")
CEB213 = Words("出口退货申请单（CEB213）", "applications for the return of exports (CEB213)")

MESSAGES: Mapping[str, Words] = {
    "CEB603Message": CEB603,
    "CEB604Message": CEB604,
    "CEB509Message": CEB509,
    "CEB213Message": CEB213,
}

DELETED, DRAFT = "3", "1"
SIMPLIFIED = "A"
DECLARED, RELEASED, SENT_BACK = "120", "800", "100"

_VOID = Words(
    "该单的申报类型为删除（appType 3），不作为出口或退运", "the message deletes it (appType 3)"
)
_NOT_FILED = Words("该单为暂存，尚未申报（appStatus 1）", "it is a draft, not filed (appStatus 1)")
_SENT_BACK = Words(
    "该清单被退单（回执 100），未见放行", "it was sent back (receipt 100), not released"
)
_TWO_DAYS = Words(
    "{what}有不同日期的多份回执，取最早的{day}",
    "there are several receipts of {what} with different days; the earliest, {day}, is taken",
)
_ORIGINS: Mapping[str, str] = {"9661": "9610", "1261": "1210"}
"""The supervision code of an export by that of its return."""

_CREDIT_CODE = 18


@dataclass
class _Receipts:
    """The receipts of a list: its number, and the days of each status."""

    number: str = ""
    days: dict[str, set[date]] = field(default_factory=dict)

    def find_earliest(self, status: str) -> date | None:
        """Return the first day of a status."""
        return min(self.days.get(status, ()), default=None)


@dataclass
class _List:
    """A line of an export list: its own facts, and the numbers by which it is joined."""

    number: int
    file: str
    facts: dict[str, Any]
    head: Mapping[str, str]
    refused: tuple[Words, ...]


class CebMessages:
    """Messages of several files, which are joined once all of them are read."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._receipts: dict[tuple[str, str], _Receipts] = {}
        self._left_on: dict[tuple[str, str], set[date]] = {}
        self._returns: list[tuple[str, Row]] = []

    def take(self, message: str, file: str, stream: IO[bytes]) -> None:
        """Read a message of one of the kinds.

        Raises:
            DeskError: it is not valid XML.
        """
        match message:
            case "CEB603Message":
                self._take_lists(file, stream)
            case "CEB604Message":
                for group in read_groups(stream, ["InventoryReturn"]):
                    self._take_receipt(group.fields)
            case "CEB509Message":
                self._take_departures(stream)
            case _:
                self._take_returns(file, stream)

    # -- reading

    def _take_lists(self, file: str, stream: IO[bytes]) -> None:
        head: Mapping[str, str] = {}
        of_head: dict[str, Any] = {}
        refused: tuple[Words, ...] = ()
        for group in read_groups(stream, ["InventoryHead", "InventoryList"]):
            if group.name == "InventoryHead":
                head, of_head = group.fields, _read_facts_of_head(group.fields)
                refused = tuple(_list_refusals(head))
            else:
                facts = {**of_head, **_read_facts_of_line(group.fields, head)}
                self._lists.append(_List(group.number, file, facts, head, refused))

    def _take_receipt(self, fields: Mapping[str, str]) -> None:
        for key in _list_keys(fields, _BY_RECEIPT):
            receipts = self._receipts.setdefault(key, _Receipts())
            receipts.number = receipts.number or fields.get("invtNo", "")
            day = read_day(fields.get("returnTime", "")[:8])
            if day is not None:
                receipts.days.setdefault(fields.get("returnStatus", ""), set()).add(day)

    def _take_departures(self, stream: IO[bytes]) -> None:
        head: Mapping[str, str] = {}
        day: date | None = None
        for group in read_groups(stream, ["DepartureHead", "DepartureList"]):
            if group.name == "DepartureHead":
                head, day = group.fields, read_day(group.fields.get("leaveTime", "")[:8])
            if day is not None:
                for key in _list_keys({**head, **group.fields}, _BY_DEPARTURE):
                    self._left_on.setdefault(key, set()).add(day)

    def _take_returns(self, file: str, stream: IO[bytes]) -> None:
        head: Mapping[str, str] = {}
        for group in read_groups(stream, ["InvtRefundHead", "InvtRefundList"]):
            if group.name == "InvtRefundHead":
                head = group.fields
            else:
                facts = _read_facts_of_return(head, group.fields)
                refused = tuple(_list_refusals(head))
                self._returns.append((file, Row(group.number, facts, refusals=_refuse(refused))))

    # -- joined

    def list_reports(self) -> Iterator[tuple[str, ReportedRows]]:
        """Return a report of each file of lists and of applications."""
        for file, lists in _group_by_file((each.file, each) for each in self._lists).items():
            report = ReportedRows(CEB603, {"exports": [self._join(each) for each in lists]})
            report.untold = _UNTOLD_OF_LISTS
            without = [each.number for each in lists if self._find_receipts(each) is None]
            if without:
                report.notices.append(_WITHOUT_RECEIPT.filled(n=len(without)))
            yield file, report
        for file, rows in _group_by_file(self._returns).items():
            yield file, ReportedRows(CEB213, {"returned": rows}, _UNTOLD_OF_RETURNS)

    def _find_receipts(self, each: _List) -> _Receipts | None:
        keys = _list_keys(each.head, _BY_RECEIPT)
        return next((self._receipts[key] for key in keys if key in self._receipts), None)

    def _join(self, each: _List) -> Row:
        facts, remarks = dict(each.facts), list[Words]()
        refused = each.refused
        receipts = self._find_receipts(each)
        if receipts is not None:
            facts.setdefault("export_entry", receipts.number or None)
            for fact, status in (("declared_on", DECLARED), ("released_on", RELEASED)):
                facts[fact] = receipts.find_earliest(status)
                remarks += _remark_days(fact, receipts.days.get(status, set()))
            # A list that was sent back may be filed once more and be released.
            if SENT_BACK in receipts.days and RELEASED not in receipts.days:
                refused = (*refused, _SENT_BACK)
        departures = (self._left_on.get(key) for key in _list_keys(each.head, _BY_DEPARTURE))
        days = next((found for found in departures if found), set())
        facts["exported_on"] = min(days, default=None)
        remarks += _remark_days("exported_on", days)
        return Row(each.number, leave_out_blanks(facts), (), tuple(remarks), _refuse(refused))


def _refuse(why: Iterable[Words]) -> tuple[Refusal, ...]:
    return tuple(map(refuse_row, why))


_BY_RECEIPT = ("copNo", "preNo", "orderNo")
_BY_DEPARTURE = ("logisticsNo", "totalPackageNo", "billNo")


def _list_keys(fields: Mapping[str, str], names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the numbers by which messages are joined, the closest first."""
    return [(name, fields[name]) for name in names if fields.get(name)]


_WITHOUT_RECEIPT = Words(
    "{n}行未见清单回执（CEB604），申报、放行日期不明，清单编号以清单自载者为准",
    "rows without a receipt (CEB604), whose days of declaration and release are not known: {n}",
)
_UNTOLD_OF_LISTS = ("is_food", "export_refund", "left_zone_on", "taxed_at_export")
_UNTOLD_OF_RETURNS = (
    *("sku", "returned_on", "return_declared_on", "return_entry", "same_form", "parts_added"),
    *("processed", "use", "papers_held"),
)


def _group_by_file(rows: Iterable[tuple[str, Any]]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for file, row in rows:
        found.setdefault(file, []).append(row)
    return found


def _list_refusals(head: Mapping[str, str]) -> Iterator[Words]:
    if head.get("appType") == DELETED:
        yield _VOID
    if head.get("appStatus") == DRAFT:
        yield _NOT_FILED


def _remark_days(fact: str, days: set[date]) -> list[Words]:
    if len(days) < 2:
        return []
    return [_TWO_DAYS.filled(what=NAMES[fact].label, day=min(days))]


def _read_facts_of_head(head: Mapping[str, str]) -> dict[str, Any]:
    is_simple = head.get("statisticsFlag") == SIMPLIFIED
    return leave_out_blanks(
        {
            "export_entry": head.get("invtNo"),
            "supervision_code": head.get("tradeMode"),
            "enterprise": head.get("ebcName"),
            "enterprise_code": _find_credit_code(head.get("ebcCode")),
            "order_no": head.get("orderNo"),
            "tracking_no": head.get("logisticsNo"),
            "export_refund": "not_refunded" if is_simple else None,
            "export_duty_paid": False if is_simple else None,
        }
    )


def _find_credit_code(code: str | None) -> str | None:
    """Return a code of a business licence; the ten digits of customs are none."""
    return code if code is not None and len(code) == _CREDIT_CODE else None


def _read_facts_of_line(fields: Mapping[str, str], head: Mapping[str, str]) -> dict[str, Any]:
    code = fields.get("gcode", "")
    return leave_out_blanks(
        {
            "export_item": fields.get("gnum"),
            "sku": fields.get("itemNo"),
            "goods_name": fields.get("gname") or fields.get("itemName"),
            # Of a simplified list only the heading means anything.
            "hs_code": code[:4] if head.get("statisticsFlag") == SIMPLIFIED else code,
            "exported_quantity": fields.get("qty"),
            "unit": read_unit(fields.get("unit", "")),
        }
    )


def _read_facts_of_return(head: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, Any]:
    reason = head.get("reason", "")
    is_word = normalize_value("reason", reason) in (NAMES["reason"].values or ())
    return leave_out_blanks(
        {
            "export_entry": head.get("invtNo"),
            "export_item": fields.get("gnum"),
            "supervision_code": _ORIGINS.get(head.get("tradeMode", "")),
            "hs_code": fields.get("gcode"),
            "goods_name": fields.get("gname"),
            "returned_quantity": fields.get("qty"),
            "unit": read_unit(fields.get("unit", "")),
            "enterprise": head.get("ebcName"),
            "enterprise_code": _find_credit_code(head.get("ebcCode")),
            "tracking_no": head.get("logisticsNo"),
            "reason": reason if is_word else None,
            "reason_note": None if is_word else reason,
        }
    )
