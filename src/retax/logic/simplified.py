"""Smaller trees with the same values: for whoever computes whole tables, every node costs.

Two steps. :func:`within_branches` lets each branch of a ``when`` use what its condition says.
:class:`Simplifier` shrinks two-valued trees, such as ``trees.surely`` returns them, also relative
to what is known beforehand: parts of an "and" take each other for granted (an "or" is the negation
of an "and"), and what is said of one fact is one set of values it may have.

An "and" is kept as a list of literals and clauses. A literal says that a subject (a fact, a
comparison) has one of some values, of which "unknown" is one; a clause is a negated "and".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from retax.logic.expressions import (
    FALSE,
    TRUE,
    UNKNOWN,
    And,
    Compare,
    Expression,
    Fact,
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
    Value,
    When,
    WorkingDay,
    all_of,
    any_of,
    can_be_unknown,
    children,
    is_true,
    known,
    when,
)
from retax.logic.trees import rebuilt, rebuilt_around_unknowns, walk

_KEPT = 10_000
_LARGE = 30
"""So many nodes of a tree make it worth to look at it case by case."""

_BOTH = frozenset({True, False})


@dataclass(frozen=True, slots=True)
class Among:
    """A set of values: those listed or, with ``others``, all but those; and perhaps unknown."""

    values: frozenset[Value]
    others: bool
    unknown: bool

    def __and__(self, other: Among) -> Among:
        unknown = self.unknown and other.unknown
        match self.others, other.others:
            case True, True:
                return _among(self.values | other.values, others=True, unknown=unknown)
            case True, False:
                return _among(other.values - self.values, others=False, unknown=unknown)
            case False, True:
                return _among(self.values - other.values, others=False, unknown=unknown)
        return _among(self.values & other.values, others=False, unknown=unknown)

    def __invert__(self) -> Among:
        return _among(self.values, others=not self.others, unknown=not self.unknown)

    def within(self, other: Among) -> bool:
        """Say whether every value here is there too."""
        return self & other == self


def _among(values: frozenset[Value], *, others: bool, unknown: bool) -> Among:
    """Write a set in one way only: of True and False both are all there are."""
    if values <= _BOTH:
        if others:
            values, others = _BOTH - values, False
        if values == _BOTH:
            values, others = frozenset(), True
    return Among(values, others, unknown)


_ALL = Among(frozenset(), others=True, unknown=True)
_NONE = ~_ALL
_KNOWN = Among(frozenset(), others=True, unknown=False)
_UNKNOWN = ~_KNOWN
_TRUE = Among(frozenset({True}), others=False, unknown=False)


# -- literals --------------------------------------------------------------------------------------


@lru_cache(_KEPT)
def _literal(tree: Expression) -> tuple[Expression, Among] | None:
    """Read a two-valued tree as a subject and its values; None for an "and" and its negation."""
    match tree:
        case Not(operand):
            found = _literal(operand)
            return None if found is None else (found[0], ~found[1])
        case And():
            return None
        case Known(operand):
            return _one(_said(operand)[0]), _KNOWN
        case IsTrue(operand):
            tree = operand
    subject, among = _said(tree)
    return _one(subject), among


@lru_cache(_KEPT)
def _one(tree: Expression) -> Expression:
    """Return the first of equal trees: what is the same object is compared at once."""
    return tree


def _said(tree: Expression) -> tuple[Expression, Among]:
    """Say with which values of which subject a tree is true."""
    match tree:
        case Not(operand):
            subject, among = _said(operand)
            return subject, ~among & _KNOWN
        case IsIn(operand, words):
            return operand, Among(frozenset(words), others=False, unknown=False)
        case Compare(left, "<", right):
            return _said(Not(Compare(right, "<=", left)))
    return tree, _TRUE


@lru_cache(_KEPT)
def _atom(subject: Expression, among: Among) -> Expression:
    """Return the tree that says that a subject has one of some values."""
    if among.unknown:
        return ~_atom(subject, ~among)
    if not among.values:
        return known(subject) if among.others else FALSE
    if among.values <= _BOTH:
        return is_true(subject if True in among.values else ~subject)
    test = IsIn(subject, tuple(sorted(map(str, among.values))))
    return is_true(~test if among.others else test)


@lru_cache(_KEPT)
def _behind(subject: Expression) -> tuple[frozenset[Expression], bool]:
    """Return facts that are known where a subject is, and whether the reverse is true as well."""
    match subject:
        case Fact():
            return frozenset({_one(subject)}), True
        case Literal(value):
            return frozenset(), value is not None
        case Compare() | Plus() | Minus() | Months() | WorkingDay() | Holds() | Matches():
            parts = [_behind(child) for child in children(subject)]
        case LongestPrefix(operand):
            return _behind(operand)[0], False
        case _:
            return frozenset(), not can_be_unknown(subject)
    return frozenset().union(*(facts for facts, _ in parts)), all(both for _, both in parts)


# -- what is known ---------------------------------------------------------------------------------


class _ContradictionError(Exception):
    """What is known cannot be."""


class Premises:
    """What is known at a place in a tree: values of subjects, and "ands" that do not hold."""

    def __init__(self) -> None:
        self._values: dict[Expression, Among] = {}
        self._untrue: dict[Expression, None] = {}
        self._news: set[Expression] = set()

    def copy(self) -> Premises:
        """Return the same, to add to."""
        same = Premises()
        same._values = self._values.copy()
        same._untrue = self._untrue.copy()
        same._news = self._news.copy()
        return same

    def of(self, subject: Expression) -> Among:
        """Return the values a subject may have."""
        among = self._values.get(subject, _ALL)
        if not among.unknown or isinstance(subject, Fact):
            return among
        facts, both = _behind(subject)
        behind = [self._values.get(fact, _ALL) for fact in facts]
        if any(values == _UNKNOWN for values in behind):
            return _UNKNOWN
        if both and not any(values.unknown for values in behind):
            return among & _KNOWN
        return among

    def add(self, subject: Expression, among: Among) -> None:
        """Note that a subject has one of some values."""
        before = self.of(subject)
        now = before & among
        if now == _NONE:
            raise _ContradictionError
        if now == before:
            return
        self._values[subject] = now
        self._news.add(subject)
        facts, both = _behind(subject)
        if not now.unknown:
            for fact in facts:
                self.add(fact, _KNOWN)
        elif now == _UNKNOWN and both:
            open_facts = [fact for fact in facts if self.of(fact).unknown]
            if len(open_facts) == 1:
                self.add(open_facts[0], _UNKNOWN)

    def add_untrue(self, trees: Iterable[Expression]) -> None:
        """Note that "ands" do not hold."""
        new = [tree for tree in trees if tree not in self._untrue]
        self._untrue.update(dict.fromkeys(new))
        for tree in new:
            self._follow(tree)

    def propagate(self) -> None:
        """Note what follows from the "ands" that do not hold, where all but one part does."""
        while self._news:
            news, self._news = self._news, set()
            for tree in self._untrue:
                if not news.isdisjoint(_subjects(tree)):
                    self._follow(tree)

    def _follow(self, tree: Expression) -> None:
        left: Expression | None = None
        for part in _parts(tree):
            value = self.value(part)
            if value is False or (value is None and left is not None):
                return
            if value is None:
                left = part
        if left is None:
            raise _ContradictionError
        found = _literal(left)
        if found is not None:
            self.add(found[0], ~found[1])

    def value(self, tree: Expression) -> bool | None:
        """Return what is known of a tree's value, as far as it is plain to see."""
        found = _literal(tree)
        if found is None:
            if tree in self._untrue:
                return False
            return True if isinstance(tree, Not) and tree.operand in self._untrue else None
        subject, among = found
        here = self.of(subject)
        if here.within(among):
            return True
        return False if here & among == _NONE else None


def _parts(tree: Expression) -> tuple[Expression, ...]:
    return tree.operands if isinstance(tree, And) else (tree,)


@lru_cache(_KEPT)
def _subjects(tree: Expression) -> frozenset[Expression]:
    """Return the subjects of the literals of an "and", and the facts behind them."""
    subjects = {found[0] for part in _parts(tree) if (found := _literal(part)) is not None}
    return frozenset(subjects).union(*(_behind(subject)[0] for subject in subjects))


# -- two-valued trees ------------------------------------------------------------------------------


def normal(tree: Expression) -> Expression:
    """Write a two-valued tree with "and" and "not" only."""
    match tree:
        case And(operands):
            return _one(all_of(*map(normal, operands)))
        case Or(operands):
            return _one(~_one(all_of(*(~normal(operand) for operand in operands))))
        case Not(operand):
            return _one(~normal(operand))
    return _atom(*_said_two_valued(tree))


class Simplifier:
    """Shrinks two-valued trees, given what is known to hold wherever their values count."""

    def __init__(self, premises: Premises | None = None) -> None:
        self._premises = Premises() if premises is None else premises

    def copy(self) -> Simplifier:
        """Return one that assumes the same, and may come to assume more."""
        return Simplifier(self._premises.copy())

    def assume(self, tree: Expression) -> None:
        """Note that a tree holds wherever the trees to come count."""
        with suppress(_ContradictionError):  # they count nowhere: anything will do
            for part in _parts(normal(tree)):
                found = _literal(part)
                if found is not None:
                    self._premises.add(*found)
                elif isinstance(part, Not):
                    self._premises.add_untrue([part.operand])
            self._premises.propagate()

    def simplified(self, tree: Expression) -> Expression:
        """Return a smaller tree with the same value wherever what is assumed holds."""
        return lean(_split(_simplified(normal(tree), self._premises), self._premises))


def _simplified(tree: Expression, premises: Premises) -> Expression:
    value = premises.value(tree)
    if value is not None:
        return Literal(value)
    if isinstance(tree, Not) and isinstance(tree.operand, And):
        return _one(~_conjunction(tree.operand.operands, premises))
    return _conjunction(_parts(tree), premises)


def _split(tree: Expression, premises: Premises) -> Expression:
    """Split a large tree by its most frequent literal, if its two sides are smaller together."""
    size = _size(tree)
    if size <= _LARGE:
        return tree
    subject, among = _most_frequent_literal(tree)
    sides: list[Expression] = []
    for side in (among, ~among):
        inside = premises.copy()
        with suppress(_ContradictionError):  # what cannot be has no side
            inside.add(subject, side)
            sides.append(all_of(_atom(subject, side), _split(_simplified(tree, inside), inside)))
    together = _simplified(~all_of(*(~side for side in sides)), premises)
    return together if _size(together) < size else tree


def _size(tree: Expression) -> int:
    return sum(1 for _ in walk(tree))


def _most_frequent_literal(tree: Expression) -> tuple[Expression, Among]:
    """Return the literal that stands in most places; of those that do the first."""
    parents: Counter[tuple[Expression, Among]] = Counter()
    for node in walk(tree):
        if isinstance(node, And):
            for part in node.operands:
                found = _literal(part)
                if found is not None:
                    subject, among = found
                    parents[subject, min(among, ~among, key=lambda side: side.unknown)] += 1
    return max(parents, key=parents.__getitem__)


def _conjunction(parts: Iterable[Expression], premises: Premises) -> Expression:
    try:
        return _Conjunction(parts, premises).tree()
    except _ContradictionError:
        return FALSE


class _Conjunction:
    """An "and" in the making: its literals by subject, and its clauses."""

    def __init__(self, parts: Iterable[Expression], premises: Premises) -> None:
        self._outside = premises
        self._here = premises.copy()
        self._literals: dict[Expression, Among] = {}
        self._clauses: list[Expression] = []
        self._take(parts)
        self._follow()
        while self._shrink_clauses():
            self._follow()

    def tree(self) -> Expression:
        """Return the tree, without literals that follow from the others."""
        literals = self._literals
        for subject in sorted(literals, key=lambda subject: literals[subject] != _KNOWN):
            among = literals.pop(subject)
            rest = self._outside.copy()
            for other, values in literals.items():
                rest.add(other, values)
            rest.propagate()
            allowed = rest.of(subject)
            if not allowed.within(among):
                for at, values in _told_by_facts(subject, among, allowed, rest):
                    literals[at] = literals.get(at, _ALL) & values
        return _one(all_of(*(_atom(*item) for item in literals.items()), *self._clauses))

    def _follow(self) -> None:
        self._here.propagate()
        if any(self._here.of(subject) == _NONE for subject in self._literals):
            raise _ContradictionError

    def _take(self, parts: Iterable[Expression]) -> None:
        for part in parts:
            found = _literal(part)
            if found is not None:
                subject, among = found
                self._here.add(subject, among)
                self._literals[subject] = self._literals.get(subject, _ALL) & among
            elif isinstance(part, And):
                self._take(part.operands)
            elif part not in self._clauses:
                self._clauses.append(part)

    def _shrink_clauses(self) -> bool:
        """Let each clause take all else for granted; say whether anything changed."""
        changed = False
        for clause in self._clauses.copy():
            others = tuple(_denied(other) for other in self._clauses if other is not clause)
            inside = self._here.copy()
            inside.add_untrue(others)
            smaller = _simplified(clause, inside)
            if smaller != clause:
                changed = True
                if smaller == FALSE:
                    raise _ContradictionError
                at = self._clauses.index(clause)
                if _literal(smaller) is None and not isinstance(smaller, And):
                    self._clauses[at] = smaller
                else:
                    del self._clauses[at]
                    self._take((smaller,))
        return changed


def _denied(clause: Expression) -> Expression:
    assert isinstance(clause, Not)  # noqa: S101  # for the type checker
    return clause.operand


def _told_by_facts(
    subject: Expression, among: Among, allowed: Among, premises: Premises
) -> Iterator[tuple[Expression, Among]]:
    """Say the same of the facts behind a subject where it only matters whether it is known."""
    facts, both = _behind(subject)
    unsure = [fact for fact in facts if premises.of(fact).unknown]
    plainest = _plainest(among, allowed)
    if both and plainest == _KNOWN:
        yield from ((fact, _KNOWN) for fact in sorted(unsure, key=repr))
    elif both and plainest == _UNKNOWN and len(unsure) == 1:
        yield unsure[0], _UNKNOWN
    else:
        yield subject, plainest


def _plainest(among: Among, allowed: Among) -> Among:
    """Return the set that costs least of those that differ only where nothing is allowed."""
    least, most = among & allowed, ~(~among & allowed)
    positive = [replace(s, unknown=False) for s in (among, least) if not s.others]
    negative = [replace(s, unknown=True) for s in (among, most) if s.others]
    for candidate in (_KNOWN, _UNKNOWN, ~_TRUE, *positive, *negative):
        if least.within(candidate) and candidate.within(most):
            return candidate
    return among


# -- written out -----------------------------------------------------------------------------------


def lean(tree: Expression) -> Expression:
    """Write a tree of "and" and "not" with as few negations as "or" allows."""
    plain, negated = _plain(tree)
    return ~plain if negated else plain


@lru_cache(_KEPT)
def _plain(tree: Expression) -> tuple[Expression, bool]:
    """Return the cheaper of a tree and its negation, and whether it is the negation."""
    match tree:
        case Not(operand):
            plain, negated = _plain(operand)
            return plain, not negated
        case And(operands):
            parts = [_plain(operand) for operand in operands]
            if sum(negated for _, negated in parts) * 2 > len(parts):
                return any_of(*(part if negated else ~part for part, negated in parts)), True
            return all_of(*(~part if negated else part for part, negated in parts)), False
        case Known():  # whether something is null is what libraries say
            return ~tree, True
    return tree, False


# -- three-valued trees ----------------------------------------------------------------------------


def within_branches(tree: Expression) -> Expression:
    """Let what stands in a branch, or beside a two-valued condition, use what that says."""
    return _within(tree, Premises())


def _within(tree: Expression, premises: Premises) -> Expression:
    match tree:
        case Literal() | Given():
            return tree
        case Fact():
            return UNKNOWN if premises.of(tree) == _UNKNOWN else tree
        case When(condition, then, otherwise):
            chosen = _within(condition, premises)
            if isinstance(chosen, Literal):
                return when(chosen, _within(then, premises), _within(otherwise, premises))
            return When(
                chosen,
                _within(then, _with(premises, [(condition, True)])),
                _within(otherwise, _with(premises, [(condition, False)])),
            )
        case And(operands) | Or(operands):
            return rebuilt(tree, _beside(operands, premises, of_and=isinstance(tree, And)))
    found = _value(tree, premises)
    if found is not None:
        return found
    return rebuilt_around_unknowns(tree, [_within(child, premises) for child in children(tree)])


def _beside(
    operands: Iterable[Expression], premises: Premises, *, of_and: bool
) -> list[Expression]:
    """Let operands use those beside them that are two-valued: where one rules, no other counts."""
    plain = [part for part in operands if _is_plain(part)]
    inside = _with(premises, [(part, of_and) for part in plain])
    return [_within(part, premises if part in plain else inside) for part in operands]


def _is_plain(tree: Expression) -> bool:
    """Say whether a tree is a two-valued condition on one fact."""
    match tree:
        case Not(operand):
            return _is_plain(operand)
        case Known(Fact()) | IsTrue(Fact() | IsIn(Fact()) | Not(Fact() | IsIn(Fact()))):
            return True
    return False


def _value(tree: Expression, premises: Premises) -> Literal | None:
    """Return the value of a condition on one subject, as far as the premises fix it."""
    match tree:
        case Known() | IsTrue():
            value = premises.value(tree)
            return None if value is None else Literal(value)
        case IsIn() | Compare() | Holds() | Matches():
            subject, among = _said(tree)
            here = premises.of(subject)
            if here == _UNKNOWN:
                return UNKNOWN
            if here.within(among):
                return TRUE
            return FALSE if here.within(~among & _KNOWN) else None
    return None


def _with(premises: Premises, told: Iterable[tuple[Expression, bool]]) -> Premises:
    """Return the premises and that some conditions are true, or are false."""
    inside = premises.copy()
    try:
        for condition, value in told:
            _tell(inside, condition, value=value)
    except _ContradictionError:  # such a place is never reached: anything will do
        return premises
    return inside


def _tell(premises: Premises, condition: Expression, *, value: bool) -> None:
    match condition:
        case Not(operand):
            _tell(premises, operand, value=not value)
        case And(operands) if value:
            for operand in operands:
                _tell(premises, operand, value=True)
        case Or(operands) if not value:
            for operand in operands:
                _tell(premises, operand, value=False)
        case And() | Or() | When() | Literal():
            pass
        case Known() | IsTrue():
            premises.add(*_said_two_valued(condition if value else Not(condition)))
        case _:
            premises.add(*_said(condition if value else Not(condition)))


def _said_two_valued(tree: Expression) -> tuple[Expression, Among]:
    found = _literal(tree)
    assert found is not None  # noqa: S101  # for the type checker
    return found
