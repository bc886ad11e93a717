"""`dependence`: who sells a material, how concentrated that is, what else there is."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import data, records, tell, width, wrote
from sekisho.cli.options import (
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.impact.dependence import Dependence
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.present.dependence import dependence_drawn, dependence_text, ranking_document
from sekisho.present.dependence_data import dependence_data, dependence_rows, ranking_rows
from sekisho.present.render.document_text import document_lines
from sekisho.service.dependence import DependenceRequest
from sekisho.service.dependence import dependence as ask_dependence
from sekisho.service.dependence import ranking as ask_ranking
from sekisho.service.request import by_flag, request_from

DRAWN = (".svg", ".png", ".html")


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho dependence rare-earths --importer JP\n"
    "  sekisho dependence gallium -o gallium.svg\n"
    "  sekisho dependence 8505.11 --format json",
)
@click.argument("what", metavar="MATERIAL|HS", nargs=-1)
@click_options(DependenceRequest, "importer", "seller")
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw it too: .svg, .png, or .html with the table.",
)
@language_option
@format_option
@measures_option
def dependence(*, output: Path | None, language: str, format: str, folders: tuple[Path, ...], **given: object) -> None:
    """Tell how far an importer depends on a seller for a material, a group of materials, or a heading; or rank all.

    Shares of imports by year with every count on file, since sources disagree; concentration; what the
    model takes; and named suppliers elsewhere, with the date from which they deliver.
    """
    library = library_of(folders)
    request = request_from(DependenceRequest, given, where=by_flag)
    if not request.what:
        ranked = ask_ranking(request, workspace_of(library))
        if format == "text":
            document = ranking_document(ranked, library, importer=request.importer, seller=request.seller)
            data(document_lines(document, teller_of(library, language), width=width()))
        else:
            records(ranking_rows(ranked), ranking_rows(ranked), format)
        return
    found = ask_dependence(request, workspace_of(library))
    if output is not None:
        _draw(found, library, output, language)
    if format == "text":
        data(dependence_text(found, library, width=width(), language=language))
        return
    records(dependence_data(found, library), dependence_rows(found), format)


def _draw(found: Dependence, library: Library, output: Path, language: str) -> None:
    """Write the chart.

    Raises
    ------
    FactError
        If the file is of no kind that can be drawn, or there is no share to draw.
    """
    if output.suffix.lower() not in DRAWN:
        what = message("command.no_chart", "'{name}' is not a chart.", name=output.name)
        raise FactError(
            Problem(
                where="-o",
                what=what,
                remedy=message(
                    "command.expected_ending", "Expected a name in {endings}.", endings=joined(DRAWN, "comma")
                ),
            )
        )
    if not found.intervals:
        what = message("command.no_share", "there is no share of {title} over time to draw.", title=found.title)
        raise FactError(
            Problem(
                where="-o", what=what, remedy=message("command.leave_o", "Leave -o out, or ask for a material by name.")
            )
        )
    from sekisho.present.render.charts import page, png, svg

    chart = dependence_drawn(found, library)
    voice = teller_of(library, language).translator
    match output.suffix.lower():
        case ".svg":
            output.write_text(svg(chart, voice.say), encoding="utf-8")
        case ".png":
            output.write_bytes(png(chart, voice.say))
        case _:
            output.write_text(page(chart, voice), encoding="utf-8")
    tell(wrote(output))
