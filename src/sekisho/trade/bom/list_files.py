"""Files whose tables are lists of parts without parents, as engineers have them: told from bills, and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BillError, BookError, Problem, did_you_mean
from sekisho.files.read_spec import HEADER_WITHIN, TextRow
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.text.delimited import TEXT
from sekisho.files.text_tables import open_sheets
from sekisho.law.model.fact_table import FactTable
from sekisho.message import Text, joined, message
from sekisho.trade.bom.columns import column_of, unknown_column
from sekisho.trade.bom.ipc1752 import DECLARATIONS
from sekisho.trade.bom.layouts import layout_of
from sekisho.trade.bom.list_layout import ListTable
from sekisho.trade.bom.markup_tables import HTML, MARKDOWN, tables_of_page
from sekisho.trade.bom.part_lists import PartList, read_list, rows_told, under_product
from sekisho.trade.bom.sources import BillTable, rows_of, sheet_of_rows, sheets_of
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    import duckdb

STRUCTURE: Final = frozenset({"parent", "level", "materials", "revenue", "units_year"})
"""Columns of a bill that say what goes into what, or that rows are products."""
PAGES: Final = MARKDOWN | HTML


def is_bill(cells: Sequence[str], facts: FactTable) -> bool:
    """Tell whether a header is that of a bill, which says what goes into what, and not of a list of parts."""
    if layout_of(cells) is not None:
        return True
    columns = [column for cell in cells if cell.strip() and (column := column_of(cell, facts))]
    return columns.count("part") == 1 and bool(STRUCTURE & set(columns))


def tables_of_lists(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], folder: Path, *, facts: FactTable, recipe: Recipe
) -> list[ListTable] | None:
    """Return the tables of files that are lists of parts; None if one of them is a bill.

    Raises
    ------
    BillError
        If a file cannot be read; with all problems.
    """
    found: list[ListTable] = []
    problems: list[Problem] = []
    for number, file in enumerate(files):
        kind = file.suffix.lower()
        if kind in DECLARATIONS or not file.is_file():
            return None
        try:
            if kind in PAGES:
                pages = tables_of_page(file)
                tables = [ListTable(name=file.name, rows=page.rows, heading=page.heading) for page in pages]
            elif kind in TEXT or kind in SPREADSHEETS:
                sheets = open_sheets(file, recipe)
                starts = [list(islice(sheet.rows(), HEADER_WITHIN)) for sheet in sheets]
                if any(is_bill(row.cells, facts) for start in starts for row in start):
                    return None
                tables = [
                    ListTable(name=_named(file, sheet.sheet, several=len(sheets) > 1), rows=tuple(sheet.rows()))
                    for sheet in sheets
                ]
            else:
                staged = _staged(connection, file, folder / f"list{number}", facts, recipe)
                if staged is None:
                    return None
                tables = staged
        except BookError as fault:
            problems += fault.problems
            continue
        if any(is_bill(row.cells, facts) for table in tables for row in table.rows[:HEADER_WITHIN]):
            return None
        found += tables
    if problems:
        raise BillError(problems)
    return found


def _named(file: Path, name: str, *, several: bool) -> str:
    if not several or not name:
        return file.name
    return message("error.at_sheet", "{file}, sheet '{sheet}'", file=file.name, sheet=name)


def _staged(
    connection: duckdb.DuckDBPyConnection, file: Path, folder: Path, facts: FactTable, recipe: Recipe
) -> list[ListTable] | None:
    """Fetch all rows of the tables of a file; None, and no row, if one of them is a bill by its names."""
    folder.mkdir()
    sheets = sheets_of(connection, file, folder, facts=facts, recipe=recipe)
    if any(is_bill(sheet.names, facts) for sheet in sheets):
        return None
    tables = []
    for sheet in sheets:
        rows = rows_of(connection, sheet)
        texts = [TextRow(number, list(row.values())) for number, row in rows]
        tables.append(ListTable(name=sheet.name, rows=(TextRow(0, list(sheet.names)), *texts)))
    return tables


def read_lists(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[ListTable],
    *,
    facts: FactTable,
    said: Mapping[str, str],
    territory: Callable[[str], bool],
    product: str,
    currency: str,
    file: Path,
) -> tuple[list[BillTable], list[Text], list[tuple[str, PartList]]]:
    """Make bills of lists: their rows, what was made of them, and the lists themselves.

    Raises
    ------
    BillError
        If no table names any part.
    """
    problems = _wrong(tables, facts, said, file)
    if problems:
        raise BillError(problems)
    read = (read_list(table, facts, said=said, territory=territory, currency=currency) for table in tables)
    lists = [parts for parts in read if parts is not None and (parts.rows or parts.aside)]
    if not any(parts.rows for parts in lists):
        raise BillError(_nothing(tables, lists, file))
    reading = [*under_product(lists, product, file.stem)]
    reading += [text for parts in lists for text in parts.told]
    reading += [rows_told(rows) for parts in lists for rows in parts.aside if not rows.fault]
    others = {table.name for table in tables if table.rows} - {parts.name for parts in lists}
    if others:
        reading.append(
            message(
                "bill.read_others", "Read as no list of parts: {tables}.", tables=joined(sorted(others), "semicolon")
            )
        )
    sheets = [_table(connection, parts) for parts in lists if parts.rows]
    return sheets, list(dict.fromkeys(reading)), [(parts.name, parts) for parts in lists]


def _table(connection: duckdb.DuckDBPyConnection, found: PartList) -> BillTable:
    table = sheet_of_rows(connection, found.name, [row for _, row in found.rows], [number for number, _ in found.rows])
    return BillTable(name=table.name, sql=table.sql, names=table.names, headers=found.headers)


def _wrong(tables: Sequence[ListTable], facts: FactTable, said: Mapping[str, str], file: Path) -> list[Problem]:
    """Tell what a person said of columns that is no column of a bill, or not in the file."""
    problems = []
    cells = {
        cell.strip() for table in tables for row in table.rows[:HEADER_WITHIN] for cell in row.cells if cell.strip()
    }
    for column, name in said.items():
        fault = unknown_column(column, facts)
        if fault is not None:
            problems.append(fault)
        elif name not in cells:
            near = did_you_mean(name, cells)
            problems.append(
                Problem(
                    where=file.name,
                    what=message("error.no_column", "no column '{column}'.", column=name),
                    remedy=near or message("bill.look_at_headers", "Look at the headers."),
                )
            )
    return problems


def _nothing(tables: Sequence[ListTable], lists: Sequence[PartList], file: Path) -> list[Problem]:
    """Say why there is no part in any table."""
    if not any(row.cells for table in tables for row in table.rows):
        return [
            Problem(
                where=file.name,
                what=message("bill.empty", "the file contains no table with any row."),
                remedy=message(
                    "bill.expected_list", "Expected a header, such as part and quantity, and a row for each part."
                ),
            )
        ]
    if lists:
        reasons = [rows_told(aside) for parts in lists for aside in parts.aside]
        return [
            Problem(
                where=file.name,
                what=message("bill.no_part_in_list", "no row names a part."),
                remedy=joined(reasons, "sentence"),
            )
        ]
    first = max(tables, key=lambda table: max((_filled(row) for row in table.rows[:HEADER_WITHIN]), default=0))
    header = max(first.rows[:HEADER_WITHIN], key=_filled)
    return [
        Problem(
            where=first.name,
            what=message("bill.no_part_column", "no column names the parts."),
            remedy=message(
                "bill.name_part_column",
                "It has {columns}. Name it with --map part=COLUMN.",
                columns=joined([cell.strip() for cell in header.cells if cell.strip()], "comma"),
            ),
        )
    ]


def _filled(row: TextRow) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)
