"""Trial use, with a customer and without one.

Goods must come back unused, with two exceptions in Article 3: where only trial use (试用) reveals
that the quality is bad, and where a customer tried the goods, sent them back and this can be
proved. Where trial ends and use begins the text does not say: state what the inspection found.

Watch whose trial it was. If no customer had the goods, because they never sold or were refused at
the door, it is open whether the exception reaches them (``trial-without-customer``); and whether a
defect that the seller finds counts as a return at all is a question of its own. A trial needs
evidence: an inspection report (检测记录) or what the customer wrote when sending the goods back.
"""

from datetime import date

import retax

goods = {
    "supervision_code": "9610",
    "declared_on": date(2026, 4, 1),
    "released_on": date(2026, 4, 1),
    "exported_on": date(2026, 4, 2),
    "returned_on": date(2026, 7, 20),
    "return_declared_on": date(2026, 7, 20),
    "hs_code": "8509409000",  # kitchen blenders
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
}
for reason, use in (
    ("客户退货", "客户试用后退货"),  # sent back after the customer's trial
    ("客户退货", "试用才发现品质不良"),  # a defect that only trial use reveals
    ("滞销", "试用才发现品质不良"),  # unsold: no customer had the goods
    ("卖方发现品质问题", "试用才发现品质不良"),  # found by the seller
    ("客户退货", "已使用"),  # used
):
    verdict = retax.check(goods | {"reason": reason, "use": use})
    print(f"{reason}, {use}: {verdict.status}")
    print(" ", verdict.finding("3.unused").statement.en)
    for question in verdict.open_questions:
        print(f"  Open: {question.asks.zh} ({question.asks.en})")
    for paper in verdict.documents:
        if paper.id == "trial_evidence":
            print(f"  To file: {paper.words.zh}")  # an inspection report or the customer's reason
