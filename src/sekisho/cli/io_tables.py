"""Input-output tables under `data`, and what `table` shares with it; figures are read only where they are asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, tell, width
from sekisho.cli.options import as_date, library_of, tables_folder, today
from sekisho.cli.party_lists import About
from sekisho.errors import Problem, TableError
from sekisho.files.versions import VersionCard, VersionFolder
from sekisho.impact.economy.tables import user_versions
from sekisho.impact.economy.tables.layouts import LAYOUTS
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.present.party_lists import name_of_file

if TYPE_CHECKING:
    from sekisho.impact.economy.check_result import CheckResult
    from sekisho.impact.economy.table import InputOutputTable


def stating_options(command: click.decorators.FC) -> click.decorators.FC:
    """Say of a table what its file may not say."""
    for option in (
        click.option("--unit", metavar="UNIT", help="Table: size and currency, such as 'million USD'."),
        click.option("--region", metavar="CODE", help="Table: its country, ISO 3166, such as JPN."),
        click.option("--year", metavar="YEAR", type=click.IntRange(1950, 2100), help="Table: its year."),
    ):
        command = option(command)
    return command


def is_table(name: str) -> bool:
    """Tell whether a name is that of a table of the user."""
    return name.startswith(user_versions.OWN)


def names() -> list[str]:
    """Name the tables that are kept."""
    return [f"{user_versions.OWN}{name}" for name in user_versions.table_names(tables_folder())]


def read(
    file: Path,
    library: Library,
    *,
    name: str = "",
    layout: str | None = None,
    year: int | None = None,
    region: str | None = None,
    unit: str | None = None,
) -> InputOutputTable:
    """Read a table from a file.

    Raises
    ------
    TableError
        If it cannot be read, or the layout is one of party lists.
    """
    from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
    from sekisho.impact.economy.tables.recognition import read_table

    if layout is not None and layout not in LAYOUTS:
        remedy = message("command.table_layouts", "Layouts of tables: {layouts}.", layouts=joined(LAYOUTS, "comma"))
        raise TableError(
            Problem(
                where="layout",
                what=message("command.layout_of_parties", "'{layout}' is a layout of party lists.", layout=layout),
                remedy=remedy,
            )
        )
    stated = TableMetadata(name=name, year=year, region=(region or "").upper(), unit=unit or "")
    return read_table(file, stated=stated, known=known_from(library), layout=layout)


def checked(table: InputOutputTable, library: Library) -> tuple[CheckResult, ...]:
    """Check a table, against the GDP of its year where that is at hand."""
    from sekisho.impact.economy.gdp import gdp_of_table, read_gdp
    from sekisho.impact.economy.identities import checks_of

    return checks_of(table, gdp_of_table(table, read_gdp(library)))


def printed(table: InputOutputTable, checks: tuple[CheckResult, ...], *, format: str, full: bool) -> None:
    """Print a table and its checks."""
    from sekisho.present.io_table import table_data, table_text

    if format == "text":
        show(table_text(table, checks, full=full, width=width()))
    else:
        records(table_data(table, checks), [check.to_dict() for check in checks], format)


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
    from sekisho.impact.economy.check_result import problems_of
    from sekisho.impact.economy.tables import user_tables

    day = today()
    fetched = as_date(about.read, where="read") if about.read else day
    library = library_of(folders)
    name = own_name or name_of_file(file)
    user_tables.check_name(library, name)
    table = read(file, library, name=name, layout=layout, year=year, region=region, unit=unit)
    checks = checked(table, library)
    printed(table, checks, format=format, full=about.full)
    failed = problems_of(checks, source=file.name)
    if failed:
        raise TableError(failed)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (ask and click.confirm("Put it in use?", default=False)):
        tell("Nothing was written. --replace puts the table in use.")
        return
    given = VersionCard(title=about.title, url=about.url, read=fetched.isoformat(), added=day.isoformat())
    place = user_tables.keep(tables_folder(), table, file, given)
    tell(
        f"In use: table {name}, version {place.name}. "
        f"`sekisho data use {user_versions.OWN}{name} none` takes it out of use."
    )


def kept_cards() -> list[dict[str, object]]:
    """Describe the tables that are kept, under the keys of other lists."""
    return [{"title": "", **card} for card in user_versions.cards(tables_folder())]


def versions_of(name: str) -> VersionFolder:
    """Return the versions of a table, `table/NAME`."""
    return user_versions.table_versions(tables_folder(), name)


def no_diff(name: str) -> None:
    """Refuse to compare versions of a table.

    Raises
    ------
    TableError
        Always: a table has too many figures to list.
    """
    remedy = message(
        "command.compare_tables", "`sekisho table` shows what each is; compare the figures in a program of your own."
    )
    raise TableError(
        Problem(
            where=name,
            what=message("command.tables_not_compared", "versions of a table are not compared."),
            remedy=remedy,
        )
    )
