from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from desk.run import run
from ordinary_cases import pointers
from publish.browser import NOON_IN_CHINA, PageInBrowser, chromium
from publish.ports.announced import announced_2028
from publish.ports.asked import at_random
from retax import Verdict, check
from retax.cells.mending import mended
from retax.desk.layout import ANSWER_COLUMNS, AnswerColumn
from retax.facts.catalogue import NAMES
from retax.facts.name_matching import find_near_fact
from retax.judge.compiled_law import get_law
from retax.law.cross_border.open_questions import QUESTIONS
from retax.publish import page as published
from retax.publish.law_in_words import to_plain_options
from retax.publish.page import FOLDER, FRAME, SCRIPTS, STYLE, write_page
from retax.publish.published_law import gather_published_law
from retax.publish.template import list_templates
from retax.words import Words
from sizes import mark_long

LAW = gather_published_law()
NO_OPTIONS = to_plain_options({}, None, None)
PAGE = write_page(LAW, NO_OPTIONS)
SOURCES = {
    name: (Path(published.__file__).parent / "templates" / FOLDER / name).read_text("utf-8")
    for name in (*SCRIPTS, STYLE, FRAME)
}
AS_OF = date(2026, 11, 29)

# -- the file --------------------------------------------------------------------------------------


def test_the_page_is_one_file_of_less_than_500_kilobytes() -> None:
    assert len(PAGE.encode()) < 500_000
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", PAGE)
    assert not re.search(r"@import|url\(|\bimport\(|^\s*import\b", PAGE, re.M)
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon|EventSource)\b", PAGE)


def test_the_page_is_the_same_every_time() -> None:
    assert write_page(gather_published_law(), NO_OPTIONS) == PAGE


def element_of(tag: str, text: str = PAGE) -> str:
    (found,) = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", text, re.DOTALL)
    return str(found)


def test_its_policy_lets_in_its_own_script_and_style_and_nothing_else() -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', PAGE)
    rules = dict(rule.split(maxsplit=1) for rule in policy.split("; "))
    for tag in ("script", "style"):
        hashed = b64encode(sha256(element_of(tag).encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{hashed}'"
    assert rules == {
        "default-src": "'none'",
        "connect-src": "'none'",
        "img-src": "data:",
        "form-action": "'none'",
        "base-uri": "'none'",
    }


def test_no_word_of_the_law_ends_the_script() -> None:
    routes = tuple(
        route._replace(words=Words("</script><!--", "</SCRIPT>")) for route in LAW.routes
    )
    text = write_page(replace(LAW, routes=routes), NO_OPTIONS)
    assert "x3c/script>\\x3c!--" in element_of("script", text)
    assert text.count("</script>") == 1


def test_every_part_of_the_page_is_in_it() -> None:
    assert sorted(f"{FOLDER}/{name}" for name in SOURCES) == list_templates(FOLDER)
    for name in (*SCRIPTS, STYLE):
        assert max(SOURCES[name].splitlines(), key=len) in PAGE, name
    assert "/*{" not in PAGE


NAMED_BY_THE_PAGE = {
    "supervision_code",  # the two headings that are shown as examples
    "declared_on",
    "export_entry",  # rows of one export line are remarked
    "export_item",
    "reference",  # the head of the verdict
}


def test_nothing_of_the_law_is_written_in_the_page_by_hand() -> None:
    clauses = [ruled.clause.id for ruled in get_law().clauses]
    values = [value for entry in NAMES.values() for value in entry.values or () if "_" in value]
    own = "\n".join(SOURCES[name] for name in SCRIPTS)
    named = {
        name
        for name in (*NAMES, *clauses, *QUESTIONS, *values)
        if re.search(rf"""["'.]{re.escape(name)}["'\b:]""", own)
    }
    words = {"unit", "use", "note", "processed", "other", "none"}  # English words of the page
    assert named - words <= NAMED_BY_THE_PAGE
    assert not re.search(r"20[0-9]{2} ?[年N]|第[一二三四五]条|9610|1210", own)


def test_the_answers_have_the_headings_by_which_the_desk_knows_them_again() -> None:
    (table,) = re.findall(r"const ANSWER_HEADINGS = \{(.*?)\n\};", PAGE, re.DOTALL)
    told = re.findall(r'(\w+): \{ zh: "([^"]+)", en: "([^"]+)" \}', table)
    assert len(told) == table.count("zh:")
    assert [(name, Words(zh, en)) for name, zh, en in told] == [
        (name, column.heading) for name, column in ANSWER_COLUMNS.items() if name not in BESIDE
    ]


def test_every_sentence_of_the_page_is_used_and_there_in_both_languages() -> None:
    (table,) = re.findall(r"const WORDS = \{(.*?)\n\};", SOURCES["words.js"], re.DOTALL)
    names = re.findall(r"^    (\w+): \{", table, re.M)
    assert len(names) == len(set(names)) == table.count("zh:") == table.count("en:")
    used = "\n".join(text for name, text in SOURCES.items() if name != "words.js")
    assert [name for name in names if not re.search(rf'["\'.]{name}\b', used)] == []


def test_a_new_announcement_is_in_the_page() -> None:
    with announced_2028():
        text = write_page(gather_published_law(), NO_OPTIONS)
    assert "公告2028年第3号" in text
    assert "公告2028年第3号" not in PAGE


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    file = tmp_path / "retax.html"
    done = run("publish", "page", "-o", file)
    assert (done.code, done.out) == (0, f"{file}\n")
    assert file.read_text("utf-8") == PAGE


# -- in the browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("page") / "退运 page.html"
    written.write_text(PAGE, encoding="utf-8")
    return written


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[PageInBrowser]:
    shown = PageInBrowser(browser, file, 1280, NOON_IN_CHINA)
    yield shown
    shown.tab.close()
    assert shown.requests == [file.as_uri()]
    assert shown.errors == []


README: Mapping[str, str] = {
    "supervision_code": "9610",
    "declared_on": "2026-03-05",
    "released_on": "2026-03-05",
    "exported_on": "2026-03-07",
    "returned_on": "2026-06-18",
    "return_declared_on": "2026-06-19",
    "reason": "customer_return",
    "is_food": "false",
    "export_refund": "not_refunded",
    "same_form": "true",
    "parts_added": "false",
    "processed": "false",
    "use": "unused",
}
LATE = {**README, "returned_on": "2026-10-02", "return_declared_on": "2026-10-03"}
RECALLED = {**README, "reason": "recall"}


def judge_line(facts: Mapping[str, str], asked: list[str]) -> Verdict:
    return check(mended({name: facts[name] for name in asked if name in facts})[0], as_of=AS_OF)


@pytest.mark.parametrize(
    ("facts", "status", "shown"),
    [
        (README, "eligible", "符合免税条件（含 14 项推定）"),
        (LATE, "ineligible", "不符合本公告"),
        (RECALLED, "needs_review", "口径待核"),
    ],
    ids=["eligible", "late", "recalled"],
)
def test_the_verdicts_of_the_readme_come_by_clicking(
    opened: PageInBrowser, facts: Mapping[str, str], status: str, shown: str
) -> None:
    verdict = judge_line(facts, opened.answer_all(facts))
    assert opened.status == verdict.status == status
    assert opened.text("#status .badge") == shown
    told = opened.text("#verdict")
    for finding in verdict.findings:
        assert f"{finding.words.zh}（{finding.clause}，" in told
    parts = (verdict.actions, verdict.documents, verdict.reliefs, pointers(verdict))
    for words in [each.words for part in parts for each in part]:
        assert words.zh in told
    for question in verdict.open_questions:
        assert {question.strict.zh, question.lenient.zh, question.grounds.zh} <= {
            *opened.text("#of-readings").split("\n")
        }
    assert f"{verdict.last_day}（" in told
    decided = opened.text("#of-decides")
    assert verdict.decided_by is None or f"（{verdict.decided_by}，" in decided


def test_only_what_the_judgement_asks_for_is_asked_and_in_its_order(opened: PageInBrowser) -> None:
    known: dict[str, str] = {}
    while (fact := opened.asked) is not None:
        verdict = check(mended(known)[0], as_of=AS_OF)
        asks = [ask.fact for ask in verdict.asks]
        # As of a day, goods of which no return is known count as not back: that is asked, too.
        undated = [a.fact for a in check(mended(known)[0]).asks if a.fact in verdict.assumed]
        assert fact == min({*asks, *undated}, key=[*NAMES].index)
        known[fact] = README[fact]
        opened.answer(README[fact])
    assert check(mended(known)[0], as_of=AS_OF).status == "eligible"


def test_every_question_can_be_left_unanswered_and_then_no_verdict_is_claimed(
    opened: PageInBrowser,
) -> None:
    asked = opened.answer_all({})
    assert {"supervision_code", "declared_on", "reason"} <= set(asked)
    assert opened.status == "needs_facts"
    assert f"有 {len(asked)} 项答为“不清楚”" in opened.text("#question")
    assert opened.text("#all-stated").count("不清楚") == len(asked)


def test_goods_not_back_yet_are_judged_as_of_the_day_which_can_be_changed(
    opened: PageInBrowser,
) -> None:
    assert opened.tab.input_value("#as-of") == str(AS_OF)
    still = {n: v for n, v in README.items() if n not in ("returned_on", "return_declared_on")}
    opened.answer_all(still)
    assert opened.status == "ineligible"
    assert "按尚未退运处理" in opened.text("#of-presumed")
    opened.tab.fill("#as-of", "2026-08-01")
    opened.answer_all(still)
    assert opened.status == "conditional"
    assert "2026-09-05（距届满日 35 天）" in opened.text("#verdict")
    assert "最迟于 2026-09-05 退运进境并办理进口申报" in opened.text("#of-actions")


def test_the_day_is_that_of_china(browser: Any, file: Path) -> None:
    shown = PageInBrowser(browser, file, 390, "2026-11-28T16:30:00Z")
    assert shown.tab.input_value("#as-of") == "2026-11-29"
    shown.tab.close()


def test_what_is_presumed_can_be_stated_and_what_was_stated_changed(opened: PageInBrowser) -> None:
    opened.answer_all(README)
    opened.state("damaged", "true")
    assert opened.status == "needs_review"
    opened.tab.click("button[aria-label='修改：商品破损']")
    opened.answer("false")
    assert opened.status == "eligible"
    assert "商品破损" not in opened.text("#of-presumed")
    opened.tab.select_option("#another", "papers_held")
    opened.tab.check("#paper-export_list")
    opened.tab.click("#question button[type=submit]")
    assert opened.status == "conditional"
    assert "出口申报清单" in opened.text("#all-stated")
    opened.tab.click("text=重新开始")
    assert opened.asked == "supervision_code"


def test_a_value_that_is_not_accepted_is_refused_in_a_sentence_and_asked_again(
    opened: PageInBrowser,
) -> None:
    opened.answer("96")
    assert "监管方式代码“96”不在可填范围内" in opened.text("#refusal")
    opened.tab.fill("#answer", "")
    opened.tab.click("#question button[type=submit]")
    assert "不知道的，请按“不清楚”" in opened.text("#refusal")
    opened.answer("9610")
    opened.answer("2026-03-05")
    opened.answer("2026-03-01")  # before it was declared
    assert opened.text("#refusal") != ""
    assert opened.asked == "exported_on"
    opened.tab.click("text=上一题")
    assert opened.asked == "declared_on"


def test_the_page_is_in_english_after_a_switch_and_keeps_what_was_stated(
    opened: PageInBrowser,
) -> None:
    opened.answer_all(RECALLED)
    opened.tab.click("#language")
    told = opened.text("#page")
    assert opened.tab.evaluate("document.documentElement.lang") == "en"
    assert "review needed" in told
    assert "Is a recall a return?" in told
    left = re.findall(r"[\u4e00-\u9fff]+", told)
    assert set(left) <= {"中文", "滞销", "退货"}  # the switch back, and the terms of the law
    opened.tab.click("#language")
    assert opened.text("#status .badge") == "口径待核"


def test_the_answer_is_copied_as_json_and_as_text(opened: PageInBrowser) -> None:
    verdict = judge_line(README, opened.answer_all(README))
    opened.copy("#copy-text")
    assert opened.text("#verdict .to-copy") == "已复制"
    text, _ = opened.pasted_back()
    assert text.startswith("结论：符合免税条件（含 14 项推定）\n")
    for name in verdict.assumed:
        assert NAMES[name].label.zh in text
    opened.copy("#copy-json")
    copied, _ = opened.pasted_back()
    assert Verdict.from_dict(_without_more(copied)) == verdict


def _without_more(copied: str) -> dict[str, Any]:
    keys = judge_line(README, [*README]).to_dict()
    return {name: value for name, value in json.loads(copied).items() if name in keys}


def test_where_the_browser_does_not_copy_the_text_is_shown_to_be_copied(
    opened: PageInBrowser,
) -> None:
    opened.tab.evaluate(
        """() => {
            document.execCommand = () => false;
            navigator.clipboard.writeText = () => Promise.reject(new Error("no leave"));
        }"""
    )
    opened.tab.click("#copy-text")
    opened.tab.wait_for_selector("#copy-area")
    assert opened.tab.input_value("#copy-area").startswith("结论：资料待补\n")
    assert opened.tab.evaluate("document.activeElement.id") == "copy-area"


def test_a_request_is_stopped_by_the_policy(browser: Any, file: Path) -> None:
    shown = PageInBrowser(browser, file, 1280, NOON_IN_CHINA)
    stopped = shown.tab.evaluate(
        """async () => {
            const heard = new Promise(done => addEventListener("securitypolicyviolation",
                event => done(event.effectiveDirective)));
            await fetch("https://example.org/").catch(() => null);
            return heard;
        }"""
    )
    assert stopped == "connect-src"
    assert shown.requests == [file.as_uri()]
    shown.tab.close()


def test_the_page_asks_and_answers_by_a_new_announcement(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "2028.html"
    with announced_2028():
        file.write_text(write_page(gather_published_law(), NO_OPTIONS), encoding="utf-8")
    shown = PageInBrowser(browser, file, 1280, NOON_IN_CHINA)
    asked = shown.answer_all({"supervision_code": "9610", "declared_on": "2028-06-01"})
    assert "repacked" in asked
    assert "公告2028年第3号" in shown.text("#verdict .head")
    assert "2028年的封志完好（3.sealed，第三条）" in shown.text("#of-clauses")
    shown.tab.close()


def test_what_was_settled_when_the_page_was_published_is_named(
    browser: Any, tmp_path: Path
) -> None:
    file = tmp_path / "settled.html"
    options = to_plain_options({"reason:recall": "lenient"}, None, None)
    file.write_text(write_page(LAW, options), encoding="utf-8")
    shown = PageInBrowser(browser, file, 1280, NOON_IN_CHINA)
    shown.answer_all(RECALLED)
    assert shown.status == "eligible"
    decides = shown.text("#of-decides")
    assert "「召回是否属于退货？」按发布时设定的口径处理" in decides
    assert "其中「" not in decides
    shown.tab.close()


# -- a pasted table --------------------------------------------------------------------------------

ROWS = 200


BESIDE = ("overdrawn", "stated", "ordinary", "better", "taxes", "depends_on")
"""Columns of what only a whole file shows, of the ordinary route and of money: not on the page."""


def shown_columns() -> list[tuple[str, AnswerColumn]]:
    """Return the columns of the desk's answers that the page has, too, the row first."""
    names = ("row", *(name for name in ANSWER_COLUMNS if name not in ("row", *BESIDE)))
    return [(name, ANSWER_COLUMNS[name]) for name in names]


def in_words(fact: str, value: object) -> str:
    """Return a value as a clerk's cell shows it."""
    entry = NAMES[fact]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join((entry.values or {})[one].words.zh for one in value) or "无"
    if entry.kind == "day":
        day = date.fromisoformat(str(value))
        return f"{day.year}/{day.month}/{day.day}"
    known = entry.values or {}
    is_word = entry.kind == "word" and value in known
    return known[str(value)].words.zh if is_word else str(value)


def table_of(rows: list[dict[str, str]]) -> str:
    names = [*NAMES]
    lines = [[NAMES[name].label.zh for name in names]]
    lines += [[row.get(name, "") for name in names] for row in rows]
    return "\n".join("\t".join(cells) for cells in lines)


def test_a_pasted_table_is_judged_as_check_judges_it(opened: PageInBrowser) -> None:
    rows = [
        {
            name: in_words(name, value)
            for name, value in asked.facts.items()
            if NAMES[name].kind != "text" and value != []
        }
        for asked in at_random(17, ROWS, laws=1)
    ]
    opened.judge_rows(table_of(rows))
    found = opened.rows()
    assert len(found) == len(rows) == ROWS
    statuses = set()
    for number, (row, shown) in enumerate(zip(rows, found, strict=True), start=2):
        assert shown["row"] == str(number)
        try:
            verdict = check(mended(row)[0], as_of=AS_OF)
        except ValueError:
            assert shown["status"] == "unreadable"
            assert shown["decided"]
            continue
        statuses.add(verdict.status)
        assert shown["status"] == verdict.status, row
        no_law = verdict.announcement is None or verdict.last_day is None
        assert shown["last_day"] == ("" if no_law else str(verdict.last_day))
        left = verdict.days_left
        assert shown["days_left"] == ("" if left is None else str(left))
        assert f"（{verdict.decided_by}，" in shown["decided"] or verdict.decided_by is None
        for column, said in {
            "asks": [ask.words for ask in verdict.asks],
            "actions": [action.words for action in verdict.actions],
            "papers": [document.words for document in verdict.documents],
            "routes": [route.words for route in pointers(verdict)],
            "readings": [question.asks for question in verdict.open_questions],
            "assumed": [NAMES[name].label for name in verdict.assumed],
        }.items():
            assert bool(said) == bool(shown[column])
            assert [words.zh for words in said if words.zh not in shown[column]] == []
    assert len(statuses) == 6


def pasted(*lines: str) -> str:
    return "\n".join(line.replace("|", "\t") for line in lines)


HEADINGS = (
    "业务编号|监管方式代码|declared_on|出口放行日期（必填）|离境日期|退运进境日期|退运进口申报日期"
)
CONDITION = "|退运原因|是否食品|出口退税办理情况|same_form|增加或更换配件、部件|加工、改装|使用情况"
GOOD = "A-1|9610|2026/3/5|20260305|2026年3月7日|2026-06-18|2026/6/19"
CONDITION_OF_GOOD = "|客户退货|否|未退税|是|否|N|unused"


def test_headings_are_read_in_either_language_and_cells_as_spreadsheets_show_them(
    opened: PageInBrowser,
) -> None:
    late = GOOD.replace("2026-06-18", "2026-06-18 14:20")
    number = GOOD.replace("2026/3/5", "46086")
    next_day = GOOD.replace("2026-06-18", "2026-06-18 24:00")
    opened.judge_rows(
        pasted(
            "退运商品明细",
            HEADINGS + CONDITION,
            *(row + CONDITION_OF_GOOD for row in (GOOD, late, number, next_day)),
            "",
            "A-9|9610|||||||||||||more",
        )
    )
    good, cut, numbered, after, more = opened.rows()
    assert [row["row"] for row in (good, cut, numbered, after, more)] == ["3", "4", "5", "6", "8"]
    assert after["status"] == "unreadable"
    assert good["status"] == cut["status"] == "eligible"
    assert "时刻已舍去" in cut["remarks"]
    assert "表格的日期序号（通常相当于 2026-03-05）" in numbered["decided"]
    assert "本行有 15 列，多于列名的 14 列" in more["decided"]
    assert numbered["status"] == more["status"] == "unreadable"
    assert "列名以上的 1 行未读取" in opened.text(".columns")


def test_a_heading_near_a_fact_is_asked_about_and_one_that_is_not_is_shown(
    opened: PageInBrowser,
) -> None:
    text = pasted(HEADINGS + CONDITION + "|破损情况|店铺", GOOD + CONDITION_OF_GOOD + "|是|一店")
    opened.judge_rows(text)
    assert opened.rows() == []
    assert opened.text("#columns-unread") == "店铺"
    opened.tab.select_option("#results select", "fact")
    (row,) = opened.rows()
    assert row["status"] == "needs_review"
    opened.tab.select_option("#results select", "own")
    (row,) = opened.rows()
    assert row["status"] == "eligible"
    assert "商品破损" in row["assumed"]
    assert opened.text("#columns-unread") == "破损情况、店铺"


def test_a_column_under_a_group_that_tells_a_fact_is_asked_about(opened: PageInBrowser) -> None:
    whole, row = HEADINGS + CONDITION, GOOD + CONDITION_OF_GOOD
    groups = "业务" + "|" * whole.count("|")
    for group, part in (("商品破损", "情况"), ("破损情况", ""), ("商品破损", "是")):
        opened.judge_rows(pasted(f"{groups}|{group}|", f"{whole}|{part}|店铺", f"{row}|是|一店"))
        assert opened.rows() == []
        opened.tab.select_option("#results select", "fact")
        (found,) = opened.rows()
        assert found["status"] == "needs_review"
        assert opened.text("#columns-unread") == "店铺"
    opened.judge_rows(pasted("破损商品明细", f"{whole}|店铺", f"{row}|一店"))
    assert [found["status"] for found in opened.rows()] == ["eligible"]


NEAR = (
    *("有无缺件", "missing parts?", "is_broken", "是否贴标", "企业不同", "batch_traced", "Traced"),
    *("shippedAsDeclared_1", "退货数目", "此前已退运", "已备材料", "退运入境日", "domestic_day"),
    *("quantityReturned", "是否完好", "先进先出", "单货相符", "是否同一企业", "重贴标签"),
    *("是否属食品", "海关商品编号", "数量（退运）", "returnReason", "export-date", "退件状态"),
    *("仓位", "店铺", "Warehouse", "申报重量", "fnsku", "退款原因", "区内企业名称", "是否赠品"),
)


def test_headings_are_near_a_fact_where_they_are_for_every_other_way_in(
    opened: PageInBrowser,
) -> None:
    opened.judge_rows(pasted("|".join(("监管方式代码", "出口申报日期", *NEAR)), "9610"))
    options = opened.tab.eval_on_selector_all(
        "#results select", "all => all.map(one => one.options[1].textContent)"
    )
    near = [fact for name in NEAR if (fact := find_near_fact(name)) is not None]
    assert options == [f"就是“{NAMES[fact].label.zh}”" for fact in near]
    assert 0 < len(near) < len(NEAR)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("店铺\t品牌\n一店\t甲", "前 20 行中没有可识别的列名行"),
        ("监管方式代码\t备注\t备注\n9610\t1\t2", "列名「备注」出现了不止一次"),
        ("监管方式代码\t备注", "列名下没有数据行"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_a_sentence(
    opened: PageInBrowser, text: str, part: str
) -> None:
    opened.judge_rows(text)
    assert part in opened.text("#table-refusal")
    assert part in str(opened.tab.text_content("#news"))


NOTED = "备注|商品破损|" + HEADINGS + CONDITION + "|货号"


def noted(note: str, broken: str, sku: str = "S-1") -> str:
    return f"{note}|{broken}|{GOOD}{CONDITION_OF_GOOD}|{sku}"


def test_a_quotation_mark_in_a_cell_takes_no_rows_into_it(opened: PageInBrowser) -> None:
    rows = [
        noted("", "否"),
        noted('"12寸', "是"),
        noted('15"', "否", '"a'),
        noted('"两行\n""的""说明"', "是"),
        noted("", "否", '"x\ny"'),
        noted("", "否"),
    ]
    opened.judge_rows(pasted(NOTED, *rows))
    statuses = [row["status"] for row in opened.rows()]
    good, broken = "eligible", "needs_review"
    assert statuses == [good, broken, good, broken, good, good]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("lines", "row"),
    [
        ([noted('"a', "是"), noted('b"', "否")], 2),  # the row between the marks
        ([noted("", "否"), noted('"a', "是"), noted("", "否")], 3),  # never closed
        ([noted("", "否"), noted('"a', "是"), noted('b"x', "否")], 3),  # closed by no end of a cell
    ],
)
def test_a_text_whose_marks_hold_whole_rows_is_refused(
    opened: PageInBrowser, separator: str, lines: list[str], row: int
) -> None:
    text = pasted(NOTED, *lines)
    opened.judge_rows(text.replace("\t", separator))
    if separator == "\t":
        assert [found["status"] for found in opened.rows()].count("needs_review") == 1
    else:
        assert f"第 {row} 行有一个引号" in opened.text("#table-refusal")


def test_a_second_table_in_what_is_pasted_is_refused(opened: PageInBrowser) -> None:
    whole, row = HEADINGS + CONDITION, GOOD + CONDITION_OF_GOOD
    opened.judge_rows(pasted(whole, row, whole, row))
    assert [found["status"] for found in opened.rows()] == ["eligible", "unreadable", "eligible"]
    swapped = whole.replace("|same_form|增加或更换配件、部件", "|增加或更换配件、部件|same_form")
    for text in (
        pasted(whole, row, swapped, row),
        pasted(whole, row, "", whole + "|商品破损", row),
    ):
        opened.judge_rows(text)
        assert "都是列名，其下各为一张表" in opened.text("#table-refusal")
    remarks = "|".join(["必填"] * (whole.count("|") + 1))
    opened.judge_rows(pasted(whole, remarks, whole + "|商品破损", row + "|否"))
    assert [found["status"] for found in opened.rows()] == ["eligible"]


def test_a_row_of_tabs_that_ends_in_an_open_quotation_is_refused(opened: PageInBrowser) -> None:
    opened.judge_rows(pasted(NOTED, noted("", "否"), 'x|"否', noted("", "否")))
    assert "第 3 行有一个引号" in opened.text("#table-refusal")


def test_a_text_of_nothing_but_marks_is_no_table(opened: PageInBrowser) -> None:
    opened.judge_rows('""')
    assert "没有可识别的列名行" in opened.text("#table-refusal")


def test_cells_of_csv_are_read_in_their_quotation_marks(opened: PageInBrowser) -> None:
    row = noted('"两行,\n""的""说明"', '"是"').replace("|", ",")
    opened.judge_rows(f"{NOTED.replace('|', ',')}\r\n{row}\r\n")
    assert [found["status"] for found in opened.rows()] == ["needs_review"]


def test_rows_of_one_export_line_are_no_plain_yes(opened: PageInBrowser) -> None:
    row = GOOD + CONDITION_OF_GOOD + "|29102026E000000123|1"
    other = row.removesuffix("1") + "2"
    opened.judge_rows(pasted(HEADINGS + CONDITION + "|出口单证号|项号", row, row, other))
    results = opened.tab.locator("#results tbody td.eligible").all_inner_texts()
    assert [("数量未合计" in result) for result in results] == [True, True, False]
    assert "与第 3 行为同一出口单证项号" in opened.rows()[0]["remarks"]


def test_a_row_without_its_item_may_be_of_the_line_of_another(opened: PageInBrowser) -> None:
    row = GOOD + CONDITION_OF_GOOD + "|29102026E000000123|"
    other = GOOD + CONDITION_OF_GOOD + "|29102026E000000124|1"
    opened.judge_rows(pasted(HEADINGS + CONDITION + "|出口单证号|项号", row, row + "1", other))
    results = opened.tab.locator("#results tbody td.eligible").all_inner_texts()
    assert [("数量未合计" in result) for result in results] == [True, True, False]


def test_the_answers_are_copied_beside_the_rows_and_digits_stay_whole(
    opened: PageInBrowser,
) -> None:
    row = GOOD + CONDITION_OF_GOOD + "|291020260000000123"
    opened.judge_rows(pasted("", HEADINGS + CONDITION + "|出口单证号", row, "", row))
    opened.copy("#copy-answers")
    assert opened.text("#results .to-copy") == "已复制"
    text, _ = opened.pasted_back()
    lines = [line.split("\t") for line in text.split("\n")]
    assert [line[0] for line in lines] == ["", "原行号", "3", "", "5"]
    assert {len(line) for line in lines} == {len(shown_columns())}
    opened.tab.click("#clear")
    opened.judge_rows(pasted(HEADINGS + CONDITION + "|出口单证号", row))
    opened.copy("#copy-table")
    text, html = opened.pasted_back()
    assert '="291020260000000123"' in text.split("\n")[1].split("\t")
    assert "<td style=\"mso-number-format:'\\@'\">291020260000000123</td>" in html


def test_a_table_is_judged_as_it_is_pasted_and_earlier_answers_are_left_out(
    opened: PageInBrowser,
) -> None:
    row = (GOOD + CONDITION_OF_GOOD).replace("9610", "9710") + "|291020260000000123"
    opened.judge_rows(pasted(HEADINGS + CONDITION + "|出口单证号", row))
    before = opened.rows()
    opened.copy("#copy-table")
    opened.tab.click("#clear")
    assert opened.rows() == []
    opened.tab.keyboard.press("Control+V")
    assert opened.rows() == before
    assert [row["status"] for row in before] == ["eligible"]
    answers = "、".join(column.heading.zh for name, column in shown_columns())
    assert opened.text("#columns-unread") == answers


# -- for everybody ---------------------------------------------------------------------------------

AUDIT = (Path(__file__).parent / "audit.js").read_text("utf-8")


@pytest.mark.parametrize("width", [390, *mark_long([1280])])
def test_nothing_hinders_people_with_a_screen_reader_or_weak_eyes(
    browser: Any, file: Path, width: int
) -> None:
    shown = PageInBrowser(browser, file, width, NOON_IN_CHINA)
    for _ in ("zh", "en"):
        assert shown.tab.evaluate(AUDIT) == []
        for facts in (README, LATE, RECALLED, {}):
            shown.answer_all(facts)
            assert shown.tab.evaluate(AUDIT) == []
            shown.tab.locator("#all-stated .buttons button").click()
        shown.tab.select_option("#another", "papers_held")
        assert shown.tab.evaluate(AUDIT) == []
        shown.judge_rows(pasted(HEADINGS + CONDITION + "|破损情况", GOOD + CONDITION_OF_GOOD, GOOD))
        assert shown.tab.evaluate(AUDIT) == []
        shown.tab.select_option("#results select", "own")
        assert shown.tab.evaluate(AUDIT) == []
        shown.tab.click("#tab-one_case")
        shown.tab.click("#language")
    shown.tab.close()


def test_a_case_is_answered_by_the_keyboard_alone(opened: PageInBrowser) -> None:
    keyboard = opened.tab.keyboard
    opened.tab.focus("#tab-one_case")
    keyboard.press("ArrowRight")
    assert opened.tab.is_visible("#pasted")
    keyboard.press("ArrowLeft")
    assert opened.tab.is_visible("#asked")
    while (fact := opened.asked) is not None:
        value = README[fact]
        for _ in range(len(NAMES)):
            keyboard.press("Tab")
            at = opened.tab.evaluate(
                """() => [document.activeElement.dataset.value, document.activeElement.id,
                    getComputedStyle(document.activeElement).outlineStyle]"""
            )
            assert at[2] != "none"
            if at[0] == value or at[1] == "answer":
                break
        if at[1] == "answer":
            opened.tab.locator(":focus").fill(value)
        keyboard.press("Enter")
    assert opened.status == "eligible"
    assert opened.tab.evaluate("document.activeElement.id") == "verdict-title"
    assert opened.tab.text_content("#news") == "结论：符合免税条件（含 14 项推定）"


def test_what_is_printed_is_the_verdict_without_the_controls(opened: PageInBrowser) -> None:
    opened.answer_all(README)
    opened.tab.emulate_media(media="print")
    assert opened.tab.is_visible("#of-clauses")
    assert opened.tab.is_visible("#stated")
    for control in ("#copy-text", "#question", "#another", "[role=tab]", "#language"):
        assert not opened.tab.locator(control).first.is_visible()
