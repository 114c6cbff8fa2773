"""A screen of HS headings whose goods may bear consumption tax; never the law itself.

Common professional knowledge of the fifteen items of consumption tax (tobacco, alcohol, cosmetics,
jewellery, fireworks, oil products, motorcycles, cars, golf, watches, yachts, chopsticks, floors,
batteries, coatings), not an official list. Most goods of a heading bear none: the screen only
keeps an unknown rate from counting as none.
"""

from __future__ import annotations

from retax.law.clause import fact
from retax.law.hs_headings import list_prefixes
from retax.logic.expressions import is_true, longest_prefix

_MAY_BEAR_IT = """
    2106 2203-2208 2401-2404 2710 3208-3210 3302-3304 3403 3604 4409 4418-4419 7113-7114 7116
    8506-8507 8543 8702-8703 8711 8903 9101-9102 9506
"""

CONSUMPTION_TAX_HEADINGS: frozenset[str] = frozenset(list_prefixes(_MAY_BEAR_IT))
"""The headings, of four digits."""


MAY_BEAR_IT = is_true(
    longest_prefix(fact.hs_code, dict.fromkeys(sorted(CONSUMPTION_TAX_HEADINGS), "yes")).is_("yes")
)
"""The same as :func:`can_bear_consumption_tax` as a condition, for tables."""


def can_bear_consumption_tax(hs_code: str | None) -> bool:
    """Say whether goods of a code may bear consumption tax; no code says nothing."""
    return hs_code is not None and hs_code[:4] in CONSUMPTION_TAX_HEADINGS
