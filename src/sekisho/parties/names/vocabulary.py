"""The parts that occur in listed names, and for any part those that are like it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sekisho.parties.names.likeness import SHORTEST_SKELETON, group, likeness, most_slips
from sekisho.parties.names.nearby import Nearby, nearby
from sekisho.parties.names.part import Part
from sekisho.parties.names.sound import skeleton

_KEPT: Final = 500_000
"""Parts whose likeness is remembered."""
_SOUNDING: Final = ("latin", "kana", "han")
"""Alphabets whose words sound."""


@dataclass(slots=True)
class Vocabulary:
    """Distinct parts of listed names, by text, concept, spelling and sound.

    Parameters
    ----------
    parts
        The parts; their place is their number.

    A skeleton of a sound leads, for each alphabet, to the parts of other alphabets that have it.
    """

    parts: tuple[Part, ...]
    _numbers: dict[str, list[int]] = field(default_factory=dict)
    _concepts: dict[str, list[int]] = field(default_factory=dict)
    _sounds: dict[str, list[int]] = field(default_factory=dict)
    _bones: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    _spelt: dict[str, tuple[Nearby, list[int]]] = field(default_factory=dict)
    _long_bones: dict[str, Nearby] = field(default_factory=dict)
    _known: dict[Part, dict[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the parts."""
        spelt: dict[str, list[int]] = {}
        for number, part in enumerate(self.parts):
            self._numbers.setdefault(part.text, []).append(number)
            for concept in part.concepts:
                self._concepts.setdefault(concept, []).append(number)
            spelt.setdefault(group(part.alphabet), []).append(number)
            for sound in part.sounds:
                self._sounds.setdefault(sound, []).append(number)
                for alphabet in _SOUNDING:
                    if alphabet != part.alphabet:
                        self._bones.setdefault(alphabet, {}).setdefault(skeleton(sound), []).append(number)
        self._spelt = {name: (nearby(self.parts[one].text for one in found), found) for name, found in spelt.items()}
        for alphabet, bones in self._bones.items():
            self._long_bones[alphabet] = nearby(bone for bone in bones if len(bone) >= SHORTEST_SKELETON)

    def like(self, part: Part) -> dict[int, float]:
        """Return the numbers of the parts that are like a part, with how alike they are."""
        found = self._known.get(part)
        if found is None:
            found = self._like(part)
            if len(self._known) < _KEPT:
                self._known[part] = found
        return found

    def exactly(self, part: Part) -> dict[int, float]:
        """Return the numbers of the parts with the text of a part."""
        return dict.fromkeys(self._numbers.get(part.text, ()), 1.0)

    def _like(self, part: Part) -> dict[int, float]:
        found: dict[int, float] = {}
        numbers = self._possible(part)
        for concept in part.concepts:
            numbers.update(self._concepts.get(concept, ()))
        for number in numbers:
            alike = likeness(part, self.parts[number])
            if alike is not None:
                found[number] = alike.value
        return found | dict.fromkeys(self._numbers.get(part.text, ()), 1.0)

    def _possible(self, part: Part) -> set[int]:
        """Find all parts whose spelling or sound may be like that of a part."""
        numbers: set[int] = set()
        slips = most_slips(len(part.text), part.alphabet)
        table = self._spelt.get(group(part.alphabet))
        if table is not None and slips:
            numbers.update(map(table[1].__getitem__, table[0].within(part.text, slips)))
        for sound in part.sounds:
            numbers.update(self._sounds.get(sound, ()))
            bone = skeleton(sound)
            bones = self._bones.get(part.alphabet, {})
            numbers.update(bones.get(bone, ()))
            if bones and len(bone) >= SHORTEST_SKELETON:
                longer = self._long_bones[part.alphabet]
                for place in longer.within(bone, 1):
                    numbers.update(bones[longer.texts[place]])
        return numbers
