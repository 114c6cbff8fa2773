"""The law of the ordinary route is that of the day of the return."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ordinary_cases import finding, ordinary
from retax.law.tariff_law_39.instruments import LAWS, REGULATIONS, TARIFF_LAW, list_published_by

NOVEMBER, DECEMBER = date(2024, 11, 30), date(2024, 12, 1)
OUT: dict[str, Any] = {
    "export_entry": None,
    "declared_on": date(2024, 3, 4),
    "released_on": date(2024, 3, 5),
    "exported_on": date(2024, 3, 6),
    "domestic_on": None,
}


def back(on: date | None, declared: date | None, **more: Any) -> dict[str, Any]:
    return {**OUT, "returned_on": on, "return_declared_on": declared, **more}


def test_the_tariff_law_governs_from_the_first_of_december_2024_on() -> None:
    assert [law.id for law in LAWS] == ["regulations-43", "tariff-law-39"]
    assert TARIFF_LAW.first_day == DECEMBER
    assert (TARIFF_LAW.published, REGULATIONS.published) == (date(2024, 4, 26), date(2003, 11, 23))


@pytest.mark.parametrize(
    ("returned", "declared", "as_of", "id_"),
    [
        (NOVEMBER, NOVEMBER, None, "regulations-43"),
        (DECEMBER, DECEMBER, None, "tariff-law-39"),
        # the declaration chooses before the arrival, the arrival before the day asked as of
        (NOVEMBER, DECEMBER, None, "tariff-law-39"),
        (DECEMBER, NOVEMBER, None, "regulations-43"),
        (NOVEMBER, None, None, "regulations-43"),
        (NOVEMBER, None, date(2025, 2, 1), "regulations-43"),
        (DECEMBER, None, NOVEMBER, "tariff-law-39"),
        (None, None, NOVEMBER, "regulations-43"),
        (None, None, DECEMBER, "tariff-law-39"),
        (None, DECEMBER, NOVEMBER, "tariff-law-39"),
    ],
)
def test_the_law_is_that_of_the_declaration_else_of_the_arrival_else_of_the_day_asked(
    returned: date | None, declared: date | None, as_of: date | None, id_: str
) -> None:
    ruling = ordinary(**back(returned, declared), as_of=as_of)
    assert ruling.id == ruling.announcement == id_
    assert ruling.finding("39.in_force").outcome == "met"


def test_while_no_day_of_the_return_is_known_it_is_asked_for_under_the_law_as_it_is() -> None:
    ruling = ordinary(**back(None, None), as_of=None)
    found = ruling.finding("39.in_force")
    assert (ruling.id, found.outcome, found.missing) == (
        "tariff-law-39",
        "unknown",
        ("returned_on",),
    )


def test_a_day_outside_any_zone_shows_the_return_where_no_other_does() -> None:
    days: dict[str, Any] = {
        "returned_on": None,
        "domestic_on": NOVEMBER,
        "return_declared_on": None,
    }
    assert ordinary(**{**OUT, **days}).id == "regulations-43"
    assert ordinary(**{**OUT, **days}, as_of=DECEMBER).id == "regulations-43"


def test_each_law_is_cited_with_its_article() -> None:
    old, new = ordinary(**back(NOVEMBER, NOVEMBER)), ordinary(**back(DECEMBER, DECEMBER))
    assert old.cites == REGULATIONS.cites
    assert new.cites == TARIFF_LAW.cites
    assert old.caveat is None
    assert new.caveat is not None
    assert "272" in new.caveat.zh
    assert {f.article for f in old.findings} == {43}
    assert {f.article for f in new.findings} == {39}
    assert {f.article for f in ordinary(**back(None, None)).findings} == {39}


@pytest.mark.parametrize(
    ("known_on", "id_"),
    [
        (date(2024, 4, 25), "regulations-43"),
        (date(2024, 4, 26), "tariff-law-39"),
        (date(2024, 11, 1), "tariff-law-39"),
    ],
)
def test_before_the_tariff_law_was_published_nobody_knew_of_it(known_on: date, id_: str) -> None:
    days = back(DECEMBER, DECEMBER, cause="force_majeure")
    ruling = ordinary(**days, known_on=known_on)
    assert ruling.id == id_
    assert ruling.finding("39.in_force").outcome == "met"
    is_known = id_ == "tariff-law-39"
    assert ruling.finding("39.cause").outcome == ("met" if is_known else "failed")


def test_where_no_law_was_published_there_is_no_answer() -> None:
    ruling = ordinary(known_on=date(2003, 11, 22))
    assert list_published_by(date(2003, 11, 22)) == ()
    assert (ruling.status, ruling.decided_by) == ("not_covered", "39.in_force")
    assert (ruling.id, ruling.cites) == (None, None)
    for parts in (ruling.reliefs, ruling.documents, ruling.actions, ruling.asks):
        assert parts == ()
    said = ruling.finding("39.in_force")
    assert said.explain("zh") == "截至 2003-11-22 尚无规定公布"
    assert said.explain("en") == "no law had been published by 2003-11-22"


def test_a_return_before_the_regulations_is_governed_by_no_law_known_here() -> None:
    early = {**dict.fromkeys(OUT), "returned_on": date(2003, 12, 31)}
    found = finding("39.in_force", **early, return_declared_on=None)
    assert found.outcome == "failed"
    assert found.explain("zh").startswith("退运之日早于已知规定的施行")
    day = date(2004, 1, 1)
    assert finding("39.in_force", **back(day, day) | dict.fromkeys(OUT)).outcome == "met"


def test_the_regulations_do_not_know_force_majeure() -> None:
    old = back(NOVEMBER, NOVEMBER, cause="force_majeure")
    assert ordinary(**old).decided_by == "39.cause"
    said = finding("39.cause", **old)
    assert said.outcome == "failed"
    assert "不含不可抗力" in said.explain("zh")
    assert "did not know force majeure" in said.explain("en")
    assert finding("39.cause", **{**old, "cause": "specification"}).outcome == "met"
    new = back(DECEMBER, DECEMBER, cause="force_majeure")
    assert finding("39.cause", **new).outcome == "met"


def test_the_regulations_know_no_longer_period() -> None:
    # Out on 6 November 2023, back on 30 November 2024: more than a year.
    out = {**OUT, **dict.fromkeys(("declared_on", "released_on", "exported_on"), date(2023, 11, 6))}
    approved: dict[str, Any] = {"extended_until": date(2024, 12, 31)}
    either: tuple[dict[str, Any], ...] = ({}, approved)
    for changes in either:
        old = {**out, "returned_on": NOVEMBER, "return_declared_on": NOVEMBER, **changes}
        assert finding("39.one_year", **old).outcome == "failed"
        assert ordinary(**old).last_day == date(2024, 11, 6)
    new = {**out, "returned_on": DECEMBER, "return_declared_on": DECEMBER}
    assert finding("39.one_year", **new).outcome == "open"
    assert finding("39.one_year", **new, **approved).outcome == "met"


@pytest.mark.parametrize(
    ("returned", "presumed"),
    [
        (NOVEMBER, True),
        (date(2024, 12, 14), True),
        (date(2024, 12, 15), False),
        (date(2023, 6, 1), True),
    ],
)
def test_near_the_straddle_the_day_of_an_unknown_declaration_is_presumed(
    returned: date, presumed: bool
) -> None:
    out = {name: date(2023, 5, 4) for name in ("declared_on", "released_on", "exported_on")}
    ruling = ordinary(**{**OUT, **out}, returned_on=returned, return_declared_on=None)
    assert ("return_declared_on" in ruling.assumed) == presumed
    assert ("return_declared_on" in ruling.finding("39.in_force").presumed) == presumed
    known = ordinary(**{**OUT, **out}, returned_on=returned, return_declared_on=returned)
    assert "return_declared_on" not in known.assumed


def test_of_a_declaration_that_is_asked_for_no_day_is_presumed() -> None:
    days = back(NOVEMBER, None, return_entry="290120241000000013")
    ruling = ordinary(**days)
    assert ruling.finding("39.one_year").missing == ("return_declared_on",)
    assert "return_declared_on" not in ruling.assumed


def test_the_regulations_still_leave_the_import_taxes_open() -> None:
    ruling = ordinary(**back(NOVEMBER, NOVEMBER), settled={})
    assert (ruling.status, ruling.decided_by) == ("needs_review", "39.import_taxes")


def test_every_day_has_one_law_or_none() -> None:
    for n in range(-40, 40):
        day = DECEMBER + timedelta(n)
        expected = "tariff-law-39" if n >= 0 else "regulations-43"
        assert ordinary(**back(day, day)).id == expected
