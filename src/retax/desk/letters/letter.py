"""One letter for an enterprise and an export entry, of all its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retax import Verdict
from retax.desk.credit_code import strip_code
from retax.desk.judging.example_rows import is_example
from retax.desk.judging.judge import JudgedRow
from retax.desk.letters.drafts import is_draft, list_days_ahead
from retax.desk.letters.kinds import (
    KINDS,
    NEVER_DRAFTS,
    TO_THE_CLIENT,
    LetterKind,
    is_fitting,
    select_kinds,
)
from retax.desk.letters.refusals import (
    RefusedLine,
    describe_wrong_kind,
    list_refusal_reasons,
)
from retax.desk.source import Row
from retax.lots.shared_serials import SharedSerial
from retax.words import Words


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of a letter. ``stated``: the facts the enterprise states for the whole batch.

    ``repeats``: the number of the row it may be the same as. ``shared``: its serial numbers that
    earlier rows have.
    """

    row: Row
    verdict: Verdict
    stated: tuple[str, ...] = ()
    repeats: int | None = None
    shared: tuple[SharedSerial, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact of a letter: a person and a telephone, and who declares; blank if not known."""

    person: str = ""
    telephone: str = ""
    broker: str = ""


NOBODY = Contact()
"""Blanks to fill in by hand."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that may be written: of one kind, one enterprise and one export entry.

    ``enterprise_code``: empty where it is unknown. ``export_entry``: empty in a list of missing
    facts, which is of all export entries of an enterprise. ``on``: the day it is drawn up.
    """

    kind: LetterKind
    enterprise: str
    enterprise_code: str
    export_entry: str
    on: date
    lines: tuple[LetterLine, ...]
    contact: Contact = NOBODY

    @property
    def draft(self) -> bool:
        """Whether a line has something to be done, asked, filled in or compared (草稿).

        A letter that states a day after its own date states a plan: it is a draft, too. A letter
        that only asks is none.
        """
        return self.kind not in NEVER_DRAFTS and any(
            is_draft(line.verdict)
            or line.repeats is not None
            or line.shared
            or line.row.doubts
            or list_days_ahead(line.verdict, self.on)
            for line in self.lines
        )

    @property
    def title(self) -> Words:
        """The title, with the mark of a draft."""
        title = KINDS[self.kind]
        return Words(f"{title.zh}（草稿）", f"{title.en} (draft)") if self.draft else title


def group_letters(
    lines: Sequence[JudgedRow],
    *,
    on: date,
    kinds: Collection[LetterKind] | None = None,
    contact: Contact = NOBODY,
) -> list[Letter]:
    """Group lines into letters: one a kind, enterprise and export entry, in the file's order.

    ``kinds``: those wanted; None: those that fit each line (a self-declaration for unsold goods,
    an explanation of the reason for others, a checklist and a file note for all, a list of the
    materials that match the goods to their export for lines out of a matching, a consultation
    where customs has to answer a question, and one list an enterprise of what is still missing).
    ``contact``: who answers for them. The lines that go into no letter for customs are named by
    :func:`list_refusals`; the others go on without them.

    Raises:
        DeskError: a kind is none of ``KINDS``.
    """
    wanted = select_kinds(kinds)
    groups: dict[_Addressed, list[LetterLine]] = {}
    for line in _select_writable(lines):
        groups.setdefault(_find_address(line.verdict), []).append(line)
    lists: dict[_Addressed, list[LetterLine]] = {}
    for line in _select_lines_to_complete(lines):
        enterprise, code, _ = _find_address(line.verdict)
        lists.setdefault((enterprise, code, ""), []).append(line)
    return [
        Letter(kind, *addressed, on, fitting, contact)
        for grouped, is_for_client in ((groups, False), (lists, True))
        for addressed, group in grouped.items()
        for kind in wanted
        if (kind in TO_THE_CLIENT) == is_for_client
        and (fitting := tuple(line for line in group if _is_for(kind, line, kinds)))
    ]


def _is_for(kind: LetterKind, line: LetterLine, requested: Collection[LetterKind] | None) -> bool:
    """Say whether a letter of a kind is for a line; what matches goods only where it is known."""
    is_known = kind != "match_list" or requested is not None or line.row.evidence != ""
    return is_known and is_fitting(kind, line.verdict)


def list_refusals(
    lines: Sequence[JudgedRow], *, kinds: Collection[LetterKind] | None = None
) -> list[RefusedLine]:
    """Return why lines go into no letter, or not into one of a kind that was asked for.

    Every line of a file is in a letter of :func:`group_letters` for customs or here.

    Raises:
        DeskError: a kind is none of ``KINDS``.
    """
    requested = () if kinds is None else select_kinds(kinds)
    to_the_client = {line.row.number for line in _select_lines_to_complete(lines)}
    only_to_the_client = kinds is not None and TO_THE_CLIENT.issuperset(requested)
    refused = [
        RefusedLine(line, None, words)
        for line in lines
        if not (only_to_the_client and line.row.number in to_the_client)
        for words in list_refusal_reasons(line)
    ]
    misfits = [
        RefusedLine(judged, kind, describe_wrong_kind(kind, judged.verdict))
        for judged in lines
        if judged.verdict is not None and not any(list_refusal_reasons(judged))
        for kind in requested
        if not is_fitting(kind, judged.verdict)
    ]
    return refused + misfits


_Addressed = tuple[str, str, str]


def _select_writable(lines: Sequence[JudgedRow]) -> Iterator[LetterLine]:
    for line in lines:
        if line.verdict is not None and not any(list_refusal_reasons(line)):
            yield _take_line(line, line.verdict)


def _take_line(line: JudgedRow, verdict: Verdict) -> LetterLine:
    return LetterLine(line.row, verdict, line.accepted.stated, line.repeats, line.shared)


def _select_lines_to_complete(lines: Sequence[JudgedRow]) -> Iterator[LetterLine]:
    """Return the lines of which facts are missing, whatever else no letter could do without."""
    for line in lines:
        verdict = line.verdict
        if (
            verdict is not None
            and is_fitting("missing_facts", verdict)
            and not is_example(verdict.facts)
        ):
            yield _take_line(line, verdict)


def _find_address(verdict: Verdict) -> _Addressed:
    facts = verdict.facts
    code = strip_code(facts.enterprise_code or "")
    return facts.enterprise or "", code, facts.export_entry or ""
