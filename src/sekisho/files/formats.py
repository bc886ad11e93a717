"""Files of order books: which of them can be read, the SQL that reads them, and faults in plain words."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from sekisho.errors import BookError, Problem
from sekisho.files.delimited import DELIMITERS, TEXT, header_of, split_header
from sekisho.files.private import private_open
from sekisho.files.sql import literal, quoted
from sekisho.files.tables import PARQUET, column_kinds, table_sql

__all__ = [
    "DELIMITERS",
    "FULL",
    "MAKE_ROOM",
    "PARQUET",
    "TEXT",
    "check_place",
    "column_kinds",
    "header_of",
    "literal",
    "quoted",
    "reading_fault",
    "sha256_of",
    "source_sql",
    "split_header",
    "whole_file",
    "writing_fault",
]

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where a file has no room."""
MAKE_ROOM: Final = (
    "Make room where the file goes, and where temporary files go: let TMPDIR name a folder with as much room as the "
    "book takes. Nothing was written in part."
)
_NO_ROOM: Final = re.compile(
    r"No space left|File too large|Disk quota|not enough (disk )?space|max_temp_directory_size"
)
_INNER: Final = re.compile(r'"exception_message":"((?:[^"\\]|\\.)*)"')


def check_place(out: Path, kinds: tuple[str, ...]) -> None:
    """Make sure, before any work, that a file may be written at a place.

    Raises
    ------
    BookError
        If the file has another ending than those of `kinds`, is a folder, or its folder is not there.
    """
    if out.suffix not in kinds:
        remedy = f"Expected {' or '.join(kinds)}."
        raise BookError(Problem(where=str(out), what=f"cannot write '{out.suffix}'.", remedy=remedy))
    if out.is_dir():
        raise BookError(Problem(where=str(out), what="is a folder.", remedy="Name a file."))
    if not out.parent.is_dir():
        raise BookError(Problem(where=str(out), what=f"no folder '{out.parent}'.", remedy="Make it first."))


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Write a text file beside its place, and move it there when it is whole; what is broken off leaves nothing."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with private_open(partial) as file:
            yield file
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
    remedy = "Look at the rights and the free space of the folder, or name another place."
    if _NO_ROOM.search(str(fault)):
        remedy = MAKE_ROOM
    return Problem(where=str(out), what=f"cannot be written ({_detail(fault).rstrip('.')}).", remedy=remedy)


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
            where=book.name, what=f"there is no room to read it ({_detail(fault).rstrip('.')}).", remedy=MAKE_ROOM
        )
    row = re.search(r"CSV Error on Line: (\d+)", text)
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if row and cells:
        return Problem(
            where=f"{book.name}, line {int(row[1]):,}",
            what=f"the row has {cells[2]} cells and the header {cells[1]}.",
            remedy="Give every row as many cells as the header, and put text with separators in double quotes.",
        )
    if row:
        return Problem(
            where=f"{book.name}, line {int(row[1]):,}",
            what="the row cannot be read as CSV.",
            remedy="Look for a stray double quote or a missing separator.",
        )
    kind = "Parquet" if book.suffix in PARQUET else "CSV"
    detail = _detail(fault).replace(str(book), book.name).rstrip(".")
    return Problem(
        where=book.name,
        what=f"cannot be read as {kind} ({detail}).",
        remedy="The file may be damaged or of another kind; write it again.",
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def source_sql(results: Path) -> str:
    """Return the SQL that reads results or a plain table, with its rows counted from 1 as `sekisho_row`.

    Raises
    ------
    BookError
        If the file is missing, is neither Parquet nor CSV, or is text that is not UTF-8.
    """
    return table_sql(results, row="sekisho_row")
