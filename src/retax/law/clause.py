"""A clause of the law: its words beside the one expression that says when it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from retax.facts.terms import as_of, fact
from retax.logic.expressions import FALSE, Expression
from retax.words import Words

__all__ = ["Article", "Clause", "as_of", "fact", "write_article"]

Article = Literal[1, 2, 3, 4, 39, 43]
"""The article of a rule: 1 to 4 of announcement 2023 No. 4 (restated by 2026 No. 16).

39 is that of the Tariff Law, 43 that of the regulations before it.
"""

_IN_CHINESE: Mapping[Article, str] = {
    1: "一",
    2: "二",
    3: "三",
    4: "四",
    39: "三十九",
    43: "四十三",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a regime.

    ``holds`` says when it is satisfied; open questions stand in it as readings. ``outstanding``
    says when it is not satisfied yet but the enterprise can still see to it. ``uncovered`` says
    when no known instrument speaks of the case at all. ``named`` is false for what is inferred and
    not in the words of the text.
    """

    id: str
    article: Article
    words: Words
    holds: Expression
    outstanding: Expression = FALSE
    uncovered: Expression = FALSE
    named: bool = True


def write_article(article: Article) -> Words:
    """Return how an article is cited: 第一条."""
    return Words(f"第{_IN_CHINESE[article]}条", f"Article {article}")
