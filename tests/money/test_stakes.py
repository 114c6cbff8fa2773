from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any, get_args

import pytest

import samples
from money.cases import ANOTHER_EXPORT, BY_STATUS, QUALITY, WHOLE, random_pairs, verdict
from retax import Lang, Side, Status, ValidationError, Verdict, check
from retax.money import Amounts, Cliff, Stakes, stakes
from retax.money.levy import WHAT_IS_DUE
from retax.money.line_stakes import FIGURES

LANGS: tuple[Lang, ...] = ("zh", "en")


def D(text: str) -> Decimal:  # noqa: N802
    return Decimal(text)


def of(verdict: Verdict, **changes: Any) -> Stakes:
    return stakes(verdict, WHOLE.but(**changes))


def test_there_is_a_verdict_of_each_status_here() -> None:
    assert [(status, v.status) for status, v in BY_STATUS.items()] == [
        (status, status) for status in reversed(get_args(Status))
    ]
    assert set(WHAT_IS_DUE) == set(get_args(Status))


# -- what falls due ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "strict", "lenient", "at_stake", "saved", "at_risk"),
    [
        ("eligible", "0.00", "0.00", "0.00", "243.00", "0.00"),
        ("conditional", "0.00", "0.00", "0.00", "243.00", "243.00"),
        ("needs_review", "243.00", "0.00", "243.00", "0.00", "0.00"),
        ("needs_facts", "243.00", "0.00", "243.00", "0.00", "0.00"),
        ("ineligible", "243.00", "0.00", "243.00", "0.00", "0.00"),  # the cause may be quality
        ("not_covered", None, None, None, None, "0.00"),
    ],
)
def test_what_falls_due_follows_the_status(
    status: str, strict: str, lenient: str, at_stake: str, saved: str, at_risk: str
) -> None:
    worth = of(BY_STATUS[status])
    assert worth.total == D("243.00")
    found = (worth.due_strict, worth.due_lenient, worth.at_stake, worth.saved, worth.at_risk)
    assert [None if f is None else str(f) for f in found] == [
        strict,
        lenient,
        at_stake,
        saved,
        at_risk,
    ]


def test_read_strictly_never_less_falls_due_than_leniently() -> None:
    for v, amounts in random_pairs(1_000, seed=2):
        worth = stakes(v, amounts)
        if worth.due_strict is not None and worth.due_lenient is not None:
            assert worth.at_stake == worth.due_strict - worth.due_lenient >= 0
        article_39 = worth.article_39
        if article_39 is not None and article_39.due_strict is not None:
            assert article_39.due_lenient is not None
            assert article_39.due_strict >= article_39.due_lenient >= 0
            assert worth.total is None or article_39.due_strict <= worth.total


def test_settling_the_questions_of_a_case_makes_due_what_the_side_says() -> None:
    sides: dict[Side, str] = {"strict": "due_strict", "lenient": "due_lenient"}
    judged = 0
    for v, amounts in random_pairs(1_500, seed=3):
        if v.settled or v.status != "needs_review":
            continue
        if not all(q.can_be_settled for q in v.open_questions):
            continue
        judged += 1
        worth = stakes(v, amounts)
        for side, figure in sides.items():
            settled = {question.id: side for question in v.open_questions}
            after = check(v.facts, as_of=v.as_of, settled=settled)
            assert stakes(after, amounts).due_strict == getattr(worth, figure)
    assert judged > 60


def test_no_figure_is_given_where_an_input_is_missing() -> None:
    needed = ("dutiable_value", "duty_rate", "vat_rate")
    for v, amounts in random_pairs(1_000, seed=4):
        worth = stakes(v, amounts)
        missing = [name for name in needed if getattr(amounts, name) is None]
        if (v.facts.hs_code or "").startswith("3304") and amounts.consumption_tax_rate is None:
            missing.append("consumption_tax_rate")
        assert (worth.total is None) == bool(missing)
        assert set(missing) <= set(worth.lacks)
        if missing:
            assert worth.saved is None
        if {*missing} - {"duty_rate"}:
            assert all(cliff.more is None for cliff in worth.cliffs)


def test_nothing_is_due_on_a_yes_whatever_is_missing() -> None:
    worth = stakes(BY_STATUS["eligible"], {})
    assert worth.due_strict == worth.due_lenient == 0
    assert worth.total is worth.saved is None
    assert worth.lacks == ("dutiable_value", "duty_rate", "vat_rate")


# -- the law of the day -----------------------------------------------------------------------

ABROAD = {"returned_on": None, "return_declared_on": None}


@pytest.mark.parametrize(
    ("as_of", "basis"),
    [(date(2025, 12, 31), "原增值税暂行条例第十四条"), (date(2026, 1, 1), "增值税法第十四条")],
)
def test_goods_still_abroad_are_taxed_by_the_law_of_the_day_asked_as_of(
    as_of: date, basis: str
) -> None:
    days = {name: date(2025, 10, 1) for name in ("declared_on", "released_on", "exported_on")}
    worth = of(verdict(days, ABROAD, as_of=as_of))
    assert worth.computed.vat.basis.zh == basis


@pytest.mark.parametrize(
    ("back", "declared", "basis"),
    [
        (date(2025, 12, 31), None, "原增值税暂行条例第十四条"),
        (date(2026, 1, 1), None, "增值税法第十四条"),
        (date(2025, 12, 31), date(2026, 1, 1), "增值税法第十四条"),
    ],
)
def test_goods_that_are_back_are_taxed_by_the_law_of_the_day_they_are_declared_or_came(
    back: date, declared: date | None, basis: str
) -> None:
    days = {name: date(2025, 10, 1) for name in ("declared_on", "released_on", "exported_on")}
    v = verdict(days, returned_on=back, return_declared_on=declared, as_of=date(2026, 2, 1))
    assert of(v).computed.vat.basis.zh == basis


# -- cliffs -----------------------------------------------------------------------------------


def test_a_day_too_late_costs_what_the_verdict_of_that_day_says() -> None:
    (cliff,) = of(verdict(ABROAD, as_of=date(2026, 8, 1))).cliffs
    assert cliff == Cliff(date(2026, 9, 3), D("243.00"))
    due = []
    for day in (cliff.day, cliff.day + timedelta(days=1)):
        back = of(verdict(returned_on=day, return_declared_on=day))
        assert back.due_strict is not None
        due.append(back.due_strict)
    assert due[1] - due[0] == cliff.more


def test_there_is_no_cliff_where_nothing_is_left_to_do_in_time() -> None:
    assert of(BY_STATUS["eligible"]).cliffs == ()
    assert of(BY_STATUS["ineligible"]).cliffs == ()
    assert of(BY_STATUS["not_covered"]).cliffs == ()


def test_a_last_day_that_is_past_is_no_cliff() -> None:
    repay = {"export_refund": "refunded"}
    for as_of, days in (
        (None, [date(2026, 9, 3)]),
        (date(2026, 9, 3), [date(2026, 9, 3)]),
        (date(2026, 9, 4), []),
    ):
        assert [c.day for c in of(verdict(repay, as_of=as_of)).cliffs] == days


def test_a_cliff_costs_at_most_what_a_lenient_reading_spares() -> None:
    (cliff,) = of(verdict(ABROAD, reason="recall", as_of=date(2026, 8, 1))).cliffs
    assert cliff.more == D("243.00")


# -- cost and cash ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deductible", "cost"), [(True, "100.00"), (False, "243.00"), (None, None)]
)
def test_vat_that_can_be_deducted_is_cash_and_no_cost(
    deductible: bool | None, cost: str | None
) -> None:
    worth = of(BY_STATUS["needs_review"], vat_deductible=deductible)
    assert worth.due_strict == D("243.00")
    assert worth.cost_strict == (None if cost is None else D(cost))
    assert worth.cost_lenient == 0
    assert of(BY_STATUS["not_covered"], vat_deductible=True).cost_strict is None
    lacking = of(BY_STATUS["needs_review"], vat_deductible=deductible, vat_rate=None)
    assert lacking.cost_strict is None


# -- what else is to be paid ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refund", "repay"),
    [("refunded", "104.00"), ("claimed", "104.00"), ("repaid", "0.00"), (None, "104.00")],
)
def test_the_refund_to_repay_is_shown_and_is_in_no_other_figure(
    refund: str | None, repay: str
) -> None:
    v = verdict(export_refund=refund)
    for given in (
        {"refund_received": 104},
        {"purchase_value": 800, "refund_rate": "13%"},
    ):
        worth = of(v, **given)
        assert worth.repay == D(repay)
        assert worth.refund == D("104.00")
        assert "refund_received" not in worth.lacks
        plain = of(v)
        assert (worth.total, worth.due_strict, worth.cost_strict, worth.saved) == (
            plain.total,
            plain.due_strict,
            plain.cost_strict,
            plain.saved,
        )


@pytest.mark.parametrize(
    ("refund", "lacks"), [("refunded", True), ("claimed", True), ("repaid", False), (None, False)]
)
def test_a_refund_that_is_to_be_repaid_and_not_known_is_asked_for(
    refund: str | None, lacks: bool
) -> None:
    worth = of(verdict(export_refund=refund))
    assert ("refund_received" in worth.lacks) == lacks
    assert worth.repay == (D("0.00") if refund == "repaid" else None)
    assert worth.total == D("243.00")
    assert of(verdict(export_refund="not_refunded")).repay == 0


def test_a_refund_of_consumption_tax_counts_and_is_asked_for_where_the_goods_bear_it() -> None:
    v = verdict(export_refund="refunded", hs_code="3304990090")
    both = of(v, refund_received=100, consumption_tax_refunded=50, consumption_tax_rate="15%")
    assert both.repay == D("150.00")
    one = of(v, refund_received=100, consumption_tax_rate="15%")
    assert one.repay is None
    assert one.lacks == ("consumption_tax_refunded",)
    none = of(v, refund_received=100, consumption_tax_rate=0)
    assert none.repay == D("100.00")
    unknown = of(v, refund_received=100, consumption_tax_rate=None)
    assert unknown.lacks == ("consumption_tax_rate", "consumption_tax_refunded")


@pytest.mark.parametrize(
    "bears",
    [
        {"consumption_tax_rate": "15%"},
        {
            "consumption_tax_rate": None,
            "consumption_tax_per_unit": 1,
            "consumption_tax_units": 2,
        },
    ],
)
def test_goods_bear_consumption_tax_by_what_is_given_whatever_their_heading(
    bears: dict[str, Any],
) -> None:
    v = verdict(export_refund="refunded", hs_code="6109100010")
    worth = of(v, refund_received=100, **bears)
    assert (worth.repay, worth.lacks) == (None, ("consumption_tax_refunded",))
    assert of(v, refund_received=100, consumption_tax_rate=None).repay == D("100.00")


@pytest.mark.parametrize(
    ("status", "back"),
    [
        ("eligible", "50.00"),
        ("conditional", "50.00"),
        ("needs_review", "50.00"),
        ("ineligible", "0.00"),
        ("not_covered", None),
    ],
)
def test_export_duty_comes_back_with_the_exemption(status: str, back: str | None) -> None:
    worth = of(BY_STATUS[status], export_duty_amount=50)
    assert worth.export_duty_back == (None if back is None else D(back))


def test_export_duty_that_was_paid_is_asked_for_and_such_as_was_not_is_nothing() -> None:
    paid = of(verdict(export_duty_paid=True))
    assert (paid.export_duty_back, paid.lacks) == (None, ("export_duty_amount",))
    assert of(verdict(export_duty_paid=False)).export_duty_back == 0
    assert of(verdict()).export_duty_back is None


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "amounts", "zh", "en"),
    [
        (
            {"export_refund": "not_refunded"},
            {"refund_received": 5},
            "已退税额为5.00，出口退税办理情况却为“未退税”；二者只能有其一",
            "refund_received is 5.00, yet export_refund says: no refund claimed; accepted is one "
            "of the two",
        ),
        (
            {"export_refund": "not_refunded"},
            {"purchase_value": 80, "refund_rate": "13%"},
            "购进不含税金额为80.00，出口退税办理情况却为“未退税”；二者只能有其一",
            None,
        ),
        (
            {"export_refund": "not_refunded"},
            {"consumption_tax_refunded": 5},
            "已退消费税为5.00，出口退税办理情况却为“未退税”；二者只能有其一",
            None,
        ),
        (
            {"export_duty_paid": False},
            {"export_duty_amount": 5},
            "已缴出口关税为5.00，出口时已征出口关税却为“否”；二者只能有其一",
            "export_duty_amount is 5.00, yet export_duty_paid says: no; accepted is one of the two",
        ),
    ],
)
def test_an_amount_that_contradicts_a_fact_is_refused(
    facts: dict[str, Any], amounts: dict[str, Any], zh: str, en: str | None
) -> None:
    with pytest.raises(ValidationError) as refused:
        stakes(verdict(facts), amounts)
    (error,) = refused.value.errors()
    name = next(iter(amounts))
    assert error["type"] == "contradiction"
    assert (error["loc"], error["input"]) == ((name,), amounts[name])
    assert error["ctx"]["zh"] == zh
    assert refused.value.title == "Amounts"
    assert en is None or error["msg"] == en
    assert "accepted is one of the two" in error["msg"]


def test_nothing_received_contradicts_nothing() -> None:
    v = verdict(export_refund="not_refunded", export_duty_paid=False)
    given = {"refund_received": 0, "consumption_tax_refunded": 0, "export_duty_amount": 0}
    assert stakes(v, given).repay == 0
    assert stakes(v, {"purchase_value": 80, "refund_rate": 0}).repay == 0


def test_what_is_no_verdict_or_no_amount_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^verdict is 'x'; accepted is what retax.check\(\) returns$"
    ):
        stakes("x", {})  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        stakes(BY_STATUS["eligible"], {"price": 1})


def test_a_rate_is_written_whole_under_any_decimal_context_of_the_caller() -> None:
    worth = of(BY_STATUS["eligible"], duty_rate="0.065431")
    with localcontext(prec=3):
        assert worth.to_dict()["taxes"][0]["rate"] == "0.065431"


# -- in words and for programs ----------------------------------------------------------------


def test_the_note_shows_each_tax_with_its_formula_and_article() -> None:
    v = verdict(samples.ELIGIBLE, reason="recall")
    worth = stakes(v, {"dutiable_value": 1_000, "duty_rate": "6.5%", "vat_rate": "13%"})
    assert worth.explain("zh").splitlines() == [
        "进口关税 1,000.00 × 6.5% = 65.00（关税法第二十三条）；"
        "进口环节增值税 (1,000.00 + 65.00) × 13% = 138.45（增值税法第十四条）；合计 203.45",
        "口径待核：按从严口径应缴 203.45，按从宽口径应缴 0.00",
        "关税法第三十九条：资料待补；应缴 0.00 至 203.45",
        "未填的视为没有：消费税税率",
    ]
    assert worth.explain("en").splitlines() == [
        "import duty 1,000.00 × 6.5% = 65.00 (Tariff Law, Article 23); "
        "import VAT (1,000.00 + 65.00) × 13% = 138.45 (VAT Law, Article 14); in all 203.45",
        "review needed: 203.45 is due read strictly, 0.00 read leniently",
        "Tariff Law Article 39: facts needed; 0.00 to 203.45 is due",
        "unknown, counted as none: consumption_tax_rate",
    ]


def test_the_note_shows_with_its_sign_what_goes_out_and_comes_back() -> None:
    worth = of(
        verdict(export_refund="refunded", export_duty_paid=True),
        refund_received=104,
        export_duty_amount=50,
        return_cost=30,
    )
    assert worth.explain("zh").splitlines()[1:] == [
        "附条件符合：待办事项完成后免征；完成前涉及 243.00",
        "2026-09-03 为最后一日，晚一日多缴 243.00",
        "出口退税需补缴：−104.00",
        "免税后退还出口关税：+50.00",
        "回运费用：−30.00",
    ]
    claimed = of(verdict(export_refund="claimed"), refund_received=104)
    assert "未办结的出口退税需撤回：−104.00" in claimed.explain("zh")
    taxed = of(verdict(export_refund="refunded", use="used"), refund_received=104)
    assert "（征税复进口是否仍须办理，请向税务机关核实）" in taxed.explain("zh")


@pytest.mark.parametrize("status", BY_STATUS)
def test_every_verdict_can_be_explained_with_and_without_figures(status: str) -> None:
    for amounts in (WHOLE, Amounts()):
        for lang in LANGS:
            note = stakes(BY_STATUS[status], amounts).explain(lang)
            assert "None" not in note
            assert "{" not in note
            assert all(note.splitlines())
    without = stakes(BY_STATUS[status], {}).explain("zh")
    assert "进口关税：缺少计税价格、关税税率，不能计算" in without
    assert "合计" not in without


def test_a_refused_language_is_named() -> None:
    with pytest.raises(ValueError, match="lang is 'fr'"):
        of(BY_STATUS["eligible"]).explain("fr")  # type: ignore[arg-type]


@pytest.mark.parametrize("status", BY_STATUS)
def test_the_figures_are_plain_values_for_programs(status: str) -> None:
    worth = of(BY_STATUS[status])
    told = json.loads(json.dumps(worth.to_dict()))
    assert told["status"] == status
    assert {*told} == {"status", "taxes", *FIGURES, "cliffs", "article_39", "lacks", "assumed"}
    assert len(FIGURES) == 11
    for name in FIGURES:
        figure = getattr(worth, name)
        assert told[name] == (None if figure is None else f"{figure:.2f}")
    assert [line["amount"] for line in told["taxes"]] == ["100.00", "0.00", "143.00"]
    assert [line["rate"] for line in told["taxes"]] == ["0.1", "0", "0.13"]
    assert told["cliffs"] == [
        {"day": cliff.day.isoformat(), "more": f"{cliff.more:.2f}"} for cliff in worth.cliffs
    ]


def test_a_line_is_given_to_programs_in_full() -> None:
    spirits = verdict(hs_code="2208200000", use="used", return_declared_on=date(2026, 7, 7))
    given = {"dutiable_value": 1_000, "duty_rate": "10%", "duty_per_unit": 2, "duty_units": 3}
    told = stakes(spirits, given).to_dict()
    assert told["taxes"] == [
        {
            "tax": "import_duty",
            "base": "1000.00",
            "rate": "0.1",
            "specific": "6.00",
            "formula": "1,000.00 × 10% + 3 × 2 = 106.00",
            "amount": "106.00",
            "basis": {"zh": "关税法第二十三条", "en": "Tariff Law, Article 23"},
            "lacks": [],
        },
        {
            "tax": "import_consumption_tax",
            "base": None,
            "rate": None,
            "specific": None,
            "formula": None,
            "amount": None,
            "basis": {
                "zh": "消费税暂行条例第五条、第九条",
                "en": "Provisional Regulations on Consumption Tax, Articles 5 and 9",
            },
            "lacks": ["consumption_tax_rate"],
        },
        {
            "tax": "import_vat",
            "base": None,
            "rate": None,
            "specific": None,
            "formula": None,
            "amount": None,
            "basis": {"zh": "增值税法第十四条", "en": "VAT Law, Article 14"},
            "lacks": ["vat_rate", "consumption_tax_rate"],
        },
    ]
    assert told["lacks"] == ["vat_rate", "consumption_tax_rate"]
    assert told["assumed"] == []
    assert stakes(verdict(), given).to_dict()["assumed"] == ["consumption_tax_rate"]
    assert of(verdict(ANOTHER_EXPORT, QUALITY)).to_dict()["article_39"] == {
        "cites": {"zh": "《中华人民共和国关税法》第三十九条", "en": "Tariff Law, Article 39"},
        "status": "needs_review",
        "due_strict": "130.00",
        "due_lenient": "0.00",
    }


def test_the_same_case_has_the_same_worth() -> None:
    assert of(BY_STATUS["needs_review"]) == of(verdict(reason="recall"))
    assert of(BY_STATUS["needs_review"]) != of(BY_STATUS["needs_review"], return_cost=1)


# -- imports ----------------------------------------------------------------------------------


def test_importing_the_library_imports_no_money() -> None:
    code = "import sys, retax; retax.check({}); print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "retax.check" in loaded
    assert not [name for name in loaded if name.startswith("retax.money")]


def test_money_needs_nothing_but_the_core() -> None:
    code = "import sys, retax.money; from retax.money import *; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "retax.money.line_stakes" in loaded
    assert loaded & {"polars", "narwhals", "pandas", "typer"} == set()
    assert not [name for name in loaded if name.startswith(("retax.frames", "retax.desk"))]
