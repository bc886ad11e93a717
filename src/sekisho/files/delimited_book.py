"""Text files with separated cells: encoding, separator and header are found out; bad rows are kept apart, not lost.

DuckDB reads what is well formed. If a row is not, Python reads the file again row by row: slower, and nothing is lost.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from sekisho.errors import BookError, Problem
from sekisho.files.delimited import long_cells
from sekisho.files.encoding import FoundEncoding, encoding_of, is_whole, named_encoding, utf8_copy
from sekisho.files.formats import DELIMITERS
from sekisho.files.formulas import as_meant, as_meant_sql
from sekisho.files.read_spec import HEADER_WITHIN, HeaderTest, ReadSpec
from sekisho.files.row_staging import ROW, RowFile, named, row_file, to_parquet, told_apart
from sekisho.files.sql import quoted
from sekisho.files.staging_table import Desk, StagedTable
from sekisho.files.tables import stored_table, text_table, write_table

if TYPE_CHECKING:
    from _csv import Reader

_BINARY: Final = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\x1f\x8b": "a packed file",
    b"PAR1": "a Parquet file",
}
_LETTERS: Final = 1 << 18
_UTF8: Final = frozenset({"utf-8", "utf-8-sig"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How a text file is built."""

    encoding: str
    whole: bool
    delimiter: str
    header_row: int
    names: tuple[str, ...]


def stage_text(desk: Desk, file: Path, folder: Path, spec: ReadSpec) -> StagedTable:
    """Stage a text file as Parquet in `folder`.

    Raises
    ------
    BookError
        If it is no text, is in no encoding that is clearly right or in two, or has no header.
    """
    found = _encoding(file, spec, desk.headers)
    source = file if found.whole and found.name in _UTF8 else utf8_copy(file, found.name, folder / "utf8.csv")
    shape = _shape(file, source, found, spec, desk)
    out = folder / "book.parquet"
    told = {"encoding": shape.encoding, "separator": shape.delimiter, "header_row": str(shape.header_row)}
    if shape.whole:
        try:
            _by_duckdb(desk, source, shape, out)
        except duckdb.Error as fault:
            if "CSV Error" not in str(fault) and "Invalid Input" not in str(fault):
                raise
            out.unlink(missing_ok=True)
        else:
            return StagedTable(sql=stored_table(out, row=ROW), names=shape.names, told=told)
    with row_file(folder / "rows.csv", shape.names) as rows:
        _by_python(file, source, shape, rows)
    to_parquet(desk.connection, folder / "rows.csv", shape.names, out)
    return StagedTable(sql=stored_table(out), names=shape.names, bad=rows.bad, told=told)


def _encoding(file: Path, spec: ReadSpec, headers: HeaderTest) -> FoundEncoding:
    with file.open("rb") as opened:
        start = opened.read(8)
    for mark, what in _BINARY.items():
        if start.startswith(mark):
            remedy = "Give it the ending of its kind, or save it as CSV."
            raise BookError(Problem(where=file.name, what=f"is {what}, not a text file.", remedy=remedy))
    if not spec.encoding:
        return encoding_of(file, known=lambda text: _known_headers(text, headers))
    name = named_encoding(spec.encoding)
    return FoundEncoding(name, whole=is_whole(file, name))


def _shape(file: Path, source: Path, found: FoundEncoding, spec: ReadSpec, desk: Desk) -> _Shape:
    text = _beginning(source)
    if not text.strip():
        raise BookError(Problem(where=file.name, what="the file is empty.", remedy="Expected a header and rows."))
    if not found.whole and text.count("\ufffd") + text.count("\x00") > len(text) // 100:
        what = f"is not text in {found.name}." if spec.encoding else "is not text in any encoding that is read."
        raise BookError(Problem(where=file.name, what=what, remedy="Save it in UTF-8, or name another --encoding."))
    lines = text.splitlines()[:HEADER_WITHIN]
    delimiter = spec.separator or _delimiter(lines)
    with long_cells():
        rows = [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
    place = spec.header_row - 1 if spec.header_row else desk.headers.place(rows)
    if not 0 <= place < len(rows):
        remedy = f"It has {len(lines):,} rows at its beginning."
        raise BookError(Problem(where=file.name, what=f"no row {spec.header_row} for the header.", remedy=remedy))
    header = _header(source, delimiter, place)
    names = told_apart(named(header), where=file.name, is_fact=desk.headers.is_fact)
    return _Shape(encoding=found.name, whole=found.whole, delimiter=delimiter, header_row=place + 1, names=tuple(names))


def _known_headers(text: str, headers: HeaderTest) -> int:
    """Count the headers beyond ASCII that are known in the first rows of a text."""
    lines = text.splitlines()[:HEADER_WITHIN]
    cells = (line.replace('"', "").split(_delimiter(lines)) for line in lines if not line.isascii())
    return max((headers.count(cell for cell in row if not cell.isascii()) for row in cells), default=0)


def _delimiter(lines: Sequence[str]) -> str:
    """Find what separates cells: the first of those that stand equally often in most lines."""
    counts = {each: [line.count(each) for line in lines if line.strip()] for each in DELIMITERS}
    header = {each: max(found, default=0) for each, found in counts.items()}
    best = max(DELIMITERS, key=lambda each: (_same(counts[each]), header[each]))
    return best if header[best] else max(DELIMITERS, key=lambda each: header[each])


def _same(counts: Sequence[int]) -> int:
    """Count the lines that have the commonest number of separators, if that is any."""
    some = [number for number in counts if number]
    return max((some.count(number) for number in set(some)), default=0)


def _beginning(source: Path) -> str:
    with source.open(encoding="utf-8", errors="replace", newline="") as opened:
        return opened.read(_LETTERS).removeprefix("\ufeff")


def _header(source: Path, delimiter: str, place: int) -> list[str]:
    """Read the header, whose cells may hold line breaks."""
    with source.open(encoding="utf-8", errors="replace", newline="") as opened, long_cells():
        for _ in range(place):
            opened.readline()
        header = next(csv.reader(opened, delimiter=delimiter), [])
    return [cell.removeprefix("\ufeff") for cell in header]


def _by_duckdb(desk: Desk, source: Path, shape: _Shape, out: Path) -> None:
    """Write the rows as they stand, on all threads; their order is kept, so that their places number them."""
    columns = dict.fromkeys(shape.names, "VARCHAR")
    rows = text_table(source, columns, delimiter=shape.delimiter, skip=shape.header_row - 1)
    shown = ", ".join(f"{as_meant_sql(name)} AS {quoted(name)}" for name in shape.names)
    write_table(desk.connection, f"SELECT {shown} FROM {rows}", out)


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
            where = f"{file.name}, line {reader.line_num + shape.header_row - 1:,}"
            what = f"the row cannot be read as CSV ({fault})."
            raise BookError(
                Problem(where=where, what=what, remedy="Look for a double quote that is left open.")
            ) from None


def _good(reader: Reader, rows: RowFile, shape: _Shape) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the good rows with their numbers, and refuse the bad ones; empty rows do not count."""
    width, number, last = len(shape.names), 0, reader.line_num
    for cells in reader:
        if not cells or (len(cells) == 1 and not cells[0].strip() and width > 1):
            continue
        number += 1
        line, last, before = reader.line_num, reader.line_num, last
        reason = _fault_of(cells, width, shape, line=line + shape.header_row - 1, breaks=line - before)
        if reason:
            rows.refuse(number, reason, cells)
        else:
            yield number, [as_meant(cell) for cell in cells]


def _fault_of(cells: Sequence[str], width: int, shape: _Shape, *, line: int, breaks: int) -> str:
    """Say why a row cannot be taken apart; empty if it can."""
    if len(cells) != width:
        return f"the row has {len(cells)} cells and the header {width} (line {line:,} of the file)."
    if not shape.whole and any("\ufffd" in cell for cell in cells):
        return f"holds bytes that are no text in {shape.encoding} (line {line:,} of the file)."
    if breaks > _MOST_BREAKS:
        return f"a double quote is left open (the row ends in line {line:,} of the file)."
    return ""


_MOST_BREAKS: Final = 200
