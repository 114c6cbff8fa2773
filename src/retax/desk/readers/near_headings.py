"""Headings that come near a fact without naming it: they stop a file rather than be passed over.

A circumstance that is not read counts as absent, so 破损情况 beside no 商品破损 could make goods
eligible that are not, and so could 翻新 beside a 加工、改装 that says no. Beside amounts, so do
headings near another amount: 消费税 that is not read counts as none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from retax.desk.readers.amount_cells import get_amount_label
from retax.desk.readers.headings import find_amount_of_heading, find_fact_of_heading
from retax.desk.readers.own_words import is_of_remarks
from retax.desk.source import DeskError, Source
from retax.facts.catalogue import NAMES
from retax.facts.name_matching import (
    find_near_fact,
    find_zone_of_entry,
    is_named_by_part,
    normalize_name,
)
from retax.law.main_regime import MAIN_REGIME
from retax.money.catalogue import find_near_amount
from retax.words import Words, joined

_NO_SUCH_COLUMN = Words(
    "--carry 指明的列不存在：{names}；应为文件中的列名",
    "no column is called as --carry says: {names}; accepted are headings of the file",
)
PRESUMED = frozenset(presumption.fact for presumption in MAIN_REGIME.presumptions)
"""Facts that count as something where they are blank."""

_NEAR_BY_PART = frozenset(fact for fact, entry in NAMES.items() if entry.near) | PRESUMED

_NEAR = Words(
    "列名「{heading}」与要素「{label}」相近，但未能识别；如系该要素，请将列名改为「{label}」"
    "{meaning}，如系自用列，请用 --carry {heading} 指明",
    "the heading {heading!r} comes near the fact {fact} and is not read; name it {fact} if it is "
    "that{meaning}, or say --carry {heading!r} if it is a column of your own",
)

_AS_THE_FACT_MEANS_IT = Words(
    "（是、否的含义以「{label}」为准）", ", with yes and no as {fact} means them"
)

_NEAR_AMOUNT = Words(
    "列名「{heading}」与金额「{label}」相近，但未能识别；如系该金额，请将列名改为「{label}」，"
    "如系自用列，请用 --carry {heading} 指明",
    "the heading {heading!r} comes near the amount {amount} and is not read; name it {amount} if "
    "it is that, or say --carry {heading!r} if it is a column of your own",
)


def refuse_no_columns(headings: Iterable[str], carried: Collection[str]) -> None:
    """Raise DeskError for a heading the user calls a column of his own that no column has.

    Rows of JSON have no columns, but remarks under their names.
    """
    there = {normalize_name(heading) for heading in headings}
    unknown = [
        Words(name, name)
        for name in carried
        # JSON has no headings: of it remarks alone are looked at, and so can be carried.
        if normalize_name(name) not in there and (there or not is_of_remarks(name))
    ]
    if unknown:
        raise DeskError(_NO_SUCH_COLUMN.filled(names=joined(unknown)))


def refuse_near_headings(
    source: Source, carried: Collection[str], among: Collection[str] = NAMES
) -> None:
    """Raise DeskError for a heading that comes near a fact that counts as something unread.

    Beside columns of amounts the same is true of one that comes near an amount without a column.

    ``carried``: headings the user calls columns of his own. ``among``: the facts that the table
    may tell.
    """
    found = {find_fact_of_heading(heading) for heading in source.headings} - {None}
    own = {normalize_name(heading) for heading in carried}
    for heading in source.unread:
        fact = _find_fact_missed(heading, found)
        if fact in among and fact is not None and normalize_name(heading) not in own:
            raise DeskError(_describe_near(heading, fact))
    _refuse_near_amounts(source, own)


def note_near_headings(
    source: Source, carried: Collection[str], among: Collection[str] = NAMES
) -> None:
    """Note the headings that are not read and come near a fact without a column.

    A fact that is not presumed is asked for, so that no verdict rests on such a heading.
    """
    found = {find_fact_of_heading(heading) for heading in source.headings}
    own = {normalize_name(heading) for heading in carried}
    for heading in source.unread:
        fact = find_near_fact(heading)
        is_missed = fact in among and fact not in found and normalize_name(heading) not in own
        if fact is not None and is_missed:
            source.noticed.near_headings[heading] = fact


def _describe_near(heading: str, fact: str) -> Words:
    """Say which fact a heading comes near to, and of one that is yes or no which way round."""
    entry = NAMES[fact]
    meaning = _AS_THE_FACT_MEANS_IT if entry.kind == "yes_no" else Words("", "")
    label = entry.label.zh
    return _NEAR.filled(
        heading=Words(heading, heading),
        fact=fact,
        label=label,
        meaning=meaning.filled(fact=fact, label=label),
    )


def _refuse_near_amounts(source: Source, own: Collection[str]) -> None:
    # In a file without amounts none is missed: the same words may name columns of the user's own.
    amounts = {find_amount_of_heading(heading) for heading in source.headings} - {None}
    for heading in source.unread if amounts else ():
        amount = find_near_amount(heading)
        if amount is not None and amount not in amounts and normalize_name(heading) not in own:
            label = get_amount_label(amount)
            shown = Words(heading, heading)
            raise DeskError(_NEAR_AMOUNT.filled(heading=shown, amount=amount, label=label.zh))


def _find_fact_missed(heading: str, found: Collection[str | None]) -> str | None:
    """Return the fact that a heading tells and that would be missed; None where there is none.

    翻新 beside 加工、改装 may say the contrary of it. Near by letters alone a heading may be a
    column of the user's own where the fact has its column, and a fact that is not presumed is
    asked for where it has none.
    """
    fact = find_near_fact(heading)
    if fact is None:
        return find_zone_of_entry(heading, found)
    if is_named_by_part(heading):
        return fact if fact in _NEAR_BY_PART else None
    return fact if fact in PRESUMED and fact not in found else None
