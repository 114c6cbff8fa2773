from __future__ import annotations

import pytest

from retax.desk.extras import MissingExtra, require_extra
from retax.extras import Extra, write_install_line


@pytest.mark.parametrize("extra", ["cli", "excel", "docx", "calendar", "frames"])
def test_a_missing_library_says_how_to_install_it(extra: Extra) -> None:
    with pytest.raises(MissingExtra) as raised, require_extra(extra):
        raise ModuleNotFoundError("No module named 'nowhere'", name="nowhere")
    for sentence in (raised.value.words.zh, raised.value.words.en, str(raised.value)):
        assert write_install_line(extra) in sentence
        assert "nowhere" in sentence


def test_one_command_needs_and_several_workbooks_need_a_library() -> None:
    assert MissingExtra("cli", "rich").words.en.startswith("the command needs rich: ")
    assert MissingExtra("excel", "xlrd").words.en.startswith("workbooks need xlrd: ")


def test_rest_days_are_named_beside_reminders() -> None:
    words = MissingExtra("calendar", "chinese_calendar").words
    assert words.zh.startswith("日历提醒和休息日需要 chinese_calendar：")


def test_what_is_installed_is_imported_without_a_word() -> None:
    with require_extra("cli"):
        import json
    assert json.loads("1") == 1
