"""What the columns of a list of parts are, as engineers have them: by the words of a header, and by the cells below it.

A header says what a column may be; its cells decide. A column of running numbers names no part whatever its header
says, nor does a column of addresses. `list-headers.csv` holds the words, in the order in which they are looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.bom.columns import column_of
from sekisho.trade.bom.values import SOURCING, is_stated
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.matching.headers import unit_of
from sekisho.trade.book.non_lines import is_sum_word

_TABLE: Final = Path(__file__).with_name("list-headers.csv")
IDENTITY: Final = ("mpn", "number", "value", "name", "model", "description", "supplier_part")
"""Roles that can name a part, the surest first."""
READ_HERE: Final = frozenset(
    {
        *("part", "description", "quantity", "supplier", "unit_value", "reference", "level", "parent"),
        *("group", "choice", "origin"),
    }
)
"""Columns of a bill that are told by the words here; all others by their exact headers."""
MOSTLY: Final = 0.6
"""Share of the cells of a column that must fit before its cells decide what it is. A guess: lower, and a column of
mixed notes becomes one of links or of designators."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS: Final = re.compile(r"[\W_]+")
_URL: Final = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$", re.IGNORECASE)
_DESIGNATORS: Final = re.compile(
    r"[A-Z][A-Za-z_]{0,7}\d+[A-Za-z]?(?:\s*[-~]\s*[A-Z]?[A-Za-z_]{0,7}\d+)?(?:[\s,;]+[A-Z][A-Za-z_]{0,7}\d+[A-Za-z]?"
    r"(?:\s*[-~]\s*[A-Z]?[A-Za-z_]{0,7}\d+)?)*[\s,;]*"
)
_RANGE: Final = re.compile(r"([A-Za-z_]+)(\d+)\s*[-~]\s*(?:[A-Za-z_]*)(\d+)")
_RUNNING: Final = re.compile(r"\d{1,5}(?:\.\d{1,4})*\.?")
_NUMBER: Final = re.compile(r"[^\w]{0,3}(?:[x×A-Z]{0,3}[$¥€£]?)\s*[.,]?\d")
"""How a number, a quantity or an amount of money begins."""
_LONGEST_RANGE: Final = 1_000
"""Designators that one range can stand for; more are a number of something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column of a list: its place, its header, what it is, and the currency that its header states."""

    place: int
    header: str
    role: str
    currency: str = ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["role"], re.compile(row["pattern"])) for row in rows_of_file(_TABLE))


@lru_cache(maxsize=4096)
def words_of(header: str) -> str:
    """Bring a header to the form in which its words are looked for.

    >>> words_of("Mfr. Part #"), words_of("Reference(s)"), words_of("QTY.")
    ('mfr part no', 'references', 'qty')
    """
    plain = unicodedata.normalize("NFKC", header).replace("(s)", "s").replace("#", " no ")
    if plain.upper() != plain:
        plain = _CAMEL.sub(" ", plain)
    return " ".join(_MARKS.sub(" ", plain.casefold()).split())


def role_of(header: str, facts: FactTable) -> str:
    """Say what a header speaks of: a role of a list, a column of a bill, or nothing.

    >>> from sekisho import load_measures
    >>> facts = load_measures().facts
    >>> [role_of(text, facts) for text in ("ITEM NO.", "PART NUMBER", "Mfr. #", "LCSC Part #", "Cost Per (Part/Gram)")]
    ['running', 'number', 'mpn', 'supplier_part', 'unit_value']
    """
    if not header.strip():
        return ""
    column = column_of(header, facts)
    if column and column not in READ_HERE:
        return column
    words = words_of(header)
    for role, pattern in _patterns():
        if pattern.search(words):
            return role
    if unit_of(header) and not re.search(r"\d", words):
        return "unit_value"
    return column if column != "part" else "number"


def is_link(text: str) -> bool:
    """Tell whether a cell is an address alone."""
    return bool(_URL.match(text.strip()))


def designators_in(text: str) -> int:
    """Count the designators of a cell; 0 if it holds none.

    >>> designators_in("C1, C17, C28"), designators_in("R1-R4"), designators_in("see note")
    (3, 4, 0)
    """
    plain = text.strip()
    if not _DESIGNATORS.fullmatch(plain):
        return 0
    spans = _RANGE.findall(plain)
    many = sum(max(0, min(int(end) - int(begin) + 1, _LONGEST_RANGE)) for _, begin, end in spans)
    rest = _RANGE.sub(" ", plain)
    return many + len([name for name in re.split(r"[\s,;]+", rest) if name])


def columns_of(header: Sequence[str], cells: Sequence[Sequence[str]], facts: FactTable) -> list[ListColumn]:
    """Say what each column of a list is; `cells` holds the cells of each column, in the order of the rows."""
    roles = []
    for place, (name, column) in enumerate(zip(header, cells, strict=True)):
        stated = [cell.strip() for cell in column if is_stated(cell) and not is_sum_word(cell)]
        role = _by_cells(role_of(name, facts), stated)
        roles.append(ListColumn(place=place, header=name, role=role, currency=_currency(name, role)))
    return _without_identity(roles, cells)


def _currency(header: str, role: str) -> str:
    return unit_parts(unit_of(header))[1] if role in {"unit_value", "total"} else ""


def _share(cells: Sequence[str], fits: re.Pattern[str]) -> float:
    return sum(bool(fits.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0


def _by_cells(role: str, stated: Sequence[str]) -> str:
    """Say what a column is, where its cells speak against its header or tell what the header leaves open."""
    if not stated:
        return role
    if sum(map(is_link, stated)) >= MOSTLY * len(stated):
        return "link"
    names = role in {"", "number", "name", "running", "reference"}
    if names and sum(designators_in(cell) > 0 for cell in stated) >= MOSTLY * len(stated) and len(stated) > 1:
        return "reference"
    if role == "reference" and not any(map(designators_in, stated)):
        return "number"
    if role in {"running", "number", "name", "model"} and runs(stated, sure=role == "running"):
        return "running"
    if role == "running":
        return "number"
    numbers = sum(bool(_NUMBER.match(cell)) for cell in stated)
    if role == "unit" and numbers:
        return "quantity" if numbers >= MOSTLY * len(stated) else "unit"
    if role in {"quantity", "unit_value", "total"} and numbers < MOSTLY * len(stated) / 2:
        return ""
    if role == "sourcing" and not all(cell.lower().replace("-", " ") in SOURCING for cell in stated):
        return "supplier"
    if role == "level" and _share(stated, re.compile(r"\.*\d{1,2}")) < 1:
        return ""
    return role


def runs(stated: Sequence[str], *, sure: bool = False) -> bool:
    """Tell whether cells number the rows: 1, 2, 3, or 1, 1.1, 1.2, 2, or 10, 20, 30.

    Parameters
    ----------
    sure
        The header speaks of running numbers, so that a few cells may be none, and a number may stand twice.

    >>> runs(["1", "2", "3"]), runs(["1", "1.1", "1.2", "2"]), runs(["4711", "815", "12"]), runs(["2", "2", "1"])
    (True, True, False, False)
    """
    fitting = [cell for cell in stated if _RUNNING.fullmatch(cell)]
    if len(fitting) < (MOSTLY if sure else 1.0) * len(stated) or (not sure and len(set(stated)) < len(stated)):
        return False
    numbers = [int(cell.partition(".")[0]) for cell in fitting]
    step = 10 if all(number % 10 == 0 for number in numbers) else 1
    rising = all(number <= after for number, after in pairwise(numbers))
    # Numbers of rows begin low and leave few out.
    return rising and numbers[0] <= 10 * step and numbers[-1] <= step * (3 * len(numbers) + 10)


def _without_identity(found: list[ListColumn], cells: Sequence[Sequence[str]]) -> list[ListColumn]:
    """Where nothing names a part, take designators with a value of their own, or nothing."""
    if any(column.role in IDENTITY for column in found):
        return found
    filled = {column.place: sum(map(is_stated, cells[column.place])) for column in found}
    packages = [column for column in found if column.role == "footprint" and filled[column.place]]
    if packages:
        first = packages[0]
        return [
            ListColumn(place=column.place, header=column.header, role="value") if column is first else column
            for column in found
        ]
    return found
