"""The file of an input-output table as rows of text: CSV, packed or not, and Parquet; read row by row."""

from __future__ import annotations

import csv
import gzip
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from sekisho.errors import BookError, Problem, TableError
from sekisho.files.encoding import encoding_of
from sekisho.files.formats import DELIMITERS, PARQUET, TEXT
from sekisho.files.tables import column_kinds, stored_table

PACKED: Final = ".gz"
KINDS: Final = (*sorted(TEXT), *(f"{each}{PACKED}" for each in sorted(TEXT)), *sorted(PARQUET))
_BLOCK: Final = 100_000
"""Rows that are taken out of a Parquet file at once."""

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


def open_sheet(path: Path) -> TableFile:
    """Open a file and read its header.

    Raises
    ------
    TableError
        If it is not there, is of another kind, is empty, or cannot be read as what it seems to be.
    """
    if not path.is_file():
        what = "is a folder." if path.is_dir() else "no such file."
        raise TableError(Problem(where=str(path), what=what, remedy=f"Name a table: {', '.join(KINDS)}."))
    if path.suffix.lower() in PARQUET:
        return _parquet(path)
    if not path.name.lower().endswith(KINDS):
        what = f"'{path.suffix}' is not a kind of table."
        remedy = f"Expected {', '.join(KINDS)}; save a spreadsheet as CSV."
        raise TableError(Problem(where=path.name, what=what, remedy=remedy))
    return _text(path)


def _text(path: Path) -> TableFile:
    packed = path.suffix.lower() == PACKED
    encoding = "utf-8-sig" if packed else _encoding(path)

    def opened() -> TextIO:
        if packed:
            return gzip.open(path, "rt", encoding=encoding, newline="")
        return path.open(encoding=encoding, newline="")

    with _told(path), opened() as file:
        first = file.readline()
    if not first.strip():
        raise TableError(Problem(where=path.name, what="the file is empty.", remedy="Expected a header and rows."))
    delimiter = max(DELIMITERS, key=first.count)

    def read() -> Rows:
        with _told(path), _long_rows(), opened() as file:
            lines = csv.reader(file, delimiter=delimiter)
            next(lines)
            for cells in lines:
                if cells:
                    yield lines.line_num, cells

    header = next(csv.reader([first], delimiter=delimiter))
    return TableFile(name=path.name, header=tuple(name.strip() for name in header), read=read)


def _encoding(path: Path) -> str:
    try:
        found = encoding_of(path).name
    except BookError as fault:
        raise TableError(fault.problems) from None
    if found == "iso2022_cn":
        raise TableError(Problem(where=path.name, what="is in ISO-2022-CN.", remedy="Save it as CSV in UTF-8."))
    return "utf-8-sig" if found == "utf-8" else found


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in plain words why a file could not be read."""
    remedy = "The file may be damaged; fetch it again, or save it as CSV in UTF-8."
    try:
        yield
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile, zlib.error, csv.Error) as fault:
        kind = "is not UTF-8 text" if isinstance(fault, UnicodeDecodeError) else f"cannot be read ({fault})"
        raise TableError(Problem(where=path.name, what=f"{kind.rstrip('.')}.", remedy=remedy)) from None


@contextmanager
def _long_rows() -> Iterator[None]:
    """Allow cells of any length while a file is read, as the limit is one of the whole process."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _parquet(path: Path) -> TableFile:
    import duckdb

    try:
        with duckdb.connect() as connection:
            header = tuple(column_kinds(connection, stored_table(path)))
    except duckdb.Error as fault:
        what = f"cannot be read as Parquet ({str(fault).splitlines()[0].rstrip('.')})."
        remedy = "The file may be damaged; write it again."
        raise TableError(Problem(where=path.name, what=what, remedy=remedy)) from None

    def read() -> Rows:
        line = 1
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT coalesce(COLUMNS(*)::VARCHAR, '') FROM {stored_table(path)}")  # noqa: S608 - an exact path
            while block := found.fetchmany(_BLOCK):
                for cells in block:
                    line += 1
                    yield line, cells

    return TableFile(name=path.name, header=header, read=read)
