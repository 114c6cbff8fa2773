"""Where the ordinary route has two readings: seven questions of its own, and those it shares.

A shared question has one answer for both regimes: the word and the office are the same.

Source: 中华人民共和国关税法, Articles 36, 37, 39, 40 and 70; 中华人民共和国增值税法, Article 24;
grades are in docs/sources.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from retax.law.cross_border.open_questions import QUESTIONS as OF_THE_ANNOUNCEMENT
from retax.law.rules import Question, Step
from retax.words import Words

OWN_QUESTIONS: tuple[Question, ...] = (
    Question(
        "39:procedure",
        Words(
            "加工贸易、暂时出境、修理等方式出境的能否适用关税法第三十九条？",
            "Does Tariff Law Article 39 apply to exports under processing trade, temporary export "
            "or repair?",
        ),
        Words("不能，另有规定", "no, they have rules of their own"),
        Words("能，条文未限监管方式", "yes, the text names no supervision code"),
        Words(
            "关税法第三十六条、第三十七条对加工贸易、暂时进出境另有规定；第三十九条未限监管方式",
            "Tariff Law Articles 36 and 37 have rules of their own for processing trade and "
            "temporary export; Article 39 names no supervision code",
        ),
    ),
    Question(
        "39:from-a-zone",
        Words(
            "1210 自区内出境的能否适用关税法第三十九条？",
            "Does Tariff Law Article 39 apply to 1210 goods that left from a zone?",
        ),
        Words("不能，保税货物另有规定", "no, bonded goods have rules of their own"),
        Words("能，出境即出口货物", "yes, goods that left the country are exports"),
        Words("关税法第三十六条、第三十九条", "Tariff Law Articles 36 and 39"),
    ),
    Question(
        "39:damage",
        Words(
            "残损、短少是否属于品质、规格原因？",
            "Are damage and shortage reasons of quality or specification?",
        ),
        Words("不属于", "no"),
        Words("属于", "yes"),
        Words(
            "关税法第四十条将残损、短少与品质不良、规格不符并列；而退运货物（4561）的定义包括残损、短少",
            "Tariff Law Article 40 lists them apart; the definition of returned goods (4561) "
            "includes them",
        ),
    ),
    Question(
        "39:wrong-goods",
        Words("错发是否属于规格原因？", "Are wrong goods a reason of specification?"),
        Words("不属于，货物本身合格", "no, the goods themselves are as they should be"),
        Words("属于，与合同规格不符", "yes, they are not what the contract specifies"),
        Words(
            "关税法第三十九条；所发货物须与出口申报相符",
            "Tariff Law Article 39; what was shipped must be what was declared",
        ),
    ),
    Question(
        "39:extension",
        Words(
            "超过一年的，海关是否批准延期？",
            "Does customs prolong a period of one year that has run out?",
        ),
        Words("未批准", "it has not"),
        Words("特殊情形可批准", "in special circumstances it may"),
        Words(
            "关税法第三十九条第二款；业界介绍最长三年，未核对原文",
            "Tariff Law Article 39, second paragraph; three years at the most by one report, not "
            "checked against the text",
        ),
        # An approval is of one return: it is stated as a fact.
        instead=Step(
            "apply_extension",
            Words(
                "向主管海关书面申请延期，获批准后填写“海关批准延期至”",
                "apply to the competent customs office in writing for a longer period; once it is "
                "approved, state until when (extended_until)",
            ),
            Words(
                "填写“海关批准延期至”",
                "state until when customs prolonged the period (extended_until)",
            ),
        ),
    ),
    Question(
        "39:used",
        Words("已使用的货物是否仍属原状？", "Are used goods still in original state?"),
        Words("仅限未使用或试用", "only unused, or after trial use"),
        Words("仍属于，条文未提使用", "yes, the text does not mention use"),
        Words(
            "关税法第三十九条仅称“原状”；品质问题往往在使用中发现",
            "Tariff Law Article 39 says 原状 only; quality often shows in use",
        ),
    ),
    Question(
        "39:import-taxes",
        Words(
            "按关税法第三十九条退运的，进口环节增值税、消费税是否一并不征？",
            "Under Tariff Law Article 39, are import VAT and consumption tax not levied either?",
        ),
        Words("照征，条文只称进口关税", "they are due, the text speaks of import duty only"),
        Words("一并不征", "they are not levied either"),
        Words(
            "关税法第三十九条、第七十条；增值税法第二十四条；原海关总署令第124号第五十七条"
            "（已废止）曾一并不征；海关总署令第272号有关条文未核对",
            "Tariff Law Articles 39 and 70; VAT Law Article 24; GACC Order 124 Article 57, no "
            "longer in force, levied none of them; the articles of GACC Order 272 are unread",
        ),
    ),
)
"""The questions of this route alone, in the order of its clauses."""

SHARED_QUESTIONS = (
    "export-date",
    "zone-exit-date",
    "return-date",
    "rest-day",
    "zone",
    "missing-or-damaged",
    "repacking",
    "other-enterprise",
    "batch-fifo",
    "batch-stated",
)

QUESTIONS: Mapping[str, Question] = {
    **{id_: OF_THE_ANNOUNCEMENT[id_] for id_ in SHARED_QUESTIONS},
    **{question.id: question for question in OWN_QUESTIONS},
}
"""Every open question of this route by its id."""
