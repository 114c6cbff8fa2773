"""Words in the two languages of the library: professional Chinese (zh) and English (en)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar

_Text = TypeVar("_Text")

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Chinese and in English; either may hold ``{placeholders}``."""

    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """Return the text in ``lang`` (``"zh"`` or ``"en"``); ValueError for any other language."""
        if lang == "zh":
            return self.zh
        if lang == "en":
            return self.en
        raise ValueError(f"lang is {lang!r}; accepted are 'zh' and 'en'")

    def filled(self, **values: object) -> Words:
        """Fill the placeholders; a value that is itself ``Words`` goes in language by language."""
        zh = {name: v.zh if isinstance(v, Words) else v for name, v in values.items()}
        en = {name: v.en if isinstance(v, Words) else v for name, v in values.items()}
        return Words(self.zh.format(**zh), self.en.format(**en))


kept = lru_cache(maxsize=4096)
"""Keeps the texts a function wrote last; a sentence takes about a kilobyte."""


MOST_KEPT = 8192
"""The most texts that are kept of a law; one takes about a kilobyte."""


class KeptTexts(dict[Hashable, Any]):
    """Texts by all they rest on, of which lines of a file repeat a few; emptied when full."""

    def keep(self, key: Hashable, text: _Text) -> _Text:
        """Keep a text, and return it."""
        if len(self) >= MOST_KEPT:
            self.clear()
        self[key] = text
        return text


def joined(parts: Sequence[Words], zh: str = "、", en: str = ", ") -> Words:
    """Join texts language by language."""
    return Words(zh.join(p.zh for p in parts), en.join(p.en for p in parts))


def both(value: object) -> Words:
    """Return the same text for both languages: numbers, days, codes, names."""
    return Words(str(value), str(value))
