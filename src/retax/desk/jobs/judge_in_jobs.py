"""Rows given to worker processes in turn; what counts for the whole file is added up here.

Chunk after chunk goes to the next worker, and comes back in the same order: what a file says of a
row, and every byte that is written, is the same whatever the number of workers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, cast

from retax.desk.jobs.judge_here import cut_in_chunks
from retax.desk.jobs.processes import WorkerProcesses
from retax.desk.jobs.requests import Given, Query, Request, Taken
from retax.desk.judging.row_result import WrittenRow
from retax.desk.source import Source
from retax.desk.writers.json_as_table import GivenNames
from retax.desk.writers.row_forms import RowForm
from retax.lots.overdrawn import NOTHING_SHOWN, ExportLines, RunningLines, Shown

# -- a stream ---------------------------------------------------------------------------------


class GivenBatch(NamedTuple):
    """Rows of a stream, and whether more of them follow without waiting."""

    rows: Given
    is_more_at_hand: bool


def read_batches(source: Source) -> Iterator[GivenBatch]:
    """Return the rows of a stream in batches; JSON Lines as lines, as far as they are at hand.

    Raises:
        DeskError: as reading its rows does.
    """
    if source.batches is not None:
        for lines, is_more_at_hand in source.batches:
            yield GivenBatch(lines, is_more_at_hand)
    else:
        for rows in cut_in_chunks(source.rows):
            yield GivenBatch(rows, is_more_at_hand=True)


class StreamInJobs:
    """Judges the rows of a stream, each with what the rows before it return.

    A worker has two chunks at a time: with a new one it gets what the rows before show of its last
    one, which it judges then. Where no more rows are at hand, all that were read are answered
    before the stream is waited for.
    """

    def __init__(self, workers: WorkerProcesses, form: RowForm) -> None:
        self._workers = workers
        self._form = form
        self._lines = RunningLines()
        self._idle = deque(range(workers.count))
        self._busy: deque[int] = deque()

    def judge(self, batches: Iterable[GivenBatch]) -> Iterator[list[WrittenRow]]:
        """Judge the rows of batches in order; what was read before an error is answered first."""
        batches = iter(batches)
        while True:
            try:
                batch = next(batches, None)
            except Exception:
                yield self._finish_all()
                raise
            if batch is None:
                break
            yield self._push(batch.rows)
            if not batch.is_more_at_hand:
                yield self._finish_all()
        yield self._finish_all()

    def _push(self, rows: Given) -> list[WrittenRow]:
        """Give rows to the next worker; return what it answers to those of the last time."""
        written: list[WrittenRow] = []
        query = None
        if self._idle:
            worker = self._idle.popleft()
        else:
            worker = self._busy.popleft()
            written, query = self._receive(worker)
        self._workers.send(worker, Request(query, rows))
        self._busy.append(worker)
        return written

    def _receive(self, worker: int) -> tuple[list[WrittenRow], Query | None]:
        """Return what a worker has answered, and the query on the rows it has taken."""
        written, taken = self._workers.receive(worker)
        query = None if taken is None else Query(self._add_up(taken), self._form)
        return written or [], query

    def _add_up(self, taken: Taken) -> dict[int, Shown]:
        shown = {at: self._lines.add(part, part.number) for at, part in taken.parts}
        return {at: found for at, found in shown.items() if found != NOTHING_SHOWN}

    def _finish_all(self) -> list[WrittenRow]:
        """Return the answers to all rows that were given and not answered yet."""
        written: list[WrittenRow] = []
        for worker in self._busy:
            answered, query = self._receive(worker)
            written += answered
            self._workers.send(worker, Request(query, None))
        for worker in self._busy:
            answered, _ = self._receive(worker)
            written += answered
        self._idle += self._busy
        self._busy.clear()
        return written


# -- a file as a whole ------------------------------------------------------------------------


class FileInJobs:
    """The rows of a file, held by the workers until all of them have been read.

    ``count``: how many there are. ``has_amounts``: whether some row tells amounts.
    """

    def __init__(self, workers: WorkerProcesses, chunks: Iterable[Given]) -> None:
        """Give all rows to the workers, chunk by chunk."""
        self.count = 0
        self.has_amounts = False
        self._workers = workers
        self._names = GivenNames()
        self._export_lines = ExportLines()
        self._counts: list[int] = []
        given = 0
        for chunk in chunks:
            worker = given % workers.count
            if given >= workers.count:
                self._note(worker)
            workers.send(worker, Request(None, chunk))
            given += 1
        for turn in range(len(self._counts), given):
            self._note(turn % workers.count)

    def _note(self, worker: int) -> None:
        """Note what a worker says of the rows it has taken, which follow those noted last."""
        taken = cast("Taken", self._workers.receive(worker).taken)  # what it was sent for
        for at, part in taken.parts:
            self._export_lines.add(self.count + at, part, part.number)
        self._names.add(taken.names)
        self.has_amounts |= taken.carry_amounts
        self.count += taken.rows
        self._counts.append(taken.rows)

    def choose_columns(self) -> tuple[str, ...]:
        """Return the columns for what rows of JSON give."""
        return self._names.choose_columns()

    def write(self, form: RowForm) -> Iterator[WrittenRow]:
        """Judge the rows, once, and write each in a form."""
        workers = self._workers
        requests = (Request(query, None) for query in self._list_queries(form))
        for worker, request in enumerate(islice(requests, workers.count)):
            workers.send(worker, request)
        for turn in range(len(self._counts)):
            worker = turn % workers.count
            written = cast("list[WrittenRow]", workers.receive(worker).written)
            # Sent before the rows are passed on, so that the worker judges while they are written.
            for request in islice(requests, 1):
                workers.send(worker, request)
            yield from written

    def _list_queries(self, form: RowForm) -> Iterator[Query]:
        shown = _leave_out_rows(self._export_lines.find_shown())
        start = 0
        for rows in self._counts:
            places = [at for at in range(rows) if start + at in shown]
            yield Query({at: shown[start + at] for at in places}, form)
            start += rows


def _leave_out_rows(shown: Mapping[int, Shown]) -> dict[int, Shown]:
    """Return what is shown of rows without the rows of each line, which may be many thousands."""
    return {
        at: found
        if found.overdrawn is None
        else replace(found, overdrawn=replace(found.overdrawn, rows=()))
        for at, found in shown.items()
    }
