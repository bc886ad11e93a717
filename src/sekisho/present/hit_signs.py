"""Signs of hits: the shape tells what the list does, and never the round one of "no licence required"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sekisho.law.model.effects import effect_of
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.answer import Hit, Identification
from sekisho.parties.index import parties_of

NOT_FOUND: Final = "—"
"""Nothing was found on the lists compared; it is grey, and says nothing of a licence."""
OPEN: Final = "◆"
_BY_EFFECT: Final = {
    **dict.fromkeys(("ban", "dealings_barred", "countermeasure", "military_body"), "■"),
    "individual_licence": "▲",
}
_ORDER: Final = ("■", "▲", OPEN)


def sign_of(hit: Hit) -> str:
    """Return the sign of one hit: its list's effect if it is a match, else that it is to review."""
    if hit.zone != "match" or hit.state == "unknown":
        return OPEN
    return _BY_EFFECT.get(hit.effect, OPEN)


def sign_of_all(found: Identification) -> str:
    """Return the gravest sign of the hits of a name."""
    if found.zone == "none":
        return NOT_FOUND
    signs = {sign_of(hit) for hit in found.hits if hit.zone == found.zone}
    return next((sign for sign in _ORDER if sign in signs), OPEN)


def sign_of_entry(entry: ListedParty, library: Library, day: date) -> str:
    """Return the sign of a listing on a day: that of a name that is on no list where it ended or has not begun."""
    state, effect = parties_of(library).state(entry, day), effect_of(entry.list, library.effects)
    if state in {"ended", "not_yet"}:
        return NOT_FOUND
    return _BY_EFFECT.get(effect.kind if effect is not None else "", OPEN) if state == "in_force" else OPEN


def gravest(signs: Iterable[str]) -> str:
    """Return the gravest of signs; that of a name that is on no list if there is none."""
    found = set(signs)
    return next((sign for sign in _ORDER if sign in found), NOT_FOUND)
