"""The supervision codes of exports that may come back by the ordinary route.

The Tariff Law lists no codes (A ordinary export will do); exports under procedures with rules of
their own (processing trade, temporary export, repair, outward processing) are an open question.

Source: 中华人民共和国关税法, Articles 36 and 37, in the law database of the National People's
Congress, for what has rules of its own; 监管方式代码表 of the General Administration of Customs,
on its site, for the codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.words import Words

WITH_RULES_OF_THEIR_OWN: Mapping[str, Words] = {
    "0214": Words("来料加工", "processing with supplied materials"),
    "0255": Words("来料深加工", "further processing of supplied materials"),
    "0615": Words("进料对口", "processing with imported materials, by contract"),
    "0654": Words("进料深加工", "further processing of imported materials"),
    "0715": Words("进料非对口", "processing with imported materials, without contract"),
    "2600": Words("暂时进出货物", "temporary import and export"),
    "1300": Words("修理物品", "articles for repair"),
    "1427": Words("出料加工", "outward processing"),
}
"""Codes of processing trade, temporary export, repair and outward processing."""

CODES: Mapping[str, Words] = {
    "0110": Words("一般贸易", "ordinary trade"),
    **{code: row.words for code, row in SUPERVISION_CODES.items()},
    **WITH_RULES_OF_THEIR_OWN,
}
"""The codes to choose from; any other is accepted, too."""
