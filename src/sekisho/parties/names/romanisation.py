"""How Chinese characters are read: in Japanese by a dictionary of morphemes, in Chinese by pinyin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sekisho.law.memo import Memory
from sekisho.parties.names.folding import japanese_han, learn_japanese_han
from sekisho.parties.names.phonetics import learn_sounds, sounds_of_latin, sounds_of_pinyin
from sekisho.regex import regex

if TYPE_CHECKING:
    from sudachipy import Tokenizer

_CACHE: Final = 20_000
"""Words whose romanisation is remembered, as for `folding`."""
_KANA: Final = regex(r"[\u3040-\u30ff]")
_KATAKANA: Final = regex(r"[\u30a1-\u30fc]+")
_HAN_RUN: Final = regex(r"[\u3400-\u9fff々]+")
_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
"""Letters of hiragana by those of katakana."""
_READ_OTHERWISE: Final = (("", ""), ("ニッポン", "ニホン"), ("ニホン", "ニッポン"))
"""Words that are read in two ways: 日本."""


class Morpheme(NamedTuple):
    """A morpheme: where it stands, from start until end, and how it is read in katakana; empty if nobody knows.

    Parameters
    ----------
    known
        Whether the dictionary has it; where it does not, its bounds are a guess.
    """

    start: int
    end: int
    reading: str
    known: bool


@cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="core").tokenizer(mode=SplitMode.A)


@lru_cache(maxsize=_CACHE)
def pieces(run: str) -> tuple[Morpheme, ...]:
    """Split a run of kana and Chinese characters into morphemes with Japanese readings.

    Simplified and traditional characters are read as the Japanese ones that they stand for.
    """
    written = run if _KANA.search(run) else japanese_han(run)
    if len(written) != len(run):
        written = run
    found = []
    for morpheme in _tokenizer().tokenize(written):
        reading = morpheme.reading_form()
        found.append(
            Morpheme(morpheme.begin(), morpheme.end(), reading if is_kana(reading) else "", not morpheme.is_oov())
        )
    return tuple(found)


def learn_pieces(runs: Iterable[str]) -> None:
    """Split many runs, so that `pieces` remembers them; the tables of each reader are gone through in one go."""
    new = dict.fromkeys(runs)
    learn_japanese_han(run for run in new if not _KANA.search(run))
    for run in new:
        pieces(run)


def is_kana(text: str) -> bool:
    """Tell whether a text is katakana alone."""
    return _KATAKANA.fullmatch(text) is not None


def ways_in_kana(name: str) -> Iterator[str]:
    """Write words of a name that stand side by side in kana, as the dictionary reads them, each stretch by itself.

    A name with characters that Japanese does not write is none of Japan, and has no such ways.

    >>> [*ways_in_kana("三菱電機")]
    ['ミツビシ電機', 'みつびし電機', 'ミツビシデンキ', 'みつびしでんき', '三菱デンキ', '三菱でんき']
    """
    for run in _HAN_RUN.finditer(name) if japanese_han(name) == name else ():
        row = pieces(run[0])
        for first in range(len(row)):
            for last in range(first, len(row)):
                some = row[first : last + 1]
                if not all(piece.reading and piece.known for piece in some):
                    break
                kana = "".join([piece.reading for piece in some])
                for way in dict.fromkeys(kana.replace(*other) for other in _READ_OTHERWISE):
                    for written in (way, way.translate(_HIRAGANA)):
                        yield name[: run.start() + some[0].start] + written + name[run.start() + some[-1].end :]


@cache
def _syllable(letter: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(letter, errors="ignore"))


_chinese: Memory[str, tuple[str, ...]] = Memory(_CACHE)
"""How texts sound in Chinese that were asked for."""


def chinese_sounds(text: str) -> tuple[str, ...]:
    """Spell Chinese characters as they sound in Chinese: as a word in pinyin, and as a foreign name that they spell.

    >>> chinese_sounds("斯巴鲁")
    ('sibaru',)
    """
    sounds = _chinese.get(text)
    if sounds is None:
        learn_chinese_sounds([text])
        sounds = _chinese[text]
    return sounds


def learn_chinese_sounds(texts: Iterable[str]) -> None:
    """Spell many texts as they sound in Chinese, so that `chinese_sounds` remembers them."""
    new = {text: _syllables(text) for text in texts if text not in _chinese}
    if not new:
        return
    latin = ["".join(syllables) for syllables in new.values()]
    learn_sounds(filter(None, latin))
    for text, word, sound in zip(new, latin, sounds_of_pinyin(new.values()), strict=True):
        _chinese.keep(text, tuple(dict.fromkeys((*(sounds_of_latin(word) if word else ()), sound))))


def _syllables(text: str) -> tuple[str, ...]:
    return tuple([syllable for letter in text if (syllable := _syllable(letter))])


@lru_cache(maxsize=20_000)
def has_proper_noun(text: str) -> bool:
    """Tell whether a place or a proper name stands in words of Japanese or Chinese, or a word that is in no dictionary.

    Words in Latin letters have one if one is no word of the trade; a word by itself, as in *Head Office*, is taken so.

    >>> has_proper_noun("下関造船所"), has_proper_noun("整備工場"), has_proper_noun("工場")
    (True, False, True)
    """
    if text.isascii():
        return True
    written = text if _KANA.search(text) else japanese_han(text)
    found = list(_tokenizer().tokenize(written))
    return len(found) <= 1 or any(
        morpheme.is_oov() or morpheme.part_of_speech()[1] in {"固有名詞", "数詞"} or not morpheme.surface().strip()
        for morpheme in found
    )
