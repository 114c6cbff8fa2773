"""The site of the documents: one in Chinese, one in English, of the same pages.

``docs/`` holds the pages, in English or in both languages at once; ``docs/zh/`` holds Chinese ones
under the same names. ``staged()`` lays the two out for each language, page beside page, so that a
page links its other language by its own path. A test holds the navigation to the pages there are.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from make_docs import example_pages
from make_docs.cases import list_clauses
from make_docs.clause_pages import describe_condition, name_file
from retax.judge.answer import read_version
from retax.words import Lang, Words, both

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CHINESE = DOCS / "zh"
BUILD = ROOT / "build"
STAGED = BUILD / "docs"
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

Navigation = Sequence[tuple[Words, "str | Navigation"]]


def list_navigation() -> Navigation:
    """Return the pages in order, by what the navigation calls them."""
    return [
        (Words("开始使用", "Start here"), "index.md"),
        (both("给关务人员"), "给关务人员.md"),
        (
            Words("法规", "The law"),
            [
                (Words("来源与可信程度", "Sources and grades"), "sources.md"),
                (Words("条款", "Clauses"), _list_clauses()),
                (Words("口径问题", "Open questions"), "open-questions.md"),
                (Words("术语表", "Glossary"), "glossary.md"),
            ],
        ),
        (
            Words("使用", "In use"),
            [
                (Words("命令行、工作簿、提醒", "The desk"), "desk.md"),
                (Words("大表", "Tables"), "tables.md"),
                (Words("退运对应", "Matching"), "matching.md"),
                (Words("文书", "Letters"), "letters.md"),
                (Words("税款金额", "Money"), "money.md"),
                (Words("Java 及其他语言", "From Java or any language"), "for-java.md"),
                (Words("参考手册", "Reference"), "reference.md"),
                (Words("参考手册：桌面工具", "Reference: the desk"), "reference-desk.md"),
                (Words("参考手册：金额", "Reference: money"), "reference-money.md"),
            ],
        ),
        (
            Words("示例", "Examples"),
            [
                (Words("全部示例", "All examples"), "examples/index.md"),
                *(
                    (_find_title(example), example_pages.name_file(example))
                    for example in example_pages.list_examples()
                ),
                (Words("Java 调用", "From Java"), "examples/java.md"),
            ],
        ),
        (
            Words("维护", "Carrying it on"),
            [
                (Words("版本约定", "Versions"), "versioning.md"),
                (Words("更新日志（英文）", "Changelog"), "changelog.md"),
                (Words("增加公告", "Adding an announcement"), "adding-an-announcement.md"),
                (Words("如何验证", "How it is checked"), "how-it-is-checked.md"),
                (
                    Words("设计决定", "Decisions"),
                    [(Words("全部决定", "All decisions"), "decisions/index.md"), *_DECISIONS],
                ),
            ],
        ),
    ]


_DECISIONS: Navigation = [
    (Words("单行与大表共用一棵树", "One tree for case and table"), "decisions/1-one-tree.md"),
    (Words("两种理解", "Two readings"), "decisions/2-two-readings.md"),
    (Words("最差的结果决定结论", "The worst outcome decides"), "decisions/3-worst-outcome.md"),
    (Words("未知要素如何处理", "What an unknown counts as"), "decisions/4-unknown-facts.md"),
    (Words("商品尚在境外时", "When goods are still abroad"), "decisions/5-still-abroad.md"),
    (Words("回答的边界", "Edges of the answer"), "decisions/6-edges.md"),
    (
        Words("各项条件的推定", "What a finding presumes"),
        "decisions/7-presumed-facts-in-findings.md",
    ),
    (
        Words("整份文件不等于逐行", "A file and its lines"),
        "decisions/8-a-file-is-more-than-its-lines.md",
    ),
    (
        Words("读取的名称与拒绝的名称", "Names read or refused"),
        "decisions/9-names-read-or-refused.md",
    ),
    (Words("无论出自哪一条", "Whichever line it was"), "decisions/10-whichever-line-it-was.md"),
    (Words("房子的结构", "The house"), "decisions/11-the-house.md"),
]


def _list_clauses() -> Navigation:
    return [
        (Words("全部条款", "All clauses"), "clauses/index.md"),
        *(
            (_write_headed(ruled.clause.id, describe_condition(ruled)), name_file(ruled.clause.id))
            for ruled in list_clauses()
        ),
    ]


def _write_headed(before: str, words: Words) -> Words:
    return Words(f"{before} {words.zh}", f"{before} {words.en}")


EXAMPLES: Mapping[str, Words] = {
    "01": Words("两笔真实的退运", "Two real returns"),
    "02": Words("海外仓库存", "Overseas warehouse stock"),
    "03": Words("1210 的两个时钟", "The two clocks of 1210"),
    "04": Words("迟了一天", "One day late"),
    "05": Words("届满日是星期六", "The last day on a Saturday"),
    "06": Words("由放行日决定", "The release day that decides"),
    "07": Words("试用", "Trial use"),
    "08": Words("问到明确为止", "Asked until it is clear"),
    "09": Words("主管海关已有答复", "Settled by your customs office"),
    "10": Words("提前测算", "Planning ahead"),
    "11": Words("跨过 2027 年底", "Across the end of 2027"),
    "12": Words("一月份能知道什么", "What one could know in January"),
    "13": Words("退回多于出口", "More back than went out"),
    "14": Words("报关行程序", "A broker's program"),
    "15": Words("表格中的十个包裹", "Ten parcels in a table"),
    "16": Words("什么算食品", "What counts as food"),
    "17": Words("无论出自哪一条", "Whichever line it was"),
    "18": Words("按订单号对应包裹", "Parcels by order number"),
    "19": Words("自相矛盾的台账", "A ledger that contradicts itself"),
    "20": Words("五千万个包裹", "Fifty million parcels"),
    "21": Words("在集群上", "On a cluster"),
    "22": Words("分析师看到什么", "What an analyst sees"),
    "23": Words("先问哪个问题", "Which question first"),
    "24": Words("一百万行台账", "A million lines"),
    "25": Words("亚马逊库存台账", "Amazon's ledger"),
    "26": Words("在 DuckDB 和 Spark 上对应", "Matching on DuckDB and Spark"),
    "30": Words("工作簿进，工作簿出", "Workbook in, workbook out"),
    "32": Words("给海关的文书", "Letters for customs"),
    "33": Words("HTTP 服务", "Over HTTP"),
    "34": Words("亚马逊退货报告", "Amazon's returns"),
    "35": Words("MCP 服务", "An MCP server"),
}
"""Short titles of the examples, by number: their headlines are too long for the navigation."""


def _find_title(example: Path) -> Words:
    number = example.stem[:2]
    return _write_headed(number, EXAMPLES[number])


def list_pages(lang: Lang) -> dict[str, Path]:
    """Return the files of the site in one language, by their path in it."""
    pages = {
        _name_path(file, DOCS): file for file in DOCS.rglob("*") if CHINESE not in file.parents
    }
    pages["changelog.md"] = ROOT / "CHANGELOG.md"
    if lang == "zh":
        pages |= {_name_path(file, CHINESE): file for file in CHINESE.rglob("*")}
    return {path: file for path, file in pages.items() if file.is_file() and file.suffix != ".py"}


def _name_path(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def lay_out() -> list[Path]:
    """Lay out both languages below ``build/``; return the configurations, the outer one first."""
    shutil.rmtree(STAGED, ignore_errors=True)
    configurations = []
    for lang in LANGUAGES:
        for path, file in list_pages(lang).items():
            staged = STAGED / lang / path
            staged.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, staged)
        changelog = STAGED / lang / "changelog.md"
        linked = changelog.read_text("utf-8").replace("](docs/", "](")
        changelog.write_text(linked, "utf-8")
        configurations.append(BUILD / f"zensical.{lang}.toml")
        configurations[-1].write_text(write_configuration(lang), "utf-8")
    return configurations


_DESCRIPTION = Words(
    "跨境电商出口退运商品能否免税进境，逐条判断，说明依据和应备单证。",
    "Cross-border e-commerce exports that come back to China: free of tax or not.",
)
_LICENCE = Words(
    "retax {version} · MIT 许可 · 内部参考意见，以海关审核为准",
    "retax {version} · MIT licence · an internal opinion: customs decides",
)
_SWITCH = {
    "dark": Words("切换为深色", "Switch to dark"),
    "light": Words("切换为浅色", "Switch to light"),
}
_SITE: Mapping[Lang, str] = {"zh": "site", "en": "site/en"}

# A name of the library is one word to the search: as_of, 1.six_months.
_BETWEEN_WORDS = r"""[\s\-,:!=\[\](){}"'`/、，。；：（）《》“”]+|\.(?!\w)"""
_SEPARATOR: Mapping[Lang, str] = {
    "zh": _BETWEEN_WORDS,
    # The search of the Chinese site parts Chinese into words by itself; here each sign is one.
    "en": _BETWEEN_WORDS + r"|(?<=\p{Script=Han})(?=\p{Script=Han})",
}


def find_repository() -> str:
    """Return the address of the repository; empty while it has none."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return str(project["tool"]["hatch"]["metadata"]["hooks"]["custom"]["repository"])


def write_configuration(lang: Lang) -> str:
    """Return the configuration of the site in one language."""
    address = find_repository()
    linked = f'repo_url = "{address}"\nedit_uri = ""\n' if address else ""
    return f"""\
# Made by `python -m make_docs.staged`; what is wrong here is mended in make_docs/site.py.

[project]
site_name = "retax"
site_description = {_quote(_DESCRIPTION.text(lang))}
site_author = "The retax authors"
copyright = {_quote(_LICENCE.text(lang).format(version=read_version()))}
docs_dir = "docs/{lang}"
site_dir = "{_SITE[lang]}"
use_directory_urls = false
extra_css = ["stylesheets/site.css"]
{linked}nav = [
{_write_entries(list_navigation(), lang, 1)}]

[project.theme]
language = "{lang}"
font = false
custom_dir = "../make_docs/theme"
features = [
    "content.code.copy",
    "navigation.footer",
    "navigation.sections",
    "navigation.top",
    "search.highlight",
    "toc.follow",
]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
toggle.icon = "lucide/sun"
toggle.name = {_quote(_SWITCH["dark"].text(lang))}

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
toggle.icon = "lucide/moon"
toggle.name = {_quote(_SWITCH["light"].text(lang))}

[[project.extra.alternate]]
name = "中文"
link = "{"" if lang == "zh" else "../"}"
lang = "zh"

[[project.extra.alternate]]
name = "English"
link = "{"en/" if lang == "zh" else ""}"
lang = "en"

[project.plugins.search]
separator = {_quote(_SEPARATOR[lang])}

[project.markdown_extensions.tables]

[project.markdown_extensions.toc]
permalink = true
# The anchors are those GitHub makes.
slugify = {{ object = "pymdownx.slugs.slugify", kwds = {{ case = "lower" }} }}

[project.markdown_extensions.pymdownx.highlight]
pygments_lang_class = true

[project.markdown_extensions.pymdownx.superfences]

[project.validation]
invalid_links = true
invalid_link_anchors = true
unresolved_references = true
"""


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write_entries(entries: Navigation, lang: Lang, depth: int) -> str:
    indent = "    " * depth
    lines = []
    for title, target in entries:
        name = _quote(title.text(lang))
        if isinstance(target, str):
            lines.append(f"{indent}{{ {name} = {_quote(target)} }},\n")
        else:
            within = _write_entries(target, lang, depth + 1)
            lines.append(f"{indent}{{ {name} = [\n{within}{indent}] }},\n")
    return "".join(lines)
