from __future__ import annotations

import json
import unicodedata

import pytest

import samples
from retax import ReturnedGoods
from retax.desk.control_characters import (
    escape_in_json,
    show_controls,
    show_controls_of_lines,
)
from retax.desk.judging.judge import JudgeOptions, ValidatedRow, judge_rows
from retax.desk.source import Row
from retax.desk.writers.json import InJson
from walks import walk_points

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)]
DIRECTIONS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


def test_no_other_sign_turns_the_direction() -> None:
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    every = map(chr, range(0x110000))
    assert [sign for sign in every if unicodedata.bidirectional(sign) in turns] == DIRECTIONS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A\x1b[31mB", r"A\x1b[31mB"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b2J", r"\x9b2J"),
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("a\u202eb", r"a\u202eb"),
        ("毛绒玩具 é 👨\u200d👩", "毛绒玩具 é 👨\u200d👩"),
    ],
)
def test_what_a_terminal_acts_on_is_shown_and_nothing_else(text: str, shown: str) -> None:
    assert show_controls(text) == shown


@walk_points("sign", [*CONTROLS, *DIRECTIONS, "\u061c", "\u200e", "\u200f"])
def test_no_control_and_no_turn_of_direction_is_left(sign: str) -> None:
    assert sign not in show_controls(f"a{sign}b")
    assert show_controls(f"a{sign}b").isprintable()
    if sign not in "\n\t":
        assert sign not in show_controls_of_lines(f"a{sign}b")
    written = json.dumps({sign: sign}, ensure_ascii=False)
    assert sign not in escape_in_json(written)
    assert json.loads(escape_in_json(written)) == {sign: sign}


def test_a_text_of_several_lines_keeps_them() -> None:
    assert show_controls_of_lines("a\n\tb\r\x0b") == "a\n\tb\\r\\x0b"


@pytest.mark.parametrize("form", [InJson("zh"), InJson("zh", sentences=True), InJson("en", True)])
def test_what_retax_writes_itself_holds_nothing_a_terminal_acts_on(form: InJson) -> None:
    for spoiled in samples.SPOILED:
        goods = ReturnedGoods.model_validate(samples.facts(spoiled.changes))
        (line,) = judge_rows([ValidatedRow(Row(1, {}), goods)], JudgeOptions(spoiled.as_of))
        text = form.write(line)
        assert escape_in_json(text) == text


@pytest.mark.parametrize("fact", ["reference", "unit", "goods_name", "enterprise"])
def test_a_control_of_a_fact_is_escaped_wherever_it_comes(fact: str) -> None:
    goods = ReturnedGoods.model_validate(
        samples.facts({fact: "a\x9b31m\u202eb", "exported_quantity": 1, "returned_quantity": 2})
    )
    (line,) = judge_rows([ValidatedRow(Row(1, {}), goods)], JudgeOptions())
    text = InJson("zh", sentences=True).write(line)
    assert escape_in_json(text) == text
    assert json.loads(text)["facts"][fact] == "a\x9b31m\u202eb"


def test_a_control_of_another_row_is_escaped_where_rows_disagree() -> None:
    facts = {"export_entry": "31042026E000000101", "export_item": 1}
    rows = [
        ValidatedRow(Row(at, {}), ReturnedGoods.model_validate(samples.facts({**facts, "unit": u})))
        for at, u in enumerate(["件", "a\x9b31m"], 1)
    ]
    for line in judge_rows(rows, JudgeOptions()):
        text = InJson("zh", sentences=True).write(line)
        assert line.disagreement is not None
        assert escape_in_json(text) == text
