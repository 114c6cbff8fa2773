"""Headings that come near a fact without naming it: they stop a file rather than be passed over.

A circumstance that is not read counts as absent, so 破损情况 beside no 商品破损 could make goods
eligible that are not. Beside amounts, so do headings near another amount: 消费税 that is not read
counts as none.
"""

from __future__ import annotations

from collections.abc import Collection

from retax.desk.readers.amount_cells import get_amount_label
from retax.desk.readers.headings import find_amount_of_heading, find_fact_of_heading
from retax.desk.source import DeskError, Source
from retax.facts.catalogue import NAMES
from retax.facts.name_matching import find_near_fact, is_named_by_part, normalize_name
from retax.law.main_regime import MAIN_REGIME
from retax.money.catalogue import find_near_amount
from retax.words import Words, joined

_NO_SUCH_COLUMN = Words(
    "--carry 指明的列不存在：{names}；应为文件中的列名",
    "no column is called as --carry says: {names}; accepted are headings of the file",
)
_PRESUMED = frozenset(presumption.fact for presumption in MAIN_REGIME.presumptions)

_NEAR = Words(
    "列名「{heading}」与要素「{label}」相近，但未能识别；如系该要素，请将列名改为「{label}」，"
    "如系自用列，请用 --carry {heading} 指明",
    "the heading {heading!r} comes near the fact {fact} and is not read; name it {fact} if it is "
    "that, or say --carry {heading!r} if it is a column of your own",
)

_NEAR_AMOUNT = Words(
    "列名「{heading}」与金额「{label}」相近，但未能识别；如系该金额，请将列名改为「{label}」，"
    "如系自用列，请用 --carry {heading} 指明",
    "the heading {heading!r} comes near the amount {amount} and is not read; name it {amount} if "
    "it is that, or say --carry {heading!r} if it is a column of your own",
)


def refuse_near_headings(
    source: Source, carried: Collection[str], among: Collection[str] = NAMES
) -> None:
    """Raise DeskError for a heading that comes near a fact that counts as something unread.

    Beside columns of amounts the same is true of one that comes near an amount without a column.

    ``carried``: headings the user calls columns of his own; one that no column has is refused.
    ``among``: the facts that the table may tell.
    """
    headings = {normalize_name(heading) for heading in source.headings}
    unknown = [Words(name, name) for name in carried if normalize_name(name) not in headings]
    if unknown:
        raise DeskError(_NO_SUCH_COLUMN.filled(names=joined(unknown)))
    found = {find_fact_of_heading(heading) for heading in source.headings} - {None}
    own = {normalize_name(heading) for heading in carried}
    for heading in source.unread:
        fact = _find_presumed_near(heading, found)
        if fact in among and fact is not None and normalize_name(heading) not in own:
            shown = Words(heading, heading)
            raise DeskError(_NEAR.filled(heading=shown, fact=fact, label=NAMES[fact].label.zh))
    _refuse_near_amounts(source, own)


def _refuse_near_amounts(source: Source, own: Collection[str]) -> None:
    # In a file without amounts none is missed: the same words may name columns of the user's own.
    amounts = {find_amount_of_heading(heading) for heading in source.headings} - {None}
    for heading in source.unread if amounts else ():
        amount = find_near_amount(heading)
        if amount is not None and amount not in amounts and normalize_name(heading) not in own:
            label = get_amount_label(amount)
            shown = Words(heading, heading)
            raise DeskError(_NEAR_AMOUNT.filled(heading=shown, amount=amount, label=label.zh))


def _find_presumed_near(heading: str, found: Collection[str | None]) -> str | None:
    fact = find_near_fact(heading)
    if fact is None or fact not in _PRESUMED:
        return None
    # Near by letters alone it may be a column of the user's own where the fact has its column.
    return fact if is_named_by_part(heading) or fact not in found else None
