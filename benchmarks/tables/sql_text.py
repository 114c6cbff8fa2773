"""The same answer as one SQL text, in what DuckDB and Spark have in common.

A ``case`` looks at a row only as far as the first case that holds, in both engines; the costly
conditions come behind cheap ones that seldom hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tables.headings import SCREEN, look_up_screen

REASONS = (
    "customer_return",
    "unsold",
    "refused",
    "undeliverable",
    "order_cancelled",
    "quality_defect",
    "delisted",
    "foreign_customs",
    "wrong_goods",
    "recall",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
    "repair",
    "force_majeure",
)
RETURNED = (
    "('customer_return', 'refused', 'undeliverable', 'order_cancelled', 'foreign_customs',"
    " 'wrong_goods', 'recall')"
)
STATED = (
    "('delisted', 'quality_defect', 'payment_default', 'label_noncompliance',"
    " 'exhibition_sample', 'other')"
)
PAPERS = (
    ("self_declaration", "reason is null or reason = 'unsold'"),
    ("return_record", f"reason is null or reason in {RETURNED}"),
    ("reason_statement", f"reason is null or reason in {STATED}"),
    (
        "return_agreement",
        "(supervision_code is null or supervision_code = '9710')"
        " and (reason is null or reason not in ('refused', 'undeliverable'))",
    ),
    ("trial_evidence", "use is null or use in ('trial_found_defect', 'customer_trial')"),
    ("match_record", ""),
    ("zone_exit_record", "supervision_code is null or supervision_code = '1210'"),
    ("export_duty_receipt", "export_duty_paid"),
)
# Any one of these papers serves.
SERVE = {
    "export_record": ("export_list", "export_declaration", "exit_filing_list"),
    "return_record": (
        "platform_return_record",
        "refusal_record",
        "other_return_record",
        "return_agreement",
    ),
    "reason_statement": (
        "self_declaration",
        "platform_return_record",
        "refusal_record",
        "other_return_record",
        "return_agreement",
    ),
    "trial_evidence": ("inspection_report", "customer_trial_record", "platform_return_record"),
    "zone_exit_record": ("exit_filing_list", "gate_release", "export_list"),
}
EVERY_PAPER = tuple(
    dict.fromkeys(
        (
            *(paper for papers in SERVE.values() for paper in papers),
            *("tax_certificate", "match_record", "export_duty_receipt"),
        )
    )
)


def is_lacking(document: str) -> str:
    """Ask whether none of the papers that serve is on the list."""
    papers = SERVE.get(document, (document,))
    return " and ".join(f"papers_held not like '%{paper}%'" for paper in papers)


LACKING = " or ".join(
    f"({when} and {is_lacking(document)})"
    for document, when in (
        ("export_record", "true"),
        ("self_declaration", "reason = 'unsold'"),
        ("return_record", f"reason in {RETURNED}"),
        ("reason_statement", f"reason in {STATED}"),
        ("trial_evidence", "use in ('trial_found_defect', 'customer_trial')"),
        ("match_record", "supervision_code = '9810'"),
        ("zone_exit_record", "supervision_code = '1210'"),
        ("export_duty_receipt", "export_duty_paid"),
    )
)
ASKED = (
    ("supervision_code", "supervision_code is null"),
    ("declared_on", "declared_on is null"),
    (
        "released_on",
        "six = 3 and released_on is null and supervision_code <> '1210'"
        " and exported_on is not null and returned_on is not null"
        " and declared_on is not null and return_declared_on is not null",
    ),
    ("exported_on", "six = 3 and exported_on is null"),
    ("left_zone_on", "supervision_code = '1210' and left_zone_on is null"),
    ("returned_on", "supervision_code <> '1210' and returned_on is null and not stayed"),
    (
        "domestic_on",
        "supervision_code = '1210' and domestic_on is null and not stayed and not to_zone",
    ),
    (
        "return_declared_on",
        "six = 3 and return_declared_on is null and coalesce(end_in_time, true)"
        " and not stayed and not to_zone",
    ),
    ("destination", "supervision_code = '1210' and destination is null"),
    ("reason", "reason is null"),
    ("is_food", "is_food is null and says <> 1"),
    ("export_refund", "export_refund is null"),
    ("same_form", "same_form is null"),
    ("parts_added", "parts_added is null"),
    ("processed", "processed is null"),
    ("use", "use is null"),
    ("shipped_as_declared", "shipped_as_declared is null and reason = 'wrong_goods'"),
)
# In two lists, each with every choice of its facts; there is no column of numbers.
PRESUMED = (
    (
        (
            "exported_on",
            "exported_on is null and coalesce(six, 0) <> 3"
            " and (back_on is not null or return_declared_on is not null)",
        ),
        (
            "domestic_on",
            "domestic_on is null and supervision_code <> '1210' and returned_on is not null"
            " and (destination is null or destination <> 'zone')",
        ),
        ("destination", "destination is null and supervision_code <> '1210'"),
        ("hs_code", "hs_code is null"),
        ("is_food", "is_food is null and says = 1"),
        ("parts_missing", "parts_missing is null"),
        ("damaged", "damaged is null"),
    ),
    (
        ("repacked", "repacked is null"),
        ("importer_differs", "importer_differs is null"),
        ("attribution", "attribution is null"),
        ("shipped_as_declared", "shipped_as_declared is null and reason <> 'wrong_goods'"),
        ("exported_quantity", "exported_quantity is null"),
        ("returned_quantity", "returned_quantity is null"),
        ("returned_before", "returned_before is null"),
        ("papers_held", "papers_held is null"),
    ),
)
ODD_FACTS = (
    "supervision_code",
    "destination",
    "reason",
    "hs_code",
    "export_refund",
    "use",
    "attribution",
)
ODD_WORDS = tuple(("invalid", fact, f"{{odd_{fact}}}") for fact in ODD_FACTS)
ODD_QUANTITIES = (
    ("invalid", "exported_quantity", "exported_quantity <= 0"),
    ("invalid", "returned_quantity", "returned_quantity <= 0"),
    ("invalid", "returned_before", "returned_before < 0"),
)
ODD_LISTS = (("invalid", "papers_held", "papers_held is not null and {odd_papers_held}"),)
DECISIONS = (
    ("invalid", "supervision_code", "supervision_code in ('4561', '9661', '1261')"),
    ("invalid", "released_on", "released_on < declared_on"),
    ("invalid", "exported_on", "exported_on < start_on"),
    ("invalid", "left_zone_on", "left_zone_on > exported_on"),
    ("invalid", "returned_on", "returned_on < last_out"),
    ("invalid", "domestic_on", "domestic_on < last_out"),
    ("invalid", "return_declared_on", "return_declared_on < last_out"),
    ("invalid", "domestic_on", "domestic_on < returned_on"),
    ("invalid", "destination", "destination = 'zone' and domestic_on is not null"),
    (
        "invalid",
        "papers_held",
        "export_refund in ('claimed', 'refunded') and papers_held like '%tax_certificate%'",
    ),
    ("not_covered", "1.period", "declared_on > date '2027-12-31'"),
    ("ineligible", "1.period", "declared_on < date '2023-01-30'"),
    ("ineligible", "1.code", "supervision_code not in ('1210', '9610', '9710', '9810')"),
    ("ineligible", "1.reason", "reason in ('repair', 'force_majeure')"),
    ("ineligible", "1.six_months", "six = 4"),
    ("ineligible", "1.not_food", "is_food and says <> 1"),
    (
        "ineligible",
        "1.same_goods",
        "coalesce(returned_before, 0) >= exported_quantity or not shipped_as_declared",
    ),
    ("ineligible", "3.same_form", "not same_form"),
    ("ineligible", "3.no_parts_added", "parts_added"),
    ("ineligible", "3.not_processed", "processed"),
    ("ineligible", "3.unused", "use = 'used'"),
    ("needs_facts", "1.period", "declared_on is null"),
    ("needs_facts", "1.code", "supervision_code is null"),
    ("needs_facts", "1.reason", "reason is null"),
    ("needs_facts", "1.six_months", "six = 3"),
    ("needs_facts", "1.destination", "supervision_code = '1210' and destination is null"),
    ("needs_facts", "1.not_food", "is_food is null and says <> 1"),
    ("needs_facts", "1.same_goods", "shipped_as_declared is null and reason = 'wrong_goods'"),
    ("needs_facts", "2.refund_repaid", "export_refund is null"),
    ("needs_facts", "3.same_form", "same_form is null"),
    ("needs_facts", "3.no_parts_added", "parts_added is null"),
    ("needs_facts", "3.not_processed", "processed is null"),
    ("needs_facts", "3.unused", "use is null"),
    (
        "needs_review",
        "1.reason",
        "reason not in ('customer_return', 'unsold', 'refused', 'undeliverable')",
    ),
    ("needs_review", "1.six_months", "six = 2"),
    ("needs_review", "1.not_food", "is_food or says = 2"),
    ("needs_review", "1.same_goods", "attribution <> 'traced'"),
    ("needs_review", "2.same_enterprise", "importer_differs"),
    ("needs_review", "3.same_form", "parts_missing or damaged"),
    ("needs_review", "3.not_processed", "repacked"),
    (
        "needs_review",
        "3.unused",
        "use <> 'unused'"
        " and reason not in ('customer_return', 'quality_defect', 'wrong_goods', 'recall')",
    ),
    ("conditional", "1.six_months", "six = 1"),
    ("conditional", "1.destination", "destination = 'zone'"),
    (
        "conditional",
        "1.same_goods",
        "coalesce(returned_before, 0) + returned_quantity > exported_quantity",
    ),
    ("conditional", "2.refund_repaid", "export_refund in ('claimed', 'refunded')"),
    ("conditional", "2.certificate", "papers_held not like '%tax_certificate%'"),
    ("conditional", "4.papers", f"papers_held is not null and ({LACKING})"),
)
"""Every case that decides, from the worst on: status, what it names, when; the first counts."""


@dataclass(frozen=True)
class Dialect:
    """Where the two engines differ."""

    six_months_after: str
    weekday: str  # 0 is Monday
    odd: str
    odd_hs_code: str
    odd_papers_held: str
    looked_up: Callable[[str, str, Iterable[str]], str]  # for a column: number, texts from 0 on
    words: Callable[[str], str]  # the table with its words made ready, where they are strings
    inline: str = ""  # what keeps a common table expression from being written down


def quote(texts: Iterable[str]) -> str:
    """Write a list of texts."""
    return ", ".join(f"'{text}'" for text in texts)


def look_up_headings() -> str:
    """Look up what the screen says where it matters: 1 for no food, 2 for food.

    Goods that are no food are screened only for chapters of food.
    """
    foods = [prefix for prefix, said in SCREEN.items() if said == "food"]
    after_food = f"{int(max(foods)[:2]) + 1:02}"
    return (
        f"case when is_food = false then"
        f" case when hs_code < '{after_food}' and {is_screened_as('food')} then 2 else 0 end"
        f" when {is_screened_as('not_food')} then 1 else 0 end"
    )


def is_screened_as(kind: str) -> str:
    """Ask whether the screen of headings says so of the code: it lies in one of some ranges.

    A long ``in`` would become a join over the whole table.
    """
    ranges: list[list[int]] = []
    for heading in range(10_000):
        if look_up_screen(f"{heading:04}") == kind:
            if ranges and ranges[-1][1] == heading:
                ranges[-1][1] += 1
            else:
                ranges.append([heading, heading + 1])
    between = (f"hs_code >= '{first:04}' and hs_code < '{last:04}'" for first, last in ranges)
    return f"({' or '.join(between)})"


def list_decisions(strings: bool) -> tuple[tuple[str, str, str], ...]:
    """Return what decides; only words that are strings can be odd."""
    if strings:
        return (*ODD_WORDS, *ODD_QUANTITIES, *ODD_LISTS, *DECISIONS)
    return (*ODD_QUANTITIES, *DECISIONS)


def list_cases(strings: bool, dialect: Dialect) -> list[tuple[str, str, str]]:
    """Return what decides, with the conditions written out."""
    words = {
        **{f"odd_{fact}": dialect.odd.format(fact) for fact in ODD_FACTS},
        "odd_hs_code": dialect.odd_hs_code,
        "odd_papers_held": dialect.odd_papers_held,
    }
    decisions = list_decisions(strings)
    return [(status, decider, when.format(**words)) for status, decider, when in decisions]


def list_answers(strings: bool) -> dict[str, list[str]]:
    """Return the texts of the columns that are looked up, by number."""
    decisions = list_decisions(strings)
    first, second = ([";".join(facts) for facts in list_choices(presumed)] for presumed in PRESUMED)
    return {
        "status": ["eligible", *(status for status, _, _ in decisions)],
        "decided_by": ["", *(decider for _, decider, _ in decisions)],
        "documents": [*list_documents(), ""],
        "assumed": [*(";".join(filter(None, ("export_entry", facts))) for facts in first), ""],
        "assumed_too": [";" * bool(facts) + facts for facts in second],
    }


def write_query(table: str, strings: bool, dialect: Dialect) -> str:
    """Write the query over a table whose words are strings, or categories known beforehand."""
    decisions = list_cases(strings, dialect)
    numbered = "\n".join(f"when {when} then {at}" for at, (_, _, when) in enumerate(decisions, 1))
    lenient = dialect.six_months_after.format("exported_on")
    weekday = dialect.weekday.format(lenient)
    statuses = [status for status, _, _ in decisions]
    invalid = statuses.count("invalid")
    ineligible = invalid + statuses.count("not_covered") + statuses.count("ineligible")
    unknown = ineligible + statuses.count("needs_facts")
    missing = ", ".join(f"case when {when} then '{fact}' end" for fact, when in ASKED)
    papers = " + ".join(
        f"case when {when} then {1 << at} else 0 end"
        for at, (_, when) in enumerate(paper for paper in PAPERS if paper[1])
    )
    listed = (
        f"case when decision between 1 and {ineligible} then {len(list_documents())}"
        f" else {papers} end"
    )
    texts = list_answers(strings)
    one, two = (
        " + ".join(
            f"case when {when} then {1 << at} else 0 end" for at, (_, when) in enumerate(presumed)
        )
        for presumed in PRESUMED
    )
    assumed = dialect.looked_up(
        "assumed",
        f"case when decision between 1 and {invalid} then {len(texts['assumed']) - 1}"
        f" else {one} end",
        texts["assumed"],
    )
    assumed_too = dialect.looked_up(
        "assumed_too",
        f"case when decision between 1 and {invalid} then 0 else {two} end",
        texts["assumed_too"],
    )
    last_day = dialect.six_months_after.format(
        "case when supervision_code = '1210' then left_zone_on"
        " when supervision_code is not null then start_on end"
    )
    return f"""
with started as {dialect.inline} (
    select
        *,
        coalesce(released_on, declared_on) as start_on,
        case when supervision_code = '1210' then domestic_on else returned_on end as end_on,
        case
            when supervision_code = '1210' or domestic_on > returned_on then domestic_on
            else returned_on
        end as strict_end_on,
        coalesce(returned_on, domestic_on) as back_on,
        coalesce(supervision_code = '1210' and destination = 'zone', false) as to_zone,
        {look_up_headings()} as says,
        greatest(declared_on, released_on, exported_on, left_zone_on) as last_out
    from {dialect.words(table) if strings else table}
),
limited as {dialect.inline} (
    select *, {last_day} as last_day
    from started
),
timed as {dialect.inline} (
    select
        *,
        case
            when strict_end_on <= last_day and (
                supervision_code = '1210' or released_on is not null or exported_on is not null
            ) then true
            when strict_end_on > last_day and (
                supervision_code = '1210' or (released_on is not null and declared_on is not null)
            ) then false
        end as end_in_time,
        case
            when return_declared_on <= last_day and (
                supervision_code = '1210' or released_on is not null or exported_on is not null
            ) then true
            when return_declared_on > last_day and (
                supervision_code = '1210' or (released_on is not null and declared_on is not null)
            ) then false
        end as declared_in_time,
        exported_on is null and coalesce(
            back_on <= date_add(
                case
                    when supervision_code = '1210' then left_zone_on
                    when supervision_code is not null then released_on
                end,
                10
            ),
            false
        ) as stayed
    from limited
),
-- 0 met, 1 outstanding, 2 open, 3 unknown, 4 failed
six_months as {dialect.inline} (
    select
        *,
        case
            when stayed then 3
            when end_in_time and declared_in_time then 0
            when supervision_code is null then null
            when end_in_time and return_declared_on is null then 1
            when to_zone and last_day is not null
                and (return_declared_on is null or declared_in_time) then 1
            when to_zone and not declared_in_time and exported_on is not null then 2
            when end_on > {lenient} and (
                {weekday} < 5 or end_on > date_add({lenient}, 7 - {weekday})
            ) then 4
            when end_on is not null and exported_on is not null
                and (not end_in_time or not declared_in_time) then 2
            else 3
        end as six
    from timed
),
decided as {dialect.inline} (
    select
        *,
        case
{numbered}
            else 0
        end as decision
    from six_months
)
select
    {dialect.looked_up("status", "decision", texts["status"])} as retax_status,
    case
        when decision between 1 and {invalid} then null
        when declared_on between date '2023-01-30' and date '2025-12-31' then '2023-34'
        when declared_on between date '2026-01-01' and date '2027-12-31' then '2026-16'
    end as retax_announcement,
    case when decision between 1 and {invalid} then null else last_day end as retax_last_day,
    {dialect.looked_up("decided_by", "decision", texts["decided_by"])} as retax_decided_by,
    case
        when decision between {ineligible + 1} and {unknown} then concat_ws(';', {missing})
        else ''
    end as retax_missing,
    {dialect.looked_up("documents", listed, texts["documents"])} as retax_documents,
    concat({assumed}, {assumed_too}) as retax_assumed
from decided
"""  # noqa: S608


def list_choices(presumed: tuple[tuple[str, str], ...]) -> list[list[str]]:
    """Return every choice of some facts, by the sum of their bits."""
    return [
        [fact for at, (fact, _) in enumerate(presumed) if bits >> at & 1]
        for bits in range(1 << len(presumed))
    ]


def list_documents() -> list[str]:
    """Return every list of documents, by the sum of the bits of those that depend on a fact."""
    depending = [id_ for id_, when in PAPERS if when]
    lists = []
    for bits in range(1 << len(depending)):
        chosen = {id_ for at, id_ in enumerate(depending) if bits >> at & 1}
        listed = [id_ for id_, when in PAPERS if not when or id_ in chosen]
        lists.append(";".join(["export_record", "tax_certificate", *listed]))
    return lists
