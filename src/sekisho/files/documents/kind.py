"""What a file is by what it begins with, whatever it is called; and documents with a table, read as blocks."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from email import message_from_bytes, policy
from enum import StrEnum
from pathlib import Path
from typing import Final

from sekisho.files.documents.blocks import Block
from sekisho.files.documents.html import read_page
from sekisho.files.read_spec import HeaderTest
from sekisho.files.text.encoding import text_of_file
from sekisho.regex import regex

_START: Final = 4_096
"""Bytes of the beginning by which a kind is told."""
_HTML: Final = regex(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style|x:)", 2)  # 2: capitals or not
_SHEET_XML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_SEPARATED: Final = regex(rb"\A[^\x00-\x08]*?[^\x00-\x08\n]*[\t,;|][^\n]*\n[^\n]*[\t,;|]")
"""Two lines with separators: a table as text."""
_ARCHIVE_OF_PAGE: Final = regex(rb"(?:mime-version:|from:|content-type:\s*multipart)", 2)


class FileKind(StrEnum):
    """What a file is."""

    HTML = "HTML"
    PAGE_ARCHIVE = "MHTML"
    MESSAGE = "EML"
    EXCEL_XML = "Excel 2003 XML"
    WORD = "Word"
    OPEN_TEXT = "OpenDocument"
    PDF = "PDF"
    OLD_OFFICE = "old Office"
    ARCHIVE = "archive"
    TEXT = "text"
    OTHER = "other"


DOCUMENTS: Final[Mapping[str, FileKind]] = {
    ".html": FileKind.HTML,
    ".htm": FileKind.HTML,
    ".mht": FileKind.PAGE_ARCHIVE,
    ".mhtml": FileKind.PAGE_ARCHIVE,
    ".eml": FileKind.MESSAGE,
    ".docx": FileKind.WORD,
    ".odt": FileKind.OPEN_TEXT,
    ".pdf": FileKind.PDF,
}
"""Endings of documents that are read for the table in them, with what they say."""
READ: Final = frozenset({*DOCUMENTS.values(), FileKind.EXCEL_XML})
"""Kinds of documents that are read."""


def kind_of(file: Path) -> FileKind:
    """Tell what a file is by its beginning; where that tells nothing of a document, by its ending."""
    kind, of_ending = _by_beginning(file), DOCUMENTS.get(file.suffix.lower())
    if of_ending == FileKind.MESSAGE and kind not in READ - {FileKind.PAGE_ARCHIVE}:
        return of_ending
    return kind if kind in READ else of_ending or kind


def _by_beginning(file: Path) -> FileKind:
    with file.open("rb") as opened:
        start = opened.read(_START)
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        bare = start.decode("utf-16", "replace").encode().lstrip()
    if start.startswith(b"%PDF"):
        return FileKind.PDF
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return FileKind.OLD_OFFICE
    if start.startswith(b"PK\x03\x04"):
        return _of_archive(file)
    if bare.startswith(b"<") and _SHEET_XML in bare:
        return FileKind.EXCEL_XML
    if bare.startswith(b"<") and _HTML.search(bare):
        return FileKind.HTML
    if _ARCHIVE_OF_PAGE.match(bare) and b"html" in bare.lower():
        return FileKind.PAGE_ARCHIVE
    return FileKind.TEXT if _SEPARATED.search(bare) else FileKind.OTHER


def _of_archive(file: Path) -> FileKind:
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
            if "word/document.xml" in names:
                return FileKind.WORD
            if "mimetype" in names and b"opendocument.text" in parts.read("mimetype"):
                return FileKind.OPEN_TEXT
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        pass  # whoever reads it says so
    return FileKind.ARCHIVE


def blocks_of(file: Path, kind: FileKind, headers: HeaderTest | None = None, encoding: str = "") -> list[Block]:
    """Read a document as blocks.

    Raises
    ------
    BookError
        If it is damaged, protected or too large.
    """
    if kind == FileKind.PDF:
        from sekisho.files.documents.pdf import blocks_of_pdf

        return blocks_of_pdf(file, headers)
    if kind == FileKind.HTML:
        return list(read_page(_page(file, encoding)).blocks)
    if kind in {FileKind.PAGE_ARCHIVE, FileKind.MESSAGE}:
        return _blocks_in_message(file)
    from sekisho.files.documents import office

    read: dict[FileKind, Callable[[Path], list[Block]]] = {
        FileKind.WORD: office.blocks_of_word,
        FileKind.OPEN_TEXT: office.blocks_of_open_text,
        FileKind.EXCEL_XML: office.blocks_of_excel_xml,
    }
    return read[kind](file)


_CHARSET: Final = regex(rb"charset\s*=\s*[\"']?\s*([\w-]+)", 2)


def _page(file: Path, encoding: str) -> str:
    """Read a page in the encoding that it names, if all its bytes are text in it; else in the one that is found out."""
    named = _CHARSET.search(file.read_bytes()[:_START])
    if named is not None and not encoding:
        try:
            return file.read_bytes().decode(named[1].decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    return text_of_file(file, encoding)[0]


def _blocks_in_message(file: Path) -> list[Block]:
    """Read the page in a message or an archive of a page; its lines of text, where it has no page."""
    whole = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = whole.get_body(preferencelist=("html", "plain"))
    if body is None:
        return []
    text = str(body.get_content())
    if body.get_content_subtype() == "html":
        return list(read_page(text).blocks)
    rows = (tuple(cell.strip() for cell in line.split("\t")) for line in text.splitlines() if line.strip())
    return [Block(rows=(row,), is_table=False) for row in rows]


def attachments_of(file: Path) -> list[str]:
    """Name what is attached to a message; it is not read."""
    whole = message_from_bytes(file.read_bytes(), policy=policy.default)
    return [part.get_filename() or "?" for part in whole.iter_attachments()]
