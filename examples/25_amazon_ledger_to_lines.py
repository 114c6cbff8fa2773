"""From Amazon's inventory ledger and an export ledger to lines that can be judged, and what is not.

A removal from the warehouse has no lot: nothing in Amazon's reports tells by which declaration a
lamp was exported. The ledger tells the day of every sale, though, and that is what narrows the
answer. Sales are netted with what customers sent back, each from the earliest sale it may undo.

Watch the mugs. All were exported by one declaration, so every mug is of it: a line, with a verdict.
Of the lamps most are in time whichever declaration they are of; the rest waits for a batch record.
``retax match`` does the same on the command line and writes a workbook of it.
"""

from datetime import date
from pathlib import Path

from retax.desk import MatchOptions, match_tables, open_tables

DATA = Path(__file__).parent / "data"
BACK = {"returned_on": date(2026, 10, 8), "return_declared_on": date(2026, 10, 9)}
FOUND = {"reason": "unsold", "use": "unused", "same_form": True}
FOUND |= {"parts_added": False, "processed": False}

files = [str(DATA / name) for name in ("fba_exports.csv", "amazon_ledger.csv")]
# What no report tells, stated for all units: the day they came home, and what inspection found.
tables = open_tables(files, batch={**BACK, **FOUND})
for what in tables.untold:
    print(what.en)
print(
    "Sold for good:",
    *(f"{row.facts['quantity']} by {row.facts['gone_on']}" for row in tables.get_rows("gone")),
)

found = match_tables(tables, MatchOptions())
for line, judged in zip(found.matched.lines, found.lines, strict=True):
    assert judged.verdict is not None
    print(f"{line.goods.sku}, {line.quantity}: {line.evidence}, {judged.verdict.status}")
for units in found.matched.open:
    print(f"{units.sku}: {units.words.en}")

without = open_tables([files[0], files[1]], batch={**BACK, **FOUND})
without.rows.pop("gone")
for units in match_tables(without, MatchOptions()).matched.open:
    print(f"{units.sku}, sales unknown: {units.words.en}")
