"""Kinds of parts: what is known of their classification and origin, each kind once; parts are many and kinds few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.trade.bom.bill import LIST, UNSTATED, Bill, Coded, unstated
from sekisho.trade.items.customs_codes import hints

CODES: Final = FactName("control_codes")
HS: Final = FactName("hs_code")
ORIGIN: Final = FactName("origin")
_MOST: Final = 1 << 62
"""What a number of 64 bits with a sign holds. Smaller, it moves time alone."""


class Unclassified(StrEnum):
    """What is made of parts for which no control code is stated."""

    HINTED = "hinted"
    """They may fall under the entries for which their customs code is printed, and under no other; without a customs
    code they may fall under any."""
    UNKNOWN = "unknown"
    """They may fall under any entry."""
    NONE = "none"
    """They are taken as not listed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kinds:
    """Distinct combinations of facts of parts.

    Parameters
    ----------
    facts
        The facts of each kind, as texts; what is unknown is left out.
    of_part
        The kind of each part; shape (parts,).
    origin
        Origin of each part: as stated, or where the firm makes what it makes itself.
    hinted
        For each kind, whether its control codes were taken from its customs code; shape (kinds,).
    """

    facts: tuple[Mapping[FactName, str], ...]
    of_part: NDArray[np.intp]
    origin: Coded
    hinted: NDArray[np.bool_]


def kinds_of(bill: Bill, library: Library, *, unclassified: Unclassified, made_in: str) -> Kinds:
    """Gather the kinds of the parts of a bill: their facts with their origin.

    Parameters
    ----------
    made_in
        Territory in which the firm makes what it makes itself, if nothing else is said of it; ISO 3166 alpha-2.
    """
    origin = origins_of(bill, made_in)
    columns: dict[FactName, Coded] = {**bill.parts.facts, ORIGIN: origin}
    first, of_part = _alike(tuple(columns.values()))
    stated = [
        {name: column.texts[code] for name, column in columns.items() if (code := int(column.code[part])) != UNSTATED}
        for part in first.tolist()
    ]
    found = [_classified(facts, library, unclassified) for facts in stated]
    pairs = zip(stated, found, strict=True)
    hinted = np.array([facts.get(CODES) != full.get(CODES) for facts, full in pairs], dtype=bool)
    return Kinds(facts=tuple(found), of_part=of_part, origin=origin, hinted=hinted)


def _alike(columns: Sequence[Coded]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first part of each combination of texts, by the order of the texts, and the combination of each part.

    A combination is one number, in which each column is a digit: rows of many columns take ten times as long to sort.
    """
    key, room = np.zeros(len(columns[0].code), dtype=np.int64), 1
    for column in columns:
        digits = len(column.texts) + 1
        if room * digits > _MOST:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            room = int(key.max(initial=0)) + 1
        key, room = key * digits + (column.code - UNSTATED), room * digits
    _, first, of_part = np.unique(key, return_index=True, return_inverse=True)
    return first, of_part


def origins_of(bill: Bill, made_in: str) -> Coded:
    """Return the origin of each part; of what the firm makes itself, where it makes it, if nothing is said."""
    stated = bill.parts.origin
    texts = stated.texts if made_in in stated.texts else (*stated.texts, made_in)
    own = bill.is_made & ~stated.stated
    return Coded(texts, np.where(own, texts.index(made_in), stated.code).astype(np.int32))


def _classified(facts: Mapping[FactName, str], library: Library, unclassified: Unclassified) -> Mapping[FactName, str]:
    if CODES in facts or unclassified is Unclassified.UNKNOWN:
        return facts
    if unclassified is Unclassified.NONE:
        return {**facts, CODES: "none"}
    if HS not in facts:
        return facts
    return {**facts, CODES: _hinted(facts[HS], library)}


@lru_cache(maxsize=4096)
def _hinted(code: str, library: Library) -> str:
    """Write the control codes under which an item of a customs code may fall; none if it is printed for none."""
    found = dict.fromkeys(hint.code for hint in hints(code, library) if hint.code)
    return ";".join(f"?{each}" for each in found) or "none"


def with_constants(bill: Bill, constants: Mapping[str, str]) -> tuple[Bill, tuple[tuple[str, str, int], ...]]:
    """Fill what bought parts leave open with what is the same for all; and say of how many parts.

    Parameters
    ----------
    constants
        `origin`, `supplier`, or a fact of a part, to its value as the bill would state it.
    """
    parts, filled = bill.parts, []
    for name, value in constants.items():
        column = {"origin": parts.origin, "supplier": parts.supplier}.get(name) or parts.facts.get(FactName(name))
        column = unstated(len(parts)) if column is None else column
        left = ~column.stated & ~bill.is_made & ~parts.material
        if bill.layout == LIST:
            left[bill.products] = False
        texts = column.texts if value in column.texts else (*column.texts, value)
        full = Coded(texts, np.where(left, texts.index(value), column.code).astype(np.int32))
        match name:
            case "origin":
                parts = replace(parts, origin=full)
            case "supplier":
                parts = replace(parts, supplier=full)
            case _:
                parts = replace(parts, facts={**parts.facts, FactName(name): full})
        filled.append((name, value, int(left.sum())))
    return (replace(bill, parts=parts) if filled else bill), tuple(filled)
