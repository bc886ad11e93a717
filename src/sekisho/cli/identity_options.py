"""Options that say how names of parties are compared: the policy file, and the table of reviewers' decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import tell
from sekisho.cli.options import cache_folder, today, user_folder
from sekisho.errors import FactError, Problem
from sekisho.law.model.fact import is_blank
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, MatchPolicy, read_policy
from sekisho.message import counted, message

POLICY: Final = "screening.yaml"
"""Policy file in the user's data folder, taken where no other is named."""
REGISTER: Final = "matches.csv"
"""The register in the user's data folder, where no other is named."""


def identity_options(command: click.decorators.FC) -> click.decorators.FC:
    """Choose thresholds and decisions for names of parties."""
    for decorate in (
        click.option(
            "--matches",
            "matches_file",
            metavar="MATCHES.csv",
            type=click.Path(path_type=Path),
            help="Use reviewers' decisions on names, as in the table that `screen` writes.",
        ),
        click.option(
            "--policy",
            "policy_file",
            metavar="POLICY.yaml",
            type=click.Path(path_type=Path),
            help="Thresholds for names: match, review, `short_name`. "
            f"Default: {POLICY} in your data folder, if it is there.",
        ),
    ):
        command = decorate(command)
    return command


def register_place(matches_file: object, kept: Path | None = None) -> Path:
    """Name the register that is written to: the table that is named, or that of a folder; None is the user's own."""
    return matches_file if isinstance(matches_file, Path) else (kept or user_folder().parent) / REGISTER


def own_register(kept: Path | None = None) -> Path | None:
    """Return the register of a folder, None being the user's own, if there is one."""
    place = register_place(None, kept)
    return place if place.is_file() else None


def policy_in_use(file: Path | None) -> MatchPolicy:
    """Read the policy named, or the user's own, or take the default."""
    if file is not None:
        return read_policy(file)
    own = user_folder().parent / POLICY
    return read_policy(own) if own.is_file() else MatchPolicy()


def with_identity(library: Library, policy_file: object, matches_file: object, *, kept: Path | None = None) -> Library:
    """Return the library with the user's thresholds and decisions.

    Parameters
    ----------
    kept
        Folder whose register counts where no table of decisions is named; None is the user's own.

    Raises
    ------
    FactError
        If the policy or the table of decisions is wrong, with all problems.
    """
    policy = policy_in_use(policy_file if isinstance(policy_file, Path) else None)
    decisions: tuple[Decision, ...] = ()
    place = matches_file if isinstance(matches_file, Path) else own_register(kept)
    if place is not None:
        decisions = decided(place, library)
    identity = Identity(policy=policy, decisions=decisions, cache=cache_folder())
    # The same object where nothing differs: what was worked out of its law and names serves the next question.
    return library if identity == library.identity else replace(library, identity=identity)


def decided(file: Path, library: Library, entries: Iterable[ListedParty] = ()) -> tuple[Decision, ...]:
    """Read a table of decisions, and tell of those that are open again.

    Parameters
    ----------
    entries
        Entries beside those of the library and of the user's own lists.
    """
    from sekisho.service.party_decision import decisions_in

    decisions, notes = decisions_in(file, library, entries, today())
    for note in notes:
        tell(note)
    return decisions


def check_no_decisions(table: Path) -> None:
    """Make sure, before any work, that no decision is lost where a table of names to review will be written.

    Raises
    ------
    FactError
        If a table is there in which a person has decided, or which cannot be read as one.
    BookError
        If what is there is in no encoding that is clearly right.
    """
    from sekisho.files.text_tables import columns_of, read_table
    from sekisho.parties.review_decisions import NEEDED

    if not table.is_file() or not table.stat().st_size or not set(NEEDED) <= set(columns_of(table)):
        return
    rows = read_table(table, NEEDED, remedy="")
    number = sum(not is_blank(row["same"]) for _, row in rows)
    if number:
        what = counted(
            "command.decisions_lost",
            "contains {n} decision that would be lost.",
            "contains {n} decisions that would be lost.",
            n=number,
        )
        remedy = message("command.rename_matches", "Rename it and use it with --matches, or write to another place.")
        raise FactError(Problem(where=str(table), what=what, remedy=remedy))
