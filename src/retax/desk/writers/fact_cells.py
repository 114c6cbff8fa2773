"""A fact or an amount in a sheet of goods, to be read again: its heading, its values in words."""

from __future__ import annotations

from collections.abc import Mapping

from retax import Lang
from retax.desk.judging.judge import ValidatedRow
from retax.desk.source import Row
from retax.facts.catalogue import NAMES, FactKind, format_value
from retax.facts.name_matching import find_fact
from retax.facts.values import YES_NO
from retax.money.catalogue import AMOUNTS, find_amount

_AS_THEY_ARE: frozenset[FactKind] = frozenset({"text", "day", "quantity", "count"})


def write_fact_heading(fact: str, lang: Lang) -> str:
    """Return the heading of a fact: its Chinese name, in English its id."""
    return NAMES[fact].label.zh if lang == "zh" else fact


def write_fact_value(fact: str, value: object, lang: Lang) -> object:
    """Return a value as a clerk would write it: in Chinese words, in English ids.

    Days and numbers stay what they are; papers are parted by semicolons, of which one alone says
    that none is held: a blank would say nothing.
    """
    if value is None or NAMES[fact].kind in _AS_THEY_ARE:
        return value
    if isinstance(value, frozenset):
        papers = NAMES[fact].values or {}
        # The order of a set of words differs from run to run of Python.
        held = [paper for paper in papers if paper in value]
        names = [papers[paper].words.zh for paper in held] if lang == "zh" else held
        mark = "；" if lang == "zh" else ";"
        return mark.join(names) or mark
    if lang == "en" and isinstance(value, str):
        return value
    return format_value(fact, value).text(lang)


def get_amount_heading(amount: str, lang: Lang) -> str:
    """Return the heading of an amount: its Chinese name, in English its id."""
    return AMOUNTS[amount].label.zh if lang == "zh" else amount


def make_amount_value(value: object, lang: Lang) -> object:
    """Return an amount as a clerk would write it; numbers stay what they are."""
    return YES_NO[value].text(lang) if isinstance(value, bool) else value


def list_given_amounts(line: ValidatedRow) -> Mapping[str, object]:
    """Return the amounts of a row by their ids: as read, or as given where one is refused."""
    if line.amounts is not None:
        return dict(line.amounts.known_amounts())
    return {find_amount(str(name)) or str(name): v for name, v in line.row.amounts.items()}


def read_raw_facts(row: Row) -> dict[str, object]:
    """Return what a refused row tells, by fact or, where it names none, under its own name.

    Values are as they were given, but a list of papers is one text.
    """
    if not isinstance(row.facts, Mapping):
        return {}
    facts = {find_fact(str(name).strip()) or str(name): v for name, v in row.facts.items()}
    papers = facts.get("papers_held")
    if isinstance(papers, list):
        facts["papers_held"] = "；".join(map(str, papers)) or "；"
    return facts
