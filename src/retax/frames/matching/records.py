"""Records of a part of a table: its columns are read value by value, not row by row.

What the model says of each value is the model's own answer: of a column of few values it is given
each once, of others all at once. A row whose every value is accepted, and that contradicts itself
by no consistency rule, is a record of these values; any other row is read, or refused, as
``match_returns`` reads a mapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, make_dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any, ClassVar, cast

import polars as pl
from pydantic import TypeAdapter, ValidationError

from retax.facts.item_numbers import normalize_sku
from retax.facts.model import ReturnedGoods
from retax.facts.parse_value import normalize_value
from retax.frames.query import KEPT_PLANS, list_contradictions_between
from retax.logic.compile_python import Function, compile_function
from retax.logic.expressions import any_of
from retax.logic.traversal import list_facts
from retax.matching.own_fields import OWN_FIELDS
from retax.matching.records import Record, Trace, find_field, is_nameless

FEW_VALUES = 2_000
"""Distinct values of a column that are read one by one."""

FEW_REFUSED = 1_000
"""Values refused of a column up to which its others are read nevertheless."""


class ColumnFacts:
    """The facts of a row as the model reads them; those of no column are unknown."""

    __slots__ = ()

    OF_COLUMNS: ClassVar[tuple[str, ...]]
    """The facts of the columns, in the order of the model."""

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        """All facts by name, as compiled clauses read them."""
        return {name: getattr(self, name) for name in ReturnedGoods.model_fields}

    def known_facts(self) -> Iterator[tuple[str, Any]]:
        """Yield the facts that are known, each with its value, in the order of the model."""
        for name in self.OF_COLUMNS:
            value = getattr(self, name)
            if value is not None:
                yield name, value

    def but(self, **changes: Any) -> ReturnedGoods:
        """Return the same facts with other values of some, validated as a whole."""
        return ReturnedGoods.model_validate({**dict(self.known_facts()), **changes})

    def __eq__(self, other: object) -> bool:
        """Say whether another has the same facts, in whichever form it was read."""
        if not isinstance(other, ColumnFacts | ReturnedGoods):
            return NotImplemented
        return dict(self.known_facts()) == dict(other.known_facts())

    __hash__ = None  # type: ignore[assignment]


def list_records(kind: type[Record], rows: pl.DataFrame) -> list[Any]:
    """Return the records of rows, and as mappings the rows that are to be read one by one."""
    named = {column: cast("str", find_field(kind, column)) for column in rows.columns}
    has_two_of_one = len(set(named.values())) < len(named)
    if kind is Trace or has_two_of_one or not set(kind.NEEDED) <= set(named.values()):
        return rows.to_dicts()
    values: dict[str, list[Any]] = {}
    others: set[int] = set()
    for column, field in named.items():
        like = OWN_FIELDS[field].like if field in OWN_FIELDS else field
        read = _read_column(rows[column], like)
        if read is None:
            return rows.to_dicts()
        values[field], refused = read
        others |= refused
    for field in kind.NEEDED:
        others |= {
            at
            for at, value in enumerate(values[field])
            if value is None or is_nameless(field, value)
        }
    facts_of = {field: column for field, column in values.items() if field not in kind.OWN}
    others.update(_list_contradictory(facts_of))
    facts = map(_make_facts_class(tuple(facts_of)), *facts_of.values())
    records: list[Any] = list(map(cast("Any", kind), facts, *_list_own_columns(kind, values)))
    for at in others:
        records[at] = rows.row(at, named=True)
    return records


def _list_contradictory(values: Mapping[str, Sequence[Any]]) -> Iterator[int]:
    """Return the places of rows whose facts contradict each other."""
    names, is_contradictory = _compile_contradictions(frozenset(values))
    columns = [values[name] for name in names]
    row = _Row()
    facts = row.__dict__
    contradictory: set[tuple[Any, ...]] = set()
    for of_rows in set(zip(*columns, strict=True)):  # many a row has what another has
        facts.update(zip(names, of_rows, strict=True))
        if is_contradictory(row, None)[0]:
            contradictory.add(of_rows)
    for at, of_row in enumerate(zip(*columns, strict=True)) if contradictory else ():
        if of_row in contradictory:
            yield at


@lru_cache(maxsize=KEPT_PLANS)
def _compile_contradictions(names: frozenset[str]) -> tuple[list[str], Function]:
    """Return the facts on which it turns whether a row contradicts itself, and what says so."""
    when = any_of(*(tree for _, tree in list_contradictions_between(names)))
    return sorted(list_facts(when)), compile_function([when])


class _Row:
    """One row after another, as compiled rules read it: a dict a row would take as long again."""


@lru_cache(maxsize=KEPT_PLANS)
def _make_facts_class(names: tuple[str, ...]) -> type[Any]:
    of_columns = tuple(fact for fact in ReturnedGoods.model_fields if fact in names)
    unknown = dict.fromkeys(ReturnedGoods.model_fields.keys() - names)
    return make_dataclass(
        "FactsOfColumns",
        names,
        bases=(ColumnFacts,),
        namespace={"OF_COLUMNS": of_columns, **unknown},
        slots=True,
        eq=False,
    )


def _list_own_columns(kind: type[Record], values: dict[str, list[Any]]) -> Iterator[Any]:
    """Return the columns of the record's own fields, in their order."""
    for field in fields(kind)[1:]:
        default = None if field.default is MISSING else field.default
        column: Any = values.get(field.name, repeat(default))
        if field.name == "place" and field.name in values:
            column = [None if place is None else normalize_sku(place) for place in column]
        yield column


# -- values of one column


def _read_column(column: pl.Series, fact: str) -> tuple[list[Any], set[int]] | None:
    """Return the values of a fact, and the places of those refused; None where too many are."""
    if column.dtype == pl.Null:
        return [None] * len(column), set()
    if column.dtype.is_nested():
        return None if column.is_not_null().any() else ([None] * len(column), set())
    # Of floating point, one number is not equal to itself; decimals have no smaller form.
    if not (column.dtype.is_float() or column.dtype.is_decimal()):
        distinct = column.unique(maintain_order=True)
        if len(distinct) <= FEW_VALUES:
            return _read_few_values(column, distinct, fact)
    return _read_many_values(column.to_list(), fact)


def _read_few_values(
    column: pl.Series, distinct: pl.Series, fact: str
) -> tuple[list[Any], set[int]]:
    known: dict[Any, Any] = {}
    refused: set[Any] = set()
    for number, value in zip(distinct.to_physical().to_list(), distinct.to_list(), strict=True):
        try:
            goods = ReturnedGoods.model_validate({fact: value})
        except ValidationError:
            refused.add(number)
            known[number] = None
            continue
        known[number] = getattr(goods, fact)
        if any(name != fact for name, _ in goods.known_facts()):  # of two facts in one number
            refused.add(number)
    numbers = column.to_physical().to_list()
    places = {at for at, number in enumerate(numbers) if number in refused} if refused else set()
    return [known[number] for number in numbers], places


def _read_many_values(values: list[Any], fact: str) -> tuple[list[Any], set[int]] | None:
    adapter = _make_adapter(fact)
    try:
        return adapter.validate_python(values), set()
    except ValidationError:
        values = [normalize_value(fact, value) for value in values]
    try:
        return adapter.validate_python(values), set()
    except ValidationError as error:
        if error.error_count() > FEW_REFUSED:
            return None
        places = {cast("int", line["loc"][0]) for line in error.errors(include_url=False)}
    for at in places:
        values[at] = None
    return adapter.validate_python(values), places


@lru_cache(maxsize=KEPT_PLANS)
def _make_adapter(fact: str) -> TypeAdapter[Any]:
    """Return what validates many values of a fact as the model does."""
    annotation: Any = ReturnedGoods.model_fields[fact].annotation
    return TypeAdapter(list[annotation])
