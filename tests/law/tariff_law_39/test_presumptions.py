from __future__ import annotations

from datetime import date

from ordinary_cases import NOT_BACK, goods, ordinary
from retax import ReturnedGoods, check
from retax.judge.compiled_law import get_law
from retax.law.cross_border.presumptions import PRESUMPTIONS as OF_THE_ANNOUNCEMENT
from retax.law.regimes import ORDINARY_REGIME
from retax.law.tariff_law_39.presumptions import PRESUMPTIONS

SHARED = (
    "export_entry",
    "exported_on",
    "returned_on",
    "domestic_on",
    "parts_missing",
    "damaged",
    "repacked",
    "importer_differs",
    "attribution",
    "shipped_as_declared",
    "exported_quantity",
    "returned_quantity",
    "returned_before",
    "papers_held",
)


def test_the_presumed_facts_are_in_the_order_of_the_model() -> None:
    facts = [presumption.fact for presumption in PRESUMPTIONS]
    order = [*ReturnedGoods.model_fields]
    assert facts == sorted(facts, key=order.index)
    assert set(facts) == {*SHARED, "cause", "return_declared_on"}


def test_every_presumption_belongs_to_clauses_of_this_route() -> None:
    ids = {ruled.clause.id for ruled in get_law(regime=ORDINARY_REGIME).clauses}
    for presumption in PRESUMPTIONS:
        assert presumption.clauses
        assert {*presumption.clauses} <= ids
        assert not presumption.words.zh.isascii()
        assert presumption.words.en.isascii()


def test_a_shared_presumption_holds_here_where_it_holds_there() -> None:
    there = {(p.fact, p.words): p.when for p in OF_THE_ANNOUNCEMENT}
    shared = [p for p in PRESUMPTIONS if p.fact in SHARED]
    assert len(shared) == 15  # a day outside any zone is presumed in two ways
    assert all(there[p.fact, p.words] is p.when for p in shared)


def test_where_everything_is_known_nothing_is_assumed() -> None:
    assert ordinary().assumed == ()


def test_what_both_regimes_presume_is_assumed_by_both() -> None:
    line = goods(**dict.fromkeys(SHARED[4:]), supervision_code="9810")
    verdict = check(line)
    assert verdict.ordinary.assumed == verdict.assumed == SHARED[4:]


def test_food_and_destination_are_nothing_to_presume_here() -> None:
    line = goods(is_food=None, hs_code=None, destination=None, supervision_code="9810")
    assert {"hs_code", "destination"} <= {*check(line).assumed}
    assert check(line).ordinary.assumed == ()


def test_goods_that_count_as_abroad_are_named() -> None:
    ruling = ordinary(**NOT_BACK, as_of=date(2026, 9, 1))
    assert ruling.assumed == ("returned_on",)
    assert ruling.finding("39.one_year").presumed == ("returned_on",)
