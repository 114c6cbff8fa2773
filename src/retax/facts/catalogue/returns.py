"""The return: where to and why, what the goods are, and the refund of the export tax."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.facts.values import CAUSES, DESTINATIONS, EXPORT_REFUNDS, REASONS, list_words_zh
from retax.words import Words

FACTS_OF_THE_RETURN: Mapping[str, FactRecord] = {
    "destination": FactRecord(
        kind="word",
        label=Words("退运去向", "destination of the return"),
        aliases=("退货去向", "退运流向"),
        help=Words(
            "货物退至（或拟退至）境内区外，还是区内？",
            "Are the goods (or will they be) in the country outside any zone, or in a zone?",
        ),
        values=DESTINATIONS,
        evidence="circumstance",
        column_after="return_entry",
        near=(
            "去向",
            "区内",
            "保税区",
            "综保区",
            "是否入区",
            "是否在区",
            "货物所在地",
            "inzone",
            "退运进区",
            "退货进区",
            "退运入区",
            "退货入区",
            "是否进区",
            "进区情况",
            "入区情况",
            "退回区",
            "返区",
            "回区",
            "退区",
            "再入区",
            "重新入区",
            "保税仓",
            "保税物流",
            "保税港",
            "退货中心仓",
            "bonded",
            "enteredzone",
            "zoneentry",
        ),
    ),
    "reason": FactRecord(
        kind="word",
        label=Words("退运原因", "reason of the return"),
        aliases=("退货原因", "退运理由", "退货理由"),
        help=Words(
            "因何退运？请按实际情况选一项："
            + list_words_zh(REASONS)
            + "。召回、取消订单、错发等勿并入退货。",
            "Why do the goods come back? Choose what actually happened: "
            + ", ".join(REASONS)
            + ". Do not fold a recall, a cancelled order or wrong goods into customer_return.",
        ),
        values=REASONS,
        evidence="reason",
        column_after="left_zone_on",
    ),
    "cause": FactRecord(
        kind="word",
        label=Words("品质规格或不可抗力原因", "cause in quality, specification or force majeure"),
        aliases=("退运起因",),
        help=Words(
            "退运是否因品质、规格或不可抗力？（"
            + list_words_zh(CAUSES)
            + "；与退运原因分别填写：客户退货可能因品质，也可能仅因改变主意）",
            "Do the goods come back for their quality, their specification or force majeure? ("
            + ", ".join(CAUSES)
            + "; beside the reason: a customer may return goods for their quality, or because he "
            "has changed his mind)",
        ),
        values=CAUSES,
        evidence="reason",
        column_after="reason",
    ),
    "hs_code": FactRecord(
        kind="hs",
        label=Words("商品编码", "HS code"),
        aliases=(
            "商品编号",
            "税号",
            "HS编码",
            "gcode",
            "海关商品编码",
            "海关编码",
            "商品税号",
            "税则号列",
            "codeTs",
            "HS",
        ),
        help=Words(
            "出口单证上的税号，用于筛查是否可能属于食品",
            "the code on the export paper; it shows which goods may be food",
        ),
        # Whether the goods are food is asked instead: the screen of headings is no law.
        asking="never",
        evidence="goods",
        ledger="both",
        column_after="destination",
    ),
    "is_food": FactRecord(
        kind="yes_no",
        label=Words("是否食品", "food"),
        aliases=("食品", "是否为食品", "是否属于食品"),
        help=Words(
            "商品是否供人食用或饮用？（保健食品算；宠物食品、化妆品、餐具不算）",
            "Are the goods for people to eat or drink? "
            "(Health food is; pet food, cosmetics and tableware are not.)",
        ),
        evidence="circumstance",
        statements=("商品供人食用或饮用", "商品不供人食用或饮用"),
        ledger="both",
        near=(
            "foodflag",
            "isfood",
            "edible",
            "食用",
            "食物",
            "保健",
            "饮料",
            "饮品",
            "酒类",
            "零食",
            "膳食",
            "营养品",
            "可食",
            "药食",
            "beverage",
        ),
    ),
    "export_refund": FactRecord(
        kind="word",
        label=Words("出口退税办理情况", "state of the export tax refund"),
        aliases=("出口退税情况", "出口退税状态", "退税情况", "退税状态", "退税办理情况"),
        help=Words(
            "本次退运部分的出口退税办到哪一步？（"
            + list_words_zh(EXPORT_REFUNDS)
            + "；适用免税、视同内销的按未退税；1210 含货物入区时取得的退税，供货企业取得的亦算）",
            "How far has the export tax refund of the units that come back got? ("
            + ", ".join(EXPORT_REFUNDS)
            + "; exempt or taxed as a domestic sale counts as not_refunded; under 1210 a refund "
            "obtained on entry into the zone counts, also the supplier's)",
        ),
        values=EXPORT_REFUNDS,
        evidence="tax",
        ledger="both",
    ),
}
