"""Terms of art of customs and of the announcements that are no names in the library."""

from __future__ import annotations

TERMS: tuple[tuple[str, str, str], ...] = (
    ("退运进境", "return into the country", "goods exported come back in; Article 1 speaks of it"),
    (
        "出口之日",
        "day of export",
        "where the six months start; whether that is the release or the departure is open "
        "(`export-date`)",
    ),
    (
        "出区离境之日",
        "day of leaving zone and country",
        "where the six months start under 1210; gate or border is open (`zone-exit-date`)",
    ),
    (
        "境内区外",
        "inside the country, outside any zone",
        "where the six months end under 1210; neither “abroad” nor “inside the zone”, as some "
        "translations have it",
    ),
    (
        "海关特殊监管区域",
        "special customs supervision zone",
        "comprehensive bonded zones and the like; goods in one are bonded",
    ),
    (
        "保税物流中心（B型）",
        "bonded logistics centre, type B",
        "treated like a zone for 1210 exports",
    ),
    ("卡口", "gate", "of a zone; its release record (核放单) shows the day of leaving"),
    ("滞销", "unsold", "one of the two reasons; offered and not sold"),
    (
        "退货",
        "return",
        "the other reason; refusal records count as evidence, so a refused parcel is one",
    ),
    ("拒收", "refusal", "by the recipient; a kind of return"),
    (
        "原状",
        "original state",
        "the smallest commodity form basically as exported, nothing added, not processed, unused "
        "but for trial",
    ),
    (
        "最小商品形态",
        "smallest commodity form",
        "the single unit as sold; cartons and transport packing are not part of it",
    ),
    ("试用", "trial use", "excused in two cases: clauses of Article 3"),
    (
        "监管方式代码",
        "supervision code",
        "four digits on the declaration that say under which regime goods move",
    ),
    ("出口申报清单", "export list", "the paper of parcels under 9610, instead of a declaration"),
    (
        "汇总申报",
        "summary declaration",
        "the monthly declaration that sums up 9610 lists; filed after the event, its days never "
        "count",
    ),
    (
        "备案清单",
        "filing list",
        "the paper for goods that move into or out of a zone in bulk",
    ),
    ("放行", "release", "customs lets the goods go; its day is the strict start of the clock"),
    (
        "结关、办结出境手续",
        "clearing outbound",
        "the carrier has finished the formalities of leaving; its day is 出口日期",
    ),
    (
        "期限届满日",
        "last day",
        "the corresponding day of the sixth month, or that month's last; a return on it is in time",
    ),
    ("顺延", "moving on", "of a last day that is a rest day to the next working day (`rest-day`)"),
    ("调休", "swapped rest days", "weekend days that are worked, announced year by year"),
    (
        "不征、免征",
        "not charged, exempt",
        "Tariff Law Article 39 does not charge; the announcements exempt",
    ),
    ("进口环节税", "taxes at import", "VAT and consumption tax that customs collects"),
    (
        "内销货物退货",
        "domestic sales return",
        "as which VAT and consumption tax charged at export are treated",
    ),
    ("补税、冲减", "repaying, offsetting", "how an export tax refund obtained is undone"),
    ("主管海关", "competent customs office", "the one that handles the return, and decides"),
    ("从严、从宽", "strictly, leniently", "the two ways to read an open question"),
    ("口径", "reading", "how an office understands a rule where its text leaves room"),
    (
        "推定",
        "presumed, inferred",
        "of a fact: counts as so while unknown; of a condition: not in the announcement's words",
    ),
    ("修理物品（1300）", "import for repair", "the regime for goods that go out again"),
    (
        "退运货物（4561）",
        "returned goods",
        "the code on the return declaration, whatever the export code was",
    ),
)
"""Chinese, English, and what to watch."""
