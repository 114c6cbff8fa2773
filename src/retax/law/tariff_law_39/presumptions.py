"""Presumptions of the ordinary route: facts that count as something while they are unknown.

Those of the announcement whose clauses have the same trees here, and two more.

Source: none of its own; the presumptions are retax's reading of the same laws.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from retax.facts.catalogue import NAMES
from retax.law.cross_border.article_1_six_months import BACK_ON
from retax.law.cross_border.presumptions import PRESUMPTIONS as OF_THE_ANNOUNCEMENT
from retax.law.rules import Presumption
from retax.law.tariff_law_39.article_39 import OF_THE_ANNOUNCEMENT as CLAUSE_HERE
from retax.law.tariff_law_39.cause import NO_CAUSE_IS_PRESUMED
from retax.law.tariff_law_39.instruments import TARIFF_LAW_IN_FORCE
from retax.logic.expressions import is_true
from retax.words import Words

# A return is declared some days before its arrival at the earliest, and at any time after it.
_SOON_AFTER_THE_LAW = TARIFF_LAW_IN_FORCE + timedelta(days=14)


def _share() -> Iterator[Presumption]:
    for presumption in OF_THE_ANNOUNCEMENT:
        clauses = tuple(CLAUSE_HERE[id_] for id_ in presumption.clauses if id_ in CLAUSE_HERE)
        if clauses:
            yield presumption._replace(clauses=clauses)


PRESUMPTIONS: tuple[Presumption, ...] = tuple(
    sorted(
        (
            *_share(),
            Presumption(
                "cause",
                Words(
                    "按并非品质、规格原因或不可抗力处理",
                    "presumed to be neither quality nor specification nor force majeure",
                ),
                ("39.cause",),
                when=NO_CAUSE_IS_PRESUMED,
                can_fail=True,
            ),
            # The day of the declaration chooses the law; where it is unknown, that of the arrival.
            Presumption(
                "return_declared_on",
                Words(
                    "按退运进境之日施行的规定判断",
                    "judged by the law of the day the goods came back",
                ),
                ("39.in_force", "39.cause", "39.one_year"),
                when=is_true(BACK_ON < _SOON_AFTER_THE_LAW),
                unless_requested=True,
                can_fail=True,
            ),
        ),
        key=lambda presumption: [*NAMES].index(presumption.fact),
    )
)
"""The presumed facts, in the order of the model."""
