"""What became of one clause in one case."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from retax.goods import ReturnedGoods
from retax.law.announcements import Announcement, words_of
from retax.law.clause import Article
from retax.law.compiled import Law, RuledClause
from retax.law.outcome import Outcome
from retax.words import Lang, Words


class Case:
    """One case under one law: what a verdict and its findings look at."""

    __slots__ = ("_governing", "as_of", "facts", "known_on", "law")

    def __init__(
        self, law: Law, facts: ReturnedGoods, as_of: date | None, known_on: date | None
    ) -> None:
        self.law = law
        self.facts = facts
        self.as_of = as_of
        self.known_on = known_on

    @property
    def announcement(self) -> Announcement | None:
        """Return the governing announcement."""
        try:
            return self._governing  # a note on a case asks for it some ten times
        except AttributeError:
            (id_,) = self.law.announcement_of(self.facts, self.as_of)
            published = self.law.published
            self._governing: Announcement | None = next((a for a in published if a.id == id_), None)
            return self._governing

    @property
    def still_abroad(self) -> bool:
        """Say that the goods count as not yet back on the day as of which the question is asked."""
        return bool(self.law.clock_of(self.facts, self.as_of)[0])

    @property
    def back_on(self) -> date | None:
        """Return the day of the goods' return, under 1210 that of their arrival 境内区外."""
        end: date | None = self.law.clock_of(self.facts, self.as_of)[1]
        return end

    @property
    def undeclared(self) -> bool:
        """Say that a return declaration in time is asked for and none is told."""
        return bool(self.law.clock_of(self.facts, self.as_of)[3])

    @property
    def reached(self) -> date | None:
        """Return the day held against the last day: the goods' return, or the one asked as of."""
        return self.as_of if self.still_abroad else self.back_on


class Finding(tuple[int, Outcome, Case]):
    """What became of one clause in one case.

    A tuple underneath, since fifteen are made for each verdict: that costs half of an object with
    attributes, and nothing can change it. Read it by the names below.
    """

    __slots__ = ()

    @property
    def _case(self) -> Case:
        return self[2]

    @property
    def _ruled(self) -> RuledClause:
        return self[2].law.clauses[self[0]]

    if TYPE_CHECKING:

        @property
        def outcome(self) -> Outcome:
            """What became of the clause."""
    else:
        outcome = property(itemgetter(1), doc="What became of the clause.")

    @property
    def clause(self) -> str:
        """The id of the clause, such as ``1.six_months``."""
        return self._ruled.clause.id

    @property
    def article(self) -> Article:
        """The article of the announcement it stands in."""
        return self._ruled.clause.article

    @property
    def named(self) -> bool:
        """False for a condition that is inferred, not in the announcement's words."""
        return self._ruled.clause.named

    @property
    def words(self) -> Words:
        """What the clause demands."""
        return words_of(self._ruled.clause, self._case.announcement)

    @property
    def condition(self) -> Words:
        """What the clause demands, without the mark of one that is inferred."""
        words = self.words
        return Words(words.zh.removesuffix("（推定条件）"), words.en.removesuffix(" (inferred)"))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts the clause reads, in the order of the model."""
        return self._ruled.facts

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts an ``unknown`` outcome still lacks, in the order of the model."""
        if self[1] != "unknown":
            return ()
        return self._case.law.missing_of(self[0], self._case.facts, self._case.as_of)

    @property
    def questions(self) -> tuple[str, ...]:
        """The open questions on which an ``open`` outcome turns."""
        if self[1] != "open":
            return ()
        return self._ruled.turning.turns_on(self._case.facts, self._case.as_of)

    @property
    def settled(self) -> tuple[str, ...]:
        """The settled questions whose two sides differ for this case."""
        if not self._ruled.turning.settled:
            return ()
        return self._ruled.turning.settled_by(self._case.facts, self._case.as_of)

    @property
    def statement(self) -> Words:
        """What became of the clause, with the values but without the readings of its questions."""
        from retax.accounts import statement  # words only when asked for

        return statement(self, self._case)

    def explain(self, lang: Lang = "zh") -> str:
        """Say in one sentence, with the values and both readings, what became of the clause."""
        from retax.accounts import account  # words only when asked for

        return account(self, self._case).text(lang)

    def __repr__(self) -> str:
        return f"Finding({self.clause!r}, {self.outcome!r})"
