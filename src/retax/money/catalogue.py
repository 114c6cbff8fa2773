"""One record for each amount: its names, what is accepted, and where the figure comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

from retax.facts.catalogue import NAMES
from retax.facts.messages import find_close_name
from retax.facts.name_matching import LONGEST_NAME, normalize_name
from retax.facts.values import YES_OR_NO
from retax.words import Words

AmountKind = Literal["money", "rate", "quantity", "yes_no"]
"""How an amount is read: yuan to the fen, a fraction, a number of units, yes or no."""

BOUND = Decimal(10) ** 10
"""Yuan and units stay below it: of whole fen and millionths every product then fits 63 bits."""

RATE_DIGITS = 6
"""Digits of a rate behind the point, as tables hold rates: in millionths."""


@dataclass(frozen=True, slots=True)
class AmountRecord:
    """An amount: its label, the other names it is read under, its kind, its values, its source.

    ``most`` bounds a rate from above; ``below`` says that the bound itself is out. ``only`` are
    the rates there are, where the law names them. ``help`` says where the figure comes from.
    """

    label: Words
    also: tuple[str, ...]
    kind: AmountKind
    accepted: Words
    help: Words
    positive: bool = False
    most: Decimal = Decimal(1)
    below: bool = False
    only: tuple[Decimal, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The Chinese names, the label first."""
        return (self.label.zh, *self.also)


_MONEY = Words("不小于0、小于100亿的人民币金额", "an amount in yuan, at least 0, below 10^10")
_UNITS = Words(
    "不小于0、小于100亿、至多6位小数的数",
    "a number of at least 0, below 10^10, with at most 6 decimals",
)
_BOTH = Words("与{other}同时填写", "given together with {other}")

AMOUNTS: Mapping[str, AmountRecord] = {
    "dutiable_value": AmountRecord(
        Words("计税价格", "dutiable value of the returned units, in yuan"),
        ("完税价格",),
        "money",
        Words(
            "大于0、小于100亿的人民币金额（四舍五入到分）",
            "an amount in yuan above 0 and below 10^10 (rounded half up to the fen)",
        ),
        Words(
            "本次退运部分的计税价格；退运货物通常按原出口价格加回程运费、保险费审定，以海关为准。"
            "外币按上月第三个星期三的中间价先折算为人民币",
            "of the returned units; for returns customs usually takes the original export price "
            "plus freight and insurance of the way back. Foreign prices are converted first, by "
            "the central parity of the third Wednesday of the month before",
        ),
        positive=True,
    ),
    "duty_rate": AmountRecord(
        Words("关税税率", "rate of import duty"),
        ("关税率", "进口关税税率", "进口关税率"),
        "rate",
        Words(
            "0至300%的税率，写作 6.5% 或 0.065（至多6位小数）",
            "a rate from 0 to 300 %, as '6.5%' or 0.065 (at most 6 decimals)",
        ),
        Words(
            "原产于中国境内的货物复进口适用最惠国税率，有暂定税率的从其规定，按申报之日实施的税率"
            "（关税法第十二条、第十三条、第二十条），不用普通税率；只从量计征的填 0",
            "goods of Chinese origin bear the most-favoured-nation rate on re-import, or the "
            "provisional one where there is one, of the day of declaration (Tariff Law 12, 13, "
            "20), never the general rate; 0 where the duty is specific only",
        ),
        most=Decimal(3),
    ),
    "duty_per_unit": AmountRecord(
        Words("关税单位税额", "specific duty on a unit, in yuan"),
        (),
        "quantity",
        _UNITS,
        Words(
            "从量或复合计征的，每一计税单位的关税税额",
            "where the duty is specific or compound: the duty on a unit of its own",
        ),
    ),
    "duty_units": AmountRecord(
        Words("关税计税数量", "units that bear the specific duty"),
        (),
        "quantity",
        _UNITS,
        Words("以该税目的计税单位计", "in the unit of the tariff line"),
    ),
    "vat_rate": AmountRecord(
        Words("增值税税率", "rate of import VAT"),
        ("增值税率", "进口增值税税率", "进口环节增值税税率"),
        "rate",
        Words(
            "13% 或 9%（增值税法第十条），法定免税的填 0",
            "'13%' or '9%' (VAT Law, Article 10), or 0 where exempt by law",
        ),
        Words("进口货物为 13% 或 9%", "13 % or 9 % for imports"),
        only=(Decimal("0.13"), Decimal("0.09"), Decimal(0)),
    ),
    "consumption_tax_rate": AmountRecord(
        Words("消费税税率", "ad valorem rate of consumption tax"),
        ("消费税率", "消费税比例税率"),
        "rate",
        Words(
            "0以上、100%以下的税率，写作 15% 或 0.15（至多6位小数）；达到100%则无组成计税价格",
            "a rate from 0 to below 100 %, as '15%' or 0.15 (at most 6 decimals); from 100 % on "
            "there is no taxable price",
        ),
        Words(
            "不属应税消费品的填 0；未填的视为不征，但税号可能应征消费税的须填",
            "0 where the goods bear none; unknown counts as none, save under a heading that may "
            "bear it",
        ),
        below=True,
    ),
    "consumption_tax_per_unit": AmountRecord(
        Words("消费税单位税额", "specific consumption tax on a unit, in yuan"),
        ("消费税定额税率",),
        "quantity",
        _UNITS,
        Words(
            "从量或复合计征的，每一计税单位（升、吨等）的消费税税额",
            "where it is specific or compound: on each unit of the tax's own (litre, ton)",
        ),
    ),
    "consumption_tax_units": AmountRecord(
        Words("消费税计税数量", "units that bear the specific consumption tax"),
        (),
        "quantity",
        _UNITS,
        Words("以消费税的计税单位（升、吨等）计", "in the tax's own unit (litre, ton)"),
    ),
    "refund_received": AmountRecord(
        Words("已退税额", "export VAT refunded for the returned units, in yuan"),
        ("原退税额",),
        "money",
        _MONEY,
        Words(
            "本次退运部分已退（或已申报退）的增值税；1210项下常由供货方在货物入区时申请退税",
            "VAT refunded, or claimed, for the returned units; under 1210 the supplier often had "
            "it refunded on entry into the zone",
        ),
    ),
    "purchase_value": AmountRecord(
        Words("购进不含税金额", "purchase price of the returned units without VAT, in yuan"),
        (),
        "money",
        _MONEY,
        Words(
            "外贸企业：增值税专用发票上本次退运部分的不含税金额",
            "trading companies: the amount without VAT on the special VAT invoice",
        ),
    ),
    "refund_rate": AmountRecord(
        Words("退税率", "rate of the export refund"),
        (),
        "rate",
        Words(
            "0至13%的税率，写作 13% 或 0.13（至多6位小数）",
            "a rate from 0 to 13 %, as '13%' or 0.13 (at most 6 decimals)",
        ),
        Words("出口时适用的退税率", "the rate that applied at export"),
        most=Decimal("0.13"),
    ),
    "consumption_tax_refunded": AmountRecord(
        Words("已退消费税", "consumption tax refunded for the returned units, in yuan"),
        (),
        "money",
        _MONEY,
        Words("本次退运部分已退的消费税", "for the returned units"),
    ),
    "export_duty_amount": AmountRecord(
        Words("已缴出口关税", "export duty paid for the returned units, in yuan"),
        (),
        "money",
        _MONEY,
        Words("本次退运部分已缴的出口关税", "for the returned units"),
    ),
    "return_cost": AmountRecord(
        Words("回运费用", "cost of bringing the units back, in yuan"),
        (),
        "money",
        _MONEY,
        Words("运费、保险费、报关费等", "freight, insurance, the broker's fee"),
    ),
    "vat_deductible": AmountRecord(
        Words("进口环节增值税可抵扣", "import VAT can be deducted"),
        (),
        "yes_no",
        YES_OR_NO,
        Words(
            "一般纳税人取得海关缴款书的通常可抵扣",
            "a general taxpayer with the customs receipt can as a rule",
        ),
    ),
}
"""The amounts, in the order of the model."""

GIVEN_TOGETHER: tuple[tuple[str, str], ...] = (
    ("duty_per_unit", "duty_units"),
    ("consumption_tax_per_unit", "consumption_tax_units"),
    ("purchase_value", "refund_rate"),
)
"""Pairs of which one alone says nothing."""

EITHER_OR: tuple[tuple[str, str], ...] = (("refund_received", "purchase_value"),)
"""Pairs of which both say the same; the first is refused beside the other."""

AGAINST_FACTS: Mapping[tuple[str, str | bool], tuple[tuple[str, ...], ...]] = {
    ("export_refund", "not_refunded"): (
        ("refund_received",),
        ("consumption_tax_refunded",),
        ("purchase_value", "refund_rate"),
    ),
    ("export_duty_paid", False): (("export_duty_amount",),),
}
"""By fact and value the amounts that contradict it where they are not 0, of several all of them."""


def describe_pair(name: str) -> Words:
    """Say that an amount is given together with another."""
    return _BOTH.filled(other=Words(AMOUNTS[name].label.zh, name))


_UNIT = re.compile(r"[(（]\s*(?:人民币|元|人民币元|CNY|RMB|yuan|[%％])\s*[)）]", re.IGNORECASE)
"""The unit in brackets beside a name: 计税价格（元）."""


@cache
def _map_names() -> Mapping[str, str]:
    return {
        normalize_name(name): amount
        for amount, record in AMOUNTS.items()
        for name in (amount, *record.names)
    }


def find_amount(name: str) -> str | None:
    """Return the amount of a name; None where it names none."""
    return None if len(name) > LONGEST_NAME else _find_amount(name)


@lru_cache(4096)
def _find_amount(name: str) -> str | None:
    return _map_names().get(normalize_name(_UNIT.sub("", name)))


_NEAR = 0.75
"""How alike two normalised names are (difflib's ratio) for the one to be near the other."""


def find_near_amount(name: str) -> str | None:
    """Return the amount a name comes near to without being one of its names; None for none.

    Near are names that hold one of an amount's, such as 完税价格USD, and those of much the same
    letters.
    """
    normalized = normalize_name(_UNIT.sub("", name[:LONGEST_NAME]))
    if normalized in _map_names():
        return None
    held = [known for known in _map_names() if known in normalized]
    # Names hold each other, as 进口关税税率 holds 关税税率: the longest is meant.
    near = max(held, key=len) if held else find_close_name(normalized, _map_names(), _NEAR)
    return None if near is None else _map_names()[near]


def suggest_amount(name: str) -> str | None:
    """Return the accepted name that is likely meant by an unknown one; None where none is near."""
    if len(name) > LONGEST_NAME:
        return None
    names = (one for amount, record in AMOUNTS.items() for one in (amount, *record.names))
    return find_close_name(name, names)


def split_row(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part a row of a table into what are not amounts, and its amounts, by the names they bear.

    What is left over are the facts of the line, and whatever else the row holds.

    Raises:
        ValueError: the row is no mapping.
    """
    if not hasattr(row, "items"):  # a row of pandas has them, too
        kind = type(row).__name__
        raise ValueError(f"row is of type {kind}; accepted is a mapping of names to values")
    if isinstance(row, dict) and NAMES.keys() >= row.keys():  # most lines: names of facts alone
        return dict(row), {}
    facts: dict[str, Any] = {}
    amounts: dict[str, Any] = {}
    for name, value in row.items():
        is_amount = isinstance(name, str) and find_amount(name) is not None
        (amounts if is_amount else facts)[name] = value
    return facts, amounts
