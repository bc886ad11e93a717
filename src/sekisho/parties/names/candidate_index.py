"""The index of listed names: which names a query may be, found without looking at all of them, and why.

A score of s needs pairs that cover s / (2 - s) of the query (see `align.score`). So it is enough to look up the rarest
parts until what is left could not reach that cover alone; a query whose weightiest part is like nothing on the lists
ends there. Names as a whole are looked up beside that, by spelling within a few slips and by sound. Nothing that a full
scan would find at or above the threshold is lost; a test compares the two.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory
from sekisho.parties.names.alignment import AlignedParts, JoinedParts, Neighbours, align, least_cover, score
from sekisho.parties.names.business_words import PROPER
from sekisho.parties.names.edit_neighbours import WholeNames, distances
from sekisho.parties.names.part import NamePart, joined_parts, joined_text
from sekisho.parties.names.phonetics import skeleton
from sekisho.parties.names.places import Drawers, NumberRows, Places, TextRows
from sekisho.parties.names.score_bounds import (
    TELLING,
    Gain,
    NameBounds,
    Wanted,
    needed_gains,
    rows_of,
    script_of,
    telling_in,
)
from sekisho.parties.names.similarity import SAME_SOUND, likeness, slips_within, sound_likeness, spelling
from sekisho.parties.names.tokenisation import ParsedName, strict_of
from sekisho.parties.names.vocabulary import Vocabulary
from sekisho.parties.reason import Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

SAME_WHOLE: Final = 0.97
"""Names equal but for words such as *and*, or for where words end."""
SHORTEST_WHOLE_SOUND: Final = 6
"""Letters of a sound from which names that sound alike as a whole may be one. Set by hand; 5 and 7 judge no labelled
name otherwise (2026-11-28)."""
_NOT_STRICT: Final = 0.97
"""Most that names score that are not equal after folding."""
SHORTENED_SCORE: Final = 0.6
"""Score from which a name, every word of which stands in a listed one, may be that name written short. Set by hand;
0.5 and 0.7 judge no labelled name otherwise (2026-11-28)."""
_FEWEST_PARTS: Final = 2
"""Parts of the shortest name that may be a longer one written short: one word alone may be anybody's."""
_MANY_PARTS: Final = 3
"""Parts from which a name written short need not stand side by side in the longer one. A guess; with two, firms that
share two common words would be hits of each other."""
_SURELY: Final = 0.9
"""How alike parts must be where a name has more than two of them, which then need not stand side by side. Set by hand;
0.8 and 0.97 judge no labelled name otherwise (2026-11-28)."""
_RARE: Final = 12
"""Listed names with a proper name up to which it tells one firm or a few. Set by hand; 6 and 24 judge
no labelled name otherwise (2026-11-28)."""
_FEW: Final = 16
"""Listed names that are looked at one by one. A guess: to leave some out takes longer. Larger, long lists take longer;
nothing else differs."""
_FREQUENT: Final = 64
"""Listed names with a part from which they are kept as a set. A guess. Smaller, more memory; larger, more time."""
_KEPT: Final = 100_000
"""Parts of queries of which is remembered what they may add, as for `vocabulary`."""
_MANY_NAMES: Final = 96
"""Listed names from which numpy tells which of them may reach a score, in some 60 us. A guess. Smaller or larger, it
takes longer; nothing else differs."""
_MOST_FLAGS: Final = 16 * 2**20
"""Bytes of flags of names. A guess. Smaller, names of frequent parts are looked for one by one in long lists; larger,
each process takes more memory; nothing else differs."""
_TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""
PartKey = tuple[str, tuple[str, ...], float]
_LATIN, _KANA, _OTHER = 1, 2, 0
"""Letters of a name: Latin alone, kana alone, or others too."""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A listed name and how alike it is, 0 to 1; `by` is parts, whole, sound or equal; pairs, if by parts."""

    number: int
    score: float
    by: str
    pairs: tuple[AlignedParts, ...] = ()


@dataclass(slots=True)
class NameIndex:
    """Listed names, findable by what is like them.

    Parameters
    ----------
    names
        The listed names, taken apart; their place is their number. Only what finding needs of them is kept.
    """

    names: InitVar[Iterable[ParsedName]]
    given: list[str] = field(default_factory=list)
    vocabulary: Vocabulary = field(init=False)
    _rows: NumberRows = field(init=False)
    _both: dict[int, tuple[Neighbours, ...]] = field(default_factory=dict)
    _letters: bytearray = field(default_factory=bytearray)
    _scripts: bytearray = field(default_factory=bytearray)
    _telling: bytearray = field(default_factory=bytearray)
    _name_weights: array[float] = field(default_factory=lambda: array("d"))
    _postings: array[int] = field(init=False)
    _starts: array[int] = field(init=False)
    _bounds: NameBounds = field(init=False)
    _frequent: dict[int, frozenset[int]] = field(default_factory=dict)
    _gains: Memory[NamePart, Gain] = field(default_factory=lambda: Memory(_KEPT))
    _flagged: int = 0
    _at_once: bool = False
    _worth: dict[tuple[tuple[NamePart, ...], float], list[int]] = field(default_factory=dict)
    _strict: Drawers = field(default_factory=Drawers)
    _sounds: TextRows = field(init=False)
    _bones: Drawers = field(default_factory=Drawers)
    _sounding: NumberRows = field(init=False)
    _whole: dict[str, WholeNames] = field(default_factory=dict)

    def __post_init__(self, names: Iterable[ParsedName]) -> None:
        """Index the names by their parts, and as a whole."""
        numbers: dict[PartKey, int] = {}
        parts: list[NamePart] = []
        rows: list[tuple[int, ...]] = []
        sounds = Places()
        wholes: dict[str, Places] = {}
        for number, name in enumerate(names):
            self.given.append(name.given)
            self._letters.append(_letters_of(name))
            self._scripts.append(script_of(name.parts))
            self._telling.append(telling_in(name.parts))
            self._name_weights.append(name.weight)
            rows.append(tuple([_numbered(part, numbers, parts) for part in name.parts]))
            both = [(at, word) for at, word in enumerate(joined_parts(name.parts)) if word is not None]
            if both:
                self._both[number] = tuple([Neighbours(at, _numbered(word, numbers, parts)) for at, word in both])
            self._strict.note(name.strict, number)
            for whole in filter(None, (name.whole, name.unexpanded)):
                wholes.setdefault(_alphabet(whole), Places()).note(whole, number)
            for sound in name.sounds:
                if len(sound) >= SHORTEST_WHOLE_SOUND:
                    sounds.note(sound, number)
        self._rows = NumberRows(rows)
        self._strict.close()
        self._index_sounds(sounds)
        self._whole = {alphabet: WholeNames(noted) for alphabet, noted in wholes.items()}
        self.vocabulary = Vocabulary(parts)
        doubled = {two.number for row in self._both.values() for two in row}
        spans = [(2 if at in doubled else 1) if part.kind in TELLING else 0 for at, part in enumerate(parts)]
        weights = array("d", [part.weight for part in parts])
        of_names = self._name_weights, self._scripts, self._telling
        numbers_of = NumberRows(
            (*row, *(two.number for two in self._both.get(name, ()))) for name, row in enumerate(rows)
        )
        self._bounds = NameBounds(numbers_of, *of_names, weights, spans)
        self._index_parts(len(parts))

    def _index_sounds(self, sounds: Places) -> None:
        """Note the sounds of whole names by their skeletons, and in which names each occurs."""
        self._sounds = TextRows(sounds)
        self._sounding = NumberRows(numbers for _, numbers in sounds.pairs())
        for place, sound in enumerate(sounds):
            self._bones.note(skeleton(sound), place)
        self._bones.close()

    def _index_parts(self, count: int) -> None:
        """Note in which names each part occurs, all in one row."""
        names: list[array[int]] = [array("i") for _ in range(count)]
        for number in range(len(self._rows)):
            for part in set(self._bounds.numbers.row(number)):
                names[part].append(number)
        self._postings = array("i")
        for column in names:
            self._postings += column
        self._starts = array("I", accumulate(map(len, names), initial=0))

    def find(self, query: ParsedName, least: float) -> list[NameCandidate]:
        """Find all listed names that score at least so much, the best first."""
        found = {number: NameCandidate(number, 1.0, "equal") for number in self._equal(query)}
        for each in (*self._by_whole(query, least), *self._by_parts(query, least)):
            before = found.get(each.number)
            if each.score >= least - _TINY and (before is None or each.score > before.score):
                found[each.number] = each
        return sorted(found.values(), key=lambda each: (-each.score, each.number))

    def part_texts(self, number: int) -> list[str]:
        """Return the texts of the parts of a listed name, in their order."""
        return [self.vocabulary.parts[at].text for at in self._rows.row(number)]

    def _equal(self, query: ParsedName) -> list[int]:
        """Return the listed names that are the same as a query, strictly."""
        return [number for number in self._strict.of(query.strict) if strict_of(self.given[number]) == query.strict]

    def may_find(self, query: ParsedName, least: float) -> bool:
        """Tell whether `find` or `find_shortened` may find a listed name; if not, neither does.

        Names are looked up as there, and none is laid beside the query part by part.
        """
        return self._may_find_apart(query, least) or any(
            candidate.score >= least - _TINY
            for whole in filter(None, (query.whole, query.unexpanded))
            for candidate in self._by_letters(query, whole, least)
        )

    def may_find_each(self, queries: Sequence[ParsedName], least: float) -> list[bool]:
        """Tell of many names what `may_find` tells; what is alike is looked up for all at once."""
        self._at_once = True
        self._worth.clear()
        self.vocabulary.learn(part for query in queries for part in query.parts)
        spelt = self._spelt_alike(queries, least)
        return [at in spelt or self._may_find_apart(query, least) for at, query in enumerate(queries)]

    def _may_find_apart(self, query: ParsedName, least: float) -> bool:
        """Tell the same as `may_find`, without names that are spelt like the query as a whole."""
        if self._equal(query):
            return True
        parts = query.parts
        gains = [self._gain_of(part) for part in parts]
        worth = self._worth_comparing(parts, gains, least, self._joined(parts))
        if worth and self._at_once:
            self._worth[tuple(parts), least] = worth
        if worth:
            return True
        if _may_be_short(parts) and all(gain.like for gain in gains) and self._longer(len(parts), gains):
            return True
        return any(candidate.score >= least - _TINY for candidate in self._by_sound(query))

    def _spelt_alike(self, queries: Sequence[ParsedName], least: float) -> set[int]:
        """Return the places of the names for which `_by_letters` finds a listed name."""
        places: set[int] = set()
        rows: dict[str, list[tuple[int, str, int]]] = {alphabet: [] for alphabet in self._whole}
        for at, query in enumerate(queries):
            for whole in filter(None, (query.whole, query.unexpanded)):
                alphabet = _alphabet(whole)
                slips = slips_within(len(whole), alphabet, least)
                if alphabet not in rows:
                    continue
                if self._whole[alphabet].of(whole):
                    places.add(at)
                elif slips:
                    rows[alphabet].append((at, whole, slips))
        for alphabet, some in rows.items():
            texts, slips_of = [whole for _, whole, _ in some], [slips for _, _, slips in some]
            names = self._whole[alphabet]
            for row, near in names.spelt.measured_each(texts, slips_of):
                at, whole, _ = some[row]
                value = spelling(whole, names.spelt.texts[near], alphabet)
                if value >= least - _TINY and self._has_other_size(names.numbers.row(near), len(queries[at].parts)):
                    places.add(at)
        return places

    def _has_other_size(self, numbers: Iterable[int], size: int) -> bool:
        """Tell whether one of some listed names has more or fewer parts; others are compared by them.

        One slip in SRS makes another firm.
        """
        return any(self._size(number) != size for number in numbers)

    def _size(self, number: int) -> int:
        """Count the parts of a listed name."""
        return len(self._rows.row(number))

    def _by_whole(self, query: ParsedName, least: float) -> Iterator[NameCandidate]:
        for whole in filter(None, (query.whole, query.unexpanded)):
            yield from self._by_letters(query, whole, least)
        yield from self._by_sound(query)

    def _by_sound(self, query: ParsedName) -> Iterator[NameCandidate]:
        letters = _letters_of(query)
        for sound in query.sounds:
            bone = skeleton(sound)
            for place in self._bones.of(bone) if len(sound) >= SHORTEST_WHOLE_SOUND else ():
                other = self._sounds[place]
                value = sound_likeness(sound, other, same_script=False) if skeleton(other) == bone else 0.0
                for number in self._sounding.row(place) if value else ():
                    if _may_sound(letters, self._letters[number], same=value == SAME_SOUND):
                        yield NameCandidate(number, value, "sound")

    def _by_letters(self, query: ParsedName, whole: str, least: float) -> Iterator[NameCandidate]:
        alphabet = _alphabet(whole)
        names = self._whole.get(alphabet)
        if names is None:
            return
        for number in names.of(whole):
            yield NameCandidate(number, SAME_WHOLE, "whole")
        slips = slips_within(len(whole), alphabet, least)
        if slips:
            near = names.spelt.within(whole, slips)
            texts = names.spelt.texts.at(near)
            for place, text, slip in zip(near, texts, distances(whole, texts, slips), strict=True):
                value = spelling(whole, text, alphabet) if slip <= slips else 0.0
                for number in names.numbers.row(place) if value else ():
                    # Names of as many parts are compared part by part: one slip in SRS makes another firm.
                    if self._size(number) != len(query.parts):
                        yield NameCandidate(number, min(value, _NOT_STRICT), "whole")

    def _by_parts(self, query: ParsedName, least: float) -> Iterator[NameCandidate]:
        parts = query.parts
        gains, joined = [self._gain_of(part) for part in parts], self._joined(parts)
        like = [gain.like for gain in gains]
        worth = self._worth.get((tuple(parts), least))
        for number in self._worth_comparing(parts, gains, least, joined) if worth is None else worth:
            row = self._rows.row(number)
            pairs = align(parts, row, like, joined, self._both.get(number, ()))
            value = score(parts, [self.vocabulary.parts[at] for at in row], pairs)
            if value >= least - _TINY:
                yield NameCandidate(number, min(value, _NOT_STRICT), "parts", tuple(pairs))

    def _worth_comparing(
        self, parts: Sequence[NamePart], gains: Sequence[Gain], least: float, joined: Sequence[JoinedParts]
    ) -> list[int]:
        """Return the listed names that may reach a score by their parts, by what each part of a query may add."""
        weight = sum([part.weight for part in parts])
        need = least_cover(least) * weight - _TINY
        some = [gain for gain in gains if gain.like]
        for both in joined:
            weight_of_both = parts[both.at].weight + parts[both.at + 1].weight
            some.append(Gain(both.like, weight_of_both, 2, self._occurrences(both.like)))
        if sum([gain.weight for gain in some]) < need:
            return []
        wanted = Wanted(need=need, least=least, weight=weight, script=script_of(parts), telling=telling_in(parts))
        return self._worth_scoring(some, wanted)

    def _gain_of(self, part: NamePart) -> Gain:
        """Tell what a part of a query may add; remembered."""
        gain = self._gains.get(part)
        if gain is None:
            like = self.vocabulary.like(part)
            gain = Gain(like, part.weight, int(part.kind in TELLING), self._occurrences(like))
            self._gains.keep(part, gain)
            if len(self._gains) == 1:
                self._flagged = 0  # what was forgotten took its flags along
        return gain

    def find_shortened(self, query: ParsedName) -> list[NameCandidate]:
        """Find the listed names in which every part of a name stands, two of them at least, and one a proper name.

        A name written short has fewer words than the listed one, so that its score may lie below review. Where its
        proper name is that of a house with many listed firms, two words must stand side by side.
        """
        parts = query.parts
        if not _may_be_short(parts):
            return []
        gains = [self._gain_of(part) for part in parts]
        like = [gain.like for gain in gains]
        if not all(like):
            return []
        rare = min([gain.occurrences for part, gain in zip(parts, gains, strict=True) if part.kind in PROPER]) <= _RARE
        found = []
        for number in self._longer(len(parts), gains):
            row = self._rows.row(number)
            pairs = align(parts, row, like)
            value = score(parts, [self.vocabulary.parts[at] for at in row], pairs)
            apart = [pair.right for pair in sorted(pairs, key=lambda pair: pair.right)]
            side_by_side = bool(apart) and apart == list(range(apart[0], apart[0] + len(apart)))
            many = len(pairs) >= _MANY_PARTS and all(pair.alike >= _SURELY for pair in pairs)
            if not (rare or side_by_side or many):
                continue
            if len(pairs) == len(parts) and value >= SHORTENED_SCORE - _TINY:
                found.append(NameCandidate(number, min(value, _NOT_STRICT), "parts", tuple(pairs)))
        return sorted(found, key=lambda each: (-each.score, each.number))

    def _longer(self, size: int, gains: Sequence[Gain]) -> list[int]:
        """Return the listed names of more parts than a name in which something like each of its parts stands."""
        rarest, *others = sorted(gains, key=_rarity)
        if self._at_once and rarest.occurrences >= _MANY_NAMES:
            return self._longer_at_once(size, rarest, others)
        names = self._holding(rarest.like)
        for gain in others:
            names = self._among(names, gain)
        wanted, row_of = [gain.like.keys() for gain in others], self._rows.row
        # What was flagged may stand in a name as two neighbours written together, which do not count here.
        return [
            number
            for number in names
            if len(row := row_of(number)) > size and not any(alike.isdisjoint(row) for alike in wanted)
        ]

    def _longer_at_once(self, size: int, rarest: Gain, others: Sequence[Gain]) -> list[int]:
        """Return the same by numpy."""
        import numpy as np  # a single question does without

        starts, numbers = self._rows.columns()
        ends = np.frombuffer(starts, dtype=np.uint32)
        names = self._holding_at_once(rarest.like)
        names = names[ends[names + 1] - ends[names] > size]
        for gain in others:
            flagged = self._flagged_in(names, gain)
            names = names if flagged is None else names[flagged]
        for gain in others:
            if not len(names):
                return []
            parts, rows = rows_of(ends, np.frombuffer(numbers, dtype=np.intc), names)
            names = names[np.maximum.reduceat(self._bounds.alike_to(gain, parts), rows) > 0]
        return [*dict.fromkeys(names.tolist())]

    def _joined(self, parts: Sequence[NamePart]) -> list[JoinedParts]:
        """Find neighbours that a listed name writes as one word."""
        found = []
        for at in range(len(parts) - 1):
            like = self.vocabulary.spelt(joined_text(parts[at], parts[at + 1]))
            if like:
                found.append(JoinedParts(at, like))
        return found

    def _worth_scoring(self, gains: Sequence[Gain], wanted: Wanted) -> list[int]:
        """Return the names that may reach the score; only the rarest parts are looked up, the others only checked.

        A part that every name must have is looked up alone; else so many of the rarest that the others do not suffice.
        """
        by_rarity = sorted(gains, key=_rarity)
        needed, in_script = needed_gains(by_rarity, wanted)
        rarest: list[int] = [*needed[0].like] if needed else []
        rest = sum([gain.weight for gain in gains])
        for gain in () if needed else by_rarity:
            if rest < wanted.need:
                break
            rest -= gain.weight
            rarest += gain.like
        if self._at_once and self._occurrences(rarest) >= _MANY_NAMES:
            return self._worth_scoring_at_once(rarest, gains, needed, in_script, wanted)
        names = self._holding(rarest)
        if needed or in_script:
            names = self._narrowed(names, gains, needed, in_script, wanted)
        if not names:
            return []
        gains = sorted(gains, key=_lightness)
        return [name for name in names if self._bounds.reaches(name, gains, wanted)]

    def _worth_scoring_at_once(
        self,
        rarest: Sequence[int],
        gains: Sequence[Gain],
        needed: Sequence[Gain],
        in_script: Sequence[Gain],
        wanted: Wanted,
    ) -> list[int]:
        """Return the same of many names by numpy."""
        names = self._holding_at_once(rarest)
        for gain in needed[1:]:
            flagged = self._flagged_in(names, gain)
            names = names if flagged is None else names[flagged]
        for gain in in_script:
            flagged = self._flagged_in(names, gain)
            if flagged is not None:
                names = names[flagged | (self._bounds.as_columns().scripts[names] != wanted.script)]
        if len(names) >= _MANY_NAMES:
            return self._bounds.reaching(names, gains, wanted)
        gains = sorted(gains, key=_lightness)
        return [name for name in dict.fromkeys(names.tolist()) if self._bounds.reaches(name, gains, wanted)]

    def _flagged_in(self, names: Numbers, gain: Gain) -> Numbers | None:
        """Tell in which of some names something occurs of which a gain is made; None if they are not flagged."""
        import numpy as np  # a single question does without

        flags = gain.flags or self._flags_of(gain)
        if flags is None:
            return None
        flagged: Numbers = (np.frombuffer(flags, dtype=np.uint8)[names >> 3] >> (names & 7) & 1) != 0
        return flagged

    def _narrowed(
        self, names: set[int], gains: Sequence[Gain], needed: Sequence[Gain], in_script: Sequence[Gain], wanted: Wanted
    ) -> set[int]:
        """Leave out names that lack a part that every name must have, or every one in the script of the query."""
        for gain in needed[1:]:
            names = self._among(names, gain)
        scripts = self._scripts
        others = {name for name in names if scripts[name] != wanted.script}
        names = names - others
        for gain in in_script:
            names = self._among(names, gain)
        return names | (
            self._bounds.with_more(others, needed[0], gains, wanted) if needed and len(others) > _FEW else others
        )

    def _among(self, names: set[int], gain: Gain) -> set[int]:
        """Return those of some names in which something occurs of which a gain is made."""
        if not names:
            return names
        flags = gain.flags or self._flags_of(gain)
        if flags is not None:
            return {name for name in names if flags[name >> 3] >> (name & 7) & 1}
        like, numbers_of = gain.like.keys(), self._bounds.numbers.row
        return {name for name in names if not like.isdisjoint(numbers_of(name))}

    def _flags_of(self, gain: Gain) -> bytes | None:
        """Flag the names of a gain that is made of frequent parts, unless much memory went into such flags already."""
        size = (len(self._rows) >> 3) + 1
        if gain.occurrences <= _FREQUENT or self._flagged + size > _MOST_FLAGS:
            return None
        self._flagged += size
        if self._at_once:
            import numpy as np  # a single question does without

            marks = np.zeros(8 * size, dtype=bool)
            marks[self._holding_at_once(gain.like)] = True
            gain.flags = np.packbits(marks, bitorder="little").tobytes()
            return gain.flags
        flags = bytearray(size)
        for name in self._holding(gain.like):
            flags[name >> 3] |= 1 << (name & 7)
        gain.flags = bytes(flags)
        return gain.flags

    def _holding(self, parts: Iterable[int]) -> set[int]:
        """Return the names in which any of some parts occurs."""
        starts, postings = self._starts, self._postings
        return set().union(*[postings[starts[part] : starts[part + 1]] for part in parts])

    def _holding_at_once(self, parts: Iterable[int]) -> Numbers:
        """Return the same as an array of numpy, a name in which several occur several times."""
        import numpy as np  # a single question does without

        starts = self._starts
        postings = np.frombuffer(self._postings, dtype=np.intc)
        return np.concatenate([postings[starts[part] : starts[part + 1]] for part in parts])

    def _occurrences(self, like: Iterable[int]) -> int:
        starts = self._starts
        return sum([starts[number + 1] - starts[number] for number in like])


def _rarity(gain: Gain) -> int:
    return gain.occurrences


def _lightness(gain: Gain) -> float:
    return -gain.weight


def _may_be_short(parts: Sequence[NamePart]) -> bool:
    """Tell whether a name may be a longer one written short: it has two parts at least, and one is a proper name."""
    return len(parts) >= _FEWEST_PARTS and any(part.kind in PROPER for part in parts)


def _numbered(part: NamePart, numbers: dict[PartKey, int], parts: list[NamePart]) -> int:
    """Number a part; one of the same text, sounds and weight has the same number."""
    key = (part.text, part.sounds, part.weight)
    at = numbers.get(key)
    if at is None:
        at = numbers[key] = len(parts)
        parts.append(part)
    return at


def _alphabet(whole: str) -> str:
    return "latin" if whole.isascii() else "cjk"


def _letters_of(name: ParsedName) -> int:
    return _LATIN if name.is_latin else _KANA if name.is_kana else _OTHER


def _may_sound(one: int, other: int, *, same: bool) -> bool:
    """Tell whether sound tells anything of two names: not within Chinese characters, where other firms sound alike."""
    if one == other == _LATIN:
        return same
    return _LATIN in {one, other} or (one == _KANA) != (other == _KANA)


def reasons(asked: ParsedName, listed: ParsedName, found: NameCandidate) -> tuple[Reason, ...]:
    """Tell, part by part, why a name was found."""
    because = list(_by_part(asked, listed, found))
    if asked.forms != listed.forms and (asked.forms or listed.forms):
        because.append(Reason(kind="form", asked=" ".join(asked.forms), listed=" ".join(listed.forms)))
    return tuple(because)


def _by_part(asked: ParsedName, listed: ParsedName, found: NameCandidate) -> Iterator[Reason]:
    if found.by == "equal":
        yield Reason(kind="equal", asked=asked.strict, listed=listed.strict)
        return
    if found.by != "parts":
        yield Reason(kind="sound" if found.by == "sound" else "whole", asked=asked.whole, listed=listed.whole)
        return
    pairs = sorted(found.pairs, key=lambda pair: pair.left)
    for pair in pairs:
        left = " ".join(part.shown for part in asked.parts[pair.left : pair.left + pair.width])
        right = " ".join(part.shown for part in listed.parts[pair.right : pair.right + pair.right_width])
        alike = None
        if pair.width == pair.right_width == 1:
            alike = likeness(asked.parts[pair.left], listed.parts[pair.right])
        yield Reason(kind=alike.how if alike else "whole", asked=left, listed=right)
    taken = {at for pair in pairs for at in range(pair.left, pair.left + pair.width)}
    others = {at for pair in pairs for at in range(pair.right, pair.right + pair.right_width)}
    yield from (Reason(kind="only_asked", asked=part.shown) for at, part in enumerate(asked.parts) if at not in taken)
    yield from (
        Reason(kind="only_listed", listed=part.shown) for at, part in enumerate(listed.parts) if at not in others
    )
    order = [pair.right for pair in pairs]
    if order != sorted(order):
        yield Reason(kind="order", asked=asked.whole, listed=listed.whole)
