"""Headers of books taken apart into words, so that one that was never seen is understood by its parts.

`header-words.csv` says what a word is: who (a party), what (a kind of thing), which (picks one of several), not (the
column is something else), whose (an address is that of whoever receives the goods, and not of who pays or sends), or as
(it is short for another). Words are found between signs, at a change of case, and inside what is written together:
`TOTALVALUEUSD`, `出荷先国`, `Zolltarifnr.`; without their accents, and in traditional characters, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.files.language import simplified
from sekisho.files.package_csv import header_rows

_TABLE: Final = Path(__file__).with_name("header-words.csv")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PIECE: Final = re.compile(
    r"%[Gg][Tt]|[%％]|[Uu][Ss]\$|\$|\d+|[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+|[\u0400-\u04ff]+|[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"
)
_EASTERN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9f々]")
_NUMBER_SIGN: Final = re.compile(r"#|№|\b[Nn][°º]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "đ": "d", "ł": "l"})
_SHORT: Final = frozenset({"usd", "fob", "cif", "val", "hs", "of", "en", "no", "in", "nr", "bez"})
"""Words of few letters that stand in others written together; more of them would be found by chance."""
_SHORT_FOR: Final = "as"
"""Role of a word that is short for another: its meaning is that word."""
_FEWEST: Final = 4
"""Letters of a Latin word that is found inside another, written together. Smaller, words are found by chance."""
_LONGEST_PHRASE: Final = 4
"""Words of the longest entry of the table."""
_LONGEST_WORD: Final = 8
"""Characters of the longest word of the table in Chinese or Japanese."""
MOST_HEADERS: Final = 20_000
"""Headers whose words are kept, some 10 MB: a book of 5,000 columns asks for those of each four times. A guess; with
fewer than a book has none is found again."""
_LONGEST_PIECE: Final = 60
"""Letters of a word of a header that is looked into for others; longer ones are keys of machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderWords:
    """What the words of a header say.

    Parameters
    ----------
    who, what, which, veto
        Meanings of the words of each role.
    whose
        Whose an address is, if the words say it.
    unknown
        Words that the table does not have.
    digits
        Numbers in the header.
    count
        Words in all.
    """

    who: frozenset[str] = frozenset()
    what: frozenset[str] = frozenset()
    which: frozenset[str] = frozenset()
    veto: frozenset[str] = frozenset()
    whose: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    count: int = 0


@cache
def _table() -> dict[str, tuple[tuple[str, str], ...]]:
    words: dict[str, list[tuple[str, str]]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in header_rows(file):
            word = " ".join(unicodedata.normalize("NFKC", row["word"]).casefold().split())
            words.setdefault(word, []).append((row["role"], row["meaning"]))
    plain: dict[str, list[tuple[str, str]]] = {}
    for word, pairs in words.items():
        for way in {_without_accents(word), _without_accents(word.translate(_UMLAUTS))} - words.keys():
            plain.setdefault(way, pairs)  # of two words that differ by accents alone the first counts
    return {word: tuple(pairs) for word, pairs in (plain | words).items()}


def _without_accents(word: str) -> str:
    """Take the accents off a word of Latin letters, as many systems print it."""
    if _EASTERN.search(word):
        return word
    return "".join(part for part in unicodedata.normalize("NFD", word) if not unicodedata.combining(part))


def _written_out(piece: str) -> str:
    """Return the word for which a piece is short; itself if for none."""
    return next((meaning for role, meaning in _table().get(piece, ()) if role == _SHORT_FOR), piece)


@lru_cache(maxsize=MOST_HEADERS)
def words_of_header(header: str) -> HeaderWords:
    """Take a header apart.

    >>> found = words_of_header("SUMOFTOTAL_VALUE_USD")
    >>> sorted(found.what), sorted(found.which), found.unknown
    (['money'], ['dollar', 'total'], ())
    >>> sorted(words_of_header("出荷先国").which), sorted(words_of_header("手配日").what)
    (['destination'], ['date', 'document'])
    """
    words = _words(header)
    if words.unknown and _HAN.search(header):
        otherwise = _words(simplified(header))
        return otherwise if len("".join(otherwise.unknown)) < len("".join(words.unknown)) else words
    return words


def written_out(header: str) -> str:
    """Return a header with its short words written out.

    >>> written_out("Ship-To Ctry")
    'ship to country'
    """
    return " ".join(_pieces(header))


def _words(header: str) -> HeaderWords:
    table = _table()
    pieces = list(_pieces(header))
    roles: dict[str, set[str]] = {"who": set(), "what": set(), "which": set(), "not": set(), "whose": set()}
    unknown, digits, count, at = list[str](), list[str](), 0, 0
    while at < len(pieces):
        for size in range(min(_LONGEST_PHRASE, len(pieces) - at), 0, -1):
            pairs = table.get(" ".join(pieces[at : at + size]))
            if pairs:
                break
        else:
            size, pairs = 1, ()
        for role, meaning in pairs:
            roles[role].add(meaning)
        if not pairs:
            (digits if pieces[at].isdigit() else unknown).append(pieces[at])
        count += 1
        at += size
    return HeaderWords(
        who=frozenset(roles["who"]),
        what=frozenset(roles["what"]),
        which=frozenset(roles["which"]) - {"filler"},
        veto=frozenset(roles["not"]),
        whose=frozenset(roles["whose"]),
        unknown=tuple(unknown),
        digits=tuple(digits),
        count=count,
    )


def _pieces(header: str) -> Iterator[str]:
    return map(_written_out, _as_written(header))


def with_number_word(header: str) -> str:
    """Write a sign for a number as the word.

    >>> with_number_word("Vendor #")
    'Vendor  no '
    """
    return _NUMBER_SIGN.sub(" no ", header)


def _as_written(header: str) -> Iterator[str]:
    plain = with_number_word(unicodedata.normalize("NFKC", header))
    if plain.upper() != plain:
        plain = _CAMEL.sub(" ", plain)
    for piece in _PIECE.findall(plain):
        folded = piece.casefold()
        if folded in _table() or folded.isdigit() or len(folded) > _LONGEST_PIECE:
            yield folded
        elif _EASTERN.search(folded):
            yield from _taken_apart(folded, eastern=True)
        else:
            singular = folded.removesuffix("s")
            parts = _taken_apart(folded, eastern=False)
            yield from [singular] if singular in _table() else parts


@lru_cache(maxsize=4096)
def _taken_apart(text: str, *, eastern: bool) -> tuple[str, ...]:
    """Find the fewest words of the table that make a text; letters that are in none stay together.

    A Latin word is taken apart only if nothing of it is left.
    """
    table = _table()
    longest = _LONGEST_WORD if eastern else len(text)
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    for end in range(1, len(text) + 1):
        lost, count, parts = best[end - 1]
        joined = (
            (*parts[:-1], parts[-1] + text[end - 1]) if parts and parts[-1] not in table else (*parts, text[end - 1])
        )
        fewest = (lost + 1, count, joined)
        for begin in range(max(0, end - longest), end):
            word = text[begin:end]
            if word in table and (eastern or len(word) >= _FEWEST or _may_end(word, begin, end, text)):
                before = best[begin]
                fewest = min(fewest, (before[0], before[1] + 1, (*before[2], word)), key=lambda way: way[:2])
        best.append(fewest)
    lost, _, parts = best[-1]
    return parts if eastern or not lost else (text,)


def _may_end(word: str, begin: int, end: int, text: str) -> bool:
    """Tell whether a short word may stand in one written together: a few may, and a currency at its end."""
    currency = begin > 0 and end == len(text) and ("which", "local") in _table()[word] and len(word) == len("usd")
    return word in _SHORT or currency
