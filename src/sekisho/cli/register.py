"""`decide`, `decisions`, `--same`: whether a name is a listed party, decided by a person, kept in one register."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.console import data, records, tell, width
from sekisho.cli.options import (
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    today,
    user_folder,
    workspace_of,
)
from sekisho.errors import FactError
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import ANSWERS, Decision, DecisionAnswer
from sekisho.message import counted, iso_day, message
from sekisho.service.check import CheckRequest
from sekisho.service.party_decision import keep_decision, standing
from sekisho.service.party_queue import QueueRequest
from sekisho.service.request import by_flag, read_request, request_from

if TYPE_CHECKING:
    from sekisho.parties.register_file import RegisterFile

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


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho decisions --file customers.csv\n"
    "  sekisho decisions --file run.matches.csv --list cn/control-list\n"
    "  sekisho decisions --confirm d0123abcd --by Sato --basis 'number in the register'",
)
@click_options(QueueRequest, "names")
@click.option(
    "--file",
    "source",
    metavar="NAMES.csv",
    type=click.Path(path_type=Path),
    help="Names of a table, or of the matches of a run (OUT.matches.csv): what waits for a decision.",
)
@click.option(
    "--column", metavar="HEADER", default="", help="With --file: the column of names, if its header is not known."
)
@click_options(QueueRequest, "lists", "zone", "state", "who")
@click.option("--open", "only_open", is_flag=True, help="Without names: only those that somebody has to look at.")
@click.option("--undo", metavar="ID", help="Take a decision back; nothing is deleted.")
@click.option("--confirm", metavar="ID", help="Confirm a decision of somebody else.")
@click.option("--refuse", metavar="ID", help="Refuse a decision of somebody else: it is open again.")
@_by
@_basis
@_register
@click.option(
    "--policy",
    "policy_file",
    metavar="POLICY.yaml",
    type=click.Path(path_type=Path),
    help="Thresholds, and which answers a second person confirms (second_person). Default: your own policy file.",
)
@click_options(QueueRequest, "as_of")
@language_option
@format_option
@measures_option
def decisions(**params: object) -> None:
    """List what waits for a decision on names, or the register by itself; take a decision back, confirm or refuse it.

    With names, or --file, each name is compared with the lists, and those that wait are listed: possible matches that
    nobody decided, and decisions that are passed on, wait for a second person, were refused, or whose entry changed.
    --state all lists the decided ones too. Without names, and without a filter, the register is listed as it stands,
    the newest first.
    """
    from sekisho.parties.register_file import WAITS, RegisterFile

    file = RegisterFile(register_place(params["matches_file"]))
    if params["confirm"] or params["refuse"]:
        _second(file, params)
        return
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
    from sekisho.cli.identity_options import with_identity

    library = library_of(params["folders"] if isinstance(params["folders"], tuple) else ())
    place = params["matches_file"] or own_register()
    library = with_identity(library, params["policy_file"], place)
    if params["source"] or any(params[name] for name in ("names", "lists", "zone", "state", "who")):
        _queue(file, library, params)
        return
    rows = [row for row in standing(file, library) if not params["only_open"] or row["state"] in WAITS]
    format = str(params["format"])
    if format != "text":
        records(rows, rows, format)
        return
    lines = [
        f"{row['id']}  {row['same']:9}  {row['name']}  =  {row['entry']}  ({row['by']}, {row['on']}; {row['state']})"
        for row in rows
    ]
    shown = str(file.path)
    data(lines or [message("command.no_decision", "No decision is in {place}.", place=shown)])
    tell(
        counted(
            "command.decisions_in", "{n} decision in {place}.", "{n} decisions in {place}.", n=len(rows), place=shown
        )
    )


def _second(file: RegisterFile, params: Mapping[str, object]) -> None:
    """Confirm or refuse a decision of somebody else, and say so."""
    agrees = bool(params["confirm"])
    who, why = person(params["by"]), str(params["basis"] or "")
    row = file.second(str(params["confirm"] or params["refuse"]), agrees=agrees, by=who, on=today(), basis=why)
    answered = {"id": str(row.replaces), "name": row.name, "entry": row.entry, "who": row.by, "day": _day(row.on)}
    if agrees:
        data([message("command.confirmed", "Confirmed: {id}, '{name}' and {entry}, by {who} on {day}.", **answered)])
    else:
        data([message("command.refused", "Refused: {id}, '{name}' and {entry}, by {who} on {day}.", **answered)])


def _queue(file: RegisterFile, library: Library, params: Mapping[str, object]) -> None:
    """List what waits for a decision, of names or of the register."""
    from sekisho.present.party_queue import queue_text
    from sekisho.service.party_queue import queue

    source = params["source"] if isinstance(params["source"], Path) else None
    answer = queue(
        request_from(QueueRequest, params, where=by_flag),
        workspace_of(library),
        standing(file, library),
        source=source,
        column=str(params["column"]),
    )
    format = str(params["format"])
    if format == "text":
        data(queue_text(answer, language=str(params["language"]), width=width()))
        return
    rows = [row.to_dict() for row in answer.rows]
    records(rows, [{**row, "reasons": "; ".join(map(str, row["reasons"]))} for row in rows], format)  # type: ignore[call-overload]


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
