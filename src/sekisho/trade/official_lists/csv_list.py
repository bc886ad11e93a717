"""An official list as CSV: encodings of Chinese offices, headers in Chinese or English."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, ListError, Problem
from sekisho.files.encoding import text_of_file
from sekisho.files.formats import DELIMITERS
from sekisho.trade.official_lists.headers import columns_of, expected
from sekisho.trade.official_lists.printed_tables import Gathering

BINARY: Final = {b"%PDF": "a PDF file; name it .pdf", b"PK\x03\x04": "a spreadsheet; save it as CSV"}
"""First bytes of files that are no CSV, and what they are."""


def text_of(file: Path) -> str:
    """Read a text file in the encoding that is found out.

    Raises
    ------
    ListError
        If no encoding is clearly right, or it is no text at all.
    """
    with file.open("rb") as opened:
        raw = opened.read(8)
    for start, what in BINARY.items():
        if raw.startswith(start):
            raise ListError(Problem(where=file.name, what=f"is no CSV but {what}."))
    try:
        return text_of_file(file)[0]
    except BookError as fault:
        raise ListError(fault.problems) from None


def from_csv(file: Path) -> Gathering:
    """Read a list from CSV.

    Raises
    ------
    ListError
        If the file is no text, has no header with a control code, or rows that do not fit the header.
    """
    text = text_of(file)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    gathering = Gathering()
    columns: list[str | None] | None = None
    problems: list[Problem] = []
    try:
        for cells in reader:
            where = f"line {reader.line_num}"
            named = columns_of(cells)
            if named and "code" in named:
                columns = columns or named
            elif columns and len(cells) != len(columns) and any(cells):
                what = f"the row has {len(cells)} cells and the header {len(columns)}."
                problems.append(Problem(where=f"{file.name}, {where}", what=what, remedy="Quote text with separators."))
            elif columns and any(cell.strip() for cell in cells):
                named_cells = zip(columns, cells, strict=True)
                gathering.row({name: [cell] for name, cell in named_cells if name}, place=where, page=1)
    except csv.Error as fault:
        what = f"the row cannot be read as CSV ({fault})."
        problems.append(
            Problem(where=f"{file.name}, line {reader.line_num}", what=what, remedy="Look for a stray quote.")
        )
    if columns is None:
        remedy = f"Expected {expected(('code', 'text'))}, and where there are any {expected(('name', 'hs', 'unit'))}."
        problems = [Problem(where=file.name, what="has no header with a control code.", remedy=remedy)]
    if problems:
        raise ListError(problems)
    return gathering
