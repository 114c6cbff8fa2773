from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from laws_apart import announce
from retax.check import check
from retax.judge.compiled_law import get_law
from retax.law.clause import Clause, fact
from retax.law.cross_border.announcements import (
    ANNOUNCEMENTS,
    LAW_REVIEWED_ON,
    governing,
    governing_id,
    list_published_by,
)
from retax.law.cross_border.article_1_scope import CODE
from retax.law.cross_border.article_3_original_state import UNUSED
from retax.law.instruments import Announcement, name_clause
from retax.law.outcome import Outcome
from retax.logic.compile_python import compile_function
from retax.logic.expressions import FALSE, TRUE, UNKNOWN
from retax.words import Words

# As docs/sources.md has them: id, issued, published, first and last day of declaration.
TABLE = (
    ("2023-4", date(2023, 1, 30), date(2023, 2, 1), date(2023, 1, 30), date(2024, 1, 30)),
    ("2023-34", date(2023, 8, 22), date(2023, 8, 31), date(2023, 1, 30), date(2025, 12, 31)),
    ("2026-16", date(2026, 2, 6), date(2026, 2, 9), date(2026, 1, 1), date(2027, 12, 31)),
)
ONE_DAY = timedelta(days=1)
KNOWN_ON: tuple[date | None, ...] = (
    None,
    *(row[2] + n * ONE_DAY for row in TABLE for n in (-1, 0, 1)),
    date(2024, 6, 1),
)


def every_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


EXPORT_DAYS = tuple(every_day(date(2022, 12, 1), date(2028, 12, 31)))


def plain_governing(day: date, known_on: date | None) -> str | None:
    """Go through the table from its end: the announcement issued last governs."""
    for id_, _, published, first, last in reversed(TABLE):
        if (known_on is None or published <= known_on) and first <= day <= last:
            return id_
    return None


def plain_period(day: date, known_on: date | None) -> Outcome:
    windows = [row[3:] for row in TABLE if known_on is None or row[2] <= known_on]
    if not windows or day > max(last for _, last in windows):
        return "not_covered"
    return "met" if any(first <= day <= last for first, last in windows) else "failed"


# -- the table --------------------------------------------------------------------------------


def test_the_table_is_that_of_the_sources() -> None:
    assert (
        tuple((a.id, a.issued, a.published, a.first_day, a.last_day) for a in ANNOUNCEMENTS)
        == TABLE
    )


def test_no_entry_ends_before_it_begins_or_is_published_before_it_is_issued() -> None:
    for entry in ANNOUNCEMENTS:
        assert entry.first_day <= entry.last_day
        assert entry.issued <= entry.published <= LAW_REVIEWED_ON


def test_exports_of_2023_to_2025_cite_the_articles_of_2023_4_with_the_period_of_2023_34() -> None:
    entry = governing(date(2025, 6, 1))
    assert entry is not None
    assert "2023年第4号" in entry.cites.zh
    assert "2023年第34号" in entry.cites.zh
    assert "2023 No. 4" in entry.cites.en
    assert "2023 No. 34" in entry.cites.en


def test_only_2026_16_says_that_article_4_onward_is_inferred() -> None:
    caveats = {entry.id: entry.caveat for entry in ANNOUNCEMENTS if entry.caveat}
    assert set(caveats) == {"2026-16"}
    assert "第四条" in caveats["2026-16"].zh
    assert "Article 4" in caveats["2026-16"].en


# -- every day through the timeline -------------------------------------------------------------


@pytest.mark.parametrize("known_on", KNOWN_ON, ids=str)
def test_every_export_day_has_the_announcement_issued_last_for_it_or_none(
    known_on: date | None,
) -> None:
    id_of = compile_function([governing_id(list_published_by(known_on))])
    for day in EXPORT_DAYS:
        entry = governing(day, known_on)
        found = entry.id if entry else None
        assert found == plain_governing(day, known_on), day
        assert id_of(cases.goods("9610", **_declared_on(day)), None) == (found,), day


@pytest.mark.parametrize("known_on", KNOWN_ON, ids=str)
def test_every_export_day_is_within_a_period_before_the_first_or_after_the_last(
    known_on: date | None,
) -> None:
    for day in EXPORT_DAYS:
        verdict = check(_declared_on(day), known_on=known_on)
        period = verdict.findings[0]
        assert (period.clause, period.outcome) == ("1.period", plain_period(day, known_on)), day
        assert verdict.announcement == plain_governing(day, known_on), day
        assert verdict.known_on == known_on


def _declared_on(day: date) -> dict[str, Any]:
    later = ("released_on", "exported_on", "returned_on", "return_declared_on", "export_entry")
    return {"declared_on": day, **dict.fromkeys(later)}


def test_between_the_first_day_and_the_last_there_is_no_gap() -> None:
    for day in every_day(date(2023, 1, 30), date(2027, 12, 31)):
        assert governing(day) is not None, day


@pytest.mark.parametrize(
    ("day", "id_"),
    [
        (date(2023, 1, 29), None),
        (date(2023, 1, 30), "2023-34"),
        (date(2024, 1, 30), "2023-34"),
        (date(2024, 1, 31), "2023-34"),
        (date(2025, 12, 31), "2023-34"),
        (date(2026, 1, 1), "2026-16"),
        (date(2027, 12, 31), "2026-16"),
        (date(2028, 1, 1), None),
    ],
)
def test_the_first_and_last_day_of_a_window_are_within_it(day: date, id_: str | None) -> None:
    entry = governing(day)
    assert (entry.id if entry else None) == id_


@pytest.mark.parametrize(
    ("day", "known_on", "id_", "outcome"),
    [
        # 2023-4 until 2023-34 is published on 31 August
        (date(2023, 3, 1), date(2023, 1, 31), None, "not_covered"),
        (date(2023, 3, 1), date(2023, 2, 1), "2023-4", "met"),
        (date(2023, 3, 1), date(2023, 8, 30), "2023-4", "met"),
        (date(2023, 3, 1), date(2023, 8, 31), "2023-34", "met"),
        (date(2024, 1, 31), date(2023, 8, 30), None, "not_covered"),
        (date(2024, 1, 31), date(2023, 8, 31), "2023-34", "met"),
        # exports of January 2026 are governed, but nobody knew until 9 February
        (date(2026, 1, 5), date(2026, 2, 8), None, "not_covered"),
        (date(2026, 1, 5), date(2026, 2, 9), "2026-16", "met"),
        # before the first window it is a no, unless nothing was published at all
        (date(2023, 1, 29), date(2023, 1, 31), None, "not_covered"),
        (date(2023, 1, 29), date(2023, 2, 1), None, "failed"),
    ],
)
def test_known_on_leaves_out_what_was_published_later(
    day: date, known_on: date, id_: str | None, outcome: str
) -> None:
    verdict = check(_declared_on(day), known_on=known_on)
    assert (verdict.announcement, verdict.findings[0].outcome) == (id_, outcome)


def test_before_any_announcement_no_fact_is_needed_to_say_that_none_applies() -> None:
    verdict = check({}, known_on=date(2023, 1, 31))
    assert (verdict.status, verdict.decided_by, verdict.asks) == ("not_covered", "1.period", ())


def test_without_the_day_of_declaration_it_is_asked_for() -> None:
    verdict = check(cases.goods("9610", declared_on=None))
    assert verdict.announcement is None
    assert verdict.findings[0].missing == ("declared_on",)


def test_when_the_goods_come_back_does_not_select_the_announcement() -> None:
    goods = cases.goods(
        "9610",
        export_entry="29012027E000000016",
        declared_on="2027-12-30",
        released_on="2027-12-31",
        exported_on="2027-12-31",
        returned_on="2028-06-30",
        return_declared_on="2028-06-30",
    )
    verdict = check(goods)
    assert (verdict.announcement, verdict.status) == ("2026-16", "eligible")


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.dates(date(2022, 1, 1)))
def test_what_governs_is_published_by_then_and_its_window_holds_the_day(
    day: date, known_on: date
) -> None:
    entry = governing(day, known_on)
    if entry is not None:
        assert entry.published <= known_on
        assert entry.first_day <= day <= entry.last_day


# -- a made-up announcement, one entry more -----------------------------------------------------

MADE_UP = Announcement(
    id="2028-1",
    issued=date(2027, 12, 20),
    published=date(2027, 12, 28),
    first_day=date(2028, 1, 1),
    last_day=date(2028, 12, 31),
    cites=Words("公告2028年第1号", "2028 No. 1"),
)


def extend(patch: pytest.MonkeyPatch, *entries: Announcement) -> None:
    announce(patch, *ANNOUNCEMENTS, *entries)


def exported_in(year: int, **changes: Any) -> dict[str, Any]:
    """Return the complete case with all its days, and its number, in another year."""
    case = {**cases.COMPLETE["9610"], "export_entry": f"2901{year}E000000016", **changes}
    return {
        name: value.replace(year=year) if isinstance(value, date) else value
        for name, value in case.items()
    }


def with_changes(*changes: Clause) -> Announcement:
    return Announcement(
        id="2028-2",
        issued=date(2027, 12, 25),
        published=date(2027, 12, 28),
        first_day=date(2028, 3, 1),
        last_day=date(2029, 12, 31),
        cites=Words("公告2028年第2号", "2028 No. 2"),
        changes=changes,
    )


def test_each_announcement_is_cited_by_issuers_year_and_number() -> None:
    zh, en = "财政部 海关总署 税务总局公告", "Announcement of MOF, GACC and STA "
    assert {a.id: (a.cites.zh, a.cites.en) for a in ANNOUNCEMENTS} == {
        "2023-4": (f"{zh}2023年第4号", f"{en}2023 No. 4"),
        "2023-34": (
            f"{zh}2023年第4号（适用期按2023年第34号）",
            f"{en}2023 No. 4 (period by 2023 No. 34)",
        ),
        "2026-16": (f"{zh}2026年第16号", f"{en}2026 No. 16"),
    }


def test_an_entry_for_2028_gives_verdicts_for_2028(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check(exported_in(2028)).status == "not_covered"
    extend(monkeypatch, MADE_UP)
    verdict = check(exported_in(2028))
    assert (verdict.status, verdict.announcement, verdict.cites) == (
        "eligible",
        "2028-1",
        MADE_UP.cites,
    )
    assert check(exported_in(2028, use="used")).decided_by == "3.unused"
    assert check(exported_in(2028), known_on=date(2027, 12, 27)).status == "not_covered"
    assert check(exported_in(2029)).status == "not_covered"


def test_an_entry_for_2028_changes_no_verdict_for_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    before = check(exported_in(2026)).to_dict("zh")
    extend(monkeypatch, MADE_UP)
    assert check(exported_in(2026)).to_dict("zh") == before


def test_with_another_entry_every_day_still_has_one_announcement_or_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extend(monkeypatch, with_changes(), MADE_UP)  # in any order: the one issued last governs
    for day in every_day(date(2027, 12, 1), date(2030, 1, 31)):
        entry = governing(day)
        expected = (
            "2026-16"
            if day <= date(2027, 12, 31)
            else "2028-1"
            if day <= date(2028, 2, 29)
            else "2028-2"
            if day <= date(2029, 12, 31)
            else None
        )
        assert (entry.id if entry else None) == expected, day
        assert check(_declared_on(day)).announcement == expected, day


def test_a_day_between_two_windows_is_within_no_period(monkeypatch: pytest.MonkeyPatch) -> None:
    extend(monkeypatch, with_changes())
    for day in (date(2028, 1, 1), date(2028, 2, 29)):
        verdict = check(_declared_on(day))
        assert verdict.announcement is None
        assert verdict.findings[0].outcome != "met"


STRICTER_USE = Clause(
    "3.unused",
    3,
    Words("未使用（2028年起试用不再除外）", "unused (from 2028 on trial use is no exception)"),
    holds=fact.use.is_("unused"),
)
TRIAL = {"use": "customer_trial", "reason": "customer_return", "papers_held": None}


def finding(goods: dict[str, Any], clause: str) -> Any:
    (found,) = (f for f in check(goods).findings if f.clause == clause)
    return found


def test_a_changed_clause_applies_only_within_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    extend(monkeypatch, MADE_UP, with_changes(STRICTER_USE))
    day_by_day = {
        date(2027, 12, 31): "met",
        date(2028, 1, 1): "met",
        date(2028, 2, 29): "met",
        date(2028, 3, 1): "failed",
        date(2029, 12, 31): "failed",
    }
    for day, outcome in day_by_day.items():
        goods = {**cases.COMPLETE["9610"], **TRIAL, **_declared_on(day)}
        assert finding(goods, "3.unused").outcome == outcome, day


def test_a_changed_clause_nobody_can_see_to_is_still_none_to_see_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extend(monkeypatch, with_changes(STRICTER_USE))
    (unused,) = (ruled.clause for ruled in get_law().clauses if ruled.clause.id == "3.unused")
    assert unused.holds != UNUSED.holds
    assert unused.outstanding == FALSE


def test_a_changed_clause_does_not_apply_before_its_publication(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extend(monkeypatch, MADE_UP, with_changes(STRICTER_USE))
    for known_on, status in (
        (date(2027, 12, 27), "not_covered"),
        (date(2027, 12, 28), "ineligible"),
    ):
        assert check(exported_in(2028, **TRIAL), known_on=known_on).status == status


def test_without_the_day_of_declaration_a_changed_clause_is_unknown_and_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extend(monkeypatch, with_changes(STRICTER_USE))
    trial = finding({**cases.COMPLETE["9610"], **TRIAL, "declared_on": None}, "3.unused")
    assert trial.outcome == "unknown"
    assert trial.missing == ("declared_on",)


def test_the_words_of_a_changed_clause_are_shown_within_its_window_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extend(monkeypatch, MADE_UP, with_changes(STRICTER_USE))
    assert finding(exported_in(2028), "3.unused").words == STRICTER_USE.words
    assert finding(exported_in(2026), "3.unused").words == UNUSED.words
    note = check(exported_in(2028, **TRIAL)).explain("zh")
    assert STRICTER_USE.words.zh in note
    assert STRICTER_USE.words.en in check(exported_in(2028, **TRIAL)).explain("en")


def test_an_announcement_that_changes_nothing_keeps_the_words_of_2023_4() -> None:
    assert name_clause(UNUSED, MADE_UP) == UNUSED.words
    assert name_clause(UNUSED, None) == UNUSED.words
    assert name_clause(CODE, with_changes(STRICTER_USE)) == CODE.words


def test_a_later_announcement_without_the_change_lifts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lifting = Announcement(
        id="2028-3",
        issued=date(2028, 6, 1),
        published=date(2028, 6, 1),
        first_day=date(2028, 7, 1),
        last_day=date(2028, 12, 31),
        cites=Words("公告2028年第3号", "2028 No. 3"),
    )
    extend(monkeypatch, with_changes(STRICTER_USE), lifting)
    outcomes = {
        month: finding(
            {**cases.COMPLETE["9610"], **TRIAL, **_declared_on(date(2028, month, 1))}, "3.unused"
        ).outcome
        for month in (6, 7, 12)
    }
    assert outcomes == {6: "failed", 7: "met", 12: "met"}


@pytest.mark.parametrize(
    ("id_", "because"),
    [
        ("1.period", "it is the first_day and last_day of the entry"),
        ("1.code", "the list of codes is SUPERVISION_CODES"),
        ("1.six_months", "last days, sentences and reminders read LAST_DAY beside it"),
        ("1.destination", "it asks for the last day of the six months"),
        ("2.certificate", "it is one of DOCUMENTS"),
        ("4.papers", "the papers are DOCUMENTS"),
    ],
)
def test_a_clause_that_is_more_than_its_expression_is_not_changed_alone(
    id_: str, because: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = Clause(id_, 1, Words("半", "half"), holds=~fact.processed)
    extend(monkeypatch, with_changes(half))
    with pytest.raises(ValueError, match=r"^changes hold") as refused:
        check(exported_in(2026))
    assert str(refused.value) == (
        f"changes hold {id_!r}; accepted are clauses that are their expression alone: {because}"
    )


NEW_CLAUSE = Clause(
    "4.batch_list",
    4,
    Words("提交逐件清单", "a list of every unit is filed"),
    holds=fact.papers_held.contains_any("match_record"),
    outstanding=~fact.papers_held.contains_any("match_record"),
)


def test_a_new_clause_is_judged_within_its_window_and_met_outside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extend(monkeypatch, MADE_UP, with_changes(NEW_CLAUSE))
    papers = {"papers_held": ["export_list", "tax_certificate", "self_declaration"]}
    assert [r.clause.id for r in get_law().clauses][-1] == "4.batch_list"
    verdict = check(exported_in(2028, **papers))
    assert (verdict.status, verdict.decided_by) == ("conditional", "4.batch_list")
    assert check(exported_in(2028)).status == "eligible"
    assert check(exported_in(2026, **papers)).status == "eligible"
    assert str(check(exported_in(2028, papers_held=None)).decided_by) == "4.batch_list"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_of_a_new_clause_are_shown(lang: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    extend(monkeypatch, with_changes(NEW_CLAUSE))
    papers = {"papers_held": ["export_list", "tax_certificate", "self_declaration"]}
    verdict = check(exported_in(2028, **papers))
    assert NEW_CLAUSE.words.text(lang) in verdict.explain(lang)
    assert verdict.findings[-1].explain(lang)


def test_a_clause_may_be_turned_into_one_that_only_asks_for_something_to_be_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repayable = Clause(
        "3.not_processed",
        3,
        Words("未加工，或已恢复", "not processed, or undone"),
        holds=~fact.processed,
        outstanding=fact.processed,
    )
    extend(monkeypatch, with_changes(repayable))
    assert finding(exported_in(2028, processed=True), "3.not_processed").outcome == "outstanding"
    assert finding(exported_in(2026, processed=True), "3.not_processed").outcome == "failed"


def test_what_was_to_be_done_for_earlier_exports_is_still_to_be_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_way_back = Clause(
        "2.refund_repaid",
        2,
        Words("未办理退税", "no refund was claimed"),
        holds=fact.export_refund.is_("not_refunded"),
    )
    extend(monkeypatch, with_changes(no_way_back))
    refunded = {"export_refund": "refunded", "papers_held": None}
    assert finding(exported_in(2028, **refunded), "2.refund_repaid").outcome == "failed"
    assert finding(exported_in(2026, **refunded), "2.refund_repaid").outcome == "outstanding"


def test_only_the_period_can_leave_a_day_uncovered(monkeypatch: pytest.MonkeyPatch) -> None:
    extend(monkeypatch, with_changes(replace(NEW_CLAUSE, uncovered=TRUE)))
    papers = {"papers_held": ["export_list", "tax_certificate", "self_declaration"]}
    assert finding(exported_in(2028, **papers), "4.batch_list").outcome == "outstanding"
    assert finding(exported_in(2026, **papers), "4.batch_list").outcome == "met"


def test_a_table_without_an_entry_covers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    announce(monkeypatch)
    assert check(cases.goods("9610")).status == "not_covered"
    assert governing_id(()) == UNKNOWN
    (period,) = (r for r in get_law().clauses if r.clause.id == "1.period")
    assert period.clause.holds == FALSE


def test_windows_of_a_well_formed_table_meet_or_overlap() -> None:
    by_first_day = sorted(ANNOUNCEMENTS, key=lambda a: (a.first_day, a.last_day))
    for earlier, later in pairwise(by_first_day):
        assert later.first_day <= earlier.last_day + ONE_DAY
