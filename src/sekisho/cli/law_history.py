"""`changed` and `timeline`: the law over time."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import data, records, width
from sekisho.cli.options import (
    SourcePath,
    click_options,
    collecting,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.determination.line.history import CodeTimeline
from sekisho.errors import FactError
from sekisho.i18n.package_translation import teller_of
from sekisho.present.brief.changes import changed_lines
from sekisho.present.brief.timeline import timeline_lines
from sekisho.present.law.changes import change_row, changed_data, changed_text, own_lines
from sekisho.present.law.timeline import (
    code_timeline_rows,
    code_timeline_text,
    events_text,
    measure_timeline_rows,
    measure_timeline_text,
    timeline_data,
)
from sekisho.service.law import LawRequest, TimelineRequest, changes, moves
from sekisho.service.law import timeline as ask
from sekisho.service.request import by_flag, read_request, request_from


@click.command(
    epilog="\b\nExample:\n  sekisho changed --since 2025-10-01 --until 2025-12-31",
)
@click.option("--since", metavar="DATE", required=True, help="First day of the span.")
@click_options(LawRequest, "until", "as_of")
@click.option("--full", is_flag=True, help="List every change by day, and every question that is open.")
@click.option(
    "--results",
    type=SourcePath(run=True),
    help="Count the lines of this run that each change affects.",
)
@language_option
@format_option
@measures_option
def changed(
    *, full: bool, results: Path | None, language: str, format: str, folders: tuple[Path, ...], **given: object
) -> None:
    """Say what changed in the law in a span of days: what moves for a shipment to Japan, and what is not known.

    With --full every change: measures, clauses, listed parties, codes. What is pending, known to
    come, and not known is given for the date of law.
    """
    library = library_of(folders)
    request = request_from(LawRequest, given, where=by_flag)
    found, moved = changes(request, workspace_of(library)), moves(request, workspace_of(library))
    own = own_lines(results.name, "", results, found, library) if results is not None else None
    if format == "text" and not full:
        translator = teller_of(library, language).translator
        data(changed_lines(found, library, moved, width=width(), translator=translator, own=own))
        return
    if format == "text":
        data(changed_text(found, library, moved, own=own, language=language, width=width()))
        return
    rows = [change_row(change, library, own) for change in found.changes]
    records(changed_data(found, library, moved, own), rows, format)


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho timeline cn/2025-57-holmium-and-others --events\n"
    '  sekisho timeline "dysprosium oxide" --since 2020-01-01\n'
    "  sekisho timeline 3C001.a --destination US --destination JP",
)
@click.argument("what", metavar="MEASURE|CODE|WORDS", nargs=-1, required=True)
@click_options(TimelineRequest, "since", "until", "destinations")
@click.option("--events", is_flag=True, help="Tell the events around it too.")
@click_options(TimelineRequest, "assume")
@click.option("--full", is_flag=True, help="Tell every span, clause and question, and which clauses decide.")
@language_option
@format_option
@measures_option
def timeline(
    *, events: bool, full: bool, language: str, format: str, folders: tuple[Path, ...], **given: object
) -> None:
    """Tell how a measure stood over time, or what the export of a control code needed.

    A code may be named by its number (1C905.b, cn/dual-use/1C905.b) or by words of its name. Its
    export for civil use is determined on the first day of every span between two changes of law.
    """
    library = library_of(folders)
    request, faults = read_request(TimelineRequest, given)
    problems = [fault.problem(by_flag) for fault in faults]
    with collecting(problems):
        line = ask(request, workspace_of(library))
    if problems:
        raise FactError(problems)
    if format == "text" and not full:
        lines = timeline_lines(line, library, width=width(), translator=teller_of(library, language).translator)
        if events and line.events:
            lines += ["", *events_text(line, library, language=language, width=width())]
        data(lines)
        return
    if isinstance(line, CodeTimeline):
        lines = code_timeline_text(line, library, events=events, language=language, width=width())
        rows = code_timeline_rows(line)
    else:
        lines = measure_timeline_text(line, library, events=events, language=language, width=width())
        rows = measure_timeline_rows(line)
    if format == "text":
        data(lines)
    else:
        records(timeline_data(line, library), rows, format)
