"""`screen`: names against the lists of parties, one or many."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, records, tell, usage_error, width
from sekisho.cli.identity_options import check_no_decisions, identity_options, own_register, policy_in_use
from sekisho.cli.options import (
    SourcePath,
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.cli.register import keep_decisions, person
from sekisho.errors import BookError, Problem
from sekisho.files.formats import check_place
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.library import Library
from sekisho.message import counted, message
from sekisho.parties.answer import Identification
from sekisho.present.brief.screening import named_lines, screening_lines
from sekisho.present.screening import screening_data, screening_rows, screening_text, summary_text
from sekisho.service.request import by_flag, request_from
from sekisho.service.screen import ScreenRequest, lists_in_use, queries_in, relatives_of, screen_all
from sekisho.service.screen import screen as ask
from sekisho.service.workspace import Workspace

NAMED: Final = 8
"""Names of a file that are told beside the counts; all of them are in the table and in the data."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho screen '三菱重工マリタイムシステムズ'\n"
    "  sekisho screen 'SHI' --territory JP\n"
    "  sekisho screen --file customers.csv -o matches.csv",
)
@click_options(ScreenRequest, "names")
@click.option(
    "--file",
    "source",
    metavar="NAMES.csv",
    type=SourcePath(),
    help="Screen every row of a CSV file: a column name, and, if known, territory and identifier.",
)
@click.option(
    "-o",
    "--out",
    metavar="MATCHES.csv",
    type=click.Path(path_type=Path),
    help="With --file: write what is to be reviewed, to be decided and used with --matches.",
)
@click.option(
    "--column", metavar="HEADER", default="", help="With --file: the column of names, if its header is not known."
)
@click_options(ScreenRequest, "territory", "identifiers", "lists", "printed", "least", "same", "by", "basis")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes for many names. Default: all cores."
)
@identity_options
@click.option("--full", is_flag=True, help="Show every hit with its reasons and its source, and what was compared.")
@click_options(ScreenRequest, "as_of")
@language_option
@format_option
@measures_option
def screen(
    *,
    names: tuple[str, ...],
    source: Path | None,
    out: Path | None,
    column: str,
    workers: int | None,
    policy_file: Path | None,
    matches_file: Path | None,
    full: bool,
    language: str,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Compare NAME, in any script, with the lists of parties, and say word by word why it may be one.

    Three zones: match (equal after folding, or an identifier), review (it may be; the fact is unknown until a person
    decides), none. The thresholds are those of the policy file, and stand beside every answer.
    """
    if bool(names) == (source is not None):
        raise usage_error(message("command.names_or_file", "Give names, or --file NAMES.csv."))
    if out is not None:
        _check_out(out, source)
    library, policy = library_of(folders), policy_in_use(policy_file)
    if policy != library.identity.policy:
        library = replace(library, identity=replace(library.identity, policy=policy))
    workspace = workspace_of(library)
    stated = {**given, "names": names, "matches": matches_file or own_register()}
    request = request_from(ScreenRequest, stated, where=by_flag)
    if source is not None:
        many = replace(workspace, cores=workers or workspace.cores)
        _many(source, out, request, many, column=column, language=language, format=format)
    else:
        own = replace(request, by=person(request.by))
        _few(own, workspace, matches_file, full=full, language=language, format=format)


def _check_out(out: Path, source: Path | None) -> None:
    """Make sure, before any work, that the table may be written and takes the place of nothing that is needed.

    Raises
    ------
    BookError
        If it cannot be written there, or would overwrite the names.
    FactError
        If it would overwrite decisions.
    """
    if source is None:
        raise usage_error(message("command.o_with_file", "-o goes with --file."))
    check_place(out, (".csv",))
    if source.exists() and out.exists() and source.samefile(out):
        raise BookError(
            Problem(
                where=str(out),
                what=message("command.overwrite_names", "the table would overwrite the names."),
                remedy=message("error.name_other_file", "Name another file."),
            )
        )
    check_no_decisions(out)


def _few(
    request: ScreenRequest, workspace: Workspace, matches_file: Path | None, *, full: bool, language: str, format: str
) -> None:
    """Screen the names of a command line, and tell whom they mean; in full every hit with its reasons."""
    answer = ask(request, workspace)
    for note in answer.notes:
        tell(note)
    if answer.decisions and request.basis:
        keep_decisions(answer.decisions, workspace.library, matches_file)
    library, policy = answer.library, answer.library.identity.policy
    if format == "text" and not full:
        translator = teller_of(library, language).translator
        data(screening_lines(answer.found, library, answer.day, width=width(), translator=translator))
        return
    if format == "text":
        lines: list[str] = []
        for each in answer.found:
            lines += [*screening_text(each, library, answer.day, policy, language=language, width=width()), ""]
        data(lines[:-1])
        return
    plain = [screening_data(each, library, answer.day, policy) for each in answer.found]
    records(plain if len(plain) > 1 else plain[0], _rows(answer.found, library, answer.day), format)


def _rows(answers: Iterable[Identification], library: Library, day: date) -> list[dict[str, object]]:
    return [row for each in answers for row in screening_rows(each, library, day)]


def _many(
    source: Path,
    out: Path | None,
    request: ScreenRequest,
    workspace: Workspace,
    *,
    column: str,
    language: str,
    format: str,
) -> None:
    """Screen the rows of a file: a count for reading, every hit as data, and what is to be reviewed into a table."""
    from sekisho.parties.review_decisions import write_reviews

    lists, library = lists_in_use(request, workspace), workspace.library
    for note in lists.notes:
        tell(note)
    queries = queries_in(source, workspace, column=column)
    started = time.monotonic()
    found = screen_all(queries, lists, workspace, least=request.least)
    answers = list(found if format == "text" else relatives_of(found, lists))
    zones = Counter("unknown" if each.is_unread else each.zone for each in answers)
    if format == "text":
        answers = [each for each in answers if each.hits or each.problem]
        seconds = time.monotonic() - started
        data(summary_text(zones, len(queries), len(set(queries)), seconds, language=language))
        named = {each.query: each for each in answers}
        data(named_lines([*named.values()], library, lists.day, teller_of(library, language).translator, most=NAMED))
    else:
        plain = [screening_data(each, library, lists.day, library.identity.policy) for each in answers]
        records(plain, _rows(answers, library, lists.day), format)
    if out is not None:
        number = write_reviews(out, answers)
        to_decide = len({(each.query, hit.entity) for each in answers for hit in each.hits if hit.zone == "review"})
        tell(
            counted(
                "command.reviews_written",
                "Wrote {file}: {n} row, {open} of them to decide. Fill same (yes or no), by and on; use it with "
                "--matches {name}.",
                "Wrote {file}: {n} rows, {open} of them to decide. Fill same (yes or no), by and on; use it with "
                "--matches {name}.",
                n=number,
                file=str(out),
                open=to_decide,
                name=out.name,
            )
        )
    elif format == "text":
        tell(
            message(
                "command.write_reviews",
                "-o MATCHES.csv writes what is to be reviewed; --format json or csv tells every hit.",
            )
        )
