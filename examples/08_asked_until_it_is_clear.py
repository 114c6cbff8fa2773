"""Missing facts are asked for, one after another, until the verdict is clear.

A client writes "ten parcels came back, are they free?" and nothing else. What retax does not know
it asks (``verdict.asks``), each question as a clerk would put it and no more than the case needs:
a day that cannot change the answer is not asked for, and once a clause is failed nothing is. What
has still to be done, such as declaring the return, is no question but an action.

Watch what is presumed: that nothing is damaged, that the papers will be filed with the return, and
whatever else ``verdict.assumed`` names. Read it to the client before you rely on the answer.
"""

from collections.abc import Mapping

import retax

toys = {
    "supervision_code": "9610",
    "declared_on": "2026-03-05",
    "exported_on": "2026-03-07",
    "returned_on": "2026-06-18",
    "reason": "客户退货",  # returned by the customer
    "is_food": "否",  # no
    "export_refund": "未退税",  # no refund claimed
    "same_form": "是",  # yes
    "parts_added": "否",
    "processed": "否",
    "use": "未使用",  # unused
}


def ask_until_clear(client: Mapping[str, str]) -> tuple[dict[str, str], retax.Verdict]:
    told: dict[str, str] = {}
    verdict = retax.check(told)
    while verdict.asks:
        fact = verdict.asks[0].fact
        told[fact] = client[fact]  # a program of yours would ask a person here
        verdict = retax.check(told)
    return told, verdict


for ask in retax.check({}).asks:
    print(f"{ask.fact}: {ask.words.zh}")
for name, client in (("Toys", toys), ("Snacks", toys | {"is_food": "是"})):
    told, verdict = ask_until_clear(client)
    print(f"{name}: {verdict.status} after {len(told)} answers, the last on {list(told)[-1]}")
    for action in verdict.actions:
        print(f"  {action.words.zh} ({action.words.en})")
print("Presumed:", ", ".join(retax.check(toys).assumed))
