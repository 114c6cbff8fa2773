"""Tables of returned goods, made up: as many rows as wanted, of the kind a broker's system exports.

About half of the lines are fine. Most facts are unknown in one or two rows of a hundred (of papers
four lists in ten are told), returns crowd around the end of the six months (month ends too), three
rows of a thousand contradict themselves and, where words are plain strings, two of a thousand hold
a word nobody knows. Some goods are in a zone, came by way of one, or were taken back from the
terminal.

There are no numbers of declarations and lists, so no year of theirs contradicts a day and no return
has a number without a day; nothing tells whether goods were taxed at export. No table is judged as
of a day, so no return is planned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import polars as pl
from numpy.random import Generator

Words = Literal["strings", "enums"]

CODES = ("9610", "9810", "9710", "1210", "0110", "1300", "3010", "none", "4561")
DESTINATIONS = ("domestic", "zone")
REASONS = (
    "unsold",
    "customer_return",
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
REFUNDS = ("not_refunded", "claimed", "refunded", "repaid")
USES = ("unused", "trial_found_defect", "customer_trial", "used")
ATTRIBUTIONS = ("traced", "fifo", "stated", "none")
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

# Headings with how often they are sold abroad; each stands for a few codes of ten digits.
FOODS = "0902 0901 1704 1806 1902 1905 2005 2008 2103 2104 2106 2202"
HEADINGS = {
    "not_food": (
        "3004 3304 3305 3307 3401 3924 3926 4016 4202 4203 4819 4901 6103 6104 6105 6109 6110 "
        "6115 6203 6204 6205 6206 6212 6302 6307 6402 6403 6404 6505 6601 6702 6911 6912 7013 "
        "7113 7117 7323 7326 8203 8205 8211 8215 8302 8414 8423 8443 8467 8471 8473 8481 8501 "
        "8504 8506 8507 8509 8510 8512 8513 8516 8517 8518 8519 8521 8523 8525 8526 8527 8528 "
        "8536 8539 8541 8543 8544 8708 8712 8714 8715 9001 9003 9004 9006 9013 9018 9019 9025 "
        "9031 9102 9113 9202 9401 9403 9404 9405 9503 9504 9505 9506 9603 9608 9613 9616 9619"
    ),
    "food": FOODS,
    "depends": "1211 1302 1515 1702 2102 2309 2501 2936 2922 3203 3301 3507 3824 3913",
}


def list_codes() -> tuple[list[str], np.ndarray]:
    """Return a few hundred codes of the tariff and how often each occurs."""
    often = {"not_food": 0.96, "food": 0.015, "depends": 0.025}
    codes: list[str] = []
    weights: list[float] = []
    for kind, listed in HEADINGS.items():
        headings = listed.split()
        endings = ("100000", "209900", "900090") if kind == "not_food" else ("109000", "909090")
        codes += [heading + ending for heading in headings for ending in endings]
        number = len(headings) * len(endings)
        weights += [often[kind] / number] * number
    return codes, np.array(weights) / sum(weights)


class Maker:
    """Columns of one table: so many rows, from one source of chance."""

    def __init__(self, rows: int, words: Words, seed: int) -> None:
        self.rows = rows
        self.words = words
        self.chance: Generator = np.random.default_rng(seed)

    def choose_rows(self, often: float | np.ndarray) -> np.ndarray:
        """Choose rows, this share of all."""
        return self.chance.random(self.rows, dtype=np.float32) < often

    def draw_numbers(self, least: int, most: int) -> np.ndarray:
        """Draw whole numbers, both ends included."""
        return self.chance.integers(least, most + 1, self.rows, dtype=np.int32)

    def draw_places(self, weights: Sequence[float] | np.ndarray) -> np.ndarray:
        """Draw positions by weight."""
        bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
        drawn = self.chance.random(self.rows, dtype=np.float32)
        return np.minimum(
            np.searchsorted(bounds / bounds[-1], drawn, side="right"), len(bounds) - 1
        ).astype(np.uint16)

    def make_column(self, name: str, values: np.ndarray, unknown: float | np.ndarray) -> pl.Series:
        """Make a column in which some rows are unknown."""
        lost = unknown if isinstance(unknown, np.ndarray) else self.choose_rows(unknown)
        return pl.Series(name, values).set(pl.Series(lost), None)

    def make_days(self, name: str, values: np.ndarray, unknown: float | np.ndarray) -> pl.Series:
        """Make a column of days from days since 1970."""
        return self.make_column(name, values.astype(np.int32), unknown).cast(pl.Date)

    def make_yes_no(self, name: str, often: float, unknown: float) -> pl.Series:
        """Make a column of yes and no."""
        return self.make_column(name, self.choose_rows(often), unknown)

    def make_words(
        self,
        name: str,
        values: np.ndarray,
        words: Sequence[str],
        unknown: float | np.ndarray,
        odd: str = "",
    ) -> pl.Series:
        """Make a column of words; now and then an odd one where words are strings."""
        values = values.astype(np.uint16)
        if odd and self.words == "strings":
            words = [*words, odd]
            values[self.choose_rows(0.002 / 8)] = len(words) - 1
        physical = np.uint8 if len(words) < 256 else np.uint16
        column = self.make_column(name, values.astype(physical), unknown).cat.to(
            pl.Enum(list(words))
        )
        return column if self.words == "enums" else column.cast(pl.String)


def list_months_later() -> np.ndarray:
    """Return, for each day since 1970, the day six months later, clipped to the month's end."""
    days = np.arange("1970-01-01", "2035-01-01", dtype="datetime64[D]")
    months = days.astype("datetime64[M]")
    day_of_month = (days - months).astype(np.int64)
    last = ((months + 7).astype("datetime64[D]") - (months + 6).astype("datetime64[D]")).astype(
        np.int64
    ) - 1
    later = (months + 6).astype("datetime64[D]") + np.minimum(day_of_month, last)
    numbers: np.ndarray = later.astype(np.int64).astype(np.int32)
    return numbers


def count_days(text: str) -> int:
    """Return the days since 1970."""
    return int(np.datetime64(text, "D").astype(np.int64))


def draw_declared_days(make: Maker) -> np.ndarray:
    """Draw days of declaration: few outside the windows, many at the end of a month."""
    declared = make.draw_numbers(count_days("2023-01-30"), count_days("2027-05-31"))
    months = declared.astype("datetime64[D]").astype("datetime64[M]")
    ends = (months + 1).astype("datetime64[D]").astype(np.int64) - make.draw_numbers(1, 4)
    at_end = make.choose_rows(0.2)
    declared[at_end] = ends[at_end]
    early = make.choose_rows(0.004)
    declared[early] = count_days("2023-01-30") - make.draw_numbers(1, 60)[early]
    late = make.choose_rows(0.003)
    declared[late] = count_days("2027-12-31") + make.draw_numbers(1, 60)[late]
    return declared


def draw_travel(
    make: Maker, from_zone: np.ndarray, never_left: np.ndarray
) -> dict[str, np.ndarray]:
    """Draw the days of going out and coming back, in an order that can be.

    Goods that never left are taken back from the terminal within a few days.
    """
    declared = draw_declared_days(make)
    released = declared + make.draw_numbers(0, 3) * make.choose_rows(0.6)
    left = released + make.draw_numbers(0, 2)
    exported = np.where(from_zone, left, released) + make.draw_numbers(0, 12)
    later = list_months_later()
    start = np.where(from_zone, left, released)
    limit = np.where(make.choose_rows(0.5), later[start], later[exported])
    back = np.maximum(exported + make.draw_numbers(15, 150), exported)
    near = make.choose_rows(0.12)
    back[near] = np.maximum(limit + make.draw_numbers(-12, 3), exported)[near]
    exact = make.choose_rows(0.02)
    back[exact] = limit[exact]
    overdue = make.choose_rows(0.015)
    back[overdue] = (limit + make.draw_numbers(4, 90))[overdue]
    back[never_left] = (start + make.draw_numbers(1, 12))[never_left]
    domestic = back + make.draw_numbers(0, 9) * make.choose_rows(0.7)
    declared_back = np.maximum(
        back + make.draw_numbers(-2, 9), np.where(never_left, np.maximum(released, start), exported)
    )
    return {
        "declared_on": declared,
        "released_on": released,
        "exported_on": exported,
        "left_zone_on": left,
        "returned_on": back,
        "domestic_on": domestic,
        "return_declared_on": declared_back,
    }


def contradict(
    make: Maker,
    days: dict[str, np.ndarray],
    quantities: dict[str, np.ndarray],
    from_zone: np.ndarray,
) -> None:
    """Spoil three rows of a thousand, each in one of twelve ways."""
    which = np.where(make.choose_rows(0.003), make.draw_numbers(1, 12), 0)
    earlier = make.draw_numbers(1, 40)

    def put_before(way: int, name: str, other: str) -> None:
        days[name][which == way] = (days[other] - earlier)[which == way]

    put_before(1, "released_on", "declared_on")
    put_before(2, "exported_on", "declared_on")
    put_before(3, "exported_on", "released_on")
    days["left_zone_on"][which == 4] = (days["exported_on"] + earlier)[which == 4]
    put_before(5, "returned_on", "exported_on")
    put_before(6, "domestic_on", "returned_on")
    put_before(7, "return_declared_on", "declared_on")
    put_before(8, "domestic_on", "left_zone_on")
    put_before(9, "returned_on", "left_zone_on")
    from_zone_only = np.isin(which, (4, 6, 8, 9)) & ~from_zone
    days["returned_on"][from_zone_only] = (days["released_on"] - earlier)[from_zone_only]
    quantities["returned_quantity"][which == 10] = -earlier[which == 10] // 20
    quantities["exported_quantity"][which == 11] = -earlier[which == 11]
    quantities["returned_before"][which == 12] = -earlier[which == 12]


def draw_quantities(make: Maker) -> dict[str, np.ndarray]:
    """Draw quantities that mostly fit."""
    exported = make.draw_numbers(1, 60).astype(np.int64)
    returned = np.maximum(1, np.minimum(exported, make.draw_numbers(1, 8)))
    before = np.where(
        make.choose_rows(0.1), np.minimum(exported - returned, make.draw_numbers(0, 3)), 0
    )
    over = make.choose_rows(0.01)
    before[over] = (exported - returned + make.draw_numbers(0, 4))[over]
    return {
        "exported_quantity": exported,
        "returned_quantity": returned.astype(np.int64),
        "returned_before": np.maximum(before, 0).astype(np.int64),
    }


def make_day_columns(
    make: Maker,
    days: dict[str, np.ndarray],
    from_zone: np.ndarray,
    in_zone: np.ndarray,
    never_left: np.ndarray,
) -> list[pl.Series]:
    """Make the columns of days; a few goods are back and not yet declared."""
    outside = (from_zone | make.choose_rows(0.02)) & ~(in_zone & make.choose_rows(0.995))
    unknown: dict[str, float | np.ndarray] = {
        "declared_on": 0.005,
        "released_on": 0.02,
        "exported_on": never_left | make.choose_rows(0.01),
        "left_zone_on": ~from_zone | make.choose_rows(0.01),
        "returned_on": 0.01,
        "domestic_on": ~outside | make.choose_rows(0.01),
        "return_declared_on": (in_zone & make.choose_rows(0.6)) | make.choose_rows(0.02),
    }
    return [make.make_days(name, days[name], unknown[name]) for name in unknown]


def draw_codes(make: Maker) -> tuple[np.ndarray, np.ndarray]:
    """Draw codes of the tariff, and whether the goods are food: mostly as the heading says."""
    codes, weights = list_codes()
    foods = np.array([code[:4] in FOODS.split() for code in codes])
    drawn = make.draw_places(weights)
    return drawn, foods[drawn] ^ make.choose_rows(0.003)


REASON = {reason: place for place, reason in enumerate(REASONS)}
OFTEN = {
    "reason": (12, 52, 9, 9, 1, 2, 0.7, 0.5, 1, 0.5, 0.4, 0.3, 0.3, 0.7, 0.5, 0.3),
    "export_refund": (70, 3, 3, 24),
    "use": (90, 2, 6, 1.5),
    "attribution": (84, 11, 4, 1),
}
"""How often each word is told, in the order of the words."""


def make_shipped(make: Maker, reason: np.ndarray) -> pl.Series:
    """Make the column of what was shipped: told of wrong goods, seldom of others."""
    is_wrong = reason == REASON["wrong_goods"]
    as_declared = make.choose_rows(0.998) & ~(is_wrong & make.choose_rows(0.4))
    told = np.where(is_wrong, make.choose_rows(0.75), make.choose_rows(0.3))
    return make.make_column("shipped_as_declared", as_declared, ~told)


def draw_papers(
    make: Maker, words: Mapping[str, np.ndarray], export_duty_paid: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Draw lists of the papers held, most of them complete: a position each, and the lists."""
    code, reason, use = words["supervision_code"], words["reason"], words["use"]
    from_zone, has_list = code == CODES.index("1210"), code == CODES.index("9610")
    plainly = {"refused": "refusal_record", "undeliverable": "refusal_record"}
    plainly |= {"unsold": "self_declaration", "customer_return": "platform_return_record"}
    stated = ("quality_defect", "delisted", "payment_default", "label_noncompliance")
    plainly |= dict.fromkeys((*stated, "exhibition_sample", "other"), "self_declaration")
    record = np.array([PAPERS.index(plainly.get(each, "other_return_record")) for each in REASONS])
    unpaid = np.isin(words["export_refund"], (REFUNDS.index("claimed"), REFUNDS.index("refunded")))
    held = {
        "export_list": has_list & make.choose_rows(0.98),
        "export_declaration": ~from_zone & ~has_list & make.choose_rows(0.98),
        "exit_filing_list": from_zone & make.choose_rows(0.98),
        "tax_certificate": make.choose_rows(0.9) & ~(unpaid & make.choose_rows(0.998)),
        "return_agreement": (code == CODES.index("9710")) & make.choose_rows(0.6),
        "inspection_report": (use == USES.index("trial_found_defect")) & make.choose_rows(0.9),
        "customer_trial_record": (use == USES.index("customer_trial")) & make.choose_rows(0.9),
        "match_record": make.choose_rows(0.5)
        | ((code == CODES.index("9810")) & make.choose_rows(0.9)),
        "gate_release": from_zone & make.choose_rows(0.3),
        "export_duty_receipt": export_duty_paid & make.choose_rows(0.8),
    }
    bits = np.where(make.choose_rows(0.97), 1 << record[reason], 0)
    for paper, there in held.items():
        bits |= np.where(there, 1 << PAPERS.index(paper), 0)
    return list_papers(bits)


def list_papers(bits: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Return positions and the lists there are, from lists as bits; each has some paper."""
    some = np.where(bits == 0, 1 << PAPERS.index("match_record"), bits)
    distinct, positions = np.unique(some, return_inverse=True)
    lists = [";".join(p for at, p in enumerate(PAPERS) if each >> at & 1) for each in distinct]
    return positions, lists


def make_yes_columns(make: Maker) -> list[pl.Series]:
    """Make the columns of yes and no."""
    return [
        make.make_yes_no("same_form", 0.99, 0.01),
        make.make_yes_no("parts_added", 0.006, 0.01),
        make.make_yes_no("processed", 0.008, 0.01),
        make.make_yes_no("parts_missing", 0.01, 0.02),
        make.make_yes_no("damaged", 0.01, 0.02),
        make.make_yes_no("repacked", 0.015, 0.02),
        make.make_yes_no("importer_differs", 0.01, 0.02),
    ]


def make_parcels(rows: int, words: Words, seed: int = 2027) -> pl.DataFrame:
    """Make a table; words are strings, or categories known beforehand."""
    make = Maker(rows, words, seed)
    drawn = {"supervision_code": make.draw_places((46, 25, 14, 14, 0.5, 0.3, 0.2, 0.2, 0.1))}
    drawn |= {fact: make.draw_places(weights) for fact, weights in OFTEN.items()}
    from_zone = drawn["supervision_code"] == CODES.index("1210")
    in_zone = (from_zone & make.choose_rows(0.05)) | (~from_zone & make.choose_rows(0.01))
    never_left = make.choose_rows(0.002)
    days = draw_travel(make, from_zone, never_left)
    quantities = draw_quantities(make)
    contradict(make, days, quantities, from_zone)
    hs_code, is_food = draw_codes(make)
    tariff, _ = list_codes()
    duty_paid = make.choose_rows(0.02)
    held, lists = draw_papers(make, drawn, duty_paid)
    columns = [
        make.make_words("supervision_code", drawn["supervision_code"], CODES, 0.005, odd="961"),
        *make_day_columns(make, days, from_zone, in_zone, never_left),
        make.make_words("destination", in_zone, DESTINATIONS, 0.01, odd="warehouse"),
        make.make_words("reason", drawn["reason"], REASONS, 0.01, odd="buyer_remorse"),
        make.make_words("hs_code", hs_code, tariff, 0.01, odd="610910000"),
        make.make_column("is_food", is_food, 0.02),
        make.make_words("export_refund", drawn["export_refund"], REFUNDS, 0.01, odd="partly"),
        make.make_words("use", drawn["use"], USES, 0.01, odd="worn"),
        *make_yes_columns(make),
        make.make_words("attribution", drawn["attribution"], ATTRIBUTIONS, 0.05, odd="batch"),
        make_shipped(make, drawn["reason"]),
        *(make.make_column(name, values, 0.01) for name, values in quantities.items()),
        make.make_column("export_duty_paid", duty_paid, 0.02),
        make.make_words("papers_held", held, lists, 0.6, odd="tax_certificate;invoice"),
    ]
    return pl.DataFrame(columns).select(COLUMNS)


COLUMNS = (
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
    "hs_code",
    "is_food",
    "export_refund",
    "same_form",
    "parts_added",
    "processed",
    "use",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "export_duty_paid",
    "papers_held",
)
"""The columns, in the order of the model."""


def make_corners(rows: int, words: Words, seed: int = 2027) -> pl.DataFrame:
    """Make a table of corner cases: every fact often unknown, every word, every doubt frequent.

    Days lie close to each other, and back to the export or the end of the six months. For comparing
    answers, not for timing.
    """
    make = Maker(rows, words, seed)
    hs_codes = (*list_codes()[0], "0301", "010130", "77010100", "9900000000", "0810509000")
    hs_codes += ("6118100000",)  # a heading that does not exist
    vocabularies = {
        "supervision_code": (CODES, (20, 20, 20, 40, 1, 1, 1, 1, 1), "1.10"),
        "reason": (REASONS, [4] * 4 + [1] * 10 + [0.3] * 2, "customer_returns"),
        "hs_code": (hs_codes, [1] * len(hs_codes), "+123456789"),
        "export_refund": (REFUNDS, (6, 1, 1, 3), "refund"),
        "use": (USES, (4, 1, 1, 0.3), "use"),
        "attribution": (ATTRIBUTIONS, (9, 1, 1, 1), "fifo;stated"),
    }
    in_zone = make.choose_rows(0.2)
    columns = draw_corner_days(make, in_zone)
    columns["destination"] = make.make_words(
        "destination", in_zone, DESTINATIONS, 0.06, odd="zones"
    )
    columns |= {
        name: make.make_words(name, make.draw_places(weights), known, 0.06, odd=odd)
        for name, (known, weights, odd) in vocabularies.items()
    }
    amounts = {"exported": (-1, 99), "returned": (0, 60)}
    columns |= {
        f"{name}_quantity": make.make_column(
            f"{name}_quantity", make.draw_numbers(least, most).astype(np.int64), 0.06
        )
        for name, (least, most) in amounts.items()
    }
    before = np.where(make.choose_rows(0.3), make.draw_numbers(-1, 60), 0).astype(np.int64)
    columns["returned_before"] = make.make_column("returned_before", before, 0.06)
    # Half of the lists lack one paper, the others any.
    every = (1 << len(PAPERS)) - 1
    lacking = every & ~(1 << make.draw_numbers(0, len(PAPERS) - 1))
    held, lists = list_papers(np.where(make.choose_rows(0.5), lacking, make.draw_numbers(1, every)))
    columns["papers_held"] = make.make_words(
        "papers_held", held, lists, 0.4, odd="tax_certificate;invoice"
    )
    often = {"same_form": 0.95, "shipped_as_declared": 0.95}
    columns |= {
        name: make.make_yes_no(name, often.get(name, 0.05), 0.06)
        for name in COLUMNS
        if name not in columns
    }
    return pl.DataFrame([columns[name] for name in COLUMNS])


def draw_corner_days(make: Maker, in_zone: np.ndarray) -> dict[str, pl.Series]:
    """Draw days out within a week of each other, and days back soon or half a year after."""
    edges = np.array([count_days("2023-01-30"), count_days("2025-12-31"), count_days("2027-12-31")])
    usual = make.draw_numbers(count_days("2023-08-20"), count_days("2024-03-05"))
    declared = np.where(
        make.choose_rows(0.2), edges[make.draw_numbers(0, 2)] + make.draw_numbers(-1, 1), usual
    )
    steps = [make.draw_numbers(0, 2) - make.choose_rows(0.01) for _ in range(3)]
    released, left, exported = (declared + sum(steps[: n + 1]) for n in range(3))
    limit = list_months_later()[np.where(make.choose_rows(0.5), released, left)]
    soon = make.choose_rows(0.15)
    returned, domestic, declared_back = (
        np.where(soon, exported + make.draw_numbers(-1, 12), limit + make.draw_numbers(-5, 4))
        for _ in range(3)
    )
    domestic = np.where(make.choose_rows(0.95), np.maximum(returned, domestic), domestic)
    days = (declared, released, exported, left, returned, domestic, declared_back)
    names = [name for name in COLUMNS if name.endswith("_on")]
    outside = make.choose_rows(0.7) & ~(in_zone & make.choose_rows(0.95))
    often = (0.06, 0.06, 0.1 + 0.3 * soon, 0.06, 0.06, 1.0 * ~outside, 0.06 + 0.3 * in_zone)
    lost = [make.choose_rows(each) for each in often]
    drawn = zip(names, days, lost, strict=True)
    return {name: make.make_days(name, values, unknown) for name, values, unknown in drawn}
