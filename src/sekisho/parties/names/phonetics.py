"""How a word sounds, roughly: Hepburn, Kunrei, pinyin, English and kana brought to one spelling.

A sound is for finding the same word in another script. It is coarse on purpose: l is r, v is b, sh is s, ch and ts are
t, j is z, f is h, long vowels are short, doubled consonants single.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
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
    """A spelling and its sound, tried on words that hold a bit of `when`; no pattern if that is the spelling."""

    when: tuple[str, ...]
    pattern: re.Pattern[str] | None
    sound: str


def _rule(when: str, pattern: str, sound: str) -> _Rule:
    return _Rule(tuple(when.split()), None if when == pattern else re.compile(pattern, re.MULTILINE), sound)


_NOT_A_LETTER: Final = regex(r"[^a-z]")
_ENGLISH: Final = (
    _rule("tech mech", r"(?<=[tm]e)ch", "k"),
    _rule("chem", r"chem", "kem"),
    _rule("archi", r"archi", "arki"),
    _rule("chr chl cht", r"ch(?=[rlt])", "k"),
    _rule("sch", r"sch", "s"),
    _rule("tion sion", r"t?tion|ssion|sion", "syon"),
    _rule("cial tial", r"[ct]ial", "syal"),
    _rule("ough augh", r"ough|augh", "o"),
    _rule("igh", r"igh", "ai"),
    _rule("ph", r"ph", "h"),
    _rule("ck", r"ck", "k"),
    _rule("qu", r"qu", "k"),
    _rule("x", r"x", "ks"),
    _rule("wr", r"^wr", "r"),
    _rule("kn", r"^kn", "n"),
    _rule("rh", r"rh", "r"),
    _rule("wh", r"wh", "w"),
    _rule("dg", r"dg(?=[ei])", "z"),
    _rule("ch", r"t?ch", "t"),
    _rule("ts", r"ts", "t"),
    _rule("sh th", r"[st]h", "s"),
    _rule("kh ckh", r"c?kh", "k"),
    _rule("gh", r"gh(?=[aeiou])", "g"),
    _rule("gh", r"gh", ""),
    _rule("c", r"c(?=[eiy])", "s"),
)
_ONE_BY_ONE: Final = str.maketrans("cqjlvf", "kkzrbh")
"""Letters that are others wherever they stand, once spellings were read that hold them."""
_THEN: Final = (
    _rule("dz", r"dz", "z"),
    _rule("mb mp mm", r"m(?=[bpm])", "n"),
    _rule("ng", r"ng(?![aeiou])", "n"),
    _rule("h", r"(?<=[aeiou])h(?![aeiou])", ""),
    _rule("y", r"(?<=[bcdghkmnprstz])y(?=[aeiou])", ""),
    _rule("y", r"y(?![aeiou])", "i"),
    _rule("e", r"(?<=[a-z]{2})(?<=[bdghkmnprstz])e$", ""),
    _rule("ee ea", r"ee|ea", "i"),
    _rule("ou oo oa", r"ou|oo|oa", "o"),
)
_CODA: Final = regex(r"r(?![aeiouy])")
"""An r that English swallows and Japanese writes as a long vowel."""
_SOFT_G: Final = regex(r"g(?=[eiy])")
_LONG_O: Final = regex(r"o[uo]+")
_DOUBLED: Final = regex(r"([a-z])\1+")
_ANY_SMALL: Final = regex("[ァィゥェォャュョッ]")
_LARGE: Final = regex("(?<=[キシチニヒミリギジヂビピ])[ヤユヨ]|ツ(?=[カキクケコサシスセソタチツテトパピプペポ])")
_MADE_SMALL: Final = str.maketrans("ヤユヨツ", "ャュョッ")
_VOWEL: Final = frozenset("aeiou")
_WITHOUT_VOWELS: Final = str.maketrans("", "", "aeiouyw")


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
    return _single(_LONG_O.sub("o", sound))


def _single(sound: str) -> str:
    """Write doubled letters once."""
    return _DOUBLED.sub(_first, sound) if _DOUBLED.search(sound) else sound


def _first(found: re.Match[str]) -> str:
    return found[1]


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
    variants: list[str] = []
    of_word: list[int] = []
    for at, word in enumerate(words):
        ways = (_SOFT_G.sub("j", word), word) if _SOFT_G.search(word) else (word,)
        variants += [_NOT_A_LETTER.sub("", way) for way in ways]
        of_word += [at] * len(ways)
    text = _as_ruled("\n".join(variants), _ENGLISH)
    text = _single(_as_ruled(text.translate(_ONE_BY_ONE), _THEN))
    swallowed = _single(_CODA.sub("", text)) if "r" in text else text
    spoken: list[dict[str, None]] = [{} for _ in words]
    for at, short, full in zip(of_word, swallowed.split("\n"), text.split("\n"), strict=True):
        spoken[at][short] = spoken[at][full] = None
    return [tuple(filter(None, each)) for each in spoken]


def _as_ruled(text: str, rules: tuple[_Rule, ...]) -> str:
    for rule in rules:
        for bit in rule.when:
            if bit in text:
                text = text.replace(bit, rule.sound) if rule.pattern is None else rule.pattern.sub(rule.sound, text)
                break
    return text


@lru_cache(maxsize=_CACHE)
def sound_of_pinyin(syllables: tuple[str, ...]) -> str:
    """Spell pinyin as it sounds to someone who writes the foreign name."""
    return _even("".join(map(_sound_of_syllable, syllables)))


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
    """Return the skeletons of many sounds, none of which is empty."""
    bare = "\n".join(map(_bones_of, sounds))
    return _single(bare).split("\n") if bare else []


def _bones_of(sound: str) -> str:
    first = sound[:1]
    return ("a" if first in _VOWEL else first) + sound[1:].translate(_WITHOUT_VOWELS)
