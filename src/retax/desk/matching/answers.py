"""The answers of a matching row by row, as their sheets show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from retax import Lang, Words
from retax.desk.judging.judge import UNREADABLE
from retax.desk.judging.summary import Result, name_result
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.matching.matched_tables import MatchedTables, UnitPlace
from retax.facts.item_numbers import normalize_sku
from retax.facts.model import refusals_of
from retax.facts.numbers import write_number
from retax.law.deadline_sentence import write_days_left
from retax.law.outcome import STATUSES
from retax.matching.evidence import EVIDENCE, Evidence
from retax.matching.matched import OpenUnits, Range, Refused
from retax.matching.wording import ASSUMPTIONS, NO_FIRST_IN_FIRST_OUT, name_line, name_records
from retax.words import both, joined

CellValue = str | date | Decimal | None

MOST_POSSIBLE = 100
"""An item of more lines than this is not listed line by line for each of its rows."""

_IS_EXACT = {True: Words("是", "yes"), False: Words("否，可能偏宽", "no, may be wider")}

_MANY = Words(
    "该货号出口明细共{n}条，不逐条列示", "the item has {n} export lines, which are not listed"
)
_POSSIBLE = Words("{line}（{a}至{b}件，{day}届满）", "{line} ({a} to {b} units, until {day})")
_NO_DAY = Words("期限待定", "a day not known")

RESULTS: Mapping[Result, Words] = {
    **{status: badge for status, (badge, _) in STATUSES.items()},
    "unreadable": UNREADABLE,
}

_EVIDENCE_IN_WORDS: Mapping[Evidence, Words] = {
    **EVIDENCE,
    "only_line": Words("台账排除", "elimination"),
    "fifo": Words("先进先出推定", "first in, first out"),
}

_KINDS_OF_NOTICES = {
    "contradiction": Words("矛盾", "contradiction"),
    "refused": Words("未能读取", "unreadable"),
    "remark": Words("提示", "remark"),
}


class AnswerRows:
    """The rows of the sheets of answers, each made when it is asked for."""

    def __init__(self, found: MatchedTables, lang: Lang) -> None:
        self._tables = found.tables
        self._matched = found.matched
        self._lang: Lang = lang
        self._lines_of_item = Counter(
            normalize_sku(str(row.sku or "")) for row in found.matched.export_lines
        )

    def _say(self, words: Words) -> str:
        return words.text(self._lang)

    def _name_row(self, table: TableId, position: int) -> str:
        return self._say(self._tables.of(table)[position].origin.words)

    def list_evidence(self) -> Iterator[tuple[CellValue, ...]]:
        """Return for each line that can be judged its row, its evidence, and that in words."""
        for line in self._matched.lines:
            yield (
                self._name_row("returned", line.row),
                self._say(_EVIDENCE_IN_WORDS[line.evidence]),
                self._say(line.words),
            )

    def list_open(self) -> Iterator[tuple[CellValue, ...]]:
        """Return what holds of each row of which evidence names no line."""
        for units in self._matched.open:
            yield (
                self._name_row("returned", units.row),
                units.sku,
                units.place,
                units.quantity,
                *_find_limits(units.strict),
                *_find_limits(units.lenient),
                self._say(_IS_EXACT[units.exact]),
                self._describe_possible(units),
                self._say(units.words),
            )

    def _describe_possible(self, units: OpenUnits) -> str | None:
        lines = self._lines_of_item[units.sku]
        if lines > MOST_POSSIBLE:
            return self._say(_MANY.filled(n=lines))
        named = [
            _POSSIBLE.filled(
                line=name_line(line.export_entry, line.export_item),
                a=write_number(line.at_least),
                b=write_number(line.at_most),
                day=_NO_DAY if line.last_day is None else both(line.last_day),
            )
            for line in units.possible
        ]
        return self._say(joined(named, zh="\n", en="\n")) or None

    def list_items(self) -> Iterator[tuple[CellValue, ...]]:
        """Return what holds of each item as a whole."""
        for item in self._matched.items:
            reason = None if item.no_fifo is None else NO_FIRST_IN_FIRST_OUT[item.no_fifo]
            yield (
                item.sku,
                item.place,
                item.quantity,
                *_find_limits(item.strict),
                *_find_limits(item.lenient),
                item.by_fifo,
                None if reason is None else self._say(reason),
                self._say(_IS_EXACT[item.exact]),
                "、".join(map(str, item.emptied_on)) or None,
                self._say(item.words),
            )

    def list_deadlines(self) -> Iterator[tuple[CellValue, ...]]:
        """Return the last days of what is still abroad, the first one first."""
        for lapse in sorted(self._matched.deadlines, key=lambda each: each.last_day):
            left = lapse.days_left
            yield (
                lapse.last_day,
                None if left is None else self._say(write_days_left(left)),
                lapse.sku,
                lapse.place,
                lapse.abroad,
                lapse.lapse.at_least,
                lapse.lapse.at_most,
                self._say(lapse.words),
            )

    def list_to_prove(self) -> Iterator[tuple[CellValue, ...]]:
        """Return what proof would win."""
        for proof in self._matched.to_prove:
            yield (
                self._name_row("returned", proof.row),
                self._say(name_line(proof.export_entry, proof.export_item)),
                proof.quantity,
                proof.last_day,
                self._say(proof.words),
            )

    def list_contradictions(self) -> Iterator[tuple[CellValue, ...]]:
        """Return what cannot be, what cannot be read, and what a reader should know."""
        for found in self._matched.contradictions:
            named: Sequence[tuple[TableId, Sequence[int]]] = [
                ("returned", found.rows),
                ("exports", found.lines),
            ]
            rows = joined(
                [self._tables.name_rows(table, at) for table, at in named if at], zh="；", en="; "
            )
            yield (
                self._say(_KINDS_OF_NOTICES["contradiction"]),
                found.sku,
                found.quantity,
                self._say(rows) or None,
                self._say(found.words),
            )
        for refused in self._matched.refused:
            table = _find_table(refused)
            row = self._tables.of(table)[refused.position]
            why = joined([r.words for r in refusals_of(refused.error)], zh="；", en="; ")
            yield (
                self._say(_KINDS_OF_NOTICES["refused"]),
                row.sku,
                None,
                f"{self._say(TABLES[table].name)} {self._say(row.origin.words)}",
                self._say(why),
            )
        for remark in self._matched.remarks:
            yield (
                self._say(_KINDS_OF_NOTICES["remark"]),
                remark.sku,
                None,
                None,
                self._say(remark.words),
            )


def _find_table(refused: Refused) -> TableId:
    return next(table for table in TABLES if table == refused.table)


def _find_limits(found: Range) -> tuple[Decimal, Decimal]:
    return found.at_least, found.at_most


# -- the answers as a whole ------------------------------------------------------------------------

_METHOD = Words(
    "有唯一凭据的逐件对应到出口单证；无凭据的不作归属，只给出无论出自哪一条均成立的件数。"
    "期限内与否、能否免税均由条款判定，“可判定行”可直接用于 retax check 和 retax letter。",
    "Units with evidence of their own are matched to an export line; of others no line is named, "
    "only what holds whichever it is. Lines may go into retax check and retax letter as they are.",
)
_FIFO = Words(
    "按用户指定，其余件数按先进先出推定，未逐件对应（口径问题“batch-fifo”）。",
    "As asked for, the rest is presumed first in, first out, not traced (question batch-fifo).",
)


def describe_totals(found: MatchedTables) -> Iterator[tuple[Words, Words]]:
    """Say what became of the units: a label and a text each."""
    matched, tables = found.matched, found.tables
    unread = Counter(refused.table for refused in matched.refused)
    yield Words("退回", "Returned"), _count_rows(tables.of("returned"))
    parts: tuple[tuple[UnitPlace, Words, int], ...] = (
        ("lines", Words("可判定", "With a line"), len(matched.lines)),
        ("open", Words("待定", "Open"), len(matched.open)),
        ("contradicted", Words("因矛盾未对应", "Contradicted"), len(matched.contradicted)),
        ("filed", Words("此前已申报退运", "Filed before"), len(matched.filed)),
    )
    for where, label, rows in parts:
        units = found.units_of(where)
        yield label, _UNITS.filled(n=rows, units=write_number(units))
    for table, sheet in TABLES.items():
        if unread[table]:
            label = Words("{table}未能读取", "{table}, unreadable").filled(table=sheet.name)
            yield label, _ROWS.filled(n=unread[table])
    yield Words("出口台账", "Export ledger"), _count_rows(tables.of("exports"))
    yield Words("方法", "Method"), _METHOD
    if matched.convention is not None:
        yield Words("先进先出", "First in, first out"), _FIFO
    for name in matched.assumed:
        yield Words("以此为前提", "Rests on"), ASSUMPTIONS[name]
    asks = Counter(ask for units in matched.open for ask in units.asks)
    if asks:
        wanted = [ask for ask, _ in asks.most_common(3)]
        yield (
            Words("最能收窄范围的资料", "What would settle most"),
            name_records(wanted),
        )


_UNITS = Words("{n}行，{units}件", "rows: {n}, units: {units}")
_ROWS = Words("{n}行", "rows: {n}")


def _count_rows(rows: Sequence[object]) -> Words:
    return _ROWS.filled(n=len(rows))


def describe_rows(found: MatchedTables) -> Iterator[Words]:
    """Say all answers, row by row, each row by its place in the files."""
    matched, tables = found.matched, found.tables
    colon = Words("{row}：{what}", "{row}: {what}")
    for line, judged in zip(matched.lines, found.lines, strict=True):
        yield Words(
            "{row}：{line}，{n}件。{why}{badge}", "{row}: {line}, {n} units. {why} {badge}"
        ).filled(
            row=tables.of("returned")[line.row].origin.words,
            line=name_line(line.goods.export_entry, line.goods.export_item),
            n=write_number(line.quantity),
            why=line.words,
            badge=RESULTS[name_result(judged)],
        )
    for units in matched.open:
        yield colon.filled(row=tables.of("returned")[units.row].origin.words, what=units.words)
    for item in matched.items:
        yield Words("货号{sku}合计：{what}", "Item {sku} in all: {what}").filled(
            sku=item.sku, what=item.words
        )
    for proof in matched.to_prove:
        yield colon.filled(row=tables.of("returned")[proof.row].origin.words, what=proof.words)
    for lapse in matched.deadlines:
        yield lapse.words
    for contradiction in matched.contradictions:
        yield contradiction.words
    for refused in matched.refused:
        table = _find_table(refused)
        why = joined([r.words for r in refusals_of(refused.error)], zh="；", en="; ")
        place = tables.of(table)[refused.position].origin.words
        yield Words("{table} {row}：{what}", "{table} {row}: {what}").filled(
            table=TABLES[table].name, row=place, what=why
        )
    for remark in matched.remarks:
        yield remark.words
