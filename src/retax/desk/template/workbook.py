"""The blank workbook a clerk fills in: a column a fact, drop-downs, two examples, a guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from retax import Lang, ReturnedGoods, Words
from retax.desk import layout
from retax.desk.extras import require_extra
from retax.desk.judging.example_rows import EXAMPLES
from retax.desk.template.columns import TEMPLATE_COLUMNS
from retax.desk.template.guide import (
    AMOUNT_LEFT_BLANK,
    AMOUNT_NEED,
    Need,
    describe_accepted_in_sheet,
    describe_amount,
    describe_blank,
    describe_requirement,
    find_requirement,
)
from retax.desk.writers.atomic_workbook import open_new_workbook
from retax.desk.writers.batch_sheet import FACT_WIDTH, write_batch_header
from retax.desk.writers.fact_cells import get_amount_heading, write_fact_heading, write_fact_value
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
from retax.facts.catalogue import NAMES, FactKind
from retax.facts.model import EARLIEST_DATE, LATEST_DATE
from retax.facts.values import YES_NO
from retax.law.main_regime import MAIN_REGIME
from retax.money.catalogue import AMOUNTS, AmountKind
from retax.words import both

with require_extra("excel"):
    from xlsxwriter.utility import xl_range_abs


def write_template(file: str | Path, lang: Lang = "zh", *, with_money: bool = False) -> None:
    """Write the blank workbook: goods with two example rows, facts for the batch, and a guide.

    Args:
        file: the workbook to write; an older one is replaced.
        lang: ``"zh"``: headings and words are the Chinese ones; ``"en"``: the ids of facts and
            values. Files are read under either.
        with_money: the sheet of goods has the columns of amounts, too, as a group behind the facts.

    Raises:
        DeskError: the workbook cannot be written there.
    """
    with open_new_workbook(file) as workbook:
        formats = Formats(workbook)
        goods, batch, answers, guide, choices = (
            workbook.add_worksheet(name.text(lang))
            for name in (layout.GOODS, layout.BATCH, layout.SETTLED, layout.GUIDE, layout.CHOICES)
        )
        lists = _write_choices(choices, lang)
        _write_goods(goods, formats, lists, lang)
        amounts = tuple(AMOUNTS) if with_money else ()
        for column, amount in enumerate(amounts, start=len(TEMPLATE_COLUMNS)):
            _write_amount_column(goods, formats, column, amount, lang)
        _write_batch(batch, formats, lists, lang)
        write_blank_settlements(answers, formats, lang)
        _write_guide(guide, formats, amounts, lang)


_NEED_LOOKS: Mapping[Need, Mapping[str, object]] = {
    "needed": {**ADDED, "bg_color": "#C55A11"},
    "needed_under": {**HEADING, "bg_color": "#F8CBAD"},
    "as_needed": HEADING,
    "optional": HEADING,
}


# -- the sheets -------------------------------------------------------------------------------

COLUMN_LOOKS: Mapping[FactKind, Mapping[str, object]] = {
    "day": SHOWN["day"],
    "quantity": {},
    "count": {},
}
"""How a blank column is kept; every other one as text, so that no digit or leading zero goes."""


def list_choices(fact: str, lang: Lang) -> list[str]:
    """Return what a drop-down offers for a fact; nothing where any value will do."""
    entry = NAMES[fact]
    if entry.kind == "yes_no":
        return [words.text(lang) for words in YES_NO.values()]
    words = [str(write_fact_value(fact, value, lang)) for value in entry.values or ()]
    return [*MAIN_REGIME.codes, *words] if entry.kind == "code" else words


def _write_choices(sheet: Any, lang: Lang) -> Mapping[str, str]:
    """Write what drop-downs offer into columns and return the range of each by fact."""
    offered = {fact: list_choices(fact, lang) for fact in TEMPLATE_COLUMNS}
    offered[_FACTS] = [write_fact_heading(fact, lang) for fact in TEMPLATE_COLUMNS]
    return write_choices(sheet, offered)


def write_choices(sheet: Any, offered: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Write what drop-downs offer into columns and return the range of each by its name.

    A list written into the validation itself may not exceed 255 characters.
    """
    ranges = {}
    for column, (name, choices) in enumerate((n, c) for n, c in offered.items() if c):
        for row, choice in enumerate(choices):
            sheet.write_string(row, column, choice)
        ranges[name] = f"='{sheet.name}'!{_write_range(column, 0, len(choices) - 1)}"
    sheet.hide()
    return ranges


_FACTS = ""
"""The list of all facts."""


def _write_range(column: int, first: int, last: int) -> str:
    return str(xl_range_abs(first, column, last, column))


def _write_goods(sheet: Any, formats: Formats, lists: Mapping[str, str], lang: Lang) -> None:
    sheet.set_row(0, 34)
    for column, fact in enumerate(TEMPLATE_COLUMNS):
        kind = NAMES[fact].kind
        look = COLUMN_LOOKS.get(kind, SHOWN["text"])
        width = min(max(compute_display_width(write_fact_heading(fact, lang)) + 3, 12), 30)
        wide = {"entry": 22, "papers": 40}.get(kind, width)
        sheet.set_column(column, column, wide, formats.get(FONT, look))
        sheet.write_string(
            0,
            column,
            write_fact_heading(fact, lang),
            formats.get(_NEED_LOOKS[find_requirement(fact)]),
        )
        sheet.write_comment(0, column, _write_note(fact, lang), _NOTE)
        validation = make_validation(fact, lists, lang)
        if validation:
            sheet.data_validation(1, column, MOST_ROWS, column, validation)
    for row, goods in enumerate(EXAMPLES, start=1):
        _write_example(sheet, formats, row, goods, lang)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    # Three pages wide, and as many down as the rows need.
    sheet.fit_to_pages(3, 0)
    # Otherwise Excel marks every number of a paper, which has to be a text, as an error.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})


_NOTE = {
    "x_scale": 2.2,
    "y_scale": 1.8,
    "font_name": FONT["font_name"],
    "font_size": 9,
    "author": "retax",
}


def _write_note(fact: str, lang: Lang) -> str:
    """Say of a column how much it is needed, what it asks and what it accepts."""
    return (
        Words(
            "【{need}】{question}\n可填：{accepted}\n留空：{blank}",
            "[{need}] {question}\nAccepted: {accepted}\nBlank: {blank}",
        )
        .filled(
            need=describe_requirement(fact),
            question=NAMES[fact].help,
            accepted=describe_accepted_in_sheet(fact),
            blank=describe_blank(fact),
        )
        .text(lang)
    )


_OF_AMOUNTS: Mapping[str, object] = {**HEADING, "bg_color": "#E2F0D9"}
_AMOUNT_LOOKS: Mapping[AmountKind, Mapping[str, object]] = {
    "money": {"num_format": "#,##0.00"},
    "rate": {"num_format": "0.00%"},
    "quantity": {},
    "yes_no": SHOWN["text"],
}
"""How a blank column of amounts is kept: 13 typed into a column of rates is 13 %."""


def _write_amount_column(
    sheet: Any, formats: Formats, column: int, amount: str, lang: Lang
) -> None:
    """Write the heading of an amount, its note and what the column takes; the group can be shut."""
    heading = get_amount_heading(amount, lang)
    width = min(max(compute_display_width(heading) + 3, 12), 30)
    look = formats.get(FONT, _AMOUNT_LOOKS[AMOUNTS[amount].kind])
    sheet.set_column(column, column, width, look, {"level": 1})
    sheet.write_string(0, column, heading, formats.get(_OF_AMOUNTS))
    sheet.write_comment(0, column, describe_amount(amount).text(lang), _NOTE)
    sheet.data_validation(1, column, MOST_ROWS, column, _make_amount_validation(amount, lang))


def _make_amount_validation(amount: str, lang: Lang) -> dict[str, object]:
    record = AMOUNTS[amount]
    validation = {
        "error_title": get_amount_heading(amount, lang)[:32],
        "error_message": _cut(record.accepted.text(lang)),
    }
    if record.kind == "yes_no":
        return {
            **validation,
            "validate": "list",
            "source": [words.text(lang) for words in YES_NO.values()],
        }
    if record.kind == "rate":
        bounds = {"minimum": 0, "maximum": float(record.most)}
        return {**validation, "validate": "decimal", "criteria": "between", **bounds}
    criteria = ">" if record.positive else ">="
    return {**validation, "validate": "decimal", "criteria": criteria, "value": 0}


def make_validation(
    fact: str, lists: Mapping[str, str], lang: Lang, title: str | None = None
) -> dict[str, object]:
    """Return what a column takes; nothing where any text will do.

    ``lists``: the ranges of what drop-downs offer. ``title``: the heading of a column of the kind
    of the fact.
    """
    kind = NAMES[fact].kind
    validation = {
        # XlsxWriter leaves out, with a warning, a validation whose title is longer than the 32
        # characters Excel takes, or its message longer than 255.
        "error_title": (title or write_fact_heading(fact, lang))[:32],
        "error_message": _cut(describe_accepted_in_sheet(fact).text(lang)),
    }
    if kind == "day":
        return {
            **validation,
            "validate": "date",
            "criteria": "between",
            "minimum": EARLIEST_DATE,
            "maximum": LATEST_DATE,
        }
    if kind == "quantity":
        criteria = ">" if NAMES[fact].is_positive else ">="
        return {**validation, "validate": "decimal", "criteria": criteria, "value": 0}
    if kind == "count":
        return {**validation, "validate": "integer", "criteria": ">=", "value": 1}
    if fact not in lists:
        return {}
    listed = {**validation, "validate": "list", "source": lists[fact]}
    if kind == "papers":  # several may stand in one cell
        return {**listed, "show_error": False}
    # Any four digits are a code; other words would be refused when the file is read.
    return {**listed, "error_type": "warning" if kind == "code" else "stop"}


def _cut(text: str) -> str:
    return text if len(text) <= 250 else f"{text[:249]}…"


def _write_example(
    sheet: Any, formats: Formats, row: int, goods: ReturnedGoods, lang: Lang
) -> None:
    for column, fact in enumerate(TEMPLATE_COLUMNS):
        value = write_fact_value(fact, getattr(goods, fact), lang)
        look = COLUMN_LOOKS.get(NAMES[fact].kind, SHOWN["text"])
        cell = formats.get(CELL, look, _EXAMPLE_LOOK)
        if value is None:
            sheet.write_blank(row, column, None, cell)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, cell)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, cell)
        else:
            sheet.write_number(row, column, value, cell)


_EXAMPLE_LOOK = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}

_BATCH_EXPLAINED = Words(
    "企业对本批全部商品作同一声明的，自下一行起填写要素和值；只补各行留空之处，并注明系企业就本批商品声明。",
    "What the enterprise states for all goods of the batch goes below, a fact and a value a row; "
    "it fills blanks only, and verdicts say that it was so stated.",
)


def _write_batch(sheet: Any, formats: Formats, lists: Mapping[str, str], lang: Lang) -> None:
    column = formats.get(FONT, SHOWN["text"])
    write_batch_header(sheet, lang, heading=formats.get(HEADING), column=column)
    explained = _BATCH_EXPLAINED.text(lang)
    sheet.write_string(
        1, 0, explained, formats.get(FONT, _EXAMPLE_LOOK, text_wrap=True, valign="top")
    )
    sheet.set_row(1, compute_height(count_lines(explained, FACT_WIDTH)))
    sheet.data_validation(2, 0, MOST_ROWS, 0, {"validate": "list", "source": lists[_FACTS]})


_GUIDE: tuple[tuple[Words, int], ...] = (
    (Words("栏目", "Column"), 30),
    (Words("填写要求", "Needed"), 16),
    (Words("含义或问题", "What it asks"), 52),
    (Words("可填内容", "Accepted"), 60),
    (Words("示例", "Example"), 26),
    (Words("留空时", "Left blank"), 40),
)


def _write_guide(sheet: Any, formats: Formats, amounts: Sequence[str], lang: Lang) -> None:
    for column, (words, width) in enumerate(_GUIDE):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words.text(lang), formats.get(ADDED))
    cell = formats.get(CELL)
    looks = [
        *(
            (_make_guide_row(fact, lang), _NEED_LOOKS[find_requirement(fact)])
            for fact in TEMPLATE_COLUMNS
        )
    ]
    looks += [(_make_guide_row_of_amount(amount, lang), _OF_AMOUNTS) for amount in amounts]
    for row, (texts, look) in enumerate(looks, start=1):
        lines = [count_lines(t, width) for t, (_, width) in zip(texts, _GUIDE, strict=True)]
        sheet.set_row(row, compute_height(max(lines)))
        sheet.write_string(row, 0, texts[0], formats.get(CELL, bold=True))
        sheet.write_string(row, 1, texts[1], formats.get(look, valign="top"))
        for column, text in enumerate(texts[2:], start=2):
            sheet.write_string(row, column, text, cell)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _make_guide_row_of_amount(amount: str, lang: Lang) -> list[str]:
    record = AMOUNTS[amount]
    texts = (AMOUNT_NEED, record.help, record.accepted, both(""), AMOUNT_LEFT_BLANK)
    return [get_amount_heading(amount, lang), *(words.text(lang) for words in texts)]


def _make_guide_row(fact: str, lang: Lang) -> list[str]:
    examples = (write_fact_value(fact, getattr(goods, fact), lang) for goods in EXAMPLES)
    example = next((value for value in examples if value is not None), "")
    return [
        write_fact_heading(fact, lang),
        describe_requirement(fact).text(lang),
        NAMES[fact].help.text(lang),
        describe_accepted_in_sheet(fact).text(lang),
        str(example),
        describe_blank(fact).text(lang),
    ]
