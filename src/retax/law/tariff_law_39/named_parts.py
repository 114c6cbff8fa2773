"""Names for parts of the ordinary route that several rules share, so that a rule can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retax.law.cross_border.named_parts import name_parts_of_period
from retax.law.named_part import Definition, Part
from retax.law.tariff_law_39.article_39 import YEAR
from retax.law.tariff_law_39.cause import NO_CAUSE_IS_PRESUMED, OF_NO_SUCH_CAUSE
from retax.law.tariff_law_39.instruments import LAWS, RETURN_DAY
from retax.logic.expressions import Expression
from retax.words import Words


def _list_parts() -> Iterator[tuple[Expression, Part]]:
    yield from name_parts_of_period(YEAR, Words("一年", "one year"))
    for tree, zh, en in (
        (RETURN_DAY, "适用规定的退运之日", "the day of the return whose law counts"),
        (OF_NO_SUCH_CAUSE, "退运原因推定与品质、规格、不可抗力无关", "a reason of no such cause"),
        (NO_CAUSE_IS_PRESUMED, "推定无此类原因", "no such cause is presumed"),
    ):
        words = Words(zh, en)
        yield tree, Part(words, Definition(words, tree))
    for law in LAWS:
        words = Words(
            f"退运之日施行{law.cites.zh}", f"{law.cites.en}, is in force on the day of the return"
        )
        yield law.governs(RETURN_DAY), Part(words)


PARTS: Mapping[Expression, Part] = dict(_list_parts())
"""The named parts by their tree."""
