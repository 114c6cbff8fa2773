"""Digests of everything that retax answers, so that moving code changes no answer unseen.

The verdicts of 20,000 sampled cases in both languages, the columns of tables of each kind and the
cells of written workbooks are hashed in parts, each of which is compared with its digest in
``tests/data/digest.json``. A failure names the parts that differ.

A digest may change only together with an answer: where the law, a word, a message or the layout of
a workbook changes on purpose, or where a sample of the tests does. Then it is made anew by

    PYTHONPATH=src python tests/test_digest.py

and the commit says which answers are others now. A commit that only moves or renames code leaves
the file as it is.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import openpyxl
import polars as pl
import pytest

from desk.run import run
from frames import rows
from frames.backends import MAKE, Make, answers_of
from retax import ValidationError, Verdict, __version__, check, check_frame
from samples import random_cases
from test_against_the_plain_law import AT_A_GLANCE, sampled

pytestmark = [pytest.mark.long, pytest.mark.no_cover]

FILE = Path(__file__).parent / "data" / "digest.json"

Facts = Mapping[str, Any]
Case = tuple[Facts, Facts]
Digests = dict[str, str]

OF_EACH_PLANE = 1_700
AT_RANDOM = 4_700
SEED = 20260209

CASES: Mapping[str, Callable[[], Iterable[Case]]] = {
    **{name: partial(sampled, plane, OF_EACH_PLANE) for name, plane in AT_A_GLANCE.items()},
    "cases at random": partial(random_cases, SEED, AT_RANDOM),
}
"""By name, cases of which each part of a verdict has a digest."""

OPTIONS: Mapping[str, Facts] = {
    "no options": {},
    "a day": {"as_of": date(2026, 9, 1)},
    "all options": {
        "as_of": date(2026, 9, 8),
        "settled": {"rest-day": "lenient", "export-date": "strict", "batch-fifo": "lenient"},
        "days_off": [date(2026, 9, day) for day in (5, 6, 12, 13)],
        "known_on": date(2026, 6, 1),
    },
}
TABLES: Mapping[str, Callable[[], pl.DataFrame]] = {
    "as people write": lambda: rows.frame_of(rows.random_rows(1_500, SEED, strange=0.01)),
    "in the words of the model": lambda: rows.frame_of(
        rows.plain_rows(1_500, SEED), rows.PLAIN_TYPES
    ),
}
LANGUAGES = ("zh", "en")


class Digest:
    """A hash over texts one after another."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, text: str) -> None:
        self._hash.update(text.encode("utf-8", "surrogatepass"))
        self._hash.update(b"\0")

    def __str__(self) -> str:
        return self._hash.hexdigest()[:16]


# -- verdicts --------------------------------------------------------------------------------------


def digests_of_cases(cases: Iterable[Case]) -> Digests:
    digests = {name: Digest() for name in ("JSON zh", "JSON en", "explain zh", "explain en")}
    # One set of options after the other: each set is a law to compile.
    for facts, options in sorted(cases, key=lambda case: _write_stably(case[1])):
        said = _write_texts(facts, options)
        for name, digest in digests.items():
            digest.add(said[name])
    return {name: str(digest) for name, digest in digests.items()}


def _write_texts(facts: Facts, options: Facts) -> dict[str, str]:
    try:
        verdict = check(facts, **options)
    except ValidationError as refused:
        words = [line["ctx"] for line in refused.errors()]
        texts = {lang: "\n".join(str(word[lang]) for word in words) for lang in LANGUAGES}
    else:
        return {
            "JSON zh": _without_version(verdict, "zh"),
            "JSON en": _without_version(verdict, "en"),
            "explain zh": verdict.explain("zh"),
            "explain en": verdict.explain("en"),
        }
    return {f"{kind} {lang}": texts[lang] for kind in ("JSON", "explain") for lang in LANGUAGES}


def _without_version(verdict: Verdict, lang: Any) -> str:
    return verdict.to_json(lang).replace(f'"version": "{verdict.version}"', "")


def _write_stably(value: Any) -> str:
    """Return a value as text that is the same in every process."""
    if isinstance(value, Mapping):
        return repr({name: _write_stably(value[name]) for name in sorted(value)})
    if isinstance(value, (set, frozenset)):
        return repr(sorted(map(_write_stably, value)))
    return repr(value)


# -- tables ----------------------------------------------------------------------------------------


def digests_of_table(frame: pl.DataFrame, make: Make, options: Facts) -> Digests:
    digests: dict[str, Digest] = {}
    for row in answers_of(check_frame(make(frame), detail=True, **options)):
        for name, value in row.items():
            digests.setdefault(name, Digest()).add(_plain(value))
    return {name: str(digest) for name, digest in sorted(digests.items())}


def _plain(value: Any) -> str:
    """Return an answer as text; kinds of tables differ in how they hold a day and a null."""
    day = value.date() if isinstance(value, datetime) else value
    return str(day or "")


# -- workbooks -------------------------------------------------------------------------------------


def digests_of_workbook(lang: str) -> Digests:
    with TemporaryDirectory() as folder:
        given, written = Path(folder) / "goods.csv", Path(folder) / "verdicts.xlsx"
        _write_goods(given)
        options = ("--as-of", "2026-09-08", "--settle", "rest-day=lenient", "--lang", lang)
        done = run("check", given, "-o", written, *options, cwd=Path(folder))
        digests = {"standard error": _of(_without(done.err, folder))}
        for sheet in openpyxl.load_workbook(written).worksheets:
            digests[sheet.title] = _of(
                f"{cell.coordinate} {_without(str(cell.value), folder, __version__)} "
                f"{cell.number_format} "
                f"{cell.fill.fgColor.rgb}"
                for line in sheet.iter_rows()
                for cell in line
                if cell.value is not None
            )
        return digests


def _write_goods(file: Path) -> None:
    lines = rows.random_rows(300, SEED, strange=0.01)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def _without(text: str, *changing: str) -> str:
    """Return a text without what differs from run to run or from commit to commit."""
    for part in changing:
        text = text.replace(part, "")
    return text


def _of(texts: str | Iterable[str]) -> str:
    digest = Digest()
    for text in (texts,) if isinstance(texts, str) else texts:
        digest.add(text)
    return str(digest)


# -- all of them -----------------------------------------------------------------------------------


def kept() -> dict[str, dict[str, Digests]]:
    found: dict[str, dict[str, Digests]] = json.loads(FILE.read_text("utf-8"))
    return found


def made() -> dict[str, dict[str, Digests]]:
    return {
        "verdicts": {name: digests_of_cases(cases()) for name, cases in CASES.items()},
        "tables": {
            f"{name}, {options}": digests_of_table(frame(), MAKE["polars"], OPTIONS[options])
            for name, frame in TABLES.items()
            for options in OPTIONS
        },
        "workbooks": {lang: digests_of_workbook(lang) for lang in LANGUAGES},
    }


def _tables_of_each_kind() -> list[Any]:
    """Return the tables to compare: polars with each options, the other kinds with all of them."""
    return [
        pytest.param(make, name, options, id=f"{kind}, {name}, {options}")
        for kind, make in MAKE.items()
        for name in TABLES
        for options in (OPTIONS if kind == "polars" else ("all options",))
    ]


@pytest.mark.parametrize("name", CASES)
def test_the_verdicts_of_sampled_cases_are_what_they_were(name: str) -> None:
    assert digests_of_cases(CASES[name]()) == kept()["verdicts"][name]


@pytest.mark.parametrize(("make", "name", "options"), _tables_of_each_kind())
def test_the_columns_of_a_table_are_what_they_were(make: Make, name: str, options: str) -> None:
    found = digests_of_table(TABLES[name](), make, OPTIONS[options])
    assert found == kept()["tables"][f"{name}, {options}"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cells_of_a_written_workbook_are_what_they_were(lang: str) -> None:
    assert digests_of_workbook(lang) == kept()["workbooks"][lang]


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", "utf-8")
