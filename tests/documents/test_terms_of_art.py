from __future__ import annotations

import re

from make_docs.glossary_page import FILE, make_pages
from make_docs.terms_of_art import TERMS, Term
from walks import walk_points


@walk_points("term", TERMS, name=lambda term: term.words.en)
def test_what_to_watch_is_written_in_both_languages(term: Term) -> None:
    assert re.search("[\u4e00-\u9fff]", term.watch.zh)
    assert term.watch.en[0].isascii()
    assert f"| {term.watch.zh}<br>{term.watch.en} |" in make_pages()[FILE]
