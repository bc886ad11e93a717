"""`decide`, `decisions`, `--same`: whether a name is a listed party, decided by a person, kept in one register."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, records, tell
from sekisho.cli.options import format_option, library_of, measures_option, today, user_folder
from sekisho.errors import FactError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ANSWERS, Decision, DecisionAnswer, digest_of
from sekisho.parties.identification import held_lists
from sekisho.present.render.terminal import count

REGISTER: Final = "matches.csv"
"""The register in the user's data folder, where no other is named."""


def register_place(matches_file: object) -> Path:
    """Name the register that is written to: the table that is named, or the user's own."""
    return matches_file if isinstance(matches_file, Path) else user_folder().parent / REGISTER


def own_register() -> Path | None:
    """Return the user's own register, if there is one."""
    place = user_folder().parent / REGISTER
    return place if place.is_file() else None


def _entries(library: Library) -> tuple[ListedParty, ...]:
    """Return the parties of all lists, in the order in which a register is read."""
    return held_lists(library).entries


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


@click.command(short_help="Decide whether a name is a listed party, and keep it.")
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
    from sekisho.parties.register_file import RegisterFile, entry_of_id

    library = library_of(params["folders"] if isinstance(params["folders"], tuple) else ())
    place = register_place(params["matches_file"])
    answer = next(one for one in ANSWERS if one == params["answer"])
    row = RegisterFile(place).decide(
        str(params["name"]),
        entry_of_id(str(params["entry"]), _entries(library), hint="`sekisho screen NAME` shows the ids of entries."),
        answer,
        by=person(params["by"]),
        on=today(),
        basis=str(params["basis"] or ""),
        evidence=str(params["evidence"]),
        replaces=str(params["replaces"]) if params["replaces"] else None,
    )
    data([f"Kept {row.id}: '{row.name}' and {row.entry}: {answer}, by {row.by} on {row.on}."])
    tell(f"In {place}. Take it back: sekisho decisions --undo {row.id} --basis TEXT")


@click.command(short_help="List the decisions on names, or take one back.")
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
        data([f"Taken back: {row.replaces}, '{row.name}' and {row.entry}, by {row.by} on {row.on}."])
        return
    library = library_of(params["folders"] if isinstance(params["folders"], tuple) else ())
    rows = [row for row in file.standing(_entries(library)) if not params["only_open"] or row["state"] in WAITS]
    format = str(params["format"])
    if format != "text":
        records(rows, rows, format)
        return
    lines = [
        f"{row['id']}  {row['same']:9}  {row['name']}  =  {row['entry']}  ({row['by']}, {row['on']}; {row['state']})"
        for row in rows
    ]
    data(lines or [f"No decision is in {file.path}."])
    tell(f"{count(len(rows), 'decision')} in {file.path}.")


# --- in place: check --same ------------------------------------------------------------------------


def same_options(command: click.decorators.FC) -> click.decorators.FC:
    """Answer in place whether a party of the line is the listed one."""
    for decorate in (
        _basis,
        _by,
        click.option(
            "--same",
            "same",
            multiple=True,
            metavar="yes|no",
            help="Is the party to review the listed one? With several, ENTRY=yes or ENTRY=no; repeatable. "
            "With --basis it is kept.",
        ),
    ):
        command = decorate(command)
    return command


def with_same(library: Library, facts: Mapping[str, object], params: Mapping[str, object]) -> tuple[Library, str]:
    """Return the library with the answers of `--same`, and what is to be told of them.

    Raises
    ------
    FactError
        If an answer names an entry that no party of the line may be, or it does not tell which is meant.
    """
    given = params.get("same")
    said = [str(one) for one in given] if isinstance(given, tuple) else []
    if not said:
        return library, ""
    from sekisho.service.party_decision import reviews_of, with_decisions

    reviews = reviews_of(library, facts)
    chosen, problems = _chosen(said, reviews)
    if problems:
        raise FactError(problems)
    by, basis = person(params.get("by")), str(params.get("basis") or "")
    shared = {"by": by, "on": today(), "basis": basis, "where": "--same"}
    made = tuple(
        Decision(name=name, entry=entry.id, same=same, digest=digest_of(entry), **shared)  # type: ignore[arg-type]
        for name, entry, same in chosen
    )
    if basis:
        _keep(made, chosen, params)
        told = f"{count(len(made), 'answer')} on names kept."
    else:
        told = "The answers of --same hold for this question alone; with --basis TEXT they are kept."
    return with_decisions(library, made), told


def _chosen(
    said: Iterable[str], reviews: list[tuple[str, ListedParty]]
) -> tuple[list[tuple[str, ListedParty, bool]], list[Problem]]:
    chosen: list[tuple[str, ListedParty, bool]] = []
    problems: list[Problem] = []
    known = {entry.id: (name, entry) for name, entry in reviews}
    shown = ", ".join(known) or "none"
    for text in said:
        name, equals, answer = text.rpartition("=")
        if answer not in {"yes", "no"}:
            problems.append(
                Problem(where="same", what=f"'{text}' is no answer.", remedy="Expected yes, no or ENTRY=yes.")
            )
        elif equals and name not in known:
            what = f"no party of the line is to be compared with '{name}'."
            problems.append(Problem(where="same", what=what, remedy=f"To review: {shown}."))
        elif not equals and len(known) != 1:
            what = f"{len(known)} entries are to review, so '{answer}' does not say which is meant."
            problems.append(Problem(where="same", what=what, remedy=f"Write ENTRY={answer}; to review: {shown}."))
        else:
            meant = known[name] if equals else next(iter(known.values()))
            chosen.append((*meant, answer == "yes"))
    return chosen, problems


def _keep(
    made: Iterable[Decision], chosen: Iterable[tuple[str, ListedParty, bool]], params: Mapping[str, object]
) -> None:
    from sekisho.parties.register_file import RegisterFile

    file = RegisterFile(register_place(params.get("matches_file")))
    for decision, (name, entry, same) in zip(made, chosen, strict=True):
        answer: DecisionAnswer = "same" if same else "not_same"
        file.decide(name, entry, answer, by=decision.by, on=decision.on, basis=decision.basis)
