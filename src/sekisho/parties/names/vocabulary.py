"""The parts that occur in listed names, and for any part those that are like it.

What `likeness` would say of all parts is found without asking it of all: spellings and sounds that may be near are
picked by their letters and measured by a native library, and only those that remain are judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sekisho.parties.names.edit_neighbours import Nearby, distances, nearby
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.postings import Places
from sekisho.parties.names.similarity import group, likeness, most_slips
from sekisho.parties.names.sound_classes import Sounds

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
