"""The share of PRC content of one line, worked out of a bill of materials."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import FactError, Problem
from sekisho.law.model.fact import is_blank
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.service.bill import BillReading, read_bill_file

if TYPE_CHECKING:
    from sekisho.trade.bom.bill import Bill

SHOWN = 5
"""Products that a message names."""


def with_share(
    facts: Mapping[str, object], file: object, product: str | None, library: Library, *, day: date, reading: str | None
) -> tuple[dict[str, object], str]:
    """Add the share that a bill gives, if the line does not state it, and say where it comes from.

    Raises
    ------
    BillError
        With everything that is wrong with the bill.
    FactError
        If the bill has no such part, or a part is named without a bill.
    """
    if not isinstance(file, Path):
        if product:
            raise FactError(
                Problem(where="product", what="no bill is named.", remedy="Give --bom FILE with --product.")
            )
        return dict(facts), ""
    from sekisho.exposure.part_kinds import Unclassified, kinds_of
    from sekisho.exposure.value_shares import share_text, shares_of

    bill = read_bill_file(file, BillReading(strict=True), library)
    place = _place(bill, product, file.name)
    if reading is not None and reading not in set(Reading):
        return dict(facts), ""  # which is told where readings are read
    chosen = Reading(reading or Reading.CENTRAL)
    kinds = kinds_of(bill, library, unclassified=Unclassified.HINTED, made_in=_origin(facts, library))
    shares = shares_of(bill, kinds, library, day=day)
    fact = str(shares.rule.fact)
    if not is_blank(facts.get(fact)):
        return dict(facts), ""
    text = share_text(*shares.bounds(place, chosen))
    name = bill.parts.ids[place]
    said = (
        f"{fact} of {text} was worked out of {file.name} for '{name}', by the {chosen} reading of {shares.measure.id}."
    )
    return {**facts, fact: text}, said


def _place(bill: Bill, product: str | None, file: str) -> int:
    """Find the part that is asked about, which is the product if the bill has one."""
    from sekisho.trade.bom.lookup import find_part

    if product:
        return find_part(bill, product, where="product")
    if len(bill.products) == 1:
        return int(bill.products[0])
    names = [bill.parts.ids[place] for place in bill.products.tolist()]
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    remedy = f"Name one with --product: {', '.join(names[:SHOWN])}{more}."
    raise FactError(Problem(where=file, what=f"the bill has {len(names):,} products.", remedy=remedy))


def _origin(facts: Mapping[str, object], library: Library) -> str:
    """Return where the product is made: the origin that is stated, or the place from which it leaves."""
    known = library.facts.schemes.get("iso/3166", frozenset())
    for name in ("origin", "departure"):
        code = str(facts.get(name, "")).upper()
        if code in known:
            return code
    return "JP"
