"""One case at a time in Java: trees become static methods of one class, straight-line code each.

A method takes the facts ``f`` (a field for every fact, null where it is unknown) and what is given
beside them, ``o``; it returns the value of its tree, or an array of those of its trees. Besides the
classes of Java it calls ``and``, ``or``, ``prefixTable`` and ``longestPrefix`` of its own class and
``o.workingDay``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from retax.logic.expressions import (
    Add,
    AddDays,
    AddMonths,
    Compare,
    Constant,
    ContainsAny,
    Expression,
    Fact,
    IsIn,
    LongestPrefix,
    Matches,
    NextWorkingDay,
    Subtract,
    YearStart,
    can_be_unknown,
)
from retax.logic.straight_line import Syntax, join_prefixes
from retax.logic.value_kinds import ValueKind, find_value_kind
from retax.logic.written_module import ModuleWriter, WrittenModule

_JAVA = Syntax(
    true="true",
    false="false",
    unknown="null",
    is_known="{} != null",
    is_unknown="{} == null",
    # Java unboxes a Boolean in a condition and throws where it is null, so an unknown is asked by
    # `equals`.
    is_true="Boolean.TRUE.equals({})",
    is_false="Boolean.FALSE.equals({})",
    is_not_true="!Boolean.TRUE.equals({})",
    is_not_false="!Boolean.FALSE.equals({})",
    holds="Boolean.TRUE.equals({})",
    negated="!{}",
    either=" || ",
    guarded="{tests} ? null : {code}",
    joined_and="and({name}, {other})",
    joined_or="or({name}, {other})",
    assigned="{name} = {code};",
    opened_if="if ({}) {{",
    opened_elif="else if ({}) {{",
    opened_else="else {",
    end="}",
)

_TYPES: Mapping[ValueKind | None, str] = {
    "truth": "Boolean",
    "day": "LocalDate",
    "quantity": "BigDecimal",
    "word": "String",
    "words": "Set<String>",
    None: "Object",
}


def write_java_name(name: str) -> str:
    """Return a name as Java writes fields and methods: declaredOn, where it is declared_on."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def write_java_text(text: str) -> str:
    """Return a text as Java writes it, in ASCII: compilers differ in the encoding they assume."""
    return json.dumps(text)


class JavaMethods(WrittenModule):
    """The fixed values and static methods of one class."""

    def define_constant(self, kind: str, code: str) -> str:
        """Return the name of a fixed value of a type."""
        return self._define(code, "C", lambda name: f"static final {kind} {name} = {code};")

    def define_function(self, trees: Expression | tuple[Expression, ...]) -> str:
        """Return the name of a method that computes one tree, or an array for several."""
        return self._define(trees, "f", lambda name: self._write_method(name, trees))

    def find_type(self, tree: Expression) -> str:
        """Return the type of a tree's value: a primitive truth where it is never unknown."""
        kind = find_value_kind(tree, self.kinds)
        return "boolean" if kind == "truth" and not can_be_unknown(tree) else _TYPES[kind]

    def _write_method(self, name: str, trees: Expression | tuple[Expression, ...]) -> str:
        several = (trees,) if isinstance(trees, Expression) else trees
        writer = _Writer(self, several)
        values = [writer.write_value(tree) for tree in several]
        one = isinstance(trees, Expression)
        result = values[0] if one else f"new Object[] {{{', '.join(values)}}}"
        kind = self.find_type(several[0]) if one else "Object[]"
        opening = f"static {kind} {name}(Facts f, Context o) {{"
        return "\n".join([opening, *writer.lines, f"    return {result};", "}"])

    def _define(self, key: object, initial: str, write: Callable[[str], str]) -> str:
        if key not in self._names:
            name = self._names[key] = f"{initial}{len(self._names)}"
            self.lines.append(write(name))
        return self._names[key]


class _Writer(ModuleWriter):
    """Writes Java."""

    syntax = _JAVA

    def __init__(self, methods: JavaMethods, trees: tuple[Expression, ...]) -> None:
        self._methods = methods
        super().__init__(methods, trees)

    def _write_literal(self, tree: Constant) -> str:
        value = tree.value
        if value is None or isinstance(value, bool):
            return json.dumps(value)
        if isinstance(value, str):
            return write_java_text(value)
        if isinstance(value, date):
            return self._methods.define_constant("LocalDate", f'LocalDate.parse("{value}")')
        return self._methods.define_constant("BigDecimal", f'new BigDecimal("{value}")')

    def _write_definition(self, tree: Expression, name: str, code: str) -> str:
        return f"{self._methods.find_type(tree)} {name} = {code};"

    def _write_declaration(self, tree: Expression, name: str) -> str:
        return f"{self._methods.find_type(tree)} {name};"

    def _write_formula(self, tree: Expression) -> str:
        match tree:
            case Fact(name):
                return f"f.{write_java_name(name)}"
            case Compare(left, sign, right):
                kinds = self._methods.kinds
                if (find_value_kind(left, kinds) or find_value_kind(right, kinds)) == "quantity":
                    return self._guard_against_null([left, right], f"{{}}.compareTo({{}}) {sign} 0")
                compared = "!{}.isAfter({})" if sign == "<=" else "{}.isBefore({})"
                return self._guard_against_null([left, right], compared)
            case Add(left, right):
                return self._guard_against_null([left, right], "{}.add({})")
            case Subtract(left, right):
                return self._guard_against_null([left, right], "{}.subtract({})")
            case IsIn(operand, (value,)):
                return self._guard_against_null([operand], f"{write_java_text(value)}.equals({{}})")
            case IsIn(operand, values):
                return self._guard_against_null(
                    [operand], f"{self._define_set(values)}.contains({{}})"
                )
            case ContainsAny(operand, values):
                words = self._define_set(values)
                return self._guard_against_null([operand], f"!Collections.disjoint({{}}, {words})")
            case Matches(operand, pattern):
                code = f"Pattern.compile({write_java_text(pattern)})"
                regular = self._methods.define_constant("Pattern", code)
                # `matches` would ask for the whole text; this asks from its start on, as `match` of
                # Python does.
                return self._guard_against_null([operand], f"{regular}.matcher({{}}).lookingAt()")
            case AddMonths(operand, number):
                return self._guard_against_null([operand], f"{{}}.plusMonths({number})")
            case AddDays(operand, number):
                return self._guard_against_null([operand], f"{{}}.plusDays({number})")
            case YearStart(operand, place):
                year = f"Integer.parseInt({{}}.substring({place}, {place + 4}))"
                return self._guard_against_null([operand], f"LocalDate.of({year}, 1, 1)")
            case NextWorkingDay(operand):
                return self._guard_against_null([operand], "o.workingDay({})")
            case LongestPrefix(operand, table):
                lists = ", ".join(
                    f"{write_java_text(word)}, {write_java_text(prefixes)}"
                    for word, prefixes in join_prefixes(table).items()
                )
                words = self._methods.define_constant(
                    "Map<String, String>", f"prefixTable({lists})"
                )
                return self._guard_against_null([operand], f"longestPrefix({{}}, {words})")
        raise TypeError(f"no way to compute a {type(tree).__name__}")  # pragma: no cover

    def _define_set(self, values: Sequence[str]) -> str:
        return self._methods.define_constant(
            "Set<String>", f"Set.of({', '.join(map(write_java_text, sorted(set(values))))})"
        )
