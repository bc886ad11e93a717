"""Merged cells of spreadsheets whose reader does not tell them: OpenDocument and binary Excel."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile, ZipFile

Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as row and column counted from 0; both belong to it."""
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_RELATION: Final = re.compile(r"<Relationship\b[^>]*>")
_SHEET: Final = 0x9C
_MERGED: Final = 0xB0
_END_OF_CELLS: Final = b"\x92\x01\x00"
_MOST_ROWS: Final = 1 << 20


def merged_cells(file: Path, sheet: str) -> list[Merged]:
    """List the merged cells of a sheet of an `.ods` or `.xlsb` file; none if the file tells none that can be read."""
    read = {".ods": _of_ods, ".xlsb": _of_xlsb}.get(file.suffix.lower())
    found: list[Merged] = []
    if read is not None:
        # What is damaged is told by the reader of the cells.
        with suppress(BadZipFile, KeyError, ParseError, ValueError, struct.error, IndexError), ZipFile(file) as parts:
            found += read(parts, sheet)
    return found


def _of_ods(parts: ZipFile, sheet: str) -> Iterator[Merged]:
    with parts.open("content.xml") as content:
        yield from _spans(content, sheet)


def _spans(content: IO[bytes], sheet: str) -> Iterator[Merged]:
    """Go through the cells of one table; rows and cells that repeat are written once, with how often."""
    row = column = 0
    inside = False
    for event, node in iterparse(content, ("start", "end")):  # noqa: S314 - expat bounds what entities grow to
        tag = node.tag.removeprefix(_TABLE)
        if tag == "table":
            inside = event == "start" and node.get(f"{_TABLE}name") == sheet
        elif event == "start" and tag == "table-row":
            column = 0
        elif event == "end" and tag == "table-row":
            row += _count(node.get(f"{_TABLE}number-rows-repeated"))
            node.clear()
        elif inside and event == "start" and tag in {"table-cell", "covered-table-cell"}:
            down, across = (_count(node.get(f"{_TABLE}number-{way}-spanned")) for way in ("rows", "columns"))
            if down > 1 or across > 1:
                yield (row, column), (row + down - 1, column + across - 1)
            column += _count(node.get(f"{_TABLE}number-columns-repeated"))
        if event == "end" and tag == "table":
            row = 0


def _count(text: str | None) -> int:
    return min(int(text), _MOST_ROWS) if text else 1


def _of_xlsb(parts: ZipFile, sheet: str) -> Iterator[Merged]:
    place = dict(_sheets(parts)).get(sheet)
    if place is None:
        return
    data = parts.read(place)
    # Merged cells stand behind the cells; a record for each of millions of cells is not looked at.
    start = data.rfind(_END_OF_CELLS)
    for number, body in _records(data[start:] if start >= 0 else b""):
        if number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            yield (top, left), (bottom, right)


def _sheets(parts: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the part that holds it."""
    text = parts.read("xl/_rels/workbook.bin.rels").decode("utf-8")
    targets = {}
    for relation in _RELATION.findall(text):
        stated = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        targets[stated.get("Id", "")] = stated.get("Target", "").removeprefix("/xl/")
    for number, body in _records(parts.read("xl/workbook.bin")):
        if number == _SHEET:
            relation, at = _wide(body, 8)
            name, _ = _wide(body, at)
            yield name, f"xl/{targets[relation]}"


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """Read a text, its length before it; returns the place behind it too."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the body of each record."""
    at = 0
    while at < len(data):
        number, at = _sevens(data, at)
        length, at = _sevens(data, at)
        yield number, data[at : at + length]
        at += length


def _sevens(data: bytes, at: int) -> tuple[int, int]:
    """Read a number in bytes of seven bits, low ones first; returns the place behind it too."""
    found = shift = 0
    while True:
        byte = data[at]
        found, shift, at = found | (byte & 0x7F) << shift, shift + 7, at + 1
        if not byte & 0x80:
            return found, at
