"""Forms with blanks: what they give is what is written without them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

import samples
from retax import ReturnedGoods, ValidationError, check
from retax.explain import forms, json_text, note
from retax.facts.catalogue import NAMES
from retax.judge.compiled_law import get_law
from retax.judge.ruling import Ruling
from retax.law.main_regime import MAIN_REGIME
from retax.law.regime import Regime
from retax.law.regimes import ORDINARY_REGIME
from retax.words import KeptTexts, Lang
from sizes import spread, walk_part_and_whole

LANGS: tuple[Lang, ...] = ("zh", "en")


def write_answers(cases: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> list[str]:
    """Return every answer to some cases: as JSON and as a note, in both languages and in none."""
    verdicts = [check(goods, **options) for goods, options in cases]
    return [
        *(verdict.to_json(lang) for verdict in verdicts for lang in (None, *LANGS)),
        *(verdict.to_json(lang, brief=True) for verdict in verdicts for lang in (None, "zh")),
        *(verdict.explain(lang) for verdict in verdicts for lang in LANGS),
    ]


def write_all_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no text be taken from those kept, and no form be filled in."""

    def write_anew(name, of, lang, rests_on, write):  # type: ignore[no-untyped-def]  # noqa: ARG001
        return write(of, lang)

    monkeypatch.setattr(KeptTexts, "get", lambda *_: None)
    monkeypatch.setattr(json_text, "fill_form", write_anew)
    monkeypatch.setattr(note, "fill_form", write_anew)


@walk_part_and_whole("number", 60, 600)
def test_what_is_kept_and_filled_in_is_what_is_written_anew(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [*samples.random_cases(seed=20261130, n=number)]
    from_kept = write_answers(cases)
    write_all_anew(monkeypatch)
    assert write_answers(cases) == from_kept


STARTING_POINTS: tuple[dict[str, Any], ...] = (
    dict(samples.ELIGIBLE),
    samples.facts(samples.FROM_A_ZONE),
    samples.facts(samples.IN_THE_ZONE, unit="件"),
    samples.facts(returned_on=None, return_declared_on=None, export_refund="refunded"),
    samples.facts(use=None, hs_code="0901", returned_on=date(2026, 9, 4), return_declared_on=None),
    samples.facts(
        released_on=None,
        exported_on=None,
        reason="other",
        exported_quantity=12,
        returned_before=5,
        returned_quantity=10,
        unit="件",
    ),
)
AS_OF = (None, date(2026, 6, 1), date(2026, 9, 4), date(2027, 3, 1))


@walk_part_and_whole("number", 40, 10_000)
@pytest.mark.parametrize("start", STARTING_POINTS)
def test_no_fact_is_left_out_of_what_a_kept_text_rests_on(
    start: dict[str, Any], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fact alone takes other values, so that it decides alone whether a text fits."""
    draw = Random(20261201)
    drawn = [samples.random_facts(draw) for _ in range(12)]
    changed = [
        {**start, name: row.get(name)}
        for row in drawn
        for name in ReturnedGoods.model_fields
        if row.get(name) != start.get(name)
    ]
    near = [timedelta(days=n) for n in (-2, -1, 0, 1, 2, 29)]
    days = [
        {**start, name: value + by}
        for name, value in start.items()
        if isinstance(value, date)
        for by in near
    ]
    accepted = [line for line in (start, *changed, *days) if is_accepted(line)]
    assert len(accepted) > 100
    every = [(line, {"as_of": AS_OF[at % 4]}) for at, line in enumerate(accepted)]
    write_answers(every)  # whatever is kept of one of them is offered to the others
    cases = spread(every, number)
    from_kept = write_answers(cases)
    write_all_anew(monkeypatch)
    assert write_answers(cases) == from_kept


def is_accepted(line: dict[str, Any]) -> bool:
    try:
        ReturnedGoods.model_validate(line)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("regime", [MAIN_REGIME, ORDINARY_REGIME])
def test_a_sentence_of_which_it_is_declared_names_no_day(regime: Regime) -> None:
    seen = set[str]()
    for goods, options in samples.random_cases(seed=20261202, n=600):
        if options.get("known_on"):  # the day itself is named where nothing was known
            continue
        verdict: Ruling = check(goods, **options)
        if regime is ORDINARY_REGIME:
            verdict = check(goods, **options).ordinary
        for finding in verdict.findings:
            if finding.clause in regime.sentences().name_no_day and finding.outcome != "unknown":
                seen.add(finding.clause)
                assert not re.search(r"\d{4}-\d\d-\d\d", finding.explain())
    assert seen == regime.sentences().name_no_day


def test_every_clause_is_in_one_block_and_one_on_days_is_alone() -> None:
    for regime in (MAIN_REGIME, ORDINARY_REGIME):
        law = get_law(regime=regime)
        places = [at for block in law.blocks for at in range(block.start, block.stop)]
        assert places == [*range(len(law.clauses))]
        for block in law.blocks:
            ruled = law.clauses[block.start : block.stop]
            assert block.clauses == tuple(each.clause.id for each in ruled)
            facts = {name for each in ruled for name in each.facts}
            if any(NAMES[name].kind == "day" for name in facts):
                assert len(ruled) == 1
            assert len(ruled) == 1 or len(facts) <= 6


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
    to_be_repaid = samples.facts(export_refund="refunded")
    assert check(to_be_repaid).actions
    check(to_be_repaid).to_json("zh")
    kept = len(law.forms)
    assert kept
    later = samples.facts(released_on=date(2026, 3, 4), export_refund="refunded", reference="R-2")
    assert check(later).last_day != check(to_be_repaid).last_day
    check(later).to_json("zh")
    assert len(law.forms) == kept
