"""Words of a run of kana and Chinese characters: the longest words of the trade, and the proper names between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from sekisho.law.memo import Memory
from sekisho.parties.names.business_words import BusinessWords, words
from sekisho.parties.names.folding import common_han, kana_key, katakana
from sekisho.parties.names.romanisation import is_kana, pieces
from sekisho.regex import regex

_WHOLE_NAME: Final = 4
"""Letters from which a morpheme of the dictionary may be a name of several words, such as 华为技术."""
_REMEMBERED: Final = 5_000
"""Runs of which the words are remembered, some names of a book: each is looked at several times in a row. A guess.
Smaller, they are found again; larger, each process takes more memory."""
_CJK_STOP: Final = regex("アンド|与|ノ$|^[ズス]$")


class FoldedLetters(dict[str, str]):
    """Letters of kana and Chinese characters, folded, as they are met."""

    def __missing__(self, letter: str) -> str:
        """Fold a letter that was not met before."""
        self[letter] = key = common_han(kana_key(letter))
        return key


KEYS: Final = FoldedLetters()


class CjkWord(NamedTuple):
    """A word of a run.

    Parameters
    ----------
    concepts
        What a word of the trade means; nothing of a proper name.
    reading
        How its name reads it in katakana; empty if that is not told.
    is_behind
        Whether something stands before it in its run.
    stands_for
        What a short name stands for; empty of others, whose text is told instead.
    """

    text: str
    concepts: tuple[str, ...] = ()
    reading: str = ""
    is_behind: bool = False
    stands_for: str = ""


_known: Memory[tuple[str, bool, bool], tuple[CjkWord, ...]] = Memory(_REMEMBERED)


def words_of_run(run: str, *, expand: bool, alone: bool) -> tuple[CjkWord, ...]:
    """Return the words of a run (see `tokenisation`)."""
    key = (run, expand, alone)
    row = _known.get(key)
    return _known.keep(key, tuple(_Run(run).words(expand=expand, alone=alone))) if row is None else row


class _Run:
    """A run folded, with its morphemes.

    Each place of a folded letter is that of the letter that it was; one more is that of the end.
    """

    __slots__ = ("_ends", "_key", "_places", "_read", "_readings", "_starts", "_stops", "_table")

    def __init__(self, run: str) -> None:
        self._table: BusinessWords = words()
        self._read = read = katakana(run)
        keys = [KEYS[letter] for letter in read]
        self._key = "".join(keys)
        self._places = (
            list(range(len(keys) + 1))
            if "" not in keys
            else [*(place for place, key in enumerate(keys) if key), len(read)]
        )
        self._ends = ends = {0}
        self._readings: list[str] = []
        self._starts: dict[int, int] = {}
        self._stops: dict[int, int] = {}
        for at, piece in enumerate(pieces(run)):
            start, end, reading, is_in_dictionary = piece
            # In what the dictionary does not know, or knows only as a whole name, a word may begin at the third letter.
            if not (is_in_dictionary and reading) or (end - start >= _WHOLE_NAME and not is_kana(read[start:end])):
                ends.update(range(start + 2, end))
            ends.add(end)
            self._readings.append(reading)
            self._starts.setdefault(start, at)
            self._stops[end] = at

    def words(self, *, expand: bool, alone: bool) -> Iterator[CjkWord]:
        """Go through the words."""
        key, places, read, table = self._key, self._places, self._read, self._table
        lengths, length = table.lengths, len(self._key)
        left, at, begins = 0, 0, expand
        while at < length:
            sizes = lengths.get(key[at : at + 2])
            if sizes is None:
                at += 1
                continue
            short = begins and at == left
            most = length - at - (not alone or at > 0) if short else 0
            size = 0
            for size in sizes:
                if self._fits(at, size, short=size <= most):
                    break
            else:
                at += 1
                continue
            if left < at:
                yield from self._proper(places[left], places[at])
            form = key[at : at + size]
            if short and form in table.short and size <= most:
                yield CjkWord(form, stands_for=table.short[form])
                begins = False
            else:
                concepts = table.cjk[form]
                yield self._word(places[at], places[at + size], concepts)
                begins = short and table.kinds[concepts[0]] == "place"
            at += size
            left = at
        if places[left] < len(read):
            yield from self._proper(places[left], len(read))

    def _fits(self, at: int, size: int, *, short: bool) -> bool:
        """Tell whether a form of a size stands at a place and tears no morpheme apart."""
        key, table = self._key, self._table
        form = key[at : at + size]
        if len(form) < size or not (form in table.cjk or (short and form in table.short)):
            return False
        places, ends, until = self._places, self._ends, at + size
        if not (places[at] in ends or _is_kana_letter(key[at - 1]) != _is_kana_letter(form[0])):
            return False
        return until == len(key) or places[until] in ends or _is_kana_letter(key[until]) != _is_kana_letter(form[-1])

    def _proper(self, start: int, end: int) -> Iterator[CjkWord]:
        """Go through what is no word of the trade: split where a morpheme ends, if no bit becomes a single letter."""
        bits = list(pairwise([start, *(stop for stop in self._stops if start < stop < end), end]))
        if len(bits) > 1 and any(stop - begin == 1 for begin, stop in bits):
            bits = [(start, end)]
        for begin, stop in bits:
            if _CJK_STOP.sub("", self._read[begin:stop]):
                yield self._word(begin, stop, ())

    def _word(self, start: int, end: int, concepts: tuple[str, ...]) -> CjkWord:
        """Return a word, with the reading of its morphemes if they begin and end with it and all can be read."""
        readings: list[str] = []
        if start in self._starts and end in self._stops:
            readings = self._readings[self._starts[start] : self._stops[end] + 1]
        return CjkWord(self._read[start:end], concepts, "".join(readings) if all(readings) else "", start > 0)


def _is_kana_letter(letter: str) -> bool:
    """Tell whether a letter is one of katakana, as `is_kana` tells of a text."""
    return "\u30a1" <= letter <= "\u30fc"
