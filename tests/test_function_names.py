"""Functions begin with a verb, predicates with is, has or can."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import retax
from walks import walk_points

PACKAGE = Path(str(files(retax)))
ROOT = Path(__file__).parent.parent

LOOSE = ("", "desk")
"""The folders whose own modules count, and not those of the rooms below them."""

ROOMS = (
    *LOOSE,
    *(
        "cells",
        "explain",
        "facts",
        "frames",
        "judge",
        "law",
        "logic",
        "lots",
        "matching",
        "money",
        "publish",
    ),
    *("desk/command", "desk/deadlines", "desk/jobs", "desk/judging", "desk/letters"),
    *("desk/matching",),
    *("desk/readers", "desk/reports", "desk/template", "desk/writers"),
)
"""The folders in which every function begins with a verb; the first is the package."""

BESIDE = ("benchmarks", "examples", "make_docs", "mutants")
"""Folders beside the package, of which the same is asked."""

_VERBS = """
    accept add allow answer append apply ask assign assume attempt attribute block bound build check
    choose chunk classify clean coalesce compare compile complete compute continue contradict copy
    count cut decode define describe divide draw drop encode end escape exchange explain fill find
    finish fit fix flatten fold follow format gather get go group guard hash ignore import indent
    index infer join judge keep label lay lead leave link list locate look make map mark match
    measure mend merge name narrow negate normalize note notice open order pack parse pass pause
    pick place plan prefer prepare print propagate publish push put quote rank read rebuild receive
    refuse reject remark replace report require resolve restore rewrite round run sample say scan
    see select send set settle share show shrink simplify sort split start stop strip substitute
    subtract suggest sum summarize sweep take trace translate try unmerge unquote validate walk warn
    watch withhold wrap write
"""
"""The verbs in use. A new one joins after a look whether none here says the same."""
VERBS = frozenset(_VERBS.split())

PREDICATES = frozenset({"can", "has", "is"})

CONVERSIONS = frozenset({"as", "from", "to"})
"""The same thing in another form, as Python and its libraries name it: ``to_dict``, ``as_py``."""

_OF_THE_LANGUAGE = """
    all_of any_of contains_any days first known longest_prefix matches months reading when
    working_day year_start
"""

_OF_THE_LAW = """
    _inferred _last_day_counted_from _or_extended by_code cause cause_counts codes_where governing
    governing_id governs governs_last in_force in_time in_time_from_a_zone in_time_of_others
    months_from one_year outcome period presumption_applies tariff_law_governs tariff_law_may_govern
"""

_OF_OPENFISCA = """
    announcement assumed blamed certificate_clause code_clause destination_clause documents
    enterprise_clause form_clause last_day lenient_day missing not_food_clause papers_clause
    parts_clause period_clause processed_clause reason_clause refund_clause same_goods_clause
    screened six_months_clause stayed unused_clause verdict
"""
"""Formulas of OpenFisca, each of which is named as the variable it computes."""

EXEMPT: dict[str, frozenset[str]] = {
    # Public names; what the console script and notebooks call.
    "": frozenset(
        {"_repr_html_", "both", "filled", "governing", "joined", "last_day", "main", "text"}
    ),
    # Public names; what Python's files have.
    "desk": frozenset({"days_off", "weekends"})
    | {"close", "fileno", "flush", "isatty", "readable", "readinto", "writable"},
    # Conditions and days of the law, as expressions that read like its text.
    "law": frozenset(_OF_THE_LAW.split()),
    # The constructors of the expression language, as the law reads them; what Python's sets have.
    "logic": frozenset(_OF_THE_LANGUAGE.split()) | {"issubset"},
    # Nodes of that language, which each backend answers under the same name; a public name; what
    # goods are asked.
    "frames": frozenset({"but", "contains_any", "known_facts", "matches", "overdrawn_frame"}),
    # Public names.
    "lots": frozenset({"overdrawn"}),
    "cells": frozenset({"mended"}),
    "explain": frozenset({"goods_schema", "verdict_schema"}),
    # Public names; what pydantic and notebooks call.
    "facts": frozenset(
        {"_repr_html_", "but", "known_facts", "model_construct", "model_copy", "refusals_of"}
        | {"model_validate_json"}
    ),
    "judge": frozenset({"finding"}),
    "money": frozenset({"_repr_html_", "but", "known_amounts", "plus", "stakes", "worth"}),
    "desk/judging": frozenset({"of", "shown_of"}),
    "desk/matching": frozenset({"of", "record", "records", "units_of"}),
    # What Python's files have.
    "desk/readers": frozenset({"readline"}),
    "desk/reports": frozenset({"untold_text"}),
    # What Jinja calls.
    "desk/letters": frozenset({"call_binop"}),
    # A public name; what Python's files have.
    "desk/writers": frozenset({"answers", "flush", "seek", "seekable", "tell", "writable"}),
    # What the console script calls.
    "desk/command": frozenset({"main"}),
    # What each program runs.
    "benchmarks": frozenset({"main", *_OF_OPENFISCA.split()}),
    "make_docs": frozenset({"main"}),
    # The same, and what pytest calls.
    "mutants": frozenset({"main", "pytest_collectreport", "pytest_runtest_logreport"}),
}
"""By room the names that begin with no verb."""

PROPERTIES = ("property", "cached_property", "setter", "overload")


@cache
def functions_of(room: str) -> tuple[tuple[str, str], ...]:
    """Return where each function of a room is and its name, but for properties and dunders."""
    return tuple(_functions_of(room))


def _functions_of(room: str) -> Iterator[tuple[str, str]]:
    folder = (ROOT if room in BESIDE else PACKAGE) / room
    for path in sorted(folder.glob("*.py") if room in LOOSE else folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                decorators = {
                    ast.unparse(d).split("(")[0].split(".")[-1] for d in node.decorator_list
                }
                if not node.name.startswith("__") and decorators.isdisjoint(PROPERTIES):
                    yield f"{path.relative_to(folder)}:{node.lineno}", node.name


def first_word(name: str) -> str:
    return name.lstrip("_").split("_")[0]


@walk_points("room", [*ROOMS, *BESIDE])
def test_a_function_begins_with_a_verb(room: str) -> None:
    accepted = VERBS | PREDICATES | CONVERSIONS
    assert [
        f"{place} {name}"
        for place, name in functions_of(room)
        if first_word(name) not in accepted and name not in EXEMPT.get(room, ())
    ] == []


def test_no_verb_or_exemption_outlives_its_functions() -> None:
    names = {room: {name for _, name in functions_of(room)} for room in (*ROOMS, *BESIDE)}
    words = {first_word(name) for of_room in names.values() for name in of_room}
    assert (VERBS | PREDICATES | CONVERSIONS) - words == set()
    assert {room: exempt - names[room] for room, exempt in EXEMPT.items()} == {
        room: set() for room in EXEMPT
    }


def test_a_noun_is_no_verb() -> None:
    assert not VERBS & {
        "row",
        "rows",
        "text",
        "shown",
        "added",
        "known",
        "filled",
        "value",
        "words",
    }
