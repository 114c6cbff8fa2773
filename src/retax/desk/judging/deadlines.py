"""The last days of a file of goods: what has to be back, declared or settled, and when.

Listed are goods still abroad, goods still in a zone, goods whose return is planned, and goods that
are back but not declared, or whose refund is not settled; those whose last day has passed, too,
unless something else than the clock already makes them ineligible. What is not listed is counted,
so every row of the file is somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from retax import ReturnedGoods, Status, Verdict, Words
from retax.desk.judging.example_rows import is_example
from retax.desk.judging.judge import UNREADABLE, JudgedRow
from retax.explain.steps import add_last_day
from retax.facts.values import PAPER_WORDS
from retax.law.cross_border.consequences import ACTIONS, RETURN_BY, RETURN_BY_FROM_A_ZONE
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.deadline_sentence import name_event, write_days_left
from retax.words import both, joined

DeadlineKind = Literal[
    "return_by", "leave_zone", "declare_return", "repay_refund", "withdraw_claim"
]
"""What has to happen by the last day: the id of the action that says so."""

Certificate = Literal["held", "not_held", "not_told", "not_needed"]
"""Whether 《出口货物已补税/未退税证明》 is held; not needed for goods that are ineligible."""

LeftOut = Literal["refused", "example", "not_covered", "ineligible", "back"]
"""Why a row has no last day to watch."""

LEFT_OUT: Mapping[LeftOut, Words] = {
    "refused": UNREADABLE,
    "example": Words("表样中的示例行", "an example row of the blank workbook"),
    "not_covered": Words("无适用公告", "not covered by an announcement"),
    "ineligible": Words(
        "因期限以外的条件不符合本公告", "ineligible on other grounds than the clock"
    ),
    "back": Words("已退运且无待办期限", "back with nothing left to do by a day"),
}

_EVENTS: Mapping[DeadlineKind, str] = {
    "return_by": "returned_on",
    "leave_zone": "domestic_on",
    "declare_return": "return_declared_on",
}
_SENTENCES: Mapping[str, Words] = {rule.id: rule.words for rule in ACTIONS} | {
    "return_by": RETURN_BY
}
_BY_THE_CLOCK = frozenset(rule.clause for rule in ACTIONS if rule.id in _EVENTS)
_REFUND_STEPS: Mapping[DeadlineKind, Words] = {
    "repay_refund": Words("补缴或冲减退税", "refund to repay"),
    "withdraw_claim": Words("撤回或冲减退税申报", "claim to withdraw"),
}
"""What is to be done about the refund of goods that are back, in short."""


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A row of the file: its number, its facts, and its status on the day asked."""

    row: int
    goods: ReturnedGoods
    status: Status

    @property
    def label(self) -> Words:
        """The label of the line: its reference, else the export paper, the goods or the row."""
        goods = self.goods
        names = (goods.reference, goods.export_entry, goods.order_no, goods.sku, goods.goods_name)
        given = next((name for name in names if name and write_in_one_line(name)), None)
        if given is None:
            return Words(f"第 {self.row} 行", f"row {self.row}")
        item = given == goods.export_entry and goods.export_item
        return both(write_in_one_line(given) + (f"-{item}" if item else ""))


def write_in_one_line(text: str) -> str:
    """Return a text of the file without line ends and what else a terminal would act on."""
    return "".join(filter(str.isprintable, " ".join(text.split())))


@dataclass(frozen=True, slots=True)
class Deadline(DeadlineLine):
    """A last day to watch.

    ``days_left``: from the day asked as of; 0 on the last day itself, negative once it has passed.
    ``refund``: what is to be done about the export tax refund before the certificate is issued,
    beside what ``kind`` names.
    ``to_do``: the actions of the verdict, in order. ``missing``: the facts the clock still lacks.
    """

    kind: DeadlineKind
    last_day: date
    days_left: int
    certificate: Certificate
    refund: Words | None
    to_do: tuple[Words, ...]
    missing: tuple[str, ...]

    @property
    def awaited(self) -> Words:
        """What is awaited, in short: 退运进境, 运至境内区外, 退运进口申报, 补缴或冲减退税."""
        if self.kind in _REFUND_STEPS:
            return _REFUND_STEPS[self.kind]
        return name_event("domestic_on" if self._out_of_a_zone else _EVENTS[self.kind])

    @property
    def words(self) -> Words:
        """The event that has to happen, and its last day, as a sentence."""
        sentence = RETURN_BY_FROM_A_ZONE if self._out_of_a_zone else _SENTENCES[self.kind]
        return add_last_day(sentence.filled(day=both(self.last_day)), self.last_day)

    @property
    def _out_of_a_zone(self) -> bool:
        """Whether the goods are to come back and out of any zone, as under 1210."""
        code = SUPERVISION_CODES.get(self.goods.supervision_code or "")
        return self.kind == "return_by" and code is not None and code.leaves_a_zone

    @property
    def left(self) -> Words:
        """The days left, or how many it is late, in words."""
        return write_days_left(self.days_left)

    @property
    def certificate_to_obtain(self) -> bool:
        """Whether the certificate is not held, or nothing states that it is."""
        return self.certificate in _CERTIFICATE_WARNINGS

    @property
    def warning(self) -> Words | None:
        """The certificate still to be obtained, and what the tax office wants before it."""
        lacks = _CERTIFICATE_WARNINGS.get(self.certificate)
        given = [words for words in (lacks, self.refund) if words]
        return joined(given, zh="；", en="; ") if given else None


_CERTIFICATE = PAPER_WORDS["tax_certificate"].words
_CERTIFICATE_WARNINGS: Mapping[Certificate, Words] = {
    "not_held": Words(f"未备{_CERTIFICATE.zh}", f"not held: {_CERTIFICATE.en}"),
    "not_told": Words(
        f"未说明是否已备{_CERTIFICATE.zh}", f"not said whether held: {_CERTIFICATE.en}"
    ),
}


@dataclass(frozen=True, slots=True)
class WithoutLastDay(DeadlineLine):
    """A line whose last day is not known; ``missing`` are the facts the clock lacks."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days of a file on a day.

    ``listed``: by last day, then row. ``undated``: those without a known last day, by row.
    ``left_out``: how many rows have no last day to watch, and why.
    """

    as_of: date
    listed: tuple[Deadline, ...]
    undated: tuple[WithoutLastDay, ...]
    left_out: Mapping[LeftOut, int]

    @property
    def overdue(self) -> tuple[Deadline, ...]:
        """Those whose last day has passed."""
        return tuple(line for line in self.listed if line.days_left < 0)

    @property
    def to_come(self) -> tuple[Deadline, ...]:
        """Those whose last day is still to come, or is today."""
        return tuple(line for line in self.listed if line.days_left >= 0)


def list_deadlines(lines: Iterable[JudgedRow], as_of: date) -> Deadlines:
    """Return the last days to watch among lines judged as of that day.

    Raises:
        ValueError: a line was judged as of another day, or of none.
    """
    listed: list[Deadline] = []
    undated: list[WithoutLastDay] = []
    left_out: Counter[LeftOut] = Counter()
    for line in lines:
        found = _classify(line, as_of)
        if isinstance(found, Deadline):
            listed.append(found)
        elif isinstance(found, WithoutLastDay):
            undated.append(found)
        else:
            left_out[found] += 1
    listed.sort(key=lambda line: (line.last_day, line.row))
    return Deadlines(as_of, tuple(listed), tuple(undated), dict(left_out))


def count_days_to_watch(verdict: Verdict) -> int | None:
    """Return the days from the day asked to the last day, while something has to happen by it.

    Negative once that day has passed. None where no day is asked, where nothing is left to do by
    the last day, or where that day is not known.
    """
    as_of, last_day = verdict.as_of, verdict.last_day
    if as_of is None or last_day is None or verdict.announcement is None:
        return None
    if _explain_never_watched(verdict) or _find_kind(verdict) is None:
        return None
    return (last_day - as_of).days


def _explain_never_watched(verdict: Verdict) -> LeftOut | None:
    """Say why no last day of a verdict is watched, whatever the goods still have to do."""
    if verdict.status == "not_covered":
        return "not_covered"
    failed = {finding.clause for finding in verdict.findings if finding.outcome == "failed"}
    return "ineligible" if failed - _BY_THE_CLOCK else None


def _classify(line: JudgedRow, as_of: date) -> Deadline | WithoutLastDay | LeftOut:
    verdict, row = line.verdict, line.row.number
    if verdict is None:
        return "refused"
    if verdict.as_of != as_of:
        raise ValueError(
            f"row {row} was judged as of {verdict.as_of}; accepted are lines judged as of {as_of}"
        )
    if is_example(verdict.facts):
        return "example"
    never = _explain_never_watched(verdict)
    if never is not None:
        return never
    kind = _find_kind(verdict)
    if kind is None:
        return "back"
    if verdict.last_day is None or verdict.announcement is None:
        # Too late on every reading, although the strict last day is not known.
        return (
            "ineligible"
            if verdict.status == "ineligible"
            else WithoutLastDay(row, verdict.facts, verdict.status, _list_missing(verdict))
        )
    return _make_deadline(verdict, row, kind, verdict.last_day, as_of)


def _find_kind(verdict: Verdict) -> DeadlineKind | None:
    """Return what the goods still have to do; None for those with nothing left.

    The actions say so while there is time; after the last day the facts do. A refund is settled
    on the way, so that it is named only where nothing else is awaited.
    """
    to_do = {action.id for action in verdict.actions}
    kind = next((kind for kind in _EVENTS if kind in to_do), None)
    refund = next((kind for kind in _REFUND_STEPS if kind in to_do), None)
    return kind or _find_kind_without_actions(verdict) or refund


def _find_kind_without_actions(verdict: Verdict) -> DeadlineKind | None:
    facts, end = verdict.facts, verdict.back_on
    if end is not None and verdict.as_of is not None and end > verdict.as_of:
        return "return_by"  # planned, too late
    # Met in a zone where it is settled that a zone will do: then nothing is awaited there.
    if facts.destination == "zone" and verdict.finding("1.destination").outcome != "met":
        # Goods on their way to a zone have to come into the country first.
        return "leave_zone" if _can_be_in_the_country(facts) else "return_by"
    declared = facts.return_declared_on is not None
    # A return may be declared ahead of the goods, which are awaited all the same.
    if end is None and (verdict.still_abroad or declared):
        return "return_by"
    # Met without a declaration where it is settled that arrival in time is enough.
    if not declared and verdict.finding("1.six_months").outcome != "met":
        return "declare_return"
    return None


def _can_be_in_the_country(facts: ReturnedGoods) -> bool:
    given = (facts.returned_on, facts.return_declared_on, facts.return_entry)
    return any(each is not None for each in given)


def _list_missing(verdict: Verdict) -> tuple[str, ...]:
    clock = (verdict.finding(clause).missing for clause in ("1.period", "1.six_months"))
    return tuple(dict.fromkeys(name for names in clock for name in names))


def _make_deadline(
    verdict: Verdict, row: int, kind: DeadlineKind, last_day: date, as_of: date
) -> Deadline:
    actions = verdict.actions
    refund = [a.words for a in actions if a.id in _REFUND_STEPS and a.id != kind]
    return Deadline(
        row,
        verdict.facts,
        verdict.status,
        kind=kind,
        last_day=last_day,
        days_left=(last_day - as_of).days,
        certificate=_find_certificate(verdict),
        refund=joined(refund) if refund else None,
        to_do=tuple(action.words for action in actions),
        missing=_list_missing(verdict),
    )


def _find_certificate(verdict: Verdict) -> Certificate:
    held = [document.held for document in verdict.documents if document.id == "tax_certificate"]
    # Of goods that are ineligible nothing is filed: their verdict lists no documents.
    if not held:
        return "not_needed"
    return "not_told" if held[0] is None else "held" if held[0] else "not_held"
