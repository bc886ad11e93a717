"""Reading a table from a file: its layout is recognised by what it holds."""

from __future__ import annotations

from pathlib import Path

from sekisho.errors import Problem, TableError
from sekisho.impact.table import InputOutputTable
from sekisho.impact.tables.faults import Faults
from sekisho.impact.tables.long_form import COLUMNS, read_long
from sekisho.impact.tables.sheet import open_sheet
from sekisho.impact.tables.stated import Known, Stated, card_of, from_name


def read_table(path: Path, *, stated: Stated | None = None, known: Known | None = None) -> InputOutputTable:
    """Read a table.

    Raises
    ------
    TableError
        With all that is wrong.
    """
    sheet = open_sheet(path)
    faults = Faults(path.name)
    about = (stated or Stated()).over(card_of(path)).over(from_name(path))
    if not set(COLUMNS) <= set(sheet.header):
        raise TableError(Problem(where=path.name, what="the layout is not known."))
    table = read_long(sheet, about, known or Known(), faults)
    if faults or table is None:
        raise TableError(faults.found)
    return table
