"""Several processes answer as one does: the same bytes, the same sentences, the same code."""

from __future__ import annotations

import csv
import io
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import pytest
import xlsxwriter

import samples
from desk.jobs.in_this_process import InThisProcess
from desk.run import ENVIRONMENT, Done, run
from retax import check
from retax.desk.jobs import judge_here, processes, worker
from retax.desk.jobs.chunk_judge import ChunkJudge
from retax.desk.jobs.requests import JobSettings, Query, Request
from retax.desk.judging.judge import JudgeOptions
from retax.desk.readers import json as readers_json
from retax.desk.readers.json import read_json_lines
from retax.desk.source import DeskError, Row
from retax.desk.write_errors import Unwritable
from retax.desk.writers.json import InJson
from retax.words import both
from sizes import mark_long

LINE = {"export_entry": samples.LIST_NUMBER, "export_item": 1, "exported_quantity": 3}
MONEY = {"dutiable_value": "1000.10", "duty_rate": "10%", "vat_rate": "13%"}


def make_rows() -> list[dict[str, Any]]:
    """Return rows of every kind, those of one export line far apart."""
    good = dict(check(samples.ELIGIBLE).to_dict()["facts"])
    others: list[Mapping[str, Any]] = [
        {"returned_quantity": 2, **LINE, **MONEY},
        {"reason": "lost"},
        {"return_declared_on": "2026-09-05"},  # a day off, or a settled question
        {"reason": "recall", **MONEY},
        {"returned_on": None, "return_declared_on": None},
        {"returned_quantity": 2, **LINE},
        {"export_refund": None, **MONEY, "vat_rate": "a lot"},
        {"parts_added": True},
        {"returned_quantity": 1, **LINE, "export_item": None},
        {**LINE, "export_item": 2, "returned_quantity": 4},
        {**LINE, "export_item": 3},
        {**LINE, "export_item": 3, "returned_quantity": 1},
        {"declared_on": "2028-02-01"},
        {"returned_quantity": 2, **LINE, "returned_on": "2026-04-01"},
        {"reference": "\ud800 \x1b[31m =1+1"},
        {"note": "外壳破损"},
    ]
    rows = [{**good, "reference": f"R-{n}", **change} for n, change in enumerate(others)]
    return [*rows, {}, *rows[:4]]


ROWS = make_rows()
NAMES = ["reference", *dict.fromkeys(name for row in ROWS for name in row if name != "reference")]


def write_json_lines(folder: Path) -> Path:
    texts = [json.dumps(row) for row in ROWS]
    texts[3:3] = ["no JSON", "", "[1]", '{"use": 1, "use": 2}']
    file = folder / "goods.jsonl"
    file.write_text("\n".join(texts) + "\n", "utf-8")
    return file


def write_json(folder: Path) -> Path:
    file = folder / "goods.json"
    file.write_text(json.dumps(ROWS), "utf-8")
    return file


def list_cells() -> Iterator[list[str]]:
    yield [*NAMES, "柜号"]
    for number, row in enumerate(ROWS[:14]):  # no cell can hold half a character
        yield [
            *("" if row.get(name) is None else str(row[name]) for name in NAMES),
            f"G{number}",
        ]


def write_csv(folder: Path) -> Path:
    file = folder / "goods.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([*list_cells(), ["合计", *[""] * len(NAMES)]])
    return file


def write_workbook(folder: Path) -> Path:
    file = folder / "goods.xlsx"
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        for place, cells in enumerate(list_cells()):
            sheet.write_row(place, 0, cells)
    return file


OPTIONS = ("--settle", "reason:recall=lenient", "--days-off", "2026", "--as-of", "2026-08-31")

Writer = Callable[[Path], Path]


class Untimed(dict[str, bytes]):
    """The parts of a workbook but the one that tells when it was written."""

    @classmethod
    def read(cls, file: Path) -> Self:
        with zipfile.ZipFile(file) as parts:
            return cls(
                {name: parts.read(name) for name in parts.namelist() if "docProps/core" not in name}
            )


def check_file(file: Path, name: str, *options: str) -> tuple[Done, object]:
    """Return what a run says and what it writes."""
    output = file.with_name(name)
    done = run("check", file, "-o", output, *options)
    if output.suffix == ".xlsx":
        return done, Untimed.read(output)
    return done, output.read_bytes()


# -- the same bytes -------------------------------------------------------------------------

INPUTS = (write_json_lines, write_json, write_csv, write_workbook)
OUTPUTS = ("v.jsonl", "v.json", "v.csv", "v.xlsx")


@pytest.mark.parametrize("write", INPUTS)
@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize(
    "options", [OPTIONS, *mark_long([("--default", "use=unused", "--lang", "en")])], ids=" ".join
)
def test_whatever_the_edges_of_chunks_the_answers_are_those_of_one_process(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Writer,
    name: str,
    options: tuple[str, ...],
) -> None:
    monkeypatch.setattr(processes, "WorkerProcesses", InThisProcess)
    file = write(tmp_path)
    alone = check_file(file, name, *options)
    assert "超量：" in alone[0].err or "too many: " in alone[0].err
    for rows, jobs in ((1, "3"), (2, "2"), (4, "5")):
        monkeypatch.setattr(judge_here, "ROWS_AT_ONCE", rows)
        monkeypatch.setattr(readers_json, "_BYTES_OF_A_BATCH", rows * 500)
        monkeypatch.setattr("retax.desk.judging.kept_rows.IN_MEMORY", rows)
        assert check_file(file, name, *options, "--jobs", jobs) == alone


@pytest.mark.parametrize("options", [("--format", "note"), ("--format", "table"), ("--brief",)])
@pytest.mark.parametrize("write", INPUTS)
def test_whatever_the_form_the_answers_are_those_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Writer, options: tuple[str, ...]
) -> None:
    monkeypatch.setattr(processes, "WorkerProcesses", InThisProcess)
    file = write(tmp_path)
    assert run("check", file, *options, "--jobs", "2") == run("check", file, *options)


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_json_lines, "v.jsonl"),
        (write_workbook, "v.xlsx"),
        *(
            pytest.param(write, name, marks=pytest.mark.long)
            for write in INPUTS
            for name in OUTPUTS
        ),
    ],
)
def test_processes_answer_as_one_does(tmp_path: Path, write: Writer, name: str) -> None:
    file = write(tmp_path)
    assert check_file(file, name, *OPTIONS, "--jobs", "2") == check_file(file, name, *OPTIONS)


@pytest.mark.parametrize("kind", [(), ("--input", "csv")])
def test_standard_input_is_answered_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: tuple[str, ...]
) -> None:
    monkeypatch.setattr(processes, "WorkerProcesses", InThisProcess)
    monkeypatch.setattr(judge_here, "ROWS_AT_ONCE", 2)
    files = [write_csv] if kind else [write_json, write_json_lines]
    for file in files:
        given = file(tmp_path).read_bytes()
        alone = run("check", "-", *kind, stdin=given)
        assert run("check", "-", *kind, "--jobs", "2", stdin=given) == alone
        assert len(alone.objects()) > 10


def test_rows_before_a_file_breaks_off_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "WorkerProcesses", InThisProcess)
    monkeypatch.setattr(judge_here, "ROWS_AT_ONCE", 2)
    headings, *rows = list_cells()
    broken = [headings, *rows * 20, ['"', *[""] * len(NAMES)]]
    given = "\n".join(",".join(cells) for cells in broken).encode()
    alone = run("check", "-", "--input", "csv", stdin=given)
    assert alone.code == 2
    assert len(alone.err.splitlines()) == 1
    assert len(alone.objects()) == len(broken) - 2
    assert run("check", "-", "--input", "csv", "--jobs", "2", stdin=given) == alone


# -- lines as far as they are at hand -------------------------------------------------------


class InPieces(io.BytesIO):
    """A stream that gives what was written at once, and no more."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__()
        self.pieces = list(pieces)

    def read1(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        piece = self.pieces.pop(0) if self.pieces else b""
        if len(piece) > size:
            self.pieces.insert(0, piece[size:])
        return piece[:size]


def list_batches(*pieces: bytes) -> list[tuple[list[int], bool]]:
    batches = read_json_lines(InPieces(*pieces)).batches
    assert batches is not None
    return [([number for number, _ in batch.lines], batch.is_more_at_hand) for batch in batches]


def test_a_batch_ends_where_no_further_line_is_at_hand() -> None:
    assert list_batches(b"{}\n{}\n", b"{", b"}\n", b"\n{}") == [
        ([1, 2], False),
        ([3], False),
        ([5], False),
    ]
    assert list_batches(b"\n\n") == []
    assert list_batches(b"{}\n\n", b"{}\n") == [([1], False), ([3], False)]


def test_a_line_that_may_follow_at_once_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers_json, "_BYTES_AT_ONCE", 4)
    # The block ends within a line, which whoever writes it goes on with.
    assert list_batches(b"{}\n{", b"}\n") == [([1, 2], False)]
    # It ends with a line: nobody need write another before this one is answered.
    assert list_batches(b"{ }\n", b"{ }\n") == [([1], False), ([2], False)]


def test_the_rest_of_a_line_that_is_too_long_is_no_further_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers_json, "_MOST_BYTES_OF_A_LINE", 4)
    assert list_batches(b"{          }\n", b"{}\n") == [([1], False), ([2], False)]


def test_a_batch_ends_at_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers_json, "_BYTES_OF_A_BATCH", 6)
    assert list_batches(b"{}\n" * 5) == [([1, 2], True), ([3, 4], True), ([5], False)]


@pytest.mark.parametrize("at_once", [1, 7, 8192])
def test_lines_of_a_batch_are_those_of_a_file_read_line_by_line(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(readers_json, "_BYTES_AT_ONCE", at_once)
    monkeypatch.setattr(readers_json, "_MOST_BYTES_OF_A_LINE", 20)
    given = b'\xef\xbb\xbf{}\r\n \n{"use": "unused"}\n{"note": "%s"}\n[]\nx' % (b"n" * 50)
    batches = read_json_lines(io.BytesIO(given)).batches
    assert batches is not None
    rows = [readers_json.read_line(*line) for batch in batches for line in batch.lines]
    assert rows == list(read_json_lines(io.BytesIO(given)).rows)
    assert [row.number for row in rows] == [1, 3, 4, 5, 6]


def test_json_lines_pass_one_by_one_through_several_processes() -> None:
    with start("check", "-", "--jobs", "2") as running:
        for number, row in enumerate((*ROWS[:3], {}), start=1):
            running.stdin.write(json.dumps(row).encode() + b"\n")
            running.stdin.flush()
            answer = json.loads(running.stdout.readline())  # before the next is sent
            assert answer["row"] == number
        running.stdin.close()
        assert running.wait(60) == 2


# -- the processes --------------------------------------------------------------------------


def start(*arguments: str, cwd: Path | None = None) -> Any:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "retax", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env={**os.environ, **ENVIRONMENT, "LC_ALL": "en_GB.UTF-8"},
    )


def wait_for(condition: Callable[[], Any]) -> Any:
    end = time.monotonic() + 60
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


def list_workers(of: int) -> list[int]:
    """Return the processes a process has started that are at work."""
    children = Path(f"/proc/{of}/task/{of}/children").read_text().split()
    at_work = []
    for child in children:
        try:
            status = Path(f"/proc/{child}/status").read_text()
        except FileNotFoundError:
            continue
        if not re.search(r"State:\s+Z", status):
            at_work.append(int(child))
    return at_work


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="there is no /proc to look into"
)

ENDS = [(signal.SIGTERM, 143), (signal.SIGINT, 130)]


@needs_proc
@pytest.mark.parametrize(("number", "code"), ENDS)
@pytest.mark.parametrize("is_sent_to_all", [True, False])
@pytest.mark.parametrize("name", ["v.jsonl", *mark_long(["v.csv", "v.xlsx"])])
def test_a_run_that_is_stopped_ends_its_processes_and_leaves_no_part(
    tmp_path: Path, number: int, code: int, is_sent_to_all: bool, name: str
) -> None:
    (tmp_path / name).write_text("old")
    options = ("--input", "jsonl", "--jobs", "2", "-o", name)
    with start("check", "-", *options, cwd=tmp_path) as running:
        running.stdin.write(json.dumps(ROWS[0]).encode() + b"\n")
        running.stdin.flush()
        workers = wait_for(lambda: len(found := list_workers(running.pid)) == 2 and found)
        if name == "v.jsonl":
            wait_for(lambda: any(tmp_path.glob(".retax-*.part")))
        if is_sent_to_all:  # as a terminal does
            for process in workers:
                os.kill(process, number)
        running.send_signal(number)
        assert running.wait(60) == code
        *_, last = running.stderr.read().decode().splitlines()
        assert last == f"stopped ({signal.Signals(number).name})"
    assert not [process for process in workers if Path(f"/proc/{process}").exists()]
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "old"


@needs_proc
def test_a_run_that_is_killed_leaves_no_process_behind() -> None:
    with start("check", "-", "--jobs", "2") as running:
        running.stdin.write(json.dumps(ROWS[0]).encode() + b"\n")
        running.stdin.flush()
        assert running.stdout.readline()
        workers = list_workers(running.pid)
        assert len(workers) == 2
        running.kill()
        running.wait(60)
    wait_for(lambda: not [process for process in workers if Path(f"/proc/{process}").exists()])


@needs_proc
@pytest.mark.parametrize("debug", [True, False])
def test_a_process_that_is_killed_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    monkeypatch.setitem(ENVIRONMENT, "RETAX_DEBUG", "1" if debug else "")
    with start("check", "-", "--jobs", "2") as running:
        running.stdin.write(json.dumps(ROWS[0]).encode() + b"\n")
        running.stdin.flush()
        assert running.stdout.readline()
        for process in list_workers(running.pid):
            os.kill(process, signal.SIGKILL)
        _, said = running.communicate(json.dumps(ROWS[0]).encode() + b"\n", timeout=60)
        assert running.returncode == 70
    *before, sentence = said.decode().splitlines()
    assert re.search(r"WorkerEnded: process \d of 2, code -?\d+", sentence)
    assert bool(before) == debug


def test_a_reader_that_leaves_is_no_clean_end() -> None:
    with start("check", "-", "--jobs", "2") as running:
        running.stdout.close()
        running.stdin.write(json.dumps(ROWS[0]).encode() + b"\n")
        running.stdin.close()
        assert running.wait(60) == 141
        assert running.stderr.read() == b""


def test_too_many_processes_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    done = run("check", "-", "--jobs", "200", stdin=b"{}")
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "200 个进程" in done.err
    assert "--jobs" in done.err


def test_where_the_system_blocks_no_signals_processes_answer_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    assert run("check", "-", "--jobs", "1", stdin=b"{}") == run("check", "-", stdin=b"{}")
    assert run("check", "-", "--jobs", "2", stdin=b"{}") == run("check", "-", stdin=b"{}")


# -- what a worker answers ------------------------------------------------------------------

SETTINGS = JobSettings(JudgeOptions())
ASKED = Query({}, InJson("en"))


def exchange(*requests: object) -> list[Any]:
    """Return what a worker answers to requests."""
    given, replies = io.BytesIO(b"".join(map(pickle.dumps, requests))), io.BytesIO()
    worker.answer_requests(given, replies)
    replies.seek(0)
    found = []
    while replies.tell() < len(replies.getvalue()):
        found.append(pickle.load(replies))  # noqa: S301  # our own
    return found


def test_a_worker_answers_what_it_took_and_ends_with_the_run() -> None:
    taken, written, last = exchange(
        SETTINGS,
        Request(None, [(7, b"{}")]),
        Request(ASKED, [Row(8, {"use": "x"})]),
        Request(ASKED, None),
    )
    assert (taken.written, taken.taken.rows) == (None, 1)
    ((result, text),) = written.written
    assert (result.number, result.result, result.code) == (7, "needs_facts", 3)
    assert json.loads(text)["row"] == 7
    ((result, _),) = last.written
    assert (result.number, result.result, result.code, last.taken) == (8, "unreadable", 2, None)
    assert exchange() == []


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (Unwritable(both("full")), Unwritable, "full"),
        (DeskError(both("why")), DeskError, "why"),
        (KeyError("k"), processes.WorkerFailed, "KeyError: 'k'"),
    ],
)
def test_what_stops_a_worker_stops_the_run(
    monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception], message: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(ChunkJudge, "take", fail)
    (reply,) = exchange(SETTINGS, Request(None, []))
    with processes.WorkerProcesses(1, SETTINGS) as workers:
        monkeypatch.setattr(pickle, "load", lambda _: reply)
        with pytest.raises(kind) as raised:
            workers.receive(0)
    assert type(raised.value) is kind
    assert str(raised.value) == message
    if kind is processes.WorkerFailed:
        assert "raise error" in raised.value.__notes__[0]


def test_a_worker_that_is_no_more_can_neither_be_sent_to_nor_heard() -> None:
    with processes.WorkerProcesses(2, SETTINGS) as workers:
        for process in workers._processes:
            process.kill()
            process.wait()
        with pytest.raises(processes.WorkerEnded, match=r"process 2 of 2, code -?\d+"):
            workers.receive(1)
        with pytest.raises(processes.WorkerEnded, match=r"process 1 of 2, code -?\d+"):
            workers.send(0, Request(None, [(1, b"{}")]))


def test_a_worker_speaks_of_nothing_but_its_replies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = tmp_path / "requests"
    requests.write_bytes(b"".join(map(pickle.dumps, (SETTINGS, Request(None, [(1, b"{}")])))))
    replies = tmp_path / "replies"
    before = signal.getsignal(signal.SIGINT)
    try:
        with requests.open() as given, replies.open("w") as out:
            monkeypatch.setattr(sys, "stdin", given)
            monkeypatch.setattr(sys, "stdout", out)
            worker.run_as_worker()
            print("a library prints")
    finally:
        signal.signal(signal.SIGINT, before)
    with replies.open("rb") as found:
        assert pickle.load(found).taken.rows == 1  # noqa: S301
        assert found.read() == b""


def test_a_worker_loads_nothing_from_the_folder_it_is_started_in(tmp_path: Path) -> None:
    for name in ("pickle.py", "retax.py", "subprocess.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong one')")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "retax", "check", "-", "--jobs", "2"],
        input=b"{}",
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, **ENVIRONMENT},
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (3, b"")
