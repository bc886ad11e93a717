"""Files at their places: whether one may be written, whole or not at all, for whom; and faults in plain words.

On a machine with other users a file is as open as the process says (its umask), often to everybody. What this project
writes holds names, orders or decisions, and is for its owner alone; `sharing` says that it is not, as
`sekisho --shared` does.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final, TextIO

from sekisho.errors import BookError, Problem
from sekisho.files.tables import PARQUET, as_meant_sql, column_kinds, literal, quoted, stored_table, text_table
from sekisho.message import joined, message
from sekisho.regex import regex

__all__ = [
    "FULL",
    "MAKE_ROOM",
    "PARQUET",
    "check_place",
    "column_kinds",
    "literal",
    "quoted",
    "reading_fault",
    "sha256_of",
    "source_sql",
    "whole_file",
    "whole_path",
    "writing_fault",
]

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where a file has no room."""
MAKE_ROOM: Final = message(
    "file.make_room",
    "Make room where the file goes, and where temporary files go: let TMPDIR name a folder with as much "
    "room as the book takes. Nothing was written in part.",
)
_NO_ROOM: Final = regex(r"No space left|File too large|Disk quota|not enough (disk )?space|max_temp_directory_size")
_INNER: Final = regex(r'"exception_message":"((?:[^"\\]|\\.)*)"')


def check_place(out: Path, kinds: tuple[str, ...]) -> None:
    """Make sure, before any work, that a file may be written at a place.

    Raises
    ------
    BookError
        If the file has another ending than those of `kinds`, is a folder, or its folder is not there.
    """
    if out.suffix not in kinds:
        remedy = message("error.expected_either", "Expected {choices}.", choices=joined(kinds, "or"))
        raise BookError(
            Problem(
                where=str(out),
                what=message("file.cannot_write_kind", "cannot write '{ending}'.", ending=out.suffix)
                if out.suffix
                else message("file.no_ending", "has no ending that says its kind."),
                remedy=remedy,
            )
        )
    if out.is_dir():
        raise BookError(
            Problem(
                where=str(out),
                what=message("file.is_folder", "is a folder."),
                remedy=message("file.name_file", "Name a file."),
            )
        )
    if not out.parent.is_dir():
        raise BookError(
            Problem(
                where=str(out),
                what=message("file.no_folder", "no folder '{folder}'.", folder=str(out.parent)),
                remedy=message("file.make_folder", "Make it first."),
            )
        )


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Write a text file beside its place, and move it there when it is whole; what is broken off leaves nothing."""
    with whole_path(path) as partial, private_open(partial) as file:
        yield file


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """Give a place beside that of a file, and move what is written there when it is whole."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def pass_interrupt(fault: Exception) -> None:
    """Raise an interrupt that DuckDB met while it called back into Python, and tells as a fault of its own.

    Raises
    ------
    KeyboardInterrupt
        If that is what it was.
    """
    if "KeyboardInterrupt" in str(fault):
        raise KeyboardInterrupt from None


def writing_fault(fault: Exception, out: Path | str) -> Problem:
    """Say in plain words why a file could not be written; an interrupt is raised as what it is."""
    pass_interrupt(fault)
    remedy = message(
        "file.rights_and_space", "Look at the rights and the free space of the folder, or name another place."
    )
    if _NO_ROOM.search(str(fault)):
        remedy = MAKE_ROOM
    return Problem(
        where=str(out),
        what=message("file.not_written", "cannot be written ({why}).", why=_detail(fault).rstrip(".")),
        remedy=remedy,
    )


def _detail(fault: Exception) -> str:
    """The first line of what DuckDB says, without the kind of its error."""
    text = str(fault).strip()
    inner = _INNER.search(text)
    if inner:
        text = re.sub(r"\\(.)", r"\1", inner[1])
    return re.sub(r"^(\w+ )*Error: ", "", text.splitlines()[0] if text else "")


def reading_fault(fault: Exception, book: Path) -> Problem:
    """Say in plain words why a book could not be read to its end; an interrupt is raised as what it is."""
    pass_interrupt(fault)
    text = str(fault)
    if _NO_ROOM.search(text):
        return Problem(
            where=book.name,
            what=message("file.no_room", "there is no room to read it ({why}).", why=_detail(fault).rstrip(".")),
            remedy=MAKE_ROOM,
        )
    row = re.search(r"CSV Error on Line: (\d+)", text)
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if row and cells:
        return Problem(
            where=message("error.at_line", "{file}, line {line}", file=book.name, line=int(row[1])),
            what=message(
                "file.cells_and_header",
                "the row has {cells} cells and the header {header}.",
                cells=cells[2],
                header=cells[1],
            ),
            remedy=message(
                "file.as_many_cells",
                "Give every row as many cells as the header, and put text with separators in double quotes.",
            ),
        )
    if row:
        return Problem(
            where=message("error.at_line", "{file}, line {line}", file=book.name, line=int(row[1])),
            what=message("file.row_unread", "the row cannot be read as CSV."),
            remedy=message("file.stray_quote", "Look for a stray double quote or a missing separator."),
        )
    kind = "Parquet" if book.suffix in PARQUET else "CSV"
    detail = _detail(fault).replace(str(book), book.name).rstrip(".")
    return Problem(
        where=book.name,
        what=message("file.unread_as", "cannot be read as {kind} ({detail}).", kind=kind, detail=detail),
        remedy=message("file.damaged_write_again", "The file may be damaged or of another kind; write it again."),
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def source_sql(place: Path, *, row: str = "sekisho_row") -> str:
    """Return SQL that reads a Parquet or CSV file that this project wrote, with its rows numbered from 1.

    Raises
    ------
    BookError
        If the file is missing, is neither Parquet nor CSV, or is text that is not UTF-8.
    """
    from sekisho.files.text.delimited import TEXT, header_of

    if not place.is_file():
        raise BookError(
            Problem(
                where=str(place),
                what=message("error.no_such_file", "no such file."),
                remedy=message("file.name_book_csv", "Name an order list, CSV or Parquet."),
            )
        )
    if place.suffix in PARQUET:
        return stored_table(place, row=row)
    if place.suffix in TEXT:
        names, delimiter = header_of(place)
        source = text_table(place, dict.fromkeys(names, "VARCHAR"), delimiter=delimiter)
        shown = ", ".join(f"{as_meant_sql(name)} AS {quoted(name)}" for name in names)
        return f"(SELECT {shown}, row_number() OVER () AS {quoted(row)} FROM {source})"
    raise BookError(
        Problem(
            where=str(place),
            what=message("file.no_kind_of_book", "'{ending}' is not a kind of book.", ending=place.suffix),
            remedy=message("file.csv_or_parquet", "Expected .csv or .parquet."),
        )
    )


OWN_FILE: Final = 0o600
OWN_FOLDER: Final = 0o700
OTHERS: Final = 0o077
"""Rights of all but the owner, as a umask takes them away."""
_shared: ContextVar[bool] = ContextVar("shared", default=False)


@contextmanager
def sharing(*, shared: bool = True) -> Iterator[None]:
    """Write files for others too, as far as the process lets them; otherwise for their owner alone.

    Libraries that open files by themselves (DuckDB, SQLite, the renderers of pages) are held to it by the umask of the
    process, so this is for a process that does one thing: a command.
    """
    token = _shared.set(shared)
    before = os.umask(OTHERS)
    os.umask(before if shared else before | OTHERS)
    try:
        yield
    finally:
        os.umask(before)
        _shared.reset(token)


def keep_private(path: Path) -> None:
    """Take the rights of others from a file or folder that is there, unless files are shared."""
    if not _shared.get() and sys.platform != "win32":
        path.chmod(OWN_FOLDER if path.is_dir() else OWN_FILE)


def private_folder(path: Path) -> Path:
    """Make a folder that its owner alone may enter, unless files are shared."""
    path.mkdir(mode=0o777 if _shared.get() else OWN_FOLDER)
    return path


@contextmanager
def private_open(path: Path) -> Iterator[TextIO]:
    """Open a new text file in UTF-8 to write; others may not read it at any moment, unless files are shared."""
    path.unlink(missing_ok=True)
    mode = 0o666 if _shared.get() else OWN_FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a handle has no path
        yield file
