"""`decide`, `decisions`, `--same`: whether a name is a listed party, decided by a person, kept in one register."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, records, tell
from sekisho.cli.options import format_option, library_of, measures_option, today, user_folder
from sekisho.errors import FactError
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import ANSWERS, Decision, DecisionAnswer
from sekisho.message import counted, iso_day, message
from sekisho.service.check import CheckRequest
from sekisho.service.party_decision import keep_decision, standing
from sekisho.service.request import by_flag, read_request

REGISTER: Final = "matches.csv"
"""The register in the user's data folder, where no other is named."""


def register_place(matches_file: object) -> Path:
    """Name the register that is written to: the table that is named, or the user's own."""
    return matches_file if isinstance(matches_file, Path) else user_folder().parent / REGISTER


def own_register() -> Path | None:
    """Return the user's own register, if there is one."""
    place = user_folder().parent / REGISTER
    return place if place.is_file() else None


def person(by: object) -> str:
    """Name who decides: as stated, or the user's name on the machine."""
    return str(by) if by else getpass.getuser()


_by = click.option("--by", metavar="NAME", help="Who decides. Default: your name on this machine.")
_basis = click.option("--basis", metavar="TEXT", help="On what it rests: a register, an address, a call.")
_register = click.option(
    "--matches",
    "matches_file",
    metavar="MATCHES.csv",
    type=click.Path(path_type=Path),
    help=f"The register. Default: {REGISTER} in your data folder.",
)


@click.command()
@click.argument("name")
@click.argument("entry")
@click.option(
    "--answer", type=click.Choice(list(ANSWERS)), required=True, help="same, not_same, or escalated to who knows."
)
@_by
@_basis
@click.option("--evidence", default="", metavar="TEXT", help="A link or the name of a file.")
@click.option("--replaces", metavar="ID", help="The decision that you saw and change; another one in between is told.")
@_register
@measures_option
def decide(**params: object) -> None:
    """Decide whether NAME is the listed party ENTRY, and keep it in the register that every face reads."""
    from sekisho.parties.register_file import RegisterFile

    library = library_of(params["folders"] if isinstance(params["folders"], tuple) else ())
    place = register_place(params["matches_file"])
    answer = next(word for word in ANSWERS if word == params["answer"])
    row = keep_decision(
        RegisterFile(place),
        library,
        str(params["name"]),
        str(params["entry"]),
        answer,
        by=person(params["by"]),
        on=today(),
        basis=str(params["basis"] or ""),
        evidence=str(params["evidence"]),
        replaces=str(params["replaces"]) if params["replaces"] else None,
    )
    kept_row = message(
        "command.decision_kept",
        "Kept {id}: '{name}' and {entry}: {answer}, by {who} on {day}.",
        id=row.id,
        name=row.name,
        entry=row.entry,
        answer=answer,
        who=row.by,
        day=_day(row.on),
    )
    back = message(
        "command.take_back",
        "In {place}. Take it back: {command}",
        place=str(place),
        command=f"sekisho decisions --undo {row.id} --basis TEXT",
    )
    data([kept_row])
    tell(back)


@click.command()
@click.option("--open", "only_open", is_flag=True, help="Only those that are escalated, or open again.")
@click.option("--undo", metavar="ID", help="Take a decision back; nothing is deleted.")
@_by
@_basis
@_register
@format_option
@measures_option
def decisions(**params: object) -> None:
    """List the decisions of the register, the newest first, or take one back."""
    from sekisho.parties.register_file import WAITS, RegisterFile

    file = RegisterFile(register_place(params["matches_file"]))
    if params["undo"]:
        who, why = person(params["by"]), str(params["basis"] or "")
        row = file.undo(str(params["undo"]), by=who, on=today(), basis=why)
        undone = message(
            "command.taken_back",
            "Taken back: {id}, '{name}' and {entry}, by {who} on {day}.",
            id=str(row.replaces),
            name=row.name,
            entry=row.entry,
            who=row.by,
            day=_day(row.on),
        )
        data([undone])
        return
    library = library_of(params["folders"] if isinstance(params["folders"], tuple) else ())
    rows = [row for row in standing(file, library) if not params["only_open"] or row["state"] in WAITS]
    format = str(params["format"])
    if format != "text":
        records(rows, rows, format)
        return
    lines = [
        f"{row['id']}  {row['same']:9}  {row['name']}  =  {row['entry']}  ({row['by']}, {row['on']}; {row['state']})"
        for row in rows
    ]
    place = str(file.path)
    data(lines or [message("command.no_decision", "No decision is in {place}.", place=place)])
    tell(
        counted(
            "command.decisions_in", "{n} decision in {place}.", "{n} decisions in {place}.", n=len(rows), place=place
        )
    )


def _day(day: object) -> str:
    """Write a day as people do; what is none stays as it is."""
    return iso_day(day) if isinstance(day, date) else str(day)


# --- in place: check --same ------------------------------------------------------------------------


def with_same(library: Library, facts: Mapping[str, object], params: Mapping[str, object]) -> tuple[Library, str]:
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
    from sekisho.service.party_decision import decisions_on, reviews_of, with_decisions

    try:
        reviews = reviews_of(library, facts)
        made = decisions_on(asked.same, reviews, by=person(asked.by), on=today(), basis=asked.basis)
    except FactError as fault:
        raise FactError(replace(problem, where="same") for problem in fault.problems) from None
    if not asked.basis:
        told = message(
            "command.same_alone", "The answers of --same hold for this question alone; with --basis TEXT they are kept."
        )
        return with_decisions(library, made), told
    keep_decisions(made, library, params.get("matches_file"))
    return with_decisions(library, made), counted(
        "command.answers_kept", "{n} answer on names kept.", "{n} answers on names kept.", n=len(made)
    )


def keep_decisions(made: Iterable[Decision], library: Library, matches_file: object) -> None:
    """Keep decisions in the register that every face reads."""
    from sekisho.parties.register_file import RegisterFile

    file = RegisterFile(register_place(matches_file))
    for decision in made:
        answer: DecisionAnswer = "same" if decision.same else "not_same"
        keep_decision(
            file, library, decision.name, decision.entry, answer, by=decision.by, on=decision.on, basis=decision.basis
        )
