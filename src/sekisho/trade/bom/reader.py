"""A bill of materials from its files: staged, its columns found, its cells read, checked, and put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BillError, Problem
from sekisho.files.formats import literal, sha256_of
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.fact_table import FactTable
from sekisho.message import Text, joined, message
from sekisho.trade.bom.assemble import bill_of
from sekisho.trade.bom.attributes import read_territory
from sekisho.trade.bom.bill import LIST, Bill
from sekisho.trade.bom.columns import bom_columns, map_headers
from sekisho.trade.bom.distinct_values import table_of
from sekisho.trade.bom.layouts import layout_of
from sekisho.trade.bom.list_files import STRUCTURE, read_lists, tables_of_lists
from sekisho.trade.bom.part_lists import AsideRows, PartList, rows_told
from sekisho.trade.bom.sources import BillTable, rows_of, sheet_of_rows, sheets_of
from sekisho.trade.bom.values import CellError
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT: Final = "1000MB"


def read_bill(
    *files: Path | str,
    facts: FactTable,
    territory: Callable[[str], str] = str.upper,
    mapping: Mapping[str, str] | None = None,
    recipe: Recipe | None = None,
    currency: str = "",
    rates: Mapping[str, float] | None = None,
    threads: int | None = None,
    strict: bool = False,
    product: str = "",
) -> Bill:
    """Read a bill of materials.

    Parameters
    ----------
    files
        One or several files: lines, parts, products, in any order. A row with a parent says what goes into it, and may
        describe the part; one without describes a part or a product.
    facts
        The table of facts, by which codes and other facts of parts are read.
    territory
        Gives the ISO 3166 code of a territory's name, or nothing.
    mapping
        Column of a bill to column of the file, where names differ.
    currency
        Of amounts for which neither a cell nor a header states one; ISO 4217.
    rates
        Currency to the value of one unit of it in the currency of the bill, which is that with the rate 1 if there is
        one, and else the one that most amounts are in.
    strict
        Refuse the bill if a cell of it cannot be read; else its fact is unknown, and told among the remarks.
    product
        What a list of parts without a parent is a list of; left out, its title, or the name of the file.

    Raises
    ------
    BillError
        With everything that is wrong with the files, in one pass.
    """
    import duckdb

    if not files:
        raise BillError(
            Problem(
                what=message("bill.no_file", "no file is named."),
                remedy=message("bill.name_bill", "Name a bill of materials, such as a .csv."),
            )
        )
    paths = [Path(file) for file in files]
    with temporary_folder() as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder))}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        tables = None
        if not STRUCTURE & set(mapping or {}):
            tables = tables_of_lists(connection, paths, folder, facts=facts, recipe=recipe or Recipe())
        reading: list[Text] = []
        if tables is not None:
            places = read_territory(territory, facts)
            sheets, reading, lists = read_lists(
                connection,
                tables,
                facts=facts,
                said=mapping or {},
                territory=lambda text: _names_place(places, text),
                product=product,
                currency=currency,
                file=paths[0],
            )
            layout, mapping, aside = LIST, {}, list(_aside(lists, strict=strict))
            sold = frozenset(name for _, parts in lists for name in parts.products or ())
        else:
            sheets, layout = _sheets(connection, paths, folder, facts, recipe or Recipe())
            aside, sold, lists = [], frozenset(), []
        mapped, currencies, problems = _mapped(sheets, facts, mapping or {})
        if problems:
            raise BillError(problems)
        table = table_of(connection, mapped, strict=strict)
        table.unread += aside
        lost = sum(len(rows.rows) for _, parts in lists for rows in parts.aside if rows.fault)
        first = next((_first_row(name, rows) for name, parts in lists for rows in parts.aside if rows.fault), "")
        table.lost = table.lost.more(first, rows=lost)
        return bill_of(
            table,
            facts=facts,
            territory=territory,
            currency_of=currencies,
            currency=currency,
            rates=rates or {},
            name=paths[0].name,
            files=tuple(str(path.resolve()) for path in paths),
            sha256=tuple(sha256_of(path) for path in paths),
            layout=layout,
            reading=tuple(reading),
            sold=sold,
        )


def _names_place(read: Callable[[str], str], text: str) -> bool:
    try:
        return bool(read(text))
    except CellError:
        return False


def _first_row(name: str, rows: AsideRows) -> Text:
    return message("error.at_row", "{file}, row {row}", file=name, row=min(rows.rows))


def _aside(lists: Sequence[tuple[str, PartList]], *, strict: bool) -> Iterator[Problem]:
    """Tell of the rows of lists that should be parts and are none.

    Raises
    ------
    BillError
        If the bill must be read wholly, and a row could not be.
    """
    faults = [
        Problem(where=name, what=rows_told(rows), remedy=message("bill.mend_row", "The row was set aside: mend it."))
        for name, parts in lists
        for rows in parts.aside
        if rows.fault
    ]
    if strict and faults:
        raise BillError(faults)
    yield from faults


def _sheets(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], folder: Path, facts: FactTable, recipe: Recipe
) -> tuple[list[BillTable], str]:
    found: list[BillTable] = []
    problems: list[Problem] = []
    layouts: list[str] = []
    for number, path in enumerate(paths):
        own = folder / f"file{number}"
        own.mkdir()
        try:
            for sheet in sheets_of(connection, path, own, facts=facts, recipe=recipe):
                layout = layout_of(sheet.names)
                if layout is None:
                    found.append(sheet)
                    continue
                layouts.append(layout.name)
                read = rows_of(connection, sheet)
                placed = list(layout.rows([row for _, row in read]))
                numbers = [read[place][0] for place, _ in placed]
                rows = sheet_of_rows(connection, sheet.name, [row for _, row in placed], numbers)
                found.append(replace(rows, bad=sheet.bad))
        except BillError as fault:
            problems += fault.problems
    if problems:
        raise BillError(problems)
    return found, ", ".join(dict.fromkeys(layouts))


def _mapped(
    sheets: Sequence[BillTable], facts: FactTable, said: Mapping[str, str]
) -> tuple[list[tuple[BillTable, Mapping[str, str]]], tuple[str, ...], list[Problem]]:
    """Find the columns of every table; each needs at least the column that names parts."""
    found: list[tuple[BillTable, Mapping[str, str]]] = []
    currencies: list[str] = []
    problems: list[Problem] = []
    for sheet in sheets:
        here = {column: name for column, name in said.items() if len(sheets) == 1 or name in sheet.names}
        mapped, faults = map_headers(sheet.names, facts, where=sheet.name, said=here)
        problems += faults
        if "part" not in mapped.columns:
            remedy = message(
                "bill.name_part_column",
                "It has {columns}. Name it with --map part=COLUMN.",
                columns=joined(sheet.names, "comma"),
            )
            problems.append(
                Problem(
                    where=sheet.name, what=message("bill.no_part_column", "no column names the parts."), remedy=remedy
                )
            )
        if {"parent", "level"} <= set(mapped.columns):
            remedy = message(
                "bill.leave_one_out", "Leave one of them out, or give the other a header that is not known."
            )
            problems.append(
                Problem(
                    where=sheet.name,
                    what=message("bill.parents_and_levels", "both parents and levels are stated."),
                    remedy=remedy,
                )
            )
        found.append((sheet, mapped.columns))
        currencies.append(mapped.currency)
    unknown = [column for column in said if not any(column in mapped for _, mapped in found)]
    names = {column.name for column in bom_columns()}
    problems += [
        Problem(
            where="map",
            what=message("bill.no_table_with", "no table has the column '{column}'.", column=said[column]),
            remedy=message("bill.look_at_headers", "Look at the headers."),
        )
        for column in unknown
        if len(sheets) > 1 and column in names
    ]
    return found, tuple(currencies), problems
