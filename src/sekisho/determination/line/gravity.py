"""Which of what points in a line is the gravest: where a ban may hold, before where a licence can be asked for."""

from __future__ import annotations

from typing import Final

from sekisho.determination.line.party_points import LISTED_LATER, PARTY_UNREAD, PERHAPS_LATER

DEFENCE_WORDS: Final = "defence_words"
"""A text of the line points to a military use; the subject is the word."""
MILITARY_USE: Final = "military_use"
"""The line states a use that points by itself; the subject is the clause that bars it for that use, else the use."""
MEASURE: Final = "measure"
"""What decides where nothing else points, or reaches a route of which nothing is open; the subject is the clause."""
POINT_KINDS: Final = (
    *("party_listed", "military_body", MILITARY_USE, "party_perhaps", DEFENCE_WORDS, "party_watched"),
    *(LISTED_LATER, PERHAPS_LATER, PARTY_UNREAD, "code_stated", "code_suggested", "code_lead", "customs_code"),
    "special_item",
    *("route", MEASURE, "route_unknown", "item_unread", "user_unnamed", "row_unread", "law_unknown"),
)
"""What may point, the gravest first. Suggested codes and leads come from classification inside books.

A watch list asks for a licence; a military use may be barred, and then none can be had, so that it goes before.
"""
_PLACE: Final = {kind: place for place, kind in enumerate(POINT_KINDS)}


def gravest_first(points: str) -> str:
    """Put what points in a line in order, the gravest first, each once.

    >>> gravest_first("party_watched:a;defence_words:小銃;code_stated:1C210.a;party_watched:a")
    'defence_words:小銃;party_watched:a;code_stated:1C210.a'
    """
    return ";".join(sorted(dict.fromkeys(filter(None, points.split(";"))), key=_place))


def _place(point: str) -> int:
    return _PLACE.get(point.partition(":")[0], len(_PLACE))
