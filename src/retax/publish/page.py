"""The law as one page for a browser: questions, verdicts and tables, in a file of its own.

The page holds the JavaScript module of the law and what shows it; it loads nothing and sends
nothing, and its policy lets the browser run what is written in it alone.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from retax.explain.note import HELD, RESPONSIBILITY
from retax.facts import name_matching
from retax.publish.javascript import build_javascript_module
from retax.publish.law_in_words import Options, to_plain_words
from retax.publish.published_law import PublishedLaw
from retax.publish.template import fill_template

SCRIPTS = (
    "words.js",
    "elements.js",
    "clipboard.js",
    "answer.js",
    "case.js",
    "question.js",
    "verdict.js",
    "cells.js",
    "near_names.js",
    "records.js",
    "pasted.js",
    "table.js",
    "main.js",
)
"""The parts of the page's program, in the order in which they use each other."""

STYLE = "page.css"
FRAME = "page.html"
FOLDER = "page"

_EXPORTED = re.compile(r"^export (?=(?:const|function|class) (\w+))", re.MULTILINE)
# After <!-- and a <script, HTML takes the first </script for a part of the script.
_ENDS_A_SCRIPT = re.compile(r"<(?=/script|!--)", re.IGNORECASE)
_NOT_EXPORTED = ("Case", "likeness", "normalizeName", "readAll", "readOptions")
"""What the page uses of the module beside what it exports."""


def write_page(law: PublishedLaw, options: Options) -> str:
    """Return the page: one HTML file that needs no other."""
    style = fill_template(_name_file(STYLE), {})
    script = _write_script(build_javascript_module(law, options))
    return fill_template(
        _name_file(FRAME),
        {
            "{style_hash}": _hash(style),
            "{script_hash}": _hash(script),
            "{style}": style,
            # The program goes in last, so that no mark is looked for within it.
            "{script}": script,
        },
    )


def _name_file(name: str) -> str:
    return f"{FOLDER}/{name}"


def _write_script(module: str) -> str:
    """Return the program: the module of the law in a scope of its own, then the page's parts."""
    names = ", ".join([*_EXPORTED.findall(module), *_NOT_EXPORTED])
    scoped = _EXPORTED.sub("", module)
    tables = {
        "/*{note}*/ null": _write_json(_write_note()),
        "/*{near}*/ null": _write_json(_list_near_names()),
    }
    parts = [
        f"const {{ {names} }} = (() => {{\n{scoped}\nreturn {{ {names} }};\n}})();\n",
        *(fill_template(_name_file(name), tables) for name in SCRIPTS),
    ]
    # A browser ends the script at the first `</script`, also within a text of the program.
    return _ENDS_A_SCRIPT.sub(r"\\x3c", "\n" + "\n".join(parts))


def _write_note() -> dict[str, Any]:
    """Return what every opinion says alike."""
    held = {
        "null" if held is None else str(held).lower(): to_plain_words(of)
        for held, of in HELD.items()
    }
    return {"held": held, "responsibility": to_plain_words(RESPONSIBILITY)}


def _list_near_names() -> dict[str, Any]:
    """Return by what a name comes near to that of a fact."""
    return {
        "sorts": {
            word: [sort for sort, words in name_matching.SORTS.items() if word in words]
            for word in name_matching.SORT_WORDS
        },
        "same_in_chinese": name_matching.SAME_IN_CHINESE,
        "same_in_english": name_matching.SAME_IN_ENGLISH,
        "telling_nothing": sorted(name_matching.FILLER_WORDS),
        "other_things": name_matching.OTHER_THINGS,
        "word": name_matching.WORD.pattern,
        "chinese": name_matching.CHINESE.pattern,
        "shortest_alike": name_matching.SHORTEST_ALIKE,
        "alike": name_matching.ALIKE,
        "shortest_word_alike": name_matching.SHORTEST_WORD_ALIKE,
        "words_alike": name_matching.WORDS_ALIKE,
        "rests_alike": name_matching.RESTS_ALIKE,
    }


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _hash(text: str) -> str:
    """Return the hash of an element's text, by which the page's policy lets it in."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
