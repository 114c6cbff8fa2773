"""Verdicts as a table on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from retax import Lang, Status, Verdict, Words
from retax.clock_account import left_or_late
from retax.desk.columns import COLUMNS, UNREADABLE, asked
from retax.desk.extras import needs
from retax.desk.judged import Judged, more_than_went_out, stated_for_batch
from retax.desk.tally import Result, counted, result_of
from retax.law.outcome import STATUSES

with needs("cli"):
    from rich.box import SIMPLE_HEAD
    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

COLOURS: dict[Status, str] = {
    "eligible": "green",
    "conditional": "green",
    "needs_facts": "yellow",
    "needs_review": "yellow",
    "ineligible": "red",
    "not_covered": "magenta",
}
_REFUSED = "bold red"
_OVERDRAWN = "bold dark_orange"  # never green, whatever the row alone comes to

_HEADINGS = (
    Words("行", "Row"),
    Words("货物", "Goods"),
    Words("结论", "Result"),
    Words("期限届满日", "Last day"),
    Words("判定与下一步", "What decides, what next"),
)


def show(console: Console, lines: Iterable[Judged], lang: Lang) -> None:
    """Print a table of the verdicts and how many came out how."""
    # Lines of boxes are two characters wide on many Chinese terminals: only the heading has one.
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 1, 0))
    for heading in _HEADINGS:
        table.add_column(heading.text(lang), overflow="fold")
    table.columns[0].justify = "right"
    table.columns[-1].ratio = 1
    results: Counter[Result] = Counter()
    overdrawn = 0
    for line in lines:
        results[result_of(line)] += 1
        overdrawn += line.overdrawn is not None
        table.add_row(*_cells(line, lang))
    console.print(Group(table, Text(counted(results, overdrawn).text(lang))))


def _cells(line: Judged, lang: Lang) -> list[Text]:
    row = Text(str(line.row.number))
    if line.verdict is None:
        why = "\n".join(sentence.text(lang) for sentence in line.accepted.refused)
        return [row, Text(), Text(UNREADABLE.text(lang), style=_REFUSED), Text(), Text(why)]
    verdict = line.verdict
    return [
        row,
        Text(goods(verdict)),
        _result(line, verdict, lang),
        _last_day(verdict, lang),
        Text("\n".join(words.text(lang) for words in _why_and_what_next(line, verdict))),
    ]


def _result(line: Judged, verdict: Verdict, lang: Lang) -> Text:
    badge = STATUSES[verdict.status][0].text(lang)
    if line.overdrawn is None:
        return Text(badge, style=COLOURS[verdict.status])
    return Text(f"{badge}\n{COLUMNS['overdrawn'].heading.text(lang)}", style=_OVERDRAWN)


def _last_day(verdict: Verdict, lang: Lang) -> Text:
    if verdict.last_day is None:
        return Text()
    left = verdict.days_left
    if left is None:
        return Text(str(verdict.last_day))
    said = left_or_late(left)
    return Text(f"{verdict.last_day}\n{said.text(lang)}", style="red" if left < 0 else "")


def goods(verdict: Verdict) -> str:
    """Name the goods by what the row tells of them: reference, else order, parcel, entry, name."""
    facts = verdict.facts
    known = (
        facts.reference,
        facts.order_no,
        facts.tracking_no,
        facts.export_entry,
        facts.sku,
        facts.goods_name,
    )
    name = next((" ".join(told.split()) for told in known if told), "")
    return "\n".join(part for part in (name, facts.supervision_code) if part)


def _why_and_what_next(line: Judged, verdict: Verdict) -> list[Words]:
    said: list[Words] = []
    if line.overdrawn is not None:
        said.append(more_than_went_out(line.overdrawn))
    deciding = [f for f in verdict.findings if f.clause == verdict.decided_by]
    if verdict.status == "eligible" and line.overdrawn is None:
        said.append(STATUSES["eligible"][1])
    if not verdict.asks:
        said += [finding.statement for finding in deciding]
    said += [asked(ask) for ask in verdict.asks]
    said += [action.words for action in verdict.actions]
    if verdict.status in ("ineligible", "not_covered"):
        said += [route.words for route in verdict.routes]
    stated = stated_for_batch(line.accepted)
    return [*said, *([stated] if stated else []), *line.row.remarks]
