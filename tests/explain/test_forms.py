"""Forms with blanks: what they give is what is written without them."""

from __future__ import annotations

import json
from datetime import date

import pytest

import samples
from retax import check
from retax.explain import forms, json_text, note
from retax.judge.compiled_law import get_law
from retax.words import Lang
from sizes import walk_part_and_whole

LANGS: tuple[Lang, ...] = ("zh", "en")


@walk_part_and_whole("lines", 100, 300)
def test_what_is_filled_in_is_what_is_written_without_a_form(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [*samples.random_cases(seed=20261130, n=lines)]

    def answers() -> list[str]:
        verdicts = [check(goods, **options) for goods, options in cases]
        return [
            *(verdict.to_json(lang) for verdict in verdicts for lang in (None, *LANGS)),
            *(verdict.explain(lang) for verdict in verdicts for lang in LANGS),
        ]

    from_forms = answers()

    def write_anew(name, of, lang, rests_on, write, *, texts=(), **blanks):  # type: ignore[no-untyped-def]  # noqa: ARG001
        return write(of, lang, texts)

    monkeypatch.setattr(json_text, "fill_form", write_anew)
    monkeypatch.setattr(note, "fill_form", write_anew)
    assert answers() == from_forms


# 12 units were exported, 5 are back already and 10 come now: three of them cannot.
TOO_MANY = {
    **samples.ELIGIBLE,
    "exported_quantity": 12,
    "returned_before": 5,
    "returned_quantity": 10,
}


@pytest.mark.parametrize("unit", ["\0", "0001-01-01", "0001-01-02", "件\0 0001-01-01"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_unit_that_looks_like_a_blank_is_written_as_it_is(unit: str, lang: Lang) -> None:
    plain = check(TOO_MANY | {"unit": "UNIT"})
    assert "UNIT" in plain.explain(lang)
    odd = check(TOO_MANY | {"unit": unit})
    assert odd.explain(lang) == plain.explain(lang).replace("UNIT", unit)
    written = json.loads(odd.to_json(lang))
    assert written == json.loads(plain.to_json(lang).replace("UNIT", json.dumps(unit)[1:-1]))


@pytest.mark.parametrize("unit", ["1-01-01", "001-01-02", "-01-01", "\x01-01-01"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_unit_that_makes_a_blank_with_the_quantity_before_it_is_written_as_it_is(
    unit: str, lang: Lang
) -> None:
    # 2500 - 1500: 1000 fit, and in Chinese the unit is written right behind the number.
    many = {"exported_quantity": 2500, "returned_before": 1500, "returned_quantity": 2000}
    plain, odd = (check(TOO_MANY | many | {"unit": each}) for each in ("UNIT", unit))
    assert "1000UNIT" in plain.explain("zh")
    assert odd.explain(lang) == plain.explain(lang).replace("UNIT", unit)
    written = json.loads(odd.to_json(lang))
    assert written == json.loads(plain.to_json(lang).replace("UNIT", json.dumps(unit)[1:-1]))


def test_each_line_has_its_own_last_day() -> None:
    for month in range(1, 13):
        day = date(2026, month, 5)
        days = dict.fromkeys(("declared_on", "released_on", "exported_on"), day)
        goods = {**samples.ELIGIBLE, **days, "returned_on": None, "return_declared_on": None}
        verdict = check(goods | {"export_refund": "refunded"})
        assert verdict.last_day is not None
        assert verdict.to_dict()["last_day"] == str(verdict.last_day)
        assert f"最迟于 {verdict.last_day} " in verdict.explain("zh")
        assert f'"last_day": "{verdict.last_day}"' in verdict.to_json()


def test_a_step_says_how_late_it_is_on_each_day() -> None:
    late = [
        check({**samples.ELIGIBLE, "returned_on": None}, as_of=date(2027, 3, day)).explain("zh")
        for day in (1, 2, 3)
    ]
    assert len(set(late)) == 3
    assert all(forms.BLANK_DAY.isoformat() not in text for text in late)


def test_lines_alike_but_for_their_days_share_a_form() -> None:
    law = get_law()
    check(samples.ELIGIBLE).to_json("zh")
    kept = len(law.forms)
    check({**samples.ELIGIBLE, "reference": "another"}).to_json("zh")
    assert len(law.forms) == kept
