from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import inspect
import pydoc
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import FunctionType
from typing import get_origin

import pytest

import retax
import samples

PACKAGE = Path(str(files(retax)))
MODULES = sorted(PACKAGE.rglob("*.py"))

PUBLIC = {
    "Action",
    "Announcement",
    "Ask",
    "Destination",
    "Document",
    "ExportRefund",
    "Finding",
    "Lang",
    "Outcome",
    "Overdrawn",
    "Paper",
    "Relief",
    "ReturnReason",
    "ReturnedGoods",
    "Route",
    "Side",
    "Status",
    "Use",
    "ValidationError",
    "Verdict",
    "Words",
    "check",
    "check_many",
    "goods_schema",
    "governing",
    "last_day",
    "overdrawn",
    "verdict_schema",
}

# -- names ----------------------------------------------------------------------------------


def test_the_promised_names_are_public() -> None:
    assert set(retax.__all__) >= PUBLIC
    assert sorted(set(retax.__all__)) == sorted(retax.__all__)


@pytest.mark.parametrize("name", retax.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(retax, name) is not None


def test_no_public_name_is_left_out() -> None:
    modules = {name for name in vars(retax) if inspect.ismodule(getattr(retax, name))}
    names = {name for name in vars(retax) if not name.startswith("_")} - modules
    assert names == set(retax.__all__)


@pytest.mark.parametrize("name", retax.__all__)
def test_every_public_object_is_documented(name: str) -> None:
    thing = getattr(retax, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        if thing.__module__.startswith("retax"):
            assert (thing.__doc__ or "").strip()
            assert not (thing.__doc__ or "").startswith(f"{name}(")  # made up by dataclass
    else:
        # a closed set of words, or a table of things that are documented
        assert get_origin(thing) is not None or isinstance(thing, Mapping)


def _members() -> Iterator[tuple[str, object]]:
    for name in retax.__all__:
        thing = getattr(retax, name)
        if inspect.isclass(thing) and thing.__module__.startswith("retax"):
            for member, value in vars(thing).items():
                if isinstance(value, property | FunctionType) and not member.startswith("_"):
                    yield f"{name}.{member}", value


@pytest.mark.parametrize(("name", "member"), list(_members()))
def test_every_public_member_is_documented(name: str, member: object) -> None:
    assert (inspect.getdoc(member) or "").strip(), name


def test_every_module_says_what_it_is_for() -> None:
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_help_can_be_shown() -> None:
    assert "check(" in pydoc.render_doc(retax)


# -- imports --------------------------------------------------------------------------------

HEAVY = {
    "pandas",
    "polars",
    "narwhals",
    "numpy",
    "pyarrow",
    "duckdb",
    "pyspark",
    "typer",
    "click",
    "rich",
    "requests",
    "httpx",
    "yaml",
    "jinja2",
    "jsonschema",
    "pytest",
    "hypothesis",
    "argparse",
    "asyncio",
    "sqlite3",
}


def test_importing_the_library_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, retax; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "retax.check" in loaded
    assert loaded & HEAVY == set()


def test_importing_the_library_reads_no_clock_and_prints_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import retax"],
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def name_of(path: Path) -> str:
    parts = ("retax", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(path: Path, *, only_at_run_time: bool = False) -> set[str]:
    """Return the modules of retax a module imports, wherever in it."""
    found: set[str] = set()
    tree = ast.parse(path.read_text("utf-8"))
    passed_over: set[ast.AST] = set()
    if only_at_run_time:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                passed_over.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in passed_over:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the whole name"
            module = node.module or ""
            found.add(module)
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                if inner in ALL_NAMES:
                    found.add(inner)
    return {name for name in found if name == "retax" or name.startswith("retax.")}


BELOW_THE_LAW = (
    "retax.goods",
    "retax.facts",
    "retax.contradictions",
    "retax.as_written",
    "retax.vocabulary",
    "retax.words",
)

ALL_NAMES = {name_of(path) for path in MODULES}
IDS = [name_of(path) for path in MODULES]
each_module = pytest.mark.parametrize("path", MODULES, ids=IDS)


@each_module
def test_only_the_desk_and_the_program_import_the_desk(path: Path) -> None:
    if not name_of(path).startswith(("retax.desk", "retax.__main__")):
        assert not {name for name in imported_by(path) if name.startswith("retax.desk")}


@each_module
def test_the_logic_knows_nothing_of_the_law(path: Path) -> None:
    if name_of(path).startswith("retax.logic"):
        for name in imported_by(path):
            assert name.startswith("retax.logic") or name == "retax.words"


@each_module
def test_the_law_knows_nothing_of_verdicts(path: Path) -> None:
    if name_of(path).startswith("retax.law"):
        for name in imported_by(path):
            assert name.startswith(("retax.law", "retax.logic", *BELOW_THE_LAW)), name


@each_module
def test_goods_know_nothing_of_the_law(path: Path) -> None:
    if name_of(path) in BELOW_THE_LAW:
        for name in imported_by(path):
            assert name.startswith(("retax.logic", *BELOW_THE_LAW)), name


def test_words_stand_alone() -> None:
    assert imported_by(PACKAGE / "words.py") == set()


@each_module
def test_only_the_program_imports_the_public_face(path: Path) -> None:
    if name_of(path) not in ("retax.__main__",) and not name_of(path).startswith("retax.desk"):
        assert "retax" not in imported_by(path)


def test_no_module_imports_itself_by_a_detour() -> None:
    arrows = {name_of(path): imported_by(path, only_at_run_time=True) for path in MODULES}
    arrows.pop("retax")
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way, name))
        if name not in done:
            for other in arrows.get(name, set()):
                if other in arrows and other != name:
                    visit(other, (*way, name))
            done.add(name)

    for name in arrows:
        visit(name, ())


@each_module
def test_nothing_reads_the_clock_the_network_or_the_disk(path: Path) -> None:
    reads_files = ("retax.__main__", "retax.frames.files")
    if name_of(path) in reads_files or name_of(path).startswith("retax.desk"):
        return
    text = path.read_text("utf-8")
    assert not re.search(
        r"\b(?:date\.today|datetime\.now|utcnow|time\.time|open\(|os\.environ)", text
    )
    assert not re.search(r"^\s*(?:import|from) (?:socket|urllib|http|os|random|time)\b", text, re.M)


# -- the package ----------------------------------------------------------------------------


def test_the_package_needs_two_others_only() -> None:
    required = importlib.metadata.requires("retax") or []
    needed = {re.split(r"[^A-Za-z0-9-]", line)[0] for line in required if "extra ==" not in line}
    assert needed == {"pydantic", "python-dateutil"}


@each_module
def test_only_what_is_needed_is_imported(path: Path) -> None:
    if name_of(path).startswith(("retax.desk", "retax.frames", "retax.logic.columns")):
        return
    known = {*sys.stdlib_module_names, "retax", "pydantic", "pydantic_core", "dateutil"}
    known.add("typing_extensions")  # pydantic brings it along
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] in known


def test_the_package_is_typed_and_says_so() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert "Typing :: Typed" in (importlib.metadata.metadata("retax").get_all("Classifier") or [])


# -- types ----------------------------------------------------------------------------------

RIGHT = """
from collections.abc import Iterator, Mapping
from datetime import date
from typing import assert_type

from retax import *

verdict = check({"退运原因": "滞销"}, as_of=date(2026, 8, 1), settled={"rest-day": "lenient"})
assert_type(verdict, Verdict)
assert_type(check(ReturnedGoods(reason="unsold", declared_on=date(2026, 3, 2))), Verdict)
assert_type(verdict.status, Status)
assert_type(verdict.decided_by, str | None)
assert_type(verdict.last_day, date | None)
assert_type(verdict.findings, tuple[Finding, ...])
assert_type(verdict.findings[0].outcome, Outcome)
assert_type(verdict.documents, tuple[Document, ...])
assert_type(verdict.actions[0].due, date | None)
assert_type(verdict.facts, ReturnedGoods)
assert_type(verdict.explain("en"), str)
assert_type(last_day({}), date | None)
assert_type(governing(date(2026, 3, 2)), Announcement | None)
assert_type(overdrawn([{}]), list[Overdrawn])
assert_type(check_many([{}]), Iterator[Verdict])
assert_type(check_many([{}], "raise", known_on=date(2026, 3, 2)), Iterator[Verdict])
assert_type(check_many([{}], "return"), Iterator[Verdict | ValidationError])
assert_type(check_many([{}], errors="return"), Iterator[Verdict | ValidationError])
check(ReturnedGoods(), days_off=[date(2026, 10, 1)])
check(ReturnedGoods(), days_off={date(2026, 10, 1)})
"""

WRONG = """
from datetime import date
from retax import *

check({}, asof=date(2026, 8, 1))  # call-arg
check({}, as_of="2026-08-01")  # arg-type
check({}, date(2026, 8, 1))  # call-arg
check({}, settled={"rest-day": "maybe"})  # dict-item
check({}, days_off=["2026-08-01"])  # list-item
check({}).explain("fr")  # arg-type
check_many([{}], "ignore")  # call-overload
check(7)  # arg-type
ReturnedGoods(reason="lost")  # arg-type
check({}).status = "eligible"  # misc
check({}).colour  # attr-defined
"""


def _mypy(path: Path) -> list[tuple[int, str]]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-error-summary",
            "--config-file=",
            str(path),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=path.parent,
    )
    assert done.stderr == ""
    found = re.findall(rf"{path.name}:(\d+): error: .*\[([a-z-]+)\]", done.stdout)
    assert (done.returncode != 0) == bool(found), done.stdout
    return [(int(line), code) for line, code in found]


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")
def test_correct_uses_have_the_types_that_are_promised(tmp_path: Path) -> None:
    path = tmp_path / "right.py"
    path.write_text(RIGHT, encoding="utf-8")
    assert _mypy(path) == []


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")
def test_each_wrong_use_is_a_type_error(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(WRONG, encoding="utf-8")
    expected = [
        (number, line.split("# ")[1])
        for number, line in enumerate(WRONG.splitlines(), start=1)
        if "# " in line
    ]
    assert _mypy(path) == expected


# -- the law in force ------------------------------------------------------------------------


def test_the_governing_announcement_is_public() -> None:
    found = retax.governing(samples.ELIGIBLE["declared_on"])
    assert found is not None
    assert found.id == "2026-16"
