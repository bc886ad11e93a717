"""`table`: what an input-output table is, and what its checks found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli import io_tables
from sekisho.cli.commands import USERS_MISTAKE
from sekisho.cli.console import data as show
from sekisho.cli.console import records, save, spoken_language, tell, width
from sekisho.cli.options import data_folder, format_option, language_option, library_of, measures_option
from sekisho.errors import Problem, TableError
from sekisho.files.formats import check_place
from sekisho.impact.economy.tables.layouts import LAYOUTS
from sekisho.message import message
from sekisho.service.lists import TableRequest, read_economy, table_files, table_named, table_names

if TYPE_CHECKING:
    from sekisho.impact.economy.table import InputOutputTable


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho table\n"
    "  sekisho table jpn-2018 --full\n"
    "  sekisho table JPN2018ttl.csv --format json",
)
@click.argument("name", metavar="[NAME|FILE]", required=False)
@io_tables.stating_options
@click.option("--layout", type=click.Choice(LAYOUTS), help="Table: default is what the content shows.")
@click.option("--full", is_flag=True, help="Show every sector.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write it in the project's own format: a .csv file and its card.",
)
@language_option
@format_option
@measures_option
@click.pass_context
def table(
    ctx: click.Context,
    *,
    name: str | None,
    year: int | None,
    region: str | None,
    unit: str | None,
    layout: str | None,
    full: bool,
    out: Path | None,
    language: str,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Show an input-output table and check its identities.

    NAME is a table that comes with a data package or that you added with `sekisho data add io-table`; FILE is one that
    is read from its place. Without either, the tables that are known by name are listed. The exit code is 1 if a check
    fails.
    """
    del language  # noted for the command, errors included
    if name is None:
        _listed(format, folders)
        return
    library = library_of(folders)
    file = Path(name)
    if file.suffix or file.is_file():
        stated = TableRequest(layout=layout or "", year=year, region=region or "", unit=unit or "")
        new = read_economy(stated, file, library)
    else:
        _check_no_options({"year": year, "region": region, "unit": unit, "layout": layout})
        new = table_named(name, library, data_folder())
    io_tables.printed(new, format=format, full=full)
    if out is not None:
        _write(new.table, out)
    if any(check.status == "fail" for check in new.checks):
        ctx.exit(USERS_MISTAKE)


def _write(table: InputOutputTable, out: Path) -> None:
    """Write a table and its card."""
    check_place(out, (".csv",))
    card = out.with_name(f"{out.stem}.source.yaml")
    for place, text in zip((out, card), table_files(table), strict=True):
        save(place, text)
    tell(message("command.wrote_with_card", "Wrote {file} and {card}.", file=str(out), card=str(card)))


def _check_no_options(given: dict[str, object]) -> None:
    """Refuse to say otherwise of a table that is known by name.

    Raises
    ------
    TableError
        If an option is given.
    """
    stated = [name for name, value in given.items() if value is not None]
    if stated:
        remedy = message(
            "command.known_table",
            "Leave it out: year, unit and country of a table that is known by name are known too.",
        )
        raise TableError(
            Problem(where=f"--{name}", what=message("command.file_only", "is for a file only."), remedy=remedy)
            for name in stated
        )


def _listed(format: str, folders: tuple[Path, ...]) -> None:
    from sekisho.present.io_table import tables_text

    shipped, own = table_names(library_of(folders), data_folder())
    if format == "text":
        show(tables_text(shipped, own, language=spoken_language(), width=width()))
        return
    rows = [{"name": each, "version": "", "own": False, "uses": uses} for each, uses in shipped.items()]
    rows += [{"name": each, "version": version, "own": True, "uses": None} for each, version in own.items()]
    records(rows, rows, format)
