"""`map`: which column of a book is which fact, and what its words mean, shown and written down."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from sekisho.cli.book_options import decided_text, remember
from sekisho.cli.console import Progress, data, records, tell, width, wrote
from sekisho.cli.options import (
    at_hand,
    beside,
    click_options,
    format_option,
    language_option,
    library_of,
    mappings_folder,
    measures_option,
    pairs,
    today,
    workspace_of,
)
from sekisho.errors import BookError, Problem
from sekisho.message import Text, message
from sekisho.present.book_mapping import mapping_data, mapping_rows, mapping_text
from sekisho.service import book_columns
from sekisho.service.book import READING, BookRequest
from sekisho.service.request import by_flag, request_from


@click.command(
    "map",
    epilog="\b\nExamples:\n"
    "  sekisho map orders.xlsx\n"
    "  sekisho bulk orders.xlsx --mapping orders.xlsx.mapping.yaml -o results.parquet",
)
@click.argument("book", required=False)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The mapping file. Default: BOOK.mapping.yaml beside the book."
)
@click.option("--force", is_flag=True, help="Write over a mapping file that is there.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FACT=COLUMN",
    help="Which column has a fact, or which several do: description=A+B; repeatable.",
)
@click.option("--forget", is_flag=True, help="Forget what is remembered for these headers, or all without BOOK.")
@click.option("--full", is_flag=True, help="Also the names by which facts are typed, in the file and behind --map.")
@click.option("--remembered", is_flag=True, help="List what is remembered.")
@click_options(BookRequest, "constants", "suppose", *READING)
@language_option
@format_option
@measures_option
def map_book(
    *,
    book: str | None,
    out: Path | None,
    force: bool,
    mapping: tuple[str, ...],
    language: str,
    forget: bool,
    remembered: bool,
    full: bool,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Show which column of an order list is which fact, and what its words mean; write both down.

    What is sure is used by `sekisho bulk` without asking. Correct the file and name it with
    --mapping; a mapping file that is there already stays unless you say --force. What you say with
    --map or --mapping is remembered for the next book with the same headers; its use is said.
    """
    from sekisho.files.formats import whole_file

    if remembered or (forget and not book):
        _tell_memories(forget=forget)
        return
    library = library_of(folders)
    workspace = workspace_of(library)
    asked = request_from(BookRequest, given, where=by_flag)
    place, recipe = book_columns.planned(asked, workspace, str(at_hand(book)) if book else book)
    if out is None and recipe.sql:
        raise BookError(
            Problem(
                where="out",
                what=message("command.query_no_place", "a query has no place."),
                remedy=message("command.name_file_o", "Name the file with -o FILE."),
            )
        )
    file = out or beside(Path(place), book_columns.mapping_file_of(place))
    if forget:
        recipe = replace(recipe, memories=())
    with Progress() as progress, book_columns.look(place, recipe, pairs("map", mapping), workspace) as seen:
        progress("reading the book", 0.5)
        opened, cleaned = seen.opened, seen.cleaned
        memory, stated = opened.memory, opened.recipe.columns
        shown = mapping_data(opened, cleaned, language)
        lines = mapping_text(opened, cleaned, library, language=language, width=width(), full=full)
    if forget:
        gone = book_columns.forget(mappings_folder(), seen.headers)
        none = message("command.nothing_for_headers", "Nothing was remembered for these headers.")
        tell(_forgotten(len(gone)) if gone else none)
    elif mapping or asked.mapping_file is not None:
        remember(place, seen.headers, stated, today())
    elif memory is not None:
        tell(decided_text(f"{memory.day} {memory.book}"))
    kept = file.exists() and not force
    if not kept:
        with whole_file(file) as written:
            written.write(seen.text)
    if format == "text":
        data(lines)
        there = message(
            "command.mapping_there",
            "{file} is there already and was not changed; --force writes it anew.",
            file=str(file),
        )
        tell(there if kept else wrote(file))
        return
    records({**shown, "mapping_file": str(file), "written": not kept}, mapping_rows(shown), format)


def _tell_memories(*, forget: bool) -> None:
    """List what is remembered of the columns of books, or forget it all."""
    memories = book_columns.forget(mappings_folder()) if forget else book_columns.memories_of(mappings_folder())
    lines = []
    for memory in memories:
        columns = ", ".join(f"{fact}={column}" for fact, column in memory.columns.items())
        lines.append(f"{memory.day} {memory.book}: {columns}")
    data(lines or [message("command.nothing_remembered", "Nothing is remembered.")])
    if forget and memories:
        tell(_forgotten(len(memories)))


def _forgotten(number: int) -> Text:
    return message("command.forgotten", "Forgotten: {n}.", n=number)
