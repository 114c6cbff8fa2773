"""All that is made but the pages of examples, which have to be run."""

from __future__ import annotations

from pathlib import Path

from make_docs import (
    clause_pages,
    example_pages,
    glossary_page,
    picture_of_the_clocks,
    picture_of_the_law,
    question_page,
    reference_pages,
)
from make_docs.markdown import MADE

DOCS = Path(__file__).parent.parent / "docs"


def made() -> dict[str, str]:
    """Return pages and pictures by their path below ``docs/``."""
    return {
        **clause_pages.pages(),
        **question_page.pages(),
        **glossary_page.pages(),
        **reference_pages.pages(),
        **example_pages.pages_but_examples(),
        picture_of_the_law.FILE: picture_of_the_law.picture(),
        picture_of_the_clocks.FILE: picture_of_the_clocks.picture(),
    }


def made_pages() -> set[str]:
    """Return the paths of the pages in ``docs/`` that say they were made."""
    return {
        str(file.relative_to(DOCS).as_posix())
        for file in DOCS.rglob("*.md")
        if MADE in file.read_text("utf-8")
    }
