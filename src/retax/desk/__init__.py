"""The desk: command line, workbooks, letters and reminders for declaration clerks.

Every tool is an optional extra that names itself when it is missing, so each name below is loaded
when it is first asked for. Nothing else in the library imports from here.
"""

import importlib as _importlib
import typing as _typing

if _typing.TYPE_CHECKING:
    from retax.cells.mending import mended
    from retax.desk.calendar import NotAnnounced, days_off, read_days_off, weekends
    from retax.desk.deadlines.ics import write_ics
    from retax.desk.extras import MissingExtra
    from retax.desk.judging.deadlines import (
        Deadline,
        Deadlines,
        WithoutLastDay,
        list_deadlines,
    )
    from retax.desk.judging.judge import (
        JudgedRow,
        JudgeOptions,
        ValidatedRow,
        judge_rows,
        shown_of,
        validate_rows,
    )
    from retax.desk.letters import (
        KINDS,
        Contact,
        Letter,
        RefusedLine,
        group_letters,
        list_refusals,
        write_letters,
    )
    from retax.desk.matching.matched_tables import MatchedTables, MatchOptions, match_tables
    from retax.desk.matching.open_tables import open_tables
    from retax.desk.matching.tables import MatchTables, TableRow
    from retax.desk.matching.template import write_match_template
    from retax.desk.matching.workbook import write_matched
    from retax.desk.readers.open_source import open_source
    from retax.desk.reports.open_reports import open_reports
    from retax.desk.reports.report import ReportedRows
    from retax.desk.source import DeskError, Row, Source
    from retax.desk.template.workbook import write_template
    from retax.desk.writers.answer_columns import COLUMNS, answers
    from retax.desk.writers.workbook import write_verdicts

__all__ = [
    "COLUMNS",
    "KINDS",
    "Contact",
    "Deadline",
    "Deadlines",
    "DeskError",
    "JudgeOptions",
    "JudgedRow",
    "Letter",
    "MatchOptions",
    "MatchTables",
    "MatchedTables",
    "MissingExtra",
    "NotAnnounced",
    "RefusedLine",
    "ReportedRows",
    "Row",
    "Source",
    "TableRow",
    "ValidatedRow",
    "WithoutLastDay",
    "answers",
    "days_off",
    "group_letters",
    "judge_rows",
    "list_deadlines",
    "list_refusals",
    "match_tables",
    "mended",
    "open_reports",
    "open_source",
    "open_tables",
    "read_days_off",
    "shown_of",
    "validate_rows",
    "weekends",
    "write_ics",
    "write_letters",
    "write_match_template",
    "write_matched",
    "write_template",
    "write_verdicts",
]

_NAMES_OF_MODULES = {
    "retax.desk.calendar": ("NotAnnounced", "days_off", "read_days_off", "weekends"),
    "retax.desk.judging.deadlines": ("Deadline", "Deadlines", "WithoutLastDay", "list_deadlines"),
    "retax.desk.deadlines.ics": ("write_ics",),
    "retax.desk.extras": ("MissingExtra",),
    "retax.desk.judging.judge": (
        *("JudgeOptions", "JudgedRow", "ValidatedRow"),
        *("judge_rows", "shown_of", "validate_rows"),
    ),
    "retax.desk.letters": (
        *("KINDS", "Contact", "Letter", "RefusedLine"),
        *("group_letters", "list_refusals", "write_letters"),
    ),
    "retax.desk.matching.matched_tables": ("MatchOptions", "MatchedTables", "match_tables"),
    "retax.desk.matching.open_tables": ("open_tables",),
    "retax.desk.matching.tables": ("MatchTables", "TableRow"),
    "retax.desk.matching.template": ("write_match_template",),
    "retax.desk.matching.workbook": ("write_matched",),
    "retax.cells.mending": ("mended",),
    "retax.desk.readers.open_source": ("open_source",),
    "retax.desk.reports.open_reports": ("open_reports",),
    "retax.desk.reports.report": ("ReportedRows",),
    "retax.desk.source": ("DeskError", "Row", "Source"),
    "retax.desk.template.workbook": ("write_template",),
    "retax.desk.writers.answer_columns": ("COLUMNS", "answers"),
    "retax.desk.writers.workbook": ("write_verdicts",),
}

_MODULE_OF_NAME = {name: module for module, names in _NAMES_OF_MODULES.items() for name in names}


def __getattr__(name: str) -> _typing.Any:
    """Load a name when it is first asked for."""
    if name in _MODULE_OF_NAME:
        return getattr(_importlib.import_module(_MODULE_OF_NAME[name]), name)
    raise AttributeError(f"module 'retax.desk' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is public."""
    return sorted([*__all__, "__doc__", "__name__"])
