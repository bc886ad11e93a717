"""The answer on who a name is: what was read, and every entry that it is or may be, with what it does and its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import ListId
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ANSWERS, DIGITS, Decision, MatchPolicy, Zone, digest_of
from sekisho.parties.reason import CellPiece, Reason, Relation

ListingState = Literal["in_force", "not_yet", "ended", "paused", "unknown"]
"""Whether a listing applies on a day: by the days of its entry first, then by the measure that printed it."""
HitNeeds = Literal["decide", "rule_out", "second", "undo", ""]
"""What a person can do with a hit. decide: say whether it is that party; rule_out: say that an equal name is another
party; second: confirm or refuse what another person decided; undo: take a decision back."""
SEVERITY: Final[Mapping[Zone, int]] = {"none": 0, "review": 1, "match": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entry that a name is, may be, or was decided not to be.

    Parameters
    ----------
    name
        The name of the entry that was found.
    score
        0 to 1; None if equality or a person decided, and nothing was measured.
    relation
        What is named: the entry's own party (self), a place of it (site), a part with a name of its own (unit), the
        head of its group, a namesake, or an affiliate.
    effect
        What the list does (see `law.model.effects`); empty if nobody says.
    state
        Whether the listing applies on the day; empty if no day was asked for.
    decision
        What a person decided of this name and entry, if it holds.
    """

    entry: ListedParty
    name: str
    score: float | None
    zone: Zone
    relation: Relation = "self"
    reasons: tuple[Reason, ...] = ()
    effect: str = ""
    state: ListingState | Literal[""] = ""
    decision: Decision | None = None

    @property
    def entity(self) -> str:
        """The id of the entry."""
        return self.entry.id

    @property
    def list(self) -> ListId:
        """The list, or the part of one, on which the entry stands."""
        return self.entry.list

    @property
    def number(self) -> str:
        """The number by which the entry was found: it is that of one legal person; empty if a name was found alone."""
        return next((reason.asked for reason in self.reasons if reason.kind == "identifier"), "")

    @property
    def needs(self) -> HitNeeds:
        """What a person can say of it; a name that is equal counts as listed until somebody decides otherwise."""
        if self.decision is None:
            return "decide" if self.zone == "review" else "rule_out" if self.zone == "match" and not self.number else ""
        if not self.decision.id:  # stated in a table of one screening, which is no register
            return ""
        return "second" if self.decision.pending else "undo"

    @property
    def is_ruled_out(self) -> bool:
        """Whether a person decided that it is another party, and the decision counts."""
        return self.zone == "none" and self.decision is not None and self.decision.answer == "not_same"

    @property
    def digest(self) -> str:
        """The state of the entry, for decisions."""
        return digest_of(self.entry)

    def to_dict(self) -> dict[str, object]:
        """Return the hit as JSON."""
        entry, decision = self.entry, self.decision
        return {
            "entity": entry.id,
            "list": entry.list,
            "name": self.name,
            "score": None if self.score is None else round(self.score, DIGITS),
            "zone": self.zone,
            "relation": self.relation,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "effect": self.effect,
            "state": self.state or None,
            "listed": entry.listed.isoformat() if entry.listed else None,
            "source": entry.source,
            "names": list(entry.names),
            "former_names": list(entry.former_names),
            "territory": entry.territory,
            "address": entry.address,
            "identifiers": list(entry.identifiers),
            "kind": entry.kind,
            "parent": entry.parent,
            "public_note": dict(entry.public_notes),
            "digest": self.digest,
            "needs": self.needs,
            "decision": None if decision is None else decision_data(decision),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A party that a name stands near, and that is no hit.

    Parameters
    ----------
    kind
        group: the name is that of its head; fuller: a listed name that holds the name whole; affiliate: one that
        holds it or is held by it.
    party, name, list
        Id and name of the listed party, and the list on which it stands.
    share
        As told of the holding; empty if it is not known or there is none.
    """

    kind: Literal["group", "fuller", "affiliate"]
    party: str
    name: str
    list: ListId
    share: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON."""
        share = self.share or "not known"
        return {"kind": self.kind, "party": self.party, "name": self.name, "list": self.list, "share": share}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBody:
    """A firm that heads a group or is listed, and that a name is, or whose place, part or company it may name.

    It decides nothing.

    Parameters
    ----------
    asked
        The words that name it.
    is_place
        Whether the words name a works, an office or another part of it; a person confirms that.
    bears_name
        Whether they begin with its name, as those of companies of its group do; a person confirms that too.
    """

    party: str
    names: tuple[str, ...]
    asked: str
    is_place: bool = False
    bears_name: bool = False

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "party": self.party,
            "name": self.names[0],
            "asked": self.asked,
            "place_of_it": self.is_place,
            "bears_its_name": self.bears_name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a name was compared with, and how.

    Parameters
    ----------
    entries
        Number of entries of each list.
    newest
        Newest day of listing among them.
    """

    entries: tuple[tuple[str, int], ...]
    newest: date | None
    policy: MatchPolicy
    algorithm: str

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "entries": dict(self.entries),
            "newest": self.newest.isoformat() if self.newest else None,
            "policy": {"algorithm": self.algorithm, **self.policy.to_dict()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry that a name is, or may be, and what of it is named; what conditions of law ask."""

    entry: ListedParty
    certain: bool
    relation: Relation = "self"


@dataclass(frozen=True, kw_only=True)
class Identification:
    """Whom a cell names.

    Parameters
    ----------
    query
        The cell as written.
    read
        What was peeled off it, piece by piece, and last the name that was left.
    hits
        Every entry at review or match, the gravest first; and those that a person ruled out, or of which the name is
        that of a namesake (zone none).
    kin
        What is no hit; empty where nobody asked for it (see `identify`).
    known
        Firms beside the lists that the name is, or of which it may name a place; empty where nobody asked for it.
    problem
        Why the cell names nobody who can be looked up, or more than one; then the zone is review at least.
    """

    query: str
    read: tuple[CellPiece, ...] = ()
    zone: Zone = "none"
    hits: tuple[Hit, ...] = ()
    kin: tuple[Kin, ...] = ()
    known: tuple[KnownBody, ...] = ()
    lists: Compared | None = None
    problem: str = ""

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The entries at review or match, as conditions of law ask for them."""
        return tuple(
            Match(entry=hit.entry, certain=hit.zone == "match", relation=hit.relation)
            for hit in self.hits
            if hit.zone != "none"
        )

    @property
    def is_unread(self) -> bool:
        """Whether nobody listed is told, since the cell could not be read or names nobody."""
        return bool(self.problem) and all(hit.zone == "none" for hit in self.hits)

    @property
    def is_clear(self) -> bool:
        """Whether nothing was found and the cell names somebody."""
        return self.zone == "none"

    def to_dict(self) -> dict[str, object]:
        """Return the answer as JSON; a problem only where there is one."""
        data: dict[str, object] = {
            "query": self.query,
            "zone": self.zone,
            "hits": [hit.to_dict() for hit in self.hits],
            "read": [piece.to_dict() for piece in self.read],
            "kin": [one.to_dict() for one in self.kin],
            "known": [body.to_dict() for body in self.known],
        }
        if self.lists is not None:
            data["lists"] = self.lists.to_dict()
        return {**data, "problem": self.problem} if self.problem else data


def decision_data(decision: Decision) -> dict[str, object]:
    """Return a decision as JSON."""
    return {
        "id": decision.id,
        "same": ANSWERS[decision.answer],
        "by": decision.by,
        "on": decision.on.isoformat(),
        "basis": decision.basis,
    }
