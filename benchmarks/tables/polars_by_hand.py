"""The same answer as one polars program, as fast as we could make it.

It runs on the streaming engine in a few wide stages. What makes it fast:

- booleans without unknowns (each comparison is closed with ``fill_null``) are bitmaps, and an
  operation on them costs next to nothing;
- the cases that decide are added up as bits of a number of 16, a group of cases each, and one
  number of the worst group finds status and decider in a table; so it is with documents and
  missing facts. A chain of ``when`` would cost several times as much;
- month ends and working days come from a table of days by day number, without unknowns in it;
- no day is compared twice: goods that left in order left on the last day out;
- columns that come out are categories; of words that are strings short ones are compared (a long
  one costs eight times as much), reasons are looked up, codes are read as whole numbers, of lists
  of papers each distinct one is read once.

Words that are categories are taken to be known ones, and days to lie between 1970 and 2199.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, reduce
from operator import or_

import polars as pl

from tables.headings import look_up_screen

name = "polars by hand"

c = pl.col

Cases = tuple[tuple[str, str, str], ...]
Vocabularies = Mapping[str, Sequence[str]]

STATUSES = (
    "eligible",
    "conditional",
    "needs_review",
    "needs_facts",
    "ineligible",
    "not_covered",
    "invalid",
)
ASKED = (
    "supervision_code",
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
    "destination",
    "reason",
    "is_food",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "shipped_as_declared",
)
# Asked for by one clause alone, in the order of the cases below; and by the six months.
ALONE = (
    "declared_on",
    "supervision_code",
    "reason",
    "destination",
    "is_food",
    "shipped_as_declared",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
)
# The release is asked for alone; its bits are those of two days that never are together.
ON_CLOCK = ("exported_on", "left_zone_on", "returned_on", "domestic_on", "return_declared_on")
INSTEAD_OF_RELEASE = frozenset({"returned_on", "domestic_on"})
TOGETHER = (
    INSTEAD_OF_RELEASE,
    {"exported_on", "returned_on", "return_declared_on"},
    {"exported_on", "left_zone_on", "domestic_on", "return_declared_on"},
)
PRESUMED = (
    "exported_on",
    "domestic_on",
    "destination",
    "hs_code",
    "is_food",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "papers_held",
)
NOTHING_PRESUMED = 1 << len(PRESUMED)
DOCUMENTS = (
    "export_record",
    "tax_certificate",
    "self_declaration",
    "return_record",
    "reason_statement",
    "return_agreement",
    "trial_evidence",
    "match_record",
    "zone_exit_record",
    "export_duty_receipt",
)
ALWAYS_LISTED = ("export_record", "tax_certificate", "match_record")
SOMETIMES_LISTED = tuple(id_ for id_ in DOCUMENTS if id_ not in ALWAYS_LISTED)
NOTHING_LISTED = 1 << len(SOMETIMES_LISTED)


ANNOUNCEMENTS = pl.Enum(["2023-34", "2026-16"])

DAYS = (
    "declared_on",
    "released_on",
    "exported_on",
    "left_zone_on",
    "returned_on",
    "domestic_on",
    "return_declared_on",
)
RETURNED = (
    "customer_return",
    "refused",
    "undeliverable",
    "order_cancelled",
    "foreign_customs",
    "wrong_goods",
    "recall",
)
STATED = (
    "delisted",
    "quality_defect",
    "payment_default",
    "label_noncompliance",
    "exhibition_sample",
    "other",
)
PLAIN = ("unsold", "customer_return", "refused", "undeliverable")
NO_RETURN = ("repair", "force_majeure")
NOBODY_TOOK = ("refused", "undeliverable")
CUSTOMER_HAD_THEM = ("customer_return", "quality_defect", "wrong_goods", "recall")
# The words of each fact.
WORDS = {
    "supervision_code": ("9610", "9810", "9710", "1210"),
    "attribution": ("traced", "fifo", "stated", "none"),
    "destination": ("domestic", "zone"),
    "reason": ("unsold", *RETURNED, *STATED, *NO_RETURN),
    "export_refund": ("not_refunded", "repaid", "claimed", "refunded"),
    "use": ("unused", "used", "customer_trial", "trial_found_defect"),
}

CODES_OF_THE_RETURN = ("4561", "9661", "1261")
NO_CODE = "none"
PAPERS = (
    "export_list",
    "export_declaration",
    "exit_filing_list",
    "tax_certificate",
    "self_declaration",
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
    "inspection_report",
    "customer_trial_record",
    "match_record",
    "gate_release",
    "export_duty_receipt",
)
EVERY_PAPER = (1 << len(PAPERS)) - 1
ODD_PAPERS = 1 << len(PAPERS)
RETURN_RECORDS = (
    "platform_return_record",
    "refusal_record",
    "other_return_record",
    "return_agreement",
)

# What decides: status, what it names, and the column that says so, from the worst on.
ODD_WORDS: Cases = tuple(
    ("invalid", fact, f"odd_{fact}")
    for fact in (
        "supervision_code",
        "destination",
        "reason",
        "hs_code",
        "export_refund",
        "use",
        "attribution",
    )
)
ODD_QUANTITIES: Cases = (
    ("invalid", "exported_quantity", "exported_not_above_0"),
    ("invalid", "returned_quantity", "returned_not_above_0"),
    ("invalid", "returned_before", "before_below_0"),
)
ODD_LISTS: Cases = (("invalid", "papers_held", "odd_papers_held"),)
CONTRADICTIONS: Cases = (
    ("invalid", "supervision_code", "code_of_return"),
    ("invalid", "released_on", "released_early"),
    ("invalid", "exported_on", "exported_early"),
    ("invalid", "left_zone_on", "left_late"),
    ("invalid", "returned_on", "returned_early"),
    ("invalid", "domestic_on", "domestic_early"),
    ("invalid", "return_declared_on", "declared_back_early"),
    ("invalid", "domestic_on", "domestic_before_return"),
    ("invalid", "destination", "in_zone_and_domestic"),
    ("invalid", "papers_held", "certificate_unpaid"),
)
NO: Cases = (
    ("not_covered", "1.period", "too_late"),
    ("ineligible", "1.period", "too_early"),
    ("ineligible", "1.code", "other_code"),
    ("ineligible", "1.reason", "no_return"),
    ("ineligible", "1.six_months", "six_failed"),
    ("ineligible", "1.not_food", "food_failed"),
    ("ineligible", "1.same_goods", "other_goods"),
    ("ineligible", "3.same_form", "deformed"),
    ("ineligible", "3.no_parts_added", "with_parts"),
    ("ineligible", "3.not_processed", "was_processed"),
    ("ineligible", "3.unused", "use_used"),
)
UNKNOWN: Cases = (
    ("needs_facts", "1.period", "no_declared_on"),
    ("needs_facts", "1.code", "no_supervision_code"),
    ("needs_facts", "1.reason", "no_reason"),
    ("needs_facts", "1.destination", "zone_unknown"),
    ("needs_facts", "1.not_food", "food_unknown"),
    ("needs_facts", "1.same_goods", "shipped_unknown"),
    ("needs_facts", "2.refund_repaid", "no_export_refund"),
    ("needs_facts", "3.same_form", "no_form"),
    ("needs_facts", "3.no_parts_added", "no_parts"),
    ("needs_facts", "3.not_processed", "no_processed"),
    ("needs_facts", "3.unused", "no_use"),
)
# Decides after the first three of the unknown; here last, as its bit gives way to six others.
SIX_UNKNOWN = ("needs_facts", "1.six_months", "six_unknown")
DOUBTS: Cases = (
    ("needs_review", "1.reason", "arguable"),
    ("needs_review", "1.six_months", "six_open"),
    ("needs_review", "1.not_food", "food_open"),
    ("needs_review", "1.same_goods", "untraced"),
    ("needs_review", "2.same_enterprise", "differs"),
    ("needs_review", "3.same_form", "incomplete"),
    ("needs_review", "3.not_processed", "was_repacked"),
    ("needs_review", "3.unused", "odd_trial"),
)
OUTSTANDING: Cases = (
    ("conditional", "1.six_months", "six_outstanding"),
    ("conditional", "1.destination", "destination_zone"),
    ("conditional", "1.same_goods", "too_many"),
    ("conditional", "2.refund_repaid", "pending"),
    ("conditional", "2.certificate", "no_certificate"),
    ("conditional", "4.papers", "papers_to_file"),
)

# Each group takes the low bits of a number of 16, its own number the high ones.
Groups = tuple[Cases, ...]
VALID: Groups = (OUTSTANDING, DOUBTS, (*UNKNOWN, SIX_UNKNOWN), NO)
OF_STRINGS: Groups = (*VALID, CONTRADICTIONS, (*ODD_WORDS, *ODD_QUANTITIES, *ODD_LISTS))
OF_ENUMS: Groups = (*VALID, CONTRADICTIONS, ODD_QUANTITIES)
LOW_BITS = 13
FACTS_GROUP = 2
UP_TO_UNKNOWN, UP_TO_NO, UP_TO_INVALID = (group << LOW_BITS for group in (2, 3, 4))


# Tables that are gathered from.


def count_days(year: int, month: int, day: int) -> int:
    """Return a day as polars holds it."""
    return (date(year, month, day) - date(1970, 1, 1)).days


@cache
def list_months_later() -> pl.Series:
    """Return six months after each day since 1970, as a number of days."""
    days = pl.date_range(date(1970, 1, 1), date(2200, 1, 1), eager=True)
    return days.dt.offset_by("6mo").to_physical()


@cache
def list_working_days_later() -> pl.Series:
    """Return the first working day from six months after each day since 1970."""
    later = list_months_later()
    weekday = (later + 3) % 7
    return later + pl.Series([0, 0, 0, 0, 0, 2, 1], dtype=pl.Int32).gather(weekday)


def join_names(bits: int, names: tuple[str, ...]) -> str:
    """Join the names whose bits are set."""
    return ";".join(each for at, each in enumerate(names) if bits >> at & 1)


def make_categories(texts: list[str]) -> pl.Series:
    """Make a column of categories from texts that may repeat."""
    return pl.Series(texts, dtype=pl.Enum(list(dict.fromkeys(texts))))


@cache
def list_decisions(groups: Groups) -> tuple[pl.Series, pl.Series]:
    """Return status and decider by the number of a group and the bits of its cases."""
    status, decider = [], []
    for number in range(1 << 16):
        group, cases = number >> LOW_BITS, number & (1 << LOW_BITS) - 1
        first = (cases & -cases).bit_length() - 1
        if group == FACTS_GROUP and cases >> len(UNKNOWN) and first > 2:
            first = len(UNKNOWN)
        found = ("eligible", "", "")
        if group < len(groups) and 0 <= first < len(groups[group]):
            found = groups[group][first]
        status.append(found[0])
        decider.append(found[1])
    return make_categories(status), make_categories(decider)


@cache
def list_missing() -> pl.Series:
    """Return the names of each set of missing facts; sets that cannot be have none."""
    texts = []
    for bits in range(1 << 16):
        facts = {fact for at, fact in enumerate((*ALONE, *ON_CLOCK)) if bits >> at & 1}
        on_clock = facts.intersection(ON_CLOCK)
        can_be = any(on_clock <= together for together in TOGETHER)
        if on_clock == INSTEAD_OF_RELEASE:
            facts = (facts - on_clock) | {"released_on"}
        texts.append(";".join(fact for fact in ASKED if fact in facts) if can_be else "")
    return make_categories(texts)


@cache
def list_documents() -> pl.Series:
    """Return the ids of each set of documents; none with the highest bit."""
    texts = [""] * 256
    for bits in range(NOTHING_LISTED):
        listed = {*ALWAYS_LISTED, *join_names(bits, SOMETIMES_LISTED).split(";")}
        texts[bits] = ";".join(id_ for id_ in DOCUMENTS if id_ in listed)
    return make_categories(texts)


@cache
def list_presumed() -> pl.Series:
    """Return the names of each set of presumed facts; none with the highest bit.

    No table has the number of the export, so that is always presumed.
    """
    texts = (
        join_names(2 * bits + 1, ("export_entry", *PRESUMED)) for bits in range(NOTHING_PRESUMED)
    )
    return make_categories([*texts, ""])


@cache
def look_up_screens(codes: tuple[str, ...]) -> pl.Series:
    """Return what the screen says of each code, and of none."""
    said = [SAYS.get(look_up_screen(code) or "", 0) for code in codes]
    return pl.Series([*said, 0], dtype=pl.UInt8)


SAYS = {"not_food": 1, "food": 2}


@cache
def list_screens() -> pl.Series:
    """Return what the screen says of each heading of four digits."""
    return look_up_screens(tuple(f"{heading:04}" for heading in range(10_000)))


def read_papers(text: str) -> int:
    """Return a list of papers as bits."""
    papers = text.split(";")
    if not set(papers) <= set(PAPERS):
        return ODD_PAPERS
    return sum({1 << PAPERS.index(paper) for paper in papers})


def encode_papers(texts: pl.Series) -> pl.Series:
    """Read lists of papers as bits, each distinct one once."""
    distinct = texts.drop_nulls().unique()
    bits = [read_papers(text) for text in distinct]
    return texts.replace_strict(distinct, bits, default=None, return_dtype=pl.UInt16)


# Small helpers.


def is_yes(condition: pl.Expr) -> pl.Expr:
    """Count unknown as no."""
    return condition.fill_null(False)


def join_by_or(*conditions: str | pl.Expr) -> pl.Expr:
    """Join by or."""
    return reduce(or_, (c(each) if isinstance(each, str) else each for each in conditions))


def add_bits(
    conditions: Iterable[str | pl.Expr],
    dtype: type[pl.DataType],
    beside: int = 0,
    first: int = 0,
) -> pl.Expr:
    """Add up the bits of a number from the first on, each where its condition holds.

    Beside them others are always set.
    """
    zero = pl.lit(beside, dtype)
    return reduce(
        or_,
        (
            pl.when(condition).then(pl.lit(beside | 1 << at, dtype)).otherwise(zero)
            for at, condition in enumerate(conditions, first)
        ),
    )


def look_up_day(table: pl.Series, days: str) -> pl.Expr:
    """Look a day up; an unknown one finds the first entry."""
    return pl.lit(table).gather(c(days).fill_null(0).reinterpret(signed=False))


# The program.

CHUNK = 250_000  # rows; the default, a hundred thousand, is some eight percent slower


def run(frame: pl.DataFrame) -> pl.DataFrame:
    """Judge a table."""
    lazy = from_strings(frame) if frame.schema["reason"] == pl.String else from_enums(frame)
    with pl.Config(streaming_chunk_size=CHUNK):
        return lazy.collect(engine="streaming")


def judge_rows(lazy: pl.LazyFrame, groups: Groups) -> pl.LazyFrame:
    """Add every column on the way to the answers, stage by stage, and choose those."""
    lazy = lazy.with_columns(**sort_words()).with_columns(**find_last_days())
    lazy = lazy.with_columns(**compare_days()).with_columns(**judge_six_months())
    lazy = lazy.with_columns(**judge_clauses())
    lazy = lazy.with_columns(**add_numbers(groups)).with_columns(**choose_worst(groups))
    return lazy.select(**gather_answers(groups))


def from_enums(frame: pl.DataFrame) -> pl.LazyFrame:
    """Judge a table whose words are categories known beforehand."""
    dtypes = {fact: dtype for fact, dtype in frame.schema.items() if isinstance(dtype, pl.Enum)}
    vocabularies = {fact: dtype.categories.to_list() for fact, dtype in dtypes.items()}
    codes = tuple(vocabularies["hs_code"])
    screened = pl.lit(look_up_screens(codes)).gather(
        c("hs_code").to_physical().fill_null(len(codes))
    )
    lists = pl.Series(
        [*map(read_papers, vocabularies["papers_held"]), EVERY_PAPER], dtype=pl.UInt16
    )
    listed = c("papers_held").to_physical().fill_null(len(lists) - 1)

    def is_word(fact: str, text: str) -> pl.Expr:
        if text not in vocabularies[fact]:
            return pl.lit(False)
        position = pl.lit(vocabularies[fact].index(text), pl.UInt8)
        return c(fact).to_physical().eq_missing(position)

    words = {
        **{f"{fact}_{text}": is_word(fact, text) for fact in WORDS for text in WORDS[fact]},
        **{f"no_{fact}": c(fact).is_null() for fact in (*WORDS, "hs_code", "papers_held")},
        "code_of_return": join_by_or(
            *(is_word("supervision_code", x) for x in CODES_OF_THE_RETURN)
        ),
    }
    held = pl.lit(lists).gather(listed)
    lazy = frame.lazy().select(**words, **read_columns(), screen=screened, papers=held)
    return judge_rows(lazy, OF_ENUMS)


def from_strings(frame: pl.DataFrame) -> pl.LazyFrame:
    """Judge a table whose words are strings.

    A few short words are compared, many are looked up, codes are read as numbers.
    """
    few = ("destination", "export_refund", "use", "attribution")
    reason = pl.Enum(WORDS["reason"])
    lazy = frame.lazy().select(
        **{f"no_{fact}": c(fact).is_null() for fact in (*WORDS, "hs_code", "papers_held")},
        **{f"{fact}_{text}": is_yes(c(fact) == text) for fact in few for text in WORDS[fact]},
        **read_columns(),
        reason=c("reason").cast(reason, strict=False),
        code=c("supervision_code").cast(pl.UInt32, strict=False),
        supervision_code_none=is_yes(c("supervision_code") == NO_CODE),
        papers=c("papers_held").map_batches(
            encode_papers, return_dtype=pl.UInt16, is_elementwise=True
        ),
        is_code=is_unsigned("supervision_code") & has_digits("supervision_code", 4),
        hs_code=c("hs_code").cast(pl.UInt64, strict=False),
        **{f"hs_code_{n}": is_unsigned("hs_code") & has_digits("hs_code", n) for n in HS_DIGITS},
    )
    lazy = lazy.with_columns(
        **{
            f"supervision_code_{text}": is_yes(c("code") == int(text)) & c("is_code")
            for text in WORDS["supervision_code"]
        },
        **{
            f"reason_{text}": c("reason").eq_missing(pl.lit(text, reason))
            for text in WORDS["reason"]
        },
        **{
            f"odd_{fact}": ~join_by_or(f"no_{fact}", *(f"{fact}_{text}" for text in WORDS[fact]))
            for fact in few
        },
        odd_reason=c("reason").is_null() & ~c("no_reason"),
        odd_supervision_code=~(
            join_by_or("no_supervision_code", "supervision_code_none")
            | (c("is_code") & c("code").is_not_null())
        ),
        code_of_return=is_yes(c("code").is_in([int(text) for text in CODES_OF_THE_RETURN])),
        papers=c("papers").fill_null(EVERY_PAPER),
        odd_papers_held=is_yes(c("papers") == ODD_PAPERS),
        odd_hs_code=~(c("no_hs_code") | (c("hs_code").is_not_null() & is_hs_code())),
        screen=pl.lit(list_screens()).gather(cut_heading()),
    )
    return judge_rows(lazy, OF_STRINGS)


HS_DIGITS = (4, 6, 8, 10)


def is_unsigned(fact: str) -> pl.Expr:
    """Say where a code does not begin with a sign, which would be read as part of a number."""
    return is_yes(c(fact) >= "0")


def has_digits(fact: str, number: int) -> pl.Expr:
    """Say where a code that is a number has so many digits."""
    return is_yes(c(fact).str.len_bytes() == number)


def is_hs_code() -> pl.Expr:
    """Say where an HS code has one of the lengths it may have."""
    return join_by_or(*(f"hs_code_{number}" for number in HS_DIGITS))


def cut_heading() -> pl.Expr:
    """Cut an HS code that was read as a number to its first four digits; 0 where it is none."""
    found = pl.lit(0, pl.UInt64)
    for number in HS_DIGITS:
        cut = c("hs_code") // 10 ** (number - 4)
        found = pl.when(f"hs_code_{number}").then(cut).otherwise(found)
    return found.fill_null(0)


def read_columns() -> dict[str, pl.Expr]:
    """Read every column but the words."""
    unknown = {
        "no_declared_on": "declared_on",
        "no_released_on": "released_on",
        "no_exported_on": "exported_on",
        "no_left_on": "left_zone_on",
        "no_returned_on": "returned_on",
        "no_domestic_on": "domestic_on",
        "no_declared_back": "return_declared_on",
        "no_is_food": "is_food",
        "no_form": "same_form",
        "no_parts": "parts_added",
        "no_processed": "processed",
        "no_shipped": "shipped_as_declared",
        **{f"no_{fact}": fact for fact in PRESUMED[5:9]},
        **{f"no_{fact}": fact for fact in PRESUMED[11:14]},
    }
    before = c("returned_before").fill_null(0)
    return {
        **{day: c(day).to_physical() for day in DAYS},
        **{column: c(fact).is_null() for column, fact in unknown.items()},
        "food": is_yes(c("is_food")),
        "deformed": is_yes(~c("same_form")),
        "with_parts": is_yes(c("parts_added")),
        "was_processed": is_yes(c("processed")),
        "incomplete": is_yes(c("parts_missing") | c("damaged")),
        "was_repacked": is_yes(c("repacked")),
        "differs": is_yes(c("importer_differs")),
        "duty_paid": is_yes(c("export_duty_paid")),
        "exported_not_above_0": is_yes(c("exported_quantity") <= 0),
        "returned_not_above_0": is_yes(c("returned_quantity") <= 0),
        "before_below_0": is_yes(c("returned_before") < 0),
        "other_goods": is_yes(before >= c("exported_quantity")) | is_yes(~c("shipped_as_declared")),
        "too_many": is_yes(before + c("returned_quantity") > c("exported_quantity")),
        "out": pl.coalesce("released_on", "declared_on").to_physical(),
    }


def sort_words() -> dict[str, pl.Expr]:
    """Sort the words, and say which days count."""
    zone = c("supervision_code_1210")
    codes = (f"supervision_code_{code}" for code in WORDS["supervision_code"])
    trial = join_by_or("use_trial_found_defect", "use_customer_trial")

    def is_reason(words: Iterable[str]) -> pl.Expr:
        return join_by_or(*(f"reason_{word}" for word in words))

    return {
        "zone": zone,
        "other_code": ~join_by_or(
            "no_supervision_code",
            *codes,
        ),
        "with_return": is_reason(RETURNED),
        "with_statement": is_reason(STATED),
        "no_return": is_reason(NO_RETURN),
        "nobody_took": is_reason(NOBODY_TOOK),
        "arguable": is_reason(set(WORDS["reason"]) - {*PLAIN, *NO_RETURN}),
        "trial": trial,
        "odd_trial": trial & ~is_reason(CUSTOMER_HAD_THEM),
        "pending": join_by_or("export_refund_claimed", "export_refund_refunded"),
        "says_food": c("screen") == SAYS["food"],
        "says_not_food": c("screen") == SAYS["not_food"],
        "untraced": ~join_by_or("attribution_traced", "no_attribution"),
        "start": pl.when(zone).then("left_zone_on").otherwise("out"),
        "known_start": pl.when(zone).then("left_zone_on").otherwise("released_on"),
        "end": pl.when(zone).then("domestic_on").otherwise("returned_on"),
        # Goods of another code that come by way of a zone are strictly back once they left it.
        "strict_end": pl.when(zone | (c("domestic_on") > c("returned_on")))
        .then("domestic_on")
        .otherwise("returned_on"),
        "back": pl.coalesce("returned_on", "domestic_on"),
        "to_zone": zone & c("destination_zone"),
        "other": ~(zone | c("no_supervision_code")),
        "last_out": pl.coalesce("exported_on", "out"),
    }


def find_last_days() -> dict[str, pl.Expr]:
    """Find the last days, on the strict reading and on the lenient one."""
    left, last_out = c("left_zone_on"), c("last_out")
    return {
        "last_day": look_up_day(list_months_later(), "start"),
        "lenient_day": look_up_day(list_working_days_later(), "exported_on"),
        "last_out": pl.when(left > last_out).then(left).otherwise(pl.coalesce(last_out, left)),
        "left_late": is_yes(left > last_out) & ~c("no_exported_on"),
        "clock": c("start").is_not_null() & ~c("no_supervision_code"),
        "lenient_clock": ~join_by_or("no_exported_on", "no_supervision_code"),
        # By an unknown release goods can be in time, but not late.
        "can_be_in_time": c("zone") | ~(c("no_released_on") & c("no_exported_on")),
        "can_be_late": c("zone") | ~join_by_or("no_released_on", "no_declared_on"),
    }


def compare_days() -> dict[str, pl.Expr]:
    """Compare days: what cannot be, what is in time and what is late."""
    on_clock = c("clock") & c("can_be_in_time")
    off_clock = c("clock") & c("can_be_late")
    declared = c("declared_on")
    return {
        "too_early": is_yes(declared < count_days(2023, 1, 30)),
        "in_2023_34": is_yes(declared <= count_days(2025, 12, 31)),
        "too_late": is_yes(declared > count_days(2027, 12, 31)),
        "released_early": is_yes(c("released_on") < declared),
        "exported_early": is_yes(c("exported_on") < c("out")),
        "returned_early": is_yes(c("returned_on") < c("last_out")),
        "domestic_early": is_yes(c("domestic_on") < c("last_out")),
        "declared_back_early": is_yes(c("return_declared_on") < c("last_out")),
        "domestic_before_return": is_yes(c("domestic_on") < c("returned_on")),
        "in_zone_and_domestic": c("destination_zone") & ~c("no_domestic_on"),
        "end_in_time": is_yes(c("strict_end") <= c("last_day")) & on_clock,
        "end_late": is_yes(c("strict_end") > c("last_day")) & off_clock,
        "declared_in_time": is_yes(c("return_declared_on") <= c("last_day")) & on_clock,
        "declared_late": is_yes(c("return_declared_on") > c("last_day")) & off_clock,
        "end_leniently": is_yes(c("end") <= c("lenient_day")) & c("lenient_clock"),
        "stayed": c("no_exported_on")
        & ~c("no_supervision_code")
        & is_yes(c("back") <= c("known_start") + 10),
        "six_failed": is_yes(c("end") > c("lenient_day")) & c("lenient_clock"),
    }


def judge_six_months() -> dict[str, pl.Expr]:
    """Judge the six months; goods in a zone need only be declared out of it, if at all."""
    to_zone, on_clock = c("to_zone"), c("clock")
    outstanding = (c("end_in_time") & c("no_declared_back")) | (
        to_zone & on_clock & join_by_or("no_declared_back", "declared_in_time")
    )
    can_be_open = c("end_leniently") | (to_zone & ~c("no_exported_on"))
    is_open = (c("end_leniently") & c("end_late")) | (can_be_open & c("declared_late"))
    met = c("end_in_time") & c("declared_in_time")
    settled = join_by_or("no_supervision_code", "six_failed", outstanding, met, is_open)
    return {
        "six_outstanding": outstanding,
        "six_open": is_open,
        "six_unknown": ~settled | c("stayed"),
    }


def judge_clauses() -> dict[str, pl.Expr]:
    """Judge the other clauses where more than one fact counts."""
    food, says_not_food = c("food"), c("says_not_food")
    return {
        "zone_unknown": c("zone") & c("no_destination"),
        "food_unknown": c("no_is_food") & ~says_not_food,
        "food_failed": food & ~says_not_food,
        "shipped_unknown": c("no_shipped") & c("reason_wrong_goods"),
        "no_certificate": ~is_held("tax_certificate"),
        "certificate_unpaid": c("pending") & ~c("no_papers_held") & is_held("tax_certificate"),
        "papers_to_file": join_by_or(*list_lacking_papers()),
        "food_open": (food & says_not_food) | (c("says_food") & ~join_by_or("food", "no_is_food")),
    }


def is_held(*papers: str) -> pl.Expr:
    """Say where one of these papers is held; unknown lists are taken to be complete."""
    return c("papers") & sum(1 << PAPERS.index(paper) for paper in papers) != 0


def list_lacking_papers() -> list[pl.Expr]:
    """Say which documents are required and not held."""
    return [
        ~is_held("export_list", "export_declaration", "exit_filing_list"),
        c("reason_unsold") & ~is_held("self_declaration"),
        c("with_return") & ~is_held(*RETURN_RECORDS),
        c("with_statement") & ~is_held("self_declaration", *RETURN_RECORDS),
        c("trial")
        & ~is_held("inspection_report", "customer_trial_record", "platform_return_record"),
        c("supervision_code_9810") & ~is_held("match_record"),
        c("zone") & ~is_held("exit_filing_list", "gate_release", "export_list"),
        c("duty_paid") & ~is_held("export_duty_receipt"),
    ]


def add_numbers(groups: Groups) -> dict[str, pl.Expr]:
    """Add up the bits of the cases of each group, of what is missing, and of the documents."""
    no_clock = join_by_or("no_returned_on", "no_exported_on", "no_declared_on", "no_declared_back")
    six_unknown, in_zone = c("six_unknown"), c("zone")
    released_on = six_unknown & c("no_released_on") & ~(in_zone | no_clock)
    left, stayed = ~c("stayed"), c("stayed")
    asked = {
        "exported_on": six_unknown & c("no_exported_on"),
        "left_zone_on": in_zone & c("no_left_on"),
        "returned_on": (c("no_returned_on") & c("other") & left) | released_on,
        "domestic_on": (in_zone & c("no_domestic_on") & left & ~c("to_zone")) | released_on,
        "return_declared_on": six_unknown
        & c("no_declared_back")
        & ~join_by_or("end_late", "to_zone", stayed),
    }
    presumed_facts = {
        **{fact: c(f"no_{fact}") for fact in PRESUMED},
        "exported_on": c("no_exported_on")
        & ~six_unknown
        & ~(c("no_returned_on") & c("no_domestic_on") & c("no_declared_back")),
        "domestic_on": c("no_domestic_on")
        & c("other")
        & ~join_by_or("no_returned_on", "destination_zone"),
        "destination": c("no_destination") & c("other"),
        "is_food": c("no_is_food") & c("says_not_food"),
        "shipped_as_declared": c("no_shipped") & ~join_by_or("no_reason", "reason_wrong_goods"),
    }
    listed = {
        "self_declaration": join_by_or("reason_unsold", "no_reason"),
        "return_record": join_by_or("with_return", "no_reason"),
        "reason_statement": join_by_or("with_statement", "no_reason"),
        "return_agreement": join_by_or("supervision_code_9710", "no_supervision_code")
        & ~c("nobody_took"),
        "trial_evidence": join_by_or("trial", "no_use"),
        "zone_exit_record": join_by_or("zone", "no_supervision_code"),
        "export_duty_receipt": c("duty_paid"),
    }
    return {
        **{
            f"group_{number}": add_bits(
                (case for _, _, case in cases), pl.UInt16, number << LOW_BITS
            )
            for number, cases in enumerate(groups)
            if number != FACTS_GROUP
        },
        "alone": add_bits((case for _, _, case in UNKNOWN), pl.UInt16),
        "on_clock": add_bits((asked[fact] for fact in ON_CLOCK), pl.UInt16, first=len(UNKNOWN)),
        "assumed": add_bits((presumed_facts[fact] for fact in PRESUMED), pl.UInt16),
        "documents": add_bits((listed[id_] for id_ in SOMETIMES_LISTED), pl.UInt8),
    }


def choose_worst(groups: Groups) -> dict[str, pl.Expr]:
    """Choose the worst group of which a case holds."""
    decision = c("group_0")
    six_unknown = add_bits([SIX_UNKNOWN[-1]], pl.UInt16, UP_TO_UNKNOWN, first=len(UNKNOWN))
    for number in range(1, len(groups)):
        group = c("alone") | six_unknown if number == FACTS_GROUP else c(f"group_{number}")
        decision = pl.when(group != number << LOW_BITS).then(group).otherwise(decision)
    return {"decision": decision}


def gather_answers(groups: Groups) -> dict[str, pl.Expr]:
    """Gather the answers."""
    statuses, deciders = list_decisions(groups)
    decision = c("decision")
    invalid = decision >= UP_TO_INVALID
    asks = (decision >= UP_TO_UNKNOWN) & (decision < UP_TO_NO)
    asked = pl.when(asks).then(c("alone") | c("on_clock")).otherwise(pl.lit(0, pl.UInt16))
    nothing = pl.lit(NOTHING_LISTED, pl.UInt8)
    listed = pl.when(decision >= UP_TO_NO).then(nothing).otherwise("documents")
    no_facts = pl.lit(NOTHING_PRESUMED, pl.UInt16)
    assumed = pl.when(invalid).then(no_facts).otherwise("assumed")
    announced = ~(invalid | join_by_or("too_early", "too_late", "no_declared_on"))
    announcement = (
        pl.when("in_2023_34")
        .then(pl.lit("2023-34", ANNOUNCEMENTS))
        .otherwise(pl.lit("2026-16", ANNOUNCEMENTS))
    )
    return {
        "retax_status": pl.lit(statuses).gather(decision),
        "retax_announcement": pl.when(announced).then(announcement),
        "retax_last_day": pl.when(c("clock") & ~invalid).then("last_day").cast(pl.Date),
        "retax_decided_by": pl.lit(deciders).gather(decision),
        "retax_missing": pl.lit(list_missing()).gather(asked),
        "retax_documents": pl.lit(list_documents()).gather(listed),
        "retax_assumed": pl.lit(list_presumed()).gather(assumed),
    }
