"""How a table is read: what a person said of its file, what whoever reads it knows of headers, and where one stands.

A header has one row or two: a group above the names of its columns, or units below them. A spreadsheet says by its
merged cells which columns a group spans. Text does not, nor a sheet whose cells were never merged: there two rows are
one header only if the lower one is none by itself, and holds nothing that a line would.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from sekisho.dataclass import dataclass
from sekisho.errors import Problem
from sekisho.message import message
from sekisho.regex import regex

HEADER_WITHIN: Final = 30
"""Rows in which a header must stand; titles may stand above it."""
FORM_WITHIN: Final = 100
"""Rows of the longest form: labels with their values below each other. A guess; those of ministries have some sixty."""
FEWEST: Final = 2
"""Known headers that make a row a header: one may stand in a title by chance."""
_LONGEST_CELL: Final = 80
"""Letters of the longest cell that is taken for a header. The longest known header has 31, and may stand in two
languages; longer cells are titles and remarks, which may hold a word of a header."""
Spans = Mapping[int, int]
"""Merged cells of one row: the first column, and the last."""
_FIGURES: Final = regex(r"[\d０-９\s.,:/%¥$€△▲+\-()（）年月日]*[\d０-９][\d０-９\s.,:/%¥$€△▲+\-()（）年月日]*")
"""A number, an amount or a day, and so no name of a column."""
_NUMBER: Final = regex(r"[\s\d]+")
_BRACKETED: Final = regex(r"[(（\[【〔].*[)）\]】〕]")
"""A unit or a remark on the name above it."""
_UNIT_OF_SHEET: Final = regex(
    r"[(（\[【\s]*(?:(?:金額|金额|表示|貨幣|货币)?(?:単位|单位|單位)|unit of (?:amounts?|account)|units?"
    r"|in (?:thousands?|millions?)|einheit|alle angaben in|angaben in|unité|단위)(?![^\W\d_])[\s:：]*",
    re.IGNORECASE,
)
"""How a cell above a table begins that states the unit of its amounts."""
_LONGEST: Final = 40
"""Letters of the longest name of a column in a header of two rows that no merged cell proves. A guess; the names of
two-row headers are short, since they share a sheet with many others, and cells of lines may be sentences."""


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


def _always(_text: str) -> bool:
    return True


def _nothing(_rows: Sequence[Sequence[str]], _names: Sequence[str]) -> Mapping[str, str]:
    return {}


def _no_meaning(_header: str) -> tuple[str, int]:
    return "", 0


def _no_form(_rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]] | None:
    return None


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
    is_item
        Whether a column of that header says what goods are: in a document it tells the table of lines from others.
    folded
        A header in the form in which two are compared.
    named
        Columns that a person named.
    above
        What the rows above a header state of every line, given the names of the columns; by name of a further column.
    meaning
        What a column of that header says, by a word that is the same for all headers that say it, and how sure that is:
        1 is surest; an empty word if nothing is known of it.
    is_paper
        Whether a document without a table is read too: all of it as one line.
    form
        Names of columns and lines, if all rows of a short table are a form, with labels in place of a header.

    Examples
    --------
    >>> test = HeaderTest(is_known=lambda cell: cell in {"code", "name"})
    >>> test.place([["Orders"], [], ["code", "name"], ["3C001", "gallium"]])
    2
    """

    is_fact: Callable[[str], bool] = _never
    is_known: Callable[[str], bool] = _never
    is_date: Callable[[str], bool] = _never
    is_item: Callable[[str], bool] = _always
    folded: Callable[[str], str] = str.casefold
    named: frozenset[str] = frozenset()
    meaning: Callable[[str], tuple[str, int]] = _no_meaning
    is_paper: bool = False
    above: Callable[[Sequence[Sequence[str]], Sequence[str]], Mapping[str, str]] = _nothing
    form: Callable[[Sequence[Sequence[str]]], tuple[list[str], list[list[str]]] | None] = _no_form

    def count(self, cells: Iterable[str]) -> int:
        """Count the known headers in a row, each word once, and twice the very name of a fact.

        A line may hold a word of a header in many of its columns, each with another number; a header says each thing
        once. A line hardly holds the names that this program gave to facts.
        """
        texts = {
            _NUMBER.sub("", self.folded(cell)): cell for cell in cells if cell.strip() and len(cell) <= _LONGEST_CELL
        }
        return sum(1 + self.is_fact(cell) for cell in texts.values() if self.is_known(cell))

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


def paired_header(
    rows: Sequence[Sequence[str]],
    place: int,
    headers: HeaderTest,
    *,
    merged: Mapping[int, Spans] | None = None,
) -> tuple[list[str], int]:
    """Return the names of the columns, and the place of the last row that belongs to the header.

    Parameters
    ----------
    rows
        The first rows of the table.
    place
        Row that was found or named as the header.
    merged
        By row, the cells that are merged across columns; left out if the file does not tell.
    """
    merged = merged or {}
    for upper in (place, place - 1):
        if upper < 0 or upper + 1 >= len(rows) or (upper < place and headers.count(rows[place]) == 0):
            continue
        if merged.get(upper) and not merged.get(upper + 1):
            return _names(_spread(rows[upper], merged[upper]), rows[upper + 1], headers), upper + 1
    if not any(merged.get(near) for near in (place - 1, place)):
        for upper in (place - 1, place):
            if 0 <= upper < len(rows) - 1 and _is_pair(rows[upper], rows[upper + 1]):
                above = _spread(rows[upper], _gaps(rows[upper], rows[upper + 1]))
                return _names(above, rows[upper + 1], headers), upper + 1
    return list(rows[place]), place


def unit_above(rows: Iterable[Sequence[str]]) -> str:
    """Return the cell above a header that says in which unit the amounts of the sheet stand; empty if none does.

    >>> (
    ...     unit_above([["手配一覧", "", "（単位：千円）"]]),
    ...     unit_above([["Orders 2026", "Unit", "", "k€"]]),
    ...     unit_above([["Units"]]),
    ... )
    ('（単位：千円）', 'Unit k€', '')
    """
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        for cell, after in zip_longest(cells, cells[1:], fillvalue=""):
            if match := _UNIT_OF_SHEET.match(cell):
                said = cell if match.end() < len(cell) else f"{cell} {after}" if after else ""
                return said if len(said) <= _LONGEST else ""
    return ""


def _names(above: Sequence[str], below: Sequence[str], headers: HeaderTest) -> list[str]:
    """Join two rows: a group that is itself a header says whose name, code or country a column holds."""
    above, below = _padded(above, below)
    times = Counter(headers.folded(name) for name in below)
    found = []
    for group, name in zip(above, below, strict=True):
        alone = name and headers.count([name]) and times[headers.folded(name)] == 1 and not headers.count([group])
        found.append(name if alone or group == name else f"{group} {name}".strip())
    return found


def _is_pair(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether two rows are one header: the lower is none by itself, and holds nothing that a line would."""
    above, below = _padded(upper, lower)
    stated = [cell for cell in (*above, *below) if cell]
    if any(len(cell) > _LONGEST or _FIGURES.fullmatch(cell) for cell in stated):
        return False
    groups = _gaps(above, below)
    within = {place for first, last in groups.items() for place in range(first, last + 1)}
    first = next((place for place, cell in enumerate(above) if cell), len(above))
    beside = [cell for place, cell in enumerate(below) if cell and place not in within and place >= first]
    if not all(_BRACKETED.fullmatch(cell) for cell in beside):
        return False
    if not groups:
        return bool(beside) and sum(map(bool, above)) > 1
    alone = any(cell and not below[place] for place, cell in enumerate(above))
    twice = max(Counter(cell.casefold() for cell in below if cell).values()) > 1
    return sum(map(bool, above)) > 1 and (alone or twice)


def _gaps(upper: Sequence[str], lower: Sequence[str]) -> dict[int, int]:
    """Return the groups of a row that says nothing of its merged cells: a name, and the empty cells behind it.

    They reach as far as the lower row has names.
    """
    above, below = _padded(upper, lower)
    found: dict[int, int] = {}
    group = -1
    for place, cell in enumerate(above):
        if cell:
            group = place if below[place] else -1
        elif below[place] and group >= 0:
            found[group] = place
        elif not below[place]:
            group = -1
    return found


def _spread(cells: Sequence[str], spans: Spans) -> list[str]:
    """Give every column of a merged cell what it says."""
    found = list(cells)
    for first, last in spans.items():
        if first < len(found):
            end = min(last, len(found) - 1)
            found[first : end + 1] = [cells[first]] * (end - first + 1)
    return found


def _padded(*rows: Iterable[str]) -> tuple[list[str], ...]:
    plain = [[cell.strip() for cell in row] for row in rows]
    width = max(map(len, plain))
    return tuple([*row, *[""] * (width - len(row))] for row in plain)


def columns_alike(other: str, name: str, where: str) -> Problem:
    """Say that two columns of one table have names that mean the same, and what to do."""
    return Problem(
        where=where,
        what=message("file.columns_alike", "columns '{other}' and '{name}' look the same.", other=other, name=name),
        remedy=message(
            "file.rename_or_map",
            "Rename one, or leave it out; --map {column}=COLUMN takes the column of a name.",
            column=name.lower(),
        ),
    )
