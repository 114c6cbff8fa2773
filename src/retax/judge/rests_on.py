"""The grounds of each part of a ruling beside the law it is by: texts are kept by them.

Two rulings by one law that agree in them have the same part, word for word, but for the facts
themselves. ``None`` where a ruling has no such part.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from retax.judge.case import Presumed, find_places
from retax.judge.ruling import (
    Ruling,
    find_fitting_steps,
    gather_reliefs_inputs,
    gather_routes_inputs,
    get_case,
    has_a_way_on,
)
from retax.judge.two_ways import RulingOnTwoWays
from retax.law.outcome import NO_WAY_ON
from retax.words import Words

__all__ = [
    "gather_actions_inputs",
    "gather_conditions_inputs",
    "gather_documents_inputs",
    "gather_findings_inputs",
    "gather_missing_facts",
    "gather_papers_and_reliefs",
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
    return of.status, of.decided_by, of.id


def gather_findings_inputs(of: Ruling) -> Hashable:
    """Return what the findings rest on, but for their sentences."""
    case = get_case(of)
    settled = [finding.settled for finding in of.findings] if case.law.settled else ()
    return (
        *(case.outcomes, case.presumed, case.lacks, case.article),
        *(case.all_missing, case.all_questions, *settled),
    )


def gather_actions_inputs(of: Ruling, *, in_words: bool) -> Hashable:
    """Return what the actions rest on, but for their last days; None where there are none.

    ``in_words``: the quantities that steps name count, too.
    """
    if not has_a_way_on(of):
        return None
    case = get_case(of)
    steps, quantities = find_fitting_steps(case)
    return (
        *(steps, case.papers_to_file, find_places(case.outcomes, "outstanding")),
        case.all_questions,
        # 2.5 == 2.50, yet each is written as it was given.
        *([str(n) for n, fits in zip(quantities, steps, strict=True) if fits] if in_words else ()),
    )


def gather_missing_facts(of: Ruling) -> Hashable:
    """Return the facts each clause asks for; None where nothing is asked."""
    return get_case(of).all_missing if of.status not in NO_WAY_ON else None


def gather_questions_inputs(of: Ruling) -> Hashable:
    """Return the open questions, and whether a clause has failed whatever they come to."""
    case = get_case(of)
    return case.all_questions, "failed" in case.outcomes


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


def gather_papers_and_reliefs(of: Ruling) -> Hashable:
    """Return what documents and reliefs rest on."""
    return gather_documents_inputs(of), gather_reliefs_inputs(of)


def gather_routes_and_other_way(of: RulingOnTwoWays) -> Hashable:
    """Return what the routes rest on: one of them says what the ordinary one comes to."""
    routes = gather_routes_inputs(of)
    return None if routes is None else (of.status, routes, get_result(of.ordinary))
