"""What words say of a shipment, as far as they were read, and what is to be said of those that were not."""

from __future__ import annotations

from sekisho.dataclass import dataclass
from sekisho.message import message


@dataclass(slots=True)
class ShipmentReading:
    """What words say of a shipment, as far as they were read; places as codes of territories.

    Parameters
    ----------
    whole
        Whether all words name a party.
    strange_start, strange_end, strange_via, strange_unit
        Words that stand where a place, or a unit of the party, stands and name none.
    taken
        Words at the end that name no place and were taken for the end user.
    territory
        Country of the end user, by an adjective.
    """

    item: str = ""
    start: str = ""
    end: str = ""
    party: str = ""
    kind: str = ""
    use: str = ""
    whole: bool = False
    origin: str = ""
    via: str = ""
    strange_start: str = ""
    strange_end: str = ""
    strange_via: str = ""
    strange_unit: str = ""
    taken: str = ""
    territory: str = ""


def words_not_read(shipment: ShipmentReading) -> dict[str, str]:
    """Say which words stand where a place or a party stands, and are neither; by the fact that they leave unknown."""
    unread: dict[str, str] = {}
    if shipment.strange_start:
        unread["departure"] = message(
            "words.no_start",
            "Not read as a place: “{words}”. State where it leaves from.",
            words=shipment.strange_start,
        )
    if shipment.strange_via:
        unread["via"] = message(
            "words.no_via", "Not read as a place on the way: “{words}”.", words=shipment.strange_via
        )
    if shipment.strange_unit:
        unread["end_user"] = message(
            "words.no_unit",
            "Not read as a unit of {party}: “{words}”.",
            party=shipment.party,
            words=shipment.strange_unit,
        )
    if shipment.taken and not shipment.end:
        unread["destination"] = message(
            "words.taken_for_user",
            "No place “{words}” is known here: it is taken for the end user.",
            words=shipment.taken,
        )
    if shipment.strange_end:
        unread["destination"] = message(
            "words.no_end",
            "Not read as a place or a party: “{words}”. State the destination or the end user.",
            words=shipment.strange_end,
        )
    return unread
