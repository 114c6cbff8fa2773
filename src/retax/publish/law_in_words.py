"""All that the published law says in words, as plain values: the part the ports have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from retax.facts.catalogue import NAMES
from retax.facts.messages import (
    GivenValue,
    describe_accepted_values,
    describe_conflicting_values,
    describe_not_accepted,
    describe_rejection,
    fill_unknown_name,
)
from retax.facts.model import EARLIEST_DATE, LATEST_DATE, MOST_DIGITS, ReturnedGoods
from retax.facts.name_matching import BRACKETS, LONGEST_NAME, REMARK
from retax.facts.parse_value import (
    DECLARATION_AND_ITEM,
    LONGEST_TEXT,
    LONGEST_VALUE,
    MOST_PAPERS,
    WRITTEN_HS_CODE,
)
from retax.facts.values import NO_CODE, NO_WORDS, PAPER_SEPARATORS, YES_NO, YES_WORDS
from retax.judge.answer import ask_customs, ask_for
from retax.law.clause import write_article
from retax.law.outcome import A_YES, NO_WAY_ON, OUTCOMES, STATUS_OF, STATUSES
from retax.law.regime import Regime
from retax.law.rules import CERTAINTIES, LAST_DAY_UNKNOWN
from retax.logic.expressions import Side
from retax.logic.traversal import list_facts
from retax.publish.published_law import PublishedLaw, order_facts
from retax.words import Words

Options = Mapping[str, Any]
"""The options a port is published with: ``settled``, ``days_off`` and ``known_on``."""

GIVEN = Words("{given}", "{given}")


def to_plain_options(
    settled: Mapping[str, Side], days_off: Sequence[date] | None, known_on: date | None
) -> Options:
    """Return options as plain values."""
    return {
        "settled": dict(sorted(settled.items())),
        "days_off": None if days_off is None else sorted(map(str, days_off)),
        "known_on": None if known_on is None else str(known_on),
    }


def gather_law_in_words(law: PublishedLaw, options: Options) -> dict[str, Any]:
    """Return the facts, the tables of the law and their words as plain values."""
    return {
        "version": law.version,
        "law_reviewed_on": str(law.reviewed_on),
        "defaults": options,
        "facts": write_facts_in_words(law.regime),
        "limits": {
            "earliest_date": str(EARLIEST_DATE),
            "latest_date": str(LATEST_DATE),
            "most_digits": MOST_DIGITS,
            "longest_text": LONGEST_TEXT,
            "longest_value": LONGEST_VALUE,
            "most_papers": MOST_PAPERS,
        },
        "announcements": [
            {
                "id": a.id,
                **{name: str(getattr(a, name)) for name in _DAYS},
                "cites": to_plain_words(a.cites),
                "caveat": to_plain_words(a.caveat),
                "clauses": {change.id: to_plain_words(change.words) for change in a.changes},
            }
            for a in law.announcements
        ],
        "clauses": [
            {
                "id": clause.id,
                "article": clause.article,
                "article_words": to_plain_words(write_article(clause.article)),
                "named": clause.named,
                "words": to_plain_words(clause.words),
            }
            for clause in law.clauses
        ],
        "questions": [
            {
                "id": question.id,
                "asks": to_plain_words(question.asks),
                "strict": to_plain_words(question.strict),
                "lenient": to_plain_words(question.lenient),
                "grounds": to_plain_words(question.grounds),
                "can_be_settled": question.can_be_settled,
                "action": to_plain_words(ask_customs(question).words),
            }
            for question in law.questions.values()
        ],
        "documents": [
            {
                "id": document.id,
                "papers": list(document.papers),
                "basis": to_plain_words(document.basis),
                "named": document.named,
                "words": to_plain_words(document.words),
                "obtain": to_plain_words(law.obtain.get(document.id)),
            }
            for document in law.documents
        ],
        "obtained_last": {"document": law.obtained_last[0], "after": law.obtained_last[1]},
        "reliefs": [
            {"tax": relief.tax, "effect": relief.effect, "words": to_plain_words(relief.words)}
            for relief in law.reliefs
        ],
        "actions": [
            {
                "id": action.id,
                "clause": action.clause,
                "words": to_plain_words(action.words),
                "due_on_last_day": action.due_on_last_day,
            }
            for action in law.actions
        ],
        "last_day_unknown": to_plain_words(LAST_DAY_UNKNOWN),
        "routes": [
            {
                "id": route.id,
                "words": to_plain_words(route.words),
                "notes": [to_plain_words(note) for _, note in route.notes],
                "unless_failed": list(route.unless_failed),
            }
            for route in law.routes
        ],
        "presumptions": [
            {
                "fact": presumption.fact,
                "words": to_plain_words(presumption.words),
                "clauses": list(presumption.clauses),
                "unless_requested": presumption.unless_requested,
                "can_fail": presumption.can_fail,
            }
            for presumption in law.presumptions
        ],
        "statuses": [
            {
                "id": status,
                "words": to_plain_words(badge),
                "sentence": to_plain_words(sentence),
                "way_on": status not in NO_WAY_ON,
                "yes": status in A_YES,
            }
            for status, (badge, sentence) in STATUSES.items()
        ],
        "outcomes": [
            {"id": outcome, "words": to_plain_words(each), "status": STATUS_OF[outcome]}
            for outcome, each in OUTCOMES.items()
        ],
        "certainties": [
            {"id": id_, "words": to_plain_words(each)} for id_, each in CERTAINTIES.items()
        ],
        "contradictions": [
            {
                "fact": each.fact,
                "code": each.code,
                "facts": order_facts([*list_facts(each.when)]),
                "words": to_plain_words(each.words),
            }
            for each in law.contradictions
        ],
        "reading": _describe_reading(),
        "conflicting": to_plain_words(_write_conflicting_template()),
        "unknown_name": to_plain_words(fill_unknown_name(_QUOTED, None)),
        "unknown_name_near": to_plain_words(_write_near_template()),
        "yes_no": {str(truth).lower(): to_plain_words(each) for truth, each in YES_NO.items()},
    }


def _describe_reading() -> dict[str, Any]:
    """Return how names and values are read as people write them."""
    return {
        "longest_name": LONGEST_NAME,
        "brackets": BRACKETS.pattern,
        # The pattern is verbose; neither Java nor JavaScript reads its blanks and comments away.
        "remark": re.sub(r"\s+#.*|\s+", "", REMARK.pattern),
        "yes": sorted(YES_WORDS),
        "no": sorted(NO_WORDS),
        "no_code": NO_CODE,
        "paper_separators": PAPER_SEPARATORS,
        "written_hs_code": WRITTEN_HS_CODE,
        "declaration_and_item": DECLARATION_AND_ITEM,
    }


def _write_conflicting_template() -> Words:
    """Return the sentence on two values of one fact, with places for names and quoted values."""
    one, other = (GivenValue(f"{{{n}}}", f"{{{n}_value}}", None) for n in ("one", "other"))
    each = describe_conflicting_values("{label}", "{fact}", one, other)
    for value in (one.written, other.written):
        # The places bear no quotation marks: a port puts values in that it has quoted itself.
        zh, en = each.zh.replace(f"“{value}”", value), each.en.replace(f"'{value}'", value)
        each = Words(zh, en)
    return each


_DAYS = ("issued", "published", "first_day", "last_day")
_QUOTED = Words("“{given}”", "'{given}'")


def _write_near_template() -> Words:
    return fill_unknown_name(_QUOTED, "{near}")


def to_plain_words(each: Words | None) -> dict[str, str] | None:
    """Return words as plain values."""
    return None if each is None else {"zh": each.zh, "en": each.en}


def write_facts_in_words(regime: Regime) -> list[dict[str, Any]]:
    """Return what each fact is called, what it accepts and how it is asked for."""
    schema = ReturnedGoods.model_json_schema()["properties"]
    # pydantic writes a field that may be None as anyOf its type and null.
    return [_describe_fact(regime, name, schema[name]["anyOf"][0]) for name in NAMES]


def _describe_fact(regime: Regime, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    entry = NAMES[name]
    ask = ask_for(regime, name)
    also = {value: word.also for value, word in (entry.values or {}).items()}
    return {
        "id": name,
        "kind": entry.kind,
        "label": to_plain_words(entry.label),
        "names": list(entry.names),
        "near": list(entry.near),
        "question": to_plain_words(ask.words),
        "accepted": [
            {"value": value, "words": to_plain_words(each), "also": list(also.get(value, ()))}
            for value, each in ask.accepted
        ],
        "pattern": schema.get("pattern"),
        "above_zero": "exclusiveMinimum" in schema,
        "least": schema.get("minimum"),
        "most": schema.get("maximum"),
        "must_be": to_plain_words(describe_accepted_values(name)),
        "refused": to_plain_words(_write_refusal_template(name)),
        "mistaken": to_plain_words(_write_mistaken_template(name)),
    }


def _write_refusal_template(name: str) -> Words:
    """Return the sentence that refuses a value, with a place for the value as it is quoted."""
    return describe_not_accepted(NAMES[name].label.zh, name, GIVEN, describe_accepted_values(name))


_MISTAKEN: Mapping[str, str] = {
    "export_entry": "000020001000000000",
    "return_entry": "000020000000000000",
    "hs_code": "0000000000000",
}
"""Values taken for others: the number of a paper of the other direction, a barcode."""


def _write_mistaken_template(name: str) -> Words | None:
    """Return the sentence that refuses a value taken for another one; None where none is.

    Of papers it is the sentence that names those there are none of.
    """
    if NAMES[name].kind == "papers":
        each = describe_rejection(name, ["{given}"])
        return Words(
            each.zh.replace("“{given}”", "{given}"), each.en.replace("'{given}'", "{given}")
        )
    if name not in _MISTAKEN:
        return None
    wanted = describe_accepted_values(name, _MISTAKEN[name])
    return describe_not_accepted(NAMES[name].label.zh, name, GIVEN, wanted)
