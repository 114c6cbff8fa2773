"""The taxes on every row of a table, in whole fen: what is levied by the better of both ways in.

Amounts are whole fen, rates and units whole millionths. The arithmetic is that of
``retax.money.taxes`` on whole numbers of 128 bits, which hold every product of accepted amounts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, reduce
from itertools import combinations, product
from operator import or_
from typing import Any

import polars as pl
from narwhals import dtypes as nw

from retax.facts.name_matching import find_fact
from retax.frames.encoding import map_distinct
from retax.frames.query import CONDITION, INVALID, ROW_STATUSES
from retax.frames.schema import Unread
from retax.law.outcome import STATUSES
from retax.money.catalogue import (
    AGAINST_FACTS,
    AMOUNTS,
    BOUND,
    EITHER_OR,
    GIVEN_TOGETHER,
    AmountKind,
    find_amount,
    find_near_amount,
)
from retax.money.conditions import MAY_BEAR, name_fact_condition
from retax.money.figures import MONEY_CONTEXT
from retax.money.levy import TURNS, WHAT_IS_DUE, Levies, Levy, choose_lesser, choose_levy
from retax.money.parse import read_amount

FEN_COLUMNS = (
    *("retax_duty", "retax_consumption_tax", "retax_vat", "retax_taxes"),
    *("retax_due_strict", "retax_due_lenient"),
)
"""The sums of a row, in fen."""

MISSING, REFUSED = "retax_amounts_missing", "retax_amounts_refused"
"""The amounts for want of which a sum is null, and those that cannot be read or contradict."""

_REFUSED = -1
"""The number of an amount that is not accepted; every accepted one is 0 or more."""

_PLACES: Mapping[AmountKind, int] = {"money": 2, "rate": 6, "quantity": 6, "yes_no": 0}
"""The decimals by which an amount becomes a whole number."""

_MILLION = 10**6
_OF_UNITS = 10**10
"""A fen in parts of a millionth of a yuan by a millionth of a unit."""


# -- which columns tell amounts ---------------------------------------------------------------


def find_readable_amount(name: str) -> str | None:
    """Return the amount a column of this name tells; None for none, and for the name of a fact."""
    text = str(name).strip()
    return find_amount(text) if find_fact(text) is None else None


def match_amounts(
    schema: Mapping[str, nw.DType], nothing: Collection[str] = ()
) -> dict[str, list[str]]:
    """Return the columns of each amount, in the order of the model.

    ``nothing`` names the columns of nothing but nulls. ValueError, in one sentence, for a column
    of a type that tells no amount.
    """
    found: dict[str, list[str]] = {}
    for name, dtype in schema.items():
        amount = find_readable_amount(name)
        if amount is None or name in nothing:
            continue
        is_text = isinstance(dtype, nw.String | nw.Categorical | nw.Enum)
        is_yes_no = isinstance(dtype, nw.Boolean) and AMOUNTS[amount].kind == "yes_no"
        if not (is_text or is_yes_no or dtype.is_numeric()):
            raise ValueError(
                f"column {name!r} ({amount}) holds {dtype}; accepted are numbers, or texts such as "
                "'1,000.00' and '6.5%'"
            )
        found.setdefault(amount, []).append(name)
    return {amount: found[amount] for amount in AMOUNTS if amount in found}


def reject_near_amounts(names: Iterable[str], unread: Unread) -> None:
    """ValueError, in one sentence, for a column whose name comes near that of another amount.

    An amount that is not read counts as unknown, and some of those count as none.
    """
    columns = [str(name) for name in names]
    there = {find_readable_amount(name) for name in columns}
    for name in columns if unread == "refuse" else ():
        text = name.strip()
        is_read = find_fact(text) is not None or find_readable_amount(name) is not None
        near = None if is_read else find_near_amount(text)
        if near is not None and near not in there:
            raise ValueError(
                f"column {name!r} comes near the amount {near!r} ({AMOUNTS[near].label.zh}) and is "
                f"none of its names; accepted is to rename it to {near!r} where it tells that "
                "amount, or unread='carry' to carry it through unread"
            )


# -- the columns of money ---------------------------------------------------------------------


def append_money(
    answers: pl.LazyFrame, columns: Mapping[str, Sequence[str]], kept: Sequence[str]
) -> pl.LazyFrame:
    """Return a lazy frame of judged rows with their sums, and of its columns those to keep."""
    here = [name for names in columns.values() for name in names]
    read = [*here, "retax_status", *_name_conditions()]
    # map_batches hands over one column, so all that is read travels as one struct.
    sums = pl.struct(read).map_batches(
        lambda rows: compute_money(rows.struct.unnest(), columns).to_struct(CONDITION),
        return_dtype=pl.Struct(_SCHEMA),
        is_elementwise=True,
    )
    return answers.with_columns(sums.alias(CONDITION)).select(*kept, CONDITION).unnest(CONDITION)


def _name_conditions() -> list[str]:
    return [
        *(f"{CONDITION}{name_fact_condition(*each)}" for each in AGAINST_FACTS),
        f"{CONDITION}{MAY_BEAR}",
        *(f"{CONDITION}{at}" for at in range(len(TURNS))),
    ]


_SCHEMA: Mapping[str, Any] = {
    **dict.fromkeys(FEN_COLUMNS, pl.Int64()),
    MISSING: pl.String(),
    REFUSED: pl.String(),
}


def compute_money(rows: pl.DataFrame, columns: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """Return the sums of judged rows, in fen.

    ``rows``: the columns of amounts, the status and the conditions. ``columns``: by amount those
    that tell it. A row that is invalid has no sums, one with a refused amount names it.
    """
    read = {amount: _read(rows, amount, names) for amount, names in columns.items()}
    amounts = pl.DataFrame(
        {amount: read[amount] if amount in read else _make_blank(rows) for amount in AMOUNTS}
    )
    held = amounts.hstack(rows.select("retax_status", *_name_conditions()))
    refused = _find_refused_amounts(columns)
    are_known = pl.col("retax_status") != INVALID
    marked = held.with_columns(
        _join_names(refused, are_known).alias(REFUSED),
        *(pl.when(pl.col(name) != _REFUSED).then(pl.col(name)) for name in AMOUNTS),
    )
    counts = are_known & (pl.col(REFUSED) == "")
    sums = _sum_up()
    return marked.select(
        *(
            # Without strict a sum that does not fit becomes null instead of stopping the query.
            pl.when(counts).then(total).cast(pl.Int64, strict=False).alias(name)
            for name, total in sums.items()
        ),
        _join_names(_find_missing_amounts(), counts).alias(MISSING),
        REFUSED,
    )


def _make_blank(rows: pl.DataFrame) -> pl.Series:
    # One value repeated by polars: a list of as many would be made in Python first.
    return pl.Series([None], dtype=pl.Int64).new_from_index(0, len(rows))


def _join_names(conditions: Mapping[str, pl.Expr], counts: pl.Expr) -> pl.Expr:
    """Return the names whose conditions hold, joined with ``;``; null where none counts."""
    names = [pl.when(when).then(pl.lit(name)) for name, when in conditions.items()]
    joined = pl.concat_str(names, separator=";", ignore_nulls=True) if names else pl.lit("")
    return pl.when(counts).then(joined)


# -- amounts as whole numbers -----------------------------------------------------------------


def _read(rows: pl.DataFrame, amount: str, names: Sequence[str]) -> pl.Series:
    """Return an amount as a whole number; of several columns those filled have to agree."""
    parts = [_read_column(amount, rows[name]).alias(str(at)) for at, name in enumerate(names)]
    filled = [pl.col(part.name) for part in parts]
    first = pl.coalesce(filled)
    differ = [one != other for one, other in combinations(filled, 2)]
    refused = reduce(or_, [part == _REFUSED for part in filled])
    for when in differ:
        refused |= when
    value = pl.when(refused.fill_null(value=False)).then(_REFUSED).otherwise(first)
    return pl.DataFrame(parts).select(value.cast(pl.Int64).alias(amount))[amount]


def _read_column(amount: str, column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
    if AMOUNTS[amount].kind != "money" or not column.dtype.is_float():
        return _read_values(amount, column)
    # A float that is the nearest one to a whole number of fen is read as that number of fen.
    fen = (column.cast(pl.Float64) * 100).round()
    is_plain = (fen / 100 == column) & (column.abs() < float(BOUND))
    is_plain = is_plain.fill_null(value=False)
    whole = fen.zip_with(is_plain, pl.Series([None], dtype=pl.Float64)).cast(pl.Int64)
    least = 1 if AMOUNTS[amount].positive else 0
    whole = whole.set(whole < least, _REFUSED)
    if bool((is_plain | column.is_null()).all()):
        return whole
    others = column.zip_with(~is_plain, pl.Series([None], dtype=column.dtype))
    return whole.zip_with(is_plain, _read_values(amount, others))


def _read_values(amount: str, column: pl.Series) -> pl.Series:
    """Read each distinct value as the model reads it."""
    return map_distinct(amount, column, _read_value, pl.Int64())


def _read_value(amount: str, written: object) -> int | None:
    try:
        value = read_amount(amount, written)
    except ValueError:
        return _REFUSED
    if value is None:
        return None
    return int(MONEY_CONTEXT.scaleb(Decimal(value), _PLACES[AMOUNTS[amount].kind]))


def _find_refused_amounts(columns: Collection[str]) -> dict[str, pl.Expr]:
    """Return by amount, in the order of the model, when it is refused.

    As in the model: what does not go together is looked for where every value is accepted, what
    contradicts a fact where the amounts go together.
    """
    stages = (_find_unreadable(), _find_incomplete_pairs(), _find_contradictions())
    found: dict[str, list[pl.Expr]] = {}
    so_far = pl.lit(value=False)
    for stage in stages:
        here = [(amount, when.fill_null(value=False)) for amount, when in stage]
        here = [(amount, when) for amount, when in here if amount in columns]
        for amount, when in here:
            found.setdefault(amount, []).append(when & ~so_far)
        so_far = reduce(or_, (when for _, when in here), so_far)
    return {amount: reduce(or_, found[amount]) for amount in AMOUNTS if amount in found}


def _find_unreadable() -> Iterator[tuple[str, pl.Expr]]:
    for amount in AMOUNTS:
        yield amount, pl.col(amount) == _REFUSED


def _find_incomplete_pairs() -> Iterator[tuple[str, pl.Expr]]:
    for pair in GIVEN_TOGETHER:
        for one, other in (pair, pair[::-1]):
            yield one, pl.col(one).is_not_null() & pl.col(other).is_null()
    for one, other in EITHER_OR:
        yield one, pl.col(one).is_not_null() & pl.col(other).is_not_null()


def _find_contradictions() -> Iterator[tuple[str, pl.Expr]]:
    for known, refused in AGAINST_FACTS.items():
        is_known = pl.col(f"{CONDITION}{name_fact_condition(*known)}")
        for names in refused:
            yield names[0], pl.all_horizontal(is_known, *(pl.col(name) > 0 for name in names))


def _find_missing_amounts() -> dict[str, pl.Expr]:
    """Return by amount when the taxes are not known without it."""
    missing = {name: pl.col(name).is_null() for name in ("dutiable_value", "duty_rate", "vat_rate")}
    rate = "consumption_tax_rate"
    missing[rate] = pl.col(rate).is_null() & pl.col(f"{CONDITION}{MAY_BEAR}")
    return {name: missing[name] for name in AMOUNTS if name in missing}


# -- the taxes --------------------------------------------------------------------------------


def _make_whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int128)


def _get_amount(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int128)


def _compute_on_units(tax: str) -> pl.Expr:
    per_unit, units = _get_amount(f"{tax}_per_unit"), _get_amount(f"{tax}_units")
    return (per_unit * units).fill_null(0)


def _divide_half_up(numerator: pl.Expr, even: pl.Expr) -> pl.Expr:
    """Return a quotient by an even number, rounded half up."""
    # An even divisor has a whole half; `//` rounds down, and no amount is below 0.
    return (numerator + even // 2) // even


def _compute_consumption_tax(duty: pl.Expr) -> pl.Expr:
    """(P + duty + s) ÷ (1 − t) × t + s; nothing where neither a rate nor units bear any."""
    is_assumed = ~pl.col(f"{CONDITION}{MAY_BEAR}")
    rate = pl.coalesce(
        _get_amount("consumption_tax_rate"), pl.when(is_assumed).then(_make_whole(0))
    )
    by_units, remainder = _compute_on_units("consumption_tax"), _make_whole(_MILLION) - rate
    base = (_get_amount("dutiable_value") + duty) * _OF_UNITS + by_units
    tax = _divide_half_up(base * rate + by_units * remainder, _make_whole(_OF_UNITS) * remainder)
    bears_none = (rate == 0) & pl.col("consumption_tax_per_unit").is_null()
    return pl.when(bears_none).then(_make_whole(0)).otherwise(tax)


def _compute_vat(duty: pl.Expr, consumption_tax: pl.Expr) -> pl.Expr:
    base = _get_amount("dutiable_value") + duty + consumption_tax
    return _divide_half_up(base * _get_amount("vat_rate"), _make_whole(_MILLION))


def _sum_up() -> dict[str, pl.Expr]:
    by_value = _get_amount("dutiable_value") * _get_amount("duty_rate") * (_OF_UNITS // _MILLION)
    duty = _divide_half_up(by_value + _compute_on_units("duty"), _make_whole(_OF_UNITS))
    consumption_tax = _compute_consumption_tax(duty)
    vat = _compute_vat(duty, consumption_tax)
    total = duty + consumption_tax + vat
    without_duty = _compute_consumption_tax(_make_whole(0))
    levied = {
        Levy.NOTHING: _make_whole(0),
        Levy.WITHOUT_DUTY: without_duty + _compute_vat(_make_whole(0), without_duty),
        Levy.EVERYTHING: total,
    }
    due = [_choose(levied, Levies._fields.index(side)) for side in ("strictly", "leniently")]
    return dict(zip(FEN_COLUMNS, (duty, consumption_tax, vat, total, *due), strict=True))


def _choose(levied: Mapping[Levy, pl.Expr], side: int) -> pl.Expr:
    """Return the sum that is levied on a row, strictly or leniently; null without an answer."""
    turns = [pl.col(f"{CONDITION}{at}").fill_null(value=False) for at in range(len(TURNS))]
    bits = reduce(or_, (turn.cast(pl.UInt16) * (1 << at) for at, turn in enumerate(turns)))
    status = pl.col("retax_status").cast(pl.String)
    place = status.replace_strict(
        {status: at << len(TURNS) for at, status in enumerate(ROW_STATUSES)},
        return_dtype=pl.UInt16,
    )
    levy = pl.lit(_list_levies(side)).gather(place + bits)
    chosen: pl.Expr = pl.lit(None, dtype=pl.Int128)
    for each, total in levied.items():
        chosen = pl.when(levy == int(each)).then(total).otherwise(chosen)
    return chosen


@lru_cache(maxsize=2)
def _list_levies(side: int) -> pl.Series:
    """Return what is levied by status and turns, of which each is a bit of the place."""
    levies: list[int | None] = []
    for status in ROW_STATUSES:
        here = next((WHAT_IS_DUE[known] for known in STATUSES if known == status), None)
        for turns in product((False, True), repeat=len(TURNS)):
            there = choose_levy(*reversed(turns))
            levies.append(None if here is None else int(choose_lesser(here, there)[side]))
    return pl.Series(levies, dtype=pl.UInt8)
