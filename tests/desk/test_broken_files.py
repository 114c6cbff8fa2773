"""Every broken file gives one sentence, or refused rows; never a traceback, never a verdict."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desk.broken import BROKEN, Broken
from retax import Words
from retax.desk.judging.judge import validate_rows
from retax.desk.readers.open_source import open_source
from retax.desk.source import DeskError

"""Of one core: what a file that cannot be used may take before it is refused."""

each_broken = pytest.mark.parametrize("broken", BROKEN, ids=[broken.name for broken in BROKEN])


def is_one_sentence(text: str) -> bool:
    return bool(text.strip()) and text.isprintable() and "Traceback" not in text


def refuse(path: Path) -> Words:
    with pytest.raises(DeskError) as raised:
        list(open_source(str(path)).rows)
    return raised.value.words


def test_the_corpus_is_large_enough() -> None:
    assert len(BROKEN) >= 40
    assert len({broken.name for broken in BROKEN}) == len(BROKEN)


@each_broken
def test_a_broken_file_is_refused_in_one_sentence(broken: Broken, tmp_path: Path) -> None:
    path = broken.build(tmp_path)
    if broken.refused == "rows":
        lines = list(validate_rows(open_source(str(path)).rows))
        assert lines
        for line in lines:
            assert line.goods is None
            assert line.refused
            assert all(is_one_sentence(words.zh) for words in line.refused)
            assert all(is_one_sentence(words.en) for words in line.refused)
        return
    words = refuse(path)
    named = path.name if path.name.isprintable() else ascii(path.name)
    assert words.zh.startswith(f"{named}：")
    assert words.en.startswith(f"{named}: ")
    assert is_one_sentence(words.zh)
    assert is_one_sentence(words.en)
    assert len(words.zh) > len(named) + 4


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("missing_file", "不存在"),
        ("folder_for_a_file", "文件夹"),
        ("link_to_itself", "链接"),
        ("name_too_long", "过长"),
        ("unknown_suffix", ".xlsx"),
        ("empty_xlsx", "空"),
        ("empty_jsonl", "空"),
        ("json_truncated", "第1行"),
        ("json_two_top_level_values", ".jsonl"),
        ("json_deeply_nested", "嵌套"),
        ("json_in_gb18030", "UTF-8"),
        ("csv_in_utf_16_without_mark", "UTF-16"),
        ("csv_in_an_unknown_encoding", "GB18030"),
        ("csv_cut_within_a_character", "GB18030"),
        ("csv_with_an_unclosed_quotation", "第2行"),
        ("csv_with_an_endless_cell", "第2行"),
        ("csv_with_headings_only", "没有数据行"),
        ("csv_without_headings", "retax template"),
        ("csv_with_a_heading_twice", "退运原因"),
        ("txt_of_amazon", "亚马逊的客户退货报告"),
        ("txt_that_is_a_letter", "列名"),
        ("csv_of_a_declaration_laid_out_as_a_form", "报关单"),
        ("xml_of_customs", "CEB603Message（出口申报清单）"),
        ("xml_of_something_else", "XML 文件（goods）"),
        ("xml_cut_short", "不完整"),
        ("xml_with_a_document_type", "XML"),
        ("parquet_truncated", "不完整"),
        ("parquet_with_damaged_pages", "不完整"),
        ("parquet_with_nested_facts", "退运原因"),
        ("parquet_with_time_zones", "出口申报日期"),
        ("parquet_without_rows", "没有数据行"),
        ("xlsx_truncated", "不完整"),
        ("xlsx_with_a_broken_checksum", "不完整"),
        ("xlsx_of_empty_sheets", "空"),
        ("xlsx_with_merged_headings", "列名"),
        ("xlsx_with_a_heading_twice", "退运原因"),
        ("xlsx_with_a_cell_in_the_last_corner", "1048576"),
        ("xlsx_zip_bomb", "压缩比"),
        ("xlsx_zip_bomb_of_strings", "压缩比"),
        ("xlsx_with_a_password", "密码"),
        ("xls_with_a_password", "密码"),
        ("xls_that_is_a_web_page", "网页"),
        ("xls_that_is_xml", "XML"),
        ("xls_that_is_text", ".csv"),
        ("xlsx_with_an_unknown_statement_for_the_batch", "颜色"),
        ("xlsx_with_a_statement_that_is_not_accepted", "不详"),
    ],
)
def test_the_sentence_says_what_is_wrong(name: str, part: str, tmp_path: Path) -> None:
    (broken,) = (broken for broken in BROKEN if broken.name == name)
    assert part in refuse(broken.build(tmp_path)).zh


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("retax.desk.readers.open_source.open", forbidden, raising=False)
    assert "权限" in refuse(tmp_path / "goods.csv").zh
