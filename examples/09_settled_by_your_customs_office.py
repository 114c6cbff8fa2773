"""Three parcels, three open questions, and the customs office that has answered two of them.

Where the text has two readings retax takes neither: the verdict is ``needs_review`` (口径待核) and
tells both sides with their grounds. You put the question to your customs office, file the answer,
and tell retax with ``settled``, strictly or leniently; each verdict that rests on it says so.

Watch how narrow an answer is. An office that lets a chipped mug pass has said nothing on new
labels; one that takes an order cancelled after export for a return (退货) has said nothing on
recalls. And it binds nobody else: keep a table for each office.
"""

from datetime import date

import retax

goods = {
    "supervision_code": "9610",
    "declared_on": date(2026, 3, 10),
    "released_on": date(2026, 3, 10),
    "exported_on": date(2026, 3, 10),
    "returned_on": date(2026, 9, 9),
    "return_declared_on": date(2026, 9, 10),
    "reason": "customer_return",
    "is_food": False,
    "export_refund": "not_refunded",
    "same_form": True,
    "parts_added": False,
    "processed": False,
    "use": "unused",
}
OUR_OFFICE: dict[str, retax.Side] = {
    "missing-or-damaged": "lenient",  # a chip is no change of form, said the office
    "return-date": "strict",  # but the declaration, too, must be in time
}
for parcel, told in (
    ("a chipped mug", {"damaged": True}),
    ("a new label", {"repacked": True}),
    ("declared a day late", {"return_declared_on": date(2026, 9, 11)}),
):
    before = retax.check(goods | told)
    after = retax.check(goods | told, settled=OUR_OFFICE)
    print(f"{parcel}: {before.status}, now {after.status}")
    for question in before.open_questions:
        print(f"  {question.id}: {question.asks.zh} ({question.asks.en})")
    for question in after.deciding_settlements:
        side = question.strict if OUR_OFFICE[question.id] == "strict" else question.lenient
        print(f"  On file: {side.zh} ({side.en})")
    print(f"  {after.explain('zh').splitlines()[0]}")
