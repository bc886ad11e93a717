"""How a word sounds, roughly: Hepburn, Kunrei, pinyin, English and kana brought to one spelling.

A sound is for finding the same word in another script. It is coarse on purpose: l is r, v is b, sh is s, ch and ts are
t, j is z, f is h, long vowels are short, doubled consonants single.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory
from sekisho.regex import regex

_CACHE: Final = 30_000
"""Words whose sound is remembered, as for `folding`."""
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
    "ヤ": "ya",
    "ユ": "yu",
    "ヨ": "yo",
    "ワ": "wa",
    "ヲ": "o",
    "ン": "n",
    "ヴ": "bu",
    "ヰ": "i",
    "ヱ": "e",
    "シ": "si",
    "チ": "ti",
    "ツ": "tu",
    "フ": "hu",
    "ジ": "zi",
    "ヂ": "zi",
    "ヅ": "zu",
    "ー": "",
    "ッ": "",
    "・": "",
}
_SMALL: Final = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "a", "ュ": "u", "ョ": "o", "ヮ": "a"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A spelling and its sound: bits of a word that are written otherwise, one after the other, or a pattern.

    A pattern is tried on words that hold a bit of `when`. Bits are found several times as fast as patterns are.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    when: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    sound: str = ""


def _bits(*pairs: str) -> _Rule:
    """Make the rule of bits, each with its sound behind a colon."""
    return _Rule(tuple((bit, sound) for bit, _, sound in (pair.partition(":") for pair in pairs)))


def _rule(when: str, pattern: str, sound: str) -> _Rule:
    return _Rule(when=tuple(when.split()), pattern=regex(pattern, re.MULTILINE), sound=sound)


_NOT_A_LETTER: Final = regex(r"[^a-z\n]+")
_ENGLISH: Final = (
    _bits("tech:tek", "mech:mek"),
    _bits("chem:kem"),
    _bits("archi:arki"),
    _bits("chr:kr", "chl:kl", "cht:kt"),
    _bits("sch:s"),
    _bits("ttion:syon", "tion:syon", "ssion:syon", "sion:syon"),
    _bits("cial:syal", "tial:syal"),
    _bits("ough:o", "augh:o"),
    _bits("igh:ai"),
    _bits("ph:h"),
    _bits("ck:k"),
    _bits("qu:k"),
    _bits("x:ks"),
    _bits("\nwr:\nr"),
    _bits("\nkn:\nn"),
    _bits("rh:r"),
    _bits("wh:w"),
    _bits("dge:ze", "dgi:zi"),
    _bits("tch:t", "ch:t"),
    _bits("ts:t"),
    _bits("sh:s", "th:s"),
    _bits("ckh:\0", "kh:\0", "\0:k"),
    _bits("gha:ga", "ghe:ge", "ghi:gi", "gho:go", "ghu:gu"),
    _bits("gh:"),
    _bits("ce:se", "ci:si", "cy:sy"),
)
"""Each word stands behind the end of a line."""
_ONE_BY_ONE: Final = str.maketrans("cqjlvf", "kkzrbh")
"""Letters that are others wherever they stand, once spellings were read that hold them."""
_THEN: Final = (
    _bits("dz:z"),
    _rule("mb mp mm", r"m(?=[bpm])", "n"),
    _rule("ng", r"ng(?![aeiou])", "n"),
    _rule("h", r"h(?<=[aeiou]h)(?![aeiou])", ""),
    _rule("y", r"y(?<=[bcdghkmnprstz]y)(?=[aeiou])", ""),
    _rule("y", r"y(?![aeiou])", "i"),
    _rule("e", r"e$(?<=[a-z][bdghkmnprstz]e)", ""),
    _bits("ee:i", "ea:i"),
    _rule("ou oo oa", r"o[uoa]", "o"),
)
_CODA: Final = regex(r"r(?![aeiouy])")
"""An r that English swallows and Japanese writes as a long vowel."""
_SOFT_G: Final = regex(r"g(?=[eiy])")
_LONG_O: Final = regex(r"o[uo]+")
_DOUBLED: Final = tuple((letter, 2 * letter) for letter in ascii_lowercase)
_ANY_SMALL: Final = regex("[ァィゥェォャュョッ]")
_LARGE: Final = regex("(?<=[キシチニヒミリギジヂビピ])[ヤユヨ]|ツ(?=[カキクケコサシスセソタチツテトパピプペポ])")
_MADE_SMALL: Final = str.maketrans("ヤユヨツ", "ャュョッ")
_VOWEL: Final = frozenset("aeiou")
_WITHOUT_VOWELS: Final = str.maketrans("", "", "aeiouyw")
_FIRST_LETTERS: Final = tuple(
    (f"\n{letter}", f"\n{'A' if letter in _VOWEL else letter.upper()}") for letter in "aeiouyw"
)
"""First letters of a sound that are left of it, where they would go elsewhere."""


_kana_sounds: Memory[str, str] = Memory(_CACHE)
"""How katakana sounds that was asked for."""


def sound_of_kana(kana: str) -> str:
    """Spell katakana as it sounds.

    >>> sound_of_kana("ジェットサービス"), sound_of_kana("ミツビシ")
    ('zetosabisu', 'mitubisi')
    """
    sound = _kana_sounds.get(kana)
    return _kana_sounds.keep(kana, _even(_spelt_kana(kana))) if sound is None else sound


def learn_kana(texts: Iterable[str]) -> None:
    """Spell many texts in katakana as they sound, so that `sound_of_kana` remembers them."""
    new = [kana for kana in dict.fromkeys(texts) if kana not in _kana_sounds]
    if new and len(new) <= _CACHE:
        if len(_kana_sounds) + len(new) > _CACHE:
            _kana_sounds.clear()
        _kana_sounds.update(zip(new, evened(map(_spelt_kana, new)), strict=True))


def _spelt_kana(kana: str) -> str:
    """Spell katakana letter by letter."""
    found: list[str] = []
    for letter in kana:
        if letter in _SMALL and found:
            before = found[-1]
            vowel = _SMALL[letter]
            # キャ is kya, フォ is fo, ティ is ti: the small letter takes the place of the vowel before it.
            found[-1] = (before[:-1] if len(before) > 1 else "" if before in "aeiou" else before) + vowel
        else:
            found.append(_KANA.get(letter, letter if letter.isascii() and letter.isalpha() else ""))
    return "".join(found)


def _even(sound: str) -> str:
    """Shorten long vowels and doubled letters."""
    return _single(_LONG_O.sub("o", sound))


def evened(sounds: Iterable[str]) -> list[str]:
    """Shorten long vowels and doubled letters of many sounds, a line each."""
    return _even("\n".join(sounds)).split("\n")


def _single(sound: str) -> str:
    """Write doubled letters once."""
    for letter, twice in _DOUBLED:
        while twice in sound:
            sound = sound.replace(twice, letter)
    return sound


def small_kana(kana: str) -> str:
    """Write small the kana that banks and old machines write large, where it may be so; nothing of another text.

    >>> small_kana("キタハマジユウコウギヨウ"), small_kana("ニツコウ"), small_kana("タルミ")
    ('キタハマジュウコウギョウ', 'ニッコウ', '')
    """
    if _ANY_SMALL.search(kana):
        return ""
    text = _LARGE.sub(lambda found: found[0].translate(_MADE_SMALL), kana)
    return text if text != kana else ""


_sounds: Memory[str, tuple[str, ...]] = Memory(_CACHE)
"""How Latin words sound that were asked for."""


def sounds_of_latin(word: str) -> tuple[str, ...]:
    """Spell a Latin word as it may sound: read as English or as romanised Japanese, with a soft and with a hard g.

    >>> sounds_of_latin("engine")[0], sounds_of_latin("tosiba") == sounds_of_latin("toshiba")
    ('enzin', True)
    """
    found = _sounds.get(word)
    return _sounds.keep(word, _spoken([word])[0]) if found is None else found


def learn_sounds(words: Iterable[str]) -> None:
    """Spell many Latin words as they may sound, so that `sounds_of_latin` remembers them.

    They are one text, a word a line, in which each rule is looked for once; no rule goes over the end of a line.
    """
    new = [word for word in dict.fromkeys(words) if word not in _sounds]
    if new and len(new) <= _CACHE:
        if len(_sounds) + len(new) > _CACHE:
            _sounds.clear()
        _sounds.update(zip(new, _spoken(new), strict=True))


def _spoken(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Spell words as they may sound."""
    given = "\n".join(words if not any("\n" in word for word in words) else [word.replace("\n", "") for word in words])
    hard = _NOT_A_LETTER.sub("", given).split("\n")
    soft = _NOT_A_LETTER.sub("", _SOFT_G.sub("j", given)).split("\n")
    differing = [at for at, way in enumerate(soft) if way != hard[at]]
    variants = [*hard, *[soft[at] for at in differing]]
    text = _as_ruled("\n".join(["", *variants]), _ENGLISH)
    text = _single(_as_ruled(text.translate(_ONE_BY_ONE), _THEN))[1:]
    spoken = text.split("\n")
    swallowed = _single(_CODA.sub("", text)).split("\n") if "r" in text else spoken
    ways = [(full,) if full == short else (short, full) for short, full in zip(swallowed, spoken, strict=True)]
    for at, way in zip(differing, ways[len(words) :], strict=True):
        ways[at] = tuple(dict.fromkeys((*way, *ways[at])))
    return [tuple(filter(None, way)) for way in ways[: len(words)]]


def _as_ruled(text: str, rules: tuple[_Rule, ...]) -> str:
    for rule in rules:
        for bit, sound in rule.pairs:
            text = text.replace(bit, sound)
        if rule.pattern is not None and any(bit in text for bit in rule.when):
            text = rule.pattern.sub(rule.sound, text)
    return text


def sounds_of_pinyin(rows: Iterable[Sequence[str]]) -> list[str]:
    """Spell syllables of pinyin as each row of them sounds to someone who writes the foreign name."""
    return evened("".join(map(_sound_of_syllable, syllables)) for syllables in rows)


@lru_cache(maxsize=2_000)
def _sound_of_syllable(syllable: str) -> str:
    text = re.sub(r"^(zh|j|z)", "z", syllable)
    text = re.sub(r"^(ch|q|c)", "t", text)
    text = re.sub(r"^(sh|x)", "s", text)
    text = re.sub(r"^[yw]", "", re.sub(r"^f", "h", re.sub(r"^l", "r", text)))
    return re.sub(r"ng$", "n", text).replace("v", "u")


@lru_cache(maxsize=_CACHE)
def skeleton(sound: str) -> str:
    """Leave the consonants of a sound, and a vowel at its beginning as a.

    >>> skeleton("earosupesu") == skeleton("aerospas")
    True
    """
    return _single(_bones_of(sound))


def skeletons(sounds: Iterable[str]) -> list[str]:
    """Return the skeletons of many sounds, none of which is empty.

    They are one text, in which the first letter of each, behind the end of a line, is marked by being large.
    """
    text = "\n".join(["", *sounds])
    if not text:
        return []
    for bit, first in _FIRST_LETTERS:
        text = text.replace(bit, first)
    return _single(text.translate(_WITHOUT_VOWELS).lower())[1:].split("\n")


def _bones_of(sound: str) -> str:
    first = sound[:1]
    return ("a" if first in _VOWEL else first) + sound[1:].translate(_WITHOUT_VOWELS)
