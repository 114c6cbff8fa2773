"""Cases with the whole answer, by which a port is tested: one fact or option varied at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from retax.check import check
from retax.explain.serialize import OF_THE_ORDINARY_ROUTE
from retax.facts.catalogue import NAMES
from retax.judge.answer import ask_for
from retax.law.main_regime import MAIN_REGIME
from retax.publish.law_in_words import Options
from retax.publish.published_law import PublishedLaw

ONE_DAY = timedelta(days=1)

COMPLETE: Mapping[str, Any] = {
    "supervision_code": "9610",
    "declared_on": "2026-03-02",
    "released_on": "2026-03-03",
    "exported_on": "2026-03-05",
    "returned_on": "2026-08-03",
    "return_declared_on": "2026-08-04",
    "destination": "domestic",
    "reason": "unsold",
    "hs_code": "6109100010",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "unit": "件",
    "exported_quantity": "10",
    "returned_quantity": "4",
    "returned_before": "1",
    "papers_held": ["export_list", "self_declaration", "tax_certificate"],
}
"""A complete case, made up, that is eligible as long as the law of 2026 is as it is."""

_DAYS = ("declared_on", "released_on", "exported_on", "returned_on", "return_declared_on")


def build_vectors(law: PublishedLaw, options: Options) -> Iterator[dict[str, Any]]:
    """Yield cases: facts, options and the answer, or what is refused."""
    for facts in _list_facts(law):
        yield _build_vector(facts, options)
        yield _build_vector(facts, {**options, "as_of": "2026-07-01"})
    for chosen in _list_options(law, options):
        for name in ("reason", "use", "attribution", "damaged", "repacked", "importer_differs"):
            for value in _list_values(name):
                yield _build_vector({**COMPLETE, name: value}, chosen)
        # The six months end on Saturday 2026-09-05; whether the Monday after it counts is a
        # question of law.
        for day in ("2026-09-04", "2026-09-05", "2026-09-07", "2026-09-08"):
            yield _build_vector(
                {**COMPLETE, "returned_on": day, "return_declared_on": None}, chosen
            )
            yield _build_vector({**COMPLETE, "returned_on": day, "return_declared_on": day}, chosen)


def _list_facts(law: PublishedLaw) -> Iterator[Mapping[str, Any]]:
    yield {}
    for announcement in law.announcements:
        for day in (announcement.first_day, announcement.last_day, announcement.last_day + ONE_DAY):
            yield {**COMPLETE, **dict.fromkeys(_DAYS), "declared_on": str(day)}
    for name in NAMES:
        for value in (None, *_list_values(name)):
            yield {**COMPLETE, name: value}
    for month in range(1, 13):  # six months from the last day of each month, and a day more
        first = date(2026 + month // 12, month % 12 + 1, 1) - ONE_DAY
        # Six calendar months have 181 to 184 days.
        for days in (180, 181, 182, 183, 184, 185):
            yield {**COMPLETE, **_make_days(first, first + days * ONE_DAY)}


def _make_days(start: date, back: date) -> Mapping[str, str]:
    return {
        **dict.fromkeys(("declared_on", "released_on", "exported_on"), str(start)),
        **dict.fromkeys(("returned_on", "return_declared_on"), str(back)),
    }


def _list_values(name: str) -> list[Any]:
    accepted = [value for value, _ in ask_for(MAIN_REGIME, name).accepted]
    match NAMES[name].kind:
        case "yes_no":
            return [True, False]
        case "papers":
            return [[], accepted, *([paper] for paper in accepted)]
        case "quantity":
            return ["1", "12.50"]
        case "day":
            return ["2026-03-04", "2026-09-07"]
    return accepted


def _list_options(law: PublishedLaw, options: Options) -> Iterator[Mapping[str, Any]]:
    questions = [id_ for id_, question in law.questions.items() if question.can_be_settled]
    for side in ("strict", "lenient"):
        yield {**options, "settled": dict.fromkeys(questions, side)}
    for known in law.known:
        if known.since is not None:
            yield {**options, "known_on": str(known.since)}
            yield {**options, "known_on": str(known.since - ONE_DAY)}
    # Six months from the release end on 3 September, which rests here alone; Saturday the 5th does
    # not.
    yield {**options, "days_off": ["2026-09-03", "2026-09-07"], "settled": {"rest-day": "lenient"}}


def _build_vector(facts: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in facts.items() if value is not None}
    return {"facts": known, "options": dict(options), **_answer(known, options)}


def _answer(facts: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    days = options["days_off"]
    try:
        verdict = check(
            facts,
            as_of=_parse_day(options.get("as_of")),
            settled=options["settled"],
            days_off=None if days is None else [date.fromisoformat(day) for day in days],
            known_on=_parse_day(options["known_on"]),
        )
    except ValidationError as error:
        return {
            "refused": [
                {"code": line["type"], "field": ".".join(map(str, line["loc"]))}
                for line in error.errors()
            ]
        }
    plain = verdict.to_dict()  # what is published is the announcement alone
    return {"answer": {k: v for k, v in plain.items() if k not in OF_THE_ORDINARY_ROUTE}}


def _parse_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
