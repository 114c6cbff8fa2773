"""The numbers and the code of the papers on which the goods left and came back."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.facts.values import SUPERVISION_WORDS
from retax.words import Words

PAPER_FACTS: Mapping[str, FactRecord] = {
    "export_entry": FactRecord(
        kind="entry",
        label=Words("出口单证号", "number of the export list or declaration"),
        aliases=(
            "清单编号",
            "报关单号",
            "invtNo",
            "出口报关单号",
            "出口清单编号",
            "原清单编号",
            "原清单号",
            "原出口清单编号",
            "原报关单号",
            "原出口报关单号",
            "原出口单证号",
        ),
        help=Words(
            "原出口单证号是多少？9610 请填清单编号，不填汇总报关单号。",
            "Under which number were the goods exported? "
            "Under 9610 give the list's, not that of the summary declaration.",
        ),
        evidence="paper",
        letters="always",
        ledger="both",
        column_after="supervision_code",
    ),
    "export_item": FactRecord(
        kind="count",
        label=Words("项号", "item of the export paper"),
        aliases=(
            "商品序号",
            "gnum",
            "商品项号",
            "出口项号",
            "原出口项号",
            "原清单项号",
            "对应原出口清单项号",
        ),
        help=Words(
            "商品在出口单证上的项号（序号）", "on which item of the export paper the goods stand"
        ),
        asking="by_label",
        if_blank=Words(
            "不影响本行结论；同一单证下未填项号的各行，数量合并核对",
            "the row's own result stays; rows of one paper without it are added up together",
        ),
        evidence="goods",
        ledger="both",
    ),
    "return_entry": FactRecord(
        kind="entry",
        label=Words("退运报关单号", "number of the return declaration"),
        aliases=("退运进口报关单号", "退货报关单号"),
        help=Words(
            "退运进口所用报关单的编号", "under which number the return was declared for import"
        ),
        asking="by_label",
        if_blank=Words(
            "又无退运进口申报日期的，视为尚未申报；给出判断基准日且无退运日期的，按尚未退运处理",
            "without it and without a day of its declaration the return is not declared yet; where "
            "a day is asked about and no day of return is known, the goods are not back yet",
        ),
        evidence="paper",
        column_after="extended_until",
    ),
    "supervision_code": FactRecord(
        kind="code",
        label=Words("监管方式代码", "supervision code"),
        aliases=(
            "监管方式",
            "tradeMode",
            "贸易方式",
            "贸易方式代码",
            "出口监管方式",
            "出口监管方式代码",
            "海关监管方式",
        ),
        help=Words(
            "出口单证上的监管方式代码是什么？（邮寄、快件出口而没有清单或报关单的填“无”）",
            "Which supervision code stands on the paper on which the goods left the country? "
            "(none: they left by post or express, without list or declaration)",
        ),
        values=SUPERVISION_WORDS,
        evidence="paper",
        ledger="export",
        column_after="goods_name",
    ),
}
