"""The one opener of tables that are read in Python: a file of any kind as rows of text cells, each with its line.

Encoding, separator and sheet are found out, unless a `ReadSpec` names them. Order books of millions of lines are staged
for DuckDB instead (see `staging`), by the same detectors and the same readers of cells. A packed file is one with one
table inside, `.gz` or `.zip`; what unpacks to far more than it is, is refused.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final, TextIO, cast

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, FactError, Problem
from sekisho.files.documents.blocks import no_table
from sekisho.files.documents.kind import DOCUMENTS, READ, FileKind, blocks_of, kind_of
from sekisho.files.read_spec import ReadSpec, TextRow
from sekisho.files.spreadsheet import SPREADSHEETS, sheets_of
from sekisho.files.tables import PARQUET, column_kinds, listless, short_connection, stored_table
from sekisho.files.temporary import temporary_folder
from sekisho.files.text.check import check_text
from sekisho.files.text.delimited import check_distinct, delimiter_of, text_rows
from sekisho.files.text.encoding import FoundEncoding, encoding_of, is_whole, named_encoding, text_of_file
from sekisho.files.text.encoding_readings import no_text
from sekisho.message import counted, joined, message

if TYPE_CHECKING:
    from typing_extensions import Buffer

PACKED: Final = ".gz"
_BLOCK: Final = 100_000
"""Rows that are taken out of a Parquet file at once: some tens of MB, of which a round through Python takes seconds."""
_BEGINNING: Final = 1 << 18
"""Letters by which the separator is found."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A table of text, read row by row; the header is a row like others.

    Parameters
    ----------
    name
        Name of the file, for messages.
    sheet
        Name of the sheet of a spreadsheet.
    encoding, delimiter
        Of a text file, as they were named or found out; else empty.
    rows
        Goes through the rows that hold anything; each call begins anew.

    Examples
    --------
    >>> rows = [TextRow(1, ["code", " name"]), TextRow(2, ["3C001", "gallium"])]
    >>> TextTable(name="items.csv", rows=lambda: iter(rows)).header
    ('code', 'name')
    """

    name: str
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    rows: Callable[[], Iterator[TextRow]]

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the first row, without the blanks around them; none if the table is empty."""
        first = next(self.rows(), None)
        return tuple(cell.strip() for cell in first.cells) if first is not None else ()


def open_table(
    file: Path, spec: ReadSpec | None = None, *, known: Callable[[str], int] | None = None, whole: bool = True
) -> TextTable:
    """Open a table: of a spreadsheet the sheet that is named, else the first.

    Parameters
    ----------
    known
        Counts the headers that are known in the beginning of a text; they speak for an encoding.
    whole
        Whether bytes that are no text make the file unfit; else each is read as U+FFFD.

    Raises
    ------
    BookError
        If it is not there, is of another kind than its name says, or is in no encoding that is clearly right.
    """
    return open_sheets(file, spec, known=known, whole=whole)[0]


def open_sheets(
    file: Path, spec: ReadSpec | None = None, *, known: Callable[[str], int] | None = None, whole: bool = True
) -> list[TextTable]:
    """Open all tables of a file: the sheets of a spreadsheet, in their order, or the one of any other kind.

    Raises
    ------
    BookError
        As of `open_table`.
    """
    spec = spec or ReadSpec()
    if not file.is_file():
        what = (
            message("file.is_folder", "is a folder.")
            if file.is_dir()
            else message("error.no_such_file", "no such file.")
        )
        raise BookError(
            Problem(
                where=str(file),
                what=what,
                remedy=message("file.name_table", "Name a table: CSV, a spreadsheet or Parquet."),
            )
        )
    kind = kind_of(file) if file.suffix.lower() in {*SPREADSHEETS, *DOCUMENTS} else FileKind.ARCHIVE
    if kind in READ:
        tables = [block.rows for block in blocks_of(file, kind, encoding=spec.encoding) if block.is_table]
        if not tables:
            raise no_table(file)
        return [TextTable(name=file.name, rows=partial(_block_rows, rows)) for rows in tables]
    if file.suffix.lower() in SPREADSHEETS and kind != FileKind.TEXT:
        sheets = [TextTable(name=file.name, sheet=sheet.name, rows=sheet.rows) for sheet in sheets_of(file, spec.sheet)]
        if sheets:
            return sheets
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )
    if file.suffix.lower() in PARQUET:
        return [_parquet(file)]
    return [_text(file, spec, known or (lambda _text: 0), whole=whole)]


def _block_rows(rows: Sequence[Sequence[str]]) -> Iterator[TextRow]:
    return (TextRow(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row))


def _text(file: Path, spec: ReadSpec, known: Callable[[str], int], *, whole: bool) -> TextTable:
    packed = file.suffix.lower() == PACKED
    if not packed:
        check_text(file)
    name, errors = _encoding(file, spec, known, packed=packed)
    if errors == "replace" and whole:
        raise BookError(no_text(file, spec.encoding and name))
    with _readable(file, name), _opened(file, name, errors, packed=packed) as text:
        beginning = text.read(_BEGINNING).removeprefix("\ufeff")
    delimiter = spec.separator or delimiter_of(beginning)

    def rows() -> Iterator[TextRow]:
        with _readable(file, name), _opened(file, name, errors, packed=packed) as text:
            yield from text_rows(_unmarked(text), delimiter, where=file.name)

    return TextTable(name=file.name, encoding=name, delimiter=delimiter, rows=rows)


def _encoding(file: Path, spec: ReadSpec, known: Callable[[str], int], *, packed: bool) -> tuple[str, str]:
    """Name the encoding, and how bytes are read that are no text in it."""
    name = named_encoding(spec.encoding) if spec.encoding else ""
    if packed:  # to find it out, the file would have to be unpacked twice
        return name or "utf-8", "strict"
    found = FoundEncoding(name, whole=is_whole(file, name)) if name else encoding_of(file, known=known)
    return found.name, "strict" if found.whole else "replace"


def _opened(file: Path, encoding: str, errors: str, *, packed: bool) -> TextIO:
    if packed:
        return io.TextIOWrapper(bounded(cast("IO[bytes]", gzip.open(file, "rb")), file), encoding=encoding, newline="")
    if encoding == "iso2022_cn":  # Python does not know it
        return io.StringIO(text_of_file(file, encoding)[0], newline="")
    return file.open(encoding=encoding, errors=errors, newline="")


def _unmarked(text: TextIO) -> Iterator[str]:
    """Go through the lines of a text without the mark before the first."""
    yield text.readline().removeprefix("\ufeff")
    yield from text


@contextmanager
def _readable(file: Path, encoding: str) -> Iterator[None]:
    """Say in plain words why a file could not be read to its end."""
    remedy = message("file.damaged_fetch", "The file may be damaged; fetch it again, or save it as CSV in UTF-8.")
    try:
        yield
    except UnicodeError:
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.not_text_in", "is not text in {names}.", names=encoding.upper()),
                remedy=remedy,
            )
        ) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.unread", "cannot be read ({why}).", why=str(fault).rstrip(".")),
                remedy=remedy,
            )
        ) from None


def _parquet(file: Path) -> TextTable:
    import duckdb

    try:
        with short_connection() as connection:
            header = tuple(column_kinds(connection, stored_table(file)))
    except duckdb.Error as fault:
        what = message(
            "file.unread_parquet", "cannot be read as Parquet ({why}).", why=str(fault).splitlines()[0].rstrip(".")
        )
        remedy = message("file.damaged", "The file may be damaged; write it again.")
        raise BookError(Problem(where=file.name, what=what, remedy=remedy)) from None

    def rows() -> Iterator[TextRow]:
        yield TextRow(1, header)
        line = 1
        with short_connection() as connection:
            cells = connection.execute(
                f"SELECT coalesce(COLUMNS(*)::VARCHAR, '') FROM {listless(connection, stored_table(file))}"
            )
            while block := cells.fetchmany(_BLOCK):
                for row in block:
                    line += 1
                    yield TextRow(line, row)

    return TextTable(name=file.name, rows=rows)


def columns_of(path: Path) -> list[str]:
    """Return the columns that the header of a table names, in whatever encoding it is.

    Raises
    ------
    BookError
        If the file is empty, is in no encoding that is clearly right, or names a column twice.
    """
    return _columns(open_table(path))


def read_table(
    path: Path, needed: Iterable[str], *, remedy: str, sheet: str = "", may_be_closed: bool = False
) -> list[tuple[str, Row]]:
    """Read the rows of a table, each with its place; a cell that is not there is empty, and so is no row.

    Parameters
    ----------
    path
        CSV, or a spreadsheet, of which the first sheet is read, or the one that is named.
    needed
        Columns without which the table says nothing.
    remedy
        What to do if one of them is lacking.
    may_be_closed
        Whether every row but the header may end with a separator, as some publishers write it.

    Raises
    ------
    BookError
        If the file is empty, is in no encoding that is clearly right, or names a column twice.
    FactError
        If a column is lacking, a row has more cells than the header, or is no CSV; with all problems.
    """
    table = open_table(path, ReadSpec(sheet=sheet))
    names = _columns(table)
    lacking = [name for name in needed if name not in names]
    if lacking:
        what = (
            message("error.no_column", "no column '{column}'.", column=lacking[0])
            if len(lacking) == 1
            else message("error.no_columns", "no columns {columns}.", columns=joined(lacking, "comma"))
        )
        raise FactError(Problem(where=path.name, what=what, remedy=remedy))
    problems: list[Problem] = []
    records: list[tuple[str, Row]] = []
    rows = table.rows()
    next(rows)
    closed: bool | None = None if may_be_closed else False
    try:
        for line, cells in rows:
            where = f"{path.name}: {sheet}:{line}" if sheet else f"{path.name}:{line}"
            # A row that is not so closed, or is longer still, holds a separator too many or too few.
            if closed is None:
                closed = bool(table.encoding) and len(cells) == len(names) + 1 and not cells[-1]
            if closed and len(cells) == len(names) + 1 and not cells[-1]:
                cells = cells[:-1]  # noqa: PLW2901 - the same row
            elif closed:
                problems.append(_uneven(where, len(cells), len(names) + 1))
                continue
            # A spreadsheet has cells to the right of a table that nobody filled.
            if len(cells) > len(names) and (table.encoding or any(cells[len(names) :])):
                problems.append(_uneven(where, len(cells), len(names)))
            elif any(cells):
                records.append((where, dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))))
    except BookError as fault:
        problems += fault.problems
    if problems:
        raise FactError(problems)
    return records


def _uneven(where: str, cells: int, expected: int) -> Problem:
    """Tell of a row that has another number of cells than the header, or than the rows before it."""
    what = message(
        "file.cells_and_header", "the row has {cells} cells and the header {header}.", cells=cells, header=expected
    )
    remedy = message("file.quote_separators", "Put text with separators in double quotes.")
    return Problem(where=where, what=what, remedy=remedy)


def _columns(table: TextTable) -> list[str]:
    """Name the columns, those without a name by their place; two may not have one name."""
    names = [name or f"column {number}" for number, name in enumerate(table.header, start=1)]
    if not names:
        raise BookError(
            Problem(
                where=table.name,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )
    check_distinct(names, table.name)
    return names


ARCHIVES: Final = frozenset({".gz", ".zip"})
_BYTES: Final = 1 << 20
MOST_TIMES: Final = 200
"""How much larger than itself a file may unpack to, beyond `FREE`; orders pack to a tenth, rarely to a fiftieth."""
FREE: Final = 1 << 26
"""Bytes to which any file may unpack."""


def unpacked(file: Path, folder: Path, kinds: Collection[str]) -> Path:
    """Unpack the one table of a file into a folder; returns its place there.

    Parameters
    ----------
    kinds
        Endings of files that are read.

    Raises
    ------
    BookError
        If it is damaged, holds no table or several, is protected by a password, or unpacks to far too much.
    """
    out = folder / "packed"
    out.mkdir()
    try:
        if file.suffix.lower() == ".gz":
            inner = PurePosixPath(file.stem).suffix.lower()
            _check_kind(file, inner, kinds)
            with gzip.open(file, "rb") as source:
                return _kept(cast("IO[bytes]", source), file, out / f"book{inner}")
        with zipfile.ZipFile(file) as parts:
            part = _one_table(file, parts, kinds)
            with parts.open(part) as source:
                return _kept(source, file, out / f"book{PurePosixPath(part.filename).suffix.lower()}")
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        locked = "password" in str(fault).lower() or "encrypted" in str(fault).lower()
        what = (
            message("file.password", "is protected by a password.")
            if locked
            else message("file.damaged_archive", "is a damaged archive.")
        )
        raise BookError(
            Problem(where=file.name, what=what, remedy=message("file.unpack", "Unpack it, and name the table."))
        ) from None


@contextmanager
def table_inside(file: Path, kinds: Collection[str]) -> Iterator[Path]:
    """Unpack the one table of a packed file for as long as it is read; any other file is the table itself.

    The table has the name of the file in front of its ending, so that what is told of it names the file.

    Raises
    ------
    BookError
        As of `unpacked`.
    """
    if file.suffix.lower() not in ARCHIVES or not file.is_file():
        yield file
        return
    with temporary_folder() as folder:
        place = unpacked(file, folder, kinds)
        yield place.rename(place.with_name(f"{file.name}{place.suffix}"))


def _one_table(file: Path, parts: zipfile.ZipFile, kinds: Collection[str]) -> zipfile.ZipInfo:
    inside = [
        part
        for part in parts.infolist()
        if not part.is_dir()
        and not part.filename.startswith("__MACOSX/")
        and not PurePosixPath(part.filename).name.startswith((".", "~$"))
    ]
    tables = [part for part in inside if PurePosixPath(part.filename).suffix.lower() in kinds]
    named = [part for part in tables if not PurePosixPath(part.filename).name.lower().startswith("readme")]
    if len(named) == 1:
        return named[0]
    names = ", ".join(part.filename for part in (named or inside)[:5])
    what = (
        counted(
            "file.holds_tables",
            "contains {n} table ({names}).",
            "contains {n} tables ({names}).",
            n=len(named),
            names=names,
        )
        if named
        else (
            message("file.holds_no_table", "contains no table ({names}).", names=names)
            if names
            else message("file.holds_nothing", "contains no table (it is empty).")
        )
    )
    raise BookError(
        Problem(
            where=file.name,
            what=what,
            remedy=message("file.unpack_or_folder", "Unpack it, and name the table, or the folder of all."),
        )
    )


def _check_kind(file: Path, inner: str, kinds: Collection[str]) -> None:
    if inner not in kinds:
        what = message(
            "file.holds_other", "contains '{name}', which is not a kind of table that is read.", name=inner or file.stem
        )
        raise BookError(
            Problem(
                where=file.name,
                what=what,
                remedy=message("file.unpack_ending", "Unpack it, and give the table its ending."),
            )
        )


def _kept(source: IO[bytes], file: Path, place: Path) -> Path:
    with bounded(source, file) as blocks, place.open("wb") as target:
        while block := blocks.read(_BYTES):
            target.write(block)
    return place


def bounded(source: IO[bytes], file: Path) -> io.BufferedReader:
    """Read what a packed file unpacks to, as long as that is not far too much.

    Raises
    ------
    BookError
        On the read that passes the bound.
    """
    return io.BufferedReader(_Bounded(source, file), _BYTES)


class _Bounded(io.RawIOBase):
    """Bytes of a packed file, counted."""

    def __init__(self, source: IO[bytes], file: Path) -> None:
        super().__init__()
        self._source, self._file = source, file
        self._left = max(FREE, MOST_TIMES * file.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        block = self._source.read(len(view))
        view[: len(block)] = block
        self._left -= len(block)
        if self._left < 0:
            what = message("file.unpacks_to_more", "unpacks to more than {times} times its size.", times=MOST_TIMES)
            raise BookError(
                Problem(
                    where=self._file.name,
                    what=what,
                    remedy=message("file.unpack_and_look", "Unpack it, look at it, and name the table."),
                )
            )
        return len(block)

    def close(self) -> None:
        self._source.close()
        super().close()
