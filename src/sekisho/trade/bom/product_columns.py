"""Lists with a column for each product, whose cells say how many of the part go into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sekisho.trade.bom.list_layout import ChosenColumns
from sekisho.trade.bom.list_roles import words_of
from sekisho.trade.bom.values import CellError, counted_in, is_stated, read_number

_PRODUCT: Final = re.compile(
    r"\b(products?|models?|variants?|machines?|finished goods?|produkte?|modelle?|produits?|productos?|modelos?)\b|"
    r"製品|機種|モデル|完成品|产品|機型|机型|成品|제품|모델"
)
"""Words of a header that speaks of a product. Two columns of numbers alone could be lengths and widths."""
LEAST: Final = 2
"""Columns of products that make a list one of this kind."""
Row = Mapping[str, str]


def product_columns(chosen: ChosenColumns, cells: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return the places of the columns of products with their names; empty if a list has none.

    A list that states quantities or designators of its own has none.
    """
    if chosen.quantity >= 0 or chosen.reference >= 0:
        return {}
    products = {
        column.place: column.header
        for column in chosen.columns
        if column.role in {"", "name", "number", "model", "running"}
        and _PRODUCT.search(words_of(column.header))
        and _are_quantities(row[column.place] for row in cells)
    }
    return products if len(products) >= LEAST and len(set(products.values())) == len(products) else {}


def _are_quantities(cells: Iterable[str]) -> bool:
    """Tell whether cells hold quantities, or nothing; at least one of them something."""
    stated = [cell for cell in cells if is_stated(cell)]
    return bool(stated) and all(map(_is_quantity, stated))


def _is_quantity(cell: str) -> bool:
    try:
        return read_number(counted_in(cell)[0]) >= 0
    except CellError:
        return False


def lines_of_products(row: Row, cells: Sequence[str], products: Mapping[int, str]) -> list[dict[str, str]]:
    """Return a line for each product that a part goes into; none if it goes into none."""
    lines = []
    for place, product in products.items():
        number, unit = counted_in(cells[place]) if is_stated(cells[place]) else ("0", None)
        if read_number(number):
            line = {**row, "parent": product, "quantity": number}
            lines.append(line if unit is None else {**line, "unit": unit.name})
    return lines
