"""From Amazon's report of FBA customer returns and the seller's export records to facts for retax.

    python examples/34_amazon_returns.py [RETURNS.txt EXPORTS.csv]

The report (Seller Central, Fulfilment, FBA customer returns) tells what a customer said and how the
warehouse graded the unit. It is not evidence of original state: what it does not say stays unknown
here, and retax asks. Units lie in the overseas warehouse and come home in bulk under the 9810 lines
they left by.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from retax import check

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 7, 1)

BACK_FROM_A_CUSTOMER = [
    "UNWANTED_ITEM",
    "ORDERED_WRONG_ITEM",
    "MISORDERED",
    "FOUND_BETTER_PRICE",
    "NOT_AS_DESCRIBED",
    "NOT_COMPATIBLE",
    "PART_NOT_COMPATIBLE",
    "APPAREL_TOO_SMALL",
    "APPAREL_TOO_LARGE",
    "APPAREL_STYLE",
    "DID_NOT_LIKE_FABRIC",
    "EXCESSIVE_INSTALLATION",
    "MISSED_ESTIMATED_DELIVERY",
    "UNAUTHORIZED_PURCHASE",
    "QUALITY_UNACCEPTABLE",
    "DEFECTIVE",
    "MISSING_PARTS",
    "DAMAGED_BY_CARRIER",
    "DAMAGED_BY_FC",
]
"""Whatever the customer found, a customer sent it back; quality_defect is what the seller finds.

Left out, so that retax asks: NO_REASON_GIVEN, UNKNOWN_OTHER_REASON, NEVER_ARRIVED, EXTRA_ITEM, and
SWITCHEROO, where another item than the one sold was sent or came back.
"""

GRADED_AS_DAMAGED = ("CUSTOMER_DAMAGED", "CARRIER_DAMAGED", "DISTRIBUTOR_DAMAGED", "DAMAGED")
"""It may be the packing only; but presumed undamaged it would be too good. DEFECTIVE is no damage.

SELLABLE proves nothing either: the grade is the warehouse's, and an opened unit may be graded so.
"""

Facts = dict[str, Any]


def find_reason(row: dict[str, str]) -> str | None:
    """Return why the unit comes home, as far as the report shows it."""
    if row["detailed-disposition"] == "SELLABLE":
        return None  # back in stock: it may be sold again, or come home as unsold
    if row["reason"] == "UNDELIVERABLE_REFUSED":
        return "refused"
    if row["reason"].startswith("UNDELIVERABLE_"):
        return "undeliverable"
    return "customer_return" if row["reason"] in BACK_FROM_A_CUSTOMER else None


def find_condition(row: dict[str, str]) -> Facts:
    """Return what speaks against original state; nothing in the report speaks for it.

    ``use`` and ``same_form`` are never told: a customer's word is no finding, and a unit nobody
    complained of may have been used.
    """
    return {
        "damaged": True if row["detailed-disposition"] in GRADED_AS_DAMAGED else None,
        "parts_missing": True if row["reason"] == "MISSING_PARTS" else None,
        "repacked": True if row["status"] == "Repackaged Successfully" else None,
    }


def find_attribution(row: dict[str, str], exports: list[dict[str, str]]) -> str | None:
    """Return how the unit is attributed; None where the records show one line it can be of.

    First in, first out is an assumption about a warehouse that does not work that way, so with
    several export lines it is no trace: ``fifo``, an open question. Where the label is the
    manufacturer's (FNSKU = ASIN) the unit may even be another seller's. Serial numbers or batch
    labels read off the units would do.
    """
    if row["fnsku"] == row["asin"] or not exports:
        return "none"
    return "fifo" if len(exports) > 1 else None


def make_lines(returns: Path, records: Path) -> Iterator[Facts]:
    """Yield one line for each export line, reason and condition, with its units added up."""
    with records.open(encoding="utf-8-sig", newline="") as file:
        exports = sorted(csv.DictReader(file), key=lambda line: line["exported_on"])
    left = {(x["export_entry"], x["export_item"]): int(x["exported_quantity"]) for x in exports}
    grouped: dict[tuple[object, ...], Facts] = {}
    with returns.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        # Customers write quotation marks, and the report does not escape them.
        report = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in sorted(report, key=lambda row: row["return-date"]):
        if row["status"] == "Reimbursed":
            continue  # paid for by Amazon, whose unit it is now
        own = [line for line in exports if line["sku"] == row["sku"]]
        for _ in range(int(row["quantity"])):
            export = next((x for x in own if left[x["export_entry"], x["export_item"]]), {})
            if export:
                left[export["export_entry"], export["export_item"]] -= 1
            facts = {
                **{name: value for name, value in export.items() if value},
                "sku": row["sku"],
                "goods_name": row["product-name"],
                "supervision_code": "9810" if export else None,
                "reason": find_reason(row),
                **find_condition(row),
                "attribution": find_attribution(row, own) if export else "none",
            }
            # return-date is the day the warehouse took the unit back: not the return into China.
            line = grouped.setdefault(tuple(facts.values()), {**facts, "returned_quantity": 0})
            line["returned_quantity"] += 1
    yield from grouped.values()


files = ("amazon_returns.txt", "export_records.csv")
returns, records = map(Path, sys.argv[1:]) if len(sys.argv) == 3 else map(DATA.joinpath, files)
goods = list(make_lines(returns, records))
verdicts = [check(line, as_of=AS_OF) for line in goods]
for line, verdict in zip(goods, verdicts, strict=True):
    flaws = [name for name in ("damaged", "parts_missing", "repacked") if line[name]]
    flaws += [f"attribution {line['attribution']}"] if line["attribution"] else []
    named = f"{line['returned_quantity']} x {line['sku']}, {line['reason'] or 'reason unknown'}"
    print(f"{named}: {verdict.status}, last day {verdict.last_day}", *flaws, sep=", ")

print("\nAs the report stands:", dict(Counter(verdict.status for verdict in verdicts)))
print("To ask, and of how many lines:")
for words, n in Counter(ask.words.en for verdict in verdicts for ask in verdict.asks).most_common():
    print(f"  {n}: {words}")

# What an inspection of the units in the warehouse may find; stated here for all of them at once.
found = {"same_form": True, "parts_added": False, "processed": False, "use": "unused"}
inspected = [check({**line, **found, "is_food": False}, as_of=AS_OF) for line in goods]
print("Once inspected:", dict(Counter(verdict.status for verdict in inspected)))
