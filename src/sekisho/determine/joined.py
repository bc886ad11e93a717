"""The results of a run, opened beside the book they were made of, so that each line can be told with its own columns.

The book may be gone, changed or of a kind that is not read here; then the results stand alone, and `Apart` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sekisho.errors import BookError, Problem
from sekisho.trade.book import is_number, text_of
from sekisho.trade.file import column_kinds, literal, quoted, reading_fault, sha256_of, source_sql

MEMORY_LIMIT = "1500MB"
NEEDED = (
    *("line", "outcome", "floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling"),
    *("decisive", "open", "missing"),
)
"""Columns without which a file is no result of a run."""


class Apart(StrEnum):
    """Why results stand without the columns of their book."""

    GONE = "gone"
    CHANGED = "changed"
    NAMES = "names"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Results and book in one connection.

    Parameters
    ----------
    columns
        Columns of the results, in order.
    own
        Columns of the book, in order; empty if the results stand apart.
    source
        SQL after FROM: the results as `r`, and the book as `b` unless they stand apart.
    value
        SQL that gives the value of a line, NULL where it states none.
    order
        SQL after ORDER BY that brings the lines into the order of the book.
    """

    connection: duckdb.DuckDBPyConnection
    columns: tuple[str, ...]
    own: tuple[str, ...]
    own_kinds: Mapping[str, str]
    source: str
    value: str
    order: str
    apart: Apart | None

    def own_text(self, column: str) -> str:
        """Return SQL that gives a column of the book as text."""
        return text_of(column, self.own_kinds[column], of="b")


@contextmanager
def open_results(results: Path, card: Mapping[str, object]) -> Iterator[Joined]:
    """Open the results of a run, and its book if it is still the same.

    Raises
    ------
    BookError
        If the file is no result of a run or cannot be read to its end.
    """
    with TemporaryDirectory(prefix="sekisho-") as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(folder)}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        try:
            yield _joined(connection, results, card)
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, results)) from None


def _joined(connection: duckdb.DuckDBPyConnection, results: Path, card: Mapping[str, object]) -> Joined:
    sql = source_sql(results)
    kinds = column_kinds(connection, sql)
    lacking = [name for name in NEEDED if name not in kinds]
    if lacking:
        what = f"no column {', '.join(repr(name) for name in lacking)}."
        raise BookError(Problem(where=str(results), what=what, do="Name the results of `sekisho bulk`."))
    columns = tuple(name for name in kinds if name != "sekisho_row")
    alone = f"{sql} AS r"
    book, found = _book(connection, card)
    if isinstance(found, Apart):
        return Joined(
            connection=connection,
            columns=columns,
            own=(),
            own_kinds={},
            source=alone,
            value="NULL::DOUBLE",
            order="r.sekisho_row",
            apart=found,
        )
    line = str(card.get("line_column") or "sekisho_row")
    value = str(card.get("value_column") or "")
    key = f"b.{quoted(line)}"
    same = kinds["line"] == found[line] or (is_number(kinds["line"]) and is_number(found[line]))
    match = f"r.line = {key}" if same else f"r.line::VARCHAR = {key}::VARCHAR"
    return Joined(
        connection=connection,
        columns=columns,
        own=tuple(name for name in found if name != "sekisho_row"),
        own_kinds=found,
        source=f"{alone} LEFT JOIN {book} AS b ON {match}",
        value=f"TRY_CAST(b.{quoted(value)} AS DOUBLE)" if value else "NULL::DOUBLE",
        order="b.sekisho_row",
        apart=None,
    )


def _book(connection: duckdb.DuckDBPyConnection, card: Mapping[str, object]) -> tuple[str, Mapping[str, str] | Apart]:
    """Return the SQL that reads the book and the types of its columns, or why it cannot be joined."""
    book = Path(str(card["book"]))
    if not book.is_file():
        return "", Apart.GONE
    if sha256_of(book) != card["book_sha256"]:
        return "", Apart.CHANGED
    line, value = str(card.get("line_column") or ""), str(card.get("value_column") or "")
    try:
        sql = source_sql(book)
        kinds = column_kinds(connection, sql)
        if not {name for name in (line, value) if name} <= set(kinds):
            return "", Apart.UNREADABLE
        if line:
            query = f"SELECT count(*) = count(DISTINCT {quoted(line)}) FROM {sql}"
            if not connection.execute(query).fetchall()[0][0]:
                return "", Apart.NAMES
    except (BookError, duckdb.Error):
        return "", Apart.UNREADABLE
    return sql, kinds
