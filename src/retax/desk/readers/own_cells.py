"""Cells of columns that are not read and speak of a fact all the same: 破损 under 退货状态.

A heading such as 退货状态 or 商品属性 comes near no fact, and most of what is below it is
harmless. Where a cell is a word for what makes goods ineligible, a row that leaves the fact blank
would be judged by the presumption of the contrary. The same is true of remarks, which no clause
reads: 备注 and 退运原因说明 are where people write 外壳破损, in JSON as in tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from retax.cells.cell import get_text
from retax.desk.readers.near_headings import PRESUMED
from retax.desk.readers.own_words import find_facts_against, is_of_remarks, is_question
from retax.desk.source import Row, Source
from retax.facts.catalogue import NAMES
from retax.facts.messages import Refusal
from retax.facts.name_matching import find_fact, normalize_name
from retax.facts.parse_value import normalize_value
from retax.words import Words, both, joined

_AS_IT_SHOULD_BE: Mapping[str, object] = {
    "use": "unused",
    "attribution": "traced",
    "destination": "domestic",
    "shipped_as_declared": True,
}
"""The value of a fact that its words are the contrary of; of the others it is no."""

_UNREAD = Words(
    "列「{heading}」填“{text}”，该列未读取，", "column {heading!r} says {text!r} and is not read; "
)
_OF_A_REMARK = Words(
    "「{heading}」填“{text}”，该项不参与判断，",
    "{heading!r} says {text!r} and decides nothing; ",
)
_TO_FILL_IN = Words(
    "而「{label}」未填；如属实，请填写「{label}」，如与之无关，请用 --carry {heading} 指明",
    "{fact} is blank: fill in {fact}, or say --carry {heading!r} if it says nothing of that",
)
_BLANK = Words("「{label}」未填，请核对", "{fact} is blank, check it")
_CONTRARY = Words("与「{label}」所填不符，请核对", "{fact} says the contrary, check it")


def compare_own_cells(
    source: Source, carried: Collection[str], among: Collection[str] = NAMES
) -> Iterable[Row]:
    """Return rows; one whose own cells speak of a fact it leaves blank is refused, or remarked on.

    It is refused where the fact would be presumed and the column is not ``carried``: what is not
    presumed is missing and so a question. ``among``: the facts that the table may tell.
    """
    if not source.headings:
        return (compare_remarks(row, carried) for row in source.rows)
    own = {normalize_name(heading) for heading in carried}
    columns = [
        (place, heading, normalize_name(heading) in own)
        for place, heading in enumerate(source.headings)
        if heading in source.unread or is_of_remarks(heading)
    ]
    return _compare_rows(source.rows, columns, among) if columns else source.rows


def _compare_rows(
    rows: Iterable[Row], columns: Sequence[tuple[int, str, bool]], among: Collection[str]
) -> Iterator[Row]:
    for row in rows:
        yield _compare_row(row, columns, among) if row.facts and row.cells else row


def compare_remarks(row: Row, carried: Collection[str]) -> Row:
    """Return a row without cells, as those of JSON; compared as :func:`compare_own_cells` does."""
    for name in [*filter(is_of_remarks, row.facts)]:
        text = row.facts[name]
        own = {normalize_name(each) for each in carried}
        for fact in find_facts_against(text, name) if isinstance(text, str) else ():
            row = _compare_cell(row, fact, name, text, is_carried=normalize_name(name) in own)
    return row


def _compare_row(row: Row, columns: Iterable[tuple[int, str, bool]], among: Collection[str]) -> Row:
    for place, heading, is_carried in columns:
        cell = row.cells[place]
        if not isinstance(cell, str) and not is_question(heading):
            continue
        text = get_text(cell)
        for fact in find_facts_against(text, heading) if text else ():
            if fact in among:
                row = _compare_cell(row, fact, heading, text, is_carried=is_carried)
    return row


def _compare_cell(row: Row, fact: str, heading: str, text: str, *, is_carried: bool) -> Row:
    given = [value for name, value in row.facts.items() if find_fact(name) == fact]
    # The row says of the fact what the cell says: nothing is passed over, and nothing contradicts
    # it.
    if given and normalize_value(fact, given[0]) != _AS_IT_SHOULD_BE.get(fact, False):
        return row
    why = _BLANK if is_carried or fact not in PRESUMED else _TO_FILL_IN
    why = _CONTRARY if given else why
    shown = {"heading": both(heading), "fact": fact, "label": NAMES[fact].label.zh}
    start = _OF_A_REMARK if is_of_remarks(heading) else _UNREAD
    words = joined([start.filled(**shown, text=both(text)), why.filled(**shown)], zh="", en="")
    if why is _TO_FILL_IN:
        refusal = Refusal(fact, text, words, "unreadable")
        return replace(row, refusals=(*row.refusals, refusal))
    doubts = (*row.doubts, words) if given and not is_carried else row.doubts
    return replace(row, remarks=(*row.remarks, words), doubts=doubts)
