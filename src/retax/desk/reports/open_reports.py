"""Files of known kinds among others: recognised, read, and joined once all of them are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from retax.desk.readers.csv import read_cells
from retax.desk.readers.foreign_tables import AMAZON_REPORTS, find_amazon_report, is_form
from retax.desk.readers.headings import LOOKED_THROUGH
from retax.desk.readers.json import decode_json, decode_strictly
from retax.desk.readers.open_source import (
    find_kind_of_file,
    is_xml,
    make_seekable,
    name_file,
    name_file_in_errors,
    open_stream,
)
from retax.desk.readers.whole_file import read_whole
from retax.desk.readers.xml_messages import make_unread_message_error, read_root
from retax.desk.reports.amazon import AmazonReports
from retax.desk.reports.ceb import MESSAGES, CebMessages
from retax.desk.reports.declaration import (
    DECLARATION,
    SINGLE_WINDOW,
    is_single_window,
    read_dec_message,
    read_single_window,
)
from retax.desk.reports.declaration_form import FORM, read_form
from retax.desk.reports.report import ReportedRows
from retax.desk.source import DeskError
from retax.words import Words, joined


def open_reports(files: Sequence[str]) -> list[tuple[str, ReportedRows]]:
    """Read files of known kinds: each with the name of its file.

    CEB messages are joined, and of several reports of the same units one counts.

    Raises:
        DeskError: a file cannot be read, or is of no known kind.
    """
    found = Reports()
    for file in files:
        if not found.take(file):
            with name_file_in_errors(name_file(file)):
                raise DeskError(_NO_REPORT.filled(names=joined([*_KINDS])))
    return [*found.read(has_returns=False)]


_NO_REPORT = Words(
    "不是可识别的报文或报告；可读 {names}，表格请用 open_tables 读取",
    "is no message or report that is known; accepted are {names}; tables are read by open_tables",
)
_KINDS = (*MESSAGES.values(), DECLARATION, SINGLE_WINDOW, FORM, *AMAZON_REPORTS.values())


class Reports:
    """The files of known kinds among those that are given."""

    def __init__(self) -> None:
        self._ceb = CebMessages()
        self._amazon = AmazonReports()
        self._others: list[tuple[str, ReportedRows]] = []

    def take(self, file: str) -> bool:
        """Read a file that is of a known kind; say whether it is.

        Raises:
            DeskError: it is, and cannot be read.
        """
        with name_file_in_errors(name_file(file)):
            name = Path(file).name
            if is_xml(file):
                self._take_message(file, name)
                return True
            match find_kind_of_file(file):
                case "json":
                    return self._take_json(file, name)
                case "csv":
                    return self._take_text(file, name)
                case "xlsx" | "xls":
                    return self._take_sheets(file, name)
            return False

    @property
    def tells_exports(self) -> bool:
        """Whether some file tells exports."""
        reports = [report for _, report in (*self._others, *self._ceb.list_reports())]
        return any("exports" in report.rows for report in reports)

    def read(self, *, has_returns: bool) -> Iterator[tuple[str, ReportedRows]]:
        """Return the reports, joined, each with the name of its file.

        ``has_returns``: another table tells what came back.
        """
        yield from self._others
        yield from self._ceb.list_reports()
        are_listed = has_returns or any("returned" in report.rows for _, report in self._others)
        yield from self._amazon.list_reports(are_listed)

    def _take_message(self, file: str, name: str) -> None:
        with open_stream(file) as stream:
            root = read_root(stream)
        with open_stream(file) as stream:
            if root in MESSAGES:
                self._ceb.take(root, name, stream)
            elif root == "DecMessage":
                self._others.append((name, read_dec_message(stream)))
            else:
                raise make_unread_message_error(root)

    def _take_json(self, file: str, name: str) -> bool:
        with open_stream(file) as stream:
            thing: Any = decode_json(stream)
        if not is_single_window(thing):
            return False
        self._others.append((name, read_single_window(thing, decode_strictly)))
        return True

    def _take_text(self, file: str, name: str) -> bool:
        with open_stream(file) as stream:
            rows = read_cells(make_seekable(stream))
            return self._take_rows(name, rows)

    def _take_sheets(self, file: str, name: str) -> bool:
        from retax.desk.readers.workbook import MOST_MEGABYTES, open_workbook

        with open_stream(file) as stream:
            workbook = open_workbook(read_whole(stream, MOST_MEGABYTES))
        taken = [
            self._take_rows(name if len(workbook.sheets) == 1 else f"{name} {sheet}", iter(rows))
            for sheet in workbook.sheets
            if (rows := workbook.read_sheet(sheet).rows)
        ]
        return any(taken)

    def _take_rows(self, name: str, rows: Iterator[Sequence[object]]) -> bool:
        """Read rows that are of a known kind; say whether they are."""
        head = [*islice(rows, LOOKED_THROUGH)]
        found = find_amazon_report(head)
        if found is not None:
            kind, at = found
            below = [*head[at + 1 :], *rows]
            self._amazon.take(kind, name, head[at], below, first=at + 2)
            return True
        if is_form(head):
            self._others.append((name, read_form([*head, *rows])))
            return True
        return False
