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
from retax.desk.letters import KINDS, Kind, Refused, letters_of, refusals_of, write_letters

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
    for path in write_letters(
        letters_of(found, on=wanted.on, kinds=wanted.kinds), wanted.folder, wanted.template
    ):
        print(path)
    refused = refusals_of(found, kinds=wanted.kinds)
    for refusal in refused:
        print(_told(refusal).text(lang), file=sys.stderr)
    return worse(seen.code, WITHOUT_LETTER if refused else 0)


def _told(refusal: Refused) -> Words:
    row = refusal.line.row.number
    kind = Words("", "") if refusal.kind is None else KINDS[refusal.kind]
    return Words("第 {row} 行{kind}：{why}", "row {row}{kind}: {why}").filled(
        row=row,
        kind=Words(f"（{kind.zh}）", f" ({kind.en})") if kind.zh else kind,
        why=refusal.words,
    )
