"""How a fact stands in a sheet of goods, to be read again: its heading, and its values in words."""

from __future__ import annotations

from collections.abc import Mapping

from retax import Lang
from retax.desk.rows import Row
from retax.vocabulary import FACT_OF_NAME, NAMES, Kind, shown

_AS_THEY_ARE: frozenset[Kind] = frozenset({"text", "day", "quantity", "count"})


def heading(fact: str, lang: Lang) -> str:
    """Return the heading of a fact: its Chinese name, in English its id."""
    return NAMES[fact].label.zh if lang == "zh" else fact


def in_a_cell(fact: str, value: object, lang: Lang) -> object:
    """Return a value as a clerk would write it: in Chinese words, in English ids.

    Days and numbers stay what they are; papers are parted by semicolons, of which one alone says
    that none is held: a blank would say nothing.
    """
    if value is None or NAMES[fact].kind in _AS_THEY_ARE:
        return value
    if isinstance(value, frozenset):
        papers = NAMES[fact].values or {}
        held = [paper for paper in papers if paper in value]
        names = [papers[paper].words.zh for paper in held] if lang == "zh" else held
        mark = "；" if lang == "zh" else ";"
        return mark.join(names) or mark
    if lang == "en" and isinstance(value, str):
        return value
    return shown(fact, value).text(lang)


def facts_as_told(row: Row) -> dict[str, object]:
    """Return what a refused row tells, by fact or, where it names none, under its own name.

    Values are as they were told, but a list of papers is one text.
    """
    if not isinstance(row.facts, Mapping):
        return {}
    told = {FACT_OF_NAME.get(str(name).strip(), str(name)): v for name, v in row.facts.items()}
    papers = told.get("papers_held")
    if isinstance(papers, list):
        told["papers_held"] = "；".join(map(str, papers)) or "；"
    return told
