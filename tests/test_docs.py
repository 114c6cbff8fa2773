"""The documents say what the library does: pages, pictures, code, links and names of files."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import retax
import retax.money
from make_docs import example_pages, reference_pages, site
from make_docs.made import DOCS, PARTS, list_made_pages
from make_docs.reference_in_chinese import GLOSSES
from make_docs.stories import STORIES
from retax.desk import layout
from retax.desk.judging.judge import UNREADABLE
from retax.desk.layout import ANSWER_COLUMNS
from retax.facts.catalogue import NAMES
from retax.law.cross_border.announcements import ANNOUNCEMENTS, LAW_REVIEWED_ON
from retax.law.outcome import STATUSES
from retax.publish.markdown import write_anchor
from retax.words import Lang, Words
from sizes import mark_long
from walks import walk_points

ROOT = DOCS.parent
PAGES = sorted(DOCS.rglob("*.md"))
BESIDE = sorted(ROOT.glob("*.md"))
FOR_CLERKS = (DOCS / "给关务人员.md").read_text("utf-8")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    return re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)


# -- pages made from the law ----------------------------------------------------------------------

LOADED_WHEN_ASKED = ("check_frame", "match_returns", "mended", "overdrawn_frame")


@cache
def made_in(part: str) -> dict[str, str]:
    return PARTS[part]()


@pytest.mark.parametrize("part", PARTS)
def test_the_pages_made_from_the_law_are_up_to_date(part: str) -> None:
    for path, text in made_in(part).items():
        assert (DOCS / path).read_text("utf-8") == text, f"{path}: run python -m make_docs"


MANY_ROWS = ("23_which_question_first", "24_a_million_lines")
LONG = [
    example
    for example in example_pages.list_examples()
    if example_pages.is_of_spark(example) or example.stem in MANY_ROWS
]


@pytest.mark.parametrize(
    "example",
    [
        *(example for example in example_pages.list_examples() if example not in LONG),
        *mark_long(LONG),
    ],
    ids=lambda path: path.stem,
)
def test_an_example_prints_what_its_page_shows(example: Path) -> None:
    try:
        pages = example_pages.make_pages(example)
    except example_pages.CannotRun as reason:
        pytest.skip(str(reason))
    assert list(pages) == example_pages.list_paths(example)
    for path, page in pages.items():
        assert (DOCS / path).read_text("utf-8") == page, path


@pytest.mark.parametrize("example", LONG, ids=lambda path: path.stem)
def test_the_page_of_a_long_example_shows_its_code_and_an_output(example: Path) -> None:
    shown = {(DOCS / path).read_text("utf-8") for path in example_pages.list_paths(example)}
    (output,) = {re.findall(r"```text\n(.*?)```", page, re.DOTALL)[-1] for page in shown}
    assert {*example_pages.lay_out(example, output).values()} == shown


def test_no_page_is_left_of_a_clause_or_an_example_that_is_gone() -> None:
    examples = {
        path
        for example in example_pages.list_examples()
        for path in example_pages.list_paths(example)
    }
    made = {path for part in PARTS for path in made_in(part) if path.endswith(".md")}
    assert list_made_pages() == made | examples


def test_every_example_has_a_story_in_both_languages() -> None:
    assert [example.stem[:2] for example in example_pages.list_examples()] == [*STORIES]
    for example in example_pages.list_examples():
        headline = example_pages.find_headline(example)
        assert len(headline.en.split()) > 3, example.name
        assert len(headline.zh) > 5, example.name


def test_the_reference_tells_every_public_name() -> None:
    assert reference_pages.list_core_names() == {*retax.__all__, *LOADED_WHEN_ASKED}


def test_every_name_of_the_reference_has_a_line_in_chinese() -> None:
    names = reference_pages.list_core_names() | reference_pages.list_desk_names()
    assert {*GLOSSES} == (names | reference_pages.list_money_names()) - {"Refused"}


def test_the_reference_shows_every_public_name_of_money() -> None:
    assert reference_pages.list_money_names() == set(retax.money.__all__)


# -- the site -------------------------------------------------------------------------------------


def test_every_example_has_a_short_title() -> None:
    assert [example.stem[:2] for example in example_pages.list_examples()] == [*site.EXAMPLES]


def in_navigation(entries: object) -> Iterator[str]:
    match entries:
        case str():
            yield entries
        case list() | dict():
            for entry in entries.values() if isinstance(entries, dict) else entries:
                yield from in_navigation(entry)


@pytest.mark.parametrize("lang", site.LANGUAGES)
def test_every_page_is_once_in_the_navigation(lang: Lang) -> None:
    configuration = tomllib.loads(site.write_configuration(lang))
    told = sorted(in_navigation(configuration["project"]["nav"]))
    assert told == sorted(path for path in site.list_pages(lang) if path.endswith(".md"))


def test_the_site_links_the_repository_once_it_has_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "repo_url" not in tomllib.loads(site.write_configuration("zh"))["project"]
    monkeypatch.setattr(site, "find_repository", lambda: "https://forge.example/retax")
    project = tomllib.loads(site.write_configuration("zh"))["project"]
    assert project["repo_url"] == "https://forge.example/retax"


def test_the_site_names_the_version() -> None:
    assert (
        retax.__version__ in tomllib.loads(site.write_configuration("en"))["project"]["copyright"]
    )


@pytest.mark.parametrize("lang", site.LANGUAGES)
def test_to_the_search_a_name_is_one_word(lang: Lang) -> None:
    search = tomllib.loads(site.write_configuration(lang))["project"]["plugins"]["search"]
    separator = search["separator"].partition("|(?<=")[0]
    assert re.split(separator, "check(as_of=day, settled)") == [
        "check",
        "as_of",
        "day",
        "settled",
        "",
    ]
    assert re.split(separator, "1.six_months decides. Then") == [
        "1.six_months",
        "decides",
        "",
        "Then",
    ]


def test_both_languages_are_laid_out_page_beside_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "BUILD", tmp_path)
    monkeypatch.setattr(site, "STAGED", tmp_path / "docs")
    assert [file.name for file in site.lay_out()] == ["zensical.zh.toml", "zensical.en.toml"]
    laid_out = {
        lang: {
            p.relative_to(tmp_path / "docs" / lang) for p in (tmp_path / "docs" / lang).rglob("*")
        }
        for lang in site.LANGUAGES
    }
    assert laid_out["zh"] == laid_out["en"]
    assert (tmp_path / "docs" / "zh" / "desk.md").read_text("utf-8").startswith("# 命令行")
    assert (tmp_path / "docs" / "en" / "desk.md").read_text("utf-8").startswith("# The desk")


# -- the Chinese pages ----------------------------------------------------------------------------

MADE_PAGES = list_made_pages()
IN_CHINESE = {
    path.relative_to(site.CHINESE).as_posix()
    for path in site.CHINESE.rglob("*.md")
    if path.relative_to(DOCS).as_posix() not in MADE_PAGES
}


def test_every_page_written_by_hand_is_there_in_chinese() -> None:
    by_hand = {_path(page) for page in PAGES if site.CHINESE not in page.parents} - MADE_PAGES
    assert by_hand - {"给关务人员.md"} == IN_CHINESE


def _path(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def levels(page: Path) -> list[str]:
    return re.findall(r"^(#+) ", without_code(page.read_text("utf-8")), re.MULTILINE)


@walk_points("path", sorted(IN_CHINESE))
def test_a_chinese_page_has_the_sections_and_the_code_of_the_english_one(path: str) -> None:
    english, chinese = DOCS / path, site.CHINESE / path
    assert levels(chinese) == levels(english)
    code_of = [
        [b for b in blocks(page) if b[0] in ("python", "text")] for page in (english, chinese)
    ]
    assert code_of[0] == code_of[1]


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


@walk_points("page", [*PAGES, *BESIDE], name=named)
def test_a_remark_beside_a_command_is_one_for_the_shell(page: Path) -> None:
    commands = "".join(code for language, code in blocks(page) if language == "sh")
    assert not re.search(r"\S  +(?!#|\s)", commands)


# -- links and files ------------------------------------------------------------------------------


def links(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text("utf-8")), re.MULTILINE)
    return {write_anchor(heading) for heading in headings}


def target_of(page: Path, path: str) -> Path:
    """Return the file a link leads to: a Chinese page links the others as they are laid out."""
    target = page.parent / path
    if site.CHINESE in page.parents and not target.exists():
        return DOCS / target.resolve().relative_to(site.CHINESE)
    return target


@walk_points("page", [*PAGES, *BESIDE], name=named)
def test_every_link_of_a_page_resolves(page: Path) -> None:
    for link in links(page):
        if re.match(r"https?://", link):
            continue
        path, _, part = link.partition("#")
        target = target_of(page, path) if path else page
        assert target.exists(), link
        assert not part or part in anchors(target), link


@walk_points("page", PAGES, name=named)
def test_no_link_leads_out_of_the_site(page: Path) -> None:
    for link in links(page):
        if not re.match(r"https?://|#", link):
            site_root = site.CHINESE if site.CHINESE in page.parents else DOCS
            assert (page.parent / link.partition("#")[0]).resolve().is_relative_to(site_root), link


@walk_points("page", PAGES, name=named)
def test_a_drawing_is_a_link_to_itself(page: Path) -> None:
    # On a phone it can be read only by itself.
    text = page.read_text("utf-8")
    for drawing in re.findall(r"!\[[^\]]*\]\(([^)]+\.svg)\)", text):
        assert f"]({drawing})]({drawing})" in text


IN_THE_REPOSITORY = re.compile(
    r"(?<![\w/])((?:src|tests|docs|examples|benchmarks|make_docs|templates|\.ci)/[\w./*-]*)"
    r"(?::(\d+))?"
)


@walk_points("page", [*PAGES, *BESIDE], name=named)
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


@walk_points("page", [*PAGES, *BESIDE], name=named)
def test_no_table_is_without_rows(page: Path) -> None:
    text = without_code(page.read_text("utf-8"))
    assert not re.search(r"^\|(?:---\|)+\n(?!\|)", text, re.MULTILINE)


# -- what is told by hand -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index.md", "sources.md", "给关务人员.md"])
def test_the_pages_have_the_days_of_the_law_as_they_are(name: str) -> None:
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


def test_the_guide_for_clerks_names_every_result_of_a_row() -> None:
    badges = [badge.zh for badge, _ in STATUSES.values()]
    assert sorted(rows_under("结论 | 含义")) == sorted([*badges, UNREADABLE.zh])


def test_the_guide_for_clerks_names_every_column_of_the_verdicts() -> None:
    headings = [column.heading.zh for column in ANSWER_COLUMNS.values()]
    assert ["结论", *rows_under("栏目 | 说明")] == [
        "结论",
        *(heading for heading in headings if heading != "结论"),
    ]


def test_the_guide_for_clerks_calls_columns_and_sheets_by_their_names() -> None:
    labels = {name.label.zh for name in NAMES.values()}
    for row in rows_under("栏目 | 注意"):
        for part in re.split("、(?!改装)", row):
            assert part in labels
    told: list[Words] = [layout.GOODS, layout.BATCH, layout.SETTLED, layout.GUIDE]
    assert rows_under("工作表 | 用途") == [sheet.zh for sheet in told]


def test_the_commands_for_clerks_work_as_printed_in_cmd_and_powershell() -> None:
    commands = [
        line
        for block in re.findall(r"```(?:sh|bat)\n(.*?)```", FOR_CLERKS, re.DOTALL)
        for line in block.splitlines()
    ]
    assert sum(line.startswith("retax ") for line in commands) >= 6
    # cmd knows no remark behind a command, and no quotation marks but the double ones.
    assert not [line for line in commands if re.search("[#;&'$`\\\\]", line) and "venv" not in line
                and not line.startswith("cd ")]  # fmt: skip
