"""The example rows of the blank workbook, and how they are known again where they were left in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from retax import ReturnedGoods, Words

NOTE = "示例，填报前请删除本行"
"""The note (备注) of every example row."""

LEFT_IN = Words(
    "本行是表样中的示例，不是实际商品；请删除",
    "the row is an example of the blank workbook, not goods of yours; delete it",
)
"""What is remarked of an example row that is judged."""


def is_example(goods: ReturnedGoods) -> bool:
    """Say that a row is an example left in, not one that a clerk has typed over."""
    return goods.note == NOTE and goods.export_entry in {each.export_entry for each in EXAMPLES}


_IN_ORDER: Mapping[str, object] = {
    "enterprise": "示例跨境电商（杭州）有限公司",
    # Made up, but with a check character that fits: any other code is remarked on.
    "enterprise_code": "91330100MA2ABCDE1R",
    "export_item": 1,
    "destination": "domestic",
    "is_food": False,
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
    "parts_missing": False,
    "damaged": False,
    "repacked": False,
    "attribution": "traced",
    "shipped_as_declared": True,
    "importer_differs": False,
    "export_duty_paid": False,
    "taxed_at_export": False,
    "unit": "件",
    "note": NOTE,
}

EXAMPLES: tuple[ReturnedGoods, ...] = tuple(
    ReturnedGoods.model_validate({**_IN_ORDER, **facts})
    for facts in (
        {
            "reference": "示例-1",
            "goods_name": "毛绒玩具",
            "sku": "TOY-2308",
            "order_no": "114-5520183-7781024",
            "tracking_no": "LP00598837124CN",
            "supervision_code": "9610",
            "export_entry": "29102026E000000123",
            "declared_on": date(2026, 3, 5),
            "released_on": date(2026, 3, 5),
            "exported_on": date(2026, 3, 7),
            "reason": "customer_return",
            "returned_on": date(2026, 6, 18),
            "return_declared_on": date(2026, 6, 19),
            "return_entry": "291020261000004567",
            "hs_code": "9503002100",
            "export_refund": "not_refunded",
            "exported_quantity": 200,
            "returned_quantity": 12,
            "returned_before": 0,
            "papers_held": [
                "export_list",
                "tax_certificate",
                "platform_return_record",
                "match_record",
            ],
        },
        {
            "reference": "示例-2",
            "goods_name": "不锈钢保温杯",
            "sku": "CUP-500-BK",
            "supervision_code": "9810",
            "export_entry": "310020260000012345",
            "declared_on": date(2026, 2, 10),
            "released_on": date(2026, 2, 11),
            "exported_on": date(2026, 2, 14),
            "reason": "unsold",
            "returned_on": date(2026, 7, 20),
            "hs_code": "9617001900",
            "export_refund": "repaid",
            "exported_quantity": 1000,
            "returned_quantity": 340,
            "returned_before": 0,
            "papers_held": ["export_declaration", "self_declaration", "match_record"],
        },
    )
)
"""The two filled rows: one eligible, one where a declaration and a paper are still to come."""
