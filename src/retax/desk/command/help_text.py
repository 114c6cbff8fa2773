"""Texts of the command: its help and its complaints, in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retax import Words
from retax.desk.exit_codes import OF_COMMANDS, describe_of_every_command

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
        "说明一项条款或一个口径问题，如 六个月、召回、1.six_months、rest-day。",
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
    "publish": Words(
        "以其他形式发布法规及判断规则：json（要素、条款、规则树、测试用例）、js（ES 模块）、"
        "java（Java 17 源代码）、page（一个网页文件，双击即可使用，不连接网络）。",
        "Publish the law in other forms: json (facts, clauses, trees, test cases), js (an ES "
        "module), java (Java 17 source), page (one HTML file to open, without any network).",
    ),
    "deadlines": Words(
        "列出尚未退运、仍在区内、已进境未申报或退税尚未补缴、撤回的商品及其期限届满日，"
        "可写入日历文件。",
        "List goods still abroad, still in a zone, back and not declared, or with a refund to "
        "settle, by last day; also as a calendar.",
    ),
    "letter": Words(
        "出具滞销自我声明、退运原因说明、单证清单、致海关的情况说明和咨询函，以及待补资料清单"
        "（Word）。",
        "Write self-declaration, statement of reasons, checklist, file note and consultation for "
        "customs, and a list of missing facts (Word).",
    ),
    "match": Words(
        "将退回商品对应到出口台账的各行：有凭据的给出可判定行，其余给出无论出自哪一条均成立的件数。",
        "Match returned units to the lines of an export ledger: lines where evidence names them, "
        "of the rest what holds whichever line it is.",
    ),
    "template": Words(
        "生成供填写的工作簿：退运商品（--money 另加金额栏目），或（--match）出口台账和退货清单。",
        "Write a workbook to fill in with returned goods, with --money also with their amounts, "
        "or, with --match, with a ledger and returns.",
    ),
}
"""What each command does."""


WITHOUT_ARGUMENTS = Words(
    "不熟悉命令行的：运行 retax template --bat 生成 retax.bat，把填好的工作簿拖到它上面，"
    "结论写入同一文件夹的 结论.xlsx（Windows）。\n",
    "Without a command line: retax template --bat writes retax.bat; a workbook dropped onto it is "
    "judged, and the verdicts are written beside it as verdicts.xlsx (Windows).\n",
)
"""What comes before the help where the command has no arguments."""


def write_help(command: str) -> Words:
    """Return the help of a command, with its exit codes where it judges a file."""
    help_ = COMMANDS[command]
    codes = describe_of_every_command() if command == "retax" else OF_COMMANDS.get(command)
    return help_ if codes is None else Words(help_.zh + codes.zh, f"{help_.en} {codes.en}")


PARAMETERS: Mapping[str, Words] = {
    "file": Words("退运商品文件，- 为标准输入", "the file of returned goods; - is standard input"),
    "files": Words(
        "含出口台账和退货清单的文件：一个工作簿，或各表一个文件",
        "the files with export ledger and returns: one workbook, or a file for each table",
    ),
    "match": Words(
        "退运对应的工作簿（出口台账、退货清单等）", "the workbook of a matching: ledger and returns"
    ),
    "gone": Words(
        "减少记录（已售、销毁等）的文件；可多次使用",
        "a file of units gone (sold, destroyed); may be repeated",
    ),
    "counts": Words("库存盘点的文件；可多次使用", "a file of stock counts; may be repeated"),
    "traces": Words("对应记录的文件；可多次使用", "a file of traces; may be repeated"),
    "by_place": Words(
        "各海外仓的库存分别对应（各行均须填海外仓）",
        "stock of each place abroad is kept apart; every row names its place",
    ),
    "fifo": Words(
        "无凭据的件数按先进先出推定，未逐件对应",
        "units without evidence are presumed first in, first out, which shows nothing",
    ),
    "complete_since": Words(
        "出口台账自该日起完整，此前可能另有库存",
        "the ledger lists every export from this day on; older stock may exist",
    ),
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
    "carry": Words(
        "自用列的列名：虽与某要素相近，但原样保留、不作为要素读取；可重复",
        "a column of your own whose heading comes near a fact's: carried through, not read; may be "
        "given again",
    ),
    "default": Words(
        "就本批商品声明的要素，填入各行空白处，如 use=unused；可多次使用",
        "a fact stated for all rows that leave it blank, as in use=unused; may be repeated",
    ),
    "as_of": Words(
        "判断基准日：未见退运记录的商品视为当日尚未退运（today 为今天）",
        "the day as of which you ask: goods of which no return is known count as still abroad "
        "(today is accepted)",
    ),
    "settle": Words(
        "主管海关已答复的口径，如 召回=从宽、rest-day=lenient；可多次使用",
        "a question your customs office has answered, as in rest-day=lenient; may be repeated",
    ),
    "beside": Words(
        "将结论写入同一文件夹的 结论.xlsx；未指定判断基准日的，为今天",
        "write the verdicts beside the file as verdicts.xlsx, as of today if no day is given",
    ),
    "bat": Words(
        "生成 retax.bat：把工作簿拖到它上面即可得出结论（Windows）",
        "write retax.bat instead, onto which workbooks are dropped to be judged (Windows)",
    ),
    "money": Words(
        "另加金额栏目（计税价格、税率、已退税额等），填写后得出涉及税款",
        "with the columns of amounts (dutiable value, rates, refund …), from which the taxes "
        "involved are computed",
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
    "brief": Words(
        "只输出结论、判定条款、期限届满日、待补资料和待办（json、jsonl）",
        "only status, decided_by, last_day, asks and actions (json, jsonl)",
    ),
    "jobs": Words(
        "同时判断的进程数，如 4；auto 与处理器核数相同；未指定时为 1；结果不变",
        "how many processes judge at once, as in 4; auto: one a core; if not given 1; the answers "
        "are the same",
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
        "checklist 退运单证清单、file_note 退运免税情况说明、match_list 与原出口商品对应材料目录、"
        "consultation 退运口径咨询函、missing_facts 待补资料清单；未指定时按各行所需；可多次使用",
        "kind of letter: self_declaration, reason_statement, checklist, file_note, match_list, "
        "consultation, missing_facts; if not given those that fit each line; may be repeated",
    ),
    "contact": Words("文书上的联系人", "the person to ask, for letters"),
    "telephone": Words("文书上的联系电话", "the telephone, for letters"),
    "broker": Words(
        "文书上的申报单位（受托的报关企业）", "who declares the goods (a broker), for letters"
    ),
    "template": Words("自备的 Word 模板（.docx）", "your own Word template (.docx)"),
    "on": Words("文书日期；未指定时为今天", "the day of the letters; if not given today"),
    "about": Words("条款或口径问题的编号或名称", "id of a clause or a question"),
    "of": Words("goods 或 verdict", "goods or verdict"),
    "form": Words("json、js、java 或 page", "json, js, java or page"),
    "package": Words(
        "Java 包名；未指定时为 retax", "the name of the Java package; if not given retax"
    ),
    "version": Words("显示版本", "show the version"),
    "help": Words("显示本说明", "show this help"),
}


def write_usage_error(error: Exception) -> Words:
    """Say in a sentence how the command was misused."""
    missing = getattr(getattr(error, "param", None), "metavar", None)
    unknown = getattr(error, "option_name", None)
    if type(error).__name__ == "MissingParameter" and missing:
        found = Words(f"缺少参数 {missing}", f"{missing} is missing")
    elif type(error).__name__ == "NoSuchOption" and unknown:
        found = Words(f"没有选项 {unknown}", f"there is no option {unknown}")
    else:
        found = _translate_misuse(str(error).rstrip("."))
    return Words(f"{found.zh}；用法见 retax --help", f"{found.en}; see retax --help")


def _translate_misuse(message: str) -> Words:
    """Return what the parser of the command line says in English with its Chinese beside it."""
    for pattern, zh in _MISUSES:
        match = pattern.match(message)
        if match:
            return Words(zh.format(*match.groups()), message)
    return Words("命令写法有误", message)


_MISUSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        # Versions of the parser write `argument`, `arguments` or `argument(s)`.
        re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)$", re.DOTALL),
        "多出的参数：{}",
    ),
    (re.compile(r"No such command '(.*?)'.*?mean '(.*?)'", re.DOTALL), "没有命令 {}；是否为 {}？"),
    (re.compile(r"No such command '(.*?)'", re.DOTALL), "没有命令 {}"),
    (re.compile(r"Option '(.*?)' requires"), "选项 {} 后缺少值"),
    (re.compile(r"Option '(.*?)' does not take"), "选项 {} 后不能有值"),
    (re.compile("Missing command"), "缺少命令"),
)
