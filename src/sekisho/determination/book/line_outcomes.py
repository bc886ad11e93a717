"""Which lines of a book have an outcome, where nobody asks why and nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from sekisho.determination.book.encoder import encode
from sekisho.determination.book.engine import DuckLines
from sekisho.determination.book.opener import connected, open_for
from sekisho.determination.book.run_summary import settings_of, variants_of
from sekisho.determination.book.signatures import UNDETERMINED_CODE
from sekisho.errors import BookError
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.trade.book.cleaning import clean
from sekisho.trade.book.recipe import Recipe


def settled_lines(
    book: Path,
    library: Library,
    *,
    as_of: date | None,
    readings: Readings,
    assume: Mapping[str, str],
    unknown: Collection[str],
    recipe: Recipe,
) -> set[int]:
    """Tell which lines of a book of numbered lines have an outcome; neither said why, nor written.

    Raises
    ------
    BookError
        With everything that is wrong with the book.
    """
    day, chosen, law = settings_of(library, as_of, readings, assume)
    with connected(None) as (connection, folder):
        opened = open_for(connection, book, folder, library, recipe=recipe, mapping={}, unknown=unknown)
        cleaned = clean(opened, folder, dated=day is None)
        if opened.faults:
            raise BookError(opened.faults)
        lines = DuckLines(cleaned.book)
        stage = encode(
            lines,
            library,
            day=day,
            variants=variants_of(chosen),
            constants=law,
            progress=lambda _stage, _share: None,
            levels_alone=True,
        )
        settled = stage.verdicts().outcome() != UNDETERMINED_CODE
        keys = {
            key
            for key, one in zip(zip(*(word.tolist() for word in stage.keys), strict=True), settled, strict=True)
            if one
        }
        words = ", ".join(f"k{word}" for word in range(len(stage.keys)))
        rows = connection.execute(f"SELECT line::BIGINT, {words} FROM encoded").fetchall()
    return {line for line, *key in rows if tuple(key) in keys}
