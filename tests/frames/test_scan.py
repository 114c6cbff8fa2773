from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from frames.rows import PLAIN_TYPES, differences, frame_of, list_answers, plain_rows, random_rows
from retax import check_frame
from retax.frames import read_goods

pytestmark = pytest.mark.no_cover


def test_a_parquet_file_is_read_lazily_and_judged(tmp_path: Path) -> None:
    rows = random_rows(200, seed=5)
    frame_of(rows).write_parquet(tmp_path / "returns.parquet")
    goods = read_goods(tmp_path / "returns.parquet")
    assert isinstance(goods, pl.LazyFrame)
    check_frame(goods).sink_parquet(tmp_path / "verdicts.parquet")
    answers = pl.read_parquet(tmp_path / "verdicts.parquet").select(pl.col("^retax_.*$"))
    assert next(differences(rows, list_answers(rows), answers.iter_rows(named=True)), None) is None


def test_a_folder_is_read_as_one_table(tmp_path: Path) -> None:
    rows = random_rows(60, seed=6)
    for month, part in enumerate((rows[:20], rows[20:50], rows[50:])):
        folder = tmp_path / f"month={month}"
        folder.mkdir()
        frame_of(part).write_parquet(folder / "part.parquet")
    judged = check_frame(read_goods(tmp_path)).collect()
    assert judged.height == 60
    said = [answers["retax_status"] for answers in list_answers(rows)]
    assert judged["retax_status"].to_list() == said


def test_a_csv_file_is_read_as_what_its_facts_are(tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text(
        "监管方式,出口申报日期,出口日期,qty,本次退运数量,退运原因,备注\n"
        "9610,2026-03-02,20260305,10,2,滞销,001\n"
        "1210, 2026-03-02 ,,1.5,2,unsold,\n"
        "9610,2.3.2026,2026-03-05,10,2,滞销,\n"
        "9610,2026-03-02,2026-03-05,ten,2,滞销,\n"
        "0961,,,,,,\n",
        encoding="utf-8",
    )
    judged = check_frame(read_goods(file), detail=True).collect()
    assert judged["备注"].to_list() == ["001", None, None, None, None]
    assert judged["出口申报日期"].to_list()[1:4] == [" 2026-03-02 ", "2.3.2026", "2026-03-02"]
    assert judged["qty"].to_list()[:2] == [10.0, 1.5]
    assert judged["retax_decided_by"].cast(pl.String).to_list()[2:] == [
        "declared_on",
        "exported_quantity",
        "1.code",
    ]
    assert judged["retax_1_same_goods"].cast(pl.String).to_list()[:2] == ["met", "outstanding"]


@pytest.mark.parametrize(
    "day", ["2026111", "2026-3-5", "2026-03- 5", "+2026-03-05", "2026 0305", "2026061", "20261301"]
)
def test_a_day_written_otherwise_is_refused_not_guessed(tmp_path: Path, day: str) -> None:
    (tmp_path / "returns.csv").write_text(f"returned_on\n{day}\n", encoding="utf-8")
    judged = check_frame(read_goods(tmp_path / "returns.csv")).collect()
    assert judged["retax_decided_by"].to_list() == ["returned_on"]
    assert list_answers([{"returned_on": day}])[0]["retax_decided_by"] == "returned_on"


def test_names_of_files_are_taken_literally(tmp_path: Path) -> None:
    file = tmp_path / "导出[1]" / "a*b.csv"
    file.parent.mkdir()
    file.write_text("reason\nunsold\n", encoding="utf-8")
    for hidden in ("._a.csv", "_note.csv"):
        (file.parent / hidden).write_bytes(b"\xff\xfe")
    for path in (file, file.parent):
        assert check_frame(read_goods(path)).collect().height == 1
    pl.DataFrame({"reason": ["unsold"]}).write_parquet(tmp_path / "x[2].parquet")
    assert check_frame(read_goods(tmp_path / "x[2].parquet")).collect().height == 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_the_cells(tmp_path: Path, separator: str) -> None:
    lines = ["监管方式代码|退运原因|本次退运数量|商品破损", "9610|滞销|2.5|是", "9610|滞销|x|否"]
    text = "\n".join(lines).replace("|", separator)
    (tmp_path / "returns.csv").write_text(text, encoding="utf-8-sig")
    judged = check_frame(read_goods(tmp_path)).collect()
    assert judged["本次退运数量"][0] == 2.5
    assert judged["retax_decided_by"].to_list() == ["1.period", "returned_quantity"]


@pytest.mark.parametrize("number", ["2,5", "1,000", "1.000,5", "zwei"])
def test_a_decimal_comma_is_refused_row_by_row_and_not_read_as_thousands(
    tmp_path: Path, number: str
) -> None:
    (tmp_path / "returns.csv").write_text(f"reason;qty\nunsold;{number}\nunsold;2\n")
    judged = check_frame(read_goods(tmp_path)).collect()
    assert judged["retax_decided_by"].to_list() == ["exported_quantity", "1.period"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "names no fact"),
        (b"colour|reason\nred|unsold\n", "names no fact"),
        ("某公司退运明细\nreason,use\n".encode(), "names no fact"),
        (b"9610,unsold\n", "names no fact"),
        ("reason,use\nunsold,\n".encode("utf-16"), "UTF-8"),
        ("reason,商品破损\nunsold,\n".encode("utf-16-le"), "UTF-8"),
        ("商品破损,reason\n1,unsold\n".encode("gb18030"), "UTF-8"),
        (b"reason,use,reason\nunsold,,\n", "'reason' stands above more"),
    ],
)
def test_a_file_that_would_be_unknown_in_every_row_is_refused(
    tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "returns.csv").write_bytes(content)
    with pytest.raises(ValueError, match=words):
        read_goods(tmp_path / "returns.csv")


def test_files_of_a_folder_that_are_parted_differently_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("reason,use\nunsold,\n")
    (tmp_path / "b.csv").write_text("reason;use\nunsold;\n")
    with pytest.raises(ValueError, match="one separator"):
        read_goods(tmp_path)


def test_a_body_that_is_no_utf8_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "returns.csv").write_bytes("reason\n滞销\n".encode("gb18030"))
    with pytest.raises(pl.exceptions.ComputeError, match="utf-8"):
        check_frame(read_goods(tmp_path)).collect()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("between", [0, 1])
def test_a_quotation_mark_that_takes_rows_into_its_cell_stops_the_run(
    tmp_path: Path, separator: str, between: int
) -> None:
    # The row of the first mark would end as that of the second: its own last cell is lost.
    rows = [["note", "supervision_code", "商品破损"], ['"12寸', "9610", "是"]]
    rows += [["x", "9610", "是"]] * between + [['15"', "9610", "否"]]
    file = tmp_path / "goods.csv"
    file.write_text("\n".join(map(separator.join, rows)) + "\n", encoding="utf-8")
    goods = check_frame(read_goods(file))
    for asked in (goods, goods.select("retax_status")):
        with pytest.raises(Exception, match="column 'note' holds whole rows"):
            asked.collect()
    with pytest.raises(Exception, match="column 'note' holds whole rows"):
        goods.sink_parquet(tmp_path / "judged.parquet")


def test_a_cell_on_several_lines_is_one_cell(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text('note,supervision_code,damaged\n"两行,\n说明",9610,是\n', encoding="utf-8")
    goods = read_goods(file).collect()
    assert goods.rows() == [("两行,\n说明", "9610", "是")]


def test_a_day_that_is_none_stays_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text('declared_on\n2026-02-30\n"20260302"\n2.3.2026\n', encoding="utf-8")
    check_frame(read_goods(file)).sink_csv(tmp_path / "verdicts.csv")
    written = pl.read_csv(tmp_path / "verdicts.csv", infer_schema=False)
    assert written["declared_on"].to_list() == ["2026-02-30", "20260302", "2.3.2026"]
    assert written["retax_status"].to_list() == ["invalid", "needs_facts", "invalid"]


def test_headings_that_are_no_utf8_are_refused_and_not_lost(tmp_path: Path) -> None:
    (tmp_path / "returns.csv").write_bytes("商品破损,reason\n1,unsold\n".encode("gbk"))
    with pytest.raises(ValueError, match="UTF-8"):
        read_goods(tmp_path / "returns.csv")


def test_csv_and_parquet_give_the_same_answers(tmp_path: Path) -> None:
    frame = frame_of(
        [{n: v for n, v in row.items() if n != "papers_held"} for row in plain_rows(300, seed=9)],
        PLAIN_TYPES,
    )
    frame.write_csv(tmp_path / "returns.csv")
    frame.write_parquet(tmp_path / "returns.parquet")
    answers = [
        check_frame(read_goods(tmp_path / name)).select(pl.col("^retax_.*$")).collect()
        for name in ("returns.csv", "returns.parquet")
    ]
    assert answers[0].equals(answers[1])


@pytest.mark.parametrize("name", ["returns.xlsx", "nowhere.parquet", "empty"])
def test_another_file_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "returns.xlsx").write_bytes(b"PK")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match=name):
        read_goods(tmp_path / name)
