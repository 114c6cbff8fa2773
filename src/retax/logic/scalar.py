"""One case at a time: trees become one straight-line Python function.

The function takes the facts (any object with the facts as attributes) and what is given beside
them (``as_of``), and returns the values of all its trees as one tuple. Equal subtrees are computed
once; what stands in a branch that is not taken is not computed. Unknown is ``None`` throughout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Context
from functools import lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta

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
    can_be_unknown,
    children,
)
from retax.logic.trees import walk

Function = Callable[[Any, date | None], tuple[Any, ...]]

# Quantities have at most 24 digits on either side of the point: sums of a whole file are exact in
# 100, whatever decimal context the caller has set.
EXACT = Context(prec=100)


class MonthsLater(dict[date, date]):
    """Days some months on, kept: ``relativedelta`` costs 1.9 µs, a look-up 0.06."""

    def __init__(self, months: int) -> None:
        self._step = relativedelta(months=months)

    def __missing__(self, day: date) -> date:
        later = self[day] = day + self._step
        return later


class NextWorkingDays(dict[date, date]):
    """For each day asked about the first one from there on that is no rest day, kept."""

    def __init__(self, days_off: Collection[date] | None) -> None:
        self._days_off = days_off

    def rests(self, day: date) -> bool:
        """Say whether a day is a rest day: Saturday or Sunday, or exactly one of the days given."""
        return day.weekday() >= 5 if self._days_off is None else day in self._days_off

    def __missing__(self, day: date) -> date:
        working = day
        while self.rests(working):
            working += timedelta(days=1)
        self[day] = working
        return working


class PrefixTable(dict[str, str | None]):
    """For each code asked about the word of its longest listed prefix, kept for a while."""

    KEPT = 20_000  # there are some 14,000 ten-digit codes in use

    def __init__(self, table: Sequence[tuple[str, str]]) -> None:
        self._table = dict(table)

    def __missing__(self, code: str) -> str | None:
        prefixes = (code[:n] for n in range(len(code), 0, -1))
        word = next((self._table[p] for p in prefixes if p in self._table), None)
        if len(self) < self.KEPT:
            self[code] = word
        return word


def compiled(trees: Sequence[Expression], days_off: Collection[date] | None = None) -> Function:
    """Return one function that computes all the trees, of which no question may be left open."""
    writer = _Writer(days_off, shared=_shared(trees))
    values = [writer.value(tree) for tree in trees]
    tuple_of_values = "".join(f"{value}, " for value in values)
    source = "\n".join(["def law(facts, as_of):", *writer.lines, f"    return ({tuple_of_values})"])
    namespace = writer.constants
    exec(compile(source, "<the law, compiled>", "exec"), namespace)  # noqa: S102  # our own trees
    function: Function = namespace["law"]
    return function


def _shared(trees: Sequence[Expression]) -> frozenset[Expression]:
    """Return what is cheap and asked for in several places: facts, and the tests between rules.

    They are computed once, up front; anything else waits until a branch needs it.
    """
    asked: Counter[Expression] = Counter()
    for node in {node for tree in trees for node in walk(tree)}:
        if isinstance(node, When) and isinstance(node.condition, IsIn):
            asked[node.condition] += 1
        asked.update({child for child in children(node) if isinstance(child, Fact)})
    return frozenset(node for node, times in asked.items() if times > 1)


class _Writer:
    """Writes the body of the function, statement by statement, innermost trees first."""

    def __init__(
        self, days_off: Collection[date] | None, shared: frozenset[Expression] = frozenset()
    ) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}
        self._constant_names: dict[Any, str] = {}
        self._known_here: list[dict[Expression, str]] = [{}]
        self._next = 0
        self._days_off = days_off
        for node in sorted(shared, key=lambda n: (_size(n), repr(n))):
            self.value(node)

    # -- what stands where ---------------------------------------------------------------------

    @contextmanager
    def _block(self, opening: str, given: Mapping[Expression, str]) -> Iterator[None]:
        """Write an indented block, in which some values are given by the condition it opens with.

        What is computed inside is not known after it.
        """
        self._write(opening)
        self._known_here.append(dict(given))
        yield
        self._known_here.pop()

    def _write(self, line: str) -> None:
        self.lines.append("    " * len(self._known_here) + line)

    def _name(self) -> str:
        self._next += 1
        return f"v{self._next}"

    def _constant(self, key: object, make: Callable[[], object]) -> str:
        if key not in self._constant_names:
            name = self._constant_names[key] = f"C{len(self._constant_names)}"
            self.constants[name] = make()
        return self._constant_names[key]

    # -- the value of a tree, as a name or a literal ---------------------------------------------

    def value(self, tree: Expression) -> str:
        """Write what computes a tree, if it is not at hand, and return the name of its value."""
        if isinstance(tree, Literal):
            return self._literal(tree)
        if isinstance(tree, Given):
            return tree.name
        at_hand = self._at_hand(tree)
        if at_hand is not None:
            return at_hand
        name = self._compute(tree)
        self._known_here[-1][tree] = name
        return name

    def _at_hand(self, tree: Expression) -> str | None:
        return next((here[tree] for here in reversed(self._known_here) if tree in here), None)

    def _literal(self, tree: Literal) -> str:
        if tree.value is None or isinstance(tree.value, bool | str):
            return repr(tree.value)
        return self._constant(tree, lambda: tree.value)

    def _compute(self, tree: Expression) -> str:
        match tree:
            case And(operands):
                return self._junction(operands, "False", "and")
            case Or(operands):
                return self._junction(operands, "True", "or")
            case When(condition, then, otherwise):
                return self._choice(condition, then, otherwise)
            case First(operand, fallback):
                return self._first(operand, fallback)
            case Reading(question):
                raise ValueError(f"the question {question!r} is still open in this tree")
            case _:
                code = self._formula(tree)
                if code in _TRUTHS:
                    return code
                name = self._name()
                self._write(f"{name} = {code}")
                return name

    def _junction(self, operands: tuple[Expression, ...], ruling: str, word: str) -> str:
        """Write a conjunction (ruled by False) or a disjunction (ruled by True)."""
        # The operands that are never unknown, and the cheap ones, settle most cases: they go first.
        ordered = sorted(operands, key=lambda o: (can_be_unknown(o), _size(o)))
        name = self._name()
        self._write(f"{name} = {self.value(ordered[0])}")
        self._join(name, ordered, 1, ruling, word)
        return name

    def _join(self, name: str, operands: list[Expression], at: int, ruling: str, word: str) -> None:
        if at == len(operands):
            return
        before = operands[at - 1]
        if can_be_unknown(before):
            undecided, given = f"if {name} is not {ruling}:", dict[Expression, str]()
        else:  # sorted: then none before was unknown either
            undecided = f"if {name}:" if ruling == "False" else f"if not {name}:"
            given = {before: "True" if ruling == "False" else "False"}
        with self._block(undecided, given):
            other = self.value(operands[at])
            if can_be_unknown(before):
                self._write(f"{name} = {other} if {name} is not None else ({other} {word} None)")
            else:
                self._write(f"{name} = {other}")
            self._join(name, operands, at + 1, ruling, word)

    def _choice(self, condition: Expression, then: Expression, otherwise: Expression) -> str:
        test, given = self._test(condition)
        if test in _TRUTHS:
            return self.value(then if test == "True" else otherwise)
        name = self._name()
        with self._block(f"if {test}:", {given: "True"}):
            self._write(f"{name} = {self.value(then)}")
        three_ways = can_be_unknown(condition)
        closing = f"elif {test} is False:" if three_ways else "else:"
        with self._block(closing, {condition: "False"}):
            self._write(f"{name} = {self.value(otherwise)}")
        if three_ways:
            with self._block("else:", {}):
                self._write(f"{name} = None")
        return name

    def _test(self, condition: Expression) -> tuple[str, Expression]:
        """Return how to ask for a condition, and what is known to be true where it is."""
        if isinstance(condition, IsTrue) and self._at_hand(condition) is None:
            return self.value(condition.operand), condition.operand
        return self.value(condition), condition

    def _first(self, operand: Expression, fallback: Expression) -> str:
        name = self._name()
        self._write(f"{name} = {self.value(operand)}")
        with self._block(f"if {name} is None:", {operand: "None"}):
            self._write(f"{name} = {self.value(fallback)}")
        return name

    # -- nodes that are one Python expression ----------------------------------------------------

    def _formula(self, tree: Expression) -> str:
        match tree:
            case Fact(name):
                return f"facts.{name}"
            case Known(operand):
                return _settled(f"{self.value(operand)} is not None")
            case IsTrue(operand):
                return _settled(f"{self.value(operand)} is True")
            case Not(operand):
                return _settled(self._unless_unknown([operand], "not {}"))
            case Compare(left, sign, right):
                return self._unless_unknown([left, right], f"{{}} {sign} {{}}")
            case Plus(left, right):
                add = self._constant("add", lambda: EXACT.add)
                return self._unless_unknown([left, right], f"{add}({{}}, {{}})")
            case Minus(left, right):
                subtract = self._constant("subtract", lambda: EXACT.subtract)
                return self._unless_unknown([left, right], f"{subtract}({{}}, {{}})")
            case IsIn(operand, (value,)):
                return self._unless_unknown([operand], f"{{}} == {value!r}")
            case IsIn(operand, values):
                words = self._constant(frozenset(values), lambda: frozenset(values))
                return self._unless_unknown([operand], f"{{}} in {words}")
            case Holds(operand, values):
                words = self._constant(frozenset(values), lambda: frozenset(values))
                return self._unless_unknown([operand], f"not {words}.isdisjoint({{}})")
            case Matches(operand, pattern):
                match_ = self._constant(("matches", pattern), lambda: re.compile(pattern).match)
                return self._unless_unknown([operand], f"{match_}({{}}) is not None")
            case Months(operand, number):
                later = self._constant(("months", number), lambda: MonthsLater(number))
                return self._unless_unknown([operand], f"{later}[{{}}]")
            case WorkingDay(operand):
                working = self._constant("working", lambda: NextWorkingDays(self._days_off))
                return self._unless_unknown([operand], f"{working}[{{}}]")
            case LongestPrefix(operand, table):
                words = self._constant(("prefixes", table), lambda: PrefixTable(table))
                return self._unless_unknown([operand], f"{words}[{{}}]")
        raise TypeError(f"no way to compute a {type(tree).__name__}")  # pragma: no cover

    def _unless_unknown(self, operands: list[Expression], formula: str) -> str:
        names = [self.value(operand) for operand in operands]
        code = formula.format(*names)
        unknown = [
            f"{name} is None"
            for name, operand in zip(names, operands, strict=True)
            if can_be_unknown(operand) and name not in _TRUTHS and not _is_text(name)
        ]
        return f"None if {' or '.join(unknown)} else {code}" if unknown else code


_TRUTHS = ("True", "False")

_SETTLED = {
    "True is not None": "True",
    "False is not None": "True",
    "None is not None": "False",
    "True is True": "True",
    "False is True": "False",
    "None is True": "False",
    "not True": "False",
    "not False": "True",
}


def _settled(code: str) -> str:
    """Return the value of a formula over what the block it stands in has given."""
    if _is_text(code):
        return "True"  # the one formula over a fixed text: that it is known
    return _SETTLED.get(code, code)


def _is_text(name: str) -> bool:
    """Say whether a name is a fixed text: a branch that is given can come down to one."""
    return name.startswith(("'", '"'))


@lru_cache(maxsize=4096)
def _size(tree: Expression) -> int:
    return 1 + sum(_size(child) for child in children(tree))
