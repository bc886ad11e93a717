"""A part of a bill as a person names it: by its number first, then by what it is called."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from sekisho.errors import BillError, Problem
from sekisho.message import and_more, counted, joined, message
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
            what = counted(
                "bill.called_alike",
                "{n} part is called '{name}'.",
                "{n} parts are called '{name}'.",
                n=len(found),
                name=text,
            )
            raise BillError(
                Problem(
                    where=where,
                    what=what,
                    remedy=message(
                        "bill.give_number_of", "Give the number: {names}.", names=_listed([ids[at] for at in found])
                    ),
                )
            )
    near = _near(folded, ids, names)
    sold = _listed([ids[part] for part in bill.products.tolist()])
    remedy = (
        message("bill.did_you_mean", "Did you mean {names}?", names=near)
        if near
        else message("bill.products_are", "Its products are {names}.", names=sold)
    )
    raise BillError(Problem(where=where, what=message("bill.no_part", "no part '{part}'.", part=text), remedy=remedy))


def _near(folded: str, ids: list[str], names: list[str]) -> str:
    known = {one.casefold(): one for one in (*names, *ids)}
    held = [one for key, one in known.items() if folded and folded in key][:NEAR]
    close = held or [known[key] for key in get_close_matches(folded, list(known), n=NEAR, cutoff=0.6)]
    return joined([f"'{one}'" for one in close], "or")


def _listed(names: list[str]) -> str:
    return and_more(names[:SHOWN], len(names) - SHOWN)
