"""The law as a page to open in a browser, which the site and the READMEs offer."""

from __future__ import annotations

from retax.law.main_regime import MAIN_REGIME
from retax.publish.law_in_words import to_plain_options
from retax.publish.page import write_page
from retax.publish.published_law import gather_published_law

FILE = "retax.html"


def make_pages() -> dict[str, str]:
    """Return the page by its path, published without any option.

    Between releases each commit has a version of its own, so the page in the documents bears the
    day until which the law was looked through.
    """
    law = gather_published_law(version=f"docs-{MAIN_REGIME.reviewed_on}")
    return {FILE: write_page(law, to_plain_options({}, None, None))}
