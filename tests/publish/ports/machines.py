"""The ports as they run: Node with the published module, Java with the published package."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from itertools import islice
from json import JSONEncoder
from pathlib import Path
from shutil import which
from tempfile import mkdtemp
from threading import Thread
from typing import IO, Any
from weakref import finalize

import pytest
from pydantic_core import from_json

from publish.ports.asked import Asked, answer_of_check, at_random, of_the_clauses
from retax.publish.java import build_java_package
from retax.publish.javascript import build_javascript_module
from retax.publish.law_in_words import to_plain_options
from retax.publish.published_law import gather_published_law

HERE = Path(__file__).parent
NO_OPTIONS = to_plain_options({}, None, None)

needs_node = pytest.mark.skipif(which("node") is None, reason="Node is not installed")
needs_java = pytest.mark.skipif(which("javac") is None, reason="the Java compiler is not installed")


def write_package(folder: Path, files: Mapping[str, str], package: str = "retax") -> list[Path]:
    """Write the files of a package and return them."""
    inside = folder.joinpath(*package.split("."))
    inside.mkdir(parents=True)
    for name, text in files.items():
        (inside / name).write_text(text, encoding="ascii")
    return sorted(inside.iterdir())


def compile_java(out: Path, sources: Iterable[Path]) -> None:
    """Compile sources, in which the compiler finds nothing to warn of."""
    compiler = [
        "javac",
        "-Xlint:all",
        "-Werror",
        "--release",
        "17",
        "-cp",
        str(out),
        "-d",
        str(out),
    ]
    subprocess.run([*compiler, *map(str, sources)], check=True)


class Lines:
    """A process that answers a line for a line, started by the first and kept: a port grows faster.

    Node and Java compile what they run often: the third ten thousand cases of one process take half
    the time of the first.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command

    @cached_property
    def process(self) -> subprocess.Popen[bytes]:
        """The process, ended with this object or with the tests."""
        process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        finalize(self, process.communicate)
        return process

    def answer(self, lines: Iterable[str]) -> list[bytes]:
        """Return a line for each of those given."""
        given = [f"{line}\n".encode() for line in lines]
        assert self.process.stdin is not None
        writing = Thread(target=_give, args=(self.process.stdin, b"".join(given)))
        writing.start()
        answers = [*islice(self.process.stdout or (), len(given))]
        writing.join()
        if len(answers) < len(given):  # it ended; another one is started for the next lines
            code = self.__dict__.pop("process").wait()
            pytest.fail(f"{self.command[0]} ended with {code} at {given[len(answers)]!r}")
        return answers


def _give(stdin: IO[bytes], text: bytes) -> None:
    with suppress(BrokenPipeError):  # it ended: its answers come short
        stdin.write(text)
        stdin.flush()


class Node:
    """Judges with a published module."""

    def __init__(self, module: str) -> None:
        self.module = Path(mkdtemp()) / "law.mjs"
        self.module.write_text(module, encoding="utf-8")
        self.lines = Lines(["node", str(HERE / "judge.mjs"), str(self.module)])
        self.write = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def texts(self, asked: Sequence[Asked]) -> list[bytes]:
        """Return the text of an answer a case."""
        return self.lines.answer(
            json.dumps({"facts": a.facts, "options": a.options}) for a in asked
        )

    def answers(self, asked: Sequence[Asked]) -> Iterator[dict[str, Any]]:
        """Return an answer a case, read when its turn comes: all at once are much to keep."""
        return map(from_json, self.texts(asked))  # twice as fast as json

    def run(self, script: str) -> Any:
        """Run a script that imports ``law.mjs`` and return the JSON it prints."""
        file = self.module.parent / "script.mjs"
        file.write_text(script, encoding="utf-8")
        done = subprocess.run(["node", str(file)], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


class Java:
    """Judges with a published package."""

    def __init__(self, files: Mapping[str, str]) -> None:
        folder = Path(mkdtemp())
        self.classes = folder / "classes"
        self.classes.mkdir()
        compile_java(self.classes, write_package(folder / "source", files))
        compile_java(self.classes, [HERE / "JudgeLines.java"])
        self.lines = Lines(["java", "-cp", str(self.classes), "JudgeLines"])
        self.write = JSONEncoder(ensure_ascii=False).encode

    def texts(self, asked: Sequence[Asked]) -> list[bytes]:
        """Return the text of an answer a case."""
        return self.lines.answer(map(_line, asked))

    def answers(self, asked: Sequence[Asked]) -> Iterator[dict[str, Any]]:
        """Return an answer a case, read when its turn comes: all at once are much to keep."""
        return map(from_json, self.texts(asked))


def _line(asked: Asked) -> str:
    """Return a case as a line of names and values."""
    options = dict(asked.options)
    sides = options.get("settled") or {}
    if "settled" in options:
        options["settled"] = ",".join(f"{question}/{side}" for question, side in sides.items())
    if options.get("days_off") is not None:
        options["days_off"] = ",".join(options["days_off"])
    parts = [f"{name}={_text(value)}" for name, value in asked.facts.items()]
    parts += [f":{name}={value}" for name, value in options.items() if value is not None]
    return "\t".join(parts)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return (";".join(value) or ";") if isinstance(value, list) else str(value)


@cache
def node() -> Node:
    """Return Node with the law as it is."""
    return Node(build_javascript_module(gather_published_law(), NO_OPTIONS))


@cache
def java() -> Java:
    """Return Java with the law as it is."""
    return Java(build_java_package(gather_published_law(), NO_OPTIONS))


@cache
def gather_quick_cases() -> tuple[list[Asked], list[dict[str, Any]]]:
    """Return some thousand cases of the quick tests, with what check() answers."""
    asked = [*at_random(1, 1500, laws=2), *of_the_clauses(40)]
    return asked, [*map(plain_answer, asked)]


def plain_answer(asked: Asked) -> dict[str, Any]:
    """Return the answer of check() as JSON has it."""
    answer: dict[str, Any] = from_json(json.dumps(answer_of_check(asked)))
    return answer


def installed() -> list[Node | Java]:
    """Return the ports whose programs are installed."""
    ports: list[Node | Java] = []
    if which("node") is not None:
        ports.append(node())
    if which("javac") is not None:
        ports.append(java())
    return ports


def first_difference(
    asked: Sequence[Asked],
    expected: Iterable[Mapping[str, Any]],
    *found: Iterable[Mapping[str, Any]],
) -> object:
    """Return the first case that some port answers otherwise, with what differs; None for none."""
    for case, right, *answers in zip(asked, expected, *found, strict=True):
        if any(answer != right for answer in answers):
            return case, right, answers
    return None
