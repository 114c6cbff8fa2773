"""One fact makes a line not eligible: however its name or value is spoiled, it stays so.

What cannot be read is refused or asked for; silence is never a yes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import polars as pl
import pytest

from desk.readers.test_near_headings import NEAR_BY_PART
from desk.run import run
from retax import ValidationError, check, check_frame, mended
from retax.desk.judging.judge import JudgeOptions, judge_rows, validate_rows
from retax.desk.readers.open_source import open_source
from retax.desk.source import DeskError
from retax.facts.catalogue import NAMES
from samples import ELIGIBLE
from sizes import mark_long, spread

Facts = dict[str, Any]
REFUSED = "refused"

CASE: Mapping[str, Any] = {**ELIGIBLE, "goods_name": "毛绒玩具"}
"""An eligible case, of which only what is asked for is told."""


class Flaw(NamedTuple):
    """A fact that makes the case not eligible, and what stands beside it."""

    fact: str
    value: Any
    beside: Mapping[str, Any] = {}

    def case(self, name: str, value: Any) -> Facts:
        """Return the case with the flaw under a name and with a value of one's own."""
        told = {**CASE, **self.beside}
        told.pop(self.fact, None)
        return {**told, name: value}


LINE: Mapping[str, Any] = {"exported_quantity": 5, "returned_quantity": 1}
LATE = date(2026, 12, 1)
FLAWS = (
    Flaw("damaged", True),
    Flaw("parts_missing", True),
    Flaw("repacked", True),
    Flaw("importer_differs", True),
    Flaw("attribution", "none"),
    Flaw("attribution", "stated"),
    Flaw("attribution", "fifo"),
    Flaw("shipped_as_declared", False),
    Flaw("destination", "zone"),
    Flaw("use", "used"),
    Flaw("processed", True),
    Flaw("parts_added", True),
    Flaw("same_form", False),
    Flaw("is_food", True),
    Flaw("is_food", True, {"hs_code": None}),
    Flaw("hs_code", "0902100000"),
    Flaw("reason", "repair"),
    Flaw("reason", "recall"),
    Flaw("export_refund", "claimed"),
    Flaw("supervision_code", "0110"),
    Flaw("supervision_code", "none"),
    Flaw("returned_on", LATE, {"return_declared_on": LATE}),
    Flaw("return_declared_on", LATE),
    Flaw("domestic_on", LATE, {"return_declared_on": LATE}),
    Flaw("released_on", date(2025, 12, 5), {"declared_on": None, "exported_on": None}),
    Flaw("returned_before", 5, LINE),
    Flaw("returned_quantity", 6, {"exported_quantity": 5}),
    Flaw("exported_quantity", 1, {"returned_quantity": 2}),
    Flaw("papers_held", ["export_list"]),
)
BY_FLAW = pytest.mark.parametrize(
    "flaw", FLAWS, ids=lambda flaw: f"{flaw.fact} {flaw.value}{' alone' * bool(flaw.beside)}"
)


# -- how a name is spoiled ------------------------------------------------------------------------


def wide(text: str) -> str:
    """Return a text in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spoiled(name: str) -> Iterator[str]:
    """Return a name as people and programs write it."""
    middle = len(name) // 2
    yield name
    yield wide(name)
    yield name.upper()
    yield name.title()
    yield f"  {name}\t"
    for remark in ("（必填）", "(Y/N)", "【选填】", "（如有）", "(YYYY-MM-DD)", "*"):
        yield name + remark
    for between in ("\u200b", "\ufeff", "\u00ad", "\n", "\r\n", " ", "\u3000", "_"):
        yield name[:middle] + between + name[middle:]
    yield f"{name}（退货仓填）"
    yield f"{name}："


def names_of(fact: str) -> list[str]:
    """Return every name of a fact, each spoiled in every way, and headings that come near it."""
    names = [fact, *NAMES[fact].names]
    near = NEAR_BY_PART.get(fact, ())
    return list(dict.fromkeys([*(one for name in names for one in spoiled(name)), *near]))


# -- how a value is spoiled -----------------------------------------------------------------------


def forms_of(fact: str, value: Any) -> list[Any]:
    """Return a value as people, spreadsheets and programs write it."""
    return [value, *_FORMS[NAMES[fact].kind](fact, value)]


def _of_yes_no(_: str, value: Any) -> Iterator[Any]:
    yes, no = ("是", "Y", "yes", "true", "1", "√", "✓"), ("否", "N", "no", "false", "0", "×")
    words = yes if value else no
    yield from words
    yield from (wide(words[1]), words[2].upper(), f" {words[0]}\n", f"{words[0]}\u200b", int(value))
    yield float(value)
    yield from (
        "有",
        "存在",
        "是的",
        "对",
        "T",
        "轻微",
        "部分",
        "见附件",
        "外壳开裂",
        "X",
        "☑",
        "无",
        "２",
    )


def _of_word(fact: str, value: Any) -> Iterator[Any]:
    values = NAMES[fact].values or {}
    for word in (value, values[value].words.zh, *values[value].also):
        yield from (word, word.upper(), wide(word), f"\t{word}\n", f"{word}\u200b", f"{word}（注）")
        yield from (f"{word}。", word[:1] + "\n" + word[1:], f"{word}、{word}", word[:-1])
    yield from (1, True, "9999999999")


def _of_day(_: str, value: Any) -> Iterator[Any]:
    yield from (str(value), f"{value:%Y%m%d}", int(f"{value:%Y%m%d}"), f"{value:%Y/%m/%d}")
    yield from (f"{value.year}/{value.month}/{value.day}", wide(str(value)), f" {value}\n")
    yield from (f"{value.year}年{value.month}月{value.day}日", f"{value} 10:20", f"{value}T10:20Z")
    yield from (datetime.combine(value, time()), datetime.combine(value, time(10, 20)))
    number = (value - date(1899, 12, 30)).days
    yield from (number, float(number), str(number), number + 0.5, f"{value:%d/%m/%Y}")
    yield from (f"{value:%d.%m.%Y}", f"{value:%b %d, %Y}", f"{value:%y-%m-%d}", f"{value}\u200b")


def _of_hs(_: str, value: Any) -> Iterator[Any]:
    code = str(value)
    yield from (wide(code), f" {code}\n", f"{code[:4]}.{code[4:6]}.{code[6:]}", f"'{code}")
    yield from (f"{code}\u200b", code[:4], code[:6], f"{code[:4]} {code[4:6]}", f"HS{code}")
    yield from (int(code), float(code), str(int(code)), code.lstrip("0")[:3], int(code[:4]))
    yield from ("902.1", 902.1, f"{code}123", "6901234567892", 6901234567892, code[:-1])


def _of_code(_: str, value: Any) -> Iterator[Any]:
    yield from (wide(value), f" {value}\n", f"{value}\u200b", value.upper(), f"'{value}")
    if value.isdigit():
        yield from (int(value), float(value), f"{value}.0", str(int(value)), f"{value}（一般贸易）")
    else:
        yield from ("无", "没有", "/", "-")


def _of_quantity(_: str, value: Any) -> Iterator[Any]:
    yield from (str(value), f"{value}.0", float(value), wide(str(value)), f" {value}\n")
    yield from (f"{value}件", f"{value} pcs", f"{value}\u200b", f"{value}e0", f"{value},0", "五")
    yield from (f"'{value}", f"+{value}", f"约{value}", f"{value}/{value}", True)


def _of_papers(_: str, value: Any) -> Iterator[Any]:
    (paper,) = value
    word = (NAMES["papers_held"].values or {})[paper].words.zh
    yield from (paper, word, f"{word}；", f" {word}\n", wide(paper), [word], [paper, ""])
    yield from (f"{word}/其他", f"{word}\u200b", "有", "；", True)


_FORMS: Mapping[str, Callable[[str, Any], Iterator[Any]]] = {
    "yes_no": _of_yes_no,
    "word": _of_word,
    "day": _of_day,
    "hs": _of_hs,
    "code": _of_code,
    "quantity": _of_quantity,
    "papers": _of_papers,
}


# -- the ways in ----------------------------------------------------------------------------------


def in_check(cases: Sequence[Facts], _: Path) -> list[str]:
    """Give the facts to check as they are."""
    return [_status(case) for case in cases]


def in_mended(cases: Sequence[Facts], _: Path) -> list[str]:
    """Mend the facts first."""
    found = []
    for case in cases:
        try:
            facts, _remarks = mended(case)
        except ValidationError:
            found.append(REFUSED)
        else:
            found.append(_status(facts))
    return found


def _status(case: Facts) -> str:
    try:
        return check(case).status
    except ValidationError:
        return REFUSED


def in_json_lines(cases: Sequence[Facts], _: Path) -> list[str]:
    """Give JSON Lines to the command."""
    lines = "".join(json.dumps(case, default=str) + "\n" for case in cases)
    done = run("check", "-", "--input", "jsonl", "--format", "jsonl", stdin=lines.encode())
    found = [line.get("status", REFUSED) for line in done.objects()]
    assert len(found) == len(cases)
    return found


def in_csv(cases: Sequence[Facts], folder: Path) -> list[str]:
    """Write a CSV file and read it."""
    file = folder / "g.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = [map(_in_text, case.values()) for case in cases]
        csv.writer(out).writerows([cases[0].keys(), *rows])
    return _of_file(file, len(cases))


def _in_text(value: object) -> object:
    return "；".join(value) if isinstance(value, list) else value


def in_workbook(cases: Sequence[Facts], folder: Path) -> list[str]:
    """Write a workbook and read it."""
    file = folder / "g.xlsx"
    book = openpyxl.Workbook()
    for place, row in enumerate([list(cases[0]), *(case.values() for case in cases)], start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(place, column)
            cell.value = _in_text(value)
            if isinstance(value, str) and not value.startswith("=1="):
                cell.data_type = "s"
    book.save(file)
    return _of_file(file, len(cases))


def _of_file(file: Path, rows: int) -> list[str]:
    try:
        lines = list(validate_rows(open_source(str(file)).rows))
    except DeskError:
        return [REFUSED] * rows
    found = [line.verdict for line in judge_rows(lines, JudgeOptions(), {})]
    assert len(found) == rows
    return [REFUSED if verdict is None else verdict.status for verdict in found]


def in_a_frame(cases: Sequence[Facts], _: Path) -> list[str]:
    """Put each case into a table of its own."""
    return [_status_in_a_frame(case) for case in cases]


def _status_in_a_frame(case: Facts) -> str:
    told = {name: [value] for name, value in case.items() if value is not None}
    try:
        return str(check_frame(pl.DataFrame(told))["retax_status"][0])
    except ValueError:
        return REFUSED


FILES = (in_csv, in_workbook)
QUICK = (in_check, in_mended, in_json_lines, *FILES)
Way = Callable[[Sequence[Facts], Path], list[str]]


def of_ways(*ways: Way) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", ways, ids=lambda way: way.__name__)


# -- never eligible -------------------------------------------------------------------------------


@of_ways(*QUICK, in_a_frame)
def test_the_case_itself_is_eligible_by_every_way_in(way: Way, tmp_path: Path) -> None:
    assert way([dict(CASE)], tmp_path) == ["eligible"]


@of_ways(*QUICK, in_a_frame)
@BY_FLAW
def test_a_flaw_is_seen_by_every_way_in(way: Way, flaw: Flaw, tmp_path: Path) -> None:
    expected = check(flaw.case(flaw.fact, flaw.value)).status
    assert expected != "eligible"
    (status,) = way([flaw.case(flaw.fact, flaw.value)], tmp_path)
    assert status == expected


@of_ways(in_check, in_mended, in_json_lines)
@BY_FLAW
def test_no_flaw_is_lost_under_a_spoiled_name_in_a_program(
    way: Way, flaw: Flaw, tmp_path: Path
) -> None:
    names = names_of(flaw.fact)
    found = way([flaw.case(name, flaw.value) for name in names], tmp_path)
    assert [pair for pair in zip(names, found, strict=True) if pair[1] == "eligible"] == []
    assert len(set(found)) > 1 or REFUSED not in found  # at least one of the names is read


@of_ways(*FILES)
@BY_FLAW
def test_no_flaw_is_lost_under_a_spoiled_heading(way: Way, flaw: Flaw, tmp_path: Path) -> None:
    names: Sequence[str] = [*spoiled(flaw.fact), *spoiled(NAMES[flaw.fact].label.zh)]
    if way is in_workbook:  # it takes six times as long, and reads headings as a CSV file does
        names = spread(names, 8)
    found = {name: way([flaw.case(name, flaw.value)], tmp_path)[0] for name in names}
    assert [name for name, status in found.items() if status == "eligible"] == []


@pytest.mark.long
@of_ways(*FILES, in_a_frame)
@BY_FLAW
def test_no_flaw_is_lost_under_any_spoiled_heading(way: Way, flaw: Flaw, tmp_path: Path) -> None:
    found = {name: way([flaw.case(name, flaw.value)], tmp_path)[0] for name in names_of(flaw.fact)}
    assert [name for name, status in found.items() if status == "eligible"] == []


@of_ways(*QUICK)
@BY_FLAW
def test_no_flaw_is_lost_in_a_spoiled_value(way: Way, flaw: Flaw, tmp_path: Path) -> None:
    forms = forms_of(flaw.fact, flaw.value)
    found = way([flaw.case(flaw.fact, form) for form in forms], tmp_path)
    assert [pair for pair in zip(forms, found, strict=True) if pair[1] == "eligible"] == []


@pytest.mark.long
@BY_FLAW
def test_no_flaw_is_lost_in_a_spoiled_value_of_a_table(flaw: Flaw, tmp_path: Path) -> None:
    forms = forms_of(flaw.fact, flaw.value)
    found = in_a_frame([flaw.case(flaw.fact, form) for form in forms], tmp_path)
    assert [pair for pair in zip(forms, found, strict=True) if pair[1] == "eligible"] == []


@pytest.mark.parametrize("name", ["damaged", "商品破损"])
@pytest.mark.parametrize("form", ["是", *mark_long(["有", "外壳开裂"])])
def test_a_name_and_a_value_spoiled_at_once_are_no_yes_in_a_table(name: str, form: str) -> None:
    for heading in spoiled(name):
        assert _status_in_a_frame({**CASE, heading: form}) != "eligible"


@BY_FLAW
def test_a_formula_that_was_never_computed_is_no_blank(flaw: Flaw, tmp_path: Path) -> None:
    (status,) = in_workbook([flaw.case(flaw.fact, "=1=1")], tmp_path)
    assert status == REFUSED


@of_ways(*QUICK, in_a_frame)
@pytest.mark.parametrize("fact", ["damaged", "hs_code", "attribution", "returned_before"])
def test_a_blank_says_as_little_as_a_fact_left_out(way: Way, fact: str, tmp_path: Path) -> None:
    # What is presumed is named, and only that: a blank is the one silence that is allowed.
    (status,) = way([{**CASE, fact: None}], tmp_path)
    assert status == "eligible"
