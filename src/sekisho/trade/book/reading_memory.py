"""What was read of small books last, for whoever reads them again: each answer about a list reads it some four times.

Within `books_remembered` a book is opened and cleaned once, and whoever asks for it again gets the same lines, in a
connection of his own. It is read anew once its file was written, or once it is to be read otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from sekisho.files.formats import literal
from sekisho.files.staging import stamp_of
from sekisho.files.tables import WIDE_TABLES, held_table, stored_table, write_query
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.book.cleaning import Cleaned, clean
from sekisho.trade.book.intake import BookIntake, open_book
from sekisho.trade.book.party_finder import PartyFinder
from sekisho.trade.book.recipe import Recipe

MOST_BYTES: Final = 4_000_000
"""Bytes of a file up to which its book is remembered. A guess: a list that people settle by hand has some thousand
lines. Larger, a process that waits takes memory for books that are judged once."""
MOST_BOOKS: Final = 2
"""Readings that are remembered: those of one list before and after a decision on a name."""


@dataclass(slots=True)
class _Reading:
    """A book as it was opened, in a connection and a folder of its own, and as it was cleaned."""

    key: tuple[object, ...]
    opened: BookIntake
    folder: Path
    ends: ExitStack
    cleaned: dict[tuple[object, ...], Cleaned] = field(default_factory=dict)


_READINGS: Final[list[list[_Reading]]] = []
"""The readings of the last `books_remembered`; empty outside of it."""


@contextmanager
def books_remembered() -> Iterator[None]:
    """Remember the books that are read within."""
    readings: list[_Reading] = []
    _READINGS.append(readings)
    try:
        yield
    finally:
        _READINGS.remove(readings)
        for reading in readings:
            reading.ends.close()


def open_remembered(
    connection: duckdb.DuckDBPyConnection,
    book: Path | str,
    folder: Path,
    *,
    facts: FactTable,
    territory: Callable[[str], str],
    recipe: Recipe,
    mapping: Mapping[str, str],
    unknown: Collection[str],
    parties: PartyFinder | None = None,
) -> BookIntake:
    """Open a book as `open_book` does, unless it is remembered; facts and territory are of the law of the parties.

    Raises
    ------
    BookError
        If there is no such book, or nothing in it can be read.
    """
    knows = parties.knows if parties is not None else None
    if not _READINGS or knows is None or not _is_small(book, recipe):
        return open_book(
            connection,
            book,
            folder,
            facts=facts,
            territory=territory,
            recipe=recipe,
            mapping=mapping,
            unknown=unknown,
            parties=parties,
        )
    readings = _READINGS[-1]
    key = (str(book), stamp_of(book), knows, recipe, dict(mapping), frozenset(unknown))
    reading = next((one for one in readings if one.key == key), None)
    if reading is None:
        with ExitStack() as stack:
            own = stack.enter_context(temporary_folder())
            alone = stack.enter_context(duckdb.connect())
            alone.execute(f"SET temp_directory = {literal(str(own))}")
            alone.execute(WIDE_TABLES)
            opened = open_book(
                alone,
                book,
                own,
                facts=facts,
                territory=territory,
                recipe=recipe,
                mapping=mapping,
                unknown=unknown,
                parties=parties,
            )
            reading = _Reading(key, opened, own, stack.pop_all())
        readings.append(reading)
        for old in readings[:-MOST_BOOKS]:
            readings.remove(old)
            old.ends.close()
    return reading.opened


def clean_remembered(
    opened: BookIntake,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    dated: bool,
    today: date | None = None,
    keep_bad: bool = False,
) -> Cleaned:
    """Read every cell of a book as `clean` does, unless that is remembered; parameters as there.

    Parameters
    ----------
    connection
        In which the lines of a book that is remembered can be asked for.
    """
    reading = next((one for one in (_READINGS[-1] if _READINGS else ()) if one.opened is opened), None)
    if reading is None:
        return clean(opened, folder, dated=dated, today=today, keep_bad=keep_bad)
    key = (dated, today if dated else None, keep_bad)
    if key not in reading.cleaned:
        cleaned = clean(opened, reading.folder, dated=dated, today=today, keep_bad=keep_bad)
        alone, place = cleaned.book.connection, reading.folder / f"lines-{len(reading.cleaned)}.parquet"
        write_query(alone, f"SELECT * FROM {cleaned.book.sql}", place)
        gaps = ""
        if cleaned.gaps_sql:
            write_query(alone, f"SELECT * FROM {cleaned.gaps_sql}", place.with_suffix(".gaps.parquet"))
            gaps = stored_table(place.with_suffix(".gaps.parquet"))
        reading.cleaned[key] = replace(cleaned, book=replace(cleaned.book, sql=stored_table(place)), gaps_sql=gaps)
    cleaned = reading.cleaned[key]
    lines = held_table(connection, cleaned.book.sql)
    return replace(cleaned, book=replace(cleaned.book, connection=connection, sql=lines))


def _is_small(book: Path | str, recipe: Recipe) -> bool:
    return not recipe.sql and Path(book).is_file() and Path(book).stat().st_size <= MOST_BYTES
