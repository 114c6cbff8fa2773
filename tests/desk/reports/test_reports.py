"""What each kind of file tells, and what it does not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.reports.samples import FORM, SAMPLES, sheet
from retax import ReturnedGoods
from retax.desk import DeskError, ReportedRows, open_reports
from retax.desk.reports.amazon import AmazonReports
from retax.desk.reports.report import read_day
from retax.desk.reports.units import read_unit
from retax.desk.source import Row
from retax.facts.catalogue import NAMES
from retax.matching import ExportLine, ReturnedUnits, UnitsGone
from retax.matching.own_fields import OWN_FIELDS
from retax.matching.records import Record, find_field


def read(*names: str | Path) -> dict[str, ReportedRows]:
    paths = [SAMPLES / name if isinstance(name, str) else name for name in names]
    return dict(open_reports([*map(str, paths)]))


def facts(rows: Sequence[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.facts.get(name) for name in names) for row in rows]


def join_notices(report: ReportedRows) -> str:
    return "\n".join(notice.zh for notice in report.notices)


# -- messages of customs ---------------------------------------------------------------------------


def test_an_export_list_is_joined_with_its_receipts_and_departures() -> None:
    (report,) = read("ceb603.xml", "ceb604.xml", "ceb509.xml").values()
    rows = report.rows["exports"]
    days = ("declared_on", "released_on", "exported_on")
    assert facts(rows, "export_entry", "export_item", "sku", "exported_quantity", *days) == [
        (
            *("29102026E000000201", "1", "CUP-500", "2"),
            *(date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 7)),
        ),
        (
            *("29102026E000000201", "2", "LAMP-01", "1"),
            *(date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 7)),
        ),
        ("29102026E000000202", "1", "CUP-500", "3", None, None, date(2026, 3, 9)),
        (None, "1", "BAG-7", "3", None, None, None),
    ]
    assert "取最早的2026-03-04" in rows[0].remarks[0].zh
    assert "2行未见清单回执" in join_notices(report)


def test_a_simplified_list_tells_the_refund_and_the_heading_alone() -> None:
    (report,) = read("ceb603.xml").values()
    names = ("export_refund", "export_duty_paid", "hs_code", "enterprise_code", "unit")
    assert facts(report.rows["exports"][::2], *names) == [
        ("not_refunded", False, "9617", "91330100MA2ABCDE1R", "件"),
        (None, None, "9617001900", None, "999"),
    ]
    assert "清单编号以清单自载者为准" in join_notices(report)


def test_the_day_typed_when_a_list_is_filed_is_no_day_of_export() -> None:
    (report,) = read("ceb603.xml").values()
    assert all("exported_on" not in row.facts for row in report.rows["exports"])


def test_a_list_that_is_deleted_or_a_draft_is_refused() -> None:
    (report,) = read("ceb603.xml").values()
    deleted = report.rows["exports"][3]
    assert [words.en for words in deleted.refused] == [
        "the message deletes it (appType 3)",
        "it is a draft, not filed (appStatus 1)",
    ]


def test_a_list_that_was_sent_back_is_refused(tmp_path: Path) -> None:
    text = (SAMPLES / "ceb604.xml").read_text("utf-8").replace(">800<", ">100<")
    receipts = tmp_path / "604.xml"
    receipts.write_text(text, "utf-8")
    (report,) = read("ceb603.xml", receipts).values()
    assert "退单" in report.rows["exports"][0].refused[0].zh


def test_an_application_for_a_return_names_its_line() -> None:
    (report,) = read("ceb213.xml").values()
    names = ("export_entry", "export_item", "returned_quantity", "supervision_code", "unit")
    first, draft = report.rows["returned"]
    assert facts([first], *names) == [("29102026E000000201", "1", "1", "9610", "件")]
    assert (first.facts.get("reason"), first.facts["reason_note"]) == (None, "客户说颜色不喜欢")
    assert draft.facts["reason"] == "滞销"
    assert draft.refused
    assert {"sku", "returned_on", "use"} <= set(report.untold)


def test_messages_of_several_files_are_kept_apart(tmp_path: Path) -> None:
    copy = tmp_path / "more.xml"
    copy.write_bytes((SAMPLES / "ceb603.xml").read_bytes().replace(b"COP-1", b"COP-9"))
    assert {name: len(r.rows["exports"]) for name, r in read("ceb603.xml", copy).items()} == {
        "ceb603.xml": 4,
        "more.xml": 4,
    }


BOMB = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]>"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<CEB603Message>",
        f"{BOMB}<CEB603Message>&c;</CEB603Message>",
        "<CEB603Message>" + "<a>" * 200 + "</a>" * 200 + "</CEB603Message>",
        "<CEB603Message><InventoryHead><a>" + "x" * 40_000 + "</a></InventoryHead></CEB603Message>",
        "<CEB603Message>" + "".join(f"<a{n}/>" for n in range(600)) + "</CEB603Message>",
    ],
    ids=["empty", "cut short", "entities", "too deep", "too long", "too many names"],
)
def test_xml_that_is_not_what_it_should_be_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "603.xml"
    path.write_text(content, "utf-8")
    with pytest.raises(DeskError, match=r"603\.xml: (not valid XML|the file is empty)"):
        read(path)


def test_other_xml_is_named_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "505.xml"
    path.write_text("<CEB505Message/>", "utf-8")
    with pytest.raises(DeskError, match=r"CEB505Message \(waybills\)"):
        read(path)
    path.write_text("<Invoice/>", "utf-8")
    with pytest.raises(DeskError, match=r"is XML \(Invoice\)"):
        read(path)


# -- declarations ----------------------------------------------------------------------------------


def test_a_declaration_of_an_export_tells_its_lines() -> None:
    (report,) = read("dec_message.xml").values()
    names = ("export_entry", "export_item", "supervision_code", "exported_on", "unit")
    entry, left = "310020260000012345", date(2026, 2, 14)
    assert facts(report.rows["exports"], *names) == [
        (entry, "1", "9810", left, "件"),
        (entry, "2", "9810", left, "台"),
    ]
    assert {"sku", "released_on"} <= set(report.untold)


def test_the_single_window_tells_the_day_it_was_declared() -> None:
    (report,) = read("single_window.json").values()
    names = ("export_entry", "declared_on", "exported_on", "exported_quantity")
    assert facts(report.rows["exports"], *names) == [
        ("310020260000012345", date(2026, 2, 10), date(2026, 2, 14), "1000")
    ]


def test_a_declaration_of_an_import_is_of_a_return(tmp_path: Path) -> None:
    text = (SAMPLES / "dec_message.xml").read_text("utf-8")
    path = tmp_path / "dec.xml"
    path.write_text(text.replace("<IEFlag>E<", "<IEFlag>I<").replace(">9810<", ">4561<"), "utf-8")
    (report,) = read(path).values()
    row, _ = report.rows["returned"]
    assert row.facts["return_entry"] == "310020260000012345"
    assert row.facts["returned_on"] == date(2026, 2, 14)
    assert row.facts["returned_quantity"] == "1000"
    assert "supervision_code" not in row.facts
    assert "export_item" not in row.facts


def test_a_declaration_must_tell_which_way_the_goods_went(tmp_path: Path) -> None:
    path = tmp_path / "dec.xml"
    path.write_text("<DecMessage><DecHead/><DecList/></DecMessage>", "utf-8")
    with pytest.raises(DeskError, match="does not tell whether"):
        read(path)


@pytest.mark.parametrize(
    "thing",
    [
        {"preDecHeadVo": {"cusIEFlag": "E"}, "decMergeListVo": "[{"},
        {"preDecHeadVo": {"cusIEFlag": "E"}, "decMergeListVo": "3"},
        {"preDecHeadVo": {"cusIEFlag": "E"}, "decMergeListVo": [3]},
        {"preDecHeadVo": "x", "decMergeListVo": []},
        {"preDecHeadVo": {"cusIEFlag": "E"}},
    ],
)
def test_lines_of_the_single_window_that_cannot_be_read_are_refused(
    tmp_path: Path, thing: Mapping[str, Any]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"rows": [{"data": thing}]}), "utf-8")
    with pytest.raises(DeskError, match="is no list of goods"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        '{"preDecHeadVo": {"cusIEFlag": "E", "cusIEFlag": "I"}, "decMergeListVo": []}',
        '{"preDecHeadVo": {"cusIEFlag": "E"}, "decMergeListVo": [{"gQty": 1, "gQty": 2}]}',
        r'{"preDecHeadVo": {"cusIEFlag": "E"}, "decMergeListVo": "[{\"gQty\": 1, \"gQty\": 2}]"}',
    ],
)
def test_a_declaration_in_which_a_name_occurs_twice_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DeskError, match="stands more than once in one object"):
        read(path)


def test_several_declarations_of_one_answer_are_read(tmp_path: Path) -> None:
    one = json.loads((SAMPLES / "single_window.json").read_text("utf-8"))["data"]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([one, one, 3]), "utf-8")
    (report,) = read(path).values()
    assert [row.number for row in report.rows["exports"]] == [1, 2]


def test_json_wrapped_without_end_is_no_declaration(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" * 9 + '{"preDecHeadVo": {}}' + "]" * 9, "utf-8")
    with pytest.raises(DeskError, match=r"a\.json: is no message or report that is known"):
        read(path)


def test_a_form_is_read_by_its_labels(tmp_path: Path) -> None:
    (report,) = read(sheet(tmp_path / "form.xlsx", *FORM)).values()
    names = ("export_entry", "supervision_code", "declared_on", "exported_on", "enterprise_code")
    head = ("310020260000012345", "9810", date(2026, 2, 10), date(2026, 2, 14))
    rows = report.rows["exports"]
    assert facts(rows, *names) == [(*head, "91330100MA2ABCDE1R")] * 3
    assert facts(rows, "export_item", "goods_name", "exported_quantity", "unit") == [
        ("1", "不锈钢保温杯", None, None),
        ("2", "台灯", "20", "台"),
        ("3", "毛绒玩具", None, None),
    ]
    assert "该项下有2个数量" in rows[0].remarks[-1].zh
    assert rows[0].facts["enterprise"] == "某某跨境电商(杭州)有限公司"


def test_the_third_quantity_of_an_item_is_that_declared(tmp_path: Path) -> None:
    rows = [list(row) for row in FORM]
    rows[9][3] = "0.4吨"
    (report,) = read(sheet(tmp_path / "form.xlsx", *rows)).values()
    assert facts(report.rows["exports"][:1], "exported_quantity", "unit") == [("1000", "件")]


def test_a_label_with_two_possible_values_tells_none(tmp_path: Path) -> None:
    rows = [list(row) for row in FORM]
    rows[5] = ["生产销售单位", "监管方式", "9710", "", "", ""]
    (report,) = read(sheet(tmp_path / "form.xlsx", *rows)).values()
    row = report.rows["exports"][0]
    assert "supervision_code" not in row.facts
    assert "监管方式代码旁和下方均有内容" in row.remarks[0].zh
    rows[5] = ["生产销售单位", "监管方式:一般贸易", "", "", "", ""]
    (report,) = read(sheet(tmp_path / "form.xlsx", *rows)).values()
    assert report.rows["exports"][0].facts["supervision_code"] == "一般贸易"


def test_a_form_of_an_import_and_one_without_items_tell_no_export(tmp_path: Path) -> None:
    rows = [list(row) for row in FORM]
    rows[2][3] = "进口日期"
    (report,) = read(sheet(tmp_path / "form.xlsx", *rows)).values()
    assert (report.rows, join_notices(report)[:7]) == ({}, "是进口报关单；")
    (report,) = read(sheet(tmp_path / "form.xlsx", *FORM[:7], ("征免",))).values()
    assert report.rows == {}
    ends = [*FORM[:12], ("1", "总计", "", "", "", "")]
    (report,) = read(sheet(tmp_path / "form.xlsx", *ends)).values()
    assert len(report.rows["exports"]) == 2
    (report,) = read(sheet(tmp_path / "form.xlsx", *FORM[:12])).values()
    assert len(report.rows["exports"]) == 2


# -- reports of a platform -------------------------------------------------------------------------


def test_customer_returns_tell_the_order_and_what_speaks_against_the_units() -> None:
    (report,) = read("customer_returns.txt").values()
    names = ("order_no", "carton_no", "reason", "damaged", "parts_missing", "repacked")
    assert facts(report.rows["returned"], *names) == [
        ("111-1", "LPN1", "customer_return", None, None, None),
        ("111-2", "LPN2", "customer_return", True, True, True),
        ("111-3", "LPN3", None, None, None, None),
        ("111-5", "LPN5", "refused", True, None, None),
        ("111-6", "LPN6", "undeliverable", True, None, None),
        ("111-7", "LPN7", None, None, None, None),
    ]
    assert "第5行已由亚马逊赔付" in join_notices(report)
    assert "共享库存" in report.rows["returned"][3].remarks[0].zh
    assert "returned_on" in report.untold


def test_removals_tell_what_came_home_and_what_was_disposed_of() -> None:
    (report,) = read("removal_orders.txt").values()
    assert facts(report.rows["returned"], "sku", "returned_quantity") == [("LAMP-01", "40")]
    assert facts(report.rows["gone"], "quantity", "gone_on") == [(5, date(2026, 8, 29))]
    assert "第3行不是退回卖家的移除" in join_notices(report)
    assert "第4行尚未发出" in join_notices(report)
    (report,) = read("removal_shipments.txt").values()
    assert facts(report.rows["returned"], "returned_quantity", "shipped_on", "tracking_no") == [
        ("25", date(2026, 8, 30), "1Z0001"),
        ("15", date(2026, 8, 31), "1Z0002"),
    ]
    assert "第4行不是退回卖家的移除" in join_notices(report)


def test_the_ledger_tells_sales_net_of_what_customers_sent_back() -> None:
    (report,) = read("ledger.csv").values()
    refused, *gone = report.rows["gone"]
    assert facts(gone, "quantity", "gone_on", "why") == [
        (28, date(2026, 4, 2), "已售"),
        (20, date(2026, 5, 11), "已售"),
        (3, date(2026, 5, 13), "调整"),
    ]
    assert (refused.facts, refused.refused[0].zh) == ({"sku": "LAMP-01"}, "shipments为“-n”，不是数")
    assert facts(report.rows["returned"], "returned_quantity", "shipped_on") == [
        (40, date(2026, 8, 30))
    ]
    assert "4件客户退货早于报告所列的销售" in join_notices(report)


def test_a_summary_of_the_ledger_says_the_same() -> None:
    (report,) = read("ledger_summary.csv").values()
    assert facts(report.rows["gone"], "quantity", "gone_on") == [
        (28, date(2026, 4, 2)),
        (1, date(2026, 4, 6)),
    ]
    assert facts(report.rows["returned"], "returned_quantity") == [(40,)]


def test_the_same_units_are_counted_once() -> None:
    files = ("ledger.csv", "removal_orders.txt", "removal_shipments.txt", "customer_returns.txt")
    reports = read(*files)
    assert [name for name, r in reports.items() if "returned" in r.rows] == [
        "removal_shipments.txt"
    ]
    assert [name for name, r in reports.items() if "gone" in r.rows] == ["ledger.csv"]
    assert "6行退回与其他文件所列为同一批商品" in join_notices(reports["customer_returns.txt"])
    reports = read("ledger.csv", "ceb213.xml")
    assert [name for name, r in reports.items() if "returned" in r.rows] == [
        *("ceb213.xml", "ledger.csv")
    ]


HEADINGS = ("Date", "FNSKU", "ASIN", "MSKU", "Title", "Disposition", "Event Type", "Quantity")


def ledger(*events: tuple[str, str, str]) -> ReportedRows:
    reports = AmazonReports()
    rows = [(day, "F", "A", "S", "T", "SELLABLE", kind, n) for day, kind, n in events]
    reports.take("ledger", "a.csv", HEADINGS, rows, first=2)
    ((_, report),) = reports.list_reports(has_returns=False)
    return report


def test_days_are_read_by_an_order_that_the_report_shows() -> None:
    report = ledger(("03/04/2026", "Shipments", "-1"), ("13/04/2026", "Shipments", "-1"))
    assert facts(report.rows["gone"], "gone_on") == [(date(2026, 4, 4),), (date(2026, 4, 14),)]
    report = ledger(("03/04/2026", "Shipments", "-1"), ("04/13/2026", "Shipments", "-1"))
    assert facts(report.rows["gone"], "gone_on") == [(date(2026, 3, 5),), (date(2026, 4, 14),)]


def test_days_of_which_the_order_is_not_shown_are_not_known() -> None:
    report = ledger(("03/04/2026", "Shipments", "-1"), ("", "Shipments", "-1"))
    assert facts(report.rows["gone"], "gone_on", "quantity") == [(None, 1), (None, 1)]
    assert "月日难分（如 03/04/2026）" in join_notices(report)
    report = ledger(("13/13/2026", "Shipments", "-1"), ("2026-02-30", "Shipments", "-1"))
    assert facts(report.rows["gone"], "gone_on") == [(None,), (None,)]


def test_what_comes_back_undoes_the_earliest_sale_and_no_more_than_there_was() -> None:
    report = ledger(
        ("2026-04-01", "Shipments", "-2"),
        ("2026-04-02", "Shipments", "-2"),
        ("2026-04-03", "CustomerReturns", "3"),
        ("2026-04-04", "Shipments", "0"),
        ("2026-04-04", "Shipments", ""),
    )
    assert facts(report.rows["gone"], "quantity", "gone_on") == [(1, date(2026, 4, 3))]
    assert not report.notices


def test_a_shipment_without_its_type_is_a_return(tmp_path: Path) -> None:
    rows = (SAMPLES / "removal_shipments.txt").read_text("utf-8").splitlines()
    path = tmp_path / "a.txt"
    path.write_text("\n".join(row.rpartition("\t")[0] for row in rows), "utf-8")
    (report,) = read(path).values()
    assert len(report.rows["returned"]) == 3


def test_many_rows_that_are_left_out_are_counted() -> None:
    reports = AmazonReports()
    headings = [
        "status",
        "return-date",
        "order-id",
        "sku",
        "fnsku",
        "quantity",
        "detailed-disposition",
    ]
    rows = [("Reimbursed", "", "1", "A", "F", "1", "X")] * 12
    reports.take("customer_returns", "a.txt", headings, rows, first=2)
    ((_, report),) = reports.list_reports(has_returns=False)
    assert join_notices(report).startswith("第2、3、4、5、6、7、8、9、10、11等12行已由亚马逊赔付")
    assert report.notices[0].en.startswith("row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more: ")


def test_a_report_in_a_workbook_is_known_below_a_title(tmp_path: Path) -> None:
    rows = [
        row.split("\t")
        for row in (SAMPLES / "customer_returns.txt").read_text("utf-8").splitlines()
    ]
    path = sheet(tmp_path / "a.xlsx", ("Report",), *rows)
    (report,) = read(path).values()
    assert [row.number for row in report.rows["returned"]] == [3, 4, 5, 7, 8, 9]


# -- all of them -----------------------------------------------------------------------------------

ALL = [path.name for path in sorted(SAMPLES.iterdir())]
RECORDS: Mapping[str, type[Record]] = {
    "exports": ExportLine,
    "returned": ReturnedUnits,
    "gone": UnitsGone,
}


@pytest.mark.parametrize("name", ALL)
def test_every_row_is_one_of_the_library_s_own(name: str) -> None:
    for report in read(name).values():
        for table, rows in report.rows.items():
            for row in rows:
                fields = {find_field(RECORDS[table], field) for field in row.facts}
                assert fields - {None}
                of_goods = {field: v for field, v in row.facts.items() if field in NAMES}
                ReturnedGoods.model_validate(of_goods)
        assert report.untold
        for field in report.untold:
            assert field in NAMES or field in OWN_FIELDS
        assert "未载明" in report.untold_text().zh


def test_a_table_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("货号,数量\nA,1\n", "utf-8")
    with pytest.raises(DeskError, match=r"a\.csv: is no message or report that is known"):
        read(path)
    parquet = tmp_path / "a.parquet"
    parquet.write_bytes(b"x")
    with pytest.raises(DeskError, match="is no message or report that is known"):
        read(parquet)


def test_days_and_units_of_messages() -> None:
    assert read_day("20260305142200") == read_day("2026-03-05 14:22:00") == date(2026, 3, 5)
    assert read_day("20260231") is None
    assert read_day("tomorrow") is None
    assert (read_unit(" 035 "), read_unit("件"), read_unit("")) == ("千克", "件", "")


def test_lists_that_all_have_receipts_need_no_word(tmp_path: Path) -> None:
    text = (SAMPLES / "ceb603.xml").read_text("utf-8")
    path = tmp_path / "603.xml"
    path.write_text(text.replace("COP-2", "COP-1").replace("COP-3", "COP-1"), "utf-8")
    (report,) = read(path, "ceb604.xml").values()
    assert not report.notices


def test_a_report_of_nothing_that_comes_back_leaves_out_nothing(tmp_path: Path) -> None:
    head, _, disposed, _ = (SAMPLES / "removal_orders.txt").read_text("utf-8").splitlines()
    path = tmp_path / "a.txt"
    path.write_text(f"{head}\n{disposed}\n", "utf-8")
    report = read(path, "removal_shipments.txt")["a.txt"]
    assert "同一批商品" not in join_notices(report)
    assert list(report.rows) == ["gone"]


def test_blanks_of_a_form_tell_nothing(tmp_path: Path) -> None:
    rows = [list(row) for row in FORM]
    rows[3][3] = ""
    rows.insert(9, ["", "", "", "", "", ""])
    (report,) = read(sheet(tmp_path / "form.xlsx", *rows)).values()
    assert "exported_on" not in report.rows["exports"][0].facts
    assert len(report.rows["exports"]) == 3
    (report,) = read(sheet(tmp_path / "form.xlsx", *FORM[:8], ("", "", "x"))).values()
    assert report.rows == {}
