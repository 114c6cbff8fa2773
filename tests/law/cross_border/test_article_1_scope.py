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
from retax.law.cross_border.article_1_scope import ARGUABLE_REASONS
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
    "payment_default": "open",
    "label_noncompliance": "open",
    "exhibition_sample": "open",
    "other": "open",
    "repair": "failed",
    "force_majeure": "failed",
    None: "unknown",
}
CAN_BE_SETTLED = tuple(reason for reason in ARGUABLE_REASONS if reason != "other")


def test_every_reason_is_looked_at() -> None:
    assert set(OUTCOME_OF_REASON) == {None, *cases.REASONS}
    assert {r for r, outcome in OUTCOME_OF_REASON.items() if outcome == "open"} == set(
        ARGUABLE_REASONS
    )


@pytest.mark.parametrize(("reason", "outcome"), OUTCOME_OF_REASON.items())
def test_unsold_and_returned_goods_are_covered_ten_reasons_are_arguable_two_are_not(
    reason: str | None, outcome: str
) -> None:
    finding = found("1.reason", reason=reason)
    assert finding.outcome == outcome
    assert finding.questions == ((f"reason:{reason}",) if outcome == "open" else ())
    assert finding.missing == (("reason",) if outcome == "unknown" else ())


@pytest.mark.parametrize("settled", CAN_BE_SETTLED)
@pytest.mark.parametrize("reason", cases.REASONS)
def test_an_office_that_accepts_one_reason_leaves_the_others_open(
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
    lenient: dict[str, Side] = {f"reason:{r}": "lenient" for r in CAN_BE_SETTLED}
    goods = cases.goods("9610", reason=reason)
    assert judged("1.reason", goods, settled=lenient).outcome == "failed"


# -- destination ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
@pytest.mark.parametrize("destination", ["domestic", None])
def test_outside_1210_silence_on_the_destination_means_domestic(
    code: str, destination: str | None
) -> None:
    for as_of in (None, date(2026, 12, 1)):
        goods = cases.goods(code, destination=destination)
        assert judged("1.destination", goods, as_of=as_of).outcome == "met"


# Six months from release end on Thursday 3 September, from departure on Saturday the 5th, which
# moves on to Monday the 7th.
OUT_OF_THE_ZONE: Mapping[date | None, tuple[str, tuple[str, ...]]] = {
    None: ("outstanding", ()),
    date(2026, 8, 1): ("outstanding", ()),
    date(2026, 9, 3): ("outstanding", ()),
    date(2026, 9, 4): ("open", ("export-date",)),
    date(2026, 9, 7): ("open", ("export-date", "rest-day")),
    date(2026, 9, 8): ("failed", ()),
}
"""By the day asked as of: what becomes of a zone where goods must come out of it."""


@pytest.mark.parametrize("code", ["9610", "9710", "9810"])
@pytest.mark.parametrize("as_of", OUT_OF_THE_ZONE)
def test_outside_1210_goods_in_a_zone_come_out_in_time_or_turn_on_the_question_of_the_zone(
    code: str, as_of: date | None
) -> None:
    finding = judged("1.destination", cases.goods(code, destination="zone"), as_of=as_of)
    if OUT_OF_THE_ZONE[as_of][0] == "outstanding":
        assert (finding.outcome, finding.questions) == ("outstanding", ())
    else:
        assert finding.outcome == "open"
        assert "zone" in finding.questions


@pytest.mark.parametrize("as_of", OUT_OF_THE_ZONE)
def test_the_question_of_the_zone_settled_strictly_leaves_the_time_to_come_out(
    as_of: date | None,
) -> None:
    goods = cases.goods("9610", destination="zone")
    finding = judged("1.destination", goods, as_of=as_of, settled={"zone": "strict"})
    assert (finding.outcome, finding.questions) == OUT_OF_THE_ZONE[as_of]
    assert finding.settled == ("zone",)


@pytest.mark.parametrize("as_of", OUT_OF_THE_ZONE)
def test_the_question_of_the_zone_settled_leniently_asks_for_nothing(as_of: date | None) -> None:
    goods = cases.goods("9610", destination="zone")
    finding = judged("1.destination", goods, as_of=as_of, settled={"zone": "lenient"})
    assert (finding.outcome, finding.settled) == ("met", ("zone",))


@pytest.mark.parametrize("settled", [{}, {"zone": "strict"}])
def test_the_declaration_in_place_of_the_release_shows_nobody_late_to_leave_a_zone(
    settled: dict[str, Side],
) -> None:
    goods = cases.goods("9610", destination="zone", released_on=None)
    assert judged("1.destination", goods, as_of=date(2026, 9, 2)).outcome == "outstanding"
    finding = judged("1.destination", goods, as_of=date(2026, 9, 3), settled=settled)
    assert (finding.outcome, finding.missing) == ("unknown", ("released_on",))


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
    reason: str | None,
    attribution: str | None,
    shipped_as_declared: bool | None,
    exported: Decimal | None,
    now: Decimal | None,
    before: Decimal | None,
) -> str:
    """Say what becomes of the units: none left or others sent, asked for, doubtful, too many."""
    before = before or Decimal(0)
    if shipped_as_declared is False or (exported is not None and before >= exported):
        return "failed"
    if shipped_as_declared is None and reason in (None, "wrong_goods"):
        return "unknown"
    if attribution in ("fifo", "stated", "none"):
        return "open"
    if exported is not None and now is not None and before + now > exported:
        return "outstanding"
    return "met"


def test_the_quantities_must_fit_the_export_line_and_the_units_be_those_of_it() -> None:
    def some(*numbers: int) -> tuple[Decimal | None, ...]:
        return (None, *map(Decimal, numbers))

    for reason, attribution, shipped, exported, now, before in product(
        (None, "unsold", "wrong_goods"),
        (None, *cases.ATTRIBUTIONS),
        cases.YES_NO,
        some(1, 2, 3),
        some(1, 2, 3),
        some(0, 1, 2, 3),
    ):
        finding = found(
            "1.same_goods",
            reason=reason,
            attribution=attribution,
            shipped_as_declared=shipped,
            exported_quantity=exported,
            returned_quantity=now,
            returned_before=before,
        )
        plain = plain_same_goods(reason, attribution, shipped, exported, now, before)
        assert finding.outcome == plain


@pytest.mark.parametrize(
    ("reason", "missing"),
    [("wrong_goods", ("shipped_as_declared",)), (None, ("reason",)), ("unsold", ()), ("other", ())],
)
def test_whether_other_goods_were_sent_is_asked_of_wrong_goods_alone(
    reason: str | None, missing: tuple[str, ...]
) -> None:
    finding = found("1.same_goods", reason=reason, shipped_as_declared=None)
    assert finding.missing == missing
    assert finding.outcome == ("unknown" if missing else "met")


@pytest.mark.parametrize("reason", [None, *cases.REASONS])
def test_goods_other_than_those_declared_are_no_goods_of_the_line_whatever_the_reason(
    reason: str | None,
) -> None:
    goods = cases.goods("9610", reason=reason, shipped_as_declared=False)
    lenient: dict[str, Side] = {"batch-fifo": "lenient", "batch-stated": "lenient"}
    assert judged("1.same_goods", goods, settled=lenient).outcome == "failed"


def test_the_last_unit_fits_and_one_more_does_not() -> None:
    line = {"exported_quantity": Decimal("10.5"), "returned_before": Decimal("0.2")}
    assert found("1.same_goods", **line, returned_quantity=Decimal("10.3")).outcome == "met"
    assert (
        found("1.same_goods", **line, returned_quantity=Decimal("10.31")).outcome == "outstanding"
    )


QUESTION_OF: Mapping[str | None, str | None] = {
    "traced": None,
    None: None,
    "fifo": "batch-fifo",
    "stated": "batch-stated",
    "none": "batch-stated",
}


@pytest.mark.parametrize(("side", "outcome"), [("strict", "failed"), ("lenient", "met")])
@pytest.mark.parametrize("settled", ["batch-fifo", "batch-stated"])
@pytest.mark.parametrize("attribution", QUESTION_OF)
def test_how_units_are_attributed_is_settled_by_its_own_question_alone(
    attribution: str | None, settled: str, side: Side, outcome: str
) -> None:
    goods, question = cases.goods("9610", attribution=attribution), QUESTION_OF[attribution]
    finding = judged("1.same_goods", goods)
    assert finding.questions == ((question,) if question else ())
    finding = judged("1.same_goods", goods, settled={settled: side})
    if question == settled:
        assert (finding.outcome, finding.settled) == (outcome, (question,))
    else:
        assert finding.outcome == ("open" if question else "met")
        assert finding.settled == ()


def test_what_is_over_the_line_is_split_off_only_where_the_rest_would_hold() -> None:
    over: dict[str, Any] = {"returned_quantity": Decimal(11)}
    assert found("1.same_goods", **over).outcome == "outstanding"
    assert found("1.same_goods", **over, attribution="fifo").outcome == "open"
    assert found("1.same_goods", **over, shipped_as_declared=False).outcome == "failed"
    goods = cases.goods("9610", **over, attribution="stated")
    assert judged("1.same_goods", goods, settled={"batch-stated": "lenient"}).outcome == (
        "outstanding"
    )
    assert judged("1.same_goods", goods, settled={"batch-stated": "strict"}).outcome == "failed"


@given(
    st.decimals(Decimal("0.001"), 100, places=3),
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
