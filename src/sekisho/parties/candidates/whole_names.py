"""Listed names as a whole: the same strictly, spelt alike within a few slips, or alike in sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import InitVar, field
from itertools import compress
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.candidates.candidate import NOT_STRICT, TINY, NameCandidate
from sekisho.parties.names.edit_neighbours import AskedTexts, Nearby, distances
from sekisho.parties.names.phonetics import skeleton, skeletons
from sekisho.parties.names.places import Drawers, NumberRows, Places, TextRows
from sekisho.parties.names.similarity import slips_within, sound_likeness, spelling
from sekisho.parties.names.tokenisation import ParsedName, take_apart
from sekisho.regex import regex

SAME_WHOLE: Final = 0.97
"""Names equal but for words such as *and*, or for where words end."""
SHORTEST_WHOLE_SOUND: Final = 6
"""Letters of a sound from which names that sound alike as a whole may be one. Set by hand; 5 and 7 judge no labelled
name otherwise (2026-11-28)."""
_LATIN, _KANA, _MIXED, _OTHER = 1, 2, 3, 0
"""Letters of a name: Latin alone, kana alone, kana beside others, or others without kana."""
_IN_KANA: Final = regex("[\u30a1-\u30fa]")
_KANA_LETTERS: Final = regex("[\u30a1-\u30fa\u30fc]")


@dataclass(slots=True)
class WrittenNames:
    """Listed names of one alphabet, each written as one word, with the numbers of those that are written so.

    Parameters
    ----------
    noted
        Each name as one word, with the numbers of the listed names; it is not kept.
    size_of
        Counts the parts of a listed name; it is not kept.
    texts
        The words.
    spelt
        The words, findable by what is spelt like them: by the number of parts of all names that are written so, and
        under 0 those of names of several numbers.
    numbers
        Of each word, by its place among them, the numbers of the listed names.
    """

    noted: InitVar[Places]
    size_of: InitVar[Callable[[int], int]]
    texts: TextRows = field(init=False)
    spelt: dict[int, Nearby] = field(init=False)
    numbers: NumberRows = field(init=False)
    _places: Drawers = field(default_factory=Drawers)

    def __post_init__(self, noted: Places, size_of: Callable[[int], int]) -> None:
        """Index the words."""
        self.texts = TextRows(noted)
        self.numbers = NumberRows(numbers for _, numbers in noted.pairs())
        by_size: dict[int, list[int]] = {}
        for place, (whole, numbers) in enumerate(noted.pairs()):
            self._places.note(whole, place)
            sizes = {size_of(number) for number in numbers}
            by_size.setdefault(sizes.pop() if len(sizes) == 1 else 0, []).append(place)
        self._places.close()
        self.spelt = {size: Nearby(self.texts, places) for size, places in by_size.items()}

    def of(self, whole: str) -> Sequence[int]:
        """Return the numbers of the names that are written so."""
        texts = self.texts
        place = next((place for place in self._places.of(whole) if texts[place] == whole), None)
        return () if place is None else self.numbers.row(place)

    def of_other_sizes(self, size: int) -> list[Nearby]:
        """Return the words, but for those of names of so many parts alone."""
        return [table for other, table in self.spelt.items() if other != size]

    def of_each(self, wholes: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
        """Go through the numbers that `of` returns of many names, beside what stands before each."""
        noted = self._places.hold([whole for _, whole in wholes])
        for (at, whole), may_be in zip(wholes, noted, strict=True):
            if may_be:
                yield from ((at, number) for number in self.of(whole))


@dataclass(slots=True)
class SoundingNames:
    """Listed names by how they sound as a whole.

    Parameters
    ----------
    noted
        Each sound with the numbers of the listed names; it is not kept.
    letters
        The letters of each listed name, as `letters_of` tells them.
    given
        The listed names as they were given.
    """

    noted: InitVar[Places]
    letters: bytearray
    given: TextRows
    _sounds: TextRows = field(init=False)
    _bones: Drawers = field(default_factory=Drawers)
    _bone_texts: TextRows = field(init=False)
    _of_bone: NumberRows = field(init=False)
    _numbers: NumberRows = field(init=False)
    _letters_of: bytearray = field(init=False)

    def __post_init__(self, noted: Places) -> None:
        """Note the sounds by their skeletons, and in which names each occurs."""
        self._sounds = TextRows(noted)
        self._numbers = NumberRows(numbers for _, numbers in noted.pairs())
        self._letters_of = bytearray(_set_of(self.letters[at] for at in numbers) for _, numbers in noted.pairs())
        bones = Places()
        for place, sound in enumerate(noted):
            bones.note(skeleton(sound), place)
        for at, bone in enumerate(bones):
            self._bones.note(bone, at)
        self._bones.close()
        self._bone_texts = TextRows(bones)
        self._of_bone = NumberRows(places for _, places in bones.pairs())

    def find(self, query: ParsedName) -> Iterator[NameCandidate]:
        """Go through the listed names that sound like a query."""
        for sound in query.sounds:
            if len(sound) >= SHORTEST_WHOLE_SOUND:
                yield from self._sounding(query, sound, skeleton(sound))

    def _sounding(self, query: ParsedName, sound: str, bone: str) -> Iterator[NameCandidate]:
        """Go through those that sound like one sound of a query, of such a skeleton."""
        letters = letters_of(query)
        others, same_too = _SOUNDING_WITH[letters]
        for place in self._of_skeleton(bone):
            if not self._letters_of[place] & same_too:
                continue
            other = self._sounds[place]
            same = other == sound
            if not same and not self._letters_of[place] & others:
                continue
            numbers = [
                number for number in self._numbers.row(place) if may_sound(letters, self.letters[number], same=same)
            ]
            value = sound_likeness(sound, other, same_script=False) if numbers else 0.0
            for number in numbers if value else ():
                in_kana = are_in_kana(letters, self.letters[number])
                if not in_kana or differ_in_kana(query.whole, take_apart(self.given[number]).whole):
                    yield NameCandidate(number, value, "sound")

    def find_each(self, queries: Sequence[ParsedName], least: float) -> list[list[NameCandidate]]:
        """Return of each query the listed names that `find` finds at such a score."""
        asked = [
            (at, sound)
            for at, query in enumerate(queries)
            for sound in query.sounds
            if len(sound) >= SHORTEST_WHOLE_SOUND
        ]
        candidates: list[list[NameCandidate]] = [[] for _ in queries]
        bones = skeletons(sound for _, sound in asked)
        for (at, sound), bone in compress(zip(asked, bones, strict=True), self._bones.hold(bones)):
            sounding = self._sounding(queries[at], sound, bone)
            candidates[at] += [candidate for candidate in sounding if candidate.score >= least - TINY]
        return candidates

    def _of_skeleton(self, bone: str) -> Sequence[int]:
        """Return the places of the sounds of a skeleton."""
        texts = self._bone_texts
        at = next((at for at in self._bones.of(bone) if texts[at] == bone), None)
        return () if at is None else self._of_bone.row(at)


@dataclass(slots=True)
class SpeltNames:
    """Listed names by how they are spelt as a whole.

    Parameters
    ----------
    noted
        By alphabet each name as one word, with the numbers of the listed names; it is not kept.
    size_of
        Counts the parts of a listed name: names of as many parts are compared part by part, since one slip in SRS
        makes another firm.
    """

    noted: InitVar[dict[str, Places]]
    size_of: InitVar[Callable[[int], int]]
    _by_alphabet: dict[str, WrittenNames] = field(init=False)

    def __post_init__(self, noted: dict[str, Places], size_of: Callable[[int], int]) -> None:
        """Index the words of each alphabet."""
        self._by_alphabet = {alphabet: WrittenNames(words, size_of) for alphabet, words in noted.items()}

    def find(self, query: ParsedName, least: float, size_of: Callable[[int], int]) -> Iterator[NameCandidate]:
        """Go through the listed names that are spelt like a query, so much at least."""
        for whole in ways_of(query):
            yield from self._of_way(query, whole, least, size_of)

    def _of_way(
        self, query: ParsedName, whole: str, least: float, size_of: Callable[[int], int]
    ) -> Iterator[NameCandidate]:
        alphabet = alphabet_of(whole)
        names = self._by_alphabet.get(alphabet)
        if names is None:
            return
        for number in names.of(whole):
            yield NameCandidate(number, SAME_WHOLE, "whole")
        slips = slips_within(len(whole), alphabet, least)
        if not slips:
            return
        near = [place for table in names.of_other_sizes(len(query.parts)) for place in table.within(whole, slips)]
        texts = names.texts.at(near)
        for place, text, slip in zip(near, texts, distances(whole, texts, slips), strict=True):
            value = spelling(whole, text, alphabet) if slip <= slips else 0.0
            for number in names.numbers.row(place) if value else ():
                if size_of(number) != len(query.parts):
                    yield NameCandidate(number, min(value, NOT_STRICT), "whole")

    def find_each(
        self, queries: Sequence[ParsedName], least: float, size_of: Callable[[int], int]
    ) -> list[list[NameCandidate]]:
        """Return of each query the listed names that `find` finds at such a score; all are measured together."""
        import numpy as np  # a single question does without

        candidates: list[list[NameCandidate]] = [[] for _ in queries]
        rows: dict[str, list[tuple[int, str, int]]] = {alphabet: [] for alphabet in self._by_alphabet}
        for at, query in enumerate(queries):
            for whole in ways_of(query):
                alphabet = alphabet_of(whole)
                if alphabet in rows:
                    rows[alphabet].append((at, whole, slips_within(len(whole), alphabet, least)))
        for alphabet, ways in rows.items():
            names, asked = self._by_alphabet[alphabet], AskedTexts([whole for _, whole, _ in ways])
            for at, number in names.of_each([(at, whole) for at, whole, _ in ways]):
                candidates[at].append(NameCandidate(number, SAME_WHOLE, "whole"))
            slips = np.fromiter((most for _, _, most in ways), dtype=np.intp, count=len(ways))
            sizes = np.fromiter((len(queries[at].parts) for at, _, _ in ways), dtype=np.intp, count=len(ways))
            for size, table in names.spelt.items():
                some = np.flatnonzero((slips > 0) & (sizes != size))
                for row, near, value in table.alike_each(asked, some, slips[some], alphabet, least - TINY):
                    at, _, _ = ways[row]
                    for number in names.numbers.row(near):
                        if size_of(number) != len(queries[at].parts):
                            candidates[at].append(NameCandidate(number, min(value, NOT_STRICT), "whole"))
        return candidates


def ways_of(name: ParsedName) -> Iterable[str]:
    """Return a name as one word, with short names in it written out and as they are."""
    return filter(None, (name.whole, name.unexpanded))


def alphabet_of(whole: str) -> str:
    """Name the alphabet of a name as one word, as spelling is compared."""
    return "latin" if whole.isascii() else "cjk"


def letters_of(name: ParsedName) -> int:
    """Number the letters of a name."""
    if name.is_latin or name.is_kana:
        return _LATIN if name.is_latin else _KANA
    return _MIXED if _IN_KANA.search(name.whole) else _OTHER


def _set_of(letters: Iterable[int]) -> int:
    """Write the letters of several names as one number, a bit for each kind."""
    kinds = 0
    for kind in letters:
        kinds |= 1 << kind
    return kinds


def may_sound(one: int, other: int, *, same: bool) -> bool:
    """Tell whether sound tells anything of two names: not within Chinese characters, where other firms sound alike.

    The same sound does where one has a word in kana that the other has in Chinese characters: ボウエイ大学校.
    """
    if one == other == _LATIN:
        return same
    if _LATIN in {one, other} or (one == _KANA) != (other == _KANA):
        return True
    return same and are_in_kana(one, other)


def are_in_kana(one: int, other: int) -> bool:
    """Tell whether one of two names has kana beside Chinese characters, and the other such characters too."""
    return _MIXED in {one, other} and {one, other} <= {_MIXED, _OTHER}


def differ_in_kana(one: str, other: str) -> bool:
    """Tell whether names that sound the same are one but for words in kana.

    What is not in kana in the one stands in the other too, in its order, beside the word itself: 護衛艦 is
    no 護衛艦いずも.

    >>> differ_in_kana("ボウエイ大学校", "防卫大学校"), differ_in_kana("护卫舰", "护卫舰イズモ")
    (True, False)
    """
    short, long = sorted((_KANA_LETTERS.sub("", whole) for whole in (one, other)), key=len)
    rest = iter(long)
    return short != long and all(letter in rest for letter in short)


_KINDS: Final = (_OTHER, _LATIN, _KANA, _MIXED)
_SOUNDING_WITH: Final = tuple(
    tuple(_set_of(other for other in _KINDS if may_sound(one, other, same=same)) for same in (False, True))
    for one in _KINDS
)
"""For the letters of a query: those of names of which another sound tells something, and of which the same does."""
