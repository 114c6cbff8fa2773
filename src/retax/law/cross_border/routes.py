"""Routes after a "no": pointers to other rules, not verdicts.

The announcement is not the only way home. Article 39 of the Tariff Law (关税法, in force since
2024-12-01) frees goods returned in original state within one year of export for reasons of quality
or specification, or force majeure, from import duty: no list of codes, no exclusion of food.

Source: 中华人民共和国关税法 (主席令第二十三号, 2024), Article 39, in the law database of the
National People's Congress; before 2024-12-01 进出口关税条例 (国务院令第392号), Article 43, in the
gazette of the State Council.
"""

from __future__ import annotations

from retax.law.clause import as_of, fact
from retax.law.cross_border.article_1_six_months import BACK_ON, IN_A_ZONE
from retax.law.cross_border.supervision_codes import by_code
from retax.law.rules import RouteRule
from retax.law.tariff_law_39.instruments import TARIFF_LAW_IN_FORCE
from retax.logic.expressions import FALSE, first, is_true, known, months
from retax.words import Words

A_YEAR_HAS_PASSED = months(fact.exported_on, 12) < first(BACK_ON, as_of)


BACK_BEFORE_THE_TARIFF_LAW = is_true(BACK_ON < TARIFF_LAW_IN_FORCE)


MAY_BE_QUALITY_OR_FORCE_MAJEURE = (
    ~known(fact.reason)
    | fact.reason.is_in(
        "customer_return",
        "refused",
        "quality_defect",
        "wrong_goods",
        "recall",
        "foreign_customs",
        "label_noncompliance",
        "force_majeure",
        "other",
    )
    | fact.use.is_("trial_found_defect")
)


ORIGINAL_STATE = ("3.same_form", "3.no_parts_added", "3.not_processed")


_WITHIN_THE_YEAR = (
    ~A_YEAR_HAS_PASSED,
    Words("距出口日期未超过一年", "here a year from export has not passed"),
)


ROUTES: tuple[RouteRule, ...] = (
    RouteRule(
        "tariff_law_39",
        Words(
            "因品质、规格原因或不可抗力，自出口之日起一年内原状退运的，可核实能否适用关税法第三十九条，"
            "不征进口关税（进口环节税通常比照办理，以海关认定为准）",
            "if the goods come back in original state within one year of export for reasons of "
            "quality or specification or force majeure, Tariff Law Article 39 may apply: no import "
            "duty (import VAT and consumption tax are customarily treated alike; customs decides)",
        ),
        when=MAY_BE_QUALITY_OR_FORCE_MAJEURE & ~BACK_BEFORE_THE_TARIFF_LAW,
        unless_failed=ORIGINAL_STATE,
        notes=(
            (
                A_YEAR_HAS_PASSED,
                Words(
                    "距出口日期已超过一年，须经海关批准",
                    "here a year from export has passed, so only with the approval of customs",
                ),
            ),
            _WITHIN_THE_YEAR,
        ),
    ),
    # The same route before the Tariff Law was in force, which did not know force majeure.
    RouteRule(
        "tariff_law_39",
        Words(
            "关税法自2024年12月1日起施行；此前因品质或规格原因，自出口之日起一年内原状退运的，"
            "可核实能否适用原进出口关税条例第四十三条，不征进口关税（不含不可抗力；以海关认定为准）",
            "before 2024-12-01, when the Tariff Law came into force, Article 43 of the former "
            "regulations may apply if the goods came back in original state within one year of "
            "export for reasons of quality or specification (not force majeure): no import duty; "
            "customs decides",
        ),
        when=MAY_BE_QUALITY_OR_FORCE_MAJEURE & BACK_BEFORE_THE_TARIFF_LAW,
        unless_failed=ORIGINAL_STATE,
        # Of a longer period the former regulations say nothing.
        notes=(
            (
                A_YEAR_HAS_PASSED,
                Words(
                    "距出口日期已超过一年，能否办理请向海关核实",
                    "here a year from export has passed: ask customs whether it can still apply",
                ),
            ),
            _WITHIN_THE_YEAR,
        ),
    ),
    RouteRule(
        "repair_import",
        Words(
            "返修后复运出境的，可按修理物品（监管方式代码 1300）办理；"
            "按修理物品进境不涉及已退的出口退税",
            "goods that go out again after repair can come in for repair (supervision code 1300); "
            "import for repair leaves the export tax refund alone",
        ),
        when=fact.reason.is_("repair"),
    ),
    RouteRule(
        "stay_bonded",
        Words(
            "1210 商品仍在区内的，处于保税状态，在区内不产生进口税款",
            "1210 goods in the zone are bonded: no import tax arises there",
        ),
        when=by_code(from_a_zone=IN_A_ZONE, others=FALSE),
    ),
)
"""The routes, in order."""
