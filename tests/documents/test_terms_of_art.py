from __future__ import annotations

import re

import pytest

from make_docs.glossary_page import FILE, make_pages
from make_docs.terms_of_art import TERMS, Term


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.words.en)
def test_what_to_watch_is_written_in_both_languages(term: Term) -> None:
    assert re.search("[\u4e00-\u9fff]", term.watch.zh)
    assert term.watch.en[0].isascii()
    assert f"| {term.watch.zh}<br>{term.watch.en} |" in make_pages()[FILE]
