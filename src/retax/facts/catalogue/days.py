"""The days of the export and of the return."""

from __future__ import annotations

from collections.abc import Mapping

from retax.facts.catalogue.record import FactRecord
from retax.words import Words

DAY_FACTS: Mapping[str, FactRecord] = {
    "declared_on": FactRecord(
        kind="day",
        label=Words("出口申报日期", "day of the export declaration"),
        aliases=("出口申报日", "出口申报时间", "出口报关日期", "清单申报日期"),
        help=Words(
            "出口单证是哪天申报的？9610 以清单为准。",
            "On which day was the export declared? Under 9610 the list's day counts.",
        ),
        evidence="paper",
        event=Words("出口申报", "export declaration"),
        ledger="export",
        column_after="export_item",
    ),
    "released_on": FactRecord(
        kind="day",
        label=Words("出口放行日期", "day of release for export"),
        aliases=("出口放行日", "出口放行时间"),
        help=Words(
            "海关哪天放行？（可在单一窗口查询）",
            "On which day did customs release the export? (The Single Window shows it.)",
        ),
        # Where declaration and departure show the return in time, the release changes nothing.
        asking="last",
        evidence="paper",
        event=Words("出口放行", "release"),
        ledger="export",
    ),
    "exported_on": FactRecord(
        kind="day",
        label=Words("出口日期", "day of export"),
        aliases=(
            "离境日期",
            "出口日",
            "离境日",
            "离境时间",
            "出境日期",
            "实际出口日期",
            "实际离境日期",
        ),
        help=Words(
            "出口日期是哪天？（运输工具办结出境手续之日，非预计开航日；"
            "放行后未装运即退关、删单的，不属退运）",
            "What is the day of export? (The day the carrier cleared outbound, "
            "not the planned sailing. Goods released, never loaded and taken back, "
            "the declaration deleted, are no return.)",
        ),
        evidence="paper",
        letters="not_presumed",
        event=Words("出口", "departure"),
        ledger="export",
    ),
    "left_zone_on": FactRecord(
        kind="day",
        label=Words("出区日期", "day of leaving the zone"),
        aliases=("出区日", "出区时间", "实际出区日期", "卡口出区日期"),
        help=Words(
            "货物哪天出区？（以卡口核放为准）",
            "On which day did the goods leave the zone? (The gate's release counts.)",
        ),
        evidence="paper",
        event=Words("出区", "exit from the zone"),
        ledger="export",
    ),
    "returned_on": FactRecord(
        kind="day",
        label=Words("退运进境日期", "day of return into the country"),
        aliases=(
            "进口日期",
            "进境日期",
            "退运进境日",
            "退运入境日期",
            "退货进境日期",
            "退运进口日期",
        ),
        help=Words(
            "货物哪天进境？（退运报关单的进口日期；尚未进境的留空并给出判断基准日）",
            "On which day did the goods come back into the country? (The import date of the "
            "return declaration. Still abroad: leave this blank and say as of which day you ask.)",
        ),
        evidence="paper",
        event=Words("退运进境", "returned"),
        column_after="reason_note",
    ),
    "domestic_on": FactRecord(
        kind="day",
        label=Words("运至境内区外日期", "day of arrival outside any zone"),
        aliases=("运抵境内区外日期", "到达境内区外日期", "退至境内区外日期"),
        help=Words(
            "货物哪天运至境内区外？（未入区的填进境日期；尚未运至的留空并给出判断基准日）",
            "On which day did the goods reach the country outside any zone? (If they never "
            "entered a zone: the day of return. Not there yet: leave this blank and say as of "
            "which day you ask.)",
        ),
        evidence="paper",
        event=Words("运至境内区外", "outside any zone"),
    ),
    "return_declared_on": FactRecord(
        kind="day",
        label=Words("退运进口申报日期", "day of the return declaration"),
        aliases=(
            "退运申报日期",
            "退运进口申报日",
            "退运进口申报时间",
            "退运报关日期",
            "退货申报日期",
        ),
        help=Words(
            "退运进口哪天申报？（1210 为出区申报日期）"
            "未申报的留空并给出判断基准日；期限已过仍未申报的，填拟申报日期。",
            "On which day was the return declared? (Under 1210 the declaration out of the zone.) "
            "If it has not been, leave this blank and say as of which day you ask; if the period "
            "has run out, give the day you mean to declare.",
        ),
        evidence="paper",
        event=Words("退运进口申报", "return declared"),
    ),
    "extended_until": FactRecord(
        kind="day",
        label=Words("海关批准延期至", "until when customs prolonged the period"),
        aliases=("延期至", "海关批准延期日期"),
        help=Words(
            "海关书面批准的延期截止日（关税法第三十九条；未批准的留空）",
            "the last day of the longer period customs approved in writing (Tariff Law Article "
            "39); blank where none is approved",
        ),
        asking="by_label",
        if_blank=Words(
            "不影响按公告的结论；按关税法第三十九条，期限为自出口之日起一年",
            "the result under the announcement stays; under Tariff Law Article 39 the period is "
            "one year from export",
        ),
        evidence="paper",
        column_after="return_declared_on",
    ),
}
