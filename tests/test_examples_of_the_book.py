"""Each example of the book shows what it claims, held against the law, not its own output."""

from __future__ import annotations

import ast
import json
import re
import runpy
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from retax import QUESTIONS, Verdict, check, check_lines, overdrawn
from retax.facts.catalogue import FACT_OF_NAME, NAMES
from retax.law.cross_border.announcements import ANNOUNCEMENTS

EXAMPLES = Path(__file__).parent.parent / "examples"
OF_THE_BOOK = sorted(EXAMPLES.glob("0[2-9]_*.py")) + sorted(EXAMPLES.glob("1[0-9]_*.py"))
STATUS = r"eligible|conditional|needs_review|needs_facts|ineligible|not_covered|invalid"


class Example:
    """An example that has run: what it left behind and what it printed."""

    def __init__(self, left: dict[str, Any], printed: str) -> None:
        self.left = left
        self.printed = printed

    @property
    def statuses(self) -> list[str]:
        """Every status printed, in order."""
        return re.findall(rf"\b({STATUS})\b", self.printed)


@pytest.fixture
def run(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Example:
    (example,) = EXAMPLES.glob(f"{request.param:02}_*.py")
    monkeypatch.setattr(sys, "argv", [str(example)])
    left = runpy.run_path(str(example), run_name="__main__")
    return Example(left, capsys.readouterr().out)


def of(number: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("run", [number], indirect=True, ids=[f"{number:02}"])


def six_months_after(day: date) -> date:
    return day + relativedelta(months=6)


# -- what all of them keep to


def test_the_book_goes_from_two_to_nineteen_without_a_gap() -> None:
    assert [int(example.name[:2]) for example in OF_THE_BOOK] == list(range(2, 20))


@pytest.mark.parametrize("example", OF_THE_BOOK, ids=lambda path: path.stem)
def test_an_example_is_a_story_and_short_code(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    story = ast.get_docstring(ast.parse(text))
    assert story is not None
    title, blank, *rest = story.splitlines()
    assert title.endswith(".")
    assert not blank
    assert 3 <= len([line for line in rest if line]) <= 10
    assert len(text.splitlines()) <= 50
    assert "assert" not in text.removeprefix(f'"""{story}')


@pytest.mark.parametrize("example", OF_THE_BOOK, ids=lambda path: path.stem)
def test_an_example_looks_at_no_clock(example: Path) -> None:
    assert not re.search(r"\b(today|now|time)\(", example.read_text(encoding="utf-8"))


# -- what each of them teaches


@of(2)
def test_02_stock_with_a_refund_is_conditional_until_the_refund_is_repaid(run: Example) -> None:
    assert run.statuses == ["conditional", "eligible"]
    planned: Verdict = run.left["planned"]
    done = {action.id for action in planned.actions}
    assert {"repay_refund", "obtain:tax_certificate", "obtain:self_declaration"} <= done
    papers = [paper for paper in run.left["ready"]["papers_held"] if "未退税" not in paper]
    not_repaid = run.left["ready"] | {"export_refund": "refunded", "papers_held": papers}
    assert check(run.left["stock"] | not_repaid).decided_by == "2.refund_repaid"
    assert planned.facts.released_on is not None
    assert planned.last_day == six_months_after(planned.facts.released_on)
    assert "免征" in run.printed


@of(3)
def test_03_between_gate_and_border_it_is_open_and_a_zone_is_no_arrival(run: Example) -> None:
    assert run.statuses == [
        *("eligible", "needs_review", "ineligible"),
        *("conditional", "ineligible", "eligible"),
    ]
    goods = run.left["goods"]
    gate, border = map(six_months_after, (goods["left_zone_on"], goods["exported_on"]))
    told = [
        date.fromisoformat(day) for day in re.findall(r"Outside the zone on (\S+):", run.printed)
    ]
    assert told[0] <= gate < told[1] <= border < told[2]
    waited = [
        date.fromisoformat(day) for day in re.findall(r"Still in the zone on (\S+):", run.printed)
    ]
    assert goods["returned_on"] < waited[0] <= gate
    assert waited[1] > border
    assert QUESTIONS["zone-exit-date"].asks.en in run.printed
    assert "stay_bonded" in {route.id for route in run.left["waiting"].routes}


@of(4)
def test_04_the_day_after_the_last_one_leaves_the_tariff_law_unless_goods_are_unsold(
    run: Example,
) -> None:
    assert run.statuses == ["eligible", "ineligible", "ineligible"]
    last = six_months_after(run.left["goods"]["exported_on"])
    assert f"back on {last}: eligible" in run.printed
    assert (last - run.left["goods"]["exported_on"]).days == 184
    late, unsold = run.printed.split("back on 2026-09-11: ineligible")[1:]
    assert "第三十九条" in late
    assert "39" not in unsold


@of(5)
def test_05_the_calendar_decides_whether_the_last_day_rests(run: Example) -> None:
    by_weekends, by_calendar = run.statuses[:-1:2], run.statuses[1::2]
    assert by_weekends == ["needs_review", "needs_review", "ineligible"]
    assert by_calendar == ["needs_review", "ineligible", "needs_review"]
    assert run.statuses[-1] == "eligible"
    rests = run.left["of_2026"]
    assert {date(2026, 9, 5), date(2026, 9, 6), date(2026, 10, 1), date(2026, 10, 7)} <= rests
    assert not {date(2026, 9, 7), date(2026, 10, 10), date(2026, 10, 12), date(2026, 10, 8)} & rests


@of(6)
def test_06_the_release_is_asked_for_only_between_the_two_certain_answers(run: Example) -> None:
    assert run.statuses == ["eligible", "needs_facts", "needs_review", "eligible", "ineligible"]
    question = NAMES["released_on"].question
    assert question is not None
    assert run.printed.count(question.zh) == 1
    goods = run.left["goods"]
    early, between, late = (
        date.fromisoformat(day) for day in re.findall(r"^Back on (\S+),", run.printed, re.MULTILINE)
    )
    assert early <= six_months_after(goods["declared_on"]) < between
    assert between <= six_months_after(goods["exported_on"]) < late


@of(7)
def test_07_a_trial_is_excused_with_a_customer_and_needs_evidence(run: Example) -> None:
    assert run.statuses == [
        *("eligible", "eligible", "needs_review", "needs_review", "ineligible"),
    ]
    assert run.printed.count("试用情况证明") == 4
    seller = check(run.left["goods"] | {"reason": "quality_defect", "use": "trial_found_defect"})
    assert [question.id for question in seller.open_questions] == ["reason:quality_defect"]
    for question in ("trial-without-customer", "reason:quality_defect"):
        assert run.printed.count(f"Open: {QUESTIONS[question].asks.zh}") == 1


@of(8)
def test_08_a_no_ends_the_questions_and_every_answer_was_asked_for(run: Example) -> None:
    assert run.statuses == ["conditional", "ineligible"]
    told, verdict = run.left["ask_until_clear"](run.left["toys"])
    assert told == run.left["toys"]
    assert [action.id for action in verdict.actions] == ["declare_return"]
    snacks, no = run.left["ask_until_clear"](run.left["toys"] | {"is_food": "是"})
    assert list(snacks)[-1] == "is_food"
    assert set(snacks) < set(told)
    assert no.decided_by == "1.not_food"


@of(9)
def test_09_what_an_office_answered_settles_that_question_and_no_other(run: Example) -> None:
    assert run.statuses[::2] == ["needs_review"] * 3
    assert run.statuses[1::2] == ["eligible", "needs_review", "ineligible"]
    assert set(run.left["OUR_OFFICE"]) == {"missing-or-damaged", "return-date"}
    assert run.printed.count("按企业确认的海关答复处理") == 2
    assert six_months_after(run.left["goods"]["released_on"]) == date(2026, 9, 10)


@of(10)
def test_10_the_batches_are_in_the_order_of_their_last_days(run: Example) -> None:
    left_on, today = run.left["left_on"], run.left["TODAY"]
    last_days = sorted((six_months_after(day), name) for name, day in left_on.items())
    told = re.findall(rf"^(\S+): ({STATUS}), days left: (-?\d+)$", run.printed, re.MULTILINE)
    assert told == [
        (name, "ineligible" if last < today else "conditional", str((last - today).days))
        for last, name in last_days
    ]
    assert {"ineligible", "conditional"} == {status for _, status, _ in told}


@of(11)
def test_11_the_day_of_declaration_selects_the_announcement_not_the_return(run: Example) -> None:
    assert run.statuses == ["eligible", "eligible", "not_covered"]
    _, until_2025, until_2027 = ANNOUNCEMENTS
    ends = (until_2025.last_day, until_2027.last_day)
    for end, announcement in zip(ends, (until_2025, until_2027), strict=True):
        told = run.printed.index(f"Declared on {end}")
        assert announcement.cites.zh in run.printed[told:].split("Declared on")[1]
    assert six_months_after(until_2027.last_day) == date(2028, 6, 30)


@of(12)
def test_12_before_publication_there_is_no_answer_for_what_it_reaches_back_to(run: Example) -> None:
    assert run.statuses == ["not_covered", "eligible", "eligible"]
    latest = ANNOUNCEMENTS[-1]
    assert latest.first_day <= run.left["parcel"]["declared_on"] < latest.published
    assert f"As known on {latest.published}: eligible" in run.printed
    assert (latest.published - latest.first_day).days == 39


@of(13)
def test_13_each_line_is_right_and_the_sum_is_not(run: Example) -> None:
    assert run.statuses == ["eligible"] * 4 + ["conditional"]
    (found,) = overdrawn(run.left["rows"])
    assert (int(found.returned), int(found.exported)) == (50 + 40 + 45, 120)
    split = [action for action in run.left["verdict"].actions if action.id == "split_line"]
    assert "30" in split[0].words.zh


@of(14)
def test_14_every_line_of_the_request_has_its_decision(run: Example) -> None:
    decisions = json.loads(run.printed)
    assert [told["line"] for told in decisions] == [1, 2, 3, 4]
    assert [told["decision"] for told in decisions] == [
        *(run.left["DECISIONS"][s] for s in ("eligible", "conditional", "needs_review")),
        "correct the line",
    ]
    assert "丢失" in decisions[-1]["why"]
    assert set(run.left["DECISIONS"]) == set(STATUS.split("|")) - {"invalid"}


def test_14_the_broker_program_takes_another_file_and_keeps_to_forty_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = EXAMPLES.glob("14_*.py")
    assert len(program.read_text(encoding="utf-8").splitlines()) <= 40
    request = tmp_path / "other.json"
    lines = [{"监管方式": "0110", "出口申报日期": "2026-03-05"}, {}]
    request.write_text(json.dumps({"as_of": "2026-05-01", "lines": lines}), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [str(program), str(request)])
    runpy.run_path(str(program), run_name="__main__")
    refused, nothing_told = json.loads(capsys.readouterr().out)
    assert "0110" in refused["why"]
    asked = [ask.words.zh for ask in check({}, as_of=date(2026, 5, 1)).asks]
    assert nothing_told["to_do"][: len(asked)] == asked


@of(15)
def test_15_the_table_says_of_each_parcel_what_check_says_of_the_line(run: Example) -> None:
    judged = run.left["judged"].rows(named=True)
    assert len(judged) == 10
    for row in judged:
        line = {name: value for name, value in row.items() if name in FACT_OF_NAME}
        if row["retax_status"] == "invalid":
            with pytest.raises(ValueError, match=row["retax_decided_by"]):
                check(line)
        else:
            verdict = check(line)
            assert (row["retax_status"], row["retax_decided_by"]) == (
                verdict.status,
                verdict.decided_by,
            )
    counts = Counter(row["retax_status"] for row in judged)
    assert set(counts) == set(STATUS.split("|")) - {"not_covered"}
    for status, number in counts.items():
        assert f"\n{number} {status}\n" in run.printed


@of(16)
def test_16_what_is_stated_and_what_the_heading_says_must_agree(run: Example) -> None:
    assert run.statuses == [
        *("eligible", "needs_facts", "ineligible"),
        *("eligible", "needs_review", "needs_review"),
    ]
    assert run.printed.count(QUESTIONS["food-heading"].asks.en) == 2
    question = NAMES["is_food"].question
    assert question is not None
    assert run.printed.count(question.zh) == 1


@of(17)
def test_17_a_dated_sale_makes_certain_what_a_total_does_not(run: Example) -> None:
    exports = [quantity for _, quantity, _, _ in run.left["EXPORTS"]]
    for day, quantity in ((1, 350), (2, 480)):
        # What is left of the two old exports once so many are sold can be among the 250.
        certain = 250 - (exports[0] + exports[1] - quantity)
        line = run.printed.splitlines()[1 + day]
        assert f"至少{certain}件在期限内" in line
    assert run.printed.count("没有一件可确定") == 2
    assert run.statuses == ["needs_review", "eligible"]
    assert {verdict.decided_by for verdict, _ in check_lines(run.left["matched"].goods)} == {
        "1.same_goods"
    }


@of(18)
def test_18_an_order_names_a_line_and_first_in_first_out_names_none(run: Example) -> None:
    matched = run.left["matched"]
    told = {line.goods.reference: line.evidence for line in matched.lines}
    assert told == {"LP001": "only_line", "LP002": "order"}
    assert run.statuses == ["eligible", "eligible"]
    sure, unsure = matched.open
    possible = [
        six_months_after(date.fromisoformat(run.left["EXPORTS"][line.line][2]))
        for line in sure.possible
    ]
    assert min(possible) >= date.fromisoformat(run.left["RETURNS"][sure.row][2])
    assert (unsure.strict.at_least, unsure.strict.at_most) == (0, 1)
    assert matched.items[0].no_fifo == "parcels"
    assert [proof.row for proof in matched.to_prove] == [unsure.row]
    assert "不得据此申报" in run.printed


@of(19)
def test_19_every_unit_is_in_one_place_and_every_contradiction_is_named(run: Example) -> None:
    matched = run.left["matched"]
    ids = {found.id for found in matched.contradictions}
    assert ids == {"more_back_than_out", "unknown_item", "back_before_export"}
    of_lines = {line.row for line in matched.lines}
    assert of_lines | set(matched.contradicted) | {matched.refused[0].position} == set(range(5))
    assert "130件，多于此前出口的120件，至少10件" in run.printed
    assert "三件" in run.printed
