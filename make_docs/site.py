"""The configuration of the site: its navigation, which a test holds to the pages there are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from make_docs import example_pages
from make_docs.clause_pages import condition, file_of
from retax.law.compiled import law_under

FILE = "zensical.toml"

Navigation = Sequence[Mapping[str, "str | Navigation"]]


def navigation() -> Navigation:
    """Return the pages in order, by what the navigation calls them."""
    return [
        {"Start here": "index.md"},
        {"给关务人员": "给关务人员.md"},
        {
            "The law": [
                {"Sources and grades": "sources.md"},
                {"Clauses": _clauses()},
                {"Open questions": "open-questions.md"},
                {"Glossary": "glossary.md"},
            ]
        },
        {
            "In use": [
                {"The desk": "desk.md"},
                {"Tables": "tables.md"},
                {"Letters": "letters.md"},
                {"From Java or any language": "for-java.md"},
                {"Reference": "reference.md"},
                {"Reference: the desk": "reference-desk.md"},
            ]
        },
        {
            "Examples": [
                {"All examples": "examples/index.md"},
                *(
                    {_title(example): example_pages.file_of(example)}
                    for example in example_pages.numbered()
                ),
                {"From Java": "examples/java.md"},
            ]
        },
        {
            "Carrying it on": [
                {"Adding an announcement": "adding-an-announcement.md"},
                {"How it is checked": "how-it-is-checked.md"},
                {
                    "Decisions": [
                        {"All decisions": "decisions/index.md"},
                        {"One tree for case and table": "decisions/1-one-tree.md"},
                        {"Two readings": "decisions/2-two-readings.md"},
                        {"The worst outcome decides": "decisions/3-worst-outcome.md"},
                        {"What an unknown counts as": "decisions/4-unknown-facts.md"},
                        {"When goods are still abroad": "decisions/5-still-abroad.md"},
                        {"Edges of the answer": "decisions/6-edges.md"},
                    ]
                },
            ]
        },
    ]


def _clauses() -> Navigation:
    return [
        {"All clauses": "clauses/index.md"},
        *(
            {f"{ruled.clause.id} {condition(ruled).zh}": file_of(ruled.clause.id)}
            for ruled in law_under().clauses
        ),
    ]


EXAMPLES: Mapping[str, str] = {
    "01": "Two real returns",
    "02": "Overseas warehouse stock",
    "03": "The two clocks of 1210",
    "04": "One day late",
    "05": "The last day on a Saturday",
    "06": "The release day that decides",
    "07": "Trial use",
    "08": "Asked until it is clear",
    "09": "Settled by your customs office",
    "10": "Planning ahead",
    "11": "Across the end of 2027",
    "12": "What one could know in January",
    "13": "More back than went out",
    "14": "A broker's program",
    "15": "Ten parcels in a table",
    "16": "What counts as food",
    "20": "Fifty million parcels",
    "21": "On a cluster",
    "22": "What an analyst sees",
    "30": "Workbook in, workbook out",
    "32": "Letters for customs",
    "33": "Over HTTP",
    "34": "Amazon's returns",
}
"""Short titles of the examples, by number: their headlines are too long for the navigation."""


def _title(example: Path) -> str:
    number = example.stem[:2]
    return f"{number} {EXAMPLES[number]}"


def configuration() -> str:
    """Return the configuration file."""
    return f"""\
# Made by `python -m make_docs`; what is wrong here is mended in make_docs/site.py.

[project]
site_name = "retax"
site_description = "Cross-border e-commerce exports that come back to China: free of tax or not."
site_author = "retax"
docs_dir = "docs"
site_dir = "build/site"
use_directory_urls = false
extra_css = ["stylesheets/site.css"]
nav = [
{_entries(navigation(), 1)}]

[project.theme]
language = "en"
font = false
features = [
    "content.code.copy",
    "navigation.footer",
    "navigation.sections",
    "navigation.top",
    "toc.follow",
]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
toggle.icon = "lucide/sun"
toggle.name = "Switch to dark"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
toggle.icon = "lucide/moon"
toggle.name = "Switch to light"

[project.markdown_extensions.tables]

[project.markdown_extensions.toc]
permalink = true
# The anchors are those GitHub makes.
slugify = {{ object = "pymdownx.slugs.slugify", kwds = {{ case = "lower" }} }}

[project.markdown_extensions.pymdownx.highlight]
pygments_lang_class = true

[project.markdown_extensions.pymdownx.superfences]

[project.validation]
invalid_links = true
invalid_link_anchors = true
unresolved_references = true
"""


def _entries(entries: Navigation, depth: int) -> str:
    indent = "    " * depth
    said = []
    for entry in entries:
        for title, told in entry.items():
            name = json.dumps(title, ensure_ascii=False)
            if isinstance(told, str):
                said.append(f"{indent}{{ {name} = {json.dumps(told, ensure_ascii=False)} }},\n")
            else:
                within = _entries(told, depth + 1)
                said.append(f"{indent}{{ {name} = [\n{within}{indent}] }},\n")
    return "".join(said)
