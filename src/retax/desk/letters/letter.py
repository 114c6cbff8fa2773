"""One letter for an enterprise and an export entry, of all its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retax import Verdict
from retax.desk.extras import needs
from retax.desk.judged import Judged
from retax.desk.letters.drafts import is_draft
from retax.desk.letters.kinds import KINDS, Kind, asked, fits
from retax.desk.letters.refused import Refused, misfit, whole_refusals
from retax.desk.rows import Row
from retax.words import Words

with needs("docx"):
    from stdnum.cn import uscc


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a letter. ``stated``: the facts the enterprise states for the whole batch."""

    row: Row
    verdict: Verdict
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that may be written: of one kind, one enterprise and one export entry.

    ``enterprise_code``: empty where it was not told. ``on``: the day it is drawn up.
    """

    kind: Kind
    enterprise: str
    enterprise_code: str
    export_entry: str
    on: date
    lines: tuple[Line, ...]

    @property
    def draft(self) -> bool:
        """Whether a line has something still to be done, to be asked or to be filled in (草稿)."""
        return any(is_draft(line.verdict) for line in self.lines)

    @property
    def title(self) -> Words:
        """The title, with the mark of a draft."""
        title = KINDS[self.kind]
        return Words(f"{title.zh}（草稿）", f"{title.en} (draft)") if self.draft else title


def letters_of(
    lines: Sequence[Judged], *, on: date, kinds: Collection[Kind] | None = None
) -> list[Letter]:
    """Group lines into letters: one a kind, enterprise and export entry, in the file's order.

    ``kinds``: those wanted; None: those that fit each line (a self-declaration for unsold goods,
    an explanation of the reason for others, a checklist and a file note for all). The lines that
    go into none are told by :func:`refusals_of`; the others go on without them.

    Raises:
        Unreadable: a kind is none of ``KINDS``.
    """
    wanted = asked(kinds)
    groups: dict[_Addressed, list[Line]] = {}
    for line in _writable(lines):
        groups.setdefault(_addressed(line.verdict), []).append(line)
    return [
        Letter(kind, *addressed, on, fitting)
        for addressed, group in groups.items()
        for kind in wanted
        if (fitting := tuple(line for line in group if fits(kind, line.verdict)))
    ]


def refusals_of(lines: Sequence[Judged], *, kinds: Collection[Kind] | None = None) -> list[Refused]:
    """Return why lines go into no letter, or not into one of a kind that was asked for.

    Every line of a file is in a letter of :func:`letters_of` or here.

    Raises:
        Unreadable: a kind is none of ``KINDS``.
    """
    asked_for = () if kinds is None else asked(kinds)
    refused = [Refused(line, None, words) for line in lines for words in whole_refusals(line)]
    misfits = [
        Refused(judged, kind, misfit(kind, judged.verdict))
        for judged in lines
        if judged.verdict is not None and not any(whole_refusals(judged))
        for kind in asked_for
        if not fits(kind, judged.verdict)
    ]
    return refused + misfits


_Addressed = tuple[str, str, str]


def _writable(lines: Sequence[Judged]) -> Iterator[Line]:
    for line in lines:
        if line.verdict is not None and not any(whole_refusals(line)):
            yield Line(line.row, line.verdict, line.accepted.stated)


def _addressed(verdict: Verdict) -> _Addressed:
    facts = verdict.facts
    code = uscc.compact(facts.enterprise_code or "")
    return str(facts.enterprise), code, str(facts.export_entry)
