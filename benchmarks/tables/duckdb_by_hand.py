"""The same answer as one SQL text on DuckDB, from a table of its own into a table of its own."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import polars as pl

from tables.sql_text import EVERY_PAPER, REASONS, Dialect, list_answers, quote, write_query

name = "DuckDB by hand"

Prepared = tuple[duckdb.DuckDBPyConnection, str]


# The words of each fact, the frequent ones first; "odd" stands for any other.
WORDS = {
    "supervision_code": ("9610", "9810", "9710", "1210", "4561", "9661", "1261", "0000"),
    "destination": ("domestic", "zone"),
    "reason": REASONS,
    "export_refund": ("not_refunded", "repaid", "claimed", "refunded"),
    "use": ("unused", "used", "customer_trial", "trial_found_defect"),
    "attribution": ("traced", "fifo", "stated", "none"),
}


def look_up(column: str, number: str, texts: Iterable[str]) -> str:
    """Choose an ENUM value by its number, from 0 on."""
    return f"list_extract([{quote(texts)}]::{column}_answer[], ({number}) + 1)"


def encode_words(table: str) -> str:
    """Put ENUM values in place of words, once, so that all else compares bytes."""
    columns = []
    for fact, words in WORDS.items():
        cases = " ".join(f"when {fact} = '{word}' then '{word}'::{fact}_word" for word in words)
        if fact == "supervision_code":
            other = f"{fact} = 'none' or regexp_full_match({fact}, '[0-9]{{4}}')"
            cases += f" when {other} then '0000'::{fact}_word"
        columns.append(
            f"case {cases} when {fact} is not null then 'odd'::{fact}_word end as {fact}"
        )
    return f"(select * replace ({', '.join(columns)}) from {table})"  # noqa: S608


ONE = f"({'|'.join(EVERY_PAPER)})"
DIALECT = Dialect(
    six_months_after="(({} + interval 6 month)::date)",
    weekday="(isodow({}) - 1)::int",
    odd="{0} = 'odd'",
    odd_hs_code=f"hs_code not glob '{'[0-9]' * 10}'"
    " and not regexp_full_match(hs_code, '[0-9]{4}([0-9]{2}){0,3}')",
    odd_papers_held=f"not regexp_full_match(papers_held, '{ONE}(;{ONE})*')",
    looked_up=look_up,
    words=encode_words,
    inline="not materialized",
)


def prepare(frame: pl.DataFrame) -> Prepared:
    """Copy a table into DuckDB: strings as they are, categories as its own ENUM."""
    connection = duckdb.connect()
    connection.register("arrow", frame.to_arrow())
    strings = frame.schema["reason"] == pl.String
    for column, texts in list_answers(strings).items():
        listed = quote(dict.fromkeys(texts))
        connection.execute(f"create type {column}_answer as enum ({listed})")
    columns = []
    if strings:
        for fact, words in WORDS.items():
            connection.execute(f"create type {fact}_word as enum ({quote((*words, 'odd'))})")
    for column, dtype in frame.schema.items():
        if isinstance(dtype, pl.Enum):
            connection.execute(f"create type {column}_word as enum ({quote(dtype.categories)})")
            columns.append(f"{column}::{column}_word as {column}")
        else:
            columns.append(column)
    chosen = ", ".join(columns)
    connection.execute(f"create table goods as select {chosen} from arrow")  # noqa: S608
    return connection, write_query("goods", strings, DIALECT)


def run(prepared: Prepared) -> duckdb.DuckDBPyRelation:
    """Judge the table."""
    connection, text = prepared
    connection.execute(f"create or replace temp table judged as {text}")
    return connection.table("judged")


def as_frame(result: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """Fetch the answers."""
    return pl.DataFrame(result.to_arrow_table())
