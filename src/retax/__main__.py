"""``python -m retax``, and the command ``retax``: files of goods in, verdicts out."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command on the arguments of the program and return its exit code."""
    try:
        from retax.desk.command import main as command
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] == "retax":
            raise
        print(missing, file=sys.stderr)
        return 2
    return command()


if __name__ == "__main__":
    sys.exit(main())
