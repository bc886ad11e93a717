"""Tables that people keep: CSV as spreadsheets write it, read row by row with the line on which each begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from sekisho.errors import FactError, Problem
from sekisho.files.delimited import long_cells, split_header
from sekisho.files.encoding import text_of_file
from sekisho.files.formulas import as_meant

Row = dict[str, str]


def columns_of(path: Path) -> list[str]:
    """Return the columns that the header of a table names, in whatever encoding it is.

    Raises
    ------
    BookError
        If the file is empty, is in no encoding that is clearly right, or names a column twice.
    """
    text, _ = text_of_file(path)
    return split_header(io.StringIO(text, newline=""), path.name)[0]


def read_table(path: Path, needed: Iterable[str], *, remedy: str) -> list[tuple[str, Row]]:
    """Read the rows of a table, each with its place; a cell that is not there is empty, and so is no row.

    Parameters
    ----------
    needed
        Columns without which the table says nothing.
    remedy
        What to do if one of them is lacking.

    Raises
    ------
    BookError
        If the file is empty, is in no encoding that is clearly right, or names a column twice.
    FactError
        If a column is lacking, a row has more cells than the header, or is no CSV; with all problems.
    """
    text, _ = text_of_file(path)
    names, delimiter = split_header(io.StringIO(text, newline=""), path.name)
    problems = [
        Problem(where=path.name, what=f"no column '{name}'.", remedy=remedy) for name in needed if name not in names
    ]
    if problems:
        raise FactError(problems)
    found: list[tuple[str, Row]] = []
    with long_cells():
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        where = f"{path.name}:1"
        try:
            for number, cells in enumerate(rows):
                if len(cells) > len(names):
                    what = f"the row has {len(cells)} cells and the header {len(names)}."
                    problems.append(
                        Problem(where=where, what=what, remedy="Put text with separators in double quotes.")
                    )
                elif number and any(cells):
                    found.append(
                        (where, dict.fromkeys(names, "") | dict(zip(names, map(as_meant, cells), strict=False)))
                    )
                where = f"{path.name}:{rows.line_num + 1}"
        except csv.Error as fault:
            what = f"the row that begins here cannot be read as CSV ({fault})."
            remedy = "Look for a stray double quote, or a text that is far too long."
            problems.append(Problem(where=where, what=what, remedy=remedy))
    if problems:
        raise FactError(problems)
    return found
