from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cases
import retax
from frames import rows as rows_of
from frames.backends import MAKE, Make, answers_of, in_polars
from frames.rows import (
    Row,
    differences,
    frame_of,
    list_answers,
    plain_rows,
    random_rows,
    rows_and_answers,
)
from laws_apart import announce
from retax import ReturnedGoods, check, check_frame
from retax.extras import write_install_line
from retax.facts.values import PAPER_WORDS
from retax.frames.query import WORTH_SMALLER_TREES
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from sizes import mark_long

pytestmark = pytest.mark.no_cover

SETTLEABLE = [question.id for question in retax.QUESTIONS.values() if question.can_be_settled]
EVERY_KIND = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
A_KIND_OF_EACH_ENGINE = pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=kind, marks=() if kind in ("polars", "DuckDB") else pytest.mark.long)
        for kind, make in MAKE.items()
    ],
)
"""A kind of table of each engine; the others, which these compute too, are long."""
STATUSES = {
    "eligible",
    "conditional",
    "needs_review",
    "needs_facts",
    "ineligible",
    "not_covered",
    "invalid",
}
D = date

Said = Sequence[Mapping[str, Any]]


@cache
def as_written() -> tuple[list[Row], Said]:
    rows = random_rows(30_000, seed=20260216)
    return rows, list_answers(rows)


@cache
def plainly_written() -> tuple[list[Row], Said]:
    rows = plain_rows(180_000, seed=20230130)
    return rows, list_answers(rows)


def assert_equal(rows: Sequence[Row], said: Said, table: Any) -> None:
    wrong = next(differences(rows, said, iter(answers_of(table))), None)
    assert wrong is None, wrong


# -- row for row what check() says -----------------------------------------------------


@pytest.mark.long
@EVERY_KIND
def test_rows_as_people_write_them_get_the_answers_of_check(make: Make) -> None:
    rows, said = as_written()
    assert {answers["retax_status"] for answers in said} == STATUSES
    assert_equal(rows, said, check_frame(make(frame_of(rows)), detail=True))


@pytest.mark.long
@EVERY_KIND
def test_rows_in_the_words_of_the_model_get_the_answers_of_check(make: Make) -> None:
    rows, said = plainly_written()
    met = Counter(answers["retax_status"] for answers in said)
    assert set(met) == STATUSES
    assert min(met[status] for status in ("eligible", "conditional", "needs_review")) > 5_000
    assert_equal(rows, said, check_frame(make(frame_of(rows, rows_of.PLAIN_TYPES)), detail=True))


@EVERY_KIND
def test_a_few_rows_get_the_answers_of_check(make: Make) -> None:
    rows, said = rows_and_answers(1_000, seed=4, strange=0.02)
    assert_equal(rows, said, check_frame(make(frame_of(rows)), detail=True))


@EVERY_KIND
def test_any_set_of_papers_is_read_and_what_is_no_paper_refused(make: Make) -> None:
    every = [*PAPER_WORDS]
    held = [every[:16], every, every[:1], [], [*every, "a stamp"], ["a stamp"]]
    rows = [{"papers_held": ";".join(papers)} for papers in held]
    assert_equal(rows, list_answers(rows), check_frame(make(pl.DataFrame(rows)), detail=True))


@A_KIND_OF_EACH_ENGINE
@pytest.mark.parametrize(
    "options",
    [
        {"settled": dict.fromkeys(SETTLEABLE, "strict")},
        {"settled": dict.fromkeys(SETTLEABLE, "lenient"), "as_of": D(2027, 1, 1)},
        {"days_off": [D(2026, 9, day) for day in range(1, 30)], "settled": {"rest-day": "lenient"}},
        {"days_off": [], "settled": {"rest-day": "lenient"}},
        {"known_on": D(2026, 2, 8)},
        {"known_on": D(2023, 8, 30), "as_of": D(2026, 9, 1)},
        *mark_long(
            [
                {"as_of": D(2026, 9, 1)},
                {"as_of": D(2024, 2, 29), "settled": {"rest-day": "lenient"}},
                {"settled": {"export-date": "lenient", "return-date": "lenient"}},
                {"days_off": [D(2026, 9, day) for day in range(1, 12)]},
                {"known_on": D(2023, 1, 31)},
            ]
        ),
    ],
    ids=lambda options: "-".join(f"{name}={value}"[:40] for name, value in options.items()),
)
def test_the_options_count_as_for_check(make: Make, options: dict[str, Any]) -> None:
    rows, said = rows_and_answers(600, seed=11, **options)
    assert_equal(rows, said, check_frame(make(frame_of(rows)), detail=True, **options))


@pytest.mark.parametrize("make", [MAKE["polars"], MAKE["DuckDB"]], ids=["polars", "DuckDB"])
@pytest.mark.parametrize("as_of", [None, pytest.param(D(2026, 9, 1), marks=pytest.mark.long)])
def test_the_smaller_trees_for_many_rows_give_the_answers_of_check(
    make: Make, as_of: date | None
) -> None:
    rows, said = rows_and_answers(3_000, seed=12, as_of=as_of)
    table = make(frame_of(rows))
    judged = check_frame(table, detail=True, as_of=as_of, rows=WORTH_SMALLER_TREES)
    assert_equal(rows, said, judged)


@EVERY_KIND
def test_each_day_asked_as_of_gets_its_own_answers_from_one_plan(make: Make) -> None:
    for as_of in (D(2026, 3, 1), D(2026, 9, 1), D(2027, 3, 1)):
        rows, said = rows_and_answers(200, seed=13, as_of=as_of)
        assert_equal(rows, said, check_frame(make(frame_of(rows)), detail=True, as_of=as_of))


TYPES = {name: rows_of.PLAIN_TYPES.get(name, pl.String) for name in ReturnedGoods.model_fields}
TYPES |= {name: pl.Decimal(24, 2) for name in rows_of.PLAIN_TYPES if name.endswith("quantity")}
TYPES["returned_before"] = pl.Decimal(24, 2)


@pytest.mark.long
@pytest.mark.parametrize("space", cases.SPACES, ids=lambda space: space.name)
@pytest.mark.parametrize(
    "make", [MAKE["polars"], MAKE["pyarrow"], MAKE["DuckDB"]], ids=["polars", "pyarrow", "DuckDB"]
)
def test_every_point_of_a_clause_gets_the_answers_of_check(make: Make, space: cases.Space) -> None:
    by_day: dict[date | None, list[Row]] = {}
    for _, facts, as_of in space.points:
        by_day.setdefault(as_of, []).append({n: getattr(facts, n) for n in space.facts})
    for as_of, rows in by_day.items():
        said = [
            rows_of.answers_of(check(ReturnedGoods.model_construct(**r), as_of=as_of)) for r in rows
        ]
        lists = [
            {n: sorted(v) if isinstance(v, frozenset) else v for n, v in r.items()} for r in rows
        ]
        table = check_frame(make(frame_of(lists, TYPES)), as_of=as_of, detail=True)
        assert_equal(rows, said, table)


# -- what comes back -----------------------------------------------------------------------


def small() -> pl.DataFrame:
    return frame_of(random_rows(50, seed=3))


@EVERY_KIND
def test_the_same_kind_comes_back_with_its_rows_and_columns_as_they_were(make: Make) -> None:
    frame = small().with_columns(pl.Series("my own", range(50)))
    table = make(frame)
    judged = check_frame(table)
    assert type(judged) is type(table)
    back = in_polars(judged)
    assert back.columns == [*frame.columns, *rows_of.ANSWERS]
    assert back["my own"].to_list() == list(range(50))
    assert in_polars(make(frame)).equals(back.select(frame.columns))


@EVERY_KIND
def test_without_rows_there_are_the_columns(make: Make) -> None:
    judged = in_polars(check_frame(make(small().clear())))
    assert judged.height == 0
    assert set(rows_of.ANSWERS) <= set(judged.columns)


def test_a_pandas_index_stays() -> None:
    table = small().to_pandas(use_pyarrow_extension_array=True).set_index(pd.RangeIndex(7, 57))
    judged = check_frame(table)
    assert list(judged.index) == list(range(7, 57))
    expected = in_polars(check_frame(small()))["retax_status"].to_list()
    assert judged["retax_status"].to_list() == expected


@pytest.mark.parametrize("level", ["商品破损", "Damaged ", "破损情况"])
def test_a_pandas_index_that_tells_a_fact_is_refused(level: str) -> None:
    # It is no column: what it tells would count as absent.
    table = small().to_pandas(use_pyarrow_extension_array=True)
    table[level], table["店铺"] = "是", "一店"
    for levels in ([level], ["店铺", level]):
        with pytest.raises(ValueError, match=r"reset_index\(\)|accepted is to rename") as refused:
            check_frame(table.set_index(levels))
        assert f"{level!r}" in str(refused.value)
        assert "damaged" in str(refused.value)
    assert "retax_status" in check_frame(table.drop(columns=level).set_index("店铺"))


def test_a_pandas_index_near_a_fact_is_carried_when_asked_to() -> None:
    table = small().to_pandas(use_pyarrow_extension_array=True)
    table["破损情况"] = "是"
    assert check_frame(table.set_index("破损情况"), unread="carry").index.name == "破损情况"


def test_lazy_polars_is_not_collected() -> None:
    asked = False

    def never(frame: pl.DataFrame) -> pl.DataFrame:
        nonlocal asked
        asked = True
        return frame

    lazy = check_frame(small().lazy().map_batches(never))
    assert not asked
    lazy.collect()
    assert asked


def test_duckdb_is_not_collected() -> None:
    def never(_: date) -> date:
        raise AssertionError("collected")

    connection = duckdb.connect()
    connection.create_function("never", never, ["DATE"], "DATE")
    relation = connection.sql(
        "SELECT '9610' AS supervision_code, never(DATE '2026-03-02') AS declared_on"
    )
    assert "retax_status" in check_frame(relation).columns


def test_with_detail_there_is_a_column_for_each_clause() -> None:
    judged = check_frame(small(), detail=True)
    clauses = [finding.clause for finding in check({}).findings]
    assert judged.columns[-15:] == ["retax_" + clause.replace(".", "_") for clause in clauses]


def test_a_table_that_tells_no_fact_lacks_them_all() -> None:
    judged = check_frame(pl.DataFrame({"colour": ["red"]}))
    verdict = check({})
    assert judged["retax_status"].to_list() == ["needs_facts"]
    assert judged["retax_missing"].to_list() == [";".join(ask.fact for ask in verdict.asks)]


@EVERY_KIND
@pytest.mark.parametrize("columns", [{"x": [1, 2, 3], "备注": ["a", None, "b"]}, {"x": []}])
def test_no_row_is_lost_where_no_column_tells_a_fact(make: Make, columns: Any) -> None:
    frame = pl.DataFrame(columns)
    judged = in_polars(check_frame(make(frame)))
    assert judged.select(frame.columns).equals(frame)
    assert judged["retax_status"].to_list() == ["needs_facts"] * frame.height


def test_a_pandas_frame_of_nothing_but_an_index_keeps_its_rows() -> None:
    judged = check_frame(pd.DataFrame(index=["a", "b"]))
    assert list(judged.index) == ["a", "b"]


@EVERY_KIND
@pytest.mark.parametrize("name", ["reason\n", "\treason", "退运原因\u3000"])
def test_headings_with_white_space_leave_no_column_behind(make: Make, name: str) -> None:
    judged = in_polars(check_frame(make(pl.DataFrame({name: ["unsold", "?"]}))))
    assert judged.columns[0] == name
    assert judged.columns[1:] == [*rows_of.ANSWERS]
    assert judged["retax_decided_by"].to_list()[1] == "reason"


@EVERY_KIND
@pytest.mark.parametrize("name", ["retax_status", "RETAX_STATUS", "__retax_decider", "__Retax_x"])
def test_names_kept_for_answers_and_steps_are_refused(make: Make, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        check_frame(make(pl.DataFrame({"reason": ["unsold"], name: ["mine"]})))


def test_absent_columns_are_unknown_in_every_row() -> None:
    rows = plain_rows(300, seed=8)
    for absent in ("supervision_code", "reason", "exported_on", "hs_code", "papers_held"):
        fewer = [{n: v for n, v in row.items() if n != absent} for row in rows]
        judged = check_frame(frame_of(fewer, rows_of.PLAIN_TYPES), detail=True)
        assert_equal(fewer, list_answers(fewer), judged)


# -- types -----------------------------------------------------------------------------------


def judged_alone(name: str, values: pl.Series) -> list[tuple[str, str | None]]:
    """Return status and decider where a table has this column only."""
    judged = check_frame(values.alias(name).to_frame())
    return list(zip(judged["retax_status"], judged["retax_decided_by"], strict=True))


def refuses(name: str, values: pl.Series) -> list[bool]:
    return [of == ("invalid", name) for of in judged_alone(name, values)]


@pytest.mark.parametrize(
    "dtype", [pl.String, pl.Categorical, pl.Enum(["滞销", "unsold", " Unsold", "", "?"])], ids=str
)
def test_words_are_texts_or_categories_in_either_language(dtype: Any) -> None:
    words = pl.Series(["滞销", "unsold", " Unsold", "", None, "?"], dtype=dtype)
    assert refuses("reason", words) == [False] * 5 + [True]
    judged = check_frame(pl.DataFrame({"退运原因": words, "supervision_code": ["9610"] * 6}))
    listed = ["self_declaration" in documents for documents in judged["retax_documents"]]
    assert listed == [True] * 5 + [False]
    asked = ["reason" in missing for missing in judged["retax_missing"]]
    assert asked == [False] * 3 + [True] * 2 + [False]


@EVERY_KIND
def test_categories_are_read_as_texts_are(make: Make) -> None:
    told = {
        "supervision_code": ["9610", " 1210", "961", "", None],
        "gcode": ["0902100000", "6109.10", "61091", "", None],
        "退运原因": ["滞销", " Unsold", "?", "", None],
        "is_food": ["是", " N", "maybe", "", None],
    }
    rows = [dict(zip(told, values, strict=True)) for values in product(*told.values())]
    kinds = {name: pl.Enum([t for t in texts if t is not None]) for name, texts in told.items()}
    table = check_frame(make(pl.DataFrame(rows, schema=kinds)), detail=True)
    assert_equal(rows, list_answers(rows), table)


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Int64, pl.UInt16])
def test_codes_are_texts_or_whole_numbers(dtype: Any) -> None:
    found = judged_alone("supervision_code", pl.Series(["9610", "0961", None]).cast(dtype))
    assert found[0][0] == "needs_facts"
    assert found[1] == (
        ("invalid", "supervision_code")
        if dtype != pl.String and dtype != pl.Categorical
        else ("ineligible", "1.code")
    )
    assert found[2][0] == "needs_facts"


@pytest.mark.parametrize("code", [610910, 6109100010, 902100000])
def test_an_hs_code_that_is_a_number_may_have_lost_its_leading_zero(code: int) -> None:
    assert refuses("hs_code", pl.Series([code])) == [len(str(code)) % 2 == 1]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_datetime_is_a_day_at_midnight_only(unit: Any) -> None:
    days = pl.Series([datetime(2026, 3, 2), datetime(2026, 3, 2, 0, 0, 1), None])
    assert refuses("declared_on", days.cast(pl.Datetime(unit))) == [False, True, False]
    frame = days.cast(pl.Datetime(unit)).alias("declared_on").to_frame()
    for make in MAKE.values():
        judged = in_polars(check_frame(make(frame)))
        assert judged["retax_announcement"].cast(pl.String).to_list() == ["2026-16", None, None]


@pytest.mark.parametrize(
    ("day", "bad"),
    [
        (D(1999, 12, 31), True),
        (D(2000, 1, 1), False),
        (D(2199, 12, 31), False),
        (D(2200, 1, 1), True),
        (D(1, 1, 1), True),
        (D(9999, 12, 31), True),
    ],
)
@EVERY_KIND
def test_days_are_of_the_years_2000_to_2199(make: Make, day: date, bad: bool) -> None:
    frame = pl.DataFrame({"supervision_code": ["9610"], "released_on": [day]})
    (answers,) = answers_of(check_frame(make(frame)))
    assert (answers["retax_status"] == "invalid") is bad
    assert (answers["retax_last_day"] is None) is bad


@pytest.mark.parametrize(
    ("values", "bad"),
    [
        (pl.Series([1.5, 0.0, -1.0, float("nan"), float("inf"), 1e24, None]), 5),
        (pl.Series([3, 0, -1, None]), 2),
        (pl.Series([3, 0, None], dtype=pl.UInt8), 1),
        (pl.Series([2**64 - 1, 1], dtype=pl.UInt64), 0),
        (pl.Series([Decimal("1.50"), Decimal("0.00"), Decimal("-1.00"), None]), 2),
    ],
    ids=["float", "int", "uint8", "uint64", "decimal"],
)
def test_quantities_are_any_numbers(values: pl.Series, bad: int) -> None:
    if values.dtype == pl.UInt64:  # more than a table counts to, but not for want of being a number
        values = values.cast(pl.Int128)
    assert sum(refuses("returned_quantity", values)) == bad + (values.dtype == pl.Int128)


def test_whole_quantities_whose_sum_no_table_holds_are_refused() -> None:
    frame = pl.DataFrame(
        {
            "reason": ["unsold"] * 3,
            "exported_quantity": [10**18 - 1, 2**63 - 1, 5],
            "returned_before": [5 * 10**17, 2**62, 2**62],
            "returned_quantity": [5 * 10**17, 2**62, 2**62],
        }
    )
    for make in MAKE.values():
        judged = in_polars(check_frame(make(frame), detail=True))
        assert judged["retax_status"].cast(pl.String).to_list()[1:] == ["invalid", "invalid"]
        assert judged["retax_1_same_goods"].cast(pl.String).to_list()[0] == "outstanding"


@EVERY_KIND
@pytest.mark.parametrize(
    ("dtype", "values"),
    [
        (pl.Float64, [1e300, float("inf"), 1e30, 1e24, 9e23, 10.0]),
        (pl.Float32, [1e30, float("inf"), 10.0]),
        (pl.Decimal(38, 0), [Decimal(9 * 10**37), Decimal(10**24), Decimal(10)]),
        (pl.Decimal(38, 20), [Decimal("9" * 18), Decimal(10)]),
        (pl.Decimal(38, 30), [Decimal("9" * 8), Decimal(10)]),
    ],
    ids=str,
)
def test_a_quantity_however_large_stops_no_other_row(
    make: Make, dtype: Any, values: list[Any]
) -> None:
    told = ("exported_quantity", "returned_quantity", "returned_before")
    rows = [dict(zip(told, drawn, strict=True)) for drawn in product(values, repeat=3)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(told, dtype))
    assert_equal(rows, list_answers(rows), check_frame(make(frame), detail=True))


@EVERY_KIND
def test_a_decimal_of_more_than_nine_places_is_not_rounded_into_the_quantity(make: Make) -> None:
    returned = [Decimal("10.0000000004"), Decimal("10.000000001"), Decimal("10")]
    frame = pl.DataFrame(
        {"exported_quantity": [Decimal(10)] * 3, "returned_quantity": returned},
        schema=dict.fromkeys(["exported_quantity", "returned_quantity"], pl.Decimal(38, 20)),
    ).with_columns(reason=pl.lit("unsold"))
    judged = in_polars(check_frame(make(frame), detail=True))
    assert judged["retax_decided_by"].to_list()[0] == "returned_quantity"
    assert judged["retax_1_same_goods"].to_list() == [None, "outstanding", "met"]


def test_quantities_in_floating_point_add_up_exactly() -> None:
    frame = pl.DataFrame(
        {
            "reason": ["unsold"] * 2,
            "exported_quantity": [0.3, 0.3],
            "returned_before": [0.1, 0.1],
            "returned_quantity": [0.2, 0.21],
        }
    )
    for make in MAKE.values():
        judged = in_polars(check_frame(make(frame), detail=True))
        assert judged["retax_1_same_goods"].cast(pl.String).to_list() == ["met", "outstanding"]


@EVERY_KIND
def test_of_a_list_each_item_is_one_paper_whatever_it_holds(make: Make) -> None:
    if make is MAKE["pandas of numpy types"]:
        pytest.skip("numpy has no lists")
    texts = ["自我声明\x1fexport_list", "自我声明;export_list", " 自我声明\x1f", "自我声明\0核放单"]
    rows = [{"papers_held": [text]} for text in texts]
    assert_equal(rows, list_answers(rows), check_frame(make(pl.DataFrame(rows))))


@pytest.mark.parametrize(
    "papers",
    [
        pl.Series([["自我声明", "export_list"], [], None, ["x"], [None], [""]]),
        pl.Series(["自我声明；export_list;", "", None, "x", "?", " ; "]),
    ],
    ids=["lists", "texts"],
)
@EVERY_KIND
def test_papers_are_parted_texts_or_lists(make: Make, papers: pl.Series) -> None:
    if papers.dtype != pl.String and "numpy" in str(make):
        pytest.skip("numpy has no lists")
    frame = papers.alias("papers_held").to_frame()
    judged = in_polars(check_frame(make(frame), detail=True))
    assert [s == "invalid" for s in judged["retax_status"]] == [False] * 3 + [True, True, False]
    certificate = judged["retax_2_certificate"].cast(pl.String).to_list()
    assert certificate[0] == "outstanding"
    assert certificate[2] == "met"


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("出口日期", pl.Series([20260302]), ("出口日期", "exported_on", "Int64", "dates")),
        ("declared_on", pl.Series([datetime(2026, 3, 2, tzinfo=UTC)]), ("time zone",)),
        ("reason", pl.Series([1]), ("reason", "Int64", "texts or categories")),
        ("qty", pl.Series(["12"]), ("qty", "exported_quantity", "String", "numbers")),
        ("same_form", pl.Series([1.0]), ("same_form", "Float64", "true and false")),
        ("papers_held", pl.Series([[1]]), ("papers_held", "List", "';'")),
        ("supervision_code", pl.Series([9610.0]), ("supervision_code", "Float64", "cast it first")),
        ("export_entry", pl.Series([3.1002026e17]), ("Float64", "lost digits", "as texts")),
        ("retax_status", pl.Series(["x"]), ("retax_status", "already")),
    ],
)
def test_a_column_of_the_wrong_type_is_an_error_before_anything_runs(
    name: str, values: pl.Series, words: tuple[str, ...]
) -> None:
    for make in (MAKE["lazy polars"], MAKE["pyarrow"], MAKE["DuckDB"]):
        with pytest.raises(ValueError, match=name) as refused:
            check_frame(make(values.alias(name).to_frame()))
        if make is MAKE["lazy polars"]:
            assert all(word in str(refused.value) for word in words)


def test_no_cast_is_advised_that_would_be_refused_next() -> None:
    for name in ("reason", "declared_on", "papers_held", "export_entry"):
        with pytest.raises(ValueError, match=name) as refused:
            check_frame(pl.DataFrame({name: [1.0]}))
        assert "cast" not in str(refused.value)


def test_a_column_of_nulls_tells_nothing() -> None:
    judged = check_frame(pl.DataFrame({"reason": [None], "declared_on": [None]}))
    assert "reason" in judged["retax_missing"][0]


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"returned_on": pd.period_range("2026-06-18", periods=2)}),
        pa.table({"is_food": pa.array([True, False]).cast(pa.int8()).cast(pa.bool8())}),
        duckdb.sql("select uuid() as papers_held"),
    ],
    ids=["period", "bool8", "uuid"],
)
def test_a_column_of_a_type_unknown_here_does_not_pass_for_one_of_nulls(table: Any) -> None:
    with pytest.raises(ValueError, match="a type unknown here"):
        check_frame(table)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("returned_on", [D(2026, 6, 18), datetime(2026, 6, 18, 14)]),
        ("returned_on", [D(2026, 6, 18), None, pd.Timestamp("2026-06-18 14:00")]),
        ("exported_quantity", [10**20, 10**22]),
        ("exported_quantity", [Decimal("1e30"), Decimal("1e-20")]),
        ("exported_quantity", [Decimal(1), Decimal("Infinity")]),
        ("reason", ["\ud800", "unsold"]),
    ],
)
def test_a_pandas_column_of_objects_is_read_whole_or_refused_by_its_name(
    name: str, values: list[Any]
) -> None:
    with pytest.raises(ValueError, match=name):
        check_frame(pd.DataFrame({name: pd.Series(values, dtype=object)}))


def test_a_pandas_column_without_a_value_tells_nothing() -> None:
    blank = pd.DataFrame({"reason": [float("nan")] * 2, "use": ["unused"] * 2})
    assert blank["reason"].dtype == float
    assert check_frame(blank)["retax_status"].to_list() == ["needs_facts"] * 2


def test_a_lazy_table_of_another_kind_is_refused_with_those_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retax.frames, "_LAZY", frozenset())
    with pytest.raises(TypeError, match=r"DuckDBPyRelation; accepted are .* a PySpark DataFrame"):
        check_frame(MAKE["DuckDB"](small()))


@EVERY_KIND
def test_white_space_around_a_text_is_passed_over(make: Make) -> None:
    around = [" {}", "{}\t", "\u3000{}\u3000", "\n{}\u00a0", "\x1c{}\x1f"]
    told = {"supervision_code": "9610", "gcode": "0902100000", "是否食品": "是", "use": "未使用"}
    frame = pl.DataFrame(
        {fact: [put.format(text) for put in around] for fact, text in told.items()}
    )
    rows = [
        {name: text.strip() for name, text in row.items()} for row in frame.iter_rows(named=True)
    ]
    assert_equal(rows, list_answers(rows), check_frame(make(frame), detail=True))


@EVERY_KIND
@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("supervision_code", ["+961", "-961", "9.61", "1e03", "１２１０", "961 ", "09610"]),
        ("hs_code", ["+610910001", "-610910001", "6109.10000", "1e00000000", "61091000 1"]),
        ("hs_code", ["6109100010123", "6109100010ABC", "610910001012X", "6109100010中"]),
    ],
)
def test_what_only_a_machine_takes_for_digits_is_read_as_check_reads_it(
    make: Make, name: str, texts: list[str]
) -> None:
    rows = [{name: text} for text in texts]
    assert_equal(rows, list_answers(rows), check_frame(make(pl.DataFrame(rows))))


def test_what_is_no_table_is_refused_by_its_kind() -> None:
    for thing in ([{"reason": "unsold"}], "returns.csv", None, {"reason": ["unsold"]}):
        with pytest.raises(TypeError, match=type(thing).__name__):
            check_frame(thing)


def test_a_pandas_column_of_mixed_values_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="supervision_code"):
        check_frame(pd.DataFrame({"supervision_code": ["9610", 9610, 1.5]}))


def test_an_option_that_is_not_accepted_is_refused_before_the_table_is_looked_at() -> None:
    with pytest.raises(ValueError, match="restday"):
        check_frame(small(), settled={"restday": "lenient"})


# -- two columns of one fact --------------------------------------------------------------------


@EVERY_KIND
def test_of_two_columns_of_one_fact_the_filled_one_counts(make: Make) -> None:
    frame = pl.DataFrame(
        {
            "监管方式": ["9610", None, "9610", "9610", "", None],
            "tradeMode": [None, "9610", "9610", "9710", "9610", None],
        }
    )
    found = [answers["retax_status"] for answers in answers_of(check_frame(make(frame)))]
    assert found == ["needs_facts"] * 3 + ["invalid"] + ["needs_facts"] * 2


@EVERY_KIND
def test_under_9610_the_number_of_the_list_wins_over_that_of_the_declaration(make: Make) -> None:
    listed, declared = rows_of.LIST, rows_of.DECLARATION
    columns = {
        "supervision_code": ["9610", "9710", "9610", "9610", "9610"],
        "清单编号": [listed, listed, None, listed, listed],
        "报关单号": [declared, declared, declared, "E1", None],
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    table = check_frame(make(pl.DataFrame(columns)), detail=True)
    assert_equal(rows, list_answers(rows), table)
    found = [answers["retax_status"] == "invalid" for answers in answers_of(table)]
    assert found == [False, True, True, False, False]


@EVERY_KIND
def test_under_9610_a_number_of_a_list_that_is_no_number_is_not_passed_over(make: Make) -> None:
    good, other = rows_of.LIST, rows_of.DECLARATION
    told = [good, other, good[:9], good + "x", "xxxxxxxxe", "n/a", None]
    rows = [
        {"清单编号": one, "报关单号": two, "supervision_code": "9610"}
        for one, two in product(told, repeat=2)
    ]
    assert_equal(rows, list_answers(rows), check_frame(make(pl.DataFrame(rows)), detail=True))


@EVERY_KIND
def test_where_code_and_number_are_both_given_twice_the_filled_code_counts(make: Make) -> None:
    listed, declared = rows_of.LIST, rows_of.DECLARATION
    columns = {
        "supervision_code": ["9610", None, "9610", "9710"],
        "监管方式": [None, "9610", "9710", None],
        "清单编号": [listed] * 4,
        "报关单号": [declared] * 4,
    }
    found = [
        a["retax_status"] == "invalid" for a in answers_of(check_frame(make(pl.DataFrame(columns))))
    ]
    assert found == [False, False, True, True]


@EVERY_KIND
def test_two_columns_of_items_are_compared_by_number(make: Make) -> None:
    columns = {"项号": ["1", "1", "01", None, "0"], "gnum": ["1", "2", "1", "x", None]}
    found = [
        a["retax_status"] == "invalid" for a in answers_of(check_frame(make(pl.DataFrame(columns))))
    ]
    assert found == [False, True, False, True, True]


@EVERY_KIND
def test_two_columns_of_hs_codes_are_compared_whole(make: Make) -> None:
    columns = {
        "hs_code": ["6109100010", "6109100010", "6109.10", None],
        "gcode": ["6109.10.00.10", "6109100011", "610910", "61091"],
    }
    found = [
        a["retax_status"] == "invalid" for a in answers_of(check_frame(make(pl.DataFrame(columns))))
    ]
    assert found == [False, True, False, True]


@EVERY_KIND
def test_the_heading_of_two_columns_of_hs_codes_is_screened_for_food(make: Make) -> None:
    codes: list[str | None] = ["0902100000", "9021100000", "0904", "6109", "3917400000", None]
    rows = [
        {"hs_code": one, "gcode": two}
        for one, two in [*((code, None) for code in codes), *((None, code) for code in codes)]
    ]
    table = check_frame(make(pl.DataFrame(rows, schema={"hs_code": pl.String, "gcode": pl.String})))
    assert_equal(rows, list_answers(rows), table)


@EVERY_KIND
def test_a_number_of_21_digits_is_a_number_and_an_item(make: Make) -> None:
    listed, declared = rows_of.LIST, rows_of.DECLARATION
    numbers: list[str | None] = [f"{declared}0{item}" for item in ("00", "01", "02")]
    numbers += [declared, f"{declared}101", f"{listed}001", f" {declared}002 ", None]
    items = ["1", "02", "x", None]
    rows = [
        {"export_entry": number, "export_item": item} for number, item in product(numbers, items)
    ]
    rows += [{"export_entry": number, "export_item": None} for number in numbers]
    assert_equal(rows, list_answers(rows), check_frame(make(pl.DataFrame(rows))))
    twice = [
        {"清单编号": one, "报关单号": two, "supervision_code": code, "export_item": item}
        for one, two in product([*numbers, listed], repeat=2)
        for code, item in (("9610", None), ("9710", None), ("9610", "2"), ("9710", "3"))
    ]
    assert_equal(twice, list_answers(twice), check_frame(make(pl.DataFrame(twice))))


def test_a_whole_number_of_21_digits_is_read_as_well() -> None:
    number = pl.Series([int(f"{rows_of.DECLARATION}002")], dtype=pl.Int128)
    for item, status in (("2", "needs_facts"), ("1", "invalid")):
        frame = pl.DataFrame({"export_entry": number, "export_item": [item]})
        assert check_frame(frame)["retax_status"].to_list() == [status]


# -- what makes a row invalid --------------------------------------------------------------------


@EVERY_KIND
@pytest.mark.parametrize(
    ("row", "blamed"),
    [
        ({"hs_code": "61091", "gcode": None, "use": "?", "使用情况": "unused"}, "use"),
        ({"use": "?", "hs_code": "61091"}, "hs_code"),
        ({"项号": "1", "gnum": "2", "hs_code": "6109", "gcode": "6110"}, "export_item"),
        ({"hs_code": "6109", "gcode": "6110", "项号": "1", "gnum": "2"}, "hs_code"),
        ({"export_item": "1", "export_entry": "290120260000000017002", "use": "?"}, "export_item"),
    ],
    ids=str,
)
def test_columns_that_differ_are_blamed_before_values_that_are_refused(
    make: Make, row: Row, blamed: str
) -> None:
    (answers,) = answers_of(
        check_frame(make(pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))))
    )
    assert answers["retax_decided_by"] == blamed
    assert list_answers([row])[0]["retax_decided_by"] == blamed


@cache
def in_every_order() -> tuple[list[Row], Said]:
    days = [D(2026, 5, 1), D(2026, 5, 2), D(2026, 5, 3), None]
    names = ("declared_on", "returned_on", "domestic_on", "return_declared_on")
    rows = [dict(zip(names, drawn, strict=True)) for drawn in product(days, repeat=4)]
    return list(rows), list_answers(rows)


@EVERY_KIND
def test_contradictions_are_looked_for_in_the_order_of_the_model(make: Make) -> None:
    rows, said = in_every_order()
    assert_equal(rows, said, check_frame(make(pl.DataFrame(rows))))


@EVERY_KIND
def test_a_code_of_the_return_is_a_contradiction_as_text_and_as_category(make: Make) -> None:
    codes = ["4561", "9661", "1261", "9610", "none", "无", " none ", "None", "NONE", "nan", None]
    entries = ["290120230000000017", "290120260000000017", None]
    rows = [
        {"supervision_code": code, "export_entry": entry, "declared_on": D(2026, 3, 2)}
        for code, entry in product(codes, entries)
    ]
    frame = pl.DataFrame(rows)
    kind = pl.Enum([code for code in codes if code is not None])
    for table in (frame, frame.with_columns(pl.col("supervision_code").cast(kind))):
        assert_equal(rows, list_answers(rows), check_frame(make(table), detail=True))


@EVERY_KIND
@pytest.mark.parametrize("fact", ["attribution", "对应方式"])
def test_none_is_a_word_in_lower_case_and_in_chinese_only(make: Make, fact: str) -> None:
    rows = [
        {fact: text} for text in ("none", " none", "None", "NONE", "无法对应", "FIFO", "Traced")
    ]
    found = list(answers_of(check_frame(make(pl.DataFrame(rows)))))
    assert [a["retax_status"] == "invalid" for a in found] == [False] * 2 + [True] * 2 + [False] * 3
    assert_equal(rows, list_answers(rows), check_frame(make(pl.DataFrame(rows))))


@EVERY_KIND
@pytest.mark.parametrize("fact", ["exported_quantity", "returned_quantity", "returned_before"])
@pytest.mark.parametrize("dtype", [pl.Float64, pl.Int64, pl.Decimal(20, 2)], ids=str)
def test_a_quantity_of_0_is_refused_where_something_went_out_or_came_back(
    make: Make, fact: str, dtype: Any
) -> None:
    frame = pl.DataFrame({fact: [0, 1, -1]}, schema={fact: dtype})
    rows = frame.rows(named=True)
    assert_equal(rows, list_answers(rows), check_frame(make(frame)))


@EVERY_KIND
@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum], ids=str)
def test_days_may_be_texts_as_check_reads_them(make: Make, dtype: Any) -> None:
    texts: list[str | None] = ["2026-03-02", "20260302", " 2026-03-02\t", "", " ", None]
    texts += ["2026-3-2", "2026/03/02", "2026-02-30", "20260230", "+2026-03-02", "2026 0302"]
    texts += ["1999-12-31", "2200-01-01", "x", "2026-03-02 00:00"]
    rows = [{"declared_on": one, "exported_on": "2026-03-02"} for one in texts]
    kind = pl.Enum([t for t in texts if t is not None]) if dtype is pl.Enum else dtype
    frame = pl.DataFrame(rows).with_columns(pl.col("declared_on").cast(kind))
    assert_equal(rows, list_answers(rows), check_frame(make(frame), detail=True))


# -- names of columns ----------------------------------------------------------------------------


@EVERY_KIND
@pytest.mark.parametrize(
    "name", ["Reason", "退运原因（必填）", " reason ", "退运原因*", "ＲＥＡＳＯＮ", "退运 原因"]
)
def test_a_heading_is_read_without_what_changes_nothing(make: Make, name: str) -> None:
    (answers,) = answers_of(check_frame(make(pl.DataFrame({name: ["unsold"]}))))
    assert "reason" not in answers["retax_missing"].split(";")


@EVERY_KIND
def test_two_headings_of_one_fact_are_two_tellings_of_it(make: Make) -> None:
    frame = pl.DataFrame({"reason": ["unsold", "unsold"], "退运原因（如有）": ["滞销", "召回"]})
    found = [answers["retax_status"] for answers in answers_of(check_frame(make(frame)))]
    assert found == ["needs_facts", "invalid"]


@EVERY_KIND
@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("商品是否破损情况", "damaged"),
        ("batch_traced", "attribution"),
        ("damage", "damaged"),
        ("退运数量（箱）", "returned_quantity"),
        ("resaon", "reason"),
        ("翻新", "processed"),
        ("是否由原企业退运", "importer_differs"),
        ("进区日期", "destination"),
    ],
)
def test_a_name_near_that_of_a_fact_is_refused_or_carried_when_asked_to(
    make: Make, name: str, fact: str
) -> None:
    table = make(pl.DataFrame({name: ["x"], "订单号": ["1"], "color": ["red"]}))
    with pytest.raises(ValueError, match="unread='carry'") as refused:
        check_frame(table)
    assert f"column {name!r} comes near the fact {fact!r}" in str(refused.value)
    judged = in_polars(check_frame(table, unread="carry"))
    assert judged.columns == [name, "订单号", "color", *rows_of.ANSWERS]
    assert judged["retax_status"].to_list() == ["needs_facts"]


def test_what_becomes_of_unread_columns_is_one_of_two_words() -> None:
    with pytest.raises(ValueError, match="'refuse' and 'carry'"):
        check_frame(small(), unread="drop")  # type: ignore[arg-type]


# -- the law is not written here -----------------------------------------------------------------


@EVERY_KIND
def test_another_announcement_is_known_to_tables_at_once(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = replace(
        ANNOUNCEMENTS[-1],
        id="2028-1",
        issued=D(2028, 1, 1),
        published=D(2028, 1, 5),
        first_day=D(2028, 1, 1),
        last_day=D(2029, 12, 31),
    )
    frame = pl.DataFrame({"declared_on": [D(2028, 3, 1)]})
    (before,) = answers_of(check_frame(make(frame)))
    assert before["retax_status"] == "not_covered"
    announce(monkeypatch, *ANNOUNCEMENTS, later)
    (after,) = answers_of(check_frame(make(frame)))
    assert (after["retax_status"], after["retax_announcement"]) == ("needs_facts", "2028-1")


# -- the extra ------------------------------------------------------------------------------------


def printed_by(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_import_retax_loads_no_dataframe_library() -> None:
    loaded = "import sys, retax; print({'polars', 'narwhals', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("library", ["polars", "narwhals"])
def test_where_the_extra_is_missing_it_names_itself(library: str) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "import retax\n"
        "try: retax.check_frame\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert write_install_line("frames") in done.stdout
    assert library in done.stdout


def test_a_pandas_table_without_pyarrow_names_the_extra() -> None:
    printed = printed_by(
        "import sys; sys.modules['pyarrow'] = None\n"
        "import pandas, retax\n"
        "try: retax.check_frame(pandas.DataFrame({'supervision_code': ['9610']}))\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    assert printed == f"pandas tables need pyarrow: {write_install_line('frames')}\n"


def test_retax_has_no_other_name_it_does_not_have() -> None:
    with pytest.raises(AttributeError, match="check_table"):
        retax.check_table  # noqa: B018


def test_pyarrow_tables_get_their_columns_in_their_own_types() -> None:
    judged = check_frame(small().to_arrow())
    assert isinstance(judged, pa.Table)
    assert pa.types.is_date32(judged.schema.field("retax_last_day").type)
    assert not pa.types.is_dictionary(judged.schema.field("retax_status").type)
