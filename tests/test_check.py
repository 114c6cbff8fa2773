from __future__ import annotations

import copy
import gc
import pickle
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import getcontext, localcontext
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Any, cast

import pytest

import samples
from laws_apart import keep_laws_apart
from retax import Side, ValidationError, Verdict, check, check_lines, check_many, last_day
from retax.judge.compiled_law import KEPT_LAWS, Law
from samples import facts, validate
from sizes import walk_part_and_whole

Options = Mapping[str, Any]
DAY = date(2026, 8, 1)


# -- one case -------------------------------------------------------------------------------


def test_a_mapping_and_a_model_give_equal_verdicts() -> None:
    for case, options in samples.random_cases(11, 300):
        assert check(case, **options) == check(validate(**case), **options)


def test_chinese_facts_give_the_same_verdict() -> None:
    chinese = {
        "监管方式": "9610",
        "出口申报日期": "20260302",
        "出口放行日期": "20260303",
        "离境日期": "20260304",
        "进口日期": "20260706",
        "退运申报日期": "20260707",
        "退运原因": "退货",
        "税号": "9503.0089.00",
        "是否食品": "否",
        "出口退税办理情况": "未退税",
        "最小商品形态基本一致": "是",
        "增加或更换配件、部件": "否",
        "加工、改装": "否",
        "使用情况": "未使用",
    }
    assert check(chinese) == check(samples.ELIGIBLE)


def test_facts_that_cannot_be_read_are_a_validation_error() -> None:
    with pytest.raises(ValidationError):
        check(facts(reason="lost"))
    with pytest.raises(ValidationError):
        check(cast("Any", None))


def test_options_are_looked_at_before_the_facts() -> None:
    with pytest.raises(ValueError, match="as_of"):
        check({"reason": "lost"}, as_of=cast("Any", "today"))


def test_the_same_facts_give_the_same_verdict_in_any_order() -> None:
    cases = list(samples.random_cases(12, 200))
    forwards = [check(case, **options).to_json("zh") for case, options in cases]
    backwards = [check(case, **options).to_json("zh") for case, options in reversed(cases)]
    assert forwards == backwards[::-1]


def test_facts_and_options_are_left_as_they_were() -> None:
    case = facts(papers_held=["export_list"], exported_quantity="5")
    settled: dict[str, Side] = {"rest-day": "lenient"}
    days_off = [DAY, DAY + timedelta(1)]
    before = copy.deepcopy((case, settled, days_off))
    verdict = check(case, settled=settled, days_off=days_off, as_of=DAY)
    verdict.explain()
    verdict.to_json("en")
    assert (case, settled, days_off) == before


def test_a_verdict_does_not_change_with_what_it_was_made_from() -> None:
    settled: dict[str, Side] = {"rest-day": "lenient"}
    papers = ["export_list"]
    verdict = check(facts(papers_held=papers), settled=settled)
    before = verdict.to_dict()
    settled["rest-day"] = "strict"
    papers.append("tax_certificate")
    assert verdict.to_dict() == before


def test_the_decimal_context_of_the_caller_does_not_matter() -> None:
    case = facts(
        exported_quantity="100000000000000000000001",
        returned_before="100000000000000000000000",
        returned_quantity="1.5",
    )
    before = check(case).to_dict()
    with localcontext() as context:
        context.prec = 3
        assert check(case).to_dict() == before
        assert getcontext().prec == 3


# -- last_day -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({}, date(2026, 9, 3)),
        ({"released_on": None}, date(2026, 9, 2)),
        (samples.FROM_A_ZONE, date(2026, 9, 3)),
        ({"supervision_code": None}, None),
        ({"declared_on": None, "released_on": None}, None),
        ({"released_on": date(2026, 2, 28), "declared_on": None}, date(2026, 8, 28)),
        ({"declared_on": date(2025, 8, 31), "released_on": date(2025, 8, 31)}, date(2026, 2, 28)),
    ],
)
def test_the_last_day_is_answered_alone(changes: Mapping[str, Any], last: date | None) -> None:
    case = facts(changes)
    assert last_day(case) == last
    assert last_day(validate(**case)) == last
    assert check(case).last_day == last


def test_the_last_day_follows_the_settled_questions() -> None:
    assert last_day(samples.ELIGIBLE, settled={"export-date": "lenient"}) == date(2026, 9, 4)
    friday_off = [date(2026, 9, 3)]
    settled: dict[str, Side] = {"rest-day": "lenient"}
    assert last_day(samples.ELIGIBLE, settled=settled, days_off=friday_off) == date(2026, 9, 4)
    with pytest.raises(ValueError, match="settled"):
        last_day(samples.ELIGIBLE, settled={"reason": "strict"})


# -- many -----------------------------------------------------------------------------------


def test_many_lines_give_one_verdict_each_in_order() -> None:
    cases = [case for case, _ in samples.random_cases(13, 100)]
    assert list(check_many(cases, as_of=DAY)) == [check(case, as_of=DAY) for case in cases]
    assert list(check_many(validate(**case) for case in cases)) == [check(c) for c in cases]
    assert list(check_many([])) == []


BAD_AT_2 = [samples.ELIGIBLE, {}, {"reason": "lost"}, samples.ELIGIBLE]


def test_every_option_counts_for_many_lines_as_for_one() -> None:
    options: dict[str, Any] = {
        "as_of": DAY,
        "settled": {"rest-day": "lenient"},
        "days_off": [DAY],
        "known_on": date(2025, 6, 30),
    }
    (verdict,) = check_many([facts()], **options)
    one = check(facts(), **options)
    assert verdict == one
    assert (verdict.as_of, verdict.known_on) == (DAY, date(2025, 6, 30))
    assert verdict.explain("zh") == one.explain("zh")


def test_a_bad_line_raises_with_its_position() -> None:
    verdicts = check_many(BAD_AT_2)
    assert [next(verdicts).status, next(verdicts).status] == ["eligible", "needs_facts"]
    with pytest.raises(ValidationError) as caught:
        next(verdicts)
    assert any("2" in note for note in caught.value.__notes__)
    assert caught.value.errors()[0]["loc"] == ("reason",)


def test_a_bad_line_is_returned_in_its_place() -> None:
    answers = list(check_many(BAD_AT_2, errors="return"))
    assert len(answers) == len(BAD_AT_2)
    kinds = [type(answer) for answer in answers]
    assert kinds == [Verdict, Verdict, ValidationError, Verdict]


@pytest.mark.parametrize("line", [None, 7, "goods", [1]])
def test_a_line_that_is_no_mapping_is_returned_as_an_error(line: Any) -> None:
    (error,) = check_many([line], "return")
    assert isinstance(error, ValidationError)


@pytest.mark.parametrize("errors", ["ignore", "", None, "Raise", True])
def test_errors_are_raised_or_returned(errors: Any) -> None:
    with pytest.raises(ValueError, match="'raise' and 'return'"):
        check_many([], errors)


def test_options_are_looked_at_before_the_first_line() -> None:
    with pytest.raises(ValueError, match="as_of"):
        check_many([], as_of=cast("Any", "today"))


def test_lines_are_read_one_at_a_time() -> None:
    read: list[int] = []

    def lines() -> Iterator[dict[str, Any]]:
        for n in range(1000):
            read.append(n)
            yield facts()

    assert len(list(islice(check_many(lines()), 3))) == 3
    assert len(read) <= 4


def test_what_the_source_of_lines_raises_comes_through() -> None:
    def lines() -> Iterator[dict[str, Any]]:
        yield facts()
        raise OSError("disk gone")

    verdicts = check_many(lines(), "return")
    assert isinstance(next(verdicts), Verdict)
    with pytest.raises(OSError, match="disk gone"):
        next(verdicts)


@pytest.mark.parametrize("single", [{"reason": "unsold"}, "unsold", validate(reason="unsold")])
def test_one_line_is_not_many(single: Any) -> None:
    with pytest.raises(ValueError, match="goods is a single ") as caught:
        check_many(single)
    assert str(caught.value) == (
        f"goods is a single {type(single).__name__}; accepted are many lines of goods "
        "(check() judges one)"
    )


@pytest.mark.parametrize("nothing", [None, 7])
def test_what_has_no_lines_is_not_many(nothing: Any) -> None:
    given = "None" if nothing is None else "a single int"
    for name, judge in (("goods", check_many), ("lines", check_lines)):
        with pytest.raises(ValueError, match="accepted") as caught:
            judge(nothing)
        assert str(caught.value) == (
            f"{name} is {given}; accepted are many lines of goods (check() judges one)"
        )


def test_lines_that_can_only_be_numbered_are_many() -> None:
    class Numbered:
        def __getitem__(self, position: int) -> dict[str, Any]:
            return [{"reason": "unsold"}][position]

    numbered: Any = Numbered()
    assert [*check_many(numbered)] == [check({"reason": "unsold"})]


@walk_part_and_whole("lines", 1_500, 5_000)
def test_many_lines_need_no_more_memory_than_few(lines: int) -> None:
    def run(n: int) -> int:
        cases = (case for case, _ in samples.random_cases(14, n))
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        for answer in check_many(cases, "return", as_of=DAY):
            if isinstance(answer, Verdict):
                _ = answer.status, answer.documents
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        run(lines)  # what is kept once, however many lines there are
        few, many = run(lines // 10), run(lines)
    finally:
        tracemalloc.stop()
    assert many < few + 300_000  # benchmarks/many_lines.py judges a million


def number_of_laws() -> int:
    gc.collect()
    return sum(type(thing) is Law for thing in gc.get_objects())


@pytest.mark.long  # also for those after it, which find their laws gone
def test_a_bounded_number_of_compiled_laws_is_kept() -> None:
    held_by_others = number_of_laws()
    kept = []
    for n in range(2 * KEPT_LAWS):
        check(samples.ELIGIBLE, days_off=[DAY + timedelta(n)])
        if n in (KEPT_LAWS, 2 * KEPT_LAWS - 1):
            kept.append(number_of_laws())
    assert kept[0] <= held_by_others + KEPT_LAWS
    assert kept[1] <= kept[0]


def test_a_verdict_outlives_its_compiled_law(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_laws_apart(monkeypatch, number=2)
    verdict = check(facts(damaged=True), days_off=[DAY])
    for n in range(3):
        check(samples.ELIGIBLE, days_off=[DAY - timedelta(n + 1)])
    assert verdict == check(facts(damaged=True), days_off=[DAY])


# -- threads and processes --------------------------------------------------------------------


def _judge(case: tuple[dict[str, Any], Options]) -> str:
    return check(case[0], **case[1]).to_json("zh")


@walk_part_and_whole("lines", 30, 600)
def test_threads_with_different_options_do_not_disturb_each_other(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_laws_apart(monkeypatch)  # several threads find a law not compiled yet
    cases = list(samples.random_cases(15, lines))
    with ThreadPoolExecutor(8) as pool:
        in_threads = list(pool.map(_judge, cases))
    assert in_threads == [_judge(case) for case in cases]


def test_a_verdict_can_be_pickled() -> None:
    for case, options in samples.random_cases(16, 50):
        verdict = check(case, **options)
        again = pickle.loads(pickle.dumps(verdict))  # noqa: S301
        assert again == verdict
        assert hash(again) == hash(verdict)
        assert again.explain() == verdict.explain()
        assert again.to_json("en") == verdict.to_json("en")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_verdict_can_be_copied(copied: Callable[[Verdict], Verdict]) -> None:
    verdict = check(facts(damaged=True), settled={"rest-day": "strict"}, as_of=DAY)
    assert copied(verdict) == verdict
    assert copied(verdict).explain() == verdict.explain()


# A worker finds this by the name of the package: it has no test modules on its path.
_judge_elsewhere = partial(check, settled={"rest-day": "lenient"}, as_of=DAY)


def test_processes_send_facts_there_and_verdicts_back() -> None:
    goods = [validate(**case) for case, _ in samples.random_cases(17, 8)]
    with get_context("spawn").Pool(2) as pool:
        verdicts = pool.map_async(_judge_elsewhere, goods).get(timeout=120)
    assert verdicts == [_judge_elsewhere(one) for one in goods]
