"""A document as blocks, tables and lines of text between them; and its table of lines, staged like a book.

The table is the one whose header is known best; tables of the same columns go on with it, as on the pages of a PDF.
What stands around it, in lines or in tables of its own, is the head of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.read_spec import FEWEST, HEADER_WITHIN, ReadSpec, paired_header, unit_above
from sekisho.files.row_staging import (
    Desk,
    StagedTable,
    named,
    row_file,
    stage_form,
    stage_paper,
    to_parquet,
    told_apart,
    with_head,
)
from sekisho.files.tables import stored_table
from sekisho.message import message

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a document.

    Parameters
    ----------
    rows
        Cells as text; a line of text is a row of one cell, or of the pieces that wide gaps part.
    is_table
        Whether the document itself says that it is a table.
    """

    rows: tuple[tuple[str, ...], ...]
    is_table: bool = True


def line_block(text: str) -> Block:
    """Make a block of a line of text."""
    return Block(rows=((text,),), is_table=False)


def no_table(file: Path) -> BookError:
    """Return the error of a document without a table that is read."""
    remedy = message(
        "file.document_as_sheet",
        "Name its columns as an order list does, such as description and destination, or copy the table into a "
        "spreadsheet.",
    )
    what = message("file.document_no_table", "no table with a known header was found.")
    return BookError(Problem(where=file.name, what=what, remedy=remedy))


def stage_blocks(
    desk: Desk, file: Path, blocks: Sequence[Block], folder: Path, spec: ReadSpec
) -> list[tuple[str, StagedTable]]:
    """Stage the tables of lines of a document as Parquet in `folder`; rows are counted over the whole document.

    Tables of other columns, as for a second shipment, are tables of their own.

    Returns
    -------
    list[tuple[str, StagedTable]]
        Each with a name.

    Where whoever reads it takes papers too, one without such a table is one line.

    Raises
    ------
    BookError
        If the document holds no table with a header that is known.
    """
    all_rows = [row for block in blocks for row in block.rows]
    if not spec.header_row and (form := stage_form(desk, all_rows, folder, where=file.name)) is not None:
        return [("", form)]
    numbered = list(_numbered(blocks))
    at, place = _header_place(numbered, desk, spec)
    if at < 0:
        return [("", _paper(desk, file, all_rows, folder, spec))]
    tables: list[tuple[str, StagedTable]] = []
    while at >= 0 and (
        further := _stage_table(desk, file, numbered, (at, place), folder / f"book{len(tables)}.parquet")
    ):
        staged, rest = further
        tables.append((f"table {len(tables) + 1}", staged))
        numbered = numbered[rest:]
        at, place = (-1, -1) if spec.header_row else _header_place(numbered, desk, spec)
        if at >= 0 and not any(map(desk.headers.is_item, numbered[at][1].rows[place])):
            break
    return tables or [("", _paper(desk, file, all_rows, folder, spec))]


def _stage_table(
    desk: Desk, file: Path, numbered: Sequence[tuple[int, Block]], header_at: tuple[int, int], out: Path
) -> tuple[StagedTable, int] | None:
    """Stage the table of a header, with those that go on with it; None if it has no line.

    Returns
    -------
    tuple[StagedTable, int] | None
        The table, and the place of the first block that is not of it.
    """
    at, place = header_at
    first, block = numbered[at]
    above = [row for _, other in numbered[:at] for row in other.rows]
    header, last = paired_header(block.rows, place, desk.headers)
    names = told_apart(named(header), where=file.name, is_fact=desk.headers.is_fact)
    width = len(names)
    taken = out.with_name("rows.csv")
    with row_file(taken, names) as rows:
        rows.write((first + n, _fitted(row, width)) for n, row in enumerate(block.rows) if n > last and any(row))
        rest = at + 1
        lines = sum(any(row) for row in block.rows[last + 1 :])
        while rest < len(numbered) and _goes_on(numbered[rest][1], block):
            number, more = numbered[rest]
            rows.write((number + n, _fitted(row, width)) for n, row in enumerate(more.rows) if any(row))
            lines += sum(map(any, more.rows))
            rest += 1
    if not lines:
        return None
    to_parquet(desk.connection, taken, names, out)
    head = [*above, *block.rows[:place]]
    behind = [row for _, other in numbered[rest:] for row in other.rows]
    unit = {"unit_above": of_sheet} if (of_sheet := unit_above(head)) else {}
    staged = StagedTable(
        sql=stored_table(out), names=tuple(names), bad=rows.bad, told={"header_row": str(first + place), **unit}
    )
    return with_head(staged, desk.headers.above([*head, (), *behind], names)), rest


def _paper(desk: Desk, file: Path, rows: Rows, folder: Path, spec: ReadSpec) -> StagedTable:
    """Stage a document without a table as one line, unless a table is asked for or nothing stands in it."""
    if spec.header_row or not desk.headers.is_paper or not any(map(any, rows)):
        raise no_table(file)
    return stage_paper(desk, rows, folder)


def _numbered(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """Go through blocks, each with the number of its first row."""
    number = 1
    for block in blocks:
        yield number, block
        number += len(block.rows)


def _header_place(blocks: Sequence[tuple[int, Block]], desk: Desk, spec: ReadSpec) -> tuple[int, int]:
    """Find the block that holds the header, and its row there; -1 if there is none."""
    if spec.header_row:
        for at, (first, block) in enumerate(blocks):
            if first <= spec.header_row < first + len(block.rows):
                return at, spec.header_row - first
        return -1, -1
    best, most = (-1, -1), (False, FEWEST - 1)
    for at, (_, block) in enumerate(blocks):
        for place, row in enumerate(block.rows[:HEADER_WITHIN] if block.is_table else ()):
            count = desk.headers.count(row)
            rank = (any(map(desk.headers.is_item, row)), count)
            if count >= FEWEST and rank > most:
                best, most = (at, place), rank
    return best


def _goes_on(block: Block, before: Block) -> bool:
    """Tell whether a block goes on with the table before it: a table that is as wide."""
    return block.is_table == before.is_table and max(map(len, block.rows)) == max(map(len, before.rows))


def _fitted(row: Sequence[str], width: int) -> list[str]:
    """Bring a row to the width of the header; cells that no column has are put to the last."""
    cells = [cell.strip() for cell in row]
    if len(cells) > width:
        return [*cells[: width - 1], " ".join(cell for cell in cells[width - 1 :] if cell)]
    return cells + [""] * (width - len(cells))
