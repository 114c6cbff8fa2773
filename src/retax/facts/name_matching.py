"""Names of facts as people write them: one normaliser for every way in.

A heading of a workbook, a column of a table and a key of a mapping are all looked up here, so
``出口申报日期（必填）``, ``Declared On`` and ``declared_on`` name the same fact everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from retax.facts.catalogue import FACT_OF_NAME, NAMES

LONGEST_NAME = 200
"""Characters of a name that are looked at: normalising takes quadratic time in combining marks."""

BRACKETS = re.compile(r"[(\[{<【〔《「『][^()\[\]{}<>【】〔〕《》「」『』]*[)\]}>】〕》」』]")
REMARK = re.compile(
    r"""^(
        [必选]填(项)?          # required, optional
      | 必须填写?|必填写?|可不填|如有
      | 是/?否|有/?无|y/?n|yes/?no|1/?0|√
      | (格式)?[:]?[ymd年月日/.\-]{6,}     # YYYY-MM-DD
      | 年/?月/?日|日期|文本|数字|数值|小数|整数
      | (如|例|例如|示例|格式|单选|多选|下拉|选择)[:]?.*
      | \d{1,2}(位|个字符)?
      | 件|个|只|台|pcs?|pieces?|ea|each|units?  # one by one; 箱 or kg is not a unit of every line
      | \*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
SHORTEST_ALIKE = 3
ALIKE = 0.72
"""How alike two normalised names are (difflib's ratio) for the one to be meant as the other."""
SHORTEST_WORD_ALIKE = 5
WORDS_ALIKE = 0.82
"""How alike a word of an English name is to that of another: return to returned, not to refund."""
RESTS_ALIKE = 0.66
"""How alike two Chinese names are without the words that say what sort of thing they name."""

SORTS: Mapping[str, tuple[str, ...]] = {
    "day": ("日期", "时间"),
    "quantity": ("数量", "件数", "总数", "项数"),
    "weight": ("重量",),
    "money": ("金额", "单价", "总价", "费用", "运费", "税额", "税率", "币种", "币制"),
    "code": ("编码", "编号", "税号", "税则号", "项号"),
    "document": ("编号", "单号", "单证号", "单据号", "清单号"),
    "bar code": ("条码", "条形码"),
    "unit": ("单位",),
    "state": ("状态", "情况"),
    "kind": ("类型", "分类", "类别", "方式"),
    "name": ("名称",),
    "reason": ("原因", "理由"),
    "whether": ("是否", "有无"),
}
"""What sort of thing a Chinese name names, by the words that say so.

退件状态 and 退税状态, 是否品牌 and 是否食品 share these words and nothing else, so that they are no
more alike than 退件 and 退税. Names of two sorts, as 申报重量 and 申报数量, are not alike at all.
"""
SORT_WORDS = sorted(
    {word for words in SORTS.values() for word in words}, key=lambda word: (-len(word), word)
)
"""Those words, the longer ones first."""

QUANTITY_OR_DAY = frozenset({*SORTS["quantity"], *SORTS["day"], "quantity", "qty", "date"})
"""Names of a sort of which no value is a word, so that a word under one is a part of its name."""

SAME_IN_CHINESE = (
    ("退货", "退运"),
    ("退回", "退运"),
    ("退件", "退运"),
    ("入境", "进境"),
    ("出货", "出口"),
    ("成交数", "申报数"),
    ("报关数", "申报数"),
    ("出运数", "出口数"),
    ("装运数", "出口数"),
    ("发运数", "出口数"),
    ("pcs", "数量"),
)
SAME_IN_ENGLISH = {"day": "on", "date": "on", "time": "on", "at": "on", "qty": "quantity"}
FILLER_WORDS = frozenset({"is", "has", "was", "flag", "g", "goods", "code", "return"})
"""English words beside which a name stays what it is: returnReason is near reason."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENTRY_OF_A_ZONE = frozenset({"进区日期", "进区时间", "进区日", "入区日期", "入区时间", "入区日"})
"""Headings of a day on which goods enter a zone: on their way out, or on their way back."""
FACTS_OF_THE_WAY = frozenset({"left_zone_on", "domestic_on", "destination"})
"""Facts beside whose column such a day does not show alone that the goods came back by a zone."""
OTHER_THINGS = ("区内企业",)
"""Words that hold a part of a fact's name and name something else: 区内企业代码 of a list."""

_KEPT = 4096


def normalize_name(name: str) -> str:
    """Return a name without what does not change its meaning.

    Width, case, spaces, line breaks, invisible characters, punctuation and remarks in brackets
    such as （必填）, (YYYY-MM-DD) or （件） go. Brackets that hold anything else stay: 数量（退运）
    is another name than 数量.
    """
    text = unicodedata.normalize("NFKC", name[:LONGEST_NAME])
    text = BRACKETS.sub(_drop_remark, text)
    return "".join(character for character in text.casefold() if character.isalnum())


def _drop_remark(found: re.Match[str]) -> str:
    inside = "".join(c for c in found[0][1:-1] if c.isprintable() and not c.isspace())
    return "" if not inside or REMARK.match(inside) else found[0]


@cache
def _map_normalized_names() -> Mapping[str, str]:
    # Only a name that is not written as it is known needs it.
    return {normalize_name(name): fact for name, fact in FACT_OF_NAME.items()}


@lru_cache(_KEPT)
def find_fact(name: str) -> str | None:
    """Return the fact of a name, as it is or normalised; None where it names no fact."""
    found = FACT_OF_NAME.get(name)
    if found is not None or len(name) > LONGEST_NAME:
        return found
    return _map_normalized_names().get(normalize_name(name))


@lru_cache(_KEPT)
def find_near_fact(name: str) -> str | None:
    """Return the fact a name comes near to without being one of its names; None for none.

    Such a name is refused rather than passed over: a circumstance that is not read would count as
    absent. Facts that no clause reads are left out.
    """
    if len(name) > LONGEST_NAME or find_fact(name) is not None:
        return None
    normalized = normalize_name(name)
    if not normalized:
        return None
    return _find_fact_by_part(name) or _find_most_alike(name, normalized)


@lru_cache(_KEPT)
def is_named_by_part(name: str) -> bool:
    """Say whether a near name is near by a part that only its fact has: 破损情况 by 破损.

    A fact's whole name beside brackets is such a part, too: 商品破损（海外仓）. The others are near
    by their letters alone and may well be a column of the user's own.
    """
    return find_near_fact(name) is not None and _find_fact_by_part(name) is not None


def is_quantity_or_day(name: str) -> bool:
    """Say whether a name tells nothing but that it is of a quantity or of a day: 数量（箱）."""
    beside_brackets = BRACKETS.sub("", unicodedata.normalize("NFKC", name[:LONGEST_NAME]))
    return normalize_name(beside_brackets) in QUANTITY_OR_DAY


def find_zone_of_entry(name: str, facts: Collection[str | None]) -> str | None:
    """Return the destination for a day of entry into a zone; None for any other name.

    Goods of 1210 enter a zone before they leave the country, so that beside the day they left the
    zone the name may mean that. ``facts``: those that have a column.
    """
    is_entry = normalize_name(name) in ENTRY_OF_A_ZONE
    return "destination" if is_entry and FACTS_OF_THE_WAY.isdisjoint(facts) else None


def _find_fact_by_part(name: str) -> str | None:
    """Return the fact whose name is beside brackets, or of which a part is in the name."""
    beside_brackets = find_fact(BRACKETS.sub("", unicodedata.normalize("NFKC", name)))
    if beside_brackets is not None and NAMES[beside_brackets].kind != "text":
        return beside_brackets
    normalized = normalize_name(name)
    for other in OTHER_THINGS:
        normalized = normalized.replace(other, "")
    parts = [
        (part, fact) for fact, entry in NAMES.items() for part in entry.near if part in normalized
    ]
    return max(parts, key=lambda found: len(found[0]))[1] if parts else None


def _find_most_alike(name: str, normalized: str) -> str | None:
    if len(normalized) < SHORTEST_ALIKE:
        return None
    compared = _parse_name(name)
    close = (
        (ratio, fact)
        for known, fact in _map_names_read().items()
        if (ratio := _compute_likeness(compared, known)) >= ALIKE
    )
    return max(close, key=lambda found: found[0], default=(0.0, None))[1]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A name as it is compared with others.

    ``sorts``: what a Chinese name says it names, and ``rest`` what is left of it. ``words``: those
    of an English name.
    """

    normalized: str
    sorts: frozenset[str]
    rest: str
    words: tuple[str, ...]


def _parse_name(name: str) -> _Compared:
    normalized = normalize_name(name)
    if not CHINESE.search(normalized):
        plain = unicodedata.normalize("NFKC", name[:LONGEST_NAME])
        words = tuple(
            SAME_IN_ENGLISH.get(word.casefold(), word.casefold()) for word in WORD.findall(plain)
        )
        return _Compared(normalized, frozenset(), "", words)
    for word, same in SAME_IN_CHINESE:
        normalized = normalized.replace(word, same)
    sorts, rest = set(), normalized
    for word in SORT_WORDS:
        if word in rest:
            sorts |= {sort for sort, words in SORTS.items() if word in words}
            rest = rest.replace(word, "")
    return _Compared(normalized, frozenset(sorts), rest, ())


@cache
def _map_names_read() -> Mapping[_Compared, str]:
    """Return the names of the facts a clause reads, as they are compared."""
    return {
        _parse_name(name): fact for name, fact in FACT_OF_NAME.items() if NAMES[fact].kind != "text"
    }


def _compute_likeness(one: _Compared, other: _Compared) -> float:
    """Say how alike two names are, from 0 to 1; 0 where what they share tells nothing."""
    if bool(one.words) != bool(other.words):
        return 0.0
    if one.words:
        return _compute_likeness_in_english(one.words, other.words)
    if one.sorts and other.sorts and one.sorts.isdisjoint(other.sorts):
        return 0.0
    whole = _compute_ratio(one.normalized, other.normalized)
    return whole if whole >= ALIKE and _compute_ratio(one.rest, other.rest) >= RESTS_ALIKE else 0.0


def _compute_ratio(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # only an unknown name needs it

    # In the order of difflib's get_close_matches(): the other way round the ratio may be another,
    # as of tide and diet, 0.25 and 0.5.
    matcher = SequenceMatcher(None, other, one)
    # Both are upper bounds of ratio() and far quicker.
    if matcher.real_quick_ratio() < RESTS_ALIKE or matcher.quick_ratio() < RESTS_ALIKE:
        return 0.0
    return matcher.ratio()


def _compute_likeness_in_english(name: tuple[str, ...], known: tuple[str, ...]) -> float:
    """Say how alike two names are by their words, give or take letters and words of no weight."""
    if sorted(name) == sorted(known):  # quantityReturned
        return 1.0
    ratio = _compute_ratio("".join(name), "".join(known))
    if len(name) == len(known):
        return ratio if all(map(_is_alike, name, known)) else 0.0
    shorter, longer = sorted((name, known), key=len)
    if FILLER_WORDS.issuperset(shorter) or not set(shorter) <= set(longer):
        return 0.0
    if longer is known:
        return ratio
    more = set(longer) - set(shorter)
    is_same = all(word in FILLER_WORDS or word.isdigit() for word in more)
    return max(ratio, ALIKE) if is_same else 0.0


def _is_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST_WORD_ALIKE:  # user is not use, gcode is no code
        return one.removesuffix("s") == other.removesuffix("s")
    return _compute_ratio(one, other) >= WORDS_ALIKE
