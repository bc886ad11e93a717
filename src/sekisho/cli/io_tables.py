"""Input-output tables under `data`, and what `table` shares with it; figures are read only where they are asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, say, spoken_language, tell, width
from sekisho.cli.options import data_folder, library_of
from sekisho.cli.party_lists import About
from sekisho.impact.economy.tables.user_versions import OWN
from sekisho.message import message
from sekisho.present.party_lists import name_of_file
from sekisho.service.lists import CheckedTable, TableRequest, check_whole, keep_economy, read_economy


def stating_options(command: click.decorators.FC) -> click.decorators.FC:
    """Say of a table what its file may not say."""
    for option in (
        click.option("--unit", metavar="UNIT", help="Table: size and currency, such as 'million USD'."),
        click.option("--region", metavar="CODE", help="Table: its country, ISO 3166, such as JPN."),
        click.option("--year", metavar="YEAR", type=click.IntRange(1950, 2100), help="Table: its year."),
    ):
        command = option(command)
    return command


def printed(new: CheckedTable, *, format: str, full: bool) -> None:
    """Print a table and its checks."""
    from sekisho.present.io_table import table_data, table_text

    if format == "text":
        show(table_text(new.table, new.checks, full=full, language=spoken_language(), width=width()))
    else:
        records(table_data(new.table, new.checks), [check.to_dict() for check in new.checks], format)


def add(
    file: Path,
    about: About,
    *,
    format: str,
    folders: Iterable[Path],
    own_name: str | None,
    layout: str | None,
    year: int | None,
    region: str | None,
    unit: str | None,
) -> None:
    """Read a table, show its checks, and put it in use.

    Raises
    ------
    TableError
        If a check fails.
    """
    card, library = about.card(), library_of(folders)
    name = own_name or name_of_file(file)
    request = TableRequest(name=name, layout=layout or "", year=year, region=region or "", unit=unit or "")
    new = read_economy(request, file, library)
    printed(new, format=format, full=about.full)
    check_whole(new, file)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (
        ask and click.confirm(say(message("command.put_in_use", "Put it in use?")), default=False)
    ):
        tell(message("command.no_table_written", "Nothing was written. --replace puts the table in use."))
        return
    place = keep_economy(new, file, card, data_folder())
    tell(
        message(
            "command.table_in_use",
            "In use: table {name}, version {version}. `{command}` takes it out of use.",
            name=name,
            version=place.name,
            command=f"sekisho data use {OWN}{name} none",
        )
    )
