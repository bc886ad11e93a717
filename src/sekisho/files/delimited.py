"""Text files with separated cells: what separates them, their header and rows; bad rows are kept apart, not lost.

A large book is read by DuckDB as far as it is well formed. If a row is not, Python reads the file again row by row:
slower, and nothing is lost. Smaller tables are always read so (see `text_tables`).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.encoding import FoundEncoding, encoding_of, is_whole, named_encoding, utf8_copy
from sekisho.files.formulas import as_meant
from sekisho.files.read_spec import (
    FEWEST,
    FORM_WITHIN,
    HEADER_WITHIN,
    HeaderTest,
    ReadSpec,
    TextRow,
    paired_header,
    unit_above,
)
from sekisho.files.row_staging import (
    ROW,
    Desk,
    RowFile,
    StagedTable,
    named,
    row_file,
    stage_form,
    stage_paper,
    to_parquet,
    told_apart,
    with_head,
)
from sekisho.files.tables import as_meant_sql, quoted, stored_table, text_table, write_query
from sekisho.message import counted, message
from sekisho.regex import regex

if TYPE_CHECKING:
    from _csv import Reader

TEXT: Final = frozenset({".csv", ".txt", ".tsv"})
DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 1 << 28
"""Letters that one cell may hold; the usual limit of `csv` is 128 KiB, and some cells hold all addresses of a firm."""
_BINARY: Final = {
    b"%PDF": message("file.pdf", "a PDF file"),
    b"PK\x03\x04": message("file.archive", "a spreadsheet or an archive"),
    b"\xd0\xcf\x11\xe0": message("file.old_spreadsheet", "an old spreadsheet"),
    b"\x1f\x8b": message("file.packed", "a packed file"),
    b"PAR1": message("file.parquet", "a Parquet file"),
}
_LETTERS: Final = 1 << 18
"""Letters of the beginning by which separator and header are found: 30 rows of thousands of letters, and titles."""
_UTF8: Final = frozenset({"utf-8", "utf-8-sig"})
_QUOTED: Final = regex(r'(?<![^\n\r,;\t|])"(?:[^"]|"")*"')
"""A cell in quotes may hold any delimiter, and tells nothing of which one parts cells."""
_MOST_BREAKS: Final = 200
"""Line breaks in one cell from which a quote is taken to be left open: addresses and remarks have some tens."""


@contextmanager
def long_cells() -> Iterator[None]:
    """Read cells of up to `LONGEST_CELL` letters, as the limit is one of the whole process."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


_MESSAGE_START: Final = 4_096
"""Bytes by which a message of customs or of orders is known: its head and some items."""
_MESSAGES: Final = {
    "naccs": message(
        "file.naccs", "looks like a message of NACCS (EDI text): its items have no names, and are not read here."
    ),
    "edifact": message("file.edifact", "is a message of UN/EDIFACT, which is not read here."),
}
_HEAD_OF_NACCS: Final = 200
"""Bytes that the head of a message of NACCS has at least. The EDI specification (chapter 3.1, at naccscenter.com)
has a head of fixed length, filled up with spaces, then items of fixed length, each ended by CR and LF; no cell of a
table is mostly spaces."""


def _message_of(start: bytes) -> str:
    """Name the kind of message that bytes begin: naccs, edifact; empty if they begin none."""
    if start.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"UNA", b"UNB+")) and b"'" in start:
        return "edifact"
    head, *items = start.split(b"\r\n")
    spaces = head.count(b" ") * 2 > len(head) >= _HEAD_OF_NACCS
    bare = len(items) > 1 and not any(
        sign in line for line in (head, *items[:-1]) for sign in (b",", b";", b"\t", b"|")
    )
    return "naccs" if spaces and bare and re.match(rb"[ A-Z0-9*]{3}[A-Z]{2}[A-Z0-9 ]{3}", head) else ""


def check_text(file: Path) -> None:
    """Make sure that a file is none whose first bytes say that it is of another kind.

    Raises
    ------
    BookError
        If it is, with what it is.
    """
    with file.open("rb") as opened:
        start = opened.read(_MESSAGE_START)
    if kind := _message_of(start):
        remedy = message(
            "file.message_as_table",
            "Save the declaration or order as CSV or as a spreadsheet in the program that made it, and name that file.",
        )
        raise BookError(Problem(where=file.name, what=_MESSAGES[kind], remedy=remedy))
    for mark, what in _BINARY.items():
        if start.startswith(mark):
            remedy = message("file.give_ending", "Give it the ending of its kind, or save it as CSV.")
            raise BookError(
                Problem(
                    where=file.name,
                    what=message("file.not_text_file", "is {what}, not a text file.", what=what),
                    remedy=remedy,
                )
            )


def delimiter_of(text: str) -> str:
    r"""Find what separates the cells of a text by its beginning: the sign that stands equally often in most lines.

    >>> delimiter_of("price;note\n1,5;a\n2,5;b\n"), delimiter_of('"Smith, Jones"|JP\n'), delimiter_of("name")
    (';', '|', ',')
    >>> delimiter_of('"Name"\t"City"\n"Smith, J."\t"Osaka"\n')
    '\t'
    """
    lines = [line for line in _QUOTED.sub("", text[:_LETTERS]).splitlines() if line.strip(" ")][:HEADER_WITHIN]
    counts = {sign: [line.count(sign) for line in lines] for sign in DELIMITERS}
    most = {sign: max(counts[sign], default=0) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: (_same(counts[sign]), most[sign]))
    return best if most[best] else DELIMITERS[0]


def _same(counts: Sequence[int]) -> int:
    """Count the lines that have the commonest number of separators, if that is any."""
    some = [number for number in counts if number]
    return max((some.count(number) for number in set(some)), default=0)


def text_rows(lines: Iterable[str], delimiter: str, *, where: str) -> Iterator[TextRow]:
    """Take rows apart, each with the line on which it begins; empty rows are left out.

    Raises
    ------
    BookError
        If a row is no CSV.
    """
    with long_cells():
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield TextRow(line, [as_meant(cell) for cell in cells] if "'" in "".join(cells) else cells)
                line = reader.line_num + 1
        except csv.Error as fault:
            what = message(
                "file.rows_unread_from", "the row that begins here cannot be read as CSV ({fault}).", fault=str(fault)
            )
            remedy = message(
                "file.stray_quote_or_long", "Look for a stray double quote, or a text that is far too long."
            )
            raise BookError(Problem(where=f"{where}:{line}", what=what, remedy=remedy)) from None


def header_of(book: Path) -> tuple[list[str], str]:
    """Return the columns of a text file in UTF-8, and what separates them.

    Raises
    ------
    BookError
        If the file is empty, is not UTF-8, or names a column twice.
    """
    if not is_whole(book, "utf-8", nul=True):
        raise BookError(
            Problem(
                where=book.name,
                what=message("file.not_utf8", "is not UTF-8 text."),
                remedy=message("file.save_csv_utf8", "Save it as CSV in UTF-8."),
            )
        )
    with book.open(encoding="utf-8-sig", newline="") as text:
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
        raise BookError(
            Problem(
                where=book,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )
    delimiter = delimiter_of(first)
    text.seek(0)
    with long_cells():
        names = next(csv.reader(text, delimiter=delimiter))
    names = [name.strip() or f"column {number}" for number, name in enumerate(names, start=1)]
    check_distinct(names, book)
    return names, delimiter


def check_distinct(names: Iterable[str], where: str) -> None:
    """Make sure that no two columns have one name, capitals or not.

    Raises
    ------
    BookError
        With all that have.
    """
    first_of: dict[str, str] = {}
    problems = []
    for name in names:
        other = first_of.setdefault(name.lower(), name)
        if other is not name:
            what = message(
                "file.columns_alike", "columns '{other}' and '{name}' look the same.", other=other, name=name
            )
            remedy = message(
                "file.rename_or_map",
                "Rename one, or leave it out; --map {column}=COLUMN takes the column of a name.",
                column=name.lower(),
            )
            problems.append(Problem(where=where, what=what, remedy=remedy))
    if problems:
        raise BookError(problems)


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


def stage_text(desk: Desk, file: Path, folder: Path, spec: ReadSpec) -> StagedTable:
    """Stage a text file as Parquet in `folder`.

    Raises
    ------
    BookError
        If it is no text, is in no encoding that is clearly right or in two, or has no header.
    """
    found = _encoding(file, spec, desk.headers)
    source = file if found.whole and found.name in _UTF8 else utf8_copy(file, found.name, folder / "utf8.csv")
    if not spec.header_row and (form := _form(desk, source, spec, folder)):
        return replace(form, told={"encoding": found.name, **form.told})
    if desk.headers.is_paper and not spec.header_row and (paper := _paper(desk, source, spec, folder)):
        return replace(paper, told={"encoding": found.name, **paper.told})
    shape = _shape(file, source, found, spec, desk)
    import duckdb

    out = folder / "book.parquet"
    unit = {"unit_above": shape.unit} if shape.unit else {}
    told = {"encoding": shape.encoding, "separator": shape.delimiter, "header_row": str(shape.header_row), **unit}
    if shape.whole and not _has_mixed_breaks(source, shape):
        try:
            _by_duckdb(desk, source, shape, out)
        except duckdb.Error as fault:
            if "CSV Error" not in str(fault) and "Invalid Input" not in str(fault):
                raise
            out.unlink(missing_ok=True)
        else:
            staged = StagedTable(sql=stored_table(out, row=ROW), names=shape.names, told=told)
            return with_head(staged, shape.above)
    with row_file(folder / "rows.csv", shape.names) as rows:
        _by_python(file, source, shape, rows)
    to_parquet(desk.connection, folder / "rows.csv", shape.names, out)
    return with_head(StagedTable(sql=stored_table(out), names=shape.names, bad=rows.bad, told=told), shape.above)


def _short_rows(source: Path, spec: ReadSpec) -> list[list[str]] | None:
    """Return the rows of a short text; None if it is longer than a form or a letter."""
    if source.stat().st_size > _LETTERS:
        return None
    text = _beginning(source)
    with long_cells():
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=spec.separator or delimiter_of(text)))
    return rows if len(rows) <= FORM_WITHIN else None


def _form(desk: Desk, source: Path, spec: ReadSpec, folder: Path) -> StagedTable | None:
    """Stage a short text as a form; None if it is none."""
    text, rows = _beginning(source), _short_rows(source, spec)
    if rows is None:
        return None
    # A line of text as a form has it, Buyer: Naniwa Seiki Co., Ltd., holds commas of its own.
    lines = [[line] for line in text.splitlines()]
    return stage_form(desk, rows, folder, where=source.name) or stage_form(desk, lines, folder, where=source.name)


def _paper(desk: Desk, source: Path, spec: ReadSpec, folder: Path) -> StagedTable | None:
    """Stage a short text that is no table as one line; None if it is a table.

    A table has a header that is known, or rows that have as many cells as most others.
    """
    rows = _short_rows(source, spec)
    if rows is None or any(desk.headers.count(row) >= FEWEST for row in rows):
        return None
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    (usual, times), *_ = widths.most_common(1) or [(0, 0)]
    if not widths or (usual > 1 and times * 2 > widths.total()) or (usual == 1 and widths.total() == times):
        return None
    return stage_paper(desk, [[line] for line in _beginning(source).splitlines()], folder)


def _encoding(file: Path, spec: ReadSpec, headers: HeaderTest) -> FoundEncoding:
    check_text(file)
    if not spec.encoding:
        return encoding_of(file, known=lambda text: _known_headers(text, headers))
    name = named_encoding(spec.encoding)
    return FoundEncoding(name, whole=is_whole(file, name))


def _shape(file: Path, source: Path, found: FoundEncoding, spec: ReadSpec, desk: Desk) -> _Shape:
    text = _beginning(source)
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
    )


def _known_headers(text: str, headers: HeaderTest) -> int:
    """Count the headers beyond ASCII that are known in the first rows of a text."""
    lines = text.splitlines()[:HEADER_WITHIN]
    delimiter = delimiter_of(text)
    cells = (line.replace('"', "").split(delimiter) for line in lines if not line.isascii())
    return max((headers.count(cell for cell in row if not cell.isascii()) for row in cells), default=0)


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


def _by_duckdb(desk: Desk, source: Path, shape: _Shape, out: Path) -> None:
    """Write the rows as they stand, on all threads; their order is kept, so that their places number them."""
    columns = dict.fromkeys(shape.names, "VARCHAR")
    rows = text_table(source, columns, delimiter=shape.delimiter, skip=shape.header_row - 1)
    shown = "*"
    if _has_cell_after_quote(source, shape.delimiter):
        shown = ", ".join(f"{as_meant_sql(name)} AS {quoted(name)}" for name in shape.names)
    write_query(desk.connection, f"SELECT {shown} FROM {rows}", out)


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
        reason = _fault_of(cells, width, shape, line=line + shape.header_row - 1, breaks=line - before)
        if reason:
            rows.refuse(number, reason, cells)
        else:
            yield number, [as_meant(cell) for cell in cells]


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
