"""Consistency rules: facts of one line that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from retax.facts.catalogue import NAMES, format_value
from retax.facts.messages import RejectionCode
from retax.facts.terms import fact
from retax.logic.compile_python import Function, compile_function
from retax.logic.expressions import (
    Compare,
    Expression,
    Fact,
    any_of,
    is_true,
    known,
    months,
    year_start,
)
from retax.logic.traversal import list_facts
from retax.words import Words

DECLARATION_NUMBER = r"[0-9]{8}0"

CODES_OF_THE_RETURN = ("4561", "9661", "1261")
"""4561 退运货物; 9661 and 1261: returns of 9610 and 1210 by list (GACC 2020 No. 44)."""


class ContradictionRule(NamedTuple):
    """Facts that cannot hold together: the one that is refused, when, and the sentence."""

    fact: str
    when: Expression
    words: Words
    code: RejectionCode = "contradiction"

    def write_sentence(self, goods: object) -> Words:
        """Return the sentence with the values of the facts it names."""
        names = list_facts(self.when)
        return self.words.filled(
            **{name: format_value(name, getattr(goods, name)) for name in names}
        )


def _refuse_before(later: str, earlier: str) -> ContradictionRule:
    return ContradictionRule(
        later,
        Compare(Fact(later), "<", Fact(earlier)),
        Words(
            f"{NAMES[later].label.zh}（{{{later}}}）早于{NAMES[earlier].label.zh}（{{{earlier}}}）",
            f"{later} {{{later}}} is before {earlier} {{{earlier}}}; "
            f"accepted is the same day or later",
        ),
    )


# -- the year in a number (digits 5 to 8) is that of its declaration. A declaration of January may
# bear the year before, so a number of 2025 is declared from 2025-01-01 to 2026-01-31.


def _find_first_declared(number: str) -> Expression:
    return year_start(Fact(number), 4)


def _find_declared_before(number: str) -> Expression:
    """Return the first day on which nothing with this number is declared any more."""
    return months(_find_first_declared(number), 13)


def _refuse_other_year(number: str, declared: str) -> ContradictionRule:
    """Refuse a number of another year than that of its declaration."""
    day = Fact(declared)
    return ContradictionRule(
        number,
        (day < _find_first_declared(number)) | (_find_declared_before(number) <= day),
        Words(
            f"{NAMES[number].label.zh}（{{{number}}}）第5至8位的年份与{NAMES[declared].label.zh}"
            f"（{{{declared}}}）不符；应为申报当年（1月申报的可为上一年）",
            f"{number} {{{number}}} bears another year in digits 5 to 8 than {declared} "
            f"{{{declared}}}; accepted is the year of the declaration (in January that before, "
            f"too)",
        ),
    )


def _refuse_years_apart(
    number: str, other: str, when: Expression, zh: str, en: str
) -> ContradictionRule:
    """Refuse a number no day of whose declaration could be beside another fact."""
    return ContradictionRule(
        number,
        when,
        Words(
            f"{NAMES[number].label.zh}（{{{number}}}）第5至8位的年份{zh}{NAMES[other].label.zh}"
            f"（{{{other}}}）",
            f"{number} {{{number}}} bears a year in digits 5 to 8 {en} {other} {{{other}}}; "
            f"accepted is a number whose declaration fits that",
        ),
    )


def _list_year_rules() -> Iterator[ContradictionRule]:
    yield _refuse_other_year("export_entry", "declared_on")
    for day in ("released_on", "exported_on", "returned_on", "domestic_on", "return_declared_on"):
        is_later = Fact(day) < _find_first_declared("export_entry")
        yield _refuse_years_apart("export_entry", day, is_later, "晚于", "later than")
    yield _refuse_other_year("return_entry", "return_declared_on")
    for day in ("declared_on", "released_on", "exported_on", "left_zone_on"):
        is_earlier = _find_declared_before("return_entry") <= Fact(day)
        yield _refuse_years_apart("return_entry", day, is_earlier, "早于", "before")
    # A number is given before its declaration, and a return's never before the export's.
    is_earlier = _find_first_declared("return_entry") < _find_first_declared("export_entry")
    yield _refuse_years_apart("return_entry", "export_entry", is_earlier, "早于", "before that of")


CONTRADICTIONS: tuple[ContradictionRule, ...] = (
    # The ninth character of a declaration's number is 0. Under 9610 that is the monthly summary,
    # filed after the event: neither its number nor its days count.
    ContradictionRule(
        "export_entry",
        fact.supervision_code.is_("9610") & fact.export_entry.matches(DECLARATION_NUMBER),
        Words(
            "9610 项下出口单证号（{export_entry}）是报关单号，系事后汇总申报；"
            "请填清单编号及清单日期",
            "export_entry {export_entry} is a declaration number, under {supervision_code} that of "
            "the summary filed after the event; give the list's number and dates",
        ),
    ),
    *_list_year_rules(),
    ContradictionRule(
        "supervision_code",
        fact.supervision_code.is_in(*CODES_OF_THE_RETURN),
        Words(
            "监管方式代码 {supervision_code} 是退运的监管方式；请填原出口单证的监管方式代码",
            "supervision_code {supervision_code} is a code of the return; give the export's code",
        ),
        code="not_accepted",
    ),
    _refuse_before("released_on", "declared_on"),
    _refuse_before("exported_on", "declared_on"),
    _refuse_before("exported_on", "released_on"),
    ContradictionRule(
        "left_zone_on",
        fact.exported_on < fact.left_zone_on,
        Words(
            "出区日期（{left_zone_on}）晚于出口日期（{exported_on}）",
            "left_zone_on {left_zone_on} is after exported_on {exported_on}; "
            "accepted is the same day or earlier",
        ),
    ),
    *(
        _refuse_before(day_back, day_out)
        for day_back in ("returned_on", "domestic_on", "return_declared_on")
        for day_out in ("declared_on", "released_on", "exported_on", "left_zone_on")
    ),
    # A return may be declared ahead of the goods, so return_declared_on has no rule of this kind.
    _refuse_before("domestic_on", "returned_on"),
    _refuse_before("extended_until", "exported_on"),
    ContradictionRule(
        "cause",
        (fact.reason.is_("force_majeure") & ~fact.cause.is_("force_majeure"))
        | (fact.reason.is_("quality_defect") & fact.cause.is_in("none", "force_majeure")),
        Words(
            "退运原因为“{reason}”，品质规格或不可抗力原因却为“{cause}”，二者不符",
            "reason says: {reason}, yet cause says: {cause}; accepted is a cause that fits the "
            "reason",
        ),
    ),
    ContradictionRule(
        "destination",
        fact.destination.is_("zone") & known(fact.domestic_on),
        Words(
            "退运去向为“{destination}”，却填有运至境内区外日期（{domestic_on}）",
            "destination is zone ({destination}), yet domestic_on is {domestic_on}; "
            "accepted is one of the two",
        ),
    ),
    ContradictionRule(
        "taxed_at_export",
        is_true(fact.taxed_at_export) & fact.export_refund.is_in("refunded", "repaid"),
        Words(
            "出口时已征增值税或消费税为“{taxed_at_export}”，出口退税办理情况却为“{export_refund}”；"
            "出口时已征税的不予退税，二者只能有其一",
            "taxed_at_export is {taxed_at_export}, yet export_refund says: {export_refund}; "
            "goods taxed at export get no refund, accepted is one of the two",
        ),
    ),
    # The tax office issues neither kind of certificate while a refund is claimed or unpaid back.
    ContradictionRule(
        "papers_held",
        fact.papers_held.contains_any("tax_certificate")
        & fact.export_refund.is_in("claimed", "refunded"),
        Words(
            "已备单证（{papers_held}）含《出口货物已补税/未退税证明》，出口退税办理情况却为"
            "“{export_refund}”；该证明只在补税后或未退税时开具，二者只能有其一",
            "papers_held ({papers_held}) holds the tax certificate, yet export_refund says: "
            "{export_refund}; the certificate is issued only once the refund is repaid or where "
            "none is claimed, accepted is one of the two",
        ),
    ),
)
"""The consistency rules, each with one sentence that names both values."""


def is_contradictory(goods: object) -> bool:
    """Say whether these goods cannot be: some facts of theirs contradict each other."""
    (is_one,) = _compile_any_rule()(goods, None)
    return is_one is True


def list_contradictions(goods: object) -> list[ContradictionRule]:
    """Return each rule that these goods contradict, in the order of the rules."""
    found = _compile_rules()(goods, None)
    return [rule for rule, holds in zip(CONTRADICTIONS, found, strict=True) if holds is True]


@cache
def _compile_any_rule() -> Function:
    """Return one function that says whether any rule holds, compiled for the first goods."""
    return compile_function([any_of(*(is_true(c.when) for c in CONTRADICTIONS))])


@cache
def _compile_rules() -> Function:
    """Return one function for all rules; only refused goods need the rules one by one."""
    return compile_function([rule.when for rule in CONTRADICTIONS])
