"""What evidence names, what cannot be, and what a clerk reads of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import ValidationError

import retax
from matching.ledger import LATE_ON_OLD, NEW, OLD, back, line
from retax import Words, check_lines, match_returns
from retax.matching import ExportLine, Matched, ReturnedUnits, UnreadRow
from retax.matching.evidence import EVIDENCE, Evidence
from retax.matching.own_fields import TRACE_KINDS, TraceKind
from retax.matching.wording import ASSUMPTIONS

match: Any = match_returns
"""Its answers compare with plain numbers here."""


def match_tables(tables: Mapping[str, list[Any]], **options: Any) -> Matched:
    others: dict[str, Any] = {k: v for k, v in tables.items() if k not in ("exports", "returned")}
    matched: Matched = match(tables["exports"], tables["returned"], **others, **options)
    return matched


def shown(matched: Matched) -> list[tuple[int, int, int, str]]:
    return [(x.row, x.line, int(x.quantity), x.evidence) for x in matched.lines]


def ids(matched: Matched) -> list[str]:
    return [found.id for found in matched.contradictions]


def statuses(matched: Matched, **options: Any) -> list[str]:
    return [verdict.status for verdict, _ in check_lines(matched.goods, **options)]


# -- evidence


def test_a_row_that_states_its_paper_is_of_that_line() -> None:
    paper = {k: NEW[k] for k in ("export_entry", "export_item")}
    matched = match([OLD, NEW], [back(LATE_ON_OLD, **paper)])
    assert shown(matched) == [(0, 1, 5, "stated")]
    assert statuses(matched) == ["eligible"]
    assert (matched.open, matched.contradictions) == ((), ())


def test_a_paper_without_item_is_enough_where_it_has_one_line_of_the_item() -> None:
    other = line(2, "2026-05-20", sku="OTHER", export_item=2)
    row = back(LATE_ON_OLD, export_entry=NEW["export_entry"])
    assert shown(match([OLD, NEW, other], [row])) == [(0, 1, 5, "stated")]
    twice = line(2, "2026-05-20", export_item=3)
    assert shown(match([OLD, NEW, twice], [row])) == []


def test_a_line_without_a_paper_is_named_by_none() -> None:
    without = {k: v for k, v in OLD.items() if k not in ("export_entry", "export_item")}
    row = back(LATE_ON_OLD, export_entry=NEW["export_entry"])
    assert shown(match([without, NEW], [row])) == [(0, 1, 5, "stated")]


def test_a_number_of_21_digits_is_paper_and_item() -> None:
    row = back(LATE_ON_OLD, export_entry=NEW["export_entry"] + "001")
    assert shown(match([OLD, NEW], [row])) == [(0, 1, 5, "stated")]


@pytest.mark.parametrize(
    ("of_line", "of_row", "evidence"),
    [
        ({"order_no": "SO-7"}, {"order_no": "ＳＯ-7 "}, "order"),
        ({"tracking_no": "YT1"}, {"tracking_no": "YT1"}, "tracking"),
        ({"批次号": "L9"}, {"批号": "L9"}, "lot"),
    ],
)
def test_a_number_that_one_line_of_the_item_bears_names_it(
    of_line: dict[str, Any], of_row: dict[str, Any], evidence: str
) -> None:
    other = dict.fromkeys(of_line, "another")
    matched = match([OLD | other, NEW | of_line], [back(LATE_ON_OLD, **of_row)])
    assert shown(matched) == [(0, 1, 5, evidence)]
    # A line that tells no such number may bear the same.
    assert shown(match([OLD, NEW | of_line], [back(LATE_ON_OLD, **of_row)])) == []
    both = match([OLD | of_line, NEW | of_line], [back(LATE_ON_OLD, **of_row)])
    assert shown(both) == []
    assert [units.quantity for units in both.open] == [5]


def test_a_unit_comes_back_once_of_a_line() -> None:
    lines = [OLD, NEW | {"serial_no": "B1;B2"}]
    paper = {"export_entry": NEW["export_entry"], "export_item": 1}
    rows = [back(LATE_ON_OLD, 1, serial_no="B1", **paper), back("2026-09-02", 1, serial_no="B1")]
    for given in (rows, rows[::-1]):
        matched = match(lines, given)
        assert shown(matched) == [(given.index(rows[0]), 1, 1, "stated")]
        assert matched.contradicted == {given.index(rows[1]): 1}
        assert ids(matched) == ["unit_twice"]
    # A unit that left twice may be back twice, and others are other units.
    old_paper = {"export_entry": OLD["export_entry"], "export_item": 1}
    earlier = back("2026-04-01", 1, serial_no="B1", **old_paper)
    twice = match([OLD | {"serial_no": "B1"}, lines[1]], [earlier, rows[0]])
    assert shown(twice) == [(0, 0, 1, "stated"), (1, 1, 1, "stated")]
    others = match(lines, [rows[0], rows[1] | {"serial_no": "B2"}])
    assert [x.evidence for x in others.lines] == ["stated", "serial"]


@pytest.mark.parametrize("text", ["-", "无", "N/A", "同上", "待定", "见附件", "0", "/"])
@pytest.mark.parametrize("name", ["serial_no", "order_no", "tracking_no", "批次号"])
def test_a_text_that_names_nothing_ties_no_unit_to_a_line(name: str, text: str) -> None:
    row = back(LATE_ON_OLD, 1, **{name: text})
    matched = match([OLD | {name: "N9"}, NEW | {name: text}], [row])
    assert shown(matched) == []
    # Such a line tells no number, so that it may be the one that bears N9.
    other = match([OLD | {name: "N9"}, NEW | {name: text}], [row | {name: "N9"}])
    assert shown(other) == ([(0, 0, 1, "serial")] if name == "serial_no" else [])


def test_a_carton_or_a_trace_that_names_nothing_is_no_evidence() -> None:
    trace = {"kind": "carton", "value": "C1", "export_entry": NEW["export_entry"]}
    assert shown(match([OLD, NEW], [back(LATE_ON_OLD, 1, carton_no="无")], traces=[trace])) == []
    with pytest.raises(ValidationError, match="a trace lacks value"):
        match([OLD, NEW], [back(LATE_ON_OLD, 1)], traces=[trace | {"value": "—"}])


@pytest.mark.parametrize("sku", ["-", "无", "待补", "N/A"])
def test_goods_without_an_item_number_are_not_one_item(sku: str) -> None:
    with pytest.raises(ValidationError, match="an export line lacks sku"):
        match([OLD | {"sku": sku}], [back(LATE_ON_OLD)])
    unnamed = back(LATE_ON_OLD) | {"sku": sku}
    matched = match([OLD, NEW], [unnamed], errors="return")
    assert [refused.table for refused in matched.refused] == ["returned"]
    # Which item it is of is open, as where the cell is blank.
    blank = match([OLD, NEW], [unnamed | {"sku": ""}], errors="return")
    assert [matched.remarks, matched.items] == [blank.remarks, blank.items]
    by_another_name = {**unnamed, "sku": "", "货号": "TB-1", "returned_quantity": "?"}
    assert match([OLD, NEW], [by_another_name], errors="return").items == ()
    why = Words("读不出", "not readable")
    assert match([OLD, NEW], [UnreadRow(why, sku)], errors="return").remarks == blank.remarks


@pytest.mark.parametrize("kind", get_args(TraceKind))
def test_a_trace_names_the_line_it_ties_a_number_to(kind: TraceKind) -> None:
    of_row = {
        "serial": {"serial_no": "X1"},
        "carton": {"LPN": "X1"},
        "order": {"order_no": "X1"},
        "tracking": {"tracking_no": "X1"},
        "lot": {"lot_no": "X1"},
    }[kind]
    row = back(LATE_ON_OLD, 1, **of_row)
    for name in (kind, TRACE_KINDS[kind].zh):
        trace = {"kind": name, "value": "X1", "export_entry": NEW["export_entry"]}
        matched = match([OLD, NEW], [row], traces=[trace])
        assert shown(matched) == [(0, 1, 1, kind)]
        assert statuses(matched) == ["eligible"]
    assert shown(match([OLD, NEW], [row])) == []


def test_each_serial_number_names_the_line_of_its_unit() -> None:
    lines = [OLD | {"serial_no": "A1;A2"}, NEW | {"serial_no": "B1、B2"}]
    matched = match(lines, [back(LATE_ON_OLD, 4, serial_no="A1;B1;B2")])
    assert shown(matched) == [(0, 0, 1, "serial"), (0, 1, 2, "serial")]
    assert [units.quantity for units in matched.open] == [1]
    assert matched.lines[1].value == "B1、B2"
    beyond = match(lines, [back(LATE_ON_OLD, 2, serial_no="A1;A2;B1")])
    assert ids(beyond) == ["serials_beyond_quantity"]


def test_a_trace_of_a_quantity_names_its_line_for_no_more_units() -> None:
    trace = {
        "kind": "lot",
        "value": "L9",
        "export_entry": NEW["export_entry"],
        "quantity": 6,
    }
    rows = [back(LATE_ON_OLD, 5, lot_no="L9"), back("2026-09-02", 2, lot_no="L9")]
    matched = match([OLD, NEW], rows, traces=[trace])
    assert shown(matched) == [(0, 1, 5, "lot")]
    assert ids(matched) == ["over_the_trace"]
    assert matched.contradicted == {1: 2}


def test_evidence_of_two_lines_is_a_contradiction() -> None:
    paper = {k: OLD[k] for k in ("export_entry", "export_item")}
    row = back(LATE_ON_OLD, order_no="SO-2", **paper)
    lines = [OLD | {"order_no": "SO-1"}, NEW | {"order_no": "SO-2"}]
    matched = match(lines, [row])
    assert ids(matched) == ["evidence_disagrees"]
    assert matched.contradictions[0].lines == (0, 1)
    assert (matched.lines, matched.open) == ((), ())


def test_only_the_line_that_was_there_is_that_of_an_early_row() -> None:
    matched = match([OLD, NEW], [back("2026-04-01"), back(LATE_ON_OLD, 1)])
    assert shown(matched) == [(0, 0, 5, "only_line")]
    assert "台账排除" in matched.lines[0].words.zh
    assert matched.lines[0].goods.attribution == "traced"
    assert [units.row for units in matched.open] == [1]


def test_traced_units_leave_their_line_before_anything_else() -> None:
    # All ten of the old line are stated; the open row can be of the new line only.
    paper = {k: OLD[k] for k in ("export_entry", "export_item")}
    rows = [back(LATE_ON_OLD, 5), back("2026-09-20", 10, **paper)]
    matched = match([OLD, NEW], rows)
    assert shown(matched) == [(0, 1, 5, "only_line"), (1, 0, 10, "stated")]


def test_a_filed_return_counts_against_its_line_and_makes_none() -> None:
    filed = back(
        "2026-06-01",
        10,
        export_entry=OLD["export_entry"],
        export_item=1,
        return_entry="223120261000000009",
    )
    matched = match([OLD, NEW], [filed, back(LATE_ON_OLD)])
    assert matched.filed == (0,)
    assert shown(matched) == [(1, 1, 5, "only_line")]
    assert "filed_returns_as_filed" in matched.assumed


def test_goods_count_what_came_back_of_their_line_before_them() -> None:
    paper = {k: NEW[k] for k in ("export_entry", "export_item")}
    lines = [NEW | {"累计已退运数量": 2}]
    rows = [back("2026-09-02", 3, **paper), back("2026-09-01", 4, **paper)]
    matched = match(lines, rows)
    assert [goods.returned_before for goods in matched.goods] == [6, 2]
    assert retax.overdrawn(matched.goods) == []


def test_another_enterprise_of_the_line_is_passed_on_to_check() -> None:
    lines = [NEW | {"enterprise": "甲公司"}]
    (line_of_other,) = match(lines, [back(LATE_ON_OLD, enterprise="乙公司")]).lines
    assert line_of_other.goods.importer_differs is True
    (same,) = match(lines, [back(LATE_ON_OLD, enterprise="甲公司")]).lines
    assert same.goods.importer_differs is None


# -- ranges


def test_a_dated_sale_makes_units_certain() -> None:
    rows = [back(LATE_ON_OLD, 5)]
    open_before = match([OLD, NEW], rows).open[0]
    assert (open_before.strict.at_least, open_before.strict.at_most) == (0, 5)
    assert "gone_on" in open_before.asks
    sold = [{"sku": "TB-1", "quantity": 8, "gone_on": "2026-05-01"}]
    units = match([OLD, NEW], rows, gone=sold).open[0]
    assert (units.strict.at_least, units.strict.at_most) == (3, 5)
    assert [(x.line, x.at_least, x.at_most) for x in units.possible] == [(0, 0, 2), (1, 3, 5)]
    assert units.possible[1].last_day == date(2026, 11, 20)
    assert "至少3件在期限内" in units.words.zh
    everything = [{"sku": "TB-1", "quantity": 10, "gone_on": "2026-05-01"}]
    assert shown(match([OLD, NEW], rows, gone=everything)) == [(0, 1, 5, "only_line")]


def test_an_undated_sale_makes_none_certain() -> None:
    sold = [{"sku": "TB-1", "quantity": 8}]
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], gone=sold)
    assert matched.open[0].strict.at_least == 0
    assert matched.items[0].no_fifo == "undated_gone"


def test_units_gone_of_a_known_line_leave_that_line() -> None:
    sold = [{"sku": "TB-1", "quantity": 10, "export_entry": OLD["export_entry"]}]
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], gone=sold)
    assert shown(matched) == [(0, 1, 5, "only_line")]


def test_a_count_shows_what_is_gone_by_its_day() -> None:
    lines = [OLD | {"arrived_on": "2026-02-01"}, NEW | {"海外入仓日期": "2026-06-20"}]
    rows = [back(LATE_ON_OLD, 2, shipped_on="2026-08-01")]
    count = {"sku": "TB-1", "盘点日期": "2026-05-01", "盘点数量": 1}
    units = match(lines, rows, counts=[count]).open[0]
    assert (units.strict.at_least, units.strict.at_most) == (1, 2)
    # A row that may have left the warehouse before the count may be what is missing.
    maybe_out = match(lines, [back(LATE_ON_OLD, 2)], counts=[count]).open[0]
    assert maybe_out.strict.at_least == 0
    # So may be a line that may not have arrived.
    not_there = match([OLD, NEW], rows, counts=[count]).open[0]
    assert not_there.strict.at_least == 0


@pytest.mark.parametrize(
    "options",
    [
        # The sale may be what the count lacks.
        {"gone": [{"sku": "TB-1", "quantity": 9, "gone_on": "2026-12-01"}]},
        {"gone": [{"sku": "TB-1", "quantity": 9, "export_entry": OLD["export_entry"]}]},
        # So may be a row, or a count of another warehouse, that cannot be read.
        {"more": [{"sku": "TB-1", "returned_quantity": "?"}], "errors": "return"},
        {"counts": [{"sku": "TB-1", "counted_on": "2026-05-01"}], "errors": "return"},
    ],
)
def test_a_count_shows_nothing_gone_that_may_be_listed_elsewhere(options: dict[str, Any]) -> None:
    lines = [OLD | {"arrived_on": "2026-02-01"}, NEW | {"arrived_on": "2026-06-20"}]
    rows = [back(LATE_ON_OLD, 1, shipped_on="2026-08-01"), *options.pop("more", ())]
    counts = [{"sku": "TB-1", "counted_on": "2026-05-01", "counted": 1}]
    counts += options.pop("counts", [])
    matched = match(lines, rows, counts=counts, **options)
    (units,) = matched.open
    # Inferred as well, nine more units would leave one old unit at most, or none.
    (possible,) = [line for line in units.possible if line.line == 0]
    assert possible.at_most == 1
    assert units.strict.at_least == 0


def test_units_gone_of_a_paper_that_is_not_listed_narrow_nothing() -> None:
    sold = [{"sku": "TB-1", "quantity": 10, "gone_on": "2026-05-01"}]
    sold[0]["export_entry"] = "223120260000000099"
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], gone=sold, convention="fifo")
    assert [units.strict.at_least for units in matched.open] == [0]
    assert [remark.id for remark in matched.remarks] == ["gone_of_no_line"]
    assert matched.items[0].no_fifo == "rows_left_out"


def test_a_count_beyond_the_books_blocks_the_item() -> None:
    count = {"sku": "TB-1", "counted_on": "2026-05-01", "counted": 11}
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], counts=[count])
    assert ids(matched) == ["count_beyond_books"]
    assert matched.contradicted == {0: 5}


def test_places_kept_apart_are_pools_of_their_own() -> None:
    lines = [OLD | {"仓库": "FRA"}, NEW | {"place": "LAX"}]
    row = back(LATE_ON_OLD, 5, 海外仓="LAX")
    assert shown(match(lines, [row], by_place=True)) == [(0, 1, 5, "only_line")]
    assert shown(match(lines, [row])) == []


def test_where_places_are_kept_apart_every_row_tells_its_place() -> None:
    matched = match([OLD], [back(LATE_ON_OLD)], by_place=True, errors="return")
    assert [(row.table, row.position) for row in matched.refused] == [
        ("exports", 0),
        ("returned", 0),
    ]
    with pytest.raises(retax.ValidationError, match="by_place"):
        match([OLD], [], by_place=True)


@pytest.mark.parametrize("place", ["-", "待定", "N/A"])
def test_a_place_that_names_none_keeps_nothing_apart(place: str) -> None:
    with pytest.raises(ValidationError, match="place is not given"):
        match([OLD | {"place": place}], [], by_place=True)
    assert match([OLD | {"place": place}], []).contradictions == ()


def test_last_days_say_how_many_units_lapse() -> None:
    sold = [{"sku": "TB-1", "quantity": 8, "gone_on": "2026-05-01"}]
    matched = match([OLD, NEW], [], gone=sold, as_of=date(2026, 6, 1))
    assert [(x.last_day, x.abroad, x.needed, x.needed_to_be_sure) for x in matched.deadlines] == [
        (date(2026, 7, 10), 12, 2, 2),
        (date(2026, 11, 20), 12, 12, 12),
    ]
    later = match([OLD, NEW], [], gone=sold, as_of=date(2026, 8, 1))
    assert [(x.last_day, x.days_left) for x in later.deadlines] == [
        (date(2026, 7, 10), -22),
        (date(2026, 11, 20), 111),
    ]
    assert [x.days_left for x in match([OLD, NEW], [], gone=sold).deadlines] == [None, None]
    assert [(x.line, x.left.at_least, x.left.at_most) for x in matched.export_lines] == [
        (0, 2, 2),
        (1, 10, 10),
    ]


def test_what_to_prove_is_no_line() -> None:
    matched = match([OLD, NEW], [back(LATE_ON_OLD)])
    (proof,) = matched.to_prove
    assert (proof.row, proof.line, proof.quantity) == (0, 1, 5)
    assert "不能证明的，不得据此申报" in proof.words.zh
    assert matched.goods == ()


def test_a_row_without_its_declaration_asks_for_it() -> None:
    row = back(LATE_ON_OLD)
    del row["return_declared_on"]
    units = match([NEW, NEW | {"export_item": 2}], [row]).open[0]
    assert units.strict.at_least == 0
    assert units.lenient.at_least == units.lenient.at_most == 5
    assert units.asks[0] == "return_declared_on"


def test_an_unknown_departure_shows_no_return_within_days_of_release() -> None:
    unsure = line(1, "2026-05-01")
    del unsure["exported_on"]
    sure = line(2, "2026-05-01")
    matched = match([unsure, sure], [back("2026-05-08", 3)])
    (units,) = matched.open
    assert (units.strict.at_least, units.strict.at_most, units.exact) == (0, 3, False)
    later = match([unsure, sure], [back("2026-06-08", 3)]).open[0]
    assert (later.strict.at_least, later.strict.at_most, later.exact) == (3, 3, True)


def test_two_clocks_in_one_pool_are_bounded_from_outside_and_marked_so() -> None:
    lines = [
        line(4, "2026-03-10", exported_on="2026-03-12"),
        line(
            5,
            "2026-03-11",
            supervision_code="1210",
            left_zone_on="2026-03-13",
            exported_on="2026-03-16",
        ),
    ]
    # The first row is the earlier on the one clock, and not shown to be in time on the other.
    first, second = back("2026-09-08", 6), back("2026-09-09", 6, domestic_on="2026-09-09")
    matched = match(lines, [first, second])
    assert [units.exact for units in matched.open] == [False, False]
    assert [(u.strict.at_least, u.strict.at_most) for u in matched.open] == [(0, 6), (6, 6)]
    # One row alone is in one order with itself: nothing is given away.
    (alone,) = match(lines, [first]).open
    assert (alone.exact, alone.strict.at_least, alone.strict.at_most) == (True, 0, 6)


# -- first in, first out


def test_first_in_first_out_is_used_only_where_it_is_named() -> None:
    rows = [back(LATE_ON_OLD, 12)]
    assert match([OLD, NEW], rows).lines == ()
    matched = match([OLD, NEW], rows, convention="fifo")
    assert shown(matched) == [(0, 0, 10, "fifo"), (0, 1, 2, "fifo")]
    assert (matched.open, matched.to_prove) == ((), ())
    assert statuses(matched) == ["ineligible", "needs_review"]
    assert statuses(matched, settled={"batch-fifo": "lenient"}) == ["ineligible", "eligible"]
    assert matched.items[0].by_fifo == 2


@pytest.mark.parametrize(
    ("why", "lines", "options"),
    [
        ("undated_gone", [OLD, NEW], {"gone": [{"sku": "TB-1", "quantity": 1}]}),
        (
            "gone_by_count",
            [OLD | {"arrived_on": "2026-01-20"}, NEW],
            {"counts": [{"sku": "TB-1", "counted_on": "2026-02-01", "counted": 1}]},
        ),
        (
            "counts_disagree",
            [OLD, NEW],
            {"counts": [{"sku": "TB-1", "counted_on": "2026-02-01", "counted": 9}]},
        ),
        (
            "parcels",
            [
                line(1, "2026-01-10", supervision_code="9610", export_entry="22312026E000000001"),
                NEW,
            ],
            {},
        ),
        ("rows_left_out", [OLD, NEW], {"gone": [{"sku": "TB-1"}], "errors": "return"}),
        ("day_unknown", [{k: v for k, v in OLD.items() if not k.endswith("_on")}, NEW], {}),
        ("quantity_unknown", [OLD | {"exported_quantity": None}, NEW], {}),
        ("ledger_open", [OLD, NEW], {"complete_since": date(2026, 1, 1)}),
    ],
)
def test_first_in_first_out_takes_complete_records(
    why: str, lines: list[Any], options: dict[str, Any]
) -> None:
    rows = [back(LATE_ON_OLD, 2, shipped_on="2026-08-25")]
    matched = match(lines, rows, convention="fifo", **options)
    assert [item.no_fifo for item in matched.items] == [why]
    assert [item.by_fifo for item in matched.items] == [None]
    assert matched.lines == ()
    assert len(matched.open) == 1
    assert "不" in matched.explain("zh")


# -- what cannot be


def test_more_back_than_out_is_reported_by_day_and_blocks_the_item() -> None:
    rows = [back("2026-03-01", 12), back(LATE_ON_OLD, 1)]
    matched = match([OLD, NEW], rows)
    (found,) = matched.contradictions
    assert (found.id, found.rows, found.quantity) == ("more_back_than_out", (0, 1), 2)
    assert "2026-03-01" in found.words.zh
    assert (matched.lines, matched.open, matched.items, matched.deadlines) == ((), (), (), ())
    assert matched.contradicted == {0: 12, 1: 1}


def test_rows_of_an_item_with_a_line_drawn_beyond_are_named_under_it() -> None:
    paper = {k: NEW[k] for k in ("export_entry", "export_item")}
    rows = [back(LATE_ON_OLD, 8, **paper), back("2026-09-02", 3, **paper), back("2026-09-03", 1)]
    matched = match([OLD, NEW], rows)
    assert shown(matched) == [(0, 1, 8, "stated")]
    (found,) = matched.contradictions
    assert (found.id, found.rows, found.quantity) == ("over_the_line", (1, 2), 4)
    assert matched.contradicted == {1: 3, 2: 1}


def test_older_returns_of_lines_of_before_the_ledger_are_filed() -> None:
    filed = back("2026-06-01", export_entry="223120250000000001", export_item=1)
    filed["return_entry"] = "223120261000000009"
    since = {"complete_since": date(2026, 1, 1)}
    assert match([OLD], [filed], **since).filed == (0,)
    assert ids(match([OLD], [filed])) == ["no_such_line"]


def test_where_older_stock_may_exist_a_lot_names_no_line() -> None:
    lines = [OLD | {"lot_no": "L8"}, NEW | {"lot_no": "L9"}]
    row = back(LATE_ON_OLD, lot_no="L9")
    assert shown(match(lines, [row])) == [(0, 1, 5, "lot")]
    assert shown(match(lines, [row], complete_since=date(2026, 1, 1))) == []


def test_traced_rows_of_a_contradictory_item_stay() -> None:
    paper = {k: NEW[k] for k in ("export_entry", "export_item")}
    matched = match([OLD, NEW], [back("2026-03-01", 12), back(LATE_ON_OLD, **paper)])
    assert shown(matched) == [(1, 1, 5, "stated")]
    assert matched.contradicted == {0: 12}


def test_an_item_the_ledger_does_not_list_is_named() -> None:
    matched = match([OLD], [back(LATE_ON_OLD, sku="TB-9")])
    assert ids(matched) == ["unknown_item"]
    assert matched.contradicted == {0: 5}
    assert [found.id for found in match([], [back(LATE_ON_OLD)]).contradictions] == ["unknown_item"]


@pytest.mark.parametrize(
    ("row", "id_"),
    [
        (back("2026-05-01", export_entry=NEW["export_entry"]), "back_before_export"),
        (back(LATE_ON_OLD, 11, export_entry=NEW["export_entry"]), "over_the_line"),
        (back(LATE_ON_OLD, export_entry="223120260000000077"), "no_such_line"),
        (back(LATE_ON_OLD, export_entry="223120260000000003"), "another_item"),
        (back(LATE_ON_OLD, export_entry=NEW["export_entry"], is_food=True), "food_differs"),
        (
            back(LATE_ON_OLD, export_entry=NEW["export_entry"], taxed_at_export=False),
            "facts_contradict",
        ),
        (back(LATE_ON_OLD, unit="千克"), "units_differ"),
    ],
)
def test_a_row_that_cannot_be_of_its_line_is_left_without_one(
    row: dict[str, Any], id_: str
) -> None:
    lines = [
        OLD,
        NEW | {"unit": "件", "taxed_at_export": True},
        line(3, "2026-05-20", sku="OTHER"),
    ]
    matched = match(lines, [row])
    assert id_ in ids(matched)
    assert matched.lines == () or id_ == "units_differ"
    for found in matched.contradictions:
        assert found.words.zh.endswith("。")
        assert found.words.en.endswith(".")


def test_a_line_given_twice_counts_once_and_two_that_differ_block_the_item() -> None:
    twice = match([OLD, NEW, dict(NEW)], [back(LATE_ON_OLD)])
    assert [remark.id for remark in twice.remarks] == ["row_twice"]
    assert len(twice.open[0].possible) == 2
    other = line(3, "2026-05-20", sku="OTHER")
    differ = match([OLD, NEW, NEW | {"exported_quantity": 11}, other], [back(LATE_ON_OLD)])
    assert ids(differ) == ["line_twice"]
    assert differ.contradictions[0].rows == (0,)


def test_items_that_differ_in_case_or_zeros_are_two_with_a_remark() -> None:
    matched = match([OLD, NEW], [back(LATE_ON_OLD, sku="tb-1")])
    assert ids(matched) == ["unknown_item"]
    assert [remark.id for remark in matched.remarks] == ["near_sku"]


# -- what cannot be read


def test_a_row_that_cannot_be_read_is_raised_with_its_place() -> None:
    with pytest.raises(retax.ValidationError) as caught:
        match([OLD, NEW], [back(LATE_ON_OLD), back("soon")])
    assert caught.value.__notes__ == ["in returned at position 1"]
    assert caught.value.title == "ReturnedUnits"


@pytest.mark.parametrize(
    ("table", "row", "zh"),
    [
        ("exports", {"sku": "TB-1", "arrived_on": "soon"}, "海外入仓日期“soon”不在可填范围内"),
        ("exports", {"sku": "TB-1", "放了": 1}, "“放了”不是出口明细的要素"),
        ("exports", {"exported_quantity": 1}, "出口明细缺少货号"),
        ("returned", {"sku": "TB-1"}, "退回商品缺少本次退运数量"),
        ("returned", back(LATE_ON_OLD, 0), "本次退运数量0不在可填范围内"),
        ("returned", back(LATE_ON_OLD, attribution="traced"), "由对应结果得出"),
        ("gone", {"sku": "TB-1", "quantity": -1}, "数量-1不在可填范围内"),
        ("gone", {"sku": "TB-1", "quantity": 1, "件数": 2}, "填了两个不同的值"),
        ("counts", {"sku": "TB-1", "counted": 1}, "库存盘点缺少盘点日期"),
        (
            "traces",
            {"kind": "smell", "value": "1", "export_entry": OLD["export_entry"]},
            "凭据种类",
        ),
        ("traces", 7, "对应记录应为名称与值的对照"),
    ],
)
def test_bad_input_is_one_clear_sentence_in_two_languages_and_loses_nothing(
    table: str, row: Any, zh: str
) -> None:
    tables: dict[str, list[Any]] = {
        "exports": [OLD, NEW],
        "returned": [back("2026-04-01"), back(LATE_ON_OLD)],
    }
    tables.setdefault(table, []).append(row)
    with pytest.raises(retax.ValidationError):
        match_tables(tables)
    matched = match_tables(tables, errors="return")
    (refused,) = matched.refused
    assert (refused.table, refused.position) == (table, len(tables[table]) - 1)
    assert zh in refused.words.zh
    assert table in refused.words.en
    found = {x.row for x in matched.lines} | {x.row for x in matched.open}
    assert found | set(matched.contradicted) == {0, 1}


def test_what_cannot_be_read_of_the_ledger_makes_nothing_more_certain() -> None:
    rows = [back("2026-04-01"), back(LATE_ON_OLD, order_no="SO-2")]
    lines = [OLD | {"order_no": "SO-1"}, NEW | {"order_no": "SO-2"}]
    assert len(match(lines, rows).lines) == 2
    of_item = match([*lines, {"sku": "TB-1", "放了": 1}], rows, errors="return")
    assert ids(of_item) == ["export_row_refused"]
    assert (of_item.lines, of_item.open) == ((), ())
    of_any = match([*lines, {"放了": 1}], rows, errors="return")
    assert (of_any.lines, of_any.contradictions) == ((), ())
    assert {units.strict.at_least for units in of_any.open} == {0}
    assert {units.lenient.at_most for units in of_any.open} == {5}
    paper = {k: NEW[k] for k in ("export_entry", "export_item")}
    stated = match([*lines, {"放了": 1}], [back(LATE_ON_OLD, **paper)], errors="return")
    assert shown(stated) == [(0, 1, 5, "stated")]


@pytest.mark.parametrize("name", ["value", " Value", "凭据号", "凭据号（必填）"])
def test_a_trace_that_cannot_be_read_lets_its_number_name_no_line(name: str) -> None:
    trace = {"kind": "lot", "value": "L9", "export_entry": NEW["export_entry"]}
    bad = {"kind": "lot", name: "L9", "export_entry": "?"}
    rows = [back(LATE_ON_OLD, lot_no="L9")]
    assert len(match([OLD, NEW], rows, traces=[trace]).lines) == 1
    matched = match([OLD, NEW], rows, traces=[trace, bad], errors="return")
    assert matched.lines == ()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"errors": "skip"}, "errors is 'skip'; accepted are 'raise' and 'return'"),
        ({"convention": "lifo"}, "convention is 'lifo'; accepted are 'fifo' and None"),
        ({"by_place": 1}, "by_place is 1; accepted are True and False"),
        ({"complete_since": "2026"}, "complete_since is '2026'; accepted is a datetime.date"),
        ({"settled": {"batch": "strict"}}, "settled names the question 'batch'"),
    ],
)
def test_an_option_that_is_none_is_refused(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match="accepted") as caught:
        match([], [], **options)
    assert sentence in str(caught.value)


def test_a_single_row_is_no_table() -> None:
    with pytest.raises(ValueError, match="exports is a single dict"):
        match(OLD, [])


def test_what_has_no_rows_is_no_table() -> None:
    nothing: Any = None
    with pytest.raises(ValueError, match="accepted") as caught:
        match([OLD], nothing)
    assert str(caught.value) == ("returned is None; accepted are many rows, such as a list")


# -- words and plain values


def test_papers_of_plain_goods_come_in_one_order() -> None:
    held = ["tax_certificate", "refusal_record", "match_record", "inspection_report"]
    row = back(LATE_ON_OLD, export_entry=NEW["export_entry"], papers_held=held)
    (plain,) = match([OLD, NEW], [row]).to_dict()["lines"]
    assert plain["goods"]["papers_held"] == sorted(held)


def test_all_of_it_can_be_read_and_written() -> None:
    lines = [OLD, NEW, line(3, "2026-05-20", sku="OTHER")]
    rows = [back("2026-04-01"), back(LATE_ON_OLD), back("2026-01-01", sku="OTHER")]
    sold = [{"sku": "TB-1", "quantity": 3, "gone_on": "2026-05-01"}]
    matched = match(lines, rows, gone=sold, convention="fifo", complete_since=None)
    langs: tuple[retax.Lang, ...] = ("zh", "en")
    for lang in langs:
        plain = json.loads(matched.to_json(lang))
        assert plain["lines"][0]["words"]
        assert plain["contradictions"][0]["words"]
        assert "{" not in matched.explain(lang)
    assert matched.to_dict()["assumed"] == list(matched.assumed)
    assert set(matched.assumed) <= set(ASSUMPTIONS)
    assert matched.version == retax.__version__
    assert "words" not in matched.to_dict()["lines"][0]


def test_every_kind_of_evidence_that_a_value_shows_has_words_and_none_is_left_over() -> None:
    assert (*EVIDENCE, "only_line", "fifo") == get_args(Evidence)


def test_quantities_are_exact_decimals() -> None:
    lines = [OLD | {"exported_quantity": "0.3"}, NEW | {"exported_quantity": "0.25"}]
    matched = match(lines, [back(LATE_ON_OLD, "0.4")])
    (units,) = matched.open
    assert (units.strict.at_least, units.strict.at_most) == (Decimal("0.1"), Decimal("0.25"))


# -- records beside each other


@pytest.mark.parametrize(
    ("of_line", "of_row", "merged"),
    [
        ("950300", "9503008900", "9503008900"),
        ("9503008900", "9503", "9503008900"),
        ("950300", "850811", None),
    ],
)
def test_codes_of_line_and_row_agree_where_one_begins_the_other(
    of_line: str, of_row: str, merged: str | None
) -> None:
    matched = match([NEW | {"hs_code": of_line}], [back(LATE_ON_OLD, hs_code=of_row)])
    assert [goods.hs_code for goods in matched.goods] == ([merged] if merged else [])
    assert ids(matched) == ([] if merged else ["facts_contradict"])
    assert sum(matched.contradicted.values()) == (0 if merged else 5)


def test_enterprises_are_compared_by_their_codes_where_both_are_known() -> None:
    code = "91330200MA2XXXXX0A"
    lines = [NEW | {"enterprise": "甲公司", "enterprise_code": code}]
    row = back(LATE_ON_OLD, enterprise="甲公司（宁波）", enterprise_code=code)
    assert match(lines, [row]).goods[0].importer_differs is None
    other = row | {"enterprise_code": "91330200MA2XXXXX0B"}
    assert match(lines, [other]).goods[0].importer_differs is True


def test_what_a_line_lacks_of_the_goods_is_taken_from_its_item_with_a_remark() -> None:
    line_without = {k: v for k, v in NEW.items() if k != "is_food"}
    of_row = match([line_without], [back(LATE_ON_OLD, 1, is_food=False)])
    assert statuses(of_row) == ["eligible"]
    assert "one_item_one_kind" in of_row.assumed
    unknown = match([line_without, OLD | {"is_food": None}], [back(LATE_ON_OLD, 1)])
    assert "is_food" in unknown.open[0].asks
    assert "one_item_one_kind" not in unknown.assumed


@pytest.mark.parametrize(
    ("id_", "tables"),
    [
        ("gone_of_no_item", {"gone": [{"sku": "TB-9", "quantity": 1}]}),
        (
            "count_of_a_place",
            {"counts": [{"sku": "TB-1", "counted_on": "2026-05-01", "数量": 3, "place": "FRA"}]},
        ),
        (
            "number_of_no_line",
            {"traces": [{"kind": "lot", "value": "L9", "export_entry": "223120260000000077"}]},
        ),
    ],
)
def test_a_record_that_is_not_used_is_remarked(id_: str, tables: dict[str, Any]) -> None:
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], **tables)
    assert [remark.id for remark in matched.remarks] == [id_]
    assert len(matched.open) == 1
    counts = [{"sku": "TB-9", "counted_on": "2026-05-01", "counted": 1}]
    assert match([OLD], [], counts=counts).remarks == ()


def test_a_number_traced_to_a_paper_that_is_not_listed_names_no_line() -> None:
    absent = {"kind": "lot", "value": "L9", "export_entry": "223120260000000077"}
    here = absent | {"export_entry": NEW["export_entry"], "sku": "TB-1"}
    row = back(LATE_ON_OLD, lot_no="L9")
    assert ids(match([OLD, NEW], [row], traces=[absent])) == ["no_such_line"]
    both = match([OLD, NEW], [row], traces=[absent, here])
    assert (both.lines, both.contradictions) == ((), ())
    assert shown(match([OLD, NEW], [row], traces=[here])) == [(0, 1, 5, "lot")]
    of_other = match([OLD, NEW], [row], traces=[here | {"sku": "OTHER"}])
    assert ids(of_other) == ["no_such_line"]


def test_a_serial_number_of_another_item_is_a_contradiction() -> None:
    other = line(3, "2026-05-20", sku="OTHER", serial_no="X1")
    matched = match([OLD, NEW, other], [back(LATE_ON_OLD, 1, serial_no="X1")])
    assert ids(matched) == ["another_item"]
    assert matched.contradictions[0].lines == (2,)


def test_serial_numbers_rank_before_an_order_that_names_the_same_line() -> None:
    lines = [OLD | {"order_no": "SO-0"}, NEW | {"serial_no": "X1;X2", "order_no": "SO-1"}]
    row = back(LATE_ON_OLD, 2, serial_no="X1;X2", order_no="SO-1")
    assert shown(match(lines, [row])) == [(0, 1, 2, "serial")]
    some = row | {"returned_quantity": 3}
    assert shown(match(lines, [some])) == [(0, 1, 3, "order")]
    elsewhere = match([lines[0] | {"serial_no": "X1"}, lines[1] | {"serial_no": "X2"}], [row])
    assert ids(elsewhere) == ["evidence_disagrees"]


def test_more_gone_of_a_line_than_left_by_it_blocks_the_item() -> None:
    sold = [{"sku": "TB-1", "quantity": 11, "export_entry": OLD["export_entry"]}]
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], gone=sold)
    assert ids(matched) == ["over_the_line"]
    assert matched.contradicted == {0: 5}


def test_a_presumed_line_whose_facts_contradict_the_row_is_none() -> None:
    lines = [OLD | {"taxed_at_export": True}, NEW]
    rows = [back(LATE_ON_OLD, 12, taxed_at_export=False)]
    matched = match(lines, rows, convention="fifo")
    assert shown(matched) == [(0, 1, 2, "fifo")]
    assert ids(matched) == ["facts_contradict"]
    assert matched.contradicted == {0: 10}


def test_records_may_be_given_as_read() -> None:
    exports = [ExportLine.read(each) for each in (OLD, NEW)]
    returned = [ReturnedUnits.read(back("2026-04-01"))]
    assert shown(match(exports, returned)) == [(0, 0, 5, "only_line")]


def test_lines_of_no_unit_are_of_no_row() -> None:
    matched = match([OLD | {"returned_before": 10}, NEW], [back(LATE_ON_OLD)])
    assert shown(matched) == [(0, 1, 5, "only_line")]


def test_a_number_of_another_year_than_the_return_refutes_its_line() -> None:
    of_next_year = {k: v for k, v in NEW.items() if not k.endswith("_on")}
    of_next_year["export_entry"] = "223120270000000002"
    of_next_year["order_no"] = "SO-1"
    matched = match([of_next_year], [back(LATE_ON_OLD, order_no="SO-1")])
    assert ids(matched) == ["facts_contradict"]
    assert "年份" in matched.contradictions[0].words.zh


def test_lines_without_number_or_item_are_lines_of_their_own() -> None:
    without = {k: v for k, v in NEW.items() if k not in ("export_entry", "export_item")}
    matched = match([OLD, without, dict(without)], [back(LATE_ON_OLD)])
    assert len(matched.open[0].possible) == 3
    assert matched.to_prove[0].words.zh.count("未填单证号") == 1


def test_a_record_without_place_is_refused_where_places_are_kept_apart() -> None:
    exports = [ExportLine.read(OLD)]
    matched = match(exports, [], by_place=True, errors="return")
    assert [refused.table for refused in matched.refused] == ["exports"]


def test_an_item_with_two_contradictions_names_its_rows_under_the_first() -> None:
    lines = [OLD | {"unit": "件"}, NEW | {"unit": "千克", "is_food": True}]
    matched = match(lines, [back(LATE_ON_OLD)])
    assert [(found.id, found.rows) for found in matched.contradictions] == [
        ("units_differ", (0,)),
        ("food_differs", ()),
    ]


def test_each_line_drawn_beyond_is_a_contradiction_of_its_own() -> None:
    papers = [{k: each[k] for k in ("export_entry", "export_item")} for each in (OLD, NEW)]
    rows = [back(LATE_ON_OLD, 11, **paper) for paper in papers]
    matched = match([OLD, NEW], rows)
    assert ids(matched) == ["over_the_line", "over_the_line"]
    assert matched.contradicted == {0: 11, 1: 11}


def test_a_remark_is_made_once() -> None:
    count = {"sku": "TB-1", "counted_on": "2026-05-01", "counted": 3, "place": "FRA"}
    matched = match([OLD], [], counts=[count, count | {"counted_on": "2026-06-01"}])
    assert [remark.id for remark in matched.remarks] == ["count_of_a_place"]


def test_a_blank_field_is_unknown_and_one_given_twice_alike_is_read() -> None:
    row = back(LATE_ON_OLD, 5, lot_no=" ", 批号="L9", 批次="L9", 箱号=None)
    matched = match([NEW | {"lot_no": "L9"}], [row])
    assert shown(matched) == [(0, 0, 5, "lot")]


def test_a_row_of_an_item_without_text_is_of_any_item() -> None:
    matched = match([OLD, NEW, {"sku": 1.5}], [back(LATE_ON_OLD)], errors="return")
    assert [remark.id for remark in matched.remarks] == ["unlisted_stock"]
    trace = {"kind": "lot", "value": ["L9"], "export_entry": NEW["export_entry"]}
    matched = match([OLD, NEW], [back(LATE_ON_OLD)], traces=[trace], errors="return")
    assert [refused.table for refused in matched.refused] == ["traces"]


def test_a_plain_quantity_is_that_of_the_table() -> None:
    ledger = {"sku": "A", "数量": 5, "supervision_code": "9810"}
    (item,) = match_returns([ledger], [{"sku": "A", "件数": 2}]).items
    assert item.quantity == 2
    with pytest.raises(ValidationError, match="returned_quantity"):
        match_returns([ledger], [{"sku": "A", "件数": 2, "退运数量": 3}])
    (item,) = match_returns([ledger], [{"sku": "A", "件数": 2, "数量": "2", "qty": 2}]).items
    assert item.quantity == 2


def test_a_row_its_reader_cannot_make_out_is_refused_and_leaves_its_item_open() -> None:
    why = Words("读不出", "not readable")
    ledger = [{"sku": "A", "exported_quantity": 5}, {"sku": "B", "exported_quantity": 5}]
    back = [{"sku": sku, "returned_quantity": 2} for sku in "AB"]
    found = match_returns([*ledger, UnreadRow(why, "A")], back, errors="return")
    assert [item.sku for item in found.items] == ["B"]
    (refused,) = found.refused
    assert refused.words.zh == "exports 第2行（自0起）：读不出"
    found = match_returns([*ledger, UnreadRow(why)], back, errors="return")
    assert [item.no_fifo for item in found.items] == ["day_unknown", "day_unknown"]
    assert [remark.id for remark in found.remarks] == ["unlisted_stock"]
    trace = {"kind": "carton", "value": "C", "export_entry": OLD["export_entry"]}
    row = {"sku": "A", "returned_quantity": 2, "carton_no": "C"}
    one = {**ledger[0], "export_entry": OLD["export_entry"], "export_item": 1}
    assert match_returns([one], [row], traces=[trace]).lines
    unread = UnreadRow(why, value="C")
    assert not match_returns(
        [one, one | {"export_item": 2}], [row], traces=[trace, unread], errors="return"
    ).lines
    with pytest.raises(ValidationError, match="not readable"):
        match_returns([UnreadRow(why)], [])
