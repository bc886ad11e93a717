"""The parts that occur in listed names, and for any part those that are like it.

What `likeness` would say of all parts is found without asking it of all: spellings and sounds that may be near are
picked by their letters and measured by a native library, and only those that remain are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sekisho.parties.names.edit_neighbours import Nearby, distances, nearby, similarities
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.phonetics import skeleton
from sekisho.parties.names.similarity import LONG_SKELETON, SOUND_FLOOR, bare_sound, group, likeness, most_slips

_TINY: Final = 1e-6
"""What a likeness may lose by rounding."""

_KEPT: Final = 500_000
"""Parts whose likeness is remembered."""
_SOUNDING: Final = ("latin", "kana", "han")
"""Alphabets whose words sound."""


class Places(dict[str, int | list[int]]):
    """Text to the numbers under which it was noted: one number, or a list of them, because most texts occur once.

    >>> places = Places()
    >>> places.note("a", 3)
    >>> places.note("a", 5)
    >>> places.of("a"), places.of("b")
    ([3, 5], ())
    """

    __slots__ = ()

    def note(self, key: str, number: int) -> None:
        """Note a number under a key."""
        known = self.get(key)
        if known is None:
            self[key] = number
        elif isinstance(known, list):
            known.append(number)
        else:
            self[key] = [known, number]

    def of(self, key: str) -> list[int] | tuple[int, ...]:
        """Return the numbers noted under a key."""
        known = self.get(key)
        return () if known is None else known if isinstance(known, list) else (known,)

    def pairs(self) -> Iterator[tuple[str, list[int] | tuple[int, ...]]]:
        """Go through the keys with their numbers."""
        for key in self:
            yield key, self.of(key)


@dataclass(slots=True)
class Vocabulary:
    """Distinct parts of listed names, by text, concept, spelling and sound.

    Parameters
    ----------
    parts
        The parts; their place is their number.

    A sound is looked up among the parts of other alphabets; within Latin letters only the same sound counts.
    """

    parts: Sequence[NamePart]
    _numbers: Places = field(default_factory=Places)
    _concepts: Places = field(default_factory=Places)
    _same_sound: Places = field(default_factory=Places)
    _sounds: dict[str, Sounds] = field(default_factory=dict)
    _spelt: dict[str, tuple[Nearby, list[int]]] = field(default_factory=dict)
    _known: dict[NamePart, dict[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the parts."""
        spelt: dict[str, list[int]] = {}
        self._sounds = {alphabet: Sounds() for alphabet in _SOUNDING}
        for number, part in enumerate(self.parts):
            self._numbers.note(part.text, number)
            for concept in part.concepts:
                self._concepts.note(concept, number)
            spelt.setdefault(group(part.alphabet), []).append(number)
            for sound in part.sounds:
                if part.alphabet == "latin":
                    self._same_sound.note(sound, number)
                for alphabet in _SOUNDING:
                    if alphabet != part.alphabet:
                        self._sounds[alphabet].add(sound, number)
        for sounds in self._sounds.values():
            sounds.close()
        self._spelt = {name: (nearby(self.parts[one].text for one in found), found) for name, found in spelt.items()}

    def like(self, part: NamePart) -> dict[int, float]:
        """Return the numbers of the parts that are like a part, with how alike they are."""
        found = self._known.get(part)
        if found is None:
            found = self._like(part)
            if len(self._known) < _KEPT:
                self._known[part] = found
        return found

    def spelt(self, text: str) -> dict[int, float]:
        """Return the numbers of the parts with a text."""
        return dict.fromkeys(self._numbers.of(text), 1.0)

    def _like(self, part: NamePart) -> dict[int, float]:
        found: dict[int, float] = {}
        for number in self._possible(part):
            alike = likeness(part, self.parts[number])
            if alike is not None:
                found[number] = alike.value
        return found | self.spelt(part.text)

    def _possible(self, part: NamePart) -> set[int]:
        """Find all parts whose meaning, spelling or sound may be like that of a part."""
        numbers = {number for concept in part.concepts for number in self._concepts.of(concept)}
        slips = most_slips(len(part.text), part.alphabet)
        table = self._spelt.get(group(part.alphabet))
        if table is not None and slips:
            near = table[0].within(part.text, slips)
            measured = distances(part.text, [table[0].texts[place] for place in near], slips)
            numbers.update(table[1][at] for at, slip in zip(near, measured, strict=True) if slip <= slips)
        sounds = self._sounds.get(part.alphabet)
        for sound in part.sounds:
            if part.alphabet == "latin":
                numbers.update(self._same_sound.of(sound))
            if sounds is not None:
                numbers.update(sounds.near(sound))
        return numbers


@dataclass(slots=True)
class Sounds:
    """Sounds by skeleton, each once, with the numbers of the parts that sound so."""

    _texts: list[str] = field(default_factory=list)
    _bare: list[str] = field(default_factory=list)
    _numbers: Places = field(default_factory=Places)
    _of_bone: Places = field(default_factory=Places)
    _long: Nearby = field(default_factory=lambda: nearby(()))

    def add(self, sound: str, number: int) -> None:
        """Note the sound of a part."""
        if sound not in self._numbers:
            self._of_bone.note(skeleton(sound), len(self._texts))
            self._texts.append(sound)
            self._bare.append(bare_sound(sound))
        self._numbers.note(sound, number)

    def close(self) -> None:
        """Index what was noted."""
        self._long = nearby(bone for bone in self._of_bone if len(bone) >= LONG_SKELETON)

    def near(self, sound: str) -> Iterator[int]:
        """Yield the parts that may sound so: of one skeleton, or of one that differs by one consonant."""
        if not self._texts:
            return
        bone = skeleton(sound)
        places = list(self._of_bone.of(bone))
        price = [0.0] * len(places)
        if len(bone) >= LONG_SKELETON:
            bones = [self._long.texts[place] for place in self._long.within(bone, 1)]
            for other, slips in zip(bones, distances(bone, bones, 1), strict=True):
                if slips == 1:
                    more = self._of_bone.of(other)
                    places += more
                    price += [1 / max(len(bone), len(other))] * len(more)
        for place in self._like_as_a_whole(sound, places, price):
            yield from self._numbers.of(self._texts[place])

    def _like_as_a_whole(self, sound: str, places: Sequence[int], price: Sequence[float]) -> Iterable[int]:
        """Keep the sounds that are like another as a whole, given what their skeletons cost."""
        if not places:
            return ()
        raw = similarities(sound, [self._texts[place] for place in places])
        bare = similarities(bare_sound(sound), [self._bare[place] for place in places])
        least = 2 * (SOUND_FLOOR - _TINY) - 1
        return [
            place
            for place, one, other, cost in zip(places, raw, bare, price, strict=True)
            if max(one, other) - cost >= least
        ]
