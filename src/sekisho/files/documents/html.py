"""Pages of HTML as blocks: what stands in tables, and the lines of text around them.

Programs that write a report as HTML often call it `.xls`, since a spreadsheet program opens it. A table inside another
is a table of its own: pages are laid out by tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from html.parser import HTMLParser
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.documents.blocks import Block, line_block

_MOST_SPAN: Final = 100
"""Rows or columns that one cell of a page may cover; more is a slip, and would fill memory."""
_BREAKS: Final = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "tr", "table"})
"""Elements that end a line of text."""
_SILENT: Final = frozenset({"script", "style", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """A page: its first heading, and its blocks in their order."""

    heading: str
    blocks: tuple[Block, ...]


def read_page(text: str) -> HtmlPage:
    """Read a page of HTML.

    >>> [block.rows for block in read_page("Buyer: Mihon<table><tr><th>Goods<td>2</table>").blocks]
    [(('Buyer: Mihon',),), (('Goods', '2'),)]
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return HtmlPage(heading=" ".join(" ".join(reader.heading).split()), blocks=tuple(reader.finished()))


@dataclass(slots=True)
class _Cell:
    rows: int = 1
    columns: int = 1
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines of the cell, without the blanks between words."""
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects tables and lines in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.heading: list[str] = []
        self._parts: list[_Table | _Cell] = []
        self._open: list[_Table] = []
        self._silent = 0
        self._in_heading = False

    def finished(self) -> Iterator[Block]:
        """Go through the blocks that hold anything."""
        for part in self._parts:
            if isinstance(part, _Table):
                rows = tuple(tuple(cells) for cells in _laid_out(part.rows))
                if any(any(row) for row in rows):
                    yield Block(rows=rows)
            else:
                yield from map(line_block, filter(None, part.text.split("\n")))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BREAKS:
            self._words("\n")
        if tag == "table":
            self._open.append(_Table())
            self._parts.append(self._open[-1])
        elif re.fullmatch("h[1-6]", tag) and not "".join(self.heading).strip():
            self._in_heading = True
        elif tag == "tr" and self._open:
            self._open[-1].rows.append([])
        elif tag in {"td", "th"} and self._open:
            given = dict(attrs)
            rows = self._open[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(_Cell(_span(given.get("rowspan")), _span(given.get("colspan"))))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._open.pop()
        elif re.fullmatch("h[1-6]", tag):
            self._in_heading = False
        if tag in _BREAKS:
            self._words("\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._in_heading:
            self.heading.append(data)
        self._words(re.sub(r"\s+", " ", data))

    def _words(self, text: str) -> None:
        """Add text to the innermost cell, or to the text between tables."""
        if self._open:
            if (rows := self._open[-1].rows) and rows[-1]:
                rows[-1][-1].words.append(text)
            return
        if not self._parts or isinstance(self._parts[-1], _Table):
            self._parts.append(_Cell())
        if isinstance(last := self._parts[-1], _Cell):
            last.words.append(text)


def _span(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isdigit() and int(text) else 1


def _laid_out(rows: list[list[_Cell]]) -> Iterator[list[str]]:
    """Put cells that cover several rows or columns into each; a cell across columns stands in the first of them."""
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        waiting = iter(row)
        while True:
            if len(cells) in below:
                left, text = below.pop(len(cells))
                if left > 1:
                    below[len(cells)] = (left - 1, text)
                cells.append(text)
                continue
            cell = next(waiting, None)
            if cell is None:
                break
            text = cell.text
            if cell.rows > 1:
                below[len(cells)] = (cell.rows - 1, text)
            cells += [text, *([""] * (cell.columns - 1))]
        yield cells
