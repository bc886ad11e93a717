"""Sounds of the parts of some alphabets, and those that may be like a sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sekisho.parties.names.edit_neighbours import Nearby, distances, nearby, similarities
from sekisho.parties.names.phonetics import skeleton
from sekisho.parties.names.postings import Places
from sekisho.parties.names.similarity import LONG_SKELETON, SOUND_FLOOR, bare_sound

_TINY: Final = 1e-6
"""What a likeness may lose by rounding."""


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
