"""Files of goods in JSON (one object or a list of them) and JSON Lines (one object a line)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any, BinaryIO

from retax.as_written import in_quotes
from retax.desk.rows import Row, Source, Unreadable
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
_TWICE = Words(
    "要素「{name}」在同一对象中填了两个不同的值；应只填一个",
    "{name!r} stands twice in one object with different values; accepted is one of the two",
)

_UTF_8 = "utf-8-sig"
_MOST_DIGITS = 1000


class _ToldTwice(dict[str, Any]):
    """An object in which ``name`` stands more than once, with different values."""

    name = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        for name, value in pairs:
            if value != found[name]:
                twice = _ToldTwice(found)
                twice.name = name
                return twice
    return found


def _whole(digits: str) -> int | Decimal:
    """Return a whole number; one too long for Python to take is no fact and left to the model."""
    return int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=Decimal,  # 0.10 keeps its digits
    parse_int=_whole,
    parse_constant=Decimal,  # NaN and Infinity are no value of any fact
)


def read_json(stream: BinaryIO) -> Source:
    """Return the goods of one JSON object or a list of them; the file is read at once.

    Raises:
        Unreadable: it is not UTF-8 or not JSON.
    """
    return _goods(stream.read())


def read_json_lines(stream: BinaryIO) -> Source:
    """Return the goods of one JSON object a line; a line is read when it is asked for.

    A line that is no JSON object is a refused row.
    """
    return Source(_lines(enumerate(stream, start=1)))


def read_either(stream: BinaryIO) -> Source:
    """Return the goods of JSON or JSON Lines, whichever the first line that is not blank shows.

    Of JSON Lines no more than the first line has been read when this returns.

    Raises:
        Unreadable: it is JSON after all, and not valid.
    """
    start: list[bytes] = []
    for line in stream:
        start.append(line)
        if _without_mark(line).strip():
            break
    if start and _goes_on(_without_mark(start[-1])):
        return _goods(b"".join([*start, *stream]))
    return Source(_lines(enumerate(chain(start, stream), start=1)))


def _without_mark(line: bytes) -> bytes:
    return line.removeprefix(b"\xef\xbb\xbf")


def _goes_on(line: bytes) -> bool:
    """Say whether a first line is a list, or an object that ends in a later line."""
    if line.lstrip().startswith(b"["):
        return True
    text = line.decode("utf-8", "replace").strip()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return text.startswith("{") and error.pos >= len(text)
    except (ValueError, RecursionError):
        return False
    return False


def _goods(raw: bytes) -> Source:
    found = _decoded(raw)
    things = found if isinstance(found, list) else [found]
    if not isinstance(found, list | dict):
        raise Unreadable(_no_object(found))
    return Source(_row(number, thing) for number, thing in enumerate(things, start=1))


def _lines(lines: Iterable[tuple[int, bytes]]) -> Iterator[Row]:
    for number, line in lines:
        if not _without_mark(line).strip():
            continue
        try:
            found = _decoded(line.rstrip(b"\r\n"), _LINE_NOT_JSON)
        except Unreadable as error:
            yield Row(number, {}, refused=(error.words,))
        else:
            yield _row(number, found)


def _row(number: int, thing: object) -> Row:
    if isinstance(thing, _ToldTwice):
        return Row(number, {}, refused=(_TWICE.filled(name=thing.name),))
    if isinstance(thing, dict):
        return Row(number, thing)
    return Row(number, {}, refused=(_no_object(thing),))


def _no_object(thing: object) -> Words:
    return _NO_OBJECT.filled(value="null" if thing is None else in_quotes(thing))


def _decoded(raw: bytes, not_json: Words = _NOT_JSON) -> object:
    try:
        return _DECODER.decode(raw.decode(_UTF_8))
    except UnicodeDecodeError:
        raise Unreadable(_NOT_UTF_8) from None
    except RecursionError:
        raise Unreadable(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise Unreadable(_SEVERAL) from None
        raise Unreadable(not_json.filled(line=error.lineno, column=error.colno)) from None
