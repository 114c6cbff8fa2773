"""The answer to ``--version``, which needs no library of the command."""

from __future__ import annotations

from retax.desk.streams import print_to_stdout
from retax.judge.answer import read_version
from retax.words import both


def print_version() -> None:
    """Print the name of the command and the version of the library."""
    print_to_stdout(both(f"retax {read_version()}"), "en")
