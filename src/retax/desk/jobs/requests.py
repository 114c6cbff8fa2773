"""The requests of a run to its worker processes, and their replies.

A worker answers each request before it gets the next, so that neither waits for the other to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from retax.desk.judging.judge import JudgeOptions
from retax.desk.judging.row_result import WrittenRow
from retax.desk.source import NumberedLine, Row
from retax.desk.writers.row_forms import RowForm
from retax.lots.overdrawn import LinePart, Shown
from retax.words import Words

Given = list[Row] | list[NumberedLine]
"""Some rows that follow each other, as read or as lines of JSON that are not parsed yet."""


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What holds for all rows of a file.

    ``batch``: the facts stated for all rows. ``lists_names``: the names that rows of JSON give are
    wanted, to make columns of them. ``carried``: remarks that say nothing of the goods.
    """

    options: JudgeOptions
    batch: Mapping[str, Any] = field(default_factory=dict)
    lists_names: bool = False
    carried: Sequence[str] = ()


class Query(NamedTuple):
    """The verdicts asked for on the rows taken longest ago: what other rows show of them, a form.

    ``shown``: by place among these rows.
    """

    shown: Mapping[int, Shown]
    form: RowForm


class Request(NamedTuple):
    """A request: the verdicts on rows taken before, and further rows to take. Either may lack."""

    query: Query | None
    given: Given | None


class Taken(NamedTuple):
    """What some rows tell that counts for the whole file.

    ``parts``: by place among these rows what each tells of its export line. ``names``: the names
    they give, where those are wanted.
    """

    rows: int
    parts: list[tuple[int, LinePart]]
    carry_amounts: bool
    names: tuple[str, ...]


class Done(NamedTuple):
    """The reply to a request."""

    written: list[WrittenRow] | None
    taken: Taken | None


class Halted(NamedTuple):
    """The reply where the run cannot go on, such as for want of room on the disk."""

    words: Words
    is_unwritable: bool


class Failed(NamedTuple):
    """The reply of a worker that met an error of its own program."""

    kind: str
    reason: str
    trace: str


Reply = Done | Halted | Failed
