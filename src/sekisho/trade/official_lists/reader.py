"""Reading an official list from a file: PDF with a text layer, as a table or as lines, or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from sekisho.errors import ListError, Problem
from sekisho.files.formats import TEXT
from sekisho.trade.official_lists.csv_list import from_csv
from sekisho.trade.official_lists.headers import columns_of
from sekisho.trade.official_lists.official_list import Kind, OfficialList, Unread, gathered
from sekisho.trade.official_lists.pdf_pages import Block, PdfRow, PrintedLine, read_pages
from sekisho.trade.official_lists.printed_lines import PAGE_NUMBER, from_lines, outside, place, running_titles
from sekisho.trade.official_lists.printed_tables import Gathering, listed
from sekisho.trade.official_lists.printed_text import joined, opening_code

WIDE: Final = 0.6
"""Share of a table's width from which a single cell is a title and no entry."""

Columns = Sequence[tuple[str | None, float, float]]
"""Columns of a table: name, left, right."""


def read_official(file: Path, kind: Kind, *, known: Iterable[str]) -> OfficialList:
    """Read an official list.

    Parameters
    ----------
    known
        Codes in use, for sub-items that the list marks by a letter alone.

    Raises
    ------
    ListError
        If the file cannot be read, or holds nothing that looks like such a list.
    """
    if not file.is_file():
        raise ListError(Problem(where=str(file), what="no such file.", remedy="Name a .pdf or .csv file."))
    if file.suffix.lower() in TEXT:
        gathering = from_csv(file)
    elif file.suffix.lower() == ".pdf":
        gathering = from_pages(read_pages(file), known)
    else:
        remedy = "Expected .pdf, or .csv with a header; save a spreadsheet as CSV."
        raise ListError(
            Problem(where=str(file), what=f"'{file.suffix}' is no kind of file that is read.", remedy=remedy)
        )
    coded, others = listed(gathering)
    if not coded:
        what = "holds no row with a control code such as 1C902.a."
        raise ListError(Problem(where=file.name, what=what, remedy=f"Expected the document of {kind}; check the file."))
    items, twice = gathered(coded, several=kind == "cn-catalogue")
    unread = (*gathering.unread, *twice)
    return OfficialList(kind=kind, items=items, headings=gathering.headings, uncoded=tuple(others), unread=unread)


def from_pages(pages: Sequence[Sequence[Block]], known: Iterable[str]) -> Gathering:
    """Read the pages of a PDF: as a table if a row has the headers of one, else as lines."""
    rows = (block for page in pages for block in page if isinstance(block, PdfRow))
    if any(columns_of([joined(cell.texts) for cell in row.cells]) for row in rows):
        return _from_tables(pages)
    return from_lines(pages, known)


def _from_tables(pages: Sequence[Sequence[Block]]) -> Gathering:
    gathering, titles = Gathering(), running_titles(pages)
    columns: Columns = ()
    reach: dict[str, float] = {}
    for page in pages:
        for block in page:
            if isinstance(block, PrintedLine):
                if block.text not in titles and not PAGE_NUMBER.fullmatch(block.text):
                    outside(block, gathering, begun=bool(columns))
                continue
            names = columns_of([joined(cell.texts) for cell in block.cells])
            if names:
                columns = [(name, cell.left, cell.right) for name, cell in zip(names, block.cells, strict=True)]
            elif not columns or _is_title(block, columns):
                for line in (line for cell in block.cells for line in cell.lines):
                    outside(line, gathering, begun=bool(columns))
            else:
                _row(block, columns, gathering, reach)
        reach = {}
    return gathering


def _is_title(row: PdfRow, columns: Columns) -> bool:
    """Tell whether one cell reaches over the table: the title of a part, unless it holds a code."""
    width = columns[-1][2] - columns[0][1]
    filled = [cell for cell in row.cells if cell.lines]
    if len(filled) != 1 or opening_code(joined(filled[0].texts)):
        return False
    return len(row.cells) == 1 and row.cells[0].right - row.cells[0].left > WIDE * width


def _row(row: PdfRow, columns: Columns, gathering: Gathering, reach: dict[str, float]) -> None:
    """Take a row of a table; `reach` holds how far down the last cell of each column goes on this page."""
    texts: dict[str, list[str]] = {}
    reaching = frozenset(name for name, bottom in reach.items() if bottom > row.top + 1)
    for cell in row.cells:
        middle = (cell.left + cell.right) / 2
        found = [name for name, left, right in columns if left <= middle <= right]
        if found and found[0]:
            texts.setdefault(found[0], []).extend(cell.texts)
            reach[found[0]] = cell.bottom
        elif cell.lines:
            why = "in a column without a known header" if found else "beside the columns of the table"
            text = joined(cell.texts)
            grave = opening_code(text) is not None
            gathering.unread.append(Unread(place=place(row), text=text, why=why, grave=grave))
    gathering.row(texts, place=place(row), page=row.page, reaching=reaching)
