"""The grounds of each part of a ruling beside the law it is by: texts are kept by them.

Two rulings by one law that agree in them have the same part, word for word, but for the facts
themselves. ``None`` where a ruling has no such part.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from retax.judge.case import Presumed
from retax.judge.ruling import (
    Ruling,
    find_fitting_steps,
    gather_reliefs_inputs,
    gather_routes_inputs,
    get_case,
    has_a_way_on,
)
from retax.judge.two_ways import RulingOnTwoWays
from retax.words import Words

__all__ = [
    "gather_answer_inputs",
    "gather_conditions_inputs",
    "gather_documents_inputs",
    "gather_findings_inputs",
    "gather_missing_facts",
    "gather_questions_inputs",
    "gather_reliefs_inputs",
    "gather_routes_and_other_way",
    "get_presumptions",
    "get_result",
    "keep_text",
]

_Of = TypeVar("_Of", bound=Ruling)
_Option = TypeVar("_Option", bound=Hashable)
_Text = TypeVar("_Text", str, Words)


def keep_text(
    name: str,
    of: _Of,
    rests_on: Callable[[_Of], Hashable],
    write: Callable[[_Of, _Option], _Text],
    option: _Option,
) -> _Text:
    """Return a text about a ruling as kept by its name and what it rests on, else write it."""
    texts = get_case(of).law.texts
    key = (name, option, rests_on(of))
    text: _Text | None = texts.get(key)
    return texts.keep(key, write(of, option)) if text is None else text


def get_result(of: Ruling) -> Hashable:
    """Return the status, the clause that decides it, and the law that governs."""
    return of.status, of.decided_by, get_case(of).announcement


def gather_findings_inputs(of: Ruling) -> Hashable:
    """Return what the findings rest on, but for their sentences."""
    texts = get_case(of).texts  # an answer in words asks for it some three times
    kept = texts.get(_FINDINGS)
    return texts.keep(_FINDINGS, _gather_findings_inputs(of)) if kept is None else kept


_FINDINGS = "what the findings rest on"


def _gather_findings_inputs(of: Ruling) -> tuple[Hashable, ...]:
    case = get_case(of)
    signature: list[Hashable] = [case.outcomes, case.presumed, case.lacks, case.article]
    for at, outcome in enumerate(case.outcomes):
        if outcome == "unknown":
            signature.append(case.find_missing(at))
        elif outcome == "open":
            signature.append(case.find_questions(at))
    if case.law.settled:
        signature += [finding.settled for finding in of.findings]
    return tuple(signature)


def gather_answer_inputs(of: Ruling, *, in_words: bool) -> tuple[Hashable, ...]:
    """Return what a whole ruling rests on, but for the facts, days and sentences of its findings.

    ``in_words``: the quantities that steps name count, too.
    """
    after = get_case(of).consequences
    steps, quantities = find_fitting_steps(get_case(of))
    return (
        *(gather_findings_inputs(of), of.id, gather_documents_inputs(of)),
        *(after.reliefs, steps, after.routes, after.notes),
        # 2.5 == 2.50, yet each is written as it was given.
        *([str(n) for n, fits in zip(quantities, steps, strict=True) if fits] if in_words else ()),
    )


def gather_missing_facts(of: Ruling) -> Hashable:
    """Return the facts that are asked for."""
    return tuple([ask.fact for ask in of.asks])


def gather_questions_inputs(of: Ruling) -> Hashable:
    """Return the open questions, and whether a clause has failed whatever they come to."""
    return tuple([question.id for question in of.open_questions]), "failed" in get_case(of).outcomes


def gather_documents_inputs(of: Ruling) -> Hashable:
    """Return the certainty of each document, and whether it is held."""
    return get_case(of).papers_to_file if has_a_way_on(of) else None


def gather_conditions_inputs(of: Ruling) -> Hashable:
    """Return what became of each clause, and what is presumed."""
    case = get_case(of)
    return case.outcomes, case.presumed


def get_presumptions(of: Ruling) -> Presumed:
    """Return the presumptions, of which equal ones are one object."""
    return get_case(of).presumed


def gather_routes_and_other_way(of: RulingOnTwoWays) -> Hashable:
    """Return what the routes rest on: one of them says what the ordinary one comes to."""
    routes = gather_routes_inputs(of)
    return None if routes is None else (of.status, routes, get_result(of.ordinary))
