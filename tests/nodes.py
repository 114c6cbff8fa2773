"""One tree of each kind of node, for whatever is to be true of all of them."""

from __future__ import annotations

from retax.logic.expressions import (
    Add,
    AddDays,
    AddMonths,
    And,
    Coalesce,
    Compare,
    Constant,
    ContainsAny,
    Expression,
    Fact,
    IsIn,
    IsKnown,
    IsTrue,
    LongestPrefix,
    Matches,
    NextWorkingDay,
    Not,
    Or,
    Parameter,
    Reading,
    Subtract,
    When,
    YearStart,
)

A, B, C = Fact("a"), Fact("b"), Fact("c")
AS_OF = Parameter("as_of")

ONE_OF_EACH: tuple[Expression, ...] = (
    A,
    AS_OF,
    Constant(1),
    Not(A),
    And((A, B)),
    Or((A, B)),
    Compare(A, "<=", B),
    Compare(A, "<", B),
    IsIn(A, ("x",)),
    ContainsAny(A, ("x",)),
    Matches(A, "x"),
    IsKnown(A),
    IsTrue(A),
    When(A, B, C),
    Coalesce(A, B),
    Reading("q", A, B),
    Add(A, B),
    Subtract(A, B),
    AddMonths(A, 6),
    AddDays(A, 10),
    YearStart(A, 4),
    NextWorkingDay(A),
    LongestPrefix(A, (("01", "x"),)),
)
"""One tree of each kind of node, Compare with both signs."""
