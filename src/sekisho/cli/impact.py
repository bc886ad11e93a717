"""`impact`: what a measure, a scenario or a published estimate's assumptions cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.console import Progress, data, records, tell, width
from sekisho.cli.options import (
    as_date,
    assumptions_of,
    cache_folder,
    collecting,
    format_option,
    library_of,
    measures_option,
    pairs,
    tables_folder,
    today,
)
from sekisho.errors import Problem, ScenarioError, TableError
from sekisho.files.formats import check_place
from sekisho.impact.defaults import DRAWS, SEED
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.present.impact.formats import CHARTS, ENDINGS

if TYPE_CHECKING:
    from sekisho.impact.economy.table import InputOutputTable

DEFAULT_TABLE: Final = "jpn-2018"


@click.command(
    short_help="Say what a measure or a scenario costs, with its band.",
    epilog="\b\nExamples:\n"
    "  sekisho impact cn/2026-01-japan-dual-use --months 12 --reading broad\n"
    "  sekisho impact rare-earths-stop --months 3 -o page.html -o tables.xlsx\n"
    "  sekisho impact --preset daiwa-2025\n"
    "  sekisho impact --list",
)
@click.argument("names", metavar="[MEASURE|SCENARIO]...", nargs=-1)
@click.option("--preset", metavar="NAME", help="Run a published estimate's assumptions instead.")
@click.option("--list", "listing", is_flag=True, help="List scenarios and presets.")
@click.option("--months", type=int, metavar="M", help="Length of the horizon. Default: the scenario's.")
@click.option("--start", metavar="DATE", help="First day. Default: the scenario's, or the day a measure takes effect.")
@click.option(
    "--reading",
    type=click.Choice([str(reading) for reading in Reading]),
    default="central",
    show_default=True,
    help="The reading that heads the answer; all three are run if they differ.",
)
@click.option("--draws", type=int, default=DRAWS, show_default=True, metavar="N", help="Draws, a power of two.")
@click.option("--seed", type=int, default=SEED, show_default=True, metavar="S", help="Seed of the draws.")
@click.option(
    "--kernel",
    type=click.Choice(["auto", "numpy", "numba"]),
    default="auto",
    show_default=True,
    help="How the engine computes; auto takes numba where it is installed.",
)
@click.option(
    "--table",
    default=DEFAULT_TABLE,
    show_default=True,
    metavar="NAME|FILE",
    help="The input-output table, by its name or a file.",
)
@click.option("--assume", multiple=True, metavar="NAME=VALUE", help="Value of a named unknown of the law; repeatable.")
@click.option(
    "-o",
    "--out",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write to a file: .html or .pdf for a page, .xlsx for a workbook, .svg or .png for a chart, .json, .csv "
    "or .parquet for data; repeatable.",
)
@click.option(
    "--chart",
    type=click.Choice(CHARTS),
    default=CHARTS[0],
    show_default=True,
    help="The chart that .svg and .png show.",
)
@click.option("--full", is_flag=True, help="Show every assumption and every weak input.")
@format_option
@measures_option
def impact(
    *,
    names: tuple[str, ...],
    preset: str | None,
    listing: bool,
    months: int | None,
    start: str | None,
    reading: str,
    draws: int,
    seed: int,
    kernel: str,
    table: str,
    assume: tuple[str, ...],
    out: tuple[Path, ...],
    chart: str,
    full: bool,
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """Say what a measure, a scenario or several together cost, with a band and where it comes from."""
    from sekisho.present.impact.scenarios import scenarios_data, scenarios_text

    library = library_of(folders)
    if listing:
        if form == "text":
            return data(scenarios_text(library, width=width()))
        listed = scenarios_data(library)
        return records(listed, listed, form)
    asked = (*names, *((preset,) if preset else ()))
    if not asked:
        do = "Name a measure or a scenario, or a preset with --preset; --list lists them."
        raise ScenarioError(Problem(where="impact", what="nothing to run.", do=do))
    from sekisho.impact.scenario.resolution import scenario_of
    from sekisho.impact.simulation import faults_of
    from sekisho.present.impact.export import check_writers, told, write
    from sekisho.service.check import Workspace
    from sekisho.service.impact import ImpactRequest, settings_of
    from sekisho.service.impact import impact as cost

    check_writers(out)
    problems: list[Problem] = []
    first = None
    with collecting(problems):
        scenario_of(library, asked)
    for file in out:
        with collecting(problems):
            check_place(file, ENDINGS)
    with collecting(problems):
        first = as_date(start, where="start") if start else None
    with collecting(problems):
        assumed = assumptions_of(library, pairs("assume", assume))
    with collecting(problems):
        found = _table(library, table)
    workspace = Workspace(library=library, today=today(), cache=cache_folder())
    request = ImpactRequest(
        names=asked, months=months, start=first, reading=Reading(reading), draws=draws, seed=seed, kernel=kernel
    )
    problems += faults_of(settings_of(request, workspace))
    if problems:
        raise ScenarioError(problems)
    with Progress() as progress:
        answer = cost(replace(request, assume=assumed), workspace, found, progress=progress)
    result = told(answer, width=width(), full=full)
    if form == "text":
        data(result.text)
    else:
        records(result.data, result.rows, form)
    for file in out:
        write(result, file, chart=chart)
        tell(f"Wrote {file}.")
    return None


def _table(library: Library, name: str) -> InputOutputTable:
    """Find a table by its name, or read it from a file and refuse one that breaks an identity."""
    from sekisho.cli import io_tables
    from sekisho.impact.economy.check_result import problems_of
    from sekisho.impact.economy.tables.user_tables import find_table

    path = Path(name)
    if not path.suffix and not path.is_file():
        return find_table(library, name, tables_folder())
    table = io_tables.read(path, library)
    broken = problems_of(io_tables.checked(table, library), source=table.name)
    if broken:
        raise TableError(broken)
    return table
