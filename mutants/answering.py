"""Which tests answer for a module: its own first, then those that would notice most, soonest."""

from __future__ import annotations

from pathlib import Path

from mutants.made import ROOT, SOURCE
from mutants.tested import Group

_PLAIN_LAW = "tests/test_against_the_plain_law.py"
_PAGES = "tests/test_docs.py::test_the_pages_made_from_the_law_are_up_to_date"

# Beside a file of its own, each place has tests that read it through what is built on it.
BESIDES: dict[str, tuple[Group, ...]] = {
    "law": (
        (_PAGES, "tests/test_readme.py"),
        (_PLAIN_LAW,),
        (
            "tests/test_verdict.py",
            "tests/law/cross_border/test_sentences.py",
            "tests/documents/test_cases.py",
        ),
    ),
    "judge": (
        (_PLAIN_LAW,),
        (
            "tests/judge/test_pivotal_questions.py",
            "tests/law/cross_border/test_sentences.py",
            "tests/test_check.py",
        ),
    ),
    # Trees made smaller and functions of several trees are met by few tests of the law.
    "logic": (("tests/logic",), ("tests/law/test_clause.py", _PLAIN_LAW)),
    "facts": (
        ("tests/facts/test_parse.py", "tests/facts/test_consistency.py"),
        ("tests/explain/test_serialize.py", "tests/test_readme.py"),
        (_PAGES,),
    ),
    "lots": (("tests/lots/test_overdrawn.py", "tests/test_check_lines.py"),),
    "matching": (
        ("tests/matching/test_matching.py", "tests/matching/test_matching_of_a_seller.py"),
        ("tests/matching/test_pools.py", "tests/matching/test_in_time.py"),
    ),
    "money": (
        (
            "tests/money/test_taxes.py",
            "tests/money/test_wording.py",
            "tests/money/test_both_ways.py",
            "tests/money/test_stakes.py",
            "tests/money/test_amounts.py",
            "tests/money/test_worth.py",
            "tests/frames/test_money.py",
        ),
        (f"{_PAGES}[reference]",),
    ),
    "": (
        (
            "tests/facts/test_parse.py",
            "tests/facts/test_consistency.py",
            "tests/judge/test_options.py",
        ),
        ("tests/explain/test_serialize.py", "tests/test_readme.py"),
        (_PAGES,),
    ),
}

# Own tests that compile many laws or walk whole spaces take half a minute: before those of a place,
# or of a file of it, is asked what notices most faults within a second or two.
BEFORE: dict[str, Group] = {
    "law": (
        f"{_PAGES}[glossary]",
        "tests/law/test_clause.py",
        "tests/law/cross_border/test_open_questions.py",
        f"{_PLAIN_LAW}::test_some_verdicts_where_nothing_is_settled_are_those_of_the_plain_law",
    ),
    "check": ("tests/test_verdict.py", "tests/judge/test_options.py", "tests/test_check_lines.py"),
    "compiled_law": (
        "tests/test_verdict.py",
        "tests/test_finding.py",
        "tests/judge/test_options.py",
        "tests/test_ordinary_route.py",
        "tests/law/tariff_law_39/test_instruments.py",
        "tests/judge/test_reachable_outcomes.py",
    ),
    "model": ("tests/test_names.py", "tests/test_notebook.py"),
    "straight_line": ("tests/logic/test_compile_python.py", "tests/publish/test_javascript.py"),
    "two_ways": ("tests/test_ordinary_route.py", "tests/law/tariff_law_39/test_instruments.py"),
    "judge": ("tests/test_verdict.py", "tests/judge/test_options.py"),
}


def find_groups(file: Path) -> tuple[Group, ...]:
    """Return the tests that answer for a file, those it is most likely noticed by first."""
    place = file.parent.relative_to(SOURCE / "retax")
    own = Path("tests") / place / f"test_{file.stem}.py"
    owns = (own.as_posix(),) if (ROOT / own).exists() else ()
    before = BEFORE.get(file.stem) or BEFORE.get(place.parts[0] if place.parts else "", ())
    return tuple(filter(None, (before, owns, *BESIDES[place.parts[0] if place.parts else ""])))
