"""Words against the goods, as cells of columns that are not read have them, fact by fact.

破损 in a cell is such a word whatever is above it, and so is 否 under 是否良品. The words of a fact
are those of its record, what people write in cells beside them, and the headings that ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from retax.facts.catalogue import NAMES
from retax.facts.name_matching import find_fact, normalize_name
from retax.facts.values import NO_WORDS, YES_WORDS

_BY_NAME = ("damaged", "parts_missing", "repacked", "is_food", "processed", "parts_added", "use")
"""Facts of which a name by itself, as 破损, is the word for the one answer."""

_ADVERSE = (*_BY_NAME, "attribution", "shipped_as_declared")
"""Facts of which a cell by itself may hold such a word."""

_GOOD: Mapping[str, frozenset[str]] = {
    "damaged": frozenset({"完好", "包装完整", "外观良"}),
    "parts_missing": frozenset(
        {"配件齐全", "附件齐全", "配件完整", "附件完整", "商品完整", "货物完整"}
    ),
    "repacked": frozenset({"原包装", "新包装", "originalpack", "newpack"}),
    "use": frozenset({"全新", "unused", "未使用"}),
}
"""Names and words of these facts that say the contrary."""

_FURTHER: Mapping[str, str] = {
    "damaged": (
        "划伤|刮伤|刮花|碎裂|坏|破|烂|裂|断|断裂|摔坏|压坏|磨损|进水|不良|变质|发霉|生锈|氧化|脏|脏污|污渍|"
        "不合格|不可售|不可销售|不可二次销售|报废|b品|unsellable"
    ),
    "parts_missing": "不完整|不齐|不齐全",
    "repacked": "重新贴标|换过标|换了标|换过标签|换盒|换过盒|换彩盒|换吊牌",
    "is_food": "food|茶叶|糖果|饼干|奶粉|调味品|酒水",
    "processed": "翻新机|修过|已修|维修后|拆修|改色",
    "parts_added": "换电池|换屏|换壳|换过件|多配件",
    "use": "二手机|已用|旧|旧品|激活|开机激活|样机|展示机",
    "attribution": (
        "先进先出|fifo|无法对应|不能对应|对应不上|混批|跨批|混货|混放|串货|调包|被调包|批次不符|批次不一致|"
        "非原货|非原商品|非原出口商品|非原出口货物|不是原货|不是我司货"
    ),
    "shipped_as_declared": (
        "错发|发错|错货|发错货|错发货|错漏发|货不对版|货不对板|单货不符|货证不符|货单不符|申报不符|"
        "与申报不符|申报错误|实发不符"
    ),
}
"""Words that say as much in a cell, but in a heading may be about anything."""

_IF_BAD: Mapping[str, str] = {
    "damaged": "不良|不合格|不可售|缺陷|瑕疵|坏|残|残品|坏品|坏货|磕碰|凹陷|磨损|进水|污渍|破|报废",
    "parts_added": "更换|换新|换壳|换屏|换电池|换过件|加件",
    "processed": "改动|改色|刻字|拆修|重工",
    "repacked": "换盒|换彩盒|更换彩盒|彩盒更换|换吊牌|吊牌更换|贴牌|包装更新",
    "use": "激活|开机",
    "is_food": "入口",
    "shipped_as_declared": "错漏发|漏发|错货|申报错误|货不对板",
    "parts_missing": "不完整|不齐全|不齐",
    "attribution": "不一致|不相符|不符|不匹配|混放|混货|串货|调包",
    "destination": "保税|在保税区|在综保区",
}
"""Headings that ask whether goods are ineligible: 缺陷 over 有."""

_IF_GOOD: Mapping[str, str] = {
    "damaged": "良品|合格|(?:可售|可销售|正常)(?!数)|可二次销售|可再售",
    "parts_missing": "齐全|齐套|完整",
    "parts_added": "原装",
    "attribution": ("匹配|一致|相符|(?:与|同)原?出口(?:商品|货物)?(?:一致|相符)|(?:商品|货物)相符"),
    "shipped_as_declared": "发货一致|发货相符",
}
"""Headings that ask whether they are as they were: 是否良品 over 否."""

_BEFORE_QUESTION = (
    "是否|有无|有没有|是不是|能否|可否|是|有|可|已|商品|货物|产品|退货|退回|退件|退运|外观"
)
_BEHIND_QUESTION = "情况|状态|状况|与否|数量|数|吗|品|件|过|标志|标识|flag"
_YES = YES_WORDS | {"有", "存在", "已", "部分", "部分是", "轻微", "少量", "t"}
_NO = NO_WORDS | {
    *("不", "非", "不是", "无", "没有", "否定", "不良", "不可", "不能", "f", "x"),
    *("不合格", "不正常", "不齐", "不齐全", "不完整", "部分", "部分一致"),
    *("不一致", "不相符", "不符", "不匹配"),
}

_ZONE = re.compile(
    "(?![非不无未]).{0,10}(?:综保区|综合保税区|保税区|保税仓|保税物流中心|保税港区)(?:内|仓|库|仓库)?"
    "|区内|(?:已)?入区|(?:已)?退区"
)
"""A place in a zone, whatever the zone is called."""

_OF_THE_RETURN = re.compile("退|返|回|入库|入仓|存放|存储|目的|收货|return", re.IGNORECASE)
"""Headings under which such a place is where the goods are now: 退货仓库, not 发货仓."""

_LACKING = re.compile("缺(?!货|码|色|省|勤|席|陷|口)(?:少|失|了)?.{1,8}")
"""What is lacking, whatever it is called: 缺充电器."""

_BEFORE = (
    "有|已|经|轻微|严重|部分|少量|明显|外观|商品|货物|产品|属于|属|是|为|客户|进口|"
    "运输|物流|仓库|屏幕|外壳|机身|宠物|配件|附件|零件|部件|"
    "退回|退货|收到|收货|到货|到仓|入库|开箱|验货|检验|质检|发现|时|后|里面|内部|customer|cust|carrier|distributor|warehouse"
)
_BEHIND = (
    "商品|货物|产品|品|件|类|的|过|了|轻微|严重|部分|少量|明显|退货|退回|退件|"
    "d|s|ed|ned|ped|led|ished|intransit|onarrival|likenew|verygood|good|acceptable"
)
_SEPARATORS = re.compile(r"[、，,;；。/+|\n]")
_JOINTS = re.compile(r"[\s&和及且]+")
"""What joins words that all are such words; 无 破损 is none, as 无 is none."""

_ABOUT_PAPERS = re.compile("单证|单据|票据|资料|材料|文件|凭证|document|paper", re.IGNORECASE)
"""Headings under which 缺失 is of papers, not of parts."""

_LONGEST = 20
"""The most characters of a text, or a part of a remark, that is looked at."""

_REMARKS = frozenset({"note", "reason_note"})
_LONGEST_REMARK = 200


@lru_cache(4096)
def is_of_remarks(heading: str) -> bool:
    """Say whether a heading is of remarks, which no clause reads."""
    return find_fact(heading) in _REMARKS


@lru_cache(4096)
def find_facts_against(text: str, heading: str) -> tuple[str, ...]:
    """Return the facts of which a cell under a heading says what makes goods ineligible."""
    if len(text) > (_LONGEST_REMARK if is_of_remarks(heading) else _LONGEST):
        return ()
    facts = dict.fromkeys(
        fact for part in _SEPARATORS.split(text) for fact in _find_facts_of_part(part)
    )
    if _ABOUT_PAPERS.search(heading):
        facts.pop("parts_missing", None)
    if not _OF_THE_RETURN.search(heading):
        facts.pop("destination", None)
    if is_question(heading):
        facts |= dict.fromkeys(_find_facts_in_question(heading, text))
    return tuple(facts)


def _find_facts_of_part(part: str) -> Sequence[str]:
    if len(part) > _LONGEST:
        return ()
    whole = normalize_name(part)
    if _ZONE.fullmatch(whole):
        return ["destination"]
    if _LACKING.fullmatch(whole):
        return ["parts_missing"]
    found = _compile_words().fullmatch(whole)
    if found is not None:
        return [str(found.lastgroup)]
    pieces = [normalize_name(piece) for piece in _JOINTS.split(part)]
    facts = [str(each.lastgroup) for each in map(_compile_words().fullmatch, pieces) if each]
    return facts if len(facts) == len(pieces) else ()


@lru_cache(4096)
def is_question(heading: str) -> bool:
    """Say whether a heading asks for yes or no, or for how many units: numbers answer it, too."""
    question = normalize_name(heading)
    return any(_compile_questions(of_bad).fullmatch(question) for of_bad in (True, False))


def _find_facts_in_question(heading: str, answer: str) -> Iterator[str]:
    """Yield the fact a heading asks for where its answer is against the goods: 良品 over 否."""
    word = normalize_name(answer) or answer.strip()
    is_some = word.isdecimal() and int(word) > 0
    for questions, is_adverse in ((_IF_BAD, word in _YES or is_some), (_IF_GOOD, word in _NO)):
        question = _compile_questions(questions is _IF_BAD).fullmatch(normalize_name(heading))
        if question is not None and is_adverse:
            yield str(question.lastgroup)


@cache
def _compile_questions(is_of_bad: bool) -> re.Pattern[str]:
    questions = _IF_BAD if is_of_bad else _IF_GOOD
    words = "|".join(f"(?P<{fact}>{words})" for fact, words in questions.items())
    return re.compile(f"(?:{_BEFORE_QUESTION})*(?:{words})(?:{_BEHIND_QUESTION})*")


@cache
def _compile_words() -> re.Pattern[str]:
    words = "|".join(
        f"(?P<{fact}>{'|'.join(map(re.escape, _list_words(fact)))})" for fact in _ADVERSE
    )
    return re.compile(f"(?:{_BEFORE})*(?:{words})(?:{_BEHIND})*")


def _list_words(fact: str) -> list[str]:
    """Return the words for what makes goods ineligible by a fact, the longest first."""
    if fact not in _BY_NAME:
        return sorted(_FURTHER[fact].split("|"), key=lambda word: (-len(word), word))
    record = NAMES[fact]
    values = {name for id_, word in (record.values or {}).items() for name in (id_, word.words.zh)}
    named = (*record.names, *record.near, *values, *_FURTHER[fact].split("|"))
    words = {normalize_name(word) for word in named}
    return sorted(words - _GOOD.get(fact, frozenset()), key=lambda word: (-len(word), word))
