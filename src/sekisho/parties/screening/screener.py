"""Names against the entries of lists, one or many together: what many share is read and looked up once for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import MatchPolicy
from sekisho.parties.cell.escapes import unescaped
from sekisho.parties.comparison import Query, Resemblance, Screening
from sekisho.parties.names.query import NameField, read_field
from sekisho.parties.names.tokenisation import take_apart
from sekisho.parties.screening.batch import screen_batch
from sekisho.parties.screening.field_comparison import FieldComparison, screening_of
from sekisho.parties.screening.indices import Indices, index_of
from sekisho.parties.screening.prefilter import Prefilter

_WORTH_LEARNING: Final = 32
"""Names compared in full whose parts are looked up at once. A guess: below it numpy takes longer; nothing else
differs."""
_LONGEST_LEARNT: Final = 60
"""Letters of the longest name of which that is done. A guess: what is longer holds more than a name, and is read in
other parts; nothing else differs."""
_VERY_MANY: Final = 40_000
"""Parties for which it is noted what words are with letters left out. A guess: that takes the time which as many names
spare. Smaller, short books wait for it; larger, each process notes it for itself; nothing else differs."""


@dataclass(slots=True)
class Screener:
    """The comparison of names with the entries of an index, part by part and as they stand in a field.

    Parameters
    ----------
    built
        Where names are looked up; left out, it is built without heads of groups.
    """

    entries: Sequence[ListedParty]
    policy: MatchPolicy = field(default_factory=MatchPolicy)
    built: InitVar[Indices | None] = None
    indices: Indices = field(init=False)
    _prefilter: Prefilter = field(init=False)
    _comparison: FieldComparison = field(init=False)

    def __post_init__(self, built: Indices | None) -> None:
        """Take the indices."""
        self.indices = built if built is not None else index_of(self.entries)
        self.indices.take_words()
        self._prefilter = Prefilter(self.indices, self.policy.review)
        self._comparison = FieldComparison(self.entries, self.policy, self.indices)

    def number_of(self, entry: ListedParty) -> int:
        """Return the place of an entry."""
        return self._comparison.numbers.of(entry)

    def look_at_once(self, count: int) -> None:
        """Work out what so many parties are looked up by together, so that processes that are started share it."""
        self.indices.listed.cells.look_at_once()
        if self.entries:
            self.number_of(self.entries[0])
        if count >= _VERY_MANY:
            self.indices.names.look_at_once()

    def screen(self, asked: Query | str, *, least: float | None = None) -> Screening:
        """Compare a party with all entries.

        A listed name that stands whole in the field is never below review, whatever the policy (see `standing_names`).

        Parameters
        ----------
        least
            Score from which hits are told; by default where review begins. Below review they change no zone.
        """
        return next(self.screen_each((asked,), least=least))

    def screen_each(self, asked: Sequence[Query | str], *, least: float | None = None) -> Iterator[Screening]:
        """Compare parties with all entries, in order, as `screen` does; what they are like is looked up together."""
        queries = [Query(name=party) if isinstance(party, str) else party for party in asked]
        self.indices.names.forget()
        plain = [query.name for query in queries if not query.identifiers] if least is None else []
        unlisted, fields = self._prefilter.look_and_read(plain)
        in_full = [query.name for query in queries if query.identifiers or query.name not in unlisted]
        self._learn(in_full, fields, least)
        comparison = self._comparison
        for query in queries:
            name = unlisted.get(query.name) if not query.identifiers else None
            if name is None:
                yield comparison.compare(query, least)
            elif name.refused is not None:
                yield screening_of(query, name.refused, {})
            elif name.only_behind_place:
                yield comparison.compare_behind_place(query, name)
            elif name.may_be_listed:
                yield comparison.compare_unlisted(query, name)
            else:
                yield Screening(query=query.name, zone="none")

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
        yield from screen_batch(self, asked, workers=workers, least=least)

    def standing_in(self, text: str) -> tuple[Resemblance, ...]:
        """Return the listed names that stand whole in a text that is no cell of a party."""
        return self._comparison.standing_in(text)

    def _learn(self, names: Sequence[str], fields: Mapping[str, NameField], least: float | None) -> None:
        """Read the fields of many names that are compared in full, and look up at once what these are like.

        Parameters
        ----------
        fields
            Fields that were read, and of which the names were looked up.
        """
        comparison = self._comparison
        comparison.fields.clear()
        comparison.fields.update(fields)
        comparison.apart.clear()
        new = [name for name in map(unescaped, names) if name not in fields and len(name) <= _LONGEST_LEARNT]
        if len(new) < _WORTH_LEARNING:
            return
        read_anew = {name: read_field(name) for name in new}
        comparison.fields.update(read_anew)
        ways = (reading.name for read in read_anew.values() for reading in read.readings)
        self.indices.names.learn(map(take_apart, dict.fromkeys(ways)), comparison.threshold(least))
