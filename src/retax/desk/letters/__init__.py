"""Letters for customs: what the enterprise signs, and the list of papers that goes with it.

``letters_of`` makes one letter of each kind for an enterprise and an export entry, of all its
lines; ``refusals_of`` says which lines got none, and why; ``write_letters`` writes them as .docx.
A letter states only facts that were given: no reading of the law, no doubt, no presumption. Those
belong to ``Verdict.explain()``, the internal opinion.
"""

from retax.desk.letters.fields import FIELDS
from retax.desk.letters.kinds import KINDS, Kind
from retax.desk.letters.letter import Letter, Line, letters_of, refusals_of
from retax.desk.letters.refused import Refused
from retax.desk.letters.written import write_letters

__all__ = [
    "FIELDS",
    "KINDS",
    "Kind",
    "Letter",
    "Line",
    "Refused",
    "letters_of",
    "refusals_of",
    "write_letters",
]
