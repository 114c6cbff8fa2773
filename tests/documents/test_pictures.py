from __future__ import annotations

import re
import runpy
from pathlib import Path

from make_docs import palette, picture_of_the_clocks, picture_of_the_law, picture_of_the_worth
from make_docs.clause_pages import describe_condition
from make_docs.picture_of_the_clocks import CLOCKS
from make_docs.picture_of_the_law import LONGEST_LINE
from retax.judge.compiled_law import get_law

ROOT = Path(__file__).parents[2]
LAW = picture_of_the_law.draw_picture()
TWO_CLOCKS = picture_of_the_clocks.draw_picture()


def list_texts(picture: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", picture)


def test_the_picture_says_that_the_law_is_judged_whole_and_marks_the_worst() -> None:
    clauses = len(get_law().clauses)
    assert f"{clauses} 项全部判断，遇“不符合”也不中止" in list_texts(LAW)
    assert list_texts(LAW).index("best") < list_texts(LAW).index("worst")


def test_every_condition_is_in_lines_that_fit_its_box() -> None:
    lines = list_texts(LAW)
    for ruled in get_law().clauses:
        words = describe_condition(ruled)
        at = lines.index(ruled.clause.id)
        assert lines[at - 1] == words.zh
        told = lines[at + 1] if words.en in lines else f"{lines[at + 1]} {lines[at + 2]}"
        assert told == words.en
        assert len(lines[at + 1]) <= LONGEST_LINE


def test_goods_are_in_time_from_the_strict_start_on() -> None:
    starts = re.findall(r'<circle cx="([\d.]+)"', TWO_CLOCKS)[::2]
    in_time = rf'<rect x="([\d.]+)" [^>]*fill="{palette.fill("met")}"'
    assert re.findall(in_time, TWO_CLOCKS) == starts
    assert len(starts) == len(CLOCKS)


def test_the_starts_are_written_with_their_year() -> None:
    for clock in CLOCKS:
        assert f"{clock.strict.zh} {clock.facts[clock.strict_fact]}" in list_texts(TWO_CLOCKS)
        assert f"{clock.lenient.zh} {clock.facts['exported_on']}" in list_texts(TWO_CLOCKS)


def test_what_records_are_worth_is_as_it_is_measured() -> None:
    benchmark = runpy.run_path(str(ROOT / "benchmarks" / "match_returns.py"))
    measured = benchmark["measure_worth"](picks_oldest=False)
    assert picture_of_the_worth.list_shares() == [
        (
            round(worth.certain * 100),
            None if worth.by_fifo is None else round(worth.by_fifo * 100),
        )
        for worth in measured
    ]
    assert {round(worth.true * 100) for worth in measured} == {picture_of_the_worth.TRUE}
    assert f"实际在期限内 {picture_of_the_worth.TRUE} %" in picture_of_the_worth.draw_picture()
