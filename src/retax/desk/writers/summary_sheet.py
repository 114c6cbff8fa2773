"""The summary sheet of a workbook of verdicts: counts, a chart, and what was asked and noticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from retax import QUESTIONS, Lang, Words
from retax.desk.judging.judge import UNREADABLE, JudgeOptions
from retax.desk.judging.summary import (
    DAYS_LEFT,
    NO_LAST_DAY_YET,
    OTHER_CODE,
    BatchSummary,
    Result,
    RowSample,
)
from retax.desk.writers.report_page import ReportPage
from retax.desk.writers.workbook_styles import (
    CELL,
    FILLS,
    FONT,
    HEADING,
    Formats,
    compute_height,
    count_lines,
)
from retax.explain.note import RESPONSIBILITY
from retax.judge.answer import read_version
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import STATUSES
from retax.words import both, joined

_RESULTS: tuple[Result, ...] = (*reversed([*STATUSES]), "unreadable")
"""Every result, the best first."""

_CODES = (*MAIN_REGIME.codes, OTHER_CODE)
_LABEL_WIDTH, _NUMBER_WIDTH = 42, 11
_LAST_COLUMN = len(_CODES) + 1
_WIDTHS = (_LABEL_WIDTH, *[_NUMBER_WIDTH] * _LAST_COLUMN)

_TITLE = Words("跨境电商出口退运免税判定汇总", "Returned goods: summary of the verdicts")
_CHART = Words("各结论行数", "Rows by result")
_NONE = Words("无", "none")


def write_summary(
    workbook: Any,
    sheet: Any,
    formats: Formats,
    tally: BatchSummary,
    *,
    options: JudgeOptions,
    unread: Sequence[str],
    remarks: Sequence[Words] = (),
    lang: Lang,
) -> None:
    """Write the summary of a file into an empty sheet of its workbook.

    ``remarks``: what was noticed of the file while it was read.
    """
    page = _Page(sheet, formats, lang, _WIDTHS)
    page.write_title(_TITLE)
    first = page.write_results(tally)
    _add_chart(workbook, sheet, first, lang)
    page.write_counts(
        Words("主要判定依据（以首要判定条款计）", "What decided most often"),
        [(tally.demands[id_], count) for id_, count in tally.decided.most_common()],
    )
    if options.as_of is not None:
        page.write_counts(
            Words(
                "尚未退运商品的剩余天数（截至 {day}）", "Days left for goods still abroad on {day}"
            ).filled(day=options.as_of),
            [(words, tally.abroad[words]) for words in (*_list_days(), NO_LAST_DAY_YET)],
        )
    page.write_section(Words("文件情况", "The file"))
    for label, text in (*_list_noticed(tally, unread, remarks), *_list_stated(tally)):
        page.write_line(label, text)
    page.write_section(Words("判定口径与依据", "Options and law"))
    for label, text in (*describe_options(options), *_describe_law(tally)):
        page.write_line(label, text)
    page.finish()


def _list_days() -> tuple[Words, ...]:
    return tuple(words for _, words in DAYS_LEFT)


def _list_noticed(
    tally: BatchSummary, unread: Sequence[str], remarks: Sequence[Words]
) -> Iterator[tuple[Words, Words]]:
    yield Words("总行数", "Rows"), both(tally.rows)
    yield (
        Words("填写有误、待更正的行", "Rows that cannot be read"),
        write_rows_named(tally.unreadable),
    )
    yield Words("超出出口数量的行", "Rows beyond what went out"), write_rows_named(tally.overdrawn)
    if tally.disputed.count:
        yield (
            Words("同一出口单证项目填写矛盾的行", "Rows that contradict others"),
            write_rows_named(tally.disputed),
        )
    if tally.examples.count:
        yield (
            Words("未删的示例行", "Example rows left in"),
            write_rows_named(tally.examples),
        )
    yield (
        Words("未识别、原样保留的列", "Columns not read, carried through"),
        Words("、".join(unread), ", ".join(unread)) if unread else _NONE,
    )
    for remark in remarks:
        yield Words("读取情况", "Noticed in reading"), remark


def write_rows_named(rows: RowSample) -> Words:
    """Say how many rows of a kind there are, and the numbers of the first."""
    if not rows.count:
        return _NONE
    numbers = joined([both(number) for number in rows.first])
    more = Words("", "") if rows.count == len(rows.first) else Words("等", " and more")
    return Words("{n} 行：原第 {numbers} 行{more}", "{n} (row {numbers}{more})").filled(
        n=rows.count, numbers=numbers, more=more
    )


def _list_stated(tally: BatchSummary) -> Iterator[tuple[Words, Words]]:
    for (label, value), count in tally.stated.items():
        yield (
            Words("企业就本批商品声明", "Stated by the enterprise for the batch"),
            Words("{label}={value}（适用于 {n} 行）", "{label}: {value} (for {n} rows)").filled(
                label=label, value=value, n=count
            ),
        )


def describe_options(options: JudgeOptions) -> Iterator[tuple[Words, Words]]:
    """Say under which options rows were judged: a label and a text each."""
    as_of = Words("未指定", "not given") if options.as_of is None else both(options.as_of)
    yield Words("判断基准日", "As of"), as_of
    for id_, side in options.settled.items():
        question = QUESTIONS[id_]
        chosen = question.strict if side == "strict" else question.lenient
        yield (
            Words("已获海关答复的口径", "Answered by customs"),
            Words("{asks}{chosen}", "{asks} {chosen}").filled(asks=question.asks, chosen=chosen),
        )
    if options.days_off is not None:
        yield (
            Words("休息日", "Rest days"),
            Words(
                "按所给 {n} 天计，未给出日期的年份按周六、周日计",
                "the {n} days given; in a year of which none is given Saturdays and Sundays",
            ).filled(n=len(options.days_off)),
        )
    if options.known_on is not None:
        known = _KNOWN if options.known_on <= MAIN_REGIME.reviewed_on else _NOT_REVIEWED
        yield (
            Words("公告截止日", "Announcements known"),
            known.filled(day=options.known_on, reviewed=MAIN_REGIME.reviewed_on),
        )


_KNOWN = Words("仅按 {day} 以前（含当日）公布的公告判断", "only those published until {day}")
_NOT_REVIEWED = Words(
    "按 {reviewed} 以前（含当日）核查到的公告判断；其后至 {day} 公布的公告未及核查",
    "those found until {reviewed}; what is published from then until {day} is not known here",
)


def _describe_law(tally: BatchSummary) -> Iterator[tuple[Words, Words]]:
    for cites, count in tally.laws.most_common():
        yield (
            Words("适用公告", "Law"),
            Words("{cites}（{n} 行）", "{cites} ({n} rows)").filled(cites=cites, n=count),
        )
    for caveat in tally.caveats:
        yield Words("注意", "Note"), caveat
    yield Words("公告核对至", "Law reviewed on"), both(MAIN_REGIME.reviewed_on)
    yield Words("软件版本", "Version"), both(f"retax {read_version()}")
    yield Words("声明", "Limits"), RESPONSIBILITY


def _choose_badge(result: Result) -> Words:
    return UNREADABLE if result == "unreadable" else STATUSES[result][0]


def _add_chart(workbook: Any, sheet: Any, first: int, lang: Lang) -> None:
    """Put a chart of the results, coloured like the rows, beside their table."""
    last = first + len(_RESULTS) - 1
    chart = workbook.add_chart({"type": "bar"})
    font = {"name": FONT["font_name"], "size": 9}
    chart.add_series(
        {
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "points": [
                {"fill": {"color": FILLS[result]}, "border": {"color": "#7F7F7F"}}
                for result in _RESULTS
            ],
            "data_labels": {"value": True, "font": font},
            "gap": 40,
        }
    )
    chart.set_title({"name": _CHART.text(lang), "name_font": {**font, "size": 11}})
    chart.set_legend({"none": True})
    # Excel draws the categories of a bar chart from below.
    chart.set_y_axis({"reverse": True, "num_font": font, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 460, "height": 260})
    sheet.insert_chart(first - 1, _LAST_COLUMN + 2, chart, {"description": _CHART.text(lang)})


class _Page(ReportPage):
    """Writes the tables of results and counts."""

    def write_results(self, tally: BatchSummary) -> int:
        """Write the table of results by supervision code; return the row of the first result."""
        self.write_section(Words("结论", "Results"))
        heading = self._formats.get(HEADING)
        codes = [code or Words("其他或未填", "other, none").text(self._lang) for code in _CODES]
        total = Words("行数", "rows").text(self._lang)
        label = Words("结论＼监管方式", "result / code").text(self._lang)
        for column, text in enumerate([label, total, *codes]):
            self._sheet.write_string(self.at, column, text, heading)
        first = self.at + 1
        for row, result in enumerate(_RESULTS, start=first):
            by_code = [tally.results[result, code] for code in _CODES]
            badge = self._formats.get(CELL, bold=True, bg_color=FILLS[result])
            self._write_numbers(row, _choose_badge(result), [sum(by_code), *by_code], badge)
        self.at = first + len(_RESULTS)
        all_of = [sum(tally.results[result, code] for result in _RESULTS) for code in _CODES]
        bold = self._formats.get(CELL, bold=True)
        self._write_numbers(self.at, Words("合计", "total"), [tally.rows, *all_of], bold)
        self.at += 1
        return first

    def _write_numbers(self, row: int, label: Words, numbers: Sequence[int], look: Any) -> None:
        # The third part of a number format is that of zero: a dash.
        cell = self._formats.get(CELL, num_format='0;-0;"–"', align="center")
        self._sheet.write_string(row, 0, label.text(self._lang), look)
        for column, number in enumerate(numbers, start=1):
            self._sheet.write_number(row, column, number, cell)

    def write_counts(self, title: Words, counted: Sequence[tuple[Words, int]]) -> None:
        """Write a section of labels with a number each; none where nothing was counted."""
        if not any(count for _, count in counted):
            return
        self.write_section(title)
        look = self._formats.get(CELL)
        for label, count in counted:
            lines = count_lines(label.text(self._lang), _LABEL_WIDTH)
            self._sheet.set_row(self.at, compute_height(lines))
            self._write_numbers(self.at, label, [count], look)
            self.at += 1
