"""A published table as a grid of labelled rows and columns, whichever way its file lays it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.economy.table import Array
from sekisho.impact.economy.tables.faults import SHOWN, TableFaults
from sekisho.impact.economy.tables.numbers import number_of
from sekisho.impact.economy.tables.table_file import TableFile
from sekisho.message import message

ONCE: Final = message("table.cell_once", "State each cell once.")
SAME: Final = message("table.same_width", "Give every row as many cells as the header.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledGrid:
    """Cells by row and column.

    Parameters
    ----------
    values
        Figures as published; shape (rows, columns), NaN where the file has no cell.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Array

    def block(self, rows: Iterable[str], columns: Iterable[str]) -> Array:
        """Return the cells of some rows and columns, in that order; a label that is not there gives NaN."""
        at = {label: number for number, label in enumerate(self.rows)}
        across = {label: number for number, label in enumerate(self.columns)}
        wide = np.pad(self.values, ((0, 1), (0, 1)), constant_values=np.nan)
        return wide[np.ix_([at.get(row, -1) for row in rows], [across.get(column, -1) for column in columns])]

    def turned(self) -> LabelledGrid:
        """Turn rows into columns."""
        return LabelledGrid(rows=self.columns, columns=self.rows, values=self.values.T)


def cells_of(sheet: TableFile, columns: Sequence[str], faults: TableFaults) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a file, each with its line and the cells of some columns; others are told."""
    at = [sheet.header.index(name) for name in columns]
    width = len(sheet.header)
    for line, row in sheet.read():
        if len(row) == width:
            yield line, [row[column] for column in at]
        else:
            faults.add(
                message(
                    "table.other_width", "rows have another number of cells than the header ({width})", width=width
                ),
                SAME,
                place=message("table.line", "line {line}", line=line),
            )


def grid_of_cells(cells: Iterable[tuple[str, str, str, int]], faults: TableFaults) -> LabelledGrid:
    """Lay out a file with a row a cell.

    Parameters
    ----------
    cells
        Row, column, text of the value, line of the file.
    """
    rows: dict[str, int] = {}
    columns: dict[str, int] = {}
    found: dict[tuple[int, int], float] = {}
    for row, column, text, line in cells:
        key = (rows.setdefault(row, len(rows)), columns.setdefault(column, len(columns)))
        if key in found:
            faults.add(
                message("table.cell_twice", "a cell is stated twice"),
                ONCE,
                place=message("table.line_and", "line {line}, {place}", line=line, place=f"{row} to {column}"),
            )
            continue
        found[key] = number_of(
            text, faults, place=message("table.line_and", "line {line}, {place}", line=line, place=f"{row} to {column}")
        )
    values = np.full((len(rows), len(columns)), np.nan)
    if found:
        values[tuple(np.array(list(found)).T)] = list(found.values())
    return LabelledGrid(rows=tuple(rows), columns=tuple(columns), values=values)


def grid_of_matrix(sheet: TableFile, faults: TableFaults, *, name: Callable[[str], str] = str.strip) -> LabelledGrid:
    """Lay out a file with a column a column: the first cell of a row is its label.

    Parameters
    ----------
    name
        Makes a label of what stands in the file.
    """
    columns = tuple(name(label) for label in sheet.header[1:])
    rows: list[str] = []
    lines: list[Array] = []
    for line, cells in sheet.read():
        label = name(cells[0])
        if len(cells) - 1 != len(columns):
            what = message(
                "table.other_width",
                "rows have another number of cells than the header ({width})",
                width=len(columns) + 1,
            )
            faults.add(
                what, SAME, place=message("table.line_and", "line {line}, {place}", line=line, place=f"{len(cells):,}")
            )
            continue
        if label in rows:
            faults.add(
                message("table.row_twice", "a row stands twice"),
                message("table.row_once", "State each row once."),
                place=message("table.line_and", "line {line}, {place}", line=line, place=f"{label}"),
            )
            continue
        rows.append(label)
        lines.append(
            _numbers(
                cells[1:],
                columns,
                faults,
                place=message("table.line_and", "line {line}, {place}", line=line, place=f"{label}"),
            )
        )
    for column in sorted({column for column in columns if columns.count(column) > 1}) if len(columns) < _MANY else ():
        faults.add(
            message("table.column_twice", "a column stands twice"),
            message("table.column_once", "State each column once."),
            place=column,
        )
    values = np.array(lines) if lines else np.zeros((0, len(columns)))
    return LabelledGrid(rows=tuple(rows), columns=columns, values=values)


_MANY: Final = 10_000
"""Columns from which names that stand twice are not looked for, since that takes the square of the columns. A guess:
smaller, a name twice in a large table is seen late, by its numbers; larger, reading one takes minutes."""


def filled(block: Array, rows: Sequence[str], columns: Sequence[str], faults: TableFaults) -> Array:
    """Tell cells that are not there, and put zero for them, so that the others are looked at too."""
    missing = np.argwhere(np.isnan(block))
    for row, column in missing[:SHOWN]:
        place = f"{rows[int(row)] or 'a row that is not there'} to {columns[int(column)]}"
        faults.add(
            message("table.cells_missing", "cells are missing"),
            message("table.every_cell", "State every cell; write 0 where nothing flows."),
            place=place,
        )
    faults.more(
        message("table.cells_missing", "cells are missing"),
        message("table.every_cell", "State every cell; write 0 where nothing flows."),
        len(missing) - SHOWN,
    )
    return np.nan_to_num(block)


def _numbers(cells: Sequence[str], columns: Sequence[str], faults: TableFaults, *, place: str) -> Array:
    try:
        found = np.array(cells, dtype=np.float64)
    except ValueError:
        found = np.array([np.nan])
    if np.isfinite(found).all():
        return found
    several = zip(cells, columns, strict=True)
    return np.array([number_of(cell, faults, place=f"{place} to {column}") for cell, column in several])
