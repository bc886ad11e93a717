"""Names in kana and Chinese characters that can be read in one way only: a name and its legal form, nothing else.

>>> plain_cjk("北浜造船株式会社").core
'北滨造船'
>>> plain_cjk("北浜造船 堺工場") is None, plain_cjk("日本北浜造船") is None
(True, True)
"""

from __future__ import annotations

from typing import Final, NamedTuple

from sekisho.files.language import is_of_east_asia
from sekisho.parties.cell.pieces import begins_with_piece, ends_with_piece, may_be_at_piece
from sekisho.parties.names.folding import PLAIN_CJK, common_han, fold_text, katakana
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.placeholders import names_nobody
from sekisho.parties.names.query import is_bare_cjk, tells_unit
from sekisho.parties.names.tokenisation import KEYS

_SHORTEST: Final = 3
"""Letters of the shortest name that is looked at. A guess. Smaller or larger, other names are compared in full, and
nothing else differs."""
_LONGEST: Final = 60
"""The same of the longest."""
_SURELY_NAME: Final = 9
"""Letters from which a name with a legal form names somebody; no word for nobody is as long."""


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
    if not (_SHORTEST <= len(cell) <= _LONGEST and PLAIN_CJK.fullmatch(cell)):
        return None
    read = read_form(cell)
    if (len(cell) < _SURELY_NAME or not read.forms) and names_nobody(cell):
        return None
    keys = tuple(filter(None, [KEYS[letter] for letter in cell]))
    if not keys or (may_be_at_piece(keys[0]) and begins_with_piece(keys)):
        return None
    if may_be_at_piece(keys[-1]) and ends_with_piece(keys):
        return None
    if not (is_bare_cjk(cell) and is_of_east_asia(cell)) or tells_unit(cell):
        return None
    core, folded = read.text.replace(" ", ""), fold_text(cell)
    written = "".join(keys)
    return PlainCjkName(
        keys=written,
        core="".join(map(KEYS.__getitem__, core)),
        letters=written if folded == cell else "".join(map(KEYS.__getitem__, folded)),
        shape="".join(map(_SHAPES.__getitem__, core)),
    )


class _Shapes(dict[str, str]):
    """Letters in katakana and the common form, as they are met."""

    def __missing__(self, letter: str) -> str:
        """Write a letter that was not met before."""
        self[letter] = shape = common_han(katakana(letter))
        return shape


_SHAPES: Final = _Shapes()
