"""The files of a bill of materials as tables of text: CSV, Excel with one or several sheets, Parquet, JSON, XML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.errors import BillError, BookError, Problem
from sekisho.files.json_lines import KeyTwiceError, load_json
from sekisho.files.read_spec import HEADER_WITHIN
from sekisho.files.row_staging import ROW, BadRow, Desk
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.staging import stage_file
from sekisho.files.tables import quoted
from sekisho.files.text.delimited import TEXT
from sekisho.files.text.encoding import text_of_file
from sekisho.files.text_tables import TextTable, open_sheets, open_table
from sekisho.law.model.fact_table import FactTable
from sekisho.message import message
from sekisho.trade.bom.columns import column_of
from sekisho.trade.bom.ipc1752 import DECLARATIONS, read_declaration
from sekisho.trade.book.matching.headers import book_headers
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    import duckdb

KINDS: Final = message(
    "bill.expected_kinds",
    "Expected CSV (.csv, .txt, .tsv), Excel (.xlsx, .xls, .xlsb, .ods), .parquet, .json, .jsonl, .md, .html, .xml, "
    ".shai or .shci.",
)
KNOWN_HEADERS: Final = 2
"""Headers of a bill that make a row its header. A guess: one known word stands in titles too; with three, bills of two
columns have no header."""
LOADED: Final = 200 << 20
"""Bytes of a text that is loaded into memory: two to three million lines, which take four times that of the 1 GB that
reading a bill may take. Found on 1 December 2026; a longer one takes a third more processor time."""
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillTable:
    """One table of a file, readable by SQL, every cell text or a value of Parquet.

    Parameters
    ----------
    name
        File, and sheet if it has several.
    bad
        Rows that could not be taken apart.
    headers
        Of a list that was made into rows of a bill: column of a bill to the header in the file.
    """

    name: str
    sql: str
    names: tuple[str, ...]
    bad: Sequence[BadRow] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def sheets_of(
    connection: duckdb.DuckDBPyConnection, file: Path, folder: Path, *, facts: FactTable, recipe: Recipe
) -> list[BillTable]:
    """Stage every table of a file in `folder`.

    Raises
    ------
    BillError
        If the file is missing, of another kind, or cannot be read.
    """
    if not file.is_file():
        raise BillError(
            Problem(
                where=str(file),
                what=message("error.no_such_file", "no such file."),
                remedy=message("bill.name_bill", "Name a bill of materials, such as a .csv."),
            )
        )
    kind = file.suffix.lower()
    headers = book_headers(lambda name: bool(column_of(name, facts)), recipe.columns)
    desk = Desk(connection=connection, headers=headers, loaded=LOADED, by_line=True)
    try:
        if kind in DECLARATIONS:
            return [sheet_of_rows(connection, file.name, read_declaration(file))]
        if kind == ".json":
            return _document(desk, file, folder)
        if kind in SPREADSHEETS:
            return list(_spreadsheet(desk, file, folder, facts, recipe))
        if kind in TEXT and not recipe.header_row:
            recipe = replace(recipe, header_row=_header_row(open_table(file, recipe, whole=False), facts))
        staged = stage_file(desk, file, folder, recipe)
    except BookError as fault:
        raise BillError(
            [replace(one, remedy=KINDS if "kind of book" in one.what else one.remedy) for one in fault.problems]
        ) from None
    return [BillTable(name=file.name, sql=staged.sql, names=staged.names, bad=staged.bad)]


def _header_row(table: TextTable, facts: FactTable) -> int:
    """Find the first row with headers of a bill, counted from 1; 0 if none has any."""
    for row in takewhile(lambda row: row.line <= HEADER_WITHIN, table.rows()):
        if sum(bool(cell.strip()) and bool(column_of(cell, facts)) for cell in row.cells) >= KNOWN_HEADERS:
            return row.line
    return 0


def _spreadsheet(desk: Desk, file: Path, folder: Path, facts: FactTable, recipe: Recipe) -> Iterator[BillTable]:
    """Stage every sheet that has headers of a bill, or the one that is named."""
    headers = {sheet.sheet: _header_row(sheet, facts) for sheet in open_sheets(file, replace(recipe, sheet=""))}
    if recipe.sheet in headers:
        headers = {recipe.sheet: headers[recipe.sheet]}
    chosen = {name: row for name, row in headers.items() if row} or {recipe.sheet: recipe.header_row}
    for number, (name, row) in enumerate(chosen.items()):
        own = folder / f"sheet{number}"
        own.mkdir()
        staged = stage_file(desk, file, own, replace(recipe, sheet=name, header_row=recipe.header_row or row))
        title = (
            message("error.at_sheet", "{file}, sheet '{sheet}'", file=file.name, sheet=name)
            if len(chosen) > 1
            else file.name
        )
        yield BillTable(name=title, sql=staged.sql, names=staged.names, bad=staged.bad)


def _document(desk: Desk, file: Path, folder: Path) -> list[BillTable]:
    """Stage a JSON document: a list of rows, or an object with lists of lines, parts and products; else JSON lines."""
    text, _ = text_of_file(file)
    try:
        found = load_json(text, parse_float=str, parse_int=str)
    except KeyTwiceError as fault:
        raise BillError(fault.problem(file.name)) from None
    except (json.JSONDecodeError, RecursionError):
        staged = stage_file(desk, file, folder, Recipe())
        return [BillTable(name=file.name, sql=staged.sql, names=staged.names, bad=staged.bad)]
    tables = {"": found} if isinstance(found, list) else found if isinstance(found, dict) else {}
    lists = {name: rows for name, rows in tables.items() if isinstance(rows, list)}
    if not lists:
        remedy = message("bill.expected_lists", 'Expected {{"lines": [...], "parts": [...]}}, or a list of rows.')
        raise BillError(
            Problem(where=file.name, what=message("bill.no_rows", "contains no list of rows."), remedy=remedy)
        )
    problems = [
        Problem(
            where=_named(file, name),
            what=message("bill.row_no_object", "row {row} is not an object.", row=number),
            remedy=message("bill.object_a_row", "Expected one object a row."),
        )
        for name, rows in lists.items()
        for number, row in enumerate(rows, start=1)
        if not isinstance(row, dict)
    ]
    if problems:
        raise BillError(problems)
    return [
        sheet_of_rows(desk.connection, _named(file, name), [_flat(row) for row in rows])
        for name, rows in lists.items()
        if rows
    ]


def _named(file: Path, name: str) -> str:
    return f"{file.name}, '{name}'" if name else file.name


def _flat(row: Mapping[str, object]) -> dict[str, str]:
    """Write the values of an object as a table would: a list with semicolons, yes and no, nothing as an empty cell."""
    return {key: _cell(value) for key, value in row.items()}


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ";".join(_cell(one) for one in value) or "none"
        case dict():
            return "; ".join(f"{name} {_cell(one)}" for name, one in value.items())
        case _:
            return str(value)


def sheet_of_rows(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Row], numbers: Sequence[int] = ()
) -> BillTable:
    """Make a table of rows that were read in Python, numbered as is said, else from 1."""
    names = tuple(dict.fromkeys(key for row in rows for key in row))
    table = f"bom_rows_{len(connection.execute('SHOW TABLES').fetchall())}"
    columns: dict[str, np.ndarray] = {ROW: np.array(numbers or range(1, len(rows) + 1), dtype=np.int64)}
    for place, key in enumerate(names):
        columns[f"c{place}"] = np.array([row.get(key) or None for row in rows], dtype=object)
    connection.register("given_rows", columns)
    shown = ", ".join(f"c{place}::VARCHAR AS {quoted(key)}" for place, key in enumerate(names))
    connection.execute(f"CREATE TABLE {table} AS SELECT {ROW}{', ' if shown else ''}{shown} FROM given_rows")
    connection.unregister("given_rows")
    return BillTable(name=name, sql=table, names=names)


def rows_of(connection: duckdb.DuckDBPyConnection, sheet: BillTable) -> list[tuple[int, dict[str, str]]]:
    """Return all rows of a table as text, each with its number; for tables that a layout of their own is read from."""
    shown = ", ".join(f"coalesce({quoted(name)}::VARCHAR, '') AS c{place}" for place, name in enumerate(sheet.names))
    found = connection.execute(f"SELECT {ROW}, {shown} FROM {sheet.sql} ORDER BY {ROW}").fetchall()
    return [(number, dict(zip(sheet.names, row, strict=True))) for number, *row in found]
