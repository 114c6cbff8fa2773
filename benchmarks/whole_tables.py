"""Tables: retax beside the same answer written by hand, in one run.

    python benchmarks/whole_tables.py [ROWS] [PEER …]

Peers: polars, duckdb, spark, openfisca, zen, loop; all but Spark where none is named. Every answer
is first compared with the plain law of the tests, on 20,000 rows as they are timed and 20,000 of
corner cases. Then each is timed in turn, round by round, on the same rows (10 million unless told;
the slow ones on fewer), words as strings and as categories; the figures are medians of the rounds.
On DuckDB and Spark both programs write the seven answers and no other column. Quote the ratios,
machines are noisy.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

import polars as pl

from retax import check_frame
from tables.agree import compare_with_plain_law
from tables.data import Words, make_corners, make_parcels

ROWS = 10_000_000
CHECKED = 20_000
ROUNDS = 5
AT_MOST = {"openfisca": 1_000_000, "zen": 2_000, "loop": 100_000}
"""So many rows for peers that would take minutes."""


@dataclass(frozen=True)
class Contender:
    """A program and its table."""

    name: str
    run: Callable[[], Any]
    rows: int


def main(arguments: Sequence[str]) -> None:
    rows = int(arguments[0]) if arguments and arguments[0].isdigit() else ROWS
    named = [argument for argument in arguments if not argument.isdigit()]
    peers = named or ["polars", "duckdb", "openfisca", "zen", "loop"]
    for words in get_args(Words):
        compare(peers, words)
        contenders = [
            Contender("retax on polars", partial(judge_on_polars, make_parcels(rows, words)), rows)
        ]
        for peer in peers:
            contenders += list_contenders(peer, words, rows)
        run_timed(contenders, words)


def import_peer(peer: str) -> Any:
    return importlib.import_module(f"tables.{peer}_by_hand")


def prepare_goods(peer: str, frame: pl.DataFrame) -> Any:
    module = import_peer(peer)
    return module.prepare(frame) if hasattr(module, "prepare") else frame


def as_frame(peer: str, result: Any) -> pl.DataFrame:
    module = import_peer(peer)
    return pl.DataFrame(module.as_frame(result) if hasattr(module, "as_frame") else result)


def judge_on_polars(frame: pl.DataFrame) -> pl.DataFrame:
    return check_frame(frame)


ANSWERS = (
    "retax_status",
    "retax_announcement",
    "retax_last_day",
    "retax_decided_by",
    "retax_missing",
    "retax_documents",
    "retax_assumed",
)


def judge_on_duckdb(goods: tuple[Any, str]) -> Any:
    connection, _ = goods
    judged = check_frame(connection.table("goods")).project(", ".join(ANSWERS))
    judged.create_view("judged_by_retax", replace=True)
    connection.execute("create or replace temp table judged as from judged_by_retax")
    return connection.table("judged")


def judge_on_spark(goods: Any) -> Any:
    judged = check_frame(goods).select(*ANSWERS)
    judged.write.format("noop").mode("overwrite").save()
    return judged


ON = {"duckdb": judge_on_duckdb, "spark": judge_on_spark}


def compare(peers: Sequence[str], words: Words) -> None:
    """Compare every answer with the plain law."""
    for few in (make_parcels(CHECKED, words), make_corners(CHECKED, words)):
        compare_with_plain_law(write_plainly(judge_on_polars(few)), few, CHECKED)
        for peer in peers:
            goods = prepare_goods(peer, few)
            compare_with_plain_law(as_frame(peer, import_peer(peer).run(goods)), few, CHECKED)
            if peer in ON:
                compare_with_plain_law(write_plainly(as_frame(peer, ON[peer](goods))), few, CHECKED)


def write_plainly(answers: pl.DataFrame) -> pl.DataFrame:
    """Return answers as the peers write them: nothing decides an eligible row."""
    return answers.with_columns(pl.col("retax_decided_by").cast(pl.String).fill_null(""))


def list_contenders(peer: str, words: Words, rows: int) -> list[Contender]:
    """Return a peer and, where retax runs on the same library, retax on it."""
    rows = min(rows, AT_MOST.get(peer, rows))
    goods = prepare_goods(peer, make_parcels(rows, words))
    found = [Contender(import_peer(peer).name, partial(import_peer(peer).run, goods), rows)]
    if peer in ON:
        found.append(Contender(f"retax on {peer}", partial(ON[peer], goods), rows))
    return found


def run_timed(contenders: Sequence[Contender], words: Words) -> None:
    """Time all in turn and print millions of rows a second, and how retax on polars compares."""
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(ROUNDS):
        for contender in contenders:
            began = time.perf_counter()
            contender.run()
            seconds[contender.name].append(time.perf_counter() - began)
    rates = {c.name: c.rows / statistics.median(seconds[c.name]) for c in contenders}
    print(f"words as {words}")
    for contender in contenders:
        rate = rates[contender.name]
        ratio = rates["retax on polars"] / rate
        print(f"{contender.name:<24}{rate / 1e6:>9.3f} M rows/s   retax on polars {ratio:>8.2f} x")


if __name__ == "__main__":
    main(sys.argv[1:])
