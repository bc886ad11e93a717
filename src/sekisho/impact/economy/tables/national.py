"""A table of one country out of a grid: which rows and columns are what, in the words of each publisher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.grid import LabelledGrid, filled
from sekisho.impact.economy.tables.import_split import ASSUMPTION, split_imports
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, settled
from sekisho.impact.economy.tables.numbers import nearest_code
from sekisho.message import joined, message

TOTAL: Final = "TTL"
"""Origin of rows that hold home-made and imported products together."""
HOME_MADE: Final = "DOM"
IMPORTED: Final = "IMP"
"""Origin of rows of imported products; `IMP:CHN` are those from one origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherLayout:
    """How a publisher names rows and columns.

    Parameters
    ----------
    origin
        Takes the label of a row apart: origin (`TTL`, `DOM`, `IMP`, `IMP:CHN`) and code of the product.
    value_added, taxes
        Rows that are added up.
    home, exports, imports
        Columns that are added up; imports are there if rows hold totals.
    repeats
        Rows and columns that repeat others, or mean nothing here.
    output_row, output_column
        Gross output; without either it is the sum of the row.
    imports_sign
        -1 if imports are published below zero, to be added; 1 if they are to be taken off.
    sparse
        Whether cells of zero are left out.
    """

    name: str
    source: str
    scheme: str
    unit: str
    prices: str
    rounding: float
    origin: Callable[[str], tuple[str, str]]
    value_added: tuple[str, ...]
    taxes: tuple[str, ...] = ()
    home: tuple[str, ...]
    exports: tuple[str, ...]
    imports: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    output_row: str = ""
    output_column: str = ""
    imports_sign: float = -1.0
    sparse: bool = False
    region: str = ""
    assumptions: tuple[str, ...] = ()

    @property
    def special_rows(self) -> tuple[str, ...]:
        """Rows that are no products."""
        return (*self.value_added, *self.taxes, *self.repeats, *filter(None, (self.output_row,)))

    @property
    def special_columns(self) -> tuple[str, ...]:
        """Columns that are no sectors."""
        ends = filter(None, (self.output_column,))
        return (*self.home, *self.exports, *self.imports, *self.repeats, *ends)

    @property
    def stated(self) -> TableMetadata:
        """What the layout says of every table in it."""
        return TableMetadata(
            unit=self.unit,
            prices=self.prices,
            source=self.source,
            region=self.region,
            scheme=self.scheme,
            rounding=self.rounding,
            assumptions=self.assumptions,
        )


def national_table(
    grid: LabelledGrid, layout: PublisherLayout, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    """Make a table out of a grid; None if it has no sectors.

    Raises
    ------
    TableError
        If nobody states the year.
    """
    grid = _upright(grid, layout, faults)
    products = _products(grid, layout)
    naming = known.naming([label for label in grid.columns if label not in layout.special_columns], layout.scheme)
    codes = _sectors(grid, layout, products, tuple(naming), faults)
    if not codes:
        faults.add(
            message("table.no_sectors", "the table has no sectors"),
            message("table.expected_as_in", "Expected rows and columns as in {source}.", source=layout.source),
        )
        return None
    stated = settled(stated.over(layout.stated), where=faults.name)
    parts = _Parts(grid=grid, layout=layout, products=products, codes=codes, faults=faults, region=known.region)
    made = parts.split()
    scheme = stated.scheme if naming or layout.scheme not in known.schemes else layout.name
    sectors = tuple(known.sector(naming.get(code, code), scheme, stated.sectors.get(code)) for code in codes)
    return InputOutputTable(
        name=stated.name,
        year=stated.year or 0,
        unit=stated.unit,
        prices=stated.prices,
        source=stated.source,
        regions=(known.region(stated.region) or "home",),
        sectors=sectors,
        rounding=stated.rounding,
        assumptions=(*stated.assumptions, *made.assumptions),
        flows=made.flows,
        imports=made.imports,
        final=made.final,
        output=made.output,
        value_added=parts.rows(layout.value_added),
        taxes=parts.rows(layout.taxes),
        origins=made.origins,
    )


def _upright(grid: LabelledGrid, layout: PublisherLayout, faults: TableFaults) -> LabelledGrid:
    """Turn a table that lies on its side, and say so: what should be rows are columns, and the other way round."""
    lying = (set(layout.special_rows) & set(grid.columns)) - set(layout.special_columns)
    if not lying:
        return grid
    what = message(
        "table.rows_are_columns",
        "the table lies on its side: {lying} should be rows and are columns",
        lying=joined(sorted(lying)[:3], "comma"),
    )
    faults.add(what, message("table.turn_it", "Turn it: a row is what a sector sells, a column what it buys."))
    return grid.turned()


def _products(grid: LabelledGrid, layout: PublisherLayout) -> dict[str, dict[str, str]]:
    """Return the rows of products: origin to code to label."""
    found: dict[str, dict[str, str]] = {}
    for label in grid.rows:
        if label not in layout.special_rows:
            origin, code = layout.origin(label)
            if code not in layout.special_rows:
                found.setdefault(origin, {})[code] = label
    return found


def _sectors(
    grid: LabelledGrid,
    layout: PublisherLayout,
    products: dict[str, dict[str, str]],
    scheme: Sequence[str],
    faults: TableFaults,
) -> tuple[str, ...]:
    """Find the sectors: columns that are no final use; rows and the classification, if known, must have the same."""
    columns = [label for label in grid.columns if label not in layout.special_columns]
    rows = dict.fromkeys(code for of_origin in products.values() for code in of_origin)
    given = list(dict.fromkeys([*columns, *rows]))
    for code in given:
        hint = nearest_code(code, [other for other in scheme or given if other != code])
        remedy = joined(
            (hint, message("table.expected_sectors_of", "Expected the sectors of {source}.", source=layout.source)),
            "sentence",
        )
        if scheme and code not in scheme:
            faults.add(message("table.unknown_sector", "unknown sector code '{code}'", code=code), remedy)
        elif code not in rows and not layout.sparse:
            faults.add(
                message("table.column_without_row", "sector '{code}' has a column and no row", code=code), remedy
            )
        elif code not in columns:
            faults.add(
                message("table.row_without_column", "sector '{code}' has a row and no column", code=code), remedy
            )
    for code in scheme:
        if code not in given:
            faults.add(
                message("table.sectors_missing", "sectors of the classification are missing"),
                message("table.add_rows_columns", "Add their rows and columns."),
                place=code,
            )
    return tuple(code for code in scheme or given if code in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """Uses of home-made and imported products."""

    flows: Array
    imports: Array
    final: Array
    output: Array
    origins: dict[str, Array]
    assumptions: tuple[str, ...]


class _Parts:
    """The parts of a grid, with what is missing in them told."""

    def __init__(
        self,
        *,
        grid: LabelledGrid,
        layout: PublisherLayout,
        products: dict[str, dict[str, str]],
        codes: tuple[str, ...],
        faults: TableFaults,
        region: Callable[[str], str],
    ) -> None:
        """Keep the grid and its words."""
        self.grid, self.layout, self.products, self.codes = grid, layout, products, codes
        self.faults, self.region = faults, region

    def split(self) -> _Made:
        """Return uses by where products are made, as published or in proportion."""
        if HOME_MADE not in self.products:
            return self._of_totals()
        home = self.uses(HOME_MADE)
        origins = {
            self.region(origin.partition(":")[2]): self.uses(origin)
            for origin in self.products
            if origin.startswith(f"{IMPORTED}:")
        }
        imports = self.uses(IMPORTED) if IMPORTED in self.products else sum(origins.values(), np.zeros_like(home))
        if not origins and IMPORTED not in self.products:
            remedy = message("table.add_imports", "Add the rows of imported products, or take the table of total uses.")
            self.faults.add(message("table.no_imports", "the table has no imported inputs"), remedy)
        final = self.columns(HOME_MADE, (*self.layout.home, *self.layout.exports))
        output = self.output(home.sum(axis=1) + final)
        return _Made(flows=home, imports=imports, final=final, output=output, origins=origins, assumptions=())

    def _of_totals(self) -> _Made:
        uses = self.uses(TOTAL)
        home, exports = self.columns(TOTAL, self.layout.home), self.columns(TOTAL, self.layout.exports)
        imports = self.layout.imports_sign * self.columns(TOTAL, self.layout.imports)
        output = self.output(uses.sum(axis=1) + home + exports - imports)
        made = split_imports(
            uses=uses, home_final=home, exports=exports, imports=imports, output=output, codes=self.codes
        )
        told = [ASSUMPTION]
        if made.capped:
            names = ", ".join(made.capped)
            told.append(f"Of {names} more is imported than used at home; what is exported beyond output is left out.")
        return _Made(
            flows=made.domestic,
            imports=made.imported,
            final=made.home_final + made.exports,
            output=output,
            origins={},
            assumptions=tuple(told),
        )

    def output(self, summed: Array) -> Array:
        """Return gross output as it is published, else the sum of the row."""
        if self.layout.output_row:
            return self.rows((self.layout.output_row,))
        if self.layout.output_column:
            return self.columns(HOME_MADE if HOME_MADE in self.products else TOTAL, (self.layout.output_column,))
        return summed

    def uses(self, origin: str) -> Array:
        """Return intermediate use of the products of an origin; shape (n, n)."""
        labels = [self.products.get(origin, {}).get(code, "") for code in self.codes]
        return self._filled(self.grid.block(labels, self.codes), labels, self.codes)

    def columns(self, origin: str, columns: Sequence[str]) -> Array:
        """Add up columns for the products of an origin; shape (n,)."""
        there = [column for column in columns if column in self.grid.columns]
        if columns and not there:
            self.faults.add(
                message("table.no_column", "no column {columns}", columns=joined(columns, "or")),
                message("table.expected_columns_as", "Expected columns as in {source}.", source=self.layout.source),
            )
        labels = [self.products.get(origin, {}).get(code, "") for code in self.codes]
        return np.asarray(self._filled(self.grid.block(labels, there), labels, there).sum(axis=1))

    def rows(self, rows: Sequence[str]) -> Array:
        """Add up rows for all sectors; shape (n,)."""
        there = [row for row in rows if row in self.grid.rows]
        if rows and not there:
            self.faults.add(
                message("table.no_row", "no row {names}", names=" or ".join(rows)),
                message("table.expected_rows_as", "Expected rows as in {source}.", source=self.layout.source),
            )
        return np.asarray(self._filled(self.grid.block(there, self.codes), there, self.codes).sum(axis=0))

    def _filled(self, block: Array, rows: Sequence[str], columns: Sequence[str]) -> Array:
        """Put zero where a layout leaves zeros out; elsewhere a cell that is not there is a fault."""
        return np.nan_to_num(block) if self.layout.sparse else filled(block, rows, columns, self.faults)
