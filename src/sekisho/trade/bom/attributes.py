"""What the rows of a bill say of each part: texts, numbers and amounts, which must agree wherever they are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import Problem
from sekisho.law.condition import FactName
from sekisho.law.fact import Codes, FactTable, Unknown
from sekisho.trade.bom.bill import UNSTATED, Coded, Flags, Floats, Ints
from sekisho.trade.bom.cells import Cells, Table
from sekisho.trade.bom.values import (
    CellError,
    read_bounds,
    read_currency,
    read_kind,
    read_made,
    read_money,
    read_number,
    read_sourcing,
)

MOST_DAYS: Final = 36_500.0
"""A century: more days than anybody means."""
CONFLICTS_SHOWN: Final = 5
"""Contradictions on one column that are told; the others are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class OfParts:
    """Carries what rows say over to parts: `part` is the part that each row is about, -1 if none; shape (rows,)."""

    table: Table
    part: Ints
    ids: tuple[str, ...]

    def code(self, column: str, cells: Cells) -> Ints:
        """Return the place of the text of each part; -1 if no row states one."""
        found = np.full(len(self.ids), UNSTATED, dtype=np.int32)
        rows = np.flatnonzero(cells.stated & (self.part >= 0))
        found[self.part[rows[::-1]]] = cells.code[rows[::-1]]
        self._agree(column, rows, cells.code[rows] != found[self.part[rows]], lambda row: cells.texts[cells.code[row]])
        return found

    def number(self, column: str, values: Floats, *, told: Flags | None = None) -> Floats:
        """Return the number of each part; NaN if no row states one.

        Parameters
        ----------
        told
            Rows whose contradiction is told already; shape (rows,).
        """
        found = np.full(len(self.ids), np.nan)
        rows = np.flatnonzero(~np.isnan(values) & (self.part >= 0))
        found[self.part[rows[::-1]]] = values[rows[::-1]]
        first = found[self.part[rows]]
        differ = ~np.isclose(values[rows], first, rtol=1e-9, atol=0.0, equal_nan=True)
        differ &= True if told is None else ~told[rows]
        self._agree(column, rows, differ, lambda row: f"{values[row]:g}")
        return found

    def text(self, column: str, read: Callable[[str], str] | None = None) -> Coded:
        """Return the texts of a column, each read to what it means."""
        cells, values = self.table.read(column, read or str)
        meant: dict[str, int] = {}
        places = np.array(
            [meant.setdefault(value, len(meant)) if value else UNSTATED for value in values] + [UNSTATED],
            dtype=np.int32,
        )
        plain = Cells(tuple(meant), places[cells.code])
        return Coded(plain.texts, self.code(column, plain))

    def flag(self, column: str, read: Callable[[str], bool]) -> NDArray[np.int8]:
        """Return yes and no as 1 and 0; -1 if no row says."""
        cells, values = self.table.read(column, read)
        places = np.array([UNSTATED if value is None else int(value) for value in values] + [UNSTATED], dtype=np.int32)
        return self.code(column, Cells(("no", "yes"), places[cells.code])).astype(np.int8)

    def days(self, column: str) -> Floats:
        """Return days of each part; no negative ones, and not more than a century."""

        def read(text: str) -> tuple[float]:
            number = read_number(text)
            if not 0 <= number <= MOST_DAYS:
                raise CellError(f"'{text}' is no number of days.", f"Expected 0 to {MOST_DAYS:,.0f}.")
            return (number,)

        return self.number(column, self.table.numbers(column, read, 1)[0])

    def _agree(self, column: str, rows: NDArray[np.intp], differ: Flags, shown: Callable[[int], str]) -> None:
        wrong = rows[differ]
        first: dict[int, int] = {}
        for row in wrong.tolist():
            first.setdefault(int(self.part[row]), row)
        for part, row in list(first.items())[:CONFLICTS_SHOWN]:
            what = f"part '{self.ids[part]}' has another {column} here, {shown(row)}, than before."
            do = "A part has one; give the other a number of its own, or correct it."
            self.table.problems.append(Problem(where=self.table.where(row), what=what, do=do))
        if len(first) > CONFLICTS_SHOWN:
            more = f"{len(first) - CONFLICTS_SHOWN:,} more parts with two values of {column}."
            self.table.problems.append(Problem(where=self.table.names[0], what=more))


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """Amounts of a bill in one currency.

    Parameters
    ----------
    own
        Currency of each row as its column or its table states it, by place in `codes`; -1 if neither does.
    """

    table: Table
    codes: tuple[str, ...]
    own: Ints
    currency: str
    rates: Mapping[str, float]

    def read(self, column: str) -> tuple[Floats, Floats]:
        """Return the bounds of each row's amount in the currency of the bill, NaN if it states none."""
        cells, values = _amounts(self.table, column)
        low = np.array([np.nan if value is None else value[0] for value in values] + [np.nan])
        high = np.array([np.nan if value is None else value[1] for value in values] + [np.nan])
        said = np.array([self._place(value[2]) if value else UNSTATED for value in values] + [UNSTATED], dtype=np.int32)
        of_row = np.where(said[cells.code] != UNSTATED, said[cells.code], self.own)
        rate = np.array([self.rates.get(code, np.nan) for code in self.codes] + [np.nan])
        return low[cells.code] * rate[of_row], high[cells.code] * rate[of_row]

    def _place(self, code: str) -> int:
        return self.codes.index(code) if code in self.codes else UNSTATED


def _amounts(table: Table, column: str) -> tuple[Cells, list[tuple[float, float, str] | None]]:
    def read(text: str) -> tuple[float, float, str]:
        low, high, code = read_money(text)
        if low < 0:
            raise CellError(f"'{text}' is a negative amount.", "Expected an amount of 0 or more.")
        return low, high, code

    return table.read(column, read)


def money_of(
    table: Table, columns: tuple[str, ...], *, of_sheet: tuple[str, ...], default: str, rates: Mapping[str, float]
) -> Money:
    """Find the currency of every row, and the one of the bill; what has none, or no rate, is kept as a problem.

    Parameters
    ----------
    columns
        The columns of amounts.
    of_sheet
        Currency that the headers of each table state.
    default
        Currency where nothing else states one.
    """
    cells, values = table.read("currency", read_currency)
    stated = dict.fromkeys(value for value in values if value)
    amounts = {column: _amounts(table, column) for column in columns if column in table.headers}
    signs = dict.fromkeys(value[2] for _, found in amounts.values() for value in found if value and value[2])
    codes = tuple(dict.fromkeys(filter(None, (*stated, *signs, *of_sheet, default))))
    place = {code: number for number, code in enumerate(codes)}
    by_text = np.array([place[value] if value else UNSTATED for value in values] + [UNSTATED], dtype=np.int32)
    by_sheet = np.array([place.get(code or default, UNSTATED) for code in of_sheet], dtype=np.int32)
    own = np.where(by_text[cells.code] != UNSTATED, by_text[cells.code], by_sheet[table.sheet]).astype(np.int32)
    counts = np.zeros(len(codes), dtype=np.intp)
    without = np.zeros(len(table), dtype=bool)
    for found, read in amounts.values():
        said = np.array([place[value[2]] if value and value[2] else UNSTATED for value in read] + [UNSTATED])
        of_row = np.where(said[found.code] != UNSTATED, said[found.code], own)
        counts += np.bincount(of_row[found.stated & (of_row >= 0)], minlength=len(codes))
        without |= found.stated & (of_row < 0)
    do = "Add a column 'currency', name it in the header as in unit_value_jpy, or give --currency."
    table.complain(np.flatnonzero(without), "an amount is stated without a currency.", do)
    fixed = [code for code, rate in rates.items() if rate == 1]
    most = codes[int(counts.argmax())] if counts.any() else default
    currency = fixed[0] if fixed else most
    full = {**rates, currency: 1.0}
    for code, count in zip(codes, counts.tolist(), strict=True):
        if count and code not in full:
            what = f"{count:,} amounts are in {code}, and the bill is in {currency}."
            do = f"Give the value of one {code} in {currency} with --rate {code}=NUMBER."
            table.problems.append(Problem(where=table.names[0], what=what, do=do))
    return Money(table=table, codes=codes, own=own, currency=currency, rates=full)


def facts_of_parts(of: OfParts, facts: FactTable, names: tuple[FactName, ...]) -> dict[FactName, Coded]:
    """Return the facts of parts as texts, each checked by the table of facts; what is stated as unknown is left out."""
    found = {}
    for name in names:
        if name not in of.table.headers:
            continue

        def read(text: str, name: FactName = name) -> str:
            value = facts.parse(name, text)
            if isinstance(value, Unknown):
                return ""
            if isinstance(value, Codes):
                return str(value)
            return ("yes" if value else "no") if isinstance(value, bool) else str(value)

        found[name] = of.text(name, read)
    return found


def read_territory(territory: Callable[[str], str]) -> Callable[[str], str]:
    """Return what reads a territory's code or name."""

    def read(text: str) -> str:
        code = territory(text)
        if not code:
            raise CellError(f"'{text}' is not a territory.", "Expected a code of ISO 3166, such as JP, or a name.")
        return code

    return read


__all__ = [
    "Money",
    "OfParts",
    "facts_of_parts",
    "money_of",
    "read_bounds",
    "read_kind",
    "read_made",
    "read_sourcing",
    "read_territory",
]
