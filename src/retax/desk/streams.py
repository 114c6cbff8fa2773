"""The standard streams of the command: any script, no control characters, failures reported.

While :func:`guard_streams` lasts, what is printed goes through here: controls of a file are
visible text, a reader that leaves and a disk that is full are exceptions with an exit code, and a
stream that was closed is no traceback. Standard error never ends a run: what cannot be written
there is lost.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TextIO, cast

from retax.desk.control_characters import show_controls, show_controls_of_lines
from retax.desk.write_errors import Unwritable, explain_failure
from retax.words import Lang, Words

LONGEST_MESSAGE = 4_000
"""The most characters of a message on standard error, whatever a file holds."""


class ReaderLeft(BaseException):
    """Nobody reads standard output any more (``… | head``)."""


_OUTPUT = Words("标准输出", "standard output")
# Windows tells a pipe without a reader as an invalid argument.
_LEFT = frozenset({errno.EPIPE, errno.EINVAL if os.name == "nt" else errno.EPIPE})


class Guarded(io.TextIOBase):
    """A text stream: control characters are escaped, and failures are reported in one way.

    ``stream`` is None where the process was started with the stream closed.
    """

    def __init__(
        self,
        stream: TextIO | None,
        fail: Callable[[TextIO | None, OSError], None],
        show: Callable[[str], str] = show_controls_of_lines,
    ) -> None:
        self.stream = stream
        self._fail = fail
        self._show = show

    def write(self, text: str, /) -> int:
        """Write a text; the characters given count, not those shown."""
        self._attempt(lambda stream: stream.write(self._show(text)))
        return len(text)

    def flush(self) -> None:
        """Write what is held back."""
        if self.stream is not None:
            self._attempt(lambda stream: stream.flush())

    def close(self) -> None:
        """Leave the stream open: it is not ours."""

    def _attempt(self, action: Callable[[TextIO], object]) -> None:
        try:
            # Windows starts pythonw and services without streams: sys.stdout is None there.
            if self.stream is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            action(self.stream)
        except OSError as error:
            self._fail(self.stream, error)

    def leave_unescaped(self) -> Guarded:
        """Return the same stream for what holds no text of a file unescaped."""
        return Guarded(self.stream, self._fail, str)

    def isatty(self) -> bool:
        """Whether a terminal shows it."""
        return self.stream is not None and self.stream.isatty()

    def fileno(self) -> int:
        """Return the descriptor; OSError where there is none."""
        if self.stream is None:
            raise io.UnsupportedOperation("fileno")
        return self.stream.fileno()

    def writable(self) -> bool:
        """Whether it can be written to: always."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream."""
        return getattr(self.stream, "encoding", None) or "utf-8"


def print_to_stderr(words: Words, lang: Lang) -> None:
    """Say one sentence on standard error: one line, whatever names and headings it holds."""
    text = show_controls(words.text(lang))
    if len(text) > LONGEST_MESSAGE:
        text = f"{text[:LONGEST_MESSAGE]}…"
    print(text, file=sys.stderr)


def print_to_stdout(words: Words, lang: Lang) -> None:
    """Say something on standard output."""
    print(words.text(lang))


def make_harmless(stream: TextIO) -> TextIO:
    """Return a stream to a file that shows the controls of what is written."""
    return cast("TextIO", Guarded(stream, _refuse))


def _refuse(_: TextIO | None, error: OSError) -> NoReturn:
    raise error


def leave_unescaped(stream: TextIO) -> TextIO:
    """Return a stream that writes as given, for rich: its colours are escapes of our own."""
    return cast("TextIO", stream.leave_unescaped()) if isinstance(stream, Guarded) else stream


@contextmanager
def encode_in_utf_8(stream: TextIO) -> Iterator[TextIO]:
    """Let a stream speak UTF-8 within, whatever the code page: JSON has no other encoding."""
    out = leave_unescaped(stream)
    below: Any = out.stream if isinstance(out, Guarded) else out
    if not isinstance(below, io.TextIOWrapper):
        yield out
        return
    before, errors = below.encoding, below.errors
    out.flush()
    # Half a character, as a file may hold, is no UTF-8; written as \ud83d it is JSON and means the
    # same.
    below.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        yield out
        out.flush()
    finally:
        with suppress(OSError):  # reported where it was written
            below.reconfigure(encoding=before, errors=errors)


def encode_what_the_code_page_lacks(stream: object) -> None:
    """Write UTF-8 where the code page of a redirected output lacks Chinese."""
    if isinstance(stream, io.TextIOWrapper):
        try:
            "结论".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")


@contextmanager
def guard_streams() -> Iterator[None]:
    """Guard the standard streams within."""
    given = sys.stdin, sys.stdout, sys.stderr
    _keep_closed_places()
    with _put_buffer_into(given[1]) as out, _put_buffer_into(given[2]) as err:
        encode_what_the_code_page_lacks(out)
        encode_what_the_code_page_lacks(err)
        sys.stdin = given[0] or _make_closed_input()
        sys.stdout = cast("TextIO", Guarded(out, _end_the_run))
        sys.stderr = cast("TextIO", Guarded(err, _drop_rest))
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = given


@contextmanager
def _put_buffer_into(stream: TextIO | None) -> Iterator[TextIO | None]:
    """Put a buffer into a stream that has none (``python -u``).

    Without, what the system does not take at once is forgotten and no failure reported.
    """
    raw = getattr(stream, "buffer", None)
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(raw, io.RawIOBase):
        yield stream
        return
    buffer = io.BufferedWriter(raw)
    text = io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=True)
    try:
        yield text
    finally:
        with suppress(OSError):  # reported where it was written
            # A TextIOWrapper that is collected closes what is below it, here standard output
            # itself.
            text.detach()
        with suppress(OSError, ValueError):
            buffer.detach()


def _end_the_run(stream: TextIO | None, error: OSError) -> NoReturn:
    _drop_rest(stream, error)
    if error.errno in _LEFT:
        raise ReaderLeft from error
    raise Unwritable(explain_failure(_OUTPUT, error)) from error


def _drop_rest(stream: TextIO | None, _: OSError) -> None:
    """Let what the stream still holds go nowhere: it would fail again when the process ends."""
    with suppress(OSError, AttributeError):
        place = cast("TextIO", stream).fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        # Python flushes standard output once more at exit, prints what fails there and ends with
        # 120.
        os.dup2(nowhere, place)
        os.close(nowhere)


def _keep_closed_places() -> None:
    """Hold the places of closed streams, lest a file opened next is taken for one of them."""
    for place in range(3):
        try:
            os.fstat(place)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest place that is free


class _Closed(io.RawIOBase):
    """Standard input where the process was started without."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object, /) -> NoReturn:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _make_closed_input() -> TextIO:
    return io.TextIOWrapper(io.BufferedReader(_Closed()))
