"""Reading an official list from a file: PDF with a text layer, as a table or as lines, or CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, ListError, Problem
from sekisho.files.read_spec import TextRow
from sekisho.files.text.delimited import TEXT
from sekisho.files.text_tables import open_table
from sekisho.message import Text, message
from sekisho.message import joined as as_one
from sekisho.trade.official_lists.official_list import Kind, OfficialList, Unread, gathered
from sekisho.trade.official_lists.pdf_pages import Block, PdfRow, PrintedLine, read_pages
from sekisho.trade.official_lists.printed_lines import PAGE_NUMBER, from_lines, outside, place, running_titles
from sekisho.trade.official_lists.printed_tables import Gathering, listed
from sekisho.trade.official_lists.printed_text import joined, narrow, opening_code

NAMES: Final = {
    "serial": ("序号", "serial", "no", "number"),
    "code": ("管制编码", "出口管制编码", "管制编号", "编码", "control code", "code"),
    "text": (
        "物项名称及描述",
        "物项名称和描述",
        "名称及描述",
        "物项描述",
        "item name and description",
        "description",
        "text",
    ),
    "name": ("参考商品名称", "商品名称", "物项名称", "reference commodity name", "name", "name zh"),
    "hs": ("海关商品编号", "参考海关商品编号", "商品编号", "参考税则号列", "customs code", "hs code", "hs"),
    "unit": ("单位", "计量单位", "unit"),
}
"""Column to the headers it may have; the first is the one that the documents print."""

_BY_HEADER: Final = {header: column for column, headers in NAMES.items() for header in headers}

WIDE: Final = 0.6
"""Share of a table's width from which a single cell is a title and no entry. A guess. Smaller, an entry with one
filled cell is taken for a title; larger, a title is read as an entry."""

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
        raise ListError(
            Problem(
                where=str(file),
                what=message("error.no_such_file", "no such file."),
                remedy=message("lists.name_pdf_csv", "Name a .pdf or .csv file."),
            )
        )
    if file.suffix.lower() in TEXT:
        gathering = from_csv(file)
    elif file.suffix.lower() == ".pdf":
        gathering = from_pages(read_pages(file), known)
    else:
        remedy = message("lists.expected_pdf_csv", "Expected .pdf, or .csv with a header; save a spreadsheet as CSV.")
        raise ListError(
            Problem(
                where=str(file),
                what=message("lists.no_kind", "'{ending}' is not a kind of file that is read.", ending=file.suffix),
                remedy=remedy,
            )
        )
    coded, others = listed(gathering)
    if not coded:
        what = message("lists.no_code_row", "contains no row with a control code such as 1C902.a.")
        raise ListError(
            Problem(
                where=file.name,
                what=what,
                remedy=message(
                    "lists.expected_document", "Expected the document of {kind}; check the file.", kind=kind
                ),
            )
        )
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
            if found:
                why = message("lists.unknown_column", "in a column without a known header")
            else:
                why = message("lists.beside_columns", "beside the columns of the table")
            text = joined(cell.texts)
            grave = opening_code(text) is not None
            gathering.unread.append(Unread(place=place(row), text=text, why=why, grave=grave))
    gathering.row(texts, place=place(row), page=row.page, reaching=reaching)


def from_csv(file: Path) -> Gathering:
    """Read a list from CSV.

    Raises
    ------
    ListError
        If the file is no text, has no header with a control code, or rows that do not fit the header.
    """
    gathering = Gathering()
    columns: list[str | None] | None = None
    problems: list[Problem] = []
    try:
        for row in open_table(file).rows():
            named = columns_of(row.cells)
            if named and "code" in named:
                columns = columns or named
            elif columns:
                problems += _take_cells(row, columns, gathering, file)
    except BookError as fault:
        raise ListError([*problems, *fault.problems]) from None
    if columns is None:
        remedy = message(
            "lists.expected_headers",
            "Expected {needed}, and where there are any {others}.",
            needed=expected(("code", "text")),
            others=expected(("name", "hs", "unit")),
        )
        problems = [
            Problem(
                where=file.name,
                what=message("lists.no_code_header", "has no header with a control code."),
                remedy=remedy,
            )
        ]
    if problems:
        raise ListError(problems)
    return gathering


def _take_cells(row: TextRow, columns: list[str | None], gathering: Gathering, file: Path) -> list[Problem]:
    """Gather one row below the header; returns what is wrong with it."""
    place = message("error.line", "line {line}", line=str(row.line))
    if len(row.cells) != len(columns):
        what = message(
            "file.cells_and_header",
            "the row has {cells} cells and the header {header}.",
            cells=len(row.cells),
            header=len(columns),
        )
        return [
            Problem(
                where=message("error.at_place", "{file}, {place}", file=file.name, place=place),
                what=what,
                remedy=message("lists.quote", "Quote text with separators."),
            )
        ]
    gathering.row({name: [cell] for name, cell in zip(columns, row.cells, strict=True) if name}, place=place, page=1)
    return []


def column_of(header: str) -> str | None:
    """Name the column that a header stands for.

    >>> column_of("海关商品 编号"), column_of("Control_Code"), column_of("备注")
    ('hs', 'code', None)
    """
    text = re.sub(r"[_\s]+", " ", narrow(header).lower()).strip().rstrip(".")
    return _BY_HEADER.get(text) or _BY_HEADER.get(text.replace(" ", ""))


def columns_of(headers: Sequence[str]) -> list[str | None] | None:
    """Name the columns of a header row; None if it is none: two known headers make one."""
    found = [column_of(header) for header in headers]
    return found if len({column for column in found if column}) > 1 else None


def expected(columns: Iterable[str]) -> Text:
    """Write which headers are expected.

    >>> expected(["code"])
    '管制编码 (or control code)'
    """
    english = {"code": "control code", "text": "description", "name": "name", "hs": "customs code"}
    return as_one(
        (
            message(
                "lists.or_header",
                "{chinese} (or {english})",
                chinese=NAMES[column][0],
                english=english.get(column, column),
            )
            for column in columns
        ),
        "comma",
    )
