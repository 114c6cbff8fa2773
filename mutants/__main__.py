"""``python -m mutants [FILE ...]``: names the faults that no test notices."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from mutants.answering import find_groups
from mutants.made import MUTATED, SOURCE, Mutant, make_mutants
from mutants.tested import Group, Trial, Tried, try_all

LIST = Path(__file__).with_name("unnoticed.toml")
PATIENCE = 4
"""How many times its time a group of tests may take on the true module, and ten seconds."""
LONGEST = 600.0
"""Seconds a group of tests may take on the true module."""


def read_listed() -> dict[str, str]:
    """Return the mutants known to change nothing, and why."""
    entries = tomllib.loads(LIST.read_text("utf-8")).get("nothing_changes", [])
    return {mutant: entry["because"] for entry in entries for mutant in entry["mutants"]}


def make_trials(files: list[Path]) -> Iterator[Trial]:
    """Make every mutant of the files, once their tests are seen to pass on the true ones."""
    limits: dict[Group, float] = {}
    for file in files:
        groups = find_groups(file)
        unmeasured = [group for group in groups if group not in limits]
        limits.update(zip(unmeasured, _measure_limits(file, unmeasured), strict=True))
        for mutant in make_mutants(file):
            yield Trial(mutant, groups, [limits[group] for group in groups])


def _measure_limits(file: Path, groups: list[Group]) -> list[float]:
    true = Mutant(file, line=0, before="", after="", source=file.read_text("utf-8"))
    (tried,) = try_all([Trial(true, groups, [LONGEST] * len(groups))], jobs=1)
    if tried.noticed_by is not None:
        sys.exit(f"{file.name}: its tests fail without a fault: {tried.noticed_by}")
    return [PATIENCE * seconds + 10 for seconds in tried.seconds]


def print_outcome(tried: Tried, why: str | None, *, everything: bool) -> None:
    """Print what became of a mutant, if it is worth a look."""
    mutant = tried.mutant
    if tried.noticed_by is None and why is None:
        print(f"UNNOTICED  {mutant.fault}  (line {mutant.line})", flush=True)
    elif tried.noticed_by is not None and not tried.by_a_test:
        print(f"NO TEST    {mutant.fault}  {tried.noticed_by}", flush=True)
    elif everything:
        became = tried.noticed_by or f"listed: {why}"
        print(f"{sum(tried.seconds):6.1f} s  {mutant.fault}  {became}", flush=True)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="files of src/ (without: all)")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at a time (2)")
    parser.add_argument("--all", action="store_true", help="name what noticed each of the others")
    options = parser.parse_args()
    options.files = [file.resolve() for file in options.files] or list(MUTATED)
    for file in options.files:
        if file not in MUTATED:
            parser.error(
                f"{file} is not put to the test; accepted are files of law/, logic/, judge/, "
                "money/ and matching/, check.py, what reads facts and lots/overdrawn.py"
            )
    return options


def main() -> int:
    """Try the mutants of the files named, or of all; 1 where one is unnoticed and not listed."""
    options = parse_arguments()
    known = read_listed()
    all_tried: list[Tried] = []
    for tried in try_all(make_trials(options.files), options.jobs):
        all_tried.append(tried)
        print_outcome(tried, known.get(tried.mutant.fault), everything=options.all)
    unnoticed = [tried.mutant.fault for tried in all_tried if tried.noticed_by is None]
    new = [fault for fault in unnoticed if fault not in known]
    names = {file.relative_to(SOURCE).as_posix() for file in options.files}
    gone = [
        fault for fault in known if fault.partition(": ")[0] in names and fault not in unnoticed
    ]
    for fault in gone:
        print(f"NO MORE    {fault}: is noticed now, or no mutant any more")
    otherwise = sum(tried.noticed_by is not None and not tried.by_a_test for tried in all_tried)
    print(
        f"{len(all_tried)} mutants: {len(unnoticed)} unnoticed, {len(new)} of them not listed; "
        f"{otherwise} ended otherwise than by a test"
    )
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())
