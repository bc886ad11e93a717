"""`compare`: two answers side by side, of a shipment and of the same with something otherwise; two measures or runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from sekisho.cli.check_request import inquiry_of, inquiry_options
from sekisho.cli.console import data, records, width
from sekisho.cli.options import at_hand, collecting, language_option, library_of, pairs, workspace_of
from sekisho.errors import FactError, Problem
from sekisho.files.tables import PARQUET
from sekisho.i18n.package_translation import teller_of
from sekisho.message import message
from sekisho.present.book_results.run_pair import moved_rows, run_pair_data, run_pair_text
from sekisho.present.determination.compared_answers import compared_data, compared_rows, compared_text
from sekisho.present.law.subject import subject_data, subject_rows, subject_text
from sekisho.service.check import CompareRequest
from sekisho.service.check import compare as ask
from sekisho.service.law import ShowRequest, show
from sekisho.service.request import by_flag, request_from
from sekisho.service.rescreen import runs_beside

PAIR: Final = 2
"""Measures that stand side by side."""
FLAG: Final = "--with"
"""What errors of the second answer name."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho compare --control-codes 3C001.a --origin CN --destination JP --with as-of=2023-07-31\n"
    "  sekisho compare --from case.yaml --with destination=US --with reading=broad\n"
    "  sekisho compare cn/2026-01-japan-dual-use cn/2024-46-us-dual-use\n"
    "  sekisho compare january.parquet february.parquet",
)
@click.argument("pair", nargs=-1, metavar="[MEASURE MEASURE | RESULTS RESULTS]")
@inquiry_options
@click.option(
    "--with",
    "other",
    multiple=True,
    metavar="NAME=VALUE",
    help="What is otherwise in the second answer: a fact, as-of or reading. Repeatable.",
)
@language_option
def compare(*, pair: tuple[str, ...], **params: object) -> None:
    """Set two answers side by side: a line, and the same with something otherwise; two measures; or two runs.

    What differs comes first: the day of the law, the destination, the end user, how words are
    read, or any other fact. Two measures stand side by side with their state, what they do and whom they name.
    Results of two runs tell which lines stand elsewhere in the second.
    """
    if pair:
        _check_pair(pair)
        _runs_beside(pair, **params) if _are_results(pair) else _measures_beside(pair, **params)
        return
    other: dict[str, str] = {}
    problems: list[Problem] = []
    with collecting(problems):
        other = pairs(FLAG, params["other"])
    if problems:
        raise FactError(problems)
    inquiry, _ = inquiry_of(params)
    library = inquiry.library
    request = CompareRequest(
        facts=inquiry.facts,
        as_of=inquiry.as_of,
        readings=inquiry.readings,
        assume=inquiry.assume,
        presume=params["presume"] is not False,
        notes=inquiry.kept,
        other=other,
    )
    try:
        compared = ask(request, inquiry.workspace)
    except FactError as fault:
        raise FactError(
            [replace(problem, where=FLAG) if problem.where == "with" else problem for problem in fault.problems]
        ) from None
    tell = teller_of(library, str(params["language"]))
    format = str(params["format"])
    if format == "text":
        data(compared_text(compared, library, tell, width()))
        return
    records(compared_data(compared, library, tell), compared_rows(compared, library, tell), format)


def _check_pair(names: tuple[str, ...]) -> None:
    """Refuse anything but two names."""
    if len(names) == PAIR:
        return
    what = message("command.a_pair", "two names are expected, and {n} given.", n=len(names))
    remedy = message(
        "command.name_two",
        "Name two measures, which `sekisho measures` lists, or the results of two runs of `sekisho bulk`.",
    )
    raise FactError(Problem(where="compare", what=what, remedy=remedy))


def _are_results(names: tuple[str, ...]) -> bool:
    """Tell whether results are named: by their endings, or as files that are there."""
    return any(Path(name).suffix in {*PARQUET, ".csv"} or Path(name).is_file() for name in names)


def _runs_beside(names: tuple[str, ...], **params: object) -> None:
    """Set the results of two runs side by side."""
    pair = runs_beside(at_hand(names[0], run=True), at_hand(names[1], run=True))
    folders, format, language = params["folders"], str(params["format"]), str(params["language"])
    library = library_of(folders if isinstance(folders, tuple) else ())
    if format == "text":
        data(run_pair_text(pair, library, language, width()))
        return
    records(run_pair_data(pair, library, language), moved_rows(pair, library, language), format)


def _measures_beside(measures: tuple[str, ...], **params: object) -> None:
    """Set two measures side by side, as `show --beside` does."""
    folders = params["folders"]
    library = library_of(folders if isinstance(folders, tuple) else ())
    day = str(params["as_of"]) if params.get("as_of") else None
    given = {"name": measures[0], "beside": measures[1], "as_of": day}
    subject = show(request_from(ShowRequest, given, where=by_flag), workspace_of(library))
    format, language = str(params["format"]), str(params["language"])
    if format == "text":
        data(subject_text(subject, library, language=language, width=width()))
        return
    plain = subject_data(subject, library, language=language)
    records(plain, subject_rows(subject, plain), format)
