"""Stretches of a cell beside the names in it: where punctuation parts them, and what was read of them.

In one cell many names may stand, and what stands between two of them is behind the one and before the other. So each
part is read once, and what was read of it is kept for all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Final

from sekisho.parties.cell.text import CellText
from sekisho.parties.reason import CellPiece, PieceKind
from sekisho.regex import regex

_HARD: Final = regex(r"[;|\n、；｜]")
"""What parts several names in one cell; so does a stroke between words of two letters or more (see `parts_names`)."""
_SOFT: Final = regex(r"[,:()\[\]【】〔〕「」『』<>《》〈〉。•·・\"“”]|\s[-–—]\s|[–—]|_")
"""What parts a name from what stands beside it."""


def parts_names(text: CellText, at: int) -> bool:
    """Tell whether several names are parted before the word at a place; C/O and a number over a number are one."""
    gap = text.gap(at)
    if _HARD.search(gap):
        return True
    if "/" not in gap or not 0 < at < len(text.tokens):
        return False
    left, right = text.tokens[at - 1], text.tokens[at]
    initials = left.is_word and right.is_word and len(left.key) == len(right.key) == 1
    return not (initials or (left.key[-1].isdigit() and right.key[0].isdigit()))


def is_parted(text: CellText, at: int) -> bool:
    """Tell whether punctuation parts a cell before the word at a place."""
    return bool(_SOFT.search(text.gap(at))) or parts_names(text, at)


@dataclass(slots=True)
class Stretch:
    """A stretch of a cell beside a name, read.

    Parameters
    ----------
    pieces
        In the order in which they stand.
    adjoins
        Whether the name stands by itself there: next to it is nothing, a separator or a piece.
    parted
        Whether a blank at least parts it from what is next to it.
    led
        Whether a word such as *of* or *for* stands directly before it.
    whole
        Whether every word was understood.
    """

    pieces: list[CellPiece] = field(default_factory=list)
    adjoins: bool = True
    parted: bool = True
    led: bool = False
    whole: bool = True

    def add(self, kind: PieceKind, text: str, code: str = "") -> None:
        """Add a piece."""
        self.pieces.append(CellPiece(kind=kind, text=text, code=code))

    def copy(self) -> Stretch:
        """Return the same, to which more may be added."""
        return replace(self, pieces=[*self.pieces])


PartyKeys = tuple[frozenset[str], frozenset[str]]
"""Names of the owners of a party, and of itself, as one word."""


@dataclass(slots=True)
class ReadParts:
    """What was read of the parts of one cell, in which many names may stand: each part is read once for all of them.

    Parameters
    ----------
    text
        The cell.
    letters, starts
        Its words as one, and where each of them begins there, with the end of the last.
    cuts
        Words before which punctuation parts it.
    before
        What stands before each part of a stretch, by where that begins and which names of the party stand in it.
    behind
        Pieces of a part behind a name, and whether all of it was understood, by what else it hangs on.
    """

    text: CellText
    letters: str = field(init=False)
    starts: list[int] = field(init=False)
    cuts: list[int] = field(init=False)
    before: dict[tuple[int, PartyKeys], list[Stretch]] = field(default_factory=dict)
    behind: dict[tuple[int, int, bool, bool, PartyKeys], tuple[list[CellPiece], bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Cut the cell where punctuation parts it."""
        keys = [token.key for token in self.text.tokens]
        self.letters = "".join(keys)
        self.starts = [*accumulate(map(len, keys), initial=0)]
        self.cuts = [at for at in range(1, len(keys)) if is_parted(self.text, at)]

    def parts(self, low: int, high: int) -> list[tuple[int, int]]:
        """Cut a stretch where punctuation parts it."""
        if low >= high:
            return []
        places = [low, *self.cuts[bisect_right(self.cuts, low) : bisect_left(self.cuts, high)], high]
        return [*pairwise(places)]

    def standing(self, keys: Iterable[str], low: int, high: int) -> frozenset[str]:
        """Return those of some names as one word whose letters stand in a stretch, wherever words end."""
        letters = self.letters[self.starts[low] : self.starts[high]]
        return frozenset([key for key in keys if key in letters])
