"""The worth of a verdict: the taxes at stake, in yuan.

``stakes()`` puts the verdict on one line beside the amounts of that line: what falls due strictly
and leniently by the better of both ways in, the announcement and the ordinary route, what one day
too late costs, what has to be repaid. ``worth()`` adds that up over a
file, and says which open question decides most.

Rates and prices are yours: there is no database of rates and no exchange rate here. Not computed
are the charge for late payment (0.05 % a day, Tariff Law 43 and 46), interest on refunds (53),
surcharges on domestic VAT, anti-dumping duties, and whether bringing the goods back pays at all.
"""

from retax.money.amounts import Amounts, split_row
from retax.money.file_sums import DayWorth, FactWorth, QuestionWorth, StatusWorth, Sum, Tickets
from retax.money.line_figures import Cliff, UnderArticle39
from retax.money.stakes import Stakes, stakes
from retax.money.taxes import Taxes, TaxLine
from retax.money.worth import Worth, worth

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
