from __future__ import annotations

import ast
import importlib
import importlib.metadata
import inspect
import io
import pydoc
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import FunctionType, ModuleType
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
    "Attribution",
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
    "check_lines",
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
    assert names == set(retax.__all__) - LOADED_WHEN_ASKED_FOR


LOADED_WHEN_ASKED_FOR = {"QUESTIONS", "Overdrawn", "goods_schema", "overdrawn", "verdict_schema"}
"""Public names of modules that a check of one line does without."""


def test_completion_offers_what_is_public_and_no_module_inside() -> None:
    offered = {name for name in dir(retax) if not name.startswith("__")}
    assert offered == {*retax.__all__, "check_frame", "overdrawn_frame", "mended"} | {
        "match_returns",
        "match_frames",
    }
    assert "__version__" in dir(retax)
    for name in offered:
        assert getattr(retax, name) is not None


@pytest.mark.parametrize("face", ["retax.desk", "retax.money"])
def test_a_face_offers_its_public_names_and_loads_each_when_asked(face: str) -> None:
    module = importlib.import_module(face)
    assert {name for name in dir(module) if not name.startswith("__")} == set(module.__all__)
    for name in module.__all__:
        assert not isinstance(getattr(module, name), ModuleType)
    with pytest.raises(AttributeError, match="'read'"):
        _ = module.read


def test_the_version_is_that_of_the_package() -> None:
    assert retax.__version__ == importlib.metadata.version("retax") == retax.check({}).version


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
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring, path
        assert not docstring.startswith(("What ", "Whatever ", "Who ")), (
            path
        )  # a thing, by its name


HOMONYMS = {
    "governing": "of check: the same function, with an option read",
    "main": "of __main__: what the console script calls, which needs no extra until then",
    "QUESTIONS": "of regimes: those of every regime together",
}
"""Names of two modules that mean the same, or that no module has beside each other."""

REGIME_FOLDERS = tuple(f"retax.law.{path.parent.name}" for path in PACKAGE.glob("law/*/regime.py"))
"""Each regime has the same tables under the same names, and nobody but its record reads both."""


def _is_of_each_regime(modules: list[str]) -> bool:
    """Say that a name is bound by one module of each of several regimes."""
    folders = [f for name in modules for f in REGIME_FOLDERS if name.startswith(f)]
    return len(folders) == len(set(folders)) == len(modules)


def _public_names(path: Path) -> set[str]:
    """Return the names a module binds at its top that begin with no underscore."""
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        names.update(
            part.id
            for target in targets
            for part in ast.walk(target)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        )
    return {name for name in names if not name.startswith("_")}


def test_no_two_modules_give_one_name_to_two_things() -> None:
    modules: dict[str, list[str]] = {}
    for path in MODULES:
        if name_of(path) == "retax.vocabulary":  # words of these very tables, by their ids
            continue
        for name in _public_names(path):
            modules.setdefault(name, []).append(name_of(path))
    twice = {
        name: there
        for name, there in modules.items()
        if len(there) > 1 and not _is_of_each_regime(there)
    }
    assert {name: there for name, there in twice.items() if name not in HOMONYMS} == {}
    assert set(HOMONYMS) <= set(twice)


UNPLAIN = re.compile(r"\b(told|said|stands|whoever|so many)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_docstrings_and_comments_are_plain_sentences(path: Path) -> None:
    source = path.read_text("utf-8")
    texts = [
        node.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    texts += [token.string for token in tokens if token.type == tokenize.COMMENT]
    assert [text for text in texts if UNPLAIN.search(text)] == []


UNPLAIN_NAMES = {"told", "said", "telling", "asked", "stands", "whoever"}


def _identifiers(tree: ast.Module) -> set[str]:
    """Return every name a module binds, reads or passes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "asname", "rest"):
            value = getattr(node, field, None)
            found.update(value.split(".") if isinstance(value, str) else ())
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_names_are_no_riddles(path: Path) -> None:
    for name in _identifiers(ast.parse(path.read_text("utf-8"))):
        parts = re.findall("[A-Z]?[a-z]+|[A-Z]+", name)
        assert not UNPLAIN_NAMES & {part.lower() for part in parts}, name


TABLES_OF_THE_LAW = sorted(PACKAGE.glob("law/*/*.py"))
PUBLISHED_IN = r"on (the|their|its) .*site|law database|gazette|docs/sources\.md|none of its own"
"""Where a text can be found, or that there is none."""

WORDED_BY_RETAX = {"__init__", "sentences", "deadline_sentence", "named_parts"}


@pytest.mark.parametrize(
    "path", TABLES_OF_THE_LAW, ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_a_module_of_the_law_names_the_text_it_encodes(path: Path) -> None:
    if path.stem not in WORDED_BY_RETAX:
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        source = docstring.partition("\nSource: ")[2]
        assert re.search(PUBLISHED_IN, " ".join(source.split()))


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


def test_a_check_of_one_line_loads_what_it_needs_alone() -> None:
    program = "import sys, retax; {}; print('\\n'.join(sys.modules))"
    for run in ("pass", "retax.check({'destination': 'zone'}).documents"):
        done = subprocess.run(
            [sys.executable, "-c", program.format(run)], capture_output=True, text=True, check=True
        )
        loaded = {name for name in done.stdout.split() if name.startswith("retax.")}
        assert "retax.law.cross_border.regime" in loaded
        assert not loaded & {
            *("retax.law.tariff_law_39.article_39", "retax.law.tariff_law_39.regime"),
            *("retax.explain.serialize", "retax.facts.name_matching", "retax.facts.parse"),
            *("retax.law.regimes", "retax.lots.overdrawn"),
        }


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


def imported_by(path: Path) -> set[str]:
    """Return the modules of retax a module imports, wherever in it, also for types alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the whole name"
            module = node.module or ""
            inner = {f"{module}.{alias.name}" for alias in node.names} & ALL_NAMES
            found |= inner
            if len(inner) < len(node.names):  # a name the module itself holds
                found.add(module)
    return {name for name in found if name == "retax" or name.startswith("retax.")}


BELOW_THE_LAW = ("retax.facts", "retax.notebook", "retax.words")

ALL_NAMES = {name_of(path) for path in MODULES}
IDS = [name_of(path) for path in MODULES]
each_module = pytest.mark.parametrize("path", MODULES, ids=IDS)


@each_module
def test_only_the_desk_and_the_program_import_the_desk(path: Path) -> None:
    if not name_of(path).startswith(("retax.desk", "retax.__main__")):
        imported = imported_by(path)
        assert not {name for name in imported if name.startswith("retax.desk")}


@each_module
def test_only_the_desk_and_tables_import_money(path: Path) -> None:
    if not name_of(path).startswith(("retax.money", "retax.desk", "retax.frames")):
        assert not {name for name in imported_by(path) if name.startswith("retax.money")}


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
    if name_of(path).startswith(BELOW_THE_LAW):
        for name in imported_by(path):
            assert name.startswith(("retax.logic", *BELOW_THE_LAW)), name


FLOORS = (
    ("retax.extras", "retax.logic", "retax.notebook", "retax.words"),
    ("retax.facts",),
    ("retax.law", "retax.lots", "retax.names"),
    ("retax.cells", "retax.judge"),
    ("retax.explain", "retax.matching", "retax.vocabulary"),
    ("retax.verdict",),
    ("retax.check", "retax.money"),
    ("retax.frames",),
    ("retax", "retax.publish"),
    ("retax.desk",),
    ("retax.__main__",),
)
"""The rooms of the house, from the ground up: each imports those of lower floors alone."""

FLOORS_OF_THE_DESK = (
    (
        *("retax.desk.control_characters", "retax.desk.credit_code", "retax.desk.exit_codes"),
        *("retax.desk.extras", "retax.desk.layout", "retax.desk.line_breaks"),
        *("retax.desk.listing", "retax.desk.source"),
    ),
    ("retax.desk.calendar", "retax.desk.settlements", "retax.desk.write_errors"),
    ("retax.desk.judging", "retax.desk.readers", "retax.desk.streams"),
    ("retax.desk.console", "retax.desk.reports"),
    ("retax.desk.writers",),
    ("retax.desk.deadlines", "retax.desk.letters", "retax.desk.template"),
    ("retax.desk.jobs", "retax.desk.matching"),
    ("retax.desk.command",),
    ("retax.desk",),
)


def room_of(name: str, floors: tuple[tuple[str, ...], ...]) -> str:
    """Return the innermost room of some floors that a module is in."""
    rooms = [room for floor in floors for room in floor]
    return max((room for room in rooms if f"{name}.".startswith(f"{room}.")), key=len)


def is_a_module_of(name: str, floors: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether a module is in one of the rooms; the face of a package is a room of its own."""
    package = "retax.desk" if floors is FLOORS_OF_THE_DESK else "retax"
    return name == package or name.startswith(f"{package}.")


@each_module
@pytest.mark.parametrize("floors", [FLOORS, FLOORS_OF_THE_DESK], ids=["house", "desk"])
def test_no_arrow_goes_up(path: Path, floors: tuple[tuple[str, ...], ...]) -> None:
    if not is_a_module_of(name_of(path), floors):
        return
    height = {room: floor for floor, rooms in enumerate(floors) for room in rooms}
    room = room_of(name_of(path), floors)
    for name in imported_by(path):
        if is_a_module_of(name, floors) and room_of(name, floors) != room:
            assert height[room_of(name, floors)] < height[room], name


APART = {
    "retax.desk.readers": (
        *("retax.desk.writers", "retax.desk.command", "retax.desk.letters"),
        "retax.desk.matching",
    ),
    "retax.desk.settlements": ("retax.desk.readers", "retax.desk.writers", "retax.desk.command"),
    "retax.desk.judging.deadlines": ("retax.desk.writers", "retax.desk.command"),
    "retax.desk.judging": (
        *("retax.desk.readers", "retax.desk.writers", "retax.desk.command"),
        "retax.desk.matching",
    ),
    "retax.desk.writers": ("retax.desk.readers", "retax.desk.command", "retax.desk.matching"),
    "retax.desk.reports": (
        *("retax.desk.writers", "retax.desk.command", "retax.desk.letters"),
        *("retax.desk.judging", "retax.desk.matching"),
    ),
    "retax.desk.matching": ("retax.desk.command", "retax.desk.letters"),
    "retax.explain": ("retax.frames", "retax.publish", "retax.desk"),
    "retax.frames": ("retax.explain", "retax.publish", "retax.verdict"),
    "retax.publish": ("retax.verdict", "retax.frames"),
    "retax.lots": ("retax.verdict", "retax.frames", "retax.judge"),
    "retax.matching": ("retax.verdict", "retax.frames", "retax.publish", "retax.explain"),
    "retax.judge": ("retax.explain", "retax.frames", "retax.publish"),
}
"""By folder the folders its modules do not import, also for types alone."""


@each_module
def test_rooms_that_are_kept_apart_know_nothing_of_each_other(path: Path) -> None:
    for folder, above in APART.items():
        if name_of(path).startswith(folder):
            assert not {name for name in imported_by(path) if name.startswith(above)}


KNOW_NO_REGIME = (
    *("retax.cells", "retax.judge", "retax.explain", "retax.frames", "retax.lots"),
    *("retax.publish", "retax.verdict", "retax.vocabulary", "retax.desk"),
)
WRITE_OF_THE_ANNOUNCEMENT = ("retax.desk.letters", "retax.desk.judging.deadlines")
"""Letters and reminders name steps of the announcement itself."""


@each_module
def test_a_regime_is_known_by_its_record_alone(path: Path) -> None:
    name = name_of(path)
    if name.startswith(KNOW_NO_REGIME) and not name.startswith(WRITE_OF_THE_ANNOUNCEMENT):
        assert not {each for each in imported_by(path) if each.startswith(REGIME_FOLDERS)}
    if name.startswith("retax.law"):
        assert not {each for each in imported_by(path) if each.startswith("retax.judge")}


def test_words_import_nothing_else() -> None:
    assert imported_by(PACKAGE / "words.py") == set()


@each_module
def test_only_the_program_imports_the_public_face(path: Path) -> None:
    if name_of(path) not in ("retax.__main__",) and not name_of(path).startswith("retax.desk"):
        assert "retax" not in imported_by(path)


def test_no_module_imports_itself_by_a_detour() -> None:
    arrows = {name_of(path): imported_by(path) for path in MODULES}
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
    reads_files = ("retax.__main__", "retax.frames.scan")
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
    if name_of(path).startswith(("retax.desk", "retax.frames", "retax.logic.compile_columns")):
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


# -- the law in force ------------------------------------------------------------------------


def test_the_governing_announcement_is_public() -> None:
    found = retax.governing(samples.ELIGIBLE["declared_on"])
    assert found is not None
    assert found.id == "2026-16"
