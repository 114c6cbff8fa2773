"""Whether Chinese cross-border e-commerce exports come back free of import tax, and why.

``check()`` judges one line of returned goods under announcement 2023 No. 4 of the Ministry of
Finance, the customs administration and the tax administration, as prolonged and restated since,
and says why, article by article, and with which papers.
"""

import importlib as _importlib
import typing as _typing

from pydantic import ValidationError

from retax.check import check, check_lines, check_many, governing, last_day
from retax.facts.messages import Refusal
from retax.facts.model import ReturnedGoods, refusals_of
from retax.facts.values import (
    Attribution,
    Cause,
    Destination,
    ExportRefund,
    Paper,
    ReturnReason,
    Use,
)
from retax.judge.answer import Action, Ask, Document, Relief, Route
from retax.judge.answer import read_version as _read_version
from retax.judge.ruling import Ruling
from retax.law.instruments import Announcement
from retax.law.outcome import Outcome, Status
from retax.law.rules import Question
from retax.logic.expressions import Side
from retax.names import ClauseId, FactName, GoodsDict, QuestionId
from retax.verdict import Finding, Verdict
from retax.words import Lang, Words

if _typing.TYPE_CHECKING:
    from retax.cells.mending import mended as mended
    from retax.explain.serialize import goods_schema as goods_schema
    from retax.explain.serialize import verdict_schema as verdict_schema
    from retax.frames import check_frame as check_frame
    from retax.frames import match_frames as match_frames
    from retax.frames import overdrawn_frame as overdrawn_frame
    from retax.law.regimes import QUESTIONS as QUESTIONS
    from retax.lots.overdrawn import Overdrawn as Overdrawn
    from retax.lots.overdrawn import overdrawn as overdrawn
    from retax.matching import match_returns as match_returns

    __version__: str

__all__ = [
    "QUESTIONS",
    "Action",
    "Announcement",
    "Ask",
    "Attribution",
    "Cause",
    "ClauseId",
    "Destination",
    "Document",
    "ExportRefund",
    "FactName",
    "Finding",
    "GoodsDict",
    "Lang",
    "Outcome",
    "Overdrawn",
    "Paper",
    "Question",
    "QuestionId",
    "Refusal",
    "Relief",
    "ReturnReason",
    "ReturnedGoods",
    "Route",
    "Ruling",
    "Side",
    "Status",
    "Use",
    "ValidationError",
    "Verdict",
    "Words",
    "check",
    "check_lines",
    "check_many",
    "goods_schema",
    "governing",
    "last_day",
    "overdrawn",
    "refusals_of",
    "verdict_schema",
]


_LOADED_ON_DEMAND = {
    "Overdrawn": "retax.lots.overdrawn",
    "overdrawn": "retax.lots.overdrawn",
    "QUESTIONS": "retax.law.regimes",
    "goods_schema": "retax.explain.serialize",
    "verdict_schema": "retax.explain.serialize",
    "check_frame": "retax.frames",
    "overdrawn_frame": "retax.frames",
    "match_frames": "retax.frames",
    "match_returns": "retax.matching",
    "mended": "retax.cells.mending",
}
"""What :func:`check` of one line does without, and the module it is in."""


def __getattr__(name: str) -> _typing.Any:
    """Load what is seldom needed when it is first asked for."""
    if name in _LOADED_ON_DEMAND:
        return getattr(_importlib.import_module(_LOADED_ON_DEMAND[name]), name)
    if name == "__version__":
        return _read_version()
    raise AttributeError(f"module 'retax' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is public: modules inside are not, what is loaded when asked for is."""
    return sorted({*__all__, *_LOADED_ON_DEMAND, "__doc__", "__name__", "__version__"})
