"""The whole pipeline on made-up sellers of whom the truth is known."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matching.warehouse import Seller, make_seller
from retax import check_lines, match_returns, overdrawn
from retax.judge.options import find_law
from retax.matching import Matched
from retax.matching.in_time import LENIENT, STRICT, InTime
from retax.matching.merging import complete, find_item_facts
from retax.matching.records import ExportLine, ReturnedUnits

sellers = st.builds(
    make_seller,
    st.integers(0, 2**32).map(Random),
    items=st.integers(1, 3),
    lines=st.integers(1, 7),
    rows=st.integers(1, 14),
    evidence=st.sampled_from([0.0, 0.3, 0.9]),
    forgotten=st.sampled_from([0.0, 0.0, 0.1, 0.5]),
    codes=st.sampled_from([("9810",), ("9610",), ("9810", "1210"), ("9810", "9610", "1210")]),
)
QUICK = settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
MANY = settings(QUICK, max_examples=40)


def match(seller: Seller, **options: Any) -> Matched:
    return match_returns(seller.exports, seller.returned, gone=seller.gone, **options)


def true_counts(seller: Seller, exports: list[Any], returned: list[Any]) -> list[tuple[int, int]]:
    """Return for each row how many units are in time strictly, and how many may be leniently."""
    asked = InTime(find_law(None, {}, None, None), None)
    lines, rows = list(map(ExportLine.read, exports)), list(map(ReturnedUnits.read, returned))
    counts = []
    for row, drawn in zip(rows, seller.truth, strict=True):
        back = row.facts
        records = (record for record in (*lines, *rows) if record.item == row.item)
        of_item = find_item_facts(record.facts for record in records)
        answers = [
            (asked.is_in_time(complete(lines[i].facts, of_item), back), units)
            for i, units in drawn.items()
        ]
        counts.append(
            (sum(u for a, u in answers if a[STRICT]), sum(u for a, u in answers if a[LENIENT]))
        )
    return counts


@MANY
@given(sellers, st.sampled_from([None, "fifo"]))
def test_every_unit_is_in_one_place(seller: Seller, convention: Any) -> None:
    matched = match(seller, convention=convention)
    found: Counter[int] = Counter()
    for line in matched.lines:
        assert line.goods.returned_quantity == line.quantity > 0
        found[line.row] += int(line.quantity)
    for units in matched.open:
        assert units.quantity > 0
        found[units.row] += int(units.quantity)
    for row, quantity in matched.contradicted.items():
        found[row] += int(quantity)
    given_units = {at: row["returned_quantity"] for at, row in enumerate(seller.returned)}
    assert found == given_units
    assert len({units.row for units in matched.open}) == len(matched.open)


@MANY
@given(sellers, st.sampled_from([None, "fifo"]))
def test_no_export_line_is_drawn_beyond_what_left_by_it(seller: Seller, convention: Any) -> None:
    matched = match(seller, convention=convention)
    assert overdrawn(matched.goods) == []
    drawn: Counter[int] = Counter()
    for line in matched.lines:
        drawn[line.line] += int(line.quantity)
    for at, units in drawn.items():
        assert units <= seller.whole_exports[at]["exported_quantity"] or (
            "exported_quantity" not in seller.exports[at]
        )


@MANY
@given(sellers, st.sampled_from([None, "fifo"]))
def test_no_line_without_unique_evidence_is_eligible_with_nothing_settled(
    seller: Seller, convention: Any
) -> None:
    matched = match(seller, convention=convention)
    verdicts = [verdict for verdict, _ in check_lines(matched.goods)]
    for line, verdict in zip(matched.lines, verdicts, strict=True):
        if line.evidence == "fifo":
            assert convention == "fifo"
            assert line.goods.attribution == "fifo"
            assert verdict.status not in ("eligible", "conditional")
        else:
            assert line.goods.attribution == "traced"
            # Evidence that shows a line shows the true one.
            assert set(seller.truth[line.row]) == {line.line}
    for units in matched.open:
        assert units.row not in {line.row for line in matched.lines if line.evidence == "fifo"}


@MANY
@given(sellers)
def test_the_truth_is_inside_every_range(seller: Seller) -> None:
    matched = match(seller)
    as_known = true_counts(seller, seller.exports, seller.returned)
    as_it_is = true_counts(seller, seller.whole_exports, seller.whole_returned)
    traced: Counter[int] = Counter()
    for line in matched.lines:
        traced[line.row] += int(line.quantity)
    by_item: dict[str, list[int]] = {}
    for units in matched.open:
        strict, lenient = as_known[units.row]
        drawn = seller.truth[units.row]
        if not traced[units.row]:
            assert units.strict.at_least <= strict <= units.strict.at_most
            assert units.lenient.at_least <= lenient <= units.lenient.at_most
            assert units.strict.at_least <= as_it_is[units.row][STRICT]
            assert as_it_is[units.row][LENIENT] <= units.lenient.at_most
            possible = {one.line: one for one in units.possible}
            assert set(drawn) <= set(possible)
            for at, one in possible.items():
                assert one.at_least <= drawn.get(at, 0) <= one.at_most
        assert units.strict.at_most <= units.lenient.at_most
        assert units.strict.at_least <= units.strict.at_most <= units.quantity
        by_item.setdefault(units.sku, []).append(units.row)
    for line in matched.lines:
        if line.evidence == "only_line":
            by_item.setdefault(line.goods.sku or "", []).append(line.row)
    for item in matched.items:
        rows = by_item[item.sku]
        assert item.quantity == sum(seller.returned[row]["returned_quantity"] for row in rows)
        assert item.strict.at_least <= sum(as_known[row][STRICT] for row in rows)
        assert sum(as_known[row][STRICT] for row in rows) <= item.strict.at_most
        assert item.lenient.at_least <= sum(as_known[row][LENIENT] for row in rows)
        assert sum(as_known[row][LENIENT] for row in rows) <= item.lenient.at_most
        of_rows = [units for units in matched.open if units.sku == item.sku]
        if len(of_rows) == len(rows):
            assert sum(units.strict.at_least for units in of_rows) <= item.strict.at_least
            assert item.strict.at_most <= sum(units.strict.at_most for units in of_rows)
        if item.by_fifo is not None:
            assert item.strict.at_least <= item.by_fifo <= item.strict.at_most


@MANY
@given(sellers)
def test_what_is_truly_left_of_a_line_is_inside_its_range_and_so_is_what_lapses(
    seller: Seller,
) -> None:
    matched = match(seller)
    if len(seller.gone) != sum(1 for row in seller.gone if "gone_on" in row):
        return
    drawn: Counter[int] = Counter()
    for truth in seller.truth:
        drawn.update(truth)
    for line in matched.export_lines:
        # Sales that the seller does not list leave more in the books than there is.
        left = seller.whole_exports[line.line]["exported_quantity"] - drawn[line.line]
        assert line.left.at_least <= left
    for lapse in matched.deadlines:
        assert 0 <= lapse.needed <= lapse.needed_to_be_sure <= lapse.abroad


@MANY
@given(sellers, st.integers(0, 2**32).map(Random))
def test_more_knowledge_never_widens_a_range(seller: Seller, random: Random) -> None:
    before = match(seller)
    match random.randrange(4):
        case 0:  # one more row tells its line
            for row, drawn in zip(seller.returned, seller.truth, strict=True):
                if len(drawn) == 1 and "export_entry" not in row:
                    told = seller.whole_exports[next(iter(drawn))]
                    row |= {k: told[k] for k in ("export_entry", "export_item")}
                    break
        case 1:  # what was forgotten of a line is known
            i = random.randrange(len(seller.exports))
            seller.exports[i] = seller.whole_exports[i]
        case 2:  # what was forgotten of a row is known
            if seller.returned:
                i = random.randrange(len(seller.returned))
                seller.returned[i] = seller.whole_returned[i]
        case 3:  # a sale that was not listed is known
            seller.gone += seller.not_listed[:1]
    after = match(seller)
    shown = {line.row: line.line for line in before.lines}
    for line in after.lines:
        assert shown.get(line.row, line.line) == line.line
    now = {units.row: units for units in after.open}
    for units in before.open:
        found = now.get(units.row)
        if found is not None and found.exact and found.quantity == units.quantity:
            assert units.lenient.at_most >= found.lenient.at_most
            assert units.strict.at_least <= found.strict.at_least


@QUICK
@given(sellers, st.integers(0, 2**32).map(Random))
def test_the_order_and_the_splitting_of_rows_change_no_range_of_an_item(
    seller: Seller, random: Random
) -> None:
    before = match(seller)
    order = list(range(len(seller.returned)))
    random.shuffle(order)
    rows: list[Mapping[str, Any]] = []
    for at in order:
        row = seller.returned[at]
        units = row["returned_quantity"]
        if units > 1 and random.random() < 0.5:
            rows += [row | {"returned_quantity": 1}, row | {"returned_quantity": units - 1}]
        else:
            rows.append(row)
    lines = list(seller.exports)
    random.shuffle(lines)
    after = match_returns(lines, rows, gone=list(reversed(seller.gone)))
    assert ranges_of(before) == ranges_of(after)


def ranges_of(matched: Matched) -> dict[str, Any]:
    return {
        item.sku: (item.quantity, item.strict, item.lenient, item.by_fifo, item.emptied_on)
        for item in matched.items
    }


@QUICK
@given(sellers, st.sampled_from([3, 7]))
def test_quantities_in_decimals_give_the_same_answers_in_decimals(
    seller: Seller, parts: int
) -> None:
    before = match(seller, convention="fifo")
    part = Decimal(parts) / 1000
    for rows, name in (
        (seller.exports, "exported_quantity"),
        (seller.returned, "returned_quantity"),
        (seller.gone, "quantity"),
    ):
        for row in rows:
            if name in row:
                row[name] = row[name] * part
    after = match(seller, convention="fifo")
    assert [x.quantity * part for x in before.lines] == [x.quantity for x in after.lines]
    assert [x.strict.at_least * part for x in before.open] == [
        x.strict.at_least for x in after.open
    ]


def test_unlisted_older_stock_leaves_less_certain_and_no_range_wrong() -> None:
    random = Random(22)
    narrower = 0
    for _ in range(80):
        seller = make_seller(random, items=1, lines=5, rows=6, codes=("9810",))
        since = seller.exports[0]["declared_on"] + timedelta(30)
        kept = [line for line in seller.exports if line["declared_on"] >= since]
        if not kept:
            continue
        place = {id(line): at for at, line in enumerate(kept)}
        matched = match_returns(
            kept, seller.returned, gone=seller.gone, complete_since=since, errors="return"
        )
        counts = true_counts(seller, seller.exports, seller.returned)
        for units in matched.open:
            assert units.strict.at_least <= counts[units.row][STRICT] <= units.strict.at_most
            narrower += units.strict.at_most < units.quantity
        for shown in matched.lines:
            true_lines = {place.get(id(seller.exports[i])) for i in seller.truth[shown.row]}
            assert true_lines == {shown.line}
        assert all(line.evidence != "only_line" for line in matched.lines)
        assert all(item.by_fifo is None for item in matched.items)
    assert narrower > 20


@pytest.mark.parametrize("convention", [None, "fifo"])
def test_the_same_input_gives_the_same_bytes(convention: Any) -> None:
    seller = make_seller(Random(23), items=3, lines=5, rows=12)
    first, second = (match(seller, convention=convention) for _ in range(2))
    assert first.to_json("zh") == second.to_json("zh")
    assert first.explain("en") == second.explain("en")


def test_the_made_up_sellers_come_to_every_kind_of_answer() -> None:
    found: Counter[str] = Counter()
    for seed in range(60):
        random = Random(seed)
        seller = make_seller(
            random,
            items=random.randint(1, 2),
            lines=7,
            rows=14,
            forgotten=random.choice([0.0, 0.0, 0.2]),
            codes=random.choice([("9810",), ("9810", "9610", "1210")]),
        )
        matched = match(seller, convention="fifo")
        found.update(line.evidence for line in matched.lines)
        for units in matched.open:
            strict = units.strict
            found["open"] += 1
            found["certain"] += strict.at_least == units.quantity
            found["partly certain"] += 0 < strict.at_least < strict.at_most
            found["never"] += strict.at_most == 0
            found["inexact"] += not units.exact
        found.update(item.no_fifo or "fifo allowed" for item in matched.items)
        found["lapses"] += len(matched.deadlines)
        found["to prove"] += len(matched.to_prove)
    for kind in (
        *("stated", "order", "only_line", "fifo", "open", "certain", "partly certain", "never"),
        *("inexact", "fifo allowed", "undated_gone", "parcels", "lapses", "to prove"),
    ):
        assert found[kind] >= 3, (kind, found)


def test_a_matching_can_be_pickled_and_compared() -> None:
    seller = make_seller(Random(24), items=2, lines=6, rows=12, codes=("9810", "1210"))
    matched = match(seller)
    assert any(len(units.possible) > 1 for units in matched.open)
    again = pickle.loads(pickle.dumps(matched))  # noqa: S301
    assert again == matched == match(seller)
    assert again.to_json("zh") == matched.to_json("zh")
