"""Listed names of which the first words are given by their first letters: J. Marine United, GA Aeronautical Systems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.candidates.printed_words import PrintedWords
from sekisho.parties.names.business_words import words
from sekisho.parties.names.contractions import GROUPS, words_of
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.places import Drawers
from sekisho.regex import regex

_INITIALS: Final = regex(r"([a-z](?:[-. ]+[a-z])*)[-. ]+(?=[a-z]{2})|([a-z]{2,3})[-. ]+(?=[a-z]{2})")
"""First letters of words at the beginning of a name: J. Marine United, GA Aeronautical Systems."""
_MOST_INITIALS: Final = 3
"""Words at the beginning of a name of which the first letters may stand for them."""
_FEWEST_AFTER: Final = 2
"""Words behind first letters, those for groups and places aside. With one, M. Precision is any firm of precision."""
_EVERYDAY: Final = frozenset(
    {
        *("advanced", "design", "electric", "electronic", "electronics", "engineering", "industries", "industry"),
        *("international", "logistics", "management", "materials", "network", "networks", "precision", "research"),
        *("service", "services", "software", "solutions", "systems", "technologies", "technology", "trading"),
    }
)
"""Words that many firms bear, of which alone what stands behind first letters may not be: F. Network Solutions."""
_BETWEEN: Final = regex(r"[\W_]+")


@dataclass(slots=True)
class FirstLetters:
    """Listed names, findable by the first letters of their first words and the words behind these.

    Parameters
    ----------
    rows
        Words of each name in Latin letters, by its number.
    """

    rows: PrintedWords
    _numbers: Drawers = field(default_factory=Drawers)

    def __post_init__(self) -> None:
        """Index the names."""
        for number, row in self.rows.names():
            for key in _keys_of(row):
                self._numbers.note(key, number)
        self._numbers.close()

    def find(self, name: str) -> list[int]:
        """Return the listed names that a name may be, if it begins with first letters of words."""
        return self._of_key(_behind_letters(name))

    def of_row(self, row: tuple[str, ...]) -> list[int]:
        """Return the same of the words of a name, of which the first may be such letters."""
        return self._of_key(" ".join(row)) if len(row[0]) <= _MOST_INITIALS else []

    def _of_key(self, key: str) -> list[int]:
        """Return the listed names that begin with words of such first letters, and go on as the words behind them."""
        return [number for number in self._numbers.of(key) if key in _keys_of(self.rows[number])]


def _keys_of(row: tuple[str, ...]) -> Iterator[str]:
    """Go through the ways to write a name with its first words as their first letters."""
    for many in range(1, min(_MOST_INITIALS, len(row) - _FEWEST_AFTER) + 1):
        letters, rest = "".join(word[0] for word in row[:many]), row[many:]
        telling = [word for word in rest if word not in GROUPS and not _is_place(word)]
        if letters != row[0] and len(telling) >= _FEWEST_AFTER and not _EVERYDAY.issuperset(telling):
            yield f"{letters} {' '.join(rest)}"


def _is_place(word: str) -> bool:
    concepts = words().latin.get(word, ())
    return bool(concepts) and words().kinds[concepts[0]] == "place"


def _behind_letters(name: str) -> str:
    """Return the first letters of words with which a name begins, and the words behind them; nothing of another name.

    >>> _behind_letters("K. H. I. Aerospace Systems Co., Ltd."), _behind_letters("Kitahama Aerospace Systems")
    ('khi aerospace systems', '')
    """
    core = read_form(name).text
    letters = _INITIALS.match(core) if core.isascii() else None
    row = words_of(core[letters.end() :]) if letters else ()
    return f"{_BETWEEN.sub('', letters[0])} {' '.join(row)}" if letters and row else ""
