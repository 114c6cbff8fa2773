"""Where the text has two readings: every open question with both sides and its grounds.

The library never guesses. Where a case lands between the two readings its finding is ``open`` and
names the question; who knows the practice of his customs office can settle it.

Source: 财政部 海关总署 税务总局公告2023年第4号 and 2026年第16号, on the sites of their three
issuers, and the texts named under each question's grounds; their grades are in docs/sources.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from retax.law.rules import Question, Step
from retax.words import Words


def _index_by_id(*questions: Question) -> Mapping[str, Question]:
    return {question.id: question for question in questions}


def _ask_reason(
    reason: str, asks: Words, strict: Words, lenient: Words, more: Words | None = None
) -> Question:
    grounds = Words(
        "第一条的“滞销”“退货”可作狭义或广义理解；一种原因的答复不能用于其他原因",
        "unsold (滞销) and returned (退货) in Article 1 in a narrow or a wide sense; "
        "an answer on one reason says nothing of the others",
    )
    if more is not None:
        grounds = Words(f"{grounds.zh}；{more.zh}", f"{grounds.en}; {more.en}")
    return Question(f"reason:{reason}", asks, strict, lenient, grounds)


QUESTIONS: Mapping[str, Question] = _index_by_id(
    Question(
        "export-date",
        Words("期限自放行还是自实际离境起算？", "Does the period run from release or departure?"),
        Words("自海关放行之日起算", "from the day customs released the goods"),
        Words("自运输工具办结出境手续之日起算", "from the day the carrier cleared outbound"),
        Words(
            "海关总署公告2020年第44号自放行起算；关税法第三十九条用“出口之日”，第四十条用“放行之日”，"
            "二者有别",
            "GACC 2020 No. 44 counts from release; the Tariff Law says 出口之日 in Article 39 and "
            "放行之日 in Article 40, so the two differ",
        ),
    ),
    Question(
        "zone-exit-date",
        Words(
            "1210 自出区还是自离境起算？",
            "Under 1210, does the period run from leaving the zone or the country?",
        ),
        Words("自货物出区之日起算", "from the day the goods left the zone"),
        Words("自货物离境之日起算", "from the day the goods left the country"),
        Words(
            "货物自内陆海关特殊监管区域运往口岸的，“出区离境之日”两解皆可",
            "出区离境之日 can be read for either where goods travel from an inland zone to "
            "the port",
        ),
    ),
    Question(
        "return-date",
        Words(
            "期限内须完成申报，还是实际退运即可？",
            "Must the return be declared in time, or is arrival in time enough?",
        ),
        Words("实际退运和申报均须在期限内", "both arrival and declaration must be in time"),
        Words("期限内实际退运即可", "arrival in time is enough"),
        Words(
            "第一条称“退运进境”；第四条由海关据申报材料办理",
            "Article 1 says 退运进境; in Article 4 customs act on the declaration",
        ),
    ),
    Question(
        "rest-day",
        Words(
            "届满日逢休息日能否顺延？",
            "Does a last day that is a rest day move to the next working day?",
        ),
        Words("不顺延", "no"),
        Words("顺延至其后第一个工作日", "yes, to the next working day"),
        Words(
            "民法典第二百零三条；海关法规对此类期限的顺延没有规定",
            "Civil Code Article 203, against the silence of customs law on eligibility periods",
        ),
    ),
    Question(
        "zone",
        Words(
            "非 1210 商品退至区内，是否视为已退运进境？",
            "Do goods of the other three codes that return into a zone count as back?",
        ),
        Words("否，须运至境内区外", "no, not before they are outside any zone"),
        Words("是，进境即可", "yes, once they are in the country"),
        Words("第一条仅对 1210 写明区外", "Article 1 says outside any zone for 1210 only"),
    ),
    _ask_reason(
        "order_cancelled",
        Words("出口后取消订单是否属于退货？", "Is an order cancelled after export a return?"),
        Words("不属于，货物未交付", "no, the goods were never delivered"),
        Words("属于，系交易解除后退回", "yes, they are sent back as the sale is undone"),
    ),
    _ask_reason(
        "delisted",
        Words("平台下架、封店是否属于滞销？", "Are goods delisted by the platform unsold?"),
        Words("不属于，系平台处置", "no, that is a measure of the platform"),
        Words("属于，客观上无法售出", "yes, they can in fact not be sold"),
    ),
    _ask_reason(
        "foreign_customs",
        Words("境外海关退回是否属于退货？", "Is being sent back by foreign customs a return?"),
        Words("不属于，非买方退货", "no, it is not the buyer who returns them"),
        Words("属于，系交付不成而退回", "yes, they come back because delivery failed"),
    ),
    _ask_reason(
        "wrong_goods",
        Words("错发退回是否属于退货？", "Is sending back wrong goods a return?"),
        Words(
            "不属于；所发与所报不符的，须先核查原出口申报",
            "no; if the goods sent are not those declared, check the export declaration first",
        ),
        Words("属于，系买方不接受而退回", "yes, the buyer does not accept them"),
        Words(
            "所发与所报不符的，原出口申报本身有误",
            "if what was shipped differs from what was declared, the declaration was wrong",
        ),
    ),
    _ask_reason(
        "recall",
        Words("召回是否属于退货？", "Is a recall a return?"),
        Words("不属于，系卖方主动收回", "no, the seller takes them back"),
        Words("属于，商品自客户处退回", "yes, the goods come back from the customer"),
    ),
    _ask_reason(
        "quality_defect",
        Words(
            "卖方自行发现品质问题是否属于退货？",
            "Is a quality defect found by the seller a return?",
        ),
        Words("不属于，应按品质、规格原因退运办理", "no, that is the ordinary route for quality"),
        Words("属于，系不宜销售而退回", "yes, they come back as unfit for sale"),
    ),
    _ask_reason(
        "payment_default",
        Words(
            "买方不付货款、卖方追回的货物是否属于退货？",
            "Are goods taken back because the buyer does not pay a return?",
        ),
        Words("不属于，系卖方追索", "no, the seller enforces his claim"),
        Words("属于，交易未成而退回", "yes, they come back as the sale fails"),
    ),
    _ask_reason(
        "label_noncompliance",
        Words(
            "标签或包装不合境外要求而退回的，是否属于滞销或退货？",
            "Are goods refused for their label or packing unsold or returned?",
        ),
        Words("不属于，系商品不合当地规定", "no, the goods do not meet the rules of the market"),
        Words("属于，系不能销售而退回", "yes, they come back as they cannot be sold"),
    ),
    _ask_reason(
        "exhibition_sample",
        Words(
            "展品、样品展后退回是否属于滞销？",
            "Are exhibits and samples taken home after a fair unsold?",
        ),
        Words("不属于，出口目的不是销售", "no, they were not exported for sale"),
        Words("属于，系未售出而退回", "yes, they come back unsold"),
    ),
    replace(
        _ask_reason(
            "other",
            Words(
                "其他原因能否归入滞销或退货？", "Can another reason count as unsold or as a return?"
            ),
            Words("不能，仅限滞销、退货两种原因", "no, there are two reasons only"),
            Words("能，视事实归入其一", "yes, depending on the facts"),
        ),
        # An answer on one other reason says nothing of the next: the reason has to be named.
        instead=Step(
            "ask_customs:reason:other",
            Words(
                "写明具体退运原因（“其他”不能据以办理）",
                "name the reason of the return (“other” is none to act on)",
            ),
            Words("写明具体退运原因", "name the reason of the return"),
        ),
    ),
    Question(
        "food-heading",
        # One question for both cases: a food heading that nobody eats, and the mirror of it.
        Words(
            "申报用途与税号不一致的，是否按食品处理？",
            "Are goods food where heading and declared purpose disagree?",
        ),
        Words(
            "两者之一指向食品，即按食品处理",
            "yes, if either of the two points to food",
        ),
        Words(
            "两者之一不指向食品，即不按食品处理",
            "no, if either of the two points away from food",
        ),
        Words(
            "公告未定义食品；食品安全法第一百五十条所称食品，指供人食用或饮用的成品和原料",
            "no definition in the announcement; Food Safety Law Article 150: finished products and "
            "raw materials for people to eat or drink",
        ),
    ),
    Question(
        "missing-or-damaged",
        Words(
            "缺件或破损的商品是否仍属原状？", "Are incomplete or damaged goods in original state?"
        ),
        Words("不属于，形态已不一致", "no, the form is no longer the same"),
        Words(
            "仍属于，条文仅禁止增加配件、部件和加工、改装",
            "yes, only adding, processing and refitting are forbidden",
        ),
        Words("第三条未提及缺件、破损", "Article 3 is silent about missing parts and damage"),
    ),
    Question(
        "repacking",
        Words(
            "换标或更换包装的，是否仍属未经加工？",
            "Are relabelled or repacked goods still unprocessed?",
        ),
        Words("不属于，已超出拆箱、检验的范围", "no, that is more than unpacking and inspection"),
        Words("仍属于，最小商品形态未改变", "yes, the smallest commodity form is unchanged"),
        Words(
            "第三条以最小商品形态为准，所列不影响原状的作业以“等”字收尾",
            "Article 3 looks to the smallest commodity form and ends its list of harmless "
            "handling with 等",
        ),
    ),
    Question(
        "trial-without-customer",
        Words(
            "没有客户经手的商品能否适用试用例外？",
            "Does the trial-use exception apply where no customer had the goods?",
        ),
        Words(
            "不能，例外以客户试用或退货为前提", "no, it presupposes a customer's trial or return"
        ),
        Words("能，条文未限定试用人", "yes, the text does not say whose trial"),
        Words(
            "第三条列有两种试用情形（试用才发现品质不良、客户试用后退货），未明确前者由谁试用",
            "Article 3 names defects that only trial use reveals and goods returned after a "
            "customer's trial, and does not say whose trial the former is",
        ),
    ),
    Question(
        "other-enterprise",
        Words(
            "能否由原出口企业以外的企业办理退运？", "May another enterprise bring the goods back?"
        ),
        Words("不能，须由原出口企业办理", "no, the enterprise that exported must apply"),
        Words("能，其他企业也可办理", "yes, another may"),
        Words(
            "海关总署公告2020年第44号第二条；本公告第二条仅称“企业”",
            "GACC 2020 No. 44 Article 2; Article 2 of the announcement speaks of “the enterprise”",
        ),
    ),
    Question(
        "batch-fifo",
        Words(
            "按先进先出对应原出口批次的，能否认定为原出口商品？",
            "Are units attributed to the export line first in, first out the exported goods?",
        ),
        Words(
            "不能，方法推算不能证明即为原出口商品", "no, a method of accounting does not show it"
        ),
        Words(
            "能，收发记录完整、方法前后一致即可",
            "yes, a consistent method over complete receipts and issues is enough",
        ),
        Words(
            "海关总署公告2020年第44号第二条要求建立记录，未规定方法；"
            "可参考美国退税规则（19 CFR 190.14）：记录完整、一年一法方可采用",
            "GACC 2020 No. 44 Article 2 asks for records and names no method; compare United "
            "States drawback, 19 CFR 190.14: accounting methods count with complete records and "
            "one method for a year only",
        ),
    ),
    Question(
        "batch-stated",
        Words(
            "仅凭企业自述对应的，能否认定为原出口商品？",
            "Is the enterprise's own word enough to attribute units to the export line?",
        ),
        Words("不能，自述不足以证明", "no, its own word shows nothing"),
        Words(
            "能，由企业对材料真实性承担法律责任",
            "yes, the enterprise answers for the truth of its papers",
        ),
        Words(
            "海关总署公告2020年第44号第二条；本公告第四条由企业对材料真实性负责",
            "GACC 2020 No. 44 Article 2; by Article 4 of the announcement the enterprise answers "
            "for the truth of its papers",
        ),
    ),
)
"""Every open question by its id."""
