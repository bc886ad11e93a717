"""Files of order books: which of them can be read, the SQL that reads them, and faults in plain words."""

from __future__ import annotations

import codecs
import csv
import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from sekisho.errors import BookError, Problem

if TYPE_CHECKING:
    import duckdb

PARQUET = frozenset({".parquet", ".pq"})
TEXT = frozenset({".csv", ".txt", ".tsv"})
DELIMITERS = (",", ";", "\t", "|")
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


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def source_sql(book: Path) -> str:
    """Return the SQL that reads a book, with its rows counted from 1 as `sekisho_row`.

    Raises
    ------
    BookError
        If the file is missing, is neither Parquet nor CSV, or is text that is not UTF-8.
    """
    if not book.is_file():
        raise BookError(Problem(where=str(book), what="no such file.", do="Name an order book, CSV or Parquet."))
    path = literal(str(book))
    if book.suffix in PARQUET:
        return (
            "(SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS sekisho_row "
            f"FROM read_parquet({path}, file_row_number = true))"
        )
    if book.suffix in TEXT:
        names, delimiter = header_of(book)
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
        return (
            "(SELECT *, row_number() OVER () AS sekisho_row "
            f"FROM read_csv({path}, columns = {{{columns}}}, delim = {literal(delimiter)}, "
            "quote = '\"', escape = '\"', header = true, nullstr = '', auto_detect = false, strict_mode = true))"
        )
    raise BookError(
        Problem(where=str(book), what=f"'{book.suffix}' is not a kind of book.", do="Expected .csv or .parquet.")
    )


def header_of(book: Path, *, encoding: str = "utf-8") -> tuple[list[str], str]:
    """Return the columns of a text file, and what separates them.

    Raises
    ------
    BookError
        If the file is empty, is not UTF-8, or names a column twice.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with book.open("rb") as file:
        try:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise BookError(
                Problem(where=book.name, what="is not UTF-8 text.", do="Save it as CSV in UTF-8.")
            ) from None
    with book.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as text:
        return split_header(text, book.name)


def split_header(text: TextIO, book: str) -> tuple[list[str], str]:
    """Return the columns that a header names, and what separates them.

    Raises
    ------
    BookError
        If there is no header, or it names a column twice.
    """
    first = text.readline()
    if not first.strip():
        raise BookError(Problem(where=book, what="the file is empty.", do="Expected a header and rows."))
    delimiter = max(DELIMITERS, key=first.count)
    text.seek(0)
    names = next(csv.reader(text, delimiter=delimiter))
    names = [name.strip() or f"column {number}" for number, name in enumerate(names, start=1)]
    first_of: dict[str, str] = {}
    problems = []
    for name in names:
        other = first_of.setdefault(name.lower(), name)
        if other is not name:
            what = f"columns '{other}' and '{name}' cannot be told apart."
            do = f"Rename one, or leave it out; --map {name.lower()}=COLUMN takes the column of a name."
            problems.append(Problem(where=book, what=what, do=do))
    if problems:
        raise BookError(problems)
    return names, delimiter


def column_kinds(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """Return the columns of a book and the type in which each is read."""
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}


def check_place(out: Path, kinds: tuple[str, ...]) -> None:
    """Make sure, before any work, that a file may be written at a place.

    Raises
    ------
    BookError
        If the file has another ending than those of `kinds`, is a folder, or its folder is not there.
    """
    if out.suffix not in kinds:
        do = f"Expected {' or '.join(kinds)}."
        raise BookError(Problem(where=str(out), what=f"cannot write '{out.suffix}'.", do=do))
    if out.is_dir():
        raise BookError(Problem(where=str(out), what="is a folder.", do="Name a file."))
    if not out.parent.is_dir():
        raise BookError(Problem(where=str(out), what=f"no folder '{out.parent}'.", do="Make it first."))


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Write a text file beside its place, and move it there when it is whole; what is broken off leaves nothing."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def writing_fault(fault: Exception, out: Path | str) -> Problem:
    """Say in plain words why a file could not be written."""
    do = "Look at the rights and the free space of the folder, or name another place."
    if _NO_ROOM.search(str(fault)):
        do = MAKE_ROOM
    return Problem(where=str(out), what=f"cannot be written ({_detail(fault).rstrip('.')}).", do=do)


def _detail(fault: Exception) -> str:
    """The first line of what DuckDB says, without the kind of its error."""
    text = str(fault).strip()
    inner = _INNER.search(text)
    if inner:
        text = re.sub(r"\\(.)", r"\1", inner[1])
    return re.sub(r"^(\w+ )*Error: ", "", text.splitlines()[0] if text else "")


def reading_fault(fault: Exception, book: Path) -> Problem:
    """Say in plain words why a book could not be read to its end."""
    text = str(fault)
    if _NO_ROOM.search(text):
        return Problem(
            where=book.name, what=f"there is no room to read it ({_detail(fault).rstrip('.')}).", do=MAKE_ROOM
        )
    row = re.search(r"CSV Error on Line: (\d+)", text)
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if row and cells:
        return Problem(
            where=f"{book.name}, line {int(row[1]):,}",
            what=f"the row has {cells[2]} cells and the header {cells[1]}.",
            do="Give every row as many cells as the header, and put text with separators in double quotes.",
        )
    if row:
        return Problem(
            where=f"{book.name}, line {int(row[1]):,}",
            what="the row cannot be read as CSV.",
            do="Look for a stray double quote or a missing separator.",
        )
    kind = "Parquet" if book.suffix in PARQUET else "CSV"
    detail = _detail(fault).replace(str(book), book.name).rstrip(".")
    return Problem(
        where=book.name,
        what=f"cannot be read as {kind} ({detail}).",
        do="The file may be damaged or of another kind; write it again.",
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
