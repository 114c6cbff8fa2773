"""The tests that answer for a module, run on a mutant of it in a process of its own.

Each process is forked from one that has imported what does not change, so that a mutant costs a
second rather than three; the faulty module takes the place of the true one as it is imported.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from itertools import islice
from multiprocessing import connection, get_context
from multiprocessing.context import ForkProcess
from types import FrameType, ModuleType

import dateutil.relativedelta  # noqa: F401  # imported once for all
import hypothesis
import jsonschema  # noqa: F401
import pydantic  # noqa: F401
import pytest

from mutants.made import ROOT, Mutant

MEMORY = 6 * 2**30
"""Bytes a mutant may take; one that takes more is noticed."""

_READ = ", as it was read"

Group = tuple[str, ...]
"""Files of tests that pytest runs together."""


@dataclass(frozen=True)
class Tried:
    """A mutant and the first test that noticed it; None where none did."""

    mutant: Mutant
    noticed_by: str | None
    seconds: tuple[float, ...]
    """How long each group of tests took that was run."""

    @property
    def by_a_test(self) -> bool:
        """Whether a test noticed it, not the clock, or the end of the process or of pytest."""
        return self.noticed_by is not None and ("::" in self.noticed_by or _READ in self.noticed_by)


@dataclass(frozen=True)
class Trial:
    """A mutant, the groups of tests in the order in which they are tried, and their time limits."""

    mutant: Mutant
    groups: Sequence[Group]
    limits: Sequence[float]


@dataclass(frozen=True)
class _Running:
    """A trial in its process, and where its result will come from."""

    mutant: Mutant
    process: ForkProcess
    answer: connection.Connection

    def take_result(self) -> Tried:
        """Take the result; a process that died of the fault has none."""
        try:
            noticed_by, seconds = self.answer.recv()
        except EOFError:
            noticed_by, seconds = "the end of the process", ()
        self.process.join()
        return Tried(self.mutant, noticed_by, seconds)


def try_all(trials: Iterable[Trial], jobs: int) -> Iterator[Tried]:
    """Run the trials, ``jobs`` at a time; results come as they are there."""
    waiting = iter(trials)
    running = [_start(trial) for trial in islice(waiting, jobs)]
    while running:
        # Now and then the end of a process wakes nobody who waits for it without a limit.
        for trial in [trial for trial in running if trial.answer.poll(0.02)]:
            running.remove(trial)
            yield trial.take_result()
        running += [_start(trial) for trial in islice(waiting, jobs - len(running))]


def _start(trial: Trial) -> _Running:
    fork = get_context("fork")
    answer, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_try, args=(trial, sender))
    process.start()
    sender.close()
    return _Running(trial.mutant, process, answer)


def _try(trial: Trial, sender: connection.Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.disable()  # the process does not live long
    sys.meta_path.insert(0, _Finder(trial.mutant))
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # they take longer to load than most tests
    # The same examples every time, none kept from one mutant for another, none made smaller.
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", database=None, derandomize=True, phases=phases)
    hypothesis.settings.load_profile("mutants")
    seconds: list[float] = []

    def end(noticed_by: str | None) -> None:
        sender.send((noticed_by, tuple(seconds)))
        sender.close()
        os._exit(0)  # threads of dataframe libraries are not waited for

    def end_late(number: int, frame: FrameType | None) -> None:
        del number, frame
        end("the clock")

    signal.signal(signal.SIGALRM, end_late)
    for group, limit in zip(trial.groups, trial.limits, strict=True):
        signal.setitimer(signal.ITIMER_REAL, limit)
        began = time.monotonic()
        noticed_by = _find_first_failure(group)
        seconds.append(time.monotonic() - began)
        if noticed_by is not None:
            end(noticed_by)
    end(None)


def _find_first_failure(group: Group) -> str | None:
    first = _FirstFailure()
    options = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "pytest_cov"]
    options += ["-p", "no:unraisableexception"]  # it collects garbage for longer than tests run
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of hypothesis, imported before
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        code = pytest.main([*options, *group], plugins=[first])
    return None if code == pytest.ExitCode.OK else first.name or f"pytest, which ended with {code}"


class _FirstFailure:
    """Keeps the name of the first test, or file of tests, that failed."""

    def __init__(self) -> None:
        self.name: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.name is None:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.name is None:
            self.name = f"{report.nodeid}{_READ}"


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module of a mutant in its faulty source."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname != self._mutant.module:
            return None
        loader = _Loader(self._mutant)
        return importlib.util.spec_from_file_location(fullname, self._mutant.file, loader=loader)


class _Loader(importlib.abc.SourceLoader):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def get_filename(self, fullname: str) -> str:
        del fullname
        return str(self._mutant.file)

    def get_data(self, path: str) -> bytes:
        if path != str(self._mutant.file):  # compiled code of the true module
            raise OSError(path)
        return self._mutant.source.encode()
