"""The ruling of a regime on one case: status, findings, papers, reliefs, actions and routes.

A ruling keeps the facts and the outcomes; everything else is worked out when it is read, and words
only when asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, TypeVar, cast

from retax.facts.model import ReturnedGoods
from retax.facts.numbers import write_number
from retax.judge.answer import (
    Action,
    Ask,
    Document,
    Relief,
    Route,
    ask_customs,
    ask_for,
    read_version,
)
from retax.judge.case import Case, find_places
from retax.judge.compiled_law import FACT_ORDER
from retax.judge.finding import Finding
from retax.law.outcome import A_YES, NO_WAY_ON, STATUS_OF, Outcome, Status, find_worst
from retax.law.regime import Regime
from retax.law.rules import (
    LAST_DAY_UNKNOWN,
    Presumption,
    Question,
)
from retax.logic.expressions import Side
from retax.names import ClauseId, FactName
from retax.words import Words, joined

_Of = TypeVar("_Of", bound="Ruling")


class Ruling:
    """The answer of one regime for one line of returned goods; the same facts give the same one."""

    __slots__ = (
        *("_case", "_findings", "_last_day", "_outcomes", "_worst"),
        *("_actions", "_asks", "_documents", "_open_questions", "_routes"),
    )

    def __init__(self, case: Case) -> None:
        self._case = case
        self._outcomes = case.outcomes
        self._worst = _find_worst(case.outcomes)
        self._last_day = case.last_day
        # None: not read yet. An attribute that is not there takes 0.4 µs to find out.
        self._findings: tuple[Finding, ...] | None = None
        self._documents: tuple[Document, ...] | None = None
        self._actions: tuple[Action, ...] | None = None
        self._open_questions: tuple[Question, ...] | None = None
        self._routes: tuple[Route, ...] | None = None
        self._asks: tuple[Ask, ...] | None = None

    # -- what was asked -----------------------------------------------------------------------

    @property
    def facts(self) -> ReturnedGoods:
        """The facts, validated."""
        return self._case.facts

    @property
    def as_of(self) -> date | None:
        """The day as of which the question was asked."""
        return self._case.as_of

    @property
    def settled(self) -> Mapping[str, Side]:
        """The questions of law the user settled, and on which side."""
        return dict(self._case.law.settled)

    @property
    def days_off(self) -> frozenset[date] | None:
        """The rest days given; None: Saturdays and Sundays."""
        return self._case.law.days_off

    @property
    def known_on(self) -> date | None:
        """The day whose knowledge of the law was asked for; None: today's."""
        return self._case.known_on

    @property
    def law_reviewed_on(self) -> date:
        """Until when the law was last looked through for changes."""
        return self._case.law.regime.reviewed_on

    @property
    def version(self) -> str:
        """The version of retax that gave this verdict."""
        return read_version()

    # -- the answer ---------------------------------------------------------------------------

    @property
    def status(self) -> Status:
        """The status: the worst outcome of the clauses."""
        return self._worst[0]

    @property
    def status_words(self) -> Words:
        """The status in words: 符合免税条件, eligible."""
        return self._case.law.regime.statuses[self._worst[0]][0]

    @property
    def decided_by(self) -> ClauseId | None:
        """The id of the first clause with the worst outcome; None if eligible."""
        at = self._worst[1]
        return None if at is None else cast("ClauseId", self._case.law.clauses[at].clause.id)

    @property
    def last_day(self) -> date | None:
        """The last day to come back, read strictly (settled questions on their settled side)."""
        return self._last_day

    @property
    def counted_from(self) -> FactName | None:
        """The fact from which :attr:`last_day` is counted, such as ``released_on``."""
        return cast("FactName | None", self._case.last_days.counted_from)

    @property
    def counted_to(self) -> FactName | None:
        """The fact that ends the period: ``returned_on``, under 1210 ``domestic_on``.

        None while that day is not known.
        """
        return cast("FactName | None", self._case.clock.end_fact)

    @property
    def days_left(self) -> int | None:
        """The days from the goods' return (under 1210: outside any zone) to the last day.

        From ``as_of`` on while something is still to be done by that day: the goods are abroad, or
        back in time and still to be declared. 0 on the last day itself, negative once it has
        passed; None while either day is not known, and of goods back in time of which nobody has
        stated, by the last day, that they were declared.
        """
        reached, last = self._case.reached, self._last_day
        if reached is None or last is None or self._case.announcement is None:
            return None
        if self.as_of and self._case.clock.undeclared and reached <= last:
            return (last - self.as_of).days if self.as_of <= last else None
        return (last - reached).days

    @property
    def still_abroad(self) -> bool:
        """Whether the goods count as not yet back on ``as_of`` (1210: not yet outside any zone)."""
        return self._case.clock.still_abroad

    @property
    def back_on(self) -> date | None:
        """The day the goods came back (1210: reached 境内区外); None while it is not known."""
        return self._case.clock.end

    @property
    def id(self) -> str | None:
        """The id of the announcement or law that governs, such as ``2026-16``."""
        governing = self._case.announcement
        return governing.id if governing else None

    @property
    def announcement(self) -> str | None:
        """The same as :attr:`id`."""
        return self.id

    @property
    def name(self) -> Words:
        """What a heading calls the law that governs."""
        governing = self._case.announcement
        return (governing and governing.name) or self._case.law.regime.name

    @property
    def cites(self) -> Words | None:
        """How to cite the law that governs; None where none does."""
        governing = self._case.announcement
        return governing.cites if governing else None

    @property
    def caveat(self) -> Words | None:
        """What of the law that governs is not certain; None where all is."""
        governing = self._case.announcement
        return governing.caveat if governing else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What became of each clause, in order."""
        if self._findings is None:
            outcomes = self._outcomes
            # repeat() has no end, so the three cannot be equally long.
            parts = zip(range(len(outcomes)), outcomes, repeat(self._case), strict=False)
            self._findings = tuple(map(Finding, parts))
        return self._findings

    def finding(self, clause: str) -> Finding:
        """Return the finding on a clause by its id; ValueError, naming the ids, for another."""
        places = self._case.law.places
        if clause not in places:
            raise ValueError(f"clause is {clause!r}; accepted are {', '.join(places)}")
        return self.findings[places[clause]]

    @property
    def clock_finding(self) -> Finding:
        """What became of the clause on the period: it speaks where every clause is met."""
        return self.finding(self._case.law.regime.clock_clause)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The papers to file; none for ``ineligible`` and ``not_covered``.

        Of a ruling that is a no for the import taxes alone: those by which the duty is not levied.
        """
        found = self._documents  # a note reads each of these parts some three times
        if found is None:
            case = self._case
            found = (
                _list_documents(case.law.regime, case.papers_to_file) if has_a_way_on(self) else ()
            )
            self._documents = found
        return found

    @property
    def reliefs(self) -> tuple[Relief, ...]:
        """What becomes of each tax; only for ``eligible`` and ``conditional``.

        Where a clause of its own speaks of the import taxes: whatever it says, as long as every
        other clause is met or still to be done.
        """
        rest_on = gather_reliefs_inputs(self)
        return () if rest_on is None else _list_reliefs(self._case.law.regime, *rest_on)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What is to be done, in order; none for ``ineligible`` and ``not_covered``.

        Of a ruling that is a no for the import taxes alone: what keeps the duty from being levied.
        """
        if self._actions is None:
            self._actions = tuple(self._list_actions())
        return self._actions

    def _list_actions(self) -> Iterator[Action]:
        if not has_a_way_on(self):
            return
        # The certificate is issued once the refund is repaid, so it is the last thing to obtain.
        last = self._list_papers_to_obtain_last()
        yield from self._list_steps()
        yield from self._list_papers_to_obtain(but={action.id for action in last})
        yield from self._list_questions_to_ask()
        yield from last

    def _list_steps(self) -> list[Action]:
        law = self._case.law
        fits, quantities = find_fitting_steps(self._case)
        if True not in fits:
            return []
        outstanding = {
            clause for clause, at in law.places.items() if self._outcomes[at] == "outstanding"
        }
        here = {*outstanding, None}
        return [
            _make_step(
                law.regime, at, self._last_day, _write_plainly(quantities[at]), self.facts.unit
            )
            for at, (rule, fits_here) in enumerate(zip(law.regime.actions, fits, strict=False))
            if fits_here and rule.clause in here
        ]

    def _list_papers_to_obtain(self, but: Collection[str]) -> list[Action]:
        return [
            action
            for document in self.documents
            if document.certainty == "required" and document.held is False
            if (action := self._make_obtaining(document.id)).id not in but
        ]

    def _list_questions_to_ask(self) -> list[Action]:
        return [ask_customs(question) for question in self.open_questions]

    def _list_papers_to_obtain_last(self) -> list[Action]:
        if "outstanding" not in self._outcomes:
            return []
        last, after = self._case.law.regime.obtained_last
        if self.finding(after).outcome != "outstanding":
            return []
        return [self._make_obtaining(last, self.last_day)]

    def _make_obtaining(self, document: str, due: date | None = None) -> Action:
        return _make_obtaining(self._case.law.regime, document, due)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The open questions of law on which the case turns, each with both sides."""
        if self._open_questions is None:
            ids = dict.fromkeys(chain.from_iterable(self._case.all_questions))
            questions = self._case.law.regime.questions
            self._open_questions = tuple([questions[id_] for id_ in ids])
        return self._open_questions

    @property
    def deciding_settlements(self) -> tuple[Question, ...]:
        """The settled questions of law whose two sides differ for this case."""
        if not self._case.law.settled:
            return ()
        ids = (q for finding in self.findings for q in finding.settled)
        questions = self._case.law.regime.questions
        return tuple(questions[q] for q in dict.fromkeys(ids))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Other ways that may be open; for statuses other than ``eligible`` and ``conditional``."""
        if self._worst[0] in A_YES:
            return ()
        if self._routes is None:
            self._routes = _list_routes(self._case.law.regime, *_find_routes_here(self._case))
        return self._routes

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The missing facts, in the order of the model; none where the case is decided anyway."""
        if self._worst[0] in NO_WAY_ON or "unknown" not in self._outcomes:
            return ()
        if self._asks is None:
            names = set(chain.from_iterable(self._case.all_missing))
            regime = self._case.law.regime
            self._asks = tuple(
                [ask_for(regime, name) for name in sorted(names, key=FACT_ORDER.__getitem__)]
            )
        return self._asks

    @property
    def assumed(self) -> tuple[FactName, ...]:
        """The presumed facts the case rests on, in the order of the model."""
        return tuple(cast("FactName", presumption.fact) for presumption in self._case.assumed)

    @property
    def presumptions(self) -> tuple[Presumption, ...]:
        """What :attr:`assumed` facts count as, in the same order."""
        return self._case.assumed

    def __bool__(self) -> bool:
        # Every verdict would be true, an ineligible one, too.
        raise TypeError("a verdict has no truth of its own: ask verdict.status == 'eligible'")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._case == other._case

    def __hash__(self) -> int:
        return hash((self._outcomes, self._last_day))

    def __repr__(self) -> str:
        decided_by, last_day = self.decided_by, self.last_day
        return f"{type(self).__name__}({self.status!r}, {decided_by=}, last_day={last_day})"


def get_case(ruling: Ruling) -> Case:
    """Return the case a ruling is on."""
    return ruling._case


def replace_last_day(ruling: _Of, day: date) -> _Of:
    """Return the ruling on the same case with another last day, where it has one."""
    replaced = type(ruling)(ruling._case)
    if ruling._last_day is not None:
        replaced._last_day = day
    return replaced


# -- what parts of a ruling rest on, beside its law: what they are kept by -------------------------


def find_fitting_steps(case: Case) -> tuple[tuple[bool | None, ...], tuple[Decimal | None, ...]]:
    """Return which rules on actions fit a case, and the quantity of each."""
    if "outstanding" not in case.outcomes and not case.law.acts_anyway:
        return (), ()
    return case.consequences.steps, case.consequences.quantities


def gather_routes_inputs(ruling: Ruling) -> Hashable:
    """Return all that the routes of a ruling rest on, as its regime words them."""
    case = ruling._case
    return None if ruling.status in A_YES else _find_routes_here(case)


def _find_routes_here(case: Case) -> tuple[tuple[bool, ...], tuple[bool, ...], frozenset[str]]:
    """Return which rules on routes fit a case, which of their notes, and what closes routes."""
    clauses, outcomes = case.law.clauses, case.outcomes
    failed = frozenset([clauses[at].clause.id for at in find_places(outcomes, "failed")])
    closing = failed and failed & case.law.closes_routes
    return case.consequences.routes, case.consequences.notes, closing


def gather_reliefs_inputs(ruling: Ruling) -> tuple[tuple[bool, ...], Outcome | None] | None:
    """Return which rules on taxes apply, and the outcome on import taxes; None for no relief."""
    case = ruling._case
    others, on_import_taxes = _split_import_taxes(ruling)
    if not _ON_THE_WAY_TO_A_YES.issuperset(others):
        return None
    return case.consequences.reliefs, on_import_taxes


def has_a_way_on(ruling: Ruling) -> bool:
    """Say whether anything is left to be had: all of it, or the duty where the others are due."""
    if ruling.status not in NO_WAY_ON:
        return True
    others, _ = _split_import_taxes(ruling)
    return _ON_THE_WAY_TO_A_YES.issuperset(others)


def _split_import_taxes(ruling: Ruling) -> tuple[tuple[Outcome, ...], Outcome | None]:
    """Return the outcomes but for that of the clause on import taxes, and that one, if any."""
    law, outcomes = ruling._case.law, ruling._outcomes
    if law.regime.import_taxes is None:
        return outcomes, None
    at = law.places[law.regime.import_taxes]
    return (*outcomes[:at], *outcomes[at + 1 :]), outcomes[at]


_ON_THE_WAY_TO_A_YES = frozenset(outcome for outcome, of in STATUS_OF.items() if of in A_YES)

_KEPT = 10_000


@lru_cache(_KEPT)
def _list_reliefs(
    regime: Regime, applies: tuple[bool, ...], on_import_taxes: Outcome | None
) -> tuple[Relief, ...]:
    """Return the reliefs of the rules that apply; the same ones for the same values."""
    return tuple(
        Relief(rule.tax, rule.effect, rule.words)
        for rule, here in zip(regime.reliefs, applies, strict=True)
        if here and rule.if_import_taxes in (None, on_import_taxes)
    )


_worst_kept: dict[tuple[Outcome, ...], tuple[Status, int | None]] = {}


def _find_worst(outcomes: tuple[Outcome, ...]) -> tuple[Status, int | None]:
    found = _worst_kept.get(outcomes)
    if found is None:
        found = find_worst(outcomes)
        if len(_worst_kept) < _KEPT:
            _worst_kept[outcomes] = found
    return found


@lru_cache(_KEPT)
def _list_documents(regime: Regime, values: tuple[Any, ...]) -> tuple[Document, ...]:
    """Return the documents for certainties and papers held; the same ones for the same values."""
    rules = regime.documents
    certainties, held = values[: len(rules)], values[len(rules) :]
    return tuple(
        Document(d.id, d.papers, d.basis, d.named, certainty, here, d.words)
        for d, certainty, here in zip(rules, certainties, held, strict=True)
        if certainty is not None
    )


@lru_cache(_KEPT)
def _make_obtaining(regime: Regime, document: str, due: date | None) -> Action:
    """Return the action that comes by a document."""
    return Action(f"obtain:{document}", due, regime.obtain[document])


@lru_cache(_KEPT)
def _make_step(
    regime: Regime, at: int, last_day: date | None, quantity: str, unit: str | None
) -> Action:
    """Return the action at a place among those of a regime, filled in."""
    rule = regime.actions[at]
    in_one_line = " ".join((unit or "").split())
    words = rule.words.filled(
        day=last_day or LAST_DAY_UNKNOWN,
        n=quantity,
        unit=Words(in_one_line, f" {in_one_line}" if in_one_line else ""),
    )
    return Action(rule.id, last_day if rule.due_on_last_day else None, words)


@lru_cache(_KEPT)
def _list_routes(
    regime: Regime, here: tuple[bool, ...], notes: tuple[bool, ...], failed: frozenset[str]
) -> tuple[Route, ...]:
    """Return the routes that are open, each with its notes; the same ones for the same values."""
    open_, noted = [], iter(notes)
    for rule, is_open in zip(regime.routes, here, strict=True):
        words = [rule.words, *(note for _, note in rule.notes if next(noted))]
        if is_open and failed.isdisjoint(rule.unless_failed):
            open_.append(Route(rule.id, joined(words, zh="；", en="; ")))
    return tuple(open_)


def _write_plainly(quantity: Decimal | None) -> str:
    return "" if quantity is None else write_number(quantity)
