"""Facts that follow from others: what the name of an end user tells, and whose body it is if nobody says.

A body that stands on a list of military users, and a unit of such a body, is military; where the line states another
kind, that is a contradiction, and the kind is one of the two until somebody finds out. Where
the end user's territory is left out: that of the listed body; else the destination, if the end user is known not to be
military and the item crosses a border. In all other cases it stays unknown: a military user anywhere may belong to
another state's forces, and a recipient inside the territory may be a foreign one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Among, FactValue, Unknown
from sekisho.parties.index import PartyIndex

END_USER = FactName("end_user")
KIND = FactName("end_user_kind")
TERRITORY = FactName("end_user_territory")
DEPARTURE = FactName("departure")
DESTINATION = FactName("destination")
MILITARY = "military"


@dataclass(frozen=True, slots=True)
class Body:
    """A military body that a name meets: whose, and whether the name is certainly its own.

    Parameters
    ----------
    territory
        Its state; empty if the name alone does not tell, because other states have bodies of that name.
    home
        Its state if the item goes there.
    """

    territory: str
    home: str
    certain: bool


def body_of(name: str, parties: PartyIndex) -> Body | None:
    """Find the military body of a name, or that of which it is a unit."""
    matches = parties.military(name)
    if not matches:
        return None
    certain = [match for match in matches if match.certain]
    states = {match.entry.territory for match in certain or matches}
    home = next(iter(states)) if len(states) == 1 else ""
    telling = home == "US" or not name.isascii()
    return Body(home if telling else "", home, bool(certain))


def follow(
    facts: Mapping[FactName, FactValue], left_out: Collection[FactName], parties: PartyIndex
) -> dict[FactName, FactValue]:
    """Add what follows to the facts of a line.

    Parameters
    ----------
    left_out
        Facts that the line does not state; one that is stated as unknown is stated.
    """
    found = dict(facts)
    name = found[END_USER]
    body = None if isinstance(name, Unknown) or name == "none" else body_of(str(name), parties)
    if body is not None and found[KIND] != MILITARY:
        found[KIND] = _kind(found[KIND]) if body.certain else UNKNOWN
    if TERRITORY in left_out:
        found[TERRITORY] = _territory(found, body)
    return found


def _kind(stated: FactValue) -> FactValue:
    """Return the kind of what is named as a military body; where the line states another, it is one of the two."""
    return Among(frozenset({MILITARY, stated})) if isinstance(stated, str) else MILITARY


def _territory(facts: Mapping[FactName, FactValue], body: Body | None) -> FactValue:
    kind, departure, destination = facts[KIND], facts[DEPARTURE], facts[DESTINATION]
    if body is not None and body.certain:
        return body.territory or (body.home if body.home and destination == body.home else UNKNOWN)
    settled = not any(isinstance(value, Unknown) for value in (kind, departure, destination))
    return destination if settled and kind != MILITARY and departure != destination else UNKNOWN
