"""Whether Chinese cross-border e-commerce exports come back free of import tax, and why.

``check()`` judges one line of returned goods under announcement 2023 No. 4 of the Ministry of
Finance, the customs administration and the tax administration, as prolonged and restated since,
and says why, article by article, and with which papers.
"""

import typing as _typing

from pydantic import ValidationError

from retax.check import check, check_many, governing, last_day
from retax.data import goods_schema, verdict_schema
from retax.finding import Finding
from retax.goods import ReturnedGoods
from retax.law.announcements import Announcement
from retax.law.open_questions import QUESTIONS, Question
from retax.law.outcome import Outcome, Status
from retax.logic.expressions import Side
from retax.overdrawn import Overdrawn, overdrawn
from retax.verdict import Action, Ask, Document, Relief, Route, Verdict
from retax.vocabulary import Destination, ExportRefund, Paper, ReturnReason, Use
from retax.words import Lang, Words

if _typing.TYPE_CHECKING:
    from retax.frames import check_frame as check_frame

__all__ = [
    "QUESTIONS",
    "Action",
    "Announcement",
    "Ask",
    "Destination",
    "Document",
    "ExportRefund",
    "Finding",
    "Lang",
    "Outcome",
    "Overdrawn",
    "Paper",
    "Question",
    "Relief",
    "ReturnReason",
    "ReturnedGoods",
    "Route",
    "Side",
    "Status",
    "Use",
    "ValidationError",
    "Verdict",
    "Words",
    "check",
    "check_many",
    "goods_schema",
    "governing",
    "last_day",
    "overdrawn",
    "verdict_schema",
]


def __getattr__(name: str) -> _typing.Any:
    """Load tables when they are first asked for: they need libraries of their own."""
    if name == "check_frame":
        from retax.frames import check_frame

        return check_frame
    raise AttributeError(f"module 'retax' has no attribute {name!r}")
