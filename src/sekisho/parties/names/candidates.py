"""The index of listed names: which names a query may be, found without looking at all of them.

A score of s needs pairs that cover s / (2 - s) of the query (see `align.score`). So it is enough to look up the
weightiest parts until what is left could not reach that cover alone; a query whose weightiest part is like nothing on
the lists ends there. Names as a whole are looked up beside that, by spelling within a few slips and by sound. Nothing
that a full scan would find at or above the threshold is lost; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.parties.names.align import Joined, Neighbours, align, least_cover, score
from sekisho.parties.names.likeness import SAME_SOUND, most_slips, sound_likeness, spelling
from sekisho.parties.names.nearby import Nearby, nearby
from sekisho.parties.names.part import Part, joined_part, joined_parts
from sekisho.parties.names.parts import Name
from sekisho.parties.names.sound import skeleton
from sekisho.parties.names.vocabulary import Vocabulary

SAME_WHOLE: Final = 0.97
"""Names equal but for words such as *and*, or for where words end."""
SHORTEST_WHOLE_SOUND: Final = 6
"""Letters of a sound from which names that sound alike as a whole may be one."""
_NOT_STRICT: Final = 0.97
"""Most that names score that are not equal after folding."""
_TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""


@dataclass(frozen=True, slots=True)
class Found:
    """A listed name and how alike it is, 0 to 1; `by` is parts, whole, sound or equal."""

    number: int
    score: float
    by: str


@dataclass(frozen=True, slots=True)
class _Gain:
    """What a part of a query may add: listed parts that it is like, its weight, and the most that theirs adds."""

    like: Mapping[int, float]
    weight: float
    other_weight: float


@dataclass(slots=True)
class NameIndex:
    """Listed names, findable by what is like them.

    Parameters
    ----------
    names
        The listed names, taken apart; their place is their number.
    """

    names: tuple[Name, ...]
    vocabulary: Vocabulary = field(init=False)
    _parts: list[tuple[int, ...]] = field(default_factory=list)
    _weights: NDArray[np.float64] = field(init=False)
    _both: dict[int, tuple[Neighbours, ...]] = field(default_factory=dict)
    _postings: list[NDArray[np.int32]] = field(default_factory=list)
    _strict: dict[str, list[int]] = field(default_factory=dict)
    _whole: dict[str, list[int]] = field(default_factory=dict)
    _sounds: dict[str, list[int]] = field(default_factory=dict)
    _bones: dict[str, list[str]] = field(default_factory=dict)
    _spelt: dict[str, Nearby] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the names by their parts, and as a whole."""
        self._index_parts()
        for number, name in enumerate(self.names):
            self._strict.setdefault(name.strict, []).append(number)
            self._whole.setdefault(name.whole, []).append(number)
            for sound in name.sounds:
                self._sounds.setdefault(sound, []).append(number)
        for sound in self._sounds:
            self._bones.setdefault(skeleton(sound), []).append(sound)
        self._weights = np.fromiter((name.weight for name in self.names), dtype=np.float64, count=len(self.names))
        groups: dict[str, list[str]] = {}
        for whole in self._whole:
            groups.setdefault(_alphabet(whole), []).append(whole)
        self._spelt = {name: nearby(wholes) for name, wholes in groups.items()}

    def _index_parts(self) -> None:
        """Number the parts, and note where each occurs."""
        numbers: dict[tuple[str, tuple[str, ...]], int] = {}
        parts: list[Part] = []
        postings: list[list[int]] = []

        def numbered(part: Part, name: int) -> int:
            key = (part.text, part.sounds)
            at = numbers.get(key)
            if at is None:
                at = numbers[key] = len(parts)
                parts.append(part)
                postings.append([])
            if not postings[at] or postings[at][-1] != name:
                postings[at].append(name)
            return at

        for number, name in enumerate(self.names):
            self._parts.append(tuple(numbered(part, number) for part in name.parts))
            both = tuple(
                Neighbours(at, numbered(joined, number)) for at, joined in enumerate(joined_parts(name.parts)) if joined
            )
            if both:
                self._both[number] = both
        self.vocabulary = Vocabulary(tuple(parts))
        self._postings = [np.array(row, dtype=np.int32) for row in postings]

    def find(self, query: Name, least: float) -> list[Found]:
        """Find all listed names that score at least so much, the best first."""
        found = {number: Found(number, 1.0, "equal") for number in self._strict.get(query.strict, ())}
        for each in (*self._by_whole(query), *self._by_parts(query, least)):
            known = found.get(each.number)
            if each.score >= least - _TINY and (known is None or each.score > known.score):
                found[each.number] = each
        return sorted(found.values(), key=lambda each: (-each.score, each.number))

    def _by_whole(self, query: Name) -> Iterable[Found]:
        for number in self._whole.get(query.whole, ()):
            yield Found(number, SAME_WHOLE, "whole")
        alphabet = _alphabet(query.whole)
        slips, table = most_slips(len(query.whole), alphabet), self._spelt.get(alphabet)
        if slips and table is not None:
            for place in table.within(query.whole, slips):
                value = spelling(query.whole, table.texts[place], alphabet)
                for number in self._whole[table.texts[place]] if value else ():
                    # Names of as many parts are compared part by part: one slip in SRS makes another firm.
                    if len(self.names[number].parts) != len(query.parts):
                        yield Found(number, min(value, _NOT_STRICT), "whole")
        for sound in query.sounds:
            if len(sound) < SHORTEST_WHOLE_SOUND:
                continue
            for other in self._bones.get(skeleton(sound), ()):
                value = sound_likeness(sound, other, same_script=False)
                for number in self._sounds[other] if value else ():
                    if _may_sound(query, self.names[number], same=value == SAME_SOUND):
                        yield Found(number, value, "sound")

    def _by_parts(self, query: Name, least: float) -> Iterable[Found]:
        parts = query.parts
        need = least_cover(least) * query.weight - _TINY
        like: list[dict[int, float]] = [{}] * len(parts)
        hope = query.weight
        joined = self._joined(parts)
        hopeful = {at for both in joined for at in (both.at, both.at + 1)}
        for at in sorted(range(len(parts)), key=lambda at: -parts[at].weight):
            like[at] = self.vocabulary.like(parts[at])
            if not like[at] and at not in hopeful:
                hope -= parts[at].weight
                if hope < need:
                    return
        for number in self._worth_scoring(parts, like, joined, need, least):
            row = self._parts[number]
            name = self.names[number]
            pairs = align(parts, row, like, joined, self._both.get(number, ()))
            value = score(parts, name.parts, pairs)
            if value >= least - _TINY:
                yield Found(number, min(value, _NOT_STRICT), "parts")

    def _joined(self, parts: Sequence[Part]) -> list[Joined]:
        """Find neighbours that a listed name writes as one word."""
        found = []
        for at in range(len(parts) - 1):
            both = joined_part(parts[at], parts[at + 1])
            if both is not None:
                like = self.vocabulary.exactly(both)
                if like:
                    found.append(Joined(at, like))
        return found

    def _gains(
        self, parts: Sequence[Part], like: Sequence[Mapping[int, float]], joined: Sequence[Joined]
    ) -> list[_Gain]:
        """Tell what each part that is like a listed one may add, the weightiest first."""
        found = [(like[at], part.weight) for at, part in enumerate(parts) if like[at]]
        found += [(both.like, parts[both.at].weight + parts[both.at + 1].weight) for both in joined]
        known = self.vocabulary.parts
        return [
            _Gain(alike, weight, max(known[number].weight * value for number, value in alike.items()))
            for alike, weight in sorted(found, key=lambda each: -each[1])
        ]

    def _worth_scoring(
        self,
        parts: Sequence[Part],
        like: Sequence[Mapping[int, float]],
        joined: Sequence[Joined],
        need: float,
        least: float,
    ) -> list[int]:
        """Return the names of which enough may be covered, given the most that each part can add."""
        gains = self._gains(parts, like, joined)
        rest = sum(gain.weight for gain in gains)
        other_rest = sum(gain.other_weight for gain in gains)
        columns: list[NDArray[np.int32]] = []
        values: list[float] = []
        others: list[float] = []
        sizes: list[int] = []
        for gain in gains:
            if rest < need:
                break
            rest -= gain.weight
            other_rest -= gain.other_weight
            for number, value in gain.like.items():
                columns.append(self._postings[number])
                sizes.append(len(self._postings[number]))
                values.append(value * gain.weight)
                others.append(value * self.vocabulary.parts[number].weight)
        if not columns:
            return []
        numbers, back = np.unique(np.concatenate(columns), return_inverse=True)
        cover = np.bincount(back, weights=np.repeat(values, sizes)) + rest
        other_cover = np.bincount(back, weights=np.repeat(others, sizes)) + other_rest
        total = sum(part.weight for part in parts)
        enough = (cover >= need) & (cover + other_cover >= least * (total + self._weights[numbers]) - _TINY)
        found: list[int] = numbers[enough].tolist()
        return found


def _alphabet(whole: str) -> str:
    return "latin" if whole.isascii() else "cjk"


def _may_sound(one: Name, other: Name, *, same: bool) -> bool:
    """Tell whether sound tells anything of two names: not within Chinese characters, where other firms sound alike."""
    if one.is_latin and other.is_latin:
        return same
    return one.is_latin or other.is_latin or one.is_kana != other.is_kana
