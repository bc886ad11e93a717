"""Rows of the tables of a data package; a table that lacks a column is told of, not stumbled over."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sekisho.errors import LibraryError, Problem


def rows_of_table(file: Path, *needed: str) -> Iterator[dict[str, str]]:
    """Go through the rows of a table; a package need not have it, and a cell that is cut off is empty.

    Raises
    ------
    LibraryError
        If the table lacks a column.
    """
    if not file.is_file():
        return
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text, restval="")
        lacking = [name for name in needed if name not in (rows.fieldnames or ())]
        if lacking:
            what = f"the table has no column {', '.join(lacking)}."
            remedy = f"Expected the columns {', '.join(needed)}."
            raise LibraryError(Problem(where=f"{file.parent.name}/{file.name}", what=what, remedy=remedy))
        yield from rows
