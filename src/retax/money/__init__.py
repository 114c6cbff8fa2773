"""The worth of a verdict: the taxes at stake, in yuan.

``stakes()`` puts the verdict on one line beside the amounts of that line: what falls due strictly
and leniently by the better of both ways in, the announcement and the ordinary route, what one day
too late costs, what has to be repaid. ``worth()`` adds that up over a
file, and says which open question decides most.

Rates and prices are yours: there is no database of rates and no exchange rate here. Not computed
are the charge for late payment (0.05 % a day, Tariff Law 43 and 46), interest on refunds (53),
surcharges on domestic VAT, anti-dumping duties, and whether bringing the goods back pays at all.
"""

import importlib as _importlib
import typing as _typing

if _typing.TYPE_CHECKING:
    from retax.money.amounts import Amounts
    from retax.money.catalogue import split_row
    from retax.money.file_sums import DayWorth, FactWorth, QuestionWorth, StatusWorth, Sum, Tickets
    from retax.money.file_worth import Worth, worth
    from retax.money.line_figures import Cliff, UnderArticle39
    from retax.money.line_stakes import Stakes, stakes
    from retax.money.taxes import Taxes, TaxLine

__all__ = [
    "Amounts",
    "Cliff",
    "DayWorth",
    "FactWorth",
    "QuestionWorth",
    "Stakes",
    "StatusWorth",
    "Sum",
    "TaxLine",
    "Taxes",
    "Tickets",
    "UnderArticle39",
    "Worth",
    "split_row",
    "stakes",
    "worth",
]

_NAMES_OF_MODULES = {
    "retax.money.amounts": ("Amounts",),
    "retax.money.catalogue": ("split_row",),
    "retax.money.file_sums": (
        *("DayWorth", "FactWorth", "QuestionWorth", "StatusWorth", "Sum", "Tickets"),
    ),
    "retax.money.line_figures": ("Cliff", "UnderArticle39"),
    "retax.money.line_stakes": ("Stakes", "stakes"),
    "retax.money.taxes": ("TaxLine", "Taxes"),
    "retax.money.file_worth": ("Worth", "worth"),
}

_MODULE_OF_NAME = {name: module for module, names in _NAMES_OF_MODULES.items() for name in names}


def __getattr__(name: str) -> _typing.Any:
    """Load a name when it is first asked for: a file without amounts needs none."""
    if name in _MODULE_OF_NAME:
        return getattr(_importlib.import_module(_MODULE_OF_NAME[name]), name)
    raise AttributeError(f"module 'retax.money' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is public."""
    return sorted([*__all__, "__doc__", "__name__"])
