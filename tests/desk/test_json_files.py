from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from retax.desk.json_files import read_either, read_json, read_json_lines
from retax.desk.rows import Row, Unreadable

ONE = {"退运原因": "滞销", "note": "玩具"}
TEXT = json.dumps(ONE, ensure_ascii=False)
MARK = "\ufeff"


def stream(text: str | bytes) -> io.BytesIO:
    return io.BytesIO(text.encode() if isinstance(text, str) else text)


def whole(text: str | bytes) -> list[Row]:
    return list(read_json(stream(text)).rows)


def lines(text: str | bytes) -> list[Row]:
    return list(read_json_lines(stream(text)).rows)


def either(text: str | bytes) -> list[Row]:
    return list(read_either(stream(text)).rows)


# -- JSON -------------------------------------------------------------------------------------


def test_a_list_is_numbered_from_one() -> None:
    assert whole(f"[{TEXT}, {TEXT}]") == [Row(1, ONE), Row(2, ONE)]


@pytest.mark.parametrize("text", [TEXT, MARK + TEXT, json.dumps(ONE, indent=2), f"\n {TEXT}\n"])
def test_one_object_is_one_row(text: str) -> None:
    assert whole(text) == [Row(1, ONE)]


def test_an_object_in_a_list_that_is_none_refuses_its_row_only() -> None:
    bad, good = whole(f"[7, {TEXT}]")
    assert "7" in bad.refused[0].zh
    assert good == Row(2, ONE)


def test_the_facts_reach_the_model_untouched() -> None:
    facts = {" use ": "x", "papers_held": ["y"], "is_food": None, "hs_code": 901}
    assert whole(json.dumps(facts)) == [Row(1, facts)]


@pytest.mark.parametrize("number", ["0.10", "1e2", "12345678901234567890.123"])
def test_quantities_keep_their_decimals(number: str) -> None:
    (row,) = whole(f'{{"exported_quantity": {number}}}')
    assert str(row.facts["exported_quantity"]) == str(Decimal(number))


def test_a_key_twice_with_the_same_value_is_one() -> None:
    (row,) = whole('{"use": "used", "use": "used"}')
    assert row.facts == {"use": "used"}


def test_a_key_twice_with_different_values_refuses_its_row_only() -> None:
    bad, good = whole(f'[{{"use": "used", "note": "a", "use": "unused"}}, {TEXT}]')
    assert "use" in bad.refused[0].en
    assert bad.facts == {}
    assert good.facts == ONE


def test_a_number_too_long_for_python_stops_no_other_row() -> None:
    bad, good = whole(f'[{{"export_item": {"9" * 5000}}}, {TEXT}]')
    assert isinstance(bad.facts["export_item"], Decimal)
    assert good.facts == ONE


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_are_no_json_are_no_numbers(constant: str) -> None:
    (row,) = whole(f'{{"exported_quantity": {constant}}}')
    value = row.facts["exported_quantity"]
    assert isinstance(value, Decimal)
    assert not value.is_finite()


def test_where_json_is_wrong_is_told() -> None:
    with pytest.raises(Unreadable, match="line 2, character 3"):
        whole('{"use": "used",\n  x}')


# -- JSON Lines -------------------------------------------------------------------------------


def test_each_line_is_a_row_and_blank_ones_are_skipped() -> None:
    found = lines(f"{MARK}{TEXT}\r\n\n  \n{TEXT}")
    assert found == [Row(1, ONE), Row(4, ONE)]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('{"use": x}', "character 9"),
        ("[1]", "[1]"),
        ("null", "mapping"),
        (f"{TEXT} {TEXT}", "list"),
        ("[" * 100_000, "deeply"),
        ('{"a": 1, "a": 2}', "'a'"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_go_on(line: str, part: str) -> None:
    first, bad, last = lines(f"{TEXT}\n{line}\n{TEXT}")
    assert (first.number, bad.number, last.number) == (1, 2, 3)
    assert part in bad.refused[0].en
    assert first.facts == last.facts == ONE


def test_a_line_in_another_encoding_is_refused() -> None:
    bad, good = lines(TEXT.encode("gb18030") + b"\n" + TEXT.encode())
    assert "UTF-8" in bad.refused[0].zh
    assert good.facts == ONE


class Piped(io.RawIOBase):
    """A pipe that tells how many lines were taken from it."""

    def __init__(self, *given: bytes) -> None:
        self.given = iter(given)
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        line = next(self.given, b"")
        self.taken += bool(line)
        buffer[: len(line)] = line
        return len(line)


def piped(*given: str) -> tuple[Piped, io.BufferedReader]:
    pipe = Piped(*(line.encode() + b"\n" for line in given))
    return pipe, io.BufferedReader(pipe)


def test_no_line_is_read_before_it_is_asked_for() -> None:
    pipe, buffered = piped(TEXT, TEXT, TEXT)
    rows = iter(read_json_lines(buffered).rows)
    assert pipe.taken == 0
    for taken in (1, 2, 3):
        next(rows)
        assert pipe.taken == taken


# -- either -----------------------------------------------------------------------------------


def test_lines_from_a_pipe_are_answered_one_by_one() -> None:
    pipe, buffered = piped(TEXT, TEXT, TEXT)
    rows: Iterator[Row] = iter(read_either(buffered).rows)
    assert pipe.taken == 1
    assert next(rows) == Row(1, ONE)
    assert pipe.taken == 1
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        f"[{TEXT}, {TEXT}]",
        f"\n[\n{TEXT},\n{TEXT}]",
        json.dumps([ONE, ONE], indent=1),
        MARK + json.dumps([ONE, ONE]),
        f"{TEXT}\n{TEXT}",
        f"{MARK}{TEXT}\n{TEXT}\n",
    ],
)
def test_json_and_json_lines_are_told_apart(text: str) -> None:
    assert either(text) == [Row(1, ONE), Row(2, ONE)]


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_may_be_over_many_lines(indent: int | None) -> None:
    assert either(json.dumps(ONE, indent=indent)) == [Row(1, ONE)]
    assert either("{\n" + TEXT[1:]) == [Row(1, ONE)]


def test_lines_keep_their_numbers_below_blank_ones() -> None:
    assert [row.number for row in either(f"\n\n{TEXT}\n\n{TEXT}")] == [3, 5]


@pytest.mark.parametrize("line", ['{"use": x}', "7", "nonsense", "{" + '"a":[' * 100_000])
def test_a_bad_first_line_does_not_stop_the_others(line: str) -> None:
    bad, good = either(f"{line}\n{TEXT}")
    assert bad.refused
    assert good == Row(2, ONE)


def test_a_first_line_with_an_endless_number_is_a_line() -> None:
    bad, good = either(f'{{"export_item": {"9" * 5000}}}\n{TEXT}')
    assert isinstance(bad.facts["export_item"], Decimal)
    assert good == Row(2, ONE)


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_nothing_gives_no_rows(text: str) -> None:
    assert either(text) == []


@pytest.mark.parametrize("text", [f"[{TEXT}, 7", '{\n"use": x}'])
def test_what_is_json_and_broken_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(Unreadable):
        either(text)
