"""Files read into the tables of a matching: sheets of workbooks, and files of one table each.

A sheet is the table it is called as; another, and a file of one table, the one that alone has most
of its headings. A table whose headings tell nothing is the ledger where none is found yet, and the
returns where the ledger is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from retax import Words
from retax.cells.cell import ParsedWithNote, get_shown, get_text, make_parser
from retax.desk.listing import name_texts
from retax.desk.matching.completing import complete_reported_rows
from retax.desk.matching.layout import TABLES, TableId
from retax.desk.matching.tables import MatchTables, Origin, TableRow, add_file_name, fill_blanks
from retax.desk.matching.vocabularies import (
    ANY_TABLE,
    count_own_headings,
    find_table_called,
    find_table_with,
    get_vocabulary,
)
from retax.desk.readers.batch_statements import read_batch_sheet
from retax.desk.readers.csv import read_csv
from retax.desk.readers.headings import Vocabulary, find_headings
from retax.desk.readers.json import read_json, read_json_lines
from retax.desk.readers.near_headings import (
    note_near_headings,
    refuse_near_headings,
    refuse_no_columns,
)
from retax.desk.readers.open_source import (
    find_kind_of_file,
    make_seekable,
    make_unknown_kind_error,
    name_file,
    name_file_in_errors,
    open_stream,
)
from retax.desk.readers.own_cells import compare_own_cells
from retax.desk.readers.settlement_sheet import read_settlement_sheet
from retax.desk.readers.whole_file import read_whole
from retax.desk.reports.open_reports import Reports
from retax.desk.reports.report import ReportedRows
from retax.desk.source import DeskError, Row, Source
from retax.matching.records import find_field
from retax.words import both, joined

_TWO_SHEETS = Words(
    "有多个工作表同为「{table}」（{names}）；每个文件每种表只能有一张，请改名或分存",
    "several sheets are the table {table} ({names}); accepted is one of each in a file",
)
_NO_TABLE = Words(
    "没有可用的工作表；应有名为{names}的工作表，或含其列名的工作表，"
    "表样可用 retax template --match 生成",
    "no sheet is a table to match; accepted are sheets called {names}, or with their headings; "
    "retax template --match writes a workbook with them",
)
_NOT_THERE = Words(
    "缺少{table}；请给出含该表的文件，表样可用 retax template --match 生成",
    "there is no table {table}; name a file with it; retax template --match writes one to fill in",
)
_NOTHING_IN_IT = Words("{table}中没有数据行", "the table {table} has no rows")
_UNDECIDED = Words(
    "不能确定是哪一张表；请将文件或工作表命名为{names}之一，或用 --gone、--counts、--traces 指明",
    "which table this is cannot be seen; call the file or its sheet {names}, or name it with "
    "--gone, --counts or --traces",
)
_LEFT_OUT = Words("未读取的工作表：{names}", "sheets that are not read: {names}")
_UNREAD = Words("未读取的列：{names}", "columns that are not read: {names}")


@dataclass(frozen=True, slots=True)
class _Beside:
    """Sheets beside the tables: facts stated for all rows, rows of customs' answers.

    ``carried``: headings the user calls columns of his own. ``headings``: those of all tables.
    """

    carried: Collection[str] = ()
    headings: set[str] = field(default_factory=set)
    stated: dict[str, Any] = field(default_factory=dict)
    answered: list[Sequence[object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A table found in a file: which it is, where that shows, and how to read it."""

    table: TableId | None
    file: str
    sheet: str | None
    read: Callable[[Vocabulary], Source]


def open_tables(
    files: Sequence[str],
    *,
    named: Mapping[TableId, Sequence[str]] | None = None,
    batch: Mapping[str, Any] | None = None,
    carry: Collection[str] = (),
) -> MatchTables:
    """Read files into the tables of a matching.

    Args:
        files: each with one table or, a workbook, with several; or a message of customs, a
            declaration or a report of a platform, which are known for what they are.
        named: by table the files that are that table whatever their headings tell.
        batch: facts stated for all rows that leave them blank; sheets of statements add to them.
        carry: columns of the user's own whose headings come near a fact's, for which a file is
            refused otherwise, or whose cells speak of a fact, for which a row is.

    Raises:
        DeskError: a file cannot be read, the ledger or the returns are not there, or a sheet is
            not known for a table. What is wrong with a single row is in ``TableRow.refused``.
        MissingExtra: the library that reads a file is not installed.
    """
    tables = MatchTables()
    beside = _Beside(carry)
    reports = Reports()
    plain = [file for file in files if not reports.take(file)]
    # A message of customs is read last, but it is the ledger already: no other file is taken for
    # it.
    if reports.tells_exports:
        tables.rows["exports"] = []
    for file in plain:
        _add_file(tables, file, None, beside)
    for table, of_table in (named or {}).items():
        for file in of_table:
            _add_file(tables, file, table, beside)
    refuse_no_columns(beside.headings, carry)
    for file, report in reports.read(has_returns="returned" in tables.rows):
        _add_report(tables, file, report)
    complete_reported_rows(tables)
    _require(tables)
    fill_blanks(tables, {**beside.stated, **(batch or {})})
    tables.answers = read_settlement_sheet(beside.answered)
    return tables


def _require(tables: MatchTables) -> None:
    if "exports" not in tables.rows:
        raise DeskError(_NOT_THERE.filled(table=TABLES["exports"].name))
    if "returned" not in tables.rows:
        raise DeskError(_NOT_THERE.filled(table=TABLES["returned"].name))
    if not tables.of("exports"):
        raise DeskError(_NOTHING_IN_IT.filled(table=TABLES["exports"].name))


def _add_file(tables: MatchTables, file: str, table: TableId | None, beside: _Beside) -> None:
    with name_file_in_errors(name_file(file)):
        found = [*_find_tables(tables, file, table, beside)]
        for each in found:
            _add_table(tables, each, beside)


def _add_table(tables: MatchTables, found: _Found, beside: _Beside) -> None:
    table = found.table or _find_first_missing(tables)
    names = get_vocabulary(table)
    source = found.read(names)
    facts = TABLES[table].record.FACTS
    beside.headings.update(source.headings)
    refuse_near_headings(source, beside.carried, facts)
    note_near_headings(source, beside.carried, facts)
    rows = tables.rows.setdefault(table, [])
    compared = compare_own_cells(source, beside.carried, facts)
    rows += [_make_row(found, row, source.headings, names) for row in compared]
    shown = found.file if found.sheet is None else f"{found.file} {found.sheet}"
    tables.notices += [add_file_name(shown, remark) for remark in source.remarks]
    if source.unread:
        words = _UNREAD.filled(names=name_texts(source.unread))
        tables.notices.append(add_file_name(shown, words))


def _add_report(tables: MatchTables, file: str, report: ReportedRows) -> None:
    for table, rows in report.rows.items():
        record = TABLES[table].record
        for row in rows:
            facts = {name: v for name, v in row.facts.items() if find_field(record, name)}
            origin = Origin(file, None, row.number)
            reported = TableRow(origin, facts, row.remarks, row.refused, is_reported=True)
            if row.refused:
                reported = replace(reported, facts={}, sku=_read_text(facts.get("sku")))
            tables.rows.setdefault(table, []).append(reported)
    tables.notices += [add_file_name(file, notice) for notice in report.notices]
    if report.untold and report.rows:
        tables.untold.append(add_file_name(file, report.untold_text()))


def _find_first_missing(tables: MatchTables) -> TableId:
    order: tuple[TableId, ...] = ("exports", "returned")
    missing = next((table for table in order if table not in tables.rows), None)
    if missing is None:
        raise DeskError(_UNDECIDED.filled(names=_list_all_names()))
    return missing


def _list_all_names() -> Words:
    return joined([sheet.name for sheet in TABLES.values()])


# -- rows ------------------------------------------------------------------------------------------


def _make_row(found: _Found, row: Row, headings: Sequence[str], names: Vocabulary) -> TableRow:
    origin = Origin(found.file, found.sheet, row.number)
    if not row.refused:
        return TableRow(origin, row.facts, row.remarks)
    fields = [names.find(heading) for heading in headings]
    cells = {name: cell for name, cell in zip(fields, row.cells, strict=False) if name}
    return TableRow(
        origin,
        {},
        row.remarks,
        row.refused,
        sku=_read_text(cells.get("sku")),
        value=_read_text(cells.get("value")),
    )


_parse_sku = make_parser("sku")


def _read_text(cell: object) -> str | None:
    """Return the text of a cell of a row that cannot be read as a whole; None where it tells none.

    A number whose digits are lost tells none.
    """
    if cell is None or not get_text(cell):
        return None
    value = _parse_sku(get_shown(cell))
    return value if isinstance(value, str) and not isinstance(value, ParsedWithNote) else None


# -- tables of files -------------------------------------------------------------------------------


def _find_tables(
    tables: MatchTables, file: str, table: TableId | None, beside: _Beside
) -> Iterator[_Found]:
    known = find_kind_of_file(file)
    if known in ("xlsx", "xls"):
        yield from _find_sheets(tables, file, table, beside)
    elif known is None:
        raise make_unknown_kind_error()
    else:
        yield _open_one_table(file, known, table)


def _open_one_table(file: str, known: str, table: TableId | None) -> _Found:
    def read(names: Vocabulary) -> Source:
        return _read_one(file, known, names)

    path = Path(file)
    is_called = table or find_table_called(path.stem)
    return _Found(is_called or find_table_with(read(ANY_TABLE).headings), path.name, None, read)


def _read_one(file: str, known: str, names: Vocabulary) -> Source:
    """Return the rows of a file of one table; they are read at once, and the file is closed."""
    with open_stream(file) as stream:
        match known:
            case "csv":
                source = read_csv(make_seekable(stream), names)
            case "parquet":
                from retax.desk.readers.parquet import read_parquet

                source = read_parquet(make_seekable(stream), names)
            case "json":
                source = _add_headings(read_json(stream))
            case _:
                source = _add_headings(read_json_lines(stream))
        # A file is opened once to see which table it is, and again to be read under the names of
        # that.
        if names is ANY_TABLE:
            return replace(source, rows=())
        return replace(source, rows=[*source.rows])


def _add_headings(source: Source) -> Source:
    """Return rows of JSON with the names of all of them as headings, none of which goes unread."""
    rows = [*source.rows]
    names = dict.fromkeys(str(name) for row in rows for name in row.facts)
    return replace(source, rows=rows, headings=tuple(names))


def _find_sheets(
    tables: MatchTables, file: str, table: TableId | None, beside: _Beside
) -> Iterator[_Found]:
    from retax.desk.readers.workbook import MOST_MEGABYTES, look_at, open_workbook

    with open_stream(file) as stream:
        workbook = open_workbook(read_whole(stream, MOST_MEGABYTES))
    name = Path(file).name
    found: dict[str, TableId | None] = {}
    for sheet in workbook.sheets:
        looked = look_at(workbook, sheet)
        if looked.answers_questions:
            beside.answered.extend(_read_answers(looked.grid.rows))
        elif looked.states_facts:
            beside.stated.update(read_batch_sheet(looked.grid.rows))
        elif find_table_called(sheet) is not None:
            found[sheet] = find_table_called(sheet)
        else:
            headings = find_headings(looked.head, ANY_TABLE)
            if headings is not None and _is_of_a_table(headings.texts):
                found[sheet] = find_table_with(headings.texts)
    # A file named for a table has one sheet that can be it, whatever that is called.
    if table is not None and len(found) == 1:
        found = dict.fromkeys(found, table)
    chosen = {
        sheet: of_table
        for sheet, of_table in _choose_one_of_each(found).items()
        if table is None or of_table == table
    }
    if not chosen:
        raise DeskError(_NO_TABLE.filled(names=_list_all_names()))
    left_out = [sheet for sheet in workbook.sheets if sheet in found and sheet not in chosen]
    if left_out:
        words = _LEFT_OUT.filled(names=name_texts(left_out))
        tables.notices.append(add_file_name(name, words))

    def read(sheet: str, names: Vocabulary) -> Source:
        with name_file_in_errors(both(sheet)):
            return look_at(workbook, sheet).read_source(names)

    for sheet, of_table in chosen.items():
        yield _Found(of_table, name, sheet, partial(read, sheet))


def _read_answers(grid: Iterable[Sequence[object]]) -> Sequence[Sequence[object]]:
    """Return the rows of a sheet of customs' answers, once they are accepted for this file."""
    rows = [*grid]
    read_settlement_sheet(rows)
    return rows


def _is_of_a_table(headings: Iterable[str]) -> bool:
    """Say whether headings name an item, or are of one table alone: others are no table."""
    texts = [*headings]
    return any(ANY_TABLE.find(text) == "sku" for text in texts) or any(
        count_own_headings(texts).values()
    )


def _choose_one_of_each(found: Mapping[str, TableId | None]) -> Mapping[str, TableId | None]:
    """Return the sheets with one of each table: of several the one that is called as it.

    Raises:
        DeskError: of several none, or more than one, is called so.
    """
    chosen = dict(found)
    for table, sheet in TABLES.items():
        names = [name for name, of_table in found.items() if of_table == table]
        called = [name for name in names if find_table_called(name) is not None]
        if len(names) > 1 and len(called) != 1:
            words = Words("、".join(names), ", ".join(map(repr, names)))
            raise DeskError(_TWO_SHEETS.filled(table=sheet.name, names=words))
        for name in names:
            if called and name not in called:
                del chosen[name]
    return chosen
