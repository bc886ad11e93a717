"""A listed name that stands whole in a cell: whether what stands around it lets it stand there for its party.

No score and no threshold has a say.

| what stands whole | with what around it |
|---|---|
| a name with its legal form, at the borders of words | anything behind; nothing, a separator or a piece before |
| the same, if its core tells it too (see the next row) or *of* or *for* leads it | anything, before it a blank |
| its core of two or more words, or four or more letters of East Asia | the same |
| a core of one word, or three letters of East Asia, or an abbreviation | pieces alone |
| a core of one word, or an abbreviation of more | before it pieces alone; behind it anything that a sign parts |
| one of three words, or of East Asia, of a body of a state | the same, or behind it anything that a blank parts |
| any abbreviation | before it pieces alone; behind it a sign, and an address in the country of its party |
| a body of a state, of four Latin letters or three others | before it pieces or a sign; behind it anything |
| a core of one word of 8 Latin letters that is none of the trade | before it pieces; behind it words of the trade |
| 14 Latin letters, or 5 others, wherever words end | as in the first two rows |

"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.cell.pieces import PLACE_IN_FRONT, PieceReader
from sekisho.parties.cell.stretches import Stretch
from sekisho.parties.cell.text import CellText
from sekisho.parties.names.business_words import OF_TRADE
from sekisho.parties.names.tokenisation import take_apart
from sekisho.parties.screening.noted_names import ListedName

_MOST_PLACES: Final = 12
"""Places of one name that are read in a cell.

A guess: no cell of a real book should hold a name so often. If smaller, a name that stands sure only at a later place
is missed; if larger, a cell that repeats a name costs more, as what is around each place is read: one of 300 names took
1.3 s with 12 places, 4.9 s with 48, and 25 s with all (two busy cores, 2026-11-28).
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A listed name that stands whole in a cell, with what was read around it.

    Parameters
    ----------
    low, high
        Places of its first word and behind its last; both as far as it goes, if it ends within a word.
    several
        Whether the cell holds other names beside it.
    apart
        Whether a sign parts the name from what stands behind it.
    spaced
        Whether a blank or a sign does, or the name of a site between them; asked of abbreviations of bodies alone.
    """

    listed: ListedName
    low: int
    high: int
    before: Stretch
    behind: Stretch
    several: bool
    apart: bool = False
    spaced: bool = False

    @property
    def has_form(self) -> bool:
        """Whether a legal form stands in the name or beside it."""
        pieces = (*self.before.pieces, *self.behind.pieces)
        return self.listed.has_form or any(piece.kind == "form" for piece in pieces)

    @property
    def all_pieces(self) -> bool:
        """Whether everything around it was understood."""
        return self.before.whole and self.behind.whole


def may_stand_for_party(standing: Standing, *, is_cell: bool) -> bool:
    """Tell whether what is around a name lets it stand: by itself, or with its legal form behind a blank."""
    listed, before, behind = standing.listed, standing.before, standing.behind
    if listed.by_itself:
        return before.adjoins or (before.parted and standing.has_form and (listed.is_strong or before.led))
    if any(piece.code == PLACE_IN_FRONT for piece in before.pieces) and listed.name.isascii() and not listed.is_strong:
        return False  # Tokyo Subaru is a dealer
    loose = any(piece.code.startswith("loose") for piece in (*before.pieces, *behind.pieces))
    if before.whole and behind.whole and not loose:
        return True
    if is_cell and listed.is_body and not listed.is_weak and before.adjoins:
        return True  # Institute of Space Science (ISAS), JAXA
    if is_cell and listed.is_coined and before.whole and _is_of_trade(behind):
        return True  # Rheinmetall Landsysteme
    if not before.whole:
        return False
    if not listed.is_weak:
        return listed.is_body or (is_cell and standing.apart)
    return is_cell and ((listed.is_strong and standing.apart) or (listed.is_body and standing.spaced))


def is_placed(standing: Standing, territory: str) -> bool:
    """Tell whether an address in the country of the party stands behind an abbreviation, beside words unknown."""
    pieces = standing.behind.pieces
    placed = any(piece.kind in {"address", "country"} and piece.code == territory for piece in pieces)
    return standing.listed.is_weak and standing.before.whole and standing.apart and placed


def _is_of_trade(behind: Stretch) -> bool:
    """Tell whether words that nobody understood behind a name say what a firm does, and nothing else."""
    texts = [piece.text for piece in behind.pieces if piece.kind == "rest"]
    return all(part.kind in OF_TRADE for text in texts for part in take_apart(text).parts)


def ends_at_blank(text: CellText, high: int, last: int) -> bool:
    """Tell whether a name ends at a blank, or a site of it does: 陸自 and 陸自木更津駐屯地 before what nobody knows."""
    if high >= last or text.gap(high):
        return True
    blank = next((at for at in range(high, last) if text.gap(at)), last)
    return any(piece.kind == "site" for piece in PieceReader(text).behind(high, blank).pieces)


def longest(found: Sequence[Standing]) -> Iterator[Standing]:
    """Leave out names that stand within a longer name found, save those of the same entry; each entry once a place."""
    for standing in found:
        within = any(
            other.low <= standing.low
            and standing.high <= other.high
            and other.high - other.low > standing.high - standing.low
            for other in found
            if not other.listed.is_weak or standing.listed.is_weak
        )
        if not within:
            yield standing


def first_of_each(spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Drop the places of a name that a cell holds more often than any cell does in earnest."""
    often: Counter[str] = Counter()
    for span in spans:
        often[span[2]] += 1
        if often[span[2]] <= _MOST_PLACES:
            yield span
