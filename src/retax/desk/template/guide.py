"""The guide of the blank workbook: of each column its need, its question and its values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from retax import Words, check
from retax.facts.catalogue import NAMES
from retax.facts.messages import describe_accepted_values
from retax.facts.model import EARLIEST_DATE, LATEST_DATE
from retax.facts.values import YES_NO
from retax.law.main_regime import MAIN_REGIME
from retax.logic.expressions import TRUE
from retax.money.catalogue import AMOUNTS
from retax.words import both, joined

Need = Literal["needed", "needed_under", "as_needed", "optional"]
"""How much a fact is needed: always, under some supervision codes, if it matters, or not."""

_NEEDS: Mapping[Need, Words] = {
    "needed": Words("必填", "needed"),
    "needed_under": Words("{codes} 必填", "needed under {codes}"),
    "as_needed": Words("视情况填写", "if it matters"),
    "optional": Words("选填", "optional"),
}

_CODE = "supervision_code"


# -- how much a fact is needed ----------------------------------------------------------------


def list_codes_asking(fact: str) -> tuple[str, ...]:
    """Return the supervision codes under which a fact is asked for where nothing else is known."""
    return tuple(code for code in MAIN_REGIME.codes if fact in {_CODE, *_list_requested(code)})


@cache
def _list_requested(code: str) -> frozenset[str]:
    return frozenset(ask.fact for ask in check({_CODE: code}).asks)


def find_requirement(fact: str) -> Need:
    """Return how much a fact is needed."""
    codes = list_codes_asking(fact)
    if codes:
        return "needed" if len(codes) == len(MAIN_REGIME.codes) else "needed_under"
    return "as_needed" if NAMES[fact].question else "optional"


def describe_requirement(fact: str) -> Words:
    """Say how much a fact is needed."""
    codes = joined([both(code) for code in list_codes_asking(fact)])
    return _NEEDS[find_requirement(fact)].filled(codes=codes)


# -- what the sheet takes ---------------------------------------------------------------------


def describe_accepted_in_sheet(fact: str) -> Words:
    """Say what a column of the sheet takes: days are real days there, words those of its list."""
    match NAMES[fact].kind:
        case "day":
            return _DAY
        case "yes_no":
            return joined([*YES_NO.values()], zh="或", en=" or ")
        case "papers":
            return _SEVERAL_PAPERS.filled(accepted=describe_accepted_values(fact))
    return describe_accepted_values(fact)


_DAY = Words(
    "{first}至{last}年间的日期，如 2026-01-31（20260131 须改写为日期）",
    "a day such as 2026-01-31, years {first} to {last} (20260131 is no day in a sheet)",
).filled(first=EARLIEST_DATE.year, last=LATEST_DATE.year)
_SEVERAL_PAPERS = Words(
    "下拉列表一次只填入一种，多种单证请在单元格内以；连接。{accepted}",
    "the drop-down gives one paper; write several into the cell, parted by ';'. {accepted}",
)


def describe_blank(fact: str) -> Words:
    """Say what counts where a fact is left blank, and what becomes of letters."""
    result = _describe_result_without(fact)
    letters = NAMES[fact].letters
    if letters is None:
        return result
    return joined([result, _NO_LETTER if letters == "always" else _DRAFT], zh="；", en="; ")


_NO_LETTER = Words("不填不能出具文书", "no letter can be written without it")
_DRAFT = Words("不填的，文书为草稿", "letters without it are drafts")


def _describe_result_without(fact: str) -> Words:
    presumptions = [p for p in MAIN_REGIME.presumptions if p.fact == fact]
    presumed = joined([p.words for p in presumptions], zh="或", en=" or ")
    if any(p.when == TRUE for p in presumptions):
        return presumed
    if not NAMES[fact].question:
        return NAMES[fact].if_blank or _UNCHANGED
    need = _REQUESTED if list_codes_asking(fact) else _REQUESTED_IF_NEEDED
    if not presumptions:
        return need
    return Words("{need}；视情形：{presumed}", "{need}; in some cases {presumed}").filled(
        need=need, presumed=presumed
    )


_REQUESTED = Words("列为待补资料", "it is asked for")
_REQUESTED_IF_NEEDED = Words("必要时列为待补资料", "it is asked for where the answer turns on it")
_UNCHANGED = Words("不影响结论", "the result stays the same")


# -- amounts ----------------------------------------------------------------------------------

AMOUNT_NEED = Words("选填（税款）", "optional (taxes)")
"""How much an amount is needed."""

AMOUNT_LEFT_BLANK = Words(
    "不影响结论；缺少它的税款不计算",
    "the result stays the same; what depends on it is not computed",
)
"""What becomes of a row whose amount is left blank."""


def describe_amount(amount: str) -> Words:
    """Say of a column of amounts where the figure comes from and what it accepts."""
    record = AMOUNTS[amount]
    return Words(
        "【{need}】{help}\n可填：{accepted}\n留空：{blank}",
        "[{need}] {help}\nAccepted: {accepted}\nBlank: {blank}",
    ).filled(need=AMOUNT_NEED, help=record.help, accepted=record.accepted, blank=AMOUNT_LEFT_BLANK)
