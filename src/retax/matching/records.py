"""The records of users, one a row: export lines, returned units, units gone, counts, traces.

A record is read from a mapping. The facts it shares with :class:`ReturnedGoods` go by all their
names and are validated by that model; the few of its own have their names here. What cannot be
read is refused as there: one error, one sentence for each field, in Chinese and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar, Self, get_args

from pydantic import ValidationError

from retax.facts.catalogue import NAMES, Ledger
from retax.facts.item_numbers import normalize_sku
from retax.facts.messages import (
    Refusal,
    describe_accepted_values,
    describe_not_accepted,
    quote_words,
    reject_no_mapping,
    reject_value,
)
from retax.facts.model import ReturnedGoods, refusals_of
from retax.facts.name_matching import find_fact, normalize_name
from retax.facts.parse_value import normalize_value
from retax.facts.placeholders import is_placeholder
from retax.facts.validation_error import make_validation_error
from retax.matching.own_fields import (
    KEPT_NAMES,
    OWN_FIELDS,
    TRACE_KINDS,
    TraceKind,
    find_own_field,
)
from retax.words import Words

EXPORT_FACTS = (
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "hs_code",
    "is_food",
)
"""Facts of an export line on which it turns whether a return is in time on it, and in scope."""

RETURN_FACTS = (
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "return_entry",
    "destination",
)
"""Facts of a return on which it turns whether it is in time."""


def _list_facts(*ledgers: Ledger) -> tuple[str, ...]:
    return tuple(name for name, record in NAMES.items() if record.ledger in ledgers)


PLAIN_QUANTITIES = frozenset(map(normalize_name, ("数量", "件数", "quantity", "qty")))
"""Names of the quantity of whatever the table lists, where no other quantity goes by them."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row as read: the facts it shares with returned goods, and fields of its own."""

    facts: ReturnedGoods

    LABEL: ClassVar[Words]
    FACTS: ClassVar[tuple[str, ...]]
    OWN: ClassVar[tuple[str, ...]] = ()
    NEEDED: ClassVar[tuple[str, ...]] = ()
    QUANTITY: ClassVar[str | None] = None
    """The fact that a plain 数量 is here."""

    @classmethod
    def read(cls, given: Self | Mapping[str, Any]) -> Self:
        """Read a row.

        Raises:
            pydantic.ValidationError: it cannot be read, or lacks what it needs.
        """
        if isinstance(given, cls):
            return given
        if not isinstance(given, Mapping):
            start = Words(f"{cls.LABEL.zh}应为名称与值的对照", f"{cls.LABEL.en} is")
            raise make_validation_error([reject_no_mapping(given, start)], cls.__name__)
        return cls(**_read_values(cls, given))

    @property
    def item(self) -> str:
        """The item number without what never makes two items of one."""
        return normalize_sku(self.facts.sku or "")


@dataclass(frozen=True, slots=True)
class ExportLine(Record):
    """An item of an export paper (出口明细)."""

    lot_no: str | None = None
    arrived_on: date | None = None
    place: str | None = None

    # No annotation, or ClassVar: a dataclass takes these for no fields of a record.
    LABEL = Words("出口明细", "an export line")
    QUANTITY: ClassVar[str | None] = "exported_quantity"
    FACTS: ClassVar[tuple[str, ...]] = _list_facts("export", "both")
    OWN: ClassVar[tuple[str, ...]] = ("lot_no", "arrived_on", "place")
    NEEDED: ClassVar[tuple[str, ...]] = ("sku",)


@dataclass(frozen=True, slots=True)
class ReturnedUnits(Record):
    """Units that came back, or are to (退回商品)."""

    lot_no: str | None = None
    carton_no: str | None = None
    shipped_on: date | None = None
    place: str | None = None

    LABEL = Words("退回商品", "a row of returned units")
    QUANTITY: ClassVar[str | None] = "returned_quantity"
    FACTS: ClassVar[tuple[str, ...]] = _list_facts("return", "both")
    OWN: ClassVar[tuple[str, ...]] = ("lot_no", "carton_no", "shipped_on", "place")
    NEEDED: ClassVar[tuple[str, ...]] = ("sku", "returned_quantity")

    @property
    def has_a_number(self) -> bool:
        """Whether any number on it may name an export line."""
        return (
            _get_numbers(self.facts) != _NO_NUMBERS
            or self.carton_no is not None
            or self.lot_no is not None
        )

    @property
    def is_filed(self) -> bool:
        """Whether it is an earlier return, filed under its export line."""
        facts = self.facts
        return None not in (facts.export_entry, facts.export_item, facts.return_entry)


_NUMBERS = ("export_entry", "serial_no", "order_no", "tracking_no")
_NO_NUMBERS = (None,) * len(_NUMBERS)
_get_numbers = attrgetter(*_NUMBERS)


@dataclass(frozen=True, slots=True)
class UnitsGone(Record):
    """Units that will not come back: sold for good, destroyed, lost (不再退运的数量)."""

    quantity: Decimal = Decimal(0)
    gone_on: date | None = None
    why: str | None = None
    place: str | None = None

    LABEL = Words("不再退运的数量", "a row of units gone")
    FACTS: ClassVar[tuple[str, ...]] = (
        "sku",
        "unit",
        "export_entry",
        "export_item",
        "goods_name",
        "note",
        "reference",
    )
    OWN: ClassVar[tuple[str, ...]] = ("quantity", "gone_on", "why", "place")
    NEEDED: ClassVar[tuple[str, ...]] = ("sku", "quantity")


@dataclass(frozen=True, slots=True)
class StockCount(Record):
    """A count of the stock abroad (库存盘点)."""

    counted: Decimal = Decimal(0)
    counted_on: date = date.min
    place: str | None = None

    LABEL = Words("库存盘点", "a stock count")
    FACTS: ClassVar[tuple[str, ...]] = ("sku", "unit", "goods_name", "note", "reference")
    OWN: ClassVar[tuple[str, ...]] = ("counted", "counted_on", "place")
    NEEDED: ClassVar[tuple[str, ...]] = ("sku", "counted", "counted_on")


@dataclass(frozen=True, slots=True)
class Trace(Record):
    """A record that ties a serial, lot, carton, order or tracking number to a line (对应记录)."""

    kind: TraceKind = "serial"
    value: str = ""
    quantity: Decimal | None = None

    LABEL = Words("对应记录", "a trace")
    FACTS: ClassVar[tuple[str, ...]] = ("sku", "export_entry", "export_item", "note", "reference")
    OWN: ClassVar[tuple[str, ...]] = ("kind", "value", "quantity")
    NEEDED: ClassVar[tuple[str, ...]] = ("kind", "value", "export_entry")


# -- reading


def find_field(kind: type[Record], name: str) -> str | None:
    """Return what a name means in a table of records: a field of their own, a fact, or nothing."""
    names = _FIELDS.setdefault(kind, {})
    if name not in names:
        if len(names) >= KEPT_NAMES:
            names.clear()
        names[name] = _find_field(kind, name)
    return names[name]


_FIELDS: dict[type[Record], dict[str, str | None]] = {}
"""What names mean, by record."""


def _find_field(kind: type[Record], name: str) -> str | None:
    own = find_own_field(kind.OWN, name)
    if own is not None:
        return own
    if kind.QUANTITY is not None and _is_plain_quantity(name):
        return kind.QUANTITY
    fact = find_fact(name.strip())
    return fact if fact in kind.FACTS else None


@lru_cache(maxsize=KEPT_NAMES)
def _is_plain_quantity(name: str) -> bool:
    return normalize_name(name) in PLAIN_QUANTITIES


def _read_values(kind: type[Record], given: Mapping[Any, Any]) -> dict[str, Any]:
    shared: dict[Any, Any] = {}
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    plain: list[tuple[str, object]] = []
    for name, value in given.items():
        field = find_field(kind, name) if isinstance(name, str) else None
        if field is None:
            refusals.append(_refuse_name(kind, name))
        elif field in kind.OWN:
            refusals += _add_own(values, field, value)
        elif find_fact(name.strip()) == field:
            shared[name] = value
        else:
            plain.append((field, value))
    for field, value in plain:
        # Under a name that is not taken, so that the model weighs two columns against each other.
        names = (field, *NAMES[field].names)
        shared[next(other for other in names if other not in shared and other not in given)] = value
    try:
        values["facts"] = ReturnedGoods.model_validate(shared)
    except ValidationError as error:
        refusals += refusals_of(error)
    else:
        for field in kind.NEEDED:
            value = values.get(field, getattr(values["facts"], field, None))
            if value is None or is_nameless(field, value):
                refusals.append(_refuse_absence(kind, field))
    if refusals:
        raise make_validation_error(refusals, kind.__name__)
    if "place" in values:
        values["place"] = normalize_sku(values["place"])
    return {name: value for name, value in values.items() if value is not None}


def _add_own(values: dict[str, Any], field: str, written: object) -> list[Refusal]:
    """Read a field of the record's own into the values; return why it is refused, if it is."""
    own = OWN_FIELDS[field]
    value = normalize_value(own.like, written)
    if field == "kind":
        value = _KIND_OF_WORD.get(value, value) if isinstance(value, str) else value
        if value is not None and value not in get_args(TraceKind):
            return [_refuse_value(field, written)]
    elif value is not None:
        try:
            value = getattr(ReturnedGoods.model_validate({own.like: value}), own.like)
        except ValidationError:
            return [_refuse_value(field, written)]
    if value is not None and values.get(field, value) != value:
        one, other = quote_words(values[field]), quote_words(written)
        words = Words(
            f"{own.label.zh}填了两个不同的值：{one.zh}与{other.zh}；应只填一个",
            f"{field} is given twice: {one.en} and {other.en}; accepted is one of the two",
        )
        return [Refusal(field, written, words, "conflicting_names")]
    if value is not None:
        values[field] = value
    return []


_KIND_OF_WORD: Mapping[str, str] = {words.zh: kind for kind, words in TRACE_KINDS.items()}


def _refuse_value(field: str, written: object) -> Refusal:
    own, shown = OWN_FIELDS[field], quote_words(written)
    wanted = _ACCEPTED_KINDS if field == "kind" else describe_accepted_values(own.like, written)
    return Refusal(
        field,
        written,
        describe_not_accepted(own.label.zh, field, shown, wanted),
        "not_accepted" if field == "kind" else reject_value(own.like, written).code,
    )


_ACCEPTED_KINDS = Words(
    "下列之一：" + "、".join(words.zh for words in TRACE_KINDS.values()),
    "one of " + ", ".join(TRACE_KINDS),
)


def _refuse_name(kind: type[Record], name: object) -> Refusal:
    shown = quote_words(name)
    fact = find_fact(name.strip()) if isinstance(name, str) else None
    if fact in _list_facts("neither") and kind is ReturnedUnits:
        words = Words(
            f"{shown.zh}由对应结果得出，不能填写", f"{shown.en} is found by matching, not given"
        )
    else:
        names = "、".join(
            [*(OWN_FIELDS[field].label.zh for field in kind.OWN), NAMES["sku"].label.zh, "……"]
        )
        words = Words(
            f"{shown.zh}不是{kind.LABEL.zh}的要素；可用的如{names}",
            f"{shown.en} is no field of {kind.LABEL.en}; accepted are such as "
            + ", ".join([*kind.OWN, "sku", "…"]),
        )
    return Refusal(str(name) if isinstance(name, str) else "", name, words, "unknown_name")


def is_nameless(field: str, value: str) -> bool:
    """Say whether a value of a field that names goods, or a unit, names none: 货号 无."""
    return field in ("sku", "value") and is_placeholder(value)


def _refuse_absence(kind: type[Record], field: str) -> Refusal:
    label = OWN_FIELDS[field].label if field in OWN_FIELDS else NAMES[field].label
    words = Words(
        f"{kind.LABEL.zh}缺少{label.zh}", f"{kind.LABEL.en} lacks {field}; accepted is one with it"
    )
    return Refusal(field, None, words, "unreadable")
