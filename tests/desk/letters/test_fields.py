from __future__ import annotations

import re
from pathlib import Path

import pytest

import retax
from desk.letters.addressed import CODE, addressed, fields, letters, random_letters, texts
from retax.desk.letters import FIELDS, KINDS
from retax.desk.letters import fields as fields_module
from retax.desk.letters.clauses import MET, TO_BE_DONE
from retax.desk.letters.dates import write_day
from retax.desk.letters.fields import fill_fields, find_release
from retax.facts.catalogue import NAMES
from retax.law.cross_border.announcements import LAW_REVIEWED_ON
from samples import LIST_NUMBER, OTHER_NAMES, YES_NO
from sizes import walk_part_and_whole

PAGE = Path(__file__).parents[3] / "docs" / "letters.md"


def test_every_letter_has_the_documented_fields_and_no_other() -> None:
    for letter in letters(addressed(), addressed(reason="unsold")):
        assert tuple(fill_fields(letter)) == tuple(FIELDS)


def test_the_page_and_the_docstring_document_every_field() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.M)
    documented = [row for row in rows if row[0] not in KINDS]
    told = [(name, words.zh, words.en) for name, words in FIELDS.items()]
    assert documented == told
    assert all(re.search(rf"\b{name}\b", fields_module.__doc__ or "") for name in FIELDS)


def test_the_example_of_the_page_runs_and_every_link_resolves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", page, re.S)
    exec(code, {})  # noqa: S102  # the page's own example
    (printed,) = re.findall(r"```text\n(.*?)```", page, re.S)
    assert capsys.readouterr().out == printed
    for target in re.findall(r"\]\((\.[^)]+)\)", page):
        assert (PAGE.parent / target).exists(), target


def test_the_address_the_day_and_the_tool() -> None:
    values = fields(addressed())
    assert values["enterprise"] == "宁波远航电子商务有限公司"
    assert (values["enterprise_code"], values["export_entry"]) == (CODE, LIST_NUMBER)
    assert values["date"] == "2026年7月20日"
    assert values["law_reviewed_on"] == write_day(LAW_REVIEWED_ON)
    assert values["version"] == find_release(retax.check({}).version)


@pytest.mark.parametrize(
    ("version", "release"),
    [
        ("0.1.dev457+g18590ae8d", "0.1"),
        ("0.1.dev457+g18590ae8d.d20261130", "0.1"),
        ("0.1.2", "0.1.2"),
        ("0.2.0rc1", "0.2.0rc1"),
        ("1.0.post1.dev3", "1.0.post1"),
        ("0+unknown", "0"),
    ],
)
def test_a_letter_names_the_release_and_no_build(version: str, release: str) -> None:
    assert find_release(version) == release


IN_2025 = {
    "export_entry": "29102025E000000123",
    "declared_on": "2025-03-02",
    "released_on": "2025-03-03",
    "exported_on": "2025-03-04",
    "returned_on": "2025-05-05",
    "return_declared_on": "2025-05-06",
}


@pytest.mark.parametrize(
    ("days", "cited"),
    [
        ({}, "财政部 海关总署 税务总局公告2026年第16号"),
        (IN_2025, "财政部 海关总署 税务总局公告2023年第4号（适用期按2023年第34号）"),
    ],
)
def test_the_basis_is_the_announcement_with_its_articles(days: dict[str, str], cited: str) -> None:
    (basis,) = fields(addressed(days))["basis"]
    assert basis == cited + "第一条、第二条、第三条、第四条"


def test_every_fact_of_a_line_but_the_note_can_be_named() -> None:
    (line,) = fields(addressed(note="勿外传", goods_name="玩具", use="unused"))["lines"]
    assert set(line) == {"number", "match", *OTHER_NAMES} - {"note"}
    assert (line["number"], line["goods_name"], line["use"]) == ("1", "玩具", "未使用")
    assert line["damaged"] == ""


def test_what_papers_say_and_the_enterprise_states_are_kept_apart() -> None:
    values = fields(addressed(goods_name="玩具", damaged=False, order_no="A-1"))
    assert {row["label"]: row["value"] for row in values["papers_say"]} == {
        "订单号": "A-1",
        "出口单证号": LIST_NUMBER,
        "监管方式代码": "9610",
        "出口申报日期": "2026年3月2日",
        "出口放行日期": "2026年3月3日",
        "出口日期": "2026年3月4日",
        "退运进境日期": "2026年7月6日",
        "退运进口申报日期": "2026年7月7日",
    }
    assert values["enterprise_states"] == [
        "退运原因：客户退货",
        "商品不供人食用或饮用",
        "最小商品形态与出口时基本一致",
        "未增加或更换配件、部件",
        "未经加工、改装",
        "使用情况：未使用",
        "商品无破损",
        "出口退税办理情况：未退税",
    ]
    assert values["circumstances"] == values["enterprise_states"][1:]
    assert values["reasons"] == ["客户退货"]


def test_a_tax_is_asked_for_only_where_the_facts_given_bear_it_out() -> None:
    exempt = ["进口关税：免征", "进口环节增值税：免征", "进口环节消费税：免征（如属应税消费品）"]
    assert fields(addressed())["requests"] == exempt
    assert fields(addressed(damaged=True))["requests"] == exempt
    paid = addressed(export_duty_paid=True, taxed_at_export=True)
    assert fields(paid)["requests"] == [
        *exempt,
        "出口关税：已征的准予退还",
        "出口时已征的增值税、消费税：参照内销货物退货办理",
    ]
    assert fields(paid, addressed())["requests"][3] == "出口关税：已征的准予退还（序号1）"


# -- only what was given --------------------------------------------------------------------------

NEVER_SAID = re.compile(
    "从严|从宽|口径|推定|假设|假定|未知|未说明|未作|暂|待核|处理[）)]|尚未|不确定"
)


PLANNED = {"returned_on": "2026-07-20", "return_declared_on": "2026-07-21"}
"""Back on the day of the letter, and declared on the day after it."""


def test_a_day_that_is_still_to_come_is_named_and_no_clause_is_met_by_it() -> None:
    values = fields(addressed(PLANNED))
    assert values["draft"] is True
    assert values["actions"] == ["退运进口申报日期（2026年7月21日）晚于本文书日期，届时核实"]
    outcomes = {row["condition"]: row["outcome"] for row in values["clauses"]}
    assert outcomes["在六个月期限内退运"] == TO_BE_DONE
    assert outcomes["退运原因属于滞销或退货"] == MET


def test_days_up_to_that_of_the_letter_have_come() -> None:
    values = fields(addressed(PLANNED, return_declared_on="2026-07-20"))
    assert (values["draft"], values["actions"]) == (False, [])
    outcomes = {row["condition"]: row["outcome"] for row in values["clauses"]}
    assert outcomes["在六个月期限内退运"] == MET


@walk_part_and_whole("lines", 300, 1500)
def test_no_letter_tells_a_reading_a_doubt_or_an_assumption(lines: int) -> None:
    seen = 0
    for letter in random_letters(7, lines):
        seen += 1
        for text in texts(fill_fields(letter)):
            assert not NEVER_SAID.search(text), text
    assert seen > lines / 5


@walk_part_and_whole("lines", 300, 1500)
def test_no_letter_says_a_yes_or_a_no_that_was_not_given(lines: int) -> None:
    for letter in random_letters(11, lines):
        values = dict(fill_fields(letter))
        for row in (rows := values["clauses"]):  # type: ignore[attr-defined]
            del row["condition"]  # what the law demands, in much the same words
        stated = "\n".join(texts(values))
        assert rows
        for name in YES_NO:
            yes, no = NAMES[name].statements or ("", "")
            given = {getattr(line.verdict.facts, name) for line in letter.lines}
            assert (yes in stated) <= (True in given), yes
            assert (no in stated) <= (False in given), no
