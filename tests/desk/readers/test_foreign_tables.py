from __future__ import annotations

from collections.abc import Sequence

import pytest

from retax.desk.readers.foreign_tables import name_report


def name_kind(*head: Sequence[object]) -> str:
    words = name_report(head)
    return "" if words is None else words.en


@pytest.mark.parametrize(
    ("headings", "part"),
    [
        (
            "return-date order-id sku asin fnsku product-name quantity fulfillment-center-id "
            "detailed-disposition reason status license-plate-number customer-comments",
            "customer returns",
        ),
        ("sku return_date order_id fnsku quantity detailed_disposition reason", "customer returns"),
        (
            "request-date order-id order-source order-type service-speed order-status sku fnsku "
            "disposition requested-quantity cancelled-quantity",
            "removal orders",
        ),
        (
            "Request-Date Order-ID Shipment-Date SKU FNSKU Disposition Shipped-Quantity carrier",
            "removal shipments",
        ),
        ("Date FNSKU ASIN MSKU Title EventType Quantity Disposition", "inventory ledger"),
    ],
)
@pytest.mark.parametrize("above", [[], [("",), ("x",)]])
def test_a_report_of_a_platform_is_known_by_its_headings(
    headings: str, part: str, above: list[Sequence[object]]
) -> None:
    assert part in name_kind(*above, headings.split())
    assert "examples/34_amazon_returns.py" in name_kind(*above, headings.split())


def test_headings_of_ones_own_are_no_report() -> None:
    assert name_kind(("业务编号", "sku", "order-id", "reason", "quantity")) == ""
    assert name_kind() == ""


FORM = (
    ("出口货物报关单",),
    ("预录入编号：", "", "海关编号：291820260000123456"),
    ("境内发货人", "出境关别", "出口日期"),
    ("某电商有限公司", "某海关", "20260307"),
    ("生产销售单位", "监管方式", "征免 性质"),
    ("运抵国（地区）",),
)


def test_a_declaration_laid_out_as_a_form_is_known_by_its_labels() -> None:
    assert "laid out as a form" in name_kind(*FORM)


@pytest.mark.parametrize("head", [FORM[:3], ([cell for row in FORM for cell in row],), FORM[2:4]])
def test_a_table_with_such_headings_is_none(head: Sequence[Sequence[object]]) -> None:
    assert name_kind(*head) == ""
