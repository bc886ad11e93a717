"""The parts that occur in listed names, and for any part those that are like it.

What `likeness` would say of all parts is found without asking it of all: those of one meaning are looked up, spellings
and sounds that may be near are picked by their letters and measured by a native library. A test holds the two against
each other.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sekisho.law.memo import Memory
from sekisho.parties.names.edit_neighbours import (
    AskedTexts,
    Nearby,
    OneSlip,
    distances,
    nearby,
    similar_each,
    similarities,
)
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.phonetics import skeleton, skeletons
from sekisho.parties.names.places import Drawers, NumberRows, Places, TextRows, spread
from sekisho.parties.names.similarity import (
    FLOOR,
    LONG_SKELETON,
    NEARLY_SOUND,
    SAME_SOUND,
    SHORT_FINE,
    SHORTEST_RESPELT,
    SHORTEST_SKELETON,
    SHORTEST_SOUND,
    SOUND_FLOOR,
    bare_sound,
    bare_sounds,
    group,
    is_kind,
    is_proper_han,
    likeness,
    most_slips,
    of_near_skeletons,
    of_one_skeleton,
    spelling,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

_KEPT: Final = 20_000
"""Parts whose likeness is remembered, 1.7 kB each against 150,000 names. A guess. Smaller, words that come again are
looked up again; larger, each process of a long book takes more memory."""
_MOST_BONES: Final = 20_000
"""Skeletons whose neighbours are remembered: sounds share them. A guess."""
_WORTH_BATCH: Final = 32
"""Parts from which their likeness is worked out for all at once. A guess: below it numpy takes longer; nothing else
differs."""
_HOPEFUL: Final = 2 * SOUND_FLOOR - 1 - 1e-9
"""How alike two sounds of different letters must be as a whole to count (see `similarity.of_one_skeleton`)."""
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
    _mean: bytearray = field(default_factory=bytearray)
    _kinds: bytearray = field(default_factory=bytearray)
    _proper_han: bytearray = field(default_factory=bytearray)
    _same_sound: Places = field(default_factory=Places)
    _sounds: dict[str, Sounds] = field(default_factory=dict)
    _spelt: dict[str, tuple[Nearby, array[int]]] = field(default_factory=dict)
    _known: Memory[NamePart, dict[int, float]] = field(default_factory=lambda: Memory(_KEPT))

    def __post_init__(self) -> None:
        """Index the parts."""
        spelt: dict[str, array[int]] = {}
        texts: dict[str, list[str]] = {}
        sounding = {alphabet: Places() for alphabet in _SOUNDING}
        for number, part in enumerate(self.parts):
            self._numbers.note(part.text, number)
            self._mean.append(bool(part.concepts))
            self._kinds.append(is_kind(part))
            self._proper_han.append(is_proper_han(part))
            for concept in part.concepts:
                self._concepts.note(concept, number)
            name = group(part.alphabet)
            spelt.setdefault(name, array("i")).append(number)
            texts.setdefault(name, []).append(part.text)
            for sound in part.sounds:
                is_long = len(part.text) >= SHORTEST_RESPELT and len(sound) >= SHORTEST_SOUND
                if part.alphabet == "latin" and is_long:
                    self._same_sound.note(sound, number)
                for alphabet in _SOUNDING:
                    if alphabet != part.alphabet:
                        sounding[alphabet].note(sound, number)
        self._sounds = {alphabet: Sounds(noted) for alphabet, noted in sounding.items()}
        self._spelt = {name: (nearby(texts[name]), numbers) for name, numbers in spelt.items()}

    def like(self, part: NamePart) -> dict[int, float]:
        """Return the numbers of the parts that are like a part, with how alike they are."""
        found = self._known.get(part)
        if found is None:
            found = self._known.keep(part, self._like(part, self._spelt_alike(part), self._sounding_alike(part)))
        return found

    def learn(self, parts: Iterable[NamePart]) -> None:
        """Work out for many parts at once what is like them, so that `like` remembers it."""
        asked = dict.fromkeys(parts)
        new = [part for part in asked if part not in self._known]
        if not _WORTH_BATCH <= len(new) <= _KEPT:
            return
        if len(new) > _KEPT - len(self._known):
            self._known.clear()
            new = list(asked)
        spelt = self._spelt_alike_each(new)
        sounding = {
            alphabet: sounds.near_each({sound for part in new if part.alphabet == alphabet for sound in part.sounds})
            for alphabet, sounds in self._sounds.items()
        }
        for part, spellings in zip(new, spelt, strict=True):
            near = sounding.get(part.alphabet, {})
            others = chain.from_iterable([near.get(sound, ()) for sound in part.sounds])
            self._known[part] = self._like(part, spellings, chain(self._respelt(part), others))

    def look_at_once(self) -> None:
        """Work out what very many parts are looked up by."""
        for table, _ in self._spelt.values():
            table.look_at_once()

    def spelt(self, text: str) -> dict[int, float]:
        """Return the numbers of the parts with a text."""
        return dict.fromkeys(self._numbers.of(text), 1.0) if text in self._numbers else {}

    def _like(
        self, part: NamePart, spelt: Iterable[tuple[int, float]], sounding: Iterable[tuple[int, float]]
    ) -> dict[int, float]:
        values = dict(spelt)
        # As `similarity.may_sound` has it; hardly any part of a name is told apart from others so.
        others = self._kinds if is_proper_han(part) else self._proper_han if is_kind(part) else b""
        for number, value in sounding:
            if value > values.get(number, 0.0) and not (others and others[number]):
                values[number] = value
        if part.concepts:
            # What means something is like what sounds so only where that means nothing.
            values = {number: value for number, value in values.items() if not self._mean[number]}
            for number in {number for concept in part.concepts for number in self._concepts.of(concept)}:
                alike = likeness(part, self.parts[number])
                if alike is not None:
                    values[number] = alike.value
        return values | self.spelt(part.text)

    def _spelt_alike(self, part: NamePart) -> Iterator[tuple[int, float]]:
        """Go through the parts that are spelt like a part, with how alike they are."""
        slips = most_slips(len(part.text), part.alphabet)
        table = self._spelt.get(group(part.alphabet))
        if table is None or not slips:
            return
        near = table[0].within(part.text, slips)
        others = table[0].texts.at(near)
        for at, other, slip in zip(near, others, distances(part.text, others, slips), strict=True):
            value = spelling(part.text, other, part.alphabet) if slip <= slips else 0.0
            if value >= FLOOR:
                yield table[1][at], value

    def _spelt_alike_each(self, parts: Sequence[NamePart]) -> list[list[tuple[int, float]]]:
        """Return what `_spelt_alike` goes through, of many parts."""
        import numpy as np  # a single question does without

        alike: list[list[tuple[int, float]]] = [[] for _ in parts]
        for name, (table, numbers) in self._spelt.items():
            some = [at for at, part in enumerate(parts) if group(part.alphabet) == name]
            asked = AskedTexts([parts[at].text for at in some])
            slips = np.array([most_slips(length, name) for length in asked.lengths.tolist()], dtype=np.intp)
            rows = np.flatnonzero(slips)
            for row, place, value in table.alike_each(asked, rows, slips[rows], name, FLOOR):
                alike[some[row]].append((numbers[place], value))
        return alike

    def _sounding_alike(self, part: NamePart) -> Iterator[tuple[int, float]]:
        """Go through the parts that sound like a part, with how alike they sound; a part may come more than once."""
        yield from self._respelt(part)
        sounds = self._sounds.get(part.alphabet)
        if sounds is not None:
            for sound in part.sounds:
                yield from sounds.near(sound)

    def _respelt(self, part: NamePart) -> Iterator[tuple[int, float]]:
        """Go through the parts in Latin letters that sound the same as a part in such letters."""
        if part.alphabet == "latin" and len(part.text) >= SHORTEST_RESPELT:
            for sound in part.sounds:
                for number in self._same_sound.of(sound):
                    yield number, NEARLY_SOUND


class _Bone(NamedTuple):
    """A skeleton of consonants by its number, how many letters it has, and whether it is that of the sound itself."""

    number: int
    length: int
    is_own: bool


@dataclass(slots=True)
class Sounds:
    """Sounds by skeleton, each once, with the numbers of the parts that sound so.

    Parameters
    ----------
    noted
        Each sound with the numbers of its parts; it is not kept.
    """

    noted: InitVar[Places]
    _texts: TextRows = field(init=False)
    _bare: TextRows = field(init=False)
    _numbers: NumberRows = field(init=False)
    _bones: TextRows = field(init=False)
    _of_bone: Drawers = field(default_factory=Drawers)
    _places: NumberRows = field(init=False)
    _long: TextRows = field(init=False)
    _long_numbers: array[int] = field(init=False)
    _near: OneSlip = field(init=False)
    _around: Memory[str, list[_Bone]] = field(default_factory=lambda: Memory(_MOST_BONES))

    def __post_init__(self, noted: Places) -> None:
        """Index the sounds; those too short to tell anything have no skeleton."""
        self._texts, self._bare = TextRows(noted), TextRows(map(bare_sound, noted))
        self._numbers = NumberRows(numbers for _, numbers in noted.pairs())
        bones = Places()
        for place, sound in enumerate(noted):
            if len(sound) >= SHORTEST_SOUND:
                bones.note(skeleton(sound), place)
        for number, bone in enumerate(bones):
            self._of_bone.note(bone, number)
        self._of_bone.close()
        self._bones, self._places = TextRows(bones), NumberRows(places for _, places in bones.pairs())
        long = [(bone, number) for number, bone in enumerate(bones) if len(bone) >= LONG_SKELETON]
        self._long_numbers = array("i", [number for _, number in long])
        texts = tuple([bone for bone, _ in long])
        self._long, self._near = TextRows(texts), OneSlip(texts)

    def near(self, sound: str) -> Iterator[tuple[int, float]]:
        """Go through the parts that sound so, of one skeleton or of one that differs by one consonant, and how much."""
        if len(sound) < SHORTEST_SOUND:
            return
        for bone in self._around_of(skeleton(sound)):
            yield from self._as_alike(sound, self._places.row(bone.number))

    def near_each(self, sounds: Iterable[str]) -> Mapping[str, Sequence[tuple[int, float]]]:
        """Return what `near` goes through, of many sounds; those that nothing sounds like may be left out."""
        import numpy as np  # a single question does without

        from sekisho.parties.names.stretch_checks import spread_places

        asked = [sound for sound in sounds if len(sound) >= SHORTEST_SOUND]
        bones = skeletons(asked)
        self._learn_around(bones)
        groups = [
            (at, max(len(bone), other.length), len(bone) if other.is_own else 0, other.number)
            for at, bone in enumerate(bones)
            for other in self._around_of(bone)
        ]  # a sound, letters of the longer skeleton, of its own, and which skeleton it is near
        if not groups:
            return {}
        columns = np.array(groups, dtype=np.intp)
        starts, numbers = (np.frombuffer(column, dtype=np.int32) for column in self._places.columns())
        low = starts[columns[:, 3]]
        at_number, of_group = spread_places(low, starts[columns[:, 3] + 1] - low)
        ones, longest, own = columns[of_group, :3].T
        places = numbers[at_number]
        fine, same = self._fine_each(asked, ones, places)
        one_bone = (own >= SHORTEST_SKELETON) | ((own > 0) & (fine >= SHORT_FINE))
        values = np.where(own > 0, (1 + fine) / 2, (1 - 1 / longest + fine) / 2)
        values = np.minimum(NEARLY_SOUND, np.where((own > 0) & ~one_bone, 0.0, values))
        values[same] = SAME_SOUND
        near_enough = (fine >= _HOPEFUL) & (values >= SOUND_FLOOR)
        alike: dict[str, list[tuple[int, float]]] = {}
        pairs = zip(ones[near_enough].tolist(), places[near_enough].tolist(), values[near_enough].tolist(), strict=True)
        for at, place, value in pairs:
            alike.setdefault(asked[at], []).extend([(number, value) for number in self._numbers.row(place)])
        return alike

    def _fine_each(self, asked: Sequence[str], ones: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """Tell how alike pairs of a sound and a place are as a whole, the better of two ways, and which are the same.

        Most sounds have no vowel that Japanese adds, and are the same without it.
        """
        import numpy as np  # a single question does without

        distinct, back = np.unique(places, return_inverse=True)
        texts, bare = self._texts.at(distinct.tolist()), self._bare.at(distinct.tolist())
        plain = bare_sounds(asked)
        others = spread(texts, back)
        fine = similar_each(spread(asked, ones), others, _HOPEFUL)
        shorter = np.array([full != less for full, less in zip(asked, plain, strict=True)], dtype=bool)[ones]
        shorter |= np.array([full != less for full, less in zip(texts, bare, strict=True)], dtype=bool)[back]
        as_bare = similar_each(spread(plain, ones[shorter]), spread(bare, back[shorter]), _HOPEFUL)
        fine[shorter] = np.maximum(fine[shorter], as_bare)
        numbers = {text: at for at, text in enumerate(texts)}
        same = np.array([numbers.get(sound, -1) for sound in asked], dtype=np.intp)[ones] == back
        return fine, same

    def _around_of(self, bone: str) -> list[_Bone]:
        """Return what `_bones_around` finds; remembered."""
        around = self._around.get(bone)
        if around is None:
            around = self._around.keep(bone, self._bones_around(bone))
        return around

    def _learn_around(self, bones: Iterable[str]) -> None:
        """Find what is around many skeletons at once, so that `_around_of` remembers it."""
        new = [bone for bone in dict.fromkeys(bones) if bone not in self._around]
        if not _WORTH_BATCH <= len(new) <= self._around.most:
            return
        if len(new) > self._around.most - len(self._around):
            self._around.clear()
        near = self._near.within_each([bone if len(bone) >= LONG_SKELETON else "" for bone in new])
        for bone, is_own, others in zip(new, self._of_bone.hold(new), near, strict=True):
            around = self._own_bone(bone) if is_own else []
            self._around[bone] = around + self._other_bones(bone, others) if others else around

    def _bones_around(self, bone: str) -> list[_Bone]:
        """Return a skeleton and those that differ by one consonant, as far as some sound has them."""
        near = self._near.within(bone) if len(bone) >= LONG_SKELETON else ()
        return self._own_bone(bone) + self._other_bones(bone, near)

    def _own_bone(self, bone: str) -> list[_Bone]:
        bones = self._bones
        return [_Bone(at, len(bone), is_own=True) for at in self._of_bone.of(bone) if bones[at] == bone]

    def _other_bones(self, bone: str, near: Iterable[int]) -> list[_Bone]:
        """Return those of some skeletons, by their places, that differ by one consonant."""
        places = list(near)
        others = self._long.at(places)
        return [
            _Bone(self._long_numbers[at], len(other), is_own=False)
            for at, other, slips in zip(places, others, distances(bone, others, 1), strict=True)
            if slips == 1
        ]

    def _as_alike(self, sound: str, places: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Go through the parts of a skeleton that sound like a sound of its own or of another skeleton."""
        texts, plain = self._texts.at(places), bare_sound(sound)
        raw = similarities(sound, texts)
        others = self._bare.at(places)
        # Most sounds have no vowel that Japanese adds, and are the same without it.
        bare = raw if plain == sound and others == texts else similarities(plain, others)
        for place, text, one, without in zip(places, texts, raw, bare, strict=True):
            value = _alike(sound, text, max(one, without))
            if value >= SOUND_FLOOR:
                for number in self._numbers.row(place):
                    yield number, value


def _alike(sound: str, other: str, fine: float) -> float:
    """Tell how alike two sounds are whose skeletons are the same or differ by one consonant."""
    if sound == other:
        return SAME_SOUND
    bone, other_bone = skeleton(sound), skeleton(other)
    return of_one_skeleton(bone, fine) if bone == other_bone else of_near_skeletons(bone, other_bone, fine)
