"""Straight-line code for trees, in any language: what the writers of one function share.

Equal subtrees are computed once; a branch that is not taken is not computed. A :class:`Syntax`
holds what a language writes; a writer adds the nodes that are one expression of its language.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import ClassVar

from retax.logic.expressions import (
    And,
    Coalesce,
    Constant,
    Expression,
    Fact,
    IsIn,
    IsKnown,
    IsTrue,
    Not,
    Or,
    Parameter,
    Reading,
    When,
    can_be_unknown,
    list_children,
)
from retax.logic.traversal import walk


@dataclass(frozen=True)
class Syntax:
    """The syntax of a language: its values, tests, choices and statements.

    ``holds``: the test of a truth that may be unknown. ``guarded``: a formula that is unknown where
    an operand is. ``joined_and`` and ``joined_or``: a truth joined with another one, of which the
    first does not decide. ``end``: what closes a block, if anything.
    """

    true: str
    false: str
    unknown: str
    is_known: str
    is_unknown: str
    is_true: str
    is_false: str
    is_not_true: str
    is_not_false: str
    holds: str
    negated: str
    either: str
    guarded: str
    joined_and: str
    joined_or: str
    assigned: str
    opened_if: str
    opened_elif: str
    opened_else: str
    end: str | None = None


def find_hoisted(
    trees: Sequence[Expression], apart: frozenset[Expression] = frozenset()
) -> frozenset[Expression]:
    """Return the subexpressions to hoist: facts read more than once, conditions of several rules.

    They are computed once, up front; anything else waits until a branch needs it. What is below a
    tree that is computed ``apart`` does not count.
    """
    times_read: Counter[Expression] = Counter()
    for node in _walk_here(trees, apart):
        if isinstance(node, When) and isinstance(node.condition, IsIn):
            times_read[node.condition] += 1
        times_read.update({child for child in list_children(node) if isinstance(child, Fact)})
    return frozenset(node for node, times in times_read.items() if times > 1) - apart


def _walk_here(trees: Sequence[Expression], apart: frozenset[Expression]) -> set[Expression]:
    found: set[Expression] = set()
    todo = list(trees)
    while todo:
        node = todo.pop()
        if node not in found and (node not in apart or node in trees):
            found.add(node)
            todo += list_children(node)
    return found


def find_used_once(trees: Sequence[Expression]) -> frozenset[Expression]:
    """Return the subexpressions that one place alone asks for: they need no name of their own."""
    places: Counter[Expression] = Counter(trees)
    for node in _walk_here(trees, frozenset()):
        places.update(list_children(node))
    return frozenset(node for node, times in places.items() if times == 1)


WORTH_A_FUNCTION = 6
"""The least number of nodes of a tree that is worth a function of its own."""


def find_shared_trees(trees: Iterable[Expression]) -> frozenset[Expression]:
    """Return the subtrees that several places ask for and that are worth a function of their own.

    Written out in every branch that asks for them they would make code of many times the size.
    """
    parents: Counter[Expression] = Counter()
    for node in {node for tree in trees for node in walk(tree)}:
        parents.update(set(list_children(node)))
    return frozenset(
        node
        for node, times in parents.items()
        if times > 1 and count_nodes(node) >= WORTH_A_FUNCTION
    )


_STATEMENTS = (And, Or, When, Coalesce)
"""What takes several statements."""

_NAMED = (*_STATEMENTS, Constant, Parameter, Reading)
"""What is never written as a formula: it has a name, is one, or cannot be computed."""

_UNKNOWN = Constant(None)


class StraightLineWriter(ABC):
    """Writes the body of a function, statement by statement, innermost trees first."""

    syntax: Syntax

    reuses_names: ClassVar[bool] = False
    """Whether names given inside a block are given again after it."""

    def __init__(
        self,
        shared: frozenset[Expression] = frozenset(),
        used_once: frozenset[Expression] = frozenset(),
    ) -> None:
        self.lines: list[str] = []
        self._used_once = used_once - shared
        # A dict for each open block: what one branch computes is not at hand in the other.
        self._known_here: list[dict[Expression, str]] = [{}]
        self._next = 0
        # The smaller first, which larger ones may read.
        for _, alike in groupby(sorted(shared, key=count_nodes), count_nodes):
            nodes = [*alike]
            # By repr, since a set has no lasting order; a node that is alone needs none, and those
            # of large ones take a fifth of the time of the whole function.
            for node in nodes if len(nodes) == 1 else sorted(nodes, key=repr):
                self.write_value(node)

    # -- what a language adds ----------------------------------------------------------------------

    @abstractmethod
    def _write_literal(self, tree: Constant) -> str:
        """Return a fixed value."""

    @abstractmethod
    def _write_parameter(self, name: str) -> str:
        """Return the value of a parameter."""

    @abstractmethod
    def _write_formula(self, tree: Expression) -> str:
        """Return a node that is one expression of the language."""

    @abstractmethod
    def _write_definition(self, tree: Expression, name: str, code: str) -> str:
        """Return the statement that makes a name for the value of a tree."""

    def _write_call(self, tree: Expression) -> str | None:  # noqa: ARG002
        """Return the call of the function that computes a tree apart, if there is one."""
        return None

    def _write_declaration(self, tree: Expression, name: str) -> str | None:  # noqa: ARG002
        """Return the statement that announces a name to be given a value in a branch, if any."""
        return None

    # -- where each value is ---------------------------------------------------------------------

    @contextmanager
    def _open_block(self, opening: str, given: Mapping[Expression, str]) -> Iterator[None]:
        """Write an indented block, in which some values are given by the condition it opens with.

        What is computed inside is not known after it.
        """
        self._write(opening)
        self._known_here.append(dict(given))
        names = self._next
        yield
        self._known_here.pop()
        if self.reuses_names:
            self._next = names
        if self.syntax.end is not None:
            self._write(self.syntax.end)

    def _write(self, line: str) -> None:
        self.lines.append("    " * len(self._known_here) + line)

    def _make_name(self) -> str:
        self._next += 1
        return f"v{self._next}"

    def _assign(self, name: str, code: str) -> None:
        self._write(self.syntax.assigned.format(name=name, code=code))

    # -- the value of a tree, as a name or a literal ---------------------------------------------

    def write_value(self, tree: Expression) -> str:
        """Write what computes a tree, if it is not at hand, and return the name of its value."""
        if isinstance(tree, Constant):
            return self._write_literal(tree)
        if isinstance(tree, Parameter):
            return self._write_parameter(tree.name)
        at_hand = self._find_cached(tree)
        if at_hand is not None:
            return at_hand
        call = self._write_call(tree)
        name = self._compute(tree) if call is None else self._name_value(tree, call)
        self._known_here[-1][tree] = name
        return name

    def _can_go_unnamed(self, tree: Expression) -> bool:
        """Say whether a value is read in one place alone and is not at hand yet."""
        return tree in self._used_once and self._find_cached(tree) is None

    def _read_once(self, tree: Expression) -> str:
        """Return what to write, once, for the value of a tree: its name or its whole formula."""
        if isinstance(tree, _NAMED) or not self._can_go_unnamed(tree):
            return self.write_value(tree)
        code = self._write_plain(tree)
        return code if self._is_fixed(code) else f"({code})"

    def _assign_value(self, name: str, tree: Expression) -> None:
        """Write what gives a name that is there the value of a tree."""
        if self._can_go_unnamed(tree) and isinstance(tree, _STATEMENTS):
            self._compute(tree, name)
        else:
            self._assign(name, self._read_once(tree))

    def _find_cached(self, tree: Expression) -> str | None:
        return next((here[tree] for here in reversed(self._known_here) if tree in here), None)

    def _compute(self, tree: Expression, name: str | None = None) -> str:
        """Write what computes a tree, under a name that is there or a new one; return the name."""
        match tree:
            case And(operands):
                return self._write_and_or(tree, operands, name)
            case Or(operands):
                return self._write_and_or(tree, operands, name)
            case When():
                return self._write_when(tree, name)
            case Coalesce():
                return self._write_first(tree, name)
            case Reading(question):
                raise ValueError(f"the question {question!r} is still open in this tree")
            case _:
                code = self._write_plain(tree)
                return code if self._is_fixed(code) else self._name_value(tree, code)

    def _name_value(self, tree: Expression, code: str) -> str:
        """Write a statement that gives the value of a tree a name, and return the name."""
        name = self._make_name()
        self._write(self._write_definition(tree, name, code))
        return name

    def _is_fixed(self, code: str) -> bool:
        """Say whether a formula has come down to a truth or to the unknown."""
        return code in (self.syntax.true, self.syntax.false, self.syntax.unknown)

    def _write_and_or(
        self, tree: Expression, operands: tuple[Expression, ...], name: str | None
    ) -> str:
        """Write a conjunction (ruled by False) or a disjunction (ruled by True)."""
        # The operands that are never unknown, and the cheap ones, settle most cases: they go first.
        ordered = sorted(operands, key=lambda o: (can_be_unknown(o), count_nodes(o)))
        name = name or self._make_name()
        self._write_first_operand(tree, name, ordered[0])
        self._join(name, ordered, 1, is_and=isinstance(tree, And))
        return name

    def _write_first_operand(self, tree: Expression, name: str, first: Expression) -> None:
        """Write what gives the name of a tree the value of its first operand, to go on from."""
        if self._can_go_unnamed(first) and isinstance(first, _STATEMENTS):
            self._compute(first, name)
        else:
            self._write(self._write_definition(tree, name, self._read_once(first)))

    def _join(self, name: str, operands: list[Expression], at: int, *, is_and: bool) -> None:
        if at == len(operands):
            return
        before, syntax = operands[at - 1], self.syntax
        given: dict[Expression, str] = {}
        if can_be_unknown(before):
            test = (syntax.is_not_false if is_and else syntax.is_not_true).format(name)
        else:  # sorted: then none before was unknown either
            test = name if is_and else syntax.negated.format(name)
            given = {before: syntax.true if is_and else syntax.false}
        with self._open_block(syntax.opened_if.format(test), given):
            if can_be_unknown(before):
                joined = syntax.joined_and if is_and else syntax.joined_or
                self._assign(name, joined.format(name=name, other=self.write_value(operands[at])))
            else:
                self._assign_value(name, operands[at])
            self._join(name, operands, at + 1, is_and=is_and)

    def _write_when(self, tree: When, name: str | None) -> str:
        condition, syntax = tree.condition, self.syntax
        test, opening, given = self._write_test(condition)
        if self._is_fixed(test):
            return self._take_given_branch(tree, test, name)
        if name is None:
            name = self._make_name()
            declaration = self._write_declaration(tree, name)
            if declaration is not None:
                self._write(declaration)
        with self._open_block(syntax.opened_if.format(opening), given):
            self._assign_value(name, tree.then)
        three_ways = can_be_unknown(condition)
        closing = (
            syntax.opened_elif.format(syntax.is_false.format(test))
            if three_ways
            else syntax.opened_else
        )
        with self._open_block(closing, {condition: syntax.false}):
            self._assign_value(name, tree.otherwise)
        if three_ways:
            with self._open_block(syntax.opened_else, {}):
                self._assign(name, syntax.unknown)
        return name

    def _take_given_branch(self, tree: When, test: str, name: str | None) -> str:
        """Write a choice whose condition is given, and return the name of its value."""
        branches = {self.syntax.true: tree.then, self.syntax.false: tree.otherwise}
        branch = branches.get(test, _UNKNOWN)
        if name is None:
            return self.write_value(branch)
        self._assign_value(name, branch)
        return name

    def _write_test(self, condition: Expression) -> tuple[str, str, Mapping[Expression, str]]:
        """Return the value of a condition, how a branch by it opens, and what is given in there.

        The value is written once more only where the condition can be unknown.
        """
        syntax = self.syntax
        if not isinstance(condition, IsTrue) or self._find_cached(condition) is not None:
            read = self.write_value if can_be_unknown(condition) else self._read_once
            test = read(condition)
            holds = syntax.holds.format(test) if can_be_unknown(condition) else test
            return test, holds, {condition: syntax.true}
        operand = condition.operand
        if isinstance(operand, Not) and self._can_go_unnamed(operand):
            denied = self.write_value(operand.operand)
            if not self._is_fixed(denied):
                test = syntax.is_false.format(denied)
                return test, test, {operand.operand: syntax.false}
        test = self._read_once(operand)
        # Of the unknown "is true" is false: only a choice by the operand itself is unknown.
        if test == syntax.unknown:
            return syntax.false, syntax.false, {}
        holds = syntax.holds.format(test) if can_be_unknown(operand) else test
        return test, holds, {operand: syntax.true}

    def _write_first(self, tree: Coalesce, name: str | None) -> str:
        name, syntax = name or self._make_name(), self.syntax
        self._write_first_operand(tree, name, tree.operand)
        is_unknown = syntax.opened_if.format(syntax.is_unknown.format(name))
        with self._open_block(is_unknown, {tree.operand: syntax.unknown}):
            self._assign_value(name, tree.fallback)
        return name

    # -- nodes that are one expression -------------------------------------------------------------

    def _write_plain(self, tree: Expression) -> str:
        syntax = self.syntax
        match tree:
            case IsKnown(operand):
                name = self._read_once(operand)
                if name == syntax.unknown:
                    return syntax.false
                return syntax.true if self._is_given(name) else syntax.is_known.format(name)
            case IsTrue(operand):
                name = self._read_once(operand)
                if self._is_fixed(name):
                    return syntax.true if name == syntax.true else syntax.false
                return syntax.is_true.format(name)
            case Not(operand):
                read = self.write_value if can_be_unknown(operand) else self._read_once
                name = read(operand)
                if name in (syntax.true, syntax.false):
                    return syntax.false if name == syntax.true else syntax.true
                if not can_be_unknown(operand):
                    return syntax.negated.format(name)
                return self._guard_against_null([operand], syntax.negated)
        return self._write_formula(tree)

    def _is_given(self, name: str) -> bool:
        """Say whether a name is a truth or a fixed text: a given branch can come down to one."""
        return name in (self.syntax.true, self.syntax.false) or name.startswith(("'", '"'))

    def _guard_against_null(self, operands: list[Expression], formula: str) -> str:
        """Return a formula over some operands, unknown where one of them is."""
        syntax = self.syntax
        names = [self.write_value(operand) for operand in operands]
        if syntax.unknown in names:
            return syntax.unknown
        code = formula.format(*names)
        unknown = [
            syntax.is_unknown.format(name)
            for name, operand in zip(names, operands, strict=True)
            if can_be_unknown(operand) and not self._is_given(name)
        ]
        return (
            syntax.guarded.format(tests=syntax.either.join(unknown), code=code) if unknown else code
        )


# Kept, since trees share subtrees, which would be counted anew on every way down to them.
@lru_cache(maxsize=4096)
def count_nodes(tree: Expression) -> int:
    """Return how many nodes a tree has, written out."""
    return 1 + sum(count_nodes(child) for child in list_children(tree))


def join_prefixes(table: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Return for each word of a table its prefixes, parted by blanks."""
    by_word: dict[str, list[str]] = {}
    for prefix, word in table:
        by_word.setdefault(word, []).append(prefix)
    return {word: " ".join(prefixes) for word, prefixes in by_word.items()}
