from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

import samples
from money.cases import BY_STATUS, WHOLE, random_pairs, verdict
from retax import Verdict, check
from retax.facts.catalogue import NAMES
from retax.money import Amounts, Stakes, Sum, Worth, stakes, worth
from sizes import walk_part_and_whole


@cache
def pairs() -> list[tuple[Verdict, Amounts]]:
    """Return a file: made by the first test that reads it, not while tests are collected."""
    return [*random_pairs(1_500, seed=11)]


@cache
def lines_of_pairs() -> list[Stakes]:
    return [stakes(*pair) for pair in pairs()]


@cache
def whole() -> Worth:
    return worth(pairs())


def sum_of(figures: Iterable[Decimal | None]) -> Sum:
    """Add up figures without the Sum's own adding."""
    all_of_them = list(figures)
    known = [figure for figure in all_of_them if figure is not None]
    return Sum(len(all_of_them), len(all_of_them) - len(known), sum(known, Decimal("0.00")))


# -- sums of a file are sums of its lines -----------------------------------------------------


@pytest.mark.parametrize(
    "figure",
    [
        "total",
        "due_strict",
        "due_lenient",
        "at_stake",
        "saved",
        "at_risk",
        "repay",
        "export_duty_back",
        "return_cost",
    ],
)
def test_a_sum_of_the_file_is_that_of_its_lines(figure: str) -> None:
    expected = sum_of(getattr(line, figure) for line in lines_of_pairs())
    assert getattr(whole(), figure) == expected
    assert expected.lines == whole().lines == len(lines_of_pairs())


def test_the_lines_of_each_status_are_added_up() -> None:
    counted = Counter(line.verdict.status for line in lines_of_pairs())
    assert {status: part.total.lines for status, part in whole().by_status.items()} == counted
    assert len(counted) >= 5
    for status, part in whole().by_status.items():
        lines = [line for line in lines_of_pairs() if line.verdict.status == status]
        assert part.status == status
        assert part.total == sum_of(line.total for line in lines)
        assert part.due_strict == sum_of(line.due_strict for line in lines)
        assert part.due_lenient == sum_of(line.due_lenient for line in lines)


def turning(line: Stakes) -> Any:
    """Return the ruling that decides on the line: after a no, where money is in it, the other."""
    v = line.verdict
    return v.ordinary if v.status == "ineligible" and line.at_stake != 0 else v


def open_ids(line: Stakes) -> list[str]:
    return [question.id for question in turning(line).open_questions]


def list_asked_facts(line: Stakes) -> list[str]:
    return [ask.fact for ask in turning(line).asks]


def test_each_open_question_has_its_lines_and_those_it_alone_decides() -> None:
    reviewed = [line for line in lines_of_pairs() if turning(line).status == "needs_review"]
    assert {line.verdict.status for line in reviewed} == {"needs_review", "ineligible"}
    assert {q.question.id for q in whole().by_question} == {
        id_ for r in reviewed for id_ in open_ids(r)
    }
    for part in whole().by_question:
        lines = [line for line in reviewed if part.question.id in open_ids(line)]
        alone = [line for line in lines if open_ids(line) == [part.question.id]]
        assert part.at_stake == sum_of(line.at_stake for line in lines)
        assert part.alone == sum_of(line.at_stake for line in alone)


def test_each_missing_fact_has_its_lines_and_those_that_lack_it_alone() -> None:
    lacking = [line for line in lines_of_pairs() if turning(line).status == "needs_facts"]
    assert {line.verdict.status for line in lacking} == {"needs_facts", "ineligible"}
    assert {f.fact for f in whole().by_fact} == {
        fact for line in lacking for fact in list_asked_facts(line)
    }
    for part in whole().by_fact:
        lines = [line for line in lacking if part.fact in list_asked_facts(line)]
        alone = [
            line for line in lines if list_asked_facts(line) == [part.fact] and not open_ids(line)
        ]
        assert part.at_stake == sum_of(line.at_stake for line in lines)
        assert part.alone == sum_of(line.at_stake for line in alone)


def test_each_last_day_has_what_missing_it_costs() -> None:
    days = [day.day for day in whole().by_day]
    assert days == sorted({cliff.day for line in lines_of_pairs() for cliff in line.cliffs})
    for day in whole().by_day:
        assert day.more == sum_of(
            cliff.more for line in lines_of_pairs() for cliff in line.cliffs if cliff.day == day.day
        )


def test_a_file_of_one_line_is_that_line() -> None:
    for pair, line in zip(pairs()[:50], lines_of_pairs()[:50], strict=True):
        file = worth([pair])
        assert file.total == sum_of([line.total])
        assert [*file.by_status] == [line.verdict.status]


def test_a_file_without_lines_is_worth_nothing() -> None:
    empty = worth([])
    assert (empty.lines, empty.total, empty.by_status, empty.by_question) == (0, Sum(), {}, ())


# -- which question first ---------------------------------------------------------------------


def test_one_answer_to_a_question_that_decides_alone_ends_the_review_either_way() -> None:
    seen: Counter[str] = Counter()
    for v, _ in pairs():
        ids = [question.id for question in v.open_questions]
        if v.status != "needs_review" or len(ids) > 1 or not v.open_questions[0].can_be_settled:
            continue
        seen[ids[0]] += 1
        strict = check(v.facts, as_of=v.as_of, settled={**v.settled, ids[0]: "strict"})
        lenient = check(v.facts, as_of=v.as_of, settled={**v.settled, ids[0]: "lenient"})
        assert strict.status == "ineligible", ids
        assert lenient.status in ("eligible", "conditional"), ids
    assert len(seen) >= 4


def test_what_alone_decides_most_comes_first() -> None:
    amounts = [part.alone.amount for part in whole().by_question]
    assert amounts == sorted(amounts, reverse=True)
    amounts = [part.alone.amount for part in whole().by_fact]
    assert amounts == sorted(amounts, reverse=True)


def test_the_order_by_what_alone_is_decided_is_not_that_by_amount() -> None:
    both = verdict(reason="recall", damaged=True)
    file = worth(
        [
            (both, WHOLE.but(dutiable_value=5_000)),
            (verdict(reason="other", repacked=True), WHOLE.but(dutiable_value=9_000)),
            (verdict(reason="recall"), WHOLE),
            (verdict(repacked=True), WHOLE.but(dutiable_value=100)),
        ]
    )
    assert [(p.question.id, p.at_stake.lines, p.alone.lines) for p in file.by_question] == [
        ("reason:recall", 2, 1),
        ("repacking", 2, 1),
        ("reason:other", 1, 0),
        ("missing-or-damaged", 1, 0),
    ]
    amounts = [(p.at_stake.amount, p.alone.amount) for p in file.by_question]
    assert amounts == [
        (Decimal("1458.00"), Decimal("243.00")),
        (Decimal("2211.30"), Decimal("24.30")),
        (Decimal("2187.00"), Decimal("0.00")),
        (Decimal("1215.00"), Decimal("0.00")),
    ]


def test_without_figures_the_number_of_lines_decides_the_order() -> None:
    pairs = [(verdict(damaged=True), Amounts())]
    pairs += [(verdict(reason="recall"), Amounts())] * 2
    file = worth(pairs)
    assert [part.question.id for part in file.by_question] == [
        "reason:recall",
        "missing-or-damaged",
    ]
    assert file.by_question[0].alone == Sum(2, 2)
    both = [(verdict(damaged=True, repacked=True), Amounts())]
    both += [(verdict(repacked=True, importer_differs=True), Amounts())]
    assert [part.question.id for part in worth(both).by_question] == [
        "repacking",
        "missing-or-damaged",
        "other-enterprise",
    ]


def test_without_figures_the_lines_decided_alone_count_before_the_lines_it_is_one_of() -> None:
    pairs = [(verdict(damaged=True), Amounts())]
    pairs += [(verdict(repacked=True, importer_differs=True), Amounts())] * 2
    found = [(p.question.id, p.alone.lines, p.at_stake.lines) for p in worth(pairs).by_question]
    assert found[0] == ("missing-or-damaged", 1, 1)
    assert {(alone, lines) for _, alone, lines in found[1:]} == {(0, 2)}


def test_what_decides_equally_much_is_in_the_order_of_the_model() -> None:
    file = worth([(verdict(reason=None, processed=None), WHOLE)])
    assert [part.fact for part in file.by_fact] == ["reason", "processed"]


# -- tickets ----------------------------------------------------------------------------------

PARCEL = WHOLE.but(dutiable_value=230, duty_rate="6.5%")
OTHER_ENTRY = "291020261000000457"
THIRD = "291020281000000458"


def taxed(entry: str | None = samples.RETURN_NUMBER, **changes: Any) -> Verdict:
    return verdict(return_entry=entry, use="used", cause="none", **changes)


def test_a_parcel_filed_alone_is_free_and_in_bulk_it_is_not() -> None:
    one = worth([(taxed(), PARCEL)], free_up_to=50)
    assert one.tickets is not None
    assert (one.tickets.tested, one.tickets.lines_not_tested) == (1, 0)
    assert one.tickets.free_strict == one.tickets.free_lenient == Decimal("46.79")  # 14.95 + 31.84
    bulk = worth([(taxed(), PARCEL)] * 4, free_up_to=50)
    assert bulk.tickets is not None
    assert bulk.tickets.free_strict == bulk.tickets.free_lenient == 0
    assert bulk.due_strict.amount == 4 * Decimal("46.79")


def test_each_tax_of_a_ticket_is_tested_by_itself() -> None:
    pair = worth([(taxed(), PARCEL)] * 2, free_up_to=50)  # 29.90 and 63.68
    assert pair.tickets is not None
    assert pair.tickets.free_strict == Decimal("29.90")


def test_the_threshold_itself_is_free() -> None:
    amounts = WHOLE.but(dutiable_value=500, vat_rate=0)
    for threshold, free in (("50", 50), ("49.99", 0), (Decimal("50.00"), 50)):
        tickets = worth([(taxed(), amounts)], free_up_to=threshold).tickets
        assert tickets is not None
        assert tickets.free_strict == free


def test_tickets_are_apart_and_exempt_lines_bear_nothing_in_theirs() -> None:
    file = worth(
        [
            (taxed(), PARCEL),
            (taxed(OTHER_ENTRY), PARCEL),
            (verdict(return_entry=samples.RETURN_NUMBER), WHOLE),
        ],
        free_up_to=50,
    )
    assert file.tickets is not None
    assert file.tickets.tested == 2
    assert file.tickets.free_strict == 2 * Decimal("46.79")


def test_a_ticket_is_tested_strictly_and_leniently() -> None:
    review = verdict(return_entry=samples.RETURN_NUMBER, reason="recall")
    file = worth([(taxed(), PARCEL)] + [(review, PARCEL)] * 3, free_up_to=50)
    assert file.tickets is not None
    assert file.tickets.free_strict == 0
    assert file.tickets.free_lenient == Decimal("46.79")


def test_lines_that_cannot_be_tested_are_counted() -> None:
    file = worth(
        [
            (taxed(None), PARCEL),
            (taxed(), PARCEL),
            (taxed(), PARCEL.but(vat_rate=None)),
            (taxed(), PARCEL),
            (taxed(OTHER_ENTRY), PARCEL),
            (check({**BY_STATUS["not_covered"].facts.model_dump(), "return_entry": THIRD}), PARCEL),
        ],
        free_up_to=50,
    )
    assert file.tickets is not None
    assert (file.tickets.tested, file.tickets.lines_not_tested) == (1, 5)
    assert file.tickets.free_strict == Decimal("46.79")


def test_each_line_without_the_paper_of_its_return_counts_as_not_tested() -> None:
    file = worth([(taxed(None), PARCEL)] * 2, free_up_to=50)
    assert file.tickets is not None
    assert (file.tickets.tested, file.tickets.lines_not_tested) == (0, 2)


def test_a_ticket_whose_taxes_are_known_leniently_alone_is_not_tested() -> None:
    review = verdict(return_entry=samples.RETURN_NUMBER, reason="recall")
    file = worth([(review, PARCEL.but(vat_rate=None))], free_up_to=50)
    assert (file.due_lenient.without_figure, file.due_strict.without_figure) == (0, 1)
    assert file.tickets is not None
    assert (file.tickets.tested, file.tickets.lines_not_tested) == (0, 1)


def test_where_the_taxes_due_strictly_are_known_those_due_leniently_are_too() -> None:
    both = [(line.due_strict is None, line.due_lenient is None) for line in lines_of_pairs()]
    assert set(both) == {(True, True), (True, False), (False, False)}


def test_no_threshold_counts_unless_it_is_given() -> None:
    assert worth([(taxed(), PARCEL)]).tickets is None


@pytest.mark.parametrize("bad", [-1, "x", "NaN", Decimal("Infinity"), True, 0.5, 10**10])
def test_a_threshold_that_is_no_amount_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="free_up_to") as refused:
        worth([], free_up_to=bad)
    assert str(refused.value) == (
        f"free_up_to is {bad!r}; accepted is an amount in yuan of at least 0 and below 10^10"
    )


def test_a_threshold_of_nothing_or_just_below_the_bound_is_accepted() -> None:
    for threshold, free in ((0, 0), ("9999999999.99", Decimal("46.79"))):
        tickets = worth([(taxed(), PARCEL)], free_up_to=threshold).tickets
        assert tickets is not None
        assert tickets.free_strict == free


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [BY_STATUS["eligible"], (BY_STATUS["eligible"],), "ab", None])
def test_what_is_no_pair_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="at position 1") as refused:
        worth([(BY_STATUS["eligible"], {}), bad])
    assert str(refused.value) == (
        f"pairs holds {bad!r} at position 1; accepted are pairs of a verdict and the amounts of "
        "its line"
    )


def test_an_amount_that_is_refused_tells_its_position() -> None:
    with pytest.raises(ValueError, match="price") as refused:
        worth([(BY_STATUS["eligible"], {}), (BY_STATUS["eligible"], {"price": 1})])
    assert refused.value.__notes__ == ["at position 1"]


# -- in words, and how much it takes ----------------------------------------------------------


def test_the_note_tells_every_part_of_the_file() -> None:
    pairs = [(v, WHOLE) for v in BY_STATUS.values()]
    note = worth(pairs).explain("zh").splitlines()
    assert note[:2] == [
        "共 6 行，全部征税为 1,458.00",
        "应缴：从宽 0.00（另有 1 行金额未知），从严 729.00（另有 1 行金额未知）",
    ]
    assert "  口径待核：1 行，243.00" in note
    question = BY_STATUS["needs_review"].open_questions[0].asks.zh
    assert f"  {question} 1 行，243.00；其中单独决定 1 行，243.00" in note
    assert f"  {NAMES['cause'].label.zh} 1 行，243.00；其中单独决定 0 行，0.00" in note
    assert f"  {NAMES['use'].label.zh} 1 行，243.00；其中单独决定 1 行，243.00" in note
    assert "  2026-09-03：1 行，243.00" in note
    english = worth(pairs).explain("en")
    assert "6 lines, 1,458.00 if all are taxed" in english
    assert "Open questions, by what each decides alone:" in english


def test_the_sums_are_plain_values_for_programs() -> None:
    assert json.loads(json.dumps(whole().to_dict())) == whole().to_dict()
    assert whole().to_dict()["tickets"] is None
    v = verdict(return_entry=samples.RETURN_NUMBER, reason="recall")
    sums = worth([(v, PARCEL), (verdict(use=None), Amounts())], free_up_to=50).to_dict()
    known = {"lines": 1, "without_figure": 0, "amount": "46.79"}
    unknown = {"lines": 1, "without_figure": 1, "amount": "0.00"}
    nothing = {"lines": 1, "without_figure": 0, "amount": "0.00"}
    assert sums["lines"] == 2
    assert sums["total"] == {"lines": 2, "without_figure": 1, "amount": "46.79"}
    assert sums["by_status"]["needs_review"] == {
        "total": known,
        "due_strict": known,
        "due_lenient": nothing,
    }
    assert sums["by_question"] == [{"question": "reason:recall", "at_stake": known, "alone": known}]
    assert sums["by_fact"] == [{"fact": "use", "at_stake": unknown, "alone": unknown}]
    assert sums["by_day"] == []
    assert sums["tickets"] == {
        "free_up_to": "50.00",
        "tested": 1,
        "lines_not_tested": 1,
        "free_strict": "46.79",
        "free_lenient": "0.00",
    }
    abroad = verdict(returned_on=None, return_declared_on=None, as_of=date(2026, 7, 1))
    assert worth([(abroad, PARCEL)]).to_dict()["by_day"] == [{"day": "2026-09-03", "more": known}]


def test_an_empty_file_can_be_explained() -> None:
    assert worth([]).explain("en").splitlines()[0] == "0 lines, 0.00 if all are taxed"


@pytest.mark.no_cover  # 11,000 lines that are the same
@walk_part_and_whole("lines", 5_000, 10_000)
def test_the_lines_of_a_file_are_not_kept(lines: int) -> None:
    def peak(number: int) -> int:
        v = verdict(reason="recall", as_of=date(2026, 9, 1))
        tracemalloc.start()
        try:
            worth((v, WHOLE) for _ in range(number))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # Of each size of tuple the interpreter keeps two thousand for reuse, which is no line.
    peak(10)
    assert peak(lines) < peak(lines // 10) + 200_000


def test_a_file_is_the_same_in_any_order() -> None:
    assert worth(reversed(pairs())) == whole()
