"""Lists with a column for each level, made into lists with one column of levels and one that names the parts.

The column in which a part stands, or is marked, tells how deep it lies: `Level 1`, `Level 2`, `Level 3`. A row may
repeat what it stands in, in the columns before its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sekisho.files.read_spec import HEADER_WITHIN, TextRow
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.bom.list_layout import ListTable
from sekisho.trade.bom.list_roles import IDENTITY, role_of, words_of
from sekisho.trade.bom.values import is_stated

_LEVEL: Final = re.compile(
    r"(?:bom )?(?:level|lvl|ebene|stufe|nivel|niveau|livello|レベル|階層|层级|层次|阶层|레벨) ?(\d{1,2})"
)
_MARKS: Final = frozenset({"x", "×", "○", "〇", "●", "*", "✓", "√", "1", "y"})
"""What a cell holds that only says that the part stands on this level."""
LEAST: Final = 2
"""Columns of levels that make a list one of this kind."""
LEVEL: Final = "level"
NUMBER: Final = "part number"
"""Headers of the columns that stand in place of those of the levels."""


def level_places(header: Sequence[str]) -> list[int]:
    """Return the places of the columns of levels, the highest first; empty if the header has no such columns.

    >>> (
    ...     level_places(["Level 1", "Level 2", "Qty"]),
    ...     level_places(["レベル０", "レベル１"]),
    ...     level_places(["Level", "Qty"]),
    ... )
    ([0, 1], [0, 1], [])
    """
    columns = {int(match[1]): place for place, cell in enumerate(header) if (match := _LEVEL.fullmatch(words_of(cell)))}
    depths = sorted(columns)
    if len(depths) < LEAST or any(after - depth != 1 for depth, after in pairwise(depths)):
        return []
    return [columns[depth] for depth in depths]


def without_level_columns(table: ListTable, facts: FactTable) -> ListTable | None:
    """Return a table with a column of levels in place of a column for each; None if it has no such columns."""
    for at, row in enumerate(table.rows[:HEADER_WITHIN]):
        places = level_places([cell.strip() for cell in row.cells])
        if not places:
            continue
        rest = [place for place in range(max(len(under.cells) for under in table.rows)) if place not in places]
        below = table.rows[at + 1 :]
        marked = all(
            cell.strip().lower() in _MARKS
            for under in below
            for place in places
            if is_stated(cell := _cell(under, place))
        )
        named = any(role_of(_cell(row, place), facts) in IDENTITY for place in rest)
        if marked and not named:
            return None
        head = [LEVEL, *([] if marked else [NUMBER]), *(_cell(row, place) for place in rest)]
        rows = [TextRow(row.line, head)]
        above: dict[int, str] = {}
        for under in below:
            rows += _rows(under, places, rest, above, marked=marked)
        return replace(table, rows=(*table.rows[:at], *rows))
    return None


def _rows(
    row: TextRow, places: Sequence[int], rest: Sequence[int], above: dict[int, str], *, marked: bool
) -> list[TextRow]:
    """Return a row with its level; before it those of the parts that it stands in, where no row has named these."""
    others = [_cell(row, place) for place in rest]
    stated: Mapping[int, str] = {
        depth: _cell(row, place).strip() for depth, place in enumerate(places) if is_stated(_cell(row, place))
    }
    if not stated:
        return [TextRow(row.line, ["", *([] if marked else [""]), *others])] if any(map(str.strip, others)) else []
    own = max(stated)
    rows = []
    for depth, name in stated.items():
        if not marked and depth < own and above.get(depth) != name:
            rows.append(TextRow(row.line, [str(depth), name, *("" for _ in others)]))
        if above.get(depth) != name:
            for deeper in [below for below in above if below >= depth]:
                del above[deeper]
        above[depth] = name
    rows.append(TextRow(row.line, [str(own), *([] if marked else [stated[own]]), *others]))
    return rows


def _cell(row: TextRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
