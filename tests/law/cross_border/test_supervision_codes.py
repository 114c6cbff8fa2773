from __future__ import annotations

from operator import attrgetter

import pytest

from cases import Facts
from retax.law.cross_border.supervision_codes import (
    SUPERVISION_CODES,
    by_code,
    codes_where,
    is_one_of_the_four,
)
from retax.logic.compile_python import compile_function
from retax.logic.expressions import Constant, Expression


def under(tree: Expression, code: str | None) -> object:
    value: object = compile_function([tree])(Facts(supervision_code=code), None)[0]
    return value


def test_the_list_is_closed() -> None:
    assert list(SUPERVISION_CODES) == ["1210", "9610", "9710", "9810"]
    for number in range(10_000):
        code = f"{number:04}"
        assert under(is_one_of_the_four(), code) is (code in SUPERVISION_CODES)
    assert under(is_one_of_the_four(), None) is None


@pytest.mark.parametrize(
    ("requirement", "codes"),
    [
        ("leaves_a_zone", {"1210"}),
        ("return_agreement_expected", {"9710"}),
        ("match_record_required", {"9810"}),
    ],
)
def test_each_code_brings_its_own_requirement(requirement: str, codes: set[str]) -> None:
    found = {
        code for code in SUPERVISION_CODES if under(codes_where(attrgetter(requirement)), code)
    }
    assert found == codes
    assert under(codes_where(attrgetter(requirement)), None) is None
    assert under(codes_where(attrgetter(requirement)), "0110") is False


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("1210", "zone"),
        ("9610", "others"),
        ("9710", "others"),
        ("9810", "others"),
        ("0110", "others"),
        (None, None),
    ],
)
def test_only_1210_follows_the_rule_for_goods_from_a_zone(
    code: str | None, rule: str | None
) -> None:
    assert under(by_code(from_a_zone=Constant("zone"), others=Constant("others")), code) == rule


def test_each_code_is_named_in_both_languages() -> None:
    assert SUPERVISION_CODES["1210"].words.zh == "保税跨境贸易电子商务"
    assert SUPERVISION_CODES["9610"].words.zh == "跨境贸易电子商务"
    assert all(row.words.en.isascii() for row in SUPERVISION_CODES.values())
