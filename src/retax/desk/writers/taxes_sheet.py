"""The sheet of taxes in a workbook of verdicts: what they are worth, and what that turns on.

A sum that leaves lines out says so beside it; one of which no line is known is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from retax import Lang, Words
from retax.desk.judging.summary import BatchSummary
from retax.desk.writers.report_page import ReportPage
from retax.desk.writers.summary_sheet import write_rows_named
from retax.desk.writers.workbook_styles import (
    CELL,
    FILLS,
    FONT,
    HEADING,
    MONEY_FORMAT,
    Formats,
    can_keep_digits,
    compute_height,
    count_lines,
)
from retax.facts.catalogue import NAMES
from retax.law.outcome import STATUSES
from retax.money import FactWorth, QuestionWorth, Sum, Worth
from retax.money.catalogue import AMOUNTS
from retax.money.figures import write_money
from retax.money.wording import BY_LINE, NOT_COMPUTED
from retax.words import both, joined

_WIDTHS = (42, 8, 16, 16, 16, 34)
"""A label, a number of lines, three more columns, and a remark."""

_REMARK = len(_WIDTHS) - 1
_TITLE = Words("涉及税款汇总（人民币元）", "Returned goods: what the verdicts are worth, in yuan")
_LINES = Words("行数", "lines")
_REMARKS = Words("说明", "remark")
_WITHOUT_FIGURE = Words("另有 {n} 行金额未知，未计入", "{n} lines of unknown sum, not counted")
_NO_ANSWER = Words(
    "无适用公告，应缴数无法判断", "no announcement governs: what is due is not known"
)

_FIGURES: Mapping[str, Words] = {
    "total": Words("涉及税款（全部征税时）", "taxes if nothing is exempt"),
    "due_strict": Words("应缴：口径均从严、资料均不利", "due if every open point goes against you"),
    "due_lenient": Words("应缴：口径均从宽、资料均有利", "due if every open point goes for you"),
    "at_stake": Words("取决于未决口径和待补资料", "turns on open questions and missing facts"),
    "saved": Words("从严也不征的税款", "spared even if read strictly"),
    "at_risk": Words("其中待办完成前尚不确定", "of that at risk until the steps are taken"),
    "repay": Words("需补缴或撤回的出口退税", "export refund to repay or withdraw"),
    "export_duty_back": Words("可退还的出口关税", "export duty that comes back"),
    "return_cost": Words("回运费用", "cost of the way back"),
}
_BESIDE = frozenset({"repay", "export_duty_back", "return_cost"})
"""Sums that are left out where no line has any: they are no taxes on the import."""

_MOST_IN_CHART = 10
_CHART_SIZE = {"width": 500, "height": 290}
# A chart of 290 pixels covers 13 rows of one line, which are 17 points high.
_ROWS_OF_A_CHART = 14


def write_taxes(
    workbook: Any, sheet: Any, formats: Formats, tally: BatchSummary, worth: Worth, lang: Lang
) -> None:
    """Write what the verdicts of a file are worth into an empty sheet of its workbook.

    ``tally``: which rows and amounts the sums lack.
    """
    page = _Page(sheet, formats, lang, _WIDTHS)
    page.write_title(_TITLE)
    _write_totals(page, worth)
    charted = _write_statuses(page, worth)
    _Chart(workbook, sheet, lang).add_of_statuses(charted, worth)
    _write_undecided(page, _Chart(workbook, sheet, lang), charted, worth)
    _write_days(page, worth)
    page.write_section(Words("计算说明", "How it is computed"))
    for label, text in (*_list_left_out(tally), *_list_explained()):
        page.write_line(label, text)
    page.finish()


# -- the tables -------------------------------------------------------------------------------


def _write_totals(page: _Page, worth: Worth) -> None:
    page.write_section(Words("合计", "In all"))
    page.write_headings(Words("项目", "sum"), [_LINES, Words("金额", "amount")])
    for name, label in _FIGURES.items():
        found: Sum = getattr(worth, name)
        if name not in _BESIDE or found.amount:
            page.write_row(label, [found.lines, _find_amount(found)], _remark(found))


def _write_statuses(page: _Page, worth: Worth) -> int:
    """Write the sums by status and return the row of the first."""
    page.write_section(Words("按结论", "By result"))
    page.write_headings(
        Words("结论", "result"),
        [
            _LINES,
            Words("涉及税款", "taxes involved"),
            Words("从严应缴", "due strictly"),
            Words("从宽应缴", "due leniently"),
        ],
    )
    first = page.at
    for status, part in worth.by_status.items():
        remark = _NO_ANSWER if status == "not_covered" else _remark(part.total)
        figures = (part.total, part.due_strict, part.due_lenient)
        values = [part.total.lines, *map(_find_amount, figures)]
        page.write_row(STATUSES[status][0], values, remark, fill=FILLS[status])
    return first


def _write_undecided(page: _Page, chart: _Chart, above: int, worth: Worth) -> None:
    tables: tuple[tuple[Words, Words, Sequence[QuestionWorth | FactWorth]], ...] = (
        (
            Words("按未决口径：先问海关哪一个", "By open question: which to put to customs first"),
            Words("口径问题", "open question"),
            worth.by_question,
        ),
        (
            Words("按待补资料：先补哪一项", "By missing fact: which to find out first"),
            Words("资料", "fact"),
            worth.by_fact,
        ),
    )
    is_charted = False
    for title, label, parts in tables:
        if not parts:
            continue
        page.write_section(title)
        page.write_headings(label, [_LINES, _DECIDES, _ALONE_LINES, _ALONE])
        first = page.at
        for part in parts:
            alone, at_stake = part.alone, part.at_stake
            values = [at_stake.lines, _find_amount(at_stake), alone.lines, _find_amount(alone)]
            page.write_row(_name(part), values, _remark(at_stake))
        if not is_charted:
            is_charted = True
            chart.add_of_undecided(title, first, len(parts), max(first, above + _ROWS_OF_A_CHART))


_DECIDES = Words("取决于此的税款", "taxes that turn on it")
_ALONE_LINES = Words("仅取决于此的行数", "lines on it alone")
_ALONE = Words("仅取决于此的税款", "taxes on it alone")


def _name(part: QuestionWorth | FactWorth) -> Words:
    if isinstance(part, FactWorth):
        return Words(NAMES[part.fact].label.zh, part.fact)
    question = part.question
    return Words("{asks}（{id}）", "{asks} ({id})").filled(asks=question.asks, id=question.id)


def _write_days(page: _Page, worth: Worth) -> None:
    if not worth.by_day:
        return
    page.write_section(Words("按期限届满日：迟一日多缴", "By last day: what a day later costs"))
    page.write_headings(Words("期限届满日", "last day"), [_LINES, Words("多缴", "costs more")])
    for part in worth.by_day:
        page.write_row(
            both(part.day), [part.more.lines, _find_amount(part.more)], _remark(part.more)
        )


def _find_amount(found: Sum) -> Decimal | None:
    """Return a sum; None where no line has a figure."""
    return None if found.lines == found.without_figure and found.lines else found.amount


def _remark(found: Sum) -> Words | None:
    return _WITHOUT_FIGURE.filled(n=found.without_figure) if found.without_figure else None


# -- the remarks ------------------------------------------------------------------------------


def _list_left_out(tally: BatchSummary) -> Iterator[tuple[Words, Words]]:
    """Say which rows and amounts are missing in the sums."""
    if tally.without_amounts.count:
        yield (
            Words("未填或未采用金额的行", "Rows without amounts, or with refused ones"),
            write_rows_named(tally.without_amounts),
        )
    if tally.lacking:
        named = [
            Words("{label}（{n} 行）", "{label} ({n} lines)").filled(
                label=Words(AMOUNTS[name].label.zh, name), n=tally.lacking[name]
            )
            for name in AMOUNTS
            if tally.lacking[name]
        ]
        yield Words("缺少的金额", "Amounts that are missing"), joined(named)
    if tally.unreadable.count:
        yield (
            Words("填写有误、没有结论的行（未计入）", "Rows that cannot be read (not counted)"),
            write_rows_named(tally.unreadable),
        )


def _list_explained() -> Iterator[tuple[Words, Words]]:
    yield Words("精度", "Precision"), BY_LINE
    yield Words("不相抵", "Not netted"), _NOT_NETTED
    yield Words("未计算", "Not computed"), NOT_COMPUTED


_NOT_NETTED = Words(
    "补缴的退税、退还的出口关税和回运费用单独列示，不与进口税相抵",
    "a refund to repay, export duty that comes back and the cost of the way are shown by "
    "themselves and never set off against the import taxes",
)


# -- the charts -------------------------------------------------------------------------------


class _Chart:
    """Puts bar charts beside the tables, which they read their values from."""

    def __init__(self, workbook: Any, sheet: Any, lang: Lang) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._lang: Lang = lang

    def add_of_statuses(self, first: int, worth: Worth) -> None:
        """Put a chart of the taxes by result, coloured like the rows, beside their table."""
        count = len(worth.by_status)
        points = [
            {"fill": {"color": FILLS[status]}, "border": {"color": "#7F7F7F"}}
            for status in worth.by_status
        ]
        series = {**self._describe_values(first, count, 2), "points": points}
        title = Words("各结论涉及税款（元）", "Taxes involved, by result (yuan)")
        self._put(title, [series], first - 1, legend=False)

    def add_of_undecided(self, title: Words, first: int, count: int, row: int) -> None:
        """Put a chart of what each point decides, and decides alone, beside their table."""
        shown = min(count, _MOST_IN_CHART)
        series = [
            {
                **self._describe_values(first, shown, column),
                "name": [self._sheet.name, first - 1, column],
                "fill": {"color": colour},
            }
            for column, colour in ((4, "#1F4E78"), (2, "#BDD7EE"))
        ]
        self._put(title, series, row - 1, legend=True)

    def _describe_values(self, first: int, count: int, column: int) -> dict[str, object]:
        name, last = self._sheet.name, first + count - 1
        return {
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "data_labels": {"value": True, "num_format": MONEY_FORMAT, "font": _SMALL},
            "gap": 50,
        }

    def _put(
        self, title: Words, series: Sequence[Mapping[str, object]], row: int, *, legend: bool
    ) -> None:
        chart = self._workbook.add_chart({"type": "bar"})
        for each in series:
            chart.add_series(each)
        text = title.text(self._lang)
        chart.set_title({"name": text, "name_font": {**_SMALL, "size": 11}})
        chart.set_legend({"position": "bottom", "font": _SMALL} if legend else {"none": True})
        # Excel draws the categories of a bar chart from below.
        chart.set_y_axis({"reverse": True, "num_font": _SMALL, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_size(_CHART_SIZE)
        self._sheet.insert_chart(row, len(_WIDTHS), chart, {"description": text, "x_offset": 12})


_SMALL: Mapping[str, object] = {"name": FONT["font_name"], "size": 9}


# -- the page ---------------------------------------------------------------------------------


class _Page(ReportPage):
    """Writes tables of sums, each with numbers of lines and a remark."""

    def write_headings(self, label: Words, columns: Sequence[Words]) -> None:
        """Write the headings of a table."""
        look = self._formats.get(HEADING)
        texts = [words.text(self._lang) for words in (label, *columns)]
        texts += [""] * (_REMARK - len(texts))
        texts.append(_REMARKS.text(self._lang))
        lines = max(map(count_lines, texts, _WIDTHS))
        self._sheet.set_row(self.at, compute_height(lines))
        for column, text in enumerate(texts):
            self._sheet.write_string(self.at, column, text, look)
        self.at += 1

    def write_row(
        self,
        label: Words,
        values: Sequence[int | Decimal | None],
        remark: Words | None,
        fill: str | None = None,
    ) -> None:
        """Write a label, numbers of lines and sums, and a remark; None leaves a cell empty."""
        texts = label.text(self._lang), "" if remark is None else remark.text(self._lang)
        lines = max(count_lines(texts[0], _WIDTHS[0]), count_lines(texts[1], _WIDTHS[_REMARK]))
        self._sheet.set_row(self.at, compute_height(lines))
        look = {**CELL, "bg_color": fill, "bold": True} if fill else CELL
        self._sheet.write_string(self.at, 0, texts[0], self._formats.get(look))
        padded = [*values, *[None] * (_REMARK - 1 - len(values))]
        for column, value in enumerate(padded, start=1):
            self._write_number(column, value)
        self._sheet.write_string(self.at, _REMARK, texts[1], self._formats.get(CELL))
        self.at += 1

    def _write_number(self, column: int, value: int | Decimal | None) -> None:
        money = self._formats.get(CELL, num_format=MONEY_FORMAT, align="right")
        if value is None:
            self._sheet.write_blank(self.at, column, None, money)
        elif isinstance(value, int):
            look = self._formats.get(CELL, num_format='0;-0;"–"', align="center")
            self._sheet.write_number(self.at, column, value, look)
        elif can_keep_digits(value):
            self._sheet.write_number(self.at, column, value, money)
        else:
            self._sheet.write_string(self.at, column, write_money(value), money)
