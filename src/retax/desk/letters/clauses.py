"""The announcement clause by clause, by the facts given alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from retax import Finding, Verdict, check
from retax.desk.letters.dates import write_day
from retax.desk.letters.drafts import list_days_ahead
from retax.desk.letters.letter import LetterLine
from retax.desk.letters.statements import describe_fact
from retax.facts.values import PAPER_WORDS
from retax.law.clause import write_article
from retax.law.cross_border import announcements
from retax.law.deadline_sentence import name_event
from retax.law.outcome import OUTCOMES

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


_PRESUMED_ALL_THE_SAME = frozenset({"hs_code", "domestic_on", "shipped_as_declared"})
"""What a note may leave to presumption where it calls a clause met.

The heading only screens goods that are stated not to be food; a way through a zone, and other goods
than those declared, are asked for where anything points to them.
"""


def write_clause_row(line: LetterLine, finding: Finding, on: date) -> ClauseRow | None:
    """Return the row of a clause in a note of a day; None where nothing was given of it."""
    statement = _describe_finding(line, finding)
    if not statement:
        return None
    return ClauseRow(
        write_article(finding.article).zh if finding.named else "",
        finding.condition.zh,
        statement,
        _describe_outcome(line.verdict, finding, on),
    )


def _describe_outcome(verdict: Verdict, finding: Finding, on: date) -> str:
    if finding.outcome == "outstanding":
        return TO_BE_DONE
    if finding.outcome != "met" or not _is_on_facts_given(finding):
        return FOR_CUSTOMS
    return TO_BE_DONE if set(finding.facts).intersection(list_days_ahead(verdict, on)) else MET


def _is_on_facts_given(finding: Finding) -> bool:
    """Say whether the facts given show a clause to be met, and no settled reading of the law."""
    return not finding.settled and _PRESUMED_ALL_THE_SAME.issuperset(finding.presumed)


def _describe_finding(line: LetterLine, finding: Finding) -> str:
    match finding.clause:
        case "1.period":
            return _describe_window(line.verdict)
        case "1.six_months":
            return compute_period(line.verdict)
        case "2.certificate":
            return describe_certificate(line)
        case "4.papers":
            return "见单证一览"
    given = [describe_fact(line, name) for name in _FACTS_SHOWN.get(finding.clause, finding.facts)]
    return "，".join(sentence for sentence in given if sentence is not None)


_FACTS_SHOWN: Mapping[str, tuple[str, ...]] = {
    "1.destination": ("destination",),
    "1.same_goods": (
        "attribution",
        "shipped_as_declared",
        "exported_quantity",
        "returned_quantity",
        "returned_before",
    ),
    "3.unused": ("use",),
}
"""The statements on clauses that read more facts, each with a row of its own."""


def _describe_window(verdict: Verdict) -> str:
    declared = verdict.facts.declared_on
    governing = [a for a in announcements.ANNOUNCEMENTS if a.id == verdict.announcement]
    if declared is None or not governing:
        return ""
    first, last = (write_day(day) for day in (governing[0].first_day, governing[0].last_day))
    return f"出口申报日期：{write_day(declared)}（公告适用期{first}至{last}）"


TAX_CERTIFICATE = PAPER_WORDS["tax_certificate"].words.zh


def describe_certificate(line: LetterLine) -> str:
    """Say whether the tax office's certificate is held, as far as that is known."""
    held = line.verdict.facts.papers_held
    if held is None:
        return f"{TAX_CERTIFICATE}见单证一览"
    return f"{TAX_CERTIFICATE}{'已取得' if 'tax_certificate' in held else '待取得'}"


def compute_period(verdict: Verdict) -> str:
    """Compute the six months: the day they start, the last day, and the days of the return.

    The days are those the verdict counts by, settled questions on their settled side. Empty where
    the last day is not known.
    """
    start, last = verdict.counted_from, verdict.last_day
    if start is None or last is None:
        return ""
    counted = f"自{write_day(getattr(verdict.facts, start))}{name_event(start).zh}起算六个月"
    return "；".join(
        [f"{counted}，{_describe_last_day(verdict, last)}", *_list_returns(verdict, last)]
    )


def _describe_last_day(verdict: Verdict, last: date) -> str:
    # Strictly a last day that is a rest day does not move (Civil Code, Article 203, moves it).
    moves = {**verdict.settled, "rest-day": "strict"}
    unmoved = check(
        verdict.facts,
        as_of=verdict.as_of,
        settled=moves,
        days_off=verdict.days_off,
        known_on=verdict.known_on,
    ).last_day
    if unmoved == last:
        return f"期限届满日为{write_day(last)}"
    resting = "" if unmoved is None else write_day(unmoved)
    return f"期限届满日{resting}为休息日，顺延至{write_day(last)}"


def _list_returns(verdict: Verdict, last: date) -> list[str]:
    """Say when the goods came back and were declared, and which of the two was in time."""
    names = [name for name in (verdict.counted_to, "return_declared_on") if name is not None]
    days = [(name_event(name).zh, getattr(verdict.facts, name)) for name in names]
    known = [(what, day) for what, day in days if day is not None]
    in_time = [f"{write_day(day)}{what}" for what, day in known if day <= last]
    late = [f"{write_day(day)}{what}" for what, day in known if day > last]
    if in_time:
        in_time = ["、".join(in_time) + ("，均在期限内" if len(in_time) > 1 else "，在期限内")]
    return [*in_time, *late]
