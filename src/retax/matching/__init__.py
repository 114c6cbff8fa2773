"""Returned units and the export lines they left by: what is shown, and what holds whichever it was.

:func:`match_returns` reads an export ledger and what came back. ``stock`` and ``ranges`` are the
mathematics of one pool of interchangeable units and know no law.
"""

from retax.matching.match import match_returns
from retax.matching.matched import (
    Contradiction,
    ItemRange,
    Lapse,
    LineRange,
    Matched,
    MatchedLine,
    OpenUnits,
    PossibleLine,
    Range,
    Refused,
    Remark,
    ToProve,
)
from retax.matching.records import ExportLine, ReturnedUnits, StockCount, Trace, UnitsGone
from retax.matching.tables import UnreadRow

__all__ = [
    "Contradiction",
    "ExportLine",
    "ItemRange",
    "Lapse",
    "LineRange",
    "Matched",
    "MatchedLine",
    "OpenUnits",
    "PossibleLine",
    "Range",
    "Refused",
    "Remark",
    "ReturnedUnits",
    "StockCount",
    "ToProve",
    "Trace",
    "UnitsGone",
    "UnreadRow",
    "match_returns",
]
