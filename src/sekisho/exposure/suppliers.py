"""Suppliers of a bill on held lists: whom each name means, as for a party of a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Zone
from sekisho.parties.identification import whom_data
from sekisho.parties.index import parties_of
from sekisho.trade.bom.bill import UNSTATED, Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRow:
    """A supplier that is or may be on a held list, or of whom nobody can tell.

    Parameters
    ----------
    told
        Zone, hits with the state of each listing, and how the cell was read, as JSON.
    listed
        The lists on which it is or may be, and its name on the first of them.
    parts
        How many parts of the bill it delivers.
    """

    supplier: str
    zone: Zone
    told: Mapping[str, object]
    listed: tuple[tuple[str, ...], str]
    parts: int


def suppliers_of(bill: Bill, library: Library, day: date) -> tuple[SupplierRow, ...]:
    """Return the suppliers that are or may be on a held list, those that are first."""
    index = parties_of(library)
    code = bill.parts.supplier.code
    numbers = np.bincount(code[code != UNSTATED], minlength=len(bill.parts.supplier.texts))
    found = []
    for name, parts in zip(bill.parts.supplier.texts, numbers.tolist(), strict=True):
        whom = index.whom(name)
        if not parts or whom.zone == "none":
            continue
        hits = [hit for hit in whom.hits if hit.zone != "none"]
        found.append(
            SupplierRow(
                supplier=name,
                zone=whom.zone,
                told=whom_data(whom, index, day),
                listed=(tuple(dict.fromkeys(str(hit.list) for hit in hits)), hits[0].entry.names[0] if hits else ""),
                parts=int(parts),
            )
        )
    return tuple(sorted(found, key=lambda row: (row.zone != "match", -row.parts, row.supplier)))
