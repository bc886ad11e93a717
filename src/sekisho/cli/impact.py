"""`impact`: what a measure, a scenario or a published estimate's assumptions cost."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import Progress, data, records, tell, width, wrote
from sekisho.cli.options import (
    click_options,
    collecting,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.errors import Problem, ScenarioError
from sekisho.files.formats import check_place
from sekisho.i18n.package_translation import teller_of
from sekisho.message import message
from sekisho.present.impact.formats import CHARTS, ENDINGS, TABLES
from sekisho.service.impact import ImpactRequest, impact_faults
from sekisho.service.impact import impact as cost
from sekisho.service.request import by_flag, read_request


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho impact cn/2026-01-japan-dual-use --months 12 --reading broad\n"
    "  sekisho impact rare-earths-stop --months 3 -o page.html -o tables.xlsx\n"
    "  sekisho impact --preset daiwa-2025\n"
    "  sekisho impact rare-earths-stop --why phi\n"
    "  sekisho impact japan-ban --show flows -o flows.parquet\n"
    "  sekisho impact japan-ban --observed customs.csv --as-of 2026-03-31\n"
    "  sekisho impact rare-earths-stop --country KR --table wiot_2011.parquet\n"
    "  sekisho impact --list",
)
@click_options(ImpactRequest, "names")
@click.option("--preset", metavar="NAME", help="Run a published estimate's assumptions instead.")
@click.option("--list", "listing", is_flag=True, help="List scenarios and presets.")
@click_options(ImpactRequest, "start", "months", "draws", "seed", "reading", "kernel", "country", "table", "assume")
@click_options(ImpactRequest, "quick", "why", "observed", "as_of")
@click.option(
    "-o",
    "--out",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write to a file: .html for a page, .pdf for two sides of it (all with --full), .xlsx for a workbook. "
    "Also .svg or .png for a chart; .json, .csv or .parquet for data. Repeatable.",
)
@click.option(
    "--chart",
    type=click.Choice(CHARTS),
    default=CHARTS[0],
    show_default=True,
    help="The chart that .svg and .png show.",
)
@click.option(
    "--show",
    type=click.Choice(TABLES),
    help="Show this instead of the loss, in tables too: what arrives by material, origin and month.",
)
@click.option(
    "--full", is_flag=True, help="Show everything: tables, published figures, every assumption and every weak input."
)
@language_option
@format_option
@measures_option
def impact(
    *,
    names: tuple[str, ...],
    preset: str | None,
    listing: bool,
    out: tuple[Path, ...],
    chart: str,
    show: str | None,
    full: bool,
    language: str,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Say what a measure, a scenario or several together cost.

    The answer has a few lines: the loss and its range, what moves it, who loses most and when. Everything else is
    behind --full and in files of -o.
    """
    from sekisho.present.impact.scenarios import scenarios_data, scenarios_text

    library = library_of(folders)
    translator = teller_of(library, language).translator
    if listing:
        if format == "text":
            return data(scenarios_text(library, width=width(), translator=translator))
        listed = scenarios_data(library)
        return records(listed, listed, format)
    wanted = (*names, *((preset,) if preset else ()))
    if not wanted:
        remedy = message(
            "command.name_impact", "Name a measure or a scenario, or a preset with --preset; --list lists them."
        )
        raise ScenarioError(
            Problem(where="impact", what=message("impact.nothing_to_run", "nothing to run."), remedy=remedy)
        )
    from sekisho.present.impact.export import check_writers, told, write

    check_writers(out)
    workspace = workspace_of(library)
    asked, faults = read_request(ImpactRequest, {**given, "names": wanted})
    problems = [fault.problem(by_flag) for fault in faults]
    for file in out:
        with collecting(problems):
            check_place(file, ENDINGS)
    if problems:
        raise ScenarioError([*problems, *impact_faults(asked, workspace)])
    with Progress() as progress:
        answer = cost(asked, workspace, progress=progress)
    result = told(answer, width=width(), full=full, translator=translator, show=show or "")
    if format == "text":
        data(result.text)
    else:
        records(result.data, result.rows, format)
    for file in out:
        write(result, file, chart=chart)
        tell(wrote(file))
    return None
