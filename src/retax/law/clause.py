"""A clause of the law: its words beside the one expression that says when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retax.facts.terms import as_of, fact
from retax.logic.expressions import FALSE, Expression
from retax.words import Words

__all__ = ["Article", "Clause", "article_words", "as_of", "fact"]

Article = Literal[1, 2, 3, 4]
"""The article of announcement 2023 No. 4 (restated by 2026 No. 16) of a rule."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of the exemption.

    ``holds`` says when it is satisfied; open questions stand in it as readings. ``outstanding``
    says when it is not satisfied yet but the enterprise can still see to it. ``uncovered`` says
    when no known announcement speaks of the case at all. ``named`` is false for what is inferred
    and not in the announcement's words.
    """

    id: str
    article: Article
    words: Words
    holds: Expression
    outstanding: Expression = FALSE
    uncovered: Expression = FALSE
    named: bool = True


def article_words(article: Article) -> Words:
    """Return how an article is cited: 第一条."""
    return Words(f"第{'一二三四'[article - 1]}条", f"Article {article}")
