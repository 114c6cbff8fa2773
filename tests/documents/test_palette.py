from __future__ import annotations

import re
from colorsys import rgb_to_hls
from pathlib import Path

import pytest

from make_docs import svg
from make_docs.palette import STRONG, fill
from retax import Outcome
from retax.law.outcome import OUTCOMES, STATUS_OF

ANALYST = Path(__file__).parents[2] / "examples" / "22_what_an_analyst_sees.py"
EVERY_OUTCOME = pytest.mark.parametrize("outcome", OUTCOMES)


def parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    linear = [p / 12.92 if p <= 0.04 else ((p + 0.055) / 1.055) ** 2.4 for p in parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@EVERY_OUTCOME
def test_a_strong_colour_has_the_hue_of_the_fill_in_the_workbook(outcome: Outcome) -> None:
    hue, _, saturation = rgb_to_hls(*parts(fill(outcome)))
    strong_hue, _, strong_saturation = rgb_to_hls(*parts(STRONG[outcome]))
    assert (strong_saturation < 0.2) == (saturation < 0.2)
    if saturation >= 0.2:
        assert min(abs(hue - strong_hue), 1 - abs(hue - strong_hue)) < 0.06


@EVERY_OUTCOME
def test_text_can_be_read_on_a_fill(outcome: Outcome) -> None:
    assert contrast(svg.INK, fill(outcome)) > 7


def test_a_question_mark_can_be_read_on_its_dot() -> None:
    assert contrast(svg.GROUND, STRONG["open"]) > 4.5


def test_the_chart_of_the_analyst_has_the_colours_of_the_pictures() -> None:
    drawn = dict(re.findall(r'"(\w+)": "(#\w{6})"', ANALYST.read_text("utf-8")))
    assert drawn == {STATUS_OF[o]: c for o, c in STRONG.items() if o != "not_covered"}
