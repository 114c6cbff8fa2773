"""The sentence on rows of one export line that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from retax import Words
from retax.desk.listing import First, name_item_of_paper, name_rows, name_texts
from retax.facts.catalogue import NAMES, format_value
from retax.lots.disagreement import Claim, Disagreement
from retax.words import joined


def describe_disagreement(found: Disagreement) -> Words:
    """Say which rows of an export line contradict each other in which fact, with its values."""
    return Words(
        "填写矛盾：出口单证 {entry} {item}各行{facts}；请核对并更正{items}",
        "contradiction: the rows of export paper {entry}{item} disagree on {facts}; check and "
        "mend them{items}",
    ).filled(
        entry=found.export_entry,
        item=name_item_of_paper(found.export_item),
        facts=joined(list(_describe_facts(found)), zh="；", en="; "),
        items=_OF_SEVERAL_ITEMS if found.may_be_of_items else Words("", ""),
    )


_OF_SEVERAL_ITEMS = Words(
    "，如系不同项，请填写项号", ", or give export_item where they are of several items"
)


def _describe_facts(found: Disagreement) -> Iterator[Words]:
    for fact, claims in found.facts:
        values = joined([_describe_claim(fact, claim) for claim in claims])
        yield Words("{label}不一致：{values}", "{fact}: {values}").filled(
            label=NAMES[fact].label, fact=fact, values=values
        )


def _describe_claim(fact: str, claim: Claim) -> Words:
    value = format_value(fact, claim.value)
    if NAMES[fact].kind == "text":
        value = name_texts((claim.value,))  # which may be long
    rows = name_rows(First(claim.count, list(claim.rows)))
    return Words("{value}（{rows}）", "{value} ({rows})").filled(value=value, rows=rows)
