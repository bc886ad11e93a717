"""Workbooks of Japan's input-output tables, as e-Stat and the ministries publish them, in any classification.

Codes and names of sectors stand in two rows and two columns. What follows the sectors is told by its name, which is
the same in the tables of 37, 107 and 187 sectors and in the basic one, while its codes are not: `内生部門計` ends the
sectors, and `国内最終需要計`, `輸出計`, `（控除）輸入計` and `国内生産額` are columns that add others up. In the basic
table rows are finer than columns; both are added up to the first four digits of their codes, the small classification.
Source: 総務省, 産業連関表 (部門分類コード表), https://www.soumu.go.jp/toukei_toukatsu/data/io/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata
from sekisho.impact.economy.tables.national import TOTAL, PublisherLayout, national_table
from sekisho.impact.economy.tables.publishers.sheet import PublishedSheet, coded_rows, folded
from sekisho.message import joined, message

SOURCE: Final = "Ministry of Internal Affairs and Communications of Japan, Input-Output Tables"
SECTORS_END: Final = "内生部門計"
HOME: Final = "国内最終需要計"
EXPORTS: Final = "輸出計"
IMPORTS: Final = "(控除)輸入計"
OUTPUT: Final = "国内生産額"
VALUE_ADDED: Final = "粗付加価値部門計"
SMALL: Final = 4
"""Digits of a code of the small classification, with which every finer code begins."""
SCHEMES: Final = {2: "mic37", 3: "mic107", SMALL: "mic187"}
UNITS: Final = (
    (re.compile("(10|十)億円"), "billion JPY"),
    (re.compile("(100|百)万円"), "million JPY"),
    (re.compile("千円"), "thousand JPY"),
)
_SECTOR: Final = re.compile(r"\d[\d-]*P?")
_YEAR: Final = re.compile(r"(19[5-9]\d|20[0-4]\d)年|(昭和|平成|令和)(\d+|元)年")
_ERAS: Final = {"昭和": 1925, "平成": 1988, "令和": 2018}
"""The year before the first of each era."""


def is_japanese(head: Sequence[Sequence[str]]) -> bool:
    """Tell the sheet by the column that ends its sectors."""
    return any(SECTORS_END in row for row in head)


def read_japanese(
    sheet: PublishedSheet, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Read a table of total uses, imports below zero."""
    head = sheet.head()
    named = next((at for at, row in enumerate(head) if SECTORS_END in row), None)
    coded = named if named is None else _coded_row(head, named)
    if named is None or coded is None:
        faults.add(
            message("table.no_codes_row", "no row has the codes of the sectors"),
            message("table.expected_as_in", "Expected rows and columns as in {source}.", source=SOURCE),
        )
        return None
    names, codes = head[named], head[coded]
    end = names.index(SECTORS_END)
    sectors = {at: codes[at] for at in range(min(end, len(codes))) if _SECTOR.fullmatch(codes[at])}
    first = min(sectors, default=end)
    specials = {names[at]: at for at in range(end, len(names)) if names[at]}
    chosen = _chosen(specials, faults)
    columns = sectors | {at: label for label, places in chosen.items() for at in places}
    above = True

    def label(row: Sequence[object]) -> str:
        nonlocal above
        cells = [folded(cell) for cell in row[:first]]
        if SECTORS_END in cells:
            above = False
        if above:
            return next((cell for cell in cells if _SECTOR.fullmatch(cell)), "")
        return next((name for name in (VALUE_ADDED, OUTPUT) if name in cells), "")

    grid = coded_rows(sheet, columns, label, faults, after=max(named, coded) + 1)
    square = _square(grid)
    scheme = SCHEMES.get(max((len(code) for code in square.rows if code.isdigit()), default=0), "")
    layout = PublisherLayout(
        name="jp-estat",
        source=SOURCE,
        scheme=scheme,
        unit=_unit(head),
        prices="producers'",
        rounding=1.0,
        origin=lambda code: (TOTAL, code),
        value_added=(VALUE_ADDED,),
        home=(HOME,),
        exports=(EXPORTS,),
        imports=(IMPORTS,),
        output_row=OUTPUT,
        output_column=OUTPUT,
        region="JPN",
        sparse=True,
    )
    own = TableMetadata(sectors=_names(sectors, names, square), year=_year(head))
    moved, amount = _without_scrap(square)
    by_products = message(
        "impact.by_products",
        "By-products worth {amount} {unit} that were booked as inputs below zero count as output.",
        amount=f"{amount:,.1f}",
        unit=layout.unit,
    )
    return national_table(
        moved, layout, stated.over(own).over(TableMetadata(assumptions=(by_products,) if amount else ())), known, faults
    )


def _coded_row(head: Sequence[Sequence[str]], named: int) -> int | None:
    """Return the row of codes, which stands over the names or below them."""
    counts = {
        at: sum(bool(_SECTOR.fullmatch(cell)) for cell in head[at])
        for at in (named - 1, named + 1)
        if 0 <= at < len(head)
    }
    best = max(counts, key=lambda at: counts[at], default=None)
    return best if best is not None and counts[best] else None


def _chosen(specials: dict[str, int], faults: TableFaults) -> dict[str, tuple[int, ...]]:
    """Return the columns after the sectors that are read: those that add up, else their parts."""
    parts = {
        EXPORTS: [at for name, at in specials.items() if name.startswith("輸出")],
        IMPORTS: [at for name, at in specials.items() if name.startswith("(控除)")],
    }
    chosen = {
        name: (specials[name],) if name in specials else tuple(parts.get(name, ()))
        for name in (HOME, EXPORTS, IMPORTS, OUTPUT)
    }
    lacking = [name for name, places in chosen.items() if not places]
    if lacking:
        faults.add(
            message("table.no_column", "no column {columns}", columns=joined(lacking, "or")),
            message("table.expected_columns_as", "Expected columns as in {source}.", source=SOURCE),
        )
    return chosen


def _square(grid: LabelledGrid) -> LabelledGrid:
    """Give rows and columns the same codes: full width, and of the basic table those of the small classification."""
    basic = any(len(code.replace("-", "").rstrip("P")) > SMALL for code in (*grid.rows, *grid.columns) if _coded(code))
    width = max((len(code) for code in (*grid.rows, *grid.columns) if _coded(code)), default=0)

    def short(code: str) -> str:
        if not _coded(code):
            return code
        return code.replace("-", "")[:SMALL] if basic else code.rstrip("P").zfill(width)

    rows, columns = [short(row) for row in grid.rows], [short(column) for column in grid.columns]
    new_rows, new_columns = tuple(dict.fromkeys(rows)), tuple(dict.fromkeys(columns))
    values = np.zeros((len(new_rows), len(new_columns)))
    row_of, column_of = [new_rows.index(row) for row in rows], [new_columns.index(column) for column in columns]
    np.add.at(values, (np.array(row_of)[:, None], np.array(column_of)[None, :]), grid.values)
    return LabelledGrid(rows=new_rows, columns=new_columns, values=values)


def _coded(label: str) -> bool:
    return bool(_SECTOR.fullmatch(label))


def _without_scrap(grid: LabelledGrid) -> tuple[LabelledGrid, float]:
    """Sell by-products instead of buying them below zero: the industry that makes them sells to the one of its product.

    Output of both rises by the amount, and rows and columns add up as before (United Nations, Handbook of Input-Output
    Table Compilation and Analysis, 1999, the transfer of by-products).

    Returns
    -------
    tuple
        The table, and the amount moved.
    """
    codes = [code for code in grid.rows if _coded(code) and code in grid.columns]
    row_of = {label: at for at, label in enumerate(grid.rows)}
    column_of = {label: at for at, label in enumerate(grid.columns)}
    at = np.ix_([row_of[code] for code in codes], [column_of[code] for code in codes])
    scrap = np.maximum(-grid.values[at], 0.0)
    if not scrap.any():
        return grid, 0.0
    values: Array = grid.values.copy()
    # A sector's own by-product is an input of its own that it does not buy.
    other = scrap - np.diag(np.diag(scrap))
    values[at] += scrap + other.T
    more = scrap.sum(axis=1) + other.sum(axis=0)
    if OUTPUT in column_of:
        values[[row_of[code] for code in codes], column_of[OUTPUT]] += more
    if OUTPUT in row_of:
        values[row_of[OUTPUT], [column_of[code] for code in codes]] += more
    return LabelledGrid(rows=grid.rows, columns=grid.columns, values=values), float(scrap.sum())


def _unit(head: Sequence[Sequence[str]]) -> str:
    texts = [cell for row in head for cell in row if "円" in cell]
    return next((unit for words, unit in UNITS for text in texts if words.search(text)), "million JPY")


def _year(head: Sequence[Sequence[str]]) -> int | None:
    years = {year for row in head for cell in row for year in _years(cell)}
    return years.pop() if len(years) == 1 else None


def _years(text: str) -> Iterator[int]:
    for date in _YEAR.finditer(text):
        if date[1]:
            yield int(date[1])
        else:
            yield _ERAS[date[2]] + (1 if date[3] == "元" else int(date[3]))


def _names(sectors: dict[int, str], names: Sequence[str], square: LabelledGrid) -> dict[str, str]:
    """Return the names of the sectors, where codes are those of the sheet."""
    width = max(map(len, sectors.values()), default=0)
    titles = {code.zfill(width): names[at] for at, code in sectors.items() if at < len(names) and names[at]}
    return {code: name for code, name in titles.items() if code in square.rows}
