"""Cases a port is asked, and what check() answers: the same on both sides, part by part."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import cases
from ordinary_cases import pointers
from retax import Lang, ReturnedGoods, ValidationError, Verdict, check
from retax.explain.serialize import ANSWER_PARTS, OF_THE_ORDINARY_ROUTE
from retax.facts.catalogue import NAMES
from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS
from retax.law.outcome import STATUSES
from sizes import spread

SETTLED = tuple(id_ for id_, question in QUESTIONS.items() if question.can_be_settled)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """Facts and options as plain values."""

    facts: Mapping[str, Any]
    options: Mapping[str, Any] = field(default_factory=dict)


def answer_of_check(asked: Asked) -> dict[str, Any]:
    """Return what a port has to answer: the answer of check(), or what it refuses."""
    options, lang = dict(asked.options), asked.options.get("lang")
    given = {name: _day(options.get(name)) for name in ("as_of", "known_on")}
    days = options.get("days_off")
    try:
        verdict = check(
            asked.facts,
            settled=options.get("settled") or {},
            days_off=None if days is None else [date.fromisoformat(day) for day in days],
            **given,
        )
    except ValidationError as error:
        return {
            "refusals": [
                [line["type"], ".".join(map(str, line["loc"])), line["ctx"]["zh"], line["msg"]]
                for line in error.errors()
            ]
        }
    told = of_the_announcement(verdict, lang)
    if lang is not None:
        for of, finding in zip(told["findings"], verdict.findings, strict=True):
            of |= {
                "words": finding.words.text(lang),
                "outcome_words": finding.outcome_words.text(lang),
            }
    told |= {
        "days_left": verdict.days_left,
        "counted_from": verdict.counted_from,
        "counted_to": verdict.counted_to,
        "open_questions": [question.id for question in verdict.open_questions],
        "deciding_settlements": [question.id for question in verdict.deciding_settlements],
    }
    if lang is not None:
        badge, sentence = STATUSES[verdict.status]
        told |= {"status_words": badge.text(lang), "status_sentence": sentence.text(lang)}
    return {"answer": told}


def of_the_announcement(verdict: Verdict, lang: Lang | None = None) -> dict[str, Any]:
    """Return what the announcement alone says, without the sentences of its findings.

    Of the ordinary route it has a pointer.
    """
    plain = {
        key: part(verdict, None if key == "findings" else lang)
        for key, part in ANSWER_PARTS.items()
        if key not in OF_THE_ORDINARY_ROUTE
    }
    if lang is not None:
        for told, route in zip(plain["routes"], pointers(verdict), strict=True):
            told["words"] = route.words.text(lang)
    return plain


def read_facts(asked: Asked) -> ReturnedGoods | None:
    """Return the facts of a case; None where they are refused."""
    try:
        return ReturnedGoods.model_validate(asked.facts)
    except ValidationError:
        return None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


# -- the space of each clause ----------------------------------------------------------------------

EVERY_QUESTION: tuple[Mapping[str, Any], ...] = (
    {},
    dict.fromkeys(SETTLED, "strict"),
    dict.fromkeys(SETTLED, "lenient"),
)


def of_the_clauses(number: int) -> Iterator[Asked]:
    """Yield some points of the space of each clause, each with one settling in turn."""
    for space in cases.SPACES:
        yield from _points(spread(space.points, number), EVERY_QUESTION)


def of_the_whole(space: cases.Space, part: int, parts: int) -> Iterator[Asked]:
    """Yield the points of one of several parts of a space, with one settling of its clause each.

    The points take turns with the parts and with the settlings.
    """
    yield from _points(space.points, _settlings(space), part, parts)


def _points(
    points: Sequence[tuple[Any, cases.Facts, date | None]],
    settlings: Sequence[Mapping[str, Any]],
    first: int = 0,
    stride: int = 1,
) -> Iterator[Asked]:
    for at in range(first, len(points), stride):
        _, facts, as_of = points[at]
        plain = {name: plain_value(value) for name, value in vars(facts).items()}
        known = {name: value for name, value in plain.items() if value is not None}
        day = None if as_of is None else str(as_of)
        yield Asked(known, {"as_of": day, "settled": settlings[at % len(settlings)]})


def _settlings(space: cases.Space) -> Sequence[Mapping[str, Any]]:
    (ruled,) = (ruled for ruled in get_law().clauses if ruled.clause.id == space.clause)
    return cases.settlings(tuple(q for q in ruled.turning.open if q in SETTLED), space)


def plain_value(value: Any) -> Any:
    """Return a value as a port takes it."""
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, date | Decimal) else value


# -- drawn at random -------------------------------------------------------------------------------


def at_random(seed: int, number: int, laws: int) -> Iterator[Asked]:
    """Yield cases drawn at random: any facts, unknown, contradicting, with any options.

    ``laws``: how many sets of options choose a law; check() compiles each of them anew.
    """
    draw = random.Random(seed)
    chosen = [{}, *(_law_options(draw) for _ in range(laws))]
    for _ in range(number):
        yield Asked(_facts(draw), draw.choice(chosen) | _options(draw))


def _facts(draw: random.Random) -> dict[str, Any]:
    code = draw.choice(cases.CODES)
    start = _start(draw)
    facts = {name: plain_value(value) for name, value in cases.COMPLETE[code].items()}
    facts |= _days(draw, start)
    if draw.random() < 0.9:
        facts.pop("export_entry")
    for name in draw.sample(sorted(NAMES), draw.choice([0, 1, 2, 4, 8, 20])):
        facts[name] = _value(draw, name)
    return {name: value for name, value in facts.items() if value is not None}


def _start(draw: random.Random) -> date:
    if draw.random() < 0.5:  # the last days of months, whose sixth month may be shorter
        year, month = draw.randrange(2023, 2029), draw.randrange(1, 13)
        return date(year + month // 12, month % 12 + 1, 1) - draw.randrange(1, 4) * ONE_DAY
    return date(2023, 1, 20) + draw.randrange(1850) * ONE_DAY


def _days(draw: random.Random, start: date) -> dict[str, str | None]:
    released = start + draw.choice([0, 0, 1, 2]) * ONE_DAY
    exported = released + draw.choice([0, 1, 2, 9]) * ONE_DAY
    returned = (
        exported + draw.choice([5, 40, 90, 178, 180, 181, 182, 183, 184, 185, 186, 190]) * ONE_DAY
    )
    domestic = returned + draw.choice([0, 1, 3]) * ONE_DAY
    declared = domestic + draw.choice([0, 1, 2]) * ONE_DAY
    back = draw.random() < 0.7
    return {
        "declared_on": str(start),
        "released_on": str(released),
        "exported_on": str(exported),
        "left_zone_on": str(released) if draw.random() < 0.5 else None,
        "returned_on": str(returned) if back else None,
        "domestic_on": str(domestic) if back and draw.random() < 0.5 else None,
        "return_declared_on": str(declared) if back and draw.random() < 0.7 else None,
        "export_entry": None,
    }


def _value(draw: random.Random, name: str) -> Any:
    entry = NAMES[name]
    if draw.random() < 0.4:
        return None
    match entry.kind:
        case "yes_no":
            return draw.choice([True, False])
        case "word":
            return draw.choice([*(entry.values or {})])
        case "papers":
            papers = [*(entry.values or {})]
            return draw.sample(papers, draw.randrange(len(papers)))
        case "day":
            return str(_start(draw))
        case "quantity":
            return draw.choice(["1", "2", "3", "10", "10.50", "0.5", "1E+3", "4.00", 7, 2.5])
        case "count":
            return draw.choice([1, 2, 50])
        case "code":
            return draw.choice([*cases.CODES, "none", "0110", "1039", "4561"])
        case "hs":
            return draw.choice(["0902100000", "6109100010", "1301", "770100", "3999", "33"])
        case "entry":
            year = draw.randrange(2023, 2029)
            sign = draw.choice("01EI")
            return f"2901{year}{sign}00000001{draw.choice('123')}"
    return draw.choice(["R-1", "件", "  两 个 ", "x" * 70])


def _options(draw: random.Random) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if draw.random() < 0.5:
        options["as_of"] = str(_start(draw) + draw.randrange(300) * ONE_DAY)
    lang = draw.choice([None, None, "zh", "en"])
    return options if lang is None else {**options, "lang": lang}


def _law_options(draw: random.Random) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if draw.random() < 0.7:
        some = draw.sample(SETTLED, draw.choice([1, 2, 5, len(SETTLED)]))
        options["settled"] = {id_: draw.choice(["strict", "lenient"]) for id_ in some}
    if draw.random() < 0.5:
        options["days_off"] = sorted({str(_start(draw)) for _ in range(draw.choice([0, 3, 200]))})
    if draw.random() < 0.5:
        options["known_on"] = draw.choice(
            ["2022-12-31", "2023-02-01", "2023-08-30", "2023-08-31", "2024-06-01", "2026-02-09"]
        )
    return options
