"""Options that say how a book is read, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from sekisho.cli.console import tell
from sekisho.cli.options import mappings_folder, profiles_folder
from sekisho.errors import BookError, Problem
from sekisho.files.zones import zone_named
from sekisho.law.model.library import Library
from sekisho.trade.book.gaps import is_table_of_gaps, read_gaps
from sekisho.trade.book.recipe import Recipe

Command = TypeVar("Command", bound=Callable[..., object])


def reading_a_book(command: Command) -> Command:
    """Say how a book is read: by a mapping file, in an encoding, from a sheet, by a query."""
    for option in (
        click.option("--from", "url", default="", metavar="URL", help="Database that the query is put to."),
        click.option(
            "--sql", "query", default="", metavar="QUERY", help="Read the rows of a query in place of a file."
        ),
        click.option(
            "--sheet", default="", metavar="NAME", help="Sheet of a spreadsheet. Default: that with the orders."
        ),
        click.option("--encoding", default="", metavar="NAME", help="Encoding of a text file. Default: found out."),
        click.option(
            "--zone",
            default="",
            metavar="NAME",
            help="Zone in which times with a zone are days. Default: Beijing, or the one whose midnights they are.",
        ),
        click.option(
            "--mapping",
            "mapping_file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="How the book is read, as `sekisho map` wrote it and you corrected it.",
        ),
    ):
        command = option(command)
    return command


def constants_option(command: Command) -> Command:
    """Say what is the same in every line of a book."""
    return click.option(
        "--set",
        "same",
        multiple=True,
        metavar="FACT=VALUE",
        help="What is the same in every line that leaves it open, such as destination=JP; repeatable.",
    )(command)


def place_and_recipe(
    book: str | None,
    mapping_file: Path | None,
    library: Library,
    *,
    encoding: str,
    sheet: str,
    query: str,
    url: str,
    zone: str = "",
) -> tuple[str, Recipe]:
    """Return where the book is, and how it is read.

    Raises
    ------
    BookError
        If neither a book nor a query is named, or both; or with all that is wrong with the mapping file.
    """
    from sekisho.trade.book.mapping_file import read_mapping
    from sekisho.trade.book.matching.memory import kept_memories

    recipe = read_mapping(mapping_file, library.facts) if mapping_file is not None else Recipe()
    memories = kept_memories(mappings_folder()) if mapping_file is None else ()
    recipe = replace(recipe, memories=memories, profiles=profiles_folder())
    if zone:
        zone_named(zone)
    given = (("encoding", encoding), ("sheet", sheet), ("sql", query), ("zone", zone))
    stated = {name: text for name, text in given if text}
    recipe = replace(recipe, **stated)  # type: ignore[arg-type] # all are texts
    if recipe.sql and not url:
        raise BookError(Problem(where="sql", what="no database is named.", remedy="Give --from URL with --sql QUERY."))
    if url and not recipe.sql:
        raise BookError(Problem(where="from", what="no query is given.", remedy="Give --sql QUERY with --from URL."))
    if bool(book) == bool(url):
        what = "a book and a query are given." if book else "no book is named."
        raise BookError(Problem(what=what, remedy="Name a file or a folder, or give --sql QUERY and --from URL."))
    return book or url, recipe


def remember(book: str, headers: Sequence[str], said: Mapping[str, str], day: date) -> None:
    """Keep what a person said of the columns of a book, for the next one with the same headers."""
    from sekisho.trade.book.matching.memory import ColumnMemory, keep_memory

    if said and headers and "://" not in book:
        memory = ColumnMemory(headers=tuple(headers), columns=dict(said), day=day, book=Path(book).name)
        keep_memory(mappings_folder(), memory)
        tell("Remembered for books with these headers; `sekisho map BOOK --forget` drops it.")


def decided_text(decided: str) -> str:
    """Say that columns are read as a person decided earlier; `decided` is the day and the book."""
    day, _, book = decided.partition(" ")
    return f"Columns are read as decided on {day} for {book}; `sekisho map BOOK --forget` drops that."


def with_gaps(tables: Sequence[Path], recipe: Recipe) -> tuple[tuple[Path, ...], Recipe]:
    """Take the tables of gaps out of tables of answers, and let the recipe read their cells as they say."""
    found = [table for table in tables if is_table_of_gaps(table)]
    read_as = {column: dict(words) for column, words in recipe.read_as.items()}
    for table in found:
        for column, words in read_gaps(table).items():
            read_as[column] = {**read_as.get(column, {}), **words}
    rest = tuple(table for table in tables if table not in found)
    return rest, replace(recipe, read_as=read_as) if found else recipe
