"""The hits of a field: of each entry the gravest, with what stays told of it, the gravest entry first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sekisho.parties.answer import SEVERITY
from sekisho.parties.comparison import Resemblance
from sekisho.parties.names.query import NameField
from sekisho.parties.reason import CellPiece


def gravest_first(hit: Resemblance) -> tuple[int, float, str]:
    """Sort hits by their zones, those of one zone by their scores."""
    return -SEVERITY[hit.zone], -hit.score, hit.entry.id


def keep_gravest(best: dict[int, Resemblance], number: int, hit: Resemblance) -> None:
    """Keep the gravest hit of an entry, and of two in one zone the one with the higher score.

    What of the party is named, and the pieces around it, stay told.
    """
    known = best.get(number)
    if known is None or SEVERITY[known.zone] < SEVERITY[hit.zone]:
        best[number] = hit
    elif known.zone == hit.zone and hit.relation != "self" and known.relation == "self":
        best[number] = replace(hit, score=max(hit.score, known.score), reasons=(*hit.reasons, *known.reasons))
    elif known.zone == hit.zone and known.score < hit.score:
        best[number] = hit if known.relation == "self" else replace(known, score=hit.score)


def pieces_told(read: NameField, hits: Sequence[Resemblance]) -> tuple[CellPiece, ...]:
    """Tell how the field was read: as of the gravest hit, or else as it was peeled."""
    told = next((hit for hit in hits if hit.pieces), None)
    held = (
        next((reason.asked for reason in told.reasons if reason.kind in {"held", "abbreviation"}), "") if told else ""
    )
    if told is not None and held:
        return (*told.pieces, CellPiece(kind="name", text=held))
    peeled = next((reading for reading in read.readings if reading.pieces), None)
    return (*peeled.pieces, CellPiece(kind="name", text=peeled.name)) if peeled is not None else ()
