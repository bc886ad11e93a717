"""`changed`, `timeline`, and `show --compare`: the law over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from sekisho.cli.console import data, records, width
from sekisho.cli.options import (
    as_date,
    assumptions_of,
    click_options,
    collecting,
    format_option,
    language_option,
    library_of,
    measures_option,
    pairs,
    workspace_of,
)
from sekisho.determination.line.history import (
    CodeTimeline,
    MeasureTimeline,
    code_timeline,
    measure_timeline,
    subject_of,
)
from sekisho.errors import FactError, Problem
from sekisho.law.dates.stages import NOTHING, compare
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Measure
from sekisho.law.model.scheme import ControlEntry
from sekisho.present.law.changes import change_row, changed_data, changed_text
from sekisho.present.law.comparison import compared_data, compared_rows, compared_text
from sekisho.present.law.timeline import (
    code_timeline_data,
    code_timeline_rows,
    code_timeline_text,
    measure_timeline_data,
    measure_timeline_rows,
    measure_timeline_text,
)
from sekisho.service.law import LawRequest, changes
from sekisho.service.request import by_flag, request_from


@click.command(
    epilog="\b\nExample:\n  sekisho changed --since 2025-10-01 --until 2025-12-31",
)
@click.option("--since", metavar="DATE", required=True, help="First day of the span.")
@click_options(LawRequest, "until", "as_of")
@language_option
@format_option
@measures_option
def changed(*, language: str, format: str, folders: tuple[Path, ...], **given: object) -> None:
    """List every change of law in a span of days: measures, clauses, listed parties, codes.

    What is pending, known to come, and not known is told as of the date of law.
    """
    library = library_of(folders)
    found = changes(request_from(LawRequest, given, where=by_flag), workspace_of(library))
    if format == "text":
        data(changed_text(found, library, language=language, width=width()))
        return
    records(changed_data(found, library), [change_row(change, library) for change in found.changes], format)


def show_compared(
    measure: Measure, clause: Clause | None, library: Library, days: tuple[str, str], *, language: str, format: str
) -> None:
    """Print a measure, or one clause, on two days side by side.

    Raises
    ------
    FactError
        If one is no date, or they are not two days in order.
    """
    problems: list[Problem] = []
    found: list[date] = []
    for text in days:
        with collecting(problems):
            found.append(as_date(text, where="compare"))
    if problems:
        raise FactError(problems)
    compared = compare(measure, library, found[0], found[1], clause=clause)
    if format == "text":
        data(compared_text(compared, library, language=language, width=width()))
        return
    records(compared_data(compared, library), compared_rows(compared), format)


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho timeline cn/2025-57-holmium-and-others --events\n"
    '  sekisho timeline "dysprosium oxide" --since 2020-01-01\n'
    "  sekisho timeline 3C001.a --destination US --destination JP",
)
@click.argument("what", metavar="MEASURE|CODE|WORDS", nargs=-1, required=True)
@click.option("--since", metavar="DATE", help="First day. Default: the measure's publication, or the first law loaded.")
@click.option("--until", metavar="DATE", help="Last day. Default: without end, as far as the law is known.")
@click.option(
    "--destination",
    "destinations",
    multiple=True,
    metavar="TERRITORY",
    help="Where an item of the code goes; repeatable. Default: all destinations that no measure names.",
)
@click.option("--events", is_flag=True, help="Tell the events around it too.")
@click.option(
    "--assume", multiple=True, metavar="NAME=VALUE", help="Assume a value for a named unknown of the law; repeatable."
)
@language_option
@format_option
@measures_option
def timeline(
    *,
    what: tuple[str, ...],
    since: str | None,
    until: str | None,
    destinations: tuple[str, ...],
    events: bool,
    assume: tuple[str, ...],
    language: str,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Tell how a measure stood over time, or what the export of a control code needed.

    A code may be named by its number (1C905.b, cn/dual-use/1C905.b) or by words of its name. Its
    export for civil use is determined on the first day of every span between two changes of law.
    """
    library = library_of(folders)
    problems: list[Problem] = []
    first: date | None = None
    last: date | None = None
    assumed: Mapping[str, str] = NOTHING
    places: list[str] = []
    subject: Measure | Clause | ControlEntry | None = None
    with collecting(problems):
        first = as_date(since, where="since") if since else None
    with collecting(problems):
        last = as_date(until, where="until") if until else None
    with collecting(problems):
        assumed = assumptions_of(library, pairs("assume", assume))
    for text in destinations:
        with collecting(problems):
            places.append(str(library.facts.parse("destination", text, where="destination")))
    with collecting(problems):
        subject = subject_of(" ".join(what), library)
    if destinations and isinstance(subject, Measure | Clause):
        remedy = "Leave --destination out, or name a control code."
        problems.append(Problem(where="destination", what="a measure has no destination.", remedy=remedy))
    if problems or subject is None:
        raise FactError(problems)
    if isinstance(subject, ControlEntry):
        _print_code(
            code_timeline(subject, library, since=first, until=last, destinations=places, assume=assumed),
            library,
            events=events,
            language=language,
            format=format,
        )
    else:
        _print_measure(
            measure_timeline(subject, library, since=first, until=last, assume=assumed),
            library,
            events=events,
            language=language,
            format=format,
        )


def _print_measure(found: MeasureTimeline, library: Library, *, events: bool, language: str, format: str) -> None:
    if format == "text":
        data(measure_timeline_text(found, library, events=events, language=language, width=width()))
        return
    records(measure_timeline_data(found, library), measure_timeline_rows(found), format)


def _print_code(found: CodeTimeline, library: Library, *, events: bool, language: str, format: str) -> None:
    if format == "text":
        data(code_timeline_text(found, library, events=events, language=language, width=width()))
        return
    records(code_timeline_data(found, library), code_timeline_rows(found), format)
