"""The results of a run, opened beside the book they were made of, so that each line can be told with its own columns.

The book may be gone, changed or of a kind that is not read here; then the results stand alone, and `Apart` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import duckdb

from sekisho.determination.book.opener import MEMORY_LIMIT
from sekisho.determination.book.results.columns import results_sql
from sekisho.determination.core.inputs import party_finder
from sekisho.errors import BookError, Problem
from sekisho.files.formats import column_kinds, literal, quoted, reading_fault, sha256_of
from sekisho.files.row_staging import ROW
from sekisho.files.staging import own_columns
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.trade.book.line_lookup import open_again
from sekisho.trade.book.order_book import is_number, text_of
from sekisho.trade.book.reading_memory import clean_remembered

NEEDED = (
    *("line", "outcome", "floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling"),
    *("headline", "decisive", "open", "missing"),
)
"""Columns without which a file is no result of a run."""


class Apart(StrEnum):
    """Why results stand without the columns of their book."""

    GONE = "gone"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsWithBook:
    """Results and book in one connection.

    Parameters
    ----------
    columns
        Columns of the results, in order.
    own
        Columns of the book, in order; empty if the results stand apart.
    facts
        SQL that gives a fact of a line as text, in the book's own words; of a date, of a party and of a place as it was
        read. Empty if the results stand apart.
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
    facts: Mapping[FactName, str]
    source: str
    value: str
    order: str
    apart: Apart | None

    def own_text(self, column: str) -> str:
        """Return SQL that gives a column of the book as text."""
        return text_of(column, self.own_kinds[column], of="b")


@contextmanager
def open_results(results: Path, card: Mapping[str, object], library: Library) -> Iterator[ResultsWithBook]:
    """Open the results of a run, and its book if it is still the same.

    Raises
    ------
    BookError
        If the file is no result of a run or cannot be read to its end.
    """
    if (shared := _SHARED.get()) is not None and shared[0] == results:
        yield shared[1]
        return
    with temporary_folder() as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder))}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        try:
            yield _joined(connection, results, _Book.of(connection, card, library, folder))
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, results)) from None


_SHARED: ContextVar[tuple[Path, ResultsWithBook] | None] = ContextVar("_SHARED", default=None)
"""Results that are open already, with their place."""


@contextmanager
def opened_once(results: Path, card: Mapping[str, object], library: Library) -> Iterator[None]:
    """Open results with their book once for all that is made of them within, one thing after the other.

    To read and clean a small book takes longer than to count its lines.

    Raises
    ------
    BookError
        As of `open_results`.
    """
    with open_results(results, card, library) as joined:
        before = _SHARED.set((results, joined))
        try:
            yield
        finally:
            _SHARED.reset(before)


def _joined(connection: duckdb.DuckDBPyConnection, results: Path, book: _Book | Apart) -> ResultsWithBook:
    sql = results_sql(connection, results)
    kinds = column_kinds(connection, sql)
    lacking = [name for name in NEEDED if name not in kinds]
    if lacking:
        what = message("run.no_columns", "no column {names}.", names=joined([repr(name) for name in lacking], "comma"))
        raise BookError(
            Problem(
                where=str(results), what=what, remedy=message("run.name_results", "Name the results of `sekisho bulk`.")
            )
        )
    columns = tuple(name for name in kinds if name != "sekisho_row")
    alone = f"{sql} AS r"
    if isinstance(book, Apart):
        return ResultsWithBook(
            connection=connection,
            columns=columns,
            own=(),
            own_kinds={},
            facts={},
            source=alone,
            value="NULL::DOUBLE",
            order="r.sekisho_row",
            apart=book,
        )
    key = f"b.{quoted(book.line)}"
    same = kinds["line"] == book.kinds[book.line] or (is_number(kinds["line"]) and is_number(book.kinds[book.line]))
    match = f"r.line = {key}" if same else f"r.line::VARCHAR = {key}::VARCHAR"
    return ResultsWithBook(
        connection=connection,
        columns=columns,
        own=book.own,
        own_kinds=book.kinds,
        facts=book.facts,
        source=f"{alone} LEFT JOIN {book.sql} AS b ON {match}",
        value=f"TRY_CAST(b.{quoted(book.value)} AS DOUBLE)" if book.value else "NULL::DOUBLE",
        order="b.sekisho_row",
        apart=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """The book of a run, read as the run read it: its lines, its own columns, and the column of values as numbers."""

    sql: str
    kinds: Mapping[str, str]
    own: tuple[str, ...]
    facts: Mapping[FactName, str]
    line: str
    value: str

    @classmethod
    def of(
        cls, connection: duckdb.DuckDBPyConnection, card: Mapping[str, object], library: Library, folder: Path
    ) -> _Book | Apart:
        """Open the book, or say why it cannot be joined."""
        place = str(card["book"])
        if "://" not in place and not Path(place).exists():
            return Apart.GONE
        if Path(place).is_file() and sha256_of(Path(place)) != card["book_sha256"]:
            return Apart.CHANGED
        try:
            opened = open_again(
                connection,
                card,
                folder,
                facts=library.facts,
                territory=territories_of(library).code,
                unchanged=False,
                parties=party_finder(library),
            )
            if opened.source.sha256 != card["book_sha256"]:
                return Apart.CHANGED
            dated = not str(card.get("as_of", ""))[:1].isdigit()
            book = clean_remembered(opened, connection, folder, dated=dated).book
        except (BookError, duckdb.Error):
            return Apart.UNREADABLE
        own = own_columns([name for name in opened.book.kinds if name not in opened.book.joined])
        read = {fact: text_of(column, book.kinds[column], of="b") for fact, column in book.columns.facts.items()}
        stated = {
            fact: text_of(column, book.kinds[column], of="b")
            for fact, column in opened.book.columns.facts.items()
            if column in book.kinds
        }
        facts = {
            fact: f"coalesce({sql}, {stated.get(fact, sql)})" if fact in AS_READ else stated.get(fact, sql)
            for fact, sql in read.items()
        }
        line = book.columns.line or ROW
        return cls(sql=book.sql, kinds=book.kinds, own=own, facts=facts, line=line, value=book.columns.value)


AS_READ: Final = frozenset({"date", "exporter", "importer", "end_user", "destination", "departure", "origin"})
"""Facts that are told as they were read: a name where a cell says "as above", a place by its code. What could not be
read is told as it stands."""
