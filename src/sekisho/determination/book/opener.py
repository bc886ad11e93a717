"""A book opened for a run, or only to look at it: DuckDB with a folder to spill to, and the columns mapped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from sekisho.determination.core.inputs import party_finder
from sekisho.errors import BookError
from sekisho.files.formats import literal, pass_interrupt, reading_fault
from sekisho.files.tables import WIDE_TABLES
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.trade.book.cleaning import Cleaned, clean
from sekisho.trade.book.intake import BookIntake, open_book
from sekisho.trade.book.reading_memory import open_remembered
from sekisho.trade.book.recipe import Recipe

# DuckDB spills to disk above this. Ten million lines must fit into 2 GiB (`benchmarks/bulk.py`), and Python, numpy and
# the tables of cells need the rest. Smaller: slower by spilling. Larger: the promise breaks on a machine of 2 GiB.
MEMORY_LIMIT: Final = "1400MB"


@contextmanager
def connected(threads: int | None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Open DuckDB in memory, with a folder to spill to that is gone afterwards."""
    with temporary_folder() as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder))}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(WIDE_TABLES)
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        try:
            yield connection, folder
        except RuntimeError as fault:
            if "interrupted" not in str(fault).lower():
                raise
            raise KeyboardInterrupt from None
        except duckdb.Error as fault:
            pass_interrupt(fault)
            raise


def open_for(
    connection: duckdb.DuckDBPyConnection,
    book: Path | str,
    folder: Path,
    library: Library,
    *,
    recipe: Recipe,
    mapping: Mapping[str, str],
    unknown: Collection[str],
    again: bool = False,
    workers: int = 1,
) -> BookIntake:
    """Stage the book in the folder, and map its columns.

    Parameters
    ----------
    again
        Take it as it was read before, where that is remembered.
    workers
        Processes that look up names of parties where they are very many.
    """
    opens = open_remembered if again else open_book
    try:
        return opens(
            connection,
            book,
            folder,
            facts=library.facts,
            territory=territories_of(library).code,
            recipe=recipe,
            mapping=mapping,
            unknown=unknown,
            parties=party_finder(library, workers=workers),
        )
    except duckdb.Error as fault:
        raise BookError(reading_fault(fault, Path(book))) from None


@contextmanager
def look_at(
    book: Path | str, library: Library, *, recipe: Recipe, mapping: Mapping[str, str]
) -> Iterator[tuple[BookIntake, Cleaned]]:
    """Open a book and read its cells; nothing is judged, and what is made of it is gone afterwards.

    Raises
    ------
    BookError
        If it cannot be read.
    """
    with temporary_folder() as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder))}")
        connection.execute(WIDE_TABLES)
        try:
            opened = open_for(connection, book, folder, library, recipe=recipe, mapping=mapping, unknown=())
            yield opened, clean(opened, folder, dated=False)
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, Path(book))) from None
