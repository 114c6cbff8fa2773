"""A regime is judged through its record: one made up for the test is judged like the real one."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from laws_apart import keep_laws_apart
from retax import QUESTIONS, ReturnedGoods, Words, check
from retax.judge.case import Case
from retax.judge.compiled_law import get_law
from retax.judge.ruling import Ruling
from retax.judge.table_answers import compile_answers
from retax.law import regimes
from retax.law.clause import Clause, fact
from retax.law.cross_border.regime import CROSS_BORDER
from retax.law.instruments import Announcement
from retax.law.main_regime import MAIN_REGIME
from retax.law.outcome import STATUSES
from retax.law.regime import Clock, Regime
from retax.law.regimes import REGIMES, find_regime_of_id, list_named_parts
from retax.law.rules import ActionRule, DocumentRule, Presumption, Question, ReliefRule
from retax.law.sentences import Sentences
from retax.logic.expressions import FALSE, TRUE, months, reading
from samples import facts

BY_POST = Words("以邮寄方式退运", "sent back by post")
IN_ONE_YEAR = Words("一年内退运", "back within one year")
A_DOUBT = Question(
    "made-up:post",
    Words("快递是否属于邮寄？", "Is a courier post?"),
    Words("否", "no"),
    Words("是", "yes"),
    Words("条文未定义", "the text does not define it"),
)
CLAUSES = (
    Clause(
        "1.six_months",
        article=1,
        words=IN_ONE_YEAR,
        holds=fact.returned_on <= months(fact.declared_on, 12),
        outstanding=FALSE,
    ),
    Clause(
        "1.same_goods",
        article=2,
        words=BY_POST,
        holds=fact.reason.is_("unsold")
        | reading(A_DOUBT.id, strict=FALSE, lenient=fact.reason.is_("recall")),
        outstanding=fact.reason.is_("refused"),
    ),
)
IN_FORCE = Announcement(
    "made-up",
    issued=date(2020, 1, 1),
    published=date(2020, 1, 2),
    first_day=date(2020, 1, 1),
    last_day=date(2099, 12, 31),
    cites=Words("虚拟条例", "a made-up ordinance"),
)

MADE_UP = Regime(
    id="made_up",
    name=Words("虚拟", "made up"),
    instruments=lambda: (IN_FORCE,),
    published_by=lambda known_on: () if known_on and known_on < IN_FORCE.published else (IN_FORCE,),
    governing_id=lambda published: MAIN_REGIME.governing_id(published),
    clauses_known_by=lambda _: CLAUSES,
    clock_known_by=lambda _: Clock(
        last_day=months(fact.declared_on, 12),
        end=fact.returned_on,
        still_abroad=FALSE,
        still_in_the_zone=FALSE,
        undeclared=FALSE,
    ),
    clock_clause="1.six_months",
    same_goods="1.same_goods",
    codes={"0110": Words("一般贸易", "ordinary trade")},
    documents=(
        DocumentRule("stamp", Words("邮票", "a stamp"), ("other_return_record",), BY_POST, TRUE),
    ),
    reliefs=(ReliefRule("import_duty", "exempt", Words("免关税", "no duty")),),
    actions=(
        ActionRule(
            "post_it",
            "1.same_goods",
            Words("最迟于 {day} 投递", "post it by {day}"),
            due_on_last_day=True,
        ),
    ),
    routes=(),
    presumptions=(
        Presumption("is_food", Words("按非食品处理", "presumed not food"), ("1.same_goods",)),
    ),
    questions={A_DOUBT.id: A_DOUBT},
    obtain={"stamp": Words("购买邮票", "buy a stamp")},
    obtained_last=("stamp", "1.same_goods"),
    reviewed_on=date(2026, 1, 1),
    named_parts=dict,
    statuses=STATUSES,
    sentences=lambda: Sentences(
        {("1.same_goods", "met"): Words("原因为{reason}", "the reason is {reason}")}, {}
    ),
)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regimes, "REGIMES", (*REGIMES, MADE_UP))
    keep_laws_apart(monkeypatch)


def ruling(**changes: object) -> Ruling:
    goods = ReturnedGoods.model_validate(facts(**changes))
    return Ruling(Case(get_law(regime=MADE_UP), goods, None, None))


def test_its_clauses_decide() -> None:
    assert ruling(reason="unsold").status == "eligible"
    found = ruling(reason="customer_return")
    assert (found.status, found.decided_by) == ("ineligible", "1.same_goods")
    assert ruling(reason=None).asks[0].fact == "reason"
    assert ruling(reason="recall").open_questions == (A_DOUBT,)


def test_its_tables_answer() -> None:
    found = ruling(reason="refused")
    assert found.status == "conditional"
    assert found.announcement == "made-up"
    assert found.cites == IN_FORCE.cites
    assert found.law_reviewed_on == MADE_UP.reviewed_on
    declared = found.facts.declared_on
    assert declared is not None
    assert found.last_day == date(declared.year + 1, declared.month, declared.day)
    assert [d.id for d in found.documents] == ["stamp"]
    assert [r.tax for r in found.reliefs] == ["import_duty"]
    assert found.routes == ()
    step, last = found.actions
    assert step.words == Words(f"最迟于 {found.last_day} 投递", f"post it by {found.last_day}")
    assert (last.id, last.due) == ("obtain:stamp", found.last_day)


def test_its_presumptions_and_codes_are_its_own() -> None:
    assert ruling(is_food=None).assumed == ("is_food",)
    asked = ruling(declared_on=None, reason="unsold")
    assert [ask.fact for ask in asked.asks] == ["declared_on"]


def test_its_sentences_explain() -> None:
    assert ruling(reason="unsold").finding("1.same_goods").explain("zh").startswith("原因为滞销")
    assert "快递是否属于邮寄" in ruling(reason="recall").finding("1.same_goods").explain("zh")
    # A clause without a sentence of its own names its facts.
    assert "出口申报日期：" in ruling().clock_finding.explain("zh")


def test_it_is_known_from_its_publication_on() -> None:
    law = get_law(known_on=date(2020, 1, 1), regime=MADE_UP)
    assert law.published == ()
    assert get_law(known_on=date(2020, 1, 2), regime=MADE_UP).published == (IN_FORCE,)


def test_tables_have_its_answers() -> None:
    answers = compile_answers(get_law(regime=MADE_UP), absent=(), dated=False)
    assert set(answers.documents) == {"stamp"}
    assert set(answers.announcements) == {"made-up"}
    assert set(answers.outcomes) == {"1.six_months", "1.same_goods"}


def test_a_ruling_is_pickled_with_the_id_of_its_regime() -> None:
    found = ruling(reason="refused")
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert again == found
    assert hash(again) == hash(found)
    assert again._case.law.regime is MADE_UP
    assert again != ruling(reason="unsold")
    main = Ruling(Case(get_law(), found.facts, None, None))
    assert main != found


def test_rulings_of_two_regimes_do_not_share_what_is_kept() -> None:
    goods = facts(reason="refused")
    before = check(goods).to_json("zh")
    mine = ruling(reason="refused")
    assert [d.id for d in mine.documents] == ["stamp"]
    assert check(goods).to_json("zh") == before


def test_regimes_are_found_by_their_id_and_share_no_id() -> None:
    assert find_regime_of_id("cross_border") is CROSS_BORDER is MAIN_REGIME
    assert len({regime.id for regime in REGIMES}) == len(REGIMES)
    assert set(QUESTIONS) >= {id_ for regime in REGIMES for id_ in regime.questions}
    assert list_named_parts()


def test_a_regime_whose_instruments_changed_is_compiled_anew() -> None:
    law = get_law(regime=MADE_UP)
    assert get_law(regime=MADE_UP) is law
    other = replace(MADE_UP, instruments=lambda: (IN_FORCE,))
    assert get_law(regime=other) is not law
