"""Uses retax as it is installed: ``python installed.py EXTRA`` does what that extra is for.

The names of the functions are those of the extras.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import retax

COMMAND = Path(sys.executable).with_name("retax")
GOODS = {"监管方式代码": "9610", "出口申报日期": "2026-03-05", "退运原因": "召回"}


def library() -> None:
    """Check one line, and read the package's own version from the command."""
    assert retax.check(GOODS).status == "needs_facts"
    said = subprocess.run([COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"retax {retax.__version__}\n"
    print(said.stdout, end="")


def cli() -> None:
    """Check a file of JSON Lines with the command."""
    answered = run("check", "-", "--format", "jsonl", given=json.dumps(GOODS))
    assert json.loads(answered)["status"] == "needs_facts"


def excel() -> None:
    """Write the blank workbook."""
    from retax.desk import write_template

    write_template(Path("goods.xlsx"))
    assert Path("goods.xlsx").stat().st_size > 1000


def docx() -> None:
    """Reach what writes letters."""
    from retax.desk import write_letters

    assert callable(write_letters)


def calendar() -> None:
    """Ask for the rest days of a year."""
    from retax.desk.calendar import days_off

    assert date(2026, 10, 1) in days_off(2026)


def frames() -> None:
    """Check a table."""
    import polars as pl

    assert retax.check_frame(pl.DataFrame([GOODS]))["retax_status"].to_list() == ["needs_facts"]


def desk() -> None:
    """Go from the blank workbook to letters and reminders."""
    cli()
    run("template", "-o", "blank.xlsx")
    run("check", "blank.xlsx", "-o", "verdicts.xlsx")
    assert Path("verdicts.xlsx").stat().st_size > 1000
    for use in (excel, docx, calendar, frames):
        use()


def run(*arguments: str, given: str | None = None) -> str:
    """Run the command and return what it prints; 0 to 3 tell how the lines came out."""
    done = subprocess.run(
        [COMMAND, *arguments], input=given, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode in (0, 1, 2, 3), done
    return done.stdout


USES: dict[str, Callable[[], None]] = {
    use.__name__: use for use in (cli, excel, docx, calendar, frames, desk)
}

if __name__ == "__main__":
    library()
    if sys.argv[1]:
        USES[sys.argv[1]]()
    print(f"works: {sys.argv[1] or 'the library alone'}")
