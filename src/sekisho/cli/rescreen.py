"""`rescreen`: a run that was kept, judged again under another law."""

from __future__ import annotations

import time
from pathlib import Path

import click

from sekisho.cli.console import data, records, tell, width, wrote
from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import (
    SourcePath,
    click_options,
    collecting,
    format_option,
    language_option,
    library_of,
    workspace_of,
)
from sekisho.errors import BookError
from sekisho.message import joined, message
from sekisho.present.book import book_words
from sekisho.present.own_lists import own_lists_say
from sekisho.present.render.terminal import wrap
from sekisho.present.rescreen import rescreen_data, rescreen_rows, rescreen_text
from sekisho.service.request import by_flag, read_request
from sekisho.service.rescreen import RescreenRequest
from sekisho.service.rescreen import rescreen as ask


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho bulk orders.csv -o results.parquet --keep\n"
    "  sekisho rescreen results.parquet --law-to 2026-11-28 -o changes.csv\n"
    "  sekisho rescreen results.parquet --library-from old/ --library-to new/",
)
@click.argument("results", type=SourcePath(run=True))
@click_options(RescreenRequest, "law_from", "law_to", "library_from")
@click.option(
    "--library-to",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The law of this data package; repeatable. Default: those installed.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Where the lines that change go, .parquet, .csv or .json: before, after, and the clauses that did it.",
)
@click_options(RescreenRequest, "threads")
@identity_options
@language_option
@format_option
def rescreen(
    *,
    results: Path,
    library_to: tuple[Path, ...],
    out: Path | None,
    policy_file: Path | None,
    matches_file: Path | None,
    language: str,
    format: str,
    **given: object,
) -> None:
    """Judge a run again that `sekisho bulk --keep` wrote, and say which lines change, and by which clauses.

    The book is not read. What changes is exactly what two full runs would tell apart: floor or ceiling, under the
    reading of the run, all narrow, or all broad.
    """
    from sekisho.determination.rescreen.change_export import check_changes_place

    started = time.monotonic()
    request, faults = read_request(RescreenRequest, given)
    problems = [fault.problem(by_flag) for fault in faults]
    with collecting(problems):
        if out is not None:
            check_changes_place(out)
    if problems:
        raise BookError(problems)
    library = with_identity(library_of(library_to), policy_file, matches_file)
    answer = ask(request, workspace_of(library), results, out=out)
    found, own = answer.result, answer.own_lists
    seconds = time.monotonic() - started
    if format == "text":
        data(rescreen_text(found, language=language, width=width()))
        if own:
            data(["", *wrap(book_words(language).say(own_lists_say(own)), width=width())])
        took = message("command.took", "{seconds} s", seconds=f"{seconds:.1f}")
        tell(joined([wrote(out) if out else "", took], "sentence"))
        return
    more = {"seconds": round(seconds, 3), "out": str(out) if out else None, "own_lists_changed": own}
    records({**rescreen_data(found), **more}, rescreen_rows(found), format)
