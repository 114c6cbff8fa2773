"""The announcements: one entry each.

A new announcement that prolongs the regime is one entry in :data:`ANNOUNCEMENTS` and no more. Where
it changes a clause, the entry says so under ``changes`` (but for those of
:data:`NOT_CHANGED_ALONE`); everything else stays the law of 2023 No. 4. An entry is never edited
when the law changes: exports keep the announcement of their day.

Source: 财政部 海关总署 税务总局公告2023年第4号, 2023年第34号 and 2026年第16号, on the sites of
the three issuers; docs/sources.md has their days and grades.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from retax.law.clause import Clause, fact
from retax.law.cross_border.article_1_scope import CODE, DESTINATION, NOT_FOOD, REASON, SAME_GOODS
from retax.law.cross_border.article_1_six_months import SIX_MONTHS
from retax.law.cross_border.article_2_export_refund import (
    CERTIFICATE,
    REFUND_REPAID,
    SAME_ENTERPRISE,
)
from retax.law.cross_border.article_3_original_state import (
    NO_PARTS_ADDED,
    NOT_PROCESSED,
    SAME_FORM,
    UNUSED,
)
from retax.law.cross_border.article_4_documents import PAPERS
from retax.law.instruments import Announcement, governs_last
from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Expression,
    any_of,
    when,
)
from retax.words import Words

LAW_REVIEWED_ON = date(2026, 11, 28)
"""Until then no amendment of the last announcement was found."""


_MOF_GACC_STA = Words("财政部 海关总署 税务总局公告", "Announcement of MOF, GACC and STA ")


ANNOUNCEMENTS: tuple[Announcement, ...] = (
    Announcement(
        id="2023-4",
        issued=date(2023, 1, 30),
        published=date(2023, 2, 1),
        first_day=date(2023, 1, 30),
        last_day=date(2024, 1, 30),  # one year from its issue
        cites=Words(f"{_MOF_GACC_STA.zh}2023年第4号", f"{_MOF_GACC_STA.en}2023 No. 4"),
    ),
    # Replaces the period in Article 1 of 2023-4; all else stays, so one cites both.
    Announcement(
        id="2023-34",
        issued=date(2023, 8, 22),
        published=date(2023, 8, 31),
        first_day=date(2023, 1, 30),
        last_day=date(2025, 12, 31),
        cites=Words(
            f"{_MOF_GACC_STA.zh}2023年第4号（适用期按2023年第34号）",
            f"{_MOF_GACC_STA.en}2023 No. 4 (period by 2023 No. 34)",
        ),
    ),
    # Issued in February, reaching back to exports from 1 January.
    Announcement(
        id="2026-16",
        issued=date(2026, 2, 6),
        published=date(2026, 2, 9),
        first_day=date(2026, 1, 1),
        last_day=date(2027, 12, 31),
        cites=Words(f"{_MOF_GACC_STA.zh}2026年第16号", f"{_MOF_GACC_STA.en}2026 No. 16"),
        caveat=Words(
            "2026年第16号第四条以下系比照2023年第4号推定，以公告原文为准。",
            "Article 4 onward of 2026 No. 16 is inferred from 2023 No. 4; "
            "the official text prevails.",
        ),
    ),
)


CLAUSES: tuple[Clause, ...] = (
    CODE,
    REASON,
    SIX_MONTHS,
    DESTINATION,
    NOT_FOOD,
    SAME_GOODS,
    REFUND_REPAID,
    CERTIFICATE,
    SAME_ENTERPRISE,
    SAME_FORM,
    NO_PARTS_ADDED,
    NOT_PROCESSED,
    UNUSED,
    PAPERS,
)
"""The clauses of 2023-4, restated by 2026-16, in order; the period comes before them."""


def list_published_by(known_on: date | None) -> tuple[Announcement, ...]:
    """Return the announcements published by a day (all for None), in the order of their issue."""
    published = [a for a in ANNOUNCEMENTS if known_on is None or a.published <= known_on]
    # The entries may be in any order: which announcement governs rests on the order of issue.
    return tuple(sorted(published, key=lambda a: a.issued))


def governing(declared_on: date, known_on: date | None = None) -> Announcement | None:
    """Return the announcement that governs exports declared on a day, as known on another."""
    governs = [a for a in list_published_by(known_on) if a.first_day <= declared_on <= a.last_day]
    # The windows of 2023-4 and 2023-34 begin on one day, so two may fit: the last issued governs.
    return governs[-1] if governs else None


def governing_id(published: Sequence[Announcement]) -> Expression:
    """Return the id of the governing announcement as an expression; unknown where none governs."""
    chosen: Expression = UNKNOWN
    for announcement in published:
        chosen = when(announcement.governs(fact.declared_on), announcement.id, chosen)
    return chosen


def period(published: Sequence[Announcement]) -> Clause:
    """Return the clause on the period of Article 1, as known from the announcements published."""
    last_days = [a.last_day for a in published]
    # A later announcement may be on its way, so a later export has no answer; an earlier one a no.
    uncovered = fact.declared_on > max(last_days) if last_days else TRUE
    return Clause(
        "1.period",
        article=1,
        words=Words(
            "出口申报日期在公告适用期内",
            "declared for export within the period of an announcement",
        ),
        holds=any_of(*(a.governs(fact.declared_on) for a in published)),
        uncovered=uncovered,
    )


NOT_CHANGED_ALONE: Mapping[str, str] = {
    "1.period": "it is the first_day and last_day of the entry",
    "1.code": "the list of codes is SUPERVISION_CODES",
    "1.six_months": "last days, sentences and reminders read LAST_DAY beside it",
    "1.destination": "it asks for the last day of the six months",
    "2.certificate": "it is one of DOCUMENTS",
    "4.papers": "the papers are DOCUMENTS",
}
"""Clauses that are more than their expressions: changed alone, the rest would go on as before."""


def list_clauses_known_by(published: Sequence[Announcement]) -> tuple[Clause, ...]:
    """Return every clause, its changes by announcements chosen by the day of export.

    Raises:
        ValueError: an announcement changes a clause that cannot be changed alone.
    """
    for change in (change for announcement in published for change in announcement.changes):
        if change.id in NOT_CHANGED_ALONE:
            raise ValueError(
                f"changes hold {change.id!r}; accepted are clauses that are their expression "
                f"alone: {NOT_CHANGED_ALONE[change.id]}"
            )
    added = {change.id: change for a in published for change in a.changes}
    unchanged = {clause.id: clause for clause in CLAUSES}
    for id_, change in added.items():
        # A clause that a later announcement adds is met by exports under the earlier ones.
        unchanged.setdefault(id_, replace(change, holds=TRUE, outstanding=FALSE, uncovered=FALSE))
    return (period(published), *(_as_changed(clause, published) for clause in unchanged.values()))


def _as_changed(clause: Clause, published: Sequence[Announcement]) -> Clause:
    holds, outstanding = clause.holds, clause.outstanding
    for announcement in published:
        for change in announcement.changes:
            if change.id == clause.id:
                here = governs_last(announcement, published)
                holds = when(here, change.holds, holds)
                if change.outstanding != outstanding:  # what nobody can see to stays so
                    outstanding = when(here, change.outstanding, outstanding)
    return replace(clause, holds=holds, outstanding=outstanding)
