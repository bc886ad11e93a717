"""PDF files in the layout of the official documents, drawn letter by letter and line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.list_documents import AREAS, HEADER, Made, cells

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 8.0
LEAD = 10.0
LEFT = 30.0
WIDTHS = (32.0, 62.0, 190.0, 110.0, 68.0, 46.0)
TOP, BOTTOM = 780.0, 60.0
A4 = (595.28, 841.89)
"""Width and height of a page, points."""


def new_canvas(path: Path, *, encrypt: str | None = None) -> Canvas:
    """Begin a PDF file, with a Chinese font that every reader of PDF has."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont(FONT))
    return Canvas(str(path), pagesize=A4, encrypt=encrypt)


def wrapped(text: str, width: float) -> list[str]:
    """Break a text so that it fits a cell, Chinese at any letter and Latin between words; a line feed always breaks."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = []
    for part in text.split("\n"):
        line = ""
        for word in re.findall(r"[!-~]+ ?|.", part):
            if line and stringWidth(line + word, FONT, SIZE) > width:
                lines.append(line.rstrip())
                line = ""
            line += word
        lines.append(line)
    return lines


@dataclass
class Drawing:
    """A PDF file while it is drawn; running titles and page numbers stand on every page."""

    canvas: Canvas
    title: str
    page: int = 0
    y: float = TOP
    is_open: bool = False

    def close(self) -> None:
        """Draw the last line of a table that is open."""
        if self.is_open:
            self.canvas.line(LEFT, self.y, LEFT + sum(WIDTHS), self.y)
        self.is_open = False

    def new_page(self) -> None:
        """Finish a page and begin the next."""
        self.close()
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.y = TOP
        self.canvas.setFont(FONT, SIZE)
        self.canvas.drawString(LEFT, 805, self.title)
        self.canvas.drawString(A4[0] / 2, 30, f"- {self.page} -")

    def line(self, text: str) -> None:
        """Print a line outside the table."""
        self.close()
        if self.y - LEAD < BOTTOM:
            self.new_page()
        self.canvas.drawString(LEFT, self.y - SIZE, text)
        self.y -= LEAD + 2

    def row(self, texts: Sequence[Sequence[str] | None]) -> None:
        """Draw one row; None is a cell that reaches down from above."""
        height = LEAD * max(len(lines or ()) for lines in texts) + 4
        edges = [LEFT, *(LEFT + width for width in accumulate(WIDTHS))]
        for (left, right), lines in zip(pairwise(edges), texts, strict=True):
            self.canvas.line(left, self.y, left, self.y - height)
            self.canvas.line(right, self.y, right, self.y - height)
            if lines is not None:
                self.canvas.line(left, self.y, right, self.y)
            for number, text in enumerate(lines or ()):
                self.canvas.drawString(left + 2, self.y - 2 - SIZE - number * LEAD, text)
        self.y -= height
        self.is_open = True

    def header(self) -> None:
        """Draw the header of the table."""
        self.row([[name] for name in HEADER])


def write_catalogue(
    path: Path,
    made: Iterable[Made],
    *,
    shared: frozenset[str] = frozenset(),
    split: frozenset[str] = frozenset(),
    cut_code: frozenset[str] = frozenset(),
    several: frozenset[str] = frozenset(),
    uncoded: Iterable[str] = (),
    encrypt: str | None = None,
) -> Path:
    """Write the catalogue: running title, headings of areas, a ruled table whose header repeats on every page.

    Parameters
    ----------
    shared
        Codes whose description is one cell with that of the row above.
    split
        Codes whose row goes on on the next page, in cells without a code.
    cut_code
        Codes cut in two by the end of a page.
    several
        Codes with a second reference name and customs code in a row of their own beside the same code.
    uncoded
        Names of rows without a code, in a second part whose serial numbers start anew.
    """
    drawing = Drawing(new_canvas(path, encrypt=encrypt), "Ⅱ、两用物项和技术出口许可证管理目录")
    drawing.new_page()
    drawing.line("为实施出口管制，公布本目录。")
    drawing.line("一、两用物项出口管制清单所列物项")
    drawing.header()
    area = ""
    for row in made:
        texts = [
            wrapped(text, width - 4) for text, width in zip(cells(row, wide=row.serial % 7 == 0), WIDTHS, strict=True)
        ]
        height = LEAD * max(map(len, texts)) + 4
        ends = row.code in split | cut_code
        if ends or drawing.y - height < BOTTOM:
            if ends:
                drawing.row(_first_half(texts, row, cut=row.code in cut_code))
            drawing.new_page()
            drawing.header()
        if row.code[:2] != area:
            area = row.code[:2]
            if not ends:
                drawing.line(f"{area} {AREAS[area[1]]}")
                drawing.header()
        if ends:
            drawing.row(_second_half(texts, row, cut=row.code in cut_code))
            continue
        drawing.row([None if row.code in shared and number == 2 else text for number, text in enumerate(texts)])
        if row.code in several:
            drawing.row([None, None, None, ["另一商品"], ["9999999999"], None])
    names = list(uncoded)
    if names:
        drawing.line("二、核出口管制清单所列物项")
        drawing.header()
        for number, name in enumerate(names, start=1):
            drawing.row([[str(number)], [""], [name], [name], [""], ["千克"]])
    drawing.close()
    drawing.canvas.save()
    return path


def _first_half(texts: Sequence[Sequence[str]], row: Made, *, cut: bool) -> list[list[str]]:
    code = row.code[:-2] if cut else row.code
    return [[str(row.serial)], [code], list(texts[2][:1]), list(texts[3]), list(texts[4][:1]), [""]]


def _second_half(texts: Sequence[Sequence[str]], row: Made, *, cut: bool) -> list[list[str]]:
    code = row.code[-2:] if cut else ""
    return [[""], [code], list(texts[2][1:]) or [""], [""], list(texts[4][1:]) or [""], list(texts[5])]


def write_lines(path: Path, lines: Iterable[str], *, title: str = "中华人民共和国两用物项出口管制清单") -> Path:
    """Write a document without tables, with a running title and page numbers."""
    drawing = Drawing(new_canvas(path), title)
    drawing.new_page()
    for text in lines:
        for line in wrapped(text, 500):
            drawing.line(line)
    drawing.canvas.save()
    return path


def write_scan(path: Path) -> Path:
    """Write a document whose pages are pictures: drawn shapes and no text."""
    canvas = new_canvas(path)
    for _ in range(3):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return path
