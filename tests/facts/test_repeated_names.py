from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from retax import ReturnedGoods, ValidationError
from retax.facts.model import refusals_of
from retax.money import Amounts


@pytest.mark.parametrize("made", [str, str.encode, lambda text: bytearray(text.encode())])
@pytest.mark.parametrize(
    ("model", "text", "name"),
    [
        (ReturnedGoods, '{"use": "unused", "reason": "unsold", "use": "used"}', "use"),
        (ReturnedGoods, '{"使用情况": "未使用", "使用情况": "未使用"}', "使用情况"),
        (ReturnedGoods, '{"us": 1, "us": 1}', "us"),
        (Amounts, '{"duty_rate": 0, "duty_rate": 0.1}', "duty_rate"),
    ],
)
def test_a_name_that_occurs_twice_in_json_is_refused(
    model: Any, text: str, name: str, made: Any
) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(made(text))
    (refused,) = refusals_of(caught.value)
    assert (refused.fact, refused.code) == (name, "conflicting_names")
    assert refused.words.en == f"'{name}' stands more than once in one object; accepted is one"
    assert refused.words.zh == f"“{name}”在同一对象中出现了不止一次；应只有一个"
    assert caught.value.title == model.__name__


def test_json_in_which_no_name_occurs_twice_is_read_as_ever() -> None:
    goods = ReturnedGoods.model_validate_json('{"use": "unused", "退运原因": "滞销"}')
    assert goods == ReturnedGoods(use="unused", reason="unsold")
    text = goods.model_dump_json()
    assert ReturnedGoods.model_validate_json(text, strict=True) == goods


@pytest.mark.parametrize("text", ["", "{", '{"use": "unused",', "[" * 100_000, b"\xff"])
def test_what_is_no_json_is_refused_in_the_words_of_pydantic(text: str | bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate_json(text)
    assert caught.value.errors()[0]["type"] == "json_invalid"


def test_readers_of_pydantic_that_do_not_come_by_keep_the_last_value() -> None:
    text = '{"use": "unused", "use": "used"}'
    assert TypeAdapter(ReturnedGoods).validate_json(text).use == "used"
