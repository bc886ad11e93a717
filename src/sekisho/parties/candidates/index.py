"""The index of listed names: which names a query may be, found without looking at all of them.

Names are found by their parts, and as a whole by spelling within a few slips and by sound. Nothing that a full scan
would find at or above the threshold is lost; a test compares the two.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, field

from sekisho.dataclass import dataclass
from sekisho.parties.candidates.candidate import TINY, ListedReading, NameCandidate, best_first
from sekisho.parties.candidates.names_by_parts import NamesByParts
from sekisho.parties.candidates.shortened_names import find_shortened, may_find_shortened
from sekisho.parties.candidates.whole_names import (
    SHORTEST_WHOLE_SOUND,
    SoundingNames,
    SpeltNames,
    alphabet_of,
    letters_of,
    ways_of,
)
from sekisho.parties.names.places import Drawers, Places, TextRows
from sekisho.parties.names.tokenisation import ParsedName, strict_of, take_apart


@dataclass(slots=True)
class NameIndex:
    """Listed names, findable by what is like them.

    Parameters
    ----------
    names
        The listed names, taken apart; their place is their number. Only what finding needs of them is kept.
    given
        The names as they were given.
    """

    names: InitVar[Iterable[ParsedName]]
    given: TextRows = field(init=False)
    _by_parts: NamesByParts = field(init=False)
    _strict: Drawers = field(default_factory=Drawers)
    _spelt: SpeltNames = field(init=False)
    _forms: list[tuple[str, ...]] = field(default_factory=list)
    _form_numbers: array[int] = field(default_factory=lambda: array("I"))
    _sounding: SoundingNames = field(init=False)
    _told: dict[tuple[str, float], list[NameCandidate]] = field(default_factory=dict)

    def __post_init__(self, names: Iterable[ParsedName]) -> None:
        """Index the names by their parts, and as a whole."""
        given: list[str] = []
        letters, sounds = bytearray(), Places()
        forms: dict[tuple[str, ...], int] = {}
        wholes: dict[str, Places] = {}

        def noted() -> Iterable[ParsedName]:
            for number, name in enumerate(names):
                given.append(name.given)
                letters.append(letters_of(name))
                self._form_numbers.append(forms.setdefault(name.forms, len(forms)))
                self._strict.note(name.strict, number)
                for whole in ways_of(name):
                    wholes.setdefault(alphabet_of(whole), Places()).note(whole, number)
                for sound in name.sounds:
                    if len(sound) >= SHORTEST_WHOLE_SOUND:
                        sounds.note(sound, number)
                yield name

        self._by_parts = NamesByParts(noted())
        self.given = TextRows(given)
        self._forms = list(forms)
        self._strict.close()
        self._sounding = SoundingNames(sounds, letters, self.given)
        self._spelt = SpeltNames(wholes, self._by_parts.size)

    def find(self, query: ParsedName, least: float) -> list[NameCandidate]:
        """Find all listed names that score at least so much, the best first."""
        best = {number: NameCandidate(number, 1.0, "equal") for number in self._equal(query)}
        wholes = self._told.get((query.given, least))
        if wholes is None:
            wholes = [*self._spelt.find(query, least, self._by_parts.size), *self._sounding.find(query)]
        for candidate in (*wholes, *self._by_parts.find(query, least)):
            before = best.get(candidate.number)
            if candidate.score >= least - TINY and (before is None or candidate.score > before.score):
                best[candidate.number] = candidate
        return sorted(best.values(), key=best_first)

    def find_shortened(self, query: ParsedName) -> list[NameCandidate]:
        """Find the listed names that a name may be written short (see `shortened_names`)."""
        return find_shortened(query, self._by_parts)

    def listed(self, number: int) -> ListedReading:
        """Return a listed name as reasons tell of it; nearly none is taken apart again for that."""
        given, parts = self.given[number], self._by_parts.parts_of(number)
        if parts is None:
            parts = take_apart(given).parts
        return ListedReading(given=given, parts=parts, forms=self._forms[self._form_numbers[number]])

    def may_find(self, query: ParsedName, least: float) -> bool:
        """Tell whether `find` or `find_shortened` may find a listed name; if not, neither does.

        Names are looked up as there, and none is laid beside the query part by part.
        """
        return self._may_find_apart(query, least) or any(
            candidate.score >= least - TINY for candidate in self._spelt.find(query, least, self._by_parts.size)
        )

    def may_find_each(self, queries: Sequence[ParsedName], least: float) -> list[bool]:
        """Tell of many names what `may_find` tells; what is alike is looked up for all at once."""
        self.learn(queries, least)
        may_equal = self._strict.hold([query.strict for query in queries])
        return [
            bool(self._told[query.given, least])
            or self._by_parts.is_told_of(query.parts, least)
            or (equal and bool(self._equal(query)))
            for query, equal in zip(queries, may_equal, strict=True)
        ]

    def may_score(self, query: ParsedName, least: float) -> bool:
        """Tell whether `find` may find a listed name; of a name that was not looked up with others, it may."""
        wholes = self._told.get((query.given, least))
        if wholes is None or wholes:
            return True
        return self._by_parts.may_score(query.parts, least) or bool(self._equal(query))

    def look_at_once(self) -> None:
        """Work out what very many names are looked up by."""
        self._by_parts.vocabulary.look_at_once()

    def forget(self) -> None:
        """Forget what was told of names that were looked up together."""
        self._told.clear()
        self._by_parts.forget()

    def learn(self, queries: Iterable[ParsedName], least: float) -> None:
        """Look up at once which listed names many names may be, so that `find` and `find_shortened` know it."""
        new = [query for query in queries if (query.given, least) not in self._told]
        if not new:
            return
        self._by_parts.vocabulary.learn(part for query in new for part in query.parts)
        self._by_parts.look_at_once(new, least)
        spelt = self._spelt.find_each(new, least, self._by_parts.size)
        for query, some, sounding in zip(new, spelt, self._sounding.find_each(new, least), strict=True):
            self._told[query.given, least] = [*some, *sounding]

    def _equal(self, query: ParsedName) -> list[int]:
        """Return the listed names that are the same as a query, strictly."""
        return [number for number in self._strict.of(query.strict) if strict_of(self.given[number]) == query.strict]

    def _may_find_apart(self, query: ParsedName, least: float) -> bool:
        """Tell the same as `may_find`, without names that are spelt like the query as a whole."""
        if self._equal(query):
            return True
        gains = self._by_parts.gains_of(query.parts)
        if self._by_parts.may_find(query, gains, least) or may_find_shortened(query.parts, gains, self._by_parts):
            return True
        return any(candidate.score >= least - TINY for candidate in self._sounding.find(query))
