"""Tables in pages that people write: Markdown and HTML, each as rows of plain text with the heading above it.

Links are dropped and their words stay; pictures, marks of style and everything outside tables count for nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.files.documents.html import read_page
from sekisho.files.read_spec import TextRow
from sekisho.files.text.encoding import text_of_file

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
    page = read_page(text)
    tables = [block.rows for block in page.blocks if block.is_table]
    return [MarkupTable(heading=page.heading, rows=tuple(_plain(rows))) for rows in tables]


def _plain(rows: Sequence[Sequence[str]]) -> Iterator[TextRow]:
    for number, row in enumerate(rows, start=1):
        yield TextRow(number, [plain_text(html.escape(cell, quote=False)) for cell in row])
