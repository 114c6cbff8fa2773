"""Verdicts as JSON: one object a row, with the row's number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from retax import Lang
from retax.desk.judged import Judged
from retax.words import joined


def as_object(line: Judged, lang: Lang, *, sentences: bool) -> dict[str, Any]:
    """Return a judged row as plain values.

    ``row`` and the verdict as in ``Verdict.to_dict()`` (with ``sentences`` in words, too); of a row
    that was refused ``row`` and ``error``. Where there is something to say also ``remarks`` (what
    was mended in reading), ``stated_for_batch`` (the facts the enterprise states for all rows) and
    ``overdrawn`` (more comes back of the export line than went out).
    """
    found: dict[str, Any] = {"row": line.row.number}
    if line.verdict is None:
        found["error"] = joined(list(line.accepted.refused), zh="；", en="; ").text(lang)
    else:
        found |= line.verdict.to_dict(lang if sentences else None)
    if line.row.remarks:
        found["remarks"] = [remark.text(lang) for remark in line.row.remarks]
    if line.accepted.stated:
        found["stated_for_batch"] = list(line.accepted.stated)
    if line.overdrawn is not None:
        found["overdrawn"] = {
            "exported": f"{line.overdrawn.exported:f}",
            "returned": f"{line.overdrawn.returned:f}",
        }
    return found


def write_line(out: TextIO, line: Judged, lang: Lang, *, sentences: bool) -> None:
    """Write a row as a JSON line; it goes out at once, for whoever waits at the end of a pipe."""
    out.write(_text(as_object(line, lang, sentences=sentences)) + "\n")
    out.flush()


def write_list(out: TextIO, lines: Iterable[Judged], lang: Lang, *, sentences: bool) -> None:
    """Write one JSON list."""
    before = "[\n"
    for line in lines:
        out.write(before + _text(as_object(line, lang, sentences=sentences)))
        before = ",\n"
    out.write("\n]\n" if before == ",\n" else "[]\n")


def _text(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)
