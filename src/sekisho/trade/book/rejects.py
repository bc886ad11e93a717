"""`OUT.rejects.csv`: the rows for which a book is refused under --strict, whole, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from sekisho.files.formats import literal, quoted, whole_file
from sekisho.files.formulas import TableWriter
from sekisho.files.row_staging import FILE, ROW, TEXT
from sekisho.files.staging import own_columns
from sekisho.i18n.messages import Translator
from sekisho.message import joined, message
from sekisho.trade.book.cleaning import Cleaned
from sekisho.trade.book.gaps import DOUBTS, reason_text
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.order_book import text_of

HEAD: Final = ("row", "file", "column", "value", "reason")
_BATCH: Final = 10_000
"""Rows that are fetched and written at once; only memory and a little time hang on it."""
_BETWEEN: Final = " | "


def rejects_of(out: Path) -> Path:
    """Return the place of the rows for which a book is refused."""
    return out.with_suffix(".rejects.csv")


def write_rejects(
    connection: duckdb.DuckDBPyConnection, opened: BookIntake, cleaned: Cleaned, path: Path, *, language: str = "en"
) -> None:
    """Write one record a row that cannot be read wholly, beside its place and then moved; none if every row can.

    A row with several reasons has them in one record, so that records and rows are as many.
    """
    odd = set(opened.odd)
    bad = [row for row in opened.source.staged.bad if row.row in odd]
    cells_sql = cleaned.gaps_sql
    if not bad and not cells_sql:
        path.unlink(missing_ok=True)
        return
    names = own_columns(list(opened.book.kinds))
    with whole_file(path) as file:
        writer = TableWriter(file, (*HEAD, *names))
        for row in bad:
            cells = [*row.cells[: len(names)], *[""] * (len(names) - len(row.cells))]
            over = joined(row.cells[len(names) :], "comma")
            more = message("book.more_cells", "More cells: {cells}.", cells=over) if over else ""
            reason = Translator(language).say(joined([row.reason, more], "sentence"))
            writer.write_cells((row.row, row.file, "", "", reason, *cells))
        for number, where, columns, values, reasons, cells in _refused(connection, opened, cells_sql):
            told = _BETWEEN.join(reason_text(reason, language) for reason in reasons)
            writer.write_cells((number, where, _BETWEEN.join(columns), _BETWEEN.join(values), told, *cells))


def _refused(
    connection: duckdb.DuckDBPyConnection, opened: BookIntake, sql: str
) -> Iterator[tuple[int, str, list[str], list[str], list[str], list[str]]]:
    if not sql:
        return
    book = opened.book
    names = own_columns(list(book.kinds))
    cells = ", ".join(f"coalesce({text_of(name, book.kinds[name], of='book')}, '')" for name in names)
    same_file = f" AND refused.file = book.{FILE}" if FILE in book.kinds else ""
    whole = f"WHERE book.{quoted(TEXT)} IS NULL " if TEXT in book.kinds else ""
    refuses = f"reason NOT IN ({', '.join(map(literal, sorted(DOUBTS)))})"
    order = "ORDER BY col, text, reason"  # two threads hand rows over as they come
    # Temporary tables are seen by this connection alone, and not by a cursor of it.
    found = connection.execute(
        f"SELECT row, file, cols, texts, reasons, [{cells}] FROM (SELECT row, file, list(col {order}) AS cols, "
        f"list(text {order}) AS texts, list(reason {order}) AS reasons FROM {sql} "
        f"WHERE {refuses} GROUP BY row, file) AS refused "
        f"JOIN {book.sql} AS book ON refused.row = book.{ROW}{same_file} {whole}ORDER BY file, row"
    )
    while rows := found.fetchmany(_BATCH):
        yield from rows
