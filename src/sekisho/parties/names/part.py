"""One part of a name: how it is compared, how much it says of who the party is, and how it may sound."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.business_words import WEIGHTS, Kind, words
from sekisho.parties.names.folding import common_han, kana_key
from sekisho.parties.names.phonetics import small_kana, sound_of_kana, sounds_of_latin
from sekisho.parties.names.romanisation import chinese_sounds, is_kana, pieces
from sekisho.parties.names.spelt_letters import spelled_out
from sekisho.regex import regex

_CACHE: Final = 30_000
"""Parts that are remembered: names share them, so there are fewer than three a name. A guess, as for `folding`."""
_NO_TONGUE: Final = frozenset[str]()
"""One for all parts: a list has 150,000, and Python makes a set of 200 bytes for each."""
_LONGEST_JOINED: Final = 20
"""Letters of two proper names that are compared written together. A guess: longer ones are two names."""
_NUMBER: Final = regex(r"\d+|[ivx]{2,4}")
_SHORT_WEIGHTS: Final = {1: 0.4, 2: 0.8}
_ODD_CHARACTER: Final = 0.4
"""Weight of a single Chinese character that is left between words. Set by hand; 0.2 and 0.8 judge no labelled name
otherwise (2026-11-28)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamePart:
    """One part of a name.

    Parameters
    ----------
    text
        As it is compared: folded, Chinese characters in their common form.
    shown
        As it is written in the folded name.
    alphabet
        latin, han, kana or other.
    concepts
        Words of the trade that it may stand for.
    weight
        Share in the identity of a name, relative to a proper name.
    sounds
        How it may sound; for Chinese characters in Japanese, then in Chinese.
    tongues
        Languages of a word of the trade in kana or Chinese characters.
    """

    text: str
    shown: str
    alphabet: str
    concepts: tuple[str, ...]
    kind: Kind
    weight: float
    sounds: tuple[str, ...]
    tongues: frozenset[str]


@lru_cache(maxsize=_CACHE)
def other_part(text: str) -> NamePart:
    """Make the part of a word in an alphabet that nobody here reads, such as Hangul."""
    return _part(text, text, "other", (), ())


@lru_cache(maxsize=_CACHE)
def latin_part(text: str, concepts: tuple[str, ...]) -> NamePart:
    """Make the part of a Latin word, or of words that are one concept."""
    return _part(text, text, "latin", concepts, sounds_of_latin(text.replace(" ", "")))


def joined_text(one: NamePart, other: NamePart) -> str:
    """Write two neighbours of one alphabet as one word; empty if they cannot be one."""
    if one.alphabet != other.alphabet or one.alphabet not in {"latin", "kana"}:
        return ""
    return f"{one.text}{other.text}".replace(" ", "")


@lru_cache(maxsize=_CACHE)
def joined_part(one: NamePart, other: NamePart) -> NamePart | None:
    """Write two neighbours as one word, if both are of one alphabet; a listed name may have them so."""
    text = joined_text(one, other)
    if not text:
        return None
    return latin_part(text, words().latin.get(text, ())) if one.alphabet == "latin" else cjk_part(text, (), text)


def joined_parts(parts: Sequence[NamePart]) -> list[NamePart | None]:
    """Write each two neighbours that are proper names as one word; None where one of them is not."""
    return [
        joined_part(one, other)
        if one.kind == other.kind == "brand" and len(one.text) + len(other.text) <= _LONGEST_JOINED
        else None
        for one, other in pairwise(parts)
    ]


@lru_cache(maxsize=_CACHE)
def cjk_part(text: str, concepts: tuple[str, ...], reading: str, *, odd: bool = False) -> NamePart:
    """Make the part of kana or Chinese characters, with the reading that its name gives it.

    Parameters
    ----------
    odd
        Whether it is left over behind another part.
    """
    key = common_han(kana_key(text))
    if is_kana(text):
        spelled = spelled_out(text)
        small = small_kana(text)
        sounds = (sound_of_kana(text), *(sounds_of_latin(spelled) if spelled else ()))
        sounds = (*sounds, sound_of_kana(small)) if small else sounds
        if spelled:
            return _part(spelled, text, "latin", words().latin.get(spelled, concepts), sounds)
        return _part(key, text, "kana", concepts, sounds)
    if not reading:
        found = pieces(text)
        reading = "".join(piece.reading for piece in found) if all(piece.reading for piece in found) else ""
    sounds = tuple(filter(None, (sound_of_kana(reading) if reading else "", *chinese_sounds(text))))
    return _part(key, text, "han", concepts, sounds, odd=odd)


def _part(
    text: str, shown: str, alphabet: str, concepts: tuple[str, ...], sounds: tuple[str, ...], *, odd: bool = False
) -> NamePart:
    kind: Kind = words().kinds[concepts[0]] if concepts else "direction" if _NUMBER.fullmatch(text) else "brand"
    weight = WEIGHTS[kind]
    if kind == "brand" and alphabet == "latin":
        weight = _SHORT_WEIGHTS.get(len(text), weight)
    elif kind == "brand" and alphabet == "han" and len(text) == 1 and odd:
        weight = _ODD_CHARACTER
    return NamePart(
        text=text,
        shown=shown,
        alphabet=alphabet,
        concepts=concepts,
        kind=kind,
        weight=weight,
        sounds=tuple(dict.fromkeys(sounds)),
        tongues=words().tongues.get(text, _NO_TONGUE),
    )
