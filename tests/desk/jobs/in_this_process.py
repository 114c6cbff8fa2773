"""The workers of a run with several jobs, in the process of the test: none is started for them."""

from __future__ import annotations

import pickle
from types import TracebackType
from typing import Any, Self

from retax.desk.jobs import worker
from retax.desk.jobs.chunk_judge import ChunkJudge
from retax.desk.jobs.requests import JobSettings, Request


def send_through(thing: Any) -> Any:
    """Return a thing as it comes out of a pipe."""
    return pickle.loads(pickle.dumps(thing))  # noqa: S301


class InThisProcess:
    """Workers that are no processes; what goes to them and comes back is pickled all the same."""

    def __init__(self, count: int, settings: JobSettings) -> None:
        self.count = count
        self.judges = [ChunkJudge(send_through(settings)) for _ in range(count)]
        self.replies: list[Any] = [None] * count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def send(self, number: int, request: Request) -> None:
        assert self.replies[number] is None, "a worker that has not answered reads nothing"
        reply = worker._answer(self.judges[number], send_through(request))
        self.replies[number] = send_through(reply)

    def receive(self, number: int) -> Any:
        reply, self.replies[number] = self.replies[number], None
        assert reply is not None, "it was asked nothing"
        return reply
