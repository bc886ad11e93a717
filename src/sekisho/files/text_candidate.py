"""What a file may say: its readings in several encodings, and how they are told where none is clearly right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import Problem
from sekisho.files.language import cost_of

SHOWN: Final[Mapping[str, str]] = {
    "cp932": "CP932 (Shift_JIS)",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030 (GBK)",
    "big5hkscs": "Big5",
    "cp949": "CP949 (EUC-KR)",
    "cp1252": "CP1252",
    "cp1251": "CP1251",
    "utf-8": "UTF-8",
}
"""Encodings as people name them."""
GOOD: Final = 10.5
"""What a letter may cost on average in a text that is language."""
_CELLS: Final = re.compile(r"[,;\t|\r\n\"]")


@dataclass(frozen=True, slots=True)
class TextCandidate:
    """What a sample of a file says in an encoding, what that costs, and how many letters beyond ASCII there are."""

    name: str
    text: str
    cost: float
    letters: int

    @property
    def good(self) -> bool:
        """Whether it is language by itself."""
        return self.letters == 0 or self.cost <= GOOD * self.letters


def doubt(file: Path, readings: Sequence[TextCandidate]) -> Problem:
    """Tell that several encodings, or none, read a file: a telling cell under each."""
    cells = _telling(readings)
    told = "; ".join(f"{SHOWN[each.name]}: '{cell}'" for each, cell in zip(readings, cells, strict=True))
    several = "may be in several encodings" if len(readings) > 1 else "is in no encoding that reads as language"
    remedy = "Name the right one with --encoding NAME, or save the file in UTF-8."
    return Problem(where=file.name, what=f"{several} ({told}).", remedy=remedy)


def _telling(readings: Sequence[TextCandidate]) -> list[str]:
    """Choose the cell whose readings differ most, and give it in each."""
    split = [_CELLS.split(each.text) for each in readings]
    if len({len(cells) for cells in split}) == 1:
        costs = [[cost_of(cell)[0] for cell in cells] for cells in split]
        spread = [max(each) - min(each) if len(each) > 1 else each[0] for each in zip(*costs, strict=True)]
        place = max(range(len(spread)), key=lambda at: spread[at])
        return [short(cells[place]) for cells in split]
    return [short(next((cell for cell in cells if cell and not cell.isascii()), "")) for cells in split]


def short(cell: str) -> str:
    """Show the beginning of a cell; what cannot be printed is a question mark."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in cell.strip())
    return plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + "…"


_LONGEST_SHOWN: Final = 24


def mixed(file: Path, row: int, name: str, other: str) -> Problem:
    """Tell that a file is in two encodings, and where the other one begins."""
    names = " and ".join(SHOWN.get(each, each) for each in (name, other))
    what = f"is in two encodings, from row {row:,} on ({names})."
    return Problem(where=file.name, what=what, remedy="Export it anew in one encoding, best in UTF-8.")


def no_text(file: Path, name: str = "") -> Problem:
    """Tell that a file is no text, or none in the encoding that was named."""
    others = "UTF-8, UTF-16, CP932 (Shift_JIS), EUC-JP, GB18030, Big5, CP949 or CP1252"
    what = f"is not text in {name or others}."
    return Problem(where=file.name, what=what, remedy="Save it in UTF-8, or name another --encoding.")
