"""Files of goods in JSON (one object or a list of them) and JSON Lines (one object a line)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from retax.cells.limits import BEYOND, TOO_LONG, is_beyond, is_longer_than_its_fact
from retax.desk.readers.whole_file import read_whole
from retax.desk.source import DeskError, LineBatch, NumberedLine, Row, Source, refuse_row
from retax.facts.messages import Refusal, quote_words
from retax.facts.name_matching import LONGEST_NAME, find_fact
from retax.facts.repeated_names import describe_repeated_name, find_repeated_name
from retax.money.catalogue import split_row
from retax.words import Words

_ACCEPTED = Words("应为一个 JSON 对象或其列表", "accepted is one JSON object or a list of them")
_NOT_UTF_8 = Words(
    "不是 UTF-8 编码的文本；JSON 应以 UTF-8 保存", "not UTF-8 text; accepted is JSON in UTF-8"
)
_NOT_JSON = Words(
    "不是有效的 JSON（第{line}行第{column}个字符处有误）",
    "not valid JSON (wrong at line {line}, character {column})",
)
_LINE_NOT_JSON = Words(
    "本行不是有效的 JSON（第{column}个字符处有误）",
    "the line is not valid JSON (wrong at character {column})",
)
_SEVERAL = Words(
    "第一个 JSON 值之后还有内容；每行一个对象的应存为 .jsonl，否则" + _ACCEPTED.zh,
    "there is more after the first JSON value; objects one a line go into a .jsonl file, else "
    + _ACCEPTED.en,
)
_TOO_DEEP = Words("嵌套层数过多；" + _ACCEPTED.zh, "nested too deeply; " + _ACCEPTED.en)
_NO_OBJECT = Words(
    "{value} 不是 JSON 对象；应为要素名称与值的对照",
    "{value} is no JSON object; accepted is a mapping of facts to values",
)
_LINE_TOO_LONG = Words(
    "本行超过 {bytes} 字节，不是一行商品；应每行一个 JSON 对象",
    "the line is longer than {bytes} bytes, which is no line of goods; accepted is one JSON object "
    "a line",
)
_TOO_MANY = Words(
    "对象有 {n} 个名称，多于要素的数目；应为要素名称与值的对照",
    "the object has {n} names, more than there are facts; accepted is a mapping of facts to values",
)

_MOST_MEGABYTES = 256
_MOST_BYTES_OF_A_LINE = 1 << 20
_MOST_NAMES = 256
_BYTES_AT_ONCE = 1 << 13  # systems hold no more than 16 or 64 kB in a pipe
_BYTES_OF_A_BATCH = 1 << 15


class _RepeatedNames(dict[str, Any]):
    """An object with more than one ``name``."""

    name = ""


class _Beyond(str):
    """A number, as it was written, that no fact can be."""

    __slots__ = ()


# The json module keeps the last value of a name that occurs twice, and says nothing.
def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _RepeatedNames(found)
    twice.name = find_repeated_name(pairs) or ""
    return twice


def _make_strict_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    name = find_repeated_name(pairs)
    if name is not None:
        raise DeskError(describe_repeated_name(name))
    return dict(pairs)


def _parse_whole(digits: str) -> int | str:
    # The value of a refused number stays a text, which quotes it as it is written.
    return _Beyond(digits) if is_beyond(digits) else int(digits)


def _parse_decimal(digits: str) -> Decimal | str:
    return _Beyond(digits) if is_beyond(digits) else Decimal(digits)  # 0.10 keeps its digits


def _make_decoder(make_object: Callable[[list[tuple[str, Any]]], object]) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=make_object,
        parse_float=_parse_decimal,
        parse_int=_parse_whole,
        parse_constant=Decimal,  # NaN and Infinity are no value of any fact
    )


_DECODER = _make_decoder(_make_object)
_STRICT = _make_decoder(_make_strict_object)


def read_json(stream: BinaryIO) -> Source:
    """Return the goods of one JSON object or a list of them; the file is read at once.

    Raises:
        DeskError: it is too large, not UTF-8 or not JSON.
    """
    return _read_goods(stream)


def read_json_lines(stream: BinaryIO) -> Source:
    """Return the goods of one JSON object a line; a line is read when it is asked for.

    A line that is no JSON object is a refused row.
    """
    return _read_lines_of(stream)


def read_either(stream: BinaryIO) -> Source:
    """Return the goods of JSON or JSON Lines, whichever the first line that is not blank shows.

    Of JSON Lines no more than the first line has been read when this returns.

    Raises:
        DeskError: it is JSON after all, and not valid.
    """
    start = b""
    while line := stream.readline(_MOST_BYTES_OF_A_LINE):
        start += line
        if _strip_mark(line).strip() or len(start) >= _MOST_BYTES_OF_A_LINE:
            break
    # No line of JSON Lines is that long; a list may be written in one.
    if len(line) == _MOST_BYTES_OF_A_LINE or _is_start_of_json(_strip_mark(line)):
        return _read_goods(stream, start)
    before = start.count(b"\n", 0, len(start) - len(line))
    return _read_lines_of(stream, before, line)


def _read_lines_of(stream: BinaryIO, number: int = 0, line: bytes = b"") -> Source:
    """Return the goods of lines: of ``line``, where there is one, and of those after it."""
    rows = (
        read_line(*numbered)
        for numbered in _read_lines(stream, number, line)
        if not _is_blank_line(numbered[1])
    )
    return Source(rows, batches=_read_batches(_Ahead(stream), number, line))


def _read_lines(
    stream: BinaryIO | _Ahead, number: int = 0, line: bytes = b""
) -> Iterator[NumberedLine]:
    """Return lines with their numbers, after ``line``; of one too long no more than its start."""
    while line := line or stream.readline(_MOST_BYTES_OF_A_LINE + 1):
        number += 1
        rest = line
        while len(rest) > _MOST_BYTES_OF_A_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_MOST_BYTES_OF_A_LINE + 1)
        yield number, line
        line = b""


def _is_blank_line(line: bytes) -> bool:
    return not _strip_mark(line).strip()


def _read_batches(stream: _Ahead, number: int, line: bytes) -> Iterator[LineBatch]:
    """Return lines in batches of a size; a batch ends early where no further line is at hand."""
    batch: list[NumberedLine] = []
    size = 0
    for numbered in _read_lines(stream, number, line):
        if not _is_blank_line(numbered[1]):
            batch.append(numbered)
            size += len(numbered[1])
        is_at_hand = stream.is_line_at_hand()  # never after the last line
        if batch and (size >= _BYTES_OF_A_BATCH or not is_at_hand):
            yield LineBatch(batch, is_at_hand)
            batch, size = [], 0


class _Ahead:
    """A stream of lines that is read as far as it goes without waiting."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""
        self._at = 0
        self._was_full = False

    def readline(self, most: int) -> bytes:
        """Return a line, or the first bytes of it; nothing at the end."""
        while True:
            end = self._held.find(b"\n", self._at, self._at + most) + 1
            if end or len(self._held) - self._at >= most or not self._read_on():
                break
        start, self._at = self._at, end or min(self._at + most, len(self._held))
        return self._held[start : self._at]

    def _read_on(self) -> bool:
        # read() waits until a pipe has given all these bytes, read1() takes what is there.
        more: bytes = self._stream.read1(_BYTES_AT_ONCE)  # type: ignore[attr-defined]
        self._held, self._at = self._held[self._at :] + more, 0
        self._was_full = len(more) == _BYTES_AT_ONCE
        return bool(more)

    def is_line_at_hand(self) -> bool:
        """Say whether a line can be read without a wait for a program that may itself wait.

        A program that has written a part of a line writes the rest of it first.
        """
        if self._at == len(self._held):
            return False
        return self._was_full or self._held.find(b"\n", self._at) >= 0


def _strip_mark(line: bytes) -> bytes:
    # Programs of Windows put a byte order mark first, which the json module refuses.
    return line.removeprefix(b"\xef\xbb\xbf")


def _is_start_of_json(line: bytes) -> bool:
    """Say whether a first line is a list, or an object that ends in a later line."""
    if line.lstrip().startswith(b"["):
        return True
    text = line.decode("utf-8", "replace").strip()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        # Where the decoder fails at the end of the line, the object goes on below it.
        # A string of JSON holds no line break, so that no object goes on from within one.
        return text.startswith("{") and error.pos >= len(text)
    # int() raises a plain ValueError for a number of more than 4,300 digits.
    except (ValueError, RecursionError):
        return False
    return False


def _read_goods(stream: BinaryIO, begun: bytes = b"") -> Source:
    found = _decode(read_whole(stream, _MOST_MEGABYTES, begun).getvalue())
    things = found if isinstance(found, list) else [found]
    if not isinstance(found, list | dict):
        raise DeskError(_refuse_no_object(found))
    return Source(_make_row(number, thing) for number, thing in enumerate(things, start=1))


def decode_json(stream: BinaryIO) -> object:
    """Return what a file of JSON holds, whatever it is; the file is read at once.

    Raises:
        DeskError: it is too large, not UTF-8, not JSON, or an object has a name more than once.
    """
    return _decode(read_whole(stream, _MOST_MEGABYTES).getvalue(), decode=decode_strictly)


def decode_strictly(text: str) -> object:
    """Return what a text of JSON within a file holds.

    Raises:
        ValueError: it is not JSON.
        DeskError: an object has a name more than once.
    """
    return _STRICT.decode(text)


def read_line(number: int, line: bytes) -> Row:
    """Return the goods of a line of JSON Lines; one that is no JSON object is a refused row."""
    try:
        if len(line) > _MOST_BYTES_OF_A_LINE:
            raise DeskError(_LINE_TOO_LONG.filled(bytes=_MOST_BYTES_OF_A_LINE))
        found = _decode(line.rstrip(b"\r\n"), _LINE_NOT_JSON)
    except DeskError as error:
        return Row(number, {}, refusals=(refuse_row(error.words),))
    return _make_row(number, found)


def _make_row(number: int, thing: object) -> Row:
    if not isinstance(thing, dict):
        return Row(number, {}, refusals=(refuse_row(_refuse_no_object(thing)),))
    refused = tuple(_list_refusals(thing))
    if refused:
        return Row(number, {}, refusals=refused)
    facts, amounts = split_row(thing)
    return Row(number, facts, amounts=amounts)


def _list_refusals(thing: Mapping[str, Any]) -> Iterator[Refusal]:
    """Return what of an object is refused before any fact is looked at."""
    if isinstance(thing, _RepeatedNames):
        twice = describe_repeated_name(thing.name)
        yield Refusal(_get_fact(thing.name), None, twice, "conflicting_names")
    if len(thing) > _MOST_NAMES:
        yield refuse_row(_TOO_MANY.filled(n=len(thing)))
        return
    for name, value in thing.items():
        kind = type(value)
        # Of most values it shows at a glance that no fact is too short for them.
        is_plain = kind in _NO_TEXTS or (kind is str and len(value) <= LONGEST_NAME)
        if is_plain and len(name) <= LONGEST_NAME:
            continue
        several = value if isinstance(value, list) else (value,)
        if any(type(one) is _Beyond for one in several):
            yield _refuse_value(name, BEYOND)
        elif is_longer_than_its_fact(name, name) or is_longer_than_its_fact(name, value):
            yield _refuse_value(name, TOO_LONG)


def _refuse_value(name: str, why: Words) -> Refusal:
    # The value is left out: it may be as long as its line.
    return Refusal(_get_fact(name), None, why.filled(fact=quote_words(name)), "unreadable")


def _get_fact(name: str) -> str:
    """Return the fact a name means; of a name of none the beginning of the name."""
    return find_fact(name) or name[:LONGEST_NAME]


_NO_TEXTS = frozenset({bool, int, Decimal, type(None)})


def _refuse_no_object(thing: object) -> Words:
    return _NO_OBJECT.filled(value="null" if thing is None else quote_words(thing))


def _decode(
    raw: bytes, not_json: Words = _NOT_JSON, decode: Callable[[str], object] = _DECODER.decode
) -> object:
    try:
        # The codec utf-8-sig is written in Python and takes 1 µs a line.
        return decode(_strip_mark(raw).decode())
    except UnicodeDecodeError:
        raise DeskError(_NOT_UTF_8) from None
    except RecursionError:
        raise DeskError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        # The json module has one error for everything that is no JSON.
        if error.msg == "Extra data":
            raise DeskError(_SEVERAL) from None
        raise DeskError(not_json.filled(line=error.lineno, column=error.colno)) from None
