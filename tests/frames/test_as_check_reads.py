"""Tables written as people write them, at random: aliases, headings, odd and bad values."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from frames.backends import MAKE, Make, answers_of
from frames.rows import (
    CODES,
    EXPORT_ENTRIES,
    FOOD,
    HS_CODES,
    RETURN_ENTRIES,
    Row,
    differences,
    list_answers,
)
from retax import check_frame
from retax.facts.catalogue import NAMES
from retax.facts.values import NO_WORDS, PAPER_WORDS, YES_WORDS
from sizes import mark_long

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.no_cover

EVERY_KIND = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
READ = [fact for fact, entry in NAMES.items() if entry.kind != "text"]
USUALLY_SO = ("same_form", "shipped_as_declared")
ODD = 0.03
SEEDS = range(6)
ROWS = 120


def heading_of(draw: random.Random, fact: str, taken: set[str]) -> str:
    """Return a name of a fact as someone may write it, other than those taken."""
    while True:
        name = draw.choice([fact, *NAMES[fact].names])
        changes = (
            name,
            name.upper(),
            f" {name} ",
            f"{name}（必填）",
            f"{name}(YYYY-MM-DD)",
            f"{name}*",
            name.replace("_", " "),
            "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in name),
        )
        heading = draw.choice(changes)
        # SQL tells no capitals from small letters; narwhals and pandas keep what they are given
        if heading.strip().casefold() not in taken:
            taken.add(heading.strip().casefold())
            return heading


def headings(draw: random.Random) -> dict[str, str]:
    """Return the headings of a table and the fact each tells; some facts have two, some none."""
    taken: set[str] = set()
    told: dict[str, str] = {}
    for fact in draw.sample(READ, draw.randrange(len(READ) // 2, len(READ))):
        for _ in range(draw.choice([1, 1, 1, 1, 2])):
            told[heading_of(draw, fact, taken)] = fact
    names = list(told)
    draw.shuffle(names)
    return {name: told[name] for name in names}


def value_of(draw: random.Random, fact: str, day: date) -> Any:
    entry = NAMES[fact]
    if draw.random() < (0.6 if fact in ("papers_held", "domestic_on") else 0.1):
        return draw.choice([None, "", " "])
    match entry.kind:
        case "day":
            written = (day.isoformat(), day.strftime("%Y%m%d"), f" {day}\t", f"{day:%Y/%m/%d}")
            return draw.choice(written if draw.random() < ODD else written[:3])
        case "yes_no":
            usual = YES_WORDS if fact in USUALLY_SO else NO_WORDS
            words = [
                *usual,
                *usual,
                *usual,
                *usual,
                *YES_WORDS,
                *NO_WORDS,
                *([" TRUE "] if usual is YES_WORDS else [" No "]),
            ]
            return draw.choice([*words, *FOOD[-1:]] if draw.random() < ODD else words)
        case "entry":
            entries = EXPORT_ENTRIES if fact == "export_entry" else RETURN_ENTRIES
            return draw.choice(entries if draw.random() < 3 * ODD else entries[:1])
        case "code":
            return draw.choice(CODES if draw.random() < 3 * ODD else CODES[:7])
        case "hs":
            return draw.choice(HS_CODES if draw.random() < 3 * ODD else HS_CODES[:9])
        case "count":
            return draw.choice(["1", "01", "2", "1", "1"] + (["0"] if draw.random() < ODD else []))
        case "papers":
            held = draw.sample(list(PAPER_WORDS), 2)
            return draw.choice(";、,").join(draw.choice((p, PAPER_WORDS[p].words.zh)) for p in held)
        case "quantity":
            return draw.choice([2.0, 10.0, 10.5, 0.3] + ([0.0] if draw.random() < ODD else []))
    values = entry.values or {}
    value = draw.choice([*list(values)[:1] * 4, *values])
    names = (value, value.upper(), values[value].words.zh, f" {value}\n", *values[value].also)
    return draw.choice([*names, "None", "?"] if draw.random() < ODD else names)


def table_of(seed: int, number: int = ROWS) -> tuple[list[Row], pl.DataFrame]:
    """Return rows for ``check`` and the same as a table."""
    draw = random.Random(seed)
    told = headings(draw)
    rows = [_row(draw, told) for _ in range(number)]
    types = {n: pl.Float64 if NAMES[f].kind == "quantity" else pl.String for n, f in told.items()}
    # check() takes no number for a blank text
    clean = [
        {n: None if v in ("", " ") and types[n] == pl.Float64 else v for n, v in row.items()}
        for row in rows
    ]
    return list(clean), pl.DataFrame(clean, schema=types)


def _row(draw: random.Random, facts_of_names: Mapping[str, str]) -> dict[str, Any]:
    out = date(2026, 1, 5) + timedelta(days=draw.randrange(60))
    row: dict[str, Any] = {}
    of_fact: dict[str, Any] = {}
    for name, fact in facts_of_names.items():
        back = fact in ("returned_on", "domestic_on", "return_declared_on")
        day = out + timedelta(days=draw.choice([60, 183, 190]) if back else 0)
        value = value_of(draw, fact, day)
        if fact in of_fact and draw.random() < 0.97:  # the same again, or blank
            value = draw.choice([of_fact[fact], None])
        of_fact.setdefault(fact, value)
        row[name] = value
    return row


@cache
def read_by_check(seed: int) -> tuple[list[Row], pl.DataFrame, list[dict[str, Any]]]:
    """Return rows, the same as a table, and what check() says of them."""
    rows, frame = table_of(seed)
    return rows, frame, list_answers(rows)


def assert_read_alike(seed: int, make: Callable[[pl.DataFrame], Any]) -> None:
    rows, frame, said = read_by_check(seed)
    found = list(answers_of(check_frame(make(frame), detail=True)))
    wrong = next(differences(rows, said, iter(found)), None)
    assert wrong is None, wrong


@EVERY_KIND
@pytest.mark.parametrize("seed", [*SEEDS[:3], *mark_long(SEEDS[3:])])
def test_a_table_at_random_gets_the_answers_of_check(make: Make, seed: int) -> None:
    assert_read_alike(seed, make)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS[:3])
def test_spark_gives_the_answers_of_check(spark: SparkSession, seed: int) -> None:
    assert_read_alike(seed, lambda frame: spark.createDataFrame(frame.to_arrow()))
