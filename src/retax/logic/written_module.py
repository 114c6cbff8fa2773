"""A module or class of another language: its fixed values and functions, each there once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from retax.logic.expressions import Expression
from retax.logic.straight_line import StraightLineWriter, find_hoisted, find_shared_trees
from retax.logic.value_kinds import ValueKind


class WrittenModule(ABC):
    """A published module in the making.

    ``kinds``: of every fact and parameter. ``parameters``: what each parameter is in a function.
    ``trees``: those the module will compute, of which shared parts become functions of their own.
    """

    def __init__(
        self,
        kinds: Mapping[str, ValueKind],
        parameters: Mapping[str, str],
        trees: Iterable[Expression],
    ) -> None:
        self.kinds = kinds
        self.parameters = parameters
        self.apart = find_shared_trees(trees)
        self.lines: list[str] = []
        self._names: dict[object, str] = {}

    @abstractmethod
    def define_function(self, trees: Expression | tuple[Expression, ...]) -> str:
        """Return the name of a function that computes one tree, or an array for several."""


class ModuleWriter(StraightLineWriter):
    """Writes one function of a module; what the module computes apart is called."""

    def __init__(self, module: WrittenModule, trees: tuple[Expression, ...]) -> None:
        self._written_module = module
        self._trees = trees
        super().__init__(find_hoisted(trees, module.apart))

    def _write_call(self, tree: Expression) -> str | None:
        if tree in self._written_module.apart and tree not in self._trees:
            return f"{self._written_module.define_function(tree)}(f, o)"
        return None

    def _write_parameter(self, name: str) -> str:
        return self._written_module.parameters[name]
