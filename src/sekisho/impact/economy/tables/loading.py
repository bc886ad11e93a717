"""A table by its name or from a file, checked: the way in for programs."""

from __future__ import annotations

from pathlib import Path

from sekisho.errors import TableError
from sekisho.impact.economy.check_result import problems_of
from sekisho.impact.economy.gdp import gdp_of_table, read_gdp
from sekisho.impact.economy.identities import checks_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.layouts import LayoutName
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.recognition import read_table
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.law.loading.library import installed_library
from sekisho.law.model.library import Library


def load_table(
    source: Path | str,
    *,
    law: Library | None = None,
    layout: LayoutName | None = None,
    unit: str = "",
    region: str = "",
    year: int | None = None,
    folder: Path | None = None,
) -> InputOutputTable:
    """Load an input-output table by its name, or from a file, and refuse one that breaks an identity.

    Parameters
    ----------
    source
        Name of a table, such as `jpn-2018`, or path of a file in a layout that is known.
    law
        Library whose data packages hold tables; left out, all that are installed.
    layout
        How a file is laid out; left out, it is recognised.
    unit, region, year
        What a file may not say of itself: size and currency (`million USD`), country (ISO 3166, `JPN`), year.
    folder
        Folder of the user's own tables, if their names count too.

    Raises
    ------
    TableError
        If there is none of that name, or with everything that is wrong with a file.
    """
    library = law or installed_library()
    path = Path(source)
    if not path.suffix and not path.is_file():
        return find_table(library, str(source), folder)
    stated = TableMetadata(year=year, region=region, unit=unit)
    table = read_table(path, stated=stated, known=known_from(library), layout=layout)
    broken = problems_of(checks_of(table, gdp_of_table(table, read_gdp(library))), source=table.name)
    if broken:
        raise TableError(broken)
    return table
