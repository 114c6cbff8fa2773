"""What is accepted as an amount, and the sentence of each refusal."""

from __future__ import annotations

import pickle
import re
from decimal import Decimal
from typing import Any

import pytest

from retax import ValidationError
from retax.money import Amounts, split_row
from walks import walk_points


def read(**given: Any) -> Amounts:
    return Amounts.model_validate(given)


def refusals(given: object) -> list[tuple[str, str, str]]:
    """Return code, Chinese and English sentence of each refusal."""
    with pytest.raises(ValidationError) as refused:
        Amounts.model_validate(given)
    assert refused.value.title == "Amounts"
    return [(e["type"], e["ctx"]["zh"], e["msg"]) for e in refused.value.errors()]


# -- accepted ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (1000, "1000.00"),
        (1000.1, "1000.10"),
        (0.005, "0.01"),
        ("1,234.5", "1234.50"),
        (" １２３４．５ ", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("1234.50元", "1234.50"),
        ("CNY 1234.5", "1234.50"),
        ("1234.5 rmb", "1234.50"),
        ("RMB ¥1234.5", "1234.50"),
        ("人民币1234.5元", "1234.50"),
        ("1234.5元人民币", "1234.50"),
        (Decimal("2.675"), "2.68"),
        (2.675, "2.68"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_money_is_read_in_yuan_to_the_fen(written: object, value: str) -> None:
    assert str(read(dutiable_value=written).dutiable_value) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("6.5%", "0.065"),
        ("６．５％", "0.065"),
        ("6.5 %", "0.065"),
        ("0.065", "0.065"),
        (0.065, "0.065"),
        (Decimal("0.065"), "0.065"),
        (0, "0"),
        ("0%", "0"),
        (-0.0, "0"),
        ("125%", "1.25"),
        ("300%", "3"),
        ("0.000001", "0.000001"),
        ("0.0001%", "0.000001"),
    ],
)
def test_a_rate_is_read_as_a_fraction_or_per_cent(written: object, value: str) -> None:
    rate = read(duty_rate=written).duty_rate
    assert rate == Decimal(value)
    assert rate is not None
    assert not rate.is_signed()


@pytest.mark.parametrize("written", ["13%", 0.13, "0.130", "9%", 0.09, 0, "0", "0%"])
def test_the_rates_of_import_vat_are_accepted(written: object) -> None:
    assert read(vat_rate=written).vat_rate in (Decimal("0.13"), Decimal("0.09"), Decimal(0))


@pytest.mark.parametrize(
    ("written", "value"),
    [(True, True), ("是", True), ("Y", True), (1, True), ("否", False), ("no", False), (0, False)],
)
def test_yes_and_no_are_read_as_of_facts(written: object, value: bool) -> None:
    assert read(vat_deductible=written).vat_deductible is value


def test_blanks_around_a_yes_do_not_count_up_to_the_length_of_any_value() -> None:
    assert read(vat_deductible="是".rjust(100)).vat_deductible is True


@pytest.mark.parametrize("written", ["maybe", 2, 0.5, [1], "是" * 1000, "是".rjust(101), b"1"])
def test_what_is_neither_yes_nor_no_is_refused_whatever_its_length(written: object) -> None:
    [(code, _, english)] = refusals({"vat_deductible": written})
    assert code == "unreadable"
    assert "accepted is yes (" in english
    assert ") or no (" in english


def test_chinese_names_and_remarks_beside_them_are_read() -> None:
    given = {
        "计税价格（必填）": "1,000",
        "关税税率": "6.5%",
        "进口增值税税率": "13%",
        "原退税额": 5,
        "进口环节增值税可抵扣": "是",
    }
    amounts = Amounts.model_validate(given)
    assert dict(amounts.known_amounts()) == {
        "dutiable_value": Decimal("1000.00"),
        "duty_rate": Decimal("0.065"),
        "vat_rate": Decimal("0.13"),
        "refund_received": Decimal("5.00"),
        "vat_deductible": True,
    }


def test_a_blank_is_unknown_and_beside_another_name_it_does_not_count() -> None:
    assert Amounts.model_validate({"计税价格": "  ", "duty_rate": None}) == Amounts()
    assert read(完税价格=5, 计税价格="").dutiable_value == 5


def test_the_same_amount_under_two_names_is_accepted() -> None:
    assert read(完税价格="5.00", 计税价格=5).dutiable_value == 5


# -- refused ----------------------------------------------------------------------------------

MONEY = "大于0、小于100亿的人民币金额（四舍五入到分）"
CONVERT = "；请先折算为人民币：上月第三个星期三中间价"


@walk_points(
    "given, code, sentence",
    [
        ({"duty_rate": 8}, "not_accepted", "关税税率 8：请写 8% 或 0.08"),
        ({"duty_rate": "8"}, "not_accepted", "关税税率 “8”：请写 8% 或 0.08"),
        ({"duty_rate": 1.5}, "not_accepted", "关税税率 1.5：请写 1.5% 或 0.015"),
        ({"duty_rate": 125}, "not_accepted", "关税税率 125：请写 125%"),
        ({"duty_rate": 100}, "not_accepted", "关税税率 100：请写 100%"),
        ({"duty_rate": 1}, "not_accepted", "关税税率 1：请写 1% 或 0.01"),
        ({"vat_rate": 13}, "not_accepted", "增值税税率 13：请写 13% 或 0.13"),
        ({"consumption_tax_rate": 15}, "not_accepted", "消费税税率 15：请写 15% 或 0.15"),
        (
            {"vat_rate": "6%"},
            "not_accepted",
            "增值税税率“6%”不在可填范围内；应为13% 或 9%（增值税法第十条），法定免税的填 0",
        ),
        (
            {"dutiable_value": "USD 100"},
            "unreadable",
            f"计税价格“USD 100”不在可填范围内；应为{MONEY}{CONVERT}",
        ),
        (
            {"dutiable_value": "$100"},
            "unreadable",
            f"计税价格“$100”不在可填范围内；应为{MONEY}{CONVERT}",
        ),
        (
            {"dutiable_value": "100美元"},
            "unreadable",
            f"计税价格“100美元”不在可填范围内；应为{MONEY}{CONVERT}",
        ),
        ({"dutiable_value": "百元"}, "unreadable", f"计税价格“百元”不在可填范围内；应为{MONEY}"),
        ({"dutiable_value": 0}, "not_accepted", f"计税价格0不在可填范围内；应为{MONEY}"),
        *(
            (
                {"dutiable_value": yuan},
                "not_accepted",
                f"计税价格“{yuan}”不在可填范围内；应为{MONEY}",
            )
            for yuan in ("¥0", "CNY 0", "0 rmb", "0元")
        ),
        ({"dutiable_value": "USD"}, "unreadable", f"计税价格“USD”不在可填范围内；应为{MONEY}"),
        (
            {"dutiable_value": "USD " + "1" * 97},
            "unreadable",
            f"计税价格（101个字符）不在可填范围内；应为{MONEY}",
        ),
        (
            {"purchase_value": 800},
            "contradiction",
            "购进不含税金额800单独填写不能计税；应与退税率同时填写",
        ),
        (
            {"refund_received": 5, "purchase_value": 80, "refund_rate": "13%"},
            "contradiction",
            "已退税额5与购进不含税金额、退税率同时填写；应只填其一",
        ),
        (
            {"完税价格": 6, "计税价格": 5},
            "conflicting_names",
            "计税价格填了两个不同的值：完税价格为6，计税价格为5；应只填一个",
        ),
        ({"关税税": 5}, "unknown_name", "“关税税”不是可识别的金额项目；是否为“关税税率”？"),
        ({"reason": 5}, "unknown_name", "“reason”不是可识别的金额项目；应为金额项目名称"),
    ],
)
def test_a_refusal_is_one_sentence_with_field_value_and_what_is_accepted(
    given: dict[str, object], code: str, sentence: str
) -> None:
    assert [(type_, zh) for type_, zh, _ in refusals(given)] == [(code, sentence)]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"duty_rate": 8}, "duty_rate is 8; accepted is '8%' or 0.08"),
        (
            {"vat_rate": "6%"},
            "vat_rate is '6%'; accepted is '13%' or '9%' (VAT Law, Article 10), or 0 where exempt "
            "by law",
        ),
        (
            {"duty_units": 3},
            "duty_units is 3 and alone; accepted is duty_units given together with duty_per_unit",
        ),
        (
            {"consumption_tax_rate": "100%"},
            "consumption_tax_rate is '100%'; accepted is a rate from 0 to below 100 %, as '15%' or "
            "0.15 (at most 6 decimals); from 100 % on there is no taxable price",
        ),
        (
            {"refund_rate": 0.14},
            "refund_rate is 0.14; accepted is a rate from 0 to 13 %, as '13%' or 0.13 (at most 6 "
            "decimals)",
        ),
        (
            {"refund_received": 5, "purchase_value": 80, "refund_rate": "13%"},
            "refund_received is 5 beside purchase_value and refund_rate; accepted is one of the "
            "two",
        ),
        (
            {"完税价格": 6, "计税价格": 5},
            "dutiable_value is given twice: 完税价格 is 6, 计税价格 is 5; accepted is one of the "
            "two",
        ),
        (
            {"dutyrates": "8%"},
            "'dutyrates' is no amount; accepted are the names of Amounts, such as 'duty_rate'",
        ),
    ],
)
def test_a_refusal_says_the_same_in_english(given: dict[str, object], sentence: str) -> None:
    assert [en for _, _, en in refusals(given)] == [sentence]


def test_what_is_no_mapping_of_amounts_is_refused_and_shown() -> None:
    with pytest.raises(ValidationError) as refused:
        Amounts.model_validate(7)
    (error,) = refused.value.errors()
    assert (error["type"], error["loc"], error["input"]) == ("unreadable", (), 7)
    assert error["ctx"]["zh"] == "金额应为名称与值的对照（JSON 对象），所给为 int：7"
    assert error["msg"] == "the amounts are 7 (int); accepted is a mapping of names to values"


BAD: list[tuple[str, object]] = [
    *(("dutiable_value", bad) for bad in (0, -1, "-1", 0.004, "1e5", "5%", "1,00", True, [1])),
    *(("dutiable_value", bad) for bad in (10**10, "9999999999.995", 10**5000, "1" * 200)),
    *(("dutiable_value", Decimal(bad)) for bad in ("NaN", "sNaN", "Infinity", "1E+50000000")),
    *(("dutiable_value", bad) for bad in (float("nan"), float("inf"), Decimal("1E-50000000"))),
    *(("duty_rate", bad) for bad in (1, "1", "301%", "-5%", -0.1, "400%", "0.0000001", "八%")),
    *(("duty_rate", Decimal(bad)) for bad in ("NaN", "1E-50000000", "1E+50000000", "0.0650001")),
    *(("vat_rate", bad) for bad in ("17%", 0.1, "13", 1)),
    *(("consumption_tax_rate", bad) for bad in ("100%", 1, "101%", "-1%")),
    *(("refund_rate", bad) for bad in ("13.1%", "17%", 13, "-1%")),
    *(("return_cost", bad) for bad in (-0.01, "EUR 5", 10**10)),
    *(("duty_units", bad) for bad in (-1, "0.0000001", 10**10, "5%", True)),
    *(("vat_deductible", bad) for bad in ("maybe", 2, 0.5, [True])),
]


@walk_points("name, bad", BAD)
def test_what_is_not_accepted_is_refused_in_one_sentence(name: str, bad: object) -> None:
    ((code, zh, en),) = refusals({name: bad})
    assert code in ("unreadable", "not_accepted")
    assert en.startswith(f"{name} is ")
    assert "accepted is" in en
    assert re.search("应为|请写", zh)
    assert len(zh) < 250
    assert "\n" not in zh + en


def test_a_text_of_a_hundred_characters_is_read_and_a_longer_one_is_not() -> None:
    assert read(return_cost="5".rjust(100, "0")).return_cost == 5
    ((code, _, en),) = refusals({"return_cost": "5".rjust(101, "0")})
    assert code == "unreadable"
    assert en.startswith("return_cost is a text of 101 characters; accepted is ")


def test_a_whole_number_of_more_bits_than_any_number_has_is_not_read_at_all() -> None:
    assert [code for code, _, _ in refusals({"return_cost": 2**256 - 1})] == ["not_accepted"]
    assert [code for code, _, _ in refusals({"return_cost": 2**256})] == ["unreadable"]


def test_zero_is_accepted_where_nothing_was_paid() -> None:
    for name in ("refund_received", "export_duty_amount", "return_cost"):
        assert getattr(read(**{name: 0}), name) == 0


@pytest.mark.parametrize(
    ("given", "amount", "written"),
    [
        ({"关税税率": 8}, "duty_rate", 8),
        ({"计税价格": 5, "完税价格": "6"}, "dutiable_value", "6"),
        ({"关税计税数量": "3"}, "duty_units", "3"),
        (
            {"已退税额": "5", "purchase_value": 80, "refund_rate": "13%"},
            "refund_received",
            "5",
        ),
        ({"关税": 5}, "关税", 5),
    ],
)
def test_a_refusal_names_the_amount_and_the_value_as_written_for_programs(
    given: dict[str, object], amount: str, written: object
) -> None:
    with pytest.raises(ValidationError) as refused:
        Amounts.model_validate(given)
    (error,) = refused.value.errors()
    assert (error["loc"], error["input"], error["ctx"]["field"]) == ((amount,), written, amount)


def test_everything_is_refused_at_once_in_the_order_given() -> None:
    found = refusals({"vat_rate": 13, "关税": 1, "dutiable_value": -1})
    assert [code for code, _, _ in found] == ["not_accepted", "unknown_name", "not_accepted"]


@pytest.mark.parametrize("given", [7, "5", None, ["dutiable_value"]])
def test_anything_but_a_mapping_is_refused(given: object) -> None:
    ((code, zh, en),) = refusals(given)
    assert code == "unreadable"
    assert "JSON" in zh
    assert "accepted is a mapping" in en


def test_a_name_that_is_no_text_is_refused() -> None:
    assert [code for code, _, _ in refusals({3: 4})] == ["unknown_name"]
    assert [code for code, _, _ in refusals({"x\n" * 300: 4})] == ["unknown_name"]


# -- the model --------------------------------------------------------------------------------


def test_amounts_cannot_be_changed_but_copied_with_changes() -> None:
    amounts = read(dutiable_value=5, duty_rate="5%")
    with pytest.raises(ValidationError):
        amounts.dutiable_value = Decimal(6)  # type: ignore[misc]
    assert amounts.but(计税价格=6) == read(dutiable_value=6, duty_rate="5%")
    assert amounts.but(duty_rate=None) == read(dutiable_value=5)
    assert amounts.model_copy(update={"duty_rate": "6%"}).duty_rate == Decimal("0.06")
    assert amounts.model_copy() == amounts


def test_there_is_no_way_past_validation() -> None:
    amounts = read(dutiable_value=5)
    for bad in ({"dutiable_value": -1}, {"price": 1}):
        with pytest.raises(ValidationError):
            amounts.but(**bad)
    with pytest.raises(ValidationError):
        amounts.model_copy(update={"dutiable_value": -1})
    with pytest.raises(ValidationError):
        amounts.copy(update={"dutiable_value": -1})
    with pytest.raises(ValidationError):
        Amounts.model_construct(dutiable_value=Decimal(-1))
    with pytest.raises(ValidationError):
        Amounts(dutiable_value=Decimal(-1))


def test_amounts_are_read_back_from_what_they_are_written_as() -> None:
    amounts = read(dutiable_value=5, duty_rate="12.5%", vat_deductible=True)
    assert Amounts.model_validate(amounts) is amounts
    assert Amounts.model_validate_json(amounts.model_dump_json()) == amounts
    assert pickle.loads(pickle.dumps(amounts)) == amounts  # noqa: S301
    assert hash(amounts) == hash(read(dutiable_value=5, duty_rate="12.5%", vat_deductible=True))


def test_only_known_amounts_are_shown() -> None:
    amounts = read(dutiable_value=1234, duty_rate="6.5%", duty_units=2, duty_per_unit="0.5")
    assert repr(amounts) == (
        "Amounts(dutiable_value=Decimal('1234.00'), duty_rate=Decimal('0.065'), "
        "duty_per_unit=Decimal('0.5'), duty_units=Decimal('2'))"
    )
    shown = amounts.but(vat_deductible=False)._repr_html_()
    for text in ("计税价格", "1,234.00", "6.5%", ">0.5<", ">2<", "否"):
        assert text in shown
    assert ">是<" in amounts.but(vat_deductible=True)._repr_html_()


def test_the_schema_says_what_an_amount_is_and_where_it_comes_from() -> None:
    described = Amounts.model_json_schema()["properties"]["duty_rate"]
    assert described["title"] == "关税税率"
    assert "most-favoured-nation" in described["description"]
    assert described["x-names"] == ["关税税率", "关税率", "进口关税税率", "进口关税率"]


def test_a_row_is_parted_into_facts_and_amounts() -> None:
    row: dict[Any, Any] = {
        "退运原因": "滞销",
        "计税价格（美元）": 1,
        "duty_rate": "5%",
        3: 4,
    }
    assert split_row({**row, "计税价格（元）": 5}) == (
        {"退运原因": "滞销", "计税价格（美元）": 1, 3: 4},
        {"duty_rate": "5%", "计税价格（元）": 5},
    )


@pytest.mark.parametrize("row", [None, [1], "x"])
def test_what_is_no_row_is_refused_in_a_sentence(row: Any) -> None:
    with pytest.raises(ValueError, match="accepted is a mapping") as caught:
        split_row(row)
    assert str(caught.value).startswith(f"row is of type {type(row).__name__};")
