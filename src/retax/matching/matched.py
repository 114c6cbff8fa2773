"""The result of a matching: lines that can be judged, ranges for the rest, and proofs to find."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from pydantic import ValidationError

from retax.facts.model import ReturnedGoods, list_plain_facts, refusals_of
from retax.facts.numbers import write_number
from retax.judge.answer import read_version
from retax.logic.expressions import Side
from retax.matching.evidence import Evidence
from retax.matching.wording import (
    ASSUMPTIONS,
    NO_FIRST_IN_FIRST_OUT,
    UNKNOWN_DAY,
    describe_evidence,
    describe_lapse,
    describe_lapsed,
    describe_open,
    describe_proof,
    name_line,
)
from retax.words import Lang, Words, joined


@dataclass(frozen=True, slots=True)
class Range:
    """The fewest and the most units, whichever lines the units are of."""

    at_least: Decimal
    at_most: Decimal


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """Units of one row and the one export line they are of: goods for ``check``.

    ``row`` and ``line`` are positions in the tables given. ``goods.attribution`` is ``traced``
    where evidence shows the line, ``fifo`` where a convention names it; ``goods.returned_before``
    counts what came back of the line before.
    """

    row: int
    line: int
    quantity: Decimal
    evidence: Evidence
    value: str
    goods: ReturnedGoods

    @property
    def words(self) -> Words:
        """The tie between the units and the line."""
        day = self.goods.returned_on or self.goods.domestic_on or UNKNOWN_DAY
        return describe_evidence(self.evidence, self.value, day)


@dataclass(frozen=True, slots=True)
class PossibleLine:
    """An export line units of a row may be of: the fewest and the most, and its last day."""

    line: int
    export_entry: str | None
    export_item: int | None
    at_least: Decimal
    at_most: Decimal
    last_day: date | None


# Without slots, in which cached_property has no place to keep the lines.
@dataclass(frozen=True)
class OpenUnits:
    """Units of a row whose line nothing shows, and what holds whichever it is.

    ``strict``: in time on a line in scope, read strictly, missing facts against; ``lenient``: read
    leniently, missing facts for. ``exact`` is false where a range may be wider than need be; it is
    never narrower. ``asks`` names records that may narrow it. Ranges of rows hold each by itself:
    they must not be added up, :attr:`Matched.items` says what holds of them together.
    """

    row: int
    sku: str
    place: str | None
    quantity: Decimal
    strict: Range
    lenient: Range
    exact: bool
    asks: tuple[str, ...]
    _find_possible: Callable[[], tuple[PossibleLine, ...]] = field(repr=False, compare=False)

    @cached_property
    def possible(self) -> tuple[PossibleLine, ...]:
        """The lines the units may be of; found when first asked for."""
        return self._find_possible()

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: the possible lines in place of what finds them."""
        possible = self.possible
        state = {name: value for name, value in vars(self).items() if name != "possible"}
        return state | {"_find_possible": partial(tuple, possible)}

    @property
    def words(self) -> Words:
        """What holds whichever line the units are of."""
        strict = self.strict
        return describe_open(self.quantity, strict.at_least, strict.at_most, self.asks)


@dataclass(frozen=True, slots=True)
class ItemRange:
    """All units of an item that no evidence of their own names a line for, taken together.

    ``by_fifo``: how many would be in time first in, first out; None where that may not be used,
    for the reason ``no_fifo``. ``emptied_on``: days at whose end the books were empty.
    """

    sku: str
    place: str | None
    quantity: Decimal
    strict: Range
    lenient: Range
    exact: bool
    by_fifo: Decimal | None
    no_fifo: str | None
    emptied_on: tuple[date, ...]

    @property
    def words(self) -> Words:
        """What holds whichever lines the units are of."""
        return describe_open(self.quantity, self.strict.at_least, self.strict.at_most, ())


@dataclass(frozen=True, slots=True)
class LineRange:
    """The rest of an export line: ``drawn`` of what no evidence takes, and ``left``."""

    line: int
    sku: str
    drawn: Range
    left: Range


@dataclass(frozen=True, slots=True)
class Lapse:
    """A last day of units still abroad, read strictly: how many lapse if none comes back by then.

    ``needed``: units that must be back by then so that none surely lapses; ``needed_to_be_sure``:
    so that none can, where batches are known apart (otherwise all that are ``abroad``). ``as_of``:
    the day from which days are counted; None: the sentence takes the last day as still to come.
    """

    sku: str
    place: str | None
    last_day: date
    abroad: Decimal
    lapse: Range
    as_of: date | None = None

    @property
    def days_left(self) -> int | None:
        """The days from ``as_of`` to the last day, negative once it has passed."""
        return None if self.as_of is None else (self.last_day - self.as_of).days

    @property
    def needed(self) -> Decimal:
        """Units that must be back by the day so that none surely lapses."""
        return self.lapse.at_least

    @property
    def needed_to_be_sure(self) -> Decimal:
        """Units of the right batches that must be back by the day so that none can lapse."""
        return self.lapse.at_most

    @property
    def words(self) -> Words:
        """The units that lapse, or have lapsed, with the day."""
        left = self.days_left
        describe = describe_lapse if left is None or left >= 0 else describe_lapsed
        return describe(
            self.sku, self.abroad, self.last_day, self.lapse.at_least, self.lapse.at_most
        )


@dataclass(frozen=True, slots=True)
class ToProve:
    """Units that would be in time on a line, if records proved they are of it.

    No finding: nothing may be declared on it. It is of an attribution with most units in time.
    """

    row: int
    line: int
    quantity: Decimal
    export_entry: str | None
    export_item: int | None
    last_day: date | None

    @property
    def words(self) -> Words:
        """The proof still to be found."""
        day = self.last_day or UNKNOWN_DAY
        return describe_proof(self.quantity, self.export_entry, self.export_item, day)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Records that cannot all be right. ``rows``: positions of the rows it leaves without a line.

    ``quantity``: the units in question.
    """

    id: str
    sku: str
    place: str | None
    rows: tuple[int, ...]
    lines: tuple[int, ...]
    quantity: Decimal
    words: Words


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know that stops nothing."""

    id: str
    sku: str | None
    words: Words


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be read: in which table, at which position, and why."""

    table: str
    position: int
    error: ValidationError

    @property
    def words(self) -> Words:
        """Why it is refused."""
        refusals = [refusal.words for refusal in refusals_of(self.error)]
        return Words(
            "{table} 第{position}行（自0起）：{why}", "{table}, position {position}: {why}"
        ).filled(
            table=self.table,
            position=self.position,
            why=joined(refusals, zh="；", en="; "),
        )


@dataclass(frozen=True)
class Matched:
    """Returned units matched to export lines: what is shown, and what holds of the rest.

    Every unit returned is in ``lines``, in ``open``, in ``contradicted`` (by row: units that a
    contradiction leaves without a line), of a row in ``filed`` (earlier returns, which count
    against their lines), or of a row in ``refused``. No status is here: verdicts are those of
    ``check_lines`` on the goods of ``lines``.
    """

    lines: tuple[MatchedLine, ...]
    open: tuple[OpenUnits, ...]
    items: tuple[ItemRange, ...]
    export_lines: tuple[LineRange, ...]
    deadlines: tuple[Lapse, ...]
    to_prove: tuple[ToProve, ...]
    contradictions: tuple[Contradiction, ...]
    contradicted: Mapping[int, Decimal]
    filed: tuple[int, ...]
    remarks: tuple[Remark, ...]
    refused: tuple[Refused, ...]
    assumed: tuple[str, ...]
    convention: str | None
    complete_since: date | None
    as_of: date | None
    settled: Mapping[str, Side]
    days_off: Collection[date] | None
    known_on: date | None

    @property
    def version(self) -> str:
        """The version of the library."""
        return read_version()

    @property
    def goods(self) -> tuple[ReturnedGoods, ...]:
        """The goods of the lines, for ``check_lines``."""
        return tuple(line.goods for line in self.lines)

    def explain(self, lang: Lang) -> str:
        """Return all of it in words, ``"zh"`` or ``"en"``."""
        return "\n".join(words.text(lang) for words in self._list_words())

    def _list_words(self) -> list[Words]:
        sentences = [
            Words("{row}：{line}，{n}件。{why}", "{row}: {line}, {n} units. {why}").filled(
                row=_name_row(line.row),
                line=name_line(line.goods.export_entry, line.goods.export_item),
                n=write_number(line.quantity),
                why=line.words,
            )
            for line in self.lines
        ]
        colon = Words("{row}：{what}", "{row}: {what}")
        sentences += [colon.filled(row=_name_row(x.row), what=x.words) for x in self.open]
        for item in self.items:
            name = Words(f"货号{item.sku}合计", f"Item {item.sku} in all")
            sentences.append(colon.filled(row=name, what=item.words))
            if self.convention is not None and item.no_fifo is not None:
                why = NO_FIRST_IN_FIRST_OUT[item.no_fifo]
                sentences.append(colon.filled(row=name, what=why))
        sentences += [lapse.words for lapse in self.deadlines]
        sentences += [colon.filled(row=_name_row(x.row), what=x.words) for x in self.to_prove]
        sentences += [found.words for found in self.contradictions]
        sentences += [refused.words for refused in self.refused]
        sentences += [remark.words for remark in self.remarks]
        assumed = [ASSUMPTIONS[name] for name in self.assumed]
        sentences.append(
            Words(
                "以上以下列各项为前提：" + "；".join(words.zh for words in assumed) + "。",
                "This rests on: " + "; ".join(words.en for words in assumed) + ".",
            )
        )
        return sentences

    def to_dict(self, lang: Lang | None = None) -> dict[str, Any]:
        """Return all of it as plain values; days as ISO text, quantities as text."""
        return {
            "lines": [
                {
                    **_pick(line, lang, "row", "line", "quantity", "evidence", "value"),
                    "goods": list_plain_facts(line.goods),
                }
                for line in self.lines
            ],
            "open": [
                {
                    **_pick(x, lang, "row", "sku", "place", "quantity", "strict", "lenient"),
                    "exact": x.exact,
                    "asks": list(x.asks),
                    "possible": [_pick(line, None, *_POSSIBLE) for line in x.possible],
                }
                for x in self.open
            ],
            "items": [
                _pick(
                    item,
                    lang,
                    *("sku", "place", "quantity", "strict", "lenient", "exact", "by_fifo"),
                    *("no_fifo", "emptied_on"),
                )
                for item in self.items
            ],
            "export_lines": [
                _pick(line, None, "line", "sku", "drawn", "left") for line in self.export_lines
            ],
            "deadlines": [
                _pick(lapse, lang, "sku", "place", "last_day", "abroad", "lapse")
                for lapse in self.deadlines
            ],
            "to_prove": [
                _pick(
                    proof,
                    lang,
                    *("row", "line", "quantity", "export_entry", "export_item", "last_day"),
                )
                for proof in self.to_prove
            ],
            "contradictions": [
                _pick(found, lang, "id", "sku", "place", "rows", "lines", "quantity")
                for found in self.contradictions
            ],
            "contradicted": {
                str(row): write_number(units) for row, units in self.contradicted.items()
            },
            "filed": list(self.filed),
            "remarks": [_pick(remark, lang, "id", "sku") for remark in self.remarks],
            "refused": [_pick(row, lang, "table", "position") for row in self.refused],
            "assumed": list(self.assumed),
            "convention": self.convention,
            "complete_since": _as_plain(self.complete_since),
            "as_of": _as_plain(self.as_of),
            "settled": dict(sorted(self.settled.items())),
            "days_off": None if self.days_off is None else sorted(map(str, self.days_off)),
            "known_on": _as_plain(self.known_on),
            "version": self.version,
        }

    def to_json(self, lang: Lang | None = None) -> str:
        """Return :meth:`to_dict` as JSON."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False)


_POSSIBLE = ("line", "export_entry", "export_item", "at_least", "at_most", "last_day")


def _name_row(position: int) -> Words:
    return Words(f"退回第{position + 1}行", f"Row {position + 1}")


def _pick(part: object, lang: Lang | None, *names: str) -> dict[str, Any]:
    plain = {name: _as_plain(getattr(part, name)) for name in names}
    words: Words | None = getattr(part, "words", None)
    if lang is not None and words is not None:
        plain["words"] = words.text(lang)
    return plain


def _as_plain(value: object) -> Any:
    match value:
        case Range():
            return {
                "at_least": write_number(value.at_least),
                "at_most": write_number(value.at_most),
            }
        case Decimal():
            return write_number(value)
        case date():
            return str(value)
        case tuple():
            return [_as_plain(each) for each in value]
    return value
