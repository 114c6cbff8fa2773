"""Days as a letter writes them: 2026年11月28日."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def write_day(day: date) -> str:
    """Return a day as a letter writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def write_days(sentence: str) -> str:
    """Return a sentence of ours with its days as a letter writes them."""
    return _DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", sentence)
