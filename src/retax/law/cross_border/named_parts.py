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
    MAY_NEVER_HAVE_LEFT,
    PLANNED,
    RETURN_IS_DECLARED,
    SIX_MONTHS_PERIOD,
    STILL_ABROAD,
    STILL_IN_THE_ZONE,
    ReturnPeriod,
)
from retax.law.cross_border.article_3_original_state import REASON_GOES_WITH_A_TRIAL, TRIAL_USE
from retax.law.named_part import Definition, Part
from retax.logic.expressions import Expression, Fact, Parameter, first
from retax.words import Words

THE_DAY = Parameter("day")


def _define(zh: str, en: str, tree: Expression) -> Part:
    words = Words(zh, en)
    return Part(words, Definition(words, tree))


def name_parts_of_period(period: ReturnPeriod, length: Words) -> Iterator[tuple[Expression, Part]]:
    """Yield the parts of a period by their tree, its length in words."""
    in_time = Definition(Words("某日在期限内", "a day is in time"), period.in_time(THE_DAY))
    last_day = Words(f"自某日起{length.zh}的届满日", f"the last day of {length.en} from a day")
    counted = Definition(last_day, period.months_from(THE_DAY))
    for tree, zh, en in (
        (period.back_in_time, "期限内退运", "back in time"),
        (period.return_in_time, "退运及申报在期限内", "the return is in time"),
        (period.can_come_out_in_time, "可在期限内出区", "the goods can leave the zone in time"),
        (period.runs, "期限尚未届满", "the period still runs"),
        (period.last_day, "期限届满日", "the last day"),
        (period.last_day_from_a_zone, "1210 的期限届满日", "the last day under 1210"),
        (period.last_day_of_others, "{others}的期限届满日", "the last day under the other codes"),
    ):
        yield tree, _define(zh.format(others=_OTHERS[period.number]), en, tree)
    for day, zh, en in (
        (END, "退运完成日", "the day that ends the return"),
        (fact.return_declared_on, *_name_label(fact.return_declared_on)),
        (as_of, "判断基准日", "the day asked as of"),
    ):
        in_time_or_not = Part(Words(f"{zh}在期限内", f"{en} is in time"), in_time)
        for which in (period.in_time, period.in_time_from_a_zone, period.in_time_of_others):
            yield which(day), in_time_or_not
    released, declared = _name_label(fact.released_on), _name_label(fact.declared_on)
    starts: tuple[tuple[Expression, str, str], ...] = (
        *(
            (start, *_name_label(start))
            for start in (fact.released_on, fact.declared_on, fact.exported_on, fact.left_zone_on)
        ),
        (
            first(fact.released_on, fact.declared_on),
            f"{released[0]}（未知的为{declared[0]}）",
            f"{released[1]} (if unknown, {declared[1]})",
        ),
    )
    for start, zh, en in starts:
        words = Words(f"自{zh}起{length.zh}的届满日", f"the last day of {length.en} from {en}")
        yield period.months_from(start), Part(words, counted)


_OTHERS = {6: "其他三种方式", 12: "其他方式"}


def _list_parts() -> Iterator[tuple[Expression, Part]]:
    for tree, zh, en in (
        (STILL_ABROAD, "尚未退运", "still abroad"),
        (STILL_IN_THE_ZONE, "1210 商品仍在区内", "1210 goods are still in the zone"),
        (RETURN_IS_DECLARED, "已有退运申报的记载", "the return is declared"),
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
    ):
        yield tree, _define(zh, en, tree)
    yield from name_parts_of_period(SIX_MONTHS_PERIOD, Words("六个月", "six months"))
    yield LISTED_AS_FOOD, Part(Words("该税号一般归食品", "the heading is one of food"))
    yield LISTED_AS_NOT_FOOD, Part(Words("该税号一般不归食品", "the heading is not one of food"))
    for announcement in ANNOUNCEMENTS:
        span = Words("「出口申报日期」在 {a} 至 {b} 内", "declared for export {a} to {b}").filled(
            a=announcement.first_day, b=announcement.last_day
        )
        named = Words(f"{span.zh}（{announcement.id}）", f"{span.en} ({announcement.id})")
        yield announcement.governs(fact.declared_on), Part(named)


def _name_label(day: Fact) -> tuple[str, str]:
    words = NAMES[day.name].label
    return f"「{words.zh}」", f"“{words.en}”"


PARTS: Mapping[Expression, Part] = dict(_list_parts())
"""The named parts by their tree."""
