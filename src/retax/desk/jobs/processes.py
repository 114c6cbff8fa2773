"""The worker processes of a run: started, asked in turn, and ended with it whatever happens."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from retax.desk.exit_codes import ENDING_SIGNALS
from retax.desk.jobs.requests import Done, Failed, Halted, JobSettings, Reply, Request
from retax.desk.source import DeskError
from retax.desk.write_errors import Unwritable
from retax.words import Words

# Under the paths of this process, and nothing from the folder it was started in.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from retax.desk.jobs.worker import run_as_worker; run_as_worker()"
)


_NOT_STARTED = Words(
    "无法启动 {n} 个进程（{why}）；请减小 --jobs",
    "{n} processes cannot be started ({why}); accepted is a smaller number of --jobs",
)


class WorkerEnded(Exception):
    """A worker process ended before the run did: it crashed, or somebody killed it."""


class WorkerFailed(Exception):
    """A worker met an error of the program."""


class WorkerProcesses:
    """Worker processes, numbered from 0; each answers a request before it gets the next."""

    def __init__(self, count: int, settings: JobSettings) -> None:
        self.count = count
        self._settings = settings
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._start_all()
            for number in range(self.count):
                self._send(number, self._settings)
        # __exit__ is not called where __enter__ fails, be it by Ctrl-C.
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _start_all(self) -> None:
        try:
            for _ in range(self.count):
                with _block_signals():
                    self._processes.append(_start())
        except OSError as error:
            raise DeskError(
                _NOT_STARTED.filled(n=self.count, why=error.strerror or error)
            ) from error

    def send(self, number: int, request: Request) -> None:
        """Send a request to a worker that has answered the last one."""
        self._send(number, request)

    def _send(self, number: int, request: object) -> None:
        pipe = cast("BinaryIO", self._processes[number].stdin)
        try:
            pickle.dump(request, pipe, pickle.HIGHEST_PROTOCOL)
            pipe.flush()
        except OSError as error:
            raise self._describe_end(number) from error

    def receive(self, number: int) -> Done:
        """Return what a worker answers to its last request.

        Raises:
            DeskError: the run cannot go on, such as for want of room on the disk.
            WorkerFailed: the worker met an error of the program.
            WorkerEnded: the worker is no more.
        """
        pipe = cast("BinaryIO", self._processes[number].stdout)
        try:
            reply: Reply = pickle.load(pipe)  # noqa: S301  # from our own process
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._describe_end(number) from error
        if isinstance(reply, Halted):
            raise Unwritable(reply.words) if reply.is_unwritable else DeskError(reply.words)
        if isinstance(reply, Failed):
            failed = WorkerFailed(f"{reply.kind}: {reply.reason}")
            failed.add_note(reply.trace)
            raise failed
        return reply

    def _describe_end(self, number: int) -> WorkerEnded:
        process = self._processes[number]
        # It may have closed its pipe and live on, and wait() would wait for it.
        process.kill()
        return WorkerEnded(f"process {number + 1} of {self.count}, code {process.wait()}")

    def _end(self) -> None:
        for process in self._processes:
            process.kill()  # they hold nothing that would have to be put away
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what it was still to be sent
                    cast("Any", pipe).close()


def _start() -> subprocess.Popen[bytes]:
    # A warning that the run makes an error is one in its workers, too.
    warnings = [f"-W{option}" for option in sys.warnoptions]
    return subprocess.Popen(  # noqa: S603  # this very Python
        [sys.executable, "-P", *warnings, "-c", _PROGRAM, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a worker has to say it replies
    )


@contextmanager
def _block_signals() -> Iterator[None]:
    """Block signals within; a process started within never gets them.

    A terminal, or who stops a group of processes, sends them to the workers, too; the run alone
    answers them, and ends its workers.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
