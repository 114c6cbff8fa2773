"""Letters for a file of goods: what the command ``letter`` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retax import Lang, Words
from retax.desk.command.check import (
    InputOptions,
    RunSummary,
    apply_answers_of,
    warn_unread_columns,
)
from retax.desk.command.short_lists import print_first
from retax.desk.control_characters import show_controls
from retax.desk.exit_codes import ALL_WELL, TO_BE_CLARIFIED, choose_worst_exit_code
from retax.desk.judging.judge import JudgeOptions, judge_rows, shown_of
from retax.desk.letters import (
    KINDS,
    NOBODY,
    Contact,
    Letter,
    LetterKind,
    RefusedLine,
    group_letters,
    list_refusals,
    write_letters,
)
from retax.desk.letters.drafts import list_missing_for_final, list_repetitions, to_come_true
from retax.desk.listing import First, name_rows, take_first
from retax.desk.streams import print_to_stderr, print_to_stdout
from retax.desk.writers.atomic_file import refuse_to_overwrite
from retax.words import both, joined


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are wanted: of which kinds (None: those that fit), where, and of which day."""

    folder: Path
    on: date
    kinds: Sequence[LetterKind] | None = None
    template: Path | None = None
    contact: Contact = NOBODY


def write_letters_of(goods: InputOptions, judging: JudgeOptions, wanted: Wanted, lang: Lang) -> int:
    """Write the letters of a file, tell which lines got none and why, and return the exit code.

    The names of the letters go to standard output, the refusals to standard error. Exit code: that
    of ``check``; 3 also where a line got no letter for want of what a letter needs.

    Raises:
        DeskError: the file or the template cannot be read, or a letter cannot be written.
    """
    refuse_to_overwrite(None, *goods.list_files_read())
    source, lines = goods.open()
    judging = apply_answers_of(source, judging)
    kept = list(lines)
    warn_unread_columns(source, lang)  # every row has been walked
    seen = RunSummary()
    found = list(seen.pass_on(judge_rows(kept, judging, shown_of(kept))))
    letters = group_letters(found, on=wanted.on, kinds=wanted.kinds, contact=wanted.contact)
    paths = write_letters(letters, wanted.folder, wanted.template)
    for path in paths:
        print_to_stdout(both(show_controls(str(path))), lang)
    refused = list_refusals(found, kinds=wanted.kinds)
    _print_each_once(_list_blanks(letters), lang)
    _print_each_once(map(_describe_refusal, refused), lang)
    if refused:
        rows = len({each.line.row.number for each in refused})
        print_to_stderr(_WRITTEN.filled(letters=len(paths), rows=rows), lang)
    return choose_worst_exit_code(seen.code, TO_BE_CLARIFIED if refused else ALL_WELL)


_WRITTEN = Words(
    "已出具 {letters} 份文书；因上述原因未出具或未全部出具的：{rows} 行",
    "letters written: {letters}; rows without one, or without all, for the reasons above: {rows}",
)

OfRow = tuple[Words, Words, int]
"""The letters a remark is on, the remark, and its row."""


def _print_each_once(remarks: Iterable[OfRow], lang: Lang) -> None:
    """Write each remark once, with its rows; of many remarks the first."""
    rows: dict[tuple[Words, Words], First[int]] = {}
    for kind, why, row in remarks:
        rows.setdefault((kind, why), First()).add(row)
    print_first(take_first([*rows.items()]), _describe_remark, _MORE, lang)


def _describe_remark(remark: tuple[tuple[Words, Words], First[int]]) -> Words:
    (kind, why), rows = remark
    return Words("{rows}{kind}：{why}", "{rows}{kind}: {why}").filled(
        rows=name_rows(rows), kind=kind, why=why
    )


_MORE = Words(
    "另有 {n} 类情形未一一列出；可用 retax check 逐行查看",
    "{n} more reasons are not named; retax check tells them row by row",
)
_ALL_KINDS = Words("", "")


def _list_blanks(letters: Sequence[Letter]) -> Iterator[OfRow]:
    """Say of which rows a blank, or a day still to come, makes the letters drafts."""
    drafts = [letter for letter in letters if letter.draft]
    lines = {line.row.number: (line, letter.on) for letter in drafts for line in letter.lines}
    for row, (line, on) in lines.items():
        why = [
            *list_missing_for_final(line.verdict),
            *list_repetitions(line.repeats, line.shared),
            *to_come_true(line.verdict, on),
        ]
        if why:
            yield _ALL_KINDS, _DRAFTS.filled(why=joined(why, zh="；", en="; ")), row


_DRAFTS = Words("文书为草稿；{why}", "the letters are drafts; {why}")


def _describe_refusal(refusal: RefusedLine) -> OfRow:
    kind = _ALL_KINDS
    if refusal.kind is not None:
        title = KINDS[refusal.kind]
        kind = Words(f"（{title.zh}）", f" ({title.en})")
    return kind, refusal.words, refusal.line.row.number
