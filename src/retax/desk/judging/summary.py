"""Running totals of a file of goods; no verdict is kept in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from retax import Status, Verdict, Words, money
from retax.desk.judging.judge import UNREADABLE, JudgedRow
from retax.facts.catalogue import NAMES, format_value
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import STATUSES
from retax.words import joined

if TYPE_CHECKING:
    from retax.money.file_worth import LineWorth, RunningWorth

Result = Status | Literal["unreadable"]
"""What becomes of a row."""

OTHER_CODE = ""
"""Any other supervision code, and none."""

ROWS_NAMED = 50
"""The most rows that are named one by one."""

DAYS_LEFT: tuple[tuple[int, Words], ...] = (
    (-1, Words("已超期", "too late")),
    (7, Words("7 天以内", "7 days or fewer")),
    (30, Words("8 至 30 天", "8 to 30 days")),
    (60, Words("31 至 60 天", "31 to 60 days")),
    (1_000_000, Words("60 天以上", "more than 60 days")),
)
"""The days left in groups, each with its most."""

NO_LAST_DAY_YET = Words("期限届满日待定", "last day not known yet")


def name_result(line: JudgedRow) -> Result:
    """Return what becomes of a row: the status of its verdict, or that it has none."""
    return "unreadable" if line.verdict is None else line.verdict.status


def write_summary_line(results: Mapping[Result, int], overdrawn: int) -> Words:
    """Say how many rows came out how, the best first, and how many go beyond what went out."""
    badges: list[tuple[Words, Result]] = [
        *((badge, status) for status, (badge, _) in reversed([*STATUSES.items()])),
        (UNREADABLE, "unreadable"),
    ]
    parts = [
        Words("{badge} {n}", "{badge} {n}").filled(badge=badge, n=results[result])
        for badge, result in badges
        if results.get(result)
    ]
    if overdrawn:
        parts.append(Words(f"超量退运 {overdrawn}", f"too many returned {overdrawn}"))
    return Words("共 {n} 行：{parts}", "{n} rows: {parts}").filled(
        n=sum(results.values()), parts=joined(parts, zh="、") if parts else Words("无", "none")
    )


@dataclass(slots=True)
class RowSample:
    """Rows of a kind: how many, and the numbers of the first."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Count a row."""
        self.count += 1
        if self.count <= ROWS_NAMED:
            self.first.append(number)


class RowEntry(NamedTuple):
    """All that a row adds to the counts over its file.

    ``decided``: the clause that decides and what it demands. ``abroad``: of goods still abroad the
    group of their days left. ``worth``: of a row with a verdict in a file with amounts, what it
    adds to their sums; ``lacking``: the amounts it lacks for one of them, None where it has none.
    """

    number: int
    result: Result
    code: str
    is_overdrawn: bool
    is_disputed: bool = False
    is_example: bool = False
    decided: tuple[str, Words] | None = None
    abroad: Words | None = None
    stated: tuple[tuple[Words, Words], ...] = ()
    cites: Words | None = None
    caveat: Words | None = None
    worth: LineWorth | None = None
    lacking: tuple[str, ...] | None = None


def describe_row(line: JudgedRow, *, with_money: bool) -> RowEntry:
    """Return what a row adds to the counts; ``with_money``: its file has amounts."""
    result, code = name_result(line), _choose_code(line)
    verdict, is_overdrawn = line.verdict, line.overdrawn is not None
    if verdict is None:
        return RowEntry(line.row.number, result, code, is_overdrawn)
    decided_by = verdict.decided_by
    return RowEntry(
        line.row.number,
        result,
        code,
        is_overdrawn,
        line.disagreement is not None,
        is_example=line.is_example,
        decided=decided_by and (decided_by, verdict.finding(decided_by).condition),
        abroad=_choose_days_left(verdict.days_left) if verdict.still_abroad else None,
        stated=tuple(
            (NAMES[name].label, format_value(name, getattr(verdict.facts, name)))
            for name in line.accepted.stated
        ),
        cites=verdict.cites,
        caveat=verdict.caveat,
        worth=_describe_worth(line, verdict) if with_money else None,
        lacking=None if line.stakes is None else line.stakes.lacks,
    )


def _describe_worth(line: JudgedRow, verdict: Verdict) -> LineWorth:
    from retax.money.file_worth import describe_worth  # files without amounts do without it

    return describe_worth(line.stakes or money.stakes(verdict, {}))


@dataclass(slots=True)
class BatchSummary:
    """Counts over the rows of a file.

    ``results``: by result and supervision code. ``decided``: by the clause that decides, which
    ``demands`` has in words. ``examples``: those of the blank workbook left in. ``abroad``: goods
    still abroad by their days left. ``stated``: what the enterprise states for the batch, and for
    how many rows. ``laws``: how the law was cited, and ``caveats`` what of it is not certain.
    ``worth``: of a file with amounts, the sums of the rows that have a verdict;
    ``without_amounts``: those of them whose amounts are blank or refused; ``lacking``: by amount,
    how many rows with amounts lack it for one of their sums.
    """

    rows: int = 0
    results: Counter[tuple[Result, str]] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    demands: dict[str, Words] = field(default_factory=dict)
    abroad: Counter[Words] = field(default_factory=Counter)
    unreadable: RowSample = field(default_factory=RowSample)
    overdrawn: RowSample = field(default_factory=RowSample)
    disputed: RowSample = field(default_factory=RowSample)
    examples: RowSample = field(default_factory=RowSample)
    stated: Counter[tuple[Words, Words]] = field(default_factory=Counter)
    laws: Counter[Words] = field(default_factory=Counter)
    caveats: dict[Words, None] = field(default_factory=dict)
    worth: RunningWorth | None = None
    without_amounts: RowSample = field(default_factory=RowSample)
    lacking: Counter[str] = field(default_factory=Counter)

    def add(self, line: JudgedRow) -> None:
        """Count a row."""
        self.add_entry(describe_row(line, with_money=self.worth is not None))

    def add_entry(self, row: RowEntry) -> None:
        """Count a row by what it adds."""
        self.rows += 1
        self.results[row.result, row.code] += 1
        if row.is_overdrawn:
            self.overdrawn.add(row.number)
        if row.is_disputed:
            self.disputed.add(row.number)
        if row.is_example:
            self.examples.add(row.number)
        if row.result == "unreadable":
            self.unreadable.add(row.number)
            return
        self._add_verdict(row)
        if self.worth is not None and row.worth is not None:
            self._add_amounts(self.worth, row.worth, row)
        if row.stated:
            self.stated.update(row.stated)

    def _add_amounts(self, worth: RunningWorth, figures: LineWorth, row: RowEntry) -> None:
        worth.add_worth(figures)
        if row.lacking is None:
            self.without_amounts.add(row.number)
        else:
            self.lacking.update(row.lacking)

    def _add_verdict(self, row: RowEntry) -> None:
        if row.decided is not None:
            decided_by, demand = row.decided
            self.decided[decided_by] += 1
            self.demands.setdefault(decided_by, demand)
        if row.abroad is not None:
            self.abroad[row.abroad] += 1
        if row.cites is not None:
            self.laws[row.cites] += 1
        if row.caveat is not None:
            self.caveats[row.caveat] = None


def _choose_code(line: JudgedRow) -> str:
    goods = line.accepted.goods
    code = goods.supervision_code if goods is not None else None
    return code if code is not None and code in MAIN_REGIME.codes else OTHER_CODE


def _choose_days_left(days: int | None) -> Words:
    if days is None:
        return NO_LAST_DAY_YET
    return next(words for most, words in DAYS_LEFT if days <= most)
