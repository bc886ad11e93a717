"""Text from outside that a spreadsheet would take for a formula: written so that none runs it, read back the same.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break is worked out by spreadsheets when they open a CSV
file, and may call programs or addresses. Such a text gets an apostrophe before it, the sign by which spreadsheets
themselves mark text. A text that begins with apostrophes and then such a sign gets one more, so that what was written
can be told apart. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TextIO

from sekisho.regex import regex

SIGNS: Final = "=+-@\t\r\n＝＋－＠"
_RUNS: Final = regex(rf"'*[{re.escape(SIGNS)}]")
_WRITTEN: Final = regex(rf"'+[{re.escape(SIGNS)}]")
NUMBER: Final = regex(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def harmless(text: str) -> str:
    """Write a text as a cell that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("-0.5"), harmless("cn/2026-01"), harmless("'=1")
    ("'=1+1", '-0.5', 'cn/2026-01', "''=1")
    """
    return f"'{text}" if _RUNS.match(text) and not NUMBER.fullmatch(text) else text


def as_meant(cell: str) -> str:
    """Read a cell that `harmless` wrote; any other stays as it is.

    >>> as_meant("'=1+1"), as_meant("''=1"), as_meant("'quoted'"), as_meant("-5")
    ('=1+1', "'=1", "'quoted'", '-5')
    """
    return cell[1:] if cell[:1] == "'" and _WRITTEN.match(cell) else cell


class TableWriter:
    """Writes a table as CSV, each text so that no spreadsheet runs it: the one way in which Python writes a table."""

    def __init__(self, file: TextIO, columns: Sequence[str], *, others: bool = False) -> None:
        """Write the header.

        Parameters
        ----------
        others
            Whether rows may have columns beside these, which are passed over.
        """
        self.columns = tuple(columns)
        self.others = others
        self._rows = csv.writer(file, lineterminator="\n")
        self._quoted = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self.write_cells(self.columns)

    def write(self, row: Mapping[str, object]) -> None:
        """Write a row; what it does not say is empty.

        Raises
        ------
        ValueError
            If it says something under a name that is no column.
        """
        if not self.others and not row.keys() <= set(self.columns):
            raise ValueError(f"no such columns: {sorted(row.keys() - set(self.columns))}")
        self.write_cells(row.get(name, "") for name in self.columns)

    def write_all(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write rows."""
        for row in rows:
            self.write(row)

    def write_cells(self, cells: Iterable[object]) -> None:
        """Write a row cell by cell."""
        row = [harmless(value) if isinstance(value, str) else value for value in cells]
        # `csv` leaves a carriage return without quotes, and no reader takes such a row for one.
        writer = self._quoted if any(isinstance(value, str) and "\r" in value for value in row) else self._rows
        writer.writerow(row)


def table_rows(file: TextIO) -> list[dict[str, str]]:
    """Read the rows of a table that `TableWriter` wrote, each text as it was meant."""
    names, *rows = [[as_meant(cell) for cell in cells] for cells in csv.reader(file)] or [[]]
    return [dict(zip(names, cells, strict=False)) for cells in rows if cells]
