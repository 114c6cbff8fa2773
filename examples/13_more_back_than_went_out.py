"""A file of lines, each of them in order, that together bring back more than went out.

Stock of a warehouse abroad comes home in several shipments. Each line of the file is judged by
itself, and by itself each is right: 50 of 120 came back, then 40, then 45. Only the sum shows that
fifteen of them did not leave by this export line. ``overdrawn`` adds up what comes back of each
line over the file and names the rows beyond it.

Watch ``returned_before`` (累计已退运数量): with it one verdict sees what went before, and tells how
many units can still be applied for. The other fifteen belong to another export line, which has its
own dates, or they are not yours.
"""

import csv
from pathlib import Path

import retax

returns = Path(__file__).parent / "data" / "returns_of_a_season.csv"
with returns.open(encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))

for row in rows:
    line = f"{row['本次退运数量']} of {row['出口数量']}, {row['出口单证号']} 项{row['项号']}"
    print(f"{row['业务编号']}: {line}: {retax.check(row).status}")

for found in retax.overdrawn(rows):
    print(f"{found.export_entry} 项{found.export_item}: {found.returned} of {found.exported} back")
    for position in found.rows:
        row = rows[position]
        of_the_item = [r for r in rows[:position] if r["项号"] == row["项号"]]
        before = sum(int(r["本次退运数量"]) for r in of_the_item)
        verdict = retax.check(row | {"累计已退运数量": str(before)})
        print(f"{row['业务编号']}: {verdict.status}")
        print(f"  {verdict.finding('1.same_goods').explain('zh')}")
        for action in verdict.actions:
            print(f"  {action.words.zh} ({action.words.en})")
