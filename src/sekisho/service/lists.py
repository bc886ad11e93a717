"""Lists and tables of the user's own: what is kept, what a version changes, how one is read and put in use.

There are lists of items (`cn-control-list`, `cn-catalogue`), lists of parties (`own/NAME`), tables of who owns whom
(`ownership/NAME`), input-output tables (`table/NAME`), trade statistics (`trade-flows`) and law files (`law/NAME`).
What is kept is found by the user's folder alone, so that it can be listed and taken out of use while a version in use
cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast, get_args

from sekisho.errors import ListError, Problem, TableError, did_you_mean
from sekisho.files.temporary import temporary_folder
from sekisho.files.versions import UNFINISHED, VersionCard, VersionFolder
from sekisho.i18n.territory_codes import Territories
from sekisho.impact.economy.tables import user_versions
from sekisho.impact.shock.trade_flows import KIND, TRADE_FLOWS
from sekisho.law.loading.law_versions import PREFIX as LAW_PREFIX
from sekisho.law.loading.law_versions import built_in, law_names, versions_of
from sekisho.law.loading.user_lists import OWNERSHIP, read_version
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.parties.index import parties_of
from sekisho.parties.lists import store
from sekisho.parties.lists.diff import PartyChange, check_list, party_changes
from sekisho.parties.lists.layouts import LAYOUTS
from sekisho.parties.lists.ofac import packed
from sekisho.parties.lists.own_entries import version_entries
from sekisho.parties.lists.party_list import OWN, PartyList
from sekisho.service import ownership
from sekisho.service.impact_economy import shipped_with_uses
from sekisho.service.request import Ask
from sekisho.trade.official_lists.diff import CodeChange, changes, executable_codes, rows_in_use, table_of
from sekisho.trade.official_lists.official_list import Kind, OfficialList
from sekisho.trade.official_lists.store import BUILT_IN, as_official, keep, kept_cards, version_folder

if TYPE_CHECKING:
    from sekisho.impact.economy.check_result import CheckResult
    from sekisho.impact.economy.table import InputOutputTable
    from sekisho.impact.shock.trade_flows import TradeFlow

OFFICIAL: Final = get_args(Kind)
"""Lists of items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """A list that is kept, and which of its versions are compared."""

    name: Annotated[str, Ask("A list of items, or own/NAME for one of parties.", argument=True, metavar="NAME")]
    version: Annotated[str, Ask("The version.", left_out="the one in use", argument=True)] = ""
    against: Annotated[str, Ask("Which version came before.", metavar="VERSION")] = BUILT_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyListRequest:
    """How a list of parties is read from a file, and what it has to hold to be taken."""

    name: str = ""
    layout: str = ""
    encoding: str = ""
    expect: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rows_min: int | None = None
    strict: bool = False
    names_only: bool = False
    accept_loss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRequest:
    """How an input-output table is read from a file, with what the file may not say itself."""

    name: str = ""
    layout: str = ""
    year: int | None = None
    region: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDifference:
    """A version of a list of items beside the one before it."""

    official: OfficialList
    changes: list[CodeChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDifference:
    """A version of a list of parties beside the one before it, or beside nothing.

    Parameters
    ----------
    first
        Nothing came before.
    """

    name: str
    version: str
    first: bool
    changes: list[PartyChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPartyList:
    """A list of parties that was read and is not kept yet.

    Parameters
    ----------
    before
        The version in use; empty if none is.
    lost
        What it would lose, or lacks, so that it is not to be kept.
    """

    parties: PartyList
    changes: list[PartyChange]
    before: str
    lost: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTable:
    """An input-output table with the checks of its identities."""

    table: InputOutputTable
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTradeFlows:
    """Trade statistics that were read.

    Parameters
    ----------
    materials
        By heading, the ids of the materials that it holds.
    route
        Seller and importer whose trade is counted.
    """

    flows: Sequence[TradeFlow]
    materials: Mapping[str, list[str]]
    route: tuple[str, str]


def lists_held(home: Path) -> list[dict[str, object]]:
    """Describe every version of every list and table that is kept, and which is in use; a broken one says so.

    Parameters
    ----------
    home
        The user's data folder.
    """
    flows = VersionFolder(home / "trade-flows", KIND)
    return [
        *kept_cards(home / "lists", OFFICIAL),
        *({"title": "", **card} for card in store.cards(home / "lists")),
        *({"title": "", **card} for card in ownership.cards(home)),
        *({"title": "", **card} for card in user_versions.cards(home / "tables")),
        *flows.cards(lambda version: flows.read(version)[0]),
        *(card for name in law_names(home / "law") for card in _law_cards(name, home)),
    ]


def _law_cards(name: str, home: Path) -> list[dict[str, object]]:
    """Describe the versions of the law that were taken up, after the one that comes with the program."""
    versions, shipped = versions_of(home / "law", name), built_in(name)
    shown = ("list", "version", "title", "read", "added", "horizon", "measures", "digest")
    taken_up = versions.cards(lambda version: {key: versions.card(version).get(key, "") for key in shown})
    if shipped is None:
        return taken_up
    first = {"list": name, "version": BUILT_IN, "title": shipped.version, "horizon": shipped.horizon.isoformat()}
    return [{**first, "in_use": not versions.in_use()}, *taken_up]


def names_held(home: Path) -> list[str]:
    """Name what may be kept, and every list and table of the user that is."""
    tables = (f"{user_versions.OWN}{name}" for name in user_versions.table_names(home / "tables"))
    own = (*store.list_names(home / "lists"), *ownership.table_names(home), *tables)
    return [*OFFICIAL, TRADE_FLOWS, *own, *law_names(home / "law")]


def versions_named(name: str, home: Path) -> VersionFolder:
    """Return the versions of a list or a table: they are put in use and removed there."""
    if name == TRADE_FLOWS:
        return VersionFolder(home / "trade-flows", KIND)
    if name.startswith(LAW_PREFIX):
        return versions_of(home / "law", name)
    if name.startswith(user_versions.OWN):
        return user_versions.table_versions(home / "tables", name)
    if name.startswith(OWNERSHIP.prefix):
        return ownership.table_versions(home, name)
    return store.own_versions(home / "lists", name) if name.startswith(OWN) else version_folder(home / "lists", name)


def compare_versions(request: ListRequest, library: Library, home: Path) -> ItemDifference | PartyDifference:
    """Compare a version of a list with another, or with what there was before any.

    Parameters
    ----------
    library
        Holds the built-in list; the user's own need not be laid over it.

    Raises
    ------
    TableError
        If it is a table: those have too many figures to list.
    ListError
        If no version is named and none is in use, or there is none of that name.
    """
    if request.name.startswith(LAW_PREFIX):
        what = message("command.law_not_compared", "versions of the law are compared by a command of their own.")
        remedy = message("command.compare_law", "`sekisho data update FILE` shows what a law file changes.")
        raise ListError(Problem(where=request.name, what=what, remedy=remedy))
    if request.name.startswith((user_versions.OWN, OWNERSHIP.prefix)):
        what = message("command.tables_not_compared", "versions of a table are not compared.")
        remedy = message(
            "command.compare_tables",
            "`sekisho table` shows what each is; compare the figures in a program of your own.",
        )
        raise TableError(Problem(where=request.name, what=what, remedy=remedy))
    versions = versions_named(request.name, home)
    wanted = request.version or versions.in_use()
    own = request.name.startswith(OWN)
    if not wanted:
        remedy = (
            message(
                "command.version_or_use",
                "Name a version, or put one in use with `sekisho data use {name} VERSION`.",
                name=request.name,
            )
            if own
            else message(
                "command.name_version",
                "Name a version, or add one with `sekisho data add {name} FILE`.",
                name=request.name,
            )
        )
        what = message("command.no_version", "no version is in use.")
        raise ListError(Problem(where=request.name, what=what, remedy=remedy))
    if own:
        return _between_parties(request, wanted, home / "lists")
    after = as_official(cast("Kind", request.name), read_version(versions.find(wanted)).rows)
    lists = () if request.against == BUILT_IN else (read_version(versions.find(request.against)),)
    found = changes(rows_in_use(library, lists), after, executable_codes(table_of(library)))
    return ItemDifference(official=after, changes=found)


def _between_parties(request: ListRequest, wanted: str, folder: Path) -> PartyDifference:
    first = request.against in {store.NONE, BUILT_IN}
    for version in (wanted,) if first else (wanted, request.against):
        store.own_versions(folder, request.name).find(version)
    before = [] if first else version_entries(folder, request.name, request.against)
    after = tuple(version_entries(folder, request.name, wanted))
    return PartyDifference(name=request.name, version=wanted, first=first, changes=party_changes(before, after))


# -------------------------------------------------------------------------------------- adding, each kind for itself


def read_items(file: Path, kind: Kind, library: Library, *, accept_loss: bool) -> ItemDifference:
    """Read an official list of items, and say what it changes against the list in use.

    Raises
    ------
    ListError
        If it cannot be read, or holds less than it should and that is not accepted.
    """
    from sekisho.trade.official_lists.acceptance import check, read_expected
    from sekisho.trade.official_lists.reader import read_official

    before, table = rows_in_use(library), table_of(library)
    official = read_official(file, kind, known=before)
    check(official, before, read_expected(table.parent.parent, kind), where=file.name, accept_loss=accept_loss)
    return ItemDifference(official=official, changes=changes(before, official, executable_codes(table)))


def keep_items(new: ItemDifference, file: Path, card: VersionCard, home: Path) -> Path:
    """Keep a list of items and put it in use; returns the folder of the version."""
    return keep(home / "lists", new.official, file, card, new.changes)


def read_parties(request: PartyListRequest, file: Path, territories: Territories, home: Path) -> NewPartyList:
    """Read a list of parties, and say what it changes against the version in use.

    Raises
    ------
    ListError
        If it has no name that a folder may have, or cannot be read.
    """
    from sekisho.parties.lists.reader import read_party_list

    store.check_name(request.name)
    layout = next((name for name in LAYOUTS if name == request.layout), None)
    if request.layout and layout is None:
        what = message("command.layout_of_tables", "'{layout}' is a layout of tables.", layout=request.layout)
        layouts = joined(LAYOUTS, "comma")
        remedy = message("command.party_layouts", "Layouts of party lists: {layouts}.", layouts=layouts)
        raise ListError(Problem(where="layout", what=what, remedy=remedy))
    parties = read_party_list(
        file,
        request.name,
        territories,
        layout=layout,
        encoding=request.encoding,
        ignore=request.ignore,
        strict=request.strict,
        names_only=request.names_only,
    )
    name = f"{OWN}{request.name}"
    version = store.own_versions(home / "lists", name).in_use()
    before = version_entries(home / "lists", name, version) if version else []
    lost: tuple[Problem, ...] = ()
    try:
        check_list(
            parties,
            before,
            where=file.name,
            expect=request.expect,
            rows_min=request.rows_min,
            accept_loss=request.accept_loss,
        )
    except ListError as fault:
        lost = fault.problems
    return NewPartyList(parties=parties, changes=party_changes(before, parties), before=version, lost=lost)


def keep_parties(new: NewPartyList, file: Path, card: VersionCard, home: Path) -> Path:
    """Keep a list of parties and put it in use; returns the folder of the version.

    Raises
    ------
    ListError
        If it is not the list that it should be.
    """
    if new.lost:
        raise ListError(new.lost)
    if not file.is_dir():
        return store.keep(home / "lists", new.parties, file, card, new.changes)
    with temporary_folder() as folder:
        archive = packed(file, folder / f"{file.name}.zip")
        return store.keep(home / "lists", new.parties, archive, card, new.changes)


def read_economy(request: TableRequest, file: Path, library: Library) -> CheckedTable:
    """Read an input-output table, and check it against the identities of accounts and the GDP of its year.

    Raises
    ------
    TableError
        If it cannot be read, is called as another is, or the layout is one of party lists.
    """
    from sekisho.impact.economy.tables import user_tables
    from sekisho.impact.economy.tables.layouts import LAYOUTS as KNOWN
    from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
    from sekisho.impact.economy.tables.recognition import read_table

    if request.name:
        user_tables.check_name(library, request.name)
    if request.layout and request.layout not in KNOWN:
        what = message("command.layout_of_parties", "'{layout}' is a layout of party lists.", layout=request.layout)
        remedy = message("command.table_layouts", "Layouts of tables: {layouts}.", layouts=joined(KNOWN, "comma"))
        raise TableError(Problem(where="layout", what=what, remedy=remedy))
    stated = TableMetadata(name=request.name, year=request.year, region=request.region.upper(), unit=request.unit)
    table = read_table(file, stated=stated, known=known_from(library), layout=request.layout or None)
    return check_economy(table, library)


def table_named(name: str, library: Library, home: Path) -> CheckedTable:
    """Find an input-output table by name, one of the user's own or a shipped one, and check it.

    Raises
    ------
    TableError
        If no table has that name, with the nearest.
    """
    from sekisho.impact.economy.tables.user_tables import find_table

    return check_economy(find_table(library, name, home / "tables"), library)


def table_names(library: Library, home: Path) -> tuple[dict[str, bool], dict[str, str]]:
    """Name the input-output tables that are shipped, each with whether a cost can be asked in it.

    And the user's own in use, each with its version.
    """
    return shipped_with_uses(library), user_versions.own_tables(home / "tables")


def table_files(table: InputOutputTable) -> tuple[str, str]:
    """Write a table in the project's own format: its figures as CSV, and its source card."""
    from sekisho.impact.economy.tables.writer import card_of, long_form_of

    return long_form_of(table), card_of(table)


def check_economy(table: InputOutputTable, library: Library) -> CheckedTable:
    """Check an input-output table, against the GDP of its year where that is at hand."""
    from sekisho.impact.economy.gdp import gdp_of_table, read_gdp
    from sekisho.impact.economy.identities import checks_of

    return CheckedTable(table=table, checks=checks_of(table, gdp_of_table(table, read_gdp(library))))


def check_whole(new: CheckedTable, file: Path) -> None:
    """Make sure that every identity of a table holds.

    Raises
    ------
    TableError
        With every check that failed.
    """
    from sekisho.impact.economy.check_result import problems_of

    if failed := problems_of(new.checks, source=file.name):
        raise TableError(failed)


def keep_economy(new: CheckedTable, file: Path, card: VersionCard, home: Path) -> Path:
    """Keep an input-output table and put it in use; returns the folder of the version.

    Raises
    ------
    TableError
        If a check of it failed, or it may not be called so.
    """
    from sekisho.impact.economy.tables import user_tables

    check_whole(new, file)
    return user_tables.keep(home / "tables", new.table, file, card)


def read_trade_flows(file: Path, library: Library) -> NewTradeFlows:
    """Read trade statistics, with the materials that their headings hold.

    Raises
    ------
    BookError
        With every row that cannot be read.
    """
    from sekisho.impact.economy.package_folder import alpha3_codes
    from sekisho.impact.materials.package_materials import materials_and_uses
    from sekisho.impact.shock.trade_flows import read_flows

    flows = read_flows(file, alpha3_codes(library))
    materials, _ = materials_and_uses(library)
    named = {hs: [str(item.id) for item in materials.items if hs in item.hs] for hs in {flow.hs6 for flow in flows}}
    return NewTradeFlows(flows=flows, materials=named, route=(materials.seller, materials.importer))


def keep_trade_flows(new: NewTradeFlows, file: Path, card: VersionCard, home: Path) -> Path:
    """Keep trade statistics and put them in use; returns the folder of the version."""
    from sekisho.impact.shock.trade_flows import keep_flows

    return keep_flows(home / "trade-flows", file, new.flows, card)


def export_parties(name: str, out: Path, library: Library) -> int:
    """Write the parties of a list, or of all lists if none is named, as FollowTheMoney lines; returns how many.

    Raises
    ------
    ListError
        If there is no such list, or the file cannot be written.
    """
    from sekisho.parties.lists.followthemoney import to_records, written

    entries = parties_of(library).entries
    chosen = [entry for entry in entries if not name or f"{entry.list}/".startswith(f"{name}/")]
    if not chosen:
        lists = {"/".join(entry.list.split("/")[:2]) for entry in entries}
        every = message("command.lists", "Lists: {lists}.", lists=joined(sorted(lists), "comma"))
        what = message("command.no_list", "no list '{name}'.", name=name)
        raise ListError(Problem(where="LIST", what=what, remedy=joined([did_you_mean(name, lists), every], "sentence")))
    draft = out.with_name(f"{out.name}{UNFINISHED}")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(written(to_records(chosen)))
        draft.replace(out)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        what = message("file.not_written", "cannot be written ({why}).", why=str(fault.strerror))
        remedy = message(
            "file.rights_and_space", "Look at the rights and the free space of the folder, or name another place."
        )
        raise ListError(Problem(where=str(out), what=what, remedy=remedy)) from None
    return len(chosen)
