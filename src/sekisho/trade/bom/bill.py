"""A bill of materials in memory: parts and lines as columns, so that a million of them fit and are added up at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import Problem
from sekisho.law.model.condition import FactName
from sekisho.message import Text
from sekisho.trade.bom.levels import Structure, structure_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
UNSTATED = -1
"""In place of the number of a text where a row states none."""
LIST: Final = "list of parts"
"""The layout of tables that have no parents, as `Bill.layout` names it."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of texts: the distinct ones, and for each row the place of its own; -1 where none is stated."""

    texts: tuple[str, ...]
    code: Ints

    def __getitem__(self, row: int) -> str:
        """Return the text of a row; empty if it states none."""
        code = int(self.code[row])
        return "" if code == UNSTATED else self.texts[code]

    def are(self, text: str) -> Flags:
        """Tell for each row whether it states a text; shape (rows,)."""
        if text not in self.texts:
            return np.zeros(len(self.code), dtype=bool)
        return np.equal(self.code, self.texts.index(text))

    @property
    def stated(self) -> Flags:
        """Tell for each row whether it states any text; shape (rows,)."""
        return np.not_equal(self.code, UNSTATED)


def unstated(rows: int) -> Coded:
    """Return a column in which no row states anything."""
    return Coded((), np.full(rows, UNSTATED, dtype=np.int32))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BillParts:
    """Everything that the bill names, from materials to products; arrays have shape (parts,), NaN is unknown.

    Parameters
    ----------
    made
        1 if the firm makes it itself, 0 if it buys it, -1 if nothing is said.
    material
        Whether it is a raw material or a substance.
    unit
        Unit in which it is counted: piece, kg, m and others.
    price, price_low, price_high
        Price of one unit in the currency of the bill: the standard one, and the bounds over all lots.
    facts
        Facts of the part that determination reads, as texts: control_codes, hs_code, special_item and others.
    stock_days, lead_days, redesign_days
        Days of usual use in stock; days until another source delivers; days until the product does without it.
    second_source_cost, redesign_cost
        What these remedies cost once, in the currency of the bill.
    revenue
        Yearly revenue with it as a product, in the currency of the bill.
    units_year
        Units of it sold a year.
    """

    ids: Sequence[str]
    description: Coded
    material: Flags
    unit: Coded
    origin: Coded
    made: NDArray[np.int8]
    supplier: Coded
    site: Coded
    price: Floats
    price_low: Floats
    price_high: Floats
    facts: Mapping[FactName, Coded]
    sourcing: Coded
    stock_days: Floats
    lead_days: Floats
    redesign_days: Floats
    second_source_cost: Floats
    redesign_cost: Floats
    revenue: Floats
    units_year: Floats

    def __len__(self) -> int:
        """Count the parts."""
        return len(self.ids)

    def named(self, part: int) -> str:
        """Return what a part is called: its description, else its number."""
        return self.description[part] or self.ids[part]

    def labelled(self, part: int) -> str:
        """Return a part's number and what it is called; descriptions are often shared."""
        number, told = self.ids[part], self.description[part]
        return number if told in {"", number} else f"{number} {told}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BillLines:
    """What goes into what; arrays have shape (lines,).

    Parameters
    ----------
    parent, part
        Places among the parts.
    low, high
        Bounds of the quantity for one parent, in the unit of the part; 0 and infinity if it is unknown.
    group, choice
        Number of the group of alternatives and of the choice in it; -1 if the line is none of them.
    row
        Row of the file; several files are told apart by `place`.
    """

    parent: Ints
    part: Ints
    low: Floats
    high: Floats
    group: Ints
    choice: Ints

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.parent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What of a bill was stated and could not be read.

    Parameters
    ----------
    rows
        Rows that were set aside: nothing of them is in the bill.
    cells
        Cells that count as unknown, by the column of a bill.
    first, first_cell
        Places of the first row that was set aside, and of the first with such a cell.
    """

    rows: int = 0
    cells: Mapping[str, int] = field(default_factory=dict)
    first: str = ""
    first_cell: str = ""

    def more(self, where: str, *, rows: int = 0, cells: Mapping[str, int] | None = None) -> Lost:
        """Return the same with further rows and cells, the first of which is in a place."""
        both = Counter(self.cells) + Counter(cells or {})
        first, first_cell = (where if rows else ""), (where if cells else "")
        return Lost(
            rows=self.rows + rows,
            cells=both,
            first=self.first or first,
            first_cell=self.first_cell or first_cell,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Bill:
    """A bill of materials that is free of faults.

    Parameters
    ----------
    currency
        Of all amounts, ISO 4217; empty if no amount is stated.
    products
        What is sold: places among the parts, in the order of the file; shape (products,).
    remarks
        What is odd without being wrong: a price below the cost of the parts, parts that nothing needs.
    sha256
        Of the files, in order.
    reading
        What was made of a list of parts: its product, its columns, its rows.
    lost
        What was stated and could not be read.
    """

    name: str
    parts: BillParts
    lines: BillLines
    currency: str
    products: Ints
    remarks: tuple[Problem, ...] = ()
    sha256: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    layout: str = ""
    reading: tuple[Text, ...] = ()
    lost: Lost = Lost()
    _index: dict[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def structure(self) -> Structure:
        """The levels of the bill, from what has no parts up to the products."""
        lines = self.lines
        return structure_of(len(self.parts), lines.parent, lines.part, lines.group, lines.choice)

    @property
    def different_parts(self) -> int:
        """Count what the bill names, products too; of a list of parts, the parts alone."""
        return len(np.unique(self.lines.part)) if self.layout == LIST else len(self.parts)

    @cached_property
    def has_lines(self) -> Flags:
        """Tell for each part whether it has lines that are no materials; shape (parts,)."""
        found = np.zeros(len(self.parts), dtype=bool)
        found[self.lines.parent[~self.parts.material[self.lines.part]]] = True
        return found

    @cached_property
    def is_made(self) -> Flags:
        """Tell for each part whether the firm makes it itself; shape (parts,).

        Where nothing is said, it does if the part has lines of its own and no supplier.
        """
        unsaid = self.has_lines & ~self.parts.supplier.stated
        return np.where(self.parts.made == UNSTATED, unsaid, self.parts.made == 1)

    def place(self, part: str) -> int:
        """Return the place of a part by its number.

        Raises
        ------
        KeyError
            If the bill has no such part.
        """
        if not self._index:
            self._index.update({name: place for place, name in enumerate(self.parts.ids)})
        return self._index[part]
