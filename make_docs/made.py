"""All that is made but the pages of examples, which have to be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from make_docs import (
    browser_page,
    clause_pages,
    example_pages,
    glossary_page,
    picture_of_the_clocks,
    picture_of_the_law,
    picture_of_the_worth,
    question_page,
    reference_pages,
)
from retax.publish.markdown import MADE

DOCS = Path(__file__).parent.parent / "docs"


PARTS: Mapping[str, Callable[[], dict[str, str]]] = {
    "glossary": glossary_page.make_pages,
    "reference": reference_pages.make_pages,
    "questions": question_page.make_pages,
    "examples": example_pages.make_other_pages,
    "pictures": lambda: {
        picture_of_the_law.FILE: picture_of_the_law.draw_picture(),
        picture_of_the_clocks.FILE: picture_of_the_clocks.draw_picture(),
        picture_of_the_worth.FILE: picture_of_the_worth.draw_picture(),
    },
    "clauses": clause_pages.make_pages,
    "page": browser_page.make_pages,
}
"""What makes pages and pictures, each by its path below ``docs/``: the quick ones first."""


def make_all() -> dict[str, str]:
    """Return pages and pictures by their path below ``docs/``."""
    return {path: text for pages in PARTS.values() for path, text in pages().items()}


def list_made_pages() -> set[str]:
    """Return the paths of the pages in ``docs/`` that say they were made."""
    return {
        str(file.relative_to(DOCS).as_posix())
        for file in DOCS.rglob("*.md")
        if MADE in file.read_text("utf-8")
    }
