from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations, product
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from retax import ReturnedGoods, Verdict, check, check_lines
from retax.facts.catalogue import NAMES
from retax.lots.disagreement import (
    CLAIMS_KEPT,
    OF_AN_EXPORT_LINE,
    OF_THE_ITEM,
    OF_THE_PAPER,
    ROWS_OF_A_CLAIM,
    Claim,
    Disagreement,
    RunningClaims,
    list_claims,
)
from retax.lots.overdrawn import LACKS, NOTHING_SHOWN, ExportLines, RunningLines, take_part
from retax.names import FactName
from samples import facts, validate

VALUES: dict[str, tuple[Any, Any]] = {
    "supervision_code": ("9610", "9710"),
    "declared_on": (date(2026, 3, 2), date(2026, 3, 1)),
    "released_on": (date(2026, 3, 3), date(2026, 3, 4)),
    "exported_on": (date(2026, 3, 4), date(2026, 3, 5)),
    "left_zone_on": (date(2026, 3, 3), date(2026, 3, 4)),
    "unit": ("件", "箱"),
    "hs_code": ("9503008900", "9503008310"),
    "is_food": (False, True),
    "exported_quantity": (100, 90),
    "export_duty_paid": (False, True),
}
"""Two values of each fact of an export line."""

each_fact = pytest.mark.parametrize("fact", OF_AN_EXPORT_LINE)


def line(*changes: dict[str, Any], item: int | None = 1, **more: Any) -> dict[str, Any]:
    of_the_line = {"export_entry": samples.LIST_NUMBER, "export_item": item}
    return facts(of_the_line, {"exported_quantity": 100, "returned_quantity": 1}, *changes, **more)


def base(fact: str) -> dict[str, Any]:
    """Return what makes a row one that can tell a fact."""
    return dict(samples.FROM_A_ZONE) if fact == "left_zone_on" else {}


def statuses(*rows: dict[str, Any]) -> list[str]:
    return [verdict.status for verdict, _ in check_lines(rows)]


def find(*rows: dict[str, Any]) -> Disagreement | None:
    lines = ExportLines()
    for at, row in enumerate(rows):
        lines.add(at, validate(**row), at + 1)
    shown = lines.find_shown()
    found = {each.disagreement for each in shown.values()}
    assert len(found) <= 1
    return found.pop() if found else None


# -- which facts ------------------------------------------------------------------------------


def test_each_fact_of_an_export_line_is_one_of_the_model_and_named_once() -> None:
    assert {*VALUES} == {*OF_AN_EXPORT_LINE} == {*OF_THE_PAPER, *OF_THE_ITEM}
    assert len(OF_AN_EXPORT_LINE) == len({*OF_AN_EXPORT_LINE})
    assert {*OF_AN_EXPORT_LINE} <= {*get_args(FactName)}
    assert not {*OF_AN_EXPORT_LINE} & {*LACKS}
    # What the matching takes from rows of the return alone is of the return.
    assert {NAMES[fact].ledger for fact in OF_AN_EXPORT_LINE} == {"export", "both"}


@each_fact
def test_rows_that_contradict_each_other_are_no_yes_in_any_order(fact: str) -> None:
    one, other = ({**line(base(fact)), fact: value} for value in VALUES[fact])
    silent = {**one, fact: None}
    assert "eligible" in statuses(one)
    for rows in ((one, other), (other, one), *permutations((one, one, other, silent))):
        found = find(*rows)
        assert found is not None
        assert [disputed for disputed, _ in found.facts] == [fact]
        for verdict, _ in check_lines(rows):
            assert verdict.status == "needs_facts"
            assert fact in [ask.fact for ask in verdict.asks]
            assert getattr(verdict.facts, fact) is None
            finding = verdict.finding("1.same_goods")
            assert (finding.outcome, finding.missing) == ("unknown", (fact,))
            label = NAMES[fact].label
            assert f"同一出口单证同一项的各行，{label.zh}填写不一致" in finding.statement.zh
            assert f"in the file disagree on {label.en}" in finding.statement.en


@each_fact
def test_a_fact_that_a_row_leaves_open_contradicts_nothing(fact: str) -> None:
    known = {**line(base(fact)), fact: VALUES[fact][0]}
    silent = {**known, fact: None}
    for rows in ((known, silent), (silent, known), (silent, silent), (known, known)):
        assert find(*rows) is None
        assert statuses(*rows) == [check(row).status for row in rows]


def test_a_row_that_is_silent_beside_one_that_tells_food_is_asked() -> None:
    silent, told = (line(is_food=value, hs_code="9503008900") for value in (None, True))
    assert check(silent).status == "eligible"
    for rows in ((silent, told), (told, silent)):
        verdicts = dict(zip(("silent", "told"), _judge_in_order(rows, silent), strict=True))
        assert verdicts["silent"].status == "needs_facts"
        assert [ask.fact for ask in verdicts["silent"].asks] == ["is_food"]
        assert verdicts["told"].status == check(told).status == "needs_review"
    # Of another item it says nothing.
    assert statuses(silent | {"export_item": 2}, told)[0] == "eligible"
    assert statuses(silent, line(is_food=False)) == ["eligible"] * 2


def test_a_row_without_hs_code_is_screened_by_that_of_the_other_rows() -> None:
    silent, told = line(is_food=False, hs_code=None), line(is_food=False, hs_code="2106909090")
    assert check(silent).status == "eligible"
    for rows in ((silent, told), (told, silent)):
        for verdict in _judge_in_order(rows, silent):
            assert (verdict.status, verdict.decided_by) == ("needs_review", "1.not_food")
    # Where the rows contradict each other, none of the codes counts.
    other = line(is_food=False, hs_code="9503008900")
    assert {verdict.facts.hs_code for verdict, _ in check_lines([silent, told, other])} == {None}


def _judge_in_order(rows: Sequence[dict[str, Any]], first: dict[str, Any]) -> list[Verdict]:
    """Return the verdicts of two rows, that of ``first`` before the other."""
    verdicts = [verdict for verdict, _ in check_lines(rows)]
    return verdicts if rows[0] is first else verdicts[::-1]


def test_of_a_stream_a_row_after_one_that_tells_food_is_asked() -> None:
    lines = RunningLines()
    silent, told = (validate(**line(is_food=value, hs_code=None)) for value in (None, True))
    coded = validate(**line(is_food=True, hs_code="2106909090"))
    shown = [
        lines.add(goods, n) for n, goods in enumerate((silent, told, silent, coded, silent), 1)
    ]
    assert [each.lacks for each in shown] == [(), (), ("is_food",), (), ("is_food",)]
    assert [each.hs_code for each in shown] == [None, None, None, None, "2106909090"]


@each_fact
def test_rows_of_another_paper_or_item_contradict_nothing(fact: str) -> None:
    one, other = ({**line(base(fact)), fact: value} for value in VALUES[fact])
    for elsewhere in (
        {"export_item": 2},
        {"export_entry": samples.LIST_NUMBER[:-1] + "9"},
        {"export_entry": None},
    ):
        rows = (one, other | elsewhere)
        assert find(*rows) is None
        assert statuses(*rows) == [check(row).status for row in rows]


@pytest.mark.parametrize(
    "change",
    [
        *({"reason": "unsold"}, {"returned_on": date(2026, 7, 7)}, {"returned_quantity": 2}),
        *({"export_refund": "repaid"}, {"serial_no": "S1"}, {"taxed_at_export": True}),
        *(
            {"enterprise": "某公司"},
            {"goods_name": "耳机"},
            {"return_entry": samples.RETURN_NUMBER},
        ),
    ],
)
def test_what_is_of_the_returned_units_may_differ(change: dict[str, Any]) -> None:
    rows = (line(), line(change))
    assert find(*rows) is None
    assert statuses(*rows) == [check(row).status for row in rows]


def test_one_number_written_in_two_ways_is_one_export_line() -> None:
    written = {"export_entry": f" {samples.LIST_NUMBER.lower()} "}
    rows = (line(), line(written, is_food=True))
    assert validate(**rows[1]).export_entry == samples.LIST_NUMBER
    assert statuses(*rows) == ["needs_facts"] * 2
    assert statuses(line(), line(exported_quantity="100.0")) == ["eligible"] * 2


def test_an_hs_code_of_fewer_digits_contradicts_nothing() -> None:
    assert find(line(hs_code="9503"), line(), line(hs_code="950300")) is None
    assert statuses(line(hs_code="9503"), line()) == ["eligible"] * 2
    for rows in permutations((line(hs_code="9503"), line(), line(hs_code="9503009000"))):
        found = find(*rows)
        assert found is not None
        assert found.lacks == ("hs_code",)


# -- rows that name no item -------------------------------------------------------------------


@each_fact
def test_rows_without_item_may_be_of_several_items_and_are_asked_for_it(fact: str) -> None:
    rows = [{**line(base(fact), item=None), fact: value} for value in VALUES[fact]]
    found = find(*rows)
    assert found is not None
    asked = ("export_item",) if fact in OF_THE_ITEM else (fact,)
    assert (found.lacks, found.may_be_of_items) == (asked, fact in OF_THE_ITEM)
    for row, (verdict, _) in zip(rows, check_lines(rows), strict=True):
        assert verdict.status in ("needs_facts", "ineligible")
        assert verdict.facts.is_food is row["is_food"]
    if fact in OF_THE_ITEM:
        of_two_items = [{**row, "export_item": n} for n, row in enumerate(rows, 1)]
        assert statuses(*of_two_items) == [check(row).status for row in of_two_items]


def test_food_is_food_whatever_the_rows_of_other_items_are() -> None:
    food = line(item=None, is_food=True, hs_code=None)
    assert statuses(line(item=None), food) == ["needs_facts", check(food).status]
    assert check(food).status == "ineligible"


def test_of_a_paper_and_an_item_at_once_both_are_asked_for() -> None:
    found = find(
        line(item=None), line(item=None, unit="箱", hs_code="8471"), line(item=None, unit="件")
    )
    both = find(line(item=None), line(item=None, is_food=True, released_on=date(2026, 3, 4)))
    assert found is not None
    assert both is not None
    assert found.lacks == ("export_item",)
    assert both.unknown == ("released_on",)
    assert both.lacks == ("export_item", "released_on")


def test_a_row_that_lacks_its_item_besides_is_asked_once() -> None:
    rows = (line(), line(item=None), line(item=None, is_food=True))
    lines = ExportLines()
    for at, row in enumerate(rows):
        lines.add(at, validate(**row))
    assert [lines.find_shown()[at].lacks for at in (1, 2)] == [("export_item",)] * 2


# -- what it leaves as it is ------------------------------------------------------------------


def test_a_row_that_fails_under_each_value_still_fails_and_others_are_asked() -> None:
    rows = (line(use="used"), line(released_on=date(2026, 3, 4)))
    assert statuses(*rows) == ["ineligible", "needs_facts"]
    late = line(released_on=date(2026, 3, 4), returned_on=date(2026, 9, 4), return_declared_on=None)
    assert check(late).status != check(late | {"released_on": date(2026, 3, 3)}).status
    assert statuses(line(), late)[1] == "needs_facts"


def test_a_row_without_quantity_is_compared_too() -> None:
    rows = (line(returned_quantity=None), line(released_on=date(2026, 3, 4)))
    (first, _), (second, _) = check_lines(rows)
    assert [ask.fact for ask in first.asks] == ["released_on", "returned_quantity"]
    assert [ask.fact for ask in second.asks] == ["released_on"]


def test_a_disputed_presumption_is_still_named_where_it_counts() -> None:
    rows = (line(is_food=False), line(is_food=True))
    for verdict, _ in check_lines(rows):
        assert verdict.finding("1.not_food").presumed == ("is_food",)
        assert "is_food" not in verdict.finding("1.same_goods").presumed


def test_a_row_beyond_a_disputed_quantity_is_asked_for_it_first() -> None:
    rows = (line(returned_quantity=80), line(returned_quantity=80, exported_quantity=90))
    answers = list(check_lines(rows))
    assert [verdict.status for verdict, _ in answers] == ["needs_facts"] * 2
    assert [found and found.exported for _, found in answers] == [90, 90]


def test_such_a_verdict_is_read_back_as_it_is() -> None:
    for fact in OF_AN_EXPORT_LINE:
        rows = [{**line(base(fact)), fact: value} for value in VALUES[fact]]
        for verdict, _ in check_lines(rows):
            again = type(verdict).from_dict(verdict.to_dict())
            assert again == verdict
            assert again.explain() == verdict.explain()


# -- what is said of it -----------------------------------------------------------------------


def test_values_are_named_with_their_rows_in_the_order_of_the_file() -> None:
    days = (3, 4, 3, 4, 4, 4)
    found = find(*(line(released_on=date(2026, 3, day)) for day in days))
    assert found == Disagreement(
        samples.LIST_NUMBER,
        1,
        (
            (
                "released_on",
                (Claim(date(2026, 3, 3), (1, 3), 2), Claim(date(2026, 3, 4), (2, 4, 5), 4)),
            ),
        ),
    )


def test_few_rows_are_kept_of_a_line_however_many_it_has() -> None:
    claims = RunningClaims()
    of = validate(**line())
    for number in range(1, 1001):
        claims.add(list_claims(of.but(exported_quantity=number)), number)
    found = claims.find("1", 1)
    assert found is not None
    ((_, values),) = found.facts
    assert [claim.rows for claim in values] == [(n,) for n in range(1, CLAIMS_KEPT + 1)]
    for number in range(1, 1001):
        claims.add(list_claims(of.but(exported_quantity=1)), number)
    found = claims.find("1", 1)
    assert found is not None
    first = found.facts[0][1][0]
    assert (len(first.rows), first.count) == (ROWS_OF_A_CLAIM, 1001)


def test_a_contradiction_is_kept_however_many_rows_came_before_it() -> None:
    claims = RunningClaims()
    of = validate(**line(hs_code="9503", is_food=None))
    silent: list[dict[str, Any]] = [{}, *({fact: None} for fact in OF_AN_EXPORT_LINE)]
    more: list[dict[str, Any]] = [{"hs_code": "9503008900"[:digits]} for digits in (6, 8, 10)]
    for number, change in enumerate([*silent, *more]):
        claims.add(list_claims(of.but(**change)), number)
    assert claims.find("1", 1) is None
    for fact in ("released_on", "is_food"):
        claims.add(list_claims(of.but(**{fact: VALUES[fact][1]})), 99)
    found = claims.find("1", 1)
    assert found is not None
    assert found.facts[0][1][-1] == Claim(VALUES["released_on"][1], (99,), 1)


def test_rows_that_disagree_on_the_code_are_asked_whether_they_are_food() -> None:
    # Declared as food they fail without a code, and turn on a question under that of toys.
    rows = [validate(**line(is_food=True, hs_code=code)) for code in ("9503008900", "9503008310")]
    assert {check(goods).status for goods in rows} == {"needs_review"}
    for verdict, _ in check_lines(rows):
        assert verdict.status == "needs_facts"
        assert {"hs_code", "is_food"} <= {ask.fact for ask in verdict.asks}


# -- a stream ---------------------------------------------------------------------------------


@each_fact
def test_of_a_stream_the_later_rows_are_asked(fact: str) -> None:
    one, other = (validate(**{**line(base(fact)), fact: value}) for value in VALUES[fact])
    lines = RunningLines()
    shown = [lines.add(goods, n) for n, goods in enumerate((one, one, other, one), 1)]
    assert [(each.lacks, each.disagreement) for each in shown[:2]] == [((), None)] * 2
    assert [each.lacks for each in shown[2:]] == [(fact,)] * 2
    found = shown[2].disagreement
    assert found is not None
    assert [claim.rows for claim in found.facts[0][1]] == [(1, 2), (3,)]


def test_what_is_sent_to_another_process_tells_the_same() -> None:
    rows = [validate(**line()), validate(**line(is_food=True, exported_quantity=90))]
    whole, parts = ExportLines(), ExportLines()
    for at, goods in enumerate(rows):
        part = take_part(goods, at + 7)
        assert part is not None
        whole.add(at, goods, at + 7)
        parts.add(at, part, part.number)
    assert parts.find_shown() == whole.find_shown() != {}
    assert take_part(validate(**line(export_entry=None)), 1) is None


# -- any file ---------------------------------------------------------------------------------


def rows_of_files() -> st.SearchStrategy[list[dict[str, Any]]]:
    changes = {
        fact: st.sampled_from([values[0], values[0], values[0], None, values[1]])
        for fact, values in VALUES.items()
    }
    row = st.fixed_dictionaries(
        {
            **changes,
            "export_item": st.sampled_from([None, 1, 2]),
            "returned_quantity": st.sampled_from([None, 1, Decimal("0.5")]),
            "returned_on": st.dates(date(2026, 7, 1), date(2026, 10, 1)),
        }
    )
    return st.lists(row.map(_fill), max_size=6)


def _fill(changes: dict[str, Any]) -> dict[str, Any]:
    return line(changes, return_declared_on=changes["returned_on"] + timedelta(days=1))


def _contradict(one: ReturnedGoods, other: ReturnedGoods) -> bool:
    """Say whether two rows of one export line contradict each other; written by itself."""
    for fact in VALUES:
        a, b = getattr(one, fact), getattr(other, fact)
        if None in (a, b) or a == b:
            continue
        if fact != "hs_code" or not (a.startswith(b) or b.startswith(a)):
            return True
    return False


@given(rows_of_files())
def test_no_row_of_a_contradictory_export_line_is_a_yes_and_others_stay_as_they_are(
    rows: list[dict[str, Any]],
) -> None:
    goods = [validate(**row) for row in rows]
    items = {of.export_item for of in goods}
    disputed = {
        item
        for item in items
        if any(
            _contradict(one, other)
            for one in goods
            for other in goods
            if one.export_item == other.export_item == item
        )
    }
    lines = ExportLines()
    for at, of in enumerate(goods):
        lines.add(at, of)
    shown = lines.find_shown()
    for at, (of, (verdict, _)) in enumerate(zip(goods, check_lines(goods), strict=True)):
        assert (shown.get(at, NOTHING_SHOWN).disagreement is not None) == (
            of.export_item in disputed
        )
        if of.export_item in disputed:
            assert verdict.status not in ("eligible", "conditional")
        elif at not in shown:
            assert verdict == check(of)


@given(rows_of_files())
def test_a_row_that_fails_fails_whichever_row_tells_the_truth(rows: list[dict[str, Any]]) -> None:
    goods = [validate(**row) for row in rows]
    lines = ExportLines()
    for at, of in enumerate(goods):
        lines.add(at, of)
    shown = lines.find_shown()
    for at, (of, (verdict, _)) in enumerate(zip(goods, check_lines(goods), strict=True)):
        found = shown.get(at, NOTHING_SHOWN).disagreement
        if found is None or verdict.status != "ineligible":
            continue
        values = {fact: [claim.value for claim in claims] for fact, claims in found.facts}
        # Food without an HS code fails; with one of another heading customs has to be asked.
        disputed = [fact for fact in values if fact in found.unknown and fact != "hs_code"]
        for truth in product(*(values[fact] for fact in disputed)):
            known = dict(zip(disputed, truth, strict=True))
            changed = of.but(**{**dict.fromkeys(found.unknown), **known})
            assert check(changed).status == "ineligible"
