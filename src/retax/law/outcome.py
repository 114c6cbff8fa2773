"""From the truth of a clause to its outcome, and from outcomes to the status of a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from retax.logic.expressions import (
    FALSE,
    Expression,
    all_of,
    any_of,
    is_false,
    is_true,
    known,
    when,
)
from retax.logic.kleene import is_definitely_false, is_definitely_true
from retax.words import Words

Outcome = Literal["not_covered", "failed", "unknown", "open", "outstanding", "met"]
"""What becomes of a clause in one case."""

Status = Literal[
    "not_covered", "ineligible", "needs_facts", "needs_review", "conditional", "eligible"
]
"""What becomes of the case: the worst outcome of its clauses."""

Path = Literal["announcement", "ordinary"]
"""A way in for returned goods: by the announcement, or by the ordinary route."""

OUTCOMES: Mapping[Outcome, Words] = {
    "not_covered": Words("无适用公告", "not covered"),
    "failed": Words("不符合", "not met"),
    "unknown": Words("待补", "facts missing"),
    "open": Words("待核", "open"),
    "outstanding": Words("待办", "still to do"),
    "met": Words("符合", "met"),
}
"""The outcomes in words, worst first."""

STATUS_OF: Mapping[Outcome, Status] = {
    "not_covered": "not_covered",
    "failed": "ineligible",
    "unknown": "needs_facts",
    "open": "needs_review",
    "outstanding": "conditional",
    "met": "eligible",
}
"""The status a worst outcome gives the verdict."""

FINAL_OUTCOMES: tuple[Outcome, ...] = ("not_covered", "failed")
"""Where the worst outcome is one of these there is nothing to ask for and nothing to file."""

NO_WAY_ON: frozenset[Status] = frozenset({"ineligible", "not_covered"})
"""Where there is nothing to ask for and nothing to file."""

A_YES: frozenset[Status] = frozenset({"eligible", "conditional"})
"""Where the taxes are relieved, at once or after some steps."""

RANKS: Mapping[Status, int] = {
    "eligible": 3,
    "conditional": 3,
    "needs_review": 2,
    "needs_facts": 1,
    "ineligible": 0,
    "not_covered": 0,
}
"""How far each status is on the way to a yes; 0: there is no way on."""


def choose_path(announcement: Status, ordinary: Status) -> Path | None:
    """Return the way in that is further on the way to a yes; None where neither has a way on.

    Of two alike it is the announcement, which speaks of all three taxes and asks for no proof of
    quality.
    """
    here, there = RANKS[announcement], RANKS[ordinary]
    if here == there == 0:
        return None
    return "announcement" if here >= there else "ordinary"


STATUSES: Mapping[Status, tuple[Words, Words]] = {
    "not_covered": (
        Words("无适用公告", "not covered"),
        Words(
            "该出口申报日期不在已知公告的适用期内，暂无法判断，不等于不能免税。",
            "The export was declared outside the periods of the known announcements; "
            "that is no answer yet, and not a no.",
        ),
    ),
    "ineligible": (
        Words("不符合本公告", "not eligible"),
        Words(
            "不能按本公告免税，但不等于一定征税；如有其他可能途径，列于下文。",
            "No exemption under this announcement; that does not yet mean the goods are taxed. "
            "Other routes, where one is known, are listed below.",
        ),
    ),
    "needs_facts": (
        Words("资料待补", "facts needed"),
        Words(
            "资料不足以判断，请补充下列资料。",
            "What is known does not decide the case; please supply the facts below.",
        ),
    ),
    "needs_review": (
        Words("口径待核", "review needed"),
        Words(
            "已知事实足以判断，结论取决于对规定的理解，请先向主管海关核实。",
            "The facts stated suffice; the answer depends on how the rule is read. "
            "Please ask the competent customs office first.",
        ),
    ),
    "conditional": (
        Words("附条件符合", "conditionally eligible"),
        Words(
            "按所述事实，其余条件均已满足；下列事项办妥后可申请退运免税，以海关审核为准。",
            "On the facts stated every other condition is met; once the steps below are taken, the "
            "exemption can be applied for. Customs decides.",
        ),
    ),
    "eligible": (
        Words("符合免税条件", "eligible"),
        Words(
            "按所述事实，各项条件均已满足；凭所列单证可申请退运免税，以海关审核为准。",
            "On the facts stated every condition is met; with the papers listed the exemption can "
            "be applied for. Customs decides.",
        ),
    ),
}
"""Each status as a badge and as a sentence."""


def outcome(
    strict: Expression, lenient: Expression, outstanding: Expression, uncovered: Expression
) -> Expression:
    """Return the outcome of a clause: the first line that fits.

    ``strict`` and ``lenient`` are the clause with all unsettled questions read strictly, then
    leniently; ``outstanding`` is read strictly.
    """
    return when(
        is_true(uncovered),
        "not_covered",
        when(
            # Before "met": goods that can still leave a zone in time meet the clause by a step.
            is_true(outstanding),
            "outstanding",
            when(
                is_true(strict),
                "met",
                when(
                    is_false(lenient),
                    "failed",
                    # Both sides are known and differ: only the reading of the law is left.
                    when(known(strict) & known(lenient), "open", "unknown"),
                ),
            ),
        ),
    )


def list_first_match_cases(
    strict: Expression, lenient: Expression, outstanding: Expression, uncovered: Expression
) -> dict[Outcome, Expression]:
    """Return when each outcome but ``met`` is the worst that fits: the table of :func:`outcome`.

    For readers that take outcomes from the worst on, of which the first that holds counts. It
    rests on this: what is true strictly is not false leniently.
    """
    settled = any_of(is_definitely_true(uncovered), is_definitely_true(outstanding))
    failed = is_definitely_false(lenient)
    turning = (
        FALSE
        if strict == lenient
        else all_of(is_definitely_false(strict), is_definitely_true(lenient))
    )
    return {
        "not_covered": is_definitely_true(uncovered),
        "failed": all_of(failed, ~settled),
        "unknown": ~any_of(settled, is_definitely_true(strict), failed, turning),
        "open": all_of(turning, ~settled),
        "outstanding": is_definitely_true(outstanding),
    }


def find_worst(outcomes: Sequence[Outcome]) -> tuple[Status, int | None]:
    """Return the status, and which clause decides: the first with the worst outcome.

    Where every clause is met nothing decides alone: None.
    """
    # From the worst on: that is the order of the mapping.
    for bad in OUTCOMES:
        if bad in outcomes:
            return STATUS_OF[bad], None if bad == "met" else outcomes.index(bad)
    raise ValueError("a verdict has at least one clause")
