"""The papers of a letter: which are needed, which are at hand, which are still to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from retax import Document, Verdict, Words
from retax.desk.letters.by_line import sentences
from retax.desk.letters.drafts import to_fill_in
from retax.desk.letters.letter import Line
from retax.law.article_4_documents import CERTAINTIES, DOCUMENTS
from retax.vocabulary import PAPERS

Row = Mapping[str, str]

_HELD = {True: "已备", False: "未备", None: "□ 已备  □ 未备"}
_ENCLOSED = {True: "随附", False: "待补", None: "□ 随附  □ 待补"}
"""Where the papers held were not told, boxes to tick by hand."""


def documents(lines: Sequence[Line]) -> list[Row]:
    """Return every document customs will want, with its basis and whether it is at hand."""
    return [
        {
            "name": rule.words.zh,
            "basis": rule.basis.zh,
            "certainty": _each(lines, rule.id, lambda found: CERTAINTIES[found.certainty].zh),
            "held": _each(lines, rule.id, lambda found: _HELD[found.held]),
        }
        for rule in DOCUMENTS
        if any(_found(line, rule.id) for line in lines)
    ]


def enclosed(lines: Sequence[Line]) -> list[Row]:
    """Return the papers enclosed and those to come; what is held counts by its own name.

    A paper that is not required and not held is not promised.
    """
    rows = [
        {
            "name": "；".join(sentences([_name(line, rule.id) for line in lines])),
            "basis": rule.basis.zh,
            "state": _each(lines, rule.id, _state),
        }
        for rule in DOCUMENTS
    ]
    return [row for row in rows if row["state"]] + list(_others(lines))


def _others(lines: Sequence[Line]) -> Iterator[Row]:
    """Return the papers held that serve no document asked for."""
    for paper, word in PAPERS.items():
        spare = [_ENCLOSED[True] if paper in _spare(line) else None for line in lines]
        if any(spare):
            yield {"name": word.words.zh, "basis": "", "state": "；".join(sentences(spare))}


def _spare(line: Line) -> frozenset[str]:
    serving = {paper for found in line.verdict.documents for paper in found.papers}
    return (line.verdict.facts.papers_held or frozenset()) - serving


def _state(found: Document) -> str | None:
    promised = found.held is not False or found.certainty == "required"
    return _ENCLOSED[found.held] if promised else None


def _name(line: Line, id_: str) -> str | None:
    found = _found(line, id_)
    if found is None or _state(found) is None:
        return None
    held = line.verdict.facts.papers_held or frozenset()
    at_hand = [PAPERS[paper].words.zh for paper in found.papers if paper in held]
    if at_hand or len(found.papers) == 1:
        return "、".join(at_hand or [PAPERS[found.papers[0]].words.zh])
    return found.words.zh


def _found(line: Line, id_: str) -> Document | None:
    return next((found for found in line.verdict.documents if found.id == id_), None)


def _each(lines: Sequence[Line], id_: str, say: Callable[[Document], str | None]) -> str:
    found = [_found(line, id_) for line in lines]
    return "；".join(sentences([None if one is None else say(one) for one in found]))


_EVIDENCE = ("return_record", "reason_statement", "trial_evidence")
"""The documents that bear out the reason of a return."""


def evidence(lines: Sequence[Line]) -> list[str]:
    """Return the papers at hand that bear out the reason of the return."""
    return sentences([_evidence(line) for line in lines])


def _evidence(line: Line) -> str | None:
    held = line.verdict.facts.papers_held or frozenset()
    found = [document for document in line.verdict.documents if document.id in _EVIDENCE]
    serving = {paper for document in found for paper in document.papers if paper in held}
    return "、".join(word.words.zh for paper, word in PAPERS.items() if paper in serving) or None


def actions(lines: Sequence[Line]) -> list[str]:
    """Return what is still to be done; questions of law are no part of it."""
    told: dict[str, list[str | None]] = {}
    for at, line in enumerate(lines):
        for words in _to_be_done(line.verdict):
            told.setdefault(words.zh, [None] * len(lines))[at] = words.zh
    return [sentence for said in told.values() for sentence in sentences(said)]


def _to_be_done(verdict: Verdict) -> list[Words]:
    asked = [a.words for a in verdict.actions if not a.id.startswith("ask_customs:")]
    return [*to_fill_in(verdict), *asked]
