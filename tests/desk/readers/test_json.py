from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from retax.desk.readers.json import read_either, read_json, read_json_lines
from retax.desk.source import DeskError, Row

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


@pytest.mark.parametrize(
    "twice",
    [
        '"use": "used", "note": "a", "use": "unused"',
        '"use": "used", "use": "used"',
        '"use": null, "use": "used"',
    ],
)
def test_a_key_twice_refuses_its_row_only(twice: str) -> None:
    bad, good = whole(f"[{{{twice}}}, {TEXT}]")
    assert "'use'" in bad.refused[0].en
    assert "“use”" in bad.refused[0].zh
    assert bad.facts == {}
    assert good.facts == ONE


BEYOND = ["9" * 5000, "1e50000000", "0e-50000000", "1E+100", "-1e-999999999", f"1e{'9' * 50}"]


@pytest.mark.parametrize("number", BEYOND)
@pytest.mark.parametrize("value", ["{}", "[1, {}]"])
def test_a_number_that_no_fact_can_be_stops_no_other_row(number: str, value: str) -> None:
    told = f'{{"export_item": {value.format(number)}}}'
    for bad, good in (whole(f"[{told}, {TEXT}]"), lines(f"{told}\n{TEXT}")):
        assert "export_item" in bad.refused[0].en
        assert "指数" in bad.refused[0].zh
        assert bad.facts == {}
        assert good.facts == ONE


@pytest.mark.parametrize(
    "too_long",
    [
        {"papers_held": "，" * 20_000},
        {"papers_held": ["x"] * 101},
        {"papers_held": ["x", "x" * 501]},
        {"use": "\u0301" * 40_000},
        {"note": "x" * 40_000},
        {"x" * 201: "x"},
    ],
)
def test_a_value_longer_than_it_can_be_stops_no_other_row(too_long: dict[str, Any]) -> None:
    bad, good = whole(json.dumps([too_long, ONE]))
    assert "过长" in bad.refused[0].zh
    assert good.facts == ONE


def test_more_names_than_there_are_facts_are_not_looked_at() -> None:
    bad, good = whole(json.dumps([{f"x{number}": 1 for number in range(300)}, ONE]))
    assert [words.en[:23] for words in bad.refused] == ["the object has 300 name"]
    assert good.facts == ONE


def test_a_list_in_a_list_is_for_the_model() -> None:
    (row,) = whole(f'{{"papers_held": {"[" * 500}{"]" * 500}}}')
    assert row.refused == ()


def test_a_file_larger_than_it_may_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retax.desk.readers.json._MOST_MEGABYTES", 0)
    for read in (whole, either):
        with pytest.raises(DeskError, match="larger than 0 MB"):
            read(f"[{TEXT}]")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_are_no_json_are_no_numbers(constant: str) -> None:
    (row,) = whole(f'{{"exported_quantity": {constant}}}')
    value = row.facts["exported_quantity"]
    assert isinstance(value, Decimal)
    assert not value.is_finite()


def test_where_json_is_wrong_is_reported() -> None:
    with pytest.raises(DeskError, match="line 2, character 3"):
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
def test_json_and_json_lines_are_distinguished(text: str) -> None:
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
    assert "export_item" in bad.refused[0].en
    assert good == Row(2, ONE)


def test_a_line_too_long_to_be_one_refuses_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retax.desk.readers.json._MOST_BYTES_OF_A_LINE", 50)
    long = json.dumps({"note": "x" * 130})
    for text in (f"{TEXT}\n{long}\n{TEXT}", f"{TEXT}\n{long}"):
        for read in (lines, either):
            first, bad, *rest = read(text)
            assert "50 bytes" in bad.refused[0].en
            assert [row.number for row in (first, bad, *rest)] == [1, 2, 3][: 2 + len(rest)]
            assert len(rest) == text.count("\n") - 1


@pytest.mark.parametrize("text", [f"[{TEXT}, {TEXT}]", f"{' ' * 60}[{TEXT}, {TEXT}]"])
def test_a_first_line_too_long_to_be_one_is_json(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retax.desk.readers.json._MOST_BYTES_OF_A_LINE", 50)
    assert either(text) == [Row(1, ONE), Row(2, ONE)]


def test_blank_lines_without_end_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retax.desk.readers.json._MOST_BYTES_OF_A_LINE", 50)
    assert either("\n" * 60 + TEXT) == [Row(61, ONE)]


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_nothing_gives_no_rows(text: str) -> None:
    assert either(text) == []


@pytest.mark.parametrize("text", [f"[{TEXT}, 7", '{\n"use": x}'])
def test_what_is_json_and_broken_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(DeskError):
        either(text)
