"""How a word sounds, roughly: Hepburn, Kunrei, pinyin, English and kana brought to one spelling of consonants and vowels.

A sound is for finding the same word in another script. It is coarse on purpose: l is r, v is b, sh is s, ch and ts are t,
j is z, f is h, long vowels are short, doubled consonants single.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CACHE: Final = 200_000
_ROWS: Final = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
_KANA: Final = {
    **{kana: row + vowel for row, letters in _ROWS.items() for kana, vowel in zip(letters, "aiueo", strict=True)},
    **{"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "bu", "ヰ": "i", "ヱ": "e"},
    **{"シ": "si", "チ": "ti", "ツ": "tu", "フ": "hu", "ジ": "zi", "ヂ": "zi", "ヅ": "zu", "ー": "", "ッ": "", "・": ""},
}
_SMALL: Final = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "a", "ュ": "u", "ョ": "o", "ヮ": "a"}

_ENGLISH: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"tech", "tek"),
        (r"mech", "mek"),
        (r"chem", "kem"),
        (r"arch(?=i)", "ark"),
        (r"ch(?=[rlt])", "k"),
        (r"sch", "s"),
        (r"t?tion|ssion|sion", "syon"),
        (r"cial|tial", "syal"),
        (r"ough|augh", "o"),
        (r"igh", "ai"),
        (r"ph", "h"),
        (r"ck", "k"),
        (r"qu", "k"),
        (r"x", "ks"),
        (r"^wr", "r"),
        (r"^kn", "n"),
        (r"wh", "w"),
        (r"dg(?=[ei])", "z"),
        (r"tch", "t"),
        (r"ch", "t"),
        (r"ts", "t"),
        (r"sh|th", "s"),
        (r"gh(?=[aeiou])", "g"),
        (r"gh", ""),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"j", "z"),
        (r"l", "r"),
        (r"v", "b"),
        (r"f", "h"),
        (r"dz", "z"),
        (r"m(?=[bpm])", "n"),
        (r"ng(?![aeiou])", "n"),
        (r"(?<=[aeiou])h(?![aeiou])", ""),
        (r"r(?![aeiouy])", ""),
        (r"(?<=[bcdghkmnprstz])y(?=[aeiou])", ""),
        (r"y(?![aeiou])", "i"),
        (r"(?<=[a-z]{2})(?<=[bdghkmnprstz])e$", ""),
        (r"ee|ea", "i"),
        (r"ou|oo|oa", "o"),
        (r"([a-z])\1+", r"\1"),
    )
)
_SOFT_G: Final = re.compile(r"g(?=[eiy])")
_VOWELS: Final = re.compile(r"(?<!^)[aeiouyw]")


@lru_cache(maxsize=_CACHE)
def sound_of_kana(kana: str) -> str:
    """Spell katakana as it sounds.

    >>> sound_of_kana("ジェットサービス"), sound_of_kana("ミツビシ")
    ('zetosabisu', 'mitubisi')
    """
    found: list[str] = []
    for letter in kana:
        if letter in _SMALL and found:
            before = found[-1]
            vowel = _SMALL[letter]
            # キャ is kya, フォ is fo, ティ is ti: the small letter takes the place of the vowel before it.
            found[-1] = (before[:-1] if len(before) > 1 else "" if before in "aeiou" else before) + vowel
        else:
            found.append(_KANA.get(letter, letter if letter.isascii() and letter.isalpha() else ""))
    return _even("".join(found))


def _even(sound: str) -> str:
    """Shorten long vowels and doubled letters."""
    sound = re.sub(r"n(?=[bpm])", "n", sound)
    sound = re.sub(r"o[uo]+", "o", sound)
    sound = re.sub(r"u+", "u", sound)
    return re.sub(r"([a-z])\1+", r"\1", sound)


@lru_cache(maxsize=_CACHE)
def sounds_of_latin(word: str) -> tuple[str, ...]:
    """Spell a Latin word as it may sound: read as English or as romanised Japanese, with a soft and with a hard g.

    >>> sounds_of_latin("engine")[0], sounds_of_latin("tosiba") == sounds_of_latin("toshiba")
    ('enzin', True)
    """
    variants = [word, _SOFT_G.sub("j", word)] if _SOFT_G.search(word) else [word]
    found: dict[str, None] = {}
    for variant in reversed(variants):
        text = variant
        for pattern, sound in _ENGLISH:
            text = pattern.sub(sound, text)
        found[text] = None
    return tuple(text for text in found if text)


@lru_cache(maxsize=_CACHE)
def sound_of_pinyin(syllables: tuple[str, ...]) -> str:
    """Spell pinyin as it sounds to someone who writes the foreign name."""
    found = []
    for syllable in syllables:
        text = re.sub(r"^(zh|j|z)", "z", syllable)
        text = re.sub(r"^(ch|q|c)", "t", text)
        text = re.sub(r"^(sh|x)", "s", text)
        text = re.sub(r"^l", "r", text)
        text = re.sub(r"^f", "h", text)
        text = re.sub(r"^(y|w)", "", text)
        text = re.sub(r"ng$", "n", text)
        found.append(text.replace("v", "u"))
    return _even("".join(found))


@lru_cache(maxsize=_CACHE)
def skeleton(sound: str) -> str:
    """Leave the consonants of a sound, and a vowel at its beginning as a.

    >>> skeleton("earosupesu") == skeleton("aerospas")
    True
    """
    bare = _VOWELS.sub("", sound)
    return re.sub(r"([a-z])\1+", r"\1", ("a" + bare[1:]) if bare[:1] in set("aeiou") else bare)
