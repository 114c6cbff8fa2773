"""The sentences of a matching, word for word, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matching.ledger import LATE_ON_OLD, NEW, OLD, back, line
from retax import Lang, match_returns
from retax.matching import Matched
from retax.matching.wording import CONTRADICTION_WORDS, NO_FIRST_IN_FIRST_OUT, REMARK_WORDS

match: Any = match_returns
"""Its tables are plain mappings here."""

LANGS: tuple[Lang, ...] = ("zh", "en")

TAXED = NEW | {"unit": "件", "taxed_at_export": True}
THREE = [OLD, TAXED, line(3, "2026-05-20", sku="OTHER")]
OF_NEW = {"export_entry": NEW["export_entry"]}
ABSENT = {"export_entry": "223120260000000077"}
UNREADABLE = {"放了": 1}


def traced(value: str, **more: Any) -> dict[str, Any]:
    return {"kind": "lot", "value": value, **OF_NEW, **more}


def counted(number: int, **more: Any) -> dict[str, Any]:
    return {"sku": "TB-1", "counted_on": "2026-05-01", "counted": number, **more}


CONTRADICTIONS: list[tuple[str, list[Any], list[Any], dict[str, Any], str, str]] = [
    (
        "unknown_item",
        [OLD],
        [back(LATE_ON_OLD, sku="TB-9")],
        {},
        "货号TB-9：出口台账中没有这个货号；请核对货号（大小写、前导零）。",
        "Item TB-9 is not in the export ledger; check case and leading zeros.",
    ),
    (
        "more_back_than_out",
        [OLD, NEW],
        [back("2026-03-01", 12)],
        {},
        "货号TB-1：截至2026-03-01累计退回及减少12件，多于此前出口的10件，"
        "至少2件没有对应的出口记录；本货号未作归属，请核对台账与收货记录。",
        "Item TB-1: by 2026-03-01 12 units were back or gone, more than the 10 that had left; at "
        "least 2 have no export line. The item is not matched; check the ledger against the "
        "records of receipt.",
    ),
    (
        "back_before_export",
        THREE,
        [back("2026-05-01", **OF_NEW)],
        {},
        "货号TB-1：退运进境2026-05-01早于所对应出口单证223120260000000002 项1的"
        "出口日期2026-05-20；请核对。",
        "Item TB-1: back on 2026-05-01, before the export of 223120260000000002 item 1 on "
        "2026-05-20; please check.",
    ),
    (
        "over_the_line",
        THREE,
        [back(LATE_ON_OLD, 11, **OF_NEW)],
        {},
        "货号TB-1：依凭据对应到223120260000000002 项1的共11件，多于该项出口的10件；"
        "自本行起不作对应。",
        "Item TB-1: evidence names 223120260000000002 item 1 for 11 units, more than the 10 that "
        "left by it; from this row on none is matched.",
    ),
    (
        "over_the_trace",
        [OLD, NEW],
        [back(LATE_ON_OLD, lot_no="L9"), back("2026-09-02", 2, lot_no="L9")],
        {"traces": [traced("L9", quantity=6)]},
        "货号TB-1：凭据lot:L9所载数量为6件，依其对应的共7件；自本行起不作对应。",
        "Item TB-1: lot:L9 traces 6 units, and is borne by 7; from this row on none is matched.",
    ),
    (
        "evidence_disagrees",
        [OLD | {"order_no": "SO-1"}, NEW | {"order_no": "SO-2"}],
        [back(LATE_ON_OLD, order_no="SO-2", export_entry=OLD["export_entry"], export_item=1)],
        {},
        "货号TB-1：stated:223120260000000001-1与order:SO-2指向不同的出口明细；未作对应。",
        "Item TB-1: stated:223120260000000001-1 and order:SO-2 name different export lines; not "
        "matched.",
    ),
    (
        "no_such_line",
        THREE,
        [back(LATE_ON_OLD, **ABSENT)],
        {},
        "货号TB-1：所载223120260000000077在出口台账中没有；未作对应。",
        "Item TB-1: 223120260000000077 is not in the export ledger; not matched.",
    ),
    (
        "no_such_line",
        [OLD, NEW],
        [back(LATE_ON_OLD, lot_no="L9")],
        {"traces": [traced("L9", **ABSENT, export_item=3)]},
        "货号TB-1：所载lot:L9 (223120260000000077-3)在出口台账中没有；未作对应。",
        "Item TB-1: lot:L9 (223120260000000077-3) is not in the export ledger; not matched.",
    ),
    (
        "another_item",
        THREE,
        [back(LATE_ON_OLD, export_entry="223120260000000003")],
        {},
        "货号TB-1：223120260000000003在出口台账中是其他货号；未作对应。",
        "Item TB-1: 223120260000000003 is of another item in the export ledger; not matched.",
    ),
    (
        "another_item",
        [OLD, line(3, "2026-05-20", sku="OTHER", serial_no="X1")],
        [back(LATE_ON_OLD, 1, serial_no="X1")],
        {},
        "货号TB-1：serial:X1在出口台账中是其他货号；未作对应。",
        "Item TB-1: serial:X1 is of another item in the export ledger; not matched.",
    ),
    (
        "unit_twice",
        [OLD, NEW | {"serial_no": "B1;B2"}],
        [back(LATE_ON_OLD, 1, serial_no="B1"), back("2026-09-02", 2, serial_no="B2;Ｂ1")],
        {},
        "货号TB-1：序列号B1已在退回更早的行中，同一件商品不能退回两次；本行未作对应。",
        "Item TB-1: the unit B1 is back by an earlier row already; this row is not matched.",
    ),
    (
        "serials_beyond_quantity",
        [OLD | {"serial_no": "A1;A2"}, NEW | {"serial_no": "B1"}],
        [back(LATE_ON_OLD, 2, serial_no="A1;A2;B1")],
        {},
        "货号TB-1：列有3个序列号，退回数量为2；未作对应。",
        "Item TB-1: 3 serial numbers for 2 units; not matched.",
    ),
    (
        "facts_contradict",
        THREE,
        [back(LATE_ON_OLD, taxed_at_export=False, **OF_NEW)],
        {},
        "货号TB-1：与223120260000000002 项1合并后要素相互矛盾："
        "出口时已征增值税或消费税前后不一；未作对应。",
        "Item TB-1: together with 223120260000000002 item 1 the facts contradict each other: VAT "
        "or consumption tax was charged at export, or on treatment as a domestic sale differ; not "
        "matched.",
    ),
    (
        "line_twice",
        [OLD, NEW, NEW | {"exported_quantity": 11}],
        [back(LATE_ON_OLD)],
        {},
        "货号TB-1：223120260000000002 项1在出口台账中出现两次，内容不同；本货号未作归属。",
        "Item TB-1: 223120260000000002 item 1 is in the ledger twice with different values; the "
        "item is not matched.",
    ),
    (
        "units_differ",
        THREE,
        [back(LATE_ON_OLD, unit="千克")],
        {},
        "货号TB-1：计量单位不一（件、千克），不作换算；本货号未作归属。",
        "Item TB-1 is counted in different units (件, 千克), which are not converted; the item is "
        "not matched.",
    ),
    (
        "food_differs",
        [OLD, NEW],
        [back(LATE_ON_OLD, is_food=True)],
        {},
        "货号TB-1：各行“是否食品”填写不一；本货号未作归属。",
        "Item TB-1 is food in one row and not in another; the item is not matched.",
    ),
    (
        "count_beyond_books",
        [OLD, NEW],
        [back(LATE_ON_OLD)],
        {"counts": [counted(11)]},
        "货号TB-1：2026-05-01盘点11件，多于账面至多的10件；本货号未作归属。",
        "Item TB-1: 11 units were counted on 2026-05-01, more than the 10 there can be; the item "
        "is not matched.",
    ),
    (
        "export_row_refused",
        [OLD, NEW, {"sku": "TB-1", **UNREADABLE}],
        [back(LATE_ON_OLD)],
        {"errors": "return"},
        "货号TB-1：出口台账有未能读取的行；本货号未作归属。",
        "Item TB-1: a row of the export ledger cannot be read; the item is not matched.",
    ),
]


@pytest.mark.parametrize(
    ("id_", "exports", "returned", "options", "zh", "en"),
    CONTRADICTIONS,
    ids=[f"{case[0]}-{at}" for at, case in enumerate(CONTRADICTIONS)],
)
def test_what_cannot_be_is_written_in_these_words(
    id_: str, exports: list[Any], returned: list[Any], options: dict[str, Any], zh: str, en: str
) -> None:
    found = match(exports, returned, **options).contradictions
    assert [(each.id, each.words.zh, each.words.en) for each in found] == [(id_, zh, en)]


def test_every_contradiction_has_its_words_here() -> None:
    assert {case[0] for case in CONTRADICTIONS} == set(CONTRADICTION_WORDS)


REMARKS: dict[str, tuple[list[Any], list[Any], dict[str, Any], str, str]] = {
    "row_twice": (
        [OLD, NEW, dict(NEW)],
        [],
        {},
        "223120260000000002 项1在出口台账中重复出现，内容相同，重复行只计一次。",
        "223120260000000002 item 1 is in the ledger twice with the same values; it counts once.",
    ),
    "near_sku": (
        [OLD, NEW],
        [back(LATE_ON_OLD, sku="tb-1")],
        {},
        "货号TB-1与tb-1只差大小写或前导零，按两个货号处理；请核对。",
        "Items TB-1 and tb-1 differ in case or leading zeros only; they count as two. Check.",
    ),
    "count_of_a_place": (
        [OLD, NEW],
        [],
        {"counts": [counted(3, place="FRA")]},
        "货号TB-1：盘点只涉及一处海外仓，未分仓对应时不予采用。",
        "Item TB-1: a count of one place is not used where places are not kept apart.",
    ),
    "number_of_no_line": (
        [OLD, NEW],
        [],
        {"traces": [traced("L9", **ABSENT)]},
        "lot:L9的对应记录所载223120260000000077在出口台账中没有。",
        "The trace of lot:L9 names 223120260000000077, which is not in the ledger.",
    ),
    "gone_of_no_item": (
        [OLD, NEW],
        [],
        {"gone": [{"sku": "TB-9", "quantity": 1}]},
        "货号TB-9有减少记录，出口台账中没有这个货号。",
        "Units of item TB-9 are listed as gone; the item is not in the ledger.",
    ),
    "gone_of_no_line": (
        [OLD, NEW],
        [],
        {"gone": [{"sku": "TB-1", "quantity": 1, **ABSENT}]},
        "货号TB-1：减少记录所载223120260000000077在出口台账中没有该货号；不予采用。",
        "Item TB-1: units are listed as gone of 223120260000000077, which has no such line in the "
        "ledger; not used.",
    ),
    "unlisted_stock": (
        [OLD, NEW, UNREADABLE],
        [],
        {"errors": "return"},
        "出口台账有货号也未能读取的行，所有货号均可能另有出口；至少数据此从低。",
        "A row of the ledger cannot be read, not even its item: any item may have more exports, "
        "and nothing is certain beyond that.",
    ),
}


@pytest.mark.parametrize("id_", REMARK_WORDS)
def test_a_remark_is_made_in_these_words(id_: str) -> None:
    exports, returned, options, zh, en = REMARKS[id_]
    found = match(exports, returned, **options).remarks
    assert [(each.id, each.words.zh, each.words.en) for each in found] == [(id_, zh, en)]


NO_FIFO: dict[str, tuple[list[Any], dict[str, Any], str, str]] = {
    "undated_gone": (
        [OLD, NEW],
        {"gone": [{"sku": "TB-1", "quantity": 1}]},
        "先进先出须有完整的出入库记录：有减少未注明日期，本货号不作推定。",
        "First in, first out takes complete records: units gone have no day; nothing is presumed.",
    ),
    "gone_by_count": (
        [OLD | {"arrived_on": "2026-01-20"}, NEW],
        {"counts": [counted(1, counted_on="2026-02-01")]},
        "先进先出须有完整的出入库记录：减少由盘点得出，无逐日记录，本货号不作推定。",
        "First in, first out takes complete records: units gone are known by counts only; nothing "
        "is presumed.",
    ),
    "counts_disagree": (
        [OLD, NEW],
        {"counts": [counted(9, counted_on="2026-02-01")]},
        "先进先出须账实相符：盘点数与账面数不一致，本货号不作推定。",
        "First in, first out takes books that agree with counts; nothing is presumed.",
    ),
    "parcels": (
        [line(1, "2026-01-10", supervision_code="9610", export_entry="22312026E000000001"), NEW],
        {},
        "直邮小包（9610）无库存可言，不适用先进先出；请以订单号或运单号对应。",
        "Parcels (9610) are no stock: first in, first out does not apply; match by order or "
        "tracking number.",
    ),
    "rows_left_out": (
        [OLD, NEW],
        {"gone": [{"sku": "TB-1"}], "errors": "return"},
        "先进先出须逐件入账：本货号有未能读取或相互矛盾的行，不作推定。",
        "First in, first out takes every unit: some rows cannot be read or contradict each other; "
        "nothing is presumed.",
    ),
    "day_unknown": (
        [{k: v for k, v in OLD.items() if not k.endswith("_on")}, NEW],
        {},
        "先进先出须有出口与退回的日期：有日期不明，本货号不作推定。",
        "First in, first out takes days of export and return: some are unknown; nothing is "
        "presumed.",
    ),
    "quantity_unknown": (
        [OLD | {"exported_quantity": None}, NEW],
        {},
        "先进先出须有出口数量：有数量不明，本货号不作推定。",
        "First in, first out takes exported quantities: one is unknown; nothing is presumed.",
    ),
    "ledger_open": (
        [OLD, NEW],
        {"complete_since": date(2026, 1, 1)},
        "先进先出须有全部出口：台账之前可能另有库存，本货号不作推定。",
        "First in, first out takes every export: there may be stock of before the ledger; nothing "
        "is presumed.",
    ),
}


@pytest.mark.parametrize("why", NO_FIRST_IN_FIRST_OUT)
def test_why_first_in_first_out_is_not_used_is_written_in_these_words(why: str) -> None:
    exports, options, zh, en = NO_FIFO[why]
    row = back(LATE_ON_OLD, 2, shipped_on="2026-08-25")
    matched = match(exports, [row], convention="fifo", **options)
    assert f"货号TB-1合计：{zh}" in matched.explain("zh").splitlines()
    assert f"Item TB-1 in all: {en}" in matched.explain("en").splitlines()
    # Nobody asked for it: nothing is said of it.
    assert zh not in match(exports, [row], **options).explain("zh")


def list_words(matched: Matched) -> list[tuple[str, str]]:
    zh, en = (matched.explain(lang).splitlines() for lang in LANGS)
    return list(zip(zh, en, strict=True))


RESTS_ON = (
    "以上以下列各项为前提：出口台账列示了这些货号的全部出口；所列数量无误",
    "This rests on: the ledger lists every export of these items; the quantities are right",
)
LAPSE_OF_8 = (
    "货号TB-1尚在境外8件；2026-11-20届满：届时未退回的，至少8件、至多8件超期。"
    "能分清批次的，须在该日前退回其中8件；分不清的，须全部退回。",
    "Item TB-1: 8 units abroad. 2026-11-20 is a last day: of what is not back by then at least 8 "
    "and at most 8 units lapse. Where batches can be told apart, 8 of them must be back by then; "
    "otherwise all.",
)


def test_lines_ranges_last_days_and_what_to_prove_are_written_in_these_words() -> None:
    rows = [
        back("2026-04-01"),
        back(LATE_ON_OLD, 4),
        back(LATE_ON_OLD, 2, export_entry=NEW["export_entry"], export_item=1),
    ]
    sold = [{"sku": "TB-1", "quantity": 1, "gone_on": "2026-05-02"}]
    matched = match([OLD, NEW], rows, gone=sold, as_of=date(2026, 9, 2))
    assert list_words(matched) == [
        (
            "退回第1行：223120260000000001 项1，5件。依台账排除法对应：2026-04-01退回时，"
            "该货号其余出口均已退回或减少，仅此一条可能（以出口台账完整为前提）。",
            "Row 1: 223120260000000001 item 1, 5 units. By elimination: when these came back "
            "(2026-04-01), all other exports of the item were back or gone; only this line is "
            "possible (if the ledger is complete).",
        ),
        (
            "退回第3行：223120260000000002 项1，2件。"
            "依该行所填单证号（223120260000000002-1）对应。",
            "Row 3: 223120260000000002 item 1, 2 units. By the paper stated on the row "
            "(223120260000000002-1).",
        ),
        (
            "退回第2行：4件中没有一件可确定在期限内；补充批次号后可进一步判定（从严口径）。",
            "Row 2: Of 4 units none is certain to be in time; more can be said with lot number "
            "(read strictly).",
        ),
        (
            "货号TB-1合计：9件中，至少5件在期限内（无论出自哪一条出口明细）；"
            "4件视来源而定，凭现有资料不能认定（从严口径）。",
            "Item TB-1 in all: Of 9 units at least 5 are in time (whichever export line they are "
            "of); for 4 it depends on the line, which nothing shows (read strictly).",
        ),
        (
            "货号TB-1尚在境外8件；2026-07-10已届满：至少0件、至多4件已超期（从严口径）。",
            "Item TB-1: 8 units abroad. 2026-07-10 has passed: at least 0 and at most 4 of them "
            "have lapsed (read strictly).",
        ),
        LAPSE_OF_8,
        (
            "退回第2行：如能以批次、序列号或出入库记录证明其中4件出自223120260000000002 项1，"
            "该4件在期限内（届满日2026-11-20）；不能证明的，不得据此申报。"
            "补税/未退税证明一经使用不得作废、重开。",
            "Row 2: If batch, serial or warehouse records prove that 4 of them are of "
            "223120260000000002 item 1, these 4 are in time (last day 2026-11-20); without proof "
            "nothing may be declared on this ground. A used certificate is neither voided nor "
            "reissued.",
        ),
        (
            f"{RESTS_ON[0]}；列为减少的不再退运，客户退回再售的已扣除。",
            f"{RESTS_ON[1]}; units listed as gone do not come back, resold returns being netted.",
        ),
    ]


def test_lines_by_first_in_first_out_are_written_in_these_words() -> None:
    matched = match([OLD, NEW], [back(LATE_ON_OLD, 12)], convention="fifo")
    presumed = (
        "按先进先出推定，未逐件对应；能否据此认定，见口径问题“batch-fifo”。",
        "Presumed first in, first out, not traced unit by unit; whether that is enough is the "
        "open question batch-fifo.",
    )
    assert list_words(matched)[:3] == [
        (
            f"退回第1行：223120260000000001 项1，10件。{presumed[0]}",
            f"Row 1: 223120260000000001 item 1, 10 units. {presumed[1]}",
        ),
        (
            f"退回第1行：223120260000000002 项1，2件。{presumed[0]}",
            f"Row 1: 223120260000000002 item 1, 2 units. {presumed[1]}",
        ),
        (
            "货号TB-1合计：12件中，至少2件在期限内（无论出自哪一条出口明细）；"
            "8件视来源而定，凭现有资料不能认定；至少2件不在期限内（从严口径）。",
            "Item TB-1 in all: Of 12 units at least 2 are in time (whichever export line they are "
            "of); for 8 it depends on the line, which nothing shows; at least 2 are not in time "
            "(read strictly).",
        ),
    ]


@pytest.mark.parametrize(
    ("of", "zh", "en"),
    [
        (
            NEW,
            "12件无论出自哪一条出口明细，均在期限内（从严口径）；申报时仍须逐件对应到出口单证。",
            "All 12 units are in time whichever export line they are of (read strictly); they "
            "still have to be matched to an export paper one by one.",
        ),
        (
            OLD,
            "12件无论出自哪一条出口明细，均不能认定在期限内（从严口径）。",
            "None of the 12 units is in time, whichever export line it is of (read strictly).",
        ),
    ],
)
def test_units_in_time_on_every_line_or_on_none_are_written_in_these_words(
    of: dict[str, Any], zh: str, en: str
) -> None:
    matched = match([of, of | {"export_item": 2}], [back(LATE_ON_OLD, 12)])
    assert list_words(matched)[:2] == [
        (f"退回第1行：{zh}", f"Row 1: {en}"),
        (f"货号TB-1合计：{zh}", f"Item TB-1 in all: {en}"),
    ]
    assert list_words(matched)[-1] == (f"{RESTS_ON[0]}。", f"{RESTS_ON[1]}.")


@pytest.mark.parametrize(
    ("exports", "returned", "options", "zh", "en"),
    [
        (
            [OLD],
            [],
            {"complete_since": date(2026, 1, 1)},
            "以上以下列各项为前提：出口台账列示了这些货号自所述日期起的全部出口；所列数量无误。",
            "This rests on: the ledger lists every export of these items from the day given on; "
            "the quantities are right.",
        ),
        (
            [OLD],
            [
                back(
                    LATE_ON_OLD,
                    export_entry=OLD["export_entry"],
                    export_item=1,
                    return_entry="223120261000000009",
                )
            ],
            {},
            f"{RESTS_ON[0]}；此前退运以所报单证为准。",
            f"{RESTS_ON[1]}; earlier returns are of the lines they were filed under.",
        ),
        (
            [OLD],
            [],
            {"counts": [counted(10)]},
            f"{RESTS_ON[0]}；盘点数量无误。",
            f"{RESTS_ON[1]}; the stock counts are right.",
        ),
        (
            [{k: v for k, v in NEW.items() if k != "is_food"}],
            [back(LATE_ON_OLD, 1, is_food=False)],
            {},
            f"{RESTS_ON[0]}；同一货号为同一种商品，所缺商品编码或是否食品取自该货号其他行。",
            f"{RESTS_ON[1]}; one item is one kind of goods; a missing HS code or food flag is that "
            "of its other rows.",
        ),
    ],
)
def test_what_a_matching_rests_on_is_written_in_these_words(
    exports: list[Any], returned: list[Any], options: dict[str, Any], zh: str, en: str
) -> None:
    assert list_words(match(exports, returned, **options))[-1] == (zh, en)


def test_what_cannot_be_read_is_written_with_its_table_and_place() -> None:
    matched = match([OLD, NEW, UNREADABLE], [], gone=[{"sku": "TB-1"}], errors="return")
    assert [(each.words.zh, each.words.en) for each in matched.refused] == [
        (
            "exports 第2行（自0起）：“放了”不是出口明细的要素；"
            "可用的如批次号、海外入仓日期、海外仓、货号、……；出口明细缺少货号",
            "exports, position 2: '放了' is no field of an export line; accepted are such as "
            "lot_no, arrived_on, place, sku, …; an export line lacks sku; accepted is one with it",
        ),
        (
            "gone 第0行（自0起）：不再退运的数量缺少数量",
            "gone, position 0: a row of units gone lacks quantity; accepted is one with it",
        ),
    ]
    assert {each.words.zh for each in matched.refused} <= {zh for zh, _ in list_words(matched)}


def test_an_export_line_is_named_as_far_as_its_number_goes() -> None:
    for unknown, zh, en in (
        ((), "223120260000000002 项1", "223120260000000002 item 1"),
        (("export_item",), "223120260000000002", "223120260000000002"),
        (
            ("export_entry", "export_item"),
            "未填单证号的出口明细",
            "an export line without a number",
        ),
    ):
        of = {name: value for name, value in NEW.items() if name not in unknown}
        (sentence, *_) = list_words(match([of], [back(LATE_ON_OLD)]))
        assert sentence[0].startswith(f"退回第1行：{zh}，5件。")
        assert sentence[1].startswith(f"Row 1: {en}, 5 units.")


def test_elimination_by_goods_that_came_back_on_no_known_day_says_the_end() -> None:
    row = back(LATE_ON_OLD)
    del row["returned_on"]
    (sentence, *_) = list_words(match([NEW], [row]))
    assert "依台账排除法对应：期末退回时" in sentence[0]
    assert "when these came back (the end)" in sentence[1]
