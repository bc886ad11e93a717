"""The columns of a bill of materials: what each holds, and the headers by which it is known in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, did_you_mean
from sekisho.files.package_csv import rows_of_file
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact_table import FactTable
from sekisho.message import joined, message
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.columns import named_fact
from sekisho.trade.book.matching.headers import fact_of, folded, unit_of

_TABLE: Final = Path(__file__).with_name("columns.csv")
MONEY: Final = ("unit_value", "revenue", "unit_value_low", "unit_value_high", "second_source_cost", "redesign_cost")
"""Columns of amounts, whose headers may state the currency."""
_BRACKET: Final = re.compile(r"[(（\[［【][^)）\]］】]*[)）\]］】]")
NOT_OF_PARTS: Final = frozenset({"origin", "description", "prc_content_share"})
"""Facts of an item that have a column of their own here, or follow from the bill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BomColumn:
    """A column: whether it is about a line, a part or a product, what its cells hold, and in which unit."""

    name: str
    about: str
    kind: str
    unit: str
    help: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Which columns of a file are which, and which fact of a part.

    Parameters
    ----------
    columns
        Name of a column here, or of a fact, to the column of the file.
    currency
        Currency that the headers of amounts state; empty if they state none.
    aside
        Columns of the file that are none of these.
    """

    columns: Mapping[str, str]
    currency: str
    aside: tuple[str, ...]


@cache
def bom_columns() -> tuple[BomColumn, ...]:
    """Read the table of columns that ships with the package."""
    return tuple(
        BomColumn(
            name=row["name"],
            about=row["about"],
            kind=row["kind"],
            unit=row["unit"],
            help=row["help"],
            headers=tuple(filter(None, row["headers"].split("|"))),
        )
        for row in rows_of_file(_TABLE)
    )


@cache
def _by_header() -> Mapping[str, str]:
    """Return the column that a folded header names."""
    return {folded(header): column.name for column in bom_columns() for header in (*column.headers, column.name)}


def part_facts(facts: FactTable) -> tuple[FactName, ...]:
    """Name the facts of an item that a bill may state of its parts."""
    items = (fact for fact in facts.facts.values() if fact.of == "item" and fact.kind != "map")
    return tuple(fact.name for fact in items if fact.name not in NOT_OF_PARTS)


def column_of(header: str, facts: FactTable) -> str:
    """Say which column a header names, one of a bill or a fact of a part; empty if none.

    A header of amounts may end in a currency, as in unit_value_usd or 単価（円）.
    """
    known = _by_header()
    bare = header
    currency = unit_of(header)
    if currency:
        for ending in (currency.rpartition(" ")[2].lower(), "円", "元"):
            bare = bare.lower().replace(f"({ending})", "").replace(f"（{ending}）", "").removesuffix(f"_{ending}")
            bare = bare.removesuffix(f" {ending}")
    for way in (header, bare):
        if folded(way) in known:
            return known[folded(way)]
    # A unit of money in brackets, in thousands too, as order lists have it; the amounts are scaled by it.
    amount = known.get(folded(_BRACKET.sub(" ", header)), "") if currency else ""
    if amount in MONEY:
        return amount
    chosen = part_facts(facts)
    exact = named_fact(header)
    if exact in chosen:
        return exact
    found = fact_of(header)
    if found is not None and found.fact in {*chosen, "origin", "description"}:
        return found.fact
    return ""


def unknown_column(column: str, facts: FactTable) -> Problem | None:
    """Say that a name is no column of a bill; None if it is one."""
    expected = [*(entry.name for entry in bom_columns()), *part_facts(facts)]
    if column in expected:
        return None
    return Problem(
        where="map",
        what=message("bill.no_column", "'{column}' is not a column of a bill of materials.", column=column),
        remedy=did_you_mean(column, expected)
        or message("error.expected_one_of", "Expected one of {choices}.", choices=joined(expected, "comma")),
    )


def map_headers(
    names: Sequence[str], facts: FactTable, *, where: str, said: Mapping[str, str]
) -> tuple[Mapped, list[Problem]]:
    """Find the column of a file for each column of a bill.

    Parameters
    ----------
    said
        Column of a bill to column of the file, as a person said.

    Returns
    -------
    Mapped
        As far as it is clear.
    list[Problem]
        Columns that are named and not there, and two columns for one.
    """
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for column, name in said.items():
        if (fault := unknown_column(column, facts)) is not None:
            problems.append(fault)
        elif name not in names:
            remedy = did_you_mean(name, names) or message(
                "error.book_has", "It has {columns}.", columns=joined(names, "comma")
            )
            problems.append(
                Problem(
                    where=where, what=message("error.no_column", "no column '{column}'.", column=name), remedy=remedy
                )
            )
        else:
            found[column] = name
    aside = []
    for name in names:
        if name in found.values():
            continue
        column = column_of(name, facts)
        if not column or column in said:
            aside.append(name)
        elif column in found:
            exact = [each for each in (found[column], name) if named_fact(each) == column]
            if len(exact) == 1:
                found[column] = exact[0]
                continue
            what = message(
                "error.both_columns",
                "columns '{first}' and '{second}' are both '{fact}'.",
                first=found[column],
                second=name,
                fact=column,
            )
            problems.append(
                Problem(
                    where=where,
                    what=what,
                    remedy=message("error.map_column", "Say which with --map {column}=COLUMN.", column=column),
                )
            )
        else:
            found[column] = name
    return Mapped(columns=found, currency=_currency(found), aside=tuple(aside)), problems


def _currency(found: Mapping[str, str]) -> str:
    """Return the currency that the headers of amounts state, if it is one for all that state any."""
    stated: Iterable[str] = (unit_parts(unit_of(found[column]))[1] for column in MONEY if column in found)
    said = {text for text in stated if text}
    return said.pop() if len(said) == 1 else ""
