from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

import cases
from ordinary_cases import pointers
from retax.check import check
from retax.law.cross_border.routes import ROUTES
from retax.law.tariff_law_39.instruments import TARIFF_LAW_IN_FORCE

ORDINARY = {
    "customer_return",
    "refused",
    "quality_defect",
    "wrong_goods",
    "recall",
    "foreign_customs",
    "label_noncompliance",
    "force_majeure",
    "other",
    None,
}


def routes(goods: Any, **options: Any) -> list[str]:
    return [route.id for route in check(goods, **options).routes]


def exported_on(day: date) -> dict[str, date | None]:
    """Return all days of an export on one day; the number of the complete case is of 2026."""
    days = dict.fromkeys(("declared_on", "released_on", "exported_on"), day)
    return {**days, "export_entry": None}


def ordinary(goods: Any, **options: Any) -> str:
    """Return what is said of the ordinary route."""
    (words,) = (r.words for r in pointers(check(goods, **options)) if r.id == "tariff_law_39")
    return words.en


def test_after_a_no_the_ordinary_route_is_named_where_the_reason_or_a_defect_fits() -> None:
    for reason, use in product((None, *cases.REASONS), (None, *cases.USES)):
        # food is a no whatever else is known
        goods = cases.goods("9610", reason=reason, use=use, is_food=True, hs_code=None)
        expected = []
        if reason in ORDINARY or use == "trial_found_defect":
            expected.append("tariff_law_39")
        if reason == "repair":
            expected.append("repair_import")
        assert routes(goods) == expected, (reason, use)


@pytest.mark.parametrize(
    ("changes", "open_"),
    [
        ({"same_form": False}, False),
        ({"parts_added": True}, False),
        ({"processed": True}, False),
        ({"use": "used"}, True),
        ({"same_form": None, "use": "used"}, True),
        ({"repacked": True, "use": "used"}, True),
    ],
)
def test_goods_no_longer_in_original_state_have_no_ordinary_route(
    changes: dict[str, Any], open_: bool
) -> None:
    goods = cases.goods("9610", reason="customer_return", **changes)
    assert routes(goods) == (["tariff_law_39"] if open_ else [])


@pytest.mark.parametrize(
    ("changes", "status"),
    [({}, "eligible"), ({"export_refund": "refunded"}, "conditional")],
)
def test_a_yes_needs_no_other_route(changes: dict[str, Any], status: str) -> None:
    verdict = check(cases.goods("9610", reason="refused", papers_held=None, **changes))
    assert (verdict.status, verdict.routes) == (status, ())


@pytest.mark.parametrize(
    "changes", [{"supervision_code": "0110"}, {"same_form": None}, {"repacked": True}]
)
def test_any_other_status_names_the_route(changes: dict[str, Any]) -> None:
    assert routes(cases.goods("9610", reason="refused", **changes)) == ["tariff_law_39"]


def test_a_day_no_announcement_covers_leaves_the_ordinary_route() -> None:
    goods = {"supervision_code": "9610", "declared_on": "2028-03-02", "reason": "refused"}
    assert check(goods).status == "not_covered"
    assert routes(goods) == ["tariff_law_39"]


@pytest.mark.parametrize(
    ("returned", "passed"),
    [
        (date(2027, 3, 5), False),  # exported on 5 March 2026
        (date(2027, 3, 6), True),
        (date(2026, 9, 8), False),
    ],
)
def test_the_route_notes_whether_a_year_from_departure_has_passed(
    returned: date, passed: bool
) -> None:
    back = {"returned_on": returned, "return_declared_on": returned}
    said = ordinary(cases.goods("9610", reason="refused", **back))
    assert ("a year from export has passed" in said) is passed
    assert ("a year from export has not passed" in said) is not passed
    assert ("approval of customs" in said) is passed


@pytest.mark.parametrize(("as_of", "passed"), [(date(2027, 3, 5), False), (date(2027, 3, 6), True)])
def test_goods_not_back_are_counted_to_the_day_asked_about(as_of: date, passed: bool) -> None:
    goods = cases.goods("9610", reason="refused", returned_on=None, return_declared_on=None)
    said = ordinary(goods, as_of=as_of)
    assert ("a year from export has passed" in said) is passed


@pytest.mark.parametrize(
    ("domestic", "passed"), [(date(2027, 3, 5), False), (date(2027, 3, 6), True)]
)
def test_where_only_the_day_outside_any_zone_is_known_the_year_is_counted_to_it(
    domestic: date, passed: bool
) -> None:
    back = {"returned_on": None, "domestic_on": domestic, "return_declared_on": domestic}
    said = ordinary(cases.goods("1210", reason="refused", **back))
    assert ("a year from export has passed" in said) is passed
    assert ("a year from export has not passed" in said) is not passed


def test_nothing_is_written_of_the_year_while_its_days_are_unknown() -> None:
    for unknown in ("exported_on", "returned_on"):
        goods = cases.goods("9610", reason="refused", use="used", **{unknown: None})
        assert "a year from export" not in ordinary(goods)


@pytest.mark.parametrize(
    ("returned", "former"), [(date(2024, 11, 30), True), (date(2024, 12, 1), False)]
)
def test_before_the_tariff_law_the_former_regulations_are_named(
    returned: date, former: bool
) -> None:
    days: dict[str, Any] = {
        "export_entry": None,
        "declared_on": date(2024, 9, 2),
        "released_on": date(2024, 9, 2),
        "exported_on": date(2024, 9, 2),
        "returned_on": returned,
        "return_declared_on": returned,
    }
    said = ordinary(cases.goods("9610", reason="customer_return", use="used", **days))
    assert ("Article 43" in said) is former


def test_before_the_tariff_law_nothing_is_written_of_an_approval_beyond_the_year() -> None:
    days = exported_on(date(2023, 9, 4))
    back = {"returned_on": date(2024, 11, 30), "return_declared_on": date(2024, 11, 30)}
    said = ordinary(cases.goods("9610", reason="customer_return", **days, **back))
    assert "a year from export has passed" in said
    assert "approval" not in said


def test_before_the_tariff_law_the_route_leaves_force_majeure_out() -> None:
    back = date(2024, 11, 30)
    days = exported_on(date(2024, 9, 2))
    returned = {"returned_on": back, "return_declared_on": back, "reason": "force_majeure"}
    said = ordinary(cases.goods("9610", **days, **returned))
    assert "not force majeure" in said
    assert "Article 39" not in said


def test_the_ordinary_route_is_named_once_whichever_law_was_in_force() -> None:
    for returned in (date(2024, 11, 30), date(2024, 12, 1), None):
        days = exported_on(date(2024, 9, 2))
        back = {"returned_on": returned, "return_declared_on": returned, "reason": "other"}
        assert routes(cases.goods("9610", **days, **back)).count("tariff_law_39") == 1


def test_the_tariff_law_is_in_force_from_december_2024() -> None:
    assert date(2024, 12, 1) == TARIFF_LAW_IN_FORCE


@pytest.mark.parametrize(
    ("code", "destination", "bonded"),
    [
        ("1210", "zone", True),
        ("1210", None, False),
        ("9610", "zone", False),
        ("9810", "zone", False),
    ],
)
def test_only_1210_goods_in_a_zone_can_stay_bonded(
    code: str, destination: str | None, bonded: bool
) -> None:
    goods = cases.goods(code, destination=destination, domestic_on=None, use="used")
    assert ("stay_bonded" in routes(goods)) is bonded


@pytest.mark.parametrize(
    ("reason", "named"),
    [("payment_default", False), ("label_noncompliance", True), ("exhibition_sample", False)],
)
def test_of_the_new_reasons_only_labels_not_allowed_go_by_the_tariff_law(
    reason: str, named: bool
) -> None:
    goods = cases.goods("9610", reason=reason, papers_held=None)
    verdict = check(goods)
    assert (verdict.status, verdict.decided_by) == ("needs_review", "1.reason")
    assert routes(goods) == (["tariff_law_39"] if named else [])
    required = {d.id for d in verdict.documents if d.certainty == "required"}
    assert required == {"export_record", "tax_certificate", "reason_statement"}
    assert [a.id for a in verdict.actions] == [f"ask_customs:reason:{reason}"]


def test_import_for_repair_leaves_the_refund_alone() -> None:
    (route,) = check(cases.goods("9610", reason="repair")).routes
    assert "不涉及已退的出口退税" in route.words.zh
    assert "leaves the export tax refund alone" in route.words.en


def test_every_route_and_note_is_worded_in_both_languages() -> None:
    words = [*(r.words for r in ROUTES), *(w for r in ROUTES for _, w in r.notes)]
    assert len(set(words)) == 7
    for text in words:
        assert not text.zh.isascii()
        assert text.en.isascii()


QUALITY = {"reason": "customer_return", "use": "used"}
TARIFF_LAW = (
    "因品质、规格原因或不可抗力，自出口之日起一年内原状退运的，可核实能否适用关税法第三十九条，"
    "不征进口关税（进口环节税通常比照办理，以海关认定为准）",
    "if the goods come back in original state within one year of export for reasons of quality or "
    "specification or force majeure, Tariff Law Article 39 may apply: no import duty (import VAT "
    "and consumption tax are customarily treated alike; customs decides)",
)
FORMER_REGULATIONS = (
    "关税法自2024年12月1日起施行；此前因品质或规格原因，自出口之日起一年内原状退运的，"
    "可核实能否适用原进出口关税条例第四十三条，不征进口关税（不含不可抗力；以海关认定为准）",
    "before 2024-12-01, when the Tariff Law came into force, Article 43 of the former regulations "
    "may apply if the goods came back in original state within one year of export for reasons of "
    "quality or specification (not force majeure): no import duty; customs decides",
)
WITHIN = ("距出口日期未超过一年", "here a year from export has not passed")


@pytest.mark.parametrize(
    ("exported", "returned", "law", "note"),
    [
        (date(2026, 3, 2), date(2026, 9, 20), TARIFF_LAW, WITHIN),
        (
            date(2026, 3, 2),
            date(2027, 3, 3),
            TARIFF_LAW,
            (
                "距出口日期已超过一年，须经海关批准",
                "here a year from export has passed, so only with the approval of customs",
            ),
        ),
        (date(2024, 3, 4), date(2024, 11, 30), FORMER_REGULATIONS, WITHIN),
        (
            date(2023, 3, 2),
            date(2024, 11, 30),
            FORMER_REGULATIONS,
            (
                "距出口日期已超过一年，能否办理请向海关核实",
                "here a year from export has passed: ask customs whether it can still apply",
            ),
        ),
    ],
)
def test_the_ordinary_route_is_a_pointer_in_these_words(
    exported: date, returned: date, law: tuple[str, str], note: tuple[str, str]
) -> None:
    days = exported_on(exported)
    back = {"returned_on": returned, "return_declared_on": returned}
    goods = cases.goods("9610", **QUALITY, **days, **back)
    (words,) = (route.words for route in pointers(check(goods)) if route.id == "tariff_law_39")
    assert (words.zh, words.en) == (f"{law[0]}；{note[0]}", f"{law[1]}; {note[1]}")
