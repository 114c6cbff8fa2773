from __future__ import annotations

import ast
import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import pytest

from retax.desk import streams
from retax.desk.streams import (
    LONGEST_MESSAGE,
    ReaderLeft,
    encode_in_utf_8,
    encode_what_the_code_page_lacks,
    guard_streams,
    leave_unescaped,
    make_harmless,
    print_to_stderr,
    print_to_stdout,
)
from retax.desk.write_errors import Unwritable
from retax.words import Words, both

DESK = Path(streams.__file__).parent


class Failing(io.StringIO):
    """A stream nothing can be written to."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, _: str, /) -> int:
        raise OSError(self.number, os.strerror(self.number))


def guarded(
    monkeypatch: pytest.MonkeyPatch, out: TextIO | None, err: TextIO | None, act: Callable[[], Any]
) -> Any:
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with guard_streams():
        return act()


# -- any script -----------------------------------------------------------------------------


def test_a_stream_that_lacks_chinese_is_made_to_speak_it() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    encode_what_the_code_page_lacks(stream)
    stream.write("结论")
    stream.flush()
    assert raw.getvalue().decode("utf-8") == "结论"


def test_a_stream_that_speaks_chinese_keeps_its_encoding() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gb18030")
    encode_what_the_code_page_lacks(stream)
    assert stream.encoding == "gb18030"


def test_a_stream_that_is_no_file_is_left_alone() -> None:
    stream = io.StringIO()
    encode_what_the_code_page_lacks(stream)
    stream.write("结论")
    assert stream.getvalue() == "结论"


def test_json_is_utf_8_on_any_code_page_and_words_stay_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="gbk", newline="\n")

    def act() -> None:
        print_to_stdout(both("结"), "zh")
        with encode_in_utf_8(sys.stdout) as data:
            data.write("论\x1b\n")
        print_to_stdout(both("结"), "zh")
        sys.stdout.flush()

    guarded(monkeypatch, out, io.StringIO(), act)
    assert raw.getvalue() == "结\n".encode("gbk") + "论\x1b\n".encode() + "结\n".encode("gbk")
    assert out.encoding == "gbk"


def test_json_to_a_stream_without_an_encoding_is_written_as_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.StringIO()

    def act() -> str:
        with encode_in_utf_8(sys.stdout) as data:
            data.write("论")
        return sys.stdout.encoding

    assert guarded(monkeypatch, out, io.StringIO(), act) == "utf-8"
    assert out.getvalue() == "论"
    with encode_in_utf_8(out) as data:
        data.write("!")
    assert out.getvalue() == "论!"


# -- what a terminal acts on ----------------------------------------------------------------


def test_what_is_printed_has_no_control_but_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.StringIO(), io.StringIO()

    def act() -> None:
        print("a\x1b[31m\tb\nc\r")
        print("\x9b2J", file=sys.stderr)
        print_to_stdout(both("\x07"), "zh")
        print_to_stderr(Words("甲\n乙", "a\x1b"), "zh")
        leave_unescaped(sys.stdout).write("\x1b[1m")

    guarded(monkeypatch, out, err, act)
    assert out.getvalue() == "a\\x1b[31m\tb\nc\\r\n\\x07\n\x1b[1m"
    assert err.getvalue() == "\\x9b2J\n甲\\n乙\n"


def test_a_file_for_people_is_harmless_and_a_plain_stream_is_left_as_it_is() -> None:
    out = io.StringIO()
    make_harmless(out).write("\x1b")
    leave_unescaped(out).write("\x1b")
    assert out.getvalue() == "\\x1b\x1b"
    with pytest.raises(OSError, match="No space"):
        make_harmless(Failing(errno.ENOSPC)).write("x")


def test_a_message_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    err = io.StringIO()
    guarded(monkeypatch, io.StringIO(), err, lambda: print_to_stderr(both("长" * 1_000_000), "zh"))
    assert err.getvalue() == "长" * LONGEST_MESSAGE + "…\n"


# -- what fails -----------------------------------------------------------------------------


def test_a_reader_that_leaves_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReaderLeft):
        guarded(monkeypatch, Failing(errno.EPIPE), None, lambda: print("x"))


@pytest.mark.parametrize(
    ("out", "why"), [(Failing(errno.ENOSPC), "磁盘空间不足"), (None, "已关闭")]
)
def test_an_output_that_takes_nothing_is_reported_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, out: TextIO | None, why: str
) -> None:
    with pytest.raises(Unwritable) as raised:
        guarded(monkeypatch, out, None, lambda: print("x"))
    assert raised.value.words.zh == f"无法写入标准输出：{why}"


@pytest.mark.parametrize("err", [Failing(errno.ENOSPC), None])
def test_standard_error_never_ends_a_run(
    monkeypatch: pytest.MonkeyPatch, err: TextIO | None
) -> None:
    out = io.StringIO()

    def act() -> None:
        print_to_stderr(both("x"), "zh")
        sys.stderr.flush()
        print("y")

    guarded(monkeypatch, out, err, act)
    assert out.getvalue() == "y\n"


def test_what_a_stream_still_holds_goes_nowhere_once_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.FileIO):
        def write(self, _: Any, /) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    stream = io.TextIOWrapper(io.BufferedWriter(Full(tmp_path / "out", "wb")))

    def act() -> None:
        print("held back")
        sys.stdout.flush()

    with pytest.raises(Unwritable):
        guarded(monkeypatch, stream, None, act)
    nowhere = os.stat(os.devnull)
    assert os.path.samestat(os.fstat(stream.fileno()), nowhere)
    with pytest.raises(OSError, match="No space"):
        stream.close()  # Full fails whatever it stands for


def test_a_stream_without_a_buffer_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.RawIOBase):
        """Takes three bytes at once."""

        taken = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any, /) -> int:
            self.taken += bytes(data)[:3]
            return min(3, len(data))

    slow = Slow()
    stream = io.TextIOWrapper(slow, "utf-8", write_through=True)  # type: ignore[type-var]
    guarded(monkeypatch, stream, io.StringIO(), lambda: print("long enough"))
    assert slow.taken == b"long enough\n"
    assert not slow.closed


# -- what the rest of Python asks of a stream -----------------------------------------------


def test_a_guarded_stream_answers_as_the_stream_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "out").open("w", encoding="gb18030") as out:

        def act() -> tuple[object, ...]:
            sys.stdout.close()
            written = sys.stdout.write("x\x1b")
            return sys.stdout.fileno(), sys.stdout.encoding, sys.stdout.isatty(), written

        assert guarded(monkeypatch, out, None, act) == (out.fileno(), "gb18030", False, 2)
        assert not out.closed


def test_a_closed_stream_has_no_place_and_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def act() -> bool:
        sys.stdout.flush()
        with pytest.raises(io.UnsupportedOperation):
            sys.stdout.fileno()
        assert sys.stdout.writable()
        return sys.stdout.isatty()

    assert guarded(monkeypatch, None, None, act) is False


def test_a_closed_input_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    def act() -> None:
        with pytest.raises(OSError, match="descriptor"):
            sys.stdin.buffer.read()

    guarded(monkeypatch, io.StringIO(), io.StringIO(), act)
    assert sys.stdin is None


def test_the_places_of_closed_streams_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def closed(place: int) -> None:
        if place == 1:
            raise OSError(errno.EBADF, "Bad file descriptor")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", closed)
        patched.setattr(os, "open", lambda name, _: opened.append(name))
        streams._keep_closed_places()
    assert opened == [os.devnull]


# -- no way around it -----------------------------------------------------------------------


def calls_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {func.id for func in found if isinstance(func, ast.Name)}


@pytest.mark.parametrize("path", sorted(DESK.rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_printed_and_no_cell_made_but_in_one_place(path: Path) -> None:
    calls = calls_of(path)
    assert "print" not in calls or path.stem == "streams"
    assert "Text" not in calls or path.stem == "console"
