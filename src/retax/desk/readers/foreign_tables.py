"""Tables that others made for something else, known by their headings: each says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from retax.cells.cell import get_text
from retax.facts.name_matching import LONGEST_NAME
from retax.words import Words

AmazonReport = Literal["customer_returns", "removal_orders", "removal_shipments", "ledger"]

AMAZON_REPORTS: Mapping[AmazonReport, Words] = {
    "customer_returns": Words("亚马逊的客户退货报告", "Amazon's report of customer returns"),
    "removal_orders": Words("亚马逊的移除订单报告", "Amazon's report of removal orders"),
    "removal_shipments": Words("亚马逊的移除货件报告", "Amazon's report of removal shipments"),
    "ledger": Words("亚马逊的库存分类账报告", "Amazon's inventory ledger"),
}
"""The reports of Amazon's warehouses."""

_HEADINGS: Mapping[AmazonReport, frozenset[str]] = {
    "customer_returns": frozenset(
        {"returndate", "orderid", "sku", "fnsku", "quantity", "detaileddisposition"}
    ),
    "removal_orders": frozenset(
        {"requestdate", "orderid", "ordertype", "sku", "fnsku", "disposition", "requestedquantity"}
    ),
    "removal_shipments": frozenset(
        {"requestdate", "orderid", "shipmentdate", "sku", "fnsku", "disposition", "shippedquantity"}
    ),
    "ledger": frozenset({"date", "fnsku", "asin", "msku", "title", "disposition"}),
}
"""The headings that only this report has, without case and marks."""

_AMAZON = Words(
    "是{report}，其中没有出口单证和退税等要素，且 sku、reason 等列含义不同；"
    "请与出口台账一起用 retax match 对应，或按 examples/34_amazon_returns.py 的做法自行对应",
    "is {report}, which tells nothing of the export, and whose sku and reason are not ours; match "
    "it with the export ledger by retax match, or join it as examples/34_amazon_returns.py does",
)

_FORM = Words(
    "是按格式排列的报关单，不是一行一项商品的表，不能按行读取；"
    "请将各项商品逐行填入表样（retax template），或作为出口台账交 retax match",
    "is a declaration laid out as a form, not a table of one item a row; fill its items into the "
    "rows of the template (retax template), or give it to retax match as a ledger",
)
_LABELS_OF_A_FORM = frozenset(
    {
        "预录入编号",
        "海关编号",
        "境内发货人",
        "境内收货人",
        "境外发货人",
        "境外收货人",
        "出境关别",
        "进境关别",
        "生产销售单位",
        "消费使用单位",
        "征免性质",
        "运输方式",
        "提运单号",
        "运抵国(地区)",
        "启运国(地区)",
        "合同协议号",
        "商品名称及规格型号",
        "数量及单位",
        "单价/总价/币制",
        "境内货源地",
        "境内目的地",
        "随附单证及编号",
        "标记唛码及备注",
        "申报单位",
    }
)
_ENOUGH_LABELS = 5
_ENOUGH_ROWS = 3
_MARKS = re.compile(r"[^0-9a-z]")


def name_report(head: Sequence[Sequence[object]]) -> Words | None:
    """Say what the first rows of a table show it to be; None where nothing is known of it."""
    found = find_amazon_report(head)
    if found is not None:
        return _AMAZON.filled(report=AMAZON_REPORTS[found[0]])
    return _FORM if is_form(head) else None


def normalize_heading(cell: object) -> str:
    """Return a heading of a report of Amazon without case and marks."""
    return _MARKS.sub("", get_text(cell)[:LONGEST_NAME].lower())


def find_amazon_report(head: Sequence[Sequence[object]]) -> tuple[AmazonReport, int] | None:
    """Return which report of Amazon has its headings in the first rows, and in which of them."""
    for at, row in enumerate(head):
        names = {normalize_heading(cell) for cell in row}
        for report, expected in _HEADINGS.items():
            if expected <= names:
                return report, at
    return None


def is_form(head: Sequence[Sequence[object]]) -> bool:
    """Say whether the first rows of a table are those of a declaration laid out as a form."""
    labels = [_list_labels(row) for row in head]
    rows = sum(1 for of_a_row in labels if of_a_row)
    return len(frozenset[str]().union(*labels)) >= _ENOUGH_LABELS and rows >= _ENOUGH_ROWS


def _list_labels(row: Sequence[object]) -> frozenset[str]:
    texts = (get_text(cell)[:LONGEST_NAME].replace("（", "(").replace("）", ")") for cell in row)
    return frozenset(re.split("[:：]", "".join(text.split()))[0] for text in texts) & (
        _LABELS_OF_A_FORM
    )
