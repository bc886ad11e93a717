"""Pages of a PDF with a text layer as blocks: ruled tables, and the lines of text around them.

A table whose columns no line parts is not read: where a cell ends there would be a guess, and goods would stand under
the name of another column. Such a file is refused, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, Problem
from sekisho.files.documents.blocks import Block
from sekisho.message import message

if TYPE_CHECKING:
    from pdfplumber.page import Page

WIDE: Final = 1.0
"""Gap between two words, as a share of the letters' size, that parts two texts of a line. A guess: a space between
words is a quarter to a third of it. Smaller, justified text falls apart; larger, a label runs into the next."""
_SAME_LINE: Final = 3.0
"""Points by which the tops of words on one line may differ."""
_REMEDY: Final = message(
    "file.pdf_as_sheet", "Take the order as a spreadsheet or CSV from who sent it, or copy its table into one."
)


def blocks_of_pdf(file: Path) -> list[Block]:
    """Read a PDF.

    Raises
    ------
    BookError
        If pdfplumber is not installed; the file is damaged, protected, has no text but pictures, or no ruled table.
    """
    try:
        import pdfplumber
    except ImportError:
        what = message("command.needs_pdf", "PDF files need pdfplumber, which is not installed.")
        raise BookError(Problem(where=file.name, what=what, remedy=_REMEDY)) from None
    blocks: list[Block] = []
    try:
        with pdfplumber.open(file) as pdf:
            for page in pdf.pages:
                blocks += _blocks_of(page)
                page.close()
    except Exception as fault:  # the reader raises errors of many kinds on a damaged file
        why = str(fault).rstrip(".") or type(fault).__name__
        what = message("file.unread", "cannot be read ({why}).", why=why)
        raise BookError(Problem(where=file.name, what=what, remedy=_REMEDY)) from fault
    if not blocks:
        what = message("file.pdf_pictures", "has no text: its pages are pictures, or empty.")
        raise BookError(Problem(where=file.name, what=what, remedy=_REMEDY))
    if not any(block.is_table for block in blocks):
        what = message("file.pdf_no_rules", "has no table with lines between its columns.")
        raise BookError(Problem(where=file.name, what=what, remedy=_REMEDY))
    return blocks


def _blocks_of(page: Page) -> Iterator[Block]:
    """Go through the ruled tables and the lines of a page, from its top."""
    tables = page.find_tables()
    placed: list[tuple[float, Block]] = []
    for table in tables:
        rows = tuple(tuple((cell or "").strip() for cell in row) for row in table.extract())
        if any(any(row) for row in rows):
            placed.append((table.bbox[1], Block(rows=rows)))
    words = page.extract_words(extra_attrs=["size"])
    outside = [word for word in words if not any(_is_in(word, table.bbox) for table in tables)]
    placed += ((top, Block(rows=(pieces,), is_table=False)) for top, pieces in _lines(outside))
    return (block for _, block in sorted(placed, key=lambda pair: pair[0]))


def _is_in(word: Mapping[str, float], box: Sequence[float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _lines(words: Sequence[Mapping[str, object]]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Gather words that stand on one line, and part it where a gap is wide; each with its top in points."""
    rows: list[tuple[float, list[Mapping[str, object]]]] = []
    for word in sorted(words, key=lambda word: _number(word, "top")):
        top = _number(word, "top")
        if not rows or top - rows[-1][0] > _SAME_LINE:
            rows.append((top, []))
        rows[-1][1].append(word)
    for top, row in rows:
        pieces: list[str] = []
        right = 0.0
        for word in sorted(row, key=lambda word: _number(word, "x0")):
            if pieces and _number(word, "x0") - right <= WIDE * _number(word, "size"):
                pieces[-1] += f" {word['text']}"
            else:
                pieces.append(str(word["text"]))
            right = _number(word, "x1")
        yield top, tuple(pieces)


def _number(word: Mapping[str, object], key: str) -> float:
    value = word[key]
    return float(value) if isinstance(value, int | float) else 0.0
