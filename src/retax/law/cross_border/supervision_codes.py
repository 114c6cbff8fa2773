"""The four supervision codes (监管方式代码) of cross-border e-commerce exports, in one table.

The list is closed (Article 1). Only 1210 differs: it has a clock and a destination of its own.

| code | the clock starts | it ends | the goods must reach |
|------|------------------|---------|----------------------|
| 1210 | leaving zone and country (出区离境) | arrival 境内区外 | 境内区外, outside any zone |
| 9610, 9710, 9810 | export (出口) | return into the country (退运进境) | the country |

Source: 财政部 海关总署 税务总局公告2023年第4号, Article 1 (issued 2023-01-30, published
2023-02-01; restated by 2026 No. 16), on the sites of its three issuers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from retax.law.clause import fact
from retax.logic.expressions import Expression, when
from retax.words import Words


@dataclass(frozen=True, slots=True)
class SupervisionCode:
    """A supervision code: what it covers, whether from a zone, which papers it brings along."""

    code: str
    words: Words
    leaves_a_zone: bool = False
    match_record_required: bool = False
    return_agreement_expected: bool = False


SUPERVISION_CODES: Mapping[str, SupervisionCode] = {
    row.code: row
    for row in (
        SupervisionCode(
            "1210",
            Words("保税跨境贸易电子商务", "bonded cross-border e-commerce"),
            leaves_a_zone=True,
        ),
        SupervisionCode(
            "9610",
            Words("跨境贸易电子商务", "cross-border e-commerce (direct mail to consumers)"),
        ),
        SupervisionCode(
            "9710",
            Words("跨境电子商务企业对企业直接出口", "direct export from business to business"),
            return_agreement_expected=True,
        ),
        SupervisionCode(
            "9810",
            Words("跨境电子商务出口海外仓", "export to an overseas warehouse"),
            match_record_required=True,
        ),
    )
}


def is_one_of_the_four() -> Expression:
    """Say that the goods left under one of the four codes."""
    return fact.supervision_code.is_in(*SUPERVISION_CODES)


def by_code(*, from_a_zone: Expression, others: Expression) -> Expression:
    """Choose between the rule for 1210 and the rule for the other three codes."""
    return when(FROM_A_ZONE, from_a_zone, others)


def codes_where(such: Callable[[SupervisionCode], bool]) -> Expression:
    """Say that the code is one of which the table says so."""
    return fact.supervision_code.is_in(
        *(row.code for row in SUPERVISION_CODES.values() if such(row))
    )


FROM_A_ZONE = codes_where(lambda code: code.leaves_a_zone)
"""Exported from a special zone or type-B centre: 1210."""
