"""Workbooks of China's input-output tables by the National Bureau of Statistics: a matrix under codes.

One row and one column hold the codes, `TII`, `VA001`, `GO` and so on among them; names stand before them. Where every
sector has two rows, the first is what was made at home and the second what was imported.
Source: 国家统计局, 中国投入产出表 (2018, 2020), whose codes the layout in rows has too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables import china
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata
from sekisho.impact.economy.tables.national import HOME_MADE, IMPORTED, PublisherLayout, national_table
from sekisho.impact.economy.tables.publishers.sheet import PublishedSheet, coded_rows, folded
from sekisho.message import message

MARKS: Final = frozenset({"GO", "EX"})
"""Codes that a row of codes has: output and exports."""
ERROR: Final = "ERR"
"""What the office books to make uses meet output, up to 2017; it counts as a use."""
FINE: Final = 60
"""Sectors from which a table is the fine one, of 139 to 153; the coarse one has 41 or 42."""
_SECTOR: Final = re.compile(r"\d+[A-Za-z]?")
_SPECIAL: Final = re.compile(r"[A-Z]{1,3}\d{0,3}")


def is_chinese(head: Sequence[Sequence[str]]) -> bool:
    """Tell the sheet by its row of codes."""
    return any(set(row) >= MARKS for row in head)


def read_chinese(
    sheet: PublishedSheet, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a table of total inputs, or one with inputs from home and from abroad apart."""
    head = sheet.head()
    coded = next((at for at, row in enumerate(head) if set(row) >= MARKS), None)
    codes = [] if coded is None else head[coded]
    first = next((at for at, code in enumerate(codes) if _SECTOR.fullmatch(code)), 0)
    if coded is None or not first:
        faults.add(
            message("table.no_codes_row", "no row has the codes of the sectors"),
            message("table.expected_as_in", "Expected rows and columns as in {source}.", source=china.FINE.source),
        )
        return None
    columns = {at: code for at, code in enumerate(codes) if at >= first and code}
    width = max(len(code) for code in columns.values() if _SECTOR.fullmatch(code))
    columns = {at: _full(code, width) for at, code in columns.items()}
    names: dict[str, str] = {}

    def label(row: Sequence[object]) -> str:
        cells = [folded(cell) for cell in row[:first]]
        code = next((cell for cell in reversed(cells) if _SECTOR.fullmatch(cell) or _SPECIAL.fullmatch(cell)), "")
        if _SECTOR.fullmatch(code):
            code = _full(code, width)
            names.setdefault(code, next((cell for cell in reversed(cells) if cell and not cell.isascii()), code))
        return code

    grid = coded_rows(sheet, columns, label, faults, after=coded + 1)
    own = TableMetadata(sectors=names)
    return national_table(_apart(grid), _layout(grid), stated.over(own), known, faults)


def _full(code: str, width: int) -> str:
    return code.zfill(width) if code.isdigit() else code


def _layout(grid: LabelledGrid) -> PublisherLayout:
    """Return how the table is laid out: its imports apart, or to be taken off."""
    if _twice(grid):
        return replace(china.COARSE, repeats=(*china.COARSE.repeats, "FU101", "FU102", "FU103", "IM", ERROR))
    fine = sum(bool(_SECTOR.fullmatch(code)) for code in grid.columns) >= FINE
    total = replace(china.FINE, exports=("EX", ERROR))
    return total if fine else replace(total, name="cn-nbs-42", scheme="nbs42")


def _twice(grid: LabelledGrid) -> bool:
    return any(times > 1 for code, times in Counter(grid.rows).items() if _SECTOR.fullmatch(code))


def _apart(grid: LabelledGrid) -> LabelledGrid:
    """Say of rows that stand twice which is made at home: the first."""
    if not _twice(grid):
        return grid
    seen: Counter[str] = Counter()
    rows = []
    for code in grid.rows:
        seen[code] += 1
        origin = HOME_MADE if seen[code] == 1 else IMPORTED
        rows.append(f"{origin}/{code}" if _SECTOR.fullmatch(code) else code)
    return LabelledGrid(rows=tuple(rows), columns=grid.columns, values=grid.values)
