"""`compare`: two answers side by side, of one shipment and of the same with something otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import click

from sekisho.cli.check_request import inquiry_of, inquiry_options
from sekisho.cli.console import data, records, width
from sekisho.cli.options import collecting, language_option, library_of, pairs, workspace_of
from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.message import message
from sekisho.present.determination.compared_answers import compared_data, compared_rows, compared_text
from sekisho.present.law.subject import subject_data, subject_rows, subject_text
from sekisho.service.check import CompareRequest
from sekisho.service.check import compare as ask
from sekisho.service.law import ShowRequest, show
from sekisho.service.request import by_flag, request_from

PAIR: Final = 2
"""Measures that stand side by side."""
FLAG: Final = "--with"
"""What errors of the second answer name."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho compare --control-codes 3C001.a --origin CN --destination JP --with as-of=2023-07-31\n"
    "  sekisho compare --from case.yaml --with destination=US --with reading=broad\n"
    "  sekisho compare cn/2026-01-japan-dual-use cn/2024-46-us-dual-use",
)
@click.argument("measures", nargs=-1, metavar="[MEASURE MEASURE]")
@inquiry_options
@click.option(
    "--with",
    "other",
    multiple=True,
    metavar="NAME=VALUE",
    help="What is otherwise in the second answer: a fact, as-of or reading. Repeatable.",
)
@language_option
def compare(*, measures: tuple[str, ...], **params: object) -> None:
    """Set two answers side by side: a line, and the same with something otherwise; or two measures.

    What differs comes first: the day of the law, the destination, the end user, how words are
    read, or any other fact. Two measures stand side by side with their state, what they do and whom they name.
    """
    if measures:
        _measures_beside(measures, **params)
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


def _measures_beside(measures: tuple[str, ...], **params: object) -> None:
    """Set two measures side by side, as `show --beside` does."""
    if len(measures) != PAIR:
        what = message("command.a_pair", "{n} measures are named.", n=len(measures))
        remedy = message("command.name_two", "Name two measures; `sekisho measures` lists them.")
        raise FactError(Problem(where="measures", what=what, remedy=remedy))
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
