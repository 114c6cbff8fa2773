"""Words in the two languages of the library: professional Chinese (zh) and English (en)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar

_Text = TypeVar("_Text")

Lang = Literal["zh", "en"]


class Words(NamedTuple):
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


BLANK = "\0"
"""Where a value goes in the words of a :class:`Phrase`; no words of the law hold it."""


class Phrase(NamedTuple):
    """A sentence in both languages: words with blanks, and in order the values for them.

    Lines of a file repeat the words; days and numbers are a line's own, and in both languages the
    same.
    """

    words: Words
    values: tuple[str, ...] = ()

    def fill(self) -> Words:
        """Return the sentence with its values, in both languages."""
        return Words(self.text("zh"), self.text("en")) if self.values else self.words

    def text(self, lang: Lang) -> str:
        """Return the sentence with its values in ``lang`` (``"zh"`` or ``"en"``)."""
        text = self.words.text(lang)
        if not self.values:
            return text
        template, blanks = _make_template(text)
        if len(self.values) != blanks:
            raise ValueError(f"{len(self.values)} values for {blanks} blanks")
        return template % self.values


kept = lru_cache(maxsize=4096)
"""Keeps the texts a function wrote last; a sentence takes about a kilobyte."""


@kept
def _make_template(text: str) -> tuple[str, int]:
    """Return a text as ``%`` fills it in, which is thrice as fast as a join, and its blanks."""
    return text.replace("%", "%%").replace(BLANK, "%s"), text.count(BLANK)


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


def join_phrases(parts: Sequence[Phrase], zh: str = "、", en: str = ", ") -> Phrase:
    """Join sentences language by language, their values one behind the other."""
    words = tuple([part.words for part in parts])
    return Phrase(_join_kept(words, zh, en), tuple([v for part in parts for v in part.values]))


@kept
def _join_kept(parts: tuple[Words, ...], zh: str, en: str) -> Words:
    return joined(parts, zh, en)
