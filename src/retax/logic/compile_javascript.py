"""One case at a time in JavaScript: trees become straight-line functions.

A function takes the facts ``f`` (an object with every fact, ``null`` where it is unknown) and what
is given beside them, ``o``; it returns the value of its tree, or an array of those of its trees.
Days are whole numbers, counted from 1970-01-01. The arithmetic of days and quantities is that of
the functions named in :data:`NEEDED`, which a module brings along.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
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
)
from retax.logic.straight_line import Syntax, join_prefixes
from retax.logic.value_kinds import find_value_kind
from retax.logic.written_module import ModuleWriter, WrittenModule

NEEDED = (
    "day",
    "quantity",
    "addMonths",
    "yearStart",
    "workingDay",
    "add",
    "subtract",
    "compare",
    "prefixTable",
    "longestPrefix",
)
"""The functions a module has for its trees."""

_JAVASCRIPT = Syntax(
    true="true",
    false="false",
    unknown="null",
    is_known="{} !== null",
    is_unknown="{} === null",
    is_true="{} === true",
    is_false="{} === false",
    is_not_true="{} !== true",
    is_not_false="{} !== false",
    holds="{}",
    negated="!{}",
    either=" || ",
    guarded="{tests} ? null : {code}",
    joined_and="{name} !== null ? {other} : {other} && null",
    joined_or="{name} !== null ? {other} : {other} || null",
    assigned="{name} = {code};",
    opened_if="if ({}) {{",
    opened_elif="else if ({}) {{",
    opened_else="else {",
    end="}",
)


class JavaScriptModule(WrittenModule):
    """The fixed values and functions of one module."""

    def define_constant(self, code: str) -> str:
        """Return the name of a fixed value."""
        return self._define(code, "C", lambda: code)

    def define_function(self, trees: Expression | tuple[Expression, ...]) -> str:
        """Return the name of a function that computes one tree, or an array for several."""
        return self._define(trees, "f", lambda: self._write_function(trees))

    def _write_function(self, trees: Expression | tuple[Expression, ...]) -> str:
        several = (trees,) if isinstance(trees, Expression) else trees
        writer = _Writer(self, several)
        values = [writer.write_value(tree) for tree in several]
        result = values[0] if isinstance(trees, Expression) else f"[{', '.join(values)}]"
        return "\n".join(["(f, o) => {", *writer.lines, f"    return {result};", "}"])

    def _define(self, key: object, initial: str, write: Callable[[], str]) -> str:
        if key not in self._names:
            code = write()  # what it needs is defined before it
            self._names[key] = f"{initial}{len(self._names)}"
            self.lines.append(f"const {self._names[key]} = {code};")
        return self._names[key]


class _Writer(ModuleWriter):
    """Writes JavaScript."""

    syntax = _JAVASCRIPT

    def __init__(self, module: JavaScriptModule, trees: tuple[Expression, ...]) -> None:
        self._module = module
        super().__init__(module, trees)

    def _write_literal(self, tree: Constant) -> str:
        value = tree.value
        if value is None or isinstance(value, bool | str):
            return json.dumps(value, ensure_ascii=False)
        made = "day" if isinstance(value, date) else "quantity"
        return self._module.define_constant(f'{made}("{value}")')

    def _write_definition(self, tree: Expression, name: str, code: str) -> str:  # noqa: ARG002
        return f"let {name} = {code};"

    def _write_declaration(self, tree: Expression, name: str) -> str:  # noqa: ARG002
        return f"let {name};"

    def _write_formula(self, tree: Expression) -> str:
        match tree:
            case Fact(name):
                return f"f.{name}"
            case Compare(left, sign, right):
                kind = find_value_kind(left, self._module.kinds) or find_value_kind(
                    right, self._module.kinds
                )
                compared = (
                    f"compare({{}}, {{}}) {sign} 0" if kind == "quantity" else f"{{}} {sign} {{}}"
                )
                return self._guard_against_null([left, right], compared)
            case Add(left, right):
                return self._guard_against_null([left, right], "add({}, {})")
            case Subtract(left, right):
                return self._guard_against_null([left, right], "subtract({}, {})")
            case IsIn(operand, (value,)):
                return self._guard_against_null([operand], f"{{}} === {json.dumps(value)}")
            case IsIn(operand, values):
                return self._guard_against_null([operand], f"{self._define_set(values)}.has({{}})")
            case ContainsAny(operand, values):
                words = self._define_set(values)
                return self._guard_against_null([operand], f"{{}}.some((one) => {words}.has(one))")
            case Matches(operand, pattern):
                regular = self._module.define_constant(
                    f"new RegExp({json.dumps(f'^(?:{pattern})')})"
                )
                return self._guard_against_null([operand], f"{regular}.test({{}})")
            case AddMonths(operand, number):
                return self._guard_against_null([operand], f"addMonths({{}}, {number})")
            case AddDays(operand, number):
                return self._guard_against_null([operand], f"{{}} + {number}")
            case YearStart(operand, place):
                return self._guard_against_null([operand], f"yearStart({{}}, {place})")
            case NextWorkingDay(operand):
                return self._guard_against_null([operand], "workingDay({}, o)")
            case LongestPrefix(operand, table):
                words = self._module.define_constant(
                    f"prefixTable({json.dumps(join_prefixes(table))})"
                )
                return self._guard_against_null([operand], f"longestPrefix({{}}, {words})")
        raise TypeError(f"no way to compute a {type(tree).__name__}")  # pragma: no cover

    def _define_set(self, values: Sequence[str]) -> str:
        return self._module.define_constant(f"new Set({json.dumps(sorted(values))})")
