"""Amounts in the unit in which a book states them, named in every language: thousand JPY, 千円."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.message import Text, message
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.columns import AS_STATED

SCALES: Final[Mapping[float, Callable[[str], Text]]] = {
    1.0: lambda name: message("boss.unit_one", "{currency}", currency=name),
    1e3: lambda name: message("boss.unit_thousand", "thousand {currency}", currency=name),
    1e4: lambda name: message("boss.unit_ten_thousand", "ten thousand {currency}", currency=name),
    1e5: lambda name: message("boss.unit_hundred_thousand", "hundred thousand {currency}", currency=name),
    1e6: lambda name: message("boss.unit_million", "million {currency}", currency=name),
    1e7: lambda name: message("boss.unit_ten_million", "ten million {currency}", currency=name),
    1e8: lambda name: message("boss.unit_hundred_million", "hundred million {currency}", currency=name),
    1e9: lambda name: message("boss.unit_billion", "billion {currency}", currency=name),
    1e12: lambda name: message("boss.unit_trillion", "trillion {currency}", currency=name),
}
"""Names of the units in which books state amounts, by how many of the currency one is."""


def unit_text(unit: str) -> Text:
    """Name a unit of amounts; as it stands where it names no currency.

    >>> unit_text("thousand JPY"), unit_text("as stated")
    ('thousand JPY', 'currency not stated')
    """
    if unit == AS_STATED:
        return message("boss.unit_not_stated", "currency not stated")
    scale, currency = unit_parts(unit)
    if not currency or scale not in SCALES:
        return Text(unit)
    return SCALES[scale](quantity("currency_name", currency))


def in_unit(amount: str, unit: str) -> Text:
    """Write an amount with its unit as a language does: thousand JPY 5, 5千円; without one, alone.

    >>> in_unit("5", "thousand JPY"), in_unit("5", "as stated")
    ('thousand JPY 5', '5')
    """
    if unit in {"", AS_STATED}:
        return Text(amount)
    return message("boss.amount_in_unit", "{unit} {amount}", unit=unit_text(unit), amount=amount)
