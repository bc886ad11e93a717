"""The results of a run, opened beside the book they were made of, so that each line can be told with its own columns.

Lines come out as text: the gravest few, or every one in order. The book may be gone, changed or of a kind that is not
read here; then the results stand alone, and `Apart` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import duckdb

from sekisho.determination.book.items import STATED
from sekisho.determination.book.result_columns import CARRIED, results_sql
from sekisho.determination.core.inputs import party_finder
from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.errors import BookError, Problem
from sekisho.files.formats import column_kinds, literal, quoted, reading_fault, sha256_of
from sekisho.files.row_staging import ROW
from sekisho.files.staging import own_columns
from sekisho.files.tables import short_connection, stored_table, write_query
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.cleaning import clean
from sekisho.trade.book.line_lookup import open_again
from sekisho.trade.book.order_book import is_number, text_of

# As in `bulk`: a report must be made on the machine on which the run was, of 2 GiB.
MEMORY_LIMIT = "1500MB"
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
            book = clean(opened, folder, dated=dated).book
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

Row = tuple[str, ...]
FETCHED: Final = 2_048
"""Rows that are in memory at a time: DuckDB's own block. Larger takes memory, smaller asks it more often. A guess."""


@dataclass(frozen=True, slots=True)
class TextLines:
    """Lines as text under their columns; what is not stated is empty."""

    names: Row
    rows: Iterator[Row]


@contextmanager
def every_line(results: Path, card: Mapping[str, object], library: Library) -> Iterator[TextLines]:
    """Give every line with all columns of the results and of the book: by danger, the others in the book's order."""
    with open_results(results, card, library) as joined:
        danger = "r.danger NULLS LAST, " if "danger" in joined.columns else ""
        # Beside the book's own columns, what was carried from them would be told twice.
        columns = tuple(name for name in joined.columns if joined.apart or name not in CARRIED)
        yield _lines(joined, columns, card, f"ORDER BY {danger}{joined.order}, r.sekisho_row")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """A line of results with what the book says of it, as people are told of it.

    Parameters
    ----------
    triage, headline, floor, ceiling
        As in the results.
    danger
        Place in the order of danger; None where nothing points.
    points
        What points, the gravest first.
    codes
        Codes of the goods: those stated, else those suggested.
    unread
        What of it could not be read.
    value
        In the unit of the run; None if it states none.
    facts
        What the book says, by fact.
    decisive, missing
        Clauses that decide it, and facts that it lacks, joined by `;`; only of lines out of a table.
    supposed
        Its level under what the run supposes, as in the results; only of lines out of a table.
    item_state
        What is known of its goods, as in the results: `stated` where the book or an answer says their codes.
    """

    line: str
    triage: str
    headline: str
    floor: str
    ceiling: str
    danger: int | None
    points: str
    codes: str
    unread: str
    value: float | None
    facts: Mapping[str, str]
    decisive: str = ""
    missing: str = ""
    supposed: str = ""
    item_state: str = ""

    @property
    def is_suggested(self) -> bool:
        """Whether the codes are the program's alone: neither the book states them nor has a person answered them."""
        return bool(self.codes) and self.item_state != STATED and "control_codes" not in self.facts


@contextmanager
def told_lines(
    results: Path, card: Mapping[str, object], library: Library, *, queued: bool = False
) -> Iterator[Iterator[ToldLine]]:
    """Give lines as people are told of them: by danger, then those in which nothing points in the book's order.

    Parameters
    ----------
    queued
        Only the lines that must stop or deserve a look.
    """
    with open_results(results, card, library) as joined:
        wanted = {
            name: f"coalesce(r.{name}::VARCHAR, '')" if name in joined.columns else "''"
            for name in (
                *("line", "triage", "headline", "floor", "ceiling", "points", "item_codes", "unread"),
                "item_state",
            )
        }
        danger = "r.danger::INTEGER" if "danger" in joined.columns else "NULL::INTEGER"
        facts = list(joined.facts)
        shown = [*wanted.values(), danger, joined.value, *(f"coalesce({joined.facts[fact]}, '')" for fact in facts)]
        only = f"WHERE {danger} IS NOT NULL " if queued else ""
        found = joined.connection.execute(
            f"SELECT {', '.join(shown)} FROM {joined.source} {only}"
            f"ORDER BY {danger} NULLS LAST, {joined.order}, r.sekisho_row"
        )
        yield (_told(row, facts) for block in iter(lambda: found.fetchmany(FETCHED), []) for row in block)


def _told(row: tuple[Any, ...], facts: Sequence[str]) -> ToldLine:
    line, triage, headline, floor, ceiling, points, suggested, unread, item_state, danger, value, *said = row
    stated = {fact: text for fact, text in zip(facts, said, strict=True) if text not in {"", UNKNOWN_WORD}}
    return ToldLine(
        line=line,
        triage=triage,
        headline=headline,
        floor=floor,
        ceiling=ceiling,
        danger=danger,
        points=points,
        codes=stated.get("control_codes") or suggested,
        unread=unread,
        item_state=item_state,
        value=value,
        facts=stated,
    )


def _lines(joined: ResultsWithBook, columns: tuple[str, ...], card: Mapping[str, object], order: str) -> TextLines:
    own = [name for name in joined.own if name != card.get("line_column")]
    taken = {name.lower() for name in columns}
    names = (*columns, *(f"{name} (book)" if name.lower() in taken else name for name in own))
    shown = [f"coalesce(r.{quoted(name)}::VARCHAR, '')" for name in columns]
    shown += [f"coalesce({joined.own_text(name)}, '')" for name in own]
    found = joined.connection.execute(f"SELECT {', '.join(shown)} FROM {joined.source} {order}")

    def rows() -> Iterator[Row]:
        while block := found.fetchmany(FETCHED):
            yield from block

    return TextLines(names, rows())


# --------------------------------------------------------------------------------------------------- table of lines

CUSTOMER_ROLES: Final = ("end_user", "importer", "intermediate_consignee")
"""Roles in which a book may name the customer, the nearest to the use of the goods first."""
TABLE_FACTS: Final = (
    *("description", "hs_code", "control_codes", "exporter", *CUSTOMER_ROLES),
    *("destination", "end_use", "date"),
)
"""Facts by which a reader knows a line, in the table."""
_OF_RESULTS: Final = (
    *("line", "triage", "headline", "floor", "ceiling", "points", "item_codes", "unread", "decisive", "missing"),
    *("supposed", "item_state"),
)
ORDERS: Final[Mapping[str, str]] = {
    "danger": "place",
    "line": "line",
    "headline": "headline",
    "item": "item",
    "supplier": "exporter",
    "customer": "customer",
    "country": "destination",
    "amount": "value",
    "day": "date",
}
"""Orders in which lines may be asked for, and the column of the table that gives each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuery:
    """Which lines of a table are asked for, in which order.

    Parameters
    ----------
    triage, headline, clause, fact
        Only lines at this place in the queue, with this headline, decided by this clause, lacking this fact.
    text
        Only lines in which it stands: in the line's name, the goods, the codes, or a party.
    order
        A key of `ORDERS`; lines that say nothing there come last.
    """

    triage: str = ""
    headline: str = ""
    clause: str = ""
    fact: str = ""
    text: str = ""
    order: str = "danger"
    descending: bool = False
    start: int = 0
    most: int = 100


def write_line_table(results: Path, card: Mapping[str, object], library: Library, place: Path) -> None:
    """Write the lines of a run with what the book says of them, once, so that a page reads them without the book.

    They stand in the order of danger, those in which nothing points in the book's. Half a file is never left.

    Raises
    ------
    BookError
        If the results cannot be read.
    """
    partial = place.with_name(f".{place.name}.partial")
    with open_results(results, card, library) as joined:
        danger = "r.danger::INTEGER" if "danger" in joined.columns else "NULL::INTEGER"
        order = f"ORDER BY {danger} NULLS LAST, {joined.order}, r.sekisho_row"
        shown = {
            "place": f"row_number() OVER ({order})",
            **{n: f"coalesce(r.{n}::VARCHAR, '')" if n in joined.columns else "''" for n in _OF_RESULTS},
            "danger": danger,
            "value": joined.value,
            **{name: _stated_sql(joined.facts, FactName(name)) for name in TABLE_FACTS},
        }
        columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in shown.items())
        item = "coalesce(nullif(description, ''), hs_code) AS item"
        customers = ", ".join(f"nullif({role}, '')" for role in CUSTOMER_ROLES)
        customer = f"coalesce({customers}, '') AS customer"
        rows = f"SELECT *, {item}, {customer} FROM (SELECT {columns} FROM {joined.source}) ORDER BY place"
        try:
            write_query(joined.connection, rows, partial)
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)


def _stated_sql(facts: Mapping[FactName, str], name: FactName) -> str:
    """Return SQL that gives what a line says of a fact; nothing where the book has no such column, or says unknown."""
    return (
        f"CASE WHEN {facts[name]} = {literal(UNKNOWN_WORD)} THEN '' ELSE coalesce({facts[name]}, '') END"
        if (name in facts)
        else "''"
    )


def lines_in_table(place: Path, query: LineQuery) -> tuple[Mapping[str, int], list[ToldLine]]:
    """Return how many of the lines asked for stand at each place in the queue, and those of one page.

    The place itself is left aside where lines are counted, so that a reader sees how many stand at the others.
    """
    others, values = _wheres(query)
    only = [*others, "triage = ?"] if query.triage else others
    table = stored_table(place)
    names = (*_OF_RESULTS, "danger", "value", *TABLE_FACTS)
    column, way = quoted(ORDERS[query.order]), "DESC" if query.descending else "ASC"
    empty = f"{column} IS NULL OR {column}::VARCHAR = ''"
    with short_connection() as connection:
        counted = connection.execute(
            f"SELECT triage, count(*) FROM {table} {_where(others)} GROUP BY 1 ORDER BY 1", values
        ).fetchall()
        rows = connection.execute(
            f"SELECT {', '.join(names)} FROM {table} {_where(only)} ORDER BY {empty}, {column} {way}, place "
            f"LIMIT {int(query.most)} OFFSET {int(query.start)}",
            [*values, query.triage] if query.triage else values,
        ).fetchall()
    return {str(triage): int(number) for triage, number in counted}, [
        _of_table(dict(zip(names, row, strict=True))) for row in rows
    ]


def _where(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _wheres(query: LineQuery) -> tuple[list[str], list[object]]:
    wheres: list[str] = []
    values: list[object] = []
    if query.headline:
        wheres.append("headline = ?")
        values.append(query.headline)
    if query.fact:  # as lines that wait are counted everywhere: one whose level alone is open waits for nothing
        wheres.append("headline = ?")
        values.append(UNDETERMINED)
    for column, name in (("decisive", query.clause), ("missing", query.fact)):
        if name:
            wheres.append(f"list_contains(string_split({column}, ';'), ?)")
            values.append(name)
    if query.text:
        searched = ", ".join(("line", "item", "item_codes", "control_codes", "exporter", *CUSTOMER_ROLES))
        wheres.append(f"contains(lower(nfc_normalize(concat_ws(chr(10), {searched}))), lower(nfc_normalize(?)))")
        values.append(query.text)
    return wheres, values


def _of_table(row: Mapping[str, Any]) -> ToldLine:
    stated = {name: str(row[name]) for name in TABLE_FACTS if row[name]}
    return ToldLine(
        **{name: str(row[name]) for name in _OF_RESULTS if name != "item_codes"},
        danger=row["danger"],
        codes=stated.get("control_codes") or row["item_codes"],
        value=row["value"],
        facts=stated,
    )
