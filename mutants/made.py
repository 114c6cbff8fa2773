"""The faulty sources of a file: each differs from it in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import libcst as cst
from libcst import matchers as m
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from mutants.operators import make_faults

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
_ROOMS = ("law", "logic", "judge", "money", "matching")
MUTATED = (
    *(file for room in _ROOMS for file in sorted((SOURCE / "retax" / room).rglob("*.py"))),
    SOURCE / "retax/check.py",
    *(
        SOURCE / f"retax/facts/{name}.py"
        for name in ("consistency", "model", "parse", "parse_value")
    ),
    SOURCE / "retax/lots/overdrawn.py",
)
"""What is put to the test: what decides, what it is worth, and what returned units are of."""

# What is never run (annotations, kinds of words, overloads), only names things, or says how a
# record is kept or how much is.
_PASSED_OVER = (
    m.Annotation()
    | m.Import()
    | m.ImportFrom()
    | m.Param()
    | m.Call(func=m.Name("TypeVar"))
    | m.AnnAssign(annotation=m.Annotation(annotation=m.Name("TypeAlias")))
    | m.Assign(targets=[m.AssignTarget(target=m.Name("__all__"))])
    | m.Subscript(value=m.Name("Literal") | m.Name("Callable") | m.Name("dict"))
    | m.Decorator(
        decorator=m.Call(
            func=m.Name("dataclass") | m.Name("dataclass_transform") | m.Name("lru_cache")
        )
    )
    | m.FunctionDef(
        decorators=[m.ZeroOrMore(), m.Decorator(decorator=m.Name("overload")), m.ZeroOrMore()]
    )
)


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, the lines before and after, and the whole source with it."""

    file: Path
    line: int
    before: str
    after: str
    source: str

    @property
    def module(self) -> str:
        """The name under which the file is imported."""
        return ".".join(self.file.relative_to(SOURCE).with_suffix("").parts).removesuffix(
            ".__init__"
        )

    @property
    def fault(self) -> str:
        """The fault in one line, the same wherever in the file it moves."""
        return f"{self.file.relative_to(SOURCE).as_posix()}: {self.before} → {self.after}"


def make_mutants(file: Path) -> Iterator[Mutant]:
    """Make every mutant of a file that is Python, each once."""
    source = file.read_text("utf-8")
    seen, true = {source}, source.encode()
    for start, end, text in _find_faults(true):
        mutated = (true[:start] + text.encode() + true[end:]).decode()
        if mutated not in seen and _is_python(mutated):
            seen.add(mutated)
            yield _place(file, source, mutated)


def _find_faults(source: bytes) -> Iterator[tuple[int, int, str]]:
    """Find what to put in place of which bytes."""
    tree = MetadataWrapper(cst.parse_module(source))
    spans = tree.resolve(ByteSpanPositionProvider)
    for node in _walk(tree.module):
        if node in spans:
            start, length = spans[node].start, spans[node].length
            for other in make_faults(node):
                yield start, start + length, tree.module.code_for_node(other).strip()


def _walk(node: cst.CSTNode, *, in_a_function: bool = False) -> Iterator[cst.CSTNode]:
    """Go through all that is run; what a module or class assigns is spoilt in its parts alone."""
    if in_a_function or not isinstance(node, cst.Assign | cst.AnnAssign):
        yield node
    in_a_function = in_a_function or isinstance(node, cst.FunctionDef)
    for child in node.children:
        if not m.matches(child, _PASSED_OVER):
            yield from _walk(child, in_a_function=in_a_function)


def _is_python(source: str) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, SyntaxWarning, ValueError):
        return False
    return True


def _place(file: Path, source: str, mutated: str) -> Mutant:
    """Tell a fault by the lines it changes, and no more of them than it changes."""
    start = _count_alike(source, mutated)
    end = _count_alike(source[start:][::-1], mutated[start:][::-1])
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", len(source) - end)
    return Mutant(
        file,
        line=source.count("\n", 0, start) + 1,
        before=_join_lines(source[first:last]),
        after=_join_lines(mutated[first : last + len(mutated) - len(source)]),
        source=mutated,
    )


def _count_alike(one: str, other: str) -> int:
    """Say how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _join_lines(code: str) -> str:
    return " ".join(code.split())
