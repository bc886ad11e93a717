"""`data add`, `diff`, `list`, `use`, `remove`, `export`: lists, tables, and trade flows; `law_files` has the law."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final, Literal

import click

from sekisho.cli import io_tables, law_files, ownership, party_lists, trade_flows
from sekisho.cli.console import data as show
from sekisho.cli.console import records, say, spoken_language, tell, width
from sekisho.cli.options import (
    click_options,
    data_folder,
    format_option,
    language_option,
    law_in_use,
    library_of,
    measures_option,
    today,
)
from sekisho.impact.shock.trade_flows import TRADE_FLOWS
from sekisho.law.loading.library import load_measures
from sekisho.message import joined, message
from sekisho.present.lists import diff_data, diff_text, kept_text, version_named
from sekisho.service.lists import (
    OFFICIAL,
    ItemDifference,
    ListRequest,
    PartyDifference,
    compare_versions,
    keep_items,
    lists_held,
    names_held,
    read_items,
    versions_named,
)
from sekisho.service.request import request_from
from sekisho.trade.official_lists.official_list import Kind
from sekisho.trade.official_lists.store import BUILT_IN

PARTY_LIST: Final = "party-list"
IO_TABLE: Final = "io-table"
OWNERSHIP: Final = "ownership"
OF_PARTIES: Final = ("encoding", "expect", "ignore", "rows_min", "strict", "names_only")
OF_TABLES: Final = ("year", "region", "unit")
"""Options that hold for one kind of data alone."""


@click.group()
def data() -> None:
    """Add a list of items or parties, an input-output table, or trade flows, of your own, and put it in use.

    cn-control-list is China's dual-use list; cn-catalogue is the yearly licence catalogue, which adds
    customs codes and units to it. A party-list is any list of names to screen against; once added under a name, the
    other commands call it own/NAME. An io-table is an input-output table of a country or of the world, to work out
    what a curb costs; once added, it is table/NAME here, and NAME where a table is asked for. trade-flows are customs
    statistics by month and heading: `impact` tells what a measure hits of them. An ownership table says who owns whom;
    it is ownership/NAME here, and every command that asks for a party reads it. A law file brings new law without a new
    program: `update` shows what it changes and takes it up, `back` goes back.
    """


data.add_command(law_files.pack)
data.add_command(law_files.update)
data.add_command(law_files.back)


class ListName(click.ParamType[str]):
    """The name of what is kept: a list of items, trade-flows, own/NAME, ownership/NAME, table/NAME or law/NAME."""

    name = "NAME"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name of a list."""
        names = names_held(data_folder())
        if value not in names:
            none = message("command.no_kept_list", "'{name}' is not a saved list or table.", name=value)
            expected = message("error.expected_either", "Expected {choices}.", choices=joined(names, "comma"))
            self.fail(say(joined([none, expected], "sentence")), param, ctx)
        return value


def name_argument(command: click.decorators.FC) -> click.decorators.FC:
    """Name the list."""
    return click.argument("name", metavar="NAME", type=ListName())(command)


@data.command(
    short_help="Read a list or a table, show what it changes, and put it in use.",
    epilog="\b\nExamples:\n"
    "  sekisho data add cn-control-list list-2026-06.pdf\n"
    "  sekisho data add cn-catalogue catalogue-2026.pdf --title 'Catalogue 2026' --replace\n"
    "  sekisho data add party-list suppliers.csv --name suppliers --replace\n"
    "  sekisho data add ownership group-companies.csv --replace\n"
    "  sekisho data add io-table JPN2020ttl.csv --name jpn-2020 --replace\n"
    "  sekisho data add trade-flows exports.csv --title 'Exports by month' --replace",
)
@click.argument("name", metavar="NAME", type=click.Choice((*OFFICIAL, PARTY_LIST, OWNERSHIP, IO_TABLE, TRADE_FLOWS)))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the document is called, for its source card.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--read", metavar="DATE", help="Day on which the file was fetched. Default: today.")
@click.option("--replace", is_flag=True, help="Put it in use. Without it, only what would change is shown.")
@click.option(
    "--accept-loss", is_flag=True, help="Take it although codes or parties vanish, or rows of items are unread."
)
@click.option("--full", is_flag=True, help="Show every change, with the whole texts.")
@party_lists.reading_options
@io_tables.stating_options
@format_option
@measures_option
def add(
    *,
    name: Kind | Literal["party-list", "ownership", "io-table", "trade-flows"],
    file: Path,
    title: str,
    url: str,
    read: str | None,
    replace: bool,
    accept_loss: bool,
    full: bool,
    format: str,
    folders: tuple[Path, ...],
    **reading: Any,  # noqa: ANN401 - the options of reading a party list or a table, as their decorators have them
) -> None:
    """Read a list and show what it changes against the one in use, or a table and show its checks.

    Official lists of items are PDF or CSV files. A party list is CSV, a spreadsheet, FollowTheMoney lines, or one of
    the published lists that are recognised. An io-table is CSV or Parquet in one of the published layouts that are
    recognised, or in the project's own; it is refused if an identity fails. An ownership table is CSV or a spreadsheet
    with the columns owned, owner and share, FollowTheMoney, or level 2 of GLEIF. trade-flows are CSV with the columns
    month, exporter, importer, hs6 and `value_usd`, and `quantity_kg` where it is known; every row that cannot be
    read is shown.
    Nothing is written without --replace, or a yes on a terminal.
    """
    about = party_lists.About(title=title, url=url, read=read, replace=replace, accept_loss=accept_loss, full=full)
    of_parties = {key: value for key, value in reading.items() if key not in OF_TABLES}
    of_tables = {key: value for key, value in reading.items() if key not in OF_PARTIES}
    if name != IO_TABLE:
        party_lists.check_no_options(
            {key: reading[key] for key in OF_TABLES}, kind=message("command.an_io_table", "an io-table")
        )
    if name == PARTY_LIST:
        party_lists.add(file, about, format=format, folders=folders, **of_parties)
        return
    if name == IO_TABLE:
        party_lists.check_no_options({key: reading[key] for key in OF_PARTIES})
        io_tables.add(file, about, format=format, folders=folders, **of_tables)
        return
    if name == OWNERSHIP:
        named = {key: of_parties.pop(key) for key in ("own_name", "layout")}
        party_lists.check_no_options(of_parties)
        ownership.add(file, about, format=format, folders=folders, **named)
        return
    party_lists.check_no_options(of_parties)
    if name == TRADE_FLOWS:
        trade_flows.add(file, about, format=format, folders=folders)
        return
    card, new = about.card(), read_items(file, name, library_of(folders), accept_loss=accept_loss)
    in_use = message("command.the_list_in_use", "the list in use")
    _print(new, against=in_use, language=spoken_language(), format=format, full=full)
    question = say(message("command.put_in_use", "Put it in use?"))
    if not replace and not (format == "text" and sys.stdin.isatty() and click.confirm(question, default=False)):
        tell(message("command.nothing_written", "Nothing was written. --replace puts the list in use."))
        return
    place = keep_items(new, file, card, data_folder())
    tell(
        message(
            "command.list_in_use",
            "In use: {name}, version {version}. `{command}` goes back to the built-in list.",
            name=name,
            version=place.name,
            command=f"sekisho data use {name} {BUILT_IN}",
        )
    )


@data.command(short_help="Compare a saved version with another or with the built-in list.")
@name_argument
@click.argument("version", required=False)
@click_options(ListRequest, "against")
@click.option("--full", is_flag=True, help="Show every change, with the whole texts.")
@language_option
@format_option
@measures_option
def diff(
    *,
    name: str,
    version: str | None,
    against: str,
    full: bool,
    language: str,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Compare a saved version, by default the one in use, with another or with the built-in list."""
    request = request_from(ListRequest, {"name": name, "version": version, "against": against})
    # The built-in list, whatever of the user's own is in use: a version that is broken can be looked at too.
    difference = compare_versions(request, load_measures(law_in_use(folders)), data_folder())
    if isinstance(difference, PartyDifference):
        party_lists.print_difference(difference, against, language=language, format=format, full=full)
        return
    built_in = message("lists.built_in", "the built-in list")
    earlier = built_in if against == BUILT_IN else version_named(against)
    _print(difference, against=earlier, language=language, format=format, full=full)


def _print(new: ItemDifference, *, against: str, format: str, full: bool, language: str) -> None:
    if format == "text":
        show(diff_text(new.official, new.changes, against=against, full=full, language=language, width=width()))
    else:
        records(diff_data(new.official, new.changes), [change.to_dict() for change in new.changes], format)


@data.command(name="list", short_help="List the saved versions.")
@language_option
@format_option
def list_versions(language: str, format: str) -> None:
    """List the saved versions of your own lists and tables, and which are in use."""
    cards = lists_held(data_folder())
    if format == "text":
        show(kept_text(cards, language=language, width=width()))
        return
    columns = list(dict.fromkeys(key for card in cards for key in card))
    records(cards, [{key: card.get(key, "") for key in columns} for card in cards], format)


@data.command(short_help="Put a saved version in use, or the built-in list.")
@name_argument
@click.argument("version")
def use(name: str, version: str) -> None:
    """Put a saved version in use.

    `built-in` goes back to the list of items, or the trade flows, that come with sekisho; `none` takes a party list or
    a table out of use.
    """
    versions_named(name, data_folder()).use(version, day=today().isoformat())
    tell(message("command.in_use", "In use: {name}, {version}.", name=name, version=version))


@data.command(short_help="Remove a saved version.")
@name_argument
@click.argument("version")
def remove(name: str, version: str) -> None:
    """Remove a saved version; the log keeps its line."""
    was_in_use = versions_named(name, data_folder()).remove(version, day=today().isoformat())
    removed = message("command.removed", "Removed {name}, version {version}.", name=name, version=version)
    if name in OFFICIAL:
        now = message("command.built_in_again", "The built-in list is in use again.")
    elif name.startswith("law/"):
        now = message("command.law_of_program_again", "The law of the program is in use again.")
    else:
        now = message("command.none_in_use", "No version is in use now.")
    tell(joined([removed, now if was_in_use else ""], "sentence"))


@data.command(
    short_help="Write lists of parties as FollowTheMoney lines.",
    epilog="\b\nExample:\n  sekisho data export party-list cn/watch-list -o watch-list.ftm.json",
)
@click.argument("what", metavar="party-list", type=click.Choice((PARTY_LIST,)))
@click.argument("of_list", metavar="[LIST]", required=False)
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="Where to write.")
@measures_option
def export(*, what: str, of_list: str | None, output: Path, folders: tuple[Path, ...]) -> None:  # noqa: ARG001 - the kind
    """Write parties as FollowTheMoney: one entity a line, each with its listing.

    LIST is the id of a list or of a part of one, such as cn/control-list or own/suppliers; left out, all are written,
    built-in and your own.
    """
    party_lists.export(of_list, output, folders)
