from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from retax.check import check
from retax.law.article_1_scope import ARGUABLE_REASONS
from retax.logic.expressions import Side


def found(clause: str, code: str = "9610", /, **changes: Any) -> Any:
    """Return what becomes of a clause in a complete case with some facts changed."""
    return judged(clause, cases.goods(code, **changes))


def judged(clause: str, goods: Any, **options: Any) -> Any:
    (finding,) = (f for f in check(goods, **options).findings if f.clause == clause)
    return finding


# -- code ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", cases.CODES)
def test_the_four_codes_are_covered(code: str) -> None:
    assert found("1.code", code).outcome == "met"


@pytest.mark.parametrize("code", ["0110", "1039", "1239", "0000", "9611", "1211"])
def test_no_other_code_is(code: str) -> None:
    assert found("1.code", supervision_code=code).outcome == "failed"


def test_an_unknown_code_is_asked_for() -> None:
    finding = found("1.code", supervision_code=None)
    assert (finding.outcome, finding.missing) == ("unknown", ("supervision_code",))


# -- reason -------------------------------------------------------------------------------------

OUTCOME_OF_REASON: Mapping[str | None, str] = {
    "unsold": "met",
    "customer_return": "met",
    "refused": "met",
    "undeliverable": "met",
    "order_cancelled": "open",
    "delisted": "open",
    "foreign_customs": "open",
    "wrong_goods": "open",
    "recall": "open",
    "quality_defect": "open",
    "other": "open",
    "repair": "failed",
    "force_majeure": "failed",
    None: "unknown",
}


def test_every_reason_is_looked_at() -> None:
    assert set(OUTCOME_OF_REASON) == {None, *cases.REASONS}
    assert {r for r, outcome in OUTCOME_OF_REASON.items() if outcome == "open"} == set(
        ARGUABLE_REASONS
    )


@pytest.mark.parametrize(("reason", "outcome"), OUTCOME_OF_REASON.items())
def test_unsold_and_returned_goods_are_covered_seven_reasons_are_arguable_two_are_not(
    reason: str | None, outcome: str
) -> None:
    finding = found("1.reason", reason=reason)
    assert finding.outcome == outcome
    assert finding.questions == ((f"reason:{reason}",) if outcome == "open" else ())
    assert finding.missing == (("reason",) if outcome == "unknown" else ())


@pytest.mark.parametrize("settled", ARGUABLE_REASONS)
@pytest.mark.parametrize("reason", cases.REASONS)
def test_an_office_that_accepts_one_reason_has_said_nothing_of_the_others(
    settled: str, reason: str
) -> None:
    sides: Mapping[Side, str] = {"strict": "failed", "lenient": "met"}
    for side, outcome in sides.items():
        finding = judged(
            "1.reason", cases.goods("9610", reason=reason), settled={f"reason:{settled}": side}
        )
        expected = outcome if reason == settled else OUTCOME_OF_REASON[reason]
        assert finding.outcome == expected


@pytest.mark.parametrize("reason", ["repair", "force_majeure"])
def test_repair_and_force_majeure_are_no_reason_however_lenient_the_office(reason: str) -> None:
    lenient: dict[str, Side] = {f"reason:{r}": "lenient" for r in ARGUABLE_REASONS}
    goods = cases.goods("9610", reason=reason)
    assert judged("1.reason", goods, settled=lenient).outcome == "failed"


# -- destination ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
@pytest.mark.parametrize(
    ("destination", "outcome"), [("domestic", "met"), (None, "met"), ("zone", "open")]
)
def test_outside_1210_a_zone_is_an_open_question_and_silence_means_domestic(
    code: str, destination: str | None, outcome: str
) -> None:
    finding = found("1.destination", code, destination=destination)
    assert finding.outcome == outcome
    assert finding.questions == (("zone",) if outcome == "open" else ())


@pytest.mark.parametrize(("side", "outcome"), [("strict", "failed"), ("lenient", "met")])
def test_the_question_of_the_zone_can_be_settled(side: Side, outcome: str) -> None:
    goods = cases.goods("9610", destination="zone")
    assert judged("1.destination", goods, settled={"zone": side}).outcome == outcome


def test_under_1210_the_destination_must_be_known() -> None:
    finding = found("1.destination", "1210", destination=None)
    assert (finding.outcome, finding.missing) == ("unknown", ("destination",))


# Six months from leaving the zone end on Friday 4 September, from leaving the country on Saturday
# the 5th, which moves on to Monday the 7th.
@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        (None, "outstanding"),
        (date(2026, 8, 1), "outstanding"),
        (date(2026, 9, 4), "outstanding"),
        (date(2026, 9, 5), "open"),
        (date(2026, 9, 7), "open"),
        (date(2026, 9, 8), "failed"),
    ],
)
def test_under_1210_goods_in_a_zone_must_leave_it_while_there_is_time(
    as_of: date | None, outcome: str
) -> None:
    goods = cases.goods("1210", destination="zone", domestic_on=None)
    assert judged("1.destination", goods, as_of=as_of).outcome == outcome


def test_under_1210_without_the_day_of_leaving_it_is_not_too_late_to_leave_the_zone() -> None:
    goods = cases.goods("1210", destination="zone", domestic_on=None, left_zone_on=None)
    assert judged("1.destination", goods, as_of=date(2026, 12, 1)).outcome == "outstanding"


def test_settling_the_question_of_the_zone_says_nothing_of_1210() -> None:
    goods = cases.goods("1210", destination="zone", domestic_on=None)
    finding = judged("1.destination", goods, settled={"zone": "lenient"}, as_of=date(2026, 9, 30))
    assert (finding.outcome, finding.settled) == ("failed", ())


# -- food ---------------------------------------------------------------------------------------

TEA, SHIRT, GUM, NO_HEADING = "0902100000", "6109100010", "1301", "770100"


@pytest.mark.parametrize(
    ("hs_code", "is_food", "outcome"),
    [
        (TEA, True, "failed"),
        (TEA, False, "open"),
        (TEA, None, "unknown"),
        (SHIRT, True, "open"),
        (SHIRT, False, "met"),
        (SHIRT, None, "met"),
        (GUM, True, "failed"),
        (GUM, False, "met"),
        (GUM, None, "unknown"),
        (NO_HEADING, True, "failed"),
        (NO_HEADING, False, "met"),
        (NO_HEADING, None, "unknown"),
        (None, True, "failed"),
        (None, False, "met"),
        (None, None, "unknown"),
    ],
)
def test_the_declarant_and_the_heading_together_say_whether_it_is_food(
    hs_code: str | None, is_food: bool | None, outcome: str
) -> None:
    finding = found("1.not_food", hs_code=hs_code, is_food=is_food)
    assert finding.outcome == outcome
    assert finding.questions == (("food-heading",) if outcome == "open" else ())
    assert finding.missing == (("is_food",) if outcome == "unknown" else ())


@pytest.mark.parametrize(
    ("hs_code", "is_food", "side", "outcome"),
    [
        (TEA, False, "strict", "failed"),
        (TEA, False, "lenient", "met"),
        (SHIRT, True, "strict", "failed"),
        (SHIRT, True, "lenient", "met"),
        (TEA, True, "lenient", "failed"),
    ],
)
def test_whether_the_heading_decides_can_be_settled(
    hs_code: str, is_food: bool, side: Side, outcome: str
) -> None:
    goods = cases.goods("9610", hs_code=hs_code, is_food=is_food)
    assert judged("1.not_food", goods, settled={"food-heading": side}).outcome == outcome


# -- the same goods ------------------------------------------------------------------------------


def plain_same_goods(
    traced: bool | None, exported: Decimal | None, now: Decimal | None, before: Decimal | None
) -> str:
    """Say what becomes of the quantities: nothing left, too many, or within the line."""
    before = before or Decimal(0)
    if exported is not None and before >= exported:
        return "failed"
    if traced is False:
        return "open"
    if exported is not None and now is not None and before + now > exported:
        return "outstanding"
    return "met"


def test_the_quantities_must_fit_the_export_line_and_the_units_be_traced_to_it() -> None:
    def some(*numbers: int) -> tuple[Decimal | None, ...]:
        return (None, *map(Decimal, numbers))

    for traced, exported, now, before in product(
        cases.YES_NO, some(0, 1, 2, 3), some(1, 2, 3), some(0, 1, 2, 3)
    ):
        finding = found(
            "1.same_goods",
            batch_traced=traced,
            exported_quantity=exported,
            returned_quantity=now,
            returned_before=before,
        )
        assert finding.outcome == plain_same_goods(traced, exported, now, before)


def test_the_last_unit_fits_and_one_more_does_not() -> None:
    line = {"exported_quantity": Decimal("10.5"), "returned_before": Decimal("0.2")}
    assert found("1.same_goods", **line, returned_quantity=Decimal("10.3")).outcome == "met"
    assert (
        found("1.same_goods", **line, returned_quantity=Decimal("10.31")).outcome == "outstanding"
    )


@pytest.mark.parametrize(("side", "outcome"), [("strict", "failed"), ("lenient", "met")])
def test_whether_untraced_units_count_can_be_settled(side: Side, outcome: str) -> None:
    goods = cases.goods("9610", batch_traced=False)
    assert judged("1.same_goods", goods).questions == ("batch",)
    assert judged("1.same_goods", goods, settled={"batch": side}).outcome == outcome


@given(
    st.decimals(0, 100, places=3),
    st.decimals(Decimal("0.001"), 100, places=3),
    st.decimals(0, 100, places=3),
)
def test_a_larger_return_never_fits_better(
    exported: Decimal, now: Decimal, before: Decimal
) -> None:
    order = ("met", "outstanding", "failed")
    line = {"exported_quantity": exported, "returned_before": before}
    smaller = found("1.same_goods", **line, returned_quantity=now).outcome
    larger = found("1.same_goods", **line, returned_quantity=now + 1).outcome
    assert order.index(smaller) <= order.index(larger)
