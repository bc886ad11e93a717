"""`template` and `example`: an empty order list, and a made-up one."""

from __future__ import annotations

import time
from pathlib import Path

import click

from sekisho.cli.console import Progress, save, tell
from sekisho.cli.options import click_options, library_of, measures_option
from sekisho.errors import BookError
from sekisho.files.formats import check_place
from sekisho.law.model.fact_table import built_in_facts
from sekisho.message import Text, counted, joined, message
from sekisho.service.book import BookRequest, book_faults
from sekisho.service.request import by_flag, request_from
from sekisho.trade.book.columns import named_fact


@click.command()
@click_options(BookRequest, "constants")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A .csv file. Default: stdout.")
def template(*, out: Path | None, **given: object) -> None:
    """Write an empty order list: the header alone, one column a fact; what --set says needs no column."""
    asked = request_from(BookRequest, given, where=by_flag)
    if asked.constants and (problems := book_faults(asked, library_of(()), files=True)):
        raise BookError(problems)
    same = {named_fact(name) for name in asked.constants}
    names = ["line", *(fact.name for fact in built_in_facts() if fact.kind != "map" and fact.name not in same)]
    header = ",".join(names) + "\n"
    if out is None:
        click.echo(header, nl=False)
    else:
        check_place(out, (".csv",))
        save(out, header)
        tell(
            counted(
                "command.template_written",
                "Wrote {file} with {n} column. `sekisho facts` explains each; delete those that you lack.",
                "Wrote {file} with {n} columns. `sekisho facts` explains each; delete those that you lack.",
                n=len(names),
                file=str(out),
            )
        )
    if asked.constants:
        words = " ".join(f"--set {name}={value}" for name, value in asked.constants.items())
        tell(
            message(
                "command.say_again",
                "Say it again where the book is read: `{command}`.",
                command=f"sekisho bulk BOOK -o RESULTS {words}",
            )
        )


@click.group()
def example() -> None:
    """Make example data."""


@example.command(short_help="Write a made-up order list.")
@click.option(
    "--lines", type=click.IntRange(min=1), metavar="N", default=20_000, show_default=True, help="How many lines."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    default=1,
    show_default=True,
    help="The same seed, the same book.",
)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="A .csv or .parquet file.")
@measures_option
def orders(lines: int, seed: int, out: Path, folders: tuple[Path, ...]) -> None:
    """Write a made-up order list: real codes and listed parties, and otherwise invented firms."""
    from sekisho.examples.orders import write_orders

    started = time.monotonic()
    library = library_of(folders)
    with Progress() as told:
        columns = write_orders(library, lines=lines, seed=seed, out=out, progress=told)
    seconds = time.monotonic() - started
    tell(
        message(
            "command.orders_written",
            "Wrote {file}: {lines}, {columns}, {seconds} s.",
            file=str(out),
            lines=_made_up(lines),
            columns=counted("command.columns", "{n} column", "{n} columns", n=len(columns)),
            seconds=f"{seconds:.1f}",
        )
    )


def _made_up(lines: int) -> Text:
    return counted("command.made_up_lines", "{n} made-up line", "{n} made-up lines", n=lines)


@example.command(short_help="Write a made-up bill of materials.")
@click.option(
    "--lines", type=click.IntRange(min=10), metavar="N", default=600, show_default=True, help="About how many lines."
)
@click.option(
    "--products",
    type=click.IntRange(min=1),
    metavar="N",
    default=20,
    show_default=True,
    help="How many finished goods.",
)
@click.option(
    "--levels", type=click.IntRange(2, 20), metavar="N", default=4, show_default=True, help="Levels of a finished good."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    default=1,
    show_default=True,
    help="The same seed, the same bill.",
)
@click.option(
    "--vague",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    default=0.0,
    show_default=True,
    help="Share of the prices that are known by their bounds only.",
)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="A .csv or .parquet file.")
@measures_option
def bom(
    *, lines: int, products: int, levels: int, seed: int, vague: float, out: Path, folders: tuple[Path, ...]
) -> None:
    """Write a made-up bill of materials: real control codes of metals and magnets, and invented firms and prices."""
    from sekisho.examples.bills import write_bom
    from sekisho.examples.content_rule import content_codes

    metals, magnet = content_codes(library_of(folders))
    made = write_bom(
        out, lines=lines, products=products, depth=levels, seed=seed, metals=metals, magnet=magnet, vague=vague
    )
    tell(
        message(
            "command.bill_written",
            "Wrote {file}: {lines}, {parts}, {goods}.",
            file=str(out),
            lines=_made_up(made.lines),
            parts=counted("command.parts", "{n} part", "{n} parts", n=made.parts),
            goods=counted("command.finished_goods", "{n} finished good", "{n} finished goods", n=len(made.products)),
        )
    )


@example.command(short_help="Write a made-up order list as firms have them, and what it means.")
@click.option(
    "--lines", type=click.IntRange(min=1), metavar="N", default=2_000, show_default=True, help="How many lines."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    default=1,
    show_default=True,
    help="The same seed, the same book.",
)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="A .csv or .xlsx file.")
@click.option("--truth", type=click.Path(path_type=Path), help="A .parquet file for what each row means.")
@measures_option
def dirty(lines: int, seed: int, out: Path, truth: Path | None, folders: tuple[Path, ...]) -> None:
    """Write a made-up order list with Japanese headers, words of three languages, slips and rows of totals."""
    from sekisho.examples.dirty_orders import write_dirty

    rows = write_dirty(library_of(folders), lines=lines, seed=seed, out=out, truth=truth)
    told = message(
        "command.dirty_written",
        "Wrote {file}: {lines} in {rows}.",
        file=str(out),
        lines=_made_up(lines),
        rows=counted("command.rows", "{n} row", "{n} rows", n=rows),
    )
    meaning = message("command.what_they_mean", "What they mean: {file}.", file=str(truth)) if truth else ""
    tell(joined([told, meaning], "sentence"))
