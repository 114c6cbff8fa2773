"""Lines a second: check() in Python beside the published module in Node and the package in Java.

    python benchmarks/published_law.py

All three judge the same cases in memory and make the whole answer: Python ``to_dict()``, the ports
what is as much. Each process warms up first; the figures are the best of some rounds, since a busy
machine only ever adds to them. Quote the ratios.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which
from typing import Any

from one_case import make_cases
from retax import check
from retax.publish.java import build_java_package
from retax.publish.javascript import build_javascript_module
from retax.publish.law_in_words import to_plain_options
from retax.publish.published_law import gather_published_law

ROUNDS = 20

NODE = """
import { readFileSync } from "node:fs";
import { judge } from "./law.mjs";
const lines = JSON.parse(readFileSync("lines.json", "utf8"));
let best = Infinity;
for (let round = 0; round < ROUNDS * 3; round += 1) {
    const start = performance.now();
    for (const line of lines) judge(line);
    best = Math.min(best, (performance.now() - start) / 1000);
}
console.log(lines.length / best);
"""

JAVA = """
import java.nio.file.*;
import java.util.*;
import retax.*;

public class Timed {
    public static void main(String[] arguments) throws Exception {
        List<Map<String, String>> lines = new ArrayList<>();
        for (String row : Files.readAllLines(Path.of("lines.txt"))) {
            Map<String, String> facts = new LinkedHashMap<>();
            for (String part : row.split("\\t")) {
                int at = part.indexOf('=');
                facts.put(part.substring(0, at), part.substring(at + 1));
            }
            lines.add(facts);
        }
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS * 20; round++) {
            long start = System.nanoTime();
            for (Map<String, String> line : lines) {
                Law.judge(Facts.of(line));
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        System.out.println(lines.size() / best);
    }
}
"""


def measure_python(lines: Sequence[dict[str, Any]]) -> float:
    """Return the lines a second of check() with the whole answer."""
    return _measure_best(lambda: [check(line).to_dict() for line in lines], len(lines))


def _measure_best(run: Callable[[], object], number: int) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return number / best


def measure_node(folder: Path, lines: Sequence[dict[str, Any]]) -> float:
    """Return the lines a second of the published module."""
    (folder / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
    module = build_javascript_module(gather_published_law(), to_plain_options({}, None, None))
    (folder / "law.mjs").write_text(module, encoding="utf-8")
    (folder / "timed.mjs").write_text(NODE.replace("ROUNDS", str(ROUNDS)), encoding="utf-8")
    return float(_run_command(["node", "timed.mjs"], folder))


def measure_java(folder: Path, lines: Sequence[dict[str, Any]]) -> float:
    """Return the lines a second of the published package."""
    rows = ("\t".join(f"{k}={_write_text(v)}" for k, v in line.items()) for line in lines)
    (folder / "lines.txt").write_text("\n".join(rows), encoding="utf-8")
    (folder / "Timed.java").write_text(JAVA.replace("ROUNDS", str(ROUNDS)), encoding="utf-8")
    (folder / "retax").mkdir()
    package = build_java_package(gather_published_law(), to_plain_options({}, None, None))
    for name, text in package.items():
        (folder / "retax" / name).write_text(text, encoding="ascii")
    sources = [*map(str, sorted((folder / "retax").iterdir())), "Timed.java"]
    _run_command(["javac", "-d", ".", *sources], folder)
    return float(_run_command(["java", "-cp", ".", "Timed"], folder))


def _write_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _run_command(command: Sequence[str], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def main() -> None:
    lines = make_cases()
    python = measure_python(lines)
    print(f"Python, mapping → whole answer  {python:10,.0f} lines a second")
    with tempfile.TemporaryDirectory() as made:
        for name, program, measure in (
            ("Node", "node", measure_node),
            ("Java", "javac", measure_java),
        ):
            if which(program) is None:
                print(f"{name}: {program} is not installed")
            else:
                found = measure(Path(made), lines)
                print(
                    f"{name}, facts → whole answer    {found:10,.0f} lines a second, "
                    f"{found / python:.1f} times Python (at least 1)"
                )


if __name__ == "__main__":
    main()
