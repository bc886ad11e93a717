"""`map`: which column of a book is which fact, and what its words mean, shown and written down."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from sekisho.cli.book_options import decided_text, remember
from sekisho.cli.console import Progress, data, records, tell, width, wrote
from sekisho.cli.options import (
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
from sekisho.service.book import READING, BookRequest, book_faults, place_and_recipe
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
    help="Which column holds a fact, or which several do: description=A+B; repeatable.",
)
@click.option("--forget", is_flag=True, help="Forget what is remembered for these headers, or all without BOOK.")
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
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Show which column of an order book is which fact, and what its words mean; write both down.

    What is sure is used by `sekisho bulk` without asking. Correct the file and name it with
    --mapping; a mapping file that is there already is kept unless you say --force. What you say with
    --map or --mapping is remembered for the next book with the same headers, and told when it is used.
    """
    from sekisho.determination.book.bulk import look_at
    from sekisho.determination.book.supposition import read_constants
    from sekisho.files.formats import whole_file
    from sekisho.files.staging import own_columns
    from sekisho.trade.book.mapping_file import mapping_place, written_mapping
    from sekisho.trade.book.matching.memory import forget_memories

    if remembered or (forget and not book):
        _tell_memories(forget=forget)
        return
    library = library_of(folders)
    workspace = workspace_of(library)
    asked = request_from(BookRequest, given, where=by_flag)
    place, recipe = place_and_recipe(asked, workspace, book)
    constants = {
        **read_constants(recipe.constants, library, where="constants"),
        **read_constants(asked.constants, library),
    }
    if problems := book_faults(replace(asked, constants={}), library, files=True):
        raise BookError(problems)
    recipe = replace(
        recipe,
        constants={str(fact): value for fact, value in constants.items()},
        suppose=asked.suppose or recipe.suppose,
    )
    if out is None and recipe.sql:
        raise BookError(
            Problem(
                where="out",
                what=message("command.query_no_place", "a query has no place of its own."),
                remedy=message("command.name_file_o", "Name the file with -o FILE."),
            )
        )
    file = out or mapping_place(Path(place))
    if forget:
        recipe = replace(recipe, memories=())
    with (
        Progress() as progress,
        look_at(place, library, recipe=recipe, mapping=pairs("map", mapping)) as (opened, cleaned),
    ):
        progress("reading the book", 0.5)
        headers = own_columns([name for name in opened.book.kinds if name not in opened.book.joined])
        memory, columns = opened.memory, opened.recipe.columns
        text = written_mapping(opened, cleaned.readings, cleaned.recipe)
        shown = mapping_data(opened, cleaned, language)
        lines = mapping_text(opened, cleaned, language=language, width=width())
    if forget:
        gone = forget_memories(mappings_folder(), headers)
        none = message("command.nothing_for_headers", "Nothing was remembered for these headers.")
        tell(_forgotten(len(gone)) if gone else none)
    elif mapping or asked.mapping_file is not None:
        remember(place, headers, columns, today())
    elif memory is not None:
        tell(decided_text(f"{memory.day} {memory.book}"))
    kept = file.exists() and not force
    if not kept:
        with whole_file(file) as written:
            written.write(text)
    if format == "text":
        data(lines)
        there = message(
            "command.mapping_there", "{file} is there already and was kept; --force writes it anew.", file=str(file)
        )
        tell(there if kept else wrote(file))
        return
    records({**shown, "mapping_file": str(file), "written": not kept}, mapping_rows(shown), format)


def _tell_memories(*, forget: bool) -> None:
    """List what is remembered of the columns of books, or forget it all."""
    from sekisho.trade.book.matching.memory import forget_memories, kept_memories

    memories = forget_memories(mappings_folder()) if forget else kept_memories(mappings_folder())
    lines = []
    for memory in memories:
        columns = ", ".join(f"{fact}={column}" for fact, column in memory.columns.items())
        lines.append(f"{memory.day} {memory.book}: {columns}")
    data(lines or [message("command.nothing_remembered", "Nothing is remembered.")])
    if forget and memories:
        tell(_forgotten(len(memories)))


def _forgotten(number: int) -> Text:
    return message("command.forgotten", "Forgotten: {n}.", n=number)
