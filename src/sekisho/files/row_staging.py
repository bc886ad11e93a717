"""Rows on their way into DuckDB, and the table that they make: what reads it, what was refused, what was found out.

Rows that are taken apart in Python go through one plain CSV file of good rows; bad ones are kept with their reason.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.read_spec import HeaderTest, columns_alike
from sekisho.files.tables import literal, quoted, stored_table, text_table, write_query
from sekisho.message import counted, message

if TYPE_CHECKING:
    from _csv import Writer

    import duckdb

ROW = "sekisho_row"
FILE = "sekisho_file"
LINE = "sekisho_line"
TEXT = "sekisho_text"
UNREAD = "sekisho_unread"
POINTS = "sekisho_points"
BESIDE = "sekisho_beside"
WHOLE = "sekisho_whole"
PAPER: Final = "paper"
"""What is told of a document all of which is one line."""
_WORDS: Final = "Description"
"""The column of its words."""
MOST_BAD = 1_000_000
LONGEST_ROW = 1 << 27
"""Bytes of the longest row that was taken apart in Python."""
OWN = frozenset({ROW, FILE, LINE, TEXT, UNREAD, POINTS, BESIDE, WHOLE})
"""Columns that the reader adds: the row as a person counts it, the file of a folder, both together, the text of a row
whose cells do not align, what could not be read in a line, what points to a military use, the words above the
table, and whether the line is a whole paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that could not be taken apart: its number, the reason, and its cells as far as they can be read.

    Parameters
    ----------
    placed
        Its cells were put under the columns of a whole folder.
    """

    row: int
    reason: str
    cells: tuple[str, ...]
    file: str = ""
    placed: bool = False


@dataclass(slots=True)
class RowFile:
    """Takes the rows of a book one after another."""

    names: Sequence[str]
    _writer: Writer
    bad: list[BadRow]

    def write(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Keep good rows, each with its number."""
        self._writer.writerows((number, *cells) for number, cells in rows)

    def refuse(self, row: int, reason: str, cells: Sequence[str]) -> None:
        """Keep a bad row.

        Raises
        ------
        BookError
            If so many rows are bad that the file is not what it seems.
        """
        if len(self.bad) >= MOST_BAD:
            remedy = message(
                "file.not_what_it_seems",
                "The file is not what it seems; look at what separates its cells, and at its encoding.",
            )
            raise BookError(
                Problem(
                    where=message("error.row", "row {row}", row=row),
                    what=counted(
                        "file.rows_not_apart",
                        "{n} row cannot be taken apart.",
                        "{n} rows cannot be taken apart.",
                        n=MOST_BAD,
                    ),
                    remedy=remedy,
                )
            )
        self.bad.append(BadRow(row=row, reason=reason, cells=tuple(cells)))


@contextmanager
def row_file(path: Path, names: Sequence[str]) -> Iterator[RowFile]:
    """Open the file that rows are written to."""
    with path.open("w", encoding="utf-8", newline="") as good:
        yield RowFile(names, csv.writer(good, lineterminator="\n"), [])


def to_parquet(connection: duckdb.DuckDBPyConnection, rows: Path, names: Sequence[str], out: Path) -> None:
    """Turn a file of rows to Parquet; every column is text, an empty cell is unknown."""
    columns = {ROW: "BIGINT", **dict.fromkeys(names, "VARCHAR")}
    write_query(connection, f"SELECT * FROM {text_table(rows, columns, header=False, longest=LONGEST_ROW)}", out)
    rows.unlink()


def named(header: Iterable[str]) -> list[str]:
    """Name the columns: as the header says, or by place where it is empty; line breaks in a name are spaces."""
    return [" ".join(name.split()) or f"column {number}" for number, name in enumerate(header, start=1)]


def told_apart(names: Sequence[str], *, where: str, is_fact: Callable[[str], bool]) -> list[str]:
    """Give names that stand twice a number; two columns of one fact are an error, since neither may win in silence.

    Raises
    ------
    BookError
        With all pairs of columns that mean the same fact.
    """
    first: dict[str, str] = {}
    problems, found = [], []
    for name in names:
        other = first.get(name.lower())
        if other is None:
            first[name.lower()] = name
            found.append(name)
            continue
        if is_fact(name):
            problems.append(columns_alike(other, name, where))
        number = next(n for n in count(2) if f"{name} ({n})".lower() not in first)
        first[f"{name} ({number})".lower()] = name
        found.append(f"{name} ({number})")
    if problems:
        raise BookError(problems)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where tables are staged: the connection, and what tells a header.

    Parameters
    ----------
    loaded
        Bytes of a text up to which its rows are loaded into the memory of DuckDB, which takes half the time of writing
        them as Parquet; longer ones are written.
    by_line
        Rows of a text are numbered by the line of the file on which they begin, and one with fewer cells than the
        header has empty ones behind; else they are numbered as they come, and such a row is refused.
    """

    connection: duckdb.DuckDBPyConnection
    headers: HeaderTest
    loaded: int = 0
    by_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedTable:
    """Rows of a book, readable by SQL.

    Parameters
    ----------
    sql
        What stands behind FROM; it has `sekisho_row`, and `sekisho_file` for a folder.
    names
        Columns of the book, as they stand in it.
    bad
        Rows that could not be taken apart.
    told
        What was found out about the file: encoding, separator, sheet, row of the header.
    head
        Columns that say in every line what stands above the table; they are in `sql`, and not among `names`.
    """

    sql: str
    names: tuple[str, ...]
    bad: Sequence[BadRow] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    head: tuple[str, ...] = ()


def stage_form(desk: Desk, rows: Sequence[Sequence[str]], folder: Path, *, where: str) -> StagedTable | None:
    """Stage the lines of a form as Parquet in `folder`, with the words around them; None if rows are no form.

    Raises
    ------
    BookError
        If two of its labels are the name of one fact.
    """
    form = desk.headers.form(rows)
    if form is None:
        return None
    header, lines = form
    names = told_apart(named(header), where=where, is_fact=desk.headers.is_fact)
    with row_file(folder / "rows.csv", names) as writer:
        writer.write(enumerate(lines, start=1))
    out = folder / "book.parquet"
    to_parquet(desk.connection, folder / "rows.csv", names, out)
    staged = StagedTable(sql=stored_table(out), names=tuple(names), told={"form": ", ".join(header)})
    of_lines = {cell for line in lines for cell in line}
    words = (text for row in rows for cell in row if (text := " ".join(cell.split())) and text not in of_lines)
    return with_head(staged, {BESIDE: " | ".join(words)})


def stage_paper(desk: Desk, rows: Sequence[Sequence[str]], folder: Path) -> StagedTable:
    """Stage a paper without a table as one line that could not be taken apart: what is not read is judged still.

    Its words are what the goods are, as far as anybody can tell; what labels state is stated of the line.
    """
    lines = [text for row in rows if (text := " ".join(" ".join(row).split()))]
    with row_file(folder / "rows.csv", [_WORDS, TEXT, WHOLE]) as writer:
        writer.write([(1, ["\n".join(lines), "\n".join(lines), PAPER])])
    out = folder / "book.parquet"
    to_parquet(desk.connection, folder / "rows.csv", [_WORDS, TEXT, WHOLE], out)
    staged = StagedTable(sql=stored_table(out), names=(_WORDS,), told={PAPER: "1"})
    return with_head(staged, desk.headers.above(rows, [_WORDS]))


def with_words(staged: StagedTable, words: str) -> StagedTable:
    """Add words that stand beside a table to those above it, in every row."""
    if not words:
        return staged
    if BESIDE not in staged.head:
        return with_head(staged, {BESIDE: words})
    more = f"concat_ws(' | ', {BESIDE}, {literal(words)})"
    return replace(staged, sql=f"(SELECT * REPLACE ({more} AS {BESIDE}) FROM {staged.sql})")


def with_head(staged: StagedTable, stated: Mapping[str, str]) -> StagedTable:
    """Add to every row what stands above the table, by column."""
    if not stated:
        return staged
    columns = ", ".join(f"{literal(value)}::VARCHAR AS {quoted(name)}" for name, value in stated.items())
    labels = ", ".join(name for name in stated if name not in OWN)
    labels_told = {"stated_above": labels} if labels else {}
    sql = f"(SELECT *, {columns} FROM {staged.sql})"
    return replace(staged, sql=sql, head=tuple(stated), told={**staged.told, **labels_told})
