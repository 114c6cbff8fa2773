"""Writes the pages made from the law: ``python -m make_docs``."""

from __future__ import annotations

import sys
from pathlib import Path

from make_docs import example_pages
from make_docs.made import DOCS, list_made_pages, make_all


def main() -> None:
    """Write every page, and take away those of clauses and examples that are gone."""
    pages = make_all()
    for example in example_pages.list_examples():
        try:
            pages |= example_pages.make_pages(example)
        except example_pages.CannotRun as reason:
            print(f"{example.name} keeps its pages: {reason}", file=sys.stderr)
            for path in example_pages.list_paths(example):
                pages[path] = (DOCS / path).read_text("utf-8")
    for path in list_made_pages() - set(pages):
        (DOCS / path).unlink()
    for path, text in pages.items():
        _write(DOCS / path, text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


main()
