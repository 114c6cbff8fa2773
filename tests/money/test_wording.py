"""Every sentence about money, word for word, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from money.cases import BY_STATUS, WHOLE, verdict
from retax import Lang
from retax.money import Amounts, stakes, worth

TAXES: dict[Lang, str] = {
    "zh": "进口关税 1,000.00 × 10% = 100.00（关税法第二十三条）；"
    "进口环节增值税 (1,000.00 + 100.00) × 13% = 143.00（增值税法第十四条）；合计 243.00",
    "en": "import duty 1,000.00 × 10% = 100.00 (Tariff Law, Article 23); import VAT "
    "(1,000.00 + 100.00) × 13% = 143.00 (VAT Law, Article 14); in all 243.00",
}
NO_TAXES: dict[Lang, str] = {
    "zh": "进口关税：缺少计税价格、关税税率，不能计算；"
    "进口环节增值税：缺少计税价格、关税税率、增值税税率，不能计算",
    "en": "import duty: not known without dutiable_value, duty_rate; "
    "import VAT: not known without dutiable_value, duty_rate, vat_rate",
}
ASSUMED: dict[Lang, str] = {
    "zh": "未填的视为没有：消费税税率",
    "en": "unknown, counted as none: consumption_tax_rate",
}
ARTICLE_39: dict[Lang, str] = {
    "zh": "关税法第三十九条：资料待补；应缴 0.00 至 {sum}",
    "en": "Tariff Law Article 39: facts needed; 0.00 to {sum} is due",
}
DUE: dict[tuple[str, Lang], str] = {
    ("eligible", "zh"): "符合免税条件：免征，应缴 0.00",
    ("eligible", "en"): "eligible: exempt, nothing is due",
    ("conditional", "zh"): "附条件符合：待办事项完成后免征；完成前涉及 {sum}",
    ("conditional", "en"): "conditionally eligible: exempt once the steps are taken; {sum} at risk "
    "until then",
    ("needs_review", "zh"): "口径待核：按从严口径应缴 {sum}，按从宽口径应缴 0.00",
    ("needs_review", "en"): "review needed: {sum} is due read strictly, 0.00 read leniently",
    ("needs_facts", "zh"): "资料待补：补充资料前，应缴 0.00 至 {sum}",
    ("needs_facts", "en"): "facts needed: 0.00 to {sum} is due, until the facts are stated",
    ("ineligible", "zh"): "不符合本公告：按本公告不免征，征税为 {sum}；按两条路径中较优者，"
    "应缴 0.00 至 {sum}",
    ("ineligible", "en"): "not eligible: not exempt under the announcement, {sum} if taxed; "
    "by the better of both ways in 0.00 to {sum} is due",
    ("not_covered", "zh"): "无适用公告：无法判断，不等于不能免税；征税为 {sum}",
    ("not_covered", "en"): "not covered: no answer, which is not a no; if taxed, {sum}",
}
LAST_DAY: dict[Lang, tuple[str, str]] = {
    "zh": ("2026-09-03 为最后一日", "，晚一日多缴 243.00"),
    "en": ("the last day is 2026-09-03", ": a day later costs 243.00"),
}
UNKNOWN: dict[Lang, str] = {"zh": "未知的金额", "en": "an unknown amount"}

POINT_TO_ARTICLE_39 = ("needs_review", "needs_facts", "ineligible", "not_covered")


@pytest.mark.parametrize(("status", "lang"), DUE)
def test_with_every_amount_the_note_of_a_line_is_in_these_words(status: str, lang: Lang) -> None:
    expected = [TAXES[lang], DUE[status, lang].format(sum="243.00")]
    if status == "conditional":
        expected.append("".join(LAST_DAY[lang]))
    if status in POINT_TO_ARTICLE_39:
        expected.append(ARTICLE_39[lang].format(sum="243.00"))
    assert stakes(BY_STATUS[status], WHOLE).explain(lang).splitlines() == expected


@pytest.mark.parametrize(("status", "lang"), DUE)
def test_without_an_amount_the_note_of_a_line_is_in_these_words(status: str, lang: Lang) -> None:
    expected = [NO_TAXES[lang], DUE[status, lang].format(sum=UNKNOWN[lang])]
    if status == "conditional":
        expected.append(LAST_DAY[lang][0])
    if status in POINT_TO_ARTICLE_39:
        expected.append(ARTICLE_39[lang].format(sum=UNKNOWN[lang]))
    expected.append(ASSUMED[lang])
    assert stakes(BY_STATUS[status], Amounts()).explain(lang).splitlines() == expected


ASK_THE_TAX_OFFICE = (
    "（征税复进口是否仍须办理，请向税务机关核实）",
    " (ask the tax office whether also where the return is taxed)",
)


@pytest.mark.parametrize(
    ("refund", "zh", "en"),
    [
        ("refunded", "出口退税需补缴：−104.00", "export refund to repay: −104.00"),
        ("claimed", "未办结的出口退税需撤回：−104.00", "refund claim to withdraw: −104.00"),
    ],
)
def test_a_refund_to_be_given_back_is_written_in_these_words(refund: str, zh: str, en: str) -> None:
    days = {"declared_on": date(2028, 3, 2), "released_on": None, "exported_on": None}
    not_covered = {**days, "returned_on": None, "return_declared_on": None, "export_entry": None}
    for changes, status, after in (
        ({}, "conditional", ("", "")),
        ({"use": "used"}, "ineligible", ASK_THE_TAX_OFFICE),
        (not_covered, "not_covered", ASK_THE_TAX_OFFICE),
    ):
        v = verdict(changes, export_refund=refund)
        assert v.status == status
        line = stakes(v, WHOLE.but(refund_received=104))
        assert line.explain("zh").splitlines()[-1] == f"{zh}{after[0]}"
        assert line.explain("en").splitlines()[-1] == f"{en}{after[1]}"


def test_what_else_is_paid_or_comes_back_is_written_in_these_words() -> None:
    paid = WHOLE.but(refund_received=104, export_duty_amount=50, return_cost=30)
    line = stakes(verdict(export_refund="refunded", export_duty_paid=True), paid)
    assert line.explain("zh").splitlines()[3:] == [
        "出口退税需补缴：−104.00",
        "免税后退还出口关税：+50.00",
        "回运费用：−30.00",
    ]
    assert line.explain("en").splitlines()[3:] == [
        "export refund to repay: −104.00",
        "export duty back once exempt: +50.00",
        "cost of the way back: −30.00",
    ]


def test_the_consumption_tax_is_written_where_the_goods_bear_it_or_may() -> None:
    def explain(**changes: Any) -> str:
        return stakes(verdict(hs_code="3304990090"), WHOLE.but(**changes)).explain("en")

    assert "consumption tax" not in explain()
    assert "import consumption tax (1,000.00 + 100.00) ÷ (1 − 15%) × 15% = 194.12 (" in explain(
        consumption_tax_rate="15%"
    )
    assert "import consumption tax: not known without consumption_tax_rate;" in explain(
        consumption_tax_rate=None
    )


def test_a_duty_or_vat_of_nothing_is_written() -> None:
    note = stakes(verdict(), WHOLE.but(duty_rate=0, vat_rate=0)).explain("en")
    assert note.startswith(
        "import duty 1,000.00 × 0% = 0.00 (Tariff Law, Article 23); "
        "import VAT 1,000.00 × 0% = 0.00 (VAT Law, Article 14); in all 0.00\n"
    )


def test_the_note_of_a_file_is_in_these_words() -> None:
    pairs = [(v, WHOLE) for v in BY_STATUS.values()]
    file = worth([*pairs, (verdict(reason="recall"), Amounts())])
    assert file.explain("zh").splitlines() == [
        "共 7 行，全部征税为 1,458.00（另有 1 行金额未知）",
        "应缴：从宽 0.00（另有 1 行金额未知），从严 729.00（另有 2 行金额未知）",
        "  无适用公告：1 行，243.00",
        "  不符合本公告：1 行，243.00",
        "  资料待补：1 行，243.00",
        "  口径待核：2 行，243.00（另有 1 行金额未知）",
        "  附条件符合：1 行，243.00",
        "  符合免税条件：1 行，243.00",
        "未决口径（按单独决定的金额排序）：",
        "  召回是否属于退货？ 2 行，243.00（另有 1 行金额未知）；"
        "其中单独决定 2 行，243.00（另有 1 行金额未知）",
        "待补资料：",
        "  使用情况 1 行，243.00；其中单独决定 1 行，243.00",
        "  品质规格或不可抗力原因 1 行，243.00；其中单独决定 0 行，0.00",
        "最后一日（错过则多缴）：",
        "  2026-09-03：1 行，243.00",
        "金额为人民币元，逐行逐税四舍五入到分，与税单可差几分",
    ]
    assert file.explain("en").splitlines() == [
        "7 lines, 1,458.00 (and 1 lines of unknown amount) if all are taxed",
        "due: 0.00 (and 1 lines of unknown amount) leniently, "
        "729.00 (and 2 lines of unknown amount) strictly",
        "  not covered: 1 lines, 243.00",
        "  not eligible: 1 lines, 243.00",
        "  facts needed: 1 lines, 243.00",
        "  review needed: 2 lines, 243.00 (and 1 lines of unknown amount)",
        "  conditionally eligible: 1 lines, 243.00",
        "  eligible: 1 lines, 243.00",
        "Open questions, by what each decides alone:",
        "  Is a recall a return? 2 lines, 243.00 (and 1 lines of unknown amount); "
        "of these alone 2 lines, 243.00 (and 1 lines of unknown amount)",
        "Missing facts:",
        "  use 1 lines, 243.00; of these alone 1 lines, 243.00",
        "  cause in quality, specification or force majeure 1 lines, 243.00; "
        "of these alone 0 lines, 0.00",
        "Last days, and what missing them costs:",
        "  2026-09-03: 1 lines, 243.00",
        "In yuan, each tax rounded by line: a tax bill can differ by some fen",
    ]


def test_a_file_without_lines_tells_no_list_that_is_empty() -> None:
    assert worth([]).explain("en").splitlines() == [
        "0 lines, 0.00 if all are taxed",
        "due: 0.00 leniently, 0.00 strictly",
        "In yuan, each tax rounded by line: a tax bill can differ by some fen",
    ]


def test_no_refund_is_written_where_nothing_is_to_be_repaid() -> None:
    for refund in ("repaid", "not_refunded", None):
        note = stakes(verdict(export_refund=refund), WHOLE).explain("en")
        assert "refund to repay" not in note
        assert "withdraw" not in note


# -- what a sum depends on --------------------------------------------------------------------


def test_what_a_sum_depends_on_begins_with_what_it_lacks_or_falls_due() -> None:
    lines = stakes(BY_STATUS["needs_review"], Amounts()).explain_dependence()
    assert lines[0] == "缺少计税价格、关税税率、增值税税率，不能计算"
    assert stakes(BY_STATUS["needs_review"], WHOLE).explain_dependence("en")[:2] == (
        "review needed: 243.00 is due read strictly, 0.00 read leniently",
        "open question: Is a recall a return? (reason:recall)",
    )


def test_an_amount_that_only_sums_beside_the_taxes_lack_comes_behind_them() -> None:
    line = stakes(BY_STATUS["conditional"], WHOLE)
    assert line.explain_dependence() == (
        "附条件符合：待办事项完成后免征；完成前涉及 243.00",
        "2026-09-03 为最后一日，晚一日多缴 243.00",
        "未填已退税额，有关金额未列",
    )
    assert line.explain_dependence("en")[2] == "what depends on refund_received is not known"


def test_a_last_day_and_a_missing_fact_are_among_what_a_sum_depends_on() -> None:
    line = stakes(verdict(use=None, returned_on=None, return_declared_on=None), WHOLE)
    assert [text for text in line.explain_dependence() if text.startswith("待补资料")] == [
        "待补资料：退运进境日期",
        "待补资料：退运进口申报日期",
        "待补资料：使用情况",
    ]
    line = stakes(verdict(reason="recall", export_refund="refunded"), WHOLE)
    assert "2026-09-03 为最后一日，晚一日多缴 243.00" in line.explain_dependence()


def test_a_sum_that_depends_on_nothing_says_what_it_rests_on() -> None:
    line = stakes(BY_STATUS["eligible"], {**WHOLE.model_dump(), "consumption_tax_rate": None})
    assert line.explain_dependence() == ("符合免税条件：免征，应缴 0.00", ASSUMED["zh"])
