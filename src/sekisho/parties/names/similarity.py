"""How alike two parts of names are: the same, a translation, a slip of the pen, or the same sound in another script.

Everything that says two parts are alike is here; the vocabulary only finds what this module would find.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from rapidfuzz.distance import OSA

from sekisho.dataclass import dataclass
from sekisho.parties.names.business_words import Kind
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.phonetics import skeleton
from sekisho.regex import regex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

How = Literal["same", "translation", "synonym", "short", "spelling", "sound"]

FLOOR: Final = 0.7
"""Parts less alike than this are taken as different. Set by hand. On the labelled names 0.6 judges nothing otherwise;
0.8 loses 4 of them, in kana and in letters that look alike (2026-11-28)."""
SOUND_FLOOR: Final = 0.8
"""The same for sounds, of which more are alike by chance. Set by hand; 0.7 and 0.9 judge no labelled name otherwise
(2026-11-28)."""
TRANSLATED: Final = 0.97
"""A word and its translation in the tables: nearly the same word. Set by hand: 0.9 misses 2 listed parties under other
names, 1 puts 2 strangers to review (2026-11-28)."""
SYNONYM: Final = 0.85
"""Another word of the same language for the same thing. Set by hand: with 0.75 abbreviations and former names of 7
labelled pairs are missed; 0.95 judges nothing otherwise (2026-11-28)."""
_STEM: Final = 4
"""Letters at the beginning that forms such as engine and engines share."""
SHORTENED: Final = 0.92
"""電気 for 電気工業. Set by hand; 0.8 and 0.97 judge no labelled name otherwise (2026-11-28)."""
SAME_SOUND: Final = 0.95
"""Words of two scripts that sound the same; others sound so by chance, hence less than a translation. Set by hand:
0.99 judges no labelled name otherwise, 0.85 one better (2026-11-28)."""
NEARLY_SOUND: Final = 0.93
"""Most that parts score that sound nearly the same, or the same within one script. Set by hand: 0.97 judges no
labelled name otherwise, 0.85 one better (2026-11-28)."""
PER_SLIP: Final = {"latin": 1.2, "cjk": 1.7}
"""Price of one slip, in letters of the word; a Chinese character says more than a letter."""
SHORTEST_SOUND: Final = 3
"""Letters of a sound from which it tells anything. Set by hand; 2 and 4 judge no labelled name otherwise
(2026-11-28)."""
SHORTEST_SKELETON: Final = 4
"""Consonants from which the vowels between them may differ freely. Set by hand: with 3, lookalikes pass in 2 labelled
pairs and for a stranger; 5 judges nothing otherwise (2026-11-28)."""
LONG_SKELETON: Final = 5
"""Consonants from which one of them may differ. Set by hand; 4 and 6 judge no labelled name otherwise (2026-11-28)."""
SHORT_FINE: Final = 0.81
"""How alike two sounds of few consonants must be as a whole, 0 to 1. Set by hand: with 0.75, lookalikes pass in 2
labelled pairs and for a stranger; 0.9 judges nothing otherwise (2026-11-28)."""
_ADDED: Final = regex(r"u(?<=[a-z]u)|o(?<=[td]o)")
"""Vowels that Japanese adds to foreign words: クイック for quick."""
SHORTEST_RESPELT: Final = 6
"""Letters of a Latin word from which another spelling of its sound counts: Otsuka and Ohtsuka, not Tosoh and Tosho."""
_ONE_SLIP: Final = {"latin": 4, "cjk": 5}
_TWO_SLIPS: Final = {"latin": 8, "cjk": 9}
"""Letters of a word from which it may hold one slip, and two."""


_BODIES: Final[frozenset[Kind]] = frozenset({"body", "unit"})
"""Kinds of words that say what sort of body or place it is."""
_TINY: Final = 1e-9
"""What a share may lose by rounding."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two parts are, 0 to 1, and in which way."""

    value: float
    how: How


def group(alphabet: str) -> str:
    """Alphabets within which spelling is compared: kana and Chinese characters are one."""
    return "cjk" if alphabet in {"han", "kana"} else alphabet


def most_slips(length: int, alphabet: str) -> int:
    """Tell how many slips a word of a length may hold: letters left out, put in, exchanged or swapped."""
    kind = "cjk" if group(alphabet) == "cjk" else "latin"
    return 0 if length < _ONE_SLIP[kind] else 1 if length < _TWO_SLIPS[kind] else 2


def slips_within(length: int, alphabet: str, least: float) -> int:
    """Tell how many slips a word of a length may hold and yet be so much like another, 0 to 1.

    >>> most_slips(7, "cjk"), slips_within(7, "cjk", 0.8), slips_within(7, "latin", 0.8)
    (1, 0, 1)
    """
    price = PER_SLIP["cjk" if group(alphabet) == "cjk" else "latin"]
    slips = most_slips(length, alphabet)
    while slips and 1 - price * slips / (length + slips) < least - _TINY:
        slips -= 1
    return slips


def likeness(one: NamePart, other: NamePart) -> Likeness | None:
    """Tell how alike two parts are; None if they are different.

    The same whichever is named first.
    """
    if one.text == other.text:
        return Likeness(1.0, "same")
    shared = bool(one.concepts) and not set(one.concepts).isdisjoint(other.concepts)
    if shared:
        return _in_meaning(one, other)
    if one.concepts and other.concepts:
        return None
    found = max(
        (each for each in (_by_spelling(one, other), _by_sound(one, other)) if each is not None),
        key=lambda each: each.value,
        default=None,
    )
    return found if found is not None and found.value >= FLOOR else None


def _in_meaning(one: NamePart, other: NamePart) -> Likeness | None:
    """Judge two forms of one concept: in two scripts a translation; in one language two words for it differ.

    Japanese and Chinese forms of it are a translation too, though both are Chinese characters.
    """
    if one.alphabet != other.alphabet:
        return Likeness(TRANSLATED, "translation")
    if one.alphabet == "latin":
        begins = one.text[:_STEM] == other.text[:_STEM]
        return Likeness(TRANSLATED if begins else SYNONYM, "synonym")
    if one.alphabet == "han" and one.tongues.isdisjoint(other.tongues):
        return Likeness(TRANSLATED, "translation")
    if one.alphabet == "kana" and one.sounds == other.sounds:
        return Likeness(TRANSLATED, "sound")
    short, long = sorted((one.text, other.text), key=len)
    return Likeness(SHORTENED, "short") if long.startswith(short) else None


def _by_spelling(one: NamePart, other: NamePart) -> Likeness | None:
    if group(one.alphabet) != group(other.alphabet):
        return None
    value = spelling(one.text, other.text, one.alphabet)
    return Likeness(value, "spelling") if value else None


def spelling(one: str, other: str, alphabet: str) -> float:
    """Tell how alike two words of one alphabet are spelt, 0 to 1; 0 if there are more slips than a word may hold."""
    allowed = most_slips(min(len(one), len(other)), alphabet)
    if abs(len(one) - len(other)) > allowed:
        return 0.0
    return spelling_of(OSA.distance(one, other, score_cutoff=allowed), len(one), len(other), alphabet)


def spelling_of(slips: int, one: int, other: int, alphabet: str) -> float:
    """Tell the same of two words of so many letters with so many slips between them."""
    price = PER_SLIP["cjk" if group(alphabet) == "cjk" else "latin"]
    return 1 - price * slips / max(one, other) if slips <= most_slips(min(one, other), alphabet) else 0.0


def spellings_of(slips: Numbers, ones: Numbers, others: Numbers, alphabet: str) -> Numbers:
    """Tell what `spelling_of` tells of many pairs of words, by arrays of numpy."""
    import numpy as np  # a single question does without

    kind = "cjk" if group(alphabet) == "cjk" else "latin"
    short = np.minimum(ones, others)
    allowed = (short >= _ONE_SLIP[kind]).astype(np.intp) + (short >= _TWO_SLIPS[kind])
    values: Numbers = np.where(slips <= allowed, 1 - PER_SLIP[kind] * slips / np.maximum(ones, others), 0.0)
    return values


def may_sound(one: NamePart, other: NamePart) -> bool:
    """Tell whether two parts may be one by their sound alone.

    A word for a kind of body or place, in Latin letters, is no proper name in Chinese characters: Naval is not 那覇.
    """
    return not ((is_kind(one) and is_proper_han(other)) or (is_kind(other) and is_proper_han(one)))


def is_kind(part: NamePart) -> bool:
    """Tell whether a part is a word for a kind of body or place in Latin letters."""
    return part.kind in _BODIES and part.alphabet == "latin"


def is_proper_han(part: NamePart) -> bool:
    """Tell whether a part is a proper name in Chinese characters."""
    return part.alphabet == "han" and not part.concepts


def _by_sound(one: NamePart, other: NamePart) -> Likeness | None:
    same_script = one.alphabet == other.alphabet
    if not may_sound(one, other):
        return None
    if same_script and (one.alphabet != "latin" or min(len(one.text), len(other.text)) < SHORTEST_RESPELT):
        return None
    best = max((sound_likeness(a, b, same_script=same_script) for a in one.sounds for b in other.sounds), default=0.0)
    return Likeness(best, "sound") if best >= SOUND_FLOOR else None


@lru_cache(maxsize=30_000)
def bare_sound(sound: str) -> str:
    """Leave out the vowels that Japanese puts behind consonants."""
    return _ADDED.sub("", sound)


def bare_sounds(sounds: Iterable[str]) -> list[str]:
    """Leave these vowels out of many sounds, a line each."""
    return _ADDED.sub("", "\n".join(sounds)).split("\n")


def _fine(one: str, other: str) -> float:
    """Tell how alike two sounds are as a whole, with and without the vowels that Japanese puts behind consonants."""
    bare, other_bare = bare_sound(one), bare_sound(other)
    return max(
        1 - OSA.distance(one, other) / max(len(one), len(other)),
        1 - OSA.distance(bare, other_bare) / max(len(bare), len(other_bare), 1),
    )


def sound_likeness(one: str, other: str, *, same_script: bool) -> float:
    """Tell how alike two sounds are, 0 to 1; within one script only the same sound counts."""
    if min(len(one), len(other)) < SHORTEST_SOUND:
        return 0.0
    if one == other:
        return NEARLY_SOUND if same_script else SAME_SOUND
    if same_script:
        return 0.0
    bone, other_bone = skeleton(one), skeleton(other)
    if bone == other_bone:
        return of_one_skeleton(bone, _fine(one, other))
    if min(len(bone), len(other_bone)) < LONG_SKELETON or OSA.distance(bone, other_bone, score_cutoff=1) > 1:
        return 0.0
    return of_near_skeletons(bone, other_bone, _fine(one, other))


def of_one_skeleton(bone: str, fine: float) -> float:
    """Tell how alike two sounds of one skeleton are that are like each other so much as a whole."""
    long_enough = len(bone) >= SHORTEST_SKELETON or fine >= SHORT_FINE
    return min(NEARLY_SOUND, (1 + fine) / 2) if long_enough else 0.0


def of_near_skeletons(bone: str, other_bone: str, fine: float) -> float:
    """The same of two sounds whose long skeletons differ by one consonant."""
    return min(NEARLY_SOUND, (1 - 1 / max(len(bone), len(other_bone)) + fine) / 2)
