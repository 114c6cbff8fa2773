"""What spoils the sources for the mutation tests, and the list of faults that change nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mutants.__main__ import read_listed
from mutants.answering import find_groups
from mutants.made import MUTATED, ROOT, SOURCE, make_mutants
from walks import walk_points


def faults(source: str, folder: Path) -> set[str]:
    file = folder / "fault.py"
    file.write_text(f"{source}\n", "utf-8")
    return {mutant.after for mutant in make_mutants(file)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("months(start, 6)", {"months(None, 6)", "months(start, None)"}),
        ("months(start, 6)", {"months(start, 7)", "months(start, (5))"}),
        ("day <= last", {"day< last"}),
        ("a | b", {"a & b", "a", "b"}),
        ("a and b", {"a or b", "a", "b"}),
        ("~a", {"a"}),
        ("use.is_in('unused', 'trial')", {"use.is_in('XXunusedXX', 'trial')"}),
        ("codes = ('1210', '9610')", {"codes = (('1210', ))", "codes = (('9610',))"}),
        (
            "reading('zone', strict=a, lenient=b)",
            {"reading('zone', lenient=a, strict=b)", "reading('zone', lenient=b)"},
        ),
        ("if a: b()", {"if not (a): b()", "if a: None"}),
        ("def f():\n    a = b", {"a = None"}),
    ],
)
def test_a_source_is_spoilt_in_the_ways_the_law_could_be(
    source: str, expected: set[str], tmp_path: Path
) -> None:
    assert expected <= faults(source, tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        "from a import b",
        'Node = TypeVar("Node", bound=Expression)',
        "Value: TypeAlias = bool | None",
        '__all__ = ["fact", "as_of"]',
        'def f(a: Literal["x"] = True) -> int | None: ...',
        'Side = Literal["strict", "lenient"]',
        "Function = Callable[[Any, date | None], tuple[Any, ...]]",
        "class Kept(dict[str, str | None]): ...",
        "@overload\ndef f(a):\n    return 1",
        '"""Words that explain."""',
        "@dataclass(frozen=True)\nclass Rule: ...",
        "@lru_cache(maxsize=4096)\ndef f(a): ...",
    ],
)
def test_what_is_never_run_is_left_alone(source: str, tmp_path: Path) -> None:
    assert faults(source, tmp_path) == set()


def test_every_mutant_differs_from_its_source_in_the_lines_it_tells() -> None:
    file = SOURCE / "retax/law/cross_border/article_3_original_state.py"
    source = file.read_text("utf-8")
    mutants = list(make_mutants(file))
    assert len(mutants) == len({mutant.source for mutant in mutants}) > 50
    for mutant in mutants:
        compile(mutant.source, mutant.fault, "exec")
        assert mutant.before in " ".join(source.split())
        assert mutant.after in " ".join(mutant.source.split())
        assert mutant.before != mutant.after
        assert mutant.module == "retax.law.cross_border.article_3_original_state"


@walk_points("file", MUTATED, name=lambda file: file.stem)
def test_tests_answer_for_every_file_that_is_spoilt(file: Path) -> None:
    for test in (test for group in find_groups(file) for test in group):
        place, _, named = test.partition("::")
        files = [*(ROOT / place).rglob("test_*.py")] or [ROOT / place]
        assert any(f"def {named.partition('[')[0]}" in file.read_text("utf-8") for file in files)


@pytest.mark.long
def test_what_is_listed_as_changing_nothing_is_one_fault_each_and_has_a_reason() -> None:
    files = {SOURCE / fault.partition(": ")[0] for fault in read_listed()}
    made = Counter(mutant.fault for file in files for mutant in make_mutants(file))
    for fault, because in read_listed().items():
        assert made[fault] == 1, fault
        assert len(because.split()) > 3
