"""The headings of a table: in which rows they stand, and which facts they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn

from retax import ReturnedGoods, ValidationError
from retax.cells.cell import (
    MERGED_COLUMNS,
    FaultyCell,
    ParsedWithNote,
    get_label,
    get_shown,
    get_text,
    make_parser,
)
from retax.desk.readers.previous_answers import drop_columns, find_answer_columns
from retax.desk.source import DeskError
from retax.facts.catalogue import NAMES
from retax.facts.name_matching import find_fact, find_near_fact, is_quantity_or_day
from retax.money.catalogue import find_amount
from retax.words import Words, joined

LOOKED_THROUGH = 20
"""Rows among which the headings are looked for; above them stand titles."""

_ENOUGH_NAMES = 2

EXAMPLE_HEADINGS = joined(
    [Words(NAMES[fact].label.zh, fact) for fact in ("supervision_code", "declared_on")]
)
_EITHER = Words(
    "列名「{lower}」上方为「{upper}」，可能指{one}，也可能指{other}；请在一行中写全列名",
    "the heading {lower!r} stands to the right under {upper!r} and may be {one} or {other}; "
    "write the whole name in one row",
)
_SEVERAL_TABLES = Words(
    "第{one}行和第{other}行都是列名，其下各为一张表，列的次序可能不同；请分为两个工作表或文件",
    "rows {one} and {other} both hold headings, each of a table of its own, whose columns may "
    "stand in another order; accepted is one table a sheet or file",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that headings of a kind of table may bear: facts, and fields of its own.

    ``find``: returns the field a name means. ``own``: by field that is no fact, what sentences
    call it and a fact of its kind. ``weighs_texts``: two columns of one text are compared, not
    the first that is filled taken. ``has_amounts``: headings that name no field may name an amount
    of a row. ``examples``: names to show where there are none.
    """

    find: Callable[[str], str | None] = find_fact
    own: Mapping[str, tuple[Words, str]] = field(default_factory=dict)
    weighs_texts: bool = False
    has_amounts: bool = False
    examples: Words = EXAMPLE_HEADINGS

    def find_fact_like(self, name: str) -> str:
        """Return a fact of the kind of a field."""
        return self.own[name][1] if name in self.own else name

    def get_label(self, name: str) -> Words:
        """Return what sentences call a field."""
        return Words(self.own[name][0].zh, name) if name in self.own else get_label(name)


GOODS_NAMES = Vocabulary(has_amounts=True)
"""The names of the facts of returned goods."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The place from 0 of the row below which the goods begin, and the headings above them.

    ``rows``: how many rows they stand in.
    """

    place: int
    texts: tuple[str, ...]
    rows: int = 1


def find_fact_of_heading(heading: object, names: Vocabulary = GOODS_NAMES) -> str | None:
    """Return the fact a heading names, as every way in reads names."""
    return names.find(get_text(heading))


def find_amount_of_heading(heading: object, names: Vocabulary = GOODS_NAMES) -> str | None:
    """Return the amount a heading names that names no fact, as ``retax.money`` reads names."""
    text = get_text(heading)
    return find_amount(text) if names.has_amounts and names.find(text) is None else None


def to_plain_name(heading: str) -> str:
    """Return a heading without the spaces in it and the marks around it."""
    return "".join(heading.split()).strip("*＊:：")


def count_fact_names(cells: Iterable[object], names: Vocabulary = GOODS_NAMES) -> int:
    """Return how many facts a row of cells names."""
    return len({find_fact_of_heading(cell, names) for cell in cells} - {None})


def is_row_of_headings(cells: Sequence[object], names: Vocabulary = GOODS_NAMES) -> bool:
    """Say whether what a row holds is names of facts, for the most part."""
    named = count_fact_names(cells, names)
    return named >= _ENOUGH_NAMES and 2 * named > sum(1 for cell in cells if get_text(cell))


def reject_several_tables(one: int, other: int) -> NoReturn:
    """Raise DeskError for a table in which two rows, counted from 0, are headings."""
    raise DeskError(_SEVERAL_TABLES.filled(one=one + 1, other=other + 1))


def find_headings(
    head: Sequence[Sequence[object]], names: Vocabulary = GOODS_NAMES
) -> Headings | None:
    """Return the headings among the first rows of a table; None where there are none.

    They are the row that names the most facts, or two rows, a group over its parts, where these
    name more. Headings in two languages stand one under the other: the lower ones are taken.

    Raises:
        DeskError: a heading under a group may name either of two facts, or a table of its own
            is above the headings.
    """
    found = _find_headings(head, names)
    if found is not None:
        _refuse_a_table_above(head[: found.place], found, names)
    return found


def _refuse_a_table_above(
    above: Sequence[Sequence[object]], found: Headings, names: Vocabulary
) -> None:
    """Raise DeskError where rows of goods stand under headings above those that are taken.

    Headings in another language, and remarks under headings, are no goods.
    """
    rows = above[: found.place + 1 - found.rows]
    for at, headings in enumerate(rows):
        if is_row_of_headings(headings, names) and any(
            _is_value_of_heading(headings, cells, names) for cells in rows[at + 1 :]
        ):
            reject_several_tables(at, found.place)


def _is_value_of_heading(
    headings: Sequence[object], cells: Sequence[object], names: Vocabulary
) -> bool:
    """Say whether a cell of a row is a value of the fact its heading names, which no text is."""
    for heading, cell in zip(headings, cells, strict=False):
        field = find_fact_of_heading(heading, names)
        fact = None if field is None else names.find_fact_like(field)
        if fact is None or NAMES[fact].kind == "text" or not get_text(cell):
            continue
        value = make_parser(fact)(get_shown(cell))
        if isinstance(value, ParsedWithNote) or _is_accepted(fact, value):
            return True
    return False


def _is_accepted(fact: str, value: object) -> bool:
    try:
        ReturnedGoods.model_validate({fact: value})
    except ValidationError:
        return False
    return True


def _find_headings(head: Sequence[Sequence[object]], names: Vocabulary) -> Headings | None:
    named = [count_fact_names(cells, names) for cells in head]
    if not named or not max(named):
        return _find_headings_in_two_rows(head, 0, names)
    place = named.index(max(named))
    # Of headings in two languages, one below the other, the lower row is the one above the goods.
    while named[place + 1 : place + 2] == [named[place]]:
        place += 1
    in_two_rows = _find_headings_in_two_rows(head, named[place], names)
    if in_two_rows is not None:
        return in_two_rows
    texts = tuple(get_text(cell) for cell in head[place])
    # A file of one column is one still once it has been answered: our columns do not count.
    filled = sum(1 for text in drop_columns(texts, find_answer_columns(texts)) if text)
    if named[place] < min(_ENOUGH_NAMES, filled) or (named[place] == 1 and _is_list(head, names)):
        return None
    if place and not _is_title(head[place - 1], filled):
        texts = tuple(_join_groups(head[place - 1], head[place], names))
    return Headings(place, texts)


def _is_title(above: Sequence[object], filled: int) -> bool:
    """Say whether a row is one text, at the left or merged over half of the headings or more.

    ``filled``: how many headings there are. One text over a few of them is their group.
    """
    texts = [place for place, cell in enumerate(above) if get_text(cell)]
    covered = sum(1 for cell in above if _is_beside(cell)) + 1
    return not texts or (len(texts) == 1 and (texts[0] == 0 or 2 * covered >= filled))


def _is_beside(cell: object) -> bool:
    """Say whether a cell is merged with that to its left, which holds the name of the group."""
    return isinstance(cell, FaultyCell) and cell.why is MERGED_COLUMNS


def _join_groups(
    upper: Sequence[object], lower: Sequence[object], names: Vocabulary
) -> Iterator[str]:
    """Return headings, those that say nothing of a fact with the group above them.

    One that names a fact is a whole name, but for a group that says something of a fact itself.
    """
    for pair in islice(_list_pairs(upper, lower, names), len(lower)):
        is_on_a_fact = find_fact_of_heading(pair.over, names) or find_near_fact(pair.over)
        is_whole = find_fact_of_heading(pair.lower, names) is not None and not is_on_a_fact
        yield pair.lower if is_whole else pair.text


def _is_list(head: Sequence[Sequence[object]], names: Vocabulary) -> bool:
    """Say whether names of facts stand one under the other, as drop-downs offer them."""
    return count_fact_names((cell for cells in head for cell in cells), names) > 1


def _find_headings_in_two_rows(
    head: Sequence[Sequence[object]], in_one: int, names: Vocabulary
) -> Headings | None:
    """Return the two rows that together name the most facts, more than one row and more than one.

    A heading of two possible facts is refused only where the two rows are taken.
    """
    most, found = max(in_one, _ENOUGH_NAMES - 1), None
    for place in range(1, len(head)):
        pairs = [*_list_pairs(head[place - 1], head[place], names)]
        named = len({pair.fact for pair in pairs} - {None})
        if named > most:
            most, found = named, (place, pairs)
    if found is None:
        return None
    place, pairs = found
    for pair in pairs:
        pair.refuse_either()
    return Headings(place, tuple(pair.text for pair in pairs), rows=2)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A heading under a group: ``over`` it, or beside what is over it (``beside``)."""

    lower: str
    over: str
    beside: str
    names: Vocabulary

    @property
    def text(self) -> str:
        """Return the name of the column: of group and part, where that is a fact, or of one.

        A part that says nothing of a fact keeps its group where that does: of 商品破损 over 情况
        and 说明 neither column may pass for one of the user's own.
        """
        if not self.lower:
            return self.over
        if self._turned is not None:
            return self._turned
        for group in (self.over, self.beside):
            if (
                find_fact_of_heading(group + self.lower, self.names) is not None
                and group != self.lower
            ):
                return group + self.lower
        if (
            find_fact_of_heading(self.lower, self.names) is None
            and find_near_fact(self.lower) is None
        ):
            whole = self.over + self.lower
            return whole if find_near_fact(whole) is not None else self.lower
        return self.lower

    @property
    def fact(self) -> str | None:
        """Return the fact the column names, or is near with its part before its group."""
        return find_fact_of_heading(self.text, self.names) or (
            None if self._turned is None else find_near_fact(self._turned)
        )

    @property
    def _turned(self) -> str | None:
        """Return the part before its group where that is a fact or near one: 出口 under 数量."""
        if find_fact_of_heading(self.lower, self.names) is not None:
            return None
        wholes = [
            self.lower + group for group in (self.over, self.beside) if is_quantity_or_day(group)
        ]
        return next(
            (
                whole
                for whole in wholes
                if find_fact_of_heading(whole, self.names) or find_near_fact(whole)
            ),
            None,
        )

    def refuse_either(self) -> None:
        """Refuse a part that is a fact itself, and another with the group to its left."""
        alone = find_fact_of_heading(self.lower, self.names)
        with_group = find_fact_of_heading(self.beside + self.lower, self.names)
        if self.beside and alone and with_group and alone != with_group:
            one, other = map(self.names.get_label, (alone, with_group))
            raise DeskError(
                _EITHER.filled(lower=self.lower, upper=self.beside, one=one, other=other)
            )


def _list_pairs(
    upper: Sequence[object], lower: Sequence[object], names: Vocabulary
) -> Iterator[_Pair]:
    group = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = get_text(lower[place]) if place < len(lower) else ""
        own = get_text(above)
        group = own or group
        if _is_beside(above):
            # Only the first cell of a group that is merged holds its name.
            yield _Pair(below, group if below else "", "", names)
        else:
            yield _Pair(below, own, "" if own else group, names)
