"""The announcement clause by clause, by the facts given alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from retax import Finding, Verdict, check
from retax.clock_account import event
from retax.desk.letters.letter import Line
from retax.desk.letters.told import said
from retax.law import announcements
from retax.law.clause import article_words
from retax.law.outcome import OUTCOMES
from retax.vocabulary import PAPERS

MET = OUTCOMES["met"].zh
TO_BE_DONE = "尚待办妥"
FOR_CUSTOMS = "请海关审核"
"""What a file note says of a clause that is met, outstanding, or for customs to look at."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause and what was given of it: the row of a file note's table.

    ``article``: empty for a condition that is not in the announcement's words.
    """

    article: str
    condition: str
    statement: str
    outcome: str


_CALLED_MET_WHERE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "1.destination": (("destination",),),
    "1.not_food": (("is_food",),),
    "1.same_goods": (("exported_quantity", "returned_quantity"), ("batch_traced",)),
    "2.certificate": (("papers_held",),),
    "2.same_enterprise": (("importer_differs",),),
    "4.papers": (("papers_held",),),
}
"""Clauses that can be met on a presumption, and the facts given with which a note says they are.

Any one of the sets is enough.
"""


def row_of(line: Line, finding: Finding) -> ClauseRow | None:
    """Return the row of a clause; None where nothing was given of it."""
    statement = _statement(line, finding)
    if not statement:
        return None
    return ClauseRow(
        article_words(finding.article).zh if finding.named else "",
        finding.condition.zh,
        statement,
        _outcome(line, finding),
    )


def _outcome(line: Line, finding: Finding) -> str:
    if finding.outcome == "outstanding":
        return TO_BE_DONE
    return MET if finding.outcome == "met" and _on_facts_given(line, finding) else FOR_CUSTOMS


def _on_facts_given(line: Line, finding: Finding) -> bool:
    enough = _CALLED_MET_WHERE.get(finding.clause, ((),))
    return any(all(said(line, name) for name in names) for names in enough)


def _statement(line: Line, finding: Finding) -> str:
    match finding.clause:
        case "1.period":
            return _window(line.verdict)
        case "1.six_months":
            return period(line.verdict)
        case "2.certificate":
            return certificate(line)
        case "4.papers":
            return "见单证一览"
    told = [said(line, name) for name in _TOLD.get(finding.clause, finding.facts)]
    return "，".join(sentence for sentence in told if sentence is not None)


_TOLD: Mapping[str, tuple[str, ...]] = {"1.destination": ("destination",), "3.unused": ("use",)}
"""What is told of clauses that read more facts: those have rows of their own."""


def _window(verdict: Verdict) -> str:
    governing = next(a for a in announcements.ANNOUNCEMENTS if a.id == verdict.announcement)
    window = f"公告适用期 {governing.first_day} 至 {governing.last_day}"
    return f"出口申报日期：{verdict.facts.declared_on}（{window}）"


CERTIFICATE = PAPERS["tax_certificate"].words.zh


def certificate(line: Line) -> str:
    """Say whether the tax office's certificate is at hand, as far as that was told."""
    held = line.verdict.facts.papers_held
    if held is None:
        return f"{CERTIFICATE}见单证一览"
    return f"{CERTIFICATE}{'已取得' if 'tax_certificate' in held else '待取得'}"


def period(verdict: Verdict) -> str:
    """Compute the six months: the day they start, the last day, and the days of the return.

    The days are those the verdict counts by, settled questions on their settled side. Empty where
    the last day is not known.
    """
    start, last = verdict.counted_from, verdict.last_day
    if start is None or last is None:
        return ""
    counted = f"自{event(start).zh} {getattr(verdict.facts, start)} 起算六个月"
    return "；".join([f"{counted}，{_last_day(verdict, last)}", *_return(verdict, last)])


def _last_day(verdict: Verdict, last: date) -> str:
    moves = {**verdict.settled, "rest-day": "strict"}
    unmoved = check(
        verdict.facts,
        as_of=verdict.as_of,
        settled=moves,
        days_off=verdict.days_off,
        known_on=verdict.known_on,
    ).last_day
    if unmoved == last:
        return f"期限届满日 {last}"
    return f"期限届满日 {unmoved} 为休息日，顺延至 {last}"


def _return(verdict: Verdict, last: date) -> list[str]:
    """Say when the goods came back and were declared, and which of the two was in time."""
    names = [name for name in (verdict.counted_to, "return_declared_on") if name is not None]
    days = [(event(name).zh, getattr(verdict.facts, name)) for name in names]
    told = [(what, day) for what, day in days if day is not None]
    in_time = [f"{what} {day}" for what, day in told if day <= last]
    late = [f"{what} {day}" for what, day in told if day > last]
    if in_time:
        in_time = ["、".join(in_time) + ("，均在期限内" if len(in_time) > 1 else "，在期限内")]
    return [*in_time, *late]
