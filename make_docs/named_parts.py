"""Names for parts of the law that stand in several places, so that a rule can be read.

The trees are the law's own constants; only what to call them is worded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retax.law.announcements import ANNOUNCEMENTS
from retax.law.article_1_scope import LISTED_AS_FOOD, LISTED_AS_NOT_FOOD
from retax.law.article_1_six_months import (
    END,
    LAST_DAY,
    LAST_DAY_FROM_A_ZONE,
    NOT_IN_THE_COUNTRY,
    STILL_ABROAD,
    in_time,
    six_months_from,
)
from retax.law.article_3_original_state import REASON_GOES_WITH_A_TRIAL, TRIAL_USE
from retax.law.clause import as_of, fact
from retax.logic.expressions import Expression, Fact, Given, first
from retax.vocabulary import NAMES
from retax.words import Words


@dataclass(frozen=True)
class Definition:
    """What a name stands for."""

    words: Words
    tree: Expression


@dataclass(frozen=True)
class Part:
    """What to call a part of a rule; ``definition``: None where the name says it all."""

    words: Words
    definition: Definition | None = None


THE_DAY = Given("day")
_IN_TIME = Definition(Words("某日在期限内", "a day is in time"), in_time(THE_DAY))
_SIX_MONTHS = Definition(
    Words("自某日起六个月的届满日", "the last day of six months from a day"),
    six_months_from(THE_DAY),
)


def _defined(zh: str, en: str, tree: Expression) -> Part:
    words = Words(zh, en)
    return Part(words, Definition(words, tree))


def _parts() -> Iterator[tuple[Expression, Part]]:
    for tree, zh, en in (
        (STILL_ABROAD, "尚未退运", "still abroad"),
        (NOT_IN_THE_COUNTRY, "未见已在境内的记载", "nothing shows the goods to be in the country"),
        (TRIAL_USE, "属两种试用情形之一", "trial use of one of the two kinds"),
        (
            REASON_GOES_WITH_A_TRIAL,
            "退运原因与客户试用或品质问题相称",
            "a reason that goes with a customer's trial or a defect",
        ),
        (END, "退运完成日", "the day that ends the return"),
        (LAST_DAY, "期限届满日", "the last day"),
        (LAST_DAY_FROM_A_ZONE, "1210 的期限届满日", "the last day under 1210"),
    ):
        yield tree, _defined(zh, en, tree)
    for day, zh, en in (
        (END, "退运完成日", "the day that ends the return"),
        (fact.return_declared_on, *_label(fact.return_declared_on)),
        (as_of, "查询日期", "the day asked as of"),
    ):
        yield in_time(day), Part(Words(f"{zh}在期限内", f"{en} is in time"), _IN_TIME)
    for start in (fact.released_on, fact.declared_on, fact.exported_on, fact.left_zone_on):
        zh, en = _label(start)
        yield six_months_from(start), _six_months(zh, en)
    released, declared = _label(fact.released_on), _label(fact.declared_on)
    yield (
        six_months_from(first(fact.released_on, fact.declared_on)),
        _six_months(
            f"{released[0]}（未知的为{declared[0]}）",
            f"{released[1]} (if unknown, {declared[1]})",
        ),
    )
    yield LISTED_AS_FOOD, Part(Words("该税号一般归食品", "the heading is one of food"))
    yield LISTED_AS_NOT_FOOD, Part(Words("该税号一般不归食品", "the heading is not one of food"))
    for announcement in ANNOUNCEMENTS:
        span = Words("「出口申报日期」在 {a} 至 {b} 内", "declared for export {a} to {b}").filled(
            a=announcement.first_day, b=announcement.last_day
        )
        named = Words(f"{span.zh}（{announcement.id}）", f"{span.en} ({announcement.id})")
        yield announcement.governs(fact.declared_on), Part(named)


def _label(day: Fact) -> tuple[str, str]:
    words = NAMES[day.name].label
    return f"「{words.zh}」", f"“{words.en}”"


def _six_months(zh: str, en: str) -> Part:
    words = Words(f"自{zh}起六个月的届满日", f"the last day of six months from {en}")
    return Part(words, _SIX_MONTHS)


PARTS: Mapping[Expression, Part] = dict(_parts())
"""The named parts by their tree."""
