"""Sheets with a row for each product and its parts in columns: unfolded into a row for each part and supplier.

Columns of one pattern belong together: `Item 2 - Supplier 1`, or `Component 3` beside `Component 3 Qty`. The first
number tells the place of a part, a second one the supplier. Suppliers of one part are alternatives, and no parts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.law.model.fact_table import FactTable
from sekisho.trade.bom.columns import MONEY, column_of
from sekisho.trade.bom.list_roles import role_of, words_of
from sekisho.trade.bom.values import is_stated
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.matching.headers import unit_of

_NUMBERS: Final = re.compile(r"\d+")
_PART: Final = re.compile(
    r"\b(items?|components?|componentes?|parts?|partes?|piezas?|materials?|ingredients?|inputs?|bauteile?|teile?|"
    r"composants?|pi(è|e)ces?|sub ?assembly|child|children)\b|部品|部材|構成品|材料|物料|零件|组件|子件|元件"
)
_BEHIND: Final = re.compile(
    r"^(?P<part>.*\S)\s*(?:\s[-–—|/@]\s*|\s*[,;|]\s*|\s*[(\[（【])(?P<origin>[^\d()\[\]]{2,40}?)[)\]）】]?\s*$"
)
"""A part with a territory behind it: `340270012 - USA`, `MAG-1 (Japan)`."""
_LEAST: Final = 2
"""Columns of one pattern that make a sheet a wide one."""
SPLIT: Final = 0.5
"""Share of the cells with a territory behind the part from which all of them are taken to be so written. A guess."""
OF_PRODUCT: Final = frozenset({"revenue", "units_year", "unit_value", "currency", "description"})
"""Columns of a bill that speak of the product where they stand in a wide sheet beside none of its parts."""
NAMING: Final = frozenset({"description"})
"""Of these, those that may be what names the product."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WideColumns:
    """The columns of a wide sheet.

    Parameters
    ----------
    product
        Place of the column that names the product.
    slots
        Place of a column of parts, with the number of the part and of the supplier, -1 where the header has none.
    beside
        Places of columns beside parts, by the number of the part and by role.
    of_product
        Places of columns on the product itself, such as its revenue, by column of a bill.
    """

    product: int
    slots: Mapping[int, tuple[int, int]]
    beside: Mapping[tuple[int, str], int]
    of_product: Mapping[str, int]


def wide_columns(header: Sequence[str], rows: Sequence[Sequence[str]], facts: FactTable) -> WideColumns | None:
    """Return the columns of a wide sheet; None if it has a row for each part."""
    numbers = {place: list(map(int, _NUMBERS.findall(name))) for place, name in enumerate(header)}
    patterns = {place: _NUMBERS.sub("#", words_of(name)) for place, name in enumerate(header) if numbers[place]}
    often = Counter(patterns.values())
    slots: dict[int, tuple[int, int]] = {}
    beside: dict[tuple[int, str], int] = {}
    for place, pattern in patterns.items():
        if often[pattern] < _LEAST:
            continue
        first, *more = numbers[place]
        before, _, after = pattern.partition("#")
        is_part = bool(_PART.search(before))
        role = role_of(f"{'' if is_part else before} {after.replace('#', ' ')}".strip(), facts)
        if is_part and (more or not after.strip() or role in {"number", "running", "mpn", ""}):
            slots[place] = first, more[0] if more else -1
        elif role in {"quantity", "supplier", "manufacturer", "origin", "unit_value", "name", "description"}:
            beside[first, role] = place
    if len(slots) < _LEAST or 2 * (len(slots) + len(beside)) < len(header):
        return None
    parted = {*slots, *beside.values()}
    of_product: dict[str, int] = {}
    for place, name in enumerate(header):
        column = column_of(name, facts) if place not in parted else ""
        if column in OF_PRODUCT:
            of_product.setdefault(column, place)
    figures = {place for column, place in of_product.items() if column not in NAMING}
    product = _product(header, rows, {*parted, *figures})
    if product < 0:
        return None
    of_product = {column: place for column, place in of_product.items() if place != product}
    return WideColumns(product=product, slots=slots, beside=beside, of_product=of_product)


def row_of_product(header: Sequence[str], cells: Sequence[str], wide: WideColumns) -> Row:
    """Return the row of a product, with what its sheet says of it; amounts in the currency that a header states."""
    row: Row = {"part": cells[wide.product].strip()}
    for column, place in wide.of_product.items():
        if place < len(cells) and is_stated(cells[place]):
            row[column] = cells[place].strip()
            currency = unit_parts(unit_of(header[place]))[1] if column in MONEY else ""
            if currency:
                row.setdefault("currency", currency)
    return row


def _product(header: Sequence[str], rows: Sequence[Sequence[str]], taken: set[int]) -> int:
    """Find the column whose cells are all filled and name each row, the first of these."""
    best, place = 0, -1
    for at in range(len(header)):
        if at in taken:
            continue
        stated = [row[at] for row in rows if at < len(row) and is_stated(row[at])]
        if len(set(stated)) > best:
            best, place = len(set(stated)), at
    return place


def unfold(
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    wide: WideColumns,
    territory: Callable[[str], bool],
) -> list[tuple[int, Row]]:
    """Return a row for each part and supplier, each with the number of the row that it stands in.

    Parameters
    ----------
    territory
        Tells whether a text names a territory, or a group of them.
    """
    cells = [
        (number, row, place, row[place].strip())
        for number, row in rows
        for place in sorted(wide.slots)
        if place < len(row) and is_stated(row[place])
    ]
    parted = [_BEHIND.match(text) for *_, text in cells]
    placed = sum(match is not None and territory(match["origin"]) for match in parted)
    is_split = placed >= SPLIT * max(1, len(cells))
    named = [
        (match["part"].rstrip(" -–—,;|/@"), match["origin"].strip()) if is_split and match else (text, "")
        for match, (*_, text) in zip(parted, cells, strict=True)
    ]
    origins: dict[str, set[str]] = defaultdict(set)
    for part, origin in named:
        origins[part].add(origin)
    sizes = Counter((number, wide.slots[place][0]) for number, _, place, _ in cells)
    unfolded = []
    for (number, row, place, _), (part, origin) in zip(cells, named, strict=True):
        slot, _supplier = wide.slots[place]
        several = sizes[number, slot] > 1
        line: Row = {
            "parent": row[wide.product].strip() if wide.product < len(row) else "",
            "part": f"{part} ({origin})" if origin and len(origins[part]) > 1 else part,
            "origin": origin,
            "group": f"{_NUMBERS.split(header[place])[0].strip()} {slot}" if several else "",
            "choice": header[place] if several else "",
            "reference": "" if several else header[place],
        }
        for (other, role), at in wide.beside.items():
            if other == slot and at < len(row) and is_stated(row[at]):
                line[role] = row[at].strip()
        unfolded.append((number, line))
    return unfolded
