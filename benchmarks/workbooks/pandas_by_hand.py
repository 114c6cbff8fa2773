"""A workbook of returns judged by a script: pandas around the plain loop.

    python benchmarks/workbooks/pandas_by_hand.py RETURNS.xlsx VERDICTS.xlsx

It reads what the benchmark's workbook holds and nothing else: no bad cell, no other heading, no
long number. It writes eight columns, with one short sentence on what decided: no readings, no
other route, no assumptions, no summary.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from retax.facts.catalogue import FACT_OF_NAME, NAMES, VALUE_OF_WORD
from retax.law.cross_border.announcements import ANNOUNCEMENTS
from retax.law.cross_border.announcements import CLAUSES as LAW
from retax.law.cross_border.article_4_documents import DOCUMENTS
from retax.law.outcome import STATUSES
from tables.loop_by_hand import Row, judge_row

COLOURS = {"eligible": "#C6EFCE", "ineligible": "#FFC7CE", "needs_facts": "#FFEB9C"}
BADGES: dict[str, str] = {status: badge.zh for status, (badge, _) in STATUSES.items()}
QUESTIONS = {name: (entry.question or entry.label).zh for name, entry in NAMES.items()}
PAPERS = {document.id: document.words.zh for document in DOCUMENTS}
CITES = {announcement.id: announcement.cites.zh for announcement in ANNOUNCEMENTS}
CLAUSES = {clause.id: clause.words.zh for clause in LAW}
RETURNED_ON = Row._fields.index("returned_on")
YES_NO = {"是": True, "否": False}


def main(returns: str, verdicts: str) -> None:
    frame = pd.read_excel(returns, engine="calamine", dtype=object)
    facts = {name: FACT_OF_NAME[name] for name in frame.columns if name in FACT_OF_NAME}
    values_of_facts = {fact: read_column(frame[name], fact) for name, fact in facts.items()}
    known = {fact: values for fact, values in values_of_facts.items() if fact in Row._fields}
    blank = [None] * len(frame)
    rows = list(zip(*(known.get(fact, blank) for fact in Row._fields), strict=True))
    statuses, announcements, last_days, decided, missing, papers, _ = zip(
        *(judge_row(Row(*row)) for row in rows), strict=True
    )
    back = [row[RETURNED_ON] for row in rows]
    frame["结论"] = [BADGES.get(status, "填写有误，待更正") for status in statuses]
    frame["期限届满日"] = last_days
    frame["剩余天数"] = [
        (last - day).days if last and day else None
        for last, day in zip(last_days, back, strict=True)
    ]
    frame["判定依据"] = [
        write_sentence(*facts) for facts in zip(decided, back, last_days, statuses, strict=True)
    ]
    frame["待补资料"] = [join_lines(ids, QUESTIONS) for ids in missing]
    frame["应备单证"] = [join_lines(ids, PAPERS) for ids in papers]
    frame["待办事项"] = [
        "向主管税务机关补缴（或冲减）已退税款" if clause == "2.refund_repaid" else None
        for clause in decided
    ]
    frame["适用公告"] = [CITES.get(id_) for id_ in announcements]
    with pd.ExcelWriter(verdicts, engine="xlsxwriter", date_format="yyyy-mm-dd") as writer:
        frame.to_excel(writer, sheet_name="退运商品", index=False, freeze_panes=(1, 0))
        book, sheet = writer.book, writer.sheets["退运商品"]
        at = frame.columns.get_loc("结论")
        for status, colour in COLOURS.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{BADGES[status]}"'}
            form = book.add_format({"bg_color": colour})
            sheet.conditional_format(1, at, len(frame), at, {**rule, "format": form})
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def read_column(values: pd.Series, fact: str) -> list[object]:
    words = VALUE_OF_WORD.get(fact, {}) if NAMES[fact].kind == "word" else {}
    return [read(value, words) for value in values]


def read(value: object, words: Mapping[str, str]) -> object:
    if value is None or value != value:  # pandas' NaN is not itself
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return YES_NO.get(value, words.get(value, value))  # type: ignore[call-overload]


def write_sentence(decided: str, back: date | None, last_day: date | None, status: str) -> str:
    if status == "invalid":
        return f"{decided} 有误"
    if back is None or last_day is None:
        clock = f"期限届满日 {last_day}" if last_day else ""
    else:
        late = (back - last_day).days
        left = f"超期 {late} 天" if late > 0 else f"余 {-late} 天"
        clock = f"退运进境 {back}，期限届满日 {last_day}，{left}"
    return f"{CLAUSES.get(decided, '各项条件逐项符合')}：{clock}"


def join_lines(ids: str, words: dict[str, str]) -> str:
    return "\n".join(words[id_] for id_ in ids.split(";")) if ids else ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
