from __future__ import annotations

import contextlib
import csv
import io
import json
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import samples
from desk.broken import BROKEN, Broken
from desk.run import run, run_program
from retax import QUESTIONS, Question, Words, check, goods_schema, verdict_schema
from retax.desk.command import cli, law_reference
from retax.desk.command.cli import app, main
from retax.desk.command.help_text import COMMANDS, PARAMETERS, write_help, write_usage_error
from retax.desk.command.options import get_today_in_china
from retax.facts.values import USES
from retax.judge.answer import read_version
from retax.judge.compiled_law import get_law
from retax.judge.reachable_outcomes import ReachableOutcomes
from retax.law.outcome import STATUSES
from samples import LIST_NUMBER, facts
from sizes import mark_long
from walks import walk_points


def plain(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as JSON can tell them."""
    return dict(check(case).to_dict()["facts"])


ELIGIBLE = plain(samples.ELIGIBLE)
ABROAD = plain(facts(returned_on=None, return_declared_on=None))
INELIGIBLE = plain(facts(parts_added=True))
BAD = {"reason": "lost"}


def written(folder: Path, *lines: object, name: str = "退运.json") -> Path:
    file = folder / name
    if file.suffix == ".jsonl":
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    else:
        file.write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
    return file


# -- exit codes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([ELIGIBLE, plain(facts(export_refund="refunded"))], 0),
        ([ELIGIBLE, {}], 3),
        ([ELIGIBLE, plain(facts(reason="recall"))], 3),
        ([{}, INELIGIBLE], 1),
        ([{}, {"declared_on": "2028-02-01"}], 1),
        ([INELIGIBLE, BAD, {}], 2),
    ],
)
def test_the_worst_row_decides_the_exit_code(tmp_path: Path, lines: list[Any], code: int) -> None:
    done = run("check", written(tmp_path, *lines))
    assert done.code == code
    assert [line["row"] for line in done.objects()] == list(range(1, len(lines) + 1))


# -- JSON -----------------------------------------------------------------------------------


def test_a_pipe_gets_one_verdict_a_line_as_in_to_json(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, ELIGIBLE, {}))
    for line, case in zip(done.objects(), [ELIGIBLE, {}], strict=True):
        del line["row"]
        assert line == json.loads(check(case).to_json())
    assert done.err == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_language_asked_for_adds_sentences(tmp_path: Path, lang: Any) -> None:
    (line,) = run("check", written(tmp_path, ELIGIBLE), "--lang", lang).objects()
    assert line["explanation"] == check(ELIGIBLE).explain(lang)


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_a_brief_answer_holds_what_a_program_acts_on(tmp_path: Path, format_: str) -> None:
    file = written(tmp_path, ELIGIBLE, {}, BAD)
    done = run("check", file, "--format", format_, "--brief")
    found = json.loads(done.out) if format_ == "json" else done.objects()
    assert found[:2] == [
        {"row": row, **check(goods).to_dict(brief=True)}
        for row, goods in enumerate((ELIGIBLE, {}), start=1)
    ]
    assert [*found[2]] == ["row", "error", "refused"]


@pytest.mark.parametrize("format_", ["table", "csv", "xlsx"])
def test_a_table_has_no_brief_answer(tmp_path: Path, format_: str) -> None:
    done = run("check", written(tmp_path, ELIGIBLE), "--format", format_, "--brief")
    assert done.code == 2
    assert "--brief" in done.err
    assert f"不能用于 {format_}" in done.err


def test_a_refused_row_is_an_object_with_its_error(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, BAD, ELIGIBLE))
    refused, judged = done.objects()
    assert set(refused) == {"row", "error", "refused"}
    assert "lost" in refused["error"]
    assert "退运原因" in refused["error"]
    assert judged["status"] == "eligible"


def test_json_lines_pass_one_by_one_through_one_process() -> None:
    command_line = [sys.executable, "-m", "retax", "check", "-"]
    with subprocess.Popen(
        command_line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number, case in enumerate((ELIGIBLE, BAD, {}), start=1):
            running.stdin.write(json.dumps(case) + "\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["row"] == number  # before the next is sent
        running.stdin.close()
    assert running.returncode == 2


def test_a_list_comes_out_as_a_list(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, ELIGIBLE, BAD), "--format", "json")
    found = json.loads(done.out)
    assert [line["row"] for line in found] == [1, 2]


def test_json_lines_keep_the_numbers_of_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "goods.jsonl"
    file.write_text(f"{json.dumps(ELIGIBLE)}\n\nno json\n{json.dumps({})}\n", encoding="utf-8")
    done = run("check", file)
    assert [(line["row"], "error" in line) for line in done.objects()] == [
        (1, False),
        (3, True),
        (4, False),
    ]
    assert done.code == 2


# -- what only the whole file shows ---------------------------------------------------------

HALF_AGAIN = {"export_entry": LIST_NUMBER, "exported_quantity": 5, "returned_quantity": 3}
HALF = {**ELIGIBLE, **HALF_AGAIN}


@pytest.mark.parametrize("format_", ["jsonl", "json"])
def test_rows_beyond_the_exported_quantity_are_reported(tmp_path: Path, format_: str) -> None:
    done = run("check", written(tmp_path, HALF, HALF), "--format", format_)
    assert done.code == 3
    assert LIST_NUMBER in done.err
    assert "第 2 行" in done.err
    if format_ == "json":
        first, second = json.loads(done.out)
        assert "overdrawn" not in first
        assert second["overdrawn"] == {"exported": "5", "returned": "6"}


MORE_THAN_IS_TOLD_LATER = (
    {**HALF, "exported_quantity": None, "returned_quantity": 9},
    {**HALF, "returned_quantity": 1, "returned_before": 4},
)


def test_a_stream_counts_the_rows_before_and_a_file_all_of_them(tmp_path: Path) -> None:
    file = written(tmp_path, *MORE_THAN_IS_TOLD_LATER, name="g.jsonl")
    for done in (run("check", file), run("check", "-", stdin=file.read_bytes())):
        statuses = [line["status"] for line in done.objects()]
        assert (done.code, statuses) == (1, ["eligible", "ineligible"])
        assert done.err.startswith("第 2 行超量：")
    whole = run("check", written(tmp_path, *MORE_THAN_IS_TOLD_LATER), "--format", "jsonl")
    statuses = [line["status"] for line in whole.objects()]
    assert (whole.code, statuses) == (1, ["conditional", "ineligible"])
    assert whole.err.startswith("第 1、2 行超量：")


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("g.json", None, "第 1、2 行"),
        ("g.ndjson", None, "第 2 行"),
        ("g.txt", "jsonl", "第 2 行"),
        ("g.jsonl", "json", "第 1、2 行"),
    ],
)
def test_the_kind_of_a_file_says_whether_it_is_a_stream(
    tmp_path: Path, name: str, kind: str | None, rows: str
) -> None:
    lines = kind == "jsonl" or name == "g.ndjson"
    file = written(tmp_path, *MORE_THAN_IS_TOLD_LATER, name="x.jsonl" if lines else "x.json")
    file = file.rename(tmp_path / name)
    done = run("check", file, "--format", "jsonl", *(("--input", kind) if kind else ()))
    assert done.err.startswith(f"{rows}超量：")


def test_the_last_row_of_a_stream_shows_the_whole_sum(tmp_path: Path) -> None:
    before = [
        {**HALF, "exported_quantity": None, "returned_quantity": 1, "returned_before": n}
        for n in range(1, 60)
    ]
    file = written(tmp_path, *before, {**before[-1], "exported_quantity": 60}, name="g.jsonl")
    done = run("check", file)
    assert {line["status"] for line in done.objects()[:-1]} == {"eligible"}
    assert done.objects()[-1]["status"] == "ineligible"
    assert done.code == 1
    assert "第 60 行超量" in done.err
    assert "出口 60，累计退运 61" in done.err


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_rows_beyond_are_a_few_lines_on_standard_error(
    tmp_path: Path, format_: str, lang: str
) -> None:
    same = [{**HALF, "returned_quantity": 5, "reference": f"A-{n}"} for n in range(30)]
    others = [{**same[0], "export_item": 1 + n % 40, "reference": f"B-{n}"} for n in range(80)]
    file = written(tmp_path, *same, *others, name="g.jsonl")
    done = run("check", file, "--format", format_, "--lang", lang)
    lines = done.err.splitlines()
    assert (done.code, len(lines)) == (1, 11)  # of most rows nothing is left to come back
    assert {"zh": "第 2、3、4、5、6、7、8、9、10、11 等 29 行超量", "en": "11 and 19 more: "}[
        lang
    ] in lines[0]
    assert {"zh": "另有 31 个", "en": "of 31 more lines"}[lang] in lines[-1]
    assert len(done.err) < 4_000


def test_many_columns_that_are_not_read_are_counted(tmp_path: Path) -> None:
    names = [f"列{n}" * 50 for n in range(200)]
    known = [{"supervision_code": "9610", "reason": "unsold", "use": "unused", "note": "x"}]
    headings = ",".join([*known[0], *names])
    row = ",".join(known[0].values())
    (tmp_path / "g.csv").write_text(f"{headings}\n{row}\n", encoding="utf-8")
    done = run("check", "g.csv", cwd=tmp_path)
    (sentence,) = done.err.splitlines()
    assert sentence.endswith("等 200 个")
    assert len(sentence) < 1_000


def test_many_rows_without_a_letter_are_a_few_lines_on_standard_error(tmp_path: Path) -> None:
    nameless = {**ADDRESSED, "goods_name": None}
    all_nameless = [{**nameless, "reference": f"R-{n}"} for n in range(40)]
    lines = [*[BAD, {"supervision_code": "9610"}] * 40, *all_nameless]
    file = written(tmp_path, *lines, *({"note": 1, f"x{n}": 1} for n in range(40)))
    done = run("letter", file, "-o", tmp_path / "文书")
    *told, last = done.err.splitlines()
    assert done.code == 2
    assert len(told) <= 12
    assert "等 40 行：" in told[0]
    assert "另有" in told[-1]
    letters = len(done.out.splitlines())
    assert last == f"已出具 {letters} 份文书；因上述原因未出具或未全部出具的：120 行"
    *english, last = run("letter", file, "-o", tmp_path / "文书", "--lang", "en").err.splitlines()
    assert "more reasons" in english[-1]
    assert last.startswith(f"letters written: {letters}; rows without one, or without all")


def test_what_is_stated_for_the_batch_is_named(tmp_path: Path) -> None:
    blank = plain(facts(use=None))
    done = run("check", written(tmp_path, blank, ELIGIBLE), "--default", "使用情况=未使用")
    filled, told = done.objects()
    assert filled["stated_for_batch"] == ["use"]
    assert filled["status"] == "eligible"
    assert "stated_for_batch" not in told


@pytest.mark.parametrize("stated", ["use", "use=hardly", "colour=red", "export_item=2"])
def test_what_cannot_be_stated_for_a_batch_is_refused(tmp_path: Path, stated: str) -> None:
    done = run("check", written(tmp_path, ELIGIBLE), "--default", stated)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


# -- the options of check -------------------------------------------------------------------


def test_the_options_are_those_of_check(tmp_path: Path) -> None:
    rest_days = tmp_path / "休息日.txt"
    rest_days.write_text("2026-09-03\n", encoding="utf-8")
    done = run(
        "check",
        written(tmp_path, ABROAD),
        *("--as-of", "2026-09-04", "--settle", "rest-day=lenient", "--known-on", "20260501"),
        *("--days-off", rest_days),
    )
    (line,) = done.objects()
    assert (line["as_of"], line["known_on"]) == ("2026-09-04", "2026-05-01")
    assert (line["settled"], line["days_off"]) == ({"rest-day": "lenient"}, ["2026-09-03"])
    assert (line["status"], line["last_day"]) == ("conditional", "2026-09-04")


@pytest.mark.parametrize(
    "option",
    [
        ("--as-of", "2026-02-30"),
        ("--known-on", "soon"),
        ("--settle", "rest-day"),
        ("--settle", "reason=strict"),
        ("--days-off", "none.txt"),
        ("--format", "pdf"),
        ("--input", "docx"),
        ("--lang", "fr"),
        ("--output", "verdicts.docx"),
        ("--jobs", "0"),
        ("--colour", "red"),
        ("--as-of",),
    ],
)
def test_an_option_that_is_not_accepted_is_reported_in_one_sentence(
    tmp_path: Path, option: tuple[str, ...]
) -> None:
    done = run("check", written(tmp_path, ELIGIBLE), *option, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    (sentence,) = done.err.splitlines()
    named = {"--output": "verdicts.docx", "--days-off": "none.txt"}
    assert named.get(option[0], option[0]) in sentence


# -- tables ---------------------------------------------------------------------------------


def test_a_table_shows_the_result_the_last_day_and_what_next(tmp_path: Path) -> None:
    case = {**ELIGIBLE, "reference": "TK-7", "papers_held": ["export_list"]}
    done = run("check", written(tmp_path, case, BAD, ABROAD), "--format", "table")
    for told in (
        "TK-7",
        "附条件符合",
        "2026-09-03",
        "早于期限届满日",
        "59 天",
        "填写有误，待更正",
        "lost",
    ):
        assert told in done.out
    assert "共 3 行" in done.out


def test_a_table_is_printed_in_english_too(tmp_path: Path) -> None:
    file = written(tmp_path, ELIGIBLE)
    assert "eligible" in run("check", file, "--format", "table", "--lang", "en").out
    assert "eligible" in run("check", file, "--format", "table", LC_ALL="en_GB.UTF-8").out


def test_a_table_names_the_column_that_answers_a_question(tmp_path: Path) -> None:
    file = written(tmp_path, plain(facts(use=None)))
    assert "使用情况：商品是否用过" in run("check", file, "--format", "table", COLUMNS="400").out


def test_a_note_is_the_whole_internal_opinion(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, ELIGIBLE, BAD), "--format", "note")
    assert check(ELIGIBLE).explain() in done.out
    assert "【第 2 行】\n退运原因“lost”不在可填范围内；请改填下列之一：滞销、" in done.out


@pytest.mark.parametrize("format_", ["note", "table"])
def test_a_yes_says_how_many_conditions_are_presumed(tmp_path: Path, format_: str) -> None:
    presumed = sum(bool(finding.presumed) for finding in check(ELIGIBLE).findings)
    assert presumed == 8
    file = written(tmp_path, ELIGIBLE)
    done = run("check", file, "--format", format_, COLUMNS="400")
    assert "15 项条件按所填内容及推定均符合，其中 8 项系推定" in done.out
    english = run("check", file, "--format", format_, "--lang", "en", COLUMNS="400").out
    assert "each of the 15 conditions is met as stated or presumed, 8 of them presumed" in english


def test_a_table_tells_time_that_runs_from_time_that_was_left_at_the_return(
    tmp_path: Path,
) -> None:
    done = run("check", written(tmp_path, ELIGIBLE), "--format", "table", COLUMNS="400")
    assert "早于期限届满日" in done.out
    assert "余 59 天" not in done.out
    file = written(tmp_path, ABROAD)
    done = run("check", file, "--format", "table", "--as-of", "2026-07-06", COLUMNS="400")
    assert "余 59 天" in done.out
    assert "早于期限届满日" not in done.out


@pytest.mark.parametrize("format_", ["note", "table"])
def test_what_a_verdict_does_not_know_is_printed_beside_it(tmp_path: Path, format_: str) -> None:
    file = tmp_path / "退运.csv"
    names = [name for name in HALF if name != "use"]
    half = {**HALF, "declared_on": "2026-03-02 14:22"}
    cells = [[str(half[name]) for name in names]] * 2
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([names, *cells])
    done = run("check", file, "--default", "use=unused", "--format", format_, COLUMNS="400")
    for told in ("企业就本批商品声明：使用情况=未使用", "时刻已舍去"):
        assert done.out.count(told) == 2
    assert done.out.count("超量：出口单证") == 1


@pytest.mark.parametrize("command", ["check", "deadlines", "letter"])
def test_columns_that_are_not_read_are_named(tmp_path: Path, command: str) -> None:
    (tmp_path / "退运.csv").write_text(
        "监管方式代码,退运原因,仓位\n9610,滞销,A1\n", encoding="utf-8"
    )
    done = run(command, "退运.csv", cwd=tmp_path)
    assert done.err.count("未作为要素读取的列（原样保留）：仓位\n") == 1


@pytest.mark.parametrize("command", ["check", "deadlines", "letter"])
def test_a_row_of_totals_is_reported_and_not_judged(tmp_path: Path, command: str) -> None:
    rows = "商品名称,监管方式代码,退运原因,出口数量\n玩具,9610,滞销,5\n合计,,,5\n"
    (tmp_path / "退运.csv").write_text(rows, encoding="utf-8")
    done = run(command, "退运.csv", cwd=tmp_path)
    (told,) = (line for line in done.err.splitlines() if "合计" in line)
    assert "3" in told
    if command == "check":
        assert [line["row"] for line in done.objects()] == [2]


def test_the_summary_of_a_workbook_tells_what_was_noticed_of_the_file(tmp_path: Path) -> None:
    file, output = tmp_path / "退运.xlsx", tmp_path / "结论.xlsx"
    book = openpyxl.Workbook()
    for row in (["商品名称", "退运原因", "出口数量"], ["玩具", "滞销", 5], ["娃娃", "滞销", 5]):
        book.active.append(row)
    book.active.append(["合计", None, 10])
    book.active.row_dimensions[3].hidden = True
    book.save(file)
    done = run("check", file, "-o", output)
    rows = openpyxl.load_workbook(output)["汇总"].iter_rows(values_only=True)
    told = [row[1] for row in rows if row[0] == "读取情况"]
    assert told == [
        "隐藏或筛选掉的 1 行也已读取（第 3 行）",
        "合计行未作为商品读取，共 1 行（第 4 行）",
    ]
    assert all(remark in done.err for remark in told)
    again = run("check", output, "--format", "jsonl")
    assert [line["row"] for line in again.objects()] == [2, 3]


def test_csv_holds_the_facts_and_the_verdict(tmp_path: Path) -> None:
    goods_name = "=cmd|'/c calc'!A1"
    file = written(tmp_path, {**ELIGIBLE, "goods_name": goods_name}, {"颜色": "红"})
    done = run("check", file, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert rows[0]["商品名称"] == f"'{goods_name}"
    assert rows[0]["退运原因"] == "客户退货"
    assert rows[0]["结论"] == "符合免税条件"
    assert rows[1]["颜色"] == "红"
    assert rows[1]["结论"] == "填写有误，待更正"


WITH_OWN_COLUMNS = "业务编号,出口申报日期,出口数量,仓位\nTK-1,2026-03-05 14:22:10,12,A-03\n"


def test_what_was_mended_in_reading_and_what_was_not_read_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text(WITH_OWN_COLUMNS, encoding="utf-8")
    done = run("check", file)
    (line,) = done.objects()
    assert line["row"] == 2
    assert "14:22:10" in line["remarks"][0]
    assert "仓位" in done.err
    rows = list(csv.DictReader(io.StringIO(run("check", file, "--format", "csv").out)))
    assert (rows[0]["仓位"], rows[0]["业务编号"]) == ("A-03", "TK-1")


def test_days_and_quantities_are_plain_in_csv(tmp_path: Path) -> None:
    done = run(
        "check", written(tmp_path, {**ELIGIBLE, "exported_quantity": 10**9}), "--format", "csv"
    )
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["出口放行日期"], row["出口数量"]) == ("2026-03-03", "1000000000")


def test_a_table_marks_rows_beyond_the_exported_quantity(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, HALF, HALF), "--format", "table")
    assert done.out.count("超量退运") == 2  # at the row, and where rows are counted
    assert "超量退运 1" in done.out


def test_a_table_tells_a_last_day_without_a_return_and_what_else_is_open(tmp_path: Path) -> None:
    late = {**ABROAD, "returned_on": "2026-10-06", "reason": "quality_defect"}
    done = run("check", written(tmp_path, ABROAD, late, {}), "--format", "table", COLUMNS="200")
    assert "2026-09-03" in done.out
    assert "余" not in done.out
    assert "关税法第三十九条" in done.out


# -- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["v.json", "v.jsonl", "v.csv", "v.xlsx"])
def test_a_file_to_write_says_its_format(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, ELIGIBLE)
    (tmp_path / name).write_text("an older one")
    done = run("check", file, "-o", tmp_path / name)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"已写入 {tmp_path / name}（共 1 行：符合免税条件 1）\n"
    assert (tmp_path / name).stat().st_size > 100
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "退运.json"])


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "note"])
def test_a_dash_is_standard_output_for_a_text(tmp_path: Path, format_: str) -> None:
    file = written(tmp_path, ELIGIBLE)
    dash = run("check", file, "--format", format_, "-o", "-", cwd=tmp_path)
    assert dash == run("check", file, "--format", format_)
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "退运.json", "--format", "xlsx", "-o", "-"),
        ("template", "-o", "-"),
        ("letter", "退运.json", "-o", "-"),
        ("deadlines", "退运.json", "--ics", "-"),
    ],
    ids=" ".join,
)
def test_what_is_no_text_needs_a_file(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    written(tmp_path, ADDRESSED)
    done = run(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert arguments[-2] in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["退运.json"]


@pytest.mark.parametrize("name", ["v.jsonl", "v.csv"])
def test_a_file_written_is_reported_with_the_results_of_its_rows(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, HALF, HALF, BAD)
    done = run("check", file, "-o", name, cwd=tmp_path)
    *_, last = done.err.splitlines()
    assert last == (
        f"已写入 {name}（共 3 行：符合免税条件 1、附条件符合 1、填写有误，待更正 1、超量退运 1）"
    )
    english = run("check", file, "-o", name, "--lang", "en", cwd=tmp_path)
    assert english.err.splitlines()[-1].startswith(f"{name} written (3 rows: eligible 1, ")


@pytest.mark.parametrize("name", ["结论.xlsx", "结论.csv"])
def test_verdicts_that_are_checked_again_take_the_place_of_the_old_ones(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / "returns.csv"
    file.write_text(WITH_OWN_COLUMNS, encoding="utf-8")
    run("check", file, "-o", name, cwd=tmp_path)
    again = run("check", name, "--format", "csv", cwd=tmp_path)
    assert "17 列判定结果（结论至适用公告）未带入" in again.err
    heading, row = csv.reader(io.StringIO(again.out.removeprefix("\ufeff")))
    own = ["业务编号", "出口申报日期", "出口数量", "仓位"]
    assert sorted(heading[:4]) == sorted(own)
    assert heading[4] == "结论"
    told = dict(zip(heading, row, strict=True))
    assert (heading.count("结论"), told["仓位"], told["原行号"]) == (1, "A-03", "2")


def test_verdicts_in_the_words_and_order_of_earlier_versions_are_checked_again(
    tmp_path: Path,
) -> None:
    earlier = (
        "原行号,结论,超量退运,期限届满日,剩余天数,判定依据,待补要素,待核口径,待办事项,应备单证,"
        "其他可能途径,批次声明,读取提示,所依据的推定,适用公告"
    )
    (tmp_path / "旧.csv").write_text(
        f"业务编号,出口申报日期,{earlier},仓位\nTK-1,2026-03-05,2,要素待补{',' * 14}A-03\n",
        encoding="utf-8",
    )
    done = run("check", "旧.csv", "--format", "csv", cwd=tmp_path)
    assert "15 列判定结果（原行号至适用公告）未带入" in done.err
    heading, row = csv.reader(io.StringIO(done.out))
    told = dict(zip(heading, row, strict=True))
    assert heading[:4] == ["业务编号", "出口申报日期", "仓位", "结论"]
    assert (told["仓位"], told["结论"]) == ("A-03", "资料待补")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_stated_for_the_batch_still_counts_when_verdicts_are_checked_again(
    tmp_path: Path, lang: str
) -> None:
    stated = {
        "declared_on": "2026-03-02",
        "supervision_code": "9610",
        "is_food": "no",
        "use": "unused",
        "hs_code": "0901.2100",
        "papers_held": "tax_certificate,self_declaration",
        "note": "= none",
    }
    file = tmp_path / "returns.csv"
    file.write_text("退运原因,使用情况,备注\n滞销,,\n滞销,已使用,7\n", encoding="utf-8")
    defaults = [arg for pair in stated.items() for arg in ("--default", "=".join(pair))]
    told = ["--lang", lang]
    run("check", file, *defaults, "-o", "v.xlsx", *told, cwd=tmp_path)
    first = run("check", file, *defaults, "--format", "json", *told)
    again = run("check", "v.xlsx", "--format", "json", *told, cwd=tmp_path)
    assert first.code == 1
    assert json.loads(first.out) == json.loads(again.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["v.xlsx", "v.csv"])
def test_no_paper_held_is_still_reported_when_verdicts_are_checked_again(
    tmp_path: Path, name: str, lang: str
) -> None:
    file = written(tmp_path, {**ELIGIBLE, "papers_held": []})
    (first,) = run("check", file).objects()
    run("check", file, "-o", name, "--lang", lang, cwd=tmp_path)
    (again,) = run("check", name, cwd=tmp_path).objects()
    assert first["status"] == again["status"] == "conditional"
    assert first["actions"] == again["actions"]


def test_papers_stated_for_the_batch_not_to_be_held_are_stated_again(tmp_path: Path) -> None:
    file = tmp_path / "returns.csv"
    file.write_text("出口申报日期,使用情况\n2026-03-05,未使用\n", encoding="utf-8")
    (first,) = run("check", file, "--default", "papers_held=;").objects()
    run("check", file, "--default", "papers_held=;", "-o", "v.xlsx", cwd=tmp_path)
    (again,) = run("check", "v.xlsx", cwd=tmp_path).objects()
    assert first["facts"]["papers_held"] == again["facts"]["papers_held"] == []
    assert first["stated_for_batch"] == again["stated_for_batch"] == ["papers_held"]


def test_a_file_of_one_column_can_be_checked_again(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("出口申报日期\n2026-02-01\n", encoding="utf-8")
    first = run("check", "one.csv", "-o", "v.csv", cwd=tmp_path)
    again = run("check", "v.csv", cwd=tmp_path)
    assert first.code == again.code == 3


def test_a_workbook_needs_a_file(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, ELIGIBLE), "--format", "xlsx")
    assert (done.code, done.out) == (2, "")
    assert "-o" in done.err


def test_the_file_that_is_read_is_not_overwritten(tmp_path: Path) -> None:
    file = written(tmp_path, ELIGIBLE)
    before = file.read_bytes()
    assert run("check", file, "-o", file).code == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "deadlines"])
@pytest.mark.parametrize("name", ["退运.json", "link.json", "休息日.txt"])
def test_no_file_that_is_read_is_overwritten(tmp_path: Path, command: str, name: str) -> None:
    file = written(tmp_path, ABROAD)
    (tmp_path / "link.json").symlink_to(file)
    (tmp_path / "休息日.txt").write_text("2026-09-03\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    option = ["--ics", name] if command == "deadlines" else ["--format", "csv", "-o", name]
    done = run(command, file, *option, "--days-off", "休息日.txt", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert name in done.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_years_of_rest_days_are_no_file(tmp_path: Path) -> None:
    file = written(tmp_path, ABROAD)
    (tmp_path / "2026").write_text("an output")
    done = run("check", file, "--days-off", "2026", "--format", "csv", "-o", "2026", cwd=tmp_path)
    assert done.code == 3


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    for name in ("none/v.json", "none/v.xlsx"):
        done = run("check", written(tmp_path, ELIGIBLE), "-o", tmp_path / name)
        assert done.code == 2
        assert len(done.err.splitlines()) == 1


# -- the law --------------------------------------------------------------------------------


CLAUSES = [ruled.clause.id for ruled in get_law().clauses]
# What can become of the clock takes seconds to find.
SOON_EXPLAINED = [id_ for id_ in (*CLAUSES, *QUESTIONS) if id_ != "1.six_months"]


@pytest.mark.parametrize("id_", [*SOON_EXPLAINED, *mark_long(["1.six_months"])])
def test_every_clause_and_question_is_explained(
    id_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang in ("zh", "en"):
        assert main(["explain", id_, "--lang", lang]) == 0
        assert id_ in capsys.readouterr().out


@walk_points("question", QUESTIONS.values(), name=lambda question: question.id)
def test_an_explained_question_offers_to_settle_what_can_be_settled(question: Question) -> None:
    told = run("explain", question.id).out
    assert (f"--settle {question.id}=strict" in told) == question.can_be_settled
    assert question.instead is None or question.instead.words.zh in told


def test_words_mean_a_clause_of_the_announcement_before_one_of_the_ordinary_route() -> None:
    assert run("explain", "未使用").out.startswith("3.unused")
    assert run("explain", "不可抗力").out.startswith("39.cause")
    told = run("explain", "39.one_year").out
    assert told.startswith("39.one_year（第三十九条）")
    assert "39:extension" in told
    assert "39.one_year" in run("explain", "export-date").out


def test_what_is_no_clause_is_reported_with_the_nearest() -> None:
    done = run("explain", "six_months")
    assert (done.code, done.out) == (2, "")
    assert "1.six_months" in done.err


def test_the_law_is_printed_at_a_glance() -> None:
    told = run("law").out
    for id_ in [*CLAUSES, *QUESTIONS, "1210", "2026-16"]:
        assert id_ in told


@pytest.mark.parametrize(
    ("of", "schema"), [("goods", goods_schema()), ("verdict", verdict_schema())]
)
def test_the_schemas_are_those_of_the_library(of: str, schema: Any) -> None:
    assert json.loads(run("schema", of).out) == json.loads(json.dumps(schema))
    assert run("schema", "letters").code == 2


# -- the command itself ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "word"), [("zh_CN.UTF-8", "显示本说明"), ("en_US.UTF-8", "show this help")]
)
def test_help_is_in_the_language_of_the_locale(locale: str, word: str) -> None:
    for arguments in ([], ["--help"], ["check", "--help"]):
        done = run(*arguments, LC_ALL=locale)
        assert (done.code, done.err) == (0, "")
        assert word in done.out


@pytest.mark.parametrize("columns", ["60", "80", "200"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_the_help_is_cut_off(lang: Any, columns: str) -> None:
    told = {}
    for name in COMMANDS:
        given = ["--help"] if name == "retax" else [name, "--lang", lang, "--help"]
        locale = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[lang]
        told[name] = "".join(run(*given, COLUMNS=columns, LC_ALL=locale).out.split())
        assert "".join(write_help(name).text(lang).split()) in told[name]
        assert "".join(COMMANDS[name].text(lang).split()) in told["retax"]
    for words in PARAMETERS.values():
        assert any("".join(words.text(lang).split()) in text for text in told.values())


def test_help_goes_by_the_language_asked_for_before_the_locale() -> None:
    assert "Judge" in run("check", "--lang", "en", "--help").out
    assert "Judge" in run("check", "--lang=en", "--help").out


def test_every_command_and_option_has_its_words() -> None:
    names = {info.name for info in app.registered_commands}
    assert set(COMMANDS) == {"retax", *names}
    used = {
        parameter
        for info in app.registered_commands
        for parameter in (info.callback.__annotations__ if info.callback else {})
    }
    assert set(PARAMETERS) == (used - {"return"}) | {"help", "version"}


@pytest.mark.parametrize("name", ["check", "deadlines", "letter"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_of_what_reads_files_tells_its_exit_codes(name: str, lang: Any) -> None:
    told = write_help(name).text(lang)
    assert {"zh": "退出码", "en": "Exit code"}[lang] in told
    if name != "letter":
        assert {"zh": "超出出口数量", "en": "more comes back of"}[lang] in " ".join(told.split())


def test_the_version_is_printed() -> None:
    done = run("--version")
    assert (done.code, done.out, done.err) == (0, f"retax {read_version()}\n", "")


MISUSED = {
    ("check",): "缺少参数 FILE",
    ("judge",): "没有命令 judge",
    ("chekc", "a"): "没有命令 chekc；是否为 check？",
    ("law", "all"): "多出的参数：all",
    ("check", "a", "#", "一、生成空白工作簿"): "多出的参数：# 一、生成空白工作簿",
    ("check", "a", "--as-of"): "选项 --as-of 后缺少值",
    ("--version=3",): "选项 --version 后不能有值",
    ("check", "a", "--colour"): "没有选项 --colour",
}


@pytest.mark.parametrize("arguments", MISUSED)
def test_a_command_that_is_misused_is_reported_in_one_sentence(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{MISUSED[arguments]}；用法见 retax --help\n"
    english = run(*arguments, LC_ALL="en_US.UTF-8")
    assert english.err.endswith("; see retax --help\n")
    assert len(english.err.splitlines()) == 1


def test_a_misuse_without_words_of_its_own_is_reported_in_chinese_too() -> None:
    assert write_usage_error(Exception("Missing command.")).zh == "缺少命令；用法见 retax --help"
    strange = write_usage_error(Exception("It is strange."))
    assert strange.zh == "命令写法有误；用法见 retax --help"
    assert strange.en == "It is strange; see retax --help"


def test_the_installed_command_is_the_same(tmp_path: Path) -> None:
    script = Path(sysconfig.get_path("scripts"), "retax")
    done = subprocess.run(
        [script, "check", written(tmp_path, ELIGIBLE), "--format", "json"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["status"] == "eligible"


def test_the_statuses_have_their_colours() -> None:
    from retax.desk.writers.terminal import COLOURS

    assert set(COLOURS) == set(STATUSES)


def test_a_reader_that_has_seen_enough_shows_in_the_exit_code_alone(tmp_path: Path) -> None:
    file = written(tmp_path, *[{}] * 500)
    command_line = [sys.executable, "-m", "retax", "check", str(file)]
    with subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_terminal_that_lacks_a_character_still_gets_an_answer(
    tmp_path: Path, encoding: str
) -> None:
    file = written(tmp_path, ELIGIBLE, BAD)
    done = run_program("check", file, "--format", "table", PYTHONIOENCODING=encoding)
    assert done.code == 2
    assert "2026-09-03" in done.out


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp936", "utf-16", "latin-1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "退运.json", "--format", "jsonl"),
        ("check", "退运.json", "--format", "json"),
        ("deadlines", "退运.json", "--format", "jsonl"),
        ("schema", "goods"),
    ],
    ids=" ".join,
)
def test_json_is_utf_8_whatever_the_code_page(
    tmp_path: Path, encoding: str, arguments: tuple[str, ...]
) -> None:
    written(tmp_path, {**ABROAD, "reference": "毛绒 é"}, BAD)
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    with contextlib.redirect_stdout(out), contextlib.chdir(tmp_path):
        main([*arguments])
    out.flush()
    lines = raw.getvalue().decode("utf-8").splitlines()
    if "jsonl" in arguments:
        assert [json.loads(line) for line in lines]
    else:
        assert json.loads("\n".join(lines))
    assert "毛绒 é" in "".join(lines) or arguments[0] == "schema"


def test_in_this_process_the_exit_code_is_returned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["retax", "check", str(written(tmp_path, {}))])
    assert cli.main() == 3
    assert json.loads(capsys.readouterr().out)["status"] == "needs_facts"


# -- deadlines ------------------------------------------------------------------------------


def test_goods_still_abroad_are_listed_by_last_day(tmp_path: Path) -> None:
    later = {
        **ABROAD,
        "reference": "later",
        "released_on": "2026-03-04",
        "declared_on": "2026-03-04",
    }
    file = written(tmp_path, later, {**ABROAD, "reference": "sooner"}, ELIGIBLE)
    done = run("deadlines", file, "--as-of", "2026-08-31")
    assert [(line["goods"], line["days_left"]) for line in done.objects()] == [
        ("sooner", 3),
        ("later", 4),
    ]
    table = run("deadlines", file, "--as-of", "2026-08-31", "--format", "table")
    assert table.out.index("sooner") < table.out.index("later")
    assert done.code == table.code == 0


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([ABROAD], 0),
        ([{**ABROAD, "declared_on": "2026-02-01", "released_on": "2026-02-01"}], 1),
        ([{"supervision_code": "9610"}], 3),
        ([{**ABROAD, **HALF_AGAIN}, {**ABROAD, **HALF_AGAIN}], 3),
        ([ABROAD, BAD], 2),
    ],
)
def test_the_exit_code_says_whether_a_last_day_has_passed(
    tmp_path: Path, lines: list[Any], code: int
) -> None:
    done = run("deadlines", written(tmp_path, *lines), "--as-of", "2026-08-31")
    assert done.code == code


def test_deadlines_are_counted_from_today_unless_a_day_is_given(tmp_path: Path) -> None:
    assert run("deadlines", written(tmp_path, ABROAD)).code == 1  # its last day is 2026-09-03


def test_deadlines_go_into_a_calendar(tmp_path: Path) -> None:
    calendar = tmp_path / "期限.ics"
    file = written(tmp_path, ABROAD)
    done = run("deadlines", file, "--as-of", "2026-08-01", "--ics", calendar)
    assert "20260903" in calendar.read_text(encoding="utf-8")
    assert "期限.ics" in done.err
    calendar.unlink()
    assert run("deadlines", file, "--as-of", "2026-10-01", "--ics", calendar).code == 1
    assert not calendar.exists()


def test_a_list_of_deadlines_has_two_formats(tmp_path: Path) -> None:
    assert run("deadlines", written(tmp_path, ABROAD), "--format", "csv").code == 2


# -- letters --------------------------------------------------------------------------------

ADDRESSED = {
    **ELIGIBLE,
    "enterprise": "甲公司",
    "export_entry": LIST_NUMBER,
    "goods_name": "毛绒玩具",
}


def test_letters_are_written_and_refusals_reported(tmp_path: Path) -> None:
    file = written(tmp_path, ADDRESSED, {**ADDRESSED, "parts_added": True}, ELIGIBLE)
    done = run("letter", file, "-o", tmp_path / "文书", "--on", "2026-11-22")
    (place,) = (tmp_path / "文书").iterdir()
    names = sorted(path.name for path in place.iterdir())
    assert (place.name, len(names)) == ("甲公司", 3)
    assert sorted(Path(line).name for line in done.out.splitlines()) == names
    assert done.code == 1
    *told, last = done.err.splitlines()
    assert {line[:6] for line in told} == {"第 2 行：", "第 3 行："}
    assert last == "已出具 3 份文书；因上述原因未出具或未全部出具的：2 行"


def test_a_wrong_credit_code_is_reported_as_what_keeps_the_letters_back(tmp_path: Path) -> None:
    wrong = {**ADDRESSED, "enterprise_code": "91110000600037341A"}
    done = run("letter", written(tmp_path, wrong), "-o", tmp_path / "文书")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "第 1 行：统一社会信用代码 91110000600037341A 有误（应为 18 位且校验位相符），"
        "请核对营业执照；更正前不能出具文书\n"
        "已出具 0 份文书；因上述原因未出具或未全部出具的：1 行\n"
    )


def test_letters_of_goods_without_a_name_are_reported_as_drafts(tmp_path: Path) -> None:
    nameless = {**ADDRESSED, "goods_name": " "}
    done = run("letter", written(tmp_path, ADDRESSED, nameless), "-o", tmp_path / "文书")
    assert done.code == 0
    assert all("（草稿）" in path for path in done.out.splitlines())
    assert done.err == "第 2 行：文书为草稿；补填商品名称\n"


def test_a_kind_that_does_not_fit_is_reported(tmp_path: Path) -> None:
    done = run("letter", written(tmp_path, ADDRESSED), "--kind", "self_declaration", cwd=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert "滞销退运自我声明" in done.err


def test_the_user_s_own_template_is_filled_in(tmp_path: Path) -> None:
    from docx import Document

    template = Document()
    template.add_paragraph("出口单证：{{ export_entry }}")
    template.save(str(tmp_path / "own.docx"))
    file = written(tmp_path, ADDRESSED)
    options = ("--kind", "checklist", "--template", tmp_path / "own.docx", "-o", tmp_path)
    done = run("letter", file, *options)
    assert done.code == 0
    text = "".join(p.text for p in Document(done.out.strip()).paragraphs)
    assert f"出口单证：{LIST_NUMBER}" in text


@pytest.mark.parametrize(
    "option", [("--kind", "poem"), ("--template", "none.docx"), ("--on", "soon")]
)
def test_a_letter_that_cannot_be_written_is_reported(
    tmp_path: Path, option: tuple[str, str]
) -> None:
    done = run("letter", written(tmp_path, ADDRESSED), *option, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


# -- the blank workbook ---------------------------------------------------------------------


def test_the_blank_workbook_is_written_once(tmp_path: Path) -> None:
    done = run("template", cwd=tmp_path)
    assert (done.code, done.out) == (0, "退运商品.xlsx\n")
    assert run("template", cwd=tmp_path).code == 2
    assert run("template", "-o", "again.xlsx", cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["goods.csv", "goods", "goods.xls"])
def test_the_blank_workbook_has_the_name_of_a_workbook(tmp_path: Path, name: str) -> None:
    done = run("template", "-o", name, cwd=tmp_path)
    assert (done.code, done.out, done.err) == (
        2,
        "",
        f"-o 为 {name}；空白工作簿的文件名应以 .xlsx 结尾\n",
    )
    assert not list(tmp_path.iterdir())


def test_the_blank_workbook_s_examples_are_judged(tmp_path: Path) -> None:
    run("template", "-o", "goods.xlsx", cwd=tmp_path)
    done = run("check", "goods.xlsx", cwd=tmp_path)
    assert [(line["row"], line["status"]) for line in done.objects()] == [
        (2, "eligible"),
        (3, "conditional"),
    ]
    assert all("示例" in line["remarks"][0] for line in done.objects())
    assert (done.code, done.err) == (0, "第 2、3 行：本行是表样中的示例，不是实际商品；请删除\n")
    verdicts = run("check", "goods.xlsx", "-o", "结论.xlsx", cwd=tmp_path)
    assert verdicts.err.splitlines()[0] == done.err.strip()
    summary = openpyxl.load_workbook(tmp_path / "结论.xlsx")["汇总"]
    told = {row[0].value: row[1].value for row in summary.iter_rows() if row[0].value}
    assert told["未删的示例行"] == "2 行：原第 2、3 行"


def test_no_letter_is_written_for_the_blank_workbook_s_examples(tmp_path: Path) -> None:
    run("template", "-o", "goods.xlsx", cwd=tmp_path)
    done = run("letter", "goods.xlsx", "-o", "文书", cwd=tmp_path)
    assert (done.code, done.out) == (3, "")
    *told, last = done.err.splitlines()
    assert [line[:8] for line in told] == ["第 2、3 行："]
    assert last == "已出具 0 份文书；因上述原因未出具或未全部出具的：2 行"
    assert not (tmp_path / "文书").exists()


# -- the program ----------------------------------------------------------------------------


ONE_OF_EACH_COMMAND = [
    ["--version"],
    ["check", "退运.json", "-o", "verdicts.xlsx"],
    ["check", "none.json"],
    ["deadlines", "退运.json", "--as-of", "2026-08-31"],
    ["letter", "退运.json", "-o", "文书", "--on", "2026-11-22"],
    ["template", "-o", "template.xlsx"],
    ["explain", "3.unused"],
    ["law"],
    ["schema", "verdict"],
]
OF_THE_SAME_COMMANDS = [
    [],
    ["--help"],
    ["check", "退运.json"],
    ["check", "退运.json", "--format", "table", "--lang", "en"],
    ["check", "退运.json", "--format", "note"],
    ["check", "退运.json", "--format", "csv"],
    ["check", "退运.json", "--as-of", "soon"],
    ["deadlines", "退运.json", "--as-of", "2026-08-31", "--format", "table"],
]


@pytest.mark.parametrize(
    "arguments",
    [*ONE_OF_EACH_COMMAND, *mark_long(OF_THE_SAME_COMMANDS)],
    ids=" ".join,
)
def test_the_program_does_what_the_command_does(tmp_path: Path, arguments: list[str]) -> None:
    folders = [tmp_path / "here", tmp_path / "there"]
    answers = []
    for folder, runs in zip(folders, (run, run_program), strict=True):
        folder.mkdir()
        written(folder, ADDRESSED, ABROAD, {}, BAD)
        answers.append(runs(*arguments, cwd=folder, COLUMNS="100"))
    assert answers[0] == answers[1]
    here, there = (sorted(path.name for path in folder.rglob("*")) for folder in folders)
    assert here == there


# -- broken files ---------------------------------------------------------------------------

HOW_IT_IS_TOLD = ("jsonl", "json", "csv", "table", "note", "xlsx")


@pytest.mark.parametrize(("broken", "format_"), list(zip(BROKEN, cycle(HOW_IT_IS_TOLD))))
def test_a_broken_file_ends_in_exit_code_2_and_one_sentence(
    tmp_path: Path, broken: Broken, format_: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file, verdicts = broken.build(tmp_path), tmp_path / "verdicts.out"
    assert main(["check", str(file), "--format", format_, "-o", str(verdicts)]) == 2
    told = capfd.readouterr()
    assert told.out == ""
    if broken.refused == "file":
        (sentence,) = told.err.splitlines()
        assert file.name.splitlines()[0] in sentence
        assert not verdicts.exists() or format_ == "jsonl"
    else:
        assert verdicts.stat().st_size > 50
        assert str(verdicts) in told.err


def refusals_in(file: Path, *options: str) -> list[list[Any]]:
    rows = run("check", file, "--format", "jsonl", *options).objects()
    return [
        [(each["fact"], each["code"], each["value"]) for each in row["refused"]] for row in rows
    ]


@pytest.mark.parametrize("options", [(), ("--brief",), ("--jobs", "2"), ("--lang", "en")])
def test_a_refused_row_names_fact_code_and_value_for_programs(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    file = tmp_path / "t.jsonl"
    lines = [
        '{"use": "x", "us": 1, "returned_quantity": 0, "returned_on": 1e3}',
        '{"declared_on": "2026-03-03", "released_on": "2026-03-01"}',
        '{"使用情况": "unused", "使用情况": "used"}',
        "no json",
        "[1]",
        '{"papers_held": ["a", 1], "enterprise_code": "91110000600037341X"}',
        '{"export_item": 1e400, "note": 99999999999999999999}',
        '{"use": null, "export_item": 99999999999999999999, "is_food": {"a": 1}}',
        json.dumps({"use": "x" * 99}),
        json.dumps({"无" * 201: "无" * 9999}),
    ]
    file.write_text("\n".join(lines), "utf-8")
    assert refusals_in(file, *options) == [
        [
            ("us", "unknown_name", 1),
            ("returned_on", "unreadable", "1E+3"),
            ("use", "not_accepted", "x"),
            ("returned_quantity", "not_accepted", 0),
        ],
        [("released_on", "contradiction", "2026-03-01")],
        [("use", "conflicting_names", None)],
        [("", "unreadable", None)],
        [("", "unreadable", None)],
        [
            ("papers_held", "not_accepted", ["a", 1]),
            ("enterprise_code", "not_accepted", "91110000600037341X"),
        ],
        [("export_item", "unreadable", None)],
        [
            ("export_item", "not_accepted", "99999999999999999999"),
            ("is_food", "unreadable", "{'a': 1}"),
        ],
        [("use", "not_accepted", f"{'x' * 59}…")],
        [("无" * 200, "unreadable", None)],
    ]


def test_a_refused_row_of_a_file_says_what_is_accepted_beside_each_sentence(
    tmp_path: Path,
) -> None:
    file = tmp_path / "t.csv"
    file.write_text("出口单证号,使用情况,出口申报日期\n3.1042E+17,八成新,2026-02-30\n", "utf-8")
    (row,) = run("check", file, "--format", "jsonl", "--lang", "zh").objects()
    assert refusals_in(file) == [
        [
            ("export_entry", "unreadable", "3.1042E+17"),
            ("declared_on", "unreadable", "2026-02-30"),
            ("use", "not_accepted", "八成新"),
        ]
    ]
    assert row["error"] == "；".join(each["message"] for each in row["refused"])
    assert [each["accepted"] for each in row["refused"]] == [[], [], list(USES)]


ONE_OF_EACH_KIND = {broken.refused: broken for broken in BROKEN}.values()


@pytest.mark.parametrize(
    "broken", [*ONE_OF_EACH_KIND, *mark_long(BROKEN[::8])], ids=lambda broken: broken.name
)
def test_a_broken_file_is_reported_in_a_process_of_its_own(tmp_path: Path, broken: Broken) -> None:
    file = broken.build(tmp_path)
    done = run_program("check", file, "--format", "json")
    assert done.code == 2
    if broken.refused == "file":
        assert (done.out, len(done.err.splitlines())) == ("", 1)
    else:
        assert {*map(frozenset, json.loads(done.out))} == {frozenset({"row", "error", "refused"})}


# -- beside, together, as a clerk reads it ----------------------------------------------------


def test_the_verdicts_may_be_written_beside_the_file_as_of_today(tmp_path: Path) -> None:
    file = written(tmp_path, ABROAD)
    done = run("check", file, "--beside")
    assert done.code in (0, 1)
    summary = openpyxl.load_workbook(tmp_path / "结论.xlsx")["汇总"]
    told = dict(summary.iter_rows(max_col=2, values_only=True))
    assert told["判断基准日"] == str(get_today_in_china())
    run("check", file, "--beside", "--as-of", "2026-08-01", "--lang", "en")
    assert (tmp_path / "verdicts.xlsx").exists()


@pytest.mark.parametrize("arguments", [("-o", "v.xlsx"), ()])
def test_beside_goes_with_a_file_and_without_a_name(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    file = written(tmp_path, ELIGIBLE) if arguments else Path("-")
    done = run("check", file, "--beside", *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "--beside" in done.err


def test_without_arguments_dropping_a_workbook_is_explained_before_the_help() -> None:
    done = run()
    assert done.code == 0
    assert "拖到" in done.out.splitlines()[0]
    assert "retax template --bat" in done.out
    assert "check" in done.out


def test_all_that_is_wrong_with_a_row_is_reported_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    headings = ("出口单证号", "退运原因", "使用情况", "统一社会信用代码", "出口申报日期")
    book.active.append(headings)
    book.active.append((310420260000012416.0, "海外仓滞销", "八成新", "91110000600037341X", None))
    book.active.append((LIST_NUMBER, "滞销", "未使用", "91110000600037341X", "2026-03-05"))
    book.active.append((310420260000012416.0, "滞销", "未使用", " ", "2026-03-05"))
    book.save(tmp_path / "t.xlsx")
    first, second, third = run("check", tmp_path / "t.xlsx", "--lang", "zh").objects()
    wrong_code = "统一社会信用代码 91110000600037341X 有误"
    for told in ("3.1042E+17", "“海外仓滞销”", "“八成新”", wrong_code):
        assert told in first["error"]
    assert any("统一社会信用代码" in remark for remark in second["remarks"])
    assert "status" in second
    assert "信用代码" not in third["error"]


def test_whole_numbers_of_a_workbook_are_whole_in_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("项号", "出口数量", "本次退运数量", "仓位", "出口申报日期"))
    book.active.append((1.0, 200.0, 2.5, 1e20, "2026-03-05"))
    book.save(tmp_path / "t.xlsx")
    done = run("check", tmp_path / "t.xlsx", "--format", "csv")
    assert done.out.splitlines()[1].startswith("1,200,2.5,1e+20,2026-03-05,")


def test_a_table_marks_what_an_answer_of_customs_decided(tmp_path: Path) -> None:
    file = written(tmp_path, plain(facts(reason="recall")), ELIGIBLE)
    done = run("check", file, "--settle", "召回=从宽", "--format", "table", COLUMNS="200")
    assert done.out.count("按企业确认的海关答复处理") == 1


def test_what_is_to_be_asked_and_what_is_missing_have_colours_of_their_own() -> None:
    from retax.desk.writers.terminal import COLOURS

    assert len(set(COLOURS.values())) == len(STATUSES)


@pytest.mark.parametrize(
    ("name", "id_"),
    [("食品", "1.not_food"), ("召回", "reason:recall"), ("先进先出", "batch-fifo")],
)
def test_a_clause_and_a_question_are_explained_by_their_chinese_words(name: str, id_: str) -> None:
    assert run("explain", name).out == run("explain", id_).out != ""


def test_words_of_several_questions_are_refused_with_their_ids() -> None:
    done = run("explain", "退回")
    assert (done.code, done.out) == (2, "")
    assert "reason:wrong_goods" in done.err
    assert run("explain", " ").code == 2


@pytest.mark.parametrize("name", ["6个月", "６ 个月", "six months", "Six  Months", "六个月"])
def test_a_clause_is_found_however_its_words_are_typed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What can become of the clock takes seconds to find, and is the same for one id.
    monkeypatch.setattr(law_reference, "find_reachable_outcomes", lambda _: FOUND_BEFORE)
    told = run("explain", name).out
    assert told.startswith("1.six_months")
    assert told == run("explain", "1.six_months").out


FOUND_BEFORE = ReachableOutcomes(("met", "failed"), {"exported_on": Words("须补充", "asked for")})


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("六个月内", "是否为 1.six_months（在六个月期限内退运）？"),
        ("6个月内", "是否为 1.six_months（在六个月期限内退运）？"),
        ("six_month", "是否为 1.six_months（在六个月期限内退运）？"),
        ("配件更换", "是否为 3.no_parts_added（"),
    ],
)
def test_what_comes_near_the_words_of_a_clause_is_told_with_it(name: str, near: str) -> None:
    done = run("explain", name)
    assert (done.code, done.out) == (2, "")
    assert near in done.err


@pytest.mark.parametrize("name", ["海外仓", "{0}", "3", "半年", "a b"])
def test_what_comes_near_nothing_is_told_with_all_there_is(name: str) -> None:
    done = run("explain", name)
    assert (done.code, done.out) == (2, "")
    assert "是否为" not in done.err
    assert "请改填下列之一：1.period" in done.err


def test_words_of_several_clauses_are_told_with_what_each_says() -> None:
    done = run("explain", "退税")
    assert (done.code, done.out) == (2, "")
    assert "2.certificate（已取得补税/未退税证明）" in done.err


def test_a_row_that_is_refused_keeps_the_name_of_its_goods_on_the_terminal(tmp_path: Path) -> None:
    rows = (
        "业务编号,商品名称,监管方式代码,退运原因\n"
        "TH-7,耳机,9610,丢失\n,台灯,9610,丢失\n,,9610,丢失\n"
    )
    (tmp_path / "退运.csv").write_text(rows, encoding="utf-8")
    shown = run("check", "退运.csv", "--format", "table", cwd=tmp_path).out
    assert shown.count("填写有误，待更正") == 3 + 1  # and once in the sum
    assert "TH-7" in shown
    assert "耳机" not in shown
    assert "台灯" in shown
