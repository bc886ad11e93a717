"""What stands in an office file beside its cells and paragraphs: comments, text boxes, headers and footers of pages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import Final

from sekisho.regex import regex

_PARTS: Final = regex(
    r"xl/(?:comments\d*|threadedComments/[^/]+|drawings/drawing\d+)\.xml"
    r"|xl/comments/[^/]+\.xml|word/(?:header|footer)\d*\.xml|word/(?:comments|footnotes|endnotes)\.xml"
)
_SHEET: Final = regex(r"xl/worksheets/[^/]+\.xml")
_LARGEST: Final = 1 << 24
"""Bytes of the largest part, unpacked, that is looked through. A guess: comments of an order have kilobytes."""
_END: Final = regex(r"</(?:\w+:)?(?:p|comment|threadedComment|sp|row)>")
"""Where a text ends, and another begins."""
_TEXT: Final = regex(r"<(?:\w+:)?(?:t|text)(?:\s[^>]*)?>([^<]+)</")
_MARGIN: Final = regex(r"<(?:odd|even|first)(?:Header|Footer)>([^<]+)</")
_FORMAT: Final = regex(r"&(?:[LCRDTPNFAZGBUISEXYKH]\d*|\"[^\"]*\"|\d+)")
"""How a header says where a text stands and in which letters."""


def notes_of(file: Path) -> list[str]:
    """Return the texts beside the cells of a workbook, or beside the paragraphs of a text, each once.

    Of a file that is none of both, or is damaged, nothing: whoever reads its cells says so.
    """
    texts: list[str] = []
    with suppress(zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError), zipfile.ZipFile(file) as parts:
        for part in parts.infolist():
            if part.file_size > _LARGEST:
                continue
            if _PARTS.fullmatch(part.filename):
                texts += _texts_in(parts.read(part).decode("utf-8", "replace"))
            elif _SHEET.fullmatch(part.filename):
                texts += _margins_in(parts.read(part)[-_MARGINS:].decode("utf-8", "replace"))
    return list(dict.fromkeys(texts))


_MARGINS: Final = 1 << 14
"""Bytes at the end of a sheet in which the headers and footers of its pages stand."""


def _texts_in(xml: str) -> Iterator[str]:
    """Go through the texts of a part; pieces in different letters are one text. Nothing is parsed, and so expanded."""
    for piece in _END.split(xml):
        if text := " ".join("".join(map(unescape, _TEXT.findall(piece))).split()):
            yield text


def _margins_in(xml: str) -> Iterator[str]:
    for margin in _MARGIN.findall(xml):
        if text := " ".join(_FORMAT.sub(" ", unescape(margin)).split()):
            yield text
