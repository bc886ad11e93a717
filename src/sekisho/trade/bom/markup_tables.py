"""Tables in pages that people write: Markdown and HTML, each as rows of plain text with the heading above it.

Links are dropped and their words stay; pictures, marks of style and everything outside tables count for nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from sekisho.files.encoding import text_of_file
from sekisho.files.read_spec import TextRow

MARKDOWN: Final = frozenset({".md", ".markdown"})
HTML: Final = frozenset({".html", ".htm"})
_RULE: Final = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_CELLS: Final = re.compile(r"(?<!\\)\|")
_IMAGE: Final = re.compile(r"!\[[^\[\]]{0,999}\](?:\([^()]{0,4000}\)|\[[^\[\]]{0,999}\])")
_LINK: Final = re.compile(
    r"\[([^\[\]]{0,999})\](?:\([^()]{0,4000}(?:\([^()]{0,999}\)[^()]{0,999})?\)|\[[^\[\]]{0,999}\])"
)
_BARE: Final = re.compile(r"<?https?://\S+>?")
_TAG: Final = re.compile(r"<[^<>]{1,999}>")
_STYLE: Final = re.compile(r"\*\*|__|`|~~|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_MOST_SPAN: Final = 100
"""Rows or columns that one cell of a page may cover; more is a slip, and would fill memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkupTable:
    """A table of a page: the first heading of the page, and the rows, each with the line or row on which it stands."""

    heading: str
    rows: tuple[TextRow, ...]


def tables_of_page(file: Path) -> list[MarkupTable]:
    """Return the tables of a page of Markdown or HTML, in their order."""
    text, _ = text_of_file(file)
    return list(_of_markdown(text)) if file.suffix.lower() in MARKDOWN else _of_html(text)


def _of_markdown(text: str) -> Iterator[MarkupTable]:
    lines = text.splitlines()
    heading, at = "", 0
    while at < len(lines):
        line = lines[at]
        if not heading and re.match(r"\s{0,3}#{1,6}\s", line):
            heading = plain_text(line.strip().strip("#"))
        if at + 1 < len(lines) and "|" in line and "-" in lines[at + 1] and _RULE.fullmatch(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            rows = [TextRow(at + 1, _cells(line)), *(TextRow(n + 1, _cells(lines[n])) for n in range(at + 2, end))]
            yield MarkupTable(heading=heading, rows=tuple(rows))
            at = end
        else:
            at += 1


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [plain_text(cell.replace("\\|", "|")) for cell in _CELLS.split(bare)]


def plain_text(text: str) -> str:
    """Return the words of a cell of Markdown, without links, pictures and marks of style.

    >>> (
    ...     plain_text("[N52 **magnet**](https://example.org/x)"),
    ...     plain_text("https://example.org/y"),
    ...     plain_text("M3<br>x"),
    ... )
    ('N52 magnet', '', 'M3 x')
    """
    words = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    words = _STYLE.sub("", _TAG.sub(" ", _BARE.sub(" ", words)))
    return " ".join(html.unescape(words).split())


def _of_html(text: str) -> list[MarkupTable]:
    page = _Page()
    page.feed(text)
    page.close()
    return [table for table in page.tables if table.rows]


@dataclass(slots=True)
class _Cell:
    rows: int
    columns: int
    words: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects the tables of a page; a table inside another counts as words of its cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[MarkupTable] = []
        self._depth = 0
        self._heading: list[str] = []
        self._in_heading = False
        self._silent = 0
        self._rows: list[list[_Cell]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows = []
        elif re.fullmatch("h[1-6]", tag) and not "".join(self._heading).strip():
            self._in_heading = True
        elif self._depth == 1 and tag == "tr":
            self._rows.append([])
        elif self._depth == 1 and tag in {"td", "th"}:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(_Cell(_span(given.get("rowspan")), _span(given.get("colspan"))))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                heading = " ".join(" ".join(self._heading).split())
                self.tables.append(MarkupTable(heading=heading, rows=tuple(_laid_out(self._rows))))
        elif re.fullmatch("h[1-6]", tag):
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._in_heading:
            self._heading.append(data)
        elif self._depth and self._rows and self._rows[-1]:
            self._rows[-1][-1].words.append(data)


def _span(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isdigit() and int(text) else 1


def _laid_out(rows: list[list[_Cell]]) -> Iterator[TextRow]:
    """Put cells that cover several rows or columns into each; a cell across columns stands in the first of them."""
    below: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows, start=1):
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
            text = plain_text(html.escape(" ".join(cell.words), quote=False))
            if cell.rows > 1:
                below[len(cells)] = (cell.rows - 1, text)
            cells += [text, *([""] * (cell.columns - 1))]
        yield TextRow(number, cells)
