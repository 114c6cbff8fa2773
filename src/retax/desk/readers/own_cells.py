"""Cells of columns that are not read and speak of a fact all the same: 破损 under 退货状态.

A heading such as 退货状态 or 商品属性 comes near no fact, and most of what is below it is
harmless. Where a cell is a word for what makes goods ineligible, a row that leaves the fact blank
would be judged by the presumption of the contrary.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from retax.cells.cell import get_text
from retax.desk.readers.near_headings import PRESUMED
from retax.desk.source import Row, Source
from retax.facts.catalogue import NAMES
from retax.facts.messages import Refusal
from retax.facts.name_matching import find_fact, normalize_name
from retax.facts.parse_value import normalize_value
from retax.words import Words, both, joined

_ADVERSE = ("damaged", "parts_missing", "repacked", "is_food", "processed", "parts_added", "use")
"""Facts of which a cell by itself may hold the word for the one answer."""

_GOOD: Mapping[str, frozenset[str]] = {
    "damaged": frozenset({"完好", "包装完整", "外观良"}),
    "parts_missing": frozenset(
        {"配件齐全", "附件齐全", "配件完整", "附件完整", "商品完整", "货物完整"}
    ),
    "repacked": frozenset({"原包装", "新包装", "originalpack", "newpack"}),
    "use": frozenset({"全新", "unused", "未使用"}),
}
"""Names and words of these facts that say the contrary."""

_FURTHER: Mapping[str, frozenset[str]] = {
    "damaged": frozenset({"划伤", "刮伤", "刮花", "碎裂", "坏"}),
    "is_food": frozenset({"food"}),
    "processed": frozenset({"翻新机"}),
    "use": frozenset({"二手机"}),
}
"""Words that say as much in a cell, but in a heading may be about anything."""

_BEFORE = (
    "有|已经|已|经|轻微|严重|部分|少量|明显|外观|商品|货物|产品|属于|属|是|为|客户|"
    "运输|物流|仓库|屏幕|外壳|机身|宠物|customer|carrier|distributor|warehouse"
)
_BEHIND = (
    "商品|货物|产品|品|件|类|的|过|了|轻微|严重|部分|少量|明显|退货|退回|退件|"
    "d|s|ed|ned|ped|led|ished|intransit|onarrival|likenew|verygood|good|acceptable"
)
_SEPARATORS = re.compile(r"[、，,;；/+|\n]")
_JOINTS = re.compile(r"[\s&和及且]+")
"""What joins words that all are such words; 无 破损 is none, as 无 is none."""

_ABOUT_PAPERS = re.compile("单证|单据|票据|资料|材料|文件|凭证|document|paper", re.IGNORECASE)
"""Headings under which 缺失 is of papers, not of parts."""

_LONGEST = 20
"""The most characters of a text that is looked at; a longer one is a description."""

_UNREAD = Words(
    "列「{heading}」填“{text}”，该列未读取，", "column {heading!r} says {text!r} and is not read; "
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
    own = {normalize_name(heading) for heading in carried}
    columns = [
        (place, heading, normalize_name(heading) in own)
        for place, heading in enumerate(source.headings)
        if heading in source.unread
    ]
    return _compare_rows(source.rows, columns, among) if columns else source.rows


def _compare_rows(
    rows: Iterable[Row], columns: Sequence[tuple[int, str, bool]], among: Collection[str]
) -> Iterator[Row]:
    for row in rows:
        yield _compare_row(row, columns, among) if row.facts else row


def _compare_row(row: Row, columns: Iterable[tuple[int, str, bool]], among: Collection[str]) -> Row:
    for place, heading, is_carried in columns:
        cell = row.cells[place]
        for fact in _find_facts_of(cell) if isinstance(cell, str) else ():
            if fact not in among or (fact == "parts_missing" and _ABOUT_PAPERS.search(heading)):
                continue
            row = _compare_cell(row, fact, heading, get_text(cell), is_carried=is_carried)
    return row


def _compare_cell(row: Row, fact: str, heading: str, text: str, *, is_carried: bool) -> Row:
    given = [value for name, value in row.facts.items() if find_fact(name) == fact]
    if given and normalize_value(fact, given[0]) not in (False, "unused"):
        return row
    why = _BLANK if is_carried or fact not in PRESUMED else _TO_FILL_IN
    why = _CONTRARY if given else why
    shown = {"heading": both(heading), "fact": fact, "label": NAMES[fact].label.zh}
    words = joined([_UNREAD.filled(**shown, text=both(text)), why.filled(**shown)], zh="", en="")
    if why is _TO_FILL_IN:
        refusal = Refusal(fact, text, words, "unreadable")
        return replace(row, refusals=(*row.refusals, refusal))
    return replace(row, remarks=(*row.remarks, words))


@lru_cache(4096)
def _find_facts_of(text: str) -> tuple[str, ...]:
    """Return the facts of which a text has words for what makes goods ineligible."""
    if len(text) > _LONGEST:
        return ()
    parts = _SEPARATORS.split(text)
    return tuple(dict.fromkeys(fact for part in parts for fact in _find_facts_of_part(part)))


def _find_facts_of_part(part: str) -> Sequence[str]:
    for pieces in ([part], _JOINTS.split(part)):
        found = [_compile_words().fullmatch(normalize_name(piece)) for piece in pieces]
        facts = [str(each.lastgroup) for each in found if each is not None]
        if len(facts) == len(pieces):
            return facts
    return ()


@cache
def _compile_words() -> re.Pattern[str]:
    words = "|".join(
        f"(?P<{fact}>{'|'.join(map(re.escape, _list_words(fact)))})" for fact in _ADVERSE
    )
    return re.compile(f"(?:{_BEFORE})*(?:{words})(?:{_BEHIND})*")


def _list_words(fact: str) -> list[str]:
    """Return the words for what makes goods ineligible by a fact, the longest first."""
    record = NAMES[fact]
    values = {name for id_, word in (record.values or {}).items() for name in (id_, word.words.zh)}
    named = (*record.names, *record.near, *values, *_FURTHER.get(fact, ()))
    words = {normalize_name(word) for word in named}
    return sorted(words - _GOOD.get(fact, frozenset()), key=lambda word: (-len(word), word))
