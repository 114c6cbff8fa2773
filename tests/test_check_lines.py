"""Lines of one file judged together: what the whole of them shows of each export line."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from retax import (
    Overdrawn,
    ReturnedGoods,
    ValidationError,
    Verdict,
    check,
    check_lines,
    check_many,
    overdrawn,
)
from retax.lots.overdrawn import LACKS, NOTHING_SHOWN, ExportLines
from samples import facts, validate

BACK = date(2026, 7, 6)
DAY = date(2026, 8, 1)
OTHER = samples.LIST_NUMBER[:-1] + "9"


def line(
    returned: Any = 1, exported: Any = 5, *, back: int = 0, item: int | None = 1, **more: Any
) -> dict[str, Any]:
    """Return an eligible row of an export line that comes back some days after the first."""
    day = BACK + timedelta(days=back)
    return facts(
        export_entry=samples.LIST_NUMBER,
        export_item=item,
        exported_quantity=exported,
        returned_quantity=returned,
        returned_on=day,
        return_declared_on=day,
        **more,
    )


def statuses(rows: list[dict[str, Any]], **options: Any) -> list[str]:
    return [verdict.status for verdict, _ in check_lines(rows, **options)]


# -- each line, in order -----------------------------------------------------------------------


def test_lines_that_fit_are_judged_as_alone_in_the_order_given() -> None:
    rows = [line(2), line(3), line(5, item=2), facts(), {}, facts(use="used")]
    answers = list(check_lines(rows))
    assert [verdict for verdict, _ in answers] == list(check_many(rows))
    assert [found for _, found in answers] == [None] * len(rows)


def test_lines_of_different_papers_say_nothing_of_each_other() -> None:
    other, none = {"export_entry": OTHER}, {"export_entry": None}
    rows = [line(5), line(5) | other, line(5) | none, line(5) | none, line(5, item=2)]
    assert statuses(rows) == ["eligible"] * 5


def test_models_and_mappings_go_together() -> None:
    rows: list[ReturnedGoods | dict[str, Any]] = [validate(**line(3)), line(3)]
    assert [verdict.status for verdict, _ in check_lines(rows)] == ["eligible", "conditional"]


def test_no_line_is_no_answer() -> None:
    assert list(check_lines([])) == []
    assert list(check_lines(iter(()))) == []


# -- a line beyond its export line -------------------------------------------------------------


def test_a_row_that_goes_over_is_to_be_split_at_what_is_left() -> None:
    (first, _), (verdict, found) = check_lines([line(4), line(3)])
    assert first.status == "eligible"
    assert (verdict.status, verdict.decided_by) == ("conditional", "1.same_goods")
    (action,) = verdict.actions
    assert action.id == "split_line"
    assert "其中 1 可" in action.words.zh
    assert found == Overdrawn(samples.LIST_NUMBER, 1, Decimal(5), Decimal(7), (1,))
    assert verdict.facts.exported_quantity == 5
    assert verdict.facts.returned_before == 4
    assert "此前已退 4" in verdict.finding("1.same_goods").statement.zh


def test_once_the_line_is_used_up_no_further_row_belongs_to_it() -> None:
    answers = list(check_lines([line(5), line(1), line(1)]))
    assert [verdict.status for verdict, _ in answers] == ["eligible", "ineligible", "ineligible"]
    assert [verdict.decided_by for verdict, _ in answers] == [None, "1.same_goods", "1.same_goods"]
    expected = Overdrawn(samples.LIST_NUMBER, 1, Decimal(5), Decimal(7), (1, 2))
    assert [found for _, found in answers] == [expected] * 3


def test_every_row_of_an_overdrawn_line_names_it_and_no_other_row_does() -> None:
    elsewhere = line(3) | {"export_entry": OTHER}
    rows = [line(3), line(3, item=2), line(3), line(1, item=None), elsewhere]
    found = [each for _, each in check_lines(rows)]
    assert [each is not None for each in found] == [True, False, True, False, False]


def test_rows_are_added_up_in_the_order_in_which_they_come_back() -> None:
    assert statuses([line(4, back=9), line(4, back=1)]) == ["conditional", "eligible"]
    assert statuses([line(4, back=1), line(4, back=9)]) == ["eligible", "conditional"]
    assert statuses([line(4), line(4)]) == ["eligible", "conditional"]


def test_a_row_without_a_day_comes_back_last() -> None:
    undated = line(4) | {"returned_on": None}
    (first, _), (second, _) = check_lines([undated, line(4, back=30)])
    assert first.finding("1.same_goods").outcome == "outstanding"
    assert second.status == "eligible"


@pytest.mark.parametrize("before", [None, 0, 2, 4])
def test_what_was_back_before_is_the_rows_own_or_the_sum_whichever_is_more(
    before: int | None,
) -> None:
    (_, _), (verdict, _) = check_lines([line(3), line(3, returned_before=before)])
    assert verdict.facts.returned_before == max(3, before or 0)
    assert verdict.status == "conditional"


def test_the_smallest_quantity_exported_counts_for_every_row() -> None:
    (first, _), (second, found) = check_lines([line(3, exported=None), line(3, exported=4)])
    assert first.status == "eligible"
    assert second.facts.returned_before == 3
    assert found is not None
    assert found.exported == 4


def test_beyond_the_line_another_condition_still_decides() -> None:
    (_, _), (verdict, found) = check_lines([line(5), line(1, use=None)])
    assert (verdict.status, verdict.decided_by) == ("ineligible", "1.same_goods")
    (_, _), (verdict, found) = check_lines([line(4), line(3, use=None)])
    assert (verdict.status, verdict.decided_by) == ("needs_facts", "3.unused")
    assert verdict.finding("1.same_goods").outcome == "outstanding"
    assert found is not None


def test_the_rows_beyond_are_those_that_overdrawn_names() -> None:
    rows = [case for case, _ in samples.random_cases(19, 300)]
    by_line = {(one.export_entry, one.export_item): one for one in overdrawn(rows)}
    assert by_line
    lines = ExportLines()
    for position, row in enumerate(rows):
        lines.add(position, validate(**row))
    shown = lines.find_shown()
    for position, (verdict, found) in enumerate(check_lines(rows, as_of=DAY)):
        key = (verdict.facts.export_entry or "", verdict.facts.export_item)
        assert found == by_line.get(key)
        if found is not None and position in found.rows:
            assert verdict.finding("1.same_goods").outcome not in ("met", "not_covered")
            assert verdict.status != "eligible"
        elif shown.get(position, NOTHING_SHOWN).disagreement is not None:
            assert verdict.status not in ("eligible", "conditional")
        elif not {*LACKS}.isdisjoint(verdict.finding("1.same_goods").missing):
            assert verdict.status != "eligible"
        else:
            assert verdict == check(rows[position], as_of=DAY)


quantities = st.decimals("0.5", 6, places=1)
rows_of_a_file = st.lists(
    st.builds(
        line,
        quantities,
        st.just(8),
        back=st.integers(0, 40),
        item=st.sampled_from([1, 2]),
        returned_before=st.none() | st.decimals(0, 9, places=1),
    ),
    max_size=10,
)


@given(rows_of_a_file)
def test_no_more_units_come_in_free_than_went_out(rows: list[dict[str, Any]]) -> None:
    free = {1: Decimal(0), 2: Decimal(0)}
    beyond = {position for one in overdrawn(rows) for position in one.rows}
    for position, (verdict, _) in enumerate(check_lines(rows)):
        goods = verdict.facts
        assert goods.export_item is not None
        assert goods.exported_quantity is not None
        assert goods.returned_quantity is not None
        assert (verdict.status == "eligible") == (position not in beyond)
        if verdict.status == "eligible":
            free[goods.export_item] += goods.returned_quantity
        elif verdict.status == "conditional":
            assert [action.id for action in verdict.actions] == ["split_line"]
            free[goods.export_item] += goods.exported_quantity - (goods.returned_before or 0)
        else:
            assert verdict.decided_by == "1.same_goods"
    assert max(free.values()) <= 8


@given(rows_of_a_file, st.randoms())
def test_the_order_of_the_file_does_not_matter_where_each_day_brings_one_row(
    rows: list[dict[str, Any]], random: Any
) -> None:
    one_a_day = list({row["returned_on"]: row for row in rows}.values())
    shuffled = random.sample(one_a_day, len(one_a_day))
    answers = {
        row["returned_on"]: verdict
        for row, (verdict, _) in zip(one_a_day, check_lines(one_a_day), strict=True)
    }
    for row, (verdict, _) in zip(shuffled, check_lines(shuffled), strict=True):
        assert verdict == answers[row["returned_on"]]


# -- rows that cannot be added up --------------------------------------------------------------


def list_asked_facts(rows: list[dict[str, Any]], **options: Any) -> list[tuple[str, ...]]:
    """Return the facts asked for of each row."""
    return [tuple(ask.fact for ask in verdict.asks) for verdict, _ in check_lines(rows, **options)]


UNCOUNTED, UNPLACED = line(None), line(3, item=None)


@pytest.mark.parametrize("alone", [UNCOUNTED, UNPLACED, line(None, item=None)])
def test_a_row_alone_on_its_paper_is_judged_as_ever(alone: dict[str, Any]) -> None:
    for rows in ([alone], [alone, line(3) | {"export_entry": OTHER}, facts()]):
        verdict, _ = next(check_lines(rows))
        assert verdict == check(alone)
        assert verdict.status == "eligible"


def test_a_row_without_quantity_beside_others_of_its_export_line_is_asked_for_it() -> None:
    for rows in ([line(5), UNCOUNTED], [line(5), UNCOUNTED | {"export_item": None}]):
        verdict = [verdict for verdict, _ in check_lines(rows)][1]
        assert (verdict.status, verdict.decided_by) == ("needs_facts", "1.same_goods")
        assert "returned_quantity" in [ask.fact for ask in verdict.asks]
    assert statuses([UNCOUNTED, UNCOUNTED]) == ["needs_facts"] * 2
    assert statuses([UNCOUNTED, line(5)]) == ["needs_facts", "eligible"]


def test_a_row_without_quantity_is_not_asked_for_the_sake_of_another_item() -> None:
    assert statuses([line(None, item=1), line(5, item=2)]) == ["eligible", "eligible"]


def test_where_no_row_tells_what_went_out_no_row_is_asked_for_anything() -> None:
    rows = [line(5, None), line(None, None), line(3, None, item=None)]
    assert [verdict for verdict, _ in check_lines(rows)] == [check(row) for row in rows]
    assert list_asked_facts([line(5, None), line(None, 9)]) == [(), ("returned_quantity",)]
    assert list_asked_facts([line(5, 9), line(None, None)]) == [(), ("returned_quantity",)]
    assert list_asked_facts([line(5, None), line(None, None), line(5, 9, item=2)]) == [(), (), ()]


def test_a_row_without_item_beside_rows_with_one_is_asked_for_it() -> None:
    assert list_asked_facts([line(5), UNPLACED]) == [(), ("export_item",)]
    assert list_asked_facts([UNPLACED, line(5, item=7), UNPLACED]) == [
        ("export_item",),
        (),
        ("export_item",),
    ]
    assert list_asked_facts([line(5), line(None, item=None)]) == [
        (),
        ("export_item", "returned_quantity"),
    ]


def test_rows_that_all_lack_the_item_are_one_line() -> None:
    assert statuses([UNPLACED, UNPLACED]) == ["eligible", "conditional"]
    assert list_asked_facts([UNPLACED, line(None, item=None)]) == [(), ("returned_quantity",)]


def test_the_row_says_why_it_is_asked_for_and_presumes_nothing_of_it() -> None:
    _, (verdict, _) = check_lines([line(5), UNCOUNTED])
    finding = verdict.finding("1.same_goods")
    assert finding.outcome == "unknown"
    assert finding.missing == ("returned_quantity",)
    assert "returned_quantity" not in (*verdict.assumed, *finding.presumed)
    assert "文件中另有同一出口单证的行，缺本次退运数量则无法与其合计" in finding.statement.zh
    _, (verdict, _) = check_lines([line(5), UNPLACED])
    finding = verdict.finding("1.same_goods")
    assert set(finding.missing) <= set(finding.facts)
    assert "cannot be added up without item of the export paper" in finding.statement.en


def test_what_fails_anyway_still_fails() -> None:
    used_up = UNCOUNTED | {"returned_before": 5}
    rows = [line(5), used_up, UNCOUNTED | {"use": "used"}]
    assert statuses(rows) == ["eligible", "ineligible", "ineligible"]
    assert list_asked_facts(rows) == [(), (), ()]
    _, (verdict, _), _ = check_lines(rows)
    assert verdict == check(used_up)


def test_an_open_question_waits_for_the_fact() -> None:
    _, (verdict, _) = check_lines([line(5), UNCOUNTED | {"attribution": "fifo"}])
    finding = verdict.finding("1.same_goods")
    assert (finding.outcome, finding.questions) == ("unknown", ())


def test_what_the_row_lacks_besides_is_asked_for_too() -> None:
    assert list_asked_facts([line(5), UNCOUNTED | {"reason": None}]) == [
        (),
        ("reason", "returned_quantity"),
    ]


def test_a_row_beyond_that_lacks_its_item_is_asked_for_it_first() -> None:
    answers = list(check_lines([line(5), line(9, item=None)]))
    verdict, found = answers[1]
    assert verdict.status == "needs_facts"
    assert verdict.facts.returned_before is None
    assert found is not None


def test_such_a_verdict_is_read_back_and_pickled_as_it_is() -> None:
    for row in (UNCOUNTED, UNPLACED):
        _, (verdict, _) = check_lines([line(5), row])
        assert verdict != check(row)
        pickled = pickle.loads(pickle.dumps(verdict))  # noqa: S301
        for again in (Verdict.from_dict(verdict.to_dict()), pickled):
            assert again == verdict
            assert again.findings == verdict.findings
            assert again.explain() == verdict.explain()


@given(
    st.lists(
        st.builds(
            line,
            st.none() | quantities,
            st.just(8),
            back=st.integers(0, 40),
            item=st.sampled_from([None, 1, 2]),
        ),
        max_size=8,
    )
)
def test_beside_others_only_rows_that_are_added_up_come_in_free(
    rows: list[dict[str, Any]],
) -> None:
    free = {1: Decimal(0), 2: Decimal(0)}
    for verdict, _ in check_lines([line(1, 8), line(1, 8, item=2), *rows]):
        if verdict.status in ("eligible", "conditional"):
            goods = verdict.facts
            assert goods.export_item is not None
            assert goods.returned_quantity is not None
            is_split = verdict.status == "conditional"
            left = Decimal(8) - (goods.returned_before or 0)
            free[goods.export_item] += left if is_split else goods.returned_quantity
    assert max(free.values()) <= 8


# -- bad lines and options ---------------------------------------------------------------------

BAD_AT_1 = [line(4), {"reason": "lost"}, line(4)]


def test_a_bad_line_raises_with_its_position_before_anything_is_judged() -> None:
    answers = check_lines(BAD_AT_1)
    with pytest.raises(ValidationError) as caught:
        next(answers)
    assert caught.value.__notes__ == ["at position 1"]


def test_a_bad_line_is_returned_in_its_place_and_the_others_are_added_up() -> None:
    answers = list(check_lines(BAD_AT_1, errors="return"))
    kinds = [type(answer) for answer, _ in answers]
    assert kinds == [Verdict, ValidationError, Verdict]
    found = [each for _, each in answers]
    assert found[1] is None
    assert found[0] == found[2] == Overdrawn(samples.LIST_NUMBER, 1, Decimal(5), Decimal(8), (2,))


@pytest.mark.parametrize("errors", ["ignore", "", None, "skip", True])
def test_errors_are_raised_or_returned(errors: Any) -> None:
    with pytest.raises(ValueError, match="'raise' and 'return'"):
        check_lines([], errors)


def test_options_are_looked_at_before_the_first_line_is_read() -> None:
    def lines() -> Iterator[dict[str, Any]]:
        raise AssertionError("read")
        yield {}

    with pytest.raises(ValueError, match="as_of"):
        check_lines(lines(), as_of=cast("Any", "today"))
    with pytest.raises(ValueError, match="'reason:other'"):
        check_lines(lines(), settled={"reason:other": "strict"})


@pytest.mark.parametrize("single", [{"reason": "unsold"}, "unsold", validate(reason="unsold")])
def test_one_line_is_not_many(single: Any) -> None:
    with pytest.raises(ValueError, match=r"^lines is a single "):
        check_lines(single)


def test_every_option_counts_as_for_one() -> None:
    options: dict[str, Any] = {
        "as_of": DAY,
        "settled": {"rest-day": "lenient"},
        "days_off": [DAY],
        "known_on": date(2025, 6, 30),
    }
    ((verdict, _),) = check_lines([line()], **options)
    assert verdict == check(line(), **options)


def test_verdicts_are_made_one_at_a_time_once_the_lines_are_read() -> None:
    read: list[int] = []

    def lines() -> Iterator[dict[str, Any]]:
        for n in range(50):
            read.append(n)
            yield line(item=n + 1)

    answers = check_lines(lines())
    assert read == []
    assert len(list(islice(answers, 2))) == 2
    assert len(read) == 50


def test_many_digits_are_added_exactly() -> None:
    big, small = "123456789012345678901234", "0.00000000000000000000001"
    assert statuses([line(big, big), line(small, big, back=1)]) == ["eligible", "ineligible"]
