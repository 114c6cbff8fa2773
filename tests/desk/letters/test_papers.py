from __future__ import annotations

from typing import Any

from desk.letters.addressed import addressed, fields

ALL_HELD = ["export_list", "tax_certificate", "platform_return_record", "match_record"]


def enclosed(*given: dict[str, Any]) -> dict[str, str]:
    return {row["name"]: row["state"] for row in fields(*given)["enclosed"]}


def documents(*given: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        row["name"].partition("（")[0]: (row["certainty"], row["held"])
        for row in fields(*given)["documents"]
    }


def test_a_paper_held_is_enclosed_under_its_own_name() -> None:
    held = enclosed(addressed(papers_held=ALL_HELD))
    assert held == {
        "出口申报清单": "随附",
        "《出口货物已补税/未退税证明》": "随附",
        "平台退货记录": "随附",
        "批次对应材料": "随附",
    }


def test_a_required_paper_that_is_not_held_is_to_come_and_others_are_not_promised() -> None:
    assert enclosed(addressed(papers_held=["export_list"])) == {
        "出口申报清单": "随附",
        "《出口货物已补税/未退税证明》": "待补",
        "退货凭据（平台退货或拒收记录、其他退货记录、返货协议，任一）": "待补",
    }


def test_where_the_papers_held_were_not_stated_there_are_boxes_to_tick() -> None:
    assert set(enclosed(addressed()).values()) == {"□ 随附  □ 待补"}
    assert documents(addressed())["出口申报清单或出口报关单"] == ("必备", "□ 已备  □ 未备")
    assert "《出口货物已补税/未退税证明》见单证一览" in fields(addressed())["refund"]


def test_a_paper_held_that_serves_no_document_is_enclosed_all_the_same() -> None:
    rows = fields(addressed(papers_held=[*ALL_HELD, "inspection_report"]), addressed())["enclosed"]
    assert {"name": "检测记录", "basis": "", "state": "随附（序号1）"} in rows


def test_the_checklist_says_what_is_required_and_what_is_at_hand() -> None:
    assert documents(addressed(papers_held=["export_list"])) == {
        "出口申报清单或出口报关单": ("必备", "已备"),
        "《出口货物已补税/未退税证明》": ("必备", "未备"),
        "退货凭据": ("必备", "未备"),
        "与原出口商品的对应材料": ("海关通常要求", "未备"),
    }


def test_lines_that_need_other_papers_are_listed_apart() -> None:
    unsold = addressed(reason="unsold", papers_held=["self_declaration"])
    returned = addressed(papers_held=ALL_HELD)
    assert enclosed(unsold, returned) == {
        "出口申报清单或出口报关单（序号1）；出口申报清单（序号2）": "待补（序号1）；随附（序号2）",
        "《出口货物已补税/未退税证明》": "待补（序号1）；随附（序号2）",
        "滞销自我声明（序号1）": "随附（序号1）",
        "平台退货记录（序号2）": "随附（序号2）",
        "批次对应材料（序号2）": "随附（序号2）",
    }


def test_the_papers_that_bear_out_the_reason_are_the_evidence() -> None:
    held = [*ALL_HELD, "refusal_record", "customer_trial_record"]
    assert fields(addressed(papers_held=held))["evidence"] == ["平台退货记录、拒收记录"]
    tried = addressed(papers_held=held, use="customer_trial")
    assert fields(tried)["evidence"] == ["平台退货记录、拒收记录、客户试用证明"]
    assert fields(addressed())["evidence"] == []


def test_what_is_still_to_be_done_is_named_once_with_its_lines_and_no_question_of_law() -> None:
    refunded = addressed(export_refund="refunded")
    open_question = addressed(damaged=True)
    other = addressed(export_refund="refunded", reference="R-3")
    actions = fields(refunded, open_question, other)["actions"]
    assert actions == [
        "最迟于 2026年9月3日 向主管税务机关补缴（或冲减）已退税款（序号1、3）",
        "最迟于 2026年9月3日 向主管税务机关申请开具《出口货物已补税/未退税证明》"
        "（由税务机关电子传输至海关）（序号1、3）",
    ]
    assert fields(open_question)["actions"] == []


def test_a_line_that_may_be_there_twice_is_to_be_compared() -> None:
    row = addressed()
    actions = fields(row, row)["actions"]
    assert actions == ["与第 2 行各要素完全相同，核对是否重复（序号2）"]


def test_another_reason_is_to_be_named_since_no_answer_of_customs_covers_it() -> None:
    assert fields(addressed(reason="other"))["actions"] == [
        "写明具体退运原因（“其他”不能据以办理）"
    ]


def test_the_refund_and_the_certificate_are_written_as_given() -> None:
    assert fields(addressed(papers_held=[], export_refund="claimed"))["refund"] == [
        "出口退税办理情况：已申报未办结",
        "《出口货物已补税/未退税证明》待取得",
    ]
