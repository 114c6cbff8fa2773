"""Verdicts as JSON: one object a row, with the row's number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TextIO

from retax import Lang, Refusal, ReturnedGoods
from retax.desk.control_characters import escape_in_json
from retax.desk.judging.judge import JudgedRow
from retax.desk.listing import MOST_NAMED, cut_text
from retax.facts.messages import quote
from retax.facts.numbers import write_number
from retax.words import joined


class InJson(NamedTuple):
    """How verdicts are written as JSON: ``sentences`` in words, too; ``brief``: the answer alone.

    What a brief answer holds says :meth:`retax.Verdict.to_dict`.
    """

    lang: Lang
    sentences: bool = False
    brief: bool = False

    def write(self, line: JudgedRow) -> str:
        """Return a row as :func:`write_json_row` writes it."""
        return write_json_row(line, self)


def write_json_row(line: JudgedRow, form: InJson) -> str:
    """Return a judged row as a JSON object in one line, without anything a terminal acts on.

    ``row`` and the verdict as in ``Verdict.to_dict()``; of a row that was refused ``row``,
    ``error`` with the sentences why, and ``refused``, which tells each of them to programs:
    ``fact``, ``code``, ``value``, ``accepted`` and the ``message``. Where there is something to say
    also ``remarks`` (what was mended in reading, what other rows contradict or it repeats),
    ``stated_for_batch`` (the facts the enterprise states for all rows) and ``overdrawn`` (more
    comes back of the export line than went out); of a row with amounts ``stakes`` as in
    ``Stakes.to_dict()``, or ``amounts_refused`` where they cannot be read.
    """
    lang, parts = form.lang, [f'"row": {line.row.number}']
    is_ours = _is_of_harmless_facts(line)
    if line.verdict is None:
        error = joined(line.accepted.refused, zh="；", en="; ").text(lang)
        refused = [_describe_refusal(each, lang) for each in line.accepted.refusals]
        parts.append(_write_members({"error": error, "refused": refused}))
    else:
        words = lang if form.sentences else None
        parts.append(line.verdict.to_json(words, brief=form.brief)[1:-1])
    if line.row.remarks:
        parts.append(
            _write_members({"remarks": [remark.text(lang) for remark in line.row.remarks]})
        )
    if line.accepted.stated:
        parts.append(_write_members({"stated_for_batch": list(line.accepted.stated)}))
    if line.overdrawn is not None:
        quantities = {
            "exported": write_number(line.overdrawn.exported),
            "returned": write_number(line.overdrawn.returned),
        }
        parts.append(_write_members({"overdrawn": quantities}))
    if line.stakes is not None:
        parts.append(_write_members({"stakes": line.stakes.to_dict()}))
    if line.refused_amounts:
        why = [words.text(lang) for words in line.refused_amounts]
        parts.append(_write_members({"amounts_refused": why}))
    text = f"{{{', '.join(parts)}}}"
    return text if is_ours else escape_in_json(text)


def _describe_refusal(refusal: Refusal, lang: Lang) -> dict[str, Any]:
    return {
        "fact": refusal.fact,
        "code": refusal.code,
        "value": _show_value(refusal.value),
        "accepted": refusal.accepted,
        "message": refusal.words.text(lang),
    }


def _show_value(value: object) -> object:
    """Return a value as JSON has it, cut where it is long; what JSON has not, as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= _LARGEST_WHOLE:
        return value
    if isinstance(value, str):
        return cut_text(value)
    if isinstance(value, list):
        return [_show_value(one) for one in value[:MOST_NAMED]]
    return str(value) if isinstance(value, date) else quote(value)


_LARGEST_WHOLE = 2**53 - 1
"""The largest whole number every reader of JSON reads back as it is."""


def _is_of_harmless_facts(line: JudgedRow) -> bool:
    """Say whether no text a row gives has anything a terminal acts on; our own words have nothing.

    To look through the whole of an answer takes a fifth of the time of writing it.
    """
    if line.verdict is None or line.row.remarks or line.refused_amounts:
        return False
    facts = line.verdict.facts
    # isprintable() is false of more than controls, such as the wide space; an answer with one is
    # only looked through in vain.
    return type(facts) is ReturnedGoods and all(
        value.isprintable() for value in facts.__dict__.values() if isinstance(value, str)
    )


def _write_members(found: dict[str, Any]) -> str:
    # Without its braces, to be joined with the members of the verdict.
    return json.dumps(found, ensure_ascii=False)[1:-1]


def write_lines(out: TextIO, rows: Iterable[str]) -> None:
    """Write rows as JSON lines, and flush them: a program may wait at the end of the pipe."""
    out.write("".join([f"{row}\n" for row in rows]))
    out.flush()


def write_list(out: TextIO, rows: Iterable[str]) -> None:
    """Write one JSON list of rows."""
    before = "[\n"
    for row in rows:
        out.write(before + row)
        before = ",\n"
    out.write("\n]\n" if before == ",\n" else "[]\n")


def to_json_line(found: Mapping[str, Any]) -> str:
    """Return an object as JSON in one line, without anything a terminal acts on."""
    return escape_in_json(json.dumps(found, ensure_ascii=False))
