"""What is asked of one line on the command line: options, and a case file that they override."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import (
    as_of_option,
    cache_folder,
    click_options,
    collecting,
    fact_options,
    facts_given,
    format_option,
    library_of,
    measures_option,
    pairs,
    reading_options,
    today,
)
from sekisho.determination.core.law_in_time import AHEAD
from sekisho.errors import FactError, Problem
from sekisho.law.model.library import Library
from sekisho.message import counted, message
from sekisho.service.check import CheckRequest
from sekisho.service.line.case_file import CaseFile, read_case
from sekisho.service.line.stated_line import Inquiry, StatedLine, asked_of
from sekisho.service.request import by_flag, read_request
from sekisho.service.workspace import Workspace

SHIPMENT: Final = "shipment"
shipment_argument: Final = click.argument(SHIPMENT, nargs=-1, metavar="[WORDS]...")
"""A shipment in a few words, for commands that take one line and no other words."""


def inquiry_options(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command everything with which a line can be stated."""
    for decorate in (
        measures_option,
        format_option,
        reading_options,
        as_of_option,
        click.option("--case", metavar="ID", help="Which case of a list in the file."),
        click.option(
            "--from",
            "case_file",
            metavar="CASE.yaml",
            type=click.Path(path_type=Path),
            help="Take facts, date and readings from a case file; flags override it.",
        ),
        click.option(
            "--items",
            "items_file",
            metavar="ITEMS.csv",
            type=click.Path(path_type=Path),
            help="Take the control codes from saved classifications, by --description.",
        ),
        click.option(
            "--product",
            metavar="PART",
            help="Which part of the bill it is. Default: its only product.",
        ),
        click.option(
            "--bom",
            "bom_file",
            metavar="BOM",
            type=click.Path(path_type=Path),
            help="Work the share of PRC content out of a bill of materials, if it is not stated.",
        ),
        click_options(CheckRequest, "presume", "ahead", "same", "by", "basis"),
        identity_options,
        fact_options,
    ):
        command = decorate(command)
    return command


def inquiry_of(params: Mapping[str, object]) -> tuple[Inquiry, CaseFile]:
    """Combine a case file and flags; a flag overrides the file.

    Raises
    ------
    FactError
        With the problems of the file and of all flags.
    """
    folders, file, ahead = params["folders"], params["case_file"], params["ahead"]
    library = library_of(folders if isinstance(folders, tuple) else ())
    problems: list[Problem] = []
    with collecting(problems):
        library = with_identity(library, params["policy_file"], params["matches_file"])
    workspace = Workspace(library=library, today=today(), cache=cache_folder())
    case, given, note = CaseFile(), dict[str, object](), ""
    unread: tuple[str, ...] = ()
    terms, assume = dict[str, str](), dict[str, str]()
    with collecting(problems):
        case = read_case(file, _text(params["case"]) or None) if isinstance(file, Path) else case
    with collecting(problems):
        given = facts_given(params)
    with collecting(problems):
        in_words, unread = _in_words(params.get(SHIPMENT), given, workspace)
        given = {**in_words, **given}
    with collecting(problems):
        terms = pairs("term", params["terms"])
    with collecting(problems):
        assume = pairs("assume", params["assume"])
    stated = StatedLine(
        case=case,
        facts=given,
        as_of=_text(params["as_of"]),
        reading=_text(params["reading"]),
        terms=terms,
        assume=assume,
        items=_file(params["items_file"]),
        bom=_file(params["bom_file"]),
        product=_text(params["product"]),
        ahead=ahead if isinstance(ahead, int) else AHEAD,
        presume=params["presume"] is not False,
    )
    inquiry, faults = asked_of(stated, workspace)
    problems += faults
    with collecting(problems):
        library, note = _with_same(library, inquiry.facts, params)
    if problems:
        raise FactError(problems)
    workspace = replace(inquiry.workspace, library=library)
    return replace(inquiry, workspace=workspace, kept=(*unread, *inquiry.kept, *filter(None, [note]))), case


def _in_words(
    words: object, given: Mapping[str, object], workspace: Workspace
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the facts that are stated in words without a flag, and what is to be said of words that are not read.

    Raises
    ------
    FactError
        If a flag states one of them too.
    """
    text = " ".join(map(str, words)) if isinstance(words, tuple) else ""
    if not text.strip():
        return {}, ()
    from sekisho.service.line.facts_in_words import IMPLIED, check_names_shipment, facts_in_words
    from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

    read = facts_in_words(text, workspace)
    if not given:
        check_names_shipment(text, read, workspace)
    stated = {name: value for name, value in read.facts.items() if value != UNKNOWN_WORD or name not in given}
    twice = [name for name in stated if name in given and name not in IMPLIED]
    if twice:
        raise FactError(
            Problem(
                where=name,
                what=message(
                    "check.said_twice",
                    "“{typed}” in “{words}” and {flag} {value} both state it.",
                    typed=read.typed[name],
                    words=text,
                    flag=f"--{name.replace('_', '-')}",
                    value=str(given[name]),
                ),
                remedy=message("check.say_once", "State it once."),
            )
            for name in twice
        )
    return stated, tuple(text for name, text in read.unread.items() if name not in given)


def _with_same(library: Library, facts: Mapping[str, object], params: Mapping[str, object]) -> tuple[Library, str]:
    """Return the library with the answers of `--same`, and what is to be told of them.

    Raises
    ------
    FactError
        If an answer names an entry that no party of the line may be, or it does not tell which is meant.
    """
    asked, faults = read_request(CheckRequest, {**params, "facts": facts})
    if faults:
        raise FactError(fault.problem(by_flag) for fault in faults)
    if not asked.same:
        return library, ""
    # The register, and what reads names, is imported for a line about whose names something is said.
    from sekisho.cli.register import keep_decisions, person
    from sekisho.service.party_decision import decisions_on, reviews_of, with_decisions

    try:
        reviews = reviews_of(library, facts)
        made = decisions_on(asked.same, reviews, by=person(asked.by), on=today(), basis=asked.basis)
    except FactError as fault:
        raise FactError(replace(problem, where="same") for problem in fault.problems) from None
    if not asked.basis:
        told = message(
            "command.same_alone",
            "The answers of --same count for this question alone; with --basis TEXT they are saved.",
        )
        return with_decisions(library, made), told
    keep_decisions(made, library, params.get("matches_file"))
    return with_decisions(library, made), counted(
        "command.answers_kept", "Saved {n} answer on names.", "Saved {n} answers on names.", n=len(made)
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _file(value: object) -> Path | None:
    return value if isinstance(value, Path) else None
