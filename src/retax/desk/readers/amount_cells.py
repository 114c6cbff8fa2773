"""Cells of a column of amounts: mended as quantities and truth values are, then read by the model.

A cell that cannot be read costs its row the sums, not the verdict: no clause reads money.
"""

from __future__ import annotations

from retax.cells.cell import FaultyCell, MergedCell, ParsedWithNote, Read, make_parser
from retax.facts.messages import quote_words
from retax.money.catalogue import AMOUNTS
from retax.words import Words

_MERGED_ROWS = Words(
    "{amount}为合并单元格，按首行的值计：{value}",
    "{amount} is a merged cell; the value of its first row was taken: {value}",
)
_MERGED_SUM = Words(
    "{amount}为合并单元格，各行金额无法区分；请取消合并后逐行填写",
    "{amount} is a merged cell and does not tell the sum of each row; unmerge it and fill in every "
    "row",
)


def get_amount_label(amount: str) -> Words:
    """Return what sentences on cells call an amount: its Chinese name, in English its id."""
    return Words(AMOUNTS[amount].label.zh, amount)


def make_amount_parser(amount: str, *, decimal_comma: bool = False) -> Read:
    """Return what makes a value from a cell of a column of an amount that is not blank.

    ``decimal_comma``: the file is of a kind in which decimals often stand after a comma.
    """
    kind, label = AMOUNTS[amount].kind, get_amount_label(amount)
    # Any fact of the kind will do: only how its cells are mended counts.
    like = "is_food" if kind == "yes_no" else "returned_quantity"
    read = make_parser(like, decimal_comma=decimal_comma, label=label)

    def read_amount(cell: object) -> object:
        if isinstance(cell, FaultyCell):
            return ParsedWithNote(refused=cell.why.filled(fact=label, shown=cell.shown))
        if not isinstance(cell, MergedCell):
            return read(cell)
        if kind in ("money", "quantity"):
            return ParsedWithNote(refused=_MERGED_SUM.filled(amount=label))
        value = read(cell.value)
        if isinstance(value, ParsedWithNote):
            return value
        return ParsedWithNote(
            value, _MERGED_ROWS.filled(amount=label, value=quote_words(cell.value))
        )

    return read_amount
