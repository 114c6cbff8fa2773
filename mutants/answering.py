"""Which tests answer for a module: its own first, then those that would notice most, soonest."""

from __future__ import annotations

from pathlib import Path

from mutants.made import ROOT, SOURCE
from mutants.tested import Group

# Beside a file of its own, each place has tests that read it through what is built on it.
BESIDES: dict[str, tuple[Group, ...]] = {
    "law": (
        (
            "tests/test_docs.py::test_a_page_made_from_the_law_is_up_to_date",
            "tests/test_readme.py",
        ),
        ("tests/test_against_the_plain_law.py",),
        ("tests/test_verdict.py", "tests/test_accounts.py", "tests/documents/test_cases.py"),
    ),
    "logic": (("tests/law/test_clause.py", "tests/test_against_the_plain_law.py"),),
    "": (
        ("tests/test_as_written.py", "tests/test_contradictions.py", "tests/test_options.py"),
        ("tests/test_data.py", "tests/test_readme.py"),
        ("tests/test_docs.py::test_a_page_made_from_the_law_is_up_to_date",),
    ),
}

# The own tests of these walk whole spaces for half a minute: what fails at once is asked before.
BEFORE: dict[str, Group] = {
    "compiled": ("tests/test_verdict.py", "tests/documents/test_cases.py"),
    "check": ("tests/test_verdict.py", "tests/test_options.py"),
}


def groups_for(file: Path) -> tuple[Group, ...]:
    """Return the tests that answer for a file, those it is most likely noticed by first."""
    place = file.parent.relative_to(SOURCE / "retax")
    own = Path("tests") / place / f"test_{file.stem}.py"
    owns = (own.as_posix(),) if (ROOT / own).exists() else ()
    return tuple(filter(None, (BEFORE.get(file.stem, ()), owns, *BESIDES[place.name])))
