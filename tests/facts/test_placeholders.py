from __future__ import annotations

import pytest

from retax.facts.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        *("-", "—", "——", "/", "\\", "?", "？", "〃", '"', "″", "*", "…", "(空)", "々"),
        *("无", "暂无", "没有", "无SN", "无序列号", "无单号", "运单号未知", "单号待补"),
        *("【无】", "SN-无", "(无)"),
        *("同上", "同 上", "如上", "同前行", "上同", "见附件", "详见附表", "待定", "待确认"),
        *("未知", "不详", "未提供", "不适用", "N/A", "n/a", "NA", "#N/A", "null", "None", "nan"),
        *("TBD", "unknown", "ditto", "same as above", "Ｎ／Ａ", "0", "000", "０", "-0-", " 无 "),
    ],
)
def test_a_text_that_only_shows_that_nothing_is_known_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        *("A", "A-0", "N-1", "NA1", "007", "10", "L9", "无印良品", "无锡同上贸易有限公司"),
        *("同仁堂", "空调", "空气炸锅", "未来科技", "SO-7", "nano", "同上1", "序列号", "单号"),
        "待定" * 20,
    ],
)
def test_a_text_that_names_something_is_none(text: str) -> None:
    assert not is_placeholder(text)
