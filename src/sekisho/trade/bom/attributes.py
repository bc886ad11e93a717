"""What the rows of a bill say of each part: texts, numbers and amounts, which must agree wherever they are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import FactError, Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, FactValue, Unknown
from sekisho.law.model.fact_table import FactTable
from sekisho.message import counted, message
from sekisho.trade.bom.bill import UNSTATED, Coded, Flags, Floats, Ints
from sekisho.trade.bom.distinct_values import BillColumns, Cells
from sekisho.trade.bom.values import (
    CellError,
    read_bounds,
    read_currency,
    read_days,
    read_kind,
    read_made,
    read_money,
    read_sourcing,
)
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.matching.headers import unit_of

MOST_DAYS: Final = 36_500.0
"""A century: more days than anybody means."""
CONFLICTS_SHOWN: Final = 5
"""Contradictions on one column that are told; the others are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class OfParts:
    """Carries what rows say over to parts: `part` is the part that each row is about, -1 if none; shape (rows,)."""

    table: BillColumns
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
        days, _ = self.table.bounds(column, read_days)
        with np.errstate(invalid="ignore"):
            wrong = np.flatnonzero((days < 0) | (days > MOST_DAYS))
        for row in wrong[:CONFLICTS_SHOWN].tolist():
            remedy = message("bill.expected_days", "Expected 0 to {most}.", most=f"{MOST_DAYS:,.0f}")
            self.table.flag(
                np.array([row]),
                message("bill.no_days", "'{value}' is not a number of days.", value=f"{days[row]:g}"),
                remedy,
                column=column,
            )
        days[wrong] = np.nan
        return self.number(column, days)

    def _agree(self, column: str, rows: NDArray[np.intp], differ: Flags, shown: Callable[[int], str]) -> None:
        wrong = rows[differ]
        first: dict[int, int] = {}
        for row in wrong.tolist():
            first.setdefault(int(self.part[row]), row)
        for part, row in list(first.items())[:CONFLICTS_SHOWN]:
            what = message(
                "bill.part_differs",
                "part '{part}' has another {column} here, {value}, than before.",
                part=self.ids[part],
                column=column,
                value=shown(row),
            )
            remedy = message("bill.part_has_one", "A part has one; give the other its own number, or correct it.")
            self.table.problems.append(Problem(where=self.table.where(row), what=what, remedy=remedy))
        if len(first) > CONFLICTS_SHOWN:
            more = counted(
                "bill.more_differing",
                "{n} more part with two values of {column}.",
                "{n} more parts with two values of {column}.",
                n=len(first) - CONFLICTS_SHOWN,
                column=column,
            )
            self.table.problems.append(Problem(where=self.table.names[0], what=more))


@dataclass(frozen=True, slots=True, eq=False)
class Money:
    """Amounts of a bill in one currency.

    Parameters
    ----------
    own
        Currency of each row as its column or its table states it, by place in `codes`; -1 if neither does.
    """

    table: BillColumns
    codes: tuple[str, ...]
    own: Ints
    currency: str
    rates: Mapping[str, float]
    amounts: Mapping[str, Amounts]

    def read(self, column: str) -> tuple[Floats, Floats]:
        """Return the bounds of each row's amount in the currency of the bill, NaN if it states none."""
        nothing = np.full(len(self.table), np.nan)
        if column not in self.amounts:
            return nothing, nothing
        amounts = self.amounts[column]
        rate = np.array([self.rates.get(code, np.nan) for code in self.codes] + [np.nan])
        of_row = rate[amounts.currency(self.codes, self.own)]
        return amounts.low * of_row, amounts.high * of_row


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """A column of amounts: bounds of each row, NaN if it states none, and the sign of a currency where a cell has one.

    Parameters
    ----------
    sign
        Of each row, the place of its currency in `signs`; -1 if its cell states none; shape (rows,).
    """

    low: Floats
    high: Floats
    signs: tuple[str, ...]
    sign: Ints

    def currency(self, codes: tuple[str, ...], own: Ints) -> Ints:
        """Return the place in `codes` of the currency of each row: that of its cell, else that of the row."""
        place = np.array([codes.index(code) for code in self.signs] + [UNSTATED], dtype=np.int32)[self.sign]
        return np.where(place != UNSTATED, place, own)


def amounts_of(table: BillColumns, column: str) -> Amounts:
    """Read a column of amounts; negative ones are flagged, once, and unknown.

    A header in thousands scales what its cells state without a currency; one that names its own states its own scale.
    """
    plain, odd = table.numbers(column)
    cells, values = table.read(column, read_money, odd)
    scales = np.array([unit_parts(unit_of(headers.get(column, "")))[0] for headers in table.all_headers])
    signs = tuple(dict.fromkeys(value[2] for value in values if value and value[2]))
    nothing = (np.nan, np.nan, UNSTATED)
    read = [
        (value[0], value[1], signs.index(value[2]) if value[2] else UNSTATED) if value else nothing for value in values
    ]
    low, high, sign = plain, plain, np.full(len(table), UNSTATED, dtype=np.int32)
    if values:
        stated = np.array([*read, nothing])[cells.code]
        low, high = (np.where(np.isnan(plain), stated[:, at], plain) for at in (0, 1))
        sign = np.where(np.isnan(plain), stated[:, 2], UNSTATED).astype(np.int32)
    if np.any(scales != 1):
        scale = np.where(sign == UNSTATED, scales[table.sheet], 1.0)
        low, high = low * scale, high * scale
    with np.errstate(invalid="ignore"):
        below = low < 0
    table.flag(
        np.flatnonzero(below),
        message("bill.amount_negative", "the amount is negative."),
        message("bill.expected_zero_or_more", "Expected 0 or more."),
        column=column,
    )
    if below.any():
        low, high = np.where(below, np.nan, low), np.where(below, np.nan, high)
    return Amounts(low, high, signs, sign)


def money_of(
    table: BillColumns, columns: tuple[str, ...], *, of_sheet: tuple[str, ...], default: str, rates: Mapping[str, float]
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
    amounts = {column: amounts_of(table, column) for column in columns if column in table.headers}
    stated = (value for value in values if value)
    signs = (sign for found in amounts.values() for sign in found.signs)
    codes = tuple(dict.fromkeys(filter(None, (*stated, *signs, *of_sheet, default))))
    place = {code: number for number, code in enumerate(codes)}
    by_text = np.array([place[value] if value else UNSTATED for value in values] + [UNSTATED], dtype=np.int32)
    by_sheet = np.array([place.get(code or default, UNSTATED) for code in of_sheet], dtype=np.int32)
    own = np.where(by_text[cells.code] != UNSTATED, by_text[cells.code], by_sheet[table.sheet]).astype(np.int32)
    # A currency that is stated and not read is no other one.
    own[table.cells("currency").stated & ~cells.stated] = UNSTATED
    counts = np.zeros(len(codes), dtype=np.intp)
    without = np.zeros(len(table), dtype=bool)
    for found in amounts.values():
        of_row, said = found.currency(codes, own), ~np.isnan(found.low)
        counts += np.bincount(of_row[said & (of_row >= 0)], minlength=len(codes))
        without |= said & (of_row < 0)
    remedy = message(
        "bill.add_currency",
        "Add a column 'currency', name it in the header as in 'unit_value_jpy', or give --currency.",
    )
    table.flag(
        np.flatnonzero(without),
        message("bill.no_currency", "an amount is stated without a currency."),
        remedy,
        then=message("bill.not_summed", "It is not summed."),
    )
    fixed = [code for code, rate in rates.items() if rate == 1]
    most = codes[int(counts.argmax())] if counts.any() else default
    currency = fixed[0] if fixed else most
    full = {**rates, currency: 1.0}
    for code, count in zip(codes, counts.tolist(), strict=True):
        if count and code not in full:
            what = counted(
                "bill.other_currency",
                "{n} amount is in {code}, and the bill is in {currency}.",
                "{n} amounts are in {code}, and the bill is in {currency}.",
                n=count,
                code=code,
                currency=currency,
            )
            remedy = message(
                "bill.give_rate",
                "Give the value of one {code} in {currency} with --rate {code}=NUMBER.",
                code=code,
                currency=currency,
            )
            table.problems.append(Problem(where=table.names[0], what=what, remedy=remedy))
    return Money(table=table, codes=codes, own=own, currency=currency, rates=full, amounts=amounts)


def _parsed(facts: FactTable, name: FactName, text: str, territory: Callable[[str], str]) -> FactValue:
    """Type a cell, also one in the words that a cell of a book may hold."""
    try:
        return facts.parse(name, text)
    except FactError:
        meant = Meanings(facts=facts, territory=territory).meant(facts[name], text)
        if meant.bad or not meant.text.strip():
            raise
        return facts.parse(name, meant.text)


def facts_of_parts(
    of: OfParts, facts: FactTable, names: tuple[FactName, ...], territory: Callable[[str], str]
) -> dict[FactName, Coded]:
    """Return the facts of parts as texts, each checked by the table of facts; what is stated as unknown is left out."""
    found = {}
    for name in names:
        if name not in of.table.headers:
            continue

        def read(text: str, name: FactName = name) -> str:
            value = _parsed(facts, name, text, territory)
            if isinstance(value, Unknown):
                return ""
            if isinstance(value, Codes):
                return str(value)
            return ("yes" if value else "no") if isinstance(value, bool) else str(value)

        found[name] = of.text(name, read)
    return found


_MADE_IN: Final = re.compile(r"^\s*(?:made|manufactured|produced) in\s+", re.IGNORECASE)
GROUPS_WITH_CHINA: Final = frozenset({"asia"})
"""Groups of territories of which China is one: what comes from there may come from China."""


def read_territory(territory: Callable[[str], str], facts: FactTable) -> Callable[[str], str]:
    """Return what reads a territory's code or name, as a cell of a book; a group without China stays as written."""
    meanings, origin = Meanings(facts=facts, territory=territory), facts[FactName("origin")]

    def read(text: str) -> str:
        text = _MADE_IN.sub("", text)
        code = territory(text)
        meant = meanings.meant(origin, text)
        if not code and meant.reason == "group" and text.strip().lower() not in GROUPS_WITH_CHINA:
            return text.strip()
        code = code or ("" if meant.bad else meant.text)
        if not code:
            raise CellError(
                message("error.not_territory", "'{value}' is not a territory.", value=text),
                message("error.expected_code_or_name", "Expected a code of ISO 3166, such as JP, or a name."),
            )
        return "" if code == UNKNOWN_WORD else code

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
