"""The workbooks the desk writes and reads: the names of the sheets, the columns of the answers.

Readers find in a workbook what writers put there by these names alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from retax.words import Words

VERDICTS = Words("结论.xlsx", "verdicts.xlsx")
"""The workbook of verdicts that is written beside a file."""

GOODS = Words("退运商品", "Goods")
"""The rows to judge."""

BATCH = Words("批次声明", "Batch")
"""Facts the enterprise states for all rows that leave them blank: two columns, fact and value."""

BATCH_COLUMNS = (Words("要素", "Fact"), Words("内容", "Value"))
"""Their headings."""

SETTLED = Words("已获海关答复的口径", "Answers of customs")
"""The open questions customs has answered, and the day the goods are judged on."""

SETTLED_COLUMNS = (
    Words("口径问题", "Question"),
    Words("海关答复", "Answer"),
    Words("从严", "strict"),
    Words("从宽", "lenient"),
    Words("答复单位、日期、文号", "By whom, when, number"),
)
"""Their headings; only the first two columns are read."""

AS_OF = Words("判断基准日", "As of")
"""What the row with the day is called."""

GUIDE = Words("填写说明", "Guide")
"""What each column asks for."""

SUMMARY = Words("汇总", "Summary")
"""How many rows came out how, and what was noticed about the file."""

TAXES = Words("税款汇总", "Taxes")
"""What the verdicts of the rows are worth, where any row carries amounts."""

CHOICES = Words("选项", "Choices")
"""What the drop-downs of the template offer; hidden."""


NAMES_OF_A_ROW = ("reference", "order_no", "tracking_no", "export_entry", "sku", "goods_name")
"""The facts by which a row is called, the best known first."""

EVIDENCE_HEADING = Words("凭据说明", "Evidence in words")
"""The column of lines out of a matching that says what ties units to their export line."""


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of answers: its heading, and how a workbook shows it.

    ``width``: in narrow characters. ``kind``: of its values. ``leads``: it comes right after the
    name of a row, before the other columns of the file. ``is_filled``: it has the colour of the
    result. ``is_marked``: it is highlighted where more comes back than went out. ``is_of_money``:
    it is there only where a row of the file carries amounts. ``earlier``: its headings in workbooks
    of earlier versions.
    """

    heading: Words
    width: int
    kind: Literal["text", "day", "number", "money"] = "text"
    leads: bool = False
    is_filled: bool = False
    is_marked: bool = False
    is_of_money: bool = False
    earlier: tuple[str, ...] = ()


ANSWER_COLUMNS: Mapping[str, AnswerColumn] = {
    "result": AnswerColumn(Words("结论", "Result"), 15, leads=True, is_filled=True, is_marked=True),
    "last_day": AnswerColumn(
        Words("期限届满日", "Last day"), 12, "day", leads=True, is_filled=True
    ),
    "days_left": AnswerColumn(
        Words("剩余天数", "Days left"), 11, "number", leads=True, is_filled=True
    ),
    "taxes": AnswerColumn(
        Words("涉及税款", "Taxes involved"),
        15,
        "money",
        leads=True,
        is_filled=True,
        is_of_money=True,
    ),
    "decided": AnswerColumn(Words("判定依据", "What decided"), 58, leads=True),
    "actions": AnswerColumn(Words("待办事项", "To do"), 46, leads=True),
    "row": AnswerColumn(Words("原行号", "Row"), 8, "number", is_filled=True),
    "overdrawn": AnswerColumn(Words("超量退运", "Too many returned"), 32, is_marked=True),
    "asks": AnswerColumn(Words("待补资料", "Facts needed"), 42, earlier=("待补要素",)),
    "readings": AnswerColumn(Words("待核口径", "Open questions"), 38),
    "papers": AnswerColumn(Words("应备单证", "Papers"), 56),
    "routes": AnswerColumn(Words("其他可能途径", "Other routes"), 42),
    "ordinary": AnswerColumn(Words("关税法第三十九条", "Tariff Law Article 39"), 46),
    "better": AnswerColumn(Words("较优路径", "Better way in"), 15),
    "depends_on": AnswerColumn(Words("取决于", "Depends on"), 52, is_of_money=True),
    "stated": AnswerColumn(Words("批次声明", "Stated for the batch"), 28),
    "remarks": AnswerColumn(Words("读取提示", "Mended in reading"), 28),
    "assumed": AnswerColumn(Words("所依据的推定", "Assumptions"), 64),
    "law": AnswerColumn(Words("适用公告", "Law"), 38),
}
"""Every column of answers by its id, in order; those that lead come first."""


def list_answer_columns(*, with_money: bool) -> Mapping[str, AnswerColumn]:
    """Return the columns that are written, by their ids: those of money only where asked for."""
    return {id_: c for id_, c in ANSWER_COLUMNS.items() if with_money or not c.is_of_money}


ANSWER_HEADINGS: tuple[Words, ...] = tuple(
    column.heading for column in list_answer_columns(with_money=False).values()
)
"""The headings of those that every file of verdicts has."""

LEADING: frozenset[str] = frozenset(id_ for id_, column in ANSWER_COLUMNS.items() if column.leads)
"""The columns that lead."""

EARLIER_ORDER: tuple[str, ...] = (
    *("row", "result", "overdrawn", "last_day", "days_left", "decided", "asks", "readings"),
    *("actions", "papers", "routes", "stated", "remarks", "assumed", "law"),
)
"""The columns of answers in the order of earlier versions, all to the right of the file's own."""
