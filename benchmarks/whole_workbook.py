"""A workbook of returns judged: the whole command beside a script with pandas.

    python benchmarks/whole_workbook.py [ROWS]

Both read the same workbook and write another with their verdicts; each is a process of its own, in
turn. Their statuses are compared in the first round. retax also checks every cell, says what
decided, and draws a summary. Processor time; quote the ratio, machines are noisy.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "examples"))

from made_up_parcels import make_parcels  # noqa: E402

from retax.desk.layout import GOODS  # noqa: E402
from retax.facts.catalogue import NAMES, format_value  # noqa: E402

ROWS = 100_000
ROUNDS = 3
GOAL = 0.8


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        returns = Path(folder, "returns.xlsx")
        write_returns(returns, rows)
        commands = {
            "retax": ["-m", "retax", "check", str(returns), "-o", f"{folder}/retax.xlsx"],
            "pandas": [
                str(HERE / "workbooks" / "pandas_by_hand.py"),
                str(returns),
                f"{folder}/pandas.xlsx",
            ],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS):
            for name, command in commands.items():
                seconds[name].append(measure_command([sys.executable, *command]))
            if number == 0:
                compare(Path(folder, "retax.xlsx"), Path(folder, "pandas.xlsx"), rows)
        medians = {name: statistics.median(taken) for name, taken in seconds.items()}
        for name, median in medians.items():
            print(f"{name:<8}{median:>7.1f} s   {rows / median:>8,.0f} rows/s")
        ratio = statistics.median(
            retax / script for retax, script in zip(*seconds.values(), strict=True)
        )
        print(f"retax takes {ratio:.2f} × the script (goal {GOAL} ×)")


def measure_command(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode < 4, done.stderr.decode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(retax: Path, script: Path, rows: int) -> None:
    statuses = [
        pd.read_excel(file, GOODS.zh, usecols=["结论"], engine="calamine")["结论"].tolist()
        for file in (retax, script)
    ]
    assert len(statuses[0]) == rows
    assert statuses[0] == statuses[1]


def write_returns(file: Path, rows: int) -> None:
    frame = make_parcels(rows)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet()
        headings = [*(NAMES[name].label.zh for name in frame.columns), "柜号"]
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(frame.iter_rows(named=True), start=1):
            for column, (name, value) in enumerate(row.items()):
                if isinstance(value, date):
                    midnight = datetime(value.year, value.month, value.day)
                    sheet.write_datetime(number, column, midnight, day)
                elif value is not None:
                    sheet.write_string(number, column, format_value(name, value).zh)
            sheet.write_string(number, len(headings) - 1, f"G{number % 97}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
