"""Quantities, in the unit of the export line."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.words import Words

QUANTITY_FACTS: Mapping[str, FactRecord] = {
    "exported_quantity": FactRecord(
        kind="quantity",
        label=Words("出口数量", "quantity exported"),
        aliases=("qty", "申报数量", "出口申报数量", "原出口数量", "原申报数量"),
        help=Words("出口单证上该项商品的数量", "how much of the item the export paper shows"),
        asking="by_label",
        is_positive=True,
        evidence="amount",
        ledger="export",
        column_after="unit",
    ),
    "returned_quantity": FactRecord(
        kind="quantity",
        label=Words("本次退运数量", "quantity returned"),
        aliases=("退运数量", "退货数量", "本次退货数量", "退运申报数量"),
        help=Words("本行退回的数量", "how much of it this row brings back"),
        asking="by_label",
        is_positive=True,
        evidence="amount",
        near=(
            "退运数",
            "退货数",
            "退回数",
            "数量退运",
            "数量退货",
            "返货数",
            "返回数量",
            "返回件数",
            "回运数",
            "返运数",
            "实退数",
            "unitsreturned",
            "returnedunits",
            "退仓数",
            "回国数",
        ),
    ),
    "returned_before": FactRecord(
        kind="quantity",
        label=Words("此前累计已退运数量", "quantity returned before"),
        aliases=(
            "累计已退运数量",
            "累计退运数量",
            "此前已退运数量",
            "已退运数量",
            "已退数量",
            "累计已退数量",
            "累计退货数量",
        ),
        help=Words(
            "本次以前，该项商品已退运的数量合计", "how much of the item had come back before"
        ),
        asking="by_label",
        evidence="circumstance",
        ledger="export",
        near=(
            "已退运",
            "已退货",
            "已退货数",
            "已退数",
            "累计退",
            "此前退",
            "此前数量",
            "之前数量",
            "以前数量",
            "之前退运",
            "之前退货",
            "以前退运",
            "以前退货",
            "以往退运",
            "以往退货",
            "前次退运",
            "前次退货",
            "上次退运",
            "上次退货",
            "前期退运",
            "前期退货",
            "历史退运",
            "历史退货",
            "已返数",
            "returnedbefore",
            "alreadyreturned",
            "previouslyreturned",
            "returnedsofar",
        ),
    ),
}
