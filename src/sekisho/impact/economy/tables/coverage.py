"""Which countries the tables that are known by name cover, without reading their figures where a card says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sekisho.errors import Problem
from sekisho.i18n.names import territory_text
from sekisho.impact.economy.tables.package_tables import shipped_table, shipped_tables
from sekisho.impact.economy.tables.user_versions import COUNTRIES, own_tables, table_versions
from sekisho.law.model.library import Library
from sekisho.message import Text, joined, message

UNNAMED: Final = frozenset({"XX", "home"})
"""Regions of tables that are of no country in particular."""
MOST_NAMED: Final = 5
"""Countries of a table that a sentence names; of more it gives the number."""


def coverage_of(library: Library, folder: Path | None) -> Mapping[str, frozenset[str]]:
    """Return the tables that are known by name, the user's own first, with their countries, ISO 3166 alpha-2.

    A table whose card does not name its countries has none here: it may cover any.

    Parameters
    ----------
    folder
        The user's folder of tables; None knows only what is shipped.
    """
    own = own_tables(folder) if folder is not None else {}
    covered = {name: _of_card(folder, name, version) for name, version in own.items()} if folder is not None else {}
    shipped = {name: frozenset(shipped_table(library, name).regions) for name in shipped_tables(library)}
    return covered | {name: regions for name, regions in shipped.items() if name not in covered}


def _of_card(folder: Path, name: str, version: str) -> frozenset[str]:
    stated = table_versions(folder, name).card(version).get(COUNTRIES)
    return frozenset(str(code) for code in stated) if isinstance(stated, list) else frozenset()


def without_country(
    table: str, regions: Iterable[str], country: str, library: Library, *, having: Sequence[str] | None = None
) -> Problem:
    """Say that a table has no figures of a country, of which it has some, and what to do.

    Parameters
    ----------
    having
        Names of tables that have the country; None if nobody looked for them.
    """
    codes = sorted(set(regions))
    names: Text = (
        joined([territory_text(code, library) for code in codes])
        if len(codes) <= MOST_NAMED
        else message("impact.so_many_countries", "{n} other countries", n=len(codes))
    )
    land = territory_text(country, library)
    wanted = message(
        "impact.table_with", "Expected a table of {country}, or of several countries with it.", country=land
    )
    return Problem(
        where=table,
        what=message("impact.table_without", "has {countries}, and not {country}.", countries=names, country=land),
        remedy=wanted if having is None else joined((wanted, _known_with(having)), "sentence"),
    )


def _known_with(having: Sequence[str]) -> Text:
    if having:
        return message("impact.tables_with_it", "Known with it: {tables}.", tables=joined(having, "comma"))
    return message("impact.add_table", "None is known by name; `sekisho data add io-table FILE` adds one.")
