"""Verdicts as a table on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from retax import Lang, Status, Verdict, Words
from retax.desk.console import make_cell
from retax.desk.extras import require_extra
from retax.desk.judging.deadlines import count_days_to_watch
from retax.desk.judging.judge import (
    UNREADABLE,
    JudgedRow,
    describe_batch_statement,
    describe_overdrawn,
)
from retax.desk.judging.summary import Result, name_result, write_summary_line
from retax.desk.layout import NAMES_OF_A_ROW
from retax.desk.source import Row
from retax.desk.writers.answer_columns import COLUMNS, write_ask
from retax.explain.note import describe_all_met, describe_settled
from retax.explain.steps import write_step
from retax.facts.name_matching import find_fact
from retax.law.deadline_sentence import count_days_to_last_day
from retax.law.outcome import STATUSES

with require_extra("cli"):
    from rich.box import SIMPLE_HEAD
    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

COLOURS: dict[Status, str] = {
    "eligible": "green",
    "conditional": "bright_blue",
    "needs_facts": "yellow",
    "needs_review": "magenta",
    "ineligible": "red",
    "not_covered": "bright_black",
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


_WIDTH_OF_A_LAST_DAY = 21  # 早于期限届满日 100 天


def show(console: Console, lines: Iterable[JudgedRow], lang: Lang) -> None:
    """Print a table of the verdicts and how many came out how."""
    # Lines of boxes are two characters wide on many Chinese terminals: only the heading has one.
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 1, 0))
    for heading in _HEADINGS:
        table.add_column(heading.text(lang), overflow="fold")
    table.columns[0].justify = "right"
    table.columns[3].max_width = _WIDTH_OF_A_LAST_DAY
    table.columns[-1].ratio = 1
    results: Counter[Result] = Counter()
    overdrawn = 0
    for line in lines:
        results[name_result(line)] += 1
        overdrawn += line.overdrawn is not None
        table.add_row(*_write_cells(line, lang))
    console.print(Group(table, make_cell(write_summary_line(results, overdrawn).text(lang))))


def _write_cells(line: JudgedRow, lang: Lang) -> list[Text]:
    row = make_cell(str(line.row.number))
    if line.verdict is None:
        why = "\n".join(sentence.text(lang) for sentence in line.accepted.refused)
        return [
            row,
            make_cell(_name_refused_row(line.row)),
            make_cell(UNREADABLE.text(lang), style=_REFUSED),
            make_cell(),
            make_cell(why),
        ]
    verdict = line.verdict
    return [
        row,
        make_cell(name_goods(verdict)),
        _write_result(line, verdict, lang),
        _write_last_day(verdict, lang),
        make_cell(
            "\n".join(words.text(lang) for words in _explain_why_and_what_next(line, verdict))
        ),
    ]


def _write_result(line: JudgedRow, verdict: Verdict, lang: Lang) -> Text:
    badge = STATUSES[verdict.status][0].text(lang)
    if line.overdrawn is None:
        return make_cell(badge, style=COLOURS[verdict.status])
    return make_cell(f"{badge}\n{COLUMNS['overdrawn'].heading.text(lang)}", style=_OVERDRAWN)


def _write_last_day(verdict: Verdict, lang: Lang) -> Text:
    if verdict.last_day is None:
        return make_cell()
    # What is still to be done by that day goes before how early or late the goods came back.
    awaited = count_days_to_watch(verdict)
    left = verdict.days_left if awaited is None else awaited
    if left is None:
        return make_cell(str(verdict.last_day))
    runs = awaited is not None or verdict.clock_finding.outcome == "outstanding"
    sentences = count_days_to_last_day(left, runs=runs)
    return make_cell(f"{verdict.last_day}\n{sentences.text(lang)}", style="red" if left < 0 else "")


def name_goods(verdict: Verdict) -> str:
    """Name the goods by what the row tells of them: reference, else order, parcel, entry, name."""
    facts = verdict.facts
    name = _choose_name(getattr(facts, name) for name in NAMES_OF_A_ROW)
    return "\n".join(part for part in (name, facts.supervision_code) if part)


def _name_refused_row(row: Row) -> str:
    """Name the goods of a row as it is written, since none of its facts is accepted."""
    written = {find_fact(name): value for name, value in row.facts.items()}
    return _choose_name(written.get(name) for name in NAMES_OF_A_ROW)


def _choose_name(known: Iterable[object]) -> str:
    return next((" ".join(str(each).split()) for each in known if each), "")


def _explain_why_and_what_next(line: JudgedRow, verdict: Verdict) -> list[Words]:
    sentences: list[Words] = []
    if line.overdrawn is not None:
        sentences.append(describe_overdrawn(line.overdrawn))
    settled = describe_settled(verdict) if verdict.settled else None
    if settled is not None:
        sentences.append(settled)
    deciding = [f for f in verdict.findings if f.clause == verdict.decided_by]
    if verdict.status == "eligible" and line.overdrawn is None:
        sentences += [describe_all_met(verdict), STATUSES["eligible"][1]]
    if not verdict.asks:
        sentences += [finding.statement for finding in deciding]
    sentences += [write_ask(ask) for ask in verdict.asks]
    sentences += [write_step(action, verdict.as_of) for action in verdict.actions]
    if verdict.status in ("ineligible", "not_covered"):
        sentences += [route.words for route in verdict.routes]
    stated = describe_batch_statement(line.accepted)
    return [*sentences, *([stated] if stated else []), *line.row.remarks]
