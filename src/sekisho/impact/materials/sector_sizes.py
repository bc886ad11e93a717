"""How large the sectors of a country are, where a table does not part them that a bridge has to part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.materials.bridges import FROM
from sekisho.law.model.library import Library
from sekisho.message import message

FILE: Final = "sector-sizes.csv"
COLUMNS: Final = ("country", "scheme", "sector", "value_added", "source", "date", "confidence", "note")


def sector_sizes(library: Library, country: str, home: Mapping[str, float]) -> dict[str, float]:
    """Return the value added of each sector of a country, in the unit of `home`.

    Parameters
    ----------
    home
        Code of `oecd45` to the value added at home; a sector of which nothing is stated is as large a part of the
        country as it is there.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    stated: dict[str, float] = {}
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for number, row in enumerate(rows_of_table(folder / FILE, *COLUMNS), start=2):
            if row["country"] != country or row["scheme"] != FROM:
                continue
            try:
                share = float(row["value_added"])
            except ValueError:
                share = -1.0
            if not 0.0 <= share <= 1.0 or row["sector"] not in home or not row["source"]:
                what = message("impact.no_sector_size", "'{value}' is not a part of GDP.", value=row["value_added"])
                remedy = message(
                    "impact.expected_sector_size", "Expected a code of {scheme}, 0 to 1, and a source.", scheme=FROM
                )
                problems.append(Problem(where=f"{FILE}:{number}", what=what, remedy=remedy))
            stated[row["sector"]] = share
    if problems:
        raise LibraryError(problems)
    whole = sum(home.values())
    return {code: stated.get(code, value / whole) * whole for code, value in home.items()}
