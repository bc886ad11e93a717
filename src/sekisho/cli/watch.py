"""`watch`: a book or the results of a run, looked at again whenever the law, a list or a decision may have changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, records, tell, width
from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import (
    SourcePath,
    beside,
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.message import message
from sekisho.present.rescreen import watch_data
from sekisho.service.book import BookRequest
from sekisho.service.request import by_flag, request_from
from sekisho.service.watch import Report, WatchAnswer, watch_book, watch_results

CHANGED: Final = 40
"""Exit code when something changed."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho watch orders.csv\n"
    "  sekisho watch orders.parquet --state /var/lib/sekisho/orders --matches matches.csv\n"
    "  sekisho watch results.parquet --as-of 2026-11-28\n"
    "  sekisho watch s3://trade/orders.csv --state /var/lib/sekisho/orders",
)
@click.argument("subject", metavar="BOOK|RESULTS", type=SourcePath(run=None))
@click.option(
    "--state",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the last run is saved. Default: the book's name, ending in .watch. Results leave no state.",
)
@click.option("--only-outcomes", is_flag=True, help="Exit 40 only if the outcome of some line changed.")
@click_options(BookRequest, "mapping", "unknown")
@identity_options
@click_options(BookRequest, "as_of", "reading", "terms", "assume")
@language_option
@format_option
@measures_option
def watch(
    *,
    subject: Path,
    state: Path | None,
    only_outcomes: bool,
    policy_file: Path | None,
    matches_file: Path | None,
    language: str,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Compare a book, or the results of a run, with the law, the lists and your decisions as they are now.

    A book is determined and saved the first time; later runs say what changed since the last one. Results of
    `sekisho bulk --keep` are compared as they are, and leave no state. Exit code 0: nothing changed; 40: something
    changed, and the report says what; 1: an input is wrong.
    """
    request = request_from(BookRequest, given, where=by_flag)
    workspace = workspace_of(with_identity(library_of(folders), policy_file, matches_file))

    def report(answer: WatchAnswer) -> Report:
        return watch_data(answer, subject.name, language=language, width=width())

    def say(found: Report) -> None:
        _say(found, format)

    if subject.with_suffix(".run.yaml").is_file():
        found = report(watch_results(subject, workspace, request.as_of))
        say(found)
    else:
        place = state or beside(subject, subject.with_suffix(".watch"))
        found = watch_book(request, workspace, subject, place, report=report, say=say)
    moved = found.get("changed") or found.get("lines_changed") or found.get("lines_new") or found.get("lines_gone")
    if moved or (found["inputs"] and not only_outcomes):
        click.get_current_context().exit(CHANGED)


def _say(found: Report, format: str) -> None:
    """Print the report."""
    if format != "text":
        plain = {key: value for key, value in found.items() if key != "text"}
        records(plain, [{key: value for key, value in plain.items() if not isinstance(value, list)}], format)
        return
    data(map(str, found.get("text", [])))
    sys.stdout.flush()
    if found["inputs"]:
        tell(message("command.exit_changed", "Exit code {code}: something changed.", code=str(CHANGED)))
