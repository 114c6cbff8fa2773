"""The words of the statuses of the ordinary route: 不征收, where the announcement says 免征.

Source: none of its own; the words are retax's.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax.law.outcome import STATUSES, Status
from retax.words import Words

ORDINARY_STATUSES: Mapping[Status, tuple[Words, Words]] = {
    "not_covered": (
        Words("无适用规定", "not covered"),
        Words("当时尚无已知的规定，暂无法判断。", "No law was known then; that is no answer."),
    ),
    "ineligible": (
        Words("不符合", "does not apply"),
        Words("不能按该条不征税。", "The article does not free these goods."),
    ),
    "needs_facts": (
        Words("资料待补", "facts needed"),
        Words(
            "资料不足以判断，请补充资料。",
            "What is known does not decide the case; please supply the facts.",
        ),
    ),
    "needs_review": STATUSES["needs_review"],
    "conditional": (
        Words("附条件符合", "applies on conditions"),
        Words(
            "按所述事实，其余条件均已满足；待办事项办妥后可申请不征税，以海关审核为准。",
            "On the facts stated every other condition is met; once the steps are taken, goods "
            "can be declared as not taxed. Customs decides.",
        ),
    ),
    "eligible": (
        Words("符合不征税条件", "applies"),
        Words(
            "按所述事实，各项条件均已满足，可申请不征税，以海关审核为准。",
            "On the facts stated every condition is met; the goods can be declared as not taxed. "
            "Customs decides.",
        ),
    ),
}
"""Each status of the ordinary route as a badge and as a sentence."""
