from __future__ import annotations

from random import Random

import pytest
from stdnum.cn import uscc

from retax.desk.credit_code import is_credit_code, strip_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_the_check_character_is_that_of_the_standard() -> None:
    chance = Random(3)
    for _ in range(300):
        body = "".join(chance.choices("0123456789", k=8)) + "".join(chance.choices(ALPHABET, k=9))
        code = body + uscc.calc_check_digit(body)
        assert is_credit_code(code)
        wrong = chance.choice([one for one in ALPHABET if one != code[-1]])
        assert not is_credit_code(body + wrong)


@pytest.mark.parametrize(
    "code",
    ["", "9111000060003734", "91110000600037341O", "91A10000600037341L", "9" * 40, "一" * 18],
)
def test_what_has_another_form_is_none(code: str) -> None:
    assert not is_credit_code(code)


def test_spaces_and_small_letters_do_not_matter() -> None:
    assert is_credit_code(" 9111 0000-600037341l ")
    assert strip_code(" 9111 0000-600037341l ") == "91110000600037341L"
