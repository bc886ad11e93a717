"""Order books as text: staged as Parquet; bad rows are kept apart, not lost.

A large book is read by DuckDB as far as it is well formed. If a row is not, Python reads the file again row by row:
slower, and nothing is lost. Smaller tables are always read so (see `text_tables`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.formulas import as_meant
from sekisho.files.read_spec import HEADER_WITHIN, HeaderTest, ReadSpec, paired_header, unit_above
from sekisho.files.row_staging import (
    ROW,
    Desk,
    RowFile,
    StagedTable,
    named,
    row_file,
    to_parquet,
    told_apart,
    with_head,
)
from sekisho.files.tables import as_meant_sql, loaded_table, quoted, stored_table, text_table, write_query
from sekisho.files.text.check import check_text
from sekisho.files.text.delimited import beginning_of, delimiter_of, long_cells
from sekisho.files.text.encoding import FoundEncoding, encoding_of, is_whole, named_encoding, utf8_copy
from sekisho.files.text.short_text import stage_short_text
from sekisho.message import counted, message

if TYPE_CHECKING:
    from _csv import Reader

_UTF8: Final = frozenset({"utf-8", "utf-8-sig"})
_MOST_BREAKS: Final = 200
"""Line breaks in one cell from which a quote is taken to be left open: addresses and remarks have some tens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How a text file is built."""

    encoding: str
    whole: bool
    delimiter: str
    header_row: int
    names: tuple[str, ...]
    unit: str = ""
    above: Mapping[str, str] = field(default_factory=dict)
    by_line: bool = False


def stage_text(desk: Desk, file: Path, folder: Path, spec: ReadSpec) -> StagedTable:
    """Stage a text file as Parquet in `folder`.

    Raises
    ------
    BookError
        If it is no text, is in no encoding that is clearly right or in two, or has no header.
    """
    found = _encoding(file, spec, desk.headers)
    source = file if found.whole and found.name in _UTF8 else utf8_copy(file, found.name, folder / "utf8.csv")
    if not spec.header_row and (short := stage_short_text(desk, source, folder, separator=spec.separator)):
        return replace(short, told={"encoding": found.name, **short.told})
    shape = _shape(file, source, found, spec, desk)
    import duckdb

    out = folder / "book.parquet"
    unit = {"unit_above": shape.unit} if shape.unit else {}
    told = {"encoding": shape.encoding, "separator": shape.delimiter, "header_row": str(shape.header_row), **unit}
    if shape.whole and not _has_mixed_breaks(source, shape):
        try:
            sql = _numbered_by_line(desk, source, shape, _by_duckdb(desk, source, shape, out))
        except duckdb.Error as fault:
            if "CSV Error" not in str(fault) and "Invalid Input" not in str(fault):
                raise
            sql = ""
        if sql:
            return with_head(StagedTable(sql=sql, names=shape.names, told=told), shape.above)
    out.unlink(missing_ok=True)
    with row_file(folder / "rows.csv", shape.names) as rows:
        _by_python(file, source, shape, rows)
    to_parquet(desk.connection, folder / "rows.csv", shape.names, out)
    return with_head(StagedTable(sql=stored_table(out), names=shape.names, bad=rows.bad, told=told), shape.above)


def _encoding(file: Path, spec: ReadSpec, headers: HeaderTest) -> FoundEncoding:
    check_text(file)
    if not spec.encoding:
        return encoding_of(file, known=lambda text: _known_headers(text, headers))
    name = named_encoding(spec.encoding)
    return FoundEncoding(name, whole=is_whole(file, name))


def _shape(file: Path, source: Path, found: FoundEncoding, spec: ReadSpec, desk: Desk) -> _Shape:
    text = beginning_of(source)
    if not text.strip():
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )
    if not found.whole and text.count("\ufffd") + text.count("\x00") > len(text) // 100:
        what = (
            message("file.not_text_in", "is not text in {names}.", names=found.name)
            if spec.encoding
            else message("file.no_encoding_reads", "is not text in any encoding that is read.")
        )
        raise BookError(
            Problem(
                where=file.name,
                what=what,
                remedy=message("file.save_or_encoding", "Save it in UTF-8, or name another --encoding."),
            )
        )
    lines = text.splitlines()[:HEADER_WITHIN]
    delimiter = spec.separator or delimiter_of(text)
    with long_cells():
        rows = [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
    place = spec.header_row - 1 if spec.header_row else desk.headers.place(rows)
    if not 0 <= place < len(rows):
        remedy = counted(
            "file.rows_at_beginning",
            "It has {n} row at its beginning.",
            "It has {n} rows at its beginning.",
            n=len(lines),
        )
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.no_header_row", "no row {row} for the header.", row=spec.header_row),
                remedy=remedy,
            )
        )
    unit = unit_above(rows[:place])
    with long_cells():
        above = list(csv.reader(text.splitlines(keepends=True)[:place], delimiter=delimiter))
    header = _header(source, delimiter, place)
    if len(header) == len(rows[place]):  # else cells of the header hold line breaks, and the next line is none below it
        header, place = paired_header(rows, place, desk.headers)
        header = [cell.removeprefix("\ufeff") for cell in header]
    names = told_apart(named(header), where=file.name, is_fact=desk.headers.is_fact)
    return _Shape(
        encoding=found.name,
        whole=found.whole,
        delimiter=delimiter,
        header_row=place + 1,
        names=tuple(names),
        unit=unit,
        above=desk.headers.above(above, names),
        by_line=desk.by_line,
    )


def _known_headers(text: str, headers: HeaderTest) -> int:
    """Count the headers beyond ASCII that are known in the first rows of a text."""
    lines = text.splitlines()[:HEADER_WITHIN]
    delimiter = delimiter_of(text)
    cells = (line.replace('"', "").split(delimiter) for line in lines if not line.isascii())
    return max((headers.count(cell for cell in row if not cell.isascii()) for row in cells), default=0)


def _header(source: Path, delimiter: str, place: int) -> list[str]:
    """Read the header, whose cells may hold line breaks."""
    with source.open(encoding="utf-8", errors="replace", newline="") as opened, long_cells():
        for _ in range(place):
            opened.readline()
        header = next(csv.reader(opened, delimiter=delimiter), [])
    return [cell.removeprefix("\ufeff") for cell in header]


def _has_mixed_breaks(source: Path, shape: _Shape) -> bool:
    """Tell whether lines break in two ways down to the header, or a cell of the header or above it holds a break.

    DuckDB takes the first break that it meets for that of the file, and then returns no row at all, without a word. A
    spreadsheet saves so: a line feed inside a cell of the header, and a carriage return before it behind each row.
    """
    with source.open(encoding="utf-8", errors="replace", newline="") as opened, long_cells():
        above = [opened.readline() for _ in range(shape.header_row - 1)]
        reader = csv.reader(opened, delimiter=shape.delimiter)
        header = next(reader, [])
    breaks = [text for text in (*above, *header) if "\n" in text or "\r" in text]
    if any(text.count('"') % 2 for text in above):
        return True  # DuckDB would skip lines within a cell, and take the rest of the file for it
    return any("\n" in cell or "\r" in cell for cell in header) or len({text.endswith("\r\n") for text in breaks}) > 1


def _by_duckdb(desk: Desk, source: Path, shape: _Shape, out: Path) -> str:
    """Stage the rows as they stand, on all threads; their order is kept, so that their places number them."""
    columns = dict.fromkeys(shape.names, "VARCHAR")
    rows = text_table(source, columns, delimiter=shape.delimiter, skip=shape.header_row - 1)
    shown = "*"
    if _has_cell_after_quote(source, shape.delimiter):
        shown = ", ".join(f"{as_meant_sql(name)} AS {quoted(name)}" for name in shape.names)
    if source.stat().st_size <= desk.loaded:
        return loaded_table(desk.connection, f"SELECT {shown} FROM {rows}", row=ROW)
    write_query(desk.connection, f"SELECT {shown} FROM {rows}", out)
    return stored_table(out, row=ROW)


def _numbered_by_line(desk: Desk, source: Path, shape: _Shape, sql: str) -> str:
    """Number rows by their lines, where those are wanted; nothing if lines are empty or cells break, so that none fits.

    Rows that were numbered as they come are so many lines further down, as long as each of them is one line.
    """
    if not desk.by_line:
        return sql
    rows = desk.connection.execute(f"SELECT count(*) FROM {sql}").fetchone()
    if rows != (_lines_in(source) - shape.header_row,):
        return ""
    return f"(SELECT * REPLACE ({ROW} + {shape.header_row} AS {ROW}) FROM {sql})"


def _lines_in(source: Path) -> int:
    """Count the lines of a text down to the last that holds anything."""
    feeds = returns = waiting_feeds = waiting_returns = 0
    with source.open("rb") as opened:
        while block := opened.read(_BLOCK):
            bare = block.rstrip(b"\r\n")
            if bare:
                feeds, returns = (
                    feeds + waiting_feeds + bare.count(b"\n"),
                    returns + waiting_returns + bare.count(b"\r"),
                )
                waiting_feeds = waiting_returns = 0
            rest = block[len(bare) :]
            waiting_feeds, waiting_returns = waiting_feeds + rest.count(b"\n"), waiting_returns + rest.count(b"\r")
    return 1 + (feeds or returns)


_BLOCK: Final = 1 << 20
"""Bytes that are looked through at once."""


def _has_cell_after_quote(source: Path, delimiter: str) -> bool:
    """Tell whether a cell may begin with a single quote, behind which a spreadsheet keeps what looks like a formula.

    Few files have one, and an expression a column costs DuckDB the square of their number to plan.
    """
    starts = [before + b"'" for before in (delimiter.encode(), b'"', b"\n", b"\r")]
    rest = b""
    with source.open("rb") as opened:
        while block := opened.read(_BLOCK):
            text = rest + block
            if b"'" in text and any(start in text for start in starts):
                return True
            rest = text[-len(delimiter.encode()) :]
    return False


def _by_python(file: Path, source: Path, shape: _Shape, rows: RowFile) -> None:
    """Read row by row: what has too few or too many cells, or is no text, is refused, and the rest is kept."""
    with source.open(encoding="utf-8", errors="replace", newline="") as opened, long_cells():
        for _ in range(shape.header_row - 1):
            opened.readline()
        reader = csv.reader((line.replace("\x00", "\ufffd") for line in opened), delimiter=shape.delimiter)
        next(reader, None)
        try:
            rows.write(_good(reader, rows, shape))
        except csv.Error as fault:
            where = message(
                "error.at_line", "{file}, line {line}", file=file.name, line=reader.line_num + shape.header_row - 1
            )
            what = message("file.row_unread_why", "the row cannot be read as CSV ({fault}).", fault=str(fault))
            raise BookError(
                Problem(
                    where=where,
                    what=what,
                    remedy=message("file.open_quote", "Look for a double quote that is left open."),
                )
            ) from None


def _good(reader: Reader, rows: RowFile, shape: _Shape) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the good rows with their numbers, and refuse the bad ones; empty rows do not count."""
    width, number, last = len(shape.names), 0, reader.line_num
    for cells in reader:
        if not cells or (len(cells) == 1 and not cells[0].strip() and width > 1):
            continue
        number += 1
        line, last, before = reader.line_num, reader.line_num, last
        if shape.by_line:
            number = _begins_at(cells, line) + shape.header_row - 1
            cells = _under_header(cells, width)  # noqa: PLW2901 - the same row
        reason = _fault_of(cells, width, shape, line=line + shape.header_row - 1, breaks=line - before)
        if reason:
            rows.refuse(number, reason, cells)
        else:
            # DuckDB reads these rows again, and one kind of line break alone.
            yield number, [as_meant(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in cells]


def _begins_at(cells: Sequence[str], line: int) -> int:
    """Return the line on which a row begins that ends on another."""
    return line - sum(len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1 for cell in cells)


def _under_header(cells: list[str], width: int) -> list[str]:
    """Give a row as many cells as the header has, where those that lack or are too many state nothing."""
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))]
    return cells if any(cell.strip() for cell in cells[width:]) else cells[:width]


def _fault_of(cells: Sequence[str], width: int, shape: _Shape, *, line: int, breaks: int) -> str:
    """Say why a row cannot be taken apart; empty if it can."""
    if len(cells) != width:
        return message(
            "file.cells_and_header_at",
            "the row has {cells} cells and the header {header} (line {line} of the file).",
            cells=len(cells),
            header=width,
            line=line,
        )
    if not shape.whole and any("\ufffd" in cell for cell in cells):
        return message(
            "file.bytes_no_text_at",
            "contains bytes that are not text in {encoding} (line {line} of the file).",
            encoding=shape.encoding,
            line=line,
        )
    if breaks > _MOST_BREAKS:
        return message(
            "file.quote_open_at",
            "a double quote is left open (the row ends in line {line} of the file).",
            line=line,
        )
    return ""
