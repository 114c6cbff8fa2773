"""Terms of art of customs and of the announcements that are no names in the library."""

from __future__ import annotations

from dataclasses import dataclass

from retax.words import Words


@dataclass(frozen=True)
class Term:
    """A term in both languages, and what to watch."""

    words: Words
    watch: Words


TERMS: tuple[Term, ...] = (
    Term(
        Words("退运进境", "return into the country"),
        Words(
            "已出口的货物退回境内；用语见第一条",
            "goods exported come back in; Article 1 speaks of it",
        ),
    ),
    Term(
        Words("出口之日", "day of export"),
        Words(
            "六个月的起算日；指放行之日还是实际出境之日，有两种理解（`export-date`）",
            "where the six months start; whether that is the release or the departure is open "
            "(`export-date`)",
        ),
    ),
    Term(
        Words("出区离境之日", "day of leaving zone and country"),
        Words(
            "1210 六个月的起算日；指出区还是离境，有两种理解（`zone-exit-date`）",
            "where the six months start under 1210; gate or border is open (`zone-exit-date`)",
        ),
    ),
    Term(
        Words("境内区外", "inside the country, outside any zone"),
        Words(
            "1210 六个月至此为止；不是“境外”，也不是“区内”，有的英译有误",
            "where the six months end under 1210; neither “abroad” nor “inside the zone”, as "
            "some translations have it",
        ),
    ),
    Term(
        Words("海关特殊监管区域", "special customs supervision zone"),
        Words(
            "综合保税区等；区内货物处于保税状态",
            "comprehensive bonded zones and the like; goods in one are bonded",
        ),
    ),
    Term(
        Words("保税物流中心（B型）", "bonded logistics centre, type B"),
        Words(
            "1210 出口的，与特殊监管区域同样对待",
            "treated like a zone for 1210 exports",
        ),
    ),
    Term(
        Words("卡口", "gate"),
        Words(
            "区域的卡口；核放单记载出区日期",
            "of a zone; its release record (核放单) shows the day of leaving",
        ),
    ),
    Term(
        Words("滞销", "unsold"),
        Words(
            "两种退运原因之一；上架未能售出",
            "one of the two reasons; offered and not sold",
        ),
    ),
    Term(
        Words("退货", "return"),
        Words(
            "另一种退运原因；拒收记录可作凭据，因此拒收属于退货",
            "the other reason; refusal records count as evidence, so a refused parcel is one",
        ),
    ),
    Term(
        Words("拒收", "refusal"),
        Words(
            "收件人拒收；属于退货",
            "by the recipient; a kind of return",
        ),
    ),
    Term(
        Words("原状", "original state"),
        Words(
            "最小商品形态与出口时基本一致，未增加配件、部件，未经加工、改装，除试用外未使用",
            "the smallest commodity form basically as exported, nothing added, not processed, "
            "unused but for trial",
        ),
    ),
    Term(
        Words("最小商品形态", "smallest commodity form"),
        Words(
            "出售时的单件商品；外箱、运输包装不计在内",
            "the single unit as sold; cartons and transport packing are not part of it",
        ),
    ),
    Term(
        Words("试用", "trial use"),
        Words(
            "两种情形下允许，见第三条各项",
            "excused in two cases: clauses of Article 3",
        ),
    ),
    Term(
        Words("监管方式代码", "supervision code"),
        Words(
            "报关单上的四位代码，表明货物按何种监管方式进出境",
            "four digits on the declaration that say under which regime goods move",
        ),
    ),
    Term(
        Words("出口申报清单", "export list"),
        Words(
            "9610 包裹的申报单证，代替报关单",
            "the paper of parcels under 9610, instead of a declaration",
        ),
    ),
    Term(
        Words("汇总申报", "summary declaration"),
        Words(
            "9610 清单每月汇总的报关单；事后申报，其日期一律不用",
            "the monthly declaration that sums up 9610 lists; filed after the event, its days "
            "never count",
        ),
    ),
    Term(
        Words("备案清单", "filing list"),
        Words(
            "货物成批进出区域所用的单证",
            "the paper for goods that move into or out of a zone in bulk",
        ),
    ),
    Term(
        Words("放行", "release"),
        Words(
            "海关准予货物放行；从严理解时自该日起算",
            "customs lets the goods go; its day is the strict start of the clock",
        ),
    ),
    Term(
        Words("结关、办结出境手续", "clearing outbound"),
        Words(
            "运输工具办结出境手续，该日即出口日期",
            "the carrier has finished the formalities of leaving; its day is 出口日期",
        ),
    ),
    Term(
        Words("期限届满日", "last day"),
        Words(
            "第六个月的对应日；没有对应日的，为该月最后一天；当天退运仍在期限内",
            "the corresponding day of the sixth month, or that month's last; a return on it is "
            "in time",
        ),
    ),
    Term(
        Words("顺延", "moving on"),
        Words(
            "届满日逢休息日的，移至其后第一个工作日；能否顺延有两种理解（`rest-day`）",
            "of a last day that is a rest day to the next working day (`rest-day`)",
        ),
    ),
    Term(
        Words("调休", "swapped rest days"),
        Words(
            "周末改为上班的日子，逐年公布",
            "weekend days that are worked, announced year by year",
        ),
    ),
    Term(
        Words("不征、免征", "not charged, exempt"),
        Words(
            "关税法第三十九条为不征，本公告为免征",
            "Tariff Law Article 39 does not charge; the announcements exempt",
        ),
    ),
    Term(
        Words("进口环节税", "taxes at import"),
        Words(
            "海关代征的进口环节增值税、消费税",
            "VAT and consumption tax that customs collects",
        ),
    ),
    Term(
        Words("内销货物退货", "domestic sales return"),
        Words(
            "出口时已征的增值税、消费税，参照内销货物退货办理",
            "as which VAT and consumption tax charged at export are treated",
        ),
    ),
    Term(
        Words("补税、冲减", "repaying, offsetting"),
        Words(
            "已取得的出口退税如何缴回",
            "how an export tax refund obtained is undone",
        ),
    ),
    Term(
        Words("主管海关", "competent customs office"),
        Words(
            "办理退运并作出决定的海关",
            "the one that handles the return, and decides",
        ),
    ),
    Term(
        Words("从严、从宽", "strictly, leniently"),
        Words(
            "口径问题的两种理解",
            "the two ways to read an open question",
        ),
    ),
    Term(
        Words("口径", "reading"),
        Words(
            "规定有理解余地时，海关如何掌握",
            "how an office understands a rule where its text leaves room",
        ),
    ),
    Term(
        Words("推定", "presumed, inferred"),
        Words(
            "就要素而言，未知时按此处理；就条件而言，公告没有明文",
            "of a fact: counts as so while unknown; of a condition: not in the announcement's "
            "words",
        ),
    ),
    Term(
        Words("修理物品（1300）", "import for repair"),
        Words(
            "修理后复运出境的货物适用的监管方式",
            "the regime for goods that go out again",
        ),
    ),
    Term(
        Words("退运货物（4561）", "returned goods"),
        Words(
            "退运进口报关单的监管方式，不论原出口用何种代码",
            "the code on the return declaration, whatever the export code was",
        ),
    ),
)
"""Terms of the announcements first, then those of customs and of this library."""
