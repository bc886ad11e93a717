"""What stands in the columns of a book as a rule, so that a cell in the wrong column is seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.files.row_staging import OWN
from sekisho.law.model.fact import Fact, is_blank
from sekisho.trade.book.cells.meanings import Meanings, is_read
from sekisho.trade.book.order_book import Book, text_of

SAMPLED: Final = 1_000
"""Rows that are looked at. A guess. Smaller, a habit is believed that the next rows break; larger, only slower."""
FEW: Final = 3
"""Rows from which it is believed that a column is always filled, or never holds a number. A guess: of two rows every
column is always filled, or never."""
_MOST: Final = 0.95
"""Share of the filled cells that make a habit: of 20 cells one may be odd."""
_NUMBER: Final = re.compile(r"[\s$¥€£△▲(+-]*\d[\d.,'\s]*(?:e[+-]?\d+)?[\s%)円元千万億-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHabit:
    """What a column holds as a rule.

    Parameters
    ----------
    numbers
        True if it holds numbers, False if it never does, None if it may.
    filled
        Every row fills it.
    shape
        The one shape of its cells if they are codes, with letters as `a` and runs of digits as `9`; empty if they
        differ.
    """

    fact: Fact | None
    numbers: bool | None
    filled: bool
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The habits of all columns of a book."""

    columns: Mapping[str, ColumnHabit]
    meanings: Meanings

    @classmethod
    def of(cls, book: Book, meanings: Meanings) -> Profile:
        """Look at the first rows of a book."""
        names = [name for name in book.kinds if name not in OWN]
        facts = {column: meanings.facts[name] for name, column in book.columns.facts.items()}
        if book.columns.value:
            facts[book.columns.value] = meanings.facts["value"]
        shown = ", ".join(text_of(name, book.kinds[name]) for name in names)
        rows = book.connection.execute(f"SELECT {shown} FROM {book.sql} LIMIT {SAMPLED}").fetchall()
        found = {}
        for name, cells in zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True):
            stated = [cell for cell in cells if not is_blank(cell)]
            numbers = sum(map(is_number_text, stated))
            shapes = {_shape(cell) for cell in stated}
            enough = len(stated) >= FEW
            found[name] = ColumnHabit(
                fact=facts.get(name),
                numbers=True
                if enough and numbers >= _MOST * len(stated)
                else False
                if enough and numbers <= (1 - _MOST) * len(stated)
                else None,
                filled=enough and len(stated) == len(cells),
                shape=_code_shape(shapes) if enough else "",
            )
        return cls(columns=found, meanings=meanings)

    def fits(self, name: str, cell: str) -> bool:
        """Tell whether a cell may stand in a column."""
        habit = self.columns[name]
        if is_blank(cell):
            return not habit.filled
        fact = habit.fact
        if fact is not None and is_read(fact) and fact.kind != "party":
            return not self.meanings.meant(fact, cell).bad
        number = is_number_text(cell)
        if habit.numbers is not None and number is not habit.numbers:
            return False
        if fact is not None and fact.kind == "number":
            return number
        return not habit.shape or habit.shape == _shape(cell)


def _code_shape(shapes: set[str]) -> str:
    """Return the one shape of codes such as T-001; words and plain numbers have none."""
    shape = next(iter(shapes))
    return shape if len(shapes) == 1 and "9" in shape and "a" in shape and " " not in shape else ""


def is_number_text(cell: str) -> bool:
    """Tell whether a cell is a number, with a currency or without."""
    return bool(_NUMBER.fullmatch(unicodedata.normalize("NFKC", cell)))


def _shape(cell: str) -> str:
    plain = re.sub(r"\d+", "9", unicodedata.normalize("NFKC", cell).strip())
    return re.sub(r"[^\W\d_]+", "a", plain)
