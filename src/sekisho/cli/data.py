"""`data add`, `diff`, `list`, `use`, `remove`: official lists of the user's own, laid over the built-in one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from sekisho.cli.options import as_date, format_option, library_of, measures_option, today, user_folder
from sekisho.cli.output import data as show
from sekisho.cli.output import records, tell, width
from sekisho.errors import ListError, Problem
from sekisho.law.library import load_measures
from sekisho.law.overlay import read_version, version_in_use
from sekisho.report.lists import diff_data, diff_text, kept_text
from sekisho.trade.list_diff import Change, changes, executable_codes, rows_in_use, table_of
from sekisho.trade.list_store import BUILT_IN, Given, as_official, keep, kept, kept_cards
from sekisho.trade.list_store import remove as remove_version
from sekisho.trade.list_store import use as use_version
from sekisho.trade.listed import Kind, OfficialList

NAMES = get_args(Kind)
"""Lists that can be added."""


@click.group(short_help="Add an official list of your own, compare it, and put it in use.")
def data() -> None:
    """Add an official list of your own, compare it, and put it in use.

    cn-control-list is the control list of dual-use items; cn-catalogue is the yearly licence catalogue, which adds
    customs codes and units to it.
    """


def name_argument(command: click.decorators.FC) -> click.decorators.FC:
    """Name the list."""
    return click.argument("name", metavar="NAME", type=click.Choice(NAMES))(command)


@data.command(
    short_help="Read an official list, show what it changes, and put it in use.",
    epilog="\b\nExamples:\n"
    "  sekisho data add cn-control-list list-2026-06.pdf\n"
    "  sekisho data add cn-catalogue catalogue-2026.pdf --title 'Catalogue 2026' --replace",
)
@name_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the document is called, for its source card.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--read", metavar="DATE", help="Day on which the file was fetched. Default: today.")
@click.option("--replace", is_flag=True, help="Put it in use. Without it, only what would change is shown.")
@click.option("--accept-loss", is_flag=True, help="Take it although codes vanish or rows could not be read.")
@click.option("--full", is_flag=True, help="Show every change, with the whole texts.")
@format_option
@measures_option
def add(
    *,
    name: Kind,
    file: Path,
    title: str,
    url: str,
    read: str | None,
    replace: bool,
    accept_loss: bool,
    full: bool,
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """Read an official list from a PDF or CSV file and show what it changes against the list in use.

    Nothing is written without --replace, or a yes where the question is asked on a terminal.
    """
    from sekisho.trade.list_guard import check, read_expected
    from sekisho.trade.official_list import read_official

    day = today()
    fetched = as_date(read, where="read") if read else day
    library = library_of(folders)
    before, table = rows_in_use(library), table_of(library)
    official = read_official(file, name, known=before)
    expected = read_expected(table.parent.parent, name)
    check(official, before, expected, where=file.name, accept_loss=accept_loss)
    found = changes(before, official, executable_codes(table))
    _print(official, found, against="the list in use", form=form, full=full)
    question = "Put it in use?"
    if not replace and not (form == "text" and sys.stdin.isatty() and click.confirm(question, default=False)):
        tell("Nothing was written. --replace puts the list in use.")
        return
    given = Given(title=title, url=url, read=fetched.isoformat(), added=day.isoformat())
    place = keep(user_folder(), official, file, given, found)
    tell(f"In use: {name}, version {place.name}. `sekisho data use {name} {BUILT_IN}` goes back to the built-in list.")


@data.command(short_help="Compare a version that is kept with another or with the built-in list.")
@name_argument
@click.argument("version", required=False)
@click.option("--against", metavar="VERSION", default=BUILT_IN, show_default=True, help="Which version came before.")
@click.option("--full", is_flag=True, help="Show every change, with the whole texts.")
@format_option
@measures_option
def diff(*, name: Kind, version: str | None, against: str, full: bool, form: str, folders: tuple[Path, ...]) -> None:
    """Compare a version that is kept, by default the one in use, with another or with the built-in list."""
    library, place = load_measures(folders or None), user_folder()
    wanted = version or version_in_use(place / name)
    if not wanted:
        do = f"Name a version, or add one with `sekisho data add {name} FILE`."
        raise ListError(Problem(where=name, what="no version is in use.", do=do))
    after = as_official(name, read_version(kept(place, name, wanted)).rows)
    lists = () if against == BUILT_IN else (read_version(kept(place, name, against)),)
    before = rows_in_use(library, lists)
    found = changes(before, after, executable_codes(table_of(library)))
    earlier = "the built-in list" if against == BUILT_IN else f"version {against}"
    _print(after, found, against=earlier, form=form, full=full)


def _print(official: OfficialList, found: list[Change], *, against: str, form: str, full: bool) -> None:
    if form == "text":
        show(diff_text(official, found, against=against, full=full, width=width()))
    else:
        records(diff_data(official, found), [change.to_dict() for change in found], form)


@data.command(name="list", short_help="List the versions that are kept.")
@format_option
def list_versions(form: str) -> None:
    """List the versions of your own lists that are kept, and which are in use."""
    cards = kept_cards(user_folder(), NAMES)
    if form == "text":
        show(kept_text(cards, width=width()))
        return
    records(cards, cards, form)


@data.command(short_help="Put a version that is kept in use, or the built-in list.")
@name_argument
@click.argument("version")
def use(name: Kind, version: str) -> None:
    """Put a version that is kept in use; `built-in` goes back to the list that comes with sekisho."""
    use_version(user_folder(), name, version, day=today().isoformat())
    tell(f"In use: {name}, {version}.")


@data.command(short_help="Remove a version that is kept.")
@name_argument
@click.argument("version")
def remove(name: Kind, version: str) -> None:
    """Remove a version that is kept; the log keeps its line."""
    was_in_use = remove_version(user_folder(), name, version, day=today().isoformat())
    tell(f"Removed {name}, version {version}." + (" The built-in list is in use again." if was_in_use else ""))
