"""Names in Latin letters that can be read in one way only: words, and a legal form behind them.

Most names of a book are so. All that the comparison asks of such a name follows from its words one by one, and from the
words of its form, both of which come again in other names; so each is read once and remembered. Of any other cell
nothing is said here, and it is read in full.

>>> name = PlainReader().read("Kitahama Shipbuilding Co., Ltd.")
>>> name.words, name.keys
(('kitahama', 'shipbuilding'), ('kitahama', 'shipbuilding', 'co', 'ltd'))
>>> PlainReader().read("Kitahama Shipbuilding, Sakai Works 2") is None
True
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory
from sekisho.parties.cell.pieces import begins_with_piece, ends_with_piece, may_be_at_piece
from sekisho.parties.cell.text import key_of_plain, keys_of
from sekisho.parties.names.business_words import words
from sekisho.parties.names.contractions import GROUPS, SHORT_WORDS, OtherWord, other_word
from sekisho.parties.names.legal_forms import is_apart_from_forms, is_no_name, may_stand_before_form, read_form
from sekisho.parties.names.part import NamePart, latin_part
from sekisho.parties.names.phonetics import learn_sounds
from sekisho.parties.names.placeholders import is_word_for_nobody
from sekisho.parties.names.query import HEADED, OTHERS_BESIDE, STRIPPED, latin_heads, may_tell_unit, tells_unit
from sekisho.parties.names.tokenisation import STOP, place_by_sound
from sekisho.regex import regex

_PLAIN: Final = regex(r"(?:[A-Z]+[a-z]*|[a-z]+)(?:[ ,.-]+(?:[A-Z]+[a-z]*|[a-z]+|GmbH))+[.,]*")
"""Words in capitals, small letters or with one capital first, and what parts them."""
_LONGEST: Final = 200
"""Letters of the longest cell that is looked at. A guess: longer ones hold more than a name."""
_PARTING: Final = str.maketrans(",.-", "   ")
_STANDING_IN: Final = "qqqq zzzz"
"""Two words that are no part of any form, in front of the end of a name that is read for its form."""
_REMEMBERED: Final = 30_000
"""Words that are remembered. A guess, as for `folding`."""


class PlainName(NamedTuple):
    """A name that is read in one way.

    Parameters
    ----------
    name
        Without the signs at its end.
    words
        Its words without its legal form, folded.
    core
        Keys of these words, as cells are compared by them.
    keys
        Keys of all its words.
    others
        Its words as they are looked up where names are written otherwise.
    letters
        Letters of all its words, folded.
    parts
        As `take_apart` has them.
    forms
        Its legal forms, likewise.
    has_group
        Whether a word of it is one for a group.
    has_short
        Whether a word of it, or of its form, is one that `contractions.written_out` writes out.
    """

    name: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    keys: tuple[str, ...]
    others: tuple[OtherWord, ...]
    letters: str
    parts: tuple[NamePart, ...]
    forms: tuple[str, ...]
    has_group: bool
    has_short: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word of a plain name is, wherever it stands.

    Parameters
    ----------
    key
        As cells are compared by it; empty if it is not compared.
    marks
        What it is or may be, a bit each.
    is_apart
        Whether it may stand last before a legal form, and be no part of that.
    is_stop
        Whether it is left out of the parts of a name.
    most
        Words of the longest words of the trade that begin with it.
    """

    key: str
    other: OtherWord
    marks: int
    is_apart: bool
    is_stop: bool
    most: int


_ODD: Final = 1
"""A word that may not stand in a name that is read in one way."""
_IN_FORM: Final = 2
"""One with which a legal form may begin that stands in front of a name or within it."""
_HAS_PIECE: Final = 4
"""One with which a piece beside a name may begin or end."""
_MAY_BE_UNIT: Final = 8
"""One that may tell a unit."""
_BEGINS_TRADE: Final = 16
"""One with which several words of the trade begin that are one."""
_IS_GROUP: Final = 32
"""One for a group."""


@dataclass(frozen=True, slots=True)
class _Ending:
    """The end of a name: words that are no form, and the keys of those that are; plain if it is read in one way."""

    left: tuple[str, ...]
    keys: tuple[str, ...]
    forms: tuple[str, ...]
    is_plain: bool


class PlainReader:
    """Reads plain names, and remembers their words and endings."""

    def __init__(self) -> None:
        """Know no word yet."""
        self._words: Memory[str, _Word] = Memory(_REMEMBERED)
        self._endings: Memory[str, _Ending] = Memory(_REMEMBERED)
        self._parts: Memory[str, NamePart] = Memory(_REMEMBERED)
        self._most: dict[str, int] = {}
        for text in words().latin:
            first, _, more = text.partition(" ")
            self._most[first] = max(self._most.get(first, 0), 1 + more.count(" ") + bool(more))

    def learn(self, cells: Sequence[str]) -> None:
        """Learn how the new words of many cells sound, all at once."""
        words_of_all = " ".join(cells).lower().translate(_PARTING).split()
        learn_sounds({word for word in words_of_all if word not in self._words})

    def read(self, cell: str) -> PlainName | None:
        """Read a cell that holds a plain name; None of another."""
        if len(cell) > _LONGEST or not _PLAIN.fullmatch(cell):
            return None
        bare = cell.rstrip(STRIPPED)
        lower = bare.lower()
        texts = lower.translate(_PARTING).split()
        table = self._words
        read = [table.get(text) or self._read_word(text) for text in texts]
        body, at = len(texts), len(lower)
        while body and not read[body - 1].is_apart:
            body -= 1
            at = lower.rfind(texts[body], 0, at)
        if not body or "." in lower[:at]:
            return None
        ending = self._endings.get(lower[at:]) or self._read_ending(lower[at:], texts[body:])
        if not ending.is_plain:
            return None
        body += len(ending.left)
        if ending.forms and is_no_name(texts[:body]):
            return None
        core_read, words_left = read[:body], tuple(texts[:body])
        marks = 0
        for word in core_read:
            marks |= word.marks
        if marks & _ODD or (marks & _IN_FORM and _words_left(lower) != texts[:body]):
            return None
        parts = self._parts_of(words_left, core_read, is_of_single_words=not marks & _BEGINS_TRADE)
        if not parts:
            return None
        core = tuple([word.key for word in core_read if word.key])
        keys = core + ending.keys
        # A word of it is part of no legal form, so that it names somebody if it is no word for nobody.
        if is_word_for_nobody(" ".join(texts)) or not self._is_read_in_one_way(cell, keys, read):
            return None
        others = tuple([word.other for word in core_read if word.other.text])
        has_short = not SHORT_WORDS.isdisjoint(texts)
        has_group = bool(marks & _IS_GROUP)
        return PlainName(
            bare, words_left, core, keys, others, "".join(texts), parts, ending.forms, has_group, has_short
        )

    def _is_read_in_one_way(self, cell: str, keys: tuple[str, ...], read: Sequence[_Word]) -> bool:
        """Tell whether a name has no piece beside it, and no place or unit behind it."""
        first, last = read[0], read[-1]
        # A word that is not compared, such as *the*, hides no piece that stands beside it.
        if not (first.key and last.key):
            compared = [word for word in read if word.key]
            first, last = compared[0], compared[-1]
        if first.marks & _HAS_PIECE and begins_with_piece(keys):
            return False
        if last.marks & _HAS_PIECE and ends_with_piece(keys):
            return False
        return not ([word for word in read if word.marks & _MAY_BE_UNIT] and tells_unit(cell))

    def _read_word(self, text: str) -> _Word:
        """Read a word, and remember it."""
        table = words()
        key = key_of_plain(text)
        read = _Word(
            key=key,
            other=other_word(text, key),
            marks=_ODD * (len(text) == 1 or any(text in others for others in (table.short, OTHERS_BESIDE, HEADED)))
            | _IN_FORM * (not may_stand_before_form(text))
            | _HAS_PIECE * may_be_at_piece(key)
            | _MAY_BE_UNIT * may_tell_unit(f"{text} ")
            | _IS_GROUP * (text in GROUPS)
            | _BEGINS_TRADE * (self._most.get(text, 0) > 1),
            is_apart=is_apart_from_forms(text),
            is_stop=text in STOP,
            most=self._most.get(text, 0),
        )
        return self._words.keep(text, read)

    def _read_ending(self, ending: str, texts: Sequence[str]) -> _Ending:
        """Read the end of a name for the form in it, and remember it."""
        whole = f"{_STANDING_IN} {ending}"
        reading = read_form(whole)
        text = reading.text
        left = tuple(text.translate(_PARTING).split())
        rest = left[2:]
        is_plain = (
            left[:2] == tuple(_STANDING_IN.split())
            and rest == tuple(texts[: len(rest)])
            and "." not in text[: len(_STANDING_IN) + sum(map(len, rest)) + len(rest)]
            and not any(latin_heads(whole))
        )
        keys = keys_of(ending)
        read = _Ending(rest, tuple(keys[len(keys_of(" ".join(rest))) :]), reading.written, is_plain)
        return self._endings.keep(ending, read)

    def _parts_of(
        self, texts: Sequence[str], read: Sequence[_Word], *, is_of_single_words: bool
    ) -> tuple[NamePart, ...]:
        """Find the longest words of the trade; what is left is proper names."""
        parts_of = self._parts
        row = [text for text, word in zip(texts, read, strict=True) if not word.is_stop]
        if is_of_single_words:
            return tuple([parts_of.get(text) or self._part_of(text) for text in row])
        longest = [word.most for word in read if not word.is_stop]
        parts: list[NamePart] = []
        place, latin = 0, words().latin
        while place < len(row):
            text, size = row[place], 1
            for longer in range(min(longest[place], len(row) - place), 1, -1):
                joined = " ".join(row[place : place + longer])
                if joined in latin:
                    text, size = joined, longer
                    break
            parts.append(parts_of.get(text) or self._part_of(text))
            place += size
        return tuple(parts)

    def _part_of(self, text: str) -> NamePart:
        """Make the part of a word, or of words of the trade, and remember it."""
        table = words()
        return self._parts.keep(text, latin_part(text, table.latin.get(text) or place_by_sound(text, table)))


def _words_left(name: str) -> list[str]:
    """Return the words of a name that are no legal form."""
    return read_form(name).text.translate(_PARTING).split()
