"""What cannot be: facts of one line that cannot stand together."""

from __future__ import annotations

from dataclasses import dataclass

from retax.facts import fact
from retax.logic.expressions import Compare, Expression, Fact, any_of, is_true, known
from retax.logic.scalar import compiled
from retax.logic.trees import facts_of
from retax.vocabulary import NAMES, shown
from retax.words import Words

DECLARATION_NUMBER = r"[0-9]{8}0"


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot stand together: the one to blame, when, and how to say it."""

    fact: str
    when: Expression
    words: Words

    def found_in(self, goods: object) -> bool:
        """Say whether these goods contradict themselves in this way."""
        (found,) = compiled([self.when])(goods, None)
        return found is True

    def sentence(self, goods: object) -> Words:
        """Say the contradiction with both values."""
        names = facts_of(self.when)
        return self.words.filled(**{name: shown(name, getattr(goods, name)) for name in names})


def _not_before(later: str, earlier: str) -> Contradiction:
    return Contradiction(
        later,
        Compare(Fact(later), "<", Fact(earlier)),
        Words(
            f"{NAMES[later].label.zh}（{{{later}}}）早于{NAMES[earlier].label.zh}（{{{earlier}}}）",
            f"{later} {{{later}}} is before {earlier} {{{earlier}}}; "
            f"accepted is the same day or later",
        ),
    )


CONTRADICTIONS: tuple[Contradiction, ...] = (
    # The ninth character of a declaration's number is 0. Under 9610 that is the monthly summary,
    # filed after the event: neither its number nor its days count.
    Contradiction(
        "export_entry",
        fact.supervision_code.is_("9610") & fact.export_entry.matches(DECLARATION_NUMBER),
        Words(
            "9610 项下出口单证号（{export_entry}）是报关单号，系事后汇总申报；"
            "请填清单编号及清单日期",
            "export_entry {export_entry} is a declaration number, under {supervision_code} that of "
            "the summary filed after the event; give the list's number and dates",
        ),
    ),
    _not_before("released_on", "declared_on"),
    _not_before("exported_on", "declared_on"),
    _not_before("exported_on", "released_on"),
    Contradiction(
        "left_zone_on",
        fact.exported_on < fact.left_zone_on,
        Words(
            "出区日期（{left_zone_on}）晚于出口日期（{exported_on}）",
            "left_zone_on {left_zone_on} is after exported_on {exported_on}; "
            "accepted is the same day or earlier",
        ),
    ),
    *(
        _not_before(day_back, day_out)
        for day_back in ("returned_on", "domestic_on", "return_declared_on")
        for day_out in ("declared_on", "released_on", "exported_on", "left_zone_on")
    ),
    _not_before("domestic_on", "returned_on"),
    Contradiction(
        "destination",
        fact.destination.is_("zone") & known(fact.domestic_on),
        Words(
            "退运去向为“{destination}”，却填有运至境内区外日期（{domestic_on}）",
            "destination is zone ({destination}), yet domestic_on is {domestic_on}; "
            "accepted is one of the two",
        ),
    ),
    Contradiction(
        "taxed_at_export",
        is_true(fact.taxed_at_export) & fact.export_refund.is_in("refunded", "repaid"),
        Words(
            "出口时已征增值税或消费税为“{taxed_at_export}”，出口退税办理情况却为“{export_refund}”；"
            "出口时已征税的不予退税，二者只能有其一",
            "taxed_at_export is {taxed_at_export}, yet export_refund says: {export_refund}; "
            "goods taxed at export get no refund, accepted is one of the two",
        ),
    ),
)
"""What cannot be, each told in one sentence with both values."""

_is_contradictory = compiled([any_of(*(is_true(c.when) for c in CONTRADICTIONS))])


def contradicts_itself(goods: object) -> bool:
    """Say whether these goods cannot be: some facts of theirs contradict each other."""
    return _is_contradictory(goods, None)[0] is True
