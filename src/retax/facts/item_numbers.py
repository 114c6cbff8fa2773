"""Item numbers and serial numbers of goods, as texts write them."""

from __future__ import annotations

import re
import unicodedata

from retax.facts.values import PAPER_SEPARATORS


def normalize_sku(sku: str) -> str:
    """Return an item number without what never tells two items apart: width and spaces around."""
    return sku.strip() if sku.isascii() else unicodedata.normalize("NFKC", sku).strip()


def split_serials(written: str | None) -> list[str]:
    """Return the serial numbers of a text, each once."""
    if written is None:
        return []
    parts = (normalize_sku(part) for part in re.split(rf"[{PAPER_SEPARATORS}\r\n]", written))
    return list(dict.fromkeys(part for part in parts if part))
