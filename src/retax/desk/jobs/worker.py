"""The process that judges some rows of a file for a run with several jobs."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from typing import BinaryIO

from retax.desk.jobs.chunk_judge import ChunkJudge
from retax.desk.jobs.requests import Done, Failed, Halted, JobSettings, Reply, Request
from retax.desk.source import DeskError
from retax.desk.write_errors import Unwritable


def run_as_worker() -> None:
    """Answer requests from standard input on standard output until the run closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of Windows, which has no signals to block
    # Whatever a library prints would stand between two replies.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        answer_requests(sys.stdin.buffer, replies)


def answer_requests(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer the requests that follow the settings of a file, until there are no more."""
    try:
        settings: JobSettings = pickle.load(requests)  # noqa: S301  # from the run itself
        judge = ChunkJudge(settings)
        while True:
            request: Request = pickle.load(requests)  # noqa: S301
            pickle.dump(_answer(judge, request), replies, pickle.HIGHEST_PROTOCOL)
            replies.flush()
    except (EOFError, OSError):  # the run has ended
        return


def _answer(judge: ChunkJudge, request: Request) -> Reply:
    try:
        written = None if request.query is None else judge.answer(request.query)
        taken = None if request.given is None else judge.take(request.given)
    except DeskError as error:
        return Halted(error.words, isinstance(error, Unwritable))
    except Exception as error:
        # The standard error of a worker leads nowhere, so that the run has to print its traceback.
        return Failed(type(error).__name__, str(error), traceback.format_exc())
    return Done(written, taken)
