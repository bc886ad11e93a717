"""Which columns of a book are which facts: by name, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sekisho.errors import Problem, did_you_mean
from sekisho.files.row_staging import OWN, ROW
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact_table import FactTable
from sekisho.message import Message, message
from sekisho.trade.transaction import ALIASES

_VALUE_IN: Final = re.compile(r"value_[a-z]{3}")
AS_STATED: Final = "as stated"
"""The unit of values that no column names."""
NEEDED = (FactName("control_codes"), FactName("destination"))
"""Facts without which hardly any line is settled; they are asked for first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How the columns of a book are read.

    Parameters
    ----------
    facts
        Fact to column.
    line
        Column with the number or name of each line; empty if rows are counted from 1.
    value
        Column with the value of each line; empty if there is none.
    unit
        Unit of the values, as far as the column's name tells it.
    unmapped
        Columns that are no facts, and those in whose place another column was named or found first.
    unknown
        Facts that are unknown in every line, whatever the book says.
    """

    facts: Mapping[FactName, str]
    line: str
    value: str
    unit: str
    unmapped: tuple[str, ...]
    unknown: frozenset[FactName] = frozenset()


def map_columns(
    names: Iterable[str],
    table: FactTable,
    *,
    book: str,
    mapping: Mapping[str, str],
    unknown: Collection[str],
) -> tuple[Columns, list[Problem]]:
    """Find the column of each fact: by the mapping given, else by name.

    Parameters
    ----------
    mapping
        Fact to column; a fact whose column is empty is not looked for.

    Returns
    -------
    Columns
        As far as they are clear.
    list[Problem]
        Mapped columns or facts that do not exist, states of the law, names that are nearly a fact.
    """
    columns = [name for name in names if name not in OWN]
    problems: list[Problem] = []
    found: dict[FactName, str] = {}
    special = {"line": "", "value": ""}
    unknown = [ALIASES.get(name, name) for name in unknown]
    for given, column in mapping.items():
        fact = ALIASES.get(given, given)
        if column and column not in columns and (fact, column) != ("line", ROW):
            has = message("error.book_has", "It has {columns}.", columns=", ".join(columns))
            what = message("error.no_column", "no column '{column}'.", column=column)
            problems.append(Problem(where=book, what=what, remedy=did_you_mean(column, columns) or has))
        if fact in special:
            special[fact] = column if column in {*columns, ROW} else ""
        elif fact not in table:
            problems.append(Problem(where=book, what=unknown_fact(fact), remedy=did_you_mean(fact, table.facts)))
        elif column:
            found[FactName(fact)] = column
    taken, said = set(mapping.values()), {ALIASES.get(given, given) for given in mapping}
    unmapped, aside = [], []
    for column in columns:
        key = named_fact(column)
        if column in taken:
            continue
        if key in said:
            aside.append(column)
        elif key == "line" and not special["line"]:
            special["line"] = column
        elif (key == "value" or is_value_column(column)) and not special["value"] and "value" not in said:
            special["value"] = column
        elif key in special:
            aside.append(column)
        elif key in table and table[key].of != "law":
            if key in found:
                problems.append(
                    Problem(
                        where=book,
                        what=message(
                            "error.both_columns",
                            "columns '{first}' and '{second}' are both '{fact}'.",
                            first=found[FactName(key)],
                            second=column,
                            fact=str(key),
                        ),
                        remedy=message(
                            "error.say_which",
                            "Say which with --map {fact}=COLUMN, and rename the other.",
                            fact=str(key),
                        ),
                    )
                )
            found[FactName(key)] = column
        else:
            unmapped.append(column)
    problems += _column_problems(found, unmapped, table, book=book, unknown=unknown)
    value = named_fact(special["value"])
    unit = value[-3:].upper() if _VALUE_IN.fullmatch(value) else AS_STATED
    kept = {fact: column for fact, column in found.items() if column in columns and fact not in unknown}
    mapped = Columns(
        facts=kept,
        line=special["line"],
        value=special["value"],
        unit=unit,
        unmapped=(*unmapped, *aside),
        unknown=frozenset(map(FactName, unknown)),
    )
    return mapped, problems


def _column_problems(
    found: Mapping[FactName, str], unmapped: Iterable[str], table: FactTable, *, book: str, unknown: Collection[str]
) -> Iterable[Problem]:
    open_facts: dict[str, list[FactName]] = {}
    for fact in table.facts.values():
        if fact.name not in found and fact.of != "law":
            open_facts.setdefault(fact.name[:1], []).append(fact.name)
    for column in unmapped:
        key = named_fact(column)
        if key in table:
            what = message(
                "error.column_of_law", "column '{column}' is a state of the law, and no fact of a line.", column=column
            )
            remedy = message(
                "error.assume_for_all",
                "Say it for all lines with --assume {name}=VALUE, and rename the column or leave it out.",
                name=str(key),
            )
            yield Problem(where=book, what=what, remedy=remedy)
            continue
        # Words that begin otherwise are others; nearly all columns of a wide book end here.
        near = [name for name in open_facts.get(key[:1], ()) if _differs_little(key, name)]
        if near:
            yield Problem(
                where=book,
                what=message("error.column_no_fact", "column '{column}' is not a fact.", column=column),
                remedy=message(
                    "error.rename_column",
                    "Did you mean '{fact}'? Rename it, or use --map {fact}={column}.",
                    fact=str(near[0]),
                    column=column,
                ),
            )
    for name in unknown:
        if name not in table:
            yield Problem(where=book, what=unknown_fact(name), remedy=did_you_mean(name, table.facts))


def unknown_fact(name: str) -> Message:
    """Say of a name that it is no fact."""
    return message("error.unknown_fact", "unknown fact '{name}'.", name=name)


def is_value_column(column: str) -> bool:
    """Tell whether a column is named for the value and its currency, such as value_usd."""
    return bool(_VALUE_IN.fullmatch(named_fact(column)))


def named_fact(column: str) -> str:
    """Write a column's name as facts are written."""
    key = column.strip().lower().replace(" ", "_").replace("-", "_")
    return ALIASES.get(key, key)


def _differs_little(one: str, other: str) -> bool:
    """Tell whether a name is another with a slip: one letter in five, at most two, and no word another one.

    A word of a few letters is a word of its own: VAT is no slip of via, nor registration_date of registration_item.
    """
    if one[:1] != other[:1]:
        return False
    most = min(2, len(other) // _LETTERS_A_SLIP)
    if abs(len(one) - len(other)) > most:
        return False  # each letter more is a slip, wherever it stands
    ones, others = one.split("_"), other.split("_")
    if len(ones) != len(others):
        return _slips(one, other) <= min(1, most)
    found = [(_slips(mine, theirs), len(theirs)) for mine, theirs in zip(ones, others, strict=True)]
    return sum(slips for slips, _ in found) <= most and all(
        slips <= max(1, letters // _LETTERS_A_SLIP) for slips, letters in found
    )


def _slips(one: str, other: str) -> int:
    """Count the letters in which two words differ; many if they begin otherwise."""
    if one[:1] != other[:1]:
        return max(len(one), len(other))
    if one == other:
        return 0
    same = sum(block.size for block in SequenceMatcher(None, one, other).get_matching_blocks())
    return max(len(one), len(other)) - same


_LETTERS_A_SLIP: Final = 5
"""Letters of a name for one slip in it. A guess. Smaller, short names that are words of their own
are taken for slips."""
