"""What the command says of itself: its help and its complaints, in two languages."""

from __future__ import annotations

from collections.abc import Mapping

from retax import Words

COMMANDS: Mapping[str, Words] = {
    "retax": Words(
        "跨境电商出口退运商品能否免税进境：逐条判断、列明单证、提示期限、出具文书。",
        "Do cross-border e-commerce exports that come back to China come in free of import tax? "
        "Verdicts clause by clause, papers, deadlines, letters.",
    ),
    "check": Words(
        "逐行判断文件中的退运商品（JSON、JSON Lines、CSV、Parquet、Excel；- 为标准输入）。",
        "Judge the goods of a file row by row (JSON, JSON Lines, CSV, Parquet, Excel; - is "
        "standard input).",
    ),
    "explain": Words(
        "说明一项条款或一个口径问题，如 1.six_months、rest-day。",
        "Tell of a clause or an open question, such as 1.six_months or rest-day.",
    ),
    "law": Words(
        "公告、监管方式、条款和口径问题一览。",
        "The announcements, supervision codes, clauses and open questions at a glance.",
    ),
    "schema": Words(
        "输入（goods）或结论（verdict）的 JSON Schema。",
        "The JSON Schema of what goes in (goods) or comes out (verdict).",
    ),
    "deadlines": Words(
        "列出尚未退运、仍在区内或已进境未申报的商品及其期限届满日，可写入日历文件。",
        "List goods still abroad, still in a zone, or back and not declared, by last day; also as "
        "a calendar.",
    ),
    "letter": Words(
        "出具滞销自我声明、退运原因说明、单证清单和致海关的情况说明（Word）。",
        "Write self-declaration, statement of reasons, checklist and file note for customs (Word).",
    ),
    "template": Words(
        "生成供填写的退运商品工作簿。", "Write a workbook to fill in with returned goods."
    ),
}
"""What each command does."""

EXIT_CODES: Mapping[str, Words] = {
    "check": Words(
        "退出码：0 均符合或附条件符合；3 有要素待补或口径待核，或退运数量超出出口数量；"
        "1 有不符合或无适用公告；2 有无法读取的内容；以最差的一行为准。",
        "Exit code: 0 all eligible or conditional, 3 facts missing, review needed or more comes "
        "back of an export line than went out, 1 some not eligible or not covered, 2 something "
        "cannot be read; the worst row decides.",
    ),
    "deadlines": Words(
        "退出码：0 均未届满；3 有因要素不全而期限待定，或退运数量超出出口数量；"
        "1 有期限已过；2 有无法读取的内容；以最差的一行为准。",
        "Exit code: 0 no last day has passed, 3 one is not known for want of facts, or more comes "
        "back of an export line than went out, 1 one has passed, 2 something cannot be read; the "
        "worst row decides.",
    ),
    "letter": Words(
        "退出码同 check；有未出具文书的行，至少为 3。",
        "Exit code: that of check, and at least 3 where a row got no letter.",
    ),
}
"""What the exit codes of the commands that judge files mean; the others return 0, or 2."""


def help_of(command: str) -> Words:
    """Return the help of a command, with its exit codes where it judges a file."""
    exit_codes = EXIT_CODES.get(command)
    told = COMMANDS[command]
    return (
        told if exit_codes is None else Words(told.zh + exit_codes.zh, f"{told.en} {exit_codes.en}")
    )


PARAMETERS: Mapping[str, Words] = {
    "file": Words("退运商品文件，- 为标准输入", "the file of returned goods; - is standard input"),
    "output": Words("写入的文件（或文件夹）", "the file (or folder) to write to"),
    "format": Words(
        "输出格式；未指定时，终端为表格，管道为 JSON Lines，文件按扩展名",
        "format of the output; if not given a table on a terminal, JSON Lines in a pipe, "
        "and what the name of the file says",
    ),
    "input": Words(
        "输入文件的种类；未指定时按扩展名", "kind of the input; if not given by its name"
    ),
    "sheet": Words("要读取的工作表", "the sheet to read"),
    "default": Words(
        "就本批商品声明的要素，填入各行空白处，如 use=unused；可多次使用",
        "a fact stated for all rows that leave it blank, as in use=unused; may be repeated",
    ),
    "as_of": Words(
        "查询日期：未见退运记录的商品视为当日尚未退运（today 为今天）",
        "the day as of which you ask: goods of which no return is known count as still abroad "
        "(today is accepted)",
    ),
    "settle": Words(
        "主管海关已明确的口径，如 rest-day=lenient；可多次使用",
        "a question your customs office has answered, as in rest-day=lenient; may be repeated",
    ),
    "known_on": Words(
        "仅按该日以前（含当日）公布的公告判断",
        "judge by the announcements published until that day only",
    ),
    "days_off": Words(
        "休息日：每行一个日期的文件，或年份（按国务院办公厅放假安排，如 2026,2027）",
        "the rest days: a file with a day a line, or years (by the official calendar), "
        "as in 2026,2027",
    ),
    "lang": Words(
        "语言：zh 中文，en 英文；未指定时按系统语言", "language; if not given the locale"
    ),
    "ics": Words(
        "写入日历文件（.ics），届满日前 30、7、1 天提醒",
        "also write a calendar (.ics) with alarms 30, 7 and 1 days before",
    ),
    "kind": Words(
        "文书种类：self_declaration 滞销退运自我声明、reason_statement 退运原因说明、"
        "checklist 退运单证清单、file_note 退运免税情况说明；未指定时按各行所需；可多次使用",
        "kind of letter: self_declaration, reason_statement, checklist, file_note; if not given "
        "those that fit each line; may be repeated",
    ),
    "template": Words("自备的 Word 模板（.docx）", "your own Word template (.docx)"),
    "on": Words("文书日期；未指定时为今天", "the day of the letters; if not given today"),
    "about": Words("条款或口径问题的编号", "id of a clause or a question"),
    "of": Words("goods 或 verdict", "goods or verdict"),
    "version": Words("显示版本", "show the version"),
    "help": Words("显示本说明", "show this help"),
}


def usage_error(error: Exception) -> Words:
    """Say in a sentence how the command was misused."""
    missing = getattr(getattr(error, "param", None), "metavar", None)
    unknown = getattr(error, "option_name", None)
    if type(error).__name__ == "MissingParameter" and missing:
        said = Words(f"缺少参数 {missing}", f"{missing} is missing")
    elif type(error).__name__ == "NoSuchOption" and unknown:
        said = Words(f"没有选项 {unknown}", f"there is no option {unknown}")
    else:
        told = str(error).rstrip(".")
        said = Words(f"命令有误（{told}）", told)
    return Words(f"{said.zh}；用法见 retax --help", f"{said.en}; see retax --help")
