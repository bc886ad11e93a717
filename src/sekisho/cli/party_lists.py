"""Lists of parties under `data`: adding one, comparing versions, putting one in use, writing FollowTheMoney."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, say, spoken_language, tell, width
from sekisho.cli.options import as_date, data_folder, law_in_use, library_of, today
from sekisho.errors import ListError, Problem
from sekisho.files.text.encoding import CHOICES
from sekisho.files.versions import VersionCard
from sekisho.i18n.territory_codes import read_territories
from sekisho.impact.economy.tables.layouts import LAYOUTS as TABLE_LAYOUTS
from sekisho.law.loading.data_package import installed_folders
from sekisho.message import Text, counted, message
from sekisho.parties.lists.layouts import LAYOUTS
from sekisho.parties.lists.party_list import OWN, Layout
from sekisho.parties.lists.store import NONE
from sekisho.present.lists import version_named
from sekisho.present.party_lists import changes_text, list_data, list_text, name_of_file
from sekisho.service.lists import (
    NewPartyList,
    PartyDifference,
    PartyListRequest,
    export_parties,
    keep_parties,
    read_parties,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the user says of a file, and how far to go with it."""

    title: str
    url: str
    read: str | None
    replace: bool
    accept_loss: bool
    full: bool

    def card(self) -> VersionCard:
        """Return the card of the version that is kept.

        Raises
        ------
        FactError
            If the day on which the file was fetched is none.
        """
        day = today()
        fetched = as_date(self.read, where="read") if self.read else day
        return VersionCard(title=self.title, url=self.url, read=fetched.isoformat(), added=day.isoformat())


def reading_options(command: click.decorators.FC) -> click.decorators.FC:
    """Say how a party list is read."""
    for option in (
        click.option(
            "--rows-min", metavar="N", type=click.IntRange(min=1), help="Party list: fewest parties to accept."
        ),
        click.option("--ignore", metavar="COLUMN", multiple=True, help="Party list: column to pass over; repeatable."),
        click.option(
            "--expect", metavar="NAME", multiple=True, help="Party list: name that must be there; repeatable."
        ),
        click.option("--encoding", type=click.Choice(CHOICES), help="Party list: default is what fits."),
        click.option(
            "--layout",
            type=click.Choice((*LAYOUTS, "own-holdings", "gleif-level-2", *TABLE_LAYOUTS)),
            metavar="LAYOUT",
            help="Party list or table: default is what the content shows.",
        ),
        click.option(
            "--names-only", is_flag=True, help="Party list: take OFAC's names without the file of other names."
        ),
        click.option("--strict", is_flag=True, help="Party list: refuse it if a row cannot be read."),
        click.option(
            "--name", "own_name", metavar="NAME", help="Party list or table: what to call it. Default: from the file."
        ),
    ):
        command = option(command)
    return command


def check_no_options(
    reading: Mapping[str, object], *, kind: str = message("command.a_party_list", "a party-list")
) -> None:
    """Refuse options of another kind of data.

    Raises
    ------
    ListError
        If one is given.
    """
    given = [name.replace("own_", "").replace("_", "-") for name, value in reading.items() if value]
    if given:
        raise ListError(
            Problem(
                where=f"--{name}",
                what=message("command.only_for", "is for {kind} only.", kind=kind),
                remedy=message("error.leave_out", "Leave it out."),
            )
            for name in given
        )


def add(
    file: Path,
    about: About,
    *,
    format: str,
    folders: tuple[Path, ...],
    own_name: str | None,
    layout: Layout | None,
    encoding: str | None,
    expect: tuple[str, ...],
    ignore: tuple[str, ...],
    rows_min: int | None,
    strict: bool,
    names_only: bool,
) -> None:
    """Read a party list, show what it changes, and put it in use."""
    card = about.card()
    request = PartyListRequest(
        name=own_name or name_of_file(file),
        layout=layout or "",
        encoding=encoding or "",
        expect=expect,
        ignore=ignore,
        rows_min=rows_min,
        strict=strict,
        names_only=names_only,
        accept_loss=about.accept_loss,
    )
    new = read_parties(request, file, read_territories(law_in_use(folders) or installed_folders()), data_folder())
    if new.lost and not about.accept_loss:
        raise ListError(new.lost)
    _print(new, format=format, full=about.full)
    if new.lost:
        raise ListError(new.lost)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (
        ask and click.confirm(say(message("command.put_in_use", "Put it in use?")), default=False)
    ):
        tell(message("command.nothing_written", "Nothing was written. --replace puts the list in use."))
        return
    kept = keep_parties(new, file, card, data_folder())
    tell(version_in_use(f"{OWN}{request.name}", kept.name, none=NONE))


def version_in_use(name: str, version: str, *, none: str) -> Text:
    """Say that a version is in use, and how it is taken out of use."""
    return message(
        "command.version_in_use",
        "In use: {name}, version {version}. `{command}` takes it out of use.",
        name=name,
        version=version,
        command=f"sekisho data use {name} {none}",
    )


def _print(new: NewPartyList, *, format: str, full: bool) -> None:
    if format == "text":
        against = (
            version_named(new.before)
            if new.before
            else message("lists.first_version", "nothing: this is the first version")
        )
        language = spoken_language()
        show(list_text(new.parties, new.changes, against=against, full=full, language=language, width=width()))
    else:
        records(list_data(new.parties, new.changes), [change.to_dict() for change in new.changes], format)


def print_difference(new: PartyDifference, against: str, *, language: str, format: str, full: bool) -> None:
    """Print what a version of a party list changes against another, or against nothing."""
    if format == "text":
        earlier = message("lists.nothing", "nothing") if new.first else version_named(against)
        show(changes_text(new.changes, against=earlier, full=full, language=language, width=width()))
    else:
        plain = [change.to_dict() for change in new.changes]
        records({"list": new.name, "version": new.version, "changes": plain}, plain, format)


def export(of_list: str | None, output: Path, folders: tuple[Path, ...]) -> None:
    """Write parties as FollowTheMoney lines.

    Raises
    ------
    ListError
        If there is no such list, or the file cannot be written.
    """
    number = export_parties(of_list or "", output, library_of(folders))
    tell(
        counted(
            "command.parties_written",
            "Wrote {n} party to {file}.",
            "Wrote {n} parties to {file}.",
            n=number,
            file=str(output),
        )
    )
