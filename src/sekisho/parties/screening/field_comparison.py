"""One field of a name against the entries of lists: match, review or none, with the entries and the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.language import broken_letters
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import DIGITS, MatchPolicy, Zone
from sekisho.message import message
from sekisho.parties.answer import SEVERITY
from sekisho.parties.candidates.candidate import ListedReading, NameCandidate, reasons
from sekisho.parties.cell.escapes import restored, unescaped
from sekisho.parties.cell.place_beside import after_place
from sekisho.parties.cell.text import read_text
from sekisho.parties.comparison import Query, Resemblance, Screening
from sekisho.parties.form_verdict import APART, verdict_on
from sekisho.parties.identifier import is_another_person
from sekisho.parties.names.contractions import written_out
from sekisho.parties.names.query import (
    BEHIND,
    GLUED,
    NameField,
    NameInterpretation,
    lines_together,
    plain_field,
    read_field,
)
from sekisho.parties.names.tokenisation import ParsedName, in_latin, strict_of, take_apart
from sekisho.parties.reason import Reason
from sekisho.parties.screening.entry_numbers import EntryNumbers
from sekisho.parties.screening.gravest_hits import gravest_first, keep_gravest, pieces_told
from sekisho.parties.screening.identifier_hits import IdentifierHits
from sekisho.parties.screening.indices import Indices
from sekisho.parties.screening.mere_likeness import (
    capped,
    is_anothers,
    is_of_other_place,
    is_place,
    is_place_of_body,
    is_site_elsewhere,
    may_sound,
)
from sekisho.parties.screening.prefilter import UnlistedName
from sekisho.parties.screening.surroundings import Judgement, judge_standing
from sekisho.regex import regex

SHARED: Final = 0.85
"""Score of a name that others share too: enough for review, never for a match."""
HELD: Final = 0.8
"""Score of a listed name that stands whole in a field beside what leaves it open whether it is that party. The score
from where a review begins, as it stands in the policy."""
PART: Final = 0.96
"""Most that a name scores that names a site or a unit of a party, whatever its zone."""
ALONE: Final = 0.7
"""The same, if it is short and nothing else points to the party."""

_WRITTEN_OUT: Final = message("parties.way_written_out", "with its shortened words written out")

_TRANSLATED: Final = message("parties.way_translated", "with its words in Latin letters alone")

_SAID: Final = message("parties.way_by_sound", "its Hangul read by words and sound")
_LATIN: Final = regex("[A-Za-zＡ-Ｚａ-ｚ]")
_HANGUL: Final = regex(r"[\uac00-\ud7a3]")

_FEWEST_LETTERS: Final = 4
"""Latin letters of a name that tells its party in a text. With three, KGM, the code of the kilogram, would."""
_SAYS_PARTY: Final = frozenset({"role", "form", "honorific"})
"""Pieces beside a name that say that it is the name of a party."""


@dataclass(slots=True)
class FieldComparison:
    """The comparison of a field with the entries of an index, part by part and as names stand in it.

    Parameters
    ----------
    fields, apart
        Fields that were read before with others, and names that were taken apart with them; whoever does so puts them
        here, and nothing is found otherwise.
    """

    entries: Sequence[ListedParty]
    policy: MatchPolicy
    indices: Indices
    numbers: EntryNumbers = field(init=False)
    fields: dict[str, NameField] = field(default_factory=dict)
    apart: dict[str, ParsedName] = field(default_factory=dict)
    _identifiers: IdentifierHits = field(init=False)

    def __post_init__(self) -> None:
        """Number the entries of names and identifiers."""
        self.numbers, self._identifiers = EntryNumbers(self.entries), IdentifierHits(self.entries)

    def threshold(self, least: float | None) -> float:
        """Return the score from which a hit counts, which is never above that where review begins."""
        return min(self.policy.review, least if least is not None else self.policy.review)

    def compare(self, query: Query, least: float | None = None) -> Screening:
        """Compare a party with all entries, markup and broken letters read.

        Parameters
        ----------
        least
            Score from which hits are told; by default where review begins.
        """
        written = unescaped(query.name)
        screening = self._screen(query if written == query.name else replace(query, name=written), least)
        if not written.isascii():
            screening = self._restored(replace(query, name=written), screening, least)
        return screening if screening.query == query.name else replace(screening, query=query.name)

    def compare_unlisted(self, query: Query, name: UnlistedName) -> Screening:
        """Compare a party whose field holds a name that can be read in one way only and is on no list as it stands."""
        read = NameField(readings=(NameInterpretation(name=name.name),))
        if name.apart is not None:
            self.apart[name.name] = name.apart
        best: dict[int, Resemblance] = {}
        for number, hit in self._hits(read.readings[0], query, self.policy.review):
            keep_gravest(best, number, hit)
        for number, hit in self._shortened(read, query, best, may_be_cut=False):
            keep_gravest(best, number, hit)
        return screening_of(query, read, best)

    def compare_behind_place(self, query: Query, name: UnlistedName) -> Screening:
        """Compare a party whose field is on no list and like nothing there, but for the name behind its place."""
        read = plain_field(query.name, name.apart)
        if name.apart is not None:
            self.apart[name.apart.given] = name.apart
        best: dict[int, Resemblance] = {}
        for reading in read.readings[1:]:
            for number, hit in self._hits(reading, query, self.policy.review):
                keep_gravest(best, number, hit)
        return screening_of(query, read, best)

    def _restored(self, query: Query, found: Screening, least: float | None) -> Screening:
        """Add what a name is that was read in a wrong encoding; it is to review, for nobody read it as it was written.

        One whose letters run backwards is read in both directions.
        """
        broken, texts = broken_letters(query.name), restored(query.name)
        if not broken and not texts:
            return found
        best = {self.numbers.of(hit.entry): hit for hit in found.hits}
        for text in texts if broken else filter(self.indices.listed.letters.may_hold, texts):
            way = message("parties.way_encoding", "in its own encoding, or from the other side")
            for hit in self._screen(replace(query, name=text), least).hits:
                reasons_of = (*hit.reasons, Reason(kind="reading", asked=way, listed=text))
                keep_gravest(best, self.numbers.of(hit.entry), replace(hit, reasons=reasons_of))
        hits = sorted(best.values(), key=gravest_first)
        zones: list[Zone] = [found.zone, *(hit.zone for hit in hits), "review" if broken else "none"]
        why = message("parties.garbled", "it is garbled. Read the file in its own encoding, or write the name again.")
        problem = message("parties.cannot_be_screened", "Cannot be screened: {why}", why=why) if broken else ""
        zone = max(zones, key=SEVERITY.__getitem__)
        return replace(found, zone=zone, hits=tuple(hits), problem=found.problem or problem)

    def standing_in(self, text: str) -> tuple[Resemblance, ...]:
        """Return the listed names that stand whole in a text that is no cell of a party.

        An abbreviation that others share, and a name of few letters, which may be a unit of weight, count only where
        the text says that a party is meant.
        """
        plain = unescaped(text)
        ways = [way for way in (plain, lines_together(plain)) if way and self.indices.listed.letters.may_stand(way)]
        hits = [hit for way in ways for _, hit in self._standing(Query(name=way), is_cell=False)]
        return tuple(hit for hit in hits if _is_telling(hit) or any(piece.kind in _SAYS_PARTY for piece in hit.pieces))

    def _screen(self, query: Query, least: float | None) -> Screening:
        """Compare a party, whose name is as a person wrote it, with all entries."""
        decided = self._identifiers.decide(query)
        if decided is not None:
            return decided
        read = self.fields.get(query.name) or read_field(query.name)
        if read.nobody:
            return Screening(query=query.name, zone="review", problem=_problem(read))
        threshold = self.threshold(least)
        best: dict[int, Resemblance] = {}
        for reading in (*read.readings, *_by_sound(query.name)):
            for number, hit in self._hits(reading, query, threshold):
                keep_gravest(best, number, hit)
        standing = (*self._standing(query), *self._written_out(query, threshold), *self._in_latin(read, query))
        otherwise = [hit for reading in read.readings for hit in self._otherwise(reading, query, best)]
        coded = self._identifiers.beside(query)
        for number, hit in (*coded, *standing, *otherwise, *self._shortened(read, query, best)):
            keep_gravest(best, number, hit)
        return screening_of(query, read, best)

    def _standing(self, query: Query, *, is_cell: bool = True) -> list[tuple[int, Resemblance]]:
        """Find listed names that stand whole in the field, each with what stands around it."""
        if not self.indices.listed.letters.may_stand(query.name):
            return []
        text = read_text(query.name)
        found = []
        for one in self.indices.listed.standing(text, is_cell=is_cell):
            entry = self.entries[one.listed.entry]
            told = judge_standing(one, entry, text.written(one.low, one.high))
            if one.listed.is_weak and not (one.before.pieces or one.behind.pieces):
                continue  # the bare abbreviation is scored by the policy
            if told.zone == "none" or is_another_person(entry, query.identifiers):
                continue
            score = _score_of(told, is_weak=one.listed.is_weak)
            hit = Resemblance(
                entry=entry,
                name=one.listed.name,
                score=score,
                zone=told.zone,
                reasons=told.reasons,
                relation=told.relation,
                pieces=(*one.before.pieces, *one.behind.pieces),
            )
            found.append((one.listed.entry, hit))
        return found

    def _written_out(self, query: Query, least: float) -> Iterator[tuple[int, Resemblance]]:
        """Find what the field is like once its shortened words are written out; review at most.

        Whoever shortens words leaves others out: *Mitsubishi Hvy Ind Mar Mach* is read as any name is.
        """
        text = written_out(query.name)
        if not text:
            return
        way = Reason(kind="reading", asked=_WRITTEN_OUT, listed=text)
        asked, read = replace(query, name=text), read_field(text)
        for number, hit in self._standing(asked):
            yield number, replace(hit, zone="review", score=min(hit.score, HELD), reasons=(*hit.reasons, way))
        alike = (hit for reading in read.readings for hit in self._hits(reading, asked, least))
        for number, hit in (*alike, *self._shortened(read, asked, {})):
            zone: Zone = "review" if hit.zone == "match" else hit.zone
            yield number, replace(hit, zone=zone, score=min(hit.score, HELD), reasons=(*hit.reasons, way))
        for number, shared in self.indices.shared.get(strict_of(text), ()):
            entry = self.entries[number]
            if not is_another_person(entry, query.identifiers):
                told = (Reason(kind="abbreviation", asked=query.name, listed=shared), way)
                yield number, Resemblance(entry=entry, name=shared, score=HELD, zone="review", reasons=told)

    def _in_latin(self, read: NameField, query: Query) -> Iterator[tuple[int, Resemblance]]:
        """Find what a name that mixes scripts is like once it is in Latin letters alone; review at most.

        Words of the tables may be one name together, which no table has in two scripts: 日本Marine United.
        """
        for reading in read.readings if not query.name.isascii() and _LATIN.search(query.name) else ():
            text = in_latin(reading.name)
            way = Reason(kind="reading", asked=_TRANSLATED, listed=text)
            asked = NameInterpretation(name=text, most=HELD, relation=reading.relation)
            for number, hit in self._hits(asked, replace(query, name=text), HELD) if text else ():
                zone: Zone = "review" if hit.zone == "match" else hit.zone
                yield number, replace(hit, zone=zone, score=min(hit.score, HELD), reasons=(*hit.reasons, way))

    def _otherwise(
        self, reading: NameInterpretation, query: Query, best: Mapping[int, Resemblance]
    ) -> Iterator[tuple[int, Resemblance]]:
        """Find listed names that the field gives in other words or letters (see `candidates.written_otherwise`)."""
        if self.policy.review > SHARED:
            return
        places = self.indices.otherwise.find(reading.name)
        name = (self.apart.get(reading.name) or take_apart(reading.name)) if places else None
        for place in () if places and self.indices.listed.is_head(reading.name) else places:
            number, listed = self.numbers.owner_of(place), self.indices.names.given[place]
            is_body = self.entries[number].is_state_body
            if is_body and name is not None and is_site_elsewhere(name, take_apart(listed).parts):
                continue
            if number not in best and not is_another_person(self.entries[number], query.identifiers):
                because = (Reason(kind="whole", asked=reading.name, listed=listed), *_way(reading))
                yield (
                    number,
                    Resemblance(
                        entry=self.entries[number],
                        name=listed,
                        score=HELD,
                        zone="review",
                        reasons=because,
                        relation=reading.relation,
                    ),
                )

    def _shortened(
        self, read: NameField, query: Query, best: Mapping[int, Resemblance], *, may_be_cut: bool = True
    ) -> Iterator[tuple[int, Resemblance]]:
        """Find listed names that the field gives in part, if it is no listed name itself.

        A policy that asks for more than a part of a name has none of them.

        Parameters
        ----------
        may_be_cut
            Whether it may be the beginning of one.
        """
        if not read.readings or self.policy.review > SHARED or any(hit.zone == "match" for hit in best.values()):
            return
        reading = read.readings[-1] if read.readings[-1].pieces else read.readings[0]
        glued = (way.name for way in read.readings if way.how == GLUED)
        ways = dict.fromkeys((reading.name, read.readings[0].name, *glued))
        for cut in chain.from_iterable(map(self.indices.listed.cut, ways)) if may_be_cut else ():
            entry = self.entries[cut.entry]
            if not is_another_person(entry, query.identifiers) and capped("match", reading, entry) == "match":
                told = (Reason(kind="cut", asked=reading.name, listed=cut.name), *_way(reading))
                yield cut.entry, Resemblance(entry=entry, name=cut.name, score=SHARED, zone="review", reasons=told)
        name = self.apart.get(reading.name) or take_apart(reading.name)
        shortened = self.indices.names.find_shortened(name)
        for found in () if shortened and self.indices.listed.is_head(reading.name) else shortened:
            entry = self.entries[self.numbers.owner_of(found.number)]
            if not is_another_person(entry, query.identifiers) and capped("match", reading, entry) == "match":
                listed = self._listed(found)
                told = (
                    Reason(kind="shortened", asked=reading.name, listed=listed.given),
                    *reasons(name, listed, found),
                )
                hit = Resemblance(entry=entry, name=listed.given, score=found.score, zone="review", reasons=told)
                yield self.numbers.owner_of(found.number), hit

    def _hits(self, reading: NameInterpretation, query: Query, least: float) -> Iterator[tuple[int, Resemblance]]:
        name = self.apart.get(reading.name) or take_apart(reading.name)
        has_place = any(map(is_place, name.parts))
        for found in self.indices.names.find(name, least):
            entry = self.entries[self.numbers.owner_of(found.number)]
            score = min(found.score, reading.most)
            if round(score, DIGITS) < least or is_another_person(entry, query.identifiers):
                continue
            if found.by != "equal" and (is_anothers(reading, entry) or not self._may_sound(name, found, entry)):
                continue
            # A listed name is taken apart again only where that may decide: it takes as long as to look a name up.
            if entry.is_state_body and found.by == "parts" and is_place_of_body(self._listed(found).parts, found):
                continue
            if entry.is_state_body and has_place and is_of_other_place(name, self._listed(found).parts, found):
                continue
            yield self.numbers.owner_of(found.number), self._hit(entry, name, found, score, reading)
        for number, shared in self.indices.shared.get(name.strict, ()):
            entry = self.entries[number]
            score = min(self._shared_score(reading.name, entry, query), reading.most)
            if round(score, DIGITS) >= least and not is_another_person(entry, query.identifiers):
                told = (Reason(kind="abbreviation", asked=reading.name, listed=shared), *_way(reading))
                yield (
                    number,
                    Resemblance(entry=entry, name=shared, score=score, zone=self.policy.zone(score), reasons=told),
                )

    def _hit(
        self, entry: ListedParty, name: ParsedName, found: NameCandidate, score: float, reading: NameInterpretation
    ) -> Resemblance:
        listed = self._listed(found)
        told = (*reasons(name, listed, found), *_way(reading))
        zone = capped(self.policy.zone(score), reading, entry)
        if zone == "match" and verdict_on(reading.name, entry).apart:
            zone, score = "review", min(score, APART)
        return Resemblance(
            entry=entry,
            name=listed.given,
            score=score if reading.relation == "self" else min(score, PART),
            zone=zone,
            reasons=told,
            relation=reading.relation,
            pieces=reading.pieces,
        )

    def _listed(self, found: NameCandidate) -> ListedReading:
        """Return the listed name that was found."""
        return self.indices.names.listed(found.number)

    def _may_sound(self, name: ParsedName, found: NameCandidate, entry: ListedParty) -> bool:
        """Tell whether a name may be a listed one, if only its sound is like it."""
        return found.by not in {"parts", "sound"} or may_sound(name, self._listed(found).parts, found, entry)

    def _shared_score(self, name: str, entry: ListedParty, query: Query) -> float:
        """Score a name that others share: short ones need a second signal."""
        letters = sum(letter.isalnum() for letter in name)
        long_enough = letters >= self.policy.short_name or not name.isascii()
        return SHARED if long_enough or (query.territory and query.territory == entry.territory) else ALONE


def screening_of(query: Query, read: NameField, best: Mapping[int, Resemblance]) -> Screening:
    """Tell what was found of a field, the gravest hit first."""
    hits = sorted(best.values(), key=gravest_first)
    zones: list[Zone] = ["review" if read.refused else "none", *(hit.zone for hit in hits)]
    return Screening(
        query=query.name,
        zone=max(zones, key=SEVERITY.__getitem__),
        hits=tuple(hits),
        problem=_problem(read, hits) if read.refused else "",
        read=pieces_told(read, hits),
    )


def _by_sound(name: str) -> Iterator[NameInterpretation]:
    """Read a name in Hangul, and that behind a place, by its words and its sound; of other names, nothing."""
    if not _HANGUL.search(name):
        return
    from sekisho.parties.names.hangul import ways_from_hangul  # a table that few names need

    for way in chain.from_iterable(map(ways_from_hangul, (name, *after_place(name)))):
        yield NameInterpretation(name=way, most=BEHIND, how=_SAID)


def _is_telling(hit: Resemblance) -> bool:
    """Tell whether a name that stands in a text is nobody else's, and more than a few letters."""
    name = next((reason.asked for reason in hit.reasons if reason.kind == "held"), "")
    return not name.isascii() or sum(map(str.isalnum, name)) >= _FEWEST_LETTERS


def _score_of(told: Judgement, *, is_weak: bool) -> float:
    """Score a name that stands whole in a field; for the order of hits alone, since its zone stands."""
    if told.zone == "match":
        return 1.0 if told.relation == "self" else PART
    return SHARED if is_weak else HELD


def _way(reading: NameInterpretation) -> tuple[Reason, ...]:
    return (Reason(kind="reading", asked=reading.how, listed=reading.name),) if reading.how else ()


def _problem(asked: NameField, hits: Sequence[Resemblance] = ()) -> str:
    if asked.refused and hits:
        return message("parties.compared_in_part", "Not all of it could be compared: {why}", why=asked.refused)
    if asked.refused:
        return message("parties.cannot_be_screened", "Cannot be screened: {why}", why=asked.refused)
    return message(
        "parties.names_nobody",
        "Names nobody: {why}. State the name; until then the party is unknown.",
        why=asked.nobody,
    )
