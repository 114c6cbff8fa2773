"""Legal consequences on the ordinary route: relief for each tax, and the steps to be taken.

The article frees from import duty alone; whether import VAT and consumption tax follow is an open
question and a clause of its own. Export duty paid comes back on application within one year of its
payment, once the domestic taxes refunded for the export are paid back.

Source: 中华人民共和国关税法, Articles 39 and 52, in the law database of the National People's
Congress; 中华人民共和国进出口关税条例, Articles 43 and 50, in the gazette of the State Council.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retax.law.clause import fact
from retax.law.cross_border.article_1_six_months import STILL_IN_THE_ZONE
from retax.law.cross_border.consequences import ACTIONS as OF_THE_ANNOUNCEMENT
from retax.law.cross_border.consequences import OBTAIN as OBTAIN_FOR_THE_ANNOUNCEMENT
from retax.law.cross_border.consequences import TO_COME_BACK
from retax.law.outcome import Outcome
from retax.law.rules import ActionRule, Effect, ReliefRule, Tax
from retax.law.tariff_law_39.article_39 import OF_THE_ANNOUNCEMENT as CLAUSE_HERE
from retax.logic.expressions import is_true, known
from retax.words import Words

_ON_IMPORT_TAXES: tuple[tuple[Outcome, Effect, Words], ...] = (
    (
        "open",
        "not_levied_if_so_read",
        Words(
            "是否一并不征收待核（条文只称进口关税）",
            "not levied if so read (the text speaks of import duty only)",
        ),
    ),
    ("met", "not_levied", Words("一并不征收", "not levied either")),
    ("failed", "due", Words("照征", "due")),
)
_IMPORT_TAXES: tuple[tuple[Tax, Words], ...] = (
    ("import_vat", Words("进口环节增值税", "import VAT")),
    (
        "import_consumption_tax",
        Words(
            "进口环节消费税（如属应税消费品）", "import consumption tax (where the goods bear it)"
        ),
    ),
)


def _read_import_taxes() -> Iterator[ReliefRule]:
    for tax, name in _IMPORT_TAXES:
        for outcome, effect, what in _ON_IMPORT_TAXES:
            words = Words(f"{name.zh}：{what.zh}", f"{name.en}: {what.en}")
            yield ReliefRule(tax, effect, words, if_import_taxes=outcome)


RELIEFS: tuple[ReliefRule, ...] = (
    ReliefRule("import_duty", "not_levied", Words("进口关税：不征收", "import duty: not levied")),
    *_read_import_taxes(),
    ReliefRule(
        "export_duty",
        "refund_on_application",
        Words(
            "出口关税：缴回已退的国内税后，可自缴纳之日起一年内申请退还",
            "export duty: refunded on application within one year of its payment, once the "
            "domestic taxes refunded for the export are paid back",
        ),
        when=is_true(fact.export_duty_paid),
    ),
    ReliefRule(
        "export_duty",
        "refund_on_application",
        Words(
            "出口关税：如已征，缴回已退的国内税后，可自缴纳之日起一年内申请退还",
            "export duty, if any was paid: refunded on application within one year of its payment, "
            "once the domestic taxes refunded for the export are paid back",
        ),
        when=~known(fact.export_duty_paid),
    ),
)
"""What becomes of each tax."""


def _list_shared_actions() -> Iterator[ActionRule]:
    for action in OF_THE_ANNOUNCEMENT:
        if action.id == "leave_zone":  # the year runs on in the zone
            yield action._replace(clause="39.one_year", when=STILL_IN_THE_ZONE & ~TO_COME_BACK)
        else:
            yield action._replace(clause=CLAUSE_HERE[str(action.clause)])


ACTIONS: tuple[ActionRule, ...] = (
    *_list_shared_actions(),
    ActionRule(
        "apply_export_duty_refund",
        None,
        Words(
            "自缴纳出口关税之日起一年内，书面申请退还出口关税",
            "apply in writing for the refund of the export duty, within one year of its payment",
        ),
        when=is_true(fact.export_duty_paid),
    ),
)
"""The actions of outstanding clauses, in order, and the application for export duty paid."""


OBTAIN: Mapping[str, Words] = {
    "export_record": OBTAIN_FOR_THE_ANNOUNCEMENT["export_record"],
    "tax_certificate": OBTAIN_FOR_THE_ANNOUNCEMENT["tax_certificate"],
    "cause_statement": Words(
        "出具品质、规格原因或不可抗力的情况说明",
        "issue the statement on the quality, the specification or the force majeure",
    ),
    "extension_approval": Words(
        "调取海关批准延期的书面文件", "get the written approval of the longer period"
    ),
    "export_duty_receipt": OBTAIN_FOR_THE_ANNOUNCEMENT["export_duty_receipt"],
}
"""How to come by a required document that is not held."""
