"""How the program ends, as whoever started it sees it."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from desk.run import ENVIRONMENT
from retax.desk.command import process
from retax.desk.command.process import DEBUG, Stopped, run_to_its_end
from retax.desk.extras import MissingExtra
from retax.desk.source import DeskError
from retax.desk.streams import ReaderLeft
from retax.desk.write_errors import Unwritable
from retax.extras import write_install_line
from retax.words import both
from sizes import mark_long


def ending_in(error: BaseException) -> Callable[[], int]:
    def run() -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "printed"),
    [
        (DeskError(both("why")), 2, "why\n"),
        (MissingExtra("cli", "rich"), 2, f"the command needs rich: {write_install_line('cli')}\n"),
        (Unwritable(both("why")), 74, "why\n"),
        (ReaderLeft(), 141, ""),
        (Stopped(signal.SIGTERM), 143, "stopped (SIGTERM)\n"),
        (KeyboardInterrupt(), 130, "stopped (SIGINT)\n"),
    ],
)
def test_every_end_has_its_code_and_at_most_one_sentence(
    error: BaseException, code: int, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_to_its_end(ending_in(error), ["--lang", "en"]) == code
    assert capsys.readouterr() == ("", printed)


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (ValueError("x\x1b\ny"), "(ValueError: x\\x1b)"),
        (MemoryError(), "(MemoryError)"),
        (RecursionError("r" * 10_000), "r)"),
        (EOFError(), "(EOFError)"),
        (OSError(errno.EPIPE, "Broken pipe"), "(BrokenPipeError: "),
    ],
)
def test_a_crash_is_a_sentence_and_never_an_answer(
    error: Exception,
    part: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(DEBUG, raising=False)
    assert run_to_its_end(ending_in(error), ["--lang=en"]) == 70
    (sentence,) = capsys.readouterr().err.splitlines()
    assert part in sentence
    assert "report" in sentence
    assert DEBUG in sentence
    assert len(sentence) < 500
    assert run_to_its_end(ending_in(error), ["--lang=zh"]) == 70
    assert "请报告" in capsys.readouterr().err


def test_a_crash_shows_its_traceback_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DEBUG, "1")
    assert run_to_its_end(ending_in(ValueError("x")), []) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_unknown_language_is_reported_in_that_of_the_locale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert run_to_its_end(ending_in(Stopped(signal.SIGTERM)), ["--lang", "fr"]) == 143
    assert capsys.readouterr().err == "stopped (SIGTERM)\n"


def test_outside_the_main_thread_no_signal_is_heard() -> None:
    codes: list[int] = []
    for run in (lambda: 3, ending_in(Stopped(signal.SIGTERM))):
        thread = threading.Thread(target=lambda run=run: codes.append(run_to_its_end(run, [])))
        thread.start()
        thread.join()
    assert codes == [3, 143]


def losing_what_a_handler_raises() -> int:
    with suppress(BaseException):
        signal.raise_signal(signal.SIGTERM)
    time.sleep(60)
    return 0


def turning_it_into_an_error_of_its_own() -> int:
    try:
        signal.raise_signal(signal.SIGTERM)
    except BaseException as error:
        raise ImportError("not loaded") from error
    return 0


has_alarms = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="Windows has no alarms")


@has_alarms
@pytest.mark.parametrize("run", [losing_what_a_handler_raises, turning_it_into_an_error_of_its_own])
def test_a_signal_ends_a_run_whose_library_catches_everything(
    run: Callable[[], int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(process, "_SECONDS_TO_END_IN", 0.05)
    assert run_to_its_end(run, ["--lang", "en"]) == 143
    assert capsys.readouterr() == ("", "stopped (SIGTERM)\n")
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


@has_alarms
def test_an_alarm_that_is_not_the_timers_ends_nothing() -> None:
    def run() -> int:
        signal.raise_signal(signal.SIGALRM)
        return 3

    assert run_to_its_end(run, []) == 3


def test_without_alarms_a_signal_is_raised_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run() -> int:
        signal.raise_signal(signal.SIGTERM)
        return 0

    monkeypatch.setattr(process, "_ALARM", [])
    monkeypatch.delattr(signal, "setitimer", raising=False)
    assert run_to_its_end(run, ["--lang", "en"]) == 143
    assert capsys.readouterr().err == "stopped (SIGTERM)\n"


def test_signals_are_heard_within_and_left_as_they_were() -> None:
    def run() -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        return 0

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert run_to_its_end(lambda: signal.getsignal(signal.SIGINT) == signal.SIG_IGN, []) == 1
        assert run_to_its_end(run, []) == 143
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGINT, before)


# -- the program ----------------------------------------------------------------------------

SHELL = f"{sys.executable} -W error -m retax"
ROW = json.dumps({"supervision_code": "9610"}) + "\n"
OTHER_FORMATS = ("note", "json", "csv")


def shell(line: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    # bash warns of a locale that is not installed
    environment = {**os.environ, **ENVIRONMENT, "LC_ALL": "C.UTF-8", **env}
    environment.pop(DEBUG)
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("retax", SHELL, 1)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=cwd,
        check=False,
        timeout=60,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "goods.jsonl").write_text(ROW * 200)
    return tmp_path


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@needs_full
@pytest.mark.parametrize("unbuffered", ["", *mark_long(["1"])])
@pytest.mark.parametrize("format_", ["table", "jsonl", *mark_long(OTHER_FORMATS)])
def test_a_full_disk_is_one_sentence(folder: Path, format_: str, unbuffered: str) -> None:
    line = f"retax check goods.jsonl --format {format_} > /dev/full"
    done = shell(line, folder, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (74, "无法写入标准输出：磁盘空间不足\n")


@needs_full
@pytest.mark.parametrize(
    "line",
    [
        "retax check goods.jsonl --format jsonl >&-",
        "retax law > /dev/full",
        "retax check --help > /dev/full",
        "retax --version >&-",
        *mark_long(
            (
                "retax check goods.jsonl --format table >&-",
                "retax deadlines goods.jsonl > /dev/full",
                "retax schema goods >&-",
            )
        ),
    ],
)
def test_an_output_that_takes_nothing_is_one_sentence(folder: Path, line: str) -> None:
    done = shell(line, folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (74, 1)
    assert "标准输出" in done.stderr


@needs_full
@pytest.mark.parametrize("stderr", ["2>&-", *mark_long(["2>/dev/full"])])
def test_where_nothing_can_be_printed_the_exit_code_still_counts(folder: Path, stderr: str) -> None:
    for line, code in (
        ("retax check none.json", 2),
        ("retax check goods.jsonl -o v.csv", 3),
        ("retax law >&-", 74),
    ):
        done = shell(f"{line} {stderr}", folder)
        assert (done.returncode, done.stderr) == (code, "")


def test_a_closed_input_is_one_sentence(folder: Path) -> None:
    done = shell("retax check - <&-", folder)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert shell("retax check goods.jsonl <&- >/dev/null", folder).returncode == 3


def test_with_standard_output_closed_a_file_is_still_written(folder: Path) -> None:
    done = shell("retax check goods.jsonl -o v.jsonl >&-", folder)
    assert done.returncode == 3
    assert len((folder / "v.jsonl").read_text("utf-8").splitlines()) == 200


@pytest.mark.parametrize("unbuffered", ["", *mark_long(["1"])])
@pytest.mark.parametrize("format_", ["table", "jsonl"])
def test_a_reader_that_leaves_is_no_clean_end(folder: Path, format_: str, unbuffered: str) -> None:
    line = f"retax check goods.jsonl --format {format_} | head -c 1"
    done = shell(line, folder, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(
    "line",
    [
        "retax check - < goods.jsonl",
        "retax letter goods.jsonl",
        *mark_long(("retax check goods.jsonl", "retax deadlines goods.jsonl --ics x.ics")),
    ],
)
def test_answers_are_not_added_to_the_file_that_is_read(folder: Path, line: str) -> None:
    before = (folder / "goods.jsonl").read_bytes()
    done = shell(f"{line} >> goods.jsonl", folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert (folder / "goods.jsonl").read_bytes() == before


@needs_full
def test_an_output_named_may_be_a_device(folder: Path) -> None:
    done = shell("retax check goods.jsonl --format xlsx -o /dev/null", folder)
    assert done.returncode == 3
    done = shell("retax check goods.jsonl --format xlsx -o /dev/full", folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (74, 1)
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("name", ["v.jsonl", "v.csv", "v.xlsx"])
def test_a_run_that_is_stopped_leaves_the_older_file_and_nothing_else(
    tmp_path: Path, number: int, code: int, name: str
) -> None:
    (tmp_path / name).write_text("old")
    command = [*SHELL.split(), "check", "-", "--input", "jsonl", "-o", name]
    environment = {**os.environ, **ENVIRONMENT, "LC_ALL": "en_GB.UTF-8"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(ROW.encode())
        running.stdin.flush()
        wait_for(lambda: hears(running.pid, signal.SIGTERM))
        if name == "v.jsonl":  # of the others the whole is read before any of it is written
            wait_for(lambda: any(tmp_path.glob(".retax-*.part")))
        running.send_signal(number)
        assert running.wait(60) == code
        # Stopped within an import, Python itself remarks on the file of the module before.
        *_, last = running.stderr.read().decode().splitlines()
        assert last == f"stopped ({signal.Signals(number).name})"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "old"


def hears(process: int, number: int) -> bool:
    """Say whether a process has a handler of its own for a signal."""
    status = Path(f"/proc/{process}/status").read_text()
    (caught,) = (line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) & 1 << (number - 1))


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_run_that_ends_well_flushes_what_it_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "utf-8"))

    def run() -> int:
        print("said")
        return 3

    assert run_to_its_end(run, []) == 3
    assert raw.getvalue() == f"said{os.linesep}".encode()
