"""``python -m retax FILE.json``: judge the goods of a file and print the explanation.

The file (or ``-`` for standard input) holds one JSON object or a list of them. ``--as-of DAY``
asks as of a day, ``--lang en`` answers in English. Exit code 0: every line could be read and
judged; 2: the file or a line could not be read.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from retax import ValidationError, check_many
from retax.words import Lang, Words


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        exit_code = _judge(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return exit_code


def _judge(options: argparse.Namespace) -> int:
    lang = cast("Lang", options.lang)
    try:
        lines = _lines(options.file)
    except (OSError, ValueError, RecursionError) as error:
        print(f"{options.file}: {_unreadable(error)}", file=sys.stderr)
        return 2
    _speak_any_script(sys.stdout)
    _speak_any_script(sys.stderr)
    exit_code = 0
    for number, verdict in enumerate(check_many(lines, "return", as_of=options.as_of), start=1):
        if number > 1:
            print()
        if isinstance(verdict, ValidationError):
            exit_code = 2
            for sentence in _refusals(verdict):
                print(f"{number}: {sentence.text(lang)}", file=sys.stderr)
        else:
            print(verdict.explain(lang))
    return exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m retax",
        description="Judge returned goods: free of import tax under announcement 2023 No. 4?",
    )
    parser.add_argument("file", help="a JSON file with one object or a list of them; - for stdin")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DAY", help="the day as of which you ask"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="default: zh")
    return parser


def _lines(file: str) -> list[Any]:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    read = json.loads(raw.decode("utf-8-sig"))
    return read if isinstance(read, list) else [read]


def _speak_any_script(stream: object) -> None:
    """Write UTF-8 where the code page of a redirected output lacks Chinese."""
    if isinstance(stream, io.TextIOWrapper):
        try:
            "结论".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")


def _unreadable(error: OSError | ValueError | RecursionError) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8 text; accepted is a JSON file in UTF-8"
    if isinstance(error, RecursionError):
        return "nested too deeply; accepted is one JSON object or a list of them"
    return f"not JSON ({error}); accepted is one JSON object or a list of them"


def _refusals(error: ValidationError) -> list[Words]:
    return [Words(line["ctx"]["zh"], line["ctx"]["en"]) for line in error.errors()]


if __name__ == "__main__":
    sys.exit(main())
