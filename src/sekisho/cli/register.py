"""`decide`, `decisions`, `--same`: whether a name is a listed party, decided by a person, kept in one register."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.console import data, records, tell, width
from sekisho.cli.identity_options import REGISTER, own_register, register_place
from sekisho.cli.options import (
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    today,
    workspace_of,
)
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import ANSWERS, Decision, DecisionAnswer
from sekisho.message import counted, day_text, message
from sekisho.present.party_queue import answer_words, state_words
from sekisho.service.party_decision import keep_decision, standing
from sekisho.service.party_queue import QueueRequest
from sekisho.service.request import by_flag, request_from

if TYPE_CHECKING:
    from sekisho.parties.register_file import RegisterFile


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
    "--answer", type=click.Choice(list(ANSWERS)), required=True, help="same, `not_same`, or escalated to who knows."
)
@_by
@_basis
@click.option("--evidence", default="", metavar="TEXT", help="A link or the name of a file.")
@click.option(
    "--review-by",
    default="",
    metavar="DAY",
    help="Last day on which it counts; then it is due again. YYYY-MM-DD.",
)
@click.option("--replaces", metavar="ID", help="The decision that you saw and change; another one in between is shown.")
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
        review_by=str(params["review_by"]),
    )
    kept_row = message(
        "command.decision_kept",
        "Saved {id}: '{name}' and {entry}: {answer}, by {who} on {day}.",
        id=row.id,
        name=row.name,
        entry=row.entry,
        answer=answer_words(answer),
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
    help="Names of a table, or of the matches of a run (OUT.matches.csv): the names to be decided.",
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
    help="Thresholds, and which answers a second person confirms (`second_person`). Default: your own policy file.",
)
@click_options(QueueRequest, "as_of")
@language_option
@format_option
@measures_option
def decisions(**params: object) -> None:
    """List the names to be decided, or the register by itself; take a decision back, confirm or refuse it.

    With names, or --file, each name is compared with the lists, and those to be decided are listed: possible matches
    that nobody decided, and decisions that are passed on, need a second person, were refused, or whose entry changed.
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
    rows = [row for row in standing(file, library, today()) if not params["only_open"] or row["state"] in WAITS]
    format = str(params["format"])
    if format != "text":
        records(rows, rows, format)
        return
    lines = [
        message(
            "command.decision_row",
            "{id}  {name} = {entry}: {answer}, by {who} on {day}; {state}",
            id=row["id"],
            name=row["name"],
            entry=row["entry"],
            answer=answer_words(row["same"]),
            who=row["by"],
            day=day_text(row["on"]),
            state=state_words(row["state"]),
        )
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
        standing(file, library, today()),
        source=source,
        column=str(params["column"]),
    )
    format = str(params["format"])
    if format == "text":
        data(queue_text(answer, library, language=str(params["language"]), width=width()))
        return
    records([row.to_dict() for row in answer.rows], [row.to_row() for row in answer.rows], format)


def _day(day: object) -> str:
    """Write a day as people do; what is none stays as it is."""
    return day_text(day if isinstance(day, date) else str(day))


def keep_decisions(made: Iterable[Decision], library: Library, matches_file: object) -> None:
    """Keep decisions in the register that every face reads."""
    from sekisho.parties.register_file import RegisterFile

    file = RegisterFile(register_place(matches_file))
    for decision in made:
        answer: DecisionAnswer = "same" if decision.same else "not_same"
        keep_decision(
            file, library, decision.name, decision.entry, answer, by=decision.by, on=decision.on, basis=decision.basis
        )
