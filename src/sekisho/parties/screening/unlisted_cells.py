"""Which of many plain cells hold no listed name and begin none, told of all at once where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from sekisho.parties.screening.listed_letters import ListedLetters
from sekisho.parties.screening.name_beginnings import CUT_LATIN, CUT_OTHER, NameBeginnings, before_cut_word

if TYPE_CHECKING:
    from sekisho.parties.screening.standing_letters import StandingLetters

_NAMES_A_CELL: Final = 40
"""Listed names of which checksums are worked out in the time that they spare for a cell. A guess. Smaller, many cells
are looked at one by one first; larger, a few wait for it; nothing else differs."""


class LatinKeys(Protocol):
    """A plain Latin cell by the keys of its words (see `plain_latin.PlainName`)."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all its words."""

    @property
    def core(self) -> tuple[str, ...]:
        """Keys of those that are no legal form."""


class CjkKeys(Protocol):
    """A plain cell in kana and Chinese characters (see `plain_cjk.PlainCjkName`)."""

    @property
    def keys(self) -> str:
        """Its letters as cells are compared by them."""

    @property
    def core(self) -> str:
        """Those without its legal form."""

    @property
    def letters(self) -> str:
        """Its letters once it was folded."""


class UnlistedCells:
    """Tells of many cells whether they are on no list.

    Parameters
    ----------
    letters, beginnings
        Where each cell is looked up by itself.
    """

    __slots__ = ("_asked", "_at_once", "_beginnings", "_letters")

    def __init__(self, letters: ListedLetters, beginnings: NameBeginnings) -> None:
        self._letters, self._beginnings = letters, beginnings
        self._at_once: StandingLetters | None = None
        self._asked = 0

    def __reduce__(self) -> tuple[type[UnlistedCells], tuple[ListedLetters, NameBeginnings]]:
        """Leave out what many cells are looked up by, which is worked out again."""
        return UnlistedCells, (self._letters, self._beginnings)

    def are_unlisted_latin(self, cells: Sequence[LatinKeys]) -> list[bool]:
        """Tell of plain Latin cells whether no listed name stands in them and they begin none."""
        at_once = self._letters_at_once(len(cells))
        if at_once is None:
            return [not (self._letters.may_stand_among(cell.keys) or self._may_cut_latin(cell)) for cell in cells]
        stand = at_once.may_stand([cell.keys for cell in cells])
        begin = at_once.may_begin(["".join(cell.keys) for cell in cells], CUT_LATIN)
        rows = zip(cells, stand, begin, strict=True)
        return [not (stands or (begins and self._may_cut_latin(cell))) for cell, stands, begins in rows]

    def _may_cut_latin(self, cell: LatinKeys) -> bool:
        return self._beginnings.may_be_cut("".join(cell.core), "".join(cell.keys), *before_cut_word(cell.keys))

    def are_unlisted_cjk(self, cells: Sequence[CjkKeys]) -> list[bool]:
        """Tell the same of plain cells in kana and Chinese characters."""
        at_once, may_be_cut = self._letters_at_once(len(cells)), self._beginnings.may_be_cut
        if at_once is None:
            holds_each = self._letters.may_hold_letters
            return [not (holds_each(each.letters) or may_be_cut(each.core, each.keys)) for each in cells]
        hold = at_once.may_hold([cell.letters for cell in cells])
        begin = at_once.may_begin([way for cell in cells for way in (cell.core, cell.keys)], CUT_OTHER)
        rows = zip(cells, hold, begin[::2], begin[1::2], strict=True)
        return [
            not (holds or ((core or keys) and may_be_cut(cell.core, cell.keys))) for cell, holds, core, keys in rows
        ]

    def look_at_once(self) -> StandingLetters:
        """Work out what many cells are looked up by together."""
        from sekisho.parties.screening.standing_letters import StandingLetters  # a single question does without numpy

        if self._at_once is None:
            letters = self._letters
            self._at_once = StandingLetters(
                letters.keys, letters.sizes, letters.glued, letters.short_others, self._beginnings.beginnings()
            )
        return self._at_once

    def _letters_at_once(self, count: int) -> StandingLetters | None:
        """Return what so many more cells are looked up by together, once it was worth to work it out."""
        self._asked += count
        if self._at_once is None and self._asked * _NAMES_A_CELL < len(self._letters.keys):
            return None
        return self.look_at_once()
