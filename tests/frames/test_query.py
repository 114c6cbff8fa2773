"""What is kept from one table to the next, and that it is kept for the same question only."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import polars as pl
import pytest

import retax.frames
from frames.rows import PLAIN_TYPES, frame_of, plain_rows
from retax import check, check_frame
from retax.frames.query import WORTH_SMALLER_TREES, TableQuery, build_query
from retax.judge.compiled_law import KEPT_LAWS, Law, get_law
from retax.law.regime import Regime
from retax.law.regimes import REGIMES

pytestmark = pytest.mark.no_cover

D = date


def caches() -> Iterator[tuple[str, Any]]:
    """Yield every cache of the modules of tables."""
    for module in walk_packages(retax.frames.__path__, "retax.frames."):
        for name, value in vars(import_module(module.name)).items():
            if getattr(value, "__module__", None) == module.name and hasattr(value, "cache_info"):
                yield f"{module.name}.{name}", value


def test_nothing_grows_with_the_number_of_kinds_of_tables() -> None:
    assert len(dict(caches())) > 5
    for name, cache in caches():
        assert cache.cache_info().maxsize is not None, name
        assert cache.cache_info().maxsize <= KEPT_LAWS, name


def test_many_kinds_of_tables_leave_no_more_behind_than_is_kept() -> None:
    draw = random.Random(5)
    frame = frame_of(plain_rows(3, seed=1), PLAIN_TYPES).select(pl.exclude("^.*_on$"))
    for _ in range(KEPT_LAWS + 6):
        check_frame(frame.select(draw.sample(frame.columns, draw.randrange(1, 9))))
    for name, cache in caches():
        assert cache.cache_info().currsize <= cache.cache_info().maxsize, name


def test_equal_queries_are_one_object() -> None:
    law = get_law()

    def plan(
        law: Law, fact: str, *, dated: bool = False, detail: bool = False, rows: int = 0
    ) -> TableQuery:
        return build_query(law, [fact], dated=dated, detail=detail, rows=rows)

    assert plan(law, "reason") is plan(law, "reason", rows=WORTH_SMALLER_TREES - 1)
    others = [
        plan(law, "use"),
        plan(law, "reason", dated=True),
        plan(law, "reason", detail=True),
        plan(law, "reason", rows=WORTH_SMALLER_TREES),
        plan(get_law(days_off=frozenset()), "reason"),
        plan(get_law(known_on=D(2023, 1, 1)), "reason"),
    ]
    assert plan(law, "reason") not in others


@pytest.mark.parametrize("known_on", [None, D(2023, 1, 1), D(2024, 1, 1)])
@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.id)
def test_other_rest_days_need_no_other_answers(known_on: date | None, regime: Regime) -> None:
    def plan(days_off: frozenset[date] | None) -> TableQuery:
        law = get_law((("rest-day", "lenient"),), days_off, known_on, regime=regime)
        return build_query(law, ["returned_on"], dated=True, detail=False)

    queries = [plan(days) for days in (None, frozenset({D(2026, 9, 5)}), frozenset())]
    assert [query.days_off for query in queries] == [None, {D(2026, 9, 5)}, frozenset()]
    assert len({id(query.answers) for query in queries}) == 1
    assert queries[1] is plan(frozenset({D(2026, 9, 5)}))


def test_many_threads_may_ask_at_once() -> None:
    frame = frame_of(plain_rows(20, seed=2), PLAIN_TYPES).select(pl.exclude("^.*_on$"))
    names = frame.columns
    tables = [frame.select(names[at : at + 3]) for at in range(len(names) - 3)] * 6
    random.Random(1).shuffle(tables)
    with ThreadPoolExecutor(8) as pool:
        judged = list(pool.map(check_frame, tables))
    for table, answers in zip(tables, judged, strict=True):
        assert answers.equals(check_frame(table))


ROW = {
    "supervision_code": "9610",
    "declared_on": D(2026, 3, 2),
    "released_on": D(2026, 3, 5),
    "exported_on": D(2026, 3, 5),
    "returned_on": D(2026, 9, 8),
    "return_declared_on": D(2026, 9, 8),
}
SETTLED: Any = {"rest-day": "lenient"}


@pytest.mark.parametrize(
    "options",
    [
        [{"settled": SETTLED, "days_off": days} for days in (None, [], [D(2026, 9, 5)])]
        + [{"settled": SETTLED, "days_off": [D(2026, 9, day) for day in range(4, 9)]}],
        [{"known_on": None}, {"known_on": D(2023, 1, 29)}, {"known_on": D(2026, 2, 1)}],
    ],
    ids=["days_off", "known_on"],
)
def test_a_table_asked_again_with_another_option_gets_other_answers(options: Any) -> None:
    frame = pl.DataFrame([ROW])
    expected = [check(ROW, **each) for each in options]
    assert len({(verdict.announcement, verdict.last_day) for verdict in expected}) > 1
    for _ in range(2):
        for each, verdict in zip(options, expected, strict=True):
            judged = check_frame(frame, **each).row(0, named=True)
            assert judged["retax_last_day"] == verdict.last_day
            assert judged["retax_announcement"] == verdict.announcement
            assert judged["retax_status"] == verdict.status
