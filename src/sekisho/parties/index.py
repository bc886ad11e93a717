"""Parties by name: folding, and whether a name stands on a list on a day.

A name matches an entry if it is equal to one of its names after folding, or to its identifier. Equality with a short
abbreviation that others share too is a possible match: unknown. So is a name that is like one of its names, part by
part, where the extra `screen` is installed (see `likely`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.law.calendar import entry_state
from sekisho.law.condition import Listed, ListId
from sekisho.law.fact import UNKNOWN, FactValue, Truth, Unknown
from sekisho.law.holdings import Group, Holding, PartyId
from sekisho.law.identity import DIGITS, Decision, Identity, digest_of
from sekisho.law.lists import Entry
from sekisho.law.measure import State
from sekisho.parties.likely import Likely
from sekisho.parties.owners import Owners, Persons

if TYPE_CHECKING:
    from sekisho.parties.screen import Hit, Screening

LEGAL_FORMS_LATIN = frozenset(
    {
        *("co", "company", "corp", "corporation", "inc", "incorporated", "ltd", "limited", "llc", "kk"),
        *("gmbh", "ag", "sa", "spa", "plc", "pty", "the"),
    }
)
LEGAL_FORMS_CJK = re.compile(r"株式会社|株式會社|股份有限公司|有限公司|有限会社|合同会社|\(株\)|\(有\)")
_WORDS = re.compile(r"\w+")
_KABUSHIKI_KAISHA = re.compile(r"\bk\.?\s?k\b\.?")


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Bring a name to the form in which names are compared.

    Width and compatibility forms (NFKC), case, punctuation, spaces and legal forms do not count.

    >>> fold("ＳＵＢＡＲＵ Corporation") == fold("Subaru Corp.") == fold("SUBARU株式会社")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    bare = _KABUSHIKI_KAISHA.sub(" ", LEGAL_FORMS_CJK.sub(" ", text))
    words = _WORDS.findall(bare)
    kept = [word for word in words if word not in LEGAL_FORMS_LATIN]
    return "".join(kept or _WORDS.findall(text)).replace("_", "")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a name meets: certainly, or by an abbreviation that others share."""

    entry: Entry
    certain: bool


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a name means.

    Parameters
    ----------
    matches
        Entries that it is, certainly or possibly.
    hits
        What the comparison by parts found, with scores and reasons.
    problem
        Why the field names nobody that can be looked up; then nobody knows whether the party is listed.
    """

    matches: tuple[Match, ...]
    hits: tuple[Hit, ...] = ()
    problem: str = ""


def whom_data(found: Whom) -> dict[str, object]:
    """Return whom a name means as JSON: the zone, the entries with the surest first, and why it names nobody."""
    sure = [match for match in found.matches if match.certain]
    zone = "match" if sure else "review" if found.matches or found.problem else "none"
    scores = {hit.entry.id: round(hit.score, DIGITS) for hit in found.hits}
    data: dict[str, object] = {
        "zone": zone,
        "hits": [
            {
                "entity": match.entry.id,
                "list": match.entry.list,
                "name": match.entry.names[0],
                "score": scores.get(match.entry.id, 1.0 if match.certain else None),
                "zone": "match" if match.certain else "review",
            }
            for match in sorted(found.matches, key=lambda match: (not match.certain, -scores.get(match.entry.id, 1.0)))
        ],
    }
    return {**data, "problem": found.problem} if found.problem else data


Recalled = tuple[Sequence[tuple[str, bool]], str]
"""Whom a name means, as plain data: entries by id with whether they are certain, and a problem."""


@dataclass(slots=True)
class PartyIndex:
    """All entries of all lists, findable by folded name and by identifier; and who holds whom among them."""

    entries: Iterable[Entry]
    groups: Iterable[Group] = ()
    holdings: Iterable[Holding] = ()
    identity: Identity = field(default_factory=Identity)
    _by_name: dict[str, list[Match]] = field(default_factory=dict)
    _by_identifier: dict[str, list[Match]] = field(default_factory=dict)
    _found: dict[str, Whom] = field(default_factory=dict)
    _decided: dict[tuple[str, str], bool] = field(default_factory=dict)
    _likely: Likely = field(init=False)
    _military: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    _has_bodies: bool = False
    _groups: dict[str, list[tuple[PartyId, bool]]] = field(default_factory=dict)
    _persons: dict[str, Persons] = field(default_factory=dict)
    _owners: Owners = field(default_factory=lambda: Owners(()))

    def __post_init__(self) -> None:
        """Build the index."""
        self._owners = Owners(tuple(self.entries), tuple(self.groups), tuple(self.holdings))
        for group in self.groups:
            for name in group.names:
                self._groups.setdefault(fold(name), []).append((group.id, True))
            for name in group.weak_names:
                self._groups.setdefault(fold(name), []).append((group.id, False))
            for identifier in group.identifiers:
                self._groups.setdefault(identifier, []).append((group.id, True))
        for entry in self.entries:
            for name in entry.names:
                self._by_name.setdefault(fold(name), []).append(Match(entry, certain=True))
            for name in entry.weak_names:
                self._by_name.setdefault(fold(name), []).append(Match(entry, certain=False))
            self._has_bodies |= is_military(entry)
            for identifier in entry.identifiers:
                self._by_identifier.setdefault(identifier, []).append(Match(entry, certain=True))
        states = {entry.id: digest_of(entry) for entry in self.entries} if self.identity.decisions else {}
        for decision in self.identity.decisions:
            if states.get(decision.entry) == decision.digest:
                self._decided[fold(decision.name), decision.entry] = decision.same
        self._likely = Likely(tuple(self.entries), self.identity.policy, self.identity.cache)

    def matches(self, party: str) -> tuple[Match, ...]:
        """Return every entry that a name or identifier meets or may meet, on whatever day."""
        return self.whom(party).matches

    def whom(self, party: str) -> Whom:
        """Find whom a name or identifier means: entries equal to it, and if none is certain, those that it may be.

        What a person decided of the name and an entry goes before all, as long as the entry is what it was then.
        """
        found = self._found.get(party)
        if found is None:
            equal = self._equal(party)
            screened = None if any(match.certain for match in equal) else self._likely.screen(party)
            found = self._keep(party, equal, screened)
        return found

    def look_up(self, parties: Iterable[str], workers: int) -> None:
        """Find whom many names mean, over several processes, so that `whom` knows them."""
        open_: dict[str, tuple[Match, ...]] = {}
        for party in parties:
            equal = self._equal(party)
            if party not in self._found and not any(match.certain for match in equal):
                open_[party] = equal
        for party, screened in self._likely.screen_many(list(open_), workers):
            self._keep(party, open_[party], screened)

    def recall(self, known: Mapping[str, Recalled]) -> None:
        """Take over whom names mean from an earlier look-up among the same entries, so that they need none; no hits."""
        by_id = {entry.id: entry for entry in self.entries}
        for party, (matches, problem) in known.items():
            if party not in self._found:
                met = tuple(Match(by_id[name], certain=certain) for name, certain in matches)
                self._found[party] = Whom(met, (), problem)

    def _keep(self, party: str, equal: tuple[Match, ...], screened: Screening | None) -> Whom:
        hits = screened.hits if screened is not None else ()
        likely = (Match(hit.entry, certain=hit.zone == "match") for hit in hits if hit.zone != "none")
        found = Whom(
            tuple(self._settled(party, _surest((*likely, *equal)))),
            hits,
            screened.problem if screened is not None and not equal else "",
        )
        if len(self._found) < _CACHE:
            self._found[party] = found
        return found

    def decided(self, party: str) -> dict[str, Decision]:
        """Return what people decided of a name, by entry, as far as it holds."""
        name = fold(party)
        return {
            one.entry: one
            for one in self.identity.decisions
            if fold(one.name) == name and (name, one.entry) in self._decided
        }

    def _equal(self, party: str) -> tuple[Match, ...]:
        known = self._by_identifier.get(party.strip(), []) if len(party.strip()) >= _IDENTIFIER_LENGTH else []
        return (*known, *self._by_name.get(fold(party), []))

    def _settled(self, party: str, matches: Iterable[Match]) -> Iterator[Match]:
        """Let decisions of people go before what was found."""
        name = fold(party) if self._decided else ""
        left = dict.fromkeys(entry for decided, entry in self._decided if decided == name) if name else {}
        for match in matches:
            same = self._decided.get((name, match.entry.id)) if name else None
            left.pop(match.entry.id, None)
            if same is None:
                yield match
            elif same:
                yield Match(match.entry, certain=True)
        for entry in self.entries if left else ():
            if entry.id in left and self._decided[name, entry.id]:
                yield Match(entry, certain=True)

    def military(self, party: str) -> tuple[Match, ...]:
        """Return the military bodies that a name meets, or of which it names a unit.

        A unit is named by its body and more: "Air Self-Defense Force depot", "Depot, Air Self-Defense Force".
        """
        found = self._military.get(party)
        if found is None:
            equal = tuple(match for match in self._settled(party, self._equal(party)) if is_military(match.entry))
            likely = (match for match in self.matches(party) if is_military(match.entry))
            found = equal or self._unit(party) or tuple(likely)
            if len(self._military) < _CACHE:
                self._military[party] = found
        return found

    def homes(self) -> frozenset[str]:
        """Territories whose military bodies are listed."""
        return frozenset(entry.territory for entry in self.entries if is_military(entry))

    def _unit(self, party: str) -> tuple[Match, ...]:
        if not self._has_bodies:
            return ()
        for part in _parts(party):
            bodies = tuple(
                match for match in self._by_name.get(fold(part), []) if match.certain and is_military(match.entry)
            )
            if bodies:
                return bodies
        return ()

    def listed(self, party: FactValue, on_list: ListId, day: date) -> Truth:
        """Judge whether a party stands on a list, or on that part of it, on a day."""
        if isinstance(party, Unknown):
            return UNKNOWN
        name = str(party)
        if name == "none":
            return False
        whom = self.whom(name)
        outcome: Truth = UNKNOWN if whom.problem else False
        for match in whom.matches:
            if match.entry.list != on_list and not match.entry.list.startswith(on_list + "/"):
                continue
            state = entry_state(match.entry, day)
            if state is State.IN_FORCE and match.certain:
                return True
            if state is not State.SUSPENDED:
                outcome = UNKNOWN
        return outcome

    def persons(self, party: str) -> Persons:
        """Return the parties of all tables that a name or an identifier is, or may be: entries and heads of groups."""
        found = self._persons.get(party)
        if found is None:
            bare = party.strip()
            groups = self._groups.get(bare, []) if len(bare) >= _IDENTIFIER_LENGTH else []
            groups = [*groups, *self._groups.get(fold(party), [])]
            met = [(self._owners.party(match.entry.id), match.certain) for match in self.matches(party)] + groups
            sure = frozenset(person for person, certain in met if certain)
            found = Persons(sure, frozenset(person for person, _ in met) - sure)
            if len(self._persons) < _CACHE:
                self._persons[party] = found
        return found

    def owned(self, party: FactValue, leaf: Listed, day: date) -> Truth:
        """Judge whether the tables tell that listed parties hold the threshold of a party, or leave that open."""
        if isinstance(party, Unknown) or leaf.owned is None:
            return UNKNOWN
        if party == "none":
            return False
        told = self._owners.tell(self.persons(str(party)), leaf.lists, leaf.owned, day)
        return told is True if leaf.owned.told else told is UNKNOWN

    @property
    def owners(self) -> Owners:
        """Who holds whom among the parties of the tables."""
        return self._owners

    def names(self) -> Iterator[str]:
        """Go through every name and identifier of every party of the tables."""
        for entry in self.entries:
            yield from (*entry.names, *entry.weak_names, *entry.identifiers)
        for group in self.groups:
            yield from (*group.names, *group.weak_names, *group.identifiers)


_IDENTIFIER_LENGTH = 13
_CACHE = 1_000_000
_SHORTEST_BODY = 3


def _surest(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Keep each entry once; a full name makes it certain, even if the name is an abbreviation of the entry too."""
    found: dict[str, Match] = {}
    for match in matches:
        known = found.setdefault(match.entry.id, match)
        if match.certain and not known.certain:
            found[match.entry.id] = match
    return tuple(found.values())


def is_military(entry: Entry) -> bool:
    """Tell whether an entry stands on a list of military users."""
    return entry.list.endswith("/military-users")


def _parts(name: str) -> Iterator[str]:
    """Yield the beginnings and ends of a name that may be the name of a body, longest first."""
    words = re.split(r"[\s,;/]+", unicodedata.normalize("NFKC", name).strip())
    for count in range(len(words) - 1, 0, -1):
        for part in (" ".join(words[:count]), " ".join(words[-count:])):
            if len(part) > _SHORTEST_BODY:
                yield part
    if len(words) == 1 and not name.isascii():
        for count in range(len(name) - 1, _SHORTEST_BODY - 1, -1):
            yield name[:count]
