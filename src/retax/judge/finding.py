"""The finding on one clause in one case."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, cast

from retax.judge.case import Case, merge_in_order
from retax.judge.compiled_law import CompiledClause
from retax.law.clause import Article
from retax.law.instruments import name_clause
from retax.law.outcome import OUTCOMES, Outcome
from retax.names import ClauseId, FactName, QuestionId
from retax.words import Lang, Phrase, Words


class Finding(tuple[int, Outcome, Case]):
    """What became of one clause in one case.

    A tuple underneath, since fifteen are made for each verdict: that costs half of an object with
    attributes, and nothing can change it. Read it by the names below.
    """

    __slots__ = ()

    @property
    def _case(self) -> Case:
        """The case the clause is held against."""
        return self[2]

    @property
    def _ruled(self) -> CompiledClause:
        """The clause with the questions settled so far."""
        return self[2].law.clauses[self[0]]

    if TYPE_CHECKING:

        @property
        def outcome(self) -> Outcome:
            """What became of the clause."""
    else:
        # In C: two thirds of the time of a property written in Python, and every part of an answer
        # reads it.
        outcome = property(itemgetter(1), doc="What became of the clause.")

    @property
    def clause(self) -> ClauseId:
        """The id of the clause, such as ``1.six_months``."""
        return cast("ClauseId", self._ruled.clause.id)

    @property
    def article(self) -> Article:
        """Its article of the instrument that governs."""
        return self._case.article or self._ruled.clause.article

    @property
    def named(self) -> bool:
        """False for a condition that is inferred, not in the announcement's words."""
        return self._ruled.clause.named

    @property
    def words(self) -> Words:
        """What the clause demands."""
        return name_clause(self._ruled.clause, self._case.announcement)

    @property
    def condition(self) -> Words:
        """What the clause demands, without the mark of one that is inferred."""
        words = self.words
        return Words(words.zh.removesuffix("（推定条件）"), words.en.removesuffix(" (inferred)"))

    @property
    def facts(self) -> tuple[FactName, ...]:
        """The facts the clause reads, in the order of the model.

        With those that the other rows of its file make it read (:func:`retax.check_lines`).
        """
        facts = merge_in_order(self._ruled.facts, self._case.get_lacks(self.clause))
        return cast("tuple[FactName, ...]", facts)

    @property
    def missing(self) -> tuple[FactName, ...]:
        """The facts an ``unknown`` outcome still lacks, in the order of the model."""
        return self[2].find_missing(self[0]) if self[1] == "unknown" else ()

    @property
    def questions(self) -> tuple[QuestionId, ...]:
        """The open questions on which an ``open`` outcome turns."""
        return self[2].find_questions(self[0]) if self[1] == "open" else ()

    @property
    def settled(self) -> tuple[QuestionId, ...]:
        """The settled questions whose two sides differ for this case."""
        return self[2].find_settled(self[0])

    @property
    def presumed(self) -> tuple[FactName, ...]:
        """The presumed facts the outcome rests on, in the order of the model.

        Those of :attr:`Ruling.assumed` that the clause reads. A clause that fails rests on what it
        fails on, so it names only what can itself make it fail: goods that count as still abroad.
        """
        if self[1] == "not_covered":
            return ()
        presumed = self[2].presumed
        facts = presumed.can_fail if self[1] == "failed" else presumed.by_clause
        return cast("tuple[FactName, ...]", facts.get(self.clause, ()))

    @property
    def outcome_words(self) -> Words:
        """The outcome in words: 符合, met."""
        return OUTCOMES[self[1]]

    @property
    def statement(self) -> Words:
        """What became of the clause, with the values but without the readings of its questions."""
        return write_statement(self).fill()

    def explain(self, lang: Lang = "zh") -> str:
        """Say in one sentence, with the values and both readings, what became of the clause."""
        return write_sentence(self).text(lang)

    def __repr__(self) -> str:
        return f"Finding({self.clause!r}, {self.outcome!r})"


def write_sentence(finding: Finding) -> Phrase:
    """Say what became of a clause, with the values and both readings."""
    from retax.judge.finding_text import write_finding  # words only when asked for

    return write_finding(finding, finding[0], finding[2])


def write_statement(finding: Finding) -> Phrase:
    """Say what became of a clause, with the values alone."""
    from retax.judge.finding_text import write_facts  # words only when asked for

    return write_facts(finding, finding[0], finding[2])
