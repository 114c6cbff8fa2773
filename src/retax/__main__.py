"""``python -m retax``, and the command ``retax``: files of goods in, verdicts out."""

from __future__ import annotations

import sys

import retax
from retax.desk.command.process import run_to_its_end


def main() -> int:
    """Run the command on the arguments of the program and return its exit code."""
    return run_to_its_end(_command, sys.argv[1:])


def _command() -> int:
    if sys.argv[1:] == ["--version"]:  # answered without the libraries of the command
        sys.stdout.write(f"retax {retax.__version__}\n")
        return 0
    from retax.desk.command.cli import run  # a library of the command may lack

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
