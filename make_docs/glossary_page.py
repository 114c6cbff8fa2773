"""The glossary: every Chinese term and the name it goes by, from the vocabulary itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from make_docs.terms_of_art import TERMS
from retax import Words
from retax.facts.catalogue import NAMES, FactRecord
from retax.facts.values import PAPER_WORDS, Word
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.cross_border.consequences import ACTIONS, OBTAIN, RELIEFS
from retax.law.cross_border.food_headings import FOOD_HEADINGS, Screen
from retax.law.cross_border.routes import ROUTES
from retax.law.cross_border.supervision_codes import SUPERVISION_CODES
from retax.law.outcome import OUTCOMES, STATUSES
from retax.law.rules import ASK_CUSTOMS, CERTAINTIES
from retax.publish.markdown import build_page, build_table, write_code

FILE = "glossary.md"

_KINDS: Mapping[str, Words] = {
    "text": Words("文本", "text"),
    "entry": Words("18 位单证号", "18 characters"),
    "code": Words("4 位代码", "4 digits"),
    "hs": Words("4、6、8、10 位（13 位截取前 10 位）", "4, 6, 8 or 10 digits (13 are cut to 10)"),
    "day": Words("日期", "day"),
    "yes_no": Words("是、否", "yes or no"),
    "quantity": Words("数量，按出口申报单位", "quantity, in the unit of the export line"),
    "count": Words("正整数", "whole number from 1"),
    "word": Words("下列各词之一", "one of the words below"),
    "papers": Words("下列单证，可多项", "any of the papers below"),
}


def make_pages() -> dict[str, str]:
    """Return the page by its path."""
    return {
        FILE: build_page(
            "Glossary · 术语表",
            "What stands in code style is a name of the library, used in what programs read and "
            "write. Of facts, their values and papers the Chinese word is accepted on input too.",
            "## Facts · 要素",
            build_table(
                ("中文 · English", "Name", "Holds · 内容", "Also accepted · 亦可写作"),
                [_write_fact(name, entry) for name, entry in NAMES.items()],
            ),
            *_write_values(),
            "## Papers · 单证",
            _write_words(PAPER_WORDS),
            "## Supervision codes · 监管方式",
            _write_simple((code, row.words) for code, row in SUPERVISION_CODES.items()),
            "## Statuses of a verdict · 结论",
            _write_simple((status, badge) for status, (badge, _) in STATUSES.items()),
            "## Outcomes of a clause · 各项条件的结果",
            _write_simple(OUTCOMES.items()),
            "## Documents of a verdict · 应备单证",
            "Any one of the papers named serves.",
            build_table(
                ("中文", "Name", "English", "Papers that serve · 可用单证"),
                [
                    (
                        document.words.zh,
                        write_code(document.id),
                        document.words.en,
                        "<br>".join(map(write_code, document.papers)),
                    )
                    for document in DOCUMENTS
                ],
            ),
            _write_simple(CERTAINTIES.items()),
            "## Actions · 待办事项",
            _write_simple(
                chain(
                    ((action.id, _describe_blank(action.words)) for action in ACTIONS),
                    ((f"obtain:{id_}", words) for id_, words in OBTAIN.items()),
                    [("ask_customs:QUESTION", _describe_blank(ASK_CUSTOMS))],
                )
            ),
            "## Taxes · 税款",
            build_table(
                ("中文", "Tax", "Effect", "English"),
                [
                    (r.words.zh, write_code(r.tax), write_code(r.effect), r.words.en)
                    for r in RELIEFS
                ],
            ),
            "## Other routes · 其他可能途径",
            _write_simple({route.id: route.words for route in reversed(ROUTES)}.items()),
            "## Food by heading · 食品税号筛查",
            "A screen by HS prefix, the longest that fits; common professional knowledge and no "
            "official list. It decides nothing where the declarant says whether the goods are food "
            "and no heading contradicts him. 仅作筛查，非官方目录。",
            build_table(
                ("税号 · Heading", "Screen", "HS prefixes"),
                [
                    (
                        f"{words.zh}<br>{words.en}",
                        write_code(screen),
                        " ".join(_list_prefixes(screen)),
                    )
                    for screen, words in _SCREENS.items()
                ],
            ),
            "## Terms of art · 业务术语",
            "Words of customs and of the announcements, with what to watch. "
            "They are explained here in our own words; the official text prevails. "
            "海关和公告用语及注意之处；解释系自行撰写，以公告原文为准。",
            build_table(
                ("中文", "English", "注意 · What to watch"),
                [
                    (term.words.zh, term.words.en, f"{term.watch.zh}<br>{term.watch.en}")
                    for term in TERMS
                ],
            ),
        )
    }


def _write_fact(name: str, entry: FactRecord) -> tuple[str, ...]:
    holds = _KINDS[entry.kind]
    return (
        f"{entry.label.zh}<br>{entry.label.en}",
        write_code(name),
        f"{holds.zh}<br>{holds.en}",
        "<br>".join(map(write_code, entry.aliases)) or "—",
    )


def _write_values() -> Iterable[str]:
    for name, entry in NAMES.items():
        if entry.kind == "word" and entry.values:
            yield f"## Values of {write_code(name)} · {entry.label.zh}"
            yield _write_words(entry.values)


def _write_words(values: Mapping[str, Word]) -> str:
    return build_table(
        ("中文", "Name", "English", "Also accepted · 亦可写作"),
        [
            (word.words.zh, write_code(value), word.words.en, "、".join(word.also) or "—")
            for value, word in values.items()
        ],
    )


def _write_simple(rows: Iterable[tuple[str, Words]]) -> str:
    return build_table(
        ("中文", "Name", "English"),
        [(words.zh, write_code(name), words.en) for name, words in rows],
    )


_SCREENS: Mapping[Screen, Words] = {
    "food": Words("一般归食品", "food as a rule"),
    "not_food": Words("一般不归食品", "not food as a rule"),
    "depends": Words("视具体商品", "depends on the item"),
}


def _list_prefixes(screen: Screen) -> list[str]:
    return sorted(prefix for prefix, said in FOOD_HEADINGS.items() if said == screen)


def _describe_blank(words: Words) -> Words:
    return words.filled(day=_DAY, n="…", unit="", question="…")


_DAY = Words("期限届满日", "the last day")
