from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desk.run import run
from desk.test_a_file_as_a_whole import HALF, file_of
from retax.desk.readers.open_source import open_source

ROW: dict[str, Any] = {**HALF, "returned_quantity": 1, "reference": "R-1"}
FOOD_UNKNOWN: dict[str, Any] = {**ROW, "is_food": None}


def judge(tmp_path: Path, *options: str, suffix: str = ".csv", **own: str) -> dict[str, Any]:
    file = file_of(tmp_path, suffix, {**FOOD_UNKNOWN, **own})
    (found,) = json.loads(run("check", file, "--format", "json", *options).out)
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("heading", "text", "fact"),
    [
        ("退货状态", "破损", "damaged"),
        ("退货状态", "轻微破损件", "damaged"),
        ("disposition", "CUSTOMER_DAMAGED", "damaged"),
        ("disposition", "DISTRIBUTOR_DAMAGED", "damaged"),
        ("仓库判定", "不良品", "damaged"),
        ("仓库判定", "已划伤", "damaged"),
        ("仓库判定", "坏了", "damaged"),
        ("仓库判定", "待检\n破损", "damaged"),
        ("仓库判定", "破损 受潮", "damaged"),
        ("仓库判定", "划痕和变形", "damaged"),
        ("仓库判定", "破损（轻微）", "damaged"),
        ("仓库判定", "运输破损退货", "damaged"),
        ("Condition", "Damaged in transit", "damaged"),
        ("Category", "Food", "is_food"),
        ("Category", "Food & Beverage", "is_food"),
        ("商品属性", "食品", "is_food"),
        ("类目", "食品类", "is_food"),
        ("类目", "宠物食品", "is_food"),
        ("处置", "已换标", "repacked"),
        ("处置", "入库/缺件", "parts_missing"),
        ("仓库判定", "不良", "damaged"),
        ("仓库判定", "不可售", "damaged"),
        ("disposition", "UNSELLABLE", "damaged"),
        ("disposition", "CUST_DAMAGED", "damaged"),
        ("质检结果", "不合格", "damaged"),
        ("问题描述", "进水", "damaged"),
        ("问题描述", "配件破损", "damaged"),
        ("问题描述", "缺充电器", "parts_missing"),
        ("问题描述", "配件缺失", "parts_missing"),
        ("问题描述", "不完整", "parts_missing"),
        ("处置", "重新贴标", "repacked"),
        ("类目", "进口食品", "is_food"),
        ("类目", "茶叶", "is_food"),
        ("匹配说明", "无法对应", "attribution"),
        ("匹配说明", "先进先出", "attribution"),
        ("核对情况", "被调包", "attribution"),
        ("核对情况", "非原货", "attribution"),
        ("客户反馈", "错发", "shipped_as_declared"),
        ("退货仓库", "宁波保税仓", "destination"),
        ("存放地点", "综保区", "destination"),
        ("return location", "保税区内", "destination"),
    ],
)
def test_a_word_for_a_presumed_fact_in_a_column_of_ones_own_refuses_the_row(
    tmp_path: Path, heading: str, text: str, fact: str
) -> None:
    found = judge(tmp_path, **{heading: text})
    ((named, value, code),) = [
        (each["fact"], each["value"], each["code"]) for each in found["refused"]
    ]
    assert (named, value, code) == (fact, text, "unreadable")
    assert f"列「{heading}」填“{text}”" in found["error"]


@pytest.mark.parametrize(
    ("heading", "answer", "fact"),
    [
        ("是否良品", "否", "damaged"),
        ("商品是否合格", "N", "damaged"),
        ("良品数", "0", "damaged"),
        ("缺陷", "有", "damaged"),
        ("是否有缺陷", "√", "damaged"),
        ("不良", "是", "damaged"),
        ("坏品数量", "2.0", "damaged"),
        ("可售", "×", "damaged"),
        ("不合格", "√", "damaged"),
        ("不一致", "是", "attribution"),
        ("不齐全", "1", "parts_missing"),
        ("是否齐全", "否", "parts_missing"),
        ("是否完整", "不完整", "parts_missing"),
        ("更换彩盒", "是", "repacked"),
        ("是否入口", "是", "is_food"),
        ("错漏发", "有", "shipped_as_declared"),
        ("是否一致", "部分一致", "attribution"),
        ("与原出口一致", "不符", "attribution"),
        ("是否保税", "是", "destination"),
    ],
)
def test_an_answer_under_a_question_of_ones_own_refuses_the_row(
    tmp_path: Path, heading: str, answer: str, fact: str
) -> None:
    found = judge(tmp_path, **{heading: answer})
    assert [(each["fact"], each["value"]) for each in found["refused"]] == [(fact, answer)]


@pytest.mark.parametrize("heading", ["备注", "附注（选填）", "退运原因说明", "reason_note"])
@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("外壳破损", ["damaged"]),
        ("客户退货，外壳破损，缺充电器。", ["damaged", "parts_missing"]),
        ("七天无理由，客户退回后仓库已换标，其余完好，已通知卖家", ["repacked"]),
        ("被调包", ["attribution"]),
    ],
)
def test_a_remark_that_speaks_of_a_presumed_fact_refuses_the_row(
    tmp_path: Path, heading: str, text: str, facts: list[str]
) -> None:
    row = {name: value for name, value in FOOD_UNKNOWN.items() if name not in ("note",)}
    (found,) = json.loads(
        run("check", file_of(tmp_path, ".csv", row | {heading: text}), "--format", "json").out
    )
    assert [each["fact"] for each in found["refused"]] == facts
    assert f"「{heading}」填“{text}”，该项不参与判断，而「" in found["error"]
    found = judge(tmp_path, "--carry", heading, **{heading: text})
    assert found["status"] == "eligible"
    assert len(found["remarks"]) == len(facts)


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["note", "备注", "reason_note"])
def test_remarks_of_json_are_looked_at_too(
    tmp_path: Path, suffix: str, jobs: str, name: str
) -> None:
    row = {key: value for key, value in FOOD_UNKNOWN.items() if key != "note"}
    file = file_of(tmp_path, suffix, row | {name: "外壳破损"}, row | {name: "完好"})
    options = ("check", file, "--format", "json", "--jobs", jobs)
    found, good = json.loads(run(*options).out)
    assert [each["fact"] for each in found["refused"]] == ["damaged"]
    assert f"「{name}」填“外壳破损”，该项不参与判断，而「商品破损」未填" in found["error"]
    assert good["status"] == "eligible"
    found, _ = json.loads(run(*options, "--carry", name).out)
    assert found["status"] == "eligible"
    assert len(found["remarks"]) == 1


def test_of_json_no_more_than_remarks_can_be_carried(tmp_path: Path) -> None:
    file = file_of(tmp_path, ".jsonl", ROW)
    done = run("check", file, "--carry", "damaged")
    assert done.code == 2
    assert "--carry 指明的列不存在：damaged" in done.err


@pytest.mark.parametrize("value", [None, 5, ["外壳破损"]])
def test_a_remark_that_is_no_text_is_left_to_validation(tmp_path: Path, value: object) -> None:
    file = file_of(tmp_path, ".json", {**FOOD_UNKNOWN, "note": value})
    (found,) = json.loads(run("check", file, "--format", "json").out)
    assert not any(each["fact"] == "damaged" for each in found.get("refused", ()))


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "未发现破损",
        "检验时无破损",
        "完好无破损",
        "客户改变主意",
        "退货入库，未使用",
        "缺货补发后退回",
    ],
)
def test_a_harmless_remark_stops_nothing(tmp_path: Path, text: str) -> None:
    found = judge(tmp_path, 备注=text, 退运原因说明=text)
    assert found["status"] == "eligible"
    assert "remarks" not in found


def test_a_row_whose_columns_contradict_each_other_gets_drafts_until_one_is_mended(
    tmp_path: Path,
) -> None:
    row = {**ROW, "enterprise": "宁波远航", "goods_name": "毛绒玩具", "exported_on": "2026-03-04"}
    file = file_of(tmp_path, ".csv", {**row, "商品破损": "否", "备注": "外壳破损"})
    written = tmp_path / "文书"
    done = run("letter", file, "-o", written, "--on", "2026-12-01")
    names = [path.name for path in written.rglob("*.docx")]
    assert names
    assert all("草稿" in name for name in names), (names, done.err)
    file = file_of(tmp_path, ".csv", {**row, "商品破损": "否", "备注": "外壳完好"})
    run("letter", file, "-o", tmp_path / "又", "--on", "2026-12-01")
    names = [path.name for path in (tmp_path / "又").rglob("*.docx")]
    assert names
    assert not any("草稿" in name for name in names)


def test_a_contradiction_in_a_column_that_is_carried_is_no_doubt(tmp_path: Path) -> None:
    file = str(file_of(tmp_path, ".csv", {**ROW, "商品破损": "否", "退货状态": "破损"}))
    (row,) = open_source(file).rows
    assert row.doubts == row.remarks != ()
    (row,) = open_source(file, carry=["退货状态"]).rows
    assert (row.doubts, len(row.remarks)) == ((), 1)


@pytest.mark.parametrize("text", ["已经" * 99, "有已经" * 60 + "x", "破损" + "件数" * 90])
def test_a_remark_of_one_long_part_is_not_looked_at(tmp_path: Path, text: str) -> None:
    assert judge(tmp_path, 备注=text)["status"] == "eligible"
    assert judge(tmp_path, **{f"良品{'件数' * 90}x": "否"})["status"] == "eligible"


@pytest.mark.parametrize(("heading", "answer"), [("坏品数", 2), ("良品", False), ("缺陷", True)])
def test_a_number_or_a_truth_value_of_a_workbook_answers_too(
    tmp_path: Path, heading: str, answer: object
) -> None:
    file = file_of(tmp_path, ".xlsx", {**FOOD_UNKNOWN, heading: answer, "单价": 2})
    (row,) = open_source(str(file)).rows
    assert [each.fact for each in row.refusals] == ["damaged"]


@pytest.mark.parametrize(
    ("heading", "answer"),
    [
        ("是否良品", "是"),
        ("良品数", "2"),
        ("缺陷", "无"),
        ("坏品数", "0"),
        ("缺陷", "OK"),
        ("是否齐全", "Y"),
        ("是否一致", "一致"),
        ("单证是否齐全", "否"),
        ("是否品牌", "否"),
        ("是否带电", "是"),
        ("是否保税", "否"),
        ("发货仓", "综保区"),
        ("退货仓库", "保税区外"),
        ("退货仓库", "非保税仓"),
        ("库存", "缺货"),
        ("可售数量", "0"),
        ("尺码", "缺码"),
    ],
)
def test_an_answer_that_says_nothing_against_the_goods_stops_nothing(
    tmp_path: Path, heading: str, answer: str
) -> None:
    assert judge(tmp_path, **{heading: answer})["status"] == "eligible"


@pytest.mark.parametrize(
    ("stated", "heading", "text"),
    [
        ({"对应方式": "逐件对应"}, "核对情况", "被调包"),
        ({"所发与所报一致": "是"}, "客户反馈", "错发"),
        ({"退运去向": "境内区外"}, "退货仓库", "综保区"),
    ],
)
def test_a_row_that_says_the_goods_are_as_they_should_be_is_remarked_on(
    tmp_path: Path, stated: dict[str, str], heading: str, text: str
) -> None:
    found = judge(tmp_path, **stated, **{heading: text})
    assert found["status"] == "eligible"
    assert "所填不符，请核对" in found["remarks"][0]


@pytest.mark.parametrize(
    ("stated", "heading", "text"),
    [
        ({"对应方式": "无法对应"}, "核对情况", "无法对应"),
        ({"所发与所报一致": "否"}, "客户反馈", "错发"),
        ({"退运去向": "区内"}, "退货仓库", "综保区"),
    ],
)
def test_a_row_that_says_the_same_of_them_is_left_alone(
    tmp_path: Path, stated: dict[str, str], heading: str, text: str
) -> None:
    found = judge(tmp_path, **stated, **{heading: text})
    assert found["status"] != "eligible"
    assert "remarks" not in found


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_every_kind_of_table_is_looked_at(tmp_path: Path, suffix: str) -> None:
    assert judge(tmp_path, suffix=suffix, 退货状态="破损")["refused"][0]["fact"] == "damaged"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("退货状态", "已入库"),
        ("退货状态", "无破损"),
        ("退货状态", "完好"),
        ("退货状态", "全新"),
        ("退货状态", "未使用"),
        ("退货状态", "原包装"),
        ("商品属性", "普货"),
        ("商品属性", "Food storage"),
        ("退货状态", "未划伤"),
        ("退货状态", "没坏"),
        ("退货状态", "无 破损"),
        ("退货状态", "not damaged"),
        ("商品属性", "非食品"),
        ("描述", "饮料杯"),
        ("描述", "维修工具套装"),
        ("描述", "防破损气泡袋，用于易碎品的包装，每卷五十米，破损"),
        ("仓库", "A1"),
        ("单证状态", "缺失"),
        ("Documents", "缺失"),
        ("类目", "食品机"),
    ],
)
def test_harmless_columns_stop_nothing(tmp_path: Path, heading: str, text: str) -> None:
    found = judge(tmp_path, **{heading: text})
    assert found["status"] == "eligible"
    assert "remarks" not in found


def test_a_column_that_is_carried_is_remarked_on_and_judged(tmp_path: Path) -> None:
    found = judge(tmp_path, "--carry", "退货状态", 退货状态="破损")
    assert found["status"] == "eligible"
    assert found["remarks"] == ["列「退货状态」填“破损”，该列未读取，「商品破损」未填，请核对"]


def test_a_word_for_a_fact_that_is_missing_and_asked_for_is_a_remark(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        "退运原因,出口单证号,退货状态\n滞销,,已使用；缺件\n滞销,,翻新机\n滞销,,Used - Like New\n",
        "utf-8",
    )
    used, refurbished, opened = open_source(str(file)).rows
    assert [words.en for words in used.remarks] == [
        "column '退货状态' says '已使用；缺件' and is not read; use is blank, check it"
    ]
    assert [each.fact for each in used.refusals] == ["parts_missing"]
    assert refurbished.refusals == ()
    assert "processed is blank" in refurbished.remarks[0].en
    assert "use is blank" in opened.remarks[0].en


@pytest.mark.parametrize(
    ("stated", "own", "fact"),
    [({"是否破损": "否"}, "破损", "商品破损"), ({"使用情况": "未使用"}, "已使用", "使用情况")],
)
def test_a_row_that_states_the_contrary_is_remarked_on(
    tmp_path: Path, stated: dict[str, str], own: str, fact: str
) -> None:
    file = tmp_path / "t.csv"
    lines = [("退运原因", *stated, "退货状态"), ("滞销", *stated.values(), own)]
    file.write_text("".join(f"{','.join(line)}\n" for line in lines), "utf-8")
    (row,) = open_source(str(file)).rows
    assert row.refusals == ()
    assert [words.zh for words in row.remarks] == [
        f"列「退货状态」填“{own}”，该列未读取，与「{fact}」所填不符，请核对"
    ]


def test_a_row_that_states_the_same_is_left_alone(tmp_path: Path) -> None:
    found = judge(tmp_path, 退货状态="破损", 是否破损="是")
    assert found["status"] == "needs_review"
    assert "remarks" not in found


def test_a_row_that_cannot_be_read_or_says_nothing_of_its_own_is_let_through(
    tmp_path: Path,
) -> None:
    file = tmp_path / "t.csv"
    file.write_text("退运原因,出口单证号,退货状态\n滞销,,破损,1\n滞销,,\n", "utf-8")
    unread, unsold = open_source(str(file)).rows
    assert ["退货状态" in words.zh for words in unread.refused] == [False]
    assert (unsold.remarks, unsold.refusals) == ((), ())
