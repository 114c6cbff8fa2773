"""Names for parts of the law that stand in several places, so that a rule can be read.

The trees are the law's own constants; only what to call them is worded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retax.facts.catalogue import NAMES
from retax.law.clause import as_of, fact
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from retax.law.cross_border.article_1_scope import LISTED_AS_FOOD, LISTED_AS_NOT_FOOD
from retax.law.cross_border.article_1_six_months import (
    BACK_ON,
    CAME_THROUGH_A_ZONE,
    END,
    LAST_DAY,
    LAST_DAY_FROM_A_ZONE,
    LAST_DAY_OF_OTHERS,
    MAY_NEVER_HAVE_LEFT,
    PLANNED,
    RETURN_IS_DECLARED,
    SIX_MONTHS_PERIOD,
    STILL_ABROAD,
    STILL_IN_THE_ZONE,
)
from retax.law.cross_border.article_3_original_state import REASON_GOES_WITH_A_TRIAL, TRIAL_USE
from retax.law.named_part import Definition, Part
from retax.logic.expressions import Expression, Fact, Parameter, first
from retax.words import Words

THE_DAY = Parameter("day")
_PERIOD = SIX_MONTHS_PERIOD
_IN_TIME = Definition(Words("某日在期限内", "a day is in time"), _PERIOD.in_time(THE_DAY))
_SIX_MONTHS = Definition(
    Words("自某日起六个月的届满日", "the last day of six months from a day"),
    _PERIOD.months_from(THE_DAY),
)


def _defined(zh: str, en: str, tree: Expression) -> Part:
    words = Words(zh, en)
    return Part(words, Definition(words, tree))


def _parts() -> Iterator[tuple[Expression, Part]]:
    for tree, zh, en in (
        (STILL_ABROAD, "尚未退运", "still abroad"),
        (STILL_IN_THE_ZONE, "1210 商品仍在区内", "1210 goods are still in the zone"),
        (RETURN_IS_DECLARED, "已有退运申报的记载", "the return is declared"),
        (_PERIOD.back_in_time, "期限内退运", "back in time"),
        (_PERIOD.return_in_time, "退运及申报在期限内", "the return is in time"),
        (_PERIOD.can_come_out_in_time, "可在期限内出区", "the goods can leave the zone in time"),
        (_PERIOD.runs, "期限尚未届满", "the period still runs"),
        (PLANNED, "退运尚属计划", "the return is planned"),
        (MAY_NEVER_HAVE_LEFT, "可能未曾离境", "the goods may never have left"),
        (CAME_THROUGH_A_ZONE, "经区内退运", "back by way of a zone"),
        (BACK_ON, "退运日", "the day of the return"),
        (TRIAL_USE, "属两种试用情形之一", "trial use of one of the two kinds"),
        (
            REASON_GOES_WITH_A_TRIAL,
            "退运原因与客户试用或品质问题相称",
            "a reason that goes with a customer's trial or a defect",
        ),
        (END, "退运完成日", "the day that ends the return"),
        (LAST_DAY, "期限届满日", "the last day"),
        (LAST_DAY_FROM_A_ZONE, "1210 的期限届满日", "the last day under 1210"),
        (LAST_DAY_OF_OTHERS, "其他三种方式的期限届满日", "the last day under the other codes"),
    ):
        yield tree, _defined(zh, en, tree)
    for day, zh, en in (
        (END, "退运完成日", "the day that ends the return"),
        (fact.return_declared_on, *_label(fact.return_declared_on)),
        (as_of, "判断基准日", "the day asked as of"),
    ):
        in_time_or_not = Part(Words(f"{zh}在期限内", f"{en} is in time"), _IN_TIME)
        for which in (_PERIOD.in_time, _PERIOD.in_time_from_a_zone, _PERIOD.in_time_of_others):
            yield which(day), in_time_or_not
    for start in (fact.released_on, fact.declared_on, fact.exported_on, fact.left_zone_on):
        zh, en = _label(start)
        yield _PERIOD.months_from(start), _six_months(zh, en)
    released, declared = _label(fact.released_on), _label(fact.declared_on)
    yield (
        _PERIOD.months_from(first(fact.released_on, fact.declared_on)),
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
