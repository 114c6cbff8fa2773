"""The other way in, in a file note: that it is the better one, left to customs to look at.

No word calls the goods free of tax: whether the article applies, and whether the taxes levied
with the duty follow it, customs decides.
"""

from __future__ import annotations

from retax.desk.letters.dates import write_day
from retax.desk.letters.letter import LetterLine
from retax.desk.letters.statements import describe_fact

_OTHER_WAY = (
    "上述商品另可按{cites}（{condition}）申请办理，是否适用、进口环节增值税和消费税是否一并不征，"
    "请海关一并审核"
)


def write_other_way(line: LetterLine) -> str | None:
    """Say that a line may go by the ordinary route, which is the better one; None where it is not.

    Facts are those given; what is presumed is left out.
    """
    verdict = line.verdict
    if verdict.better != "ordinary":
        return None
    ordinary = verdict.ordinary
    condition = ordinary.finding("39.cause").condition.zh
    days = [write_day(day) for day in (ordinary.last_day,) if day is not None]
    parts = [
        _OTHER_WAY.format(cites=(ordinary.cites or ordinary.name).zh, condition=condition),
        describe_fact(line, "cause"),
        *(f"该路径的期限届满日为{day}" for day in days),
    ]
    return "；".join(part for part in parts if part is not None)
