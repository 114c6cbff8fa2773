"""A page an example: its story, its code, and what it prints when it is run."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from make_docs.stories import STORIES
from retax.publish.markdown import build_page, build_table, write_code, write_fenced_code
from retax.words import Lang, Words

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
FOLDER = "examples"
_ALIKE_EVERYWHERE = {"PYTHONIOENCODING": "utf-8", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
_COMMANDS = ("    ", "pip ", "python ")


class CannotRun(Exception):
    """What an example needs beside the development environment is not here."""


def list_examples() -> list[Path]:
    """Return the examples, by number."""
    return sorted(EXAMPLES.glob("[0-9]*.py"))


def name_file(example: Path) -> str:
    """Return the path of an example's page in the site of either language."""
    return f"{FOLDER}/{example.stem}.md"


def make_other_pages() -> dict[str, str]:
    """Return the list of examples and the page of the Java callers, by path below ``docs/``."""
    return {
        f"{folder}{FOLDER}/{name}.md": made(lang)
        for lang, folder in FOLDER_OF.items()
        for name, made in (("index", _index), ("java", _write_java))
    }


def make_pages(example: Path) -> dict[str, str]:
    """Return the pages of an example, which is run for them, by path below ``docs/``.

    Raises:
        CannotRun: it needs Spark, which is not installed.
    """
    output = run_example(example)
    _, story, source = _read(example)
    stories: Mapping[Lang, str] = {"en": story, "zh": _read_chinese(example)[1]}
    return {
        f"{folder}{name_file(example)}": build_page(
            find_headline(example).text(lang),
            write_code(f"examples/{example.name}"),
            stories[lang],
            write_fenced_code(source, "py"),
            _PRINTS.text(lang),
            write_fenced_code(output, "text"),
        )
        for lang, folder in FOLDER_OF.items()
    }


def list_paths(example: Path) -> list[str]:
    """Return the paths of an example's pages below ``docs/``."""
    return [f"{folder}{name_file(example)}" for folder in FOLDER_OF.values()]


FOLDER_OF: Mapping[Lang, str] = {"en": "", "zh": "zh/"}
"""Where the pages of a language are, below ``docs/``."""

_PRINTS = Words("输出：", "It prints:")


def run_example(example: Path) -> str:
    """Run an example and return what it writes to standard output.

    Raises:
        CannotRun: it needs Spark, which is not installed.
    """
    if "pyspark" in example.read_text("utf-8") and not (find_spec("pyspark") and which("java")):
        raise CannotRun(f"{example.name} needs PySpark and Java 17")
    run = subprocess.run(  # noqa: S603  # our own examples
        [sys.executable, example.name],
        cwd=EXAMPLES,
        env={**os.environ, **_ALIKE_EVERYWHERE, "PYTHONPATH": _find_path()},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    if run.returncode:
        raise RuntimeError(f"{example.name} ended with {run.returncode}:\n{run.stderr}")
    return run.stdout


def find_headline(example: Path) -> Words:
    """Return the first sentence of an example's story."""
    return Words(_read_chinese(example)[0], _read(example)[0])


def _read_chinese(example: Path) -> tuple[str, str]:
    title, _, story = STORIES[example.stem[:2]].partition("。")
    return title, story


def _find_path() -> str:
    return os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))


def _read(example: Path) -> tuple[str, str, str]:
    source = example.read_text("utf-8")
    tree = ast.parse(source)
    first, _, story = (ast.get_docstring(tree) or example.stem).partition("\n")
    body = "\n".join(source.splitlines()[tree.body[0].end_lineno :]).strip("\n")
    return first.rstrip("."), "\n".join(_write_prose(story)) if story.strip() else "", body


def _write_prose(story: str) -> Iterator[str]:
    """Keep paragraphs as they are, but for commands."""
    paragraphs = story.strip("\n").split("\n\n")
    for at, paragraph in enumerate(paragraphs):
        lines = paragraph.splitlines()
        if all(line.startswith(_COMMANDS) for line in lines):
            yield write_fenced_code(textwrap.dedent(paragraph), "sh")
        else:
            yield paragraph.replace("``", "`")
        if at < len(paragraphs) - 1:
            yield ""


def _index(lang: Lang) -> str:
    return build_page(
        Words("示例", "Examples").text(lang),
        *(words.text(lang) for words in _INTRODUCTION),
        build_table(
            (Words("示例", "Example").text(lang), Words("内容", "What it shows").text(lang)),
            [
                (example.stem[:2], f"[{find_headline(example).text(lang)}]({example.stem}.md)")
                for example in list_examples()
            ]
            + [("Java", f"[{_CALLERS.text(lang)}](java.md)")],
        ),
    )


_INTRODUCTION = (
    Words(
        "每个示例都可直接运行（`python examples/01_two_real_returns.py`）；其页面列出代码和输出，"
        "由测试核对两者一致。",
        "Each runs as it stands (`python examples/01_two_real_returns.py`); its page shows the "
        "code and what it prints. A test holds the pages to the programs.",
    ),
    Words(
        "编号分组：01 至 19 为逐行判断，20 至 25 为大表，30 至 35 为办公：工作簿、文书、"
        "与其他程序对接。",
        "The numbers jump: 01 to 19 are of lines of goods, 20 to 25 of large tables, 30 to 35 of "
        "the desk: workbooks, letters, other programs.",
    ),
)
_CALLERS = Words(
    "Java 的三个调用程序：JSON Lines、常驻进程、HTTP",
    "Three callers in Java: JSON Lines, a kept process, HTTP",
)
_WHICH_CALLER = Words(
    "三个调用程序，只需要 Java 11；何时用哪个，见[Java 页](../for-java.md)。",
    "Three callers that need Java 11 and nothing else; "
    "[the page for Java](../for-java.md) says when to take which.",
)


def _write_java(lang: Lang) -> str:
    sources = sorted((EXAMPLES / "java").glob("*.java"))
    return build_page(
        Words("Java 调用", "From Java").text(lang),
        _WHICH_CALLER.text(lang),
        *(
            part
            for source in sources
            for part in (
                f"## {write_code(source.name)}",
                write_code(f"examples/java/{source.name}"),
                write_fenced_code(source.read_text("utf-8"), "java"),
            )
        ),
    )
