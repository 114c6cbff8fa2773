from __future__ import annotations

from pathlib import Path

import pytest

from retax.desk.checking import Goods, Telling
from retax.desk.judged import Asked
from retax.desk.watching import watch_file


def test_days_are_counted_from_a_day_that_must_be_given(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="as_of"):
        watch_file(Goods(str(tmp_path / "none.json")), Asked(), Telling("zh", "table"))
