"""The parts that occur in listed names, and for any part those that are like it.

What `likeness` would say of all parts is found without asking it of all: spellings and sounds that may be near are picked
by their letters and measured by a native library, and only those that remain are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from sekisho.parties.likeness import (
    LONG_SKELETON,
    SOUND_FLOOR,
    bare_sound,
    group,
    likeness,
    most_slips,
)
from sekisho.parties.nearby import Nearby, nearby
from sekisho.parties.parts import Part
from sekisho.parties.sound import skeleton

_KEPT: Final = 500_000
_SOUNDING: Final = ("latin", "kana", "han")
_TINY: Final = 1e-6


@dataclass(slots=True)
class Sounds:
    """Sounds of parts of some alphabets, by skeleton; each sound once."""

    _places: dict[str, int] = field(default_factory=dict)
    _numbers: list[list[int]] = field(default_factory=list)
    _bare: list[str] = field(default_factory=list)
    _of_bone: dict[str, list[int]] = field(default_factory=dict)
    _long: Nearby = field(default_factory=lambda: nearby(()))
    _texts: list[str] = field(default_factory=list)

    def add(self, sound: str, number: int) -> None:
        """Note a sound of a part."""
        place = self._places.get(sound)
        if place is None:
            place = self._places[sound] = len(self._texts)
            self._texts.append(sound)
            self._bare.append(bare_sound(sound))
            self._numbers.append([])
            self._of_bone.setdefault(skeleton(sound), []).append(place)
        self._numbers[place].append(number)

    def close(self) -> None:
        """Index what was noted."""
        self._long = nearby(bone for bone in self._of_bone if len(bone) >= LONG_SKELETON)

    def near(self, sound: str) -> Iterable[int]:
        """Yield the parts whose sound may be like a sound: of one skeleton, or of one that differs by one consonant."""
        if not self._texts:
            return
        bone = skeleton(sound)
        places = list(self._of_bone.get(bone, ()))
        least = [0.0] * len(places)
        if len(bone) >= LONG_SKELETON:
            bones = [self._long.texts[place] for place in self._long.within(bone, 1)]
            for other, slips in zip(bones, _distances(bone, bones, 1), strict=True):
                if slips == 1:
                    more = self._of_bone[other]
                    places += more
                    least += [1 / max(len(bone), len(other))] * len(more)
        for place in self._like_as_a_whole(sound, places, least):
            yield from self._numbers[place]

    def _like_as_a_whole(self, sound: str, places: Sequence[int], price: Sequence[float]) -> Iterable[int]:
        """Keep the sounds that are like another as a whole, given what their skeletons cost."""
        if not places:
            return ()
        raw = _alike(sound, [self._texts[place] for place in places])
        bare = _alike(bare_sound(sound), [self._bare[place] for place in places])
        least = 2 * (SOUND_FLOOR - _TINY) - 1
        return [
            place
            for place, one, other, cost in zip(places, raw, bare, price, strict=True)
            if one - cost >= least or other - cost >= least
        ]


def _distances(one: str, others: Sequence[str], most: int) -> list[int]:
    """Measure slips between a text and others; more than the most counts as one more than it."""
    if not others:
        return []
    found: list[int] = cdist([one], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0].tolist()
    return found


def _alike(one: str, others: Sequence[str]) -> list[float]:
    found: list[float] = cdist([one], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0].tolist()
    return found


@dataclass(slots=True)
class Vocabulary:
    """Distinct parts of listed names, by text, concept, spelling and sound.

    Parameters
    ----------
    parts
        The parts; their place is their number.
    """

    parts: tuple[Part, ...]
    _numbers: dict[str, list[int]] = field(default_factory=dict)
    _concepts: dict[str, list[int]] = field(default_factory=dict)
    _same_sound: dict[str, list[int]] = field(default_factory=dict)
    _sounds: dict[str, Sounds] = field(default_factory=dict)
    _spelt: dict[str, tuple[Nearby, list[int]]] = field(default_factory=dict)
    _known: dict[Part, dict[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the parts; a sound is looked up among parts of other alphabets."""
        spelt: dict[str, list[int]] = {}
        self._sounds = {alphabet: Sounds() for alphabet in _SOUNDING}
        for number, part in enumerate(self.parts):
            self._numbers.setdefault(part.text, []).append(number)
            for concept in part.concepts:
                self._concepts.setdefault(concept, []).append(number)
            spelt.setdefault(group(part.alphabet), []).append(number)
            for sound in part.sounds:
                if part.alphabet == "latin":
                    self._same_sound.setdefault(sound, []).append(number)
                for alphabet in _SOUNDING:
                    if alphabet != part.alphabet:
                        self._sounds[alphabet].add(sound, number)
        for sounds in self._sounds.values():
            sounds.close()
        self._spelt = {name: (nearby(self.parts[one].text for one in found), found) for name, found in spelt.items()}

    def like(self, part: Part) -> dict[int, float]:
        """Return the numbers of the parts that are like a part, with how alike they are."""
        found = self._known.get(part)
        if found is None:
            found = self._like(part)
            if len(self._known) < _KEPT:
                self._known[part] = found
        return found

    def spelt(self, text: str) -> dict[int, float]:
        """Return the numbers of the parts with a text."""
        return dict.fromkeys(self._numbers.get(text, ()), 1.0)

    def _like(self, part: Part) -> dict[int, float]:
        found: dict[int, float] = {}
        for number in self._possible(part):
            alike = likeness(part, self.parts[number])
            if alike is not None:
                found[number] = alike.value
        return found | self.spelt(part.text)

    def _possible(self, part: Part) -> set[int]:
        """Find all parts whose meaning, spelling or sound may be like that of a part."""
        numbers = {number for concept in part.concepts for number in self._concepts.get(concept, ())}
        slips = most_slips(len(part.text), part.alphabet)
        table = self._spelt.get(group(part.alphabet))
        if table is not None and slips:
            near = table[0].within(part.text, slips)
            distances = _distances(part.text, [table[0].texts[place] for place in near], slips)
            numbers.update(table[1][at] for at, distance in zip(near, distances, strict=True) if distance <= slips)
        sounds = self._sounds.get(part.alphabet)
        for sound in part.sounds:
            if part.alphabet == "latin":
                numbers.update(self._same_sound.get(sound, ()))
            if sounds is not None:
                numbers.update(sounds.near(sound))
        return numbers
