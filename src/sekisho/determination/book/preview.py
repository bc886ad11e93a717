"""A look at a book before it is determined: its columns as facts, and what its cells mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sekisho.errors import BookError
from sekisho.files.formats import literal, reading_fault
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.trade.book.cleaning import Cleaned, clean
from sekisho.trade.book.intake import BookIntake, open_book
from sekisho.trade.book.recipe import Recipe


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
        try:
            opened = open_book(
                connection,
                book,
                folder,
                facts=library.facts,
                territory=territories_of(library).code,
                recipe=recipe,
                mapping=mapping,
                unknown=(),
            )
            yield opened, clean(opened, folder, dated=False)
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, Path(book))) from None
