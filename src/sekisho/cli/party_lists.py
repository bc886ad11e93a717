"""Lists of parties under `data`: adding one, comparing versions, putting one in use, writing FollowTheMoney."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from sekisho.cli.console import data as show
from sekisho.cli.console import records, tell, width
from sekisho.cli.options import as_date, library_of, today, user_folder
from sekisho.errors import ListError, Problem, did_you_mean
from sekisho.files.encoding import CHOICES
from sekisho.files.versions import UNFINISHED, VersionCard, VersionFolder
from sekisho.i18n.territory_codes import read_territories
from sekisho.impact.economy.tables.layouts import LAYOUTS as TABLE_LAYOUTS
from sekisho.law.loading.data_package import installed_folders
from sekisho.message import joined, message
from sekisho.parties.index import parties_of
from sekisho.parties.lists import store
from sekisho.parties.lists.diff import PartyChange, check_list, party_changes
from sekisho.parties.lists.followthemoney import to_records, written
from sekisho.parties.lists.layouts import LAYOUTS
from sekisho.parties.lists.own_entries import version_entries
from sekisho.parties.lists.party_list import OWN, Layout, PartyList
from sekisho.parties.lists.reader import read_party_list
from sekisho.present.lists import version_named
from sekisho.present.party_lists import changes_text, list_data, list_text, name_of_file
from sekisho.present.render.terminal import count


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the user says of a file, and how far to go with it."""

    title: str
    url: str
    read: str | None
    replace: bool
    accept_loss: bool
    full: bool


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
            type=click.Choice((*LAYOUTS, *TABLE_LAYOUTS)),
            metavar="LAYOUT",
            help="Party list or table: default is what the content shows.",
        ),
        click.option("--strict", is_flag=True, help="Party list: refuse it if a row cannot be read."),
        click.option(
            "--name", "own_name", metavar="NAME", help="Party list or table: what to call it. Default: from the file."
        ),
    ):
        command = option(command)
    return command


def check_no_options(reading: Mapping[str, object], *, kind: str = "a party-list") -> None:
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


def is_own(name: str) -> bool:
    """Tell whether a name is that of a party list of the user."""
    return name.startswith(OWN)


def names() -> list[str]:
    """Name the party lists that are kept."""
    return store.list_names(user_folder())


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
) -> None:
    """Read a party list, show what it changes, and put it in use."""
    day = today()
    fetched = as_date(about.read, where="read") if about.read else day
    name = own_name or name_of_file(file)
    store.check_name(name)
    if layout is not None and layout not in LAYOUTS:
        what, remedy = (
            message("command.layout_of_tables", "'{layout}' is a layout of tables.", layout=layout),
            message("command.party_layouts", "Layouts of party lists: {layouts}.", layouts=joined(LAYOUTS, "comma")),
        )
        raise ListError(Problem(where="layout", what=what, remedy=remedy))
    territories = read_territories(folders or installed_folders())
    found = read_party_list(
        file, name, territories, layout=layout, encoding=encoding or "", ignore=ignore, strict=strict
    )
    place = user_folder()
    version = store.own_versions(place, f"{OWN}{name}").in_use()
    before = version_entries(place, f"{OWN}{name}", version) if version else []
    changes = party_changes(before, found)
    if about.accept_loss:
        _print(found, changes, version, format=format, full=about.full)
    check_list(found, before, where=file.name, expect=expect, rows_min=rows_min, accept_loss=about.accept_loss)
    if not about.accept_loss:
        _print(found, changes, version, format=format, full=about.full)
    ask = format == "text" and sys.stdin.isatty()
    if not about.replace and not (ask and click.confirm("Put it in use?", default=False)):
        tell("Nothing was written. --replace puts the list in use.")
        return
    given = VersionCard(title=about.title, url=about.url, read=fetched.isoformat(), added=day.isoformat())
    kept = store.keep(place, found, file, given, changes)
    off = f"`sekisho data use {OWN}{name} {store.NONE}` takes it out of use."
    tell(f"In use: {OWN}{name}, version {kept.name}. {off}")


def _print(found: PartyList, changes: list[PartyChange], version: str, *, format: str, full: bool) -> None:
    if format == "text":
        against = f"version {version}" if version else "nothing: this is the first version"
        show(list_text(found, changes, against=against, full=full, width=width()))
    else:
        records(list_data(found, changes), [change.to_dict() for change in changes], format)


def diff(name: str, version: str | None, against: str, *, language: str, format: str, full: bool) -> None:
    """Compare two versions of a party list; without a second, with nothing.

    Raises
    ------
    ListError
        If no version is named and none is in use.
    """
    place = user_folder()
    wanted = version or store.own_versions(place, name).in_use()
    if not wanted:
        remedy = message(
            "command.version_or_use",
            "Name a version, or put one in use with `sekisho data use {name} VERSION`.",
            name=name,
        )
        raise ListError(Problem(where=name, what=message("command.no_version", "no version is in use."), remedy=remedy))
    first = against in {store.NONE, "built-in"}
    for each in (wanted,) if first else (wanted, against):
        store.own_versions(place, name).find(each)
    before = [] if first else version_entries(place, name, against)
    after = tuple(version_entries(place, name, wanted))
    changes = party_changes(before, after)
    if format == "text":
        earlier = message("lists.nothing", "nothing") if first else version_named(against)
        show(changes_text(changes, against=earlier, full=full, language=language, width=width()))
    else:
        plain = [change.to_dict() for change in changes]
        records({"list": name, "version": wanted, "changes": plain}, plain, format)


def kept_cards() -> list[dict[str, object]]:
    """Describe the party lists that are kept, under the keys of other lists."""
    return [{"title": "", **card} for card in store.cards(user_folder())]


def versions_of(name: str) -> VersionFolder:
    """Return the versions of a party list, `own/NAME`."""
    return store.own_versions(user_folder(), name)


def export(of_list: str | None, output: Path, folders: tuple[Path, ...]) -> None:
    """Write parties as FollowTheMoney lines.

    Raises
    ------
    ListError
        If there is no such list, or the file cannot be written.
    """
    entries = parties_of(library_of(folders)).entries
    chosen = [each for each in entries if not of_list or f"{each.list}/".startswith(f"{of_list}/")]
    if not chosen:
        lists = {"/".join(each.list.split("/")[:2]) for each in entries}
        known = joined(
            [
                did_you_mean(str(of_list), lists),
                message("command.lists", "Lists: {lists}.", lists=joined(sorted(lists), "comma")),
            ],
            "sentence",
        )
        raise ListError(
            Problem(where="LIST", what=message("command.no_list", "no list '{name}'.", name=str(of_list)), remedy=known)
        )
    draft = output.with_name(f"{output.name}{UNFINISHED}")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(written(to_records(chosen)))
        draft.replace(output)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        remedy = message(
            "file.rights_and_space", "Look at the rights and the free space of the folder, or name another place."
        )
        raise ListError(
            Problem(
                where=str(output),
                what=message("file.not_written", "cannot be written ({why}).", why=str(fault.strerror)),
                remedy=remedy,
            )
        ) from None
    tell(f"Wrote {count(len(chosen), 'party', 'parties')} to {output}.")
