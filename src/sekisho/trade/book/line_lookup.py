"""A book opened again and read as a run read it; and one line of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import duckdb

from sekisho.errors import BookError, Problem
from sekisho.files.formats import literal, quoted, reading_fault
from sekisho.files.records import texts_by_name
from sekisho.files.row_staging import FILE, LINE, ROW
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.fact_table import FactTable
from sekisho.message import message
from sekisho.trade.book.cleaning import clean
from sekisho.trade.book.columns import AS_STATED
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.line_names import name_sql
from sekisho.trade.book.order_book import Book, text_of
from sekisho.trade.book.party_finder import PartyFinder
from sekisho.trade.book.reading_memory import open_remembered
from sekisho.trade.book.recipe import Recipe, recipe_of

NO_DIGEST: Final = (None, "", "null")
"""What a run card says if the book was not hashed; a card that was read from YAML holds text."""


def line_of_book(
    card: Mapping[str, object],
    line: int | str,
    *,
    facts: FactTable,
    territory: Callable[[str], str],
    url: str = "",
    parties: PartyFinder | None = None,
) -> dict[str, str]:
    """Fetch one line of the book that a run card names, as facts in text.

    Parameters
    ----------
    territory
        Gives the ISO 3166 code of a territory's name, or nothing.
    parties
        Tells what listed parties texts name; left out, none.
    url
        URL of the database with its password, which a run card does not keep.

    Raises
    ------
    BookError
        If the book is gone or has changed since the run, or has no such line, or several.
    """
    with temporary_folder() as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder))}")
        try:
            opened = open_again(connection, card, folder, facts=facts, territory=territory, url=url, parties=parties)
            stated = _line(opened, card, str(line), folder)
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, Path(url or str(card["book"])))) from None
    return stated | dict.fromkeys(opened.book.columns.unknown, "unknown")


def open_again(
    connection: duckdb.DuckDBPyConnection,
    card: Mapping[str, object],
    folder: Path,
    *,
    facts: FactTable,
    territory: Callable[[str], str],
    url: str = "",
    unchanged: bool = True,
    parties: PartyFinder | None = None,
) -> BookIntake:
    """Open the book that a run card names, as the run did; parameters as of `line_of_book`.

    Raises
    ------
    BookError
        If the book is gone; or, unless `unchanged` is false, has changed since the run, or may have.
    """
    if unchanged and card["book_sha256"] in NO_DIGEST:
        what = message(
            "book.no_digest",
            "the run in Spark saved no digest of a folder or an address, so that the book may have changed.",
        )
        remedy = message("book.run_as_one", "Run this part of the book as one file, CSV or Parquet.")
        raise BookError(Problem(where=str(card["book"]), what=what, remedy=remedy))
    opened = open_remembered(
        connection,
        url or str(card["book"]),
        folder,
        facts=facts,
        territory=territory,
        recipe=recipe_of_run(card),
        mapping={},
        unknown=[str(name) for name in card.get("unknown") or ()],  # type: ignore[attr-defined]
        parties=parties,
    )
    if unchanged and opened.source.sha256 != card["book_sha256"]:
        what = message("book.changed", "the book has changed since the run.")
        raise BookError(
            Problem(
                where=opened.source.place, what=what, remedy=message("error.run_again", "Run `sekisho bulk` again.")
            )
        )
    return opened


def recipe_of_run(card: Mapping[str, object]) -> Recipe:
    """Return how a run read its book, with the column of each fact."""
    recipe = recipe_of(card.get("reading"))
    named = {name: card[key] for name, key in (("line", "line_column"), ("value", "value_column")) if card.get(key)}
    mapping = texts_by_name(card["mapping"]) | texts_by_name(named)
    kept = {name: column for name, column in mapping.items() if not column.startswith("sekisho_")}
    # The unit came from the header of the column; with the columns given, nobody looks at headers again.
    unit = str(card.get("unit") or "")
    return replace(recipe, columns={**recipe.columns, **kept}, unit=recipe.unit or ("" if unit == AS_STATED else unit))


def _line(opened: BookIntake, card: Mapping[str, object], line: str, folder: Path) -> dict[str, str]:
    book = opened.book
    column = book.columns.line or ROW
    chosen = f"(SELECT * FROM {book.sql} WHERE {quoted(column)}::VARCHAR = {literal(line)} OR {_by_row(book, line)})"
    one = replace(opened, book=replace(book, sql=chosen))
    dated = not str(card.get("as_of", ""))[:1].isdigit() and "date" not in texts_by_name(card.get("constants"))
    cleaned = clean(one, folder, dated=dated)
    found = cleaned.book
    facts = ", ".join(
        f"{text_of(column, found.kinds[column])} AS {quoted(str(fact))}" for fact, column in found.columns.facts.items()
    )
    rows = book.connection.execute(f"SELECT {facts or '1'} FROM {found.sql} LIMIT 2").fetchall()
    if len(rows) != 1:
        raise BookError(_not_one(card, line, opened, len(rows)))
    return {
        str(fact): str(value) for fact, value in zip(found.columns.facts, rows[0], strict=False) if value is not None
    }


def _by_row(book: Book, line: str) -> str:
    """Return SQL that finds a line that is named with its row, as `clean` names those that share a name."""
    found = re.fullmatch(r"(?:(?P<name>.*) \((?P<row>.+)\)|(?P<alone>.+))", line, re.DOTALL)
    if not book.columns.line or found is None:
        return "false"
    row = literal(found["row"] or found["alone"])
    at = f"{LINE} = {row}" if FILE in book.kinds else f"'row ' || {ROW} = {row}"
    name = name_sql(book, of="")
    return f"({at} AND {name} = {literal(found['name'])})" if found["row"] else f"({at} AND {name} IS NULL)"


def _not_one(card: Mapping[str, object], line: str, opened: BookIntake, found: int) -> Problem:
    """Say why a name does not name one line: there is none, there are several, or its row is no line."""
    column, name = card.get("line_column"), opened.source.place
    if found:
        return Problem(
            where=name,
            what=message("book.several_lines", "several lines '{line}'.", line=line),
            remedy=message(
                "book.name_with_row",
                "Name one with its row, as column 'line' of the results does: '{line} (row N)'.",
                line=line,
            ),
        )
    kind = next((str(one.kind) for one in opened.no_lines if line in {str(one.row), f"row {one.row}"}), "")
    if kind:
        return Problem(
            where=name,
            what=message("book.row_no_line", "row '{line}' is not a line ({kind}).", line=line, kind=kind),
            remedy=message("book.name_line", "Name a line of the results."),
        )
    remedy = (
        message("book.lines_named_in", "Lines are named in column '{column}'.", column=str(column))
        if column
        else message("book.expected_line", "Expected 1 to {lines}.", lines=int(str(card["lines"])))
    )
    return Problem(where=name, what=message("book.no_line", "no line '{line}'.", line=line), remedy=remedy)
