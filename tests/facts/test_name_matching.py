from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from retax import ReturnedGoods
from retax.facts.catalogue import FACT_OF_NAME, NAMES
from retax.facts.name_matching import (
    LONGEST_NAME,
    find_fact,
    find_near_fact,
    find_zone_of_entry,
    is_named_by_part,
    normalize_name,
)
from samples import refusal
from walks import walk_points

PROMISED = [(fact, name) for fact, names in samples.OTHER_NAMES.items() for name in (fact, *names)]
NEW = [(fact, name) for fact, names in samples.HEADINGS.items() for name in names]
OF_A_FACT = walk_points("fact, name", PROMISED + NEW)

# -- names that are those of a fact ------------------------------------------------------------


@OF_A_FACT
def test_every_name_of_a_fact_is_looked_up_as_it_is_and_however_it_is_dressed(
    fact: str, name: str
) -> None:
    full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    dressed = (
        name,
        name.upper(),
        name.lower(),
        full_width,
        f" {name}\u3000",
        f"*{name}",
        f"{name} *",
        f"\ufeff{name}\u200b",
        "\u200b".join(name),
        f"{name}（必填）",
        f"{name}(选填)",
        f"{name}\n（选填）",
        f"【必填】{name}",
        f"{name}：",
        "\n".join(name),
    )
    assert [find_fact(each) for each in dressed] == [fact] * len(dressed)
    assert [find_near_fact(each) for each in dressed] == [None] * len(dressed)


@OF_A_FACT
def test_every_name_of_a_fact_is_accepted_by_the_model_dressed_or_not(fact: str, name: str) -> None:
    written, read = samples.ONE_VALUE[fact]
    for each in (name, f"*{name}（必填）", f"\u200b{name.upper()} "):
        goods = ReturnedGoods.model_validate({each: written})
        assert getattr(goods, fact) == read


@walk_points(
    "remark",
    [
        "必填",
        "选填",
        "必填项",
        "必须填写",
        "可不填",
        "如有",
        "是/否",
        "有/无",
        "Y/N",
        "y/n",
        "1/0",
        "√",
        "YYYY-MM-DD",
        "yyyy/mm/dd",
        "格式：YYYY-MM-DD",
        "年/月/日",
        "年月日",
        "日期",
        "文本",
        "数字",
        "整数",
        "如 2026-01-31",
        "例如：9610",
        "示例：滞销",
        "格式：8位数字",
        "单选",
        "多选，以；分隔",
        "下拉选择",
        "18位",
        "10位",
        "20个字符",
        "*",
        "",
        " ",
    ],
)
@walk_points("brackets", ["()", "（）", "[]", "【】", "〔〕"])
def test_a_remark_in_brackets_does_not_change_a_name(brackets: str, remark: str) -> None:
    opening, closing = brackets[0], brackets[1]
    for name in ("出口申报日期", "declared_on"):
        assert find_fact(f"{name}{opening}{remark}{closing}") == "declared_on"
        assert find_fact(f"{opening}{remark}{closing}{name}") == "declared_on"


@pytest.mark.parametrize(
    "name",
    [
        "数量（退运）",
        "数量(出口)",
        "退运原因（卖家填写）",
        "项号（退运）",
        "备注（内部）",
        "商品编码（境外）",
        "出口日期（ETD）",
        "进口日期（目的国）",
        "运单号（头程）",
        "出口日期（预计）",
    ],
)
def test_anything_else_in_brackets_makes_another_name(name: str) -> None:
    assert find_fact(name) is None
    assert normalize_name(name) != normalize_name(name.split("（")[0].split("(")[0])
    assert refusal(**{name: "x"}).field == name


def test_two_brackets_are_two_remarks() -> None:
    assert find_fact("出口申报日期（必填）（YYYY-MM-DD）") == "declared_on"
    assert find_fact("出口申报日期（必填）（ETD）") is None


def test_letters_of_any_case_and_signs_between_words_are_one_name() -> None:
    for name in ("Declared On", "declared-on", "DECLARED.ON", "declaredOn", "Declared_On"):
        assert find_fact(name) == "declared_on"


@pytest.mark.parametrize(
    "unit", ["件", "个", "只", "台", "PCS", "pc", "pieces", "EA", "unit", "Units"]
)
def test_a_unit_of_single_pieces_in_brackets_is_no_part_of_a_name(unit: str) -> None:
    assert find_fact(f"出口数量（{unit}）") == "exported_quantity"
    assert find_fact(f"退运数量 ({unit})（必填）") == "returned_quantity"
    assert find_fact(f"（{unit}）") is None


@pytest.mark.parametrize(
    "unit", ["箱", "千克", "kg", "套", "双", "打", "米", "件/箱", "件数", "dozen"]
)
def test_a_unit_of_more_pieces_than_one_stays_a_part_of_a_name(unit: str) -> None:
    assert find_fact(f"退运数量（{unit}）") is None
    assert find_near_fact(f"退运数量（{unit}）") == "returned_quantity"


@pytest.mark.parametrize("name", ["", " ", "*", "（必填）", "()", "\u200b", "、", "-"])
def test_nothing_is_no_name(name: str) -> None:
    assert find_fact(name) is None
    assert find_near_fact(name) is None


def test_no_two_facts_have_names_that_are_one_when_normalised() -> None:
    facts: dict[str, set[str]] = {}
    for name, fact in FACT_OF_NAME.items():
        facts.setdefault(normalize_name(name), set()).add(fact)
    assert {name: found for name, found in facts.items() if len(found) > 1} == {}
    assert "" not in facts


@given(st.text())
def test_a_name_is_that_of_a_fact_or_near_one_or_neither_and_never_both(name: str) -> None:
    fact, near = find_fact(name), find_near_fact(name)
    assert fact is None or near is None
    assert {fact, near} <= {None, *NAMES}
    assert near is not None or not is_named_by_part(name)


@pytest.mark.parametrize("more", ["（必填）", "x", "\u0301"])
def test_a_name_beyond_any_length_is_none_and_not_looked_at(more: str) -> None:
    for length in (LONGEST_NAME + 1, 100_000):
        name = ("出口申报日期" + more * length)[:length]
        assert find_fact(name) is None
        assert find_near_fact(name) is None
        assert len(normalize_name("退" * length)) == LONGEST_NAME


# -- names that come near to one ---------------------------------------------------------------

NEAR = [
    ("batch_traced", "attribution"),
    ("可对应原出口批次", "attribution"),
    ("批次可追溯", "attribution"),
    ("能否溯源", "attribution"),
    ("破损情况", "damaged"),
    ("商品是否有破损", "damaged"),
    ("外观受损", "damaged"),
    ("is_damaged", "damaged"),
    ("Broken?", "damaged"),
    ("缺失配件", "parts_missing"),
    ("配件缺失情况", "parts_missing"),
    ("missing parts", "parts_missing"),
    ("是否贴标", "repacked"),
    ("重新贴标", "repacked"),
    ("重新包装", "repacked"),
    ("repackaged", "repacked"),
    ("relabelled", "repacked"),
    ("退运企业与出口企业是否一致", "importer_differs"),
    ("importer_differs_from_exporter", "importer_differs"),
    ("实发商品与申报一致", "shipped_as_declared"),
    ("goods as declared?", "shipped_as_declared"),
    ("退运数量合计", "returned_quantity"),
    ("退货数（箱）", "returned_quantity"),
    ("回运数量", "returned_quantity"),
    ("实退数量", "returned_quantity"),
    ("Units Returned", "returned_quantity"),
    ("已退运件数", "returned_before"),
    ("此前数量", "returned_before"),
    ("之前退运数量", "returned_before"),
    ("以前退货数量", "returned_before"),
    ("上次退运数量", "returned_before"),
    ("前期退运", "returned_before"),
    ("此前退货", "returned_before"),
    ("货物去向", "destination"),
    ("是否在区内", "destination"),
    ("货物是否完好", "damaged"),
    ("有无瑕疵", "damaged"),
    ("残次情况", "damaged"),
    ("is_defective", "damaged"),
    ("配件是否齐全", "parts_missing"),
    ("附件不全", "parts_missing"),
    ("数量短少", "parts_missing"),
    ("accessories missing", "parts_missing"),
    ("是否改标", "repacked"),
    ("重贴标签", "repacked"),
    ("是否重新打包", "repacked"),
    ("newLabel", "repacked"),
    ("是否同一企业", "importer_differs"),
    ("企业主体一致", "importer_differs"),
    ("same_company", "importer_differs"),
    ("先进先出", "attribution"),
    ("FIFO?", "attribution"),
    ("批次是否对应", "attribution"),
    ("traceability", "attribution"),
    ("单货相符", "shipped_as_declared"),
    ("是否发错货", "shipped_as_declared"),
    ("是否退至综保区", "destination"),
    ("returned_so_far", "returned_before"),
    ("edible", "is_food"),
    ("已备材料", "papers_held"),
    ("是否食用", "is_food"),
    ("食物", "is_food"),
    ("是否区内", "destination"),
    ("是否由原企业退运", "importer_differs"),
    ("退运人", "importer_differs"),
    ("是否为原出口企业", "importer_differs"),
    ("same exporter?", "importer_differs"),
    ("是否同批次", "attribution"),
    ("是否原货", "attribution"),
    ("实物是否相符", "attribution"),
    ("same_batch", "attribution"),
    ("是否错发", "shipped_as_declared"),
    ("品质状况", "damaged"),
    ("外观检查", "damaged"),
    ("质量等级", "damaged"),
    ("附件情况", "parts_missing"),
    ("原包装", "repacked"),
    ("是否贴码", "repacked"),
    ("翻新", "processed"),
    ("维修情况", "processed"),
    ("返工", "processed"),
    ("refurbished", "processed"),
    ("is_repaired", "processed"),
    ("更换配件", "parts_added"),
    ("加装件", "parts_added"),
    ("new parts", "parts_added"),
    ("是否用过", "use"),
    ("二手", "use"),
    ("is_used", "use"),
    ("形态一致", "same_form"),
    ("是否保健品", "is_food"),
    ("饮料", "is_food"),
    ("退货进区日期", "destination"),
    ("退至保税仓", "destination"),
    ("bonded_warehouse", "destination"),
    ("返货数量", "returned_quantity"),
]


@walk_points("name, fact", NEAR)
def test_a_circumstance_in_other_words_is_near_its_fact_by_a_part_of_its_name(
    name: str, fact: str
) -> None:
    assert find_fact(name) is None
    assert find_near_fact(name) == fact
    assert is_named_by_part(name)


@walk_points(
    "name, fact",
    [
        ("decleared_on", "declared_on"),
        ("出口申报日期1", "declared_on"),
        ("退运原因分类", "reason"),
        ("出口退税", "export_refund"),
        ("hs_codes", "hs_code"),
        ("入境日期", "returned_on"),
        ("退货日期", "returned_on"),
        ("退件数量", "returned_quantity"),
        ("退货总数", "returned_quantity"),
        ("出货数量", "exported_quantity"),
        ("是否属食品", "is_food"),
        ("放行时间", "released_on"),
        ("申报时间", "declared_on"),
        ("退回原因", "reason"),
        ("监管方式名称", "supervision_code"),
        ("成交数量", "exported_quantity"),
        ("报关数量", "exported_quantity"),
        ("出运数量", "exported_quantity"),
        ("装运数", "exported_quantity"),
        ("发运数量", "exported_quantity"),
        ("出口PCS", "exported_quantity"),
        ("退货pcs", "returned_quantity"),
        ("GQty", "exported_quantity"),
        ("qty2", "exported_quantity"),
        ("return-date", "returned_on"),
        ("return_quantity", "returned_quantity"),
        ("quantityReturned", "returned_quantity"),
        ("qty_returned", "returned_quantity"),
        ("date exported", "exported_on"),
        ("export_date", "exported_on"),
        ("returnReason", "reason"),
        ("tradeModeCode", "supervision_code"),
        ("duty_paid", "export_duty_paid"),
    ],
)
def test_a_name_much_alike_is_near_by_its_letters_alone(name: str, fact: str) -> None:
    assert find_fact(name) is None
    assert find_near_fact(name) == fact
    assert not is_named_by_part(name)


def test_every_circumstance_that_could_be_missed_is_near_by_a_part_of_its_name() -> None:
    circumstances = {
        "destination",
        "is_food",
        "parts_missing",
        "damaged",
        "repacked",
        "importer_differs",
        "attribution",
        "shipped_as_declared",
        "returned_quantity",
        "returned_before",
        "papers_held",
        "same_form",
        "parts_added",
        "processed",
        "use",
    }
    assert {fact for fact, entry in NAMES.items() if entry.near} == circumstances


@pytest.mark.parametrize("name", ["订单号码", "商品名", "备注栏", "运单号1", "业务编号2"])
def test_no_name_is_near_a_fact_that_no_clause_reads(name: str) -> None:
    assert find_near_fact(name) is None


OF_THE_BROKERS_OWN = (
    "电商编号",
    "单证齐全",
    "对应原订单号",
    "入区日期",
    "实货重量",
    "缺陷描述",
    "质检结果",
    "申报单位",
    "生产日期",
    "退货仓库",
    "出口口岸",
    "出口国",
    "出口金额",
    "入库日期",
    "商品单价",
    "规格型号",
    "毛重",
    "净重",
    "币制",
    "总价",
    "原产国",
    "包装种类",
    "件数",
    "合同号",
    "提单号",
    "备案号",
    "征免方式",
    "生产销售单位",
    "报关行",
    "申报状态",
    "批次号",
    "目的国",
    "条码",
    "仓库",
    "申报要素",
    "随附单证",
    "放行状态",
    "申报地海关",
    "运输方式",
    "航班号",
    "运费",
    "保费",
    "杂费",
    "经停港",
    "指运港",
    "境外收货人",
    "消费使用单位",
    "退货入库时间",
    "退款金额",
    "退款日期",
    "下单日期",
    "发货日期",
    "签收日期",
    "快递公司",
    "店铺",
    "平台",
    "站点",
    "ASIN",
    "FNSKU",
    "品牌",
    "型号",
    "规格",
    "颜色",
    "图片",
    "采购价",
    "箱号",
    "箱数",
    "体积",
    "操作人",
    "创建时间",
    "更新时间",
    "序号",
    "进口口岸",
    "国别",
    "贸易国",
    "汇率",
    "关税",
    "增值税",
    "税率",
    "税额",
    "完税价格",
    "库存",
    "库存数量",
    "可用数量",
    "单价",
    "金额",
    "退货地址",
    "联系人",
    "电话",
    "处理方式",
    "质检结果",
    "检测结果",
    "是否带电",
    "是否侵权",
    "是否品牌",
    "是否样品",
    "是否赠品",
    "是否药品",
    "是否良品",
    "退件状态",
    "退货状态",
    "退运状态",
    "退款状态",
    "退回状态",
    "退单状态",
    "保税状态",
    "出口报关单状态",
    "出口国家",
    "退款数量",
    "退款原因",
    "退货重量",
    "申报重量",
    "发货数量",
    "出库数量",
    "到货数量",
    "预报数量",
    "出库日期",
    "进区日期",
    "进区时间",
    "买家",
    "买家留言",
    "买家国家",
    "收件人",
    "供应商",
    "采购员",
    "客服",
    "跟进人",
    "仓库名称",
    "发货仓",
    "海外仓",
    "状态",
    "物流状态",
    "订单状态",
    "处理状态",
    "审核状态",
    "售后状态",
    "商品链接",
    "商品图片",
    "商品类目",
    "商品尺寸",
    "外观颜色",
    "包装尺寸",
    "包装费",
    "材质",
    "用途",
    "使用说明",
    "功率",
    "电池型号",
    "原货号",
    "原商品名称",
    "原出口商品名称",
    "配件清单",
    "退货人",
    "退货渠道",
    "加工贸易手册号",
    "加工单位",
    "投诉内容",
    "时区",
    "报关单价",
    "报关单位",
    "商品条码",
    "产品编码",
    "商品项数",
    "税单号",
    "单据编号",
    "单证编号",
    "区内企业代码",
    "区内企业名称",
    "code",
    "user",
    "usage",
    "quality",
    "description",
    "supervisor",
    "processing",
    "processed_by",
    "returned_by",
    "returned_from",
    "returned_amount",
    "return_id",
    "return_no",
    "return_fee",
    "return_country",
    "is_returned",
    "export_country",
    "export_type",
    "export_price",
    "declared_name",
    "delivered_on",
    "destination_country",
    "destination_port",
)
"""Columns of brokers, ERPs and warehouses."""

OF_REPORTS_AND_MESSAGES = (
    "order-id",
    "asin",
    "fnsku",
    "product-name",
    "fulfillment-center-id",
    "detailed-disposition",
    "license-plate-number",
    "customer-comments",
    "request-date",
    "order-source",
    "order-type",
    "service-speed",
    "order-status",
    "last-updated-date",
    "disposition",
    "cancelled-quantity",
    "requested-quantity",
    "disposed-quantity",
    "shipped-quantity",
    "in-process-quantity",
    "removal-fee",
    "currency",
    "shipment-date",
    "carrier",
    "removal-order-type",
    "EventType",
    "ReconciledQuantity",
    "UnreconciledQuantity",
    "ReferenceID",
    "marketplaceid",
    "returnOrderId",
    "sellerOrderId",
    "lineNo",
    "returnDescription",
    "return_type",
    "return_state",
    "appType",
    "appStatus",
    "customsCode",
    "ebpCode",
    "ebpName",
    "ieFlag",
    "ieDate",
    "agentCode",
    "ownerName",
    "trafMode",
    "trafName",
    "voyageNo",
    "billNo",
    "wrapType",
    "packNo",
    "grossWeight",
    "netWeight",
    "gmodel",
    "barCode",
    "price",
    "totalPrice",
    "unit1",
    "returnStatus",
    "returnInfo",
    "leaveTime",
    "TradeCode",
    "TradeName",
    "cnsnTradeCode",
    "GModel",
    "CutMode",
    "ContrNo",
    "NoteS",
    "cusCiqNo",
    "IEFlag",
)
"""Columns and fields of Amazon's reports, Walmart's, the unified system's and declarations."""


@walk_points("heading", OF_THE_BROKERS_OWN + OF_REPORTS_AND_MESSAGES)
def test_a_heading_of_the_brokers_own_is_no_fact_and_near_none(heading: str) -> None:
    for each in (heading, f"*{heading}（必填）", f" {heading}\n"):
        assert find_fact(each) is None
        assert find_near_fact(each) is None
        assert not is_named_by_part(each)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("商品编码（退货仓填）", "hs_code"),
        ("是否食品(海外仓反馈)", "is_food"),
        ("出口数量 (from WMS)", "exported_quantity"),
        ("出口数量（箱）", "exported_quantity"),
        ("数量（退运）", "returned_quantity"),
        ("已退货数", "returned_before"),
        ("历史退运数量", "returned_before"),
        ("包装更换", "repacked"),
        ("配件不全", "parts_missing"),
        ("货不对版", "shipped_as_declared"),
        ("对应关系", "attribution"),
        ("保税区", "destination"),
    ],
)
def test_a_fact_beside_another_remark_or_by_another_word_is_near_for_sure(
    name: str, fact: str
) -> None:
    assert find_fact(name) is None
    assert find_near_fact(name) == fact
    assert is_named_by_part(name)


def test_a_day_of_entry_into_a_zone_tells_of_the_return_where_no_column_tells_of_the_zone() -> None:
    for name in ("进区日期", "入区时间（必填）"):
        assert find_zone_of_entry(name, {"released_on", None}) == "destination"
        for fact in ("left_zone_on", "domestic_on", "destination"):
            assert find_zone_of_entry(name, {fact}) is None
    for name in ("入库日期", "出区日期", "入境日期", ""):
        assert find_zone_of_entry(name, set()) is None


def test_a_remark_beside_a_fact_that_is_carried_is_near_nothing() -> None:
    assert find_near_fact("运单号（退货）") is None
    assert not is_named_by_part("备注（内部）")
