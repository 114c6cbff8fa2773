"""Letters for a file of goods: what the command ``letter`` does."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retax import Lang, Words
from retax.desk.checking import Goods, Seen, tell_unread
from retax.desk.judged import Asked, beyond, judged, worse
from retax.desk.letters import (
    KINDS,
    Kind,
    Letter,
    Refused,
    letters_of,
    refusals_of,
    write_letters,
)
from retax.desk.letters.drafts import to_fill_in
from retax.words import joined

WITHOUT_LETTER = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are wanted: of which kinds (None: those that fit), where, and of which day."""

    folder: Path
    on: date
    kinds: Sequence[Kind] | None = None
    template: Path | None = None


def write_letters_of(goods: Goods, asked: Asked, wanted: Wanted, lang: Lang) -> int:
    """Write the letters of a file, tell which lines got none and why, and return the exit code.

    The names of the letters go to standard output, the refusals to standard error. Exit code: that
    of ``check``; 3 also where a line got no letter for want of what a letter needs.

    Raises:
        Unreadable: the file or the template cannot be read, or a letter cannot be written.
    """
    source, lines = goods.opened()
    kept = list(lines)
    tell_unread(source, lang)
    seen = Seen()
    found = list(seen.each(judged(kept, asked, beyond(kept))))
    letters = letters_of(found, on=wanted.on, kinds=wanted.kinds)
    for path in write_letters(letters, wanted.folder, wanted.template):
        print(path)
    for blank in _blanks(letters):
        print(blank.text(lang), file=sys.stderr)
    refused = refusals_of(found, kinds=wanted.kinds)
    for refusal in refused:
        print(_told(refusal).text(lang), file=sys.stderr)
    return worse(seen.code, WITHOUT_LETTER if refused else 0)


def _blanks(letters: Sequence[Letter]) -> list[Words]:
    """Say of which rows a blank makes the letters drafts."""
    verdicts = {line.row.number: line.verdict for letter in letters for line in letter.lines}
    return [
        Words("第 {row} 行：文书为草稿；{why}", "row {row}: its letters are drafts; {why}").filled(
            row=row, why=joined(blanks)
        )
        for row, verdict in verdicts.items()
        if (blanks := to_fill_in(verdict))
    ]


def _told(refusal: Refused) -> Words:
    row = refusal.line.row.number
    kind = Words("", "") if refusal.kind is None else KINDS[refusal.kind]
    return Words("第 {row} 行{kind}：{why}", "row {row}{kind}: {why}").filled(
        row=row,
        kind=Words(f"（{kind.zh}）", f" ({kind.en})") if kind.zh else kind,
        why=refusal.words,
    )
