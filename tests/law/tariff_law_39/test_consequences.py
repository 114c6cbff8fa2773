from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ordinary_cases import IMPORT_TAXES_FOLLOW, ordinary

LAST_DAY = date(2027, 3, 3)
IMPORT_TAXES = ("import_vat", "import_consumption_tax")
NO_PAPERS_TOLD: dict[str, Any] = {"papers_held": None}


def reliefs(**given: Any) -> dict[str, str]:
    return {relief.tax: relief.effect for relief in ordinary(**given).reliefs}


def actions(**given: Any) -> dict[str, date | None]:
    return {action.id: action.due for action in ordinary(**given).actions}


@pytest.mark.parametrize(
    ("settled", "effect"),
    [
        ({}, "not_levied_if_so_read"),
        ({"39:import-taxes": "lenient"}, "not_levied"),
        ({"39:import-taxes": "strict"}, "due"),
    ],
)
def test_of_each_tax_it_says_what_is_certain_whatever_the_status(
    settled: dict[str, str], effect: str
) -> None:
    found = reliefs(settled=settled)
    assert found == {"import_duty": "not_levied", **dict.fromkeys(IMPORT_TAXES, effect)}
    for relief in ordinary(settled=settled).reliefs:
        assert "免征" not in relief.words.zh
        assert relief.words.en.isascii()


@pytest.mark.parametrize(
    "undecided",
    [
        {"cause": "damage_or_shortage"},
        {"cause": None},
        {"use": "used"},
        {"returned_on": None, "domestic_on": None},
    ],
)
def test_while_another_clause_is_undecided_no_tax_is_relieved(undecided: dict[str, Any]) -> None:
    for settled in ({}, IMPORT_TAXES_FOLLOW, {"39:import-taxes": "strict"}):
        assert ordinary(**undecided).status not in ("eligible", "conditional", "ineligible")
        assert reliefs(**undecided, settled=settled) == {}


def test_while_something_is_still_to_be_done_it_says_what_becomes_of_each_tax() -> None:
    beyond: dict[str, Any] = {"returned_quantity": Decimal(11)}
    assert ordinary(**beyond, settled=IMPORT_TAXES_FOLLOW).status == "conditional"
    assert reliefs(**beyond, settled={})["import_duty"] == "not_levied"


@pytest.mark.parametrize("failing", [{"cause": "none"}, {"same_form": False}, {"processed": True}])
def test_once_another_clause_has_failed_no_tax_is_relieved(failing: dict[str, Any]) -> None:
    for settled in ({}, IMPORT_TAXES_FOLLOW, {"39:import-taxes": "strict"}):
        assert reliefs(**failing, settled=settled) == {}


@pytest.mark.parametrize(
    ("paid", "effect", "if_paid"),
    [
        (True, "refund_on_application", False),
        (None, "refund_on_application", True),
        (False, None, False),
    ],
)
def test_export_duty_paid_comes_back_on_application(
    paid: bool | None, effect: str | None, if_paid: bool
) -> None:
    assert reliefs(export_duty_paid=paid).get("export_duty") == effect
    words = [r.words.zh for r in ordinary(export_duty_paid=paid).reliefs if r.tax == "export_duty"]
    assert any("如已征" in zh for zh in words) == if_paid
    applied = "apply_export_duty_refund" in actions(export_duty_paid=paid, **NO_PAPERS_TOLD)
    assert applied == (paid is True)


def test_the_application_for_export_duty_has_no_day_of_its_own_and_goes_with_any_way_on() -> None:
    paid = {"export_duty_paid": True, **NO_PAPERS_TOLD}
    assert actions(**paid) == {"apply_export_duty_refund": None}
    assert actions(**paid, cause="none") == {}


def test_there_is_no_relief_of_taxes_charged_at_export() -> None:
    assert "export_vat_and_consumption_tax" not in reliefs(taxed_at_export=True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"returned_quantity": Decimal(11)}, {"split_line": None}),
        (
            {"export_refund": "refunded"},
            {"repay_refund": LAST_DAY, "obtain:tax_certificate": LAST_DAY},
        ),
        (
            {"export_refund": "claimed"},
            {"withdraw_claim": LAST_DAY, "obtain:tax_certificate": LAST_DAY},
        ),
        ({"return_declared_on": None}, {"declare_return": LAST_DAY}),
    ],
)
def test_each_outstanding_clause_has_its_step(
    changes: dict[str, Any], expected: dict[str, date | None]
) -> None:
    given = {**NO_PAPERS_TOLD, **changes}
    assert ordinary(**given).status == "conditional"
    assert actions(**given) == expected


@pytest.mark.parametrize(
    ("changes", "settled", "action"),
    [
        ({}, {}, "ask_customs:39:import-taxes"),
        ({"use": "used"}, IMPORT_TAXES_FOLLOW, "ask_customs:39:used"),
        ({"cause": "damage_or_shortage"}, IMPORT_TAXES_FOLLOW, "ask_customs:39:damage"),
        (
            {"cause": None, "reason": "wrong_goods"},
            IMPORT_TAXES_FOLLOW,
            "ask_customs:39:wrong-goods",
        ),
        ({"supervision_code": "2600"}, IMPORT_TAXES_FOLLOW, "ask_customs:39:procedure"),
        ({"attribution": "fifo"}, IMPORT_TAXES_FOLLOW, "ask_customs:batch-fifo"),
    ],
)
def test_an_open_question_is_put_to_customs(
    changes: dict[str, Any], settled: dict[str, str], action: str
) -> None:
    assert actions(**NO_PAPERS_TOLD, **changes, settled=settled) == {action: None}
