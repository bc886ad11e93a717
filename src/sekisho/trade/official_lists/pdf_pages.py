"""Pages of a PDF file with a text layer: lines outside tables and rows of ruled tables, in the order of the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import ListError, Problem
from sekisho.files.documents.pdf_opener import pdf_pages
from sekisho.message import counted, joined, message
from sekisho.trade.official_lists.printed_text import narrow

if TYPE_CHECKING:
    from pdfplumber.page import Page

Letter = Mapping[str, object]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left corner."""

GAP: Final = 0.3
"""Share of a letter's size from which a gap between two letters is a space. A guess. Smaller, words fall apart;
larger, cells of a table run together."""

GET_TEXT: Final = message(
    "lists.get_text", "Take the file from the ministry's site, which has a text layer, or give the list as CSV."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One printed line, or the part of it that lies in one cell."""

    page: int
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table; its edges are in points."""

    left: float
    right: float
    bottom: float
    lines: tuple[PrintedLine, ...]

    @property
    def texts(self) -> list[str]:
        """The lines as text."""
        return [line.text for line in self.lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfRow:
    """One row of a table; a cell that reaches down from a row above is missing in it."""

    page: int
    number: int
    top: float
    cells: tuple[Cell, ...]


Block = PrintedLine | PdfRow


def read_pages(file: Path) -> list[list[Block]]:
    """Read all pages of a PDF file.

    Raises
    ------
    ListError
        If the file is no PDF, is damaged, needs a password, or has pages without text.
    """
    blocks, unread = [], []
    with pdf_pages(file, error=ListError, remedy=GET_TEXT) as pages:
        for page in pages:
            blocks.append(_blocks(page))
            if not page.chars and (page.images or page.curves or page.rects):
                unread.append(page.page_number)
    if not any(blocks):
        what = message("lists.no_text_layer", "has no text layer: its pages are pictures, or empty.")
        raise ListError(Problem(where=file.name, what=what, remedy=GET_TEXT))
    if unread:
        what = counted(
            "lists.pages_without_text",
            "has no text on page {pages}, only pictures.",
            "has no text on pages {pages}, only pictures.",
            pages=joined(map(str, unread), "comma"),
            n=len(unread),
        )
        raise ListError(Problem(where=file.name, what=what, remedy=GET_TEXT))
    return blocks


def _blocks(page: Page) -> list[Block]:
    letters = sorted((letter for letter in page.chars if letter["upright"]), key=_height)
    heights = [_height(letter) for letter in letters]
    turned = "".join(str(letter["text"]) for letter in page.chars if not letter["upright"])
    tops = [_middle(group) for group in _grouped(letters)]
    placed: list[tuple[float, Block]] = []
    inside: set[int] = set()
    for table in page.find_tables():
        for row in table.rows:
            cells: list[Cell] = []
            for box in filter(None, row.cells):
                level = range(bisect_left(heights, box[1]), bisect_right(heights, box[3]))
                own = [number for number in level if number not in inside and _within(letters[number], box)]
                inside.update(own)
                lines = tuple(_lines((letters[number] for number in own), page.page_number, tops))
                cells.append(Cell(left=box[0], right=box[2], bottom=box[3], lines=lines))
            numbers = [line.number for cell in cells for line in cell.lines]
            if numbers:
                top = row.bbox[1]
                placed.append((top, PdfRow(page=page.page_number, number=min(numbers), top=top, cells=tuple(cells))))
    outside = [letter for number, letter in enumerate(letters) if number not in inside]
    for group in _grouped(outside):
        placed += [(_middle(group), line) for line in _lines(group, page.page_number, tops)]
    blocks = [block for _, block in sorted(placed, key=lambda pair: pair[0])]
    if narrow(turned):
        blocks.append(PrintedLine(page=page.page_number, number=len(tops) + 1, text=narrow(turned)))
    return blocks


def _number(letter: Letter, key: str) -> float:
    value = letter[key]
    return float(value) if isinstance(value, int | float) else 0.0


def _height(letter: Letter) -> float:
    """How far below the upper edge of the page the middle of a letter stands, points."""
    return (_number(letter, "top") + _number(letter, "bottom")) / 2


def _within(letter: Letter, box: Box) -> bool:
    return box[0] <= (_number(letter, "x0") + _number(letter, "x1")) / 2 <= box[2]


def _middle(group: Sequence[Letter]) -> float:
    return sum(map(_height, group)) / len(group)


def _grouped(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Gather letters that stand on one line: their middles differ by less than half a letter."""
    groups: list[list[Letter]] = []
    last = 0.0
    for letter in sorted(letters, key=_height):
        middle = _height(letter)
        if groups and middle - last < _number(letter, "size") / 2:
            groups[-1].append(letter)
        else:
            groups.append([letter])
            last = middle
    return groups


def _lines(letters: Iterable[Letter], page: int, tops: Sequence[float]) -> Iterator[PrintedLine]:
    for group in _grouped(letters):
        text, right = "", None
        for letter in sorted(group, key=lambda each: _number(each, "x0")):
            if right is not None and _number(letter, "x0") - right > GAP * _number(letter, "size"):
                text += " "
            text += str(letter["text"])
            right = _number(letter, "x1")
        if narrow(text):
            yield PrintedLine(page=page, number=max(1, bisect_right(tops, _middle(group) + 0.1)), text=narrow(text))
