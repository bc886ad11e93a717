"""Names in kana and Chinese characters that can be read in one way only: a name and its legal form, nothing else.

The names of a book are read as one text, a name a line: nothing that is looked for in a name goes over the end of one.

>>> plain_cjk("北浜造船株式会社").core
'北滨造船'
>>> plain_cjk("北浜造船 堺工場") is None, plain_cjk("日本北浜造船") is None
(True, True)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from sekisho.files.language import are_of_east_asia
from sekisho.parties.cell.pieces import words_at_begin, words_at_end
from sekisho.parties.cell.place_beside import behind_of, says_where, without_form_in_front
from sekisho.parties.cell.words import WordTable, cell_words
from sekisho.parties.names.cjk_words import KEYS
from sekisho.parties.names.folding import PLAIN_CJK, common_han, fold_plain_cjk, katakana
from sekisho.parties.names.legal_forms import learn_forms, read_form
from sekisho.parties.names.placeholders import is_word_for_nobody, names_nobody
from sekisho.parties.names.query import is_bare_cjk, tells_unit

_SHORTEST: Final = 3
"""Letters of the shortest name that is looked at. A guess. Smaller or larger, other names are compared in full, and
nothing else differs."""
_LONGEST: Final = 60
"""The same of the longest."""


class PlainCjkName(NamedTuple):
    """A name that is read in one way, letter by letter, without the marks of long vowels.

    Parameters
    ----------
    keys, core
        Its letters as cells are compared by them, and those without its legal form.
    letters
        Its letters once it was folded, as it is searched for listed names.
    shape
        Those without its legal form that are looked up where names are written otherwise.
    """

    keys: str
    core: str
    letters: str
    shape: str


def plain_cjk(cell: str) -> PlainCjkName | None:
    """Read a cell that holds a plain name; None of another."""
    return plain_cjk_each((cell,)).get(cell)


def plain_cjk_each(cells: Sequence[str]) -> dict[str, PlainCjkName]:
    """Read those of many cells that hold a plain name."""
    plain = [cell for cell in cells if _SHORTEST <= len(cell) <= _LONGEST and PLAIN_CJK.fullmatch(cell)]
    if not plain:
        return {}
    text = "\n".join(plain)
    folded = fold_plain_cjk(text)
    lines = folded.split("\n")
    learn_forms(plain)
    cores = [read_form(cell).text.replace(" ", "") for cell in plain]
    core_text = "\n".join(cores)
    rows = zip(
        plain,
        lines,
        cores,
        are_of_east_asia(plain),
        _written(text, KEYS),
        _written(core_text, KEYS),
        _written(folded, KEYS),
        _written(core_text, _SHAPES),
        strict=True,
    )
    return {
        cell: PlainCjkName(keys, core_keys, letters, shape)
        for cell, line, core, is_written, keys, core_keys, letters, shape in rows
        if is_written and keys and _is_read_in_one_way(cell, line, keys, has_form=core != line)
    }


def _is_read_in_one_way(cell: str, folded: str, keys: str, *, has_form: bool) -> bool:
    """Tell whether a name has no piece beside it and no unit behind it, and is not a word for nobody."""
    # A name with a legal form names somebody, unless all of it is a word for nobody.
    if (not has_form or is_word_for_nobody(folded)) and names_nobody(cell):
        return False
    if keys.startswith(_front().get(keys[0], ())) or keys.endswith(_behind().get(keys[-1], ())):
        return False
    return is_bare_cjk(cell) and not tells_unit(cell) and not _stands_at_places(cell, keys)


def _stands_at_places(cell: str, keys: str) -> bool:
    """Tell whether a name begins with several places, or with words that say where it is: it has several ways.

    So does one with a place behind the legal form in front of it.
    """
    if says_where(cell):
        return True
    bare = without_form_in_front(cell)
    if bare != cell:
        bare = bare.lstrip("ー")
        return bool(bare) and bool(behind_place(bare, _written(bare, KEYS)[0]))
    name = behind_place(cell, keys)
    return bool(name) and bool(behind_place(name, _written(name, KEYS)[0]))


def behind_place(cell: str, keys: str) -> str:
    """Return the name behind the place or the country with which a plain name begins; nothing of another.

    It is that of `place_beside.after_place`.

    >>> behind_place("神戸北浜造船", "神戸北滨造船"), behind_place("北浜造船", "北滨造船")
    ('北浜造船', '')
    """
    if not keys or not KEYS[cell[0]]:
        return ""
    words = cell_words()
    tables = (words.place, words.country)
    size = next((size for size in (_longest_at_begin(table, keys) for table in tables) if size), 0)
    if not size or size == len(keys):
        return ""
    at = size if len(keys) == len(cell) else [at for at, letter in enumerate(cell) if KEYS[letter]][size]
    return behind_of(cell[at:])


def _longest_at_begin(table: WordTable, keys: str) -> int:
    """Count the letters of the longest words of a table with which a name begins."""
    sizes = table.sizes_at(keys[0])
    return next((size for size in sizes if tuple(keys[:size]) in table.rows), 0) if sizes else 0


@cache
def _front() -> dict[str, tuple[str, ...]]:
    """Return words with which a piece in front of a name begins, letter by letter, by their first letter."""
    words: dict[str, tuple[str, ...]] = {}
    for word in words_at_begin():
        words[word[0]] = (*words.get(word[0], ()), word)
    return words


@cache
def _behind() -> dict[str, tuple[str, ...]]:
    """Return words with which a piece behind a name ends, letter by letter, by their last letter."""
    words: dict[str, tuple[str, ...]] = {}
    for word in words_at_end():
        words[word[-1]] = (*words.get(word[-1], ()), word)
    return words


def _written(text: str, letters: dict[str, str]) -> list[str]:
    """Write the lines of a text letter by letter in another way."""
    return "".join(map(letters.__getitem__, text)).split("\n")


class _Shapes(dict[str, str]):
    """Letters in katakana and the common form, as they are met."""

    def __missing__(self, letter: str) -> str:
        """Write a letter that was not met before."""
        self[letter] = shape = common_han(katakana(letter))
        return shape


_SHAPES: Final = _Shapes()
