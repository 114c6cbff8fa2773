"""Letters for customs: what the enterprise signs, and the list of papers that goes with it.

``group_letters`` makes one letter of each kind for an enterprise and an export entry, of all its
lines; ``list_refusals`` says which lines got none, and why; ``write_letters`` writes them as .docx.
A letter states only facts that were given: no presumption, and no reading of the law or doubt but
in the consultation that asks customs about it. Those belong to ``Verdict.explain()``, the internal
opinion.
"""

from retax.desk.letters.docx import write_letters
from retax.desk.letters.fields import FIELDS
from retax.desk.letters.kinds import KINDS, LetterKind
from retax.desk.letters.letter import (
    NOBODY,
    Contact,
    Letter,
    LetterLine,
    group_letters,
    list_refusals,
)
from retax.desk.letters.refusals import RefusedLine

__all__ = [
    "FIELDS",
    "KINDS",
    "NOBODY",
    "Contact",
    "Letter",
    "LetterKind",
    "LetterLine",
    "RefusedLine",
    "group_letters",
    "list_refusals",
    "write_letters",
]
