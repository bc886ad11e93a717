"""Names against lists of parties: match, review or none, with the entries and the reasons."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from typing import Final

from sekisho.law.identity import DIGITS, Decision, Policy, Zone
from sekisho.law.lists import Entry
from sekisho.parties.form_verdict import APART, verdict_on
from sekisho.parties.identifier import identifier_of, is_another_person
from sekisho.parties.names.asked import Asked, Reading, read_field
from sekisho.parties.names.candidates import Found, NameIndex
from sekisho.parties.names.explain import reasons
from sekisho.parties.names.parts import Name, strict_of, take_apart
from sekisho.parties.reason import Piece, Reason, Relation

SHARED: Final = 0.85
"""Score of a name that others share too: enough for review, never for a match."""
ALONE: Final = 0.7
"""The same, if it is short and nothing else points to the party."""
_SEVERITY: Final[Mapping[Zone, int]] = {"none": 0, "review": 1, "match": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A party asked for.

    Parameters
    ----------
    territory
        ISO 3166 alpha-2 code of its seat, if known: a second signal for short names.
    identifiers
        Corporate number, LEI and others; they decide.
    """

    name: str
    territory: str = ""
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """An entry that a name is like, as the comparison finds it; no answer (see `identification.Hit`).

    Parameters
    ----------
    name
        The name of the entry that was found.
    score
        0 to 1.
    """

    entry: Entry
    name: str
    score: float
    zone: Zone
    reasons: tuple[Reason, ...]
    relation: Relation = "self"

    def to_dict(self) -> dict[str, object]:
        """Return the hit as JSON."""
        return {
            "entity": self.entry.id,
            "list": self.entry.list,
            "name": self.name,
            "score": round(self.score, DIGITS),
            "zone": self.zone,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "listed": self.entry.listed.isoformat() if self.entry.listed else None,
            "source": self.entry.source,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the lists say of a name.

    Parameters
    ----------
    zone
        The gravest zone of the hits; review too if the field names nobody or cannot be one name.
    problem
        Why nothing could be compared, and what to do; empty if it was.
    """

    query: str
    zone: Zone
    hits: tuple[Resemblance, ...] = ()
    problem: str = ""
    read: tuple[Piece, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the screening as JSON."""
        found: dict[str, object] = {
            "query": self.query,
            "zone": self.zone,
            "hits": [hit.to_dict() for hit in self.hits],
        }
        return {**found, "problem": self.problem} if self.problem else found


@dataclass(slots=True)
class Screener:
    """Lists of parties, ready to be asked.

    Parameters
    ----------
    index
        The index of all names of the entries, if it was kept; left out, it is built.
    """

    entries: Sequence[Entry]
    policy: Policy = field(default_factory=Policy)
    index: InitVar[NameIndex | None] = None
    decisions: Sequence[Decision] = ()
    names: NameIndex = field(init=False)
    _owners: list[int] = field(default_factory=list)
    _shared: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    _identifiers: dict[str, list[int]] = field(default_factory=dict)
    _decided: dict[str, dict[str, Decision]] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], int] = field(init=False)

    def __post_init__(self, index: NameIndex | None) -> None:
        """Index names, abbreviations, identifiers and decisions."""
        for number, entry in enumerate(self.entries):
            self._owners += [number] * len(entry.names)
            for name in entry.weak_names:
                self._shared.setdefault(strict_of(name), []).append((number, name))
            for identifier in entry.identifiers:
                self._identifiers.setdefault(identifier, []).append(number)
        for decision in self.decisions:
            self._decided.setdefault(strict_of(decision.name), {})[decision.entry] = decision
        self._numbers = {(entry.list, entry.id): number for number, entry in enumerate(self.entries)}
        self.names = index if index is not None else index_of(self.entries)

    def number_of(self, entry: Entry) -> int:
        """Return the place of an entry."""
        return self._numbers[entry.list, entry.id]

    def screen(self, asked: Query | str, *, least: float | None = None) -> Screening:
        """Compare a party with all entries.

        Parameters
        ----------
        least
            Score from which hits are told; by default where review begins. Below review they change no zone.
        """
        query = Query(name=asked) if isinstance(asked, str) else asked
        decided = self._by_identifier(query)
        if decided is not None:
            return decided
        read = read_field(query.name)
        if read.nobody or read.refused:
            return Screening(query=query.name, zone="review", problem=_problem(read))
        threshold = min(self.policy.review, least if least is not None else self.policy.review)
        best: dict[int, Resemblance] = {}
        for reading in read.readings:
            for number, hit in self._hits(reading, query, threshold):
                if number not in best or best[number].score < hit.score:
                    best[number] = hit
        hits = sorted(self._as_decided(query.name, best.values()), key=lambda hit: (-hit.score, hit.entry.id))
        zones: list[Zone] = [hit.zone for hit in hits]
        zone: Zone = max(zones, key=_SEVERITY.__getitem__, default="none")
        return Screening(query=query.name, zone=zone, hits=tuple(hits))

    def screen_all(
        self, asked: Iterable[Query | str], *, workers: int = 1, least: float | None = None
    ) -> Iterator[Screening]:
        """Compare parties one after another, in order; each distinct one once.

        Parameters
        ----------
        workers
            Processes that share the work.
        least
            As for `screen`.
        """
        from sekisho.parties.together import screen_together

        yield from screen_together(self, asked, workers=workers, least=least)

    def _as_decided(self, name: str, hits: Iterable[Resemblance]) -> Iterator[Resemblance]:
        """Let what a person decided of a name go before its score."""
        known = self._decided.get(strict_of(name)) if self._decided else None
        if not known:
            yield from hits
            return
        seen = set()
        for hit in hits:
            decision = known.get(hit.entry.id)
            seen.add(hit.entry.id)
            if decision is None:
                yield hit
            elif decision.same:
                yield replace(hit, zone="match", reasons=(*hit.reasons, _decided(decision)))
        for entry in self.entries:
            decision = known.get(entry.id)
            if decision is not None and decision.same and entry.id not in seen:
                yield Resemblance(
                    entry=entry, name=entry.names[0], score=0.0, zone="match", reasons=(_decided(decision),)
                )

    def _by_identifier(self, query: Query) -> Screening | None:
        """Decide by an identifier: that of an entry is a match, whatever the name."""
        stated = identifier_of(query.name) if any(map(str.isdigit, query.name)) else None
        if stated is None and not query.identifiers:
            return None
        values = [*query.identifiers, *((stated.value,) if stated else ())]
        numbers = dict.fromkeys(number for value in values for number in self._identifiers.get(value, ()))
        if not numbers:
            return Screening(query=query.name, zone="none") if stated and not query.identifiers else None
        hits = tuple(
            Resemblance(
                entry=(entry := self.entries[number]),
                name=entry.names[0],
                score=1.0,
                zone="match",
                reasons=(Reason(kind="identifier", asked=next(one for one in values if one in entry.identifiers)),),
            )
            for number in numbers
        )
        return Screening(query=query.name, zone="match", hits=hits)

    def _hits(self, reading: Reading, query: Query, least: float) -> Iterator[tuple[int, Resemblance]]:
        name = take_apart(reading.name)
        for found in self.names.find(name, least):
            entry = self.entries[self._owners[found.number]]
            score = min(found.score, reading.most)
            if round(score, DIGITS) < least or is_another_person(entry, query.identifiers):
                continue
            yield self._owners[found.number], self._hit(entry, name, found, score, reading)
        for number, shared in self._shared.get(name.strict, ()):
            entry = self.entries[number]
            score = min(self._shared_score(reading.name, entry, query), reading.most)
            if round(score, DIGITS) >= least and not is_another_person(entry, query.identifiers):
                told = (Reason(kind="abbreviation", asked=reading.name, listed=shared), *_way(reading))
                yield (
                    number,
                    Resemblance(entry=entry, name=shared, score=score, zone=self.policy.zone(score), reasons=told),
                )

    def _hit(self, entry: Entry, name: Name, found: Found, score: float, reading: Reading) -> Resemblance:
        listed = take_apart(self.names.given[found.number])
        told = (*reasons(name, listed, found), *_way(reading))
        zone = self.policy.zone(score)
        if zone == "match" and verdict_on(reading.name, entry).apart:
            zone, score = "review", min(score, APART)
        return Resemblance(entry=entry, name=listed.given, score=score, zone=zone, reasons=told)

    def _shared_score(self, name: str, entry: Entry, query: Query) -> float:
        """Score a name that others share: short ones need a second signal."""
        letters = sum(letter.isalnum() for letter in name)
        long_enough = letters >= self.policy.short_name or not name.isascii()
        return SHARED if long_enough or (query.territory and query.territory == entry.territory) else ALONE


def index_of(entries: Iterable[Entry]) -> NameIndex:
    """Index the names of entries; the collector of cycles, which would go over every new object, rests meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return NameIndex(take_apart(name) for entry in entries for name in entry.names)
    finally:
        if was_on:
            gc.enable()


def _decided(decision: Decision) -> Reason:
    return Reason(kind="decided", asked=f"by {decision.by} on {decision.on.isoformat()}", listed=decision.basis)


def as_printed(entry: Entry) -> Entry:
    """Leave an entry the names that its notice prints, and no others."""
    return replace(entry, names=entry.printed or entry.names[:1], weak_names=(), former_names=())


def _way(reading: Reading) -> tuple[Reason, ...]:
    return (Reason(kind="reading", asked=reading.how, listed=reading.name),) if reading.how else ()


def _problem(asked: Asked) -> str:
    if asked.refused:
        return f"Cannot be screened: {asked.refused}"
    return f"Names nobody: {asked.nobody}. State the name; until then the party is unknown."
