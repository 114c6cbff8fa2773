from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cases import Facts
from retax.law.cross_border.food_headings import FOOD_HEADINGS, SCREEN
from retax.law.hs_headings import HEADINGS
from retax.logic.compile_python import compile_function
from walks import walk_points

_FILE = Path(__file__).parents[2] / "data" / "food_headings.csv"
with _FILE.open(encoding="utf-8", newline="") as lines:
    LISTED = {row["hs_prefix"]: row["screen"] for row in csv.DictReader(lines)}

_HEADINGS_FILE = _FILE.with_name("hs_headings.txt")
EXISTING = {
    heading
    for line in _HEADINGS_FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for heading in line.split()
}

_screen = compile_function([SCREEN])


def screened(hs_code: str | None) -> str | None:
    word: str | None = _screen(Facts(hs_code=hs_code), None)[0]
    return word


def plainly_screened(hs_code: str) -> str | None:
    """Look for the heading, then for the chapter; of no heading neither says that it is no food."""
    for prefix in (hs_code[:4], hs_code[:2]):
        word = LISTED.get(prefix)
        if word is not None and (word != "not_food" or hs_code[:4] in EXISTING):
            return word
    return None


def test_the_headings_that_exist_are_those_of_the_list() -> None:
    assert HEADINGS == EXISTING
    assert len(HEADINGS) == 1228


def test_the_screen_is_the_list_and_nothing_else() -> None:
    assert dict(FOOD_HEADINGS) == LISTED
    assert len(LISTED) > 100


def test_every_prefix_has_two_or_four_digits_and_one_of_three_words() -> None:
    for prefix, word in FOOD_HEADINGS.items():
        assert prefix.isdecimal()
        assert len(prefix) in (2, 4)
        assert word in ("food", "not_food", "depends")


def test_every_possible_heading_is_screened_by_its_longest_listed_prefix() -> None:
    for number in range(10_000):
        heading = f"{number:04}"
        expected = plainly_screened(heading)
        for code in (heading, heading + "00", heading + "9912", heading + "123456"):
            assert screened(code) == expected, code


@given(st.from_regex(r"[0-9]{4}([0-9]{2}){0,3}", fullmatch=True))
def test_any_code_is_screened_by_its_longest_listed_prefix(code: str) -> None:
    assert screened(code) == plainly_screened(code)


@walk_points(
    "code, word",
    [
        ("0902100000", "food"),  # tea
        ("0901", "food"),  # coffee
        ("2204210000", "food"),  # wine
        ("2106909090", "food"),  # health food
        ("2309109000", "not_food"),  # pet food
        ("3304990029", "not_food"),  # cosmetics
        ("6911101900", "not_food"),  # tableware
        ("3923500000", "not_food"),  # packaging
        ("6109100010", "not_food"),  # T-shirts
        ("1211903991", "depends"),  # herbs
        ("3503001000", "depends"),  # gelatin
        ("2936270000", "depends"),  # vitamins
        ("1507900000", "depends"),  # oils
        ("0301110000", "depends"),  # ornamental fish
        ("0602", "not_food"),  # live plants
        ("1404200000", "depends"),  # vegetable products: agar weed, cotton linters
        ("3205", "depends"),  # colour lakes
        ("3917100000", "depends"),  # casings of sausages
        ("3104201000", "depends"),  # potassium chloride
        ("7701", None),  # a chapter that is kept free
        ("3999", None),  # no heading: a slip of 3926
        ("6199", None),
        ("6118", None),
        ("6117", "not_food"),
        ("9901", None),
        ("0001", None),
    ],
)
def test_known_goods_are_screened_as_one_would_by_hand(code: str, word: str | None) -> None:
    assert screened(code) == word


def test_without_a_code_the_screen_says_nothing() -> None:
    assert screened(None) is None
