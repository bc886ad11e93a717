"""A table written in the project's own long form, with its card, from which it is read back to the last digit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

import numpy as np

from sekisho.files.package_csv import csv_text
from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.impact.economy.tables.long_form import COLUMNS
from sekisho.impact.economy.tables.user_versions import COUNTRIES

FINAL: Final = "FINAL"
Row = tuple[str, str, str, str, str, str]


def long_form_of(table: InputOutputTable) -> str:
    """Write a table as CSV; cells of zero are left out."""
    return csv_text(chain((COLUMNS,), _rows(table)))


def card_of(table: InputOutputTable, more: Mapping[str, object] = MappingProxyType({})) -> str:
    """Write what is known of a table beside its figures, as the source card that goes with the file.

    Parameters
    ----------
    more
        What is to stand before it: who published the table, where, when it was read.
    """
    known = {
        "source": table.source,
        "year": table.year,
        "unit": table.unit,
        "prices": table.prices,
        "regions": len(table.regions),
        COUNTRIES: list(table.regions),
        "scheme": table.scheme,
        "rounding": table.rounding,
        "assumptions": list(table.assumptions),
        "sectors": {sector.code: sector.name for sector in table.sectors},
    }
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in {**more, **known}.items())


def _rows(table: InputOutputTable) -> Iterator[Row]:
    places = [(region, code) for region in table.regions for code in table.codes]
    products = [("", code) for code in table.codes]
    yield from _cells("Z", places, places, table.flows)
    yield from _one("F", ((*place, "", FINAL) for place in places), table.final)
    rest = table.imports - sum(table.origins.values(), np.zeros_like(table.imports))
    for origin, array in (*table.origins.items(), ("", rest)):
        yield from _cells("M", [(origin, code) for _, code in products], places, array)
    yield from _one("T", (("", "TAX", *place) for place in places), table.taxes)
    for place, value in zip(places, table.value_added, strict=True):
        yield ("V", "", "VALU", *place, repr(float(value)))
    for place, value in zip(places, table.output, strict=True):
        yield ("X", *place, "", "", repr(float(value)))


def _cells(kind: str, sellers: list[tuple[str, str]], buyers: list[tuple[str, str]], array: Array) -> Iterator[Row]:
    for row, column in np.argwhere(array):
        yield (kind, *sellers[int(row)], *buyers[int(column)], repr(float(array[row, column])))


def _one(kind: str, ends: Iterator[tuple[str, str, str, str]], array: Array) -> Iterator[Row]:
    for end, value in zip(ends, array, strict=True):
        if value:
            yield (kind, *end, repr(float(value)))
