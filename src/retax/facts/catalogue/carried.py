"""Facts that are carried through: no clause reads them."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.words import Words

CARRIED_FACTS: Mapping[str, FactRecord] = {
    "reference": FactRecord(
        kind="text",
        label=Words("业务编号", "reference"),
        aliases=("编号", "内部编号", "业务流水号", "退货单号", "退单号"),
        help=Words(
            "本企业的编号，用于在结论中找到本行", "your own key, by which you find the row again"
        ),
        asking="by_label",
        evidence="none",
        ledger="both",
        is_of_one_row=True,
    ),
    "enterprise": FactRecord(
        kind="text",
        label=Words("企业名称", "enterprise"),
        aliases=(
            "ebcName",
            "收发货人名称",
            "境内发货人",
            "境内收发货人",
            "出口企业",
            "出口企业名称",
            "电商企业名称",
            "consignorCname",
        ),
        help=Words(
            "申报出口的企业，文书以其名义出具",
            "the enterprise that declared the export; letters are in its name",
        ),
        asking="by_label",
        evidence="none",
        letters="always",
        ledger="both",
        column_after="taxed_at_export",
    ),
    "enterprise_code": FactRecord(
        kind="text",
        label=Words("统一社会信用代码", "social credit code"),
        aliases=(
            "ebcCode",
            "社会信用代码",
            "收发货人代码",
            "境内收发货人18位社会信用代码",
            "电商企业代码",
        ),
        help=Words(
            "该企业营业执照上的代码，写入文书", "the code of its business licence, for letters"
        ),
        asking="by_label",
        evidence="none",
        ledger="both",
    ),
    "goods_name": FactRecord(
        kind="text",
        label=Words("商品名称", "name of the goods"),
        aliases=("品名", "gname", "货物名称", "产品名称", "企业商品名称", "itemName"),
        help=Words(
            "出口单证上的商品名称，写入文书",
            "the goods as the export paper names them, for letters",
        ),
        asking="by_label",
        evidence="goods",
        letters="final",
        ledger="both",
        column_after="reference",
    ),
    "sku": FactRecord(
        kind="text",
        label=Words("货号", "item number of the seller"),
        aliases=("itemNo", "企业商品货号", "商品货号", "MSKU"),
        help=Words("卖家的货号（SKU），写入文书", "the seller's number (SKU), for letters"),
        asking="by_label",
        evidence="goods",
        ledger="both",
        column_after="enterprise_code",
    ),
    "serial_no": FactRecord(
        kind="text",
        label=Words("序列号", "serial number"),
        aliases=("商品序列号", "产品序列号", "SN"),
        help=Words("商品的序列号，写入文书", "the serial number of the unit, for letters"),
        asking="by_label",
        evidence="paper",
        ledger="both",
    ),
    "unit": FactRecord(
        kind="text",
        label=Words("计量单位", "unit"),
        aliases=("申报计量单位", "成交计量单位"),
        help=Words(
            "出口单证上的计量单位，各数量均以此计",
            "the unit of the export paper, in which all quantities are told",
        ),
        asking="by_label",
        evidence="amount",
        ledger="both",
        column_after="repacked",
    ),
    "order_no": FactRecord(
        kind="text",
        label=Words("订单号", "order number"),
        aliases=("订单编号", "orderNo", "平台订单号", "原订单号"),
        help=Words("电商平台的订单号，写入文书", "the order on the platform, for letters"),
        asking="by_label",
        evidence="paper",
        ledger="both",
        is_of_one_row=True,
        column_after="serial_no",
    ),
    "tracking_no": FactRecord(
        kind="text",
        label=Words("运单号", "tracking number"),
        aliases=("物流运单编号", "物流单号", "运单编号", "快递单号", "logisticsNo"),
        help=Words("物流运单号，写入文书", "the number of the parcel, for letters"),
        asking="by_label",
        evidence="paper",
        ledger="both",
        is_of_one_row=True,
    ),
    "note": FactRecord(
        kind="text",
        label=Words("备注", "note"),
        aliases=("附注",),
        help=Words("本企业自用，不写入文书", "for yourself; it stands in no letter"),
        asking="by_label",
        evidence="none",
        ledger="both",
    ),
    "reason_note": FactRecord(
        kind="text",
        label=Words("退运原因说明", "remark on the reason"),
        aliases=("退货原因说明", "退运说明", "退单说明"),
        help=Words(
            "对退运原因的补充说明，写入文书", "more on the reason of the return, for letters"
        ),
        asking="by_label",
        evidence="circumstance",
        column_after="cause",
    ),
}
