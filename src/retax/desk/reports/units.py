"""Units of measurement as customs codes them (计量单位代码), in the words of papers."""

from __future__ import annotations

from collections.abc import Mapping

UNIT_OF_CODE: Mapping[str, str] = {
    "001": "台",
    "003": "辆",
    "006": "套",
    "007": "个",
    "008": "只",
    "010": "张",
    "011": "件",
    "012": "支",
    "014": "根",
    "015": "条",
    "016": "把",
    "017": "块",
    "018": "卷",
    "019": "副",
    "020": "片",
    "021": "组",
    "022": "份",
    "025": "双",
    "026": "对",
    "030": "米",
    "032": "平方米",
    "035": "千克",
    "036": "克",
}
"""The units in which goods of e-commerce are counted; another code stays as it is."""


def read_unit(code: str) -> str:
    """Return the unit of a code; anything else as it is written."""
    return UNIT_OF_CODE.get(code.strip(), code.strip())
