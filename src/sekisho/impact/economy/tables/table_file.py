"""The file of an input-output table as rows of text: CSV, packed or not, and Parquet; read row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem, TableError
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.tables import PARQUET
from sekisho.files.text.delimited import TEXT
from sekisho.files.text_tables import PACKED, open_table
from sekisho.message import joined, message

KINDS: Final = (*sorted(TEXT), *(f"{ending}{PACKED}" for ending in sorted(TEXT)), *sorted(PARQUET))

ARCHIVE: Final = ".zip"
ALL_KINDS: Final = (*KINDS, *sorted(SPREADSHEETS), ARCHIVE)
"""Endings of files that may hold a table: rows of text, workbooks, archives."""

Rows = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A file with a header.

    Parameters
    ----------
    name
        Name of the file, for messages.
    header
        Names of the columns; the first may be empty.
    read
        Goes through the rows below the header, each with its line in the file.
    """

    name: str
    header: tuple[str, ...]
    read: Callable[[], Rows]


def check_is_file(path: Path) -> None:
    """Refuse what is no file, or of a kind that holds no table.

    Raises
    ------
    TableError
        If it is either.
    """
    if not path.is_file():
        what = (
            message("impact.is_folder", "is a folder.") if path.is_dir() else message("impact.no_file", "no such file.")
        )
        raise TableError(
            Problem(
                where=str(path),
                what=what,
                remedy=message("impact.name_a_table", "Name a table: {kinds}.", kinds=joined(ALL_KINDS, "comma")),
            )
        )
    if not path.name.lower().endswith(ALL_KINDS):
        what = message("impact.no_kind_of_table", "'{suffix}' is not a kind of table.", suffix=path.suffix)
        remedy = message("impact.expected_kinds", "Expected {kinds}.", kinds=joined(ALL_KINDS, "comma"))
        raise TableError(Problem(where=path.name, what=what, remedy=remedy))


def open_sheet(path: Path) -> TableFile:
    """Open a file and read its header.

    Raises
    ------
    TableError
        If it is not there, is of another kind, is empty, or cannot be read as what it seems to be.
    """
    check_is_file(path)
    try:
        table = open_table(path)
        header = table.header
    except BookError as fault:
        raise TableError(fault.problems) from None
    if not header:
        raise TableError(
            Problem(
                where=path.name,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )

    def read() -> Rows:
        try:
            rows = table.rows()
            next(rows)
            yield from rows
        except BookError as fault:
            raise TableError(fault.problems) from None

    return TableFile(name=path.name, header=header, read=read)
