"""A page an example: its story, its code, and what it prints when it is run."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from make_docs.markdown import code, fenced, page, table

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
FOLDER = "examples"
_ALIKE_EVERYWHERE = {"PYTHONIOENCODING": "utf-8", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
_COMMANDS = ("    ", "pip ", "python ")


class CannotRun(Exception):
    """What an example needs beside the development environment is not here."""


def numbered() -> list[Path]:
    """Return the examples, by number."""
    return sorted(EXAMPLES.glob("[0-9]*.py"))


def file_of(example: Path) -> str:
    """Return the path of an example's page below ``docs/``."""
    return f"{FOLDER}/{example.stem}.md"


def pages_but_examples() -> dict[str, str]:
    """Return the list of examples and the page of the Java callers, by path."""
    return {f"{FOLDER}/index.md": _index(), f"{FOLDER}/java.md": _java()}


def page_of(example: Path) -> str:
    """Return the page of an example, which is run for it.

    Raises:
        CannotRun: it needs Spark, which is not installed.
    """
    title, story, source = _read(example)
    return page(
        title,
        f"{code(f'examples/{example.name}')}{story}",
        fenced(source, "py"),
        "It prints · 输出：",
        fenced(printed(example), "text"),
    )


def printed(example: Path) -> str:
    """Run an example and return what it writes to standard output.

    Raises:
        CannotRun: it needs Spark, which is not installed.
    """
    if "pyspark" in example.read_text("utf-8") and not (find_spec("pyspark") and which("java")):
        raise CannotRun(f"{example.name} needs PySpark and Java 17")
    run = subprocess.run(  # noqa: S603  # our own examples
        [sys.executable, example.name],
        cwd=EXAMPLES,
        env={**os.environ, **_ALIKE_EVERYWHERE, "PYTHONPATH": _path()},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    if run.returncode:
        raise RuntimeError(f"{example.name} ended with {run.returncode}:\n{run.stderr}")
    return run.stdout


def headline(example: Path) -> str:
    """Return the first sentence of an example's story."""
    return _read(example)[0]


def _path() -> str:
    return os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))


def _read(example: Path) -> tuple[str, str, str]:
    source = example.read_text("utf-8")
    tree = ast.parse(source)
    first, _, story = (ast.get_docstring(tree) or example.stem).partition("\n")
    body = "\n".join(source.splitlines()[tree.body[0].end_lineno :]).strip("\n")
    return first.rstrip("."), "\n\n" + "\n".join(_prose(story)) if story.strip() else "", body


def _prose(story: str) -> Iterator[str]:
    """Keep paragraphs as they are, but for commands."""
    paragraphs = story.strip("\n").split("\n\n")
    for at, paragraph in enumerate(paragraphs):
        lines = paragraph.splitlines()
        if all(line.startswith(_COMMANDS) for line in lines):
            yield fenced(textwrap.dedent(paragraph), "sh")
        else:
            yield paragraph.replace("``", "`")
        if at < len(paragraphs) - 1:
            yield ""


def _index() -> str:
    return page(
        "Examples · 示例",
        "Each runs as it stands (`python examples/01_two_real_returns.py`); its page shows the "
        "code and what it prints. A test holds the pages to the programs.",
        "The numbers jump: 01 to 16 are of lines of goods, 20 to 22 of large tables, 30 to 34 of "
        "the desk: workbooks, letters, other programs. "
        "编号分组：01 至 16 为逐行判断，20 至 22 为大表，"
        "30 至 34 为办公：工作簿、文书、与其他程序对接。",
        table(
            ("Example", "What it shows"),
            [
                (example.stem[:2], f"[{headline(example)}]({example.stem}.md)")
                for example in numbered()
            ]
            + [("Java", "[Two callers in Java, by JSON Lines and over HTTP](java.md)")],
        ),
    )


def _java() -> str:
    sources = sorted((EXAMPLES / "java").glob("*.java"))
    return page(
        "From Java",
        "Two callers that need Java 11 and nothing else; "
        "[the page for Java](../for-java.md) says when to take which.",
        *(
            part
            for source in sources
            for part in (
                f"## {code(source.name)}",
                code(f"examples/java/{source.name}"),
                fenced(source.read_text("utf-8"), "java"),
            )
        ),
    )
