"""What the parties of a line point to: a list, a military body, a watch list, or perhaps one of them.

A name that cannot be compared with the lists points as well, where goods may go to where listed parties are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.line.alerts import STANDS
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import BANS
from sekisho.law.model.fact import UNKNOWN, Among, FactValue, Unknown
from sekisho.parties.derived_facts import DESTINATION, END_USER, KIND, MILITARY
from sekisho.parties.identification import has_unread_letters
from sekisho.parties.index import PartyIndex

LISTED_LATER: Final = "party_listed_later"
"""A party is listed from a day after that of the line: goods that left are past it, an overdue order is not."""
PERHAPS_LATER: Final = "party_perhaps_later"
"""A party may be one that is listed from a day after that of the line, as by a short name; a person decides."""
PARTY_UNREAD: Final = "party_unread"
"""A party has a name in letters that no list is compared in: nobody knows whether it is listed."""
RECEIVERS: Final = (FactName("importer"), FactName("intermediate_consignee"), END_USER)
"""Parties to which goods go; the supplier, who has a name in letters of its own country, is none."""
PARTY_KINDS: Final = (
    *("party_listed", "military_body", "party_perhaps", "party_watched"),
    *(LISTED_LATER, PERHAPS_LATER, PARTY_UNREAD),
)
"""What a party may point to, the gravest first."""
_FORCES: Final = frozenset({MILITARY, "defence_contractor", "police"})
MILITARY_USES: Final = frozenset({"military", "weapons", "wmd", "terrorism"})
"""Uses that point by themselves."""


@dataclass(frozen=True, slots=True)
class Pointing:
    """What the parties of some signatures point to."""

    points: tuple[str, ...] = ()
    bars: bool = False
    """A party matches a list that bans dealings, or is a military body."""


def bodies_of(value: FactValue, index: PartyIndex) -> list[tuple[str, bool]]:
    """Return the military bodies of a name, or those of which it names a unit, and whether it certainly does."""
    if isinstance(value, Unknown) or value == "none":
        return []
    return [(str(match.entry.id), match.certain) for match in index.military(str(value))]


def forces_in(kind: FactValue) -> frozenset[str]:
    """Return which of the kinds that a user may be of point by themselves: forces, their suppliers, the police."""
    kinds = kind.values if isinstance(kind, Among) else frozenset({kind}) if isinstance(kind, str) else frozenset()
    return kinds & _FORCES


def pointing_of(alerts: Iterable[Mapping[str, str]], bodies: Iterable[tuple[str, bool]], kind: FactValue) -> Pointing:
    """Return what the hits on held lists, the military bodies and the kind of end user of a line point to."""
    kinds: dict[str, dict[str, None]] = {name: {} for name in PARTY_KINDS}
    bars = False
    for entry in alerts:
        if entry["zone"] != "match":
            kinds["party_perhaps"][entry["entity"]] = None
        elif entry["effect"] == "individual_licence":
            kinds["party_watched"][entry["entity"]] = None
        elif entry["effect"] == "military_body":
            kinds["military_body"][entry["entity"]] = None
            bars = True
        else:
            kinds["party_listed"][entry["entity"]] = None
            bars = bars or (entry["effect"] in BANS and entry["state"] != "paused")
    for name, certain in bodies:
        kinds["military_body" if certain else "party_perhaps"][name] = None
        bars = bars or certain
    if forces_in(kind) and not kinds["military_body"]:
        kinds["military_body"][str(KIND)] = None
    return Pointing(tuple(f"{name}:{subject}" for name, subjects in kinds.items() for subject in subjects), bars=bars)


def listed_later(value: FactValue, index: PartyIndex, day: date) -> tuple[str, ...]:
    """Return, as points, the listings of a party that begin after a day and stand since; else of whom it may be."""
    if isinstance(value, Unknown) or value == "none":
        return ()
    later = [
        hit
        for hit in index.whom(str(value)).hits
        if hit.entry.listed is not None
        and day < hit.entry.listed
        and hit.entry.until is None
        and index.state(hit.entry, hit.entry.listed) in STANDS
    ]
    surely = dict.fromkeys(f"{LISTED_LATER}:{hit.entry.id}" for hit in later if hit.zone == "match")
    perhaps = dict.fromkeys(f"{PERHAPS_LATER}:{hit.entry.id}" for hit in later if hit.zone == "review")
    return tuple(surely or perhaps)


def is_unread(value: FactValue, index: PartyIndex) -> bool:
    """Tell whether a name can be compared with no list, for its letters; one that says nothing names nobody."""
    if isinstance(value, Unknown) or value == "none":
        return False
    whom = index.whom(str(value))
    if not whom.problem or whom.hits:
        return False
    return has_unread_letters(str(value))


def may_hold_listed(destination: FactValue, index: PartyIndex) -> bool:
    """Tell whether goods may go to where listed parties are: yes where nobody says where they go."""
    if isinstance(destination, Unknown):
        return True
    places = destination.values if isinstance(destination, Among) else {str(destination)}
    return any(entry.territory in places for entry in index.entries)


def unread_parties(facts: Mapping[FactName, FactValue], index: PartyIndex) -> tuple[str, ...]:
    """Return, as points, the parties of a line to which goods go and whose names can be compared with no list."""
    roles = [role for role in RECEIVERS if is_unread(facts.get(role, UNKNOWN), index)]
    if not roles or not may_hold_listed(facts.get(DESTINATION, UNKNOWN), index):
        return ()
    return tuple(f"{PARTY_UNREAD}:{role}" for role in roles)
