"""A part of a bill as a person names it: by its number first, then by what it is called."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from sekisho.errors import BillError, Problem
from sekisho.trade.bom.bill import Bill

NEAR: Final = 3
"""Near names that are told."""
SHOWN: Final = 5
"""Names that are told of several."""


def find_part(bill: Bill, text: str, *, where: str) -> int:
    """Return the part that a person names.

    Parameters
    ----------
    text
        Its number or its name; small and capital letters count only where they tell parts apart.
    where
        What the person filled in, for the message.

    Raises
    ------
    BillError
        If there is none, or several have that name; with near ones, or with their numbers.
    """
    ids, names = list(bill.parts.ids), [bill.parts.named(part) for part in range(len(bill.parts))]
    folded = text.casefold().strip()
    for texts in (ids, names):
        alike = [part for part, one in enumerate(texts) if one.casefold() == folded]
        found = [part for part in alike if texts[part] == text] or alike
        if len(found) == 1:
            return found[0]
        if found:
            what = f"{len(found)} parts are called '{text}'."
            raise BillError(
                Problem(where=where, what=what, remedy=f"Give the number: {_listed([ids[at] for at in found])}.")
            )
    near = _near(folded, ids, names)
    sold = _listed([ids[part] for part in bill.products.tolist()])
    remedy = f"Did you mean {near}?" if near else f"Its products are {sold}."
    raise BillError(Problem(where=where, what=f"no part '{text}'.", remedy=remedy))


def _near(folded: str, ids: list[str], names: list[str]) -> str:
    known = {one.casefold(): one for one in (*names, *ids)}
    held = [one for key, one in known.items() if folded and folded in key][:NEAR]
    close = held or [known[key] for key in get_close_matches(folded, list(known), n=NEAR, cutoff=0.6)]
    return " or ".join(f"'{one}'" for one in close)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"
