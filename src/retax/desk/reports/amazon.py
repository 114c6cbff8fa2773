"""Reports of Amazon's warehouses: customer returns, removal orders and shipments, the ledger.

What a customer sends back lies in the warehouse abroad; what comes home left it by a removal. So
removal shipments, else removal orders, else the removals of the ledger, else customer returns are
the units that come back, and never two of them: they are the same units. The ledger tells what is
gone for good: sales less what customers sent back, each from the earliest sale it may undo.

A day of a report is the warehouse's. In China it is that day or the next; the later one is taken,
which leaves more open and is never too certain.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from retax.cells.cell import get_text
from retax.desk.readers.foreign_tables import AMAZON_REPORTS, AmazonReport, normalize_heading
from retax.desk.reports.report import ReportedRows, count_words, leave_out_blanks
from retax.desk.source import Row, refuse_row
from retax.words import Words

_UNTOLD: Mapping[AmazonReport, tuple[str, ...]] = {
    "customer_returns": ("returned_on", "return_declared_on", "same_form", "use", "processed"),
    "removal_orders": ("returned_on", "return_declared_on", "reason", "same_form", "use"),
    "removal_shipments": ("returned_on", "return_declared_on", "reason", "same_form", "use"),
    "ledger": ("returned_on", "return_declared_on", "reason", "same_form", "use", "lot_no"),
}

BACK_FROM_A_CUSTOMER = frozenset(
    {
        *("UNWANTED_ITEM", "ORDERED_WRONG_ITEM", "MISORDERED", "FOUND_BETTER_PRICE"),
        *("NOT_AS_DESCRIBED", "NOT_COMPATIBLE", "PART_NOT_COMPATIBLE", "APPAREL_TOO_SMALL"),
        *("APPAREL_TOO_LARGE", "APPAREL_STYLE", "DID_NOT_LIKE_FABRIC", "EXCESSIVE_INSTALLATION"),
        *("MISSED_ESTIMATED_DELIVERY", "UNAUTHORIZED_PURCHASE", "QUALITY_UNACCEPTABLE"),
        *("DEFECTIVE", "MISSING_PARTS", "DAMAGED_BY_CARRIER", "DAMAGED_BY_FC"),
    }
)
"""Reasons of a customer who sent a unit back; the others leave open why it comes home."""

GRADED_AS_DAMAGED = frozenset(
    {"CUSTOMER_DAMAGED", "CARRIER_DAMAGED", "DISTRIBUTOR_DAMAGED", "DAMAGED"}
)

_REIMBURSED = Words(
    "{rows}已由亚马逊赔付，商品不再属于卖家，未计入",
    "{rows}: reimbursed by Amazon, whose units they are now; left out",
)
_NO_RETURN = Words(
    "{rows}不是退回卖家的移除（弃置、清算等），未列为退回",
    "{rows}: removals that do not come back (disposal, liquidation); not listed as returned",
)
_NOTHING_SHIPPED = Words("{rows}尚未发出，未计入", "{rows}: nothing shipped yet; left out")
_SHARED_STOCK = Words(
    "FNSKU 与 ASIN 相同（共享库存），可能是其他卖家的商品",
    "the FNSKU is the ASIN (shared stock): the unit may be another seller's",
)
_NO_NUMBER = Words("{name}为“{text}”，不是数", "{name} is {text!r}, which is no number")
_DAY_UNCLEAR = Words(
    "日期写法月日难分（如 {text}），有关日期按不明处理",
    "month and day cannot be told apart (as in {text}); these days count as unknown",
)
_MORE_BACK = Words(
    "{n}件客户退货早于报告所列的销售，未冲减",
    "{n} units were sent back that no sale of the report can be of; nothing is netted",
)


@dataclass
class AmazonReports:
    """The reports of several files: which of them tells what came back is seen at the end."""

    _reports: dict[str, tuple[AmazonReport, ReportedRows]] = field(default_factory=dict)

    def take(
        self,
        kind: AmazonReport,
        file: str,
        headings: Sequence[object],
        rows: Iterable[Sequence[object]],
        first: int,
    ) -> None:
        """Read a report; ``first``: the number of the first row below the headings."""
        names = [normalize_heading(cell) for cell in headings]
        report = ReportedRows(AMAZON_REPORTS[kind], untold=_UNTOLD[kind])
        read = _READERS[kind]
        cells = (
            # Programs leave out empty cells at the end of a row.
            (number, {name: get_text(cell) for name, cell in zip(names, row, strict=False) if name})
            for number, row in enumerate(rows, start=first)
        )
        read(report, [(number, fields) for number, fields in cells if any(fields.values())])
        self._reports[file] = kind, report

    def list_reports(self, has_returns: bool) -> Iterator[tuple[str, ReportedRows]]:
        """Return the report of each file, with what came back in one of the kinds alone.

        ``has_returns``: another table tells what came back.
        """
        kinds = {kind for kind, _ in self._reports.values()}
        order: tuple[AmazonReport, ...] = ("removal_shipments", "removal_orders", "ledger")
        tells_back = next((kind for kind in (*order, "customer_returns") if kind in kinds), None)
        for file, (kind, report) in self._reports.items():
            if kind != tells_back or has_returns:
                left = report.rows.pop("returned", None)
                if left:
                    report.notices.append(_SAME_UNITS.filled(n=len(left)))
            if kind == "removal_orders" and "ledger" in kinds:
                report.rows.pop("gone", None)  # the ledger tells them, too
            yield file, report


_SAME_UNITS = Words(
    "{n}行退回与其他文件所列为同一批商品，未重复计入",
    "rows of units that another file lists as come back, too; not counted twice: {n}",
)

_Fields = Mapping[str, str]
_NumberedFields = Sequence[tuple[int, _Fields]]


# -- customer returns ------------------------------------------------------------------------------


def _read_customer_returns(report: ReportedRows, rows: _NumberedFields) -> None:
    reimbursed: list[int] = []
    for number, fields in rows:
        if fields.get("status", "").lower() == "reimbursed":
            reimbursed.append(number)
            continue
        facts = {
            "sku": fields["sku"],
            "goods_name": fields.get("productname"),
            "order_no": fields["orderid"],
            "carton_no": fields.get("licenseplatenumber"),
            "returned_quantity": fields["quantity"],
            "reason": _find_reason(fields),
            **_find_state(fields),
        }
        # Stock kept by the manufacturer's barcode has the ASIN for its FNSKU: units of several
        # sellers are in one bin.
        is_shared = bool(fields["fnsku"]) and fields["fnsku"] == fields.get("asin")
        remarks = (_SHARED_STOCK,) if is_shared else ()
        report.add("returned", Row(number, leave_out_blanks(facts), (), remarks))
    _notice_rows(report, _REIMBURSED, reimbursed)


def _find_reason(fields: _Fields) -> str | None:
    """Return why a unit comes home, as far as the report shows it.

    A sellable unit is in stock again: it may be sold, or come home as unsold.
    """
    reason = fields.get("reason", "").upper()
    if fields["detaileddisposition"].upper() == "SELLABLE":
        return None
    if reason == "UNDELIVERABLE_REFUSED":
        return "refused"
    if reason.startswith("UNDELIVERABLE_"):
        return "undeliverable"
    return "customer_return" if reason in BACK_FROM_A_CUSTOMER else None


def _find_state(fields: _Fields) -> dict[str, Any]:
    """Return what speaks against original state; nothing in the report speaks for it."""
    is_damaged = fields["detaileddisposition"].upper() in GRADED_AS_DAMAGED
    return {
        "damaged": True if is_damaged else None,
        "parts_missing": True if fields.get("reason", "").upper() == "MISSING_PARTS" else None,
        "repacked": True if "repackaged" in fields.get("status", "").lower() else None,
    }


# -- removals --------------------------------------------------------------------------------------


def _read_removal_orders(report: ReportedRows, rows: _NumberedFields) -> None:
    days = _Days(report, (fields.get("lastupdateddate", "") for _, fields in rows))
    others: list[int] = []
    unshipped: list[int] = []
    for number, fields in rows:
        shipped = _parse_number(fields.get("shippedquantity", ""))
        disposed = _parse_number(fields.get("disposedquantity", ""))
        if disposed:
            gone = {
                "sku": fields["sku"],
                "quantity": disposed,
                "gone_on": days.read(fields.get("lastupdateddate", "")),
                "why": fields["ordertype"],
            }
            report.add("gone", Row(number, leave_out_blanks(gone)))
        if fields["ordertype"].lower() != "return":
            others.append(number)
        elif shipped == 0:
            unshipped.append(number)
        else:
            back = {
                "sku": fields["sku"],
                "returned_quantity": fields.get("shippedquantity"),
                "reference": fields["orderid"],
            }
            report.add("returned", Row(number, leave_out_blanks(back)))
    _notice_rows(report, _NO_RETURN, others)
    _notice_rows(report, _NOTHING_SHIPPED, unshipped)


def _read_removal_shipments(report: ReportedRows, rows: _NumberedFields) -> None:
    days = _Days(report, (fields["shipmentdate"] for _, fields in rows))
    others: list[int] = []
    for number, fields in rows:
        if fields.get("removalordertype", "return").lower() not in ("", "return"):
            others.append(number)
            continue
        back = {
            "sku": fields["sku"],
            "returned_quantity": fields["shippedquantity"],
            "shipped_on": days.read(fields["shipmentdate"]),
            "tracking_no": fields.get("trackingnumber"),
            "reference": fields["orderid"],
        }
        report.add("returned", Row(number, leave_out_blanks(back)))
    _notice_rows(report, _NO_RETURN, others)


# -- the ledger ------------------------------------------------------------------------------------

_SALES = frozenset({"shipments", "customershipments"})
_BACK_IN_STOCK = frozenset({"customerreturns", "found"})
_LOST = frozenset({"adjustments", "lost", "disposed"})
_REMOVED = frozenset({"vendorreturns"})
_GONE = _SALES | _BACK_IN_STOCK | _LOST


@dataclass(frozen=True, slots=True)
class _Event:
    """Units of an item that left or came into the stock on a day."""

    number: int
    sku: str
    day: date | None
    kind: str
    quantity: Decimal


def _read_ledger(report: ReportedRows, rows: _NumberedFields) -> None:
    days = _Days(report, (fields["date"] for _, fields in rows))
    events: list[_Event] = []
    for number, fields in rows:
        for kind, text in _list_events(fields):
            quantity = _parse_number(text)
            if quantity is None:
                refused = _NO_NUMBER.filled(name=kind, text=text)
                report.add(
                    "gone", Row(number, {"sku": fields["msku"]}, refusals=(refuse_row(refused),))
                )
            elif quantity:
                day = days.read(fields["date"])
                events.append(_Event(number, fields["msku"], day, kind, quantity))
    of_items: dict[str, list[_Event]] = {}
    # What left the stock is below 0, so of one day it comes before what it may be undone by.
    for event in sorted(events, key=lambda event: (event.day or date.max, event.quantity)):
        of_items.setdefault(event.sku, []).append(event)
    for of_item in of_items.values():
        _add_removals(report, [event for event in of_item if event.kind in _REMOVED])
        _add_gone(report, [event for event in of_item if event.kind in _GONE])


def _list_events(fields: _Fields) -> Iterator[tuple[str, str]]:
    """Return kinds and quantities of a row: of one event, or a summary of a day."""
    if "eventtype" in fields:
        yield normalize_heading(fields["eventtype"]), fields.get("quantity", "")
        return
    for name in (*_SALES, *_BACK_IN_STOCK, *_LOST, *_REMOVED):
        if fields.get(name):
            yield name, fields[name]


def _add_removals(report: ReportedRows, events: Sequence[_Event]) -> None:
    for event, quantity in _find_net(report, events):
        back = {"sku": event.sku, "returned_quantity": quantity, "shipped_on": event.day}
        report.add("returned", Row(event.number, leave_out_blanks(back)))


def _add_gone(report: ReportedRows, events: Sequence[_Event]) -> None:
    for event, quantity in _find_net(report, events):
        facts = {
            "sku": event.sku,
            "quantity": quantity,
            "gone_on": event.day,
            "why": "已售" if event.kind in _SALES else "调整",
        }
        report.add("gone", Row(event.number, leave_out_blanks(facts)))


def _find_net(report: ReportedRows, events: Iterable[_Event]) -> Iterable[tuple[_Event, Decimal]]:
    """Return what left the stock for good: what came into it again is taken from the earliest.

    It undoes the earliest event it may undo, which leaves most open.
    """
    left: deque[tuple[_Event, Decimal]] = deque()
    unmatched = Decimal(0)
    for event in events:
        if event.quantity < 0:
            left.append((event, -event.quantity))
            continue
        rest = event.quantity
        while rest and left:
            earliest, quantity = left.popleft()
            taken = min(rest, quantity)
            rest -= taken
            if quantity > taken:
                left.appendleft((earliest, quantity - taken))
        unmatched += rest
    if unmatched:
        report.notices.append(_MORE_BACK.filled(n=f"{unmatched:f}"))
    return left


# -- cells -----------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[-+]?[0-9][0-9,]{0,20}(?:\.[0-9]{1,10})?")


def _parse_number(text: str) -> Decimal | None:
    """Return a number; 0 for nothing, None for what is none."""
    if not text:
        return Decimal(0)
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.A)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ].*)?", re.A)


class _Days:
    """The days of a report, of which the order of month and day is seen from all of them."""

    def __init__(self, report: ReportedRows, texts: Iterable[str]) -> None:
        slashed = [found for text in texts if (found := _SLASHED.fullmatch(text.strip()))]
        month_first = any(int(found[2]) > 12 for found in slashed)
        day_first = any(int(found[1]) > 12 for found in slashed)
        # Both at once is a file of two formats; neither, a file with no day after the twelfth.
        self._month_first = month_first if month_first != day_first else None
        if slashed and self._month_first is None:
            report.notices.append(_DAY_UNCLEAR.filled(text=slashed[0][0]))

    def read(self, text: str) -> date | None:
        """Return the day in China, at the latest; None where it is not known."""
        iso = _ISO.fullmatch(text.strip())
        slashed = _SLASHED.fullmatch(text.strip())
        if iso is not None:
            parts = (int(iso[1]), int(iso[2]), int(iso[3]))
        elif slashed is not None and self._month_first is not None:
            month, day = (1, 2) if self._month_first else (2, 1)
            parts = (int(slashed[3]), int(slashed[month]), int(slashed[day]))
        else:
            return None
        try:
            # The day in China, which is that of the warehouse or the next.
            return date(*parts) + timedelta(1)
        except (ValueError, OverflowError):
            return None


def _notice_rows(report: ReportedRows, words: Words, numbers: Sequence[int]) -> None:
    if numbers:
        report.notices.append(words.filled(rows=count_words(numbers)))


_READERS: Mapping[AmazonReport, Callable[[ReportedRows, _NumberedFields], None]] = {
    "customer_returns": _read_customer_returns,
    "removal_orders": _read_removal_orders,
    "removal_shipments": _read_removal_shipments,
    "ledger": _read_ledger,
}
