"""How a table is read: what a person said of its file, and what whoever reads it knows of headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

HEADER_WITHIN: Final = 30
"""Rows in which a header must stand; titles may stand above it."""
FEWEST: Final = 2
"""Known headers that make a row a header: one may stand in a title by chance."""
_LONGEST_CELL: Final = 80
"""Letters of the longest cell that is taken for a header. The longest known header has 31, and may stand in two
languages; longer cells are titles and remarks, which may hold a word of a header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSpec:
    """What a person said of a file; what is left empty is found out.

    Parameters
    ----------
    encoding, separator
        Of a text file.
    sheet
        Name of the sheet of a spreadsheet.
    header_row
        Row in which the names of the columns stand, counted from 1 as a person counts it.
    zone
        Zone in which instants are days; left out, Beijing, or that of the midnights which a column shows.
    sql
        The query, if the source is a database; its name is then its URL.

    Examples
    --------
    >>> ReadSpec(encoding="cp932", header_row=3).separator
    ''
    """

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 0
    zone: str = ""
    sql: str = ""


class TextRow(NamedTuple):
    """One row of a table: the line on which it begins, counted from 1 as a person counts, and its cells as text."""

    line: int
    cells: Sequence[str]


def _never(_text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderTest:
    """What whoever reads a table knows of headers; a reader of files asks it, and knows no header itself.

    Parameters
    ----------
    is_fact
        Whether a header is the very name of a fact: no two columns may have one.
    is_known
        Whether a cell is a header at all, in words of any language.
    is_date
        Whether a column of that header holds days.
    folded
        A header in the form in which two are compared.
    named
        Columns that a person named.

    Examples
    --------
    >>> test = HeaderTest(is_known=lambda cell: cell in {"code", "name"})
    >>> test.place([["Orders"], [], ["code", "name"], ["3C001", "gallium"]])
    2
    """

    is_fact: Callable[[str], bool] = _never
    is_known: Callable[[str], bool] = _never
    is_date: Callable[[str], bool] = _never
    folded: Callable[[str], str] = str.casefold
    named: frozenset[str] = frozenset()

    def count(self, cells: Iterable[str]) -> int:
        """Count the cells of a row that are known headers."""
        return sum(len(cell) <= _LONGEST_CELL and self.is_known(cell) for cell in cells if cell.strip())

    def needed(self, name: str) -> bool:
        """Tell whether a column matters: a fact, one that a person named, or a known header."""
        return self.is_fact(name) or name in self.named or self.is_known(name)

    def place(self, rows: Sequence[Sequence[str]]) -> int:
        """Find the row of the header among the first rows of a file; titles may stand above it.

        Returns
        -------
        int
            Its place; the first row that has more than one cell, if no row has headers that are known; -1 if there is
            none.
        """
        first = [index for index, row in enumerate(rows[:HEADER_WITHIN]) if any(cell.strip() for cell in row)]
        counts = {index: self.count(rows[index]) for index in first}
        best = max(counts, key=lambda index: counts[index], default=-1)
        if best >= 0 and counts[best] >= FEWEST:
            return best
        several = [index for index in first if sum(bool(cell.strip()) for cell in rows[index]) > 1]
        return next(iter([*several, *first]), -1)
