"""The papers of a letter: which are needed, which are at hand, which are still to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from retax import QUESTIONS, Action, Document, Words
from retax.desk.letters.dates import write_days
from retax.desk.letters.drafts import list_missing_for_final, list_repetitions, to_come_true
from retax.desk.letters.letter import LetterLine
from retax.desk.letters.line_ranges import merge_sentences
from retax.explain.steps import write_step
from retax.facts.values import PAPER_WORDS
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.rules import CERTAINTIES

LetterRow = Mapping[str, str]

_HELD = {True: "已备", False: "未备", None: "□ 已备  □ 未备"}
_ENCLOSED = {True: "随附", False: "待补", None: "□ 随附  □ 待补"}
"""Where the papers held are unknown, boxes to tick by hand."""


def list_documents(lines: Sequence[LetterLine]) -> list[LetterRow]:
    """Return every document customs will want, with its basis and whether it is at hand."""
    return [
        {
            "name": rule.words.zh,
            "basis": rule.basis.zh,
            "certainty": _merge_each(lines, rule.id, lambda found: CERTAINTIES[found.certainty].zh),
            "held": _merge_each(lines, rule.id, lambda found: _HELD[found.held]),
        }
        for rule in DOCUMENTS
        if any(_find_document(line, rule.id) for line in lines)
    ]


def list_enclosures(lines: Sequence[LetterLine]) -> list[LetterRow]:
    """Return the papers enclosed and those to come; what is held counts by its own name.

    A paper that is not required and not held is not promised.
    """
    rows = [
        {
            "name": "；".join(merge_sentences([_name(line, rule.id) for line in lines])),
            "basis": rule.basis.zh,
            "state": _merge_each(lines, rule.id, _describe_state),
        }
        for rule in DOCUMENTS
    ]
    return [row for row in rows if row["state"]] + list(_list_others(lines))


def _list_others(lines: Sequence[LetterLine]) -> Iterator[LetterRow]:
    """Return the papers held that serve no document asked for."""
    for paper, word in PAPER_WORDS.items():
        spare = [
            _ENCLOSED[True] if paper in _find_unneeded_papers(line) else None for line in lines
        ]
        if any(spare):
            yield {"name": word.words.zh, "basis": "", "state": "；".join(merge_sentences(spare))}


def _find_unneeded_papers(line: LetterLine) -> frozenset[str]:
    serving = {paper for found in line.verdict.documents for paper in found.papers}
    return (line.verdict.facts.papers_held or frozenset()) - serving


def _describe_state(found: Document) -> str | None:
    # Article 4 has the enterprise answer for what it files: a letter promises no paper that is not
    # required.
    promised = found.held is not False or found.certainty == "required"
    return _ENCLOSED[found.held] if promised else None


def _name(line: LetterLine, id_: str) -> str | None:
    found = _find_document(line, id_)
    if found is None or _describe_state(found) is None:
        return None
    held = line.verdict.facts.papers_held or frozenset()
    at_hand = [PAPER_WORDS[paper].words.zh for paper in found.papers if paper in held]
    if at_hand or len(found.papers) == 1:
        return "、".join(at_hand or [PAPER_WORDS[found.papers[0]].words.zh])
    return found.words.zh


def _find_document(line: LetterLine, id_: str) -> Document | None:
    return next((found for found in line.verdict.documents if found.id == id_), None)


def _merge_each(
    lines: Sequence[LetterLine], id_: str, describe: Callable[[Document], str | None]
) -> str:
    found = [_find_document(line, id_) for line in lines]
    return "；".join(merge_sentences([None if one is None else describe(one) for one in found]))


_EVIDENCE = ("return_record", "reason_statement", "trial_evidence")
"""The documents that bear out the reason of a return."""


def list_evidence(lines: Sequence[LetterLine]) -> list[str]:
    """Return the papers at hand that bear out the reason of the return."""
    return merge_sentences([_describe_evidence(line) for line in lines])


def _describe_evidence(line: LetterLine) -> str | None:
    held = line.verdict.facts.papers_held or frozenset()
    found = [document for document in line.verdict.documents if document.id in _EVIDENCE]
    serving = {paper for document in found for paper in document.papers if paper in held}
    return (
        "、".join(word.words.zh for paper, word in PAPER_WORDS.items() if paper in serving) or None
    )


def list_actions(lines: Sequence[LetterLine], on: date) -> list[str]:
    """Return what is still to be done on the day of a letter; questions of law are no part of it.

    A question that no answer settles, as on another reason, asks for a fact and is part of it.
    """
    by_sentence: dict[str, list[str | None]] = {}
    for at, line in enumerate(lines):
        for words in _to_be_done(line, on):
            text = write_days(words.zh)
            by_sentence.setdefault(text, [None] * len(lines))[at] = text
    return [sentence for on_lines in by_sentence.values() for sentence in merge_sentences(on_lines)]


def _to_be_done(line: LetterLine, on: date) -> list[Words]:
    verdict = line.verdict
    steps = [write_step(each, on) for each in verdict.actions if not _is_a_question_of_law(each)]
    return [
        *list_missing_for_final(verdict),
        *list_repetitions(line.repeats, line.shared),
        *line.row.doubts,
        *to_come_true(verdict, on),
        *steps,
    ]


def _is_a_question_of_law(action: Action) -> bool:
    kind, _, question = action.id.partition(":")
    return kind == "ask_customs" and QUESTIONS[question].can_be_settled
