"""Tables that people keep: CSV as spreadsheets write it, read row by row with the line on which each begins."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from sekisho.errors import FactError, Problem
from sekisho.trade.file import header_of
from sekisho.trade.reading.encoding import EAST_ASIAN, encoding_of

Row = dict[str, str]


def read_table(path: Path, needed: Iterable[str], *, do: str) -> list[tuple[str, Row]]:
    """Read the rows of a table, each with its place; a cell that is not there is empty, and so is no row.

    Parameters
    ----------
    needed
        Columns without which the table says nothing.
    do
        What to do if one of them is lacking.

    Raises
    ------
    BookError
        If the file is empty, is neither UTF-8 nor what an East Asian spreadsheet writes (CP932, GB18030), or names a
        column twice.
    FactError
        If a column is lacking, a row has more cells than the header, or is no CSV; with all problems.
    """
    encoding = _encoding(path)
    names, delimiter = header_of(path, encoding=encoding)
    problems = [Problem(where=path.name, what=f"no column '{name}'.", do=do) for name in needed if name not in names]
    if problems:
        raise FactError(problems)
    found: list[tuple[str, Row]] = []
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        where = f"{path.name}:1"
        try:
            for number, cells in enumerate(rows):
                if len(cells) > len(names):
                    what = f"the row has {len(cells)} cells and the header {len(names)}."
                    problems.append(Problem(where=where, what=what, do="Put text with separators in double quotes."))
                elif number and any(cells):
                    found.append((where, dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))))
                where = f"{path.name}:{rows.line_num + 1}"
        except csv.Error as fault:
            what = f"the row that begins here cannot be read as CSV ({fault})."
            do = "Look for a stray double quote, or a text that is far too long."
            problems.append(Problem(where=where, what=what, do=do))
    if problems:
        raise FactError(problems)
    return found


def _encoding(path: Path) -> str:
    """Return the encoding of a table as a spreadsheet saved it; UTF-8 if it is in none."""
    found, whole = encoding_of(path)
    return found if whole and found in EAST_ASIAN else "utf-8"
