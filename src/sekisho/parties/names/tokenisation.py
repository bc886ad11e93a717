"""A name taken apart: proper names, words of the trade, places and the rest, each with its weight and its sounds."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, takewhile
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.business_words import BusinessWords, words
from sekisho.parties.names.cjk_words import KEYS, words_of_run
from sekisho.parties.names.folding import common_han, kana_key, katakana
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.part import NamePart, cjk_part, latin_part, other_part
from sekisho.parties.names.phonetics import learn_kana, small_kana, sounds_of_latin
from sekisho.parties.names.romanisation import is_kana, learn_chinese_sounds, learn_pieces
from sekisho.parties.names.spelt_letters import letters_together
from sekisho.regex import regex

_LONGEST: Final = 400
"""Letters of a name that are looked at; what is longer is no name (see `asked.LONGEST`)."""
_CACHE: Final = 20_000
"""Names that are remembered in each way. A guess: as many as a list of 10,000 parties has, and some chunks of a book.
Smaller, a name that is read twice is taken apart again; larger, each process of a long book takes more memory."""
_RUN: Final = regex(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆]+|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆]+(?:&[a-z]\b)*"
)
_DOTTED: Final = regex(r"\b((?:[a-z0-9]\.){2,}[a-z0-9]?|[a-z]\.[a-z])\b\.?|\b(?:[a-z] ){2,}[a-z]\b")
_LETTERS_APART: Final = regex(r"\b[a-z] [a-z] [a-z]\b")
_LONG_VOWEL: Final = regex(r"ou|oo|uu|oh(?![aeiouy])")
"""Ways in which a long vowel of Japanese is written that Hepburn leaves short in the names of places."""
STOP: Final = frozenset(
    {"the", "and", "of", "for", "de", "la", "le", "el", "di", "und", "et", "y", "in", "アンド", "与", "和"}
)
_KATAKANA_OR_HAN: Final = regex(r"[\u30a1-\u30fa\u3400-\u9fff\uf900-\ufaff]")
_MOST_DOTTED: Final = 4
"""Runs of katakana that are one word at most."""
_FEWEST_DOTTED: Final = 2
"""Runs of which two may be one word."""
_CHINESE_WAYS: Final = (1, 2)
"""Places of the sounds of Chinese characters in Chinese; the first sound is Japanese."""
_LONGEST_SHORT: Final = 6
"""Letters of the longest short name in kana or Chinese characters."""
_TWO_READINGS: Final = (("nipon", "nihon"), ("nihon", "nipon"), ("kenkyuso", "kenkyuzo"), ("kenkyuzo", "kenkyuso"))
"""Sounds of words that are read in two ways: 日本, 研究所."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedName:
    """A name taken apart.

    Parameters
    ----------
    whole
        All parts as one word, without legal forms and spaces.
    sounds
        How the whole sounds, one for each way to read it.
    strict
        The whole with words that parts leave out, save *and*, for telling that two names are equal.
    forms
        Legal forms, as folded.
    unexpanded
        The whole with short names as they are, where they stand for other words; else empty.
    """

    given: str
    parts: tuple[NamePart, ...]
    whole: str
    sounds: tuple[str, ...]
    strict: str
    forms: tuple[str, ...]
    unexpanded: str = ""

    @property
    def weight(self) -> float:
        """Sum of the weights of the parts."""
        return sum(part.weight for part in self.parts)

    @property
    def is_latin(self) -> bool:
        """Whether it is written in Latin letters alone."""
        return all(part.alphabet == "latin" for part in self.parts)

    @property
    def is_kana(self) -> bool:
        """Whether it is written in kana alone."""
        return all(part.alphabet == "kana" for part in self.parts)


@lru_cache(maxsize=_CACHE)
def take_apart(name: str) -> ParsedName:
    """Take a name apart.

    >>> [part.text for part in take_apart("Kawasaki Heavy Industries, Ltd.").parts]
    ['kawasaki', 'heavy industries']
    """
    runs, forms = _runs_of(name)
    parts = tuple(_parts(runs, expand=len(runs) > 1))
    if not parts:
        parts = tuple(_parts(runs, expand=False, keep_all=True))
    whole, unexpanded = _whole(parts), ""
    ways = [parts]
    if _may_expand(runs):
        bare = tuple(_parts(runs, expand=False, begin=False))
        unexpanded = _whole(bare)
        if unexpanded == whole:
            unexpanded = ""
        else:
            ways.append(bare)
    small = () if name.isascii() else tuple([small_kana(run) or run for run in runs])
    if small and small != runs:
        ways.append(tuple(_parts(small, expand=False)))
    return ParsedName(
        given=name,
        parts=parts,
        whole=whole,
        sounds=tuple(dict.fromkeys(chain.from_iterable(map(whole_sounds, ways)))),
        strict=_strict(runs),
        forms=forms,
        unexpanded=unexpanded,
    )


def _whole(parts: Sequence[NamePart]) -> str:
    return "".join([part.text.replace(" ", "") for part in parts])


def _may_expand(runs: Sequence[str]) -> bool:
    """Tell whether a short name stands in a name, or at the beginning of a run of kana and Chinese characters."""
    short = words().short
    return any(run in short if run.isascii() else _begins_short(run, short) for run in runs)


def _begins_short(run: str, short: Container[str]) -> bool:
    if KEYS[katakana(run[0])] not in _short_beginnings():
        return False
    key = common_han(kana_key(katakana(run[:_LONGEST_SHORT])))
    return any(key[:size] in short for size in range(2, len(key) + 1))


@cache
def _short_beginnings() -> frozenset[str]:
    """Return the first letters of the short names in kana and Chinese characters."""
    return frozenset(key[0] for key in words().short if not key.isascii())


def take_apart_each(names: Sequence[str]) -> list[ParsedName]:
    """Take many names apart: each reader of Japanese and Chinese reads all of them before the next one does."""
    rows = [[run for run in _runs_of(name)[0] if _is_cjk(run)] for name in names]
    learn_pieces(chain.from_iterable(rows))
    cjk_words = [word for row in rows for run in row for word in words_of_run(run, expand=True, alone=len(row) > 1)]
    learn_chinese_sounds([word.text for word in cjk_words if not is_kana(word.text)])
    learn_kana([word.text if is_kana(word.text) else word.reading for word in cjk_words])
    return [*map(take_apart, names)]


@lru_cache(maxsize=_CACHE)
def strict_of(name: str) -> str:
    """Return `ParsedName.strict` without what needs the tables of words and of sounds.

    >>> strict_of("Kawasaki Heavy Industries, Ltd.") == take_apart("Kawasaki Heavy Industries, Ltd.").strict
    True
    """
    runs, _ = _runs_of(name)
    return _strict(runs)


@lru_cache(maxsize=_CACHE)
def _runs_of(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the runs of letters of a name without its legal forms, and these."""
    reading = read_form(name[:_LONGEST])
    text = reading.text
    if "." in text or _LETTERS_APART.search(text):
        text = _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", ""), text)
    if not text.isascii():
        text = letters_together(text if _KATAKANA_OR_HAN.search(text) else katakana(text))
    runs = _RUN.findall(text)
    if not text.isascii() and len(runs) >= _FEWEST_DOTTED:
        runs = list(_dots_left_out(runs))
    return tuple(runs), reading.written


def _dots_left_out(runs: list[str]) -> Iterator[str]:
    """Write runs of katakana together that are one word of the trade, with dots between them."""
    in_table = words().cjk
    at = 0
    while at < len(runs):
        size = 1
        if is_kana(runs[at]):
            kana = takewhile(is_kana, runs[at : at + _MOST_DOTTED])
            together = list(accumulate(kana))
            size = next((n + 1 for n in range(len(together) - 1, 0, -1) if kana_key(together[n]) in in_table), 1)
        yield "".join(runs[at : at + size])
        at += size


def _strict(runs: Sequence[str]) -> str:
    return "".join(map(KEYS.__getitem__, "".join([run for run in runs if run != "and"])))


def _parts(runs: Sequence[str], *, expand: bool, keep_all: bool = False, begin: bool = True) -> Iterator[NamePart]:
    """Go through the parts of the runs of a name, in order.

    Parameters
    ----------
    expand
        Whether a short name stands for its words; alone it stands for itself.
    keep_all
        Whether words such as *and* are parts.
    begin
        Whether one at the beginning of a run of kana and Chinese characters does.
    """
    waiting: list[str] = []
    for run in runs:
        if run[0].isascii():
            waiting.append(run)
            continue
        yield from _latin_parts(waiting, expand=expand, keep_all=keep_all)
        waiting = []
        yield from _cjk_parts(run, expand=begin, alone=len(runs) > 1) if _is_cjk(run) else (other_part(run),)
    yield from _latin_parts(waiting, expand=expand, keep_all=keep_all)


def _is_cjk(run: str) -> bool:
    return (
        "\u3040" <= run[0] <= "\u30ff"
        or "\u3400" <= run[0] <= "\u9fff"
        or run[0] in "々〆"
        or "\uf900" <= run[0] <= "\ufaff"
    )


def _latin_parts(given: list[str], *, expand: bool, keep_all: bool) -> Iterator[NamePart]:
    """Find the longest words of the trade among Latin words; what is left is proper names."""
    table = words()
    row: list[str] = []
    for word in given:
        means = table.short.get(word) if expand else None
        if word not in STOP or keep_all:
            row += means.split() if means and means.isascii() else [word]
    place = 0
    while place < len(row):
        for size in range(min(table.most_latin, len(row) - place), 0, -1):
            text = " ".join(row[place : place + size])
            concepts = table.latin.get(text)
            if concepts:
                yield latin_part(text, concepts)
                break
        else:
            size = 1
            yield latin_part(row[place], place_by_sound(row[place], table))
        place += size


def place_by_sound(word: str, table: BusinessWords) -> tuple[str, ...]:
    """Return the place that a word names with long vowels written out, as Toukyou and Ohsaka do; nothing else."""
    short = _LONG_VOWEL.sub(lambda found: found[0][0], word)
    concepts = table.latin.get(short, ()) if short != word else ()
    return concepts if concepts and table.kinds[concepts[0]] == "place" else ()


def _cjk_parts(run: str, *, expand: bool = True, alone: bool = False) -> Iterator[NamePart]:
    """Go through the words of the trade in a run of kana and Chinese characters, and the proper names between them.

    Parameters
    ----------
    expand
        Whether a short name at the beginning, or behind a place, stands for its words.
    alone
        Whether one that is the whole run does, since other runs stand beside it: 菱重 Special Vehicles.
    """
    for word in words_of_run(run, expand=expand, alone=alone):
        if word.stands_for:
            yield from _expanded(word.stands_for)
        else:
            yield cjk_part(word.text, word.concepts, word.reading, odd=word.is_behind)


def _expanded(means: str) -> Iterator[NamePart]:
    """Take apart what a short name stands for."""
    if means.isascii():
        yield from _latin_parts(means.split(), expand=False, keep_all=True)
    else:
        yield from _cjk_parts(means, expand=False)


def in_latin(name: str) -> str:
    """Write a name that mixes Latin letters and others in Latin letters, its words of the tables translated.

    Of a name with a word that is in no table, and of one in one script, nothing.

    >>> in_latin("日本Marine United"), in_latin("北浜Marine United"), in_latin("Japan Marine United")
    ('japan marine united', '', '')
    """
    parts = take_apart(name).parts
    latin = [part.alphabet == "latin" for part in parts]
    if all(latin) or not any(latin):
        return ""
    english = words().english
    row = [part.text if part.alphabet == "latin" else english.get(next(iter(part.concepts), ""), "") for part in parts]
    return " ".join(row) if all(row) else ""


def whole_sounds(parts: tuple[NamePart, ...]) -> Iterator[str]:
    """Read a whole name: each part in its first way, which for Chinese characters is Japanese, then in its second.

    Chinese has two ways. Latin parts are read as one word too. A number beside Chinese characters or kana stands for
    itself, so that a unit of another number sounds otherwise: 第1クウテイダン.
    """
    sounds = [part.sounds or ((part.text,) if part.text.isdigit() else ()) for part in parts]
    if not all(sounds) or (
        any(part.text.isdigit() for part in parts) and all(part.alphabet == "latin" for part in parts)
    ):
        return
    first = "".join([ways[0] for ways in sounds])
    yield first
    alphabets = {part.alphabet for part in parts}
    if "han" in alphabets:
        for read, also in _TWO_READINGS:
            if read in first:
                yield first.replace(read, also)
        for way in _CHINESE_WAYS if max(map(len, sounds)) > _CHINESE_WAYS[-1] else _CHINESE_WAYS[:1]:
            yield "".join([ways[way] if way < len(ways) else ways[-1] for ways in sounds])
    elif alphabets <= {"latin"}:
        yield from sounds_of_latin("".join([part.text.replace(" ", "") for part in parts]))
