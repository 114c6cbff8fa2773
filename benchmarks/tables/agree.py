"""Row by row beside the plain law: what every program that is timed has to pass first."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from tables.data import ATTRIBUTIONS, COLUMNS, DESTINATIONS, PAPERS, REASONS, REFUNDS, USES

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from plain_law import judge

Facts = Mapping[str, Any]

WORDS = {
    "destination": DESTINATIONS,
    "reason": REASONS,
    "export_refund": REFUNDS,
    "use": USES,
    "attribution": ATTRIBUTIONS,
}
CODES_OF_THE_RETURN = ("1261", "4561", "9661")
DAYS_OUT = ("declared_on", "released_on", "exported_on", "left_zone_on")
PAIRS = (
    ("released_on", "declared_on"),
    ("exported_on", "declared_on"),
    ("exported_on", "released_on"),
)
PAIRS_BACK = tuple(
    (back, out) for back in ("returned_on", "domestic_on", "return_declared_on") for out in DAYS_OUT
)


class Answer(NamedTuple):
    """The columns of one row."""

    retax_status: str
    retax_announcement: str | None
    retax_last_day: date | None
    retax_decided_by: str
    retax_missing: str
    retax_documents: str
    retax_assumed: str


def is_bad(name: str, value: Any) -> bool:
    """Say whether a fact alone cannot be."""
    if value is None:
        return False
    match name:
        case "supervision_code":
            return re.fullmatch(r"[0-9]{4}|none", value) is None
        case "hs_code":
            return re.fullmatch(r"[0-9]{4}(?:[0-9]{2}){0,3}", value) is None
        case "exported_quantity" | "returned_quantity":
            return bool(value <= 0)
        case "returned_before":
            return bool(value < 0)
        case "papers_held":
            return not set(value.split(";")) <= set(PAPERS)
    return name in WORDS and value not in WORDS[name]


def is_before(facts: Facts, later: str, earlier: str) -> bool:
    """Say whether the day that comes later is the earlier one."""
    one, other = facts[later], facts[earlier]
    return one is not None and other is not None and one < other


def find_blamed(facts: Facts) -> str | None:
    """Name the fact to blame: first what cannot be alone, then what cannot stand together."""
    for name in sorted(facts, key=ORDER.__getitem__):
        if is_bad(name, facts[name]):
            return name
    if facts["supervision_code"] in CODES_OF_THE_RETURN:
        return "supervision_code"
    for later, earlier in PAIRS:
        if is_before(facts, later, earlier):
            return later
    if is_before(facts, "exported_on", "left_zone_on"):
        return "left_zone_on"
    for later, earlier in (*PAIRS_BACK, ("domestic_on", "returned_on")):
        if is_before(facts, later, earlier):
            return later
    if facts["destination"] == "zone" and facts["domestic_on"] is not None:
        return "destination"
    if "tax_certificate" in (facts["papers_held"] or "") and facts["export_refund"] in UNPAID:
        return "papers_held"
    return None


UNPAID = ("claimed", "refunded")


ORDER = {name: at for at, name in enumerate(COLUMNS)}


def answer_by_plain_law(facts: Facts) -> Answer:
    """Answer by the plain law."""
    wrong = find_blamed(facts)
    if wrong is not None:
        return Answer("invalid", None, None, wrong, "", "", "")
    papers = facts["papers_held"]
    verdict = judge({**facts, "papers_held": papers and frozenset(papers.split(";"))})
    return Answer(
        verdict["status"],
        verdict["announcement"],
        verdict["last_day"],
        verdict["decided_by"] or "",
        ";".join(verdict["asks"]),
        ";".join(id_ for id_, _, _ in verdict["documents"]),
        ";".join(verdict["assumed"]),
    )


def compare_with_plain_law(result: pl.DataFrame, data: pl.DataFrame, rows: int = 20_000) -> None:
    """Compare the first rows of a result with the plain law; raise at the first that differs."""
    if result.height != data.height:
        raise AssertionError(f"{result.height} rows came back for {data.height}")
    words = pl.selectors.by_dtype(pl.Categorical, pl.Enum)
    given = result.head(rows).select(Answer._fields).with_columns(words.cast(pl.String)).rows()
    facts_of_rows = data.head(rows).with_columns(words.cast(pl.String)).iter_rows(named=True)
    for number, (facts, answer) in enumerate(zip(facts_of_rows, given, strict=True)):
        wanted = answer_by_plain_law(facts)
        if tuple(wanted) != answer:
            differing = [
                f"{name}: {one!r}, the plain law says {other!r}"
                for name, one, other in zip(Answer._fields, answer, wanted, strict=True)
                if one != other
            ]
            raise AssertionError(f"row {number}: {'; '.join(differing)}\n{facts}")
