"""CSV that this program ships or passes on to itself: UTF-8 with commas, each text as it stands.

Tables of people are opened by `text_tables`, which finds out what they are, and written by `records`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TypeAlias, TypeVar

from sekisho.errors import LibraryError, Problem
from sekisho.message import joined, message

HeaderRows: TypeAlias = "csv.DictReader[str]"
Row = TypeVar("Row")


def header_rows(lines: Iterable[str]) -> HeaderRows:
    """Go through the rows of a text or an open file under the names in its first row, which are its `fieldnames`.

    >>> [row["code"] for row in header_rows(["code,name", "3C001,gallium"])]
    ['3C001']
    """
    return csv.DictReader(lines)


def cell_rows(lines: Iterable[str], delimiter: str = ",") -> Iterator[list[str]]:
    """Go through the rows of a text or an open file, cell by cell.

    >>> list(cell_rows(['a,"b, c"']))
    [['a', 'b, c']]
    """
    return csv.reader(lines, delimiter=delimiter)


def csv_text(rows: Iterable[Sequence[object]], *, end: str = "\n") -> str:
    r"""Write rows cell by cell.

    >>> csv_text([("a", "b"), (1, "x, y")])
    'a,b\n1,"x, y"\n'
    """
    target = StringIO()
    csv.writer(target, lineterminator=end).writerows(rows)
    return target.getvalue()


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write a table in UTF-8; what a row does not state is empty.

    Raises
    ------
    ValueError
        If a row says something under a name that is no column.
    """
    target = StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def rows_of_file(file: Path) -> Iterator[dict[str, str]]:
    """Go through the rows of a table that is always there: one of the program, or one that a data package must have."""
    with file.open(encoding="utf-8-sig") as text:
        yield from csv.DictReader(text)


def rows_of_table(file: Path, *needed: str) -> Iterator[dict[str, str]]:
    """Go through the rows of a table; a package need not have it, and a cell that is cut off is empty.

    Raises
    ------
    LibraryError
        If the table lacks a column.
    """
    if not file.is_file():
        return
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text, restval="")
        lacking = [name for name in needed if name not in (rows.fieldnames or ())]
        if lacking:
            what = message("file.table_lacks", "the table has no column {columns}.", columns=joined(lacking, "comma"))
            remedy = message(
                "error.expected_columns", "Expected the columns {columns}.", columns=joined(needed, "comma")
            )
            raise LibraryError(Problem(where=f"{file.parent.name}/{file.name}", what=what, remedy=remedy))
        yield from rows


def checked_rows(
    file: Path,
    needed: Sequence[str],
    faults: Callable[[dict[str, str], str], Iterable[Problem]],
    made: Callable[[dict[str, str]], Row],
) -> tuple[Row, ...]:
    """Read a table whose rows are checked: each as a value, or all that is wrong with any of them.

    Parameters
    ----------
    faults
        Says what is wrong with a row, which stands at a place such as `rules.csv:7`.

    Raises
    ------
    LibraryError
        If the table lacks a column, or with every fault of every row.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows_of_table(file, *needed), start=2):
        wrong = list(faults(row, f"{file.name}:{number}"))
        problems += wrong
        if not wrong:
            rows.append(made(row))
    if problems:
        raise LibraryError(problems)
    return tuple(rows)
