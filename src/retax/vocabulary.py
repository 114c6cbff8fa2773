"""The words of ids in Chinese and English, for programs that show them to people.

Each table goes from the id that verdicts and goods use to its ``Words``; all of them are read from
the law and the catalogue of facts, where the words are written. After ``from retax import
vocabulary``, ``vocabulary.STATUSES["needs_review"].zh`` is 口径待核,
``vocabulary.FACTS["released_on"].zh`` is 出口放行日期, and
``vocabulary.VALUES["reason"]["recall"].zh`` is 召回.

``verdict.to_dict("zh")`` leaves ids as they are, so that programs can compare them; look them up
here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from retax.facts.catalogue import NAMES, FactRecord
from retax.facts.values import PAPER_WORDS, YES_NO, Paper, Word
from retax.law.main_regime import MAIN_REGIME as _MAIN_REGIME
from retax.law.outcome import OUTCOMES, Status
from retax.law.outcome import STATUSES as _STATUSES
from retax.law.regimes import QUESTIONS as _QUESTIONS
from retax.law.regimes import REGIMES as _REGIMES
from retax.law.rules import CERTAINTIES
from retax.names import ClauseId, FactName, QuestionId
from retax.words import Words

__all__ = [
    "CERTAINTIES",
    "CLAUSES",
    "DOCUMENTS",
    "FACTS",
    "FACT_QUESTIONS",
    "OUTCOMES",
    "PAPERS",
    "QUESTIONS",
    "STATUSES",
    "STATUS_SENTENCES",
    "SUPERVISION_CODES",
    "VALUES",
]


def _take_words(values: Mapping[str, Word]) -> dict[str, Words]:
    return {value: word.words for value, word in values.items()}


def _list_choices(record: FactRecord) -> dict[str, Words]:
    if record.kind == "yes_no":
        return {"true": YES_NO[True], "false": YES_NO[False]}
    codes = SUPERVISION_CODES if record.kind == "code" else {}
    return {**codes, **_take_words(record.values or {})}


STATUSES: Mapping[Status, Words] = {status: badge for status, (badge, _) in _STATUSES.items()}
"""The statuses of a verdict: 符合免税条件, eligible."""

STATUS_SENTENCES: Mapping[Status, Words] = {status: says for status, (_, says) in _STATUSES.items()}
"""What each status means, in a sentence."""

FACTS: Mapping[FactName, Words] = cast(
    "Mapping[FactName, Words]", {name: record.label for name, record in NAMES.items()}
)
"""The facts of goods: 出口放行日期, day of release for export."""

FACT_QUESTIONS: Mapping[FactName, Words] = cast(
    "Mapping[FactName, Words]",
    {name: record.question or record.label for name, record in NAMES.items()},
)
"""The question that asks for each fact."""

SUPERVISION_CODES: Mapping[str, Words] = _MAIN_REGIME.codes
"""The four supervision codes under which an export can come back free of tax."""

PAPERS: Mapping[Paper, Words] = cast("Mapping[Paper, Words]", _take_words(PAPER_WORDS))
"""The papers an enterprise may hold."""

VALUES: Mapping[FactName, Mapping[str, Words]] = cast(
    "Mapping[FactName, Mapping[str, Words]]",
    {name: chosen for name, record in NAMES.items() if (chosen := _list_choices(record))},
)
"""By fact the values to choose from: reasons, uses, papers, yes and no (``true``, ``false``)."""

CLAUSES: Mapping[ClauseId, Words] = cast(
    "Mapping[ClauseId, Words]",
    {
        clause.id: clause.words
        for regime in _REGIMES
        for clause in regime.clauses_known_by(regime.published_by(None))
    },
)
"""What each clause demands."""

DOCUMENTS: Mapping[str, Words] = {
    document.id: document.words for regime in reversed(_REGIMES) for document in regime.documents
}
"""The documents of a verdict, in the words of its regime where regimes share some."""

QUESTIONS: Mapping[QuestionId, Words] = cast(
    "Mapping[QuestionId, Words]", {id_: question.asks for id_, question in _QUESTIONS.items()}
)
"""What each open question of law asks; both sides and the grounds are in ``retax.QUESTIONS``."""
