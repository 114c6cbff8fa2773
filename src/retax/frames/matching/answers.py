"""The answers of a matching as columns: one mapping of lists for each table of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from retax.facts.catalogue import NAMES, FactKind
from retax.facts.model import ReturnedGoods, refusals_of
from retax.frames.polars.reader import QUANTITY
from retax.matching import (
    Contradiction,
    Matched,
    MatchedLine,
    Range,
    Refused,
    Remark,
)
from retax.matching.answer_records import AnswerRecords
from retax.matching.tables import TableId
from retax.words import joined

_DTYPES: Mapping[FactKind, Any] = {
    "day": pl.Date,
    "yes_no": pl.Boolean,
    "quantity": QUANTITY,
    "count": pl.Int64,
    "papers": pl.List(pl.String),
}
_POSITION = pl.Int64
_RANGES: Mapping[str, Any] = dict.fromkeys(
    ("strict_at_least", "strict_at_most", "lenient_at_least", "lenient_at_most"), QUANTITY
)
_ITEM: Mapping[str, Any] = {"sku": pl.String, "place": pl.String}

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "lines": {
        "retax_row": _POSITION,
        "retax_line": _POSITION,
        "retax_evidence": pl.String,
        "retax_value": pl.String,
        **{fact: _DTYPES.get(NAMES[fact].kind, pl.String) for fact in ReturnedGoods.model_fields},
    },
    "open": {
        "row": _POSITION,
        **_ITEM,
        "quantity": QUANTITY,
        **_RANGES,
        "exact": pl.Boolean,
        "asks": pl.String,
    },
    "items": {
        **_ITEM,
        "quantity": QUANTITY,
        **_RANGES,
        "exact": pl.Boolean,
        "by_fifo": QUANTITY,
        "no_fifo": pl.String,
        "emptied_on": pl.List(pl.Date),
    },
    "export_lines": {
        "line": _POSITION,
        "sku": pl.String,
        "drawn_at_least": QUANTITY,
        "drawn_at_most": QUANTITY,
        "left_at_least": QUANTITY,
        "left_at_most": QUANTITY,
    },
    "deadlines": {
        **_ITEM,
        "last_day": pl.Date,
        "abroad": QUANTITY,
        "lapse_at_least": QUANTITY,
        "lapse_at_most": QUANTITY,
    },
    "to_prove": {
        "row": _POSITION,
        "line": _POSITION,
        "quantity": QUANTITY,
        "export_entry": pl.String,
        "export_item": pl.Int64,
        "last_day": pl.Date,
    },
    "contradictions": {
        "id": pl.String,
        **_ITEM,
        "rows": pl.List(_POSITION),
        "lines": pl.List(_POSITION),
        "quantity": QUANTITY,
        "zh": pl.String,
        "en": pl.String,
    },
    "contradicted": {"row": _POSITION, "quantity": QUANTITY},
    "filed": {"row": _POSITION},
    "refused": {"table": pl.String, "position": _POSITION, "zh": pl.String, "en": pl.String},
    "remarks": {"id": pl.String, "sku": pl.String, "zh": pl.String, "en": pl.String},
}
"""The tables of answers, and the types of their columns."""

SORTED_BY: Mapping[str, Sequence[str]] = {
    "lines": ("retax_row", "retax_line"),
    "open": ("row",),
    "items": ("sku", "place"),
    "export_lines": ("line",),
    "deadlines": ("sku", "place", "last_day"),
    "to_prove": ("row", "line"),
    "contradictions": ("sku", "place", "id", "rows", "lines"),
    "contradicted": ("row",),
    "filed": ("row",),
    "refused": ("table", "position"),
    "remarks": ("id", "sku", "zh"),
}
"""In which order they are, whatever the parts they were found in."""

RowsByTable = dict[str, list[tuple[Any, ...]]]
RowPlaces = Mapping[TableId, Sequence[int]]


def list_answer_rows(matched: Matched, places: RowPlaces) -> RowsByTable:
    """Return the rows of each table of answers; ``places``: of the rows that were matched."""
    return {
        "lines": list_line_rows(matched.lines, places),
        **list_item_rows(matched, places),
        **list_rows_of_rest(
            places,
            matched.contradictions,
            matched.contradicted,
            matched.filed,
            matched.refused,
            matched.remarks,
        ),
    }


def list_line_rows(lines: Iterable[MatchedLine], places: RowPlaces) -> list[tuple[Any, ...]]:
    """Return the rows of the table of lines."""
    out, back = places["exports"], places["returned"]
    facts = tuple(ReturnedGoods.model_fields)
    return [
        (
            back[line.row],
            out[line.line],
            line.evidence,
            line.value,
            *(_to_plain(getattr(line.goods, fact)) for fact in facts),
        )
        for line in lines
    ]


def list_item_rows(found: Matched | AnswerRecords, places: RowPlaces) -> RowsByTable:
    """Return the rows of the tables of answers on items."""
    out, back = places["exports"], places["returned"]
    return {
        "open": [
            (
                *(back[x.row], x.sku, x.place, x.quantity),
                *(*_find_limits(x.strict), *_find_limits(x.lenient), x.exact, ";".join(x.asks)),
            )
            for x in found.open
        ],
        "items": [
            (
                *(
                    x.sku,
                    x.place,
                    x.quantity,
                    *_find_limits(x.strict),
                    *_find_limits(x.lenient),
                    x.exact,
                ),
                *(x.by_fifo, x.no_fifo, list(x.emptied_on)),
            )
            for x in found.items
        ],
        "export_lines": [
            (out[x.line], x.sku, *_find_limits(x.drawn), *_find_limits(x.left))
            for x in found.export_lines
        ],
        "deadlines": [
            (x.sku, x.place, x.last_day, x.abroad, *_find_limits(x.lapse)) for x in found.deadlines
        ],
        "to_prove": [
            (back[x.row], out[x.line], x.quantity, x.export_entry, x.export_item, x.last_day)
            for x in found.to_prove
        ],
    }


def list_rows_of_rest(
    places: RowPlaces,
    contradictions: Iterable[Contradiction],
    contradicted: Mapping[int, Decimal],
    filed: Iterable[int],
    refused: Iterable[Refused],
    remarks: Iterable[Remark],
) -> RowsByTable:
    """Return the rows of the tables of what is not matched, and of remarks."""
    out, back = places["exports"], places["returned"]
    return {
        "contradictions": [
            (
                *(x.id, x.sku, x.place, [back[at] for at in x.rows], [out[at] for at in x.lines]),
                *(x.quantity, x.words.zh, x.words.en),
            )
            for x in contradictions
        ],
        "contradicted": [(back[at], units) for at, units in contradicted.items()],
        "filed": [(back[at],) for at in filed],
        "refused": [
            (x.table, _find_place(x.table, x.position, places), *_explain_refusal(x.error))
            for x in refused
        ],
        "remarks": [(x.id, x.sku, x.words.zh, x.words.en) for x in remarks],
    }


def build_frame(name: str, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Return the rows of a table of answers as a frame, in their order."""
    return join_frames(name, [pl.DataFrame(rows, schema=dict(SCHEMAS[name]), orient="row")])


def join_frames(name: str, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the frames of the parts as one, in order, without what every part repeats.

    Of rows that tell no item each part says that they are there; the first alone says why.
    """
    frame = pl.concat(frames)
    if name == "remarks":
        frame = frame.unique(maintain_order=True)
    elif name == "refused":
        frame = frame.filter(pl.col("zh") != "")
    return frame.sort(SORTED_BY[name], nulls_last=False, maintain_order=True)


def _find_limits(found: Range) -> tuple[Any, Any]:
    return found.at_least, found.at_most


def _to_plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _find_place(table: str, position: int, places: RowPlaces) -> int:
    return next(at for name, at in places.items() if name == table)[position]


def _explain_refusal(error: Any) -> tuple[str, str]:
    words = joined([refusal.words for refusal in refusals_of(error)], zh="；", en="; ")
    return words.zh, words.en
