"""The documents say what the library does: pages, pictures, code, links and names of files."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import retax
from make_docs import example_pages, reference_pages, site
from make_docs.made import DOCS, made, made_pages
from make_docs.markdown import anchor
from retax.desk import sheets
from retax.desk.columns import COLUMNS, UNREADABLE
from retax.law.announcements import ANNOUNCEMENTS, LAW_REVIEWED_ON
from retax.law.outcome import STATUSES
from retax.vocabulary import NAMES
from retax.words import Words

ROOT = DOCS.parent
PAGES = sorted(DOCS.rglob("*.md"))
BESIDE = sorted(ROOT.glob("*.md"))
FOR_CLERKS = (DOCS / "给关务人员.md").read_text("utf-8")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    return re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)


# -- pages made from the law ----------------------------------------------------------------------

MADE = made()


@pytest.mark.parametrize("path", MADE)
def test_a_page_made_from_the_law_is_up_to_date(path: str) -> None:
    assert (DOCS / path).read_text("utf-8") == MADE[path], "run python -m make_docs"


@pytest.mark.parametrize("example", example_pages.numbered(), ids=lambda path: path.stem)
def test_an_example_prints_what_its_page_shows(example: Path) -> None:
    try:
        page = example_pages.page_of(example)
    except example_pages.CannotRun as reason:
        pytest.skip(str(reason))
    assert (DOCS / example_pages.file_of(example)).read_text("utf-8") == page


def test_no_page_is_left_of_a_clause_or_an_example_that_is_gone() -> None:
    examples = {example_pages.file_of(example) for example in example_pages.numbered()}
    assert made_pages() == {path for path in MADE if path.endswith(".md")} | examples


def test_every_example_has_a_story() -> None:
    for example in example_pages.numbered():
        assert len(example_pages.headline(example).split()) > 3, example.name


def test_the_reference_tells_every_public_name() -> None:
    assert reference_pages.core_names() == {*retax.__all__, "check_frame"}


# -- the site -------------------------------------------------------------------------------------


def test_the_configuration_of_the_site_is_up_to_date() -> None:
    assert (ROOT / site.FILE).read_text("utf-8") == site.configuration()


def test_every_example_has_a_short_title() -> None:
    assert [example.stem[:2] for example in example_pages.numbered()] == [*site.EXAMPLES]


def in_navigation(entries: object) -> Iterator[str]:
    match entries:
        case str():
            yield entries
        case list() | dict():
            for entry in entries.values() if isinstance(entries, dict) else entries:
                yield from in_navigation(entry)


def test_every_page_stands_once_in_the_navigation() -> None:
    configuration = tomllib.loads((ROOT / site.FILE).read_text("utf-8"))
    told = sorted(in_navigation(configuration["project"]["nav"]))
    assert told == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)


# -- code -----------------------------------------------------------------------------------------


def blocks(page: Path) -> list[tuple[str, str]]:
    return re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


WITH_PYTHON = [page for page in (*PAGES, *BESIDE) if any("python" in b for b in blocks(page))]


@pytest.mark.parametrize("page", WITH_PYTHON, ids=named)
def test_the_code_of_a_page_runs_and_prints_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for (language, code), (after, printed) in pairwise([*blocks(page), ("", "")]):
        if language == "python":
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(code, names)  # noqa: S102  # the page's own code
            if after == "text":
                assert output.getvalue() == printed


def test_pages_that_show_code_are_found() -> None:
    assert {"docs/index.md", "docs/tables.md", "README.md"} <= set(map(named, WITH_PYTHON))


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=named)
def test_a_remark_beside_a_command_is_one_for_the_shell(page: Path) -> None:
    commands = "".join(code for language, code in blocks(page) if language == "sh")
    assert not re.search(r"\S  +(?!#|\s)", commands)


# -- links and files ------------------------------------------------------------------------------


def links(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text("utf-8")), re.MULTILINE)
    return {anchor(heading) for heading in headings}


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=named)
def test_every_link_of_a_page_resolves(page: Path) -> None:
    for link in links(page):
        if re.match(r"https?://", link):
            continue
        path, _, part = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not part or part in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_link_leads_out_of_the_site(page: Path) -> None:
    for link in links(page):
        if not re.match(r"https?://|#", link):
            assert (page.parent / link.partition("#")[0]).resolve().is_relative_to(DOCS), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_drawing_is_a_link_to_itself(page: Path) -> None:
    # On a phone it can be read only by itself.
    text = page.read_text("utf-8")
    for drawing in re.findall(r"!\[[^\]]*\]\(([^)]+\.svg)\)", text):
        assert f"]({drawing})]({drawing})" in text


IN_THE_REPOSITORY = re.compile(
    r"(?<![\w/])((?:src|tests|docs|examples|benchmarks|make_docs|templates|\.ci)/[\w./*-]*)"
    r"(?::(\d+))?"
)


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=named)
def test_every_file_a_page_names_is_there(page: Path) -> None:
    for path, line in IN_THE_REPOSITORY.findall(page.read_text("utf-8")):
        files = list(ROOT.glob(path.rstrip("./"))) or list(DOCS.glob(path.rstrip("./")))
        assert files, path
        assert not line or int(line) <= len(files[0].read_text("utf-8").splitlines()), path


def test_a_chinese_sentence_is_not_broken_over_lines() -> None:
    # A broken line reads as a blank, which Chinese does not have.
    for page in (*PAGES, *BESIDE):
        broken = re.search(
            r"[\u4e00-\u9fff，。；：、）]\n[\u4e00-\u9fff（《“]",
            without_code(page.read_text("utf-8")),
        )
        assert broken is None, (named(page), broken)


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=named)
def test_no_table_is_without_rows(page: Path) -> None:
    text = without_code(page.read_text("utf-8"))
    assert not re.search(r"^\|(?:---\|)+\n(?!\|)", text, re.MULTILINE)


# -- what is told by hand -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index.md", "sources.md", "给关务人员.md"])
def test_the_days_of_the_law_are_told_as_they_are(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    days = [day for a in ANNOUNCEMENTS for day in (a.first_day, a.last_day)]
    assert str(min(days)) in text
    assert str(max(days)) in text


def test_the_sources_tell_every_announcement_with_its_days() -> None:
    text = (DOCS / "sources.md").read_text("utf-8").replace("`", "")
    assert f"Reviewed on {LAW_REVIEWED_ON}" in text
    for a in ANNOUNCEMENTS:
        year, number = a.id.split("-")
        row = (
            f"| {year} No. {number} | {a.issued} | {a.published} | {a.first_day} to {a.last_day} |"
        )
        assert row in text


def rows_under(heading: str) -> list[str]:
    table = FOR_CLERKS.split(f"| {heading} |")[1].split("\n\n")[0]
    return re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)


def test_clerks_are_told_every_result_of_a_row() -> None:
    badges = [badge.zh for badge, _ in STATUSES.values()]
    assert sorted(rows_under("结论 | 含义")) == sorted([*badges, UNREADABLE.zh])


def test_clerks_are_told_every_column_of_the_verdicts() -> None:
    headings = [column.heading.zh for column in COLUMNS.values()]
    assert ["结论", *rows_under("栏目 | 说明")] == [
        "结论",
        *(heading for heading in headings if heading != "结论"),
    ]


def test_clerks_are_told_of_columns_and_sheets_by_their_names() -> None:
    labels = {name.label.zh for name in NAMES.values()}
    for row in rows_under("栏目 | 注意"):
        for part in re.split("、(?!改装)", row):
            assert part in labels
    told: list[Words] = [sheets.GOODS, sheets.BATCH, sheets.GUIDE]
    assert rows_under("工作表 | 用途") == [sheet.zh for sheet in told]
