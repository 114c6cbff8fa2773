"""``python -m retax``, and the command ``retax``: files of goods in, verdicts out."""

from __future__ import annotations

import sys

from retax.desk.command.process import run_to_its_end
from retax.desk.command.version import print_version


def main() -> int:
    """Run the command on the arguments of the program and return its exit code."""
    return run_to_its_end(_run_command, sys.argv[1:])


def _run_command() -> int:
    if sys.argv[1:] == ["--version"]:  # a bare install has no library of the command
        print_version()
        return 0
    from retax.desk.command.cli import run  # a library of the command may lack

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
