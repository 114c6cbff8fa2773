from __future__ import annotations

import io

import pytest

from retax.desk.readers.whole_file import read_whole
from retax.desk.source import DeskError


def test_a_file_is_read_up_to_a_size() -> None:
    assert read_whole(io.BytesIO(b"abc"), 1).read() == b"abc"
    assert read_whole(io.BytesIO(b"bc"), 1, b"a").read() == b"abc"
    assert len(read_whole(io.BytesIO(b"x" * (1 << 20)), 1).read()) == 1 << 20
    with pytest.raises(DeskError, match="larger than 1 MB"):
        read_whole(io.BytesIO(b"x" * ((1 << 20) + 1)), 1)
