"""The colours of outcomes, which are those of the results in the desk's workbooks.

A fill is the workbook's own: light, for text on it. A strong colour has the hue of the fill and
stands alone, in a dot or a bar.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax import Outcome
from retax.desk.writers.workbook_styles import FILLS
from retax.law.outcome import STATUS_OF

STRONG: Mapping[Outcome, str] = {
    "met": "#3a8a2e",
    "outstanding": "#1f6fb2",
    "open": "#6b4fa0",
    "unknown": "#e0ac14",
    "failed": "#c23b22",
    "not_covered": "#b8bfc7",
}


def fill(outcome: Outcome) -> str:
    """Return the fill the workbook gives the result of a worst outcome."""
    return FILLS[STATUS_OF[outcome]]
