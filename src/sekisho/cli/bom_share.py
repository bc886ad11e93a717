"""The share of PRC content of one line, worked out of a bill of materials."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sekisho.cli.bill import bill_of
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.fact import is_blank
from sekisho.law.library import Library
from sekisho.law.term import Reading

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
            raise FactError(Problem(where="product", what="no bill is named.", do="Give --bom FILE with --product."))
        return dict(facts), ""
    from sekisho.impact.exposure.kinds import Unclassified, kinds_of
    from sekisho.impact.exposure.shares import share_text, shares_of

    bill = bill_of(file, library)
    places = [place for place, name in enumerate(bill.parts.ids) if product in {name, bill.parts.description[place]}]
    if product is None:
        places = bill.products.tolist()
    if len(places) != 1:
        names = [bill.parts.ids[place] for place in bill.products.tolist()]
        more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
        what = f"no part '{product}'." if product else f"the bill has {len(names):,} products."
        near = did_you_mean(product or "", bill.parts.ids)
        do = f"{near} Name one with --product: {', '.join(names[:SHOWN])}{more}.".strip()
        raise FactError(Problem(where=file.name, what=what, do=do))
    if reading is not None and reading not in set(Reading):
        return dict(facts), ""  # which is told where readings are read
    chosen = Reading(reading or Reading.CENTRAL)
    kinds = kinds_of(bill, library, unclassified=Unclassified.HINTED, made_in=_origin(facts, library))
    shares = shares_of(bill, kinds, library, day=day)
    fact, place = str(shares.rule.fact), places[0]
    if not is_blank(facts.get(fact)):
        return dict(facts), ""
    text = share_text(*shares.bounds(place, chosen))
    name = bill.parts.ids[place]
    said = (
        f"{fact} of {text} was worked out of {file.name} for '{name}', by the {chosen} reading of {shares.measure.id}."
    )
    return {**facts, fact: text}, said


def _origin(facts: Mapping[str, object], library: Library) -> str:
    """Return where the product is made: the origin that is stated, or the place from which it leaves."""
    known = library.facts.schemes.get("iso/3166", frozenset())
    for name in ("origin", "departure"):
        code = str(facts.get(name, "")).upper()
        if code in known:
            return code
    return "JP"
