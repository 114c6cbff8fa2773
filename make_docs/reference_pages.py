"""The reference: what is public, with signature and docstring, readable as plain Markdown."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any, get_args

import retax
from make_docs.glossary_page import FILE as GLOSSARY
from make_docs.markdown import code, fenced, page

CORE, DESK = "reference.md", "reference-desk.md"

_CORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Judging",
        ("check", "check_many", "check_frame", "last_day", "governing", "overdrawn"),
    ),
    ("Goods", ("ReturnedGoods", "ValidationError")),
    (
        "The verdict",
        ("Verdict", "Finding", "Document", "Relief", "Action", "Route", "Ask", "Overdrawn"),
    ),
    ("The law", ("Announcement", "QUESTIONS", "Question")),
    ("Schemas", ("goods_schema", "verdict_schema")),
    (
        "Words and values",
        (
            "Words",
            "Lang",
            "Status",
            "Outcome",
            "Side",
            "ReturnReason",
            "Use",
            "ExportRefund",
            "Destination",
            "Paper",
        ),
    ),
)

_DESK: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Tables", "retax.frames", ("read_goods",)),
    ("Reading files", "retax.desk.files", ("read",)),
    ("Rows", "retax.desk.rows", ("Row", "Source", "Unreadable")),
    (
        "Judging rows",
        "retax.desk.judged",
        ("Asked", "Accepted", "Judged", "accepted", "beyond", "judged"),
    ),
    ("Workbooks", "retax.desk.workbooks_out", ("write_verdicts",)),
    ("The blank workbook", "retax.desk.template", ("write_template",)),
    (
        "Last days to watch",
        "retax.desk.deadlines",
        ("deadlines", "Deadlines", "Deadline", "Undated"),
    ),
    ("Reminders", "retax.desk.reminders", ("write_ics",)),
    (
        "Rest days",
        "retax.desk.calendar",
        ("days_off", "weekends", "read_days_off", "NotAnnounced"),
    ),
    (
        "Letters",
        "retax.desk.letters",
        ("letters_of", "refusals_of", "write_letters", "Letter", "Refused", "KINDS"),
    ),
    ("What is not installed", "retax.desk.extras", ("MissingExtra",)),
)


def core_names() -> set[str]:
    """Return every name the page of the library tells of."""
    return {name for _, names in _CORE for name in names}


def pages() -> dict[str, str]:
    """Return both pages by their path."""
    return {CORE: _core(), DESK: _desk()}


def _core() -> str:
    return page(
        "Reference: `retax`",
        "What `import retax` offers. How the pieces fit together: [start here](index.md). Names of "
        f"facts and words: [the glossary]({GLOSSARY}). Files, workbooks, letters and tables: "
        f"[the desk]({DESK}).",
        *(
            part
            for heading, names in _CORE
            for part in (f"## {heading}", *(_told(retax, name) for name in names))
        ),
    )


def _desk() -> str:
    return page(
        "Reference: the desk and tables",
        "What programs may call beside the command `retax`. Each needs an extra and says which "
        "where it is missing; `pip install 'retax[desk]'` brings all of them.",
        *(
            part
            for heading, module, names in _DESK
            for part in (
                f"## {heading}",
                f"From {code(module)}.",
                *(_told(import_module(module), name) for name in names),
            )
        ),
    )


def _told(module: ModuleType, name: str) -> str:
    thing = getattr(module, name)
    return "\n\n".join([f"### {code(name)}", *filter(None, _parts(name, thing))])


def _parts(name: str, thing: Any) -> Iterator[str]:
    if name == "ValidationError":
        yield (
            "pydantic's own error: its `errors()` name each field, the value and what is accepted "
            "(in `ctx`, under `zh` and `en`, in both languages)."
        )
    elif inspect.isfunction(thing):
        yield fenced(_signature(name, thing), "py")
        yield _prose(thing)
    elif name == "ReturnedGoods":
        yield _prose(thing)
        yield f"Its fields, with all their names, are [in the glossary]({GLOSSARY}#facts--要素)."
    elif inspect.isclass(thing):
        yield from _class(thing)
    else:
        yield from _value(name, thing)


# -- functions -------------------------------------------------------------------------------------


class _Plain(str):
    """An annotation, shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _signature(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    parameters = [
        parameter.replace(annotation=_plain(parameter.annotation))
        for parameter in signature.parameters.values()
    ]
    shown = signature.replace(
        parameters=parameters, return_annotation=_plain(signature.return_annotation)
    )
    one_line = f"{name}{shown}"
    if len(one_line) <= 88:
        return one_line
    inside, _, returned = one_line[len(name) + 1 :].rpartition(") -> ")
    lines = [f"    {part}," for part in _parted(inside)]
    return "\n".join([f"{name}(", *lines, f") -> {returned}"])


def _plain(annotation: Any) -> Any:
    return _Plain(annotation) if isinstance(annotation, str) else annotation


def _parted(parameters: str) -> list[str]:
    """Part parameters at the commas that are in no bracket."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(parameters):
        depth += (sign in "[({") - (sign in "])}")
        if sign == "," and depth == 0:
            parts.append(parameters[start:at].strip())
            start = at + 1
    return [*parts, parameters[start:].strip()]


# -- classes ---------------------------------------------------------------------------------------


def _class(kind: type) -> Iterator[str]:
    yield _prose(kind)
    rows = [_attribute(field, str(told)) for field, told in _fields(kind)]
    rows += [_property(name, member) for name, member in _members(kind, property)]
    yield "\n".join(rows)
    for name, member in _members(kind, type(lambda: None)):
        yield fenced(_signature(f".{name}", member), "py")
        yield _prose(member)


def _fields(kind: type) -> Iterable[tuple[str, Any]]:
    if is_dataclass(kind):
        return [(field.name, field.type) for field in fields(kind)]
    return []


def _members(kind: type, of: type) -> list[tuple[str, Any]]:
    return [
        (name, member)
        for parent in reversed(kind.__mro__)
        if parent.__module__.startswith("retax")
        for name, member in vars(parent).items()
        if not name.startswith("_") and isinstance(member, of)
    ]


def _property(name: str, member: property) -> str:
    getter = member.fget
    returned = inspect.signature(getter).return_annotation if inspect.isfunction(getter) else None
    kind = returned if isinstance(returned, str) else ""
    return f"{_attribute(name, kind)}: {' '.join(_prose(member).split())}"


def _attribute(name: str, kind: str) -> str:
    return f"- {code(name)} ({code(kind)})" if kind else f"- {code(name)}"


# -- values ----------------------------------------------------------------------------------------


def _value(name: str, value: Any) -> Iterator[str]:
    told = _docstrings().get(name)
    if told:
        yield told
    listed = get_args(value) or tuple(value)
    yield ", ".join(code(str(item)) for item in listed)


def _docstrings() -> dict[str, str]:
    """Return what the modules say of their values: the text that follows an assignment."""
    modules = (
        "retax.vocabulary",
        "retax.law.outcome",
        "retax.law.open_questions",
        "retax.words",
        "retax.logic.expressions",
        "retax.desk.letters.kinds",
    )
    return {
        name: told
        for module in modules
        for name, told in _said_after(inspect.getsource(import_module(module)))
    }


def _said_after(source: str) -> Iterator[tuple[str, str]]:
    body = ast.parse(source).body
    for statement, after in pairwise(body):
        match statement, after:
            case (
                ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)),
                ast.Expr(ast.Constant(str(told))),
            ):
                yield name, _marked(inspect.cleandoc(told))


# -- docstrings ------------------------------------------------------------------------------------

_SECTIONS = {"Args": "Arguments", "Raises": "Raises", "Returns": "Returns"}


def _prose(thing: Any) -> str:
    """Return a docstring as Markdown: sections as lists, names as code."""
    told = inspect.getdoc(thing) or ""
    head, *sections = re.split(rf"^({'|'.join(_SECTIONS)}):\n", told, flags=re.MULTILINE)
    parts = [_marked(head.strip())]
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        told = textwrap.dedent(body).strip()
        listed = told if title == "Returns" else "\n".join(_entries(told))
        parts += [f"**{_SECTIONS[title]}**", _marked(listed)]
    return "\n\n".join(filter(None, parts))


def _entries(body: str) -> Iterator[str]:
    entries: list[str] = []
    for line in body.splitlines():
        if line.startswith(" ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
    for entry in entries:
        name, colon, told = entry.partition(": ")
        yield f"- {code(name)}: {told}" if colon else f"- {entry}"


def _marked(text: str) -> str:
    return re.sub(r":\w+:`([^`]+)`", r"`\1`", text).replace("``", "`")
