"""Archives in which publishers hand out tables: which file inside is what, and lines of it without unpacking."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from sekisho.errors import BookError, Problem, TableError
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.text_tables import bounded
from sekisho.impact.economy.table import Array
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.table_file import KINDS
from sekisho.message import joined, message

_BLOCK: Final = 1 << 20
"""Bytes taken out of an archive at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableArchive:
    """An archive of files.

    Parameters
    ----------
    path
        Where it lies.
    members
        Names of the files inside, folders among them, in order.
    """

    path: Path
    members: tuple[str, ...]

    def find(self, *endings: str) -> str:
        """Return the first file whose name ends so, without regard to capitals; empty if there is none."""
        return next(
            (member for ending in endings for member in self.members if _named(member).endswith(ending.lower())),
            "",
        )

    def named(self, name: str) -> str:
        """Return the file of that name nearest to the top; empty if there is none."""
        matches = [member for member in self.members if PurePosixPath(member).name == name]
        return min(matches, key=lambda member: member.count("/"), default="")

    def tables(self) -> list[str]:
        """Return the files that are tables by their ending, notes to the reader apart."""
        kinds = (*KINDS, *SPREADSHEETS)
        return [
            member
            for member in self.members
            if _named(member).endswith(kinds) and not _named(member).startswith("readme")
        ]

    def lines(self, member: str) -> Iterator[str]:
        """Go through the lines of a text inside.

        Raises
        ------
        TableError
            If it is damaged, protected, no text, or unpacks to far more than it is.
        """
        with _readable(self.path), zipfile.ZipFile(self.path) as parts, parts.open(member) as source:
            yield from io.TextIOWrapper(bounded(source, self.path), encoding="utf-8-sig")

    @contextmanager
    def unpacked(self, member: str) -> Iterator[Path]:
        """Unpack one file for as long as it is read.

        Raises
        ------
        TableError
            As of `lines`.
        """
        with TemporaryDirectory() as folder:
            place = Path(folder) / PurePosixPath(member).name
            with (
                _readable(self.path),
                zipfile.ZipFile(self.path) as parts,
                parts.open(member) as source,
                bounded(source, self.path) as blocks,
                place.open("wb") as target,
            ):
                while block := blocks.read(_BLOCK):
                    target.write(block)
            yield place


def _named(member: str) -> str:
    return PurePosixPath(member).name.lower()


def open_archive(path: Path) -> TableArchive:
    """Open an archive.

    Raises
    ------
    TableError
        If it is damaged.
    """
    with _readable(path), zipfile.ZipFile(path) as parts:
        inside = [
            part.filename
            for part in parts.infolist()
            if not part.is_dir()
            and not part.filename.startswith("__MACOSX/")
            and not _named(part.filename).startswith(".")
        ]
    return TableArchive(path=path, members=tuple(inside))


def member_of_year(archive: TableArchive, year: int | None) -> str:
    """Return the one table inside, or of several the one that has the year in its name.

    Raises
    ------
    TableError
        If there is none, or no telling which.
    """
    tables = archive.tables()
    of_year = [member for member in tables if year is not None and str(year) in PurePosixPath(member).name]
    chosen = of_year or tables
    if len(chosen) == 1:
        return chosen[0]
    if not tables:
        what = message("table.archive_empty", "no input-output table is in the archive.")
        remedy = message("table.archive_expected", "Expected the archive as its publisher hands it out.")
    else:
        what = message(
            "table.archive_several",
            "several tables are in the archive ({names}).",
            names=joined([PurePosixPath(member).name for member in tables[:5]], "comma"),
        )
        remedy = message(
            "table.archive_year",
            "Name the year with --year. For a loss, write it to a separate file first: sekisho table FILE --year "
            "YEAR -o one.csv.",
        )
    raise TableError(Problem(where=archive.path.name, what=what, remedy=remedy))


def numbers_of_line(line: str, width: int, faults: TableFaults, *, place: str, skip: int = 0) -> Array:
    """Read a line of numbers between tabs, after some labels; another count of them, or a word, is a fault."""
    cells: Sequence[str] = line.rstrip("\r\n").split("\t")[skip:]
    if len(cells) == width + 1 and not cells[-1].strip():
        cells = cells[:-1]  # some releases end each line with a tab
    try:
        numbers = np.array(cells, dtype=np.float64)
    except ValueError:
        numbers = np.full(len(cells), np.nan)
    if len(numbers) != width:
        faults.add(
            message("table.other_width", "rows have another number of cells than the header ({width})", width=width),
            message("table.same_width", "Give every row as many cells as the header."),
            place=place,
        )
        return np.zeros(width)
    if not np.isfinite(numbers).all():
        faults.add(
            message("table.cells_no_number", "cells are no number"),
            message(
                "table.expected_number", "Expected a number, with a point for decimals; write 0 where nothing flows."
            ),
            place=place,
        )
    return np.nan_to_num(numbers)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say in plain words why an archive could not be read to its end."""
    try:
        yield
    except BookError as fault:
        raise TableError(fault.problems) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as fault:
        locked = "password" in str(fault).lower() or "encrypted" in str(fault).lower()
        what = (
            message("file.password", "is protected by a password.")
            if locked
            else message("file.damaged_archive", "is a damaged archive.")
        )
        remedy = message("table.fetch_again", "Fetch it again from its publisher.")
        raise TableError(Problem(where=path.name, what=what, remedy=remedy)) from None
