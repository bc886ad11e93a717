"""Texts of office programs as blocks: Word (`.docx`), OpenDocument (`.odt`), and workbooks that Excel wrote as XML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, Problem
from sekisho.files.documents.blocks import Block, line_block
from sekisho.files.documents.office_notes import notes_of
from sekisho.files.xml_tree import XmlFault, local_name, xml_root
from sekisho.message import message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone

LARGEST: Final = 1 << 27
"""Bytes of the largest text, unpacked: it is held in memory as a tree. An order has some MB."""
_MOST_REPEATED: Final = 100
"""Times that a cell may say to stand; more is the empty rest of a row."""


def blocks_of_word(file: Path) -> list[Block]:
    """Read a text of Word.

    Raises
    ------
    BookError
        If it is damaged or too large.
    """
    body = _child(_member(file, "word/document.xml"), "body")
    return [*(block for node in body for block in _word_block(node)), *map(line_block, notes_of(file))]


def _word_block(node: Element) -> Iterator[Block]:
    if local_name(node) == "tbl":
        rows: list[tuple[str, ...]] = []
        for row in _children(node, "tr"):
            cells: list[str] = []
            for cell in _children(row, "tc"):
                span = _of(cell, "gridSpan")
                text = "\n".join(line for part in _children(cell, "p") if (line := _text(part)))
                if _of(cell, "vMerge", default="none") == "continue" and rows and len(cells) < len(rows[-1]):
                    text = rows[-1][len(cells)]
                cells += [text, *([""] * (int(span) - 1 if span.isdigit() else 0))]
            rows.append(tuple(cells))
        if rows:
            yield Block(rows=tuple(rows))
    elif local_name(node) == "p" and (text := _text(node)):
        yield from map(line_block, text.split("\n"))


def blocks_of_open_text(file: Path) -> list[Block]:
    """Read a text of OpenDocument.

    Raises
    ------
    BookError
        If it is damaged or too large.
    """
    body = _child(_member(file, "content.xml"), "body")
    return list(_open_blocks(body))


def _open_blocks(node: Element) -> Iterator[Block]:
    for child in node:
        if local_name(child) == "table":
            rows = tuple(_open_row(row) for row in child.iter() if local_name(row) == "table-row")
            if rows:
                yield Block(rows=rows)
        elif local_name(child) in {"p", "h"}:
            yield from (line_block(line) for line in _text(child).split("\n") if line.strip())
        else:
            yield from _open_blocks(child)


def _open_row(row: Element) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        if local_name(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        text = "\n".join(line for part in _children(cell, "p") if (line := _text(part)))
        times = _attribute(cell, "number-columns-repeated")
        cells += [text] * (min(int(times), _MOST_REPEATED) if times.isdigit() else 1)
    return tuple(cells)


def blocks_of_excel_xml(file: Path) -> list[Block]:
    """Read a workbook that Excel 2003 wrote as XML: each sheet is a table.

    Raises
    ------
    BookError
        If it is damaged or too large.
    """
    root = _parsed(file, file.read_bytes())
    tables = (table for sheet in _children(root, "Worksheet") for table in _children(sheet, "Table"))
    sheets = (tuple(_excel_rows(table)) for table in tables)
    return [Block(rows=rows) for rows in sheets if rows]


def _excel_rows(table: Element) -> Iterator[tuple[str, ...]]:
    below: dict[int, tuple[int, str]] = {}
    for row in _children(table, "Row"):
        cells: list[str] = []
        for cell in _children(row, "Cell"):
            at = _attribute(cell, "Index")
            while len(cells) < (int(at) - 1 if at.isdigit() else 0) or len(cells) in below:
                left, text = below.pop(len(cells), (0, ""))
                if left > 1:
                    below[len(cells)] = (left - 1, text)
                cells.append(text)
            text = " ".join("".join(part for data in _children(cell, "Data") for part in data.itertext()).split(" "))
            text = text.removesuffix("T00:00:00.000")  # a day
            down, across = _attribute(cell, "MergeDown"), _attribute(cell, "MergeAcross")
            if down.isdigit():
                below[len(cells)] = (int(down), text)
            cells += [text, *([""] * min(int(across) if across.isdigit() else 0, _MOST_REPEATED))]
        yield tuple(cells)


# ---------------------------------------------------------------- XML


def _member(file: Path, name: str) -> Element:
    try:
        with zipfile.ZipFile(file) as parts:
            info = parts.getinfo(name)
            if info.file_size > LARGEST:
                raise _fault(file, _TOO_LARGE)
            return _parsed(file, parts.read(info))
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise  # the disk or the rights, and not the file
        raise _fault(file, _DAMAGED) from None


def _parsed(file: Path, text: bytes) -> Element:
    if len(text) > LARGEST:
        raise _fault(file, _TOO_LARGE)
    try:
        return xml_root(text)
    except XmlFault:
        raise _fault(file, _DAMAGED) from None


_DAMAGED: Final = message("file.document_damaged", "cannot be read as a document: it is damaged, or has a password.")
_TOO_LARGE: Final = message("file.document_large", "is too large for a document that is read.")


def _fault(file: Path, what: str) -> BookError:
    remedy = message("file.document_save_sheet", "Open it, and save its table as a spreadsheet.")
    return BookError(Problem(where=file.name, what=what, remedy=remedy))


def _children(node: Element, name: str) -> Iterator[Element]:
    return (child for child in node if local_name(child) == name)


def _child(node: Element, name: str) -> Element:
    return next(_children(node, name), node)


def _attribute(node: Element, name: str) -> str:
    return next((value for key, value in node.items() if key.rpartition("}")[2] == name), "")


def _of(cell: Element, name: str, *, default: str = "") -> str:
    """Return the value of a property of a cell of Word; `default` if it lacks the property."""
    for properties in _children(cell, "tcPr"):
        for node in _children(properties, name):
            return _attribute(node, "val") or "continue"
    return default


def _text(node: Element) -> str:
    """Return the text of a paragraph of either kind, its tabs and breaks kept, and what was deleted left out."""
    words: list[str] = []
    _take(node, words)
    lines = (line.strip(" ") for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _take(node: Element, words: list[str]) -> None:
    name = local_name(node)
    if name in _LEFT_OUT:
        return
    words.append(_SIGNS.get(name, node.text or ""))
    for child in node:
        _take(child, words)
        words.append(child.tail or "")


_SIGNS: Final = {"tab": "\t", "s": " ", "br": "\n", "cr": "\n", "line-break": "\n"}
"""What elements stand for."""
_LEFT_OUT: Final = frozenset({"instrText", "delText", "annotation", "note", "tracked-changes", "pPr", "rPr", "drawing"})
"""Elements whose text is none of the document: commands of fields, what was deleted, remarks and notes."""
