from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

import samples
from retax import ReturnedGoods, ValidationError, check
from retax.facts.model import list_plain_facts, refusals_of
from samples import refusal, refusals, validate
from walks import walk_points

# -- every fact -----------------------------------------------------------------------------


def test_a_fact_may_be_unknown_and_is_by_default() -> None:
    assert set(validate().model_dump().values()) == {None}
    assert validate(**dict.fromkeys(samples.OTHER_NAMES)) == validate()


@walk_points("name", samples.OTHER_NAMES)
def test_a_fact_is_read_under_its_english_name(name: str) -> None:
    written, read = samples.ONE_VALUE[name]
    assert getattr(validate(**{name: written}), name) == read


@walk_points("name", samples.TEXTS)
@walk_points("value", [1.5, True, b"text", ["a"], {}, date(2026, 1, 1)])
def test_a_text_is_no_other_thing(name: str, value: object) -> None:
    assert refusal(**{name: value}).field == name


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_text_is_kept_but_for_the_space_around_it(text: str) -> None:
    assert validate(reference=text).reference == (text.strip() or None)


@pytest.mark.parametrize("number", [0, 7, 12345678901234567890, -3])
def test_a_whole_number_is_accepted_as_a_text(number: int) -> None:
    assert validate(order_no=number).order_no == str(number)


@pytest.mark.parametrize("digits", [61, 70, 4000, 5000])
def test_a_long_number_is_refused_or_kept_whole(digits: int) -> None:
    try:
        kept = validate(tracking_no=10**digits).tracking_no
    except ValidationError:
        return
    assert kept == "1" + "0" * digits


@walk_points("blank", ["", " ", "\t", "\u3000", " \n "])
@walk_points("name", samples.OTHER_NAMES)
def test_a_blank_text_counts_as_unknown(name: str, blank: str) -> None:
    assert getattr(validate(**{name: blank}), name) is None


# -- codes and numbers of papers --------------------------------------------------------------


@pytest.mark.parametrize("code", ["9610", "9710", "9810", "1210", "0110", "0000", "9999"])
def test_any_four_digits_are_a_supervision_code(code: str) -> None:
    assert validate(supervision_code=code).supervision_code == code
    assert validate(supervision_code=f" {code} ").supervision_code == code


@pytest.mark.parametrize(
    "code", ["961", "96100", "９６１０", "961O", "٩٦١٠", 9610, 9610.0, b"9610", "9610\n1", ["9610"]]
)
def test_another_supervision_code_is_an_error(code: object) -> None:
    line = refusal(supervision_code=code)
    assert line.field == "supervision_code"
    assert "9610" in line.en


def test_a_list_or_declaration_may_be_none_at_all() -> None:
    assert validate(supervision_code="none").supervision_code == "none"
    assert validate(supervision_code="无").supervision_code == "none"


@pytest.mark.parametrize("code", ["None", "NONE", "nan", "null", "N/A"])
def test_what_a_table_writes_for_nothing_is_no_word(code: str) -> None:
    for name in ("supervision_code", "attribution"):
        assert refusal(**{name: code}).field == name
    assert validate(attribution="none").attribution == "none"
    assert validate(attribution="无法对应").attribution == "none"


DIGITS = {"0": (9,), "E": (9, 10, 11), "1": (9,), "I": (9, 10, 11)}
"""By the ninth character of a number how many digits may follow it."""


@walk_points("ninth", DIGITS)
@walk_points("digits", range(7, 14))
@walk_points("year", ["1999", "2000", "2026", "2199", "2200", "0000"])
def test_the_ninth_character_tells_the_direction_and_the_digits_that_follow(
    ninth: str, digits: int, year: str
) -> None:
    number = f"2910{year}{ninth}{'0' * (digits - 3)}123"
    name, other = ("export_entry", "return_entry")[:: 1 if ninth in "0E" else -1]
    if digits in DIGITS[ninth] and "2000" <= year <= "2199":
        assert getattr(validate(**{name: number}), name) == number
    else:
        assert (refusal(**{name: number}).field, refusal(**{name: number}).code) == (
            name,
            "unreadable",
        )
    assert refusal(**{other: number}).field == other


def test_a_small_letter_in_a_number_is_read_as_a_capital() -> None:
    assert validate(export_entry="29102026e000000123").export_entry == "29102026E000000123"
    assert validate(return_entry="29102026i000000123").return_entry == "29102026I000000123"


@pytest.mark.parametrize("ninth", "1Ii")
def test_an_import_number_is_no_export_number_and_is_called_so(ninth: str) -> None:
    line = refusal(export_entry=f"29102026{ninth}000000123")
    assert line.field == "export_entry"
    assert "import" in line.en
    assert "进口" in line.zh


@pytest.mark.parametrize("ninth", "0Ee")
def test_an_export_number_is_no_return_number_and_is_called_so(ninth: str) -> None:
    line = refusal(return_entry=f"29102026{ninth}000000123")
    assert line.field == "return_entry"
    assert "export" in line.en
    assert "出口" in line.zh


@walk_points("name", ["export_entry", "return_entry"])
@walk_points(
    "number",
    [
        "2910202600000012",
        "2910202600000012345",
        "29102026A000000123",
        "29102026E00000012",
        "29102026I00000012",
        "29102026E000000123456",
        "29101926E000000123",
        "29102026２000000123",
        291020260000000123,
        "2910 2026 0 000000123",
        b"29102026E000000123",
        b"29102026I000000123",
    ],
)
def test_another_form_of_number_is_an_error(name: str, number: object) -> None:
    line = refusal(**{name: number})
    assert line.field == name
    assert "18" in line.en
    assert "18" in line.zh


@pytest.mark.parametrize("item", [1, 2, 999, "1", " 12 "])
def test_an_item_is_a_whole_number_from_1_on(item: int | str) -> None:
    assert validate(export_item=item).export_item == int(item)


@pytest.mark.parametrize("item", [0, -1, "0", "-1", "1.0", 1.0, True, "１", "one", [1]])
def test_another_item_is_an_error(item: object) -> None:
    assert refusal(export_item=item).field == "export_item"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9503", "9503"),
        ("950300", "950300"),
        ("95030089", "95030089"),
        ("9503008900", "9503008900"),
        ("9503008900999", "9503008900"),
        ("9503.00.89.00", "9503008900"),
        ("9503 00 89 00", "9503008900"),
        (" 9503.00 ", "950300"),
        ("0901.21.00.00", "0901210000"),
        ("9503.0089.00 999", "9503008900"),
        ("9503 0089 00", "9503008900"),
    ],
)
def test_an_hs_code_is_read_with_dots_and_spaces_and_cut_to_10(written: str, code: str) -> None:
    assert validate(hs_code=written).hs_code == code


@pytest.mark.parametrize("digits", [n for n in range(1, 20) if n not in (4, 6, 8, 10, 13)])
def test_another_number_of_digits_hints_at_a_lost_zero(digits: int) -> None:
    line = refusal(hs_code="9" * digits)
    assert line.field == "hs_code"
    assert "9" * min(digits, 10) in line.en
    assert "zero" in line.en
    assert "0" in line.zh


@pytest.mark.parametrize(
    "code", [9503, 901210000, "９５０３", "95O3", "95-03", "abcd", 95.03, b"9503"]
)
def test_an_hs_code_is_a_text_of_ascii_digits(code: object) -> None:
    assert refusal(hs_code=code).field == "hs_code"


# -- days -----------------------------------------------------------------------------------


@walk_points("name", samples.DAYS)
@walk_points("written", [date(2026, 1, 31), "2026-01-31", "20260131", " 2026-01-31 "])
def test_a_day_is_a_date_or_one_of_two_texts(name: str, written: object) -> None:
    assert getattr(validate(**{name: written}), name) == date(2026, 1, 31)


@pytest.mark.parametrize(
    "written", [date(2000, 1, 1), date(2199, 12, 31), "2000-01-01", "21991231", "2028-02-29"]
)
def test_the_years_2000_to_2199_are_accepted(written: object) -> None:
    assert validate(declared_on=written).declared_on is not None


@walk_points(
    "written",
    [
        date(1999, 12, 31),
        date(2200, 1, 1),
        "1999-12-31",
        "2200-01-01",
        "19991231",
        "22000101",
        datetime(2026, 1, 31),
        datetime(2026, 1, 31, 8, 30),
        "2026-01-31T00:00:00",
        "2026-01-31 00:00",
        "2026-01-31T00:00:00Z",
        1769817600,
        1769817600000,
        "1769817600",
        20260131,
        46053.0,
        46053,
        "2026-02-29",
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "20260230",
        "2026-1-31",
        "2026/01/31",
        "31.01.2026",
        "2026年1月31日",
        "２０２６-０１-３１",
        "２０２６０１３１",
        "260131",
        "20260131 ",
        "today",
        True,
        timedelta(1),
        {"year": 2026},
        b"2026-01-31",
    ],
)
def test_another_day_is_an_error(written: object) -> None:
    if written == "20260131 ":  # only space around it
        assert validate(declared_on=written).declared_on == date(2026, 1, 31)
        return
    line = refusal(declared_on=written)
    assert line.field == "declared_on"
    assert "2026-01-31" in line.en
    assert "2026-01-31" in line.zh


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_a_day_is_the_same_day_in_every_form(day: date) -> None:
    for written in (day, day.isoformat(), f"{day:%Y%m%d}"):
        assert validate(returned_on=written).returned_on == day


# -- words, yes and no ----------------------------------------------------------------------


@walk_points(
    "name, value", [(name, value) for name in samples.WORDS for value in samples.WORDS[name]]
)
def test_every_value_that_is_a_word_is_accepted_in_english(name: str, value: str) -> None:
    assert getattr(validate(**{name: value}), name) == value


@walk_points("name", samples.WORDS)
@walk_points("value", ["unknown", "无", 1, True, ["unsold"], 0.5])
def test_another_word_is_an_error_that_lists_those_accepted(name: str, value: object) -> None:
    line = refusal(**{name: value})
    assert line.field == name
    for word, (chinese, *_) in samples.WORDS[name].items():
        assert word in line.en
        assert chinese in line.zh


@walk_points("name", samples.YES_NO)
@walk_points("value", [True, False])
def test_true_and_false_are_yes_and_no(name: str, value: bool) -> None:
    assert getattr(validate(**{name: value}), name) is value


@pytest.mark.parametrize("paper", samples.PAPER_WORDS)
def test_every_paper_is_accepted_in_english(paper: str) -> None:
    assert validate(papers_held=[paper]).papers_held == frozenset({paper})


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_papers_are_any_collection_of_words(kind: Any) -> None:
    goods = validate(papers_held=kind(["export_list", "gate_release"]))
    assert goods.papers_held == frozenset({"export_list", "gate_release"})


def test_no_papers_are_not_unknown_papers() -> None:
    assert validate(papers_held=[]).papers_held == frozenset()
    assert validate(papers_held=None).papers_held is None


@pytest.mark.parametrize("papers", [["passport"], "passport", [1], [None], 7, {"export_list": 1}])
def test_another_paper_is_an_error_that_lists_those_accepted(papers: object) -> None:
    line = refusal(papers_held=papers)
    assert line.field == "papers_held"
    for paper, (chinese, *_) in samples.PAPER_WORDS.items():
        assert paper in line.en
        assert chinese in line.zh


def test_papers_that_can_be_read_only_once_are_not_lost() -> None:
    try:
        goods = validate(papers_held=(paper for paper in ["export_list"]), 退运原因="滞销")
    except ValidationError:
        return
    assert goods.papers_held == frozenset({"export_list"})


# -- quantities -----------------------------------------------------------------------------


@walk_points("name", samples.QUANTITIES)
@walk_points(
    "written, read",
    [
        (1, "1"),
        ("1", "1"),
        (" 1.5 ", "1.5"),
        (Decimal("0.001"), "0.001"),
        (0.1, "0.1"),
        (2.5, "2.5"),
        (10**23, "1E23"),
        ("123456789012345678901234", "123456789012345678901234"),
        ("0.12345678901234567890123", "0.12345678901234567890123"),
    ],
)
def test_a_quantity_is_a_number_read_exactly(name: str, written: object, read: str) -> None:
    assert getattr(validate(**{name: written}), name) == Decimal(read)


@walk_points("name", samples.QUANTITIES)
@walk_points(
    "written",
    [
        -1,
        "-0.5",
        Decimal(-3),
        float("nan"),
        float("inf"),
        float("-inf"),
        "NaN",
        "Infinity",
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        10**24,
        "1234567890123456789012345",
        "1e30",
        "1e-30",
        "1e999999999",
        "31042026E000000001",
        "31042026e00000000012",
        "1_000",
        True,
        False,
        "ten",
        "1,000",
        "5件",
        [1],
        {},
    ],
)
def test_another_quantity_is_an_error(name: str, written: object) -> None:
    line = refusal(**{name: written})
    assert line.field == name
    assert "24" in line.en
    assert "24" in line.zh


@pytest.mark.parametrize("nothing", [0, "0", "0.00", 0.0, Decimal(0), "-0"])
def test_nothing_may_have_come_back_before_but_something_went_out_and_comes_back_now(
    nothing: object,
) -> None:
    assert validate(returned_before=nothing).returned_before == 0
    for name in ("exported_quantity", "returned_quantity"):
        line = refusal(**{name: nothing})
        assert (line.field, line.code) == (name, "not_accepted")
        assert "above 0" in line.en
        assert "大于0" in line.zh


# -- every way to make one ----------------------------------------------------------------------

LOST: dict[str, Any] = {"reason": "lost"}
BACKWARDS: dict[str, Any] = {"declared_on": date(2026, 3, 5), "released_on": date(2026, 3, 4)}


def _replaced(goods: ReturnedGoods, changes: dict[str, Any]) -> ReturnedGoods:
    replace = getattr(copy, "replace", None)  # Python 3.13 and later; it calls __replace__
    made = replace(goods, **changes) if replace else cast("Any", goods).__replace__(**changes)
    assert isinstance(made, ReturnedGoods)
    return made


FROM_NOTHING: Mapping[str, Callable[[dict[str, Any]], ReturnedGoods]] = {
    "called": lambda facts: ReturnedGoods(**facts),
    "model_validate": ReturnedGoods.model_validate,
    "model_validate_json": lambda facts: ReturnedGoods.model_validate_json(
        json.dumps(facts, default=str)
    ),
    "model_validate_strings": lambda facts: ReturnedGoods.model_validate_strings(
        {name: str(value) for name, value in facts.items()}
    ),
    "model_construct": lambda facts: ReturnedGoods.model_construct(**facts),
    "model_construct with its fields": lambda facts: ReturnedGoods.model_construct(
        set(facts), **facts
    ),
    "in another model": lambda facts: _Holder.model_validate({"goods": facts}).goods,
}
FROM_ANOTHER: Mapping[str, Callable[[ReturnedGoods, dict[str, Any]], ReturnedGoods]] = {
    "but": lambda goods, changes: goods.but(**changes),
    "model_copy": lambda goods, changes: goods.model_copy(update=changes),
    "model_copy, deep": lambda goods, changes: goods.model_copy(update=changes, deep=True),
    "copy": lambda goods, changes: goods.copy(update=changes),
    "copy.replace": _replaced,
}
MADE_FROM_NOTHING = pytest.mark.parametrize("make", FROM_NOTHING.values(), ids=FROM_NOTHING)
MADE_FROM_ANOTHER = pytest.mark.parametrize("make", FROM_ANOTHER.values(), ids=FROM_ANOTHER)


class _Holder(BaseModel):
    goods: ReturnedGoods


@MADE_FROM_NOTHING
@pytest.mark.parametrize("bad", [LOST, BACKWARDS, {"colour": "red"}], ids=str)
def test_no_way_to_make_one_goes_past_validation(
    make: Callable[[dict[str, Any]], ReturnedGoods], bad: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        make(bad)


class _Ignoring(ReturnedGoods):
    model_config = ConfigDict(extra="ignore")


class _Keeping(ReturnedGoods):
    model_config = ConfigDict(extra="allow")


@pytest.mark.parametrize("model", [_Ignoring, _Keeping])
def test_no_name_goes_unread_where_pydantic_is_asked_to_pass_unknown_ones_over(
    model: type[ReturnedGoods],
) -> None:
    assert model(商品破损="是").damaged is True  # type: ignore[call-arg]
    assert model.model_validate({"use": "used", "Damaged": True}).damaged is True
    assert model.model_validate(MappingProxyType({"Damaged": True})).damaged is True
    with pytest.raises(ValidationError) as refused:
        model.model_validate({"use": "used", "damagd": True})
    assert refused.value.errors()[0]["type"] == "unknown_name"
    goods = model.model_validate({"use": "used"})
    assert check(goods).facts == goods


def test_what_is_written_plainly_is_not_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    def translate(given: object) -> None:
        raise LookupError(given)

    monkeypatch.setattr("retax.facts.parse.normalize_mapping", translate)
    facts = {"use": "used", "hs_code": None, "declared_on": "2026-03-02"}
    assert ReturnedGoods.model_validate(facts).declared_on == date(2026, 3, 2)
    with pytest.raises(LookupError):
        ReturnedGoods.model_validate({"使用情况": "used"})


@MADE_FROM_NOTHING
def test_every_way_to_make_one_reads_the_same_names_and_words(
    make: Callable[[dict[str, Any]], ReturnedGoods],
) -> None:
    written = {"退运原因": "滞销", "出口申报日期": "20260302", "出口数量": "1.50"}
    plain = validate(
        reason="unsold", declared_on=date(2026, 3, 2), exported_quantity=Decimal("1.50")
    )
    assert make(written) == plain


@MADE_FROM_ANOTHER
@pytest.mark.parametrize(
    "bad",
    [LOST, {"released_on": date(2026, 3, 1)}, {"colour": "red"}, {"returned_on": "20260301"}],
    ids=str,
)
def test_no_way_to_change_one_goes_past_validation(
    make: Callable[[ReturnedGoods, dict[str, Any]], ReturnedGoods], bad: dict[str, Any]
) -> None:
    goods = validate(**samples.ELIGIBLE)
    with pytest.raises(ValidationError):
        make(goods, bad)
    assert goods == validate(**samples.ELIGIBLE)


@MADE_FROM_ANOTHER
@pytest.mark.parametrize(
    ("written", "changes"),
    [
        ({"use": "used"}, {"use": "used"}),
        ({"退运原因": "滞销"}, {"reason": "unsold"}),
        ({"is_food": None}, {"is_food": None}),
        ({"returned_on": ""}, {"returned_on": None}),
        ({"已备单证": "核放单；检测记录"}, {"papers_held": ["gate_release", "inspection_report"]}),
        ({}, {}),
    ],
    ids=str,
)
def test_every_way_to_change_one_gives_the_same_but_for_the_change(
    make: Callable[[ReturnedGoods, dict[str, Any]], ReturnedGoods],
    written: dict[str, Any],
    changes: dict[str, Any],
) -> None:
    changed = make(validate(**samples.ELIGIBLE), written)
    assert changed == validate(**samples.facts(changes))
    assert hash(changed) == hash(validate(**samples.facts(changes)))


def test_a_change_that_mends_a_contradiction_with_another_is_made_at_once() -> None:
    goods = validate(destination="domestic", domestic_on="2026-07-08", returned_on="2026-07-06")
    with pytest.raises(ValidationError):
        goods.but(destination="zone")
    assert goods.but(destination="zone", domestic_on=None).destination == "zone"


def test_a_change_under_two_names_must_be_one() -> None:
    goods = validate(reason="unsold")
    assert goods.but(reason="refused", 退运原因="拒收").reason == "refused"
    with pytest.raises(ValidationError):
        goods.but(reason="refused", 退运原因="召回")


def test_a_change_that_is_refused_names_the_model() -> None:
    with pytest.raises(ValidationError) as refused:
        validate().but(colour="red")
    assert refused.value.title == "ReturnedGoods"
    assert refused.value.errors()[0]["type"] == "unknown_name"


@MADE_FROM_ANOTHER
def test_only_what_was_set_and_what_changes_counts_as_set(
    make: Callable[[ReturnedGoods, dict[str, Any]], ReturnedGoods],
) -> None:
    goods = validate(reason="unsold", hs_code=None)
    assert make(goods, {}).model_fields_set == {"reason", "hs_code"}
    changed = make(goods, {"使用情况": "未使用", "reason": None})
    assert changed.model_fields_set == {"reason", "hs_code", "use"}
    assert changed.model_dump(exclude_unset=True) == {
        "reason": None,
        "hs_code": None,
        "use": "unused",
    }


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy])
def test_a_copy_is_equal(again: Callable[[ReturnedGoods], ReturnedGoods]) -> None:
    goods = validate(**samples.facts(papers_held="核放单", exported_quantity="1.5"))
    assert again(goods) == goods


# -- the model ------------------------------------------------------------------------------


@pytest.mark.parametrize("given_", [None, 7, "goods", [], [("reason", "unsold")], date.today, b""])
def test_what_is_no_mapping_is_refused_in_words(given_: object) -> None:
    (line,) = refusals(given_)
    assert line.field == ""
    assert "mapping" in line.en
    assert line.zh


def test_what_is_no_mapping_is_shown_with_its_type() -> None:
    (line,) = refusals(["unsold"])
    assert line.en == "the facts are ['unsold'] (list); accepted is a mapping of names to values"
    assert line.zh == "要素应为名称与值的对照（JSON 对象），所给为 list：['unsold']"


def test_names_and_values_that_are_refused_are_reported_together() -> None:
    lines = refusals({"colour": "red", "reason": "lost", "hs_code": "7"})
    assert [line.field for line in lines] == ["colour", "reason", "hs_code"]


def test_a_refusal_names_the_model_and_the_value_that_was_given() -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate({"退运原因": "lost"})
    assert caught.value.title == "ReturnedGoods"
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"], error["input"]) == (
        "not_accepted",
        ("reason",),
        "lost",
    )


def test_a_contradiction_gives_the_value_of_the_fact_it_refuses() -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate(BACKWARDS)
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"]) == ("contradiction", ("released_on",))
    assert error["input"] == BACKWARDS["released_on"]


def test_the_refusal_of_what_is_no_mapping_names_no_fact() -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate(7)
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"], error["input"]) == ("unreadable", (), 7)


def test_any_mapping_is_read() -> None:
    class Own(Mapping[str, Any]):
        def __getitem__(self, name: str) -> Any:
            return {"reason": "unsold"}[name]

        def __iter__(self) -> Any:
            return iter(["reason"])

        def __len__(self) -> int:
            return 1

    assert ReturnedGoods.model_validate(Own()).reason == "unsold"
    assert ReturnedGoods.model_validate(MappingProxyType({"退运原因": "滞销"})).reason == "unsold"


def test_a_model_is_its_own_validation() -> None:
    goods = validate(reason="unsold")
    assert ReturnedGoods.model_validate(goods) is goods


def test_json_is_read_with_all_names_and_words() -> None:
    text = json.dumps(
        {"监管方式": "9610", "出口申报日期": "20260302", "退运原因": "滞销", "qty": 5}
    )
    goods = ReturnedGoods.model_validate_json(text)
    assert goods.supervision_code == "9610"
    assert goods.declared_on == date(2026, 3, 2)
    assert goods.reason == "unsold"
    assert goods.exported_quantity == 5


@walk_points("name", samples.OTHER_NAMES)
def test_json_of_a_model_is_the_model_again(name: str) -> None:
    goods = validate(**{name: samples.ONE_VALUE[name][0]})
    assert ReturnedGoods.model_validate_json(goods.model_dump_json()) == goods


def test_json_is_refused_in_the_same_words() -> None:
    with pytest.raises(ValidationError) as caught:
        ReturnedGoods.model_validate_json('{"reason": "lost"}')
    assert "unsold" in caught.value.errors()[0]["ctx"]["en"]


def test_facts_can_be_given_by_keyword_too() -> None:
    assert ReturnedGoods(reason="unsold", declared_on=date(2026, 3, 2)).reason == "unsold"


@walk_points("name", samples.OTHER_NAMES)
def test_facts_cannot_be_changed(name: str) -> None:
    goods = validate()
    with pytest.raises(ValidationError):
        setattr(goods, name, None)


def test_equal_facts_are_equal_and_hash_alike() -> None:
    one, same = validate(**samples.ELIGIBLE), validate(**samples.ELIGIBLE)
    assert one == same
    assert hash(one) == hash(same)
    assert one != validate(**samples.facts(use="used"))


def test_facts_can_be_pickled() -> None:
    goods = validate(**samples.facts(papers_held="核放单", exported_quantity="1.5"))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(goods, protocol))  # noqa: S301
        assert again == goods
        assert hash(again) == hash(goods)


def test_one_error_holds_one_sentence_a_field() -> None:
    lines = refusals(
        {"reason": "lost", "declared_on": "today", "qty": -1, "税号": "950", "is_food": 2}
    )
    assert [line.field for line in lines] == [
        "declared_on",
        "reason",
        "hs_code",
        "is_food",
        "exported_quantity",
    ]


def test_the_refused_value_is_in_the_sentence() -> None:
    line = refusal(reason="lost in the post")
    assert "lost in the post" in line.en
    assert "lost in the post" in line.zh


@pytest.mark.parametrize("value", ["{zh}", "{en}", "{field}", "{accepted}", "{", "%s"])
def test_a_refused_value_with_braces_is_shown_as_it_was_given(value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ReturnedGoods.model_validate({"reason": value})
    (line,) = refused.value.errors()
    assert line["msg"] == line["ctx"]["en"]
    assert line["msg"].startswith(f"reason is '{value}'; accepted is one of unsold, ")
    assert line["msg"] in str(refused.value)
    (same,) = refusals_of(refused.value)
    assert same.words.en == line["msg"]
    assert value in same.words.zh


@pytest.mark.parametrize("number", ["0e-50000000", "0E+50000000", "0e-25"])
def test_a_nought_of_more_digits_than_a_quantity_can_have_is_refused(number: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ReturnedGoods.model_validate({"returned_before": number})
    (line,) = refused.value.errors()
    assert (line["type"], line["loc"]) == ("not_accepted", ("returned_before",))
    assert ReturnedGoods.model_validate({"returned_before": "0e-24"}).returned_before == 0


def test_a_representation_shows_known_facts_only() -> None:
    assert repr(ReturnedGoods()) == "ReturnedGoods()"
    goods = ReturnedGoods(supervision_code="9610", damaged=False)
    assert repr(goods) == "ReturnedGoods(supervision_code='9610', damaged=False)"
    assert str(goods) == "supervision_code='9610' damaged=False"
    assert list(goods.known_facts()) == [("supervision_code", "9610"), ("damaged", False)]


def test_plain_facts_are_the_known_ones_with_papers_in_one_order() -> None:
    papers = list(samples.PAPER_WORDS)
    goods = validate(papers_held=papers, declared_on=date(2026, 3, 2), note=None)
    assert list_plain_facts(goods) == {"declared_on": "2026-03-02", "papers_held": sorted(papers)}
    assert list_plain_facts(validate(use="used")) == {"use": "used"}
