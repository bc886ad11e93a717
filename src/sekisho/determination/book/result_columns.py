"""The columns of results: which of them are lists, which is written of which version, and how they are read back.

In Parquet a list is a list; in CSV, and in what earlier versions wrote, its members are joined by `;`. `results_sql` is
the one way to the rows of results, and gives every list as such a text, whatever wrote it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, Problem
from sekisho.files.formats import reading_fault, source_sql
from sekisho.files.tables import PARQUET, listless, stored_notes, stored_table
from sekisho.message import message
from sekisho.trade.book.order_book import is_folder_of_results

if TYPE_CHECKING:
    import duckdb

RESULTS_VERSION: Final = 2
"""Of the columns and their types, as `docs/reference/results.md` has them. 1: lists were texts joined by `;`."""
VERSION_KEY: Final = "sekisho_results"
"""Under which a Parquet file of results says its version; the run card has it as `results_version`."""
VERSION: Final = "results_version"
CARRIED: Final = ("description", "value", "currency", "date")
"""Columns that are the book's own words and numbers, so that results are of use without it."""
LEADING: Final = (
    *("line", "row", "triage", "headline", "danger", "points", "why", "ask", "outcome", "floor", "ceiling"),
    *("supposed", "supposed_facts", "item_state", "item_codes", *CARRIED),
)
"""The columns of results that come first, in order; the others follow as they are made."""
PARTIES: Final = ("exporter", "importer", "intermediate_consignee", "end_user")
LISTS: Final = frozenset(
    {
        *("points", "supposed_facts", "item_codes", "decisive", "open", "missing", "duties", "duties_open", "branches"),
        *(f"{party}_entry" for party in PARTIES),
    }
)
"""The columns that hold lists of ids and names."""


def split_sql(text: str) -> str:
    """Return SQL that makes a list of a text of members joined by `;`; of an empty one, a list without members."""
    return f"list_filter(string_split(coalesce(({text})::VARCHAR, ''), ';'), lambda one: one <> '')"


def results_sql(connection: duckdb.DuckDBPyConnection, results: Path) -> str:
    """Return SQL that reads results, a file or a whole folder that Spark wrote, every list as a text joined by `;`.

    Raises
    ------
    BookError
        If the file is missing, is neither Parquet nor CSV, or was written by a later version.
    """
    if is_folder_of_results(results):
        parts = stored_table(*sorted(results.glob("*.parquet")))
        return listless(connection, f"(SELECT *, 0 AS sekisho_row FROM {parts})")
    sql = source_sql(results)
    if results.suffix in PARQUET:
        notes = dict(connection.execute(stored_notes(results)).fetchall())
        check_version(notes.get(VERSION_KEY, "1"), str(results))
    return listless(connection, sql)


def check_version(stated: object, where: str) -> None:
    """Make sure that results are of a version that is read here; what states none is of the first.

    Raises
    ------
    BookError
        If they are of a later one.
    """
    version = str(stated)
    if version.isdigit() and int(version) <= RESULTS_VERSION:
        return
    what = message(
        "run.later_version",
        "results of version {version}; this program reads up to version {known}.",
        version=version,
        known=str(RESULTS_VERSION),
    )
    raise BookError(
        Problem(
            where=where,
            what=what,
            remedy=message(
                "run.newer_program", "Use the version of sekisho that wrote them, or run `sekisho bulk` again."
            ),
        )
    )


def stored_row(results: Path, line: str) -> dict[str, object]:
    """Fetch the row of a line from the results of a run; its lists are texts joined by `;`.

    Raises
    ------
    BookError
        If the results have no such line, or are no results of a run.
    """
    import duckdb

    try:
        with duckdb.connect() as connection:
            rows = results_sql(connection, results)
            cursor = connection.execute(
                f"SELECT * EXCLUDE (sekisho_row) FROM {rows} WHERE line::VARCHAR = ? LIMIT 1", [line]
            )
            names, row = [column[0] for column in cursor.description or ()], cursor.fetchone()
    except duckdb.Error as fault:
        raise BookError(reading_fault(fault, results)) from None
    if row is None:
        raise BookError(
            Problem(
                where=str(results),
                what=message("book.no_line", "no line '{line}'.", line=line),
                remedy=message("book.see_line", "See its column 'line'."),
            )
        )
    return dict(zip(names, row, strict=True))
