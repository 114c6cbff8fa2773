"""Lines a letter can be written for, and what is read back from one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from docx import Document

from retax import Status
from retax.desk.judging.judge import JudgedRow, JudgeOptions, judge_rows, shown_of, validate_rows
from retax.desk.letters import KINDS, Letter, LetterKind, group_letters
from retax.desk.letters.fields import fill_fields
from retax.desk.letters.kinds import NEVER_DRAFTS
from retax.desk.source import Row
from samples import DECLARATION_NUMBER, LIST_NUMBER, facts, random_cases

ON = date(2026, 7, 20)
JUST_SO = JudgeOptions()
CODE = "91110000600037341L"
"""A social credit code whose check character fits."""

ADDRESS: Mapping[str, Any] = {
    "enterprise": "宁波远航电子商务有限公司",
    "enterprise_code": CODE,
    "export_entry": LIST_NUMBER,
    "goods_name": "毛绒玩具",
}


OF_STATUS: Mapping[Status, Mapping[str, Any]] = {
    "eligible": {},
    "conditional": {"export_refund": "refunded"},
    "needs_review": {"damaged": True},
    "needs_facts": {"same_form": None},
    "ineligible": {"parts_added": True},
    "not_covered": {
        "export_entry": "29102028E000000123",
        "declared_on": "2028-01-03",
        "released_on": "2028-01-04",
        "exported_on": "2028-01-04",
        "returned_on": "2028-02-01",
        "return_declared_on": "2028-02-01",
    },
}
"""What gives the case a status, whatever its reason does not spoil."""


def addressed(*changes: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return the eligible case with an enterprise and an export entry, and changes."""
    return facts(ADDRESS, *changes, **more)


def lines_of(
    *given: Mapping[str, Any], batch: Mapping[str, Any] = {}, asked: JudgeOptions = JUST_SO
) -> list[JudgedRow]:
    """Judge lines as those of one file, from its second row on."""
    lines = list(validate_rows([Row(number, one) for number, one in enumerate(given, 2)], batch))
    return list(judge_rows(lines, asked, shown_of(lines)))


def letters(
    *given: Mapping[str, Any],
    kinds: Collection[LetterKind] | None = None,
    batch: Mapping[str, Any] = {},
    asked: JudgeOptions = JUST_SO,
) -> list[Letter]:
    """Return the letters of lines."""
    return group_letters(lines_of(*given, batch=batch, asked=asked), on=ON, kinds=kinds)


def fields(*given: Mapping[str, Any], **options: Any) -> Any:
    """Return the fields of the only file note of lines."""
    (note,) = letters(*given, kinds=["file_note"], **options)
    return fill_fields(note)


def texts(value: object) -> Iterator[str]:
    """Return every text in the fields of a letter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def text_of(path: Path) -> str:
    """Return what stands in the body of a letter, paragraph by paragraph and cell by cell."""
    said = []
    for block in Document(str(path)).iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            said.append(getattr(block, "text", ""))
        else:
            said += ["\t".join(cell.text for cell in row.cells) for row in rows]
    return "\n".join(said)


def heads_of(path: Path) -> str:
    """Return what stands at the head of the pages."""
    sections = Document(str(path)).sections
    return "\n".join(p.text for section in sections for p in section.header.paragraphs)


def random_letters(seed: int, n: int) -> Iterator[Letter]:
    """Return the letters of random lines, some with a second line, but for those that only ask."""
    kinds = [kind for kind in KINDS if kind not in NEVER_DRAFTS]
    cases = list(random_cases(seed, n))
    for (one, options), (other, _) in pairwise(cases):
        codes = (one.get("supervision_code"), other.get("supervision_code"))
        entry = LIST_NUMBER if "9610" in codes else DECLARATION_NUMBER
        address = {**ADDRESS, "export_entry": entry}
        alone = {"exported_quantity": None, "export_item": None}
        yield from letters(
            one | address, other | address | alone, kinds=kinds, asked=JudgeOptions(**options)
        )
