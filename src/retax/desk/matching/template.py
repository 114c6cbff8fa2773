"""The blank workbook of a matching: a sheet a table, what holds for all rows, and a guide."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retax import Lang, Words
from retax.desk import layout
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.matching.vocabularies import find_fact_like, get_field_label
from retax.desk.template.guide import describe_accepted_in_sheet
from retax.desk.template.workbook import (
    COLUMN_LOOKS,
    list_choices,
    make_validation,
    write_choices,
)
from retax.desk.writers.atomic_workbook import open_new_workbook
from retax.desk.writers.batch_sheet import write_batch_header
from retax.desk.writers.settlement_sheet import write_blank_settlements
from retax.desk.writers.workbook_styles import (
    ADDED,
    CELL,
    FONT,
    HEADING,
    MOST_ROWS,
    SHOWN,
    Formats,
    compute_display_width,
    compute_height,
    count_lines,
)
from retax.facts.catalogue import NAMES
from retax.matching.own_fields import OWN_FIELDS, TRACE_KINDS
from retax.matching.records import Record

TABLE_MEANS: Mapping[TableId, Words] = {
    "exports": Words(
        "出口单证每项一行，须列示所涉货号的全部出口；无法判断的结论均以此为前提",
        "one row an item of an export paper; it has to list every export of its items, on which "
        "all that is certain rests",
    ),
    "returned": Words(
        "已退回或拟退回的商品；填有出口单证号、项号和退运报关单号的，为此前已申报的退运",
        "what came back, or is to; a row with its export paper, item and return_entry is an "
        "earlier return, filed",
    ),
    "gone": Words(
        "已售、销毁、遗失等不再退运的数量，客户退回再售的应已扣除；逐日填写最能收窄范围",
        "what will not come back: sold for good, destroyed, lost, net of returns that were sold "
        "again; days narrow the ranges most",
    ),
    "counts": Words("海外库存的盘点", "counts of the stock abroad"),
    "traces": Words(
        "序列号、箱号、订单号、运单号、批次号与出口单证的对应",
        "what ties serial, carton, order, tracking and lot numbers to export papers",
    ),
}
"""What each table holds."""

FIELD_MEANS: Mapping[str, Words] = {
    "lot_no": Words("商品的生产或发货批次", "the lot of production or dispatch"),
    "carton_no": Words("外箱或 LPN 号", "the number of the carton, or LPN"),
    "place": Words("存放的海外仓；分仓对应时各行均须填写", "the warehouse abroad"),
    "arrived_on": Words("到达海外仓的日期", "the day it arrived in the warehouse abroad"),
    "shipped_on": Words("从海外仓发出退运的日期", "the day it left the warehouse for China"),
    "quantity": Words("本行的数量", "how many units the row is of"),
    "counted": Words("盘点所得数量", "how many units were counted"),
    "gone_on": Words("售出、销毁或遗失的日期", "the day the units were sold, destroyed or lost"),
    "counted_on": Words("盘点的日期", "the day of the count"),
    "why": Words("已售、销毁、遗失等", "sold, destroyed, lost"),
    "kind": Words("凭据是哪一种号码", "which kind of number it is"),
    "value": Words("号码本身", "the number itself"),
}
"""What the fields ask for that are no facts of returned goods."""


def write_match_template(file: str | Path, lang: Lang = "zh") -> None:
    """Write the blank workbook of a matching.

    Its sheets: the tables, statements for all rows, answers of customs, and a guide.

    Raises:
        DeskError: the workbook cannot be written there.
    """
    with open_new_workbook(file) as workbook:
        formats = Formats(workbook)
        sheets = {
            table: workbook.add_worksheet(of_table.name.text(lang))
            for table, of_table in TABLES.items()
        }
        batch, answers, guide, choices = (
            workbook.add_worksheet(name.text(lang))
            for name in (layout.BATCH, layout.SETTLED, layout.GUIDE, layout.CHOICES)
        )
        lists = write_choices(choices, _list_offered(lang))
        for table, sheet in sheets.items():
            _write_table(sheet, formats, table, lists, lang)
        write_batch_header(
            batch, lang, heading=formats.get(HEADING), column=formats.get(FONT, SHOWN["text"])
        )
        write_blank_settlements(answers, formats, lang)
        _write_guide(guide, formats, lang)


def _list_offered(lang: Lang) -> Mapping[str, list[str]]:
    fields = dict.fromkeys(field for sheet in TABLES.values() for field in sheet.columns)
    offered = {field: list_choices(field, lang) for field in fields if field in NAMES}
    kinds = [words.zh if lang == "zh" else kind for kind, words in TRACE_KINDS.items()]
    return {**offered, "kind": kinds}


def _write_table(
    sheet: Any, formats: Formats, table: TableId, lists: Mapping[str, str], lang: Lang
) -> None:
    record = TABLES[table].record
    sheet.set_row(0, 34)
    for column, field in enumerate(TABLES[table].columns):
        title, fact = get_field_label(field).text(lang), find_fact_like(field)
        look = COLUMN_LOOKS.get(NAMES[fact].kind, SHOWN["text"])
        width = min(max(compute_display_width(title) + 3, 12), 30)
        sheet.set_column(column, column, width, formats.get(FONT, look))
        sheet.write_string(0, column, title, formats.get(_choose_look(record, field)))
        validation = _make_validation(field, lists, lang, title)
        if validation:
            sheet.data_validation(1, column, MOST_ROWS, column, validation)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.fit_to_pages(3, 0)  # three pages wide, and as many down as the rows need
    # Otherwise Excel marks every number of a paper, which has to be a text, as an error.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})


def _choose_look(record: type[Record], field: str) -> Mapping[str, object]:
    return {**ADDED, "bg_color": "#C55A11"} if field in record.NEEDED else HEADING


def _make_validation(
    field: str, lists: Mapping[str, str], lang: Lang, title: str
) -> Mapping[str, object]:
    if field == "kind":
        return {"validate": "list", "source": lists[field]}
    return make_validation(find_fact_like(field), lists, lang, title)


_GUIDE: tuple[tuple[Words, int], ...] = (
    (Words("表", "Table"), 14),
    (Words("栏目", "Column"), 24),
    (Words("填写要求", "Needed"), 12),
    (Words("含义", "What it asks"), 60),
    (Words("可填内容", "Accepted"), 60),
)
_NEEDED = Words("必填", "needed")
_OPTIONAL = Words("有则填写", "where known")


def _write_guide(sheet: Any, formats: Formats, lang: Lang) -> None:
    for column, (words, width) in enumerate(_GUIDE):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words.text(lang), formats.get(ADDED))
    row = 1
    for table, of_table in TABLES.items():
        texts = [of_table.name, Words("", ""), Words("", ""), TABLE_MEANS[table], Words("", "")]
        _write_guide_row(sheet, formats, row, texts, lang, bold=True)
        row += 1
        for field in of_table.columns:
            need = _NEEDED if field in of_table.record.NEEDED else _OPTIONAL
            means = FIELD_MEANS[field] if field in OWN_FIELDS else NAMES[field].help
            texts = [of_table.name, get_field_label(field), need, means, _describe_accepted(field)]
            _write_guide_row(sheet, formats, row, texts, lang)
            row += 1
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _describe_accepted(field: str) -> Words:
    if field == "kind":
        names = [words.zh for words in TRACE_KINDS.values()]
        return Words("、".join(names), ", ".join(TRACE_KINDS))
    return describe_accepted_in_sheet(find_fact_like(field))


def _write_guide_row(
    sheet: Any, formats: Formats, row: int, texts: list[Words], lang: Lang, *, bold: bool = False
) -> None:
    shown = [words.text(lang) for words in texts]
    lines = [count_lines(text, width) for text, (_, width) in zip(shown, _GUIDE, strict=True)]
    sheet.set_row(row, compute_height(max(lines)))
    look = formats.get(CELL, bold=bold)
    for column, text in enumerate(shown):
        sheet.write_string(row, column, text, look)
