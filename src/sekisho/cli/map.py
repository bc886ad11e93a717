"""`map`: which column of a book is which fact, and what its words mean, shown and written down."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.book_options import place_and_recipe, reading_a_book
from sekisho.cli.console import Progress, data, records, tell, width
from sekisho.cli.options import format_option, library_of, measures_option, pairs
from sekisho.errors import BookError, Problem
from sekisho.present.book_mapping import mapping_data, mapping_rows, mapping_text


@click.command(
    "map",
    short_help="Show which column of an order book is which fact, and write it down.",
    epilog="\b\nExamples:\n"
    "  sekisho map orders.xlsx\n"
    "  sekisho bulk orders.xlsx --mapping orders.xlsx.mapping.yaml -o results.parquet",
)
@click.argument("book", required=False)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The mapping file. Default: BOOK.mapping.yaml beside the book."
)
@click.option("--force", is_flag=True, help="Write over a mapping file that is there.")
@click.option("--map", "mapping", multiple=True, metavar="FACT=COLUMN", help="Which column holds a fact; repeatable.")
@reading_a_book
@format_option
@measures_option
def map_book(
    *,
    book: str | None,
    out: Path | None,
    force: bool,
    mapping: tuple[str, ...],
    mapping_file: Path | None,
    encoding: str,
    zone: str,
    sheet: str,
    query: str,
    url: str,
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """Show which column of an order book is which fact, and what its words mean; write both down.

    What is sure is used by `sekisho bulk` without asking. Correct the file and name it with
    --mapping; a mapping file that is there already is kept unless you say --force.
    """
    from sekisho.determination.book.preview import look_at
    from sekisho.files.formats import whole_file
    from sekisho.trade.book.mapping_file import mapping_place, written_mapping

    library = library_of(folders)
    place, recipe = place_and_recipe(
        book, mapping_file, library, encoding=encoding, sheet=sheet, query=query, url=url, zone=zone
    )
    if out is None and recipe.sql:
        raise BookError(Problem(where="out", what="a query has no place of its own.", do="Name the file with -o FILE."))
    file = out or mapping_place(Path(place))
    with Progress() as told, look_at(place, library, recipe=recipe, mapping=pairs("map", mapping)) as (opened, cleaned):
        told("reading the book", 0.5)
        text = written_mapping(opened, cleaned.readings, cleaned.recipe)
        shown = mapping_data(opened, cleaned)
        lines = mapping_text(opened, cleaned, width=width())
    kept = file.exists() and not force
    if not kept:
        with whole_file(file) as written:
            written.write(text)
    if form == "text":
        data(lines)
        tell(f"{file} is there already and was kept; --force writes it anew." if kept else f"Wrote {file}.")
        return
    records({**shown, "mapping_file": str(file), "written": not kept}, mapping_rows(shown), form)
