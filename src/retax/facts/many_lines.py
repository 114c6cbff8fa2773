"""Many lines of goods, or rows of a table: what is refused in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel


def refuse_a_single_line(name: str, lines: object, accepted: str) -> None:
    """Raise ValueError where one line is given for many, or nothing that has lines.

    ``name``: of the argument. ``accepted``: what is accepted in its place.
    """
    is_single = isinstance(lines, Mapping | BaseModel | str)
    if is_single or not (isinstance(lines, Iterable) or hasattr(lines, "__getitem__")):
        given = "None" if lines is None else f"a single {type(lines).__name__}"
        raise ValueError(f"{name} is {given}; accepted are {accepted}")
