"""The reference: what is public, with signature and docstring, readable as plain Markdown."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any, get_args

import retax
from make_docs.example_pages import FOLDER_OF
from make_docs.glossary_page import FILE as GLOSSARY
from make_docs.reference_in_chinese import GLOSSES, HEADINGS
from retax import vocabulary
from retax.money.catalogue import AMOUNTS
from retax.publish.markdown import build_page, build_table, write_code, write_fenced_code
from retax.words import Lang, Words

CORE, DESK, MONEY = "reference.md", "reference-desk.md", "reference-money.md"

_CORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Judging",
        (
            "check",
            "check_many",
            "check_lines",
            "check_frame",
            "last_day",
            "governing",
            "overdrawn",
            "overdrawn_frame",
        ),
    ),
    ("Matching", ("match_returns",)),
    (
        "Goods",
        ("ReturnedGoods", "GoodsDict", "mended", "ValidationError", "refusals_of", "Refusal"),
    ),
    (
        "The verdict",
        (
            "Verdict",
            "Ruling",
            "Finding",
            "Document",
            "Relief",
            "Action",
            "Route",
            "Ask",
            "Overdrawn",
        ),
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
            "Attribution",
            "Cause",
            "Destination",
            "Paper",
            "FactName",
            "ClauseId",
            "QuestionId",
        ),
    ),
)

_DESK: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Returned units matched to export lines",
        "retax.matching",
        (
            "Matched",
            "MatchedLine",
            "OpenUnits",
            "PossibleLine",
            "Range",
            "ItemRange",
            "LineRange",
            "Lapse",
            "ToProve",
            "Contradiction",
            "Remark",
            "Refused",
            "ExportLine",
            "ReturnedUnits",
            "UnitsGone",
            "StockCount",
            "Trace",
            "UnreadRow",
        ),
    ),
    ("Tables", "retax.frames", ("read_goods", "match_frames", "MatchedFrames")),
    ("Reading files", "retax.desk", ("open_source", "open_reports", "ReportedRows")),
    ("Rows", "retax.desk", ("Row", "Source", "DeskError")),
    (
        "Judging rows",
        "retax.desk",
        ("JudgeOptions", "ValidatedRow", "JudgedRow", "validate_rows", "shown_of", "judge_rows"),
    ),
    (
        "Matching files",
        "retax.desk",
        (
            *("open_tables", "MatchTables", "TableRow", "MatchOptions", "match_tables"),
            *("MatchedTables", "write_matched", "write_match_template"),
        ),
    ),
    ("Workbooks", "retax.desk", ("write_verdicts", "COLUMNS", "answers")),
    ("The blank workbook", "retax.desk", ("write_template",)),
    (
        "Last days to watch",
        "retax.desk",
        ("list_deadlines", "Deadlines", "Deadline", "WithoutLastDay"),
    ),
    ("Reminders", "retax.desk", ("write_ics",)),
    ("Rest days", "retax.desk", ("days_off", "weekends", "read_days_off", "NotAnnounced")),
    (
        "Letters",
        "retax.desk",
        ("group_letters", "list_refusals", "write_letters", "Letter", "RefusedLine", "KINDS"),
    ),
    ("What is not installed", "retax.desk", ("MissingExtra",)),
)

_MONEY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("One line", ("stakes", "Stakes", "Taxes", "TaxLine", "Cliff", "UnderArticle39")),
    (
        "A file",
        (
            "worth",
            "Worth",
            "Sum",
            "StatusWorth",
            "QuestionWorth",
            "FactWorth",
            "DayWorth",
            "Tickets",
        ),
    ),
    ("Amounts", ("Amounts", "split_row")),
)


def list_core_names() -> set[str]:
    """Return every name the page of the library tells of."""
    return {name for _, names in _CORE for name in names}


def list_desk_names() -> set[str]:
    """Return every name the page of the desk shows."""
    return {name for _, _, names in _DESK for name in names}


def list_money_names() -> set[str]:
    """Return every name the page of money shows."""
    return {name for _, names in _MONEY for name in names}


def make_pages() -> dict[str, str]:
    """Return the pages by their path, in both languages."""
    return {
        f"{folder}{path}": made(lang)
        for lang, folder in FOLDER_OF.items()
        for path, made in ((CORE, _write_core), (DESK, _write_desk), (MONEY, _write_money))
    }


def _write_heading(heading: str, lang: Lang) -> str:
    return f"## {HEADINGS[heading] if lang == 'zh' else heading}"


_ABOUT_CORE = Words(
    "`import retax` 提供的全部名称。各部分如何配合见[开始使用](index.md)；要素名称和用语见"
    f"[术语表]({GLOSSARY})；文件、工作簿、文书和大表见[桌面工具]({DESK})。每个名称附中文说明，"
    "签名和细节取自代码中的英文说明。",
    "What `import retax` offers. How the pieces fit together: [start here](index.md). Names of "
    f"facts and words: [the glossary]({GLOSSARY}). Files, workbooks, letters and tables: "
    f"[the desk]({DESK}).",
)


def _write_core(lang: Lang) -> str:
    return build_page(
        Words("参考手册：`retax`", "Reference: `retax`").text(lang),
        _ABOUT_CORE.text(lang),
        *(
            part
            for heading, names in _CORE
            for part in (
                _write_heading(heading, lang),
                *(_describe(retax, name, lang) for name in names),
            )
        ),
        Words("## 名称：`retax.vocabulary`", "## Labels: `retax.vocabulary`").text(lang),
        _ABOUT_LABELS if lang == "zh" else "",
        _write_prose(vocabulary),
        *(
            "\n\n".join([f"### {write_code(name)}", told, _list_ids(getattr(vocabulary, name))])
            for name, told in _find_texts_after(inspect.getsource(vocabulary))
        ),
    )


_ABOUT_LABELS = (
    "各种标识的中英文名称，供程序显示。每张表以结论和商品所用的标识为键，"
    "取自法规和要素目录中的原文。"
)

_ABOUT_DESK = Words(
    "命令 `retax` 以外，程序可以调用的内容。除 `retax.matching` 外都需要扩展"
    "（[如何安装](desk.md)），缺少的库会在提示中写明。",
    "What programs may call beside the command `retax`. All but `retax.matching` need an extra "
    "([how to install it](desk.md)) and name the libraries that are missing.",
)


def _write_desk(lang: Lang) -> str:
    return build_page(
        Words("参考手册：桌面工具与大表", "Reference: the desk and tables").text(lang),
        _ABOUT_DESK.text(lang),
        *(
            part
            for heading, module, names in _DESK
            for part in (
                _write_heading(heading, lang),
                Words(f"来自 {write_code(module)}。", f"From {write_code(module)}.").text(lang),
                *(_describe(import_module(module), name, lang) for name in names),
            )
        ),
    )


_ABOUT_MONEY = Words(
    "`import retax.money` 提供的全部名称，不需要扩展。如何使用：[结论涉及多少税款](money.md)。",
    "What `import retax.money` offers; it needs nothing beside the core. How to use it: "
    "[what a verdict is worth](money.md).",
)


def _write_money(lang: Lang) -> str:
    return build_page(
        Words("参考手册：`retax.money`", "Reference: `retax.money`").text(lang),
        _ABOUT_MONEY.text(lang),
        *(
            part
            for heading, names in _MONEY
            for part in (
                _write_heading(heading, lang),
                *(_describe(import_module("retax.money"), name, lang) for name in names),
            )
        ),
        "## What is accepted · 可填内容",
        build_table(
            ("Amount", "名称", "Accepted · 可填", "Where it comes from · 来源"),
            [
                (
                    write_code(name),
                    "、".join(record.names),
                    f"{record.accepted.en}<br>{record.accepted.zh}",
                    f"{record.help.en}<br>{record.help.zh}",
                )
                for name, record in AMOUNTS.items()
            ],
        ),
    )


def _describe(module: ModuleType, name: str, lang: Lang) -> str:
    gloss = GLOSSES.get(name, "") if lang == "zh" else ""
    parts = _write_parts(name, getattr(module, name))
    return "\n\n".join([f"### {write_code(name)}", *filter(None, (gloss, *parts))])


def _write_parts(name: str, thing: Any) -> Iterator[str]:
    if name == "ValidationError":
        yield (
            "pydantic's own error: its `errors()` name each field, the value and what is accepted "
            "(in `ctx`, under `zh` and `en`, in both languages)."
        )
    elif inspect.isfunction(thing):
        yield write_fenced_code(_write_signature(name, thing), "py")
        yield _write_prose(thing)
    elif name == "ReturnedGoods":
        yield _write_prose(thing)
        yield f"Its fields, with all their names, are [in the glossary]({GLOSSARY}#facts--要素)."
    elif inspect.isclass(thing):
        yield from _describe_class(thing)
    else:
        yield from _describe_value(name, thing)


# -- functions -------------------------------------------------------------------------------------


class _Plain(str):
    """An annotation, shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _write_signature(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    parameters = [
        parameter.replace(annotation=_simplify(parameter.annotation))
        for parameter in signature.parameters.values()
    ]
    shown = signature.replace(
        parameters=parameters, return_annotation=_simplify(signature.return_annotation)
    )
    one_line = f"{name}{shown}"
    if len(one_line) <= 88:
        return one_line
    inside, _, returned = one_line[len(name) + 1 :].rpartition(") -> ")
    lines = [f"    {part}," for part in _split_parameters(inside)]
    return "\n".join([f"{name}(", *lines, f") -> {returned}"])


def _simplify(annotation: Any) -> Any:
    return _Plain(annotation) if isinstance(annotation, str) else annotation


def _split_parameters(parameters: str) -> list[str]:
    """Part parameters at the commas that are in no bracket."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(parameters):
        depth += (sign in "[({") - (sign in "])}")
        if sign == "," and depth == 0:
            parts.append(parameters[start:at].strip())
            start = at + 1
    return [*parts, parameters[start:].strip()]


# -- classes ---------------------------------------------------------------------------------------


def _describe_class(kind: type) -> Iterator[str]:
    yield _write_prose(kind)
    rows = [_attribute(field, str(told)) for field, told in _list_fields(kind)]
    rows += [
        _describe_property(name, member.fget, member)
        for name, member in _list_members(kind, property)
    ]
    rows += [
        _describe_property(name, member.func)
        for name, member in _list_members(kind, cached_property)
    ]
    yield "\n".join(rows)
    for name, member in _list_members(kind, type(lambda: None)):
        yield write_fenced_code(_write_signature(f".{name}", member), "py")
        yield _write_prose(member)


def _list_fields(kind: type) -> Iterable[tuple[str, Any]]:
    if is_dataclass(kind):
        return [
            (field.name, field.type) for field in fields(kind) if not field.name.startswith("_")
        ]
    if issubclass(kind, tuple | dict):  # a named tuple, a typed mapping
        return [
            (name, getattr(hint, "__forward_arg__", hint))
            for name, hint in inspect.get_annotations(kind).items()
        ]
    return []


def _list_members(kind: type, of: type) -> list[tuple[str, Any]]:
    return [
        (name, member)
        for parent in reversed(kind.__mro__)
        if parent.__module__.startswith("retax")
        for name, member in vars(parent).items()
        if not name.startswith("_") and isinstance(member, of)
    ]


def _describe_property(name: str, getter: Any, documented: Any = None) -> str:
    returned = inspect.signature(getter).return_annotation if inspect.isfunction(getter) else None
    kind = returned if isinstance(returned, str) else ""
    text = _write_prose(getter if documented is None else documented)
    return f"{_attribute(name, kind)}: {' '.join(text.split())}"


def _attribute(name: str, kind: str) -> str:
    return f"- {write_code(name)} ({write_code(kind)})" if kind else f"- {write_code(name)}"


# -- values ----------------------------------------------------------------------------------------


def _describe_value(name: str, value: Any) -> Iterator[str]:
    told = _gather_docstrings().get(name)
    if told:
        yield told
    yield _list_ids(get_args(value) or tuple(value))


def _list_ids(ids: Iterable[object]) -> str:
    return ", ".join(write_code(str(id_)) for id_ in ids)


def _gather_docstrings() -> dict[str, str]:
    """Return what the modules say of their values: the text that follows an assignment."""
    modules = (
        "retax.facts.catalogue",
        "retax.facts.values",
        "retax.law.outcome",
        "retax.law.cross_border.open_questions",
        "retax.words",
        "retax.logic.expressions",
        "retax.names",
        "retax.desk.letters.kinds",
    )
    return {
        name: told
        for module in modules
        for name, told in _find_texts_after(inspect.getsource(import_module(module)))
    }


def _find_texts_after(source: str) -> Iterator[tuple[str, str]]:
    body = ast.parse(source).body
    for statement, after in pairwise(body):
        match statement, after:
            case (
                ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)),
                ast.Expr(ast.Constant(str(told))),
            ):
                yield name, _mark(inspect.cleandoc(told))


# -- docstrings ------------------------------------------------------------------------------------

_SECTIONS = {"Args": "Arguments", "Raises": "Raises", "Returns": "Returns"}


def _write_prose(thing: Any) -> str:
    """Return a docstring as Markdown: sections as lists, names as code."""
    told = inspect.getdoc(thing) or ""
    head, *sections = re.split(rf"^({'|'.join(_SECTIONS)}):\n", told, flags=re.MULTILINE)
    parts = [_mark(head.strip())]
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        told = textwrap.dedent(body).strip()
        listed = told if title == "Returns" else "\n".join(_list_entries(told))
        parts += [f"**{_SECTIONS[title]}**", _mark(listed)]
    return "\n\n".join(filter(None, parts))


def _list_entries(body: str) -> Iterator[str]:
    entries: list[str] = []
    for line in body.splitlines():
        if line.startswith(" ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
    for entry in entries:
        name, colon, told = entry.partition(": ")
        yield f"- {write_code(name)}: {told}" if colon else f"- {entry}"


def _mark(text: str) -> str:
    return re.sub(r":\w+:`([^`]+)`", r"`\1`", text).replace("``", "`")
