"""One tree of each kind of node, for whatever is to be true of all of them."""

from __future__ import annotations

from retax.logic.expressions import (
    And,
    Compare,
    Expression,
    Fact,
    First,
    Given,
    Holds,
    IsIn,
    IsTrue,
    Known,
    Literal,
    LongestPrefix,
    Matches,
    Minus,
    Months,
    Not,
    Or,
    Plus,
    Reading,
    When,
    WorkingDay,
)

A, B, C = Fact("a"), Fact("b"), Fact("c")
AS_OF = Given("as_of")

ONE_OF_EACH: tuple[Expression, ...] = (
    A,
    AS_OF,
    Literal(1),
    Not(A),
    And((A, B)),
    Or((A, B)),
    Compare(A, "<=", B),
    Compare(A, "<", B),
    IsIn(A, ("x",)),
    Holds(A, ("x",)),
    Matches(A, "x"),
    Known(A),
    IsTrue(A),
    When(A, B, C),
    First(A, B),
    Reading("q", A, B),
    Plus(A, B),
    Minus(A, B),
    Months(A, 6),
    WorkingDay(A),
    LongestPrefix(A, (("01", "x"),)),
)
"""One tree of each kind of node, Compare with both signs."""
