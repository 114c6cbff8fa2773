"""Rows as people's tables hold them, and what ``check()`` says of each: the yardstick of tables.

Column names are English, Chinese and CEB603 ones; values are words in both languages, blanks,
nulls, odd spellings, and now and then what no one accepts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from retax import ValidationError, Verdict, check
from retax.facts.catalogue import NAMES
from retax.facts.values import PAPER_WORDS

Row = Mapping[str, Any]

NAMES_OF_COLUMNS: Mapping[str, str] = {
    "商品名称": "goods_name",
    "SN": "serial_no",
    "退运原因说明": "reason_note",
    "监管方式": "supervision_code",
    "清单编号": "export_entry",
    "报关单号": "export_entry",
    "export_item": "export_item",
    "退运报关单号": "return_entry",
    "declared_on": "declared_on",
    "出口放行日期": "released_on",
    "离境日期": "exported_on",
    "Left Zone On": "left_zone_on",
    "进口日期": "returned_on",
    "domestic_on": "domestic_on",
    "退运申报日期": "return_declared_on",
    "海关批准延期至": "extended_until",
    "destination": "destination",
    "退运原因": "reason",
    "退运起因": "cause",
    "gcode": "hs_code",
    "是否食品": "is_food",
    "export_refund": "export_refund",
    "same_form": "same_form",
    "parts_added": "parts_added",
    "加工、改装": "processed",
    "use": "use",
    "parts_missing": "parts_missing",
    "damaged": "damaged",
    "repacked": "repacked",
    "importer_differs": "importer_differs",
    "对应方式（必填）": "attribution",
    "Shipped_As_Declared ": "shipped_as_declared",
    "qty": "exported_quantity",
    "returned_quantity": "returned_quantity",
    "returned_before": "returned_before",
    "export_duty_paid": "export_duty_paid",
    "taxed_at_export": "taxed_at_export",
    "已备单证": "papers_held",
}
"""The columns of a table and the facts they tell; of one fact two of them."""

TYPES: Mapping[str, Any] = {
    "商品名称": pl.String,
    "SN": pl.String,
    "退运原因说明": pl.String,
    "监管方式": pl.String,
    "清单编号": pl.String,
    "报关单号": pl.String,
    "export_item": pl.Int64,
    "退运报关单号": pl.String,
    "是否食品": pl.String,
    "qty": pl.Float64,
    "returned_quantity": pl.Int64,
    "returned_before": pl.Float64,
    **{name: pl.Date for name, fact in NAMES_OF_COLUMNS.items() if NAMES[fact].kind == "day"},
    **{
        name: pl.String
        for name, fact in NAMES_OF_COLUMNS.items()
        if NAMES[fact].kind in ("word", "hs", "papers")
    },
    **{
        name: pl.Boolean
        for name, fact in NAMES_OF_COLUMNS.items()
        if NAMES[fact].kind == "yes_no" and name != "是否食品"
    },
}

CODES = (
    *("9610", "9610", "9710", "9810", "1210", "1210", "0110", " 9610 ", ""),
    *("961", "961O", "none", "无", " none ", "None", "NONE", "4561", "9661", "1261"),
)
USUAL_CODES = 7
LIST, DECLARATION = "29012026E000000016", "290120260000000017"
OF_LIST_MESSAGES = "29012026E00000001612"
EXPORT_ENTRIES = (
    *(LIST, LIST, OF_LIST_MESSAGES, DECLARATION, LIST.lower(), "", "  "),
    *("29012026I000000016", "E1", f"{DECLARATION}001", f" {DECLARATION}002", f"{DECLARATION}000"),
    *(f"{DECLARATION}101", f"{LIST}123", "290119990000000017001"),
)
RETURN_ENTRIES = (
    *("290120261000000013", "29012026i000000013", "29012026I00000001312", "", DECLARATION),
    *("29012026I0000000131234", "290120261000000013001"),
)
BARCODE, NO_BARCODE = "6901234567892", "6901234567893"
HS_CODES = (
    "6109100010",
    "6109.10.00.10",
    "0902",
    "090210",
    "13019090",
    "7701000000",
    "6109100010999",
    " 6109 10 ",
    "",
    "61091",
    "+6109100",
    "n/a",
    BARCODE,
    NO_BARCODE,
    "6901.23.45.67 892",
    "6109.10.00.10 999",
    "6109.10.00.10.999",
    "902.1",
    "61.09",
    "6109..10",
    "6109.1000.10",
    "610910.00.10",
    "3917400000",
)
FOOD = ("否", "否", "否", "N", "false", "no", "0", "是", "Y", "√", "", "maybe")
NOT_KNOWN = 0.015
STRANGE = 0.002


def random_rows(number: int, seed: int, strange: float = STRANGE) -> list[Row]:
    """Return rows of which most reach a verdict; ``strange``: how often a value is no one's."""
    draw = random.Random(seed)
    return [_row(draw, strange) for _ in range(number)]


PLAIN_TYPES: Mapping[str, Any] = {
    fact: {
        "day": pl.Date,
        "yes_no": pl.Boolean,
        "quantity": pl.Int64,
        "count": pl.Int64,
        "papers": pl.List(pl.String),
    }.get(NAMES[fact].kind, pl.String)
    for fact in dict.fromkeys(NAMES_OF_COLUMNS.values())
}


def plain_rows(number: int, seed: int) -> list[Row]:
    """Return rows under the model's own names and words; only their days may contradict."""
    draw = random.Random(seed)
    return [_plain_row(draw) for _ in range(number)]


def _plain_row(draw: random.Random) -> Row:
    days = {NAMES_OF_COLUMNS[name]: day for name, day in _days(draw).items()}
    if draw.random() < 0.9:
        days["left_zone_on"] = days["domestic_on"] = None
    usual: dict[str, Any] = {
        "supervision_code": "9610" if days["domestic_on"] is None else "1210",
        "destination": "domestic",
        "reason": draw.choice(["unsold", "customer_return", "refused"]),
        "hs_code": draw.choice(["6109100010", "0902100000", "13019090"]),
        "is_food": False,
        "export_refund": "not_refunded",
        "same_form": True,
        "attribution": "traced",
        "shipped_as_declared": True,
        "use": "unused",
        "exported_quantity": 10,
        "returned_quantity": 2,
        "returned_before": 1,
    }
    row: dict[str, Any] = {}
    for fact in PLAIN_TYPES:
        chance = draw.random()
        if fact in days:
            row[fact] = days[fact]
        elif chance < 0.02:
            row[fact] = None
        elif chance < 0.94 and fact in usual:
            row[fact] = usual[fact]
        else:
            row[fact] = _plain_value(draw, fact, chance)
    return row


def _plain_value(draw: random.Random, fact: str, chance: float) -> Any:
    entry = NAMES[fact]
    match entry.kind:
        case "yes_no":
            return chance > 0.98
        case "quantity":
            return draw.randrange(1, 12)
        case "papers":
            return (
                draw.sample(list(PAPER_WORDS), draw.randrange(len(PAPER_WORDS)))
                if chance > 0.5
                else None
            )
        case "word":
            return draw.choice(list(entry.values or {}))
        case "entry" | "count":
            return None
    return draw.choice(
        ["9610", "9710", "9810", "0110"] if fact == "supervision_code" else HS_CODES[:1]
    )


def _row(draw: random.Random, strange: float) -> Row:
    row = {
        name: None if draw.random() < NOT_KNOWN else _value(draw, fact, strange)
        for name, fact in NAMES_OF_COLUMNS.items()
    }
    row.update(_days(draw))
    if draw.random() < 0.6 or (row["export_refund"] or "")[:2] in ("cl", "re", "CL", "RE"):
        row["已备单证"] = None
    if draw.random() < 0.5:
        row["退运起因"] = None
    if draw.random() < 0.97:
        row["报关单号"] = None if draw.random() < 0.7 else row["清单编号"]
    for name in ("退运报关单号", "清单编号"):
        if draw.random() < 0.6:
            row[name] = None
    for names, day in (
        (("清单编号", "报关单号"), "declared_on"),
        (("退运报关单号",), "退运申报日期"),
    ):
        shift = draw.choice([0] * 40 + [1, 1, 2, -1])
        for name in names:
            row[name] = _of_the_year(row[name], row[day], shift)
    if draw.random() < strange:
        row["进口日期"] = draw.choice([date(1999, 12, 31), date(2200, 1, 1)])
    return row


def _of_the_year(entry: str | None, day: date | None, shift: int) -> str | None:
    """Return the number of a paper with the year of a day, or some years before it."""
    if entry is None or day is None or "2026" not in entry:
        return entry
    return entry.replace("2026", str(day.year - shift), 1)


def _days(draw: random.Random) -> dict[str, date | None]:
    """Return days in their order, most of them around six months apart."""
    declared = draw.choice(
        [
            date(2026, 3, 1) + timedelta(days=draw.randrange(30)),
            date(2023, 1, 1) + timedelta(days=draw.randrange(2200)),
            draw.choice([date(2025, 8, 31), date(2027, 8, 29), date(2026, 2, 28)]),
        ]
    )
    days = [declared]
    for steps in (
        [0, 0, 1],
        [0, 1, 3],
        [0, 1],
        [30, 60, 90, 120, 178, 181, 182, 183, 184, 185, 190],
        [0, 1, 5],
    ):
        days.append(days[-1] + timedelta(days=draw.choice(steps)))
    declared, released, left, exported, returned, domestic = days
    told: dict[str, date | None] = {
        "declared_on": declared,
        "出口放行日期": released,
        "Left Zone On": left,
        "离境日期": exported,
        "进口日期": returned,
        "domestic_on": domestic,
        "退运申报日期": domestic + timedelta(days=draw.choice([-1, 0, 1, 4])),
        "海关批准延期至": None,
    }
    if draw.random() < 0.05:
        told["海关批准延期至"] = exported + timedelta(days=draw.choice([180, 366, 500]))
    for name in told:
        if draw.random() < NOT_KNOWN * 2:
            told[name] = None
    if draw.random() < NOT_KNOWN * 2:
        told |= {"进口日期": None, "domestic_on": None, "退运申报日期": None}
    return told


def _value(draw: random.Random, fact: str, strange: float) -> Any:
    entry = NAMES[fact]
    if draw.random() < strange and entry.kind in ("word", "papers"):
        return draw.choice(["?", "unsold?", "滞 销", "export list"])
    if fact == "supervision_code":
        return draw.choice(CODES if draw.random() < 5 * strange else CODES[:USUAL_CODES])
    if fact == "export_entry":
        return draw.choice(EXPORT_ENTRIES if draw.random() < 5 * strange else EXPORT_ENTRIES[:3])
    if fact == "return_entry":
        return draw.choice(RETURN_ENTRIES if draw.random() < 5 * strange else RETURN_ENTRIES[:4])
    if fact == "hs_code":
        return draw.choice(HS_CODES if draw.random() < 5 * strange else HS_CODES[:9])
    if fact == "export_item":
        return 0 if draw.random() < strange else draw.choice([1, 2, 999_999_999])
    if fact == "is_food":
        return draw.choice(FOOD if draw.random() < 5 * strange else FOOD[:-1])
    if entry.kind == "yes_no":
        usual = fact in ("same_form", "shipped_as_declared")
        return usual if draw.random() < 0.985 else not usual
    if fact == "destination":
        return draw.choice(["domestic", "境内区外", "Domestic", ""] * 9 + ["区内"])
    if entry.kind == "word":
        return _word(draw, fact)
    if entry.kind == "papers":
        return _papers(draw)
    if entry.kind == "quantity":
        return _quantity(draw, fact, strange)
    return "x"


def _word(draw: random.Random, fact: str) -> str:
    values = NAMES[fact].values or {}
    value = draw.choice([*values, *list(values)[: 4 if fact == "reason" else 1] * 9])
    names = (value, value.upper(), values[value].words.zh, *values[value].also, f" {value}\t")
    return draw.choice(names)


def _papers(draw: random.Random) -> str:
    held = draw.sample(list(PAPER_WORDS), draw.randrange(len(PAPER_WORDS)))
    names = [draw.choice((p, PAPER_WORDS[p].words.zh, *PAPER_WORDS[p].also)) for p in held]
    return draw.choice(";；、,").join(names) + draw.choice(["", ";", " "])


def _quantity(draw: random.Random, fact: str, strange: float) -> float | int:
    if draw.random() < strange:
        return -0.5 if fact == "returned_before" else draw.choice([-1, 0])
    if fact == "exported_quantity":
        return draw.choice([10.0, 20.0, 0.3, 10.5])
    return (
        draw.choice([1, 2, 3, 9]) if fact == "returned_quantity" else draw.choice([0.0, 0.1, 7.0])
    )


def ordinary_answers_of(verdict: Verdict) -> dict[str, Any]:
    """Return what a table must say beside that of the ordinary route."""
    ordinary = verdict.ordinary
    return {
        "retax_ordinary": ordinary.status,
        "retax_ordinary_last_day": ordinary.last_day,
        "retax_ordinary_missing": ";".join(ask.fact for ask in ordinary.asks),
        "retax_better": verdict.better,
    }


# -- what check() says -----------------------------------------------------------------------------

ANSWERS = (
    "retax_status",
    "retax_announcement",
    "retax_last_day",
    "retax_decided_by",
    "retax_missing",
    "retax_documents",
    "retax_assumed",
)


def list_answers(rows: Sequence[Row], **options: Any) -> list[dict[str, Any]]:
    """Return for each row what a table must say of it, outcomes of every clause included."""
    return [_answer(row, **options) for row in rows]


_COMPUTED: dict[str, tuple[list[Row], list[dict[str, Any]]]] = {}


def rows_and_answers(
    number: int, seed: int, strange: float = STRANGE, **options: Any
) -> tuple[list[Row], list[dict[str, Any]]]:
    """Return rows at random and what a table must say of them; kept for the next kind of table."""
    key = repr((number, seed, strange, options))
    if key not in _COMPUTED:
        rows = random_rows(number, seed, strange)
        _COMPUTED[key] = rows, list_answers(rows, **options)
    return _COMPUTED[key]


def _answer(row: Row, **options: Any) -> dict[str, Any]:
    try:
        verdict = check(row, **options)
    except ValidationError as error:
        return {"retax_status": "invalid", "retax_decided_by": str(error.errors()[0]["loc"][0])}
    return answers_of(verdict)


def answers_of(verdict: Verdict) -> dict[str, Any]:
    """Return what a table must say where check() gives this verdict."""
    return {
        "retax_status": verdict.status,
        "retax_announcement": verdict.announcement,
        "retax_last_day": verdict.last_day,
        "retax_decided_by": verdict.decided_by,
        "retax_missing": ";".join(ask.fact for ask in verdict.asks),
        "retax_documents": ";".join(document.id for document in verdict.documents),
        "retax_assumed": ";".join(verdict.assumed),
        **{"retax_" + f.clause.replace(".", "_"): f.outcome for f in verdict.findings},
    }


def differences(
    rows: Sequence[Row], wanted: Sequence[Mapping[str, Any]], answers: Iterator[Mapping[str, Any]]
) -> Iterator[str]:
    """Tell each row of which a table says something else than check(), with its facts."""
    for row, expected, found in zip(rows, wanted, answers, strict=True):
        wrong = {
            name: (value, expected.get(name))
            for name, value in found.items()
            if (value or None) != (expected.get(name) or None)
        }
        if wrong:
            told = {name: value for name, value in row.items() if value is not None}
            yield f"{told}\ntable, check(): {wrong}"


def frame_of(rows: Sequence[Row], types: Mapping[str, Any] = TYPES) -> pl.DataFrame:
    """Return rows as a polars frame."""
    return pl.DataFrame(
        {name: pl.Series([row[name] for row in rows], dtype=types[name]) for name in rows[0]}
    )
